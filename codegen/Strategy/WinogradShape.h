//===- WinogradShape.h - Convolutions that Winograd can compute -*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_WINOGRADSHAPE_H
#define CODEGEN_STRATEGY_WINOGRADSHAPE_H

#include "codegen/Common/CostModel.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::burin::codegen {

/// Extents of a convolution, and what F(tile x tile, 3x3) makes of them.
struct WinogradShape {
  int64_t images = 0, height = 0, width = 0; ///< of the output
  int64_t inChannels = 0, outChannels = 0;
  int64_t elementBytes = 0;
  bool isUpsampled = false; ///< the convolution itself would read the image before upsampling (4 products of 9)

  /// Null when the convolution cannot be computed so; `why` says what is in the way.
  static std::optional<WinogradShape> get(linalg::Conv2DNhwcHwcfOp conv, std::string &why);

  int64_t countTaps() const { return isUpsampled ? 4 : 9; }
  int64_t countWindows(int64_t tile) const;
  /// Bytes of the transformed input, of the products, and of the transformed weights.
  int64_t countInputBytes(int64_t tile) const;
  int64_t countProductBytes(int64_t tile) const;
  int64_t countWeightBytes(int64_t tile) const;
  /// Whether kernels, which index with 32 bits, reach every element of these.
  bool isIndexable(int64_t tile) const;

  /// The one kernel of the convolution itself; three: input transform, matmuls,
  /// output transform.
  KernelWork getDirect() const;
  SmallVector<KernelWork> getWinograd(int64_t tile) const;

  /// Predicted nanoseconds of either, launches included. On matrix units contractions are predicted by the target's
  /// tiles, and Winograd pays for the kernel that sums what it makes for a norm, which a direct convolution does itself.
  double predictDirect(const Target &target) const;
  double predictWinograd(int64_t tile, const Target &target) const;
  /// Whether tiles of matrix units say how long contractions take; the roofline alone is far below them.
  bool usesMatrixTiles(const Target &target) const;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_WINOGRADSHAPE_H
