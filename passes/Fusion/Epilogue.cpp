//===- Epilogue.cpp - Element-wise ops that follow a root -----------------===//
#include "passes/Fusion/Epilogue.h"

#include "dialects/Fused/RootOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;

bool mlir::burin::isElementwise(Operation *op) {
  auto generic = dyn_cast_if_present<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == generic.getNumParallelLoops() &&
         generic.getNumResults() == 1 &&
         generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity();
}

bool mlir::burin::hasSingleUser(Value value) {
  return !value.use_empty() &&
         llvm::all_of(value.getUsers(), [&](Operation *user) { return user == *value.user_begin(); });
}

bool mlir::burin::isBijectiveUse(linalg::GenericOp op, Value value) {
  std::optional<AffineMap> first;
  for (OpOperand &operand : op->getOpOperands()) {
    if (operand.get() != value)
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (op.isDpsInit(&operand) || (first && *first != map))
      return false;
    first = map;
    // A constant reads one element of its dimension.
    auto extents = cast<RankedTensorType>(value.getType()).getShape();
    for (auto [expr, extent] : llvm::zip_equal(map.getResults(), extents))
      if (isa<AffineConstantExpr>(expr) && extent != 1)
        return false;
  }
  if (!first || !first->isProjectedPermutation(/*allowZeroInResults=*/true))
    return false;
  auto from = cast<RankedTensorType>(value.getType());
  auto to = cast<RankedTensorType>(op.getResult(0).getType());
  return from.getNumElements() == to.getNumElements();
}

bool mlir::burin::isEpilogueUse(linalg::GenericOp op, Value value) {
  return isBijectiveUse(op, value) || fused::readsPairs(op, value);
}

static Operation *findRoot(Value value, bool mayGate);

/// Only contractions hold pairs of neighbours, and one gate halves them.
static Operation *findGatedRoot(Value pairs) {
  auto root = dyn_cast_if_present<linalg::LinalgOp>(findRoot(pairs, /*mayGate=*/false));
  return root && linalg::isaContractionOpInterface(root) ? root.getOperation() : nullptr;
}

static Operation *findRoot(Value value, bool mayGate) {
  while (hasSingleUser(value)) {
    Operation *op = value.getDefiningOp();
    if (!op)
      return nullptr;
    if (fused::isRootOp(op))
      return op;
    if (isView(op)) {
      value = op->getOperand(0);
      continue;
    }
    if (!isElementwise(op))
      return nullptr;
    auto generic = cast<linalg::GenericOp>(op);
    Operation *root = nullptr;
    for (Value input : generic.getDpsInputs()) {
      if (!root && isBijectiveUse(generic, input))
        root = findRoot(input, mayGate);
      else if (!root && mayGate && fused::readsPairs(generic, input))
        root = findGatedRoot(input);
    }
    return root;
  }
  return nullptr;
}

Operation *mlir::burin::findEpilogueRoot(Value value) { return findRoot(value, /*mayGate=*/true); }

int64_t mlir::burin::getTensorBytes(Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t bits = type.getElementType().isIndex() ? 64 : type.getElementTypeBitWidth();
  return type.getNumElements() * static_cast<int64_t>(llvm::divideCeil(bits, 8));
}

bool mlir::burin::isBetterAsEpilogue(Value value) {
  Operation *root = isElementwise(value.getDefiningOp()) ? findEpilogueRoot(value) : nullptr;
  return root && getTensorBytes(value) <= getTensorBytes(root->getResult(0));
}
