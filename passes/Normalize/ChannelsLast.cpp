//===- ChannelsLast.cpp - Activations become N...C ------------------------===//
//
// This file implements the onnx-channels-last pass: convolutions and group
// norms are rewritten between two transposes, then transposes from channels
// last to channels first sink through their users until they meet one of the
// other kind or a user that cannot take them.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/ChannelsLast.h"
#include "passes/Normalize/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <numeric>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXCHANNELSLASTPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("channels-last").category("layout");

//===--- Convolutions and norms
//------------------------------------------------===//

/// OIHW -> HWIO
constexpr int64_t kWeightPermutation[] = {2, 3, 1, 0};

struct ConvertConv final : OpRewritePattern<onnx::ConvOp> {
  ConvertConv(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::ConvOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType x = getStaticType(op.getX()), w = getStaticType(op.getW());
    auto type = dyn_cast<RankedTensorType>(op.getType());
    if (op.getChannelsLast() || !x || !w || !type || x.getRank() != 4 ||
        op.getGroup() != 1)
      return failure();
    Location loc = op.getLoc();
    Value input = createToLast(rewriter, loc, op.getX(), getToLast(4));
    Value weight = transposeTo(rewriter, loc, op.getW(), kWeightPermutation);
    auto conv = onnx::ConvOp::create(
        rewriter, loc, type.clone(permute(type.getShape(), getToLast(4))),
        input, weight, op.getB(), op.getAutoPadAttr(), op.getDilationsAttr(),
        op.getGroupAttr(), getKernelShape(rewriter, op, w), op.getPadsAttr(),
        op.getStridesAttr(), rewriter.getUnitAttr());
    rewriter.replaceOp(
        op, createSinking(rewriter, loc, conv.getY(), getToFirst(4)));
    ++count;
    return success();
  }

private:
  /// Explicit, since the weight's shape no longer has it at its ONNX place.
  static DenseI64ArrayAttr getKernelShape(OpBuilder &builder, onnx::ConvOp op,
                                          RankedTensorType w) {
    return op.getKernelShapeAttr()
               ? op.getKernelShapeAttr()
               : builder.getDenseI64ArrayAttr(w.getShape().drop_front(2));
  }

  Pass::Statistic &count;
};

struct ConvertGroupNorm final : OpRewritePattern<onnx::GroupNormalizationOp> {
  ConvertGroupNorm(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::GroupNormalizationOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = getStaticType(op.getX());
    if (op.getChannelsLast() || !type || type.getRank() < 3)
      return failure();
    Location loc = op.getLoc();
    Value input =
        createToLast(rewriter, loc, op.getX(), getToLast(type.getRank()));
    auto norm = onnx::GroupNormalizationOp::create(
        rewriter, loc, input.getType(), input, op.getScale(), op.getBias(),
        op.getEpsilonAttr(), op.getNumGroupsAttr(), rewriter.getUnitAttr());
    rewriter.replaceOp(op, createSinking(rewriter, loc, norm.getY(),
                                         getToFirst(type.getRank())));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

//===--- The pass
//-----------------------------------------------------------------===//

/// A user that keeps a transpose where it is, as a word in a remark.
std::string describe(Operation *user) {
  return isa<func::ReturnOp>(user) ? "the graph's output"
                                   : user->getName().getStringRef().str();
}

struct OnnxChannelsLastPass final
    : impl::OnnxChannelsLastPassBase<OnnxChannelsLastPass> {
  void runOnOperation() override {
    markExisting();
    RewritePatternSet patterns(&getContext());
    patterns.add<ConvertConv>(&getContext(), numConvs);
    patterns.add<ConvertGroupNorm>(&getContext(), numNorms);
    populateSinkTransposePatterns(patterns);
    populateSimplifyPatterns(patterns);
    populateFoldWeightsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    report();
  }

private:
  /// Transposes of the graph itself that end channels-last regions.
  void markExisting() {
    getOperation().walk([&](onnx::TransposeOp op) {
      SmallVector<int64_t> perm = getPermutation(op);
      if (perm.size() == 4 && perm == getToFirst(4))
        setSinking(op);
    });
  }

  void report() {
    getOperation().walk([&](onnx::TransposeOp op) {
      ++numTransposesLeft;
      if (clearLayoutMarks(op)) {
        ++numLayoutTransposesLeft;
        remark::missed(op.getLoc(), kRemark)
            << remark::reason("a layout transpose stays between {0} and {1}",
                              op.getInput().getDefiningOp()
                                  ? describe(op.getInput().getDefiningOp())
                                  : std::string("the graph's input"),
                              op->use_empty() ? std::string("nothing")
                                              : describe(*op->user_begin()));
      }
    });
  }
};

} // namespace
} // namespace mlir::burin
