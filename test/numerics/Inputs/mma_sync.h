// What kernels with inline PTX call, for a machine without such instructions: in
// place of the prelude of a generated source. The mma_* functions are in mma_sync.cpp.
#define restrict
extern int mma_item(int), mma_group(int);
extern void mma_barrier(void), mma_commit(void), mma_wait(int);
extern void mma_copy(void *to, const void *from, int bytes);
extern void mma_load(const void *row, uint *result, int transpose);
extern void mma_multiply(const uint *lhs, const uint *rhs, float *acc);
extern float mma_exchange(float value, int distance), mma_take(float value, int lane);
extern float mma_to_float(ushort half_bits);
extern ushort mma_to_half(float value);
extern float exp2f(float), expf(float), fmaxf(float, float), sqrtf(float);

#define get_local_id(d) ((d) == 0 ? mma_item(0) % MMA_COLUMNS : mma_item(0) / MMA_COLUMNS)
#define get_group_id(d) mma_group(d)
#define barrier(flags) mma_barrier()
#define BURIN_WAIT_COPIES(n) mma_wait(n)
static void burin_copy_async(lp_half to, int stage, int at, int next, gp_half from, int step, int row, int offset) {
  mma_copy((void *)(to + stage + at + next), (const void *)(from + step + row + offset), 16);
}
static void burin_copy_some_async(lp_half to, int stage, int at, int next, gp_half from, int step, int row, int offset,
                                  int elements) {
  mma_copy((void *)(to + stage + at + next), (const void *)(from + step + row + offset), 2 * elements);
}
static void burin_fetch(gp_half from, int step, int row, int offset) {}
static void burin_commit_copies(void) { mma_commit(); }
static uint4 load_matrices(lp_half from, int index, int transpose) {
  uint r[4];
  mma_load((const void *)(from + index), r, transpose);
  return (uint4)(r[0], r[1], r[2], r[3]);
}
static uint4 burin_load_matrices(lp_half from, int stage, int at, int next) {
  return load_matrices(from, stage + at + next, 0);
}
static uint4 burin_load_matrices_transposed(lp_half from, int stage, int at, int next) {
  return load_matrices(from, stage + at + next, 1);
}
static float4 burin_multiply_16x8x16(uint4 a, uint2 b, float4 c) {
  uint lhs[4] = {a.x, a.y, a.z, a.w}, rhs[2] = {b.x, b.y};
  float acc[4] = {c.x, c.y, c.z, c.w};
  mma_multiply(lhs, rhs, acc);
  return (float4)(acc[0], acc[1], acc[2], acc[3]);
}
static uint pack(float low, float high) { return mma_to_half(low) | (uint)mma_to_half(high) << 16; }
static uint4 burin_to_halves8(float8 v) {
  return (uint4)(pack(v.s0, v.s1), pack(v.s2, v.s3), pack(v.s4, v.s5), pack(v.s6, v.s7));
}
static float burin_shuffle_xor(float value, int distance) { return mma_exchange(value, distance); }
static float burin_shuffle_index(float value, int lane) { return mma_take(value, lane); }

#define OVERLOAD static inline __attribute__((overloadable, always_inline))
OVERLOAD float native_exp2(float x) { return exp2f(x); }
OVERLOAD float exp(float x) { return expf(x); }
OVERLOAD float fmax(float a, float b) { return fmaxf(a, b); }
OVERLOAD float rsqrt(float x) { return 1 / sqrtf(x); }
OVERLOAD int isunordered(float a, float b) { return a != a || b != b; }
OVERLOAD float select(float a, float b, int c) { return c ? b : a; }
OVERLOAD int min(int a, int b) { return a < b ? a : b; }
OVERLOAD int max(int a, int b) { return a > b ? a : b; }
#define VECTOR_OF_FLOATS(n)                                                    \
  OVERLOAD float##n exp(float##n x) {                                          \
    for (int i = 0; i < n; i++)                                                \
      x[i] = expf(x[i]);                                                       \
    return x;                                                                  \
  }                                                                            \
  OVERLOAD float##n fmax(float##n a, float##n b) {                             \
    for (int i = 0; i < n; i++)                                                \
      a[i] = fmaxf(a[i], b[i]);                                                \
    return a;                                                                  \
  }                                                                            \
  OVERLOAD float##n rsqrt(float##n x) {                                        \
    for (int i = 0; i < n; i++)                                                \
      x[i] = 1 / sqrtf(x[i]);                                                  \
    return x;                                                                  \
  }                                                                            \
  OVERLOAD int##n isunordered(float##n a, float##n b) {                        \
    return (a != a) | (b != b);                                                \
  }                                                                            \
  OVERLOAD float##n select(float##n a, float##n b, int##n c) {                 \
    for (int i = 0; i < n; i++)                                                \
      a[i] = c[i] ? b[i] : a[i];                                               \
    return a;                                                                  \
  }
VECTOR_OF_FLOATS(2)
VECTOR_OF_FLOATS(4)
VECTOR_OF_FLOATS(8)
OVERLOAD float vload_half(size_t at, const half *p) { return mma_to_float(((const ushort *)p)[at]); }
OVERLOAD void vstore_half(float v, size_t at, half *p) { ((ushort *)p)[at] = mma_to_half(v); }
#define VECTOR_OF_HALVES(n)                                                    \
  OVERLOAD float##n vloada_half##n(size_t at, const half *p) {                 \
    float##n r;                                                                \
    for (int i = 0; i < n; i++)                                                \
      r[i] = vload_half(at * n + i, p);                                        \
    return r;                                                                  \
  }                                                                            \
  OVERLOAD void vstorea_half##n(float##n v, size_t at, half *p) {              \
    for (int i = 0; i < n; i++)                                                \
      vstore_half(v[i], at * n + i, p);                                        \
  }
VECTOR_OF_HALVES(2)
VECTOR_OF_HALVES(4)
VECTOR_OF_HALVES(8)
#define BURIN_ERF(n, x) erf(x)
#define BURIN_LOAD_HALF(n, p, i) vloada_half##n(0, (p) + (i))
#define BURIN_STORE_HALF(n, p, i, v) vstorea_half##n(v, 0, (p) + (i))
#define BURIN_LOAD_LOCAL_HALF BURIN_LOAD_HALF
#define BURIN_STORE_LOCAL_HALF BURIN_STORE_HALF
