//===- npy.cpp - NumPy's array files --------------------------------------===//
#include "runtime/pipeline/npy.h"

#include "runtime/base/checked.h"
#include "runtime/base/half.h"
#include "runtime/base/strings.h"

#include <cstring>
#include <string_view>

using namespace burin;

namespace {

/// The value after 'KEY': in the header, a Python dict on one line.
std::string_view headerValue(std::string_view header, std::string_view key) {
  size_t at = header.find(key);
  if (at == std::string_view::npos)
    return {};
  at = header.find_first_not_of(" :", at + key.size());
  return at == std::string_view::npos ? std::string_view{} : header.substr(at);
}

/// Parses "(2, 3)", "(4,)" or "()" and multiplies the dimensions.
bool parseShape(std::string_view text, std::vector<int64_t> &shape,
                uint64_t &count) {
  count = 1;
  if (text.empty() || text[0] != '(')
    return false;
  for (size_t i = 1; i < text.size();) {
    if (text[i] == ')')
      return true;
    if (text[i] == ' ' || text[i] == ',') {
      ++i;
      continue;
    }
    uint64_t dimension = 0;
    size_t digits = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++digits)
      dimension = dimension * 10 + static_cast<uint64_t>(text[i] - '0');
    if (digits == 0 || digits > 12 || shape.size() == 8 ||
        !checkedMul(count, dimension, count))
      return false;
    shape.push_back(static_cast<int64_t>(dimension));
  }
  return false;
}

float readElement(const uint8_t *at, size_t size) {
  if (size == 2) {
    uint16_t half;
    std::memcpy(&half, at, sizeof(half));
    return halfToFloat(half);
  }
  if (size == 8) {
    double value;
    std::memcpy(&value, at, sizeof(value));
    return static_cast<float>(value);
  }
  float value;
  std::memcpy(&value, at, sizeof(value));
  return value;
}

} // namespace

StatusOr<FloatArray> burin::parseNpy(ByteSpan bytes, const std::string &name) {
  auto damaged = [&] { return dataLoss(strCat(name, ": not a .npy file")); };
  if (bytes.size() < 12 || std::memcmp(bytes.data(), "\x93NUMPY", 6) != 0)
    return damaged();
  bool isLong = bytes[6] >= 2;
  size_t start = isLong ? 12 : 10;
  uint64_t length = bytes[8] | bytes[9] << 8;
  if (isLong)
    length |= uint64_t(bytes[10]) << 16 | uint64_t(bytes[11]) << 24;
  if (!rangeFits(start, length, bytes.size()))
    return damaged();
  std::string_view header(reinterpret_cast<const char *>(bytes.data()) + start,
                          length);
  std::string_view type = headerValue(header, "'descr'").substr(0, 5);
  size_t elementSize = type == "'<f2'"   ? 2
                       : type == "'<f4'" ? 4
                       : type == "'<f8'" ? 8
                                         : 0;
  std::string_view order = headerValue(header, "'fortran_order'");
  if (elementSize == 0 || order.substr(0, 5) != "False")
    return unimplemented(strCat(name, ": only float arrays in C order are "
                                      "supported; save it with "
                                      "numpy.ascontiguousarray(x, 'f4')"));
  FloatArray array;
  uint64_t count = 0, size = 0;
  if (!parseShape(headerValue(header, "'shape'"), array.shape, count) ||
      !checkedMul(count, elementSize, size) ||
      size != bytes.size() - start - length)
    return dataLoss(strCat(name, ": the shape and the file's size differ"));
  array.values.reserve(count);
  for (uint64_t i = 0; i < count; ++i)
    array.values.push_back(readElement(
        bytes.data() + start + length + i * elementSize, elementSize));
  return array;
}
