//===- dtype.cpp - Properties of element types ----------------------------===//

#include "runtime/format/dtype.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

namespace burin {

namespace {
struct DTypeFacts {
  const char *name;
  uint32_t size;
};
} // namespace

static constexpr DTypeFacts kFacts[kDTypeCount] = {
    {"f32", 4}, {"f16", 2}, {"bf16", 2}, {"i8", 1},  {"u8", 1},  {"i16", 2},
    {"u16", 2}, {"i32", 4}, {"u32", 4},  {"i64", 8}, {"u64", 8}, {"bool", 1}};

uint32_t dtypeSize(DType dtype) {
  auto index = uint8_t(dtype);
  return index < kDTypeCount ? kFacts[index].size : 0;
}

const char *dtypeName(DType dtype) {
  auto index = uint8_t(dtype);
  return index < kDTypeCount ? kFacts[index].name : "invalid";
}

StatusOr<DType> parseDType(std::string_view name) {
  for (uint8_t i = 0; i < kDTypeCount; ++i)
    if (name == kFacts[i].name)
      return DType(i);
  return invalidArgument(strCat("'", name, "' is no element type"));
}

bool elementCount(const std::vector<int64_t> &shape, uint64_t &out) {
  out = 1;
  for (int64_t dimension : shape)
    if (dimension < 0 || !checkedMul(out, uint64_t(dimension), out))
      return false;
  return true;
}

bool tensorBytes(DType dtype, const std::vector<int64_t> &shape,
                 uint64_t &out) {
  return elementCount(shape, out) && checkedMul(out, dtypeSize(dtype), out);
}

uint64_t tensorBytes(const TensorDesc &tensor) {
  uint64_t bytes = 0;
  return tensorBytes(tensor.dtype, tensor.shape, bytes) ? bytes : 0;
}

std::string shapeText(const std::vector<int64_t> &shape) {
  if (shape.empty())
    return "scalar";
  std::string text;
  for (int64_t dimension : shape)
    text += strCat(text.empty() ? "" : "x", dimension);
  return text;
}

} // namespace burin
