//===- ShareGuidanceHalves.cpp - Equal halves of the batch, computed once -===//
#include "passes/Hoist/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/TypeSwitch.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SHAREGUIDANCEHALVESPASS
#include "passes/Hoist/Passes.h.inc"

namespace {
struct ShareGuidanceHalvesPass final : impl::ShareGuidanceHalvesPassBase<ShareGuidanceHalvesPass> {
  using ShareGuidanceHalvesPassBase::ShareGuidanceHalvesPassBase;
  void runOnOperation() override;
};

/// A value has equal halves when v[i] == v[i + N / 2] along its dimension 0 of size N.
class Sharer {
public:
  Sharer(func::FuncOp main, ArrayRef<BlockArgument> inputs) : main(main), inputs(inputs) {}
  /// False when nothing is worth sharing.
  bool run();
  unsigned countShared() const { return shared; }

private:
  void classify();
  void chooseBoundaries();
  void collectCones();
  void build(Operation *op);
  Value getHalf(Value value);
  Value giveBack(Value value);
  void explain(unsigned kernels, int64_t bytes);

  func::FuncOp main;
  ArrayRef<BlockArgument> inputs;
  DenseSet<Value> equal;      ///< values with equal halves
  DenseSet<Value> computed;   ///< those that took a kernel to compute
  DenseSet<Value> reached;    ///< those that depend on `inputs`
  SetVector<Value> boundaries; ///< equal, computed, and read where the halves differ
  DenseSet<Operation *> cone; ///< what boundaries depend on, with equal halves
  DenseMap<Value, Value> halves;
  unsigned shared = 0;
};
} // namespace

constexpr llvm::StringLiteral kNameAttrName = "plan.name", kEqualHalvesAttrName = "plan.equal_halves";

/// Static, with an even number of rows.
static bool hasHalves(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() && tensor.getRank() && tensor.getDimSize(0) % 2 == 0 &&
         !tensor.getEncoding();
}

static RankedTensorType getHalfType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getShape());
  shape[0] /= 2;
  return tensor.clone(shape);
}

using Operands = SmallVector<OpOperand *>;

/// Structured ops: the loop over dimension 0 of the result may only run over dimension 0
/// of operands.
static std::optional<Operands> getBatchOperands(linalg::LinalgOp op) {
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  auto batch = dyn_cast<AffineDimExpr>(map.getResult(0));
  if (!batch || op.getIteratorTypesArray()[batch.getPosition()] != utils::IteratorType::parallel)
    return std::nullopt;
  auto usesBatch = [&](linalg::IndexOp index) { return index.getDim() == batch.getPosition(); };
  bool dependsOnIndex = false;
  op->walk([&](linalg::IndexOp index) { dependsOnIndex |= usesBatch(index); });
  if (dependsOnIndex)
    return std::nullopt;
  Operands operands;
  for (OpOperand &operand : op->getOpOperands()) {
    AffineMap operandMap = op.getMatchingIndexingMap(&operand);
    if (!operandMap.isFunctionOfDim(batch.getPosition()))
      continue;
    bool elsewhere = llvm::any_of(operandMap.getResults().drop_front(), [&](AffineExpr expr) {
      return expr.isFunctionOfDim(batch.getPosition());
    });
    if (operandMap.getResult(0) != batch || elsewhere)
      return std::nullopt;
    operands.push_back(&operand);
  }
  return operands;
}

static std::optional<Operands> getBatchOperands(tensor::ExtractSliceOp op) {
  bool whole = op.getType().getRank() == op.getSourceType().getRank() && op.getStaticOffsets()[0] == 0 &&
               op.getStaticSizes()[0] == op.getSourceType().getDimSize(0) && op.getStaticStrides()[0] == 1;
  bool isStatic = op.getOffsets().empty() && op.getSizes().empty() && op.getStrides().empty();
  return whole && isStatic ? std::optional<Operands>({&op.getSourceMutable()}) : std::nullopt;
}

static std::optional<Operands> getBatchOperands(tensor::PadOp op) {
  bool keepsBatch = op.getLow().empty() && op.getHigh().empty() && op.getStaticLow()[0] == 0 &&
                    op.getStaticHigh()[0] == 0 && op.getConstantPaddingValue();
  return keepsBatch ? std::optional<Operands>({&op.getSourceMutable()}) : std::nullopt;
}

static std::optional<Operands> getBatchOperands(fused::AttentionOp op) {
  Operands operands;
  for (OpOperand &operand : op->getOpOperands()) {
    bool isBroadcast = operand.get() == op.getMask() && op.getMask().getType().getDimSize(0) == 1;
    if (!isBroadcast)
      operands.push_back(&operand);
  }
  return operands;
}

