//===- InterleaveGates.cpp - Both halves of a gate in one accumulator tile -===//
//
// A gated unit computes f(x W1 + b1, x W2 + b2) by one contraction with twice the
// columns, of which one half gates the other. When the columns of the halves
// alternate, whoever holds two neighbours of the contraction's result holds what
// one element of the gated result is made from, and the wide tensor is never
// stored. The columns are permuted when weights are written, at no cost.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_INTERLEAVEGATESPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct InterleaveGatesPass final : impl::InterleaveGatesPassBase<InterleaveGatesPass> {
  using InterleaveGatesPassBase::InterleaveGatesPassBase;
  void runOnOperation() override;
};

/// Two slices that are the halves of one tensor along its last dimension.
struct Gate {
  Value wide;
  tensor::ExtractSliceOp halves[2];
  /// Operands on the way to the contraction that must be permuted like its columns.
  SmallVector<OpOperand *> permuted;
};
} // namespace

/// 0 or 1: which half of the last dimension `slice` is; -1: it is none.
static int getHalf(tensor::ExtractSliceOp slice) {
  auto from = slice.getSourceType();
  auto to = cast<RankedTensorType>(slice.getType());
  int64_t last = from.getRank() - 1;
  if (from.getRank() != to.getRank() || last < 0 || 2 * to.getDimSize(last) != from.getDimSize(last))
    return -1;
  for (int64_t d = 0; d <= last; ++d) {
    if (slice.getStaticStrides()[d] != 1 || (d < last && to.getDimSize(d) != from.getDimSize(d)) ||
        (d < last && slice.getStaticOffsets()[d] != 0))
      return -1;
  }
  int64_t offset = slice.getStaticOffsets()[last];
  if (offset != 0 && offset != to.getDimSize(last))
    return -1;
  return offset == 0 ? 0 : 1;
}

/// `operand` varies along the last loop only, and can be stored permuted.
static bool isColumnConstant(linalg::GenericOp op, OpOperand &operand) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  return operand.get().getDefiningOp<plan::ConstantOp>() && map.getNumResults() == 1 &&
         map.getResult(0) == getAffineDimExpr(op.getNumLoops() - 1, op.getContext());
}

/// `operand` has one value for every column.
static bool isColumnUniform(linalg::GenericOp op, OpOperand &operand) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  return llvm::none_of(map.getResults(), [&](AffineExpr expr) {
    return expr.isFunctionOfDim(op.getNumLoops() - 1);
  });
}

static bool keepsLastExtent(Operation *view) {
  auto from = cast<RankedTensorType>(view->getOperand(0).getType());
  auto to = cast<RankedTensorType>(view->getResult(0).getType());
  return from.getRank() && to.getRank() && from.getShape().back() == to.getShape().back();
}

/// Collects what to permute between `value` and the contraction that makes it.
/// False where something on the way depends on the order of the columns.
static bool collectPermuted(Value value, SmallVectorImpl<OpOperand *> &permuted) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  if (isView(op))
    return hasSingleUser(op->getOperand(0)) && keepsLastExtent(op) &&
           collectPermuted(op->getOperand(0), permuted);
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp)
    return false;
  if (linalg::isaContractionOpInterface(linalgOp)) {
    OpOperand &weight = op->getOpOperand(1);
    AffineMap map = linalgOp.getMatchingIndexingMap(&weight);
    AffineMap out = linalgOp.getMatchingIndexingMap(linalgOp.getDpsInitOperand(0));
    permuted.push_back(&weight);
    return weight.get().getDefiningOp<plan::ConstantOp>() && map.getNumResults() == 2 &&
           isa<AffineDimExpr>(map.getResult(1)) && map.getResult(1) == out.getResults().back();
  }
  if (!isElementwise(op))
    return false;
  auto generic = cast<linalg::GenericOp>(op);
  if (generic.hasIndexSemantics())
    return false;
  Value spine;
  for (OpOperand *operand : generic.getDpsInputOperands()) {
    if (isColumnUniform(generic, *operand))
      continue;
    if (isColumnConstant(generic, *operand)) {
      permuted.push_back(operand);
      continue;
    }
    AffineMap map = generic.getMatchingIndexingMap(operand);
    if (spine || !map.isIdentity() || !hasSingleUser(operand->get()))
      return false;
    spine = operand->get();
  }
  return spine && collectPermuted(spine, permuted);
}

