//===- Pipelines.cpp - The phases of the compiler -------------------------===//
#include "compiler/Pipelines/Pipelines.h"

#include "codegen/Passes.h"
#include "passes/Fusion/Passes.h"
#include "passes/Hoist/Passes.h"
#include "passes/Normalize/Passes.h"
#include "passes/OnnxToLinalg/Passes.h"
#include "passes/Shape/Passes.h"
#include "passes/Weights/Passes.h"

#include "mlir/Dialect/Func/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::burin;

constexpr std::pair<Phase, llvm::StringLiteral> kPhases[] = {
    {Phase::kImport, "import"}, {Phase::kNormalize, "normalize"}, {Phase::kLinalg, "linalg"},
    {Phase::kFuse, "fuse"},     {Phase::kOutline, "outline"},     {Phase::kKernels, "kernels"},
    {Phase::kPlan, "plan"}};

StringRef mlir::burin::getPhaseName(Phase phase) {
  return kPhases[static_cast<unsigned>(phase)].second;
}

std::optional<Phase> mlir::burin::parsePhase(StringRef name) {
  for (auto [phase, phaseName] : kPhases)
    if (phaseName == name)
      return phase;
  return std::nullopt;
}

constexpr Optimization kOptimizations[] = {
    {"norms", "GroupNorm, LayerNorm and RMSNorm as one op instead of their primitives"},
    {"attention", "scaled dot-product attention as one op in fewer than three kernels (see --attention)"},
    {"activations", "SiLU, QuickGELU and GELU as one op"},
    {"upsampling", "nearest upsampling as an index map, whatever repeats the elements"},
    {"polyphase", "3x3 convolutions after upsampling by 2 on the image before it, with 4 products of 9"},
    {"time-embedding", "sine and cosine of the timestep as one expression"},
    {"winograd", "3x3 convolutions with fewer multiplications (see --winograd)"},
    {"epilogues", "bias, residual and activation in the kernel that makes their operand"},
    {"gates", "gated units in the kernel of their matmul, with alternating weight columns"},
    {"norm-prologues", "layer norm by the matmul that reads it: gain in the weight, the rest in the epilogue"},
    {"linear-chains", "two linear layers with a residual sum in between as one"},
    {"prologues", "arithmetic and data movement in the kernel that reads its result"},
    {"group-norm-prologues", "group norms by the kernel that reads them (see --group-norm-prologues)"},
    {"merge-matmuls", "one matmul for those that read the same activation (query, key and value)"},
    {"hoisting", "what depends on inputs named by --hoist only in an entry point of its own"},
    {"guidance", "what is equal in both halves of the batch (see --guidance) computed for one"},
    {"split-k", "few long sums of products in parts that fill the device"},
    {"split-norms", "statistics of large group norms in blocks that fill the device"},
    {"producer-statistics", "statistics of norms as a second result of the kernel that makes their input"},
    {"part-sums", "partial sums of split-k added by the group norm that reads the result"},
    {"in-place", "results in the memory of an input that dies"},
    {"reorder", "kernels in the order that needs the least memory"}};

ArrayRef<Optimization> mlir::burin::getOptimizations() { return kOptimizations; }

bool PipelineOptions::isEnabled(StringRef optimization) const {
  return !llvm::is_contained(disabled, optimization);
}

/// onnx with dynamic dimensions -> raised onnx, all static, channels last, one
/// storage precision.
static void buildNormalizePhase(OpPassManager &pm, const PipelineOptions &options) {
  if (options.syntheticSeed) {
    SynthesizeWeightsPassOptions synthesize;
    synthesize.seed = *options.syntheticSeed;
    pm.addNestedPass<func::FuncOp>(createSynthesizeWeightsPass(synthesize));
  }
  OnnxBindDimsOptions bind;
  llvm::append_range(bind.bindings, options.bindings);
  pm.addPass(createOnnxBindDims(bind));
  // Shapes and the arithmetic on them need each other: one walk does both.
  pm.addPass(createOnnxInferShapes());
  pm.addPass(createOnnxVerifyStatic());

  OpPassManager &funcPM = pm.nest<func::FuncOp>();
  funcPM.addPass(createCSEPass());
  // One spelling for data movement, so that raising sees fewer forms.
  funcPM.addPass(createOnnxSimplifyPass());
  funcPM.addPass(createOnnxFoldWeightsPass());
  if (options.isEnabled("norms")) {
    funcPM.addPass(createOnnxRaiseGroupNormPass());
    funcPM.addPass(createOnnxRaiseLayerNormPass());
  }
  if (options.isEnabled("attention"))
    funcPM.addPass(createOnnxRaiseAttentionPass());
  if (options.isEnabled("activations"))
    funcPM.addPass(createOnnxRaiseActivationsPass());
  if (options.isEnabled("upsampling"))
    funcPM.addPass(createOnnxRaiseUpsamplingPass());
  if (options.isEnabled("time-embedding"))
    funcPM.addPass(createOnnxRaiseTimeEmbeddingPass());
  // After raising: what is raised computes in f32 inside, whatever is stored.
  OnnxConvertPrecisionPassOptions precision;
  precision.precision = options.precision;
  funcPM.addPass(createOnnxConvertPrecisionPass(precision));
  // After raising: a raised norm has a channels-last form, its parts have not.
  funcPM.addPass(createOnnxChannelsLastPass());
  funcPM.addPass(createOnnxSimplifyPass());
  // Last: the transposes and casts that the passes above put on weights.
  funcPM.addPass(createOnnxFoldWeightsPass());
  funcPM.addPass(createCSEPass());
  OnnxVerifyNormalizedPassOptions contract;
  contract.precision = options.precision;
  funcPM.addPass(createOnnxVerifyNormalizedPass(contract));
}

