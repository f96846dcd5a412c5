//===- synthetic_test.cpp - Seeded constants ------------------------------===//

#include "runtime/base/file.h"
#include "runtime/base/half.h"
#include "runtime/format/synthetic.h"
#include "test/runtime/test_util.h"

#include <chrono>
#include <cmath>
#include <cstring>

namespace burin {
namespace {

Constant constantOf(DType dtype) {
  Constant constant;
  constant.name = "noise";
  constant.dtype = dtype;
  constant.kind = ConstantKind::kSynthetic;
  constant.seed = 42;
  constant.mean = 1.0f;
  constant.stddev = 0.5f;
  return constant;
}

/// The sequence is part of the format: these values must never change.
TEST(Synthetic, SequenceIsFixed) {
  std::vector<float> values(1 << 16);
  syntheticNormal(42, 0.0f, 1.0f, 0, values.data(), values.size());
  uint64_t checksum = checksum64(ByteSpan(
      reinterpret_cast<const uint8_t *>(values.data()), values.size() * 4));
  EXPECT_EQ(checksum, 0x43d5caa5194a0439u) << std::hex << checksum;
}

TEST(Synthetic, AgreesWithTheDefinition) {
  std::vector<float> values(2000);
  syntheticNormal(7, 0.0f, 1.0f, 0, values.data(), values.size());
  for (uint64_t i = 0; i < values.size() / 2; ++i) {
    uint64_t z = 7 + (i + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    double u = double((z >> 40) + 1) / double(1 << 24);
    double angle = 2 * M_PI * double(z & 0xffffff) / double(1 << 24);
    double radius = std::sqrt(-2 * std::log(u));
    ASSERT_NEAR(values[2 * i], radius * std::cos(angle), 2e-6) << i;
    ASSERT_NEAR(values[2 * i + 1], radius * std::sin(angle), 2e-6) << i;
  }
}

TEST(Synthetic, IsNormal) {
  std::vector<float> values(1 << 20);
  syntheticNormal(3, 0.0f, 1.0f, 0, values.data(), values.size());
  double sum = 0, squares = 0, fourth = 0, neighbours = 0;
  size_t within = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    double v = values[i];
    ASSERT_TRUE(std::isfinite(v));
    sum += v;
    squares += v * v;
    fourth += v * v * v * v;
    within += std::fabs(v) < 1;
    if (i)
      neighbours += v * values[i - 1];
  }
  double n = double(values.size());
  // Five standard errors each.
  EXPECT_NEAR(sum / n, 0, 5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1, 5 * std::sqrt(2 / n));
  EXPECT_NEAR(fourth / n, 3, 5 * std::sqrt(96 / n));
  EXPECT_NEAR(neighbours / n, 0, 5 / std::sqrt(n));
  EXPECT_NEAR(double(within) / n, 0.6826895, 5 * std::sqrt(0.22 / n));
}

TEST(Synthetic, ChunksAndThreadsDoNotMatter) {
  for (DType dtype : {DType::kF32, DType::kF16, DType::kBF16}) {
    Constant constant = constantOf(dtype);
    size_t size = dtype == DType::kF32 ? 4 : 2;
    std::vector<uint8_t> whole(300001 * size), pieces(whole.size());
    ASSERT_OK(generateSynthetic(constant, 0, whole, 4));
    for (size_t at = 0; at < pieces.size();) {
      size_t take = std::min<size_t>(1237 * size, pieces.size() - at);
      ASSERT_OK(generateSynthetic(constant, at,
                                  MutableByteSpan(pieces.data() + at, take)));
      at += take;
    }
    EXPECT_EQ(whole, pieces);
  }
  Constant integers = constantOf(DType::kI32);
  std::vector<uint8_t> out(8);
  EXPECT_FALSE(generateSynthetic(integers, 0, out).ok());
  EXPECT_FALSE(generateSynthetic(constantOf(DType::kF32), 2, out).ok());
}

TEST(Synthetic, NarrowTypesAreTheRoundedWideOnes) {
  std::vector<uint8_t> wide(4000), half(2000);
  ASSERT_OK(generateSynthetic(constantOf(DType::kF32), 0, wide));
  ASSERT_OK(generateSynthetic(constantOf(DType::kF16), 0, half));
  for (size_t i = 0; i < 1000; ++i) {
    float value;
    uint16_t narrow;
    std::memcpy(&value, wide.data() + 4 * i, 4);
    std::memcpy(&narrow, half.data() + 2 * i, 2);
    ASSERT_EQ(narrow, floatToHalf(value));
  }
}

TEST(Synthetic, ReportsItsSpeed) {
  std::vector<uint8_t> out(64 << 20);
  for (DType dtype : {DType::kF32, DType::kF16}) {
    auto start = std::chrono::steady_clock::now();
    ASSERT_OK(generateSynthetic(constantOf(dtype), 0, out));
    std::chrono::duration<double> time =
        std::chrono::steady_clock::now() - start;
    std::printf("synthetic %s: %.0f MB/s on one core\n",
                dtype == DType::kF32 ? "f32" : "f16",
                double(out.size()) / 1e6 / time.count());
  }
}

} // namespace
} // namespace burin
