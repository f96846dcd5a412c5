//===- Reader.cpp - The kernel that could compute a value -----------------===//
#include "dialects/Fused/Reader.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Fused/View.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::fused;

static bool isMovement(Operation *op) {
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    Value padding = pad.getConstantPaddingValue();
    return padding && matchPattern(padding, m_AnyZeroFloat());
  }
  return isView(op);
}

/// `op` makes element i of its result from element i of `value`.
static bool mapsElements(Operation *op, Value value) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic || generic.getNumLoops() != generic.getNumParallelLoops() || generic.getNumResults() != 1 ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity())
    return false;
  return llvm::all_of(op->getOpOperands(), [&](OpOperand &operand) {
    return operand.get() != value ||
           (generic.isDpsInput(&operand) && generic.getMatchingIndexingMap(&operand).isIdentity());
  });
}

/// `op` loads elements of its first operand as it needs them.
static bool loadsFirstOperand(Operation *op) {
  if (isa<WinogradInputOp>(op))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && op->getNumResults() == 1 && linalgOp.getNumDpsInputs() == 2 &&
         (isa<linalg::Conv2DNhwcHwcfOp>(op) || linalg::isaContractionOpInterface(linalgOp));
}

Reader mlir::burin::fused::findReader(Value value) {
  Reader reader;
  auto refuse = [&](StringRef why) {
    reader.why = why;
    return reader;
  };
  while (true) {
    if (value.use_empty())
      return refuse("nothing reads it");
    if (!llvm::all_equal(value.getUsers()))
      return refuse("several ops read it");
    Operation *user = *value.user_begin();
    if (loadsFirstOperand(user)) {
      if (llvm::count(user->getOperands(), value) != 1 || user->getOperand(0) != value)
        return refuse("it is the second operand of its reader");
      reader.root = user;
      return reader;
    }
    if (mapsElements(user, value))
      reader.elementwise.push_back(user);
    else if (!isMovement(user))
      return refuse("its reader is no contraction, convolution or transform of Winograd");
    value = user->getResult(0);
  }
}
