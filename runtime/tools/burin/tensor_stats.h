//===- tensor_stats.h - What values a tensor has ---------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_TENSOR_STATS_H
#define BURIN_RUNTIME_TOOLS_BURIN_TENSOR_STATS_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin::tools {

struct TensorStats {
  uint64_t count = 0, nans = 0, infinities = 0;
  double low = 0, high = 0; ///< of the finite values; 0 without any
  /// The first values that are not finite: element number and value.
  std::vector<std::pair<uint64_t, float>> odd;

  bool isFinite() const { return nans + infinities == 0; }
};

bool isFloat(DType dtype);

/// Elements of any type as f32; error: kInvalidArgument if `bytes` are not
/// those of the tensor.
StatusOr<std::vector<float>> toFloats(const TensorDesc &desc, ByteSpan bytes);

TensorStats computeStats(const std::vector<float> &values);

/// "[0, 12, 3]", where element `index` of a tensor of `shape` lies.
std::string coordinateText(const std::vector<int64_t> &shape, uint64_t index);

/// "min -1.5, max 2.25", and how much is not finite.
std::string statsText(const TensorStats &stats);

/// How far `actual` is from `expected`, of equal length; infinite where one
/// is not finite and the other another value.
struct Difference {
  double relativeL2 = 0; ///< norm of the difference by that of `expected`
  double largest = 0;    ///< absolute difference of two elements
};
Difference computeDifference(const std::vector<float> &expected,
                             const std::vector<float> &actual);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_TENSOR_STATS_H
