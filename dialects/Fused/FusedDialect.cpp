//===- FusedDialect.cpp - The fused dialect -------------------------------===//
#include "dialects/Fused/FusedDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace mlir::burin::fused;

#include "dialects/Fused/FusedDialect.cpp.inc"
#define GET_OP_CLASSES
#include "dialects/Fused/FusedOps.cpp.inc"

void FusedDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "dialects/Fused/FusedOps.cpp.inc"
      >();
}

/// Shared by the norms: one shape for input and init, [C] for scale and bias.
static LogicalResult verifyNorm(Operation *op, Value input, Value scale,
                                Value bias, Value init, Value result) {
  auto inputType = cast<RankedTensorType>(input.getType());
  auto initType = cast<RankedTensorType>(init.getType());
  if (!inputType.hasStaticShape() || inputType.getShape() != initType.getShape())
    return op->emitOpError("(C1) expected input and init of one static shape, got ")
           << inputType << " and " << initType;
  if (result.getType() != initType)
    return op->emitOpError("(C1) expected the result to have the type of init");
  int64_t channels = inputType.getShape().back();
  for (Value value : {scale, bias}) {
    auto type = cast<RankedTensorType>(value.getType());
    if (type.getDimSize(0) != channels)
      return op->emitOpError("(C1) expected scale and bias of ")
             << channels << " channels, got " << type;
  }
  return success();
}

LogicalResult GroupNormOp::verify() {
  if (failed(verifyNorm(*this, getInput(), getScale(), getBias(), getInit(), getResult())))
    return failure();
  int64_t channels = getInput().getType().getShape().back();
  if (static_cast<int64_t>(getGroups()) <= 0 || channels % getGroups() != 0)
    return emitOpError() << "(C2) expected groups to divide " << channels
                         << " channels, got " << getGroups();
  if (getEpsilon().isNegative())
    return emitOpError("(C2) expected epsilon to be non-negative");
  return success();
}

LogicalResult LayerNormOp::verify() {
  return verifyNorm(*this, getInput(), getScale(), getBias(), getInit(), getResult());
}
