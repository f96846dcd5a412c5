//===- VerifyLinalg.cpp - The contract at the exit of Linalg --------------===//
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"
#include "passes/OnnxToLinalg/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYLINALG
#include "passes/OnnxToLinalg/Passes.h.inc"
} // namespace mlir::burin

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

/// Tensors must be static with elements that a plan can store.
static bool isContractType(Type type) {
  auto tensor = dyn_cast<TensorType>(type);
  if (!tensor)
    return !isa<NoneType>(type);
  auto ranked = dyn_cast<RankedTensorType>(type);
  return ranked && ranked.hasStaticShape() && getSignless(ranked) == ranked &&
         succeeded(plan::getElementBytes(ranked.getElementType()));
}

static bool hasContractTypes(Operation *op) {
  return llvm::all_of(op->getOperandTypes(), isContractType) &&
         llvm::all_of(op->getResultTypes(), isContractType);
}

namespace {
struct VerifyLinalgPass : burin::impl::VerifyLinalgBase<VerifyLinalgPass> {
  void runOnOperation() override {
    ConversionTarget target(getContext());
    target.addLegalOp<ModuleOp>();
    target.addDynamicallyLegalDialect<
        arith::ArithDialect, linalg::LinalgDialect, math::MathDialect,
        tensor::TensorDialect, fused::FusedDialect>(hasContractTypes);
    target.addDynamicallyLegalOp<plan::ConstantOp, func::ReturnOp>(
        hasContractTypes);
    target.addDynamicallyLegalOp<func::FuncOp>([](func::FuncOp func) {
      return llvm::all_of(func.getArgumentTypes(), isContractType) &&
             llvm::all_of(func.getResultTypes(), isContractType);
    });
    RewritePatternSet none(&getContext());
    if (failed(applyFullConversion(getOperation(), target, std::move(none))))
      signalPassFailure();
  }
};
} // namespace
