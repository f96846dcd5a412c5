//===- tensor.cpp - Tensors in host memory --------------------------------===//

#include "runtime/core/tensor.h"

#include "runtime/base/half.h"
#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace burin {

StatusOr<HostTensor> HostTensor::zeros(DType dtype,
                                       std::vector<int64_t> shape) {
  HostTensor tensor;
  uint64_t bytes = 0;
  if (!tensorBytes(dtype, shape, bytes) || bytes > SIZE_MAX / 2)
    return invalidArgument(
        strCat("tensor of shape ", shapeText(shape), " is too large"));
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  tensor.data.resize(size_t(bytes));
  return tensor;
}

namespace {

/// An element on its way between two types. Integers keep all 64 bits.
struct Value {
  bool isFloat = false, isUnsigned = false;
  double real = 0;
  int64_t integer = 0; // bits of a uint64_t if isUnsigned
};

template <typename T> T load(const uint8_t *in) {
  T value;
  std::memcpy(&value, in, sizeof value);
  return value;
}

template <typename T> void store(uint8_t *out, T value) {
  std::memcpy(out, &value, sizeof value);
}

Value floating(double real) { return {true, false, real, 0}; }
Value integer(int64_t value) { return {false, false, 0, value}; }

Value loadValue(DType dtype, const uint8_t *in) {
  switch (dtype) {
  case DType::kF32:
    return floating(load<float>(in));
  case DType::kF16:
    return floating(halfToFloat(load<uint16_t>(in)));
  case DType::kBF16:
    return floating(bfloat16ToFloat(load<uint16_t>(in)));
  case DType::kI8:
    return integer(load<int8_t>(in));
  case DType::kU8:
    return integer(load<uint8_t>(in));
  case DType::kI16:
    return integer(load<int16_t>(in));
  case DType::kU16:
    return integer(load<uint16_t>(in));
  case DType::kI32:
    return integer(load<int32_t>(in));
  case DType::kU32:
    return integer(load<uint32_t>(in));
  case DType::kI64:
    return integer(load<int64_t>(in));
  case DType::kU64:
    return {false, true, 0, int64_t(load<uint64_t>(in))};
  case DType::kBool:
    return integer(load<uint8_t>(in) != 0);
  }
  return integer(0);
}

double toReal(const Value &value) {
  if (value.isFloat)
    return value.real;
  return value.isUnsigned ? double(uint64_t(value.integer))
                          : double(value.integer);
}

template <typename T> bool storeInteger(uint8_t *out, const Value &value) {
  using Limits = std::numeric_limits<T>;
  if (value.isFloat) {
    double whole = std::trunc(value.real);
    // The upper bound max + 1 is a power of two, hence exact.
    double upper = std::ldexp(1.0, Limits::digits);
    if (!(whole >= double(Limits::min()) && whole < upper))
      return false;
    store(out, T(whole));
    return true;
  }
  if (value.isUnsigned && value.integer < 0) { // 2^63 or more
    if (!std::is_same_v<T, uint64_t>)
      return false;
    store(out, T(value.integer));
    return true;
  }
  if (value.integer < 0 &&
      (!Limits::is_signed || value.integer < int64_t(Limits::min())))
    return false;
  if (value.integer > 0 && uint64_t(value.integer) > uint64_t(Limits::max()))
    return false;
  store(out, T(value.integer));
  return true;
}

bool storeValue(DType dtype, uint8_t *out, const Value &value) {
  switch (dtype) {
  case DType::kF32:
    store(out, float(toReal(value)));
    return true;
  case DType::kF16:
    store(out, floatToHalf(float(toReal(value))));
    return true;
  case DType::kBF16:
    store(out, floatToBfloat16(float(toReal(value))));
    return true;
  case DType::kI8:
    return storeInteger<int8_t>(out, value);
  case DType::kU8:
    return storeInteger<uint8_t>(out, value);
  case DType::kI16:
    return storeInteger<int16_t>(out, value);
  case DType::kU16:
    return storeInteger<uint16_t>(out, value);
  case DType::kI32:
    return storeInteger<int32_t>(out, value);
  case DType::kU32:
    return storeInteger<uint32_t>(out, value);
  case DType::kI64:
    return storeInteger<int64_t>(out, value);
  case DType::kU64:
    return storeInteger<uint64_t>(out, value);
  case DType::kBool:
    store(out, uint8_t(value.isFloat ? value.real != 0 : value.integer != 0));
    return !(value.isFloat && std::isnan(value.real));
  }
  return false;
}

} // namespace

Status convertElements(DType from, const void *in, DType to, void *out,
                       uint64_t count) {
  uint32_t fromSize = dtypeSize(from), toSize = dtypeSize(to);
  if (fromSize == 0 || toSize == 0)
    return invalidArgument("conversion of an invalid element type");
  auto *source = static_cast<const uint8_t *>(in);
  auto *target = static_cast<uint8_t *>(out);
  if (from == to) {
    if (count)
      std::memcpy(target, source, count * fromSize);
    return okStatus();
  }
  for (uint64_t i = 0; i < count; ++i, source += fromSize, target += toSize) {
    Value value = loadValue(from, source);
    if (!storeValue(to, target, value))
      return invalidArgument(strCat("element ", i, " (", toReal(value),
                                    ") does not fit ", dtypeName(to)));
  }
  return okStatus();
}

StatusOr<HostTensor> convertTensor(const HostTensor &tensor, DType to) {
  BURIN_ASSIGN_OR_RETURN(HostTensor result,
                         HostTensor::zeros(to, tensor.shape));
  uint64_t count = 0, bytes = 0;
  if (!elementCount(tensor.shape, count) ||
      !tensorBytes(tensor.dtype, tensor.shape, bytes) ||
      bytes != tensor.data.size())
    return invalidArgument(strCat("tensor of shape ", shapeText(tensor.shape),
                                  " holds ", tensor.data.size(), " bytes"));
  BURIN_RETURN_IF_ERROR(convertElements(tensor.dtype, tensor.data.data(), to,
                                        result.data.data(), count));
  return result;
}

} // namespace burin
