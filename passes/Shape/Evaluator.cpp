//===- Evaluator.cpp - Constant evaluation of onnx operations -------------===//
#include "Evaluator.h"

#include "dialects/Onnx/OnnxDialect.h"

using namespace mlir;
using namespace mlir::burin;

static EvaluatorTable buildTable() {
  EvaluatorTable table;
  addArithmeticEvaluators(table);
  addMovementEvaluators(table);
  addReductionEvaluators(table);
  addShapeEvaluators(table);
  return table;
}

/// These read the type of their operand, not its elements.
static bool readsShapeOnly(Operation *op) {
  return isa<onnx::ShapeOp, onnx::SizeOp, onnx::EyeLikeOp>(op);
}

/// Fills `literals`; false when an operand is not constant.
static bool getOperands(Operation *op,
                        SmallVector<std::optional<Literal>> &literals) {
  for (Value operand : op->getOperands()) {
    literals.emplace_back();
    if (onnx::isAbsent(operand) || readsShapeOnly(op))
      continue;
    auto constant = operand.getDefiningOp<onnx::ConstantOp>();
    if (!constant)
      return false;
    literals.back() = Literal::get(constant.getValue());
    if (!literals.back())
      return false;
  }
  return true;
}

static bool hasStaticOperands(Operation *op) {
  return llvm::all_of(op->getOperandTypes(), [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return isa<NoneType>(type) || (tensor && tensor.hasStaticShape());
  });
}

std::optional<SmallVector<DenseElementsAttr>>
mlir::burin::evaluate(Operation *op) {
  static const EvaluatorTable table = buildTable();
  auto it = table.find(op->getName().stripDialect());
  if (it == table.end() || !hasStaticOperands(op))
    return std::nullopt;
  Evaluation evaluation{op, {}, {}};
  for (Type type : op->getResultTypes()) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape() ||
        tensor.getNumElements() > kMaxFoldedElements ||
        !isa<FloatType, IntegerType>(tensor.getElementType()))
      return std::nullopt;
  }
  if (!getOperands(op, evaluation.operands))
    return std::nullopt;
  for (Type type : op->getResultTypes())
    evaluation.results.emplace_back(cast<RankedTensorType>(type));
  if (!it->second(evaluation))
    return std::nullopt;
  SmallVector<DenseElementsAttr> attributes;
  for (const Literal &result : evaluation.results)
    attributes.push_back(result.toAttribute());
  return attributes;
}
