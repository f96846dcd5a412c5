//===- FuseElementwiseChains.cpp - Merge element-wise neighbours ----------===//
//
// Upstream's producer-consumer fusion with a control function that leaves
// anything with a reduction alone: a fused contraction would no longer be
// recognised as one.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

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

static bool shouldFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp(), *consumer = operand->getOwner();
  if (!producer || !isParallelGeneric(producer) || !isParallelGeneric(consumer))
    return false;
  if (!llvm::all_of(producer->getUsers(), [&](Operation *user) { return user == consumer; }))
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

void FuseElementwiseChainsPass::runOnOperation() {
  RewritePatternSet patterns(&getContext());
  linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
  if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
    signalPassFailure();
}

} // namespace mlir::burin
