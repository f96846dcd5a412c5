//===- ConvertPrecision.cpp - One storage type for floating point ---------===//
//
// This file implements the onnx-convert-precision pass: types are set in place
// according to Islands, then operands whose type is not the one that their
// reader wants go through one cast per value.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Precision.h"

#include "mlir/IR/Remarks.h"

#include <map>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXCONVERTPRECISIONPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("precision").category("precision");

bool isConstant(Operation *op) {
  return isa_and_nonnull<onnx::ConstantOp, plan::ConstantOp>(op);
}

/// `type` with floating-point elements of type `to`; other types as they are.
Type withElements(Type type, FloatType to) {
  auto tensor = dyn_cast<TensorType>(type);
  if (!tensor || !isa<FloatType>(tensor.getElementType()))
    return type;
  return tensor.clone(to);
}

struct OnnxConvertPrecisionPass final
    : impl::OnnxConvertPrecisionPassBase<OnnxConvertPrecisionPass> {
  using OnnxConvertPrecisionPassBase::OnnxConvertPrecisionPassBase;

  void runOnOperation() override {
    storage = getStorageType(&getContext(), precision);
    wide = Float32Type::get(&getContext());
    if (!storage) {
      getOperation().emitError()
          << "onnx-convert-precision: precision is f16 or f32, not '"
          << precision << "'";
      return signalPassFailure();
    }
    if (failed(checkOps()))
      return signalPassFailure();
    Islands islands(getOperation());
    convertValues(islands);
    convertOperands(islands);
    dropNoopCasts();
    updateFunctionType();
  }

private:
  /// Only ops whose types this pass understands may be there.
  LogicalResult checkOps() {
    WalkResult result = getOperation().walk([&](Operation *op) -> WalkResult {
      StringRef dialect = op->getName().getDialectNamespace();
      if (op == getOperation() || dialect == "onnx" ||
          isa<plan::ConstantOp, func::ReturnOp>(op)) {
        auto constant = dyn_cast<onnx::ConstantOp>(op);
        if (constant && isFloatTensor(constant.getOutput()) &&
            !isa<DenseElementsAttr>(constant.getValue())) {
          op->emitError("has floating-point numbers that are not dense; import "
                        "the tensor as a "
                        "plan.constant");
          return WalkResult::interrupt();
        }
        return WalkResult::advance();
      }
      op->emitError("cannot be converted to another precision: run "
                    "onnx-convert-precision before "
                    "lowering out of the onnx dialect");
      return WalkResult::interrupt();
    });
    return failure(result.wasInterrupted());
  }

  void convertValues(const Islands &islands) {
    for (BlockArgument argument : getOperation().getArguments())
      argument.setType(withElements(
          argument.getType(), islands.contains(argument) ? wide : storage));
    getOperation().walk([&](Operation *op) {
      if (isConstant(op) || op == getOperation())
        return;
      FloatType to = islands.contains(op) ? wide : storage;
      for (Value result : op->getResults())
        result.setType(withElements(result.getType(), to));
      convertAttributes(op, to);
      numF32Ops += islands.contains(op) && storage != wide;
    });
  }

  /// Attributes that name or hold elements of the result.
  static void convertAttributes(Operation *op, FloatType to) {
    if (auto cast = dyn_cast<onnx::CastOp>(op);
        cast && isFloatTensor(cast.getOutput()))
      cast.setTo(to);
    if (auto eye = dyn_cast<onnx::EyeLikeOp>(op);
        eye && eye.getDtype() && isFloatTensor(eye.getOutput()))
      eye.setDtype(to);
    auto fill = dyn_cast<onnx::ConstantOfShapeOp>(op);
    if (!fill || !isFloatTensor(fill.getOutput()))
      return;
    OpBuilder builder(op);
    if (auto value = dyn_cast_or_null<DenseElementsAttr>(fill.getValueAttr())) {
      Value constant = onnx::ConstantOp::create(builder, op->getLoc(),
                                                value.getType(), value);
      Value converted = castTo(builder, op->getLoc(), constant, to);
      fill.setValueAttr(cast<ElementsAttr>(
          converted.getDefiningOp<onnx::ConstantOp>().getValue()));
      if (converted != constant)
        converted.getDefiningOp()->erase();
      constant.getDefiningOp()->erase();
    } else if (!fill.getValueAttr()) {
      auto type = RankedTensorType::get({1}, to);
      fill.setValueAttr(DenseElementsAttr::get(
          type, ArrayRef<Attribute>(builder.getFloatAttr(to, 0.0))));
    }
  }

  void convertOperands(const Islands &islands) {
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) { ops.push_back(op); });
    for (Operation *op : ops)
      for (OpOperand &operand : op->getOpOperands()) {
        if (!isFloatTensor(operand.get()))
          continue;
        bool isConstantOperand = isConstant(operand.get().getDefiningOp());
        if (Islands::readsAny(operand) && !isConstantOperand)
          continue;
        // A cast of a constant reads what it yields, so that nothing is lost.
        FloatType to = islands.readsF32(operand) ? wide : storage;
        if (Islands::readsAny(operand))
          to = cast<FloatType>(getElementTypeOrSelf(op->getResult(0)));
        operand.set(getConverted(operand.get(), to));
      }
    for (Operation *op : ops)
      if (isConstant(op) && op->use_empty())
        op->erase();
  }

  /// `value` as elements of type `to`, made once and next to `value`.
  Value getConverted(Value value, FloatType to) {
    if (getElementTypeOrSelf(value) == to)
      return value;
    Value &converted =
        cache[{value.getAsOpaquePointer(), to.getAsOpaquePointer()}];
    if (converted)
      return converted;
    OpBuilder builder(&getContext());
    builder.setInsertionPointAfterValue(value);
    converted = castTo(builder, value.getLoc(), value, to);
    if (isConstant(value.getDefiningOp())) {
      ++numConstantsConverted;
      warnAboutFlush(value, converted);
    } else {
      ++numCastsInserted;
      remark::passed(value.getLoc(), kRemark)
          << "cast at the border of an f32 island";
    }
    return converted;
  }

  /// A small constant, such as an epsilon, that the storage type cannot hold.
  void warnAboutFlush(Value value, Value converted) {
    std::optional<double> before = getSplatNumber(value),
                          after = getSplatNumber(converted);
    if (before && after && *before != 0 && *after == 0)
      remark::missed(value.getLoc(), kRemark) << remark::reason(
          "the constant {0} becomes 0 in the storage type", *before);
  }

  void dropNoopCasts() {
    getOperation().walk([&](onnx::CastOp op) {
      if (op.getInput().getType() != op.getOutput().getType())
        return;
      op.getOutput().replaceAllUsesWith(op.getInput());
      op.erase();
      ++numCastsRemoved;
    });
  }

  void updateFunctionType() {
    func::FuncOp func = getOperation();
    TypeRange results = func.getFunctionType().getResults();
    func.walk([&](func::ReturnOp op) { results = op.getOperandTypes(); });
    func.setType(FunctionType::get(&getContext(),
                                   func.getBody().getArgumentTypes(), results));
  }

  FloatType storage, wide;
  std::map<std::pair<const void *, const void *>, Value> cache;
};

} // namespace
} // namespace mlir::burin
