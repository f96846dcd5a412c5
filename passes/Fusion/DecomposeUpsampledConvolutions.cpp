//===- DecomposeUpsampledConvolutions.cpp - Convolutions of the image before upsampling ---===//
//
// After nearest upsampling by 2 a 3x3 window covers 2x2 pixels only, and which of its nine
// taps fall on the same pixel depends on nothing but the parity of row and column. Weights
// added up beforehand leave 4 products of 9 (polyphase decomposition).
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/UpsampledImage.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_DECOMPOSEUPSAMPLEDCONVOLUTIONSPASS
#include "passes/Fusion/Passes.h.inc"

using to_linalg::BodyBuilder;
using to_linalg::LinalgBuilder;
using utils::IteratorType;

namespace {
struct DecomposeUpsampledConvolutionsPass final
    : impl::DecomposeUpsampledConvolutionsPassBase<DecomposeUpsampledConvolutionsPass> {
  using DecomposeUpsampledConvolutionsPassBase::DecomposeUpsampledConvolutionsPassBase;
  void runOnOperation() override;
};
} // namespace

/// result[n, y, p, x, q, f] = sum of image[n, y + p + i - 1, x + q + j - 1, c] * kernels[p, q, i, j, c, f].
static Value convolve(LinalgBuilder &b, Value image, Value kernels, ArrayRef<int64_t> shape) {
  MLIRContext *context = b.getContext();
  auto d = [&](unsigned dim) { return getAffineDimExpr(dim, context); };
  auto map = [&](ArrayRef<AffineExpr> results) { return AffineMap::get(9, 0, results, context); };
  AffineMap maps[] = {map({d(0), d(1) + d(2) + d(6), d(3) + d(4) + d(7), d(8)}),
                      map({d(2), d(4), d(6), d(7), d(8), d(5)}), map({d(0), d(1), d(2), d(3), d(4), d(5)})};
  SmallVector<IteratorType> iterators(6, IteratorType::parallel);
  iterators.append(3, IteratorType::reduction);
  Value zero = b.filled({shape[0], shape[1] / 2, 2, shape[2] / 2, 2, shape[3]}, b.getF32(), 0);
  Value phases = b.reduce({image, kernels}, maps, iterators, zero, [](BodyBuilder &body, ValueRange args) {
    return body.add(args[2], body.mul(body.widen(args[0]), body.widen(args[1])));
  });
  return b.reshape(phases, shape);
}

static FailureOr<Value> decompose(linalg::Conv2DNhwcHwcfOp conv, const fused::UpsampledImage &image) {
  OpBuilder builder(conv);
  LinalgBuilder b(builder, conv.getLoc());
  auto weights = conv.getInputs()[1].getDefiningOp<plan::ConstantOp>();
  FailureOr<Value> kernels =
      plan::appendTransform(builder, weights, plan::PolyphaseStepAttr::get(builder.getContext()), "polyphase");
  if (failed(kernels))
    return failure();
  ArrayRef<int64_t> shape = to_linalg::getShape(conv.getResult(0)), input = to_linalg::getShape(conv.getInputs()[0]);
  Value source = image.source;
  if (!image.map.isIdentity()) {
    auto type = RankedTensorType::get({input[0], shape[1] / 2, shape[2] / 2, input[3]}, to_linalg::getElementType(source));
    source = b.parallel({source}, {image.map}, type, [](BodyBuilder &, ValueRange args) { return args[0]; });
  }
  return convolve(b, b.pad(source, {0, 1, 1, 0}, {0, 1, 1, 0}), *kernels, shape);
}

void DecomposeUpsampledConvolutionsPass::runOnOperation() {
  SmallVector<linalg::Conv2DNhwcHwcfOp> convolutions;
  getOperation().walk([&](linalg::Conv2DNhwcHwcfOp op) { convolutions.push_back(op); });
  for (linalg::Conv2DNhwcHwcfOp conv : convolutions) {
    std::optional<fused::UpsampledImage> image = fused::findUpsampledImage(conv);
    if (!image)
      continue;
    FailureOr<Value> result = decompose(conv, *image);
    if (failed(result))
      return signalPassFailure();
    remark::passed(conv.getLoc(), remark::RemarkOpts::name("polyphase").category("fusion"))
        << "convolves the image before upsampling: 4 products of 9";
    conv.getResult(0).replaceAllUsesWith(*result);
    SmallVector<Value> inputs(conv.getInputs());
    conv.erase();
    for (Value input : inputs)
      if (input.use_empty()) // the upsampled image is dead code now
        input.getDefiningOp()->erase();
    ++numDecomposed;
  }
}

} // namespace mlir::burin
