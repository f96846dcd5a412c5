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
#include "dialects/Kernel/KernelDialect.h"

#include "mlir/Conversion/ArithToSPIRV/ArithToSPIRV.h"
#include "mlir/Conversion/GPUToSPIRV/GPUToSPIRV.h"
#include "mlir/Conversion/IndexToSPIRV/IndexToSPIRV.h"
#include "mlir/Conversion/MathToSPIRV/MathToSPIRV.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToSPIRV/SCFToSPIRV.h"
#include "mlir/Conversion/UBToSPIRV/UBToSPIRV.h"
#include "mlir/Conversion/VectorToSPIRV/VectorToSPIRV.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SPIRV/IR/TargetAndABI.h"
#include "mlir/Dialect/SPIRV/Transforms/Passes.h"
#include "mlir/Dialect/SPIRV/Transforms/SPIRVConversion.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
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

/// Abramowitz and Stegun 7.1.26, absolute error 2e-7, as in OpenCL C with PTX: one division and one exponential. Upstream's
/// expansion selects each coefficient of a rational function among four. Near zero, where 1 minus almost 1 has lost the
/// digits of x, it is 2 x / sqrt(pi).
struct ExpandErf final : OpRewritePattern<math::ErfOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::ErfOp op, PatternRewriter &rewriter) const override {
    if (!getElementTypeOrSelf(op.getType()).isF32())
      return rewriter.notifyMatchFailure(op, "not in f32");
    ImplicitLocOpBuilder b(op.getLoc(), rewriter);
    auto constant = [&](double value) {
      TypedAttr scalar = b.getF32FloatAttr(static_cast<float>(value));
      if (auto type = dyn_cast<VectorType>(op.getType()))
        scalar = DenseElementsAttr::get(type, scalar);
      return arith::ConstantOp::create(b, scalar).getResult();
    };
    auto multiplyAdd = [&](Value x, Value y, Value z) { return math::FmaOp::create(b, x, y, z).getResult(); };
    auto multiply = [&](Value x, Value y) { return arith::MulFOp::create(b, x, y).getResult(); };
    Value x = op.getOperand(), size = math::AbsFOp::create(b, x), one = constant(1.0);
    Value t = arith::DivFOp::create(b, one, multiplyAdd(size, constant(0.3275911), one));
    Value polynomial = constant(1.061405429);
    for (double coefficient : {-1.453152027, 1.421413741, -0.284496736, 0.254829592})
      polynomial = multiplyAdd(polynomial, t, constant(coefficient));
    Value exponential = math::Exp2Op::create(b, multiply(multiply(size, size), constant(-1.44269504)));
    Value rest = multiply(multiply(polynomial, t), exponential), far = arith::SubFOp::create(b, one, rest);
    Value isNegative = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, x, constant(0.0));
    far = arith::SelectOp::create(b, isNegative, arith::NegFOp::create(b, far), far);
    Value isNear = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, size, constant(1e-3));
    rewriter.replaceOpWithNewOp<arith::SelectOp>(op, isNear, multiply(x, constant(1.12837917)), far);
    return success();
  }
};

/// A barrier of one sub-group; strengthenBarriers completes its semantics.
struct SubgroupBarrier final : OpConversionPattern<gpu::BarrierOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::BarrierOp op, OpAdaptor, ConversionPatternRewriter &rewriter) const override {
    if (!op->hasAttr(kernel::kSubgroupAttrName))
      return failure();
    rewriter.replaceOpWithNewOp<spirv::ControlBarrierOp>(
        op, spirv::Scope::Subgroup, spirv::Scope::Subgroup,
        spirv::MemorySemantics::AcquireRelease | spirv::MemorySemantics::WorkgroupMemory);
    return success();
  }
};

/// Whether a condition holds for any item of the sub-group.
struct SubgroupVote final : OpConversionPattern<gpu::SubgroupReduceOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::SubgroupReduceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getOp() != gpu::AllReduceOperation::OR || !op.getType().isInteger(1) || op.getClusterSize())
      return rewriter.notifyMatchFailure(op, "not a vote of the whole sub-group");
    rewriter.replaceOpWithNewOp<spirv::GroupNonUniformAnyOp>(op, rewriter.getI1Type(), spirv::Scope::Subgroup,
                                                             adaptor.getValue());
    return success();
  }
};

struct Exp2 final : OpConversionPattern<math::Exp2Op> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(math::Exp2Op op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<spirv::GLExp2Op>(op, adaptor.getOperand());
    return success();
  }
};
} // namespace

/// What SPIR-V lacks, in terms of what it has.
static LogicalResult expandOps(gpu::GPUFuncOp kernel) {
  RewritePatternSet patterns(kernel.getContext());
  patterns.add<SplatSelectCondition, ExpandErf>(kernel.getContext());
  GreedyRewriteConfig config;
  config.enableFolding(false).setRegionSimplificationLevel(GreedySimplifyRegionLevel::Disabled);
  return applyPatternsGreedily(kernel, std::move(patterns), config);
}

/// SPV_KHR_cooperative_matrix is defined on Vulkan's memory model only.
static spirv::MemoryModel getMemoryModel(gpu::GPUFuncOp kernel) {
  bool hasMatrices = kernel
                         .walk([](gpu::SubgroupMmaComputeOp) { return WalkResult::interrupt(); })
                         .wasInterrupted();
  return hasMatrices ? spirv::MemoryModel::Vulkan : spirv::MemoryModel::GLSL450;
}

