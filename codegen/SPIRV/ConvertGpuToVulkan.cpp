//===- ConvertGpuToVulkan.cpp - gpu.func to SPIR-V for Vulkan -------------===//
//
// Buffers first, by our own rules (BuffersToSPIRV.cpp); everything else is
// upstream's patterns, all in one conversion so that no value changes its type
// between two of them.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/SPIRV/BuffersToSPIRV.h"
#include "codegen/SPIRV/SPIRVTarget.h"

#include "mlir/Conversion/ArithToSPIRV/ArithToSPIRV.h"
#include "mlir/Conversion/GPUToSPIRV/GPUToSPIRV.h"
#include "mlir/Conversion/IndexToSPIRV/IndexToSPIRV.h"
#include "mlir/Conversion/MathToSPIRV/MathToSPIRV.h"
#include "mlir/Conversion/SCFToSPIRV/SCFToSPIRV.h"
#include "mlir/Conversion/UBToSPIRV/UBToSPIRV.h"
#include "mlir/Conversion/VectorToSPIRV/VectorToSPIRV.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/SPIRV/IR/TargetAndABI.h"
#include "mlir/Dialect/SPIRV/Transforms/Passes.h"
#include "mlir/Dialect/SPIRV/Transforms/SPIRVConversion.h"
#include "mlir/Transforms/Passes.h"

namespace mlir::burin {
#define GEN_PASS_DEF_CONVERTGPUTOVULKANPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct ConvertGpuToVulkanPass final : impl::ConvertGpuToVulkanPassBase<ConvertGpuToVulkanPass> {
  void runOnOperation() override;
  LogicalResult convert(gpu::GPUModuleOp module);
};

/// OpSelect takes a scalar condition for vectors only since SPIR-V 1.4.
struct SplatSelectCondition final : OpRewritePattern<arith::SelectOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::SelectOp op, PatternRewriter &rewriter) const override {
    auto type = dyn_cast<VectorType>(op.getType());
    if (!type || isa<VectorType>(op.getCondition().getType()))
      return failure();
    auto maskType = VectorType::get(type.getShape(), rewriter.getI1Type());
    Value mask = vector::BroadcastOp::create(rewriter, op.getLoc(), maskType, op.getCondition());
    rewriter.replaceOpWithNewOp<arith::SelectOp>(op, mask, op.getTrueValue(), op.getFalseValue());
    return success();
  }
};
} // namespace

/// What SPIR-V lacks, in terms of what it has.
static LogicalResult expandOps(gpu::GPUFuncOp kernel) {
  RewritePatternSet patterns(kernel.getContext());
  patterns.add<SplatSelectCondition>(kernel.getContext());
  populatePolynomialApproximateErfPattern(patterns);
  GreedyRewriteConfig config;
  config.enableFolding(false).setRegionSimplificationLevel(GreedySimplifyRegionLevel::Disabled);
  return applyPatternsGreedily(kernel, std::move(patterns), config);
}

/// Upstream expects the kernel in a spirv.module, with its ABI as attributes.
static spirv::ModuleOp createModule(gpu::GPUModuleOp module, gpu::GPUFuncOp kernel,
                                    spirv::TargetEnvAttr environment) {
  OpBuilder builder(kernel);
  auto spirvModule =
      spirv::ModuleOp::create(builder, kernel.getLoc(), spirv::AddressingModel::Logical,
                              spirv::MemoryModel::GLSL450, std::nullopt, module.getName());
  spirvModule->setAttr(spirv::getTargetEnvAttrName(), environment);
  kernel->moveBefore(spirvModule.getBody(), spirvModule.getBody()->end());
  kernel->setAttr(spirv::getEntryPointABIAttrName(),
                  spirv::getEntryPointABIAttr(module.getContext(), *kernel.getKnownBlockSize()));
  return spirvModule;
}

static LogicalResult applyConversion(spirv::ModuleOp module, spirv::TargetEnvAttr environment) {
  MLIRContext *context = module.getContext();
  SPIRVConversionOptions options;
  // Emulation changes how buffers look; a device without the type is refused.
  options.emulateLT32BitScalarTypes = false;
  options.emulateUnsupportedFloatTypes = false;
  SPIRVTypeConverter converter(environment, options);
  populateMMAToSPIRVCoopMatrixTypeConversion(converter);
  RewritePatternSet patterns(context);
  ScfToSPIRVContext scfContext;
  populateGPUToSPIRVPatterns(converter, patterns);
  populateGpuWMMAToSPIRVCoopMatrixKHRConversionPatterns(converter, patterns);
  arith::populateArithToSPIRVPatterns(converter, patterns);
  index::populateIndexToSPIRVPatterns(converter, patterns);
  populateMathToSPIRVPatterns(converter, patterns);
  populateSCFToSPIRVPatterns(converter, scfContext, patterns);
  populateVectorToSPIRVPatterns(converter, patterns);
  ub::populateUBToSPIRVConversionPatterns(converter, patterns);
  std::unique_ptr<SPIRVConversionTarget> target = SPIRVConversionTarget::get(environment);
  target->addLegalOp<spirv::ModuleOp>();
  return applyFullConversion(module, *target, std::move(patterns));
}

LogicalResult ConvertGpuToVulkanPass::convert(gpu::GPUModuleOp module) {
  auto kernels = module.getOps<gpu::GPUFuncOp>();
  if (!llvm::hasSingleElement(kernels))
    return module.emitOpError("must hold one kernel to be converted to SPIR-V");
  gpu::GPUFuncOp kernel = *kernels.begin();
  std::optional<ArrayRef<int32_t>> size = kernel.getKnownBlockSize();
  if (!kernel.isKernel() || !size || size->size() != 3)
    return kernel.emitOpError("must be a kernel with a known block size to be converted to SPIR-V");
  FailureOr<spirv::TargetEnvAttr> environment = getSPIRVTarget(module->getParentOfType<ModuleOp>());
  if (failed(environment) || failed(expandOps(kernel)))
    return failure();
  spirv::ModuleOp spirvModule = createModule(module, kernel, *environment);
  if (failed(convertBuffersToSPIRV(kernel, spirvModule)) ||
      failed(applyConversion(spirvModule, *environment)))
    return failure();
  OpPassManager finish(spirv::ModuleOp::getOperationName());
  finish.addPass(spirv::createSPIRVLowerABIAttributesPass());
  finish.addPass(createCSEPass());
  finish.addPass(spirv::createSPIRVUpdateVCEPass());
  return runPipeline(finish, spirvModule);
}

void ConvertGpuToVulkanPass::runOnOperation() {
  gpu::GPUModuleOp module = getOperation();
  if (succeeded(convert(module)))
    return;
  emitError(module.getLoc(), "kernel ")
      << module.getName() << " has no SPIR-V form that the target's Vulkan driver takes";
  signalPassFailure();
}

} // namespace mlir::burin
