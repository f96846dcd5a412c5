//===- EvaluateShape.cpp - Shapes, fills and ranges -----------------------===//
#include "Evaluator.h"

#include "dialects/Onnx/OnnxDialect.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

RankedTensorType getOperandType(Evaluation &e) {
  return cast<RankedTensorType>(e.op->getOperand(0).getType());
}

bool evaluateShape(Evaluation &e) {
  RankedTensorType type = getOperandType(e);
  int64_t rank = type.getRank(), start = cast<onnx::ShapeOp>(e.op).getStart();
  start = std::clamp<int64_t>(start < 0 ? start + rank : start, 0, rank);
  for (int64_t i = 0; i < e.result().size(); ++i)
    e.result().ints[i] = type.getDimSize(start + i);
  return true;
}

bool evaluateSize(Evaluation &e) {
  e.result().ints[0] = getOperandType(e).getNumElements();
  return true;
}

bool evaluateConstantOfShape(Evaluation &e) {
  auto value = cast<onnx::ConstantOfShapeOp>(e.op).getValue();
  if (!value)
    return true;
  std::optional<Literal> fill = Literal::get(*value);
  if (!fill)
    return false;
  for (int64_t i = 0; i < e.result().size(); ++i)
    e.result().copy(i, *fill, 0);
  return true;
}

bool evaluateRange(Evaluation &e) {
  const Literal &start = e.operand(0), &delta = e.operand(2);
  Type type = e.result().type.getElementType();
  for (int64_t i = 0; i < e.result().size(); ++i) {
    if (start.isFloat())
      e.result().floats[i] = roundTo(
          type, start.floats[0] + static_cast<double>(i) * delta.floats[0]);
    else
      // Inference has checked that the last element is before the limit.
      e.result().ints[i] = start.ints[0] + i * delta.ints[0];
  }
  return true;
}

bool evaluateEyeLike(Evaluation &e) {
  int64_t k = cast<onnx::EyeLikeOp>(e.op).getK();
  forEachIndex(e.result().shape(), [&](int64_t linear, ArrayRef<int64_t> c) {
    if (c[1] - c[0] != k)
      return;
    if (e.result().isFloat())
      e.result().floats[linear] = 1;
    else
      e.result().ints[linear] = 1;
  });
  return true;
}

} // namespace

void mlir::burin::addShapeEvaluators(EvaluatorTable &table) {
  table["Shape"] = evaluateShape;
  table["Size"] = evaluateSize;
  table["ConstantOfShape"] = evaluateConstantOfShape;
  table["Range"] = evaluateRange;
  table["EyeLike"] = evaluateEyeLike;
}
