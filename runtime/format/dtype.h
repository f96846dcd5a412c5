//===- dtype.h - Properties of element types -------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_DTYPE_H
#define BURIN_RUNTIME_FORMAT_DTYPE_H

#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>
#include <string_view>

namespace burin {

/// Number of element types; values from this on are invalid.
constexpr uint8_t kDTypeCount = 12;

/// Bytes of one element; 0 for a value that is no DType.
uint32_t dtypeSize(DType dtype);
/// "f32", "i64", "bool" and so on.
const char *dtypeName(DType dtype);
/// The inverse of dtypeName.
StatusOr<DType> parseDType(std::string_view name);

/// Product of the dimensions; false on overflow or a negative dimension.
[[nodiscard]] bool elementCount(const std::vector<int64_t> &shape,
                                uint64_t &out);
/// elementCount times the element size; false as above.
[[nodiscard]] bool tensorBytes(DType dtype, const std::vector<int64_t> &shape,
                               uint64_t &out);
/// Size of a verified plan's tensor.
uint64_t tensorBytes(const TensorDesc &tensor);

/// "2x4x64x64" or "scalar".
std::string shapeText(const std::vector<int64_t> &shape);

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_DTYPE_H
