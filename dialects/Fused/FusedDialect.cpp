//===- FusedDialect.cpp - The fused dialect -------------------------------===//
#include "dialects/Fused/FusedDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/Support/MathExtras.h"

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

/// Hk divides H, and what the operands share has one extent (C1).
static bool haveAttentionShapes(AttentionOp op) {
  for (Value operand : op->getOperands())
    if (!cast<RankedTensorType>(operand.getType()).hasStaticShape())
      return false;
  ArrayRef<int64_t> query = op.getQuery().getType().getShape(), key = op.getKey().getType().getShape(),
                    value = op.getValue().getType().getShape(), init = op.getInit().getType().getShape();
  SmallVector<int64_t> expectedKey = {query[0], key[1], key[2], query[3]};
  SmallVector<int64_t> expectedValue = {query[0], key[1], key[2], value[3]};
  SmallVector<int64_t> expectedInit = {query[0], query[1], query[2], value[3]};
  return key == ArrayRef(expectedKey) && value == ArrayRef(expectedValue) &&
         init == ArrayRef(expectedInit) && key[1] != 0 && query[1] % key[1] == 0;
}

LogicalResult AttentionOp::verify() {
  if (!haveAttentionShapes(*this) || getResult().getType() != getInit().getType())
    return emitOpError("(C1) expected static [B, H, Nq, D], [B, Hk, Nk, D], [B, Hk, Nk, Dv] and "
                       "[B, H, Nq, Dv] with Hk dividing H, got ")
           << getQuery().getType() << ", " << getKey().getType() << ", " << getValue().getType()
           << ", " << getInit().getType() << " and " << getResult().getType();
  Type element = getQuery().getType().getElementType();
  if (getKey().getType().getElementType() != element || getValue().getType().getElementType() != element)
    return emitOpError("(C2) expected query, key and value of one element type, got ")
           << getQuery().getType() << ", " << getKey().getType() << ", " << getValue().getType();
  if (Value mask = getMask()) {
    ArrayRef<int64_t> query = getQuery().getType().getShape();
    int64_t scores[] = {query[0], query[1], query[2], getKey().getType().getDimSize(2)};
    for (auto [extent, full] : llvm::zip_equal(cast<RankedTensorType>(mask.getType()).getShape(), scores))
      if (extent != 1 && extent != full)
        return emitOpError("(C3) expected extents of the mask to be 1 or those of the scores, got ")
               << mask.getType();
  }
  if (!getScale().isFinite())
    return emitOpError("(C4) expected a finite scale");
  return success();
}

/// Two numbers per row (C1).
static LogicalResult verifyStatistics(Operation *op, RankedTensorType input, RankedTensorType init,
                                      Type result) {
  int64_t expected[] = {input.getDimSize(0), 2};
  if (!input.hasStaticShape() || init.getShape() != ArrayRef(expected) || result != init)
    return op->emitOpError("(C1) expected static [R, C], [R, 2] and [R, 2], got ")
           << input << ", " << init << " and " << result;
  return success();
}

LogicalResult SoftmaxStatisticsOp::verify() {
  return verifyStatistics(*this, getInput().getType(), getInit().getType(), getResult().getType());
}

LogicalResult RowStatisticsOp::verify() {
  return verifyStatistics(*this, getInput().getType(), getInit().getType(), getResult().getType());
}

LogicalResult BlockSumsOp::verify() {
  ArrayRef<int64_t> in = getInput().getType().getShape(), out = getInit().getType().getShape();
  bool isStatic = getInput().getType().hasStaticShape() && getInit().getType().hasStaticShape();
  if (isStatic && getResult().getType() == getInit().getType() && out[0] == in[0] && out[1] > 0 &&
      in[1] % out[1] == 0 && out[2] == 2 && out[3] == in[2])
    return success();
  return emitOpError("(C1) expected static [N, S, C], [N, B, 2, C] and [N, B, 2, C] with B dividing S, got ")
         << getInput().getType() << ", " << getInit().getType() << " and " << getResult().getType();
}