/// Upstream keeps the results of a loop in variables that only the loop's body
/// stores: after a loop without iterations they would hold nothing. Each starts
/// with the value that the loop starts with.
static LogicalResult initializeLoopResults(spirv::LoopOp loop) {
  auto isResult = [](spirv::StoreOp store) { return store.getPtr().getDefiningOp<spirv::VariableOp>() != nullptr; };
  auto stores = llvm::to_vector(
      llvm::make_filter_range(loop.getContinueBlock()->getOps<spirv::StoreOp>(), isResult));
  auto enter = cast<spirv::BranchOp>(loop.getEntryBlock()->getTerminator());
  auto repeat = cast<spirv::BranchOp>(loop.getContinueBlock()->getTerminator());
  // The induction variable comes first and has no result.
  OperandRange initial = enter.getBlockArguments().drop_front(), next = repeat.getBlockArguments().drop_front();
  auto stored = llvm::map_range(stores, [](spirv::StoreOp store) { return store.getValue(); });
  if (!llvm::equal(stored, next) || initial.size() != next.size())
    return loop.emitOpError("keeps its results elsewhere than in a variable for each: ")
           << stores.size() << " variables, " << next.size() << " values";
  OpBuilder builder(loop);
  for (auto [store, value] : llvm::zip_equal(stores, initial))
    spirv::StoreOp::create(builder, loop.getLoc(), store.getPtr(), value);
  return success();
}

static LogicalResult initializeLoopResults(spirv::ModuleOp module) {
  // Outer loops first: what an inner one starts with is stored in the outer's body.
  WalkResult walked = module.walk<WalkOrder::PreOrder>([](spirv::LoopOp loop) {
    return succeeded(initializeLoopResults(loop)) ? WalkResult::advance() : WalkResult::interrupt();
  });
  return failure(walked.wasInterrupted());
}

/// Asks the driver to leave loops alone that multiply matrices.
static void keepLoops(spirv::ModuleOp module) {
  module.walk([](spirv::LoopOp loop) {
    bool multiplies =
        loop->walk([](spirv::KHRCooperativeMatrixMulAddOp) { return WalkResult::interrupt(); }).wasInterrupted();
    if (multiplies)
      loop.setLoopControl(spirv::LoopControl::DontUnroll);
  });
}

/// In Vulkan's memory model a barrier orders what it names; here it also makes
/// what was written before available and visible to the work group.
static void strengthenBarriers(spirv::ModuleOp module) {
  if (module.getMemoryModel() != spirv::MemoryModel::Vulkan)
    return;
  module.walk([](spirv::ControlBarrierOp barrier) {
    using M = spirv::MemorySemantics;
    barrier.setMemorySemantics(M::AcquireRelease | M::WorkgroupMemory | M::MakeAvailable | M::MakeVisible);
  });
}

/// Upstream expects the kernel in a spirv.module, with its ABI as attributes.
static spirv::ModuleOp createModule(gpu::GPUModuleOp module, gpu::GPUFuncOp kernel,
                                    spirv::TargetEnvAttr environment) {
  OpBuilder builder(kernel);
  auto spirvModule =
      spirv::ModuleOp::create(builder, kernel.getLoc(), spirv::AddressingModel::Logical,
                              getMemoryModel(kernel), std::nullopt, module.getName());
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
  patterns.add<SubgroupBarrier, SubgroupVote, Exp2>(converter, context, /*benefit=*/2);
  std::unique_ptr<SPIRVConversionTarget> target = SPIRVConversionTarget::get(environment);
  target->addLegalOp<spirv::ModuleOp>();
  target->addLegalOp<UnrealizedConversionCastOp>(); // around matrices; they cancel
  return applyFullConversion(module, *target, std::move(patterns));
}

/// Completes what upstream's pass derives from the instructions: the interface of
/// the entry point follows the target's version, not the least one; variables of
/// sub-groups need a capability.
static void declareRequirements(spirv::ModuleOp module, spirv::TargetEnvAttr environment) {
  spirv::VerCapExtAttr needed = *module.getVceTriple();
  SmallVector<spirv::Capability> capabilities(needed.getCapabilities());
  SmallVector<spirv::Extension> extensions(needed.getExtensions());
  for (auto variable : module.getOps<spirv::GlobalVariableOp>())
    if (auto name = variable->getAttrOfType<StringAttr>("built_in");
        name && name.getValue().starts_with("Subgroup") &&
        !llvm::is_contained(capabilities, spirv::Capability::GroupNonUniform))
      capabilities.push_back(spirv::Capability::GroupNonUniform);
  module.setVceTripleAttr(spirv::VerCapExtAttr::get(environment.getTripleAttr().getVersion(), capabilities,
                                                    extensions, module.getContext()));
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
  bool keepsLoops = kernel->hasAttr(kernel::kKeepLoopsAttrName);
  spirv::ModuleOp spirvModule = createModule(module, kernel, *environment);
  if (failed(convertBuffersToSPIRV(kernel, spirvModule)) ||
      failed(applyConversion(spirvModule, *environment)) || failed(initializeLoopResults(spirvModule)))
    return failure();
  strengthenBarriers(spirvModule);
  if (keepsLoops)
    keepLoops(spirvModule);
  OpPassManager finish(spirv::ModuleOp::getOperationName());
  finish.addPass(createReconcileUnrealizedCastsPass());
  finish.addPass(spirv::createSPIRVLowerABIAttributesPass());
  finish.addPass(createCSEPass());
  finish.addPass(spirv::createSPIRVUpdateVCEPass());
  if (failed(runPipeline(finish, spirvModule)))
    return failure();
  declareRequirements(spirvModule, *environment);
  return success();
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
