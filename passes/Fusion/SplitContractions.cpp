//===- SplitContractions.cpp - Partial sums along k in parallel -----------===//
//
// Where a result is small and its sums are long (an 8 x 8 image of 1280 channels
// under 1280 x 9 weights) there are too few tiles to fill a device. The innermost
// reduction loop is cut into parts that become a parallel loop, and the partial
// sums, f32, are added by a second op, which what follows joins. No data moves: operands are seen through tensor.expand_shape.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Kernel/KernelDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SPLITCONTRACTIONSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct SplitContractionsPass final : impl::SplitContractionsPassBase<SplitContractionsPass> {
  using SplitContractionsPassBase::SplitContractionsPassBase;
  void runOnOperation() override;
};
} // namespace

/// Position of loop `dim` in `map`, where it is alone; -1: it is not there.
static int64_t findAlone(AffineMap map, unsigned dim) {
  for (auto [i, expr] : llvm::enumerate(map.getResults()))
    if (expr == getAffineDimExpr(dim, map.getContext()))
      return i;
  return -1;
}

/// The innermost reduction loop, if `op` can be split into `parts` along it.
static FailureOr<unsigned> findLoop(linalg::LinalgOp op, int64_t parts) {
  if (op->getNumResults() != 1 || op.getNumDpsInputs() != 2 || op.getNumReductionLoops() == 0)
    return failure();
  SmallVector<unsigned> reductions;
  op.getReductionDims(reductions);
  unsigned loop = reductions.back();
  int64_t extent = op.getStaticLoopRanges()[loop];
  if (parts < 2 || extent % parts != 0)
    return failure();
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(operand);
    int64_t uses = llvm::count_if(map.getResults(), [&](AffineExpr e) { return e.isFunctionOfDim(loop); });
    if (uses != 1 || findAlone(map, loop) < 0)
      return failure();
  }
  return loop;
}

/// [.., K, ..] as [.., parts, K / parts, ..].
static Value expand(OpBuilder &b, Location loc, Value tensor, int64_t at, int64_t parts) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0, next = 0; d < type.getRank(); ++d) {
    groups.push_back({next++});
    if (d == at)
      groups.back().push_back(next++);
  }
  shape[at] /= parts;
  shape.insert(shape.begin() + at, parts);
  return tensor::ExpandShapeOp::create(b, loc, type.clone(shape), tensor, groups);
}

/// Partial sums [parts, result]: the new loop is the first.
static Value buildPartials(OpBuilder &b, linalg::LinalgOp op, unsigned loop, int64_t parts) {
  Location loc = op.getLoc();
  unsigned loops = op.getNumLoops();
  AffineExpr part = b.getAffineDimExpr(0);
  SmallVector<AffineMap> maps;
  SmallVector<Value> inputs;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(operand);
    int64_t at = findAlone(map, loop);
    inputs.push_back(expand(b, loc, operand->get(), at, parts));
    SmallVector<AffineExpr> results(map.shiftDims(1).getResults());
    results.insert(results.begin() + at, part);
    maps.push_back(AffineMap::get(loops + 1, 0, results, b.getContext()));
  }
  SmallVector<AffineExpr> results(op.getMatchingIndexingMap(op.getDpsInitOperand(0)).shiftDims(1).getResults());
  results.insert(results.begin(), part);
  maps.push_back(AffineMap::get(loops + 1, 0, results, b.getContext()));

  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  SmallVector<int64_t> shape(type.getShape());
  shape.insert(shape.begin(), parts);
  auto partialType = type.clone(shape);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(partialType));
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  iterators.insert(iterators.begin(), utils::IteratorType::parallel);
  auto partials = linalg::GenericOp::create(b, loc, partialType, inputs, zero, maps, iterators);
  IRMapping mapping;
  op->getRegion(0).cloneInto(&partials.getRegion(), mapping);
  return partials.getResult(0);
}

/// The sum over the first dimension on top of `init`. A reduction, not one operand
/// per part: nobody may repeat it as the prologue of what reads the sum.
static Value buildSum(OpBuilder &b, Location loc, Value partials, Value init) {
  int64_t loops = cast<RankedTensorType>(partials.getType()).getRank();
  AffineMap all = b.getMultiDimIdentityMap(loops);
  SmallVector<utils::IteratorType> iterators(loops, utils::IteratorType::parallel);
  iterators[0] = utils::IteratorType::reduction;
  auto build = [](OpBuilder &b, Location loc, ValueRange elements) {
    Value sum = arith::AddFOp::create(b, loc, elements[1], elements[0]);
    linalg::YieldOp::create(b, loc, sum);
  };
  return linalg::GenericOp::create(b, loc, init.getType(), partials, init,
                                   ArrayRef<AffineMap>{all, all.dropResult(0)}, iterators, build)
      .getResult(0);
}

void SplitContractionsPass::runOnOperation() {
  SmallVector<linalg::LinalgOp> ops;
  getOperation().walk([&](linalg::LinalgOp op) {
    if (op->hasAttr(kernel::kSplitAttrName))
      ops.push_back(op);
  });
  for (linalg::LinalgOp op : ops) {
    auto parts = op->getAttrOfType<IntegerAttr>(kernel::kSplitAttrName);
    FailureOr<unsigned> loop = findLoop(op, parts ? parts.getInt() : 0);
    Value init = op.getDpsInits()[0];
    if (failed(loop) || !getElementTypeOrSelf(init.getType()).isF32()) {
      op->emitOpError("cannot be split as ") << kernel::kSplitAttrName << " says";
      return signalPassFailure();
    }
    OpBuilder b(op);
    Value partials = buildPartials(b, op, *loop, parts.getInt());
    Value sum = buildSum(b, op.getLoc(), partials, init);
    remark::passed(op.getLoc(), remark::RemarkOpts::name("split").category("fusion"))
        << "sums in " + std::to_string(parts.getInt()) + " parts";
    op->getResult(0).replaceAllUsesWith(sum);
    op->erase();
    ++numSplit;
  }
}

} // namespace mlir::burin
