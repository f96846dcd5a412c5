//===- OnnxInferShapes.cpp - Result types and shape arithmetic ------------===//
#include "passes/Shape/Passes.h"

#include "Evaluator.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXINFERSHAPES
#include "passes/Shape/Passes.h.inc"
} // namespace mlir::burin

using namespace mlir;
using namespace mlir::burin;

namespace {

struct OnnxInferShapes
    : mlir::burin::impl::OnnxInferShapesBase<OnnxInferShapes> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && failed(runOnFunction(func)))
        return signalPassFailure();
  }

private:
  LogicalResult runOnFunction(func::FuncOp func);
  /// Replaces `op` by literals; false when it stays.
  bool fold(Operation *op);
};

bool OnnxInferShapes::fold(Operation *op) {
  std::optional<SmallVector<DenseElementsAttr>> values = evaluate(op);
  if (!values)
    return false;
  OpBuilder builder(op);
  SmallVector<Value> constants;
  for (DenseElementsAttr value : *values)
    constants.push_back(
        onnx::ConstantOp::create(builder, op->getLoc(), value.getType(), value)
            .getResult());
  op->replaceAllUsesWith(constants);
  op->erase();
  ++numFolded;
  return true;
}

LogicalResult OnnxInferShapes::runOnFunction(func::FuncOp func) {
  Block &body = func.getBody().front();
  for (Operation &op : llvm::make_early_inc_range(body)) {
    auto inferable = dyn_cast<onnx::ShapeInferenceInterface>(op);
    if (!inferable)
      continue;
    if (failed(inferable.inferResultTypes()))
      return failure();
    fold(&op);
  }
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
  func.setFunctionType(
      FunctionType::get(func.getContext(), body.getArgumentTypes(),
                        body.getTerminator()->getOperandTypes()));
  return success();
}

} // namespace
