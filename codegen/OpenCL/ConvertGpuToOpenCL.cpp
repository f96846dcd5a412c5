//===- ConvertGpuToOpenCL.cpp - gpu.func to OpenCL C, as EmitC ------------===//
#include "codegen/OpenCL/OpenCLSource.h"
#include "codegen/OpenCL/OpenCLTypes.h"
#include "codegen/Passes.h"

#include "mlir/Conversion/SCFToEmitC/SCFToEmitC.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Iterators.h"
#include "mlir/Target/Cpp/CppEmitter.h"

namespace mlir::burin {
#define GEN_PASS_DEF_CONVERTGPUTOOPENCLPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct ConvertGpuToOpenCLPass final
    : impl::ConvertGpuToOpenCLPassBase<ConvertGpuToOpenCLPass> {
  void runOnOperation() override;
};
} // namespace

/// True for a variable that is written at most.
static bool isNeverRead(Value variable) {
  return variable.getDefiningOp<emitc::VariableOp>() &&
         llvm::all_of(variable.getUsers(), llvm::IsaPred<emitc::AssignOp>);
}

/// Erases constants, variables, sums and reads whose values nobody needs: operands that
/// an operation's OpenCL C form does not spell, results of loops and branches.
/// EmitC's ops are not Pure, so MLIR's dead code elimination keeps them, and
/// compilers warn about the variables. Readers are visited before what they read.
static void eraseUnusedValues(Operation *root) {
  root->walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (auto assign = dyn_cast<emitc::AssignOp>(op)) {
      if (isNeverRead(assign.getVar()))
        assign.erase();
    } else if (isa<emitc::AddOp, emitc::ConstantOp, emitc::VariableOp, emitc::LoadOp, emitc::SubscriptOp>(op) &&
               op->use_empty()) {
      op->erase();
    }
  });
}

void ConvertGpuToOpenCLPass::runOnOperation() {
  MLIRContext *context = &getContext();
  OpenCLTypeConverter converter(context);
  ConversionTarget target(*context);
  target.addLegalDialect<emitc::EmitCDialect>();
  target.addIllegalDialect<arith::ArithDialect, math::MathDialect, memref::MemRefDialect,
                           nvgpu::NVGPUDialect, scf::SCFDialect, vector::VectorDialect>();
  target.addIllegalDialect<gpu::GPUDialect>();
  target.addLegalOp<gpu::GPUModuleOp>();
  RewritePatternSet patterns(context);
  populateSCFToEmitCConversionPatterns(patterns, converter);
  populateArithToOpenCL(patterns, converter);
  populateMatrixToOpenCL(patterns, converter);
  populateMemoryToOpenCL(patterns, converter);
  if (failed(applyPartialConversion(getOperation(), target, std::move(patterns)))) {
    emitError(getOperation().getLoc(), "kernel ")
        << getOperation().getName() << " has an operation without an OpenCL C form";
    return signalPassFailure();
  }
  eraseUnusedValues(getOperation());
}

FailureOr<std::string> codegen::printOpenCL(gpu::GPUModuleOp module) {
  OwningOpRef<ModuleOp> shell = ModuleOp::create(module.getLoc());
  for (auto function : module.getOps<emitc::FuncOp>())
    shell->push_back(function.clone());
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (failed(emitc::translateToCpp(*shell, stream)))
    return module.emitOpError("could not be printed as OpenCL C");
  return text;
}

} // namespace mlir::burin