/// The operands of which one half is enough for one half of the result, if the op
/// is understood: halves of the result are equal where those of all of them are.
static std::optional<Operands> getBatchOperands(Operation *op) {
  if (op->getNumResults() != 1 || !hasHalves(op->getResult(0).getType()))
    return std::nullopt;
  if (isa<tensor::EmptyOp>(op))
    return Operands();
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return isa<SplatElementsAttr>(constant.getValue()) ? std::optional<Operands>(Operands()) : std::nullopt;
  // Row-major order: the first half stays the first half.
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op))
    return Operands({&op->getOpOperand(0)});
  if (auto concat = dyn_cast<tensor::ConcatOp>(op)) {
    Operands operands = llvm::to_vector(llvm::make_pointer_range(op->getOpOperands()));
    return concat.getDim() ? std::optional<Operands>(operands) : std::nullopt;
  }
  if (isa<fused::GroupNormOp, fused::LayerNormOp>(op))
    return Operands({&op->getOpOperand(0), &op->getOpOperand(op->getNumOperands() - 1)});
  return llvm::TypeSwitch<Operation *, std::optional<Operands>>(op)
      .Case<linalg::LinalgOp, tensor::ExtractSliceOp, tensor::PadOp, fused::AttentionOp>(
          [](auto known) { return getBatchOperands(known); })
      .Default([](Operation *) { return std::nullopt; });
}

/// Forward, in the order of the program.
void Sharer::classify() {
  for (BlockArgument input : inputs) {
    equal.insert(input);
    reached.insert(input);
  }
  for (Operation &op : main.getBody().front()) {
    std::optional<Operands> operands = getBatchOperands(&op);
    if (!operands || !llvm::all_of(*operands, [&](OpOperand *operand) {
          return hasHalves(operand->get().getType()) && equal.contains(operand->get());
        }))
      continue;
    Value result = op.getResult(0);
    equal.insert(result);
    if (fused::isRootOp(&op) ||
        llvm::any_of(*operands, [&](OpOperand *operand) { return computed.contains(operand->get()); }))
      computed.insert(result);
    if (llvm::any_of(*operands, [&](OpOperand *operand) { return reached.contains(operand->get()); }))
      reached.insert(result);
  }
}

void Sharer::chooseBoundaries() {
  for (Operation &op : main.getBody().front()) {
    if (op.getNumResults() == 1 && equal.contains(op.getResult(0)))
      continue;
    for (Value operand : op.getOperands())
      if (computed.contains(operand))
        boundaries.insert(operand);
  }
}

void Sharer::collectCones() {
  SmallVector<Value> worklist(boundaries.begin(), boundaries.end());
  while (!worklist.empty()) {
    Operation *op = worklist.pop_back_val().getDefiningOp();
    if (!op || !cone.insert(op).second)
      continue;
    std::optional<Operands> operands = getBatchOperands(op);
    for (OpOperand *operand : *operands)
      worklist.push_back(operand->get());
  }
}

/// The first half of an input is a view.
Value Sharer::getHalf(Value value) {
  Value &half = halves[value];
  if (half)
    return half;
  auto input = cast<BlockArgument>(value);
  OpBuilder builder = OpBuilder::atBlockBegin(input.getOwner());
  RankedTensorType type = getHalfType(input.getType());
  SmallVector<OpFoldResult> offsets(type.getRank(), builder.getIndexAttr(0));
  SmallVector<OpFoldResult> strides(type.getRank(), builder.getIndexAttr(1));
  half = tensor::ExtractSliceOp::create(builder, input.getLoc(), type, input, offsets,
                                        getAsIndexOpFoldResult(builder.getContext(), type.getShape()), strides);
  main.setArgAttr(input.getArgNumber(), kEqualHalvesAttrName, builder.getUnitAttr());
  return half;
}

/// The same op on the first half of the batch.
void Sharer::build(Operation *op) {
  OpBuilder builder(op);
  RankedTensorType type = getHalfType(op->getResult(0).getType());
  Value half;
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
    half = tensor::ExpandShapeOp::create(builder, op->getLoc(), type, getHalf(expand.getSrc()),
                                         expand.getReassociationIndices());
  } else if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    SmallVector<OpFoldResult> sizes = slice.getMixedSizes();
    sizes[0] = builder.getIndexAttr(type.getDimSize(0));
    half = tensor::ExtractSliceOp::create(builder, op->getLoc(), type, getHalf(slice.getSource()),
                                          slice.getMixedOffsets(), sizes, slice.getMixedStrides());
  } else if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    auto splat = cast<SplatElementsAttr>(constant.getValue());
    half = arith::ConstantOp::create(builder, op->getLoc(), splat.resizeSplat(type));
  } else {
    SmallVector<Value> operands(op->getOperands());
    std::optional<Operands> batchOperands = getBatchOperands(op);
    for (OpOperand *operand : *batchOperands)
      operands[operand->getOperandNumber()] = getHalf(operand->get());
    half = clone(builder, op, TypeRange(type), operands)->getResult(0);
  }
  halves[op->getResult(0)] = half;
}

