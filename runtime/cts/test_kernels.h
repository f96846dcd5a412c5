//===- test_kernels.h - Device code for tests ------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CTS_TEST_KERNELS_H
#define BURIN_RUNTIME_CTS_TEST_KERNELS_H

#include "runtime/format/plan.h"

#include <string>

namespace burin::cts {

/// A module with the kernel `name` for 64-item groups:
///   advance(uint a, uint x)            x[i] = 3 * x[i] + a[i]
///   multiply(float a, float b, float out)
///   accumulate(float a, float sum)     sum[i] += a[i]
///   copy(float a, float out)           through local memory
///   store_half(float a, half out)
/// In OpenCL C all but the first share one module.
Module testKernel(CodeFormat format, const std::string &name);

} // namespace burin::cts

#endif // BURIN_RUNTIME_CTS_TEST_KERNELS_H
