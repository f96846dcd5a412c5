//===- OnnxElementwise.cpp - Inference of element-wise operators ----------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace mlir::burin::onnx;

namespace {

LogicalResult inferSame(Operation *op) {
  return setResult(op, getShape(op->getOperand(0)),
                   getElementType(op->getOperand(0)));
}

LogicalResult inferFloat(Operation *op) {
  return failed(checkFloat(op, op->getOperand(0))) ? failure() : inferSame(op);
}

/// The operands have the element type of the first unless `mayMix`.
LogicalResult inferBroadcast(Operation *op, Type resultElement,
                             bool mayMix = false) {
  SmallVector<Shape> shapes;
  for (Value operand : op->getOperands()) {
    if (!mayMix && failed(checkSameElementType(op, op->getOperand(0), operand)))
      return failure();
    shapes.push_back(getShape(operand));
  }
  FailureOr<Shape> shape = broadcast(op, shapes);
  return failed(shape) ? failure() : setResult(op, *shape, resultElement);
}

LogicalResult inferArithmetic(Operation *op) {
  Type element = getElementType(op->getOperand(0));
  if (element.isInteger(1))
    return op->emitOpError("does not take booleans");
  return inferBroadcast(op, element);
}

LogicalResult inferCompare(Operation *op) {
  return inferBroadcast(op, IntegerType::get(op->getContext(), 1));
}

LogicalResult inferLogic(Operation *op) {
  Type element = getElementType(op->getOperand(0));
  if (!element.isInteger(1))
    return op->emitOpError() << "needs booleans, has " << element;
  return inferBroadcast(op, element);
}

LogicalResult inferToBool(Operation *op) {
  return setResult(op, getShape(op->getOperand(0)),
                   IntegerType::get(op->getContext(), 1));
}

/// An optional bound of Clip: one element of the input's type.
LogicalResult checkBound(Operation *op, Value input, Value bound) {
  if (isAbsent(bound))
    return success();
  Shape shape = getShape(bound);
  if (shape &&
      llvm::any_of(*shape, [](int64_t d) { return d != 1 && d != kDynamic; }))
    return op->emitOpError("bounds must be scalars");
  return checkSameElementType(op, input, bound);
}

} // namespace

#define INFER(OP, FUNCTION)                                                    \
  LogicalResult OP##Op::inferResultTypes() { return FUNCTION(*this); }

INFER(Abs, inferSame)
INFER(Neg, inferSame)
INFER(Sign, inferSame)
INFER(Relu, inferSame)
INFER(Identity, inferSame)
INFER(Ceil, inferFloat)
INFER(Floor, inferFloat)
INFER(Round, inferFloat)
INFER(Reciprocal, inferFloat)
INFER(Sqrt, inferFloat)
INFER(Exp, inferFloat)
INFER(Log, inferFloat)
INFER(Erf, inferFloat)
INFER(Sin, inferFloat)
INFER(Cos, inferFloat)
INFER(Tan, inferFloat)
INFER(Asin, inferFloat)
INFER(Acos, inferFloat)
INFER(Atan, inferFloat)
INFER(Sinh, inferFloat)
INFER(Cosh, inferFloat)
INFER(Asinh, inferFloat)
INFER(Acosh, inferFloat)
INFER(Atanh, inferFloat)
INFER(Tanh, inferFloat)
INFER(Sigmoid, inferFloat)
INFER(HardSwish, inferFloat)
INFER(Softplus, inferFloat)
INFER(Softsign, inferFloat)
INFER(Mish, inferFloat)
INFER(LeakyRelu, inferFloat)
INFER(Elu, inferFloat)
INFER(Celu, inferFloat)
INFER(ThresholdedRelu, inferFloat)
INFER(Swish, inferFloat)
INFER(Selu, inferFloat)
INFER(HardSigmoid, inferFloat)
INFER(Not, inferLogic)
INFER(And, inferLogic)
INFER(Or, inferLogic)
INFER(Xor, inferLogic)
INFER(IsNaN, inferToBool)
INFER(IsInf, inferToBool)
INFER(Add, inferArithmetic)
INFER(Sub, inferArithmetic)
INFER(Mul, inferArithmetic)
INFER(Div, inferArithmetic)
INFER(Mod, inferArithmetic)
INFER(Equal, inferCompare)
INFER(Less, inferCompare)
INFER(LessOrEqual, inferCompare)
INFER(Greater, inferCompare)
INFER(GreaterOrEqual, inferCompare)

#undef INFER

LogicalResult GeluOp::inferResultTypes() {
  if (getApproximate() != "none" && getApproximate() != "tanh")
    return emitOpError() << "has the unknown approximation '"
                         << getApproximate() << "'";
  return inferFloat(*this);
}

/// The exponent may have another element type.
LogicalResult PowOp::inferResultTypes() {
  return inferBroadcast(*this, getElementType(getLhs()), /*mayMix=*/true);
}

/// The slope broadcasts to the input, not the other way.
LogicalResult PReluOp::inferResultTypes() {
  Shape input = getShape(getLhs()), both = input;
  if (failed(checkSameElementType(*this, getLhs(), getRhs())) ||
      failed(broadcast(*this, both, getShape(getRhs()))))
    return failure();
  if (input && both && input->size() != both->size())
    return emitOpError("has a slope of larger rank than its input");
  if (input && both)
    for (auto [a, b] : llvm::zip_equal(*input, *both))
      if (a != kDynamic && b != a)
        return emitOpError("has a slope that does not broadcast to its input");
  return setResult(*this, input, getElementType(getLhs()));
}

static LogicalResult inferVariadic(Operation *op) {
  if (op->getNumOperands() == 0)
    return op->emitOpError("needs at least one input");
  return inferArithmetic(op);
}
LogicalResult MaxOp::inferResultTypes() { return inferVariadic(*this); }
LogicalResult MinOp::inferResultTypes() { return inferVariadic(*this); }
LogicalResult SumOp::inferResultTypes() { return inferVariadic(*this); }
LogicalResult MeanOp::inferResultTypes() {
  return getInputs().empty() || succeeded(checkFloat(*this, getInputs()[0]))
             ? inferVariadic(*this)
             : failure();
}

LogicalResult CastOp::inferResultTypes() {
  return setResult(*this, getShape(getInput()), getTo());
}

LogicalResult CastLikeOp::inferResultTypes() {
  return setResult(*this, getShape(getInput()),
                   getElementType(getTargetType()));
}

LogicalResult WhereOp::inferResultTypes() {
  if (!getElementType(getCondition()).isInteger(1))
    return emitOpError("needs a boolean condition");
  if (failed(checkSameElementType(*this, getLhs(), getRhs())))
    return failure();
  FailureOr<Shape> shape =
      broadcast(*this, {getShape(getCondition()), getShape(getLhs()),
                        getShape(getRhs())});
  return failed(shape) ? failure()
                       : setResult(*this, *shape, getElementType(getLhs()));
}

LogicalResult ClipOp::inferResultTypes() {
  if (failed(checkBound(*this, getInput(), getMin())) ||
      failed(checkBound(*this, getInput(), getMax())))
    return failure();
  return inferSame(*this);
}

LogicalResult DropoutOp::inferResultTypes() {
  if (failed(checkFloat(*this, getData())))
    return failure();
  if (!isa<NoneType>(getMask().getType()) &&
      failed(setResult(*this, 1, getShape(getData()),
                       IntegerType::get(getContext(), 1))))
    return failure();
  return setResult(*this, 0, getShape(getData()), getElementType(getData()));
}
