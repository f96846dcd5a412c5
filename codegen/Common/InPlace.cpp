//===- InPlace.cpp - Which inputs a kernel may overwrite ------------------===//
//
// ElementEmitter loads an element where the schedule asks for it. When every
// way from an argument to the result keeps the row-major index, the element is
// asked for where the result's element of that index is stored, and every
// schedule stores an element once, after it has loaded what it is made from.
// Row schedules read their row before, but no other work group's.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/InPlace.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/View.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Ops whose work group reads only the rows that it writes.
static bool readsOwnRow(Operation *op, Value value) {
  if (auto softmax = dyn_cast<linalg::SoftmaxOp>(op))
    return softmax.getInput() == value &&
           static_cast<int64_t>(softmax.getDimension()) == softmax.getInputOperandRank() - 1;
  if (auto norm = dyn_cast<fused::LayerNormOp>(op))
    return norm.getInput() == value && norm.getScale() != value && norm.getBias() != value;
  if (auto norm = dyn_cast<fused::GroupNormOp>(op))
    return norm.getInput() == value && norm.getScale() != value && norm.getBias() != value;
  return false;
}

/// `op` reads `value` with identity maps only and writes its result likewise.
static bool readsAtResultIndex(linalg::GenericOp op, Value value) {
  if (op.getNumLoops() != op.getNumParallelLoops() || op.getNumResults() != 1 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return false;
  for (OpOperand &operand : op->getOpOperands())
    if (operand.get() == value &&
        (op.isDpsInit(&operand) || !op.getMatchingIndexingMap(&operand).isIdentity()))
      return false;
  return true;
}

static bool keepsIndex(Value value) {
  for (Operation *user : value.getUsers()) {
    // Sums are of elements that have just been computed; a norm keeps those of its own rows.
    if (user->hasTrait<OpTrait::IsTerminator>() || isa<fused::BlockSumsOp, fused::RowSumsOp>(user))
      continue;
    bool same = isView(user) || readsOwnRow(user, value);
    if (auto generic = dyn_cast<linalg::GenericOp>(user))
      same = readsAtResultIndex(generic, value);
    if (!same || !keepsIndex(user->getResult(0)))
      return false;
  }
  return true;
}

SmallVector<int64_t> mlir::burin::codegen::getInPlaceInputs(Group &group) {
  SmallVector<int64_t> inputs;
  if (isa_and_present<fused::BlockSumsOp, fused::RowSumsOp>(group.root))
    return inputs;
  RankedTensorType result = group.getResultType();
  for (BlockArgument argument : group.func.getArguments()) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    if (type && !argument.use_empty() && type.getNumElements() == result.getNumElements() &&
        type.getElementTypeBitWidth() == result.getElementTypeBitWidth() && keepsIndex(argument))
      inputs.push_back(argument.getArgNumber());
  }
  return inputs;
}
