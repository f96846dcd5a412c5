//===- tensor_stats.cpp - What values a tensor has ------------------------===//

#include "runtime/tools/burin/tensor_stats.h"

#include "runtime/base/strings.h"
#include "runtime/core/tensor.h"
#include "runtime/format/dtype.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace burin::tools {

static constexpr size_t kOddValues = 4;

bool isFloat(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

StatusOr<std::vector<float>> toFloats(const TensorDesc &desc, ByteSpan bytes) {
  uint64_t size = 0;
  if (!tensorBytes(desc.dtype, desc.shape, size) || size != bytes.size())
    return invalidArgument(strCat("'", desc.name, "' has ", bytes.size(),
                                  " bytes, its shape needs ", size));
  std::vector<float> values(size / dtypeSize(desc.dtype));
  BURIN_RETURN_IF_ERROR(convertElements(desc.dtype, bytes.data(), DType::kF32,
                                        values.data(), values.size()));
  return values;
}

TensorStats computeStats(const std::vector<float> &values) {
  TensorStats stats;
  stats.count = values.size();
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < values.size(); ++i) {
    float value = values[i];
    if (std::isfinite(value)) {
      low = std::min<double>(low, value);
      high = std::max<double>(high, value);
      continue;
    }
    ++(std::isnan(value) ? stats.nans : stats.infinities);
    if (stats.odd.size() < kOddValues)
      stats.odd.emplace_back(i, value);
  }
  if (low <= high) {
    stats.low = low;
    stats.high = high;
  }
  return stats;
}

std::string coordinateText(const std::vector<int64_t> &shape, uint64_t index) {
  std::string text;
  for (size_t d = shape.size(); d-- > 0;) {
    auto extent = uint64_t(shape[d]);
    text = strCat(index % extent, text.empty() ? "" : ", ", text);
    index /= extent;
  }
  return strCat("[", text, "]");
}

std::string statsText(const TensorStats &stats) {
  char text[160];
  int length =
      std::snprintf(text, sizeof text, "min %g, max %g", stats.low, stats.high);
  std::string result(text, size_t(length));
  if (stats.nans + stats.infinities == stats.count)
    result = "nothing finite";
  if (!stats.isFinite())
    result += strCat(", ", stats.nans, " NaN and ", stats.infinities,
                     " infinite of ", stats.count);
  return result;
}

Difference computeDifference(const std::vector<float> &expected,
                             const std::vector<float> &actual) {
  double squares = 0, norm = 0;
  Difference result;
  for (size_t i = 0; i < expected.size(); ++i) {
    double a = expected[i], b = actual[i];
    if (a == b || (std::isnan(a) && std::isnan(b)))
      continue;
    double error = std::fabs(a - b);
    if (!std::isfinite(error)) {
      result.relativeL2 = result.largest = INFINITY;
      return result;
    }
    squares += error * error;
    result.largest = std::max(result.largest, error);
  }
  for (float value : expected)
    norm += std::isfinite(value) ? double(value) * value : 0;
  result.relativeL2 = squares == 0 ? 0
                      : norm == 0  ? INFINITY
                                   : std::sqrt(squares / norm);
  return result;
}

} // namespace burin::tools
