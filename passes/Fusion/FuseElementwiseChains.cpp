//===- FuseElementwiseChains.cpp - Merge element-wise neighbours ----------===//
//
// Upstream's producer-consumer fusion with a control function that leaves
// anything with a reduction alone: a fused contraction would no longer be
// recognised as one.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::burin {
#define GEN_PASS_DEF_FUSEELEMENTWISECHAINSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct FuseElementwiseChainsPass final
    : impl::FuseElementwiseChainsPassBase<FuseElementwiseChainsPass> {
  void runOnOperation() override;
};
} // namespace

/// Kernels take few arguments on phones, and long bodies spill registers.
constexpr unsigned kMaxOperands = 12;

static bool isParallelGeneric(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == generic.getNumParallelLoops() &&
         generic.getNumResults() == 1;
}

/// True when another operand of `consumer` than `value` ends the epilogue of a root.
static bool hasOtherEpilogue(Operation *consumer, Value value) {
  return llvm::any_of(consumer->getOperands(), [&](Value operand) {
    return operand != value && isa<RankedTensorType>(operand.getType()) && findEpilogueRoot(operand);
  });
}

static bool isInline(Operation *op) { return op->hasAttr(fused::kInlineAttrName); }

static bool shouldFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp(), *consumer = operand->getOwner();
  if (!producer || !isParallelGeneric(producer) || !isParallelGeneric(consumer))
    return false;
  if (!llvm::all_of(producer->getUsers(), [&](Operation *user) { return user == consumer; }))
    return false;
  // What is computed again at every load must not grow.
  if (isInline(producer) != isInline(consumer))
    return false;
  // A consumer that repeats elements (an upsampling) would compute them again.
  auto op = cast<linalg::GenericOp>(consumer);
  if (!op.getMatchingIndexingMap(operand).isProjectedPermutation(/*allowZeroInResults=*/true))
    return false;
  // Two roots meet here. One of them is written to memory, and better with its
  // bias added, as it is stored, than as raw f32 sums.
  if (isBetterAsEpilogue(operand->get()) && hasOtherEpilogue(consumer, operand->get()))
    return false;
  return producer->getNumOperands() + consumer->getNumOperands() <= kMaxOperands;
}

namespace {
/// Upstream's fusion drops attributes: ops that are marked fuse here.
struct FuseInlineOps final : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op, PatternRewriter &rewriter) const override {
    if (!isInline(op))
      return failure();
    for (OpOperand &operand : op->getOpOperands()) {
      if (!linalg::areElementwiseOpsFusable(&operand) || !shouldFuse(&operand))
        continue;
      FailureOr<linalg::ElementwiseOpFusionResult> fused = linalg::fuseElementwiseOps(rewriter, &operand);
      if (failed(fused))
        return failure();
      fused->fusedOp->setAttr(fused::kInlineAttrName, rewriter.getUnitAttr());
      rewriter.replaceOp(op, fused->replacements.lookup(op.getResult(0)));
      return success();
    }
    return failure();
  }
};

/// The same for whatever else replaces a marked op.
struct KeepMark final : RewriterBase::Listener {
  void notifyOperationReplaced(Operation *op, ValueRange replacement) override {
    if (!isInline(op))
      return;
    for (Value value : replacement)
      if (auto generic = value.getDefiningOp<linalg::GenericOp>())
        generic->setAttr(fused::kInlineAttrName, UnitAttr::get(op->getContext()));
  }
};
} // namespace

void FuseElementwiseChainsPass::runOnOperation() {
  RewritePatternSet patterns(&getContext());
  linalg::populateElementwiseOpsFusionPatterns(
      patterns, [](OpOperand *operand) { return !isInline(operand->getOwner()) && shouldFuse(operand); });
  patterns.add<FuseInlineOps>(&getContext());
  KeepMark listener;
  GreedyRewriteConfig config;
  config.setListener(&listener);
  if (failed(applyPatternsGreedily(getOperation(), std::move(patterns), config)))
    signalPassFailure();
}

} // namespace mlir::burin
