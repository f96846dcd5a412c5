//===- Group.cpp - What an outlined group computes ------------------------===//
#include "codegen/Common/Group.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Fused/View.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

bool mlir::burin::codegen::isContraction(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || op->getNumResults() != 1 ||
      !cast<RankedTensorType>(op->getResult(0).getType()).getElementType().isF32())
    return false;
  for (Value input : linalgOp.getDpsInputs())
    if (!isa<FloatType>(getElementTypeOrSelf(input.getType())))
      return false;
  return fused::isMultiplyAccumulate(op);
}

RankedTensorType Group::getRootType() const {
  return root ? cast<RankedTensorType>(root->getResult(0).getType()) : getResultType();
}

FailureOr<Group> Group::analyze(func::FuncOp func) {
  unsigned numResults = func.getNumResults();
  if (func.isExternal() || !func.getBody().hasOneBlock() || numResults < 1 || numResults > 2)
    return func.emitOpError("is no group: expected one block and one result, or also its block or row sums or a norm's input");
  Group group;
  group.func = func;
  Operation *terminator = func.getBody().front().getTerminator();
  group.result = terminator->getOperand(0);
  Value second = numResults == 2 ? terminator->getOperand(1) : Value();
  for (Operation &op : func.getBody().front().without_terminator()) {
    // Sums are roots where they are alone.
    if (!fused::isRootOp(&op) || (second && second.getDefiningOp() == &op && isa<fused::BlockSumsOp, fused::RowSumsOp>(op)))
      continue;
    if (group.root)
      return op.emitOpError("is a second root in group ") << func.getName();
    group.root = &op;
  }
  if (second && failed(group.findSecondResult(second)))
    return failure();
  if (group.root && isContraction(group.root))
    group.findGate();
  return group;
}

/// `value` must be block or row sums of the first result, or what the root, a group norm, reads.
LogicalResult Group::findSecondResult(Value value) {
  if (isa_and_present<fused::GroupNormOp>(root) && skipViews(root->getOperand(0)) == value && value.getDefiningOp()) {
    kept = value;
    return success();
  }
  sums = value.getDefiningOp<fused::BlockSumsOp>();
  rowSums = value.getDefiningOp<fused::RowSumsOp>();
  Value source = sums || rowSums ? value.getDefiningOp()->getOperand(0) : Value();
  while (source && source != result && isView(source.getDefiningOp()))
    source = source.getDefiningOp()->getOperand(0);
  if (source && source == result)
    return success();
  return func.emitOpError("has a second result that is no fused.block_sums or fused.row_sums of the first "
                          "and no input of a fused.group_norm");
}

void Group::findGate() {
  Value value = root->getResult(0);
  while (value != result && !value.use_empty()) {
    Operation *user = *value.user_begin();
    if (fused::readsPairs(user, value)) {
      gate = user;
      pairs = value;
      return;
    }
    if (user->getNumResults() != 1)
      return;
    value = user->getResult(0);
  }
}

/// The next value on the way from `value` to the group's result.
static Operation *getOnlyUser(Value value) {
  Operation *user = nullptr;
  for (Operation *candidate : value.getUsers()) {
    if (user && user != candidate)
      return nullptr;
    user = candidate;
  }
  return user;
}

static FailureOr<SmallVector<Value>> pushThroughGeneric(linalg::GenericOp op, Value value,
                                                        ArrayRef<Value> coords,
                                                        ElementEmitter &emitter, int64_t width,
                                                        bool &contiguous) {
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (operand->get() != value)
      continue;
    AffineMap map = op.getMatchingIndexingMap(operand);
    SmallVector<Value> out(op.getNumLoops());
    for (auto [expr, coord] : llvm::zip_equal(map.getResults(), coords))
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        out[dim.getPosition()] = coord;
    for (Value &coord : out)
      if (!coord)
        coord = emitter.constantIndex(op.getLoc(), 0);
    if (width > 1 && map.getResults().back() !=
                         getAffineDimExpr(op.getNumLoops() - 1, op.getContext()))
      contiguous = false;
    return out;
  }
  return op.emitOpError("does not use its producer element by element");
}

FailureOr<SmallVector<Value>> Group::pushForward(ElementEmitter &emitter, Value from, Value to,
                                                 ArrayRef<Value> coords, int64_t width,
                                                 bool &contiguous) {
  SmallVector<Value> current(coords);
  Value value = from;
  contiguous = true;
  while (value != to) {
    Operation *user = getOnlyUser(value);
    if (!user)
      return root->emitOpError("is used in more than one way inside group ") << func.getName();
    if (auto generic = dyn_cast<linalg::GenericOp>(user)) {
      FailureOr<SmallVector<Value>> next =
          pushThroughGeneric(generic, value, current, emitter, width, contiguous);
      if (failed(next))
        return failure();
      current = *next;
    } else if (auto expand = dyn_cast<tensor::ExpandShapeOp>(user)) {
      SmallVector<Value> next(expand.getResultType().getRank());
      for (auto [coord, group] : llvm::zip(current, expand.getReassociationIndices())) {
        SmallVector<int64_t> extents;
        for (int64_t d : group)
          extents.push_back(expand.getResultType().getDimSize(d));
        for (auto [d, part] : llvm::zip(group, emitter.delinearize(user->getLoc(), extents, coord)))
          next[d] = part;
      }
      for (Value &coord : next)
        if (!coord)
          coord = emitter.constantIndex(user->getLoc(), 0);
      ArrayRef<int64_t> shape = expand.getResultType().getShape();
      int64_t run = expand.getResult() == pairs ? 2 * shape[shape.size() - 2] : shape.back();
      if (width > 1 && run % width != 0)
        contiguous = false;
      current = next;
    } else if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(user)) {
      ArrayRef<int64_t> from = collapse.getSrcType().getShape();
      SmallVector<Value> next;
      for (const ReassociationIndices &group : collapse.getReassociationIndices()) {
        SmallVector<int64_t> extents;
        SmallVector<Value> parts;
        for (int64_t d : group) {
          extents.push_back(from[d]);
          parts.push_back(current[d]);
        }
        next.push_back(emitter.linearize(user->getLoc(), extents, parts));
      }
      current = next;
    } else {
      return user->emitOpError("cannot follow a root in its group");
    }
    value = user->getResult(0);
  }
  return current;
}
