//===- tensor_test.cpp - Conversion of element types ----------------------===//

#include "runtime/base/half.h"
#include "runtime/core/tensor.h"
#include "runtime/format/dtype.h"
#include "test/runtime/test_util.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace burin {
namespace {

template <typename To, typename From>
bool convert(DType from, From value, DType to, To &out) {
  return convertElements(from, &value, to, &out, 1).ok();
}

TEST(Convert, FloatsRound) {
  uint16_t half = 0;
  EXPECT_TRUE(convert(DType::kF32, 0.1f, DType::kF16, half));
  EXPECT_EQ(half, floatToHalf(0.1f));
  float wide = 0;
  EXPECT_TRUE(convert(DType::kF16, half, DType::kF32, wide));
  EXPECT_EQ(wide, halfToFloat(half));
  int32_t integer = 0;
  EXPECT_TRUE(convert(DType::kF32, -2.75f, DType::kI32, integer));
  EXPECT_EQ(integer, -2);
}

TEST(Convert, IntegersKeepAllBits) {
  int64_t big = (int64_t(1) << 62) + 1, back = 0;
  uint64_t middle = 0;
  EXPECT_TRUE(convert(DType::kI64, big, DType::kU64, middle));
  EXPECT_TRUE(convert(DType::kU64, middle, DType::kI64, back));
  EXPECT_EQ(back, big);
  uint64_t top = UINT64_MAX, same = 0;
  EXPECT_TRUE(convert(DType::kU64, top, DType::kU64, same));
  EXPECT_EQ(same, top);
}

TEST(Convert, WhatDoesNotFitIsAnError) {
  int8_t small = 0;
  uint8_t natural = 0;
  int64_t wide = 0;
  uint64_t unsignedWide = 0;
  EXPECT_TRUE(convert(DType::kI32, 127, DType::kI8, small));
  EXPECT_FALSE(convert(DType::kI32, 128, DType::kI8, small));
  EXPECT_TRUE(convert(DType::kI32, -128, DType::kI8, small));
  EXPECT_FALSE(convert(DType::kI32, -129, DType::kI8, small));
  EXPECT_FALSE(convert(DType::kI32, -1, DType::kU8, natural));
  EXPECT_TRUE(convert(DType::kF32, 255.9f, DType::kU8, natural));
  EXPECT_FALSE(convert(DType::kF32, 256.0f, DType::kU8, natural));
  EXPECT_FALSE(convert(DType::kF32, NAN, DType::kI64, wide));
  EXPECT_FALSE(convert(DType::kF32, 0x1p63f, DType::kI64, wide));
  EXPECT_TRUE(convert(DType::kF32, -0x1p63f, DType::kI64, wide));
  EXPECT_EQ(wide, std::numeric_limits<int64_t>::min());
  EXPECT_FALSE(convert(DType::kU64, UINT64_MAX, DType::kI64, wide));
  EXPECT_TRUE(convert(DType::kF32, 0x1p63f, DType::kU64, unsignedWide));
  EXPECT_EQ(unsignedWide, uint64_t(1) << 63);
  EXPECT_FALSE(convert(DType::kF32, 0x1p64f, DType::kU64, unsignedWide));
  EXPECT_FALSE(convert(DType(50), 1.0f, DType::kF32, wide));
}

TEST(Convert, TensorsMustHoldTheirShape) {
  auto tensor = HostTensor::zeros(DType::kF32, {2, 3});
  ASSERT_TRUE(tensor.ok());
  EXPECT_EQ(tensor->data.size(), 24u);
  auto half = convertTensor(*tensor, DType::kF16);
  ASSERT_TRUE(half.ok());
  EXPECT_EQ(half->data.size(), 12u);
  tensor->data.pop_back();
  EXPECT_FALSE(convertTensor(*tensor, DType::kF16).ok());
  EXPECT_FALSE(HostTensor::zeros(DType::kF32, {1ll << 40, 1ll << 40}).ok());
  EXPECT_FALSE(HostTensor::zeros(DType::kF32, {-1}).ok());
}

TEST(DTypes, NamesRoundTrip) {
  for (uint8_t i = 0; i < kDTypeCount; ++i) {
    auto parsed = parseDType(dtypeName(DType(i)));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, DType(i));
    EXPECT_GT(dtypeSize(DType(i)), 0u);
  }
  EXPECT_FALSE(parseDType("f64").ok());
}

} // namespace
} // namespace burin
