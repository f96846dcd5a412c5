//===- Evaluator.h - Constant evaluation of onnx operations ----*- C++ -*-===//
//
// Evaluates what exporters leave of shape arithmetic and small tables: masks,
// position ids, frequency tables. Integers are exact: an operation that would
// overflow or divide by zero is left alone.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_SHAPE_EVALUATOR_H
#define PASSES_SHAPE_EVALUATOR_H

#include "Literal.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::burin {

/// Results up to this many elements are computed.
constexpr int64_t kMaxFoldedElements = 1 << 20;

/// One operation whose result types are static and agree with its operands, by
/// shape inference.
struct Evaluation {
  Operation *op;
  /// Unset for absent operands, and for unknown ones of operators that only
  /// look at the shape.
  SmallVector<std::optional<Literal>> operands;
  /// One per result, zero-filled, of the result types.
  SmallVector<Literal> results;

  const Literal &operand(unsigned index) const { return *operands[index]; }
  bool hasOperand(unsigned index) const { return operands[index].has_value(); }
  Literal &result() { return results[0]; }
};

/// Fills the results; false leaves the operation as it is.
using EvaluateFn = bool (*)(Evaluation &);
using EvaluatorTable = llvm::StringMap<EvaluateFn>;

void addArithmeticEvaluators(EvaluatorTable &table);
void addMovementEvaluators(EvaluatorTable &table);
void addReductionEvaluators(EvaluatorTable &table);
void addShapeEvaluators(EvaluatorTable &table);

/// The values of all results, or none when the operation cannot be evaluated.
std::optional<SmallVector<DenseElementsAttr>> evaluate(Operation *op);

} // namespace mlir::burin

#endif // PASSES_SHAPE_EVALUATOR_H
