//===- OpenCLTypes.cpp - Spelling of types and helpers in OpenCL C --------===//
#include "codegen/OpenCL/OpenCLTypes.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"

using namespace mlir;
using namespace mlir::burin::codegen;

static StringRef spellScalar(Type type, bool isUnsigned = false) {
  if (type.isF32() || type.isF16() || type.isBF16())
    return "float";
  if (type.isIndex())
    return isUnsigned ? "uint" : "int";
  auto integer = dyn_cast<IntegerType>(type);
  switch (integer ? integer.getWidth() : 0) {
  case 8:
    return isUnsigned ? "uchar" : "char";
  case 16:
    return isUnsigned ? "ushort" : "short";
  case 32:
    return isUnsigned ? "uint" : "int";
  case 64:
    return isUnsigned ? "ulong" : "long";
  default:
    return "";
  }
}

/// A matrix fragment: rows of two halves, each a 32-bit integer, or f32.
static FailureOr<std::string> spellFragment(VectorType type) {
  bool isPair = type.getRank() == 2 && type.getDimSize(1) == 2;
  if (isPair && type.getElementType().isF16())
    return "uint" + std::to_string(type.getDimSize(0));
  if (isPair && type.getElementType().isF32())
    return "float" + std::to_string(type.getNumElements());
  return failure();
}

FailureOr<std::string> mlir::burin::codegen::spellType(Type type) {
  auto vector = dyn_cast<VectorType>(type);
  if (vector && vector.getRank() != 1)
    return spellFragment(vector);
  Type element = vector ? vector.getElementType() : type;
  StringRef scalar = vector && element.isInteger(1) ? "int" : spellScalar(element);
  if (scalar.empty())
    return failure();
  return vector ? (scalar + Twine(vector.getDimSize(0))).str() : scalar.str();
}

std::string mlir::burin::codegen::spellUnsigned(Type type) {
  auto vector = dyn_cast<VectorType>(type);
  StringRef scalar = spellScalar(vector ? vector.getElementType() : type, /*isUnsigned=*/true);
  return vector ? (scalar + Twine(vector.getDimSize(0))).str() : scalar.str();
}

bool mlir::burin::codegen::isHalfBuffer(MemRefType type) { return type.getElementType().isF16(); }

static std::optional<Type> convertBuffer(MemRefType type) {
  auto space = dyn_cast_if_present<gpu::AddressSpaceAttr>(type.getMemorySpace());
  if (!space || type.getRank() != 1 || type.getElementType().isBF16())
    return std::nullopt;
  StringRef prefix = space.getValue() == gpu::AddressSpace::Global      ? "gp_"
                     : space.getValue() == gpu::AddressSpace::Workgroup ? "lp_"
                                                                        : "";
  StringRef element = isHalfBuffer(type) ? "half" : spellScalar(type.getElementType());
  if (prefix.empty() || element.empty())
    return std::nullopt;
  return opaque(type.getContext(), prefix + element);
}

OpenCLTypeConverter::OpenCLTypeConverter(MLIRContext *context) {
  addConversion([context](Type type) -> std::optional<Type> {
    if (type.isInteger(1) || isa<emitc::OpaqueType>(type))
      return type;
    FailureOr<std::string> spelling = spellType(type);
    if (failed(spelling))
      return std::nullopt;
    return opaque(context, *spelling);
  });
  // Waiting counts groups of copies; which group a token stands for is not needed.
  addConversion([](nvgpu::DeviceAsyncTokenType, SmallVectorImpl<Type> &) -> std::optional<LogicalResult> {
    return success();
  });
  addConversion([](MemRefType type) -> std::optional<Type> { return convertBuffer(type); });
  // Inside one conversion a value has exactly one spelling: casts between a
  // type and its spelling cancel out.
  auto materialize = [](OpBuilder &builder, Type type, ValueRange inputs, Location loc) -> Value {
    if (inputs.size() != 1)
      return {};
    return UnrealizedConversionCastOp::create(builder, loc, type, inputs).getResult(0);
  };
  addSourceMaterialization(materialize);
  addTargetMaterialization(materialize);
}

StringRef mlir::burin::codegen::getOpenCLPrelude() {
  return R"(typedef __global float *restrict gp_float;
typedef __global half *restrict gp_half;
typedef __global char *restrict gp_char;
typedef __global short *restrict gp_short;
typedef __global int *restrict gp_int;
typedef __global long *restrict gp_long;
typedef __local float *lp_float;
typedef __local half *lp_half;
#define BURIN_FMA(a, b, c) ((a) * (b) + (c))
#define BURIN_MAXIMUM(a, b) select(fmax(a, b), (a) + (b), isunordered(a, b))
#define BURIN_MINIMUM(a, b) select(fmin(a, b), (a) + (b), isunordered(a, b))
#define BURIN_LANE(v, i) ((v).s##i)
#define BURIN_LOAD(n, p, i) (*(__global const n *)((p) + (i)))
#define BURIN_STORE(n, p, i, v) (*(__global n *)((p) + (i)) = (v))
#define BURIN_LOAD_LOCAL(n, p, i) (*(__local const n *)((p) + (i)))
#define BURIN_STORE_LOCAL(n, p, i, v) (*(__local n *)((p) + (i)) = (v)))";
}

