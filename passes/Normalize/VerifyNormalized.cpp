//===- VerifyNormalized.cpp - The contract at the exit of Normalize -------===//
//
// This file implements the onnx-verify-normalized pass. It only reads; every
// error says which pass should have prevented it.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Precision.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXVERIFYNORMALIZEDPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

bool isWeight(Value value) {
  return isa_and_nonnull<plan::ConstantOp, onnx::ConstantOp>(
      value.getDefiningOp());
}

struct OnnxVerifyNormalizedPass final
    : impl::OnnxVerifyNormalizedPassBase<OnnxVerifyNormalizedPass> {
  using OnnxVerifyNormalizedPassBase::OnnxVerifyNormalizedPassBase;

  void runOnOperation() override {
    storage = getStorageType(&getContext(), precision);
    if (!storage) {
      getOperation().emitError()
          << "onnx-verify-normalized: precision is f16 or f32, not '"
          << precision << "'";
      return signalPassFailure();
    }
    Islands islands(getOperation());
    getOperation().walk([&](Operation *op) {
      if (op == getOperation())
        return;
      bool isFine = checkKind(op) && checkWeights(op);
      for (Value result : op->getResults())
        isFine = isFine && checkType(op, result, islands);
      hasErrors |= !isFine;
    });
    for (BlockArgument argument : getOperation().getArguments())
      checkArgument(argument, islands);
    if (hasErrors)
      signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  bool checkKind(Operation *op) {
    if (isa<onnx::ShapeOp, onnx::SizeOp>(op)) {
      op->emitOpError(
          "computes a shape at run time: bind the dynamic dimensions and run "
          "onnx-infer-shapes");
      return false;
    }
    if (isa<onnx::IdentityOp, onnx::SqueezeOp, onnx::UnsqueezeOp,
            onnx::FlattenOp>(op)) {
      op->emitOpError("is no canonical form: run onnx-simplify");
      return false;
    }
    return true;
  }

  /// Nothing is done to a weight at run time that a recipe could do.
  bool checkWeights(Operation *op) {
    bool moves = isa<onnx::TransposeOp, onnx::ReshapeOp>(op);
    auto cast = dyn_cast<onnx::CastOp>(op);
    moves |= cast && isFloatTensor(cast.getInput()) &&
             isFloatTensor(cast.getOutput());
    if (moves && isWeight(op->getOperand(0))) {
      op->emitOpError("changes a weight at run time: run onnx-fold-weights");
      return false;
    }
    auto gemm = dyn_cast<onnx::GemmOp>(op);
    if (gemm && ((gemm.getTransB() && isWeight(gemm.getB())) ||
                 (gemm.getTransA() && isWeight(gemm.getA())))) {
      op->emitOpError("transposes a weight at run time: run onnx-fold-weights");
      return false;
    }
    return true;
  }

  bool checkType(Operation *op, Value result, const Islands &islands) {
    if (isa<NoneType>(result.getType()))
      return true;
    if (!getStaticType(result)) {
      op->emitOpError()
          << "has a result of type " << result.getType()
          << " that is not static: bind the dynamic dimensions and run "
             "onnx-infer-shapes";
      return false;
    }
    if (!isFloatTensor(result) || getElementTypeOrSelf(result) == storage)
      return true;
    if (getElementTypeOrSelf(result).isF32() && isAllowedWide(op, islands))
      return true;
    op->emitOpError()
        << "has a result of type " << result.getType()
        << " outside of f32 islands: run onnx-convert-precision=precision="
        << precision;
    return false;
  }

  static bool isAllowedWide(Operation *op, const Islands &islands) {
    if (islands.contains(op))
      return true;
    auto readsF32 = [&](OpOperand &use) { return islands.readsF32(use); };
    // Constants and the cast at the entry of an island or of a parameter.
    return (isWeight(op->getResult(0)) || isa<onnx::CastOp>(op)) &&
           llvm::all_of(op->getUses(), readsF32);
  }

  void checkArgument(BlockArgument argument, const Islands &islands) {
    RankedTensorType type = getStaticType(argument);
    if (!type) {
      getOperation().emitOpError()
          << "has an argument of type " << argument.getType()
          << " that is not static: bind its dimensions";
      hasErrors = true;
    } else if (isFloatTensor(argument) && type.getElementType() != storage &&
               !(type.getElementType().isF32() && islands.contains(argument))) {
      getOperation().emitOpError()
          << "has an argument of type " << type
          << ": run onnx-convert-precision=precision=" << precision;
      hasErrors = true;
    }
  }

  FloatType storage;
  bool hasErrors = false;
};

} // namespace
} // namespace mlir::burin
