//===- tensor_stats_test.cpp - Values that are not finite, and differences ===//

#include "runtime/tools/burin/tensor_stats.h"

#include <cmath>
#include <gtest/gtest.h>

namespace burin::tools {
namespace {

TEST(TensorStats, CountsWhatIsNotFinite) {
  TensorStats stats = computeStats({1, NAN, -2, INFINITY, 3, -INFINITY, NAN, NAN});
  EXPECT_EQ(stats.count, 8u);
  EXPECT_EQ(stats.nans, 3u);
  EXPECT_EQ(stats.infinities, 2u);
  EXPECT_EQ(stats.low, -2);
  EXPECT_EQ(stats.high, 3);
  ASSERT_EQ(stats.odd.size(), 4u); // the first ones
  EXPECT_EQ(stats.odd[1].first, 3u);
  EXPECT_EQ(stats.odd[2].second, -INFINITY);
  EXPECT_FALSE(stats.isFinite());
  EXPECT_EQ(statsText(stats), "min -2, max 3, 3 NaN and 2 infinite of 8");
  EXPECT_EQ(statsText(computeStats({NAN})), "nothing finite, 1 NaN and 0 infinite of 1");
  EXPECT_EQ(statsText(computeStats({0.5f})), "min 0.5, max 0.5");
}

TEST(TensorStats, ReadsEveryElementType) {
  const uint8_t halves[] = {0x00, 0x3c, 0x00, 0x7c, 0x01, 0x7e}; // 1, inf, NaN
  auto values = toFloats({"t", DType::kF16, {3}}, ByteSpan(halves, 6));
  ASSERT_TRUE(values.ok());
  EXPECT_EQ((*values)[0], 1);
  EXPECT_EQ((*values)[1], INFINITY);
  EXPECT_TRUE(std::isnan((*values)[2]));
  auto bytes = toFloats({"t", DType::kU8, {2, 3}}, ByteSpan(halves, 6));
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ((*bytes)[1], 60);
  EXPECT_FALSE(toFloats({"t", DType::kF32, {3}}, ByteSpan(halves, 6)).ok());
}

TEST(TensorStats, CoordinatesAreRowMajor) {
  EXPECT_EQ(coordinateText({2, 3, 4}, 23), "[1, 2, 3]");
  EXPECT_EQ(coordinateText({2, 3, 4}, 4), "[0, 1, 0]");
  EXPECT_EQ(coordinateText({}, 0), "[]");
}

TEST(TensorStats, DifferencesAreRelativeToTheExpected) {
  Difference d = computeDifference({3, 4}, {3, 4.5f});
  EXPECT_DOUBLE_EQ(d.relativeL2, 0.1);
  EXPECT_DOUBLE_EQ(d.largest, 0.5);
  EXPECT_EQ(computeDifference({0, 0}, {0, 0}).relativeL2, 0);
  EXPECT_EQ(computeDifference({0, 0}, {0, 1}).relativeL2, INFINITY);
  // Not finite in the same way is no difference, in another way an infinite one.
  EXPECT_EQ(computeDifference({NAN, INFINITY, 1}, {NAN, INFINITY, 1}).relativeL2, 0);
  EXPECT_DOUBLE_EQ(computeDifference({INFINITY, 1}, {INFINITY, 2}).relativeL2, 1);
  EXPECT_EQ(computeDifference({INFINITY}, {-INFINITY}).relativeL2, INFINITY);
  EXPECT_EQ(computeDifference({1}, {NAN}).relativeL2, INFINITY);
  EXPECT_EQ(computeDifference({NAN}, {1}).relativeL2, INFINITY);
}

} // namespace
} // namespace burin::tools
