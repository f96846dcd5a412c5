//===- OnnxReduction.cpp - Inference of reductions and scans --------------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace mlir::burin::onnx;

/// The shape without `axes`, or with ones there.
static SmallVector<int64_t> dropAxes(ArrayRef<int64_t> shape,
                                     ArrayRef<int64_t> axes, bool keepDims) {
  SmallVector<int64_t> result;
  for (auto [index, dim] : llvm::enumerate(shape)) {
    if (!llvm::is_contained(axes, static_cast<int64_t>(index)))
      result.push_back(dim);
    else if (keepDims)
      result.push_back(1);
  }
  return result;
}

template <typename OpTy> static LogicalResult inferReduce(OpTy op) {
  Type element = getElementType(op.getData());
  Shape shape = getShape(op.getData());
  if (element.isInteger(1) && !isa<ReduceMaxOp, ReduceMinOp>(op.getOperation()))
    return op.emitOpError("does not take booleans");
  bool keepDims = op.getKeepdims() != 0,
       keepAll = op.getNoopWithEmptyAxes() != 0;
  std::optional<SmallVector<int64_t>> axes = SmallVector<int64_t>();
  if (!isAbsent(op.getAxes())) {
    auto length = getListLength(op, op.getAxes(), "axes");
    if (failed(length))
      return failure();
    axes = getConstantInts(op.getAxes());
    if (*length == 0)
      axes = SmallVector<int64_t>();
  }
  if (!shape || (!axes && !keepDims))
    return setResult(op, std::nullopt, element);
  if (!axes)
    return setResult(op, SmallVector<int64_t>(shape->size(), kDynamic),
                     element);
  FailureOr<SmallVector<int64_t>> normalized =
      normalizeAxes(op, *axes, static_cast<int64_t>(shape->size()));
  if (failed(normalized))
    return failure();
  if (axes->empty() && !keepAll)
    llvm::append_range(*normalized, llvm::seq<int64_t>(0, static_cast<int64_t>(
                                                              shape->size())));
  return setResult(op, dropAxes(*shape, *normalized, keepDims), element);
}

LogicalResult ReduceMeanOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceSumOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceMaxOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceMinOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceProdOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceL1Op::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceL2Op::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceLogSumOp::inferResultTypes() { return inferReduce(*this); }
LogicalResult ReduceLogSumExpOp::inferResultTypes() {
  return inferReduce(*this);
}
LogicalResult ReduceSumSquareOp::inferResultTypes() {
  return inferReduce(*this);
}

template <typename OpTy> static LogicalResult inferArg(OpTy op) {
  Type i64 = IntegerType::get(op.getContext(), 64);
  Shape shape = getShape(op.getData());
  if (!shape)
    return setResult(op, std::nullopt, i64);
  FailureOr<int64_t> axis =
      normalizeAxis(op, op.getAxis(), static_cast<int64_t>(shape->size()));
  if (failed(axis))
    return failure();
  if ((*shape)[*axis] == 0)
    return op.emitOpError("reduces an empty axis");
  return setResult(op, dropAxes(*shape, {*axis}, op.getKeepdims() != 0), i64);
}

LogicalResult ArgMaxOp::inferResultTypes() { return inferArg(*this); }
LogicalResult ArgMinOp::inferResultTypes() { return inferArg(*this); }

template <typename OpTy> static LogicalResult inferSoftmax(OpTy op) {
  Shape shape = getShape(op.getInput());
  if (failed(checkFloat(op, op.getInput())) ||
      (shape && failed(normalizeAxis(op, op.getAxis(),
                                     static_cast<int64_t>(shape->size())))))
    return failure();
  return setResult(op, shape, getElementType(op.getInput()));
}

LogicalResult SoftmaxOp::inferResultTypes() { return inferSoftmax(*this); }
LogicalResult LogSoftmaxOp::inferResultTypes() { return inferSoftmax(*this); }

LogicalResult CumSumOp::inferResultTypes() {
  Shape shape = getShape(getX());
  if (failed(checkIndexType(*this, getAxis(), "axis")))
    return failure();
  auto axis = getConstantInts(getAxis());
  if (axis && axis->size() != 1)
    return emitOpError("axis must be one integer");
  if (axis && shape &&
      failed(normalizeAxis(*this, axis->front(),
                           static_cast<int64_t>(shape->size()))))
    return failure();
  return setResult(*this, shape, getElementType(getX()));
}
