//===- winograd_test.cpp - Transforms of F(tile x tile, 3x3) --------------===//
//
// The matrices are checked by what they are for: the convolution that they
// compute equals the direct one, in double precision and for both tiles.
//
//===----------------------------------------------------------------------===//

#include "codegen/Common/Winograd.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

using mlir::burin::codegen::Winograd;

namespace {

using Square = std::vector<std::vector<double>>;

/// T x T^T of a matrix T, given row by row.
template <typename Rows> Square transform(const Rows &rows, const Square &x) {
  size_t n = x.size();
  Square result(rows.size(), std::vector<double>(rows.size(), 0.0));
  for (size_t i = 0; i < rows.size(); ++i)
    for (size_t j = 0; j < rows.size(); ++j)
      for (size_t a = 0; a < n; ++a)
        for (size_t b = 0; b < n; ++b)
          result[i][j] += rows[i][a] * x[a][b] * rows[j][b];
  return result;
}

Square makeNoise(size_t n, std::mt19937 &random) {
  std::normal_distribution<double> normal;
  Square result(n, std::vector<double>(n));
  for (std::vector<double> &row : result)
    for (double &value : row)
      value = normal(random);
  return result;
}

class WinogradTile : public ::testing::TestWithParam<int64_t> {};

TEST_P(WinogradTile, ComputesTheConvolution) {
  std::mt19937 random(5);
  Winograd winograd = Winograd::get(GetParam());
  auto size = static_cast<size_t>(winograd.size), tile = static_cast<size_t>(winograd.tile);
  ASSERT_EQ(size, tile + 2);
  Square d = makeNoise(size, random), g = makeNoise(3, random);
  Square v = transform(winograd.input, d), u = transform(winograd.weights, g);
  for (size_t i = 0; i < size; ++i)
    for (size_t j = 0; j < size; ++j)
      v[i][j] *= u[i][j];
  Square y = transform(winograd.output, v);
  ASSERT_EQ(y.size(), tile);
  for (size_t i = 0; i < tile; ++i)
    for (size_t j = 0; j < tile; ++j) {
      double expected = 0;
      for (size_t a = 0; a < 3; ++a)
        for (size_t b = 0; b < 3; ++b)
          expected += d[i + a][j + b] * g[a][b];
      EXPECT_NEAR(y[i][j], expected, 1e-12);
    }
}

TEST_P(WinogradTile, NoiseForTransformedWeightsKeepsTheVariance) {
  std::mt19937 random(6);
  Winograd winograd = Winograd::get(GetParam());
  double squares = 0, scale = winograd.getNoiseScale();
  int64_t count = 0;
  for (int run = 0; run < 20000; ++run) {
    Square v = transform(winograd.input, makeNoise(winograd.size, random)), u = makeNoise(winograd.size, random);
    for (size_t i = 0; i < v.size(); ++i)
      for (size_t j = 0; j < v.size(); ++j)
        v[i][j] *= scale * u[i][j];
    for (const std::vector<double> &row : transform(winograd.output, v))
      for (double value : row) {
        squares += value * value;
        ++count;
      }
  }
  // Nine products of unit noise.
  EXPECT_NEAR(squares / static_cast<double>(count), 9.0, 0.45);
}

INSTANTIATE_TEST_SUITE_P(Tiles, WinogradTile, ::testing::Values(2, 4));

TEST(Winograd, KnownMatricesOfTile2) {
  Winograd winograd = Winograd::get(2);
  // Lavin and Gray's, with the row of zero negated.
  EXPECT_EQ(winograd.input, (Square{{-1, 0, 1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, 0, 1}}));
  EXPECT_EQ(winograd.output, (Square{{1, 1, 1, 0}, {0, 1, -1, 1}}));
}

TEST(Winograd, PointsOfTile4ComeInPairs) {
  Winograd winograd = Winograd::get(4);
  EXPECT_EQ(winograd.input[0], (std::vector<double>{1, 0, -2.5, 0, 1, 0}));
  EXPECT_EQ(winograd.input[5], (std::vector<double>{0, 1, 0, -2.5, 0, 1}));
  // Rows of +p and -p have equal magnitudes: their kernel computes them together.
  for (size_t row : {1, 3})
    for (size_t k = 0; k < 6; ++k)
      EXPECT_EQ(std::abs(winograd.input[row][k]), std::abs(winograd.input[row + 1][k]));
}

} // namespace
