//===- Winograd.h - Transforms of F(tile x tile, 3x3) ----------*- C++ -*-===//
#ifndef CODEGEN_COMMON_WINOGRAD_H
#define CODEGEN_COMMON_WINOGRAD_H

#include "mlir/Support/LLVM.h"

#include <array>
#include <vector>

namespace mlir::burin::codegen {

/// The matrices of Winograd's minimal filtering F(tile x tile, 3x3):
/// Y = A^T [(G g G^T) * (B^T d B)] A computes tile x tile outputs Y of a 3x3
/// correlation of the window d, size x size, with the kernel g.
///
/// Interpolation points are 0, +-1 (tile 2) or 0, +-1/sqrt(2), +-sqrt(2) (tile 4)
/// and infinity: in f16 storage half the error of +-1, +-2, and B^T has small
/// coefficients. Rows of B^T are scaled to leading coefficient 1, G takes the rest.
struct Winograd {
  int64_t tile = 0, size = 0;             ///< size = tile + 2
  std::vector<std::vector<double>> input; ///< B^T: size x size
  std::vector<std::array<double, 3>> weights; ///< G: size x 3
  std::vector<std::vector<double>> output; ///< A^T: tile x size

  /// `tile` must be 2 or 4.
  static Winograd get(int64_t tile);

  /// Standard deviation of independent noise for the elements of G g G^T, relative to
  /// that of g, which gives Y the variance it has with noise for g and d.
  double getNoiseScale() const;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_WINOGRAD_H
