//===- RootOps.cpp - Ops that need a kernel of their own ------------------===//
#include "dialects/Fused/RootOps.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/View.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::fused;

bool mlir::burin::fused::isRootOp(Operation *op) {
  if (isa<linalg::SoftmaxOp, AttentionOp, GroupNormOp, LayerNormOp, SoftmaxStatisticsOp,
          RowStatisticsOp, GroupStatisticsOp, BlockSumsOp, RowSumsOp, WinogradInputOp, WinogradOutputOp>(op))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.getNumReductionLoops() != 0;
}

bool mlir::burin::fused::readsPairs(Operation *op, Value value) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!generic || !type || generic.getNumLoops() != generic.getNumParallelLoops() ||
      generic.getNumResults() != 1 || type.getRank() != generic.getNumLoops() + 1 ||
      type.getShape().back() != 2 ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity())
    return false;
  bool reads = false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (operand.get() != value)
      continue;
    AffineMap map = generic.getMatchingIndexingMap(&operand);
    if (generic.isDpsInit(&operand) || !isa<AffineConstantExpr>(map.getResults().back()) ||
        !map.getMajorSubMap(map.getNumResults() - 1).isIdentity())
      return false;
    reads = true;
  }
  return reads;
}

bool mlir::burin::fused::isZeroFill(Value tensor) {
  if (auto fill = tensor.getDefiningOp<linalg::FillOp>())
    return matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
  DenseElementsAttr dense;
  return matchPattern(tensor, m_Constant(&dense)) && dense.isSplat() &&
         isa<FloatType>(dense.getElementType()) && dense.getSplatValue<APFloat>().isZero();
}

/// `value` is argument `number` of its block, widened or as it is.
static bool isInput(Value value, unsigned number) {
  if (auto widened = value.getDefiningOp<arith::ExtFOp>())
    value = widened.getIn();
  auto argument = dyn_cast<BlockArgument>(value);
  return argument && argument.getArgNumber() == number;
}

/// Upstream's matchers look through any unary op: an input's exponential is no input.
bool mlir::burin::fused::isMultiplyAccumulate(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || linalgOp.getNumDpsInputs() != 2 || linalgOp.getNumDpsInits() != 1 ||
      linalgOp.getNumReductionLoops() == 0)
    return false;
  auto sum = linalgOp.getBlock()->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!sum)
    return false;
  bool isFirst = isInput(sum.getLhs(), 2);
  auto product = (isFirst ? sum.getRhs() : sum.getLhs()).getDefiningOp<arith::MulFOp>();
  return product && isInput(isFirst ? sum.getLhs() : sum.getRhs(), 2) &&
         ((isInput(product.getLhs(), 0) && isInput(product.getRhs(), 1)) ||
          (isInput(product.getLhs(), 1) && isInput(product.getRhs(), 0)));
}

/// Operand number `operand` depends on loop `dim`.
static bool reads(linalg::LinalgOp op, unsigned operand, unsigned dim) {
  return op.getMatchingIndexingMap(&op->getOpOperand(operand)).isFunctionOfDim(dim);
}

/// result[m..., n] = sum over k of lhs[m..., k] * rhs[k, n], in the order of the loops; phases are
/// loops among m, but not the first, that the rhs has, too.
int64_t mlir::burin::fused::countPhases(Operation *root) {
  auto op = dyn_cast<linalg::LinalgOp>(root);
  if (!op || !isMultiplyAccumulate(root) || op->getNumResults() != 1)
    return 0;
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!out.isProjectedPermutation() || out.getNumResults() < 2)
    return 0;
  unsigned columns = out.getDimPosition(out.getNumResults() - 1), lhs = reads(op, 0, columns) ? 1 : 0;
  if (reads(op, lhs, columns) || !reads(op, 1 - lhs, columns))
    return 0;
  int64_t phases = 1;
  for (unsigned i = 0; i + 1 < out.getNumResults(); ++i) {
    unsigned dim = out.getDimPosition(i);
    bool isPhase = reads(op, 1 - lhs, dim);
    if (dim >= out.getDimPosition(i + 1) || !reads(op, lhs, dim) || (isPhase && i == 0))
      return 0;
    if (isPhase)
      phases *= op.getStaticLoopRanges()[dim];
  }
  return phases;
}

