//===- PartSums.cpp - A norm of what is summed in parts -------------------===//
#include "dialects/Fused/PartSums.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Fused/View.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::fused;

/// acc + x.
static bool addsItsInput(linalg::GenericOp op) {
  Block &body = *op.getBody();
  auto yield = cast<linalg::YieldOp>(body.getTerminator());
  auto add = yield.getValues()[0].getDefiningOp<arith::AddFOp>();
  if (!add || !llvm::hasNItems(body, 2))
    return false;
  Value x = body.getArgument(0), acc = body.getArgument(1);
  return (add.getLhs() == acc && add.getRhs() == x) || (add.getLhs() == x && add.getRhs() == acc);
}

static bool isPartSum(linalg::GenericOp op) {
  if (!op || op.getNumDpsInputs() != 1 || op.getNumResults() != 1 || op.getNumReductionLoops() != 1 ||
      op.getIteratorTypesArray().front() != utils::IteratorType::reduction)
    return false;
  AffineMap all = AffineMap::getMultiDimIdentityMap(op.getNumLoops(), op.getContext());
  return op.getMatchingIndexingMap(op.getDpsInputOperand(0)) == all &&
         op.getMatchingIndexingMap(op.getDpsInitOperand(0)) == all.dropResult(0) &&
         getElementTypeOrSelf(op.getResult(0).getType()).isF32() && isZeroFill(op.getDpsInits()[0]) && addsItsInput(op);
}

static bool isElementwise(linalg::GenericOp op) {
  return op && op.getNumLoops() == op.getNumParallelLoops() && op.getNumResults() == 1 &&
         op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity();
}

/// The part sum whose only reader, through views, is `op`; null: none.
static linalg::GenericOp findSum(linalg::GenericOp op) {
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (!op.getMatchingIndexingMap(operand).isIdentity())
      continue;
    Value value = operand->get();
    while (isView(value.getDefiningOp()) && value.hasOneUse())
      value = value.getDefiningOp()->getOperand(0);
    auto sum = value.getDefiningOp<linalg::GenericOp>();
    if (isPartSum(sum) && value.hasOneUse())
      return sum;
  }
  return {};
}

PartSums mlir::burin::fused::findPartSums(GroupNormOp norm) {
  PartSums found;
  auto elementwise = skipViews(norm.getInput()).getDefiningOp<linalg::GenericOp>();
  if (!isElementwise(elementwise))
    return found;
  SmallVector<Operation *> others = getReaders(elementwise.getResult(0));
  llvm::erase(others, norm.getOperation());
  auto comesAfter = [&](Operation *op) { return op->getBlock() == norm->getBlock() && norm->isBeforeInBlock(op); };
  if (!llvm::all_of(others, comesAfter))
    return found;
  found.sum = findSum(elementwise);
  found.elementwise = elementwise;
  found.isShared = !others.empty();
  return found;
}
