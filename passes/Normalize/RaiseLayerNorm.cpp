//===- RaiseLayerNorm.cpp - LayerNorm and RMSNorm from primitives ---------===//
//
// This file implements the onnx-raise-layer-norm pass: first the normalization
// itself is found, then constant factors and terms after it are absorbed.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/NormalizationMatcher.h"
#include "passes/Normalize/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <numeric>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISELAYERNORMPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("layer-norm").category("raise");

/// `factor` as a scale over the last dimensions `normalized`; null when it is
/// no constant of that shape.
Value getScale(OpBuilder &builder, Value factor, ArrayRef<int64_t> normalized) {
  RankedTensorType type = getStaticType(factor);
  if (!type || !isConstantLike(factor))
    return {};
  ArrayRef<int64_t> shape = type.getShape();
  while (shape.size() > normalized.size() && shape.front() == 1)
    shape = shape.drop_front();
  if (shape != normalized)
    return {};
  return reshapeTo(builder, factor.getLoc(), factor, normalized);
}

struct RaiseCore final : RewritePattern {
  RaiseCore(MLIRContext *context, Pass::Statistic &count)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context), count(count) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    std::optional<NormalizationMatch> match = matchNormalization(op);
    if (!match)
      return failure();
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    int64_t axis = match->axes.front();
    if (static_cast<int64_t>(match->axes.size()) != type.getRank() - axis) {
      remark::missed(op->getLoc(), kRemark) << remark::reason(
          "a normalization over dimensions that are not the last ones");
      return failure();
    }
    ArrayRef<int64_t> normalized = type.getShape().drop_front(axis);
    Value scale;
    if (match->gamma && !(scale = getScale(rewriter, match->gamma, normalized)))
      return failure(); // the factors without it may match by themselves
    Location loc = op->getLoc();
    Type element = type.getElementType();
    scale = scale ? castTo(rewriter, loc, scale, element)
                  : createSplat(rewriter, loc, type.clone(normalized), 1.0);
    Value x = castTo(rewriter, loc, match->x, element);
    auto epsilon = rewriter.getF32FloatAttr(match->epsilon);
    auto axisAttr = rewriter.getI64IntegerAttr(axis - type.getRank());
    if (match->centered)
      rewriter.replaceOpWithNewOp<onnx::LayerNormalizationOp>(
          op, type, x, scale,
          onnx::NoValueOp::create(rewriter, loc, rewriter.getNoneType()),
          axisAttr, epsilon);
    else
      rewriter.replaceOpWithNewOp<onnx::RMSNormalizationOp>(op, type, x, scale,
                                                            axisAttr, epsilon);
    ++count;
    remark::passed(loc, kRemark)
        << (match->centered ? "raised to LayerNormalization"
                            : "raised to RMSNormalization");
    return success();
  }

  Pass::Statistic &count;
};

/// The shape that scale and bias of `norm` have.
template <typename NormOp> ArrayRef<int64_t> getNormalizedShape(NormOp norm) {
  RankedTensorType type = getStaticType(norm.getX());
  if (!type)
    return {};
  int64_t axis = norm.getAxis(); // the accessor is unsigned
  axis += axis < 0 ? type.getRank() : 0;
  return axis < 0 || axis >= type.getRank() ? ArrayRef<int64_t>()
                                            : type.getShape().drop_front(axis);
}

/// norm(x, 1) * gamma -> norm(x, gamma), of a norm without bias.
template <typename NormOp>
struct AbsorbScale final : OpRewritePattern<onnx::MulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::MulOp op,
                                PatternRewriter &rewriter) const override {
    for (unsigned side : {0, 1}) {
      auto norm = op->getOperand(side).template getDefiningOp<NormOp>();
      if (!norm || !norm->hasOneUse() ||
          norm.getY().getType() != op.getType() ||
          getSplatNumber(norm.getScale()) != 1.0)
        continue;
      if constexpr (std::is_same_v<NormOp, onnx::LayerNormalizationOp>)
        if (!onnx::isAbsent(norm.getB()))
          continue;
      Value scale = getScale(rewriter, op->getOperand(1 - side),
                             getNormalizedShape(norm));
      if (!scale)
        continue;
      rewriter.modifyOpInPlace(norm,
                               [&] { norm.getScaleMutable().assign(scale); });
      rewriter.moveOpBefore(norm, op);
      rewriter.replaceOp(op, norm.getY());
      return success();
    }
    return failure();
  }
};

/// norm(x, gamma) + beta -> norm(x, gamma, beta)
struct AbsorbBias final : OpRewritePattern<onnx::AddOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::AddOp op,
                                PatternRewriter &rewriter) const override {
    for (unsigned side : {0, 1}) {
      auto norm =
          op->getOperand(side).getDefiningOp<onnx::LayerNormalizationOp>();
      if (!norm || !norm->hasOneUse() ||
          norm.getY().getType() != op.getType() || !onnx::isAbsent(norm.getB()))
        continue;
      Value bias = getScale(rewriter, op->getOperand(1 - side),
                            getNormalizedShape(norm));
      if (!bias)
        continue;
      rewriter.modifyOpInPlace(norm, [&] { norm.getBMutable().assign(bias); });
      rewriter.moveOpBefore(norm, op);
      rewriter.replaceOp(op, norm.getY());
      return success();
    }
    return failure();
  }
};

/// Cast(norm(Cast(x))) -> norm(x)
template <typename NormOp> struct DropCasts final : OpRewritePattern<NormOp> {
  using OpRewritePattern<NormOp>::OpRewritePattern;
  LogicalResult matchAndRewrite(NormOp op,
                                PatternRewriter &rewriter) const override {
    return dropCastsAround(rewriter, op);
  }
};

struct OnnxRaiseLayerNormPass final
    : impl::OnnxRaiseLayerNormPassBase<OnnxRaiseLayerNormPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RaiseCore>(&getContext(), numRaised);
    patterns.add<AbsorbScale<onnx::LayerNormalizationOp>,
                 AbsorbScale<onnx::RMSNormalizationOp>, AbsorbBias,
                 DropCasts<onnx::LayerNormalizationOp>,
                 DropCasts<onnx::RMSNormalizationOp>>(&getContext());
    populateCenteringPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