/// Of the loops before the first phase: rows that follow each other whatever the phases do.
static int64_t countLeadingRows(linalg::LinalgOp op) {
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  int64_t rows = 1;
  for (AffineExpr expr : out.getResults().drop_back()) {
    unsigned dim = cast<AffineDimExpr>(expr).getPosition();
    if (reads(op, 0, dim) && reads(op, 1, dim))
      break;
    rows *= op.getStaticLoopRanges()[dim];
  }
  return rows;
}

bool mlir::burin::fused::canSumBlocks(Operation *root, int64_t images, int64_t blocks) {
  int64_t phases = countPhases(root);
  return phases == 1 || (phases > 1 && countLeadingRows(cast<linalg::LinalgOp>(root)) % images == 0 && blocks % phases == 0);
}

static bool haveSameChannels(Type a, Type b) {
  auto from = dyn_cast<RankedTensorType>(a), to = dyn_cast<RankedTensorType>(b);
  return from && to && from.getRank() > 0 && to.getRank() > 0 && from.getShape().back() == to.getShape().back() &&
         from.getNumElements() == to.getNumElements();
}

bool mlir::burin::fused::keepsRowsAndChannels(Operation *op, Value value) {
  if (op->getNumResults() != 1 || !haveSameChannels(value.getType(), op->getResult(0).getType()))
    return false;
  if (isView(op))
    return true;
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic || generic.getNumLoops() != generic.getNumParallelLoops() ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity())
    return false;
  bool reads = false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (operand.get() != value)
      continue;
    AffineMap map = generic.getMatchingIndexingMap(&operand);
    if (generic.isDpsInit(&operand) || !map.isProjectedPermutation(/*allowZeroInResults=*/true))
      return false;
    int64_t last = -1; // equal sizes: dimensions that are not read have extent 1
    for (AffineExpr expr : map.getResults())
      if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
        if (static_cast<int64_t>(dim.getPosition()) <= last)
          return false;
        last = dim.getPosition();
      }
    reads = true;
  }
  return reads;
}

static bool hasOneUser(Value value) {
  return llvm::all_equal(value.getUsers());
}

/// The summing roots of `op`'s result through operands that nobody else reads.
static void collectRootsAbove(Operation *op, SmallVectorImpl<Operation *> &roots) {
  if (!op)
    return;
  if (isRootOp(op)) {
    if (countPhases(op) > 0 && !llvm::is_contained(roots, op))
      roots.push_back(op);
    return;
  }
  for (Value operand : op->getOperands())
    if (keepsRowsAndChannels(op, operand) && hasOneUser(operand))
      collectRootsAbove(operand.getDefiningOp(), roots);
}

/// What `value` views, with the same rows and channels.
static Value getViewed(Value value) {
  Operation *op = value.getDefiningOp();
  while (isView(op) && keepsRowsAndChannels(op, op->getOperand(0))) {
    value = op->getOperand(0);
    op = value.getDefiningOp();
  }
  return value;
}

SmallVector<Operation *> mlir::burin::fused::findSummingRoots(Value value) {
  SmallVector<Operation *> roots;
  Operation *op = getViewed(value).getDefiningOp();
  if (!isView(op))
    collectRootsAbove(op, roots);
  return roots;
}

SmallVector<Value> mlir::burin::fused::getChannelPieces(Value value) {
  auto concat = getViewed(value).getDefiningOp<tensor::ConcatOp>();
  if (!concat || static_cast<int64_t>(concat.getDim()) != concat.getResultType().getRank() - 1)
    return {value};
  return SmallVector<Value>(concat.getInputs());
}

Value mlir::burin::fused::getRepeatedImage(Value value) {
  auto copy = getViewed(value).getDefiningOp<linalg::GenericOp>();
  if (!copy || copy.getNumLoops() != copy.getNumParallelLoops() || copy.getNumDpsInputs() != 1 ||
      !llvm::hasSingleElement(*copy.getBody()) || !copy.getMatchingIndexingMap(copy.getDpsInitOperand(0)).isIdentity())
    return {};
  Value image = copy.getDpsInputs()[0];
  auto type = dyn_cast<RankedTensorType>(image.getType());
  AffineMap map = copy.getMatchingIndexingMap(copy.getDpsInputOperand(0));
  AffineMap all = AffineMap::getMultiDimIdentityMap(map.getNumDims(), map.getContext());
  if (!type || type.getRank() == 0 || type.getDimSize(0) != 1 ||
      map != all.dropResult(0).insertResult(getAffineConstantExpr(0, map.getContext()), 0))
    return {};
  return image;
}