/// The gate that `op` applies to the halves of a contraction's result, if any.
static std::optional<Gate> matchGate(linalg::GenericOp op) {
  if (!isElementwise(op))
    return std::nullopt;
  Gate gate;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto slice = operand->get().getDefiningOp<tensor::ExtractSliceOp>();
    int half = slice ? getHalf(slice) : -1;
    if (half < 0)
      continue;
    if (!op.getMatchingIndexingMap(operand).isIdentity() || !hasSingleUser(slice) ||
        (gate.wide && gate.wide != slice.getSource()))
      return std::nullopt;
    gate.wide = slice.getSource();
    gate.halves[half] = slice;
  }
  if (!gate.halves[0] || !gate.halves[1])
    return std::nullopt;
  for (Operation *user : gate.wide.getUsers())
    if (user != gate.halves[0] && user != gate.halves[1])
      return std::nullopt;
  if (!collectPermuted(gate.wide, gate.permuted))
    return std::nullopt;
  return gate;
}

/// [..., 2 H] with the halves one after the other -> [..., 2 H], alternating.
static Value interleave(OpBuilder &builder, plan::ConstantOp constant) {
  SmallVector<int64_t> shape(cast<RankedTensorType>(constant.getType()).getShape()), split(shape), perm;
  split.back() /= 2;
  split.insert(split.end() - 1, 2);
  for (size_t d = 0; d < split.size(); ++d)
    perm.push_back(d);
  std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
  MLIRContext *context = builder.getContext();
  Value value = constant;
  for (Attribute step : {Attribute(plan::ReshapeStepAttr::get(context, split)),
                         Attribute(plan::TransposeStepAttr::get(context, perm)),
                         Attribute(plan::ReshapeStepAttr::get(context, shape))}) {
    FailureOr<Value> next = plan::appendStep(builder, value.getDefiningOp<plan::ConstantOp>(), step);
    if (failed(next))
      return {};
    value = *next;
  }
  return value;
}

/// `op` reads neighbours of the wide tensor: [..., 2 H] as [..., H, 2].
static void readPairs(linalg::GenericOp op, Gate &gate) {
  OpBuilder builder(op);
  auto wide = cast<RankedTensorType>(gate.wide.getType());
  SmallVector<int64_t> shape(wide.getShape());
  shape.back() /= 2;
  shape.push_back(2);
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < wide.getRank(); ++d)
    groups.push_back({d});
  groups.back().push_back(wide.getRank());
  auto type = RankedTensorType::get(shape, wide.getElementType());
  Value pairs = tensor::ExpandShapeOp::create(builder, op.getLoc(), type, gate.wide, groups);
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  for (OpOperand *operand : op.getDpsInputOperands())
    for (int half : {0, 1}) {
      if (operand->get() != gate.halves[half].getResult())
        continue;
      AffineMap &map = maps[operand->getOperandNumber()];
      SmallVector<AffineExpr> results(map.getResults());
      results.push_back(builder.getAffineConstantExpr(half));
      map = AffineMap::get(map.getNumDims(), 0, results, builder.getContext());
    }
  for (OpOperand *operand : op.getDpsInputOperands())
    if (operand->get() == gate.halves[0].getResult() || operand->get() == gate.halves[1].getResult())
      operand->set(pairs);
  op.setIndexingMapsAttr(builder.getAffineMapArrayAttr(maps));
}

void InterleaveGatesPass::runOnOperation() {
  SmallVector<linalg::GenericOp> ops;
  getOperation().walk([&](linalg::GenericOp op) { ops.push_back(op); });
  for (linalg::GenericOp op : ops) {
    std::optional<Gate> gate = matchGate(op);
    if (!gate)
      continue;
    SmallVector<Value> columns;
    for (OpOperand *operand : gate->permuted) {
      auto constant = operand->get().getDefiningOp<plan::ConstantOp>();
      OpBuilder builder(constant);
      columns.push_back(interleave(builder, constant));
      if (!columns.back())
        return signalPassFailure();
    }
    for (auto [operand, value] : llvm::zip_equal(gate->permuted, columns))
      operand->set(value);
    readPairs(op, *gate);
    for (tensor::ExtractSliceOp half : gate->halves)
      half.erase();
    ++numGates;
    std::string text = ("columns of both halves alternate, so that the gate can join the contraction: saves " +
                        Twine(2 * getTensorBytes(gate->wide)) + " bytes")
                           .str();
    remark::passed(op.getLoc(), remark::RemarkOpts::name("gate").category("fusion")) << text;
  }
}

} // namespace mlir::burin