StringRef mlir::burin::codegen::getHalfPrelude(bool usesPtx) {
  if (!usesPtx)
    return R"(#define BURIN_LOAD_HALF(n, p, i) vloada_half##n(0, (p) + (i))
#define BURIN_STORE_HALF(n, p, i, v) vstorea_half##n(v, 0, (p) + (i))
#define BURIN_LOAD_LOCAL_HALF BURIN_LOAD_HALF
#define BURIN_STORE_LOCAL_HALF BURIN_STORE_HALF
#define BURIN_ERF(n, x) erf(x)
)";
  return R"(typedef uint burin_halves2;
typedef uint2 burin_halves4;
typedef uint4 burin_halves8;
typedef uint8 burin_halves16;
#define BURIN_LOAD_HALF(n, p, i) burin_from_halves##n(*(__global const burin_halves##n *)((p) + (i)))
#define BURIN_STORE_HALF(n, p, i, v) (*(__global burin_halves##n *)((p) + (i)) = burin_to_halves##n(v))
#define BURIN_LOAD_LOCAL_HALF(n, p, i) burin_from_halves##n(*(__local const burin_halves##n *)((p) + (i)))
#define BURIN_STORE_LOCAL_HALF(n, p, i, v) (*(__local burin_halves##n *)((p) + (i)) = burin_to_halves##n(v))
static inline __attribute__((unused)) float2 burin_from_halves2(uint v) {
  float2 r;
  __asm__("{.reg .b16 l, h; mov.b32 {l, h}, %2; cvt.f32.f16 %0, l; cvt.f32.f16 %1, h;}" : "=f"(r.x), "=f"(r.y) : "r"(v));
  return r;
}
static inline __attribute__((unused)) float4 burin_from_halves4(uint2 v) {
  return (float4)(burin_from_halves2(v.x), burin_from_halves2(v.y));
}
static inline __attribute__((unused)) float8 burin_from_halves8(uint4 v) {
  return (float8)(burin_from_halves4(v.xy), burin_from_halves4(v.zw));
}
static inline __attribute__((unused)) float16 burin_from_halves16(uint8 v) {
  return (float16)(burin_from_halves8(v.lo), burin_from_halves8(v.hi));
}
static inline __attribute__((unused)) uint burin_to_halves2(float2 v) {
  uint r;
  __asm__("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(v.y), "f"(v.x));
  return r;
}
static inline __attribute__((unused)) uint2 burin_to_halves4(float4 v) {
  return (uint2)(burin_to_halves2(v.xy), burin_to_halves2(v.zw));
}
static inline __attribute__((unused)) uint4 burin_to_halves8(float8 v) {
  return (uint4)(burin_to_halves4(v.lo), burin_to_halves4(v.hi));
}
static inline __attribute__((unused)) uint8 burin_to_halves16(float16 v) {
  return (uint8)(burin_to_halves8(v.lo), burin_to_halves8(v.hi));
}
#define BURIN_ERF(n, x) burin_erf##n(x)
static inline __attribute__((unused)) float burin_erf1(float x) {
  float a = fabs(x), t, e;
  __asm__("rcp.approx.ftz.f32 %0, %1;" : "=f"(t) : "f"(fma(a, 0.3275911f, 1.0f)));
  __asm__("ex2.approx.ftz.f32 %0, %1;" : "=f"(e) : "f"(a * a * -1.44269504f));
  float p = fma(fma(fma(fma(1.061405429f, t, -1.453152027f), t, 1.421413741f), t, -0.284496736f), t, 0.254829592f);
  return a < 1e-3f ? 1.12837917f * x : copysign(fma(-p * t, e, 1.0f), x);
}
static inline __attribute__((unused)) float2 burin_erf2(float2 x) { return (float2)(burin_erf1(x.x), burin_erf1(x.y)); }
static inline __attribute__((unused)) float4 burin_erf4(float4 x) { return (float4)(burin_erf2(x.xy), burin_erf2(x.zw)); }
static inline __attribute__((unused)) float8 burin_erf8(float8 x) { return (float8)(burin_erf4(x.lo), burin_erf4(x.hi)); }
static inline __attribute__((unused)) float16 burin_erf16(float16 x) { return (float16)(burin_erf8(x.lo), burin_erf8(x.hi)); }
)";
}
