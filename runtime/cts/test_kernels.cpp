//===- test_kernels.cpp - Device code for tests ---------------------------===//

#include "runtime/cts/test_kernels.h"

#include <cstdint>

namespace burin::cts {

#include "TestKernels.inc"

static const char kAdvance[] = R"(
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void advance(__global const uint *a, __global uint *x) {
  size_t i = get_global_id(0);
  x[i] = 3 * x[i] + a[i];
}
)";

static const char kOpenCLC[] = R"(
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void multiply(__global const float *a, __global const float *b,
              __global float *out) {
  size_t i = get_global_id(0);
  out[i] = a[i] * b[i];
}

__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void accumulate(__global const float *a, __global float *sum) {
  size_t i = get_global_id(0);
  sum[i] += a[i];
}

__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void copy(__global const float *a, __global float *out) {
  __local float tile[64];
  tile[get_local_id(0)] = a[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0)] = tile[get_local_id(0)];
}

__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void store_half(__global const float *a, __global half *out) {
  size_t i = get_global_id(0);
  vstore_half_rte(a[i], i, out);
}
)";

template <size_t N> static std::string bytes(const uint32_t (&words)[N]) {
  std::string bytes;
  for (uint32_t word : words)
    for (int i = 0; i < 4; ++i)
      bytes.push_back(char(word >> (8 * i)));
  return bytes;
}

static std::string spirv(const std::string &name) {
  return name == "advance"      ? bytes(k_advance)
         : name == "multiply"   ? bytes(k_multiply)
         : name == "accumulate" ? bytes(k_accumulate)
         : name == "copy"       ? bytes(k_copy)
                                : bytes(k_store_half);
}

Module testKernel(CodeFormat format, const std::string &name) {
  Module module;
  module.format = format;
  if (format == CodeFormat::kSPIRV) {
    module.name = name;
    module.code = spirv(name);
  } else {
    module.name = "ops";
    module.buildOptions = "-cl-std=CL1.2";
    module.code = name == "advance" ? kAdvance : kOpenCLC;
  }
  return module;
}

} // namespace burin::cts
