//===- Winograd.cpp - Transforms of F(tile x tile, 3x3) -------------------===//
//
// Toom-Cook with the matrices transposed: row i of B^T holds the coefficients of
// the polynomial that vanishes at every point but p_i, row i of G evaluates the
// kernel at p_i, column i of A^T the powers of p_i.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/Winograd.h"

#include "llvm/ADT/STLExtras.h"

#include <cassert>
#include <cmath>

using namespace mlir;
using namespace mlir::burin::codegen;

using Polynomial = std::vector<double>; // coefficient of x^k at k

static Polynomial multiply(const Polynomial &a, const Polynomial &b) {
  Polynomial product(a.size() + b.size() - 1, 0.0);
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < b.size(); ++j)
      product[i + j] += a[i] * b[j];
  return product;
}

/// Product of x^2 - q over `squares` without number `except`: exact for both tiles.
static Polynomial multiplyPairs(ArrayRef<double> squares, size_t except) {
  Polynomial product = {1.0};
  for (auto [i, square] : llvm::enumerate(squares))
    if (i != except)
      product = multiply(product, {-square, 0.0, 1.0});
  return product;
}

static double evaluate(const Polynomial &polynomial, double x) {
  double value = 0;
  for (double coefficient : llvm::reverse(polynomial))
    value = value * x + coefficient;
  return value;
}

Winograd Winograd::get(int64_t tile) {
  assert((tile == 2 || tile == 4) && "verified where the tile is chosen");
  SmallVector<double> squares = tile == 2 ? SmallVector<double>{1.0} : SmallVector<double>{0.5, 2.0};
  Winograd result;
  result.tile = tile;
  result.size = tile + 2;
  SmallVector<double> points = {0.0};
  auto addRow = [&](const Polynomial &row, std::array<double, 3> kernel) {
    result.input.push_back(row);
    result.input.back().resize(result.size, 0.0);
    result.weights.push_back(kernel);
  };
  Polynomial all = multiplyPairs(squares, squares.size());
  addRow(all, {1.0 / all[0], 0.0, 0.0});
  for (auto [i, square] : llvm::enumerate(squares)) {
    Polynomial rest = multiplyPairs(squares, i);
    double scale = 2 * square * evaluate(rest, std::sqrt(square)); // the row's value at its point
    for (double point : {std::sqrt(square), -std::sqrt(square)}) {
      addRow(multiply(rest, {0.0, point, 1.0}), {1.0 / scale, point / scale, square / scale});
      points.push_back(point);
    }
  }
  addRow(multiply(all, {0.0, 1.0}), {0.0, 0.0, 1.0}); // infinity
  for (int64_t k = 0; k < tile; ++k) {
    std::vector<double> row;
    for (double point : points)
      row.push_back(std::pow(point, static_cast<double>(k)));
    row.push_back(k + 1 == tile ? 1.0 : 0.0);
    result.output.push_back(row);
  }
  return result;
}

double Winograd::getNoiseScale() const {
  double variance = 0;
  for (const std::vector<double> &row : output)
    for (auto [i, factor] : llvm::enumerate(row))
      for (double coefficient : input[i])
        variance += factor * factor * coefficient * coefficient / static_cast<double>(tile);
  return 3.0 / variance; // both sides are products over two dimensions
}