LogicalResult RowSumsOp::verify() {
  RankedTensorType input = getInput().getType(), init = getInit().getType();
  if (input.hasStaticShape() && init.hasStaticShape() && getResult().getType() == init && init.getDimSize(0) > 0 &&
      input.getDimSize(1) % init.getDimSize(0) == 0 && init.getDimSize(1) == input.getDimSize(0) && init.getDimSize(2) == 2)
    return success();
  return emitOpError("(C1) expected static [R, C], [B, R, 2] and [B, R, 2] with B dividing C, got ")
         << input << ", " << init << " and " << getResult().getType();
}

LogicalResult RowMomentsOp::verify() {
  RankedTensorType input = getInput().getType(), init = getInit().getType();
  int64_t expected[] = {input.getDimSize(0), init.getDimSize(0), 2};
  bool isStatic = input.hasStaticShape() && init.hasStaticShape() && getResult().getType() == init;
  if (!isStatic || input.getDimSize(0) < 1 || input.getShape() != ArrayRef(expected) || init.getDimSize(1) != 2)
    return emitOpError("(C1) expected static [B, R, 2], [R, 2] and [R, 2], got ")
           << input << ", " << init << " and " << getResult().getType();
  if (static_cast<int64_t>(getColumns()) < 1 || getEpsilon().isNegative())
    return emitOpError("(C2) expected columns to be positive and epsilon to be non-negative");
  return success();
}

LogicalResult GroupStatisticsOp::verify() {
  RankedTensorType input = getInput().getType(), init = getInit().getType();
  bool isStatic = input.hasStaticShape() && init.hasStaticShape() && getResult().getType() == init;
  if (!isStatic || init.getDimSize(0) != input.getDimSize(0) || init.getDimSize(1) != 2 || init.getDimSize(2) < 1 ||
      input.getDimSize(2) % init.getDimSize(2) != 0)
    return emitOpError("(C1) expected static [N, S, C], [N, 2, G] and [N, 2, G] with G dividing C, got ")
           << input << ", " << init << " and " << getResult().getType();
  if (getEpsilon().isNegative())
    return emitOpError("(C2) expected epsilon to be non-negative");
  return success();
}

/// [(tile + 2)^2, N * H' * W', C], the form between the transforms.
static SmallVector<int64_t> getWinogradShape(int64_t tile, int64_t images, int64_t height, int64_t width,
                                             int64_t channels) {
  return {(tile + 2) * (tile + 2), images * height * width, channels};
}

static LogicalResult verifyWinogradTile(Operation *op, int64_t tile) {
  if (tile != 2 && tile != 4)
    return op->emitOpError("(C1) expected tile to be 2 or 4, got ") << tile;
  return success();
}

LogicalResult WinogradInputOp::verify() {
  int64_t tile = getTile();
  if (failed(verifyWinogradTile(*this, tile)))
    return failure();
  RankedTensorType input = getInput().getType(), init = getInit().getType();
  ArrayRef<int64_t> shape = input.getShape();
  auto fits = [&](int64_t extent) { return extent > 2 && (extent - 2) % tile == 0; };
  if (!input.hasStaticShape() || getResult().getType() != init || !fits(shape[1]) || !fits(shape[2]) ||
      init.getShape() != ArrayRef(getWinogradShape(tile, shape[0], (shape[1] - 2) / tile,
                                                   (shape[2] - 2) / tile, shape[3])))
    return emitOpError("(C2) expected static [N, tile * H' + 2, tile * W' + 2, C] and "
                       "[(tile + 2)^2, N * H' * W', C], got ")
           << input << ", " << init << " and " << getResult().getType();
  return success();
}

LogicalResult WinogradOutputOp::verify() {
  int64_t tile = getTile();
  if (failed(verifyWinogradTile(*this, tile)))
    return failure();
  RankedTensorType input = getInput().getType(), init = getInit().getType();
  ArrayRef<int64_t> shape = init.getShape();
  if (!init.hasStaticShape() || getResult().getType() != init ||
      input.getShape() != ArrayRef(getWinogradShape(tile, shape[0], llvm::divideCeil(shape[1], tile),
                                                    llvm::divideCeil(shape[2], tile), shape[3])))
    return emitOpError("(C2) expected [(tile + 2)^2, N * ceil(H / tile) * ceil(W / tile), C] and "
                       "static [N, H, W, C], got ")
           << input << ", " << init << " and " << getResult().getType();
  return success();
}
