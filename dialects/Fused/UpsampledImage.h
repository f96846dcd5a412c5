//===- UpsampledImage.h - Convolutions after nearest upsampling -*- C++ -*-===//
#ifndef DIALECTS_FUSED_UPSAMPLEDIMAGE_H
#define DIALECTS_FUSED_UPSAMPLEDIMAGE_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <optional>

namespace mlir::burin::fused {

/// An image [N, H, W, C] before upsampling: `map` takes its coordinates to those of `source`.
struct UpsampledImage {
  Value source;
  AffineMap map;
};

/// The image that `conv` sees twice as large as it is, in both directions and padded by one zero on every side; none:
/// `conv` is no such 3x3 convolution of stride 1 with constant weights that sums in f32 from zero.
std::optional<UpsampledImage> findUpsampledImage(linalg::Conv2DNhwcHwcfOp conv);

} // namespace mlir::burin::fused

#endif // DIALECTS_FUSED_UPSAMPLEDIMAGE_H