/// `value` from its half: a broadcast along a leading dimension, which readers
/// take as an index map.
Value Sharer::giveBack(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Value half = halves[value];
  RankedTensorType halfType = getHalfType(type);
  OpBuilder builder(value.getContext());
  builder.setInsertionPointAfterValue(value);
  int64_t rank = type.getRank();
  bool isRow = halfType.getDimSize(0) == 1; // dimension 0 itself is broadcast
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<AffineExpr> reads;
  if (!isRow) {
    shape.assign(halfType.getShape().begin(), halfType.getShape().end());
    shape.insert(shape.begin(), 2);
  }
  for (int64_t i = 0; i < rank; ++i)
    reads.push_back(isRow && i == 0 ? builder.getAffineConstantExpr(0) : builder.getAffineDimExpr(isRow ? i : i + 1));
  unsigned loops = shape.size();
  SmallVector<AffineMap> maps = {AffineMap::get(loops, 0, reads, builder.getContext()),
                                 builder.getMultiDimIdentityMap(loops)};
  SmallVector<utils::IteratorType> iterators(loops, utils::IteratorType::parallel);
  Value init = tensor::EmptyOp::create(builder, value.getLoc(), shape, type.getElementType());
  Value full = linalg::GenericOp::create(builder, value.getLoc(), init.getType(), half, init, maps, iterators,
                                         [](OpBuilder &b, Location loc, ValueRange arguments) {
                                           linalg::YieldOp::create(b, loc, arguments.front());
                                         })
                   .getResult(0);
  if (isRow)
    return full;
  SmallVector<ReassociationIndices> groups = {{0, 1}};
  for (int64_t i = 1; i < rank; ++i)
    groups.push_back({i + 1});
  return tensor::CollapseShapeOp::create(builder, value.getLoc(), type, full, groups);
}

void Sharer::explain(unsigned kernels, int64_t bytes) {
  std::string text = (Twine(shared) + " op(s), of these " + Twine(kernels) +
                      " with a kernel of their own, on one half of the batch, the other is equal: saves " +
                      Twine(bytes) + " bytes of results; " + Twine(boundaries.size()) +
                      " value(s) are read by both halves")
                         .str();
  remark::passed(main.getLoc(), remark::RemarkOpts::name("share-guidance-halves").category("hoist")) << text;
}

bool Sharer::run() {
  classify();
  chooseBoundaries();
  if (llvm::none_of(boundaries, [&](Value value) { return reached.contains(value); }))
    return false;
  collectCones();
  SmallVector<Operation *> ops;
  for (Operation &op : main.getBody().front())
    ops.push_back(&op);
  unsigned kernels = 0;
  int64_t bytes = 0;
  for (Operation *op : ops) {
    if (!cone.contains(op))
      continue;
    build(op);
    ++shared;
    if (!fused::isRootOp(op))
      continue;
    ++kernels;
    bytes += plan::getTensorBytes(getHalfType(op->getResult(0).getType())).value_or(0);
  }
  for (Value value : boundaries) {
    Value full = giveBack(value);
    value.replaceUsesWithIf(full, [&](OpOperand &use) {
      Operation *user = use.getOwner();
      return user->getNumResults() != 1 || !equal.contains(user->getResult(0));
    });
  }
  for (Operation *op : llvm::reverse(ops))
    if (isOpTriviallyDead(op))
      op->erase();
  explain(kernels, bytes);
  return true;
}

void ShareGuidanceHalvesPass::runOnOperation() {
  auto main = getOperation().lookupSymbol<func::FuncOp>("main");
  if (!main || main.isExternal() || !main.getBody().hasOneBlock())
    return;
  SmallVector<BlockArgument> equalInputs;
  for (const std::string &name : inputs) {
    auto found = llvm::find_if(main.getArguments(), [&](BlockArgument argument) {
      auto known = main.getArgAttrOfType<StringAttr>(argument.getArgNumber(), kNameAttrName);
      return known && known.getValue() == name;
    });
    if (found == main.getArguments().end()) {
      if (ignoreUnknown)
        continue;
      InFlightDiagnostic error = main.emitError("has no input '") << name << "' with equal halves; its inputs are:";
      for (unsigned i = 0; i < main.getNumArguments(); ++i)
        if (auto known = main.getArgAttrOfType<StringAttr>(i, kNameAttrName))
          error << " " << known.getValue();
      return signalPassFailure();
    }
    if (main.getArgAttr(found->getArgNumber(), kEqualHalvesAttrName)) // already shared
      return;
    if (hasHalves(found->getType()))
      equalInputs.push_back(*found);
    else
      remark::missed(main.getLoc(), remark::RemarkOpts::name("share-guidance-halves").category("hoist"))
          << "the batch of input '" + name + "' has no halves";
  }
  Sharer sharer(main, equalInputs);
  if (!equalInputs.empty() && sharer.run())
    numShared += sharer.countShared();
}

} // namespace mlir::burin
