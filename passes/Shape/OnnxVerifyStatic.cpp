//===- OnnxVerifyStatic.cpp - Contract of the Shape phase -----------------===//
#include "passes/Shape/Passes.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXVERIFYSTATIC
#include "passes/Shape/Passes.h.inc"
} // namespace mlir::burin

using namespace mlir;
using namespace mlir::burin;

namespace {

/// No device has a buffer of this size: such a shape is an error in the model.
constexpr int64_t kMaxTensorBytes = int64_t{64} << 30;

struct OnnxVerifyStatic
    : mlir::burin::impl::OnnxVerifyStaticBase<OnnxVerifyStatic> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (failed(verifyInputs(func)) || failed(verifyBody(func)))
        return signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  LogicalResult verifyInputs(func::FuncOp func);
  LogicalResult verifyBody(func::FuncOp func);
  LogicalResult verifyResult(Operation *op, Type type);
};

/// Reports all unbound dimensions of the inputs at once.
LogicalResult OnnxVerifyStatic::verifyInputs(func::FuncOp func) {
  std::string unbound, example;
  for (unsigned index = 0; index < func.getNumArguments(); ++index) {
    auto type = dyn_cast<RankedTensorType>(func.getArgumentTypes()[index]);
    auto name = func.getArgAttrOfType<StringAttr>(index, "plan.name");
    auto dims = func.getArgAttrOfType<ArrayAttr>(index, "plan.dims");
    std::string label = name ? name.str() : "argument " + std::to_string(index);
    if (!type)
      return func.emitError() << "input '" << label << "' has no known rank";
    for (int64_t axis = 0; axis < type.getRank(); ++axis) {
      if (!type.isDynamicDim(axis))
        continue;
      auto symbol = dims && axis < static_cast<int64_t>(dims.size())
                        ? dyn_cast<StringAttr>(dims[axis])
                        : StringAttr();
      std::string dim = symbol && !symbol.empty()
                            ? symbol.str()
                            : label + "." + std::to_string(axis);
      if (example.empty())
        example = dim;
      unbound += (unbound.empty() ? "" : ", ") + label + " axis " +
                 std::to_string(axis) + " (" + dim + ")";
    }
  }
  if (!unbound.empty())
    return func.emitError()
           << "has dynamic input dimensions: " << unbound
           << "; give each a size, for example --bind " << example << "=2";
  return success();
}

LogicalResult OnnxVerifyStatic::verifyResult(Operation *op, Type type) {
  if (isa<NoneType>(type))
    return success();
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return op->emitOpError()
           << "has a result of unknown shape (" << type
           << "); the shape depends on values that are only known at run time";
  FailureOr<int64_t> bytes = plan::getTensorBytes(tensor);
  if (failed(bytes) || *bytes > kMaxTensorBytes)
    return op->emitOpError()
           << "has a result " << type << " of more than 64 GiB";
  return success();
}

LogicalResult OnnxVerifyStatic::verifyBody(func::FuncOp func) {
  if (func.isExternal())
    return success();
  for (Operation &op : func.getBody().front()) {
    if (!isa<onnx::OnnxDialect, plan::PlanDialect, func::FuncDialect>(
            op.getDialect()))
      return op.emitOpError("is no operation of the onnx or plan dialect");
    for (Type type : op.getResultTypes())
      if (failed(verifyResult(&op, type)))
        return failure();
    if (isa<onnx::ShapeOp, onnx::SizeOp>(op))
      return op.emitOpError(
          "computes a shape that is not known at compile time");
  }
  return success();
}

} // namespace
