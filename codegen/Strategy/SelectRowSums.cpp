//===- SelectRowSums.cpp - Statistics of rows by what makes them ----------===//
//
// A kernel that reads x for mean and deviation of its rows costs a launch and all of x.
// A contraction that makes x on matrix units has the rows in registers and can write
// their sums; one that reads x can add them up. Both have little to do: a few numbers
// per row.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/Strategy/CooperativeTile.h"
#include "codegen/Strategy/MatrixTile.h"
#include "codegen/Strategy/MatrixVectorTile.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Fused/View.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTROWSUMSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectRowSumsPass final : impl::SelectRowSumsPassBase<SelectRowSumsPass> {
  using SelectRowSumsPassBase::SelectRowSumsPassBase;
  void runOnOperation() override;
};
} // namespace

/// Sums along rows reach this share of the bandwidth.
constexpr double kStreamShare = 0.6;

/// A launch, and x once.
static double predictKernel(RankedTensorType x, const Target &target) {
  double bytes = static_cast<double>(x.getNumElements()) * x.getElementTypeBitWidth() / 8;
  return static_cast<double>(target.launchNanoseconds) + 1e3 * bytes / (static_cast<double>(target.bandwidthMBps) * kStreamShare);
}

/// Rounding, adding and squaring where x is made; sums that are written once and read
/// by every column of tiles of each of `readers`.
static double predictSums(RankedTensorType x, int64_t blocks, ArrayRef<linalg::LinalgOp> readers, const Target &target) {
  constexpr int64_t kOperations = 8, kColumns = 128;
  int64_t reads = 1;
  for (linalg::LinalgOp reader : readers)
    reads += llvm::divideCeil(cast<RankedTensorType>(reader->getResult(0).getType()).getShape().back(), kColumns);
  double bytes = static_cast<double>(x.getDimSize(0) * blocks * 2 * sizeof(float) * reads);
  return 1e3 * bytes / static_cast<double>(target.bandwidthMBps) +
         static_cast<double>(kOperations * x.getNumElements()) / static_cast<double>(target.f32Gflops);
}

/// What is computed while loading keeps a contraction from matrix units.
static bool loadsInline(Operation *root) {
  Value value = root->getOperand(0);
  while (Operation *op = value.getDefiningOp()) {
    if (op->hasAttr(fused::kInlineAttrName))
      return true;
    if (!isView(op) && !isa<tensor::PadOp>(op))
      return false;
    value = op->getOperand(0);
  }
  return false;
}

/// The contraction on matrix units whose epilogue `user` is, which reads statistics
/// (m, 0 or 1) of the rows that the contraction makes; null: none.
static linalg::LinalgOp findReader(Operation *user, Value statistics, const Target &target) {
  auto epilogue = dyn_cast<linalg::GenericOp>(user);
  if (!epilogue || epilogue.getNumLoops() != 2 || epilogue.getNumParallelLoops() != 2)
    return {};
  linalg::LinalgOp root;
  for (OpOperand *operand : epilogue.getDpsInputOperands()) {
    AffineMap map = epilogue.getMatchingIndexingMap(operand);
    if (operand->get() == statistics && map.getResult(0) != getAffineDimExpr(0, map.getContext()))
      return {};
    Operation *op = operand->get().getDefiningOp();
    if (op && map.isIdentity() && operand->get().hasOneUse() && fused::canSumRows(op) && !loadsInline(op) &&
        fitsMatrixContraction(op, /*isGroup=*/false, /*allowRhsAlongK=*/!hasCooperativeMatrices(target)))
      root = cast<linalg::LinalgOp>(op);
  }
  return root;
}

/// All that read `op`'s result; nothing where one is no contraction on matrix units.
static SmallVector<linalg::LinalgOp> findReaders(fused::RowStatisticsOp op, const Target &target) {
  SmallVector<linalg::LinalgOp> readers;
  SmallPtrSet<Operation *, 4> users(op->user_begin(), op->user_end());
  for (Operation *user : users) {
    linalg::LinalgOp reader = findReader(user, op.getResult(), target);
    if (!reader)
      return {};
    readers.push_back(reader);
  }
  return readers;
}

/// Roots above `value` through views and element-wise ops that only one op reads, whatever they
/// can sum: each may become the root of the group that makes `value`.
static int64_t countRoots(Value value, SmallPtrSetImpl<Operation *> &seen) {
  Operation *op = value.getDefiningOp();
  if (!op || !seen.insert(op).second)
    return 0;
  if (fused::isRootOp(op))
    return 1;
  if (!isa<linalg::GenericOp>(op) && !isView(op))
    return 0;
  int64_t elements = cast<RankedTensorType>(value.getType()).getNumElements(), roots = 0;
  for (Value operand : op->getOperands()) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    if (type && type.getNumElements() >= elements && llvm::all_equal(operand.getUsers()))
      roots += countRoots(operand, seen);
  }
  return roots;
}

/// The contraction that is to sum the rows that it makes; null: none is known.
static Operation *findProducer(fused::RowStatisticsOp op, const Target &target) {
  // Of several roots, nobody knows yet whose tile it will be, or whether it has one.
  SmallVector<Operation *> roots = fused::findSummingRoots(op.getInput());
  SmallPtrSet<Operation *, 8> seen;
  Value made = skipViews(op.getInput()); // what it views may have other readers
  if (roots.size() != 1 || countRoots(made, seen) != 1 || !fused::canSumRows(roots.front()) || loadsInline(roots.front()))
    return nullptr;
  // Few rows: matrix-vector, which writes no sums, is worth more than they are.
  return hasMatrixVectorTile(roots.front(), target) ? nullptr : roots.front();
}

void SelectRowSumsPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  bool isCooperative = hasCooperativeMatrices(*target);
  if (!isCooperative && target->matrixUnit != "mma.sync")
    return;
  getOperation().walk([&](fused::RowStatisticsOp op) {
    Operation *producer = findProducer(op, *target);
    if (op->hasAttr(kernel::kBlocksAttrName) || !producer)
      return;
    int64_t blocks = isCooperative ? selectCooperativeRowBlocks(producer, *target)
                                   : selectMatrixRowBlocks(producer, *target);
    SmallVector<linalg::LinalgOp> readers = findReaders(op, *target);
    if (blocks == 0 || readers.empty())
      return;
    double kernel = predictKernel(op.getInput().getType(), *target);
    double sums = predictSums(op.getInput().getType(), blocks, readers, *target);
    if (sums >= kernel)
      return;
    op->setAttr(kernel::kBlocksAttrName, OpBuilder(op).getI64IntegerAttr(blocks));
    ++numSelected;
    remark::passed(op.getLoc(), remark::RemarkOpts::name("norm").category("strategy"))
        << std::to_string(blocks) + " blocks of columns, summed by what makes them: " +
               std::to_string(static_cast<int64_t>(sums)) + " ns predicted, " +
               std::to_string(static_cast<int64_t>(kernel)) + " ns in a kernel";
  });
}

} // namespace mlir::burin
