//===- FoldTransposes.cpp - Contractions read transposed operands ---------===//
#include "passes/Fusion/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::burin {
#define GEN_PASS_DEF_FOLDTRANSPOSESPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct FoldTransposesPass final : impl::FoldTransposesPassBase<FoldTransposesPass> {
  using FoldTransposesPassBase::FoldTransposesPassBase;
  void runOnOperation() override;
};
} // namespace

/// The op's input map when it only moves whole elements by a permutation.
static std::optional<AffineMap> getPermutation(linalg::GenericOp op) {
  if (!op || op.getNumDpsInputs() != 1 || op.getNumResults() != 1 ||
      op.getNumLoops() != op.getNumParallelLoops())
    return std::nullopt;
  if (!llvm::hasSingleElement(*op.getBody()) ||
      op.getBody()->getTerminator()->getOperand(0) != op.getBody()->getArgument(0))
    return std::nullopt;
  AffineMap in = op.getIndexingMapsArray()[0], out = op.getIndexingMapsArray()[1];
  if (!in.isPermutation() || !out.isIdentity())
    return std::nullopt;
  return in;
}

/// `op` as a generic whose operand `index` reads through `permutation`.
static void foldOperand(RewriterBase &rewriter, linalg::LinalgOp op, unsigned index,
                        linalg::GenericOp transpose, AffineMap permutation) {
  rewriter.setInsertionPoint(op);
  auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
  if (!generic) {
    FailureOr<linalg::GenericOp> generalized = linalg::generalizeNamedOp(rewriter, op);
    if (failed(generalized))
      return;
    generic = *generalized;
  }
  SmallVector<AffineMap> maps = generic.getIndexingMapsArray();
  maps[index] = permutation.compose(maps[index]);
  rewriter.modifyOpInPlace(generic, [&] {
    generic->setOperand(index, transpose.getDpsInputs()[0]);
    generic.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
  });
}

void FoldTransposesPass::runOnOperation() {
  IRRewriter rewriter(&getContext());
  SmallVector<linalg::LinalgOp> contractions;
  getOperation().walk([&](linalg::LinalgOp op) {
    if (linalg::isaContractionOpInterface(op))
      contractions.push_back(op);
  });
  for (linalg::LinalgOp op : contractions) {
    for (unsigned index = 0; index < 2; ++index) {
      auto transpose = op->getOperand(index).getDefiningOp<linalg::GenericOp>();
      std::optional<AffineMap> permutation = getPermutation(transpose);
      if (!permutation)
        continue;
      // Generalizing replaces the op: find it again by its result's user.
      Value result = op->getResult(0);
      SmallVector<OpOperand *> uses;
      for (OpOperand &use : result.getUses())
        uses.push_back(&use);
      if (uses.empty())
        break;
      foldOperand(rewriter, op, index, transpose, *permutation);
      ++numFolded;
      op = cast<linalg::LinalgOp>(uses.front()->get().getDefiningOp());
      if (transpose->use_empty())
        rewriter.eraseOp(transpose);
    }
  }
}

} // namespace mlir::burin
