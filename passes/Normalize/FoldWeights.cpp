//===- FoldWeights.cpp - Weights arrive in the form that is computed with
//--===//
//
// This file implements the onnx-fold-weights pass: what a graph does to a
// weight before using it becomes a step of the weight's recipe, done once when
// weights are written.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Support.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXFOLDWEIGHTSPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

bool isConstant(Value value) {
  if (auto constant = value.getDefiningOp<onnx::ConstantOp>())
    return isa<DenseElementsAttr>(constant.getValue());
  return value.getDefiningOp<plan::ConstantOp>() != nullptr;
}

/// Replaces `op` by `folded` unless the fold only built `op` once more.
LogicalResult replaceByFolded(PatternRewriter &rewriter, Operation *op,
                              Value folded) {
  if (!isConstant(folded)) {
    rewriter.eraseOp(folded.getDefiningOp());
    return failure();
  }
  rewriter.replaceOp(op, folded);
  return success();
}

struct FoldTranspose final : OpRewritePattern<onnx::TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::TransposeOp op,
                                PatternRewriter &rewriter) const override {
    if (!isConstant(op.getInput()) || isIdentity(getPermutation(op)))
      return failure();
    return replaceByFolded(
        rewriter, op,
        transposeTo(rewriter, op.getLoc(), op.getInput(), getPermutation(op)));
  }
};

struct FoldShapeChange final : RewritePattern {
  FoldShapeChange(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::ReshapeOp, onnx::SqueezeOp, onnx::UnsqueezeOp,
             onnx::FlattenOp>(op) ||
        !isConstant(op->getOperand(0)) || !getStaticType(op->getResult(0)) ||
        op->getResult(0).getType() == op->getOperand(0).getType())
      return failure();
    return replaceByFolded(
        rewriter, op,
        reshapeTo(rewriter, op->getLoc(), op->getOperand(0),
                  getStaticType(op->getResult(0)).getShape()));
  }
};

struct FoldCast final : OpRewritePattern<onnx::CastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::CastOp op,
                                PatternRewriter &rewriter) const override {
    if (!isConstant(op.getInput()) || !isFloatTensor(op.getInput()) ||
        !isFloatTensor(op.getOutput()) ||
        op.getType() == op.getInput().getType())
      return failure();
    Type to = getElementTypeOrSelf(op.getOutput());
    if (op.getInput().getDefiningOp<plan::ConstantOp>() &&
        failed(plan::getElementBytes(to)))
      return failure();
    return replaceByFolded(rewriter, op,
                           castTo(rewriter, op.getLoc(), op.getInput(), to));
  }
};

/// transA and transB of constant operands become recipe steps.
struct FoldGemmTranspose final : OpRewritePattern<onnx::GemmOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::GemmOp op,
                                PatternRewriter &rewriter) const override {
    bool foldA = op.getTransA() && isConstant(op.getA());
    bool foldB = op.getTransB() && isConstant(op.getB());
    if (!foldA && !foldB)
      return failure();
    rewriter.modifyOpInPlace(op, [&] {
      if (foldA) {
        op.getAMutable().assign(
            transposeTo(rewriter, op.getLoc(), op.getA(), {1, 0}));
        op.setTransA(0);
      }
      if (foldB) {
        op.getBMutable().assign(
            transposeTo(rewriter, op.getLoc(), op.getB(), {1, 0}));
        op.setTransB(0);
      }
    });
    return success();
  }
};

struct OnnxFoldWeightsPass final
    : impl::OnnxFoldWeightsPassBase<OnnxFoldWeightsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateSimplifyPatterns(patterns);
    populateFoldWeightsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    getOperation().walk(
        [&](plan::ConstantOp op) { numRecipeSteps += op.getRecipe().size(); });
  }
};

} // namespace

void populateFoldWeightsPatterns(RewritePatternSet &patterns) {
  patterns.add<FoldTranspose, FoldShapeChange, FoldCast, FoldGemmTranspose>(
      patterns.getContext());
}

} // namespace mlir::burin