/// onnx -> linalg on tensors with explicit f32 accumulation.
static void buildLinalgPhase(OpPassManager &pm) {
  pm.addPass(createOnnxToLinalg());
  pm.addPass(createVerifyLinalg());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

/// linalg -> shorter linalg: chains merged, contractions read what they can in place.
static void buildFusePhase(OpPassManager &pm, const PipelineOptions &options) {
  // First: all that chooses by cost sees the smaller ops.
  if (!options.guidance.empty() && options.isEnabled("guidance")) {
    ShareGuidanceHalvesPassOptions guidance;
    llvm::append_range(guidance.inputs, options.guidance);
    guidance.ignoreUnknown = options.ignoreUnknownInputs;
    pm.addPass(createShareGuidanceHalvesPass(guidance));
  }
  // Early: what is taken apart here takes part in all that follows.
  SelectAttentionPassOptions attention;
  attention.method = options.isEnabled("attention") ? options.attention : "plain";
  pm.addPass(createSelectAttentionPass(attention));
  pm.addPass(createVerifyAttentionPass());
  pm.addNestedPass<func::FuncOp>(createDecomposeAttentionPass());
  SelectWinogradPassOptions winograd;
  winograd.method = options.isEnabled("winograd") ? options.winograd : "off";
  winograd.scratchMiB = options.winogradScratchMiB;
  winograd.trafficPercent = options.winogradTrafficPercent;
  pm.addPass(createSelectWinogradPass(winograd));
  pm.addPass(createVerifyWinogradPass());
  pm.addNestedPass<func::FuncOp>(createDecomposeWinogradPass());
  if (options.isEnabled("polyphase"))
    pm.addNestedPass<func::FuncOp>(createDecomposeUpsampledConvolutionsPass());
  if (options.isEnabled("split-norms")) {
    SelectNormBlocksPassOptions blocks;
    blocks.producerStatistics = options.isEnabled("producer-statistics") && options.isEnabled("epilogues");
    pm.addPass(createSelectNormBlocksPass(blocks));
  }
  // After Winograd and blocks: who reads a norm, and what its kernels would be.
  if (options.isEnabled("group-norm-prologues") && options.isEnabled("prologues")) {
    SelectNormProloguesPassOptions prologues;
    prologues.method = options.groupNormPrologues;
    pm.addPass(createSelectNormProloguesPass(prologues));
    pm.addNestedPass<func::FuncOp>(createFoldGroupNormsPass());
  }
  if (options.isEnabled("split-norms"))
    pm.addNestedPass<func::FuncOp>(createSplitNormsPass());
  if (options.isEnabled("merge-matmuls")) {
    OpPassManager &mergePM = pm.nest<func::FuncOp>();
    // An epilogue is merged as a whole, with its constants.
    mergePM.addPass(createFuseElementwiseChainsPass());
    mergePM.addPass(createExternalizeConstantsPass());
    mergePM.addPass(createMergeMatmulsPass());
  }
  // After merging: query, key and value are one user of their norm.
  if (options.isEnabled("norm-prologues") && options.isEnabled("epilogues"))
    pm.addNestedPass<func::FuncOp>(createFoldLayerNormsPass());
  // What it concatenates must not be copied.
  if (options.isEnabled("linear-chains") && options.isEnabled("prologues"))
    pm.addNestedPass<func::FuncOp>(createComposeLinearsPass());
  // After merging: merged matmuls have more tiles.
  if (options.isEnabled("split-k")) {
    SelectSplitPassOptions split;
    split.parts = options.splitParts;
    pm.addPass(createSelectSplitPass(split));
    pm.addNestedPass<func::FuncOp>(createSplitContractionsPass());
  }
  // After splitting: what sums its parts makes no rows.
  if (options.isEnabled("producer-statistics") && options.isEnabled("epilogues") && options.isEnabled("prologues")) {
    pm.addPass(createSelectRowSumsPass());
    pm.addNestedPass<func::FuncOp>(createSplitRowStatisticsPass());
  }
  OpPassManager &funcPM = pm.nest<func::FuncOp>();
  // Chains first: a shorter graph makes the grouping decisions local.
  funcPM.addPass(createFuseElementwiseChainsPass());
  // Needs the gate as one op, and pays only as an epilogue.
  if (options.isEnabled("gates") && options.isEnabled("epilogues"))
    funcPM.addPass(createInterleaveGatesPass());
  funcPM.addPass(createFoldTransposesPass());
  funcPM.addPass(createCanonicalizerPass());
  funcPM.addPass(createCSEPass());
  // Needs the whole chain between sum and norm as one op.
  if (options.isEnabled("part-sums") && options.isEnabled("prologues")) {
    pm.addPass(createSelectPartSumsPass());
    pm.addNestedPass<func::FuncOp>(createInlinePartSumsPass());
  }
  // Last: canonicalization may fold splats into new dense constants.
  pm.addNestedPass<func::FuncOp>(createExternalizeConstantsPass());
  if (!options.hoist.empty() && options.isEnabled("hoisting")) {
    HoistInvariantsPassOptions hoist;
    llvm::append_range(hoist.inputs, options.hoist);
    hoist.ignoreUnknown = options.ignoreUnknownInputs;
    pm.addPass(createHoistInvariantsPass(hoist));
  }
}

/// linalg -> a straight line of calls of group functions.
static void buildOutlinePhase(OpPassManager &pm, const PipelineOptions &options) {
  OutlineGroupsPassOptions groups;
  groups.epilogues = options.isEnabled("epilogues");
  groups.prologues = options.isEnabled("prologues");
  pm.addPass(createOutlineGroupsPass(groups));
  // Networks repeat their blocks: equal groups become one kernel.
  pm.addPass(func::createDuplicateFunctionEliminationPass());
  pm.addPass(createVerifyGroupsPass());
}

/// Group functions -> gpu kernels, calls -> dispatches.
static void buildKernelsPhase(OpPassManager &pm, const PipelineOptions &options) {
  // Measured configs first; the strategies choose the rest.
  pm.addPass(createApplyTuningPass());
  pm.addPass(createSelectKernelConfigPass());
  pm.addPass(createVerifyKernelConfigPass());
  if (options.candidates) {
    EnumerateCandidatesPassOptions candidates;
    candidates.limit = options.candidates;
    llvm::append_range(candidates.schedules, options.candidateSchedules);
    pm.addPass(createEnumerateCandidatesPass(candidates));
  }
  pm.addPass(createLowerToKernelsPass());
  OpPassManager &gpuPM = pm.nest<gpu::GPUModuleOp>();
  // Before cleaning up: it leaves repeated arithmetic.
  gpuPM.addPass(createExpandMatrixOpsPass());
  gpuPM.addPass(createCanonicalizerPass());
  gpuPM.addPass(createCSEPass());
  // Schedules compute coordinates where they use them; most of it belongs
  // outside of the innermost loop.
  gpuPM.addPass(createLoopInvariantCodeMotionPass());
  gpuPM.addPass(createCSEPass());
  if (options.poisonLocal)
    gpuPM.addPass(createPoisonLocalMemoryPass());
}

/// Kernels -> OpenCL C or SPIR-V, dispatches -> planned memory.
static void buildPlanPhase(OpPassManager &pm, const PipelineOptions &options) {
  if (options.api == codegen::Api::kVulkan)
    pm.addNestedPass<gpu::GPUModuleOp>(createConvertGpuToVulkanPass());
  else
    pm.addNestedPass<gpu::GPUModuleOp>(createConvertGpuToOpenCLPass());
  if (options.isEnabled("reorder")) {
    ReorderDispatchesPassOptions reorder;
    reorder.inPlace = options.isEnabled("in-place");
    pm.addNestedPass<func::FuncOp>(createReorderDispatchesPass(reorder));
  }
  AssignMemoryPassOptions memory;
  memory.inPlace = options.isEnabled("in-place");
  pm.addNestedPass<func::FuncOp>(createAssignMemoryPass(memory));
  pm.addNestedPass<func::FuncOp>(createVerifyMemoryPass());
}

void mlir::burin::buildPhase(OpPassManager &pm, Phase phase, const PipelineOptions &options) {
  switch (phase) {
  case Phase::kImport:
    return;
  case Phase::kNormalize:
    return buildNormalizePhase(pm, options);
  case Phase::kLinalg:
    return buildLinalgPhase(pm);
  case Phase::kFuse:
    return buildFusePhase(pm, options);
  case Phase::kOutline:
    return buildOutlinePhase(pm, options);
  case Phase::kKernels:
    return buildKernelsPhase(pm, options);
  case Phase::kPlan:
    return buildPlanPhase(pm, options);
  }
}

void mlir::burin::buildPipeline(OpPassManager &pm, Phase last, const PipelineOptions &options) {
  for (auto [phase, name] : kPhases)
    if (phase <= last)
      buildPhase(pm, phase, options);
}
