//===- CompileModel.cpp - One model file to one plan ----------------------===//
#include "compiler/Pipelines/CompileModel.h"

#include "codegen/Common/Target.h"
#include "codegen/Plan/BuildPlan.h"
#include "codegen/Plan/WriteWeights.h"
#include "compiler/Import/OnnxImporter.h"
#include "codegen/Strategy/KernelConfig.h"
#include "compiler/Target/TargetFile.h"
#include "compiler/Target/TuningFile.h"
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "runtime/format/writer.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Remark/RemarkStreamer.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ToolOutputFile.h"

#include <chrono>
#include <sys/resource.h>

using namespace mlir;
using namespace mlir::burin;

void mlir::burin::registerCompilerDialects(DialectRegistry &registry) {
  registry.insert<affine::AffineDialect, arith::ArithDialect, emitc::EmitCDialect, func::FuncDialect,
                  fused::FusedDialect, gpu::GPUDialect, kernel::KernelDialect, linalg::LinalgDialect,
                  math::MathDialect, memref::MemRefDialect, nvgpu::NVGPUDialect, onnx::OnnxDialect, plan::PlanDialect,
                  scf::SCFDialect, tensor::TensorDialect, vector::VectorDialect>();
}

static LogicalResult enableRemarks(MLIRContext &context, const std::string &path) {
  if (path.empty())
    return success();
  remark::RemarkCategories all; // a kind without a filter is off
  all.passed = all.missed = all.analysis = all.failed = ".*";
  auto policy = std::make_unique<remark::RemarkEmittingPolicyAll>();
  return remark::enableOptimizationRemarksWithLLVMStreamer(context, path, llvm::remarks::Format::YAML,
                                                           std::move(policy), all);
}

/// Runs the passes of one phase after the other, from `first` on, so that
/// progress is honest.
static LogicalResult runPhases(ModuleOp module, Phase first, const CompileOptions &options) {
  for (auto i = static_cast<unsigned>(first); i <= static_cast<unsigned>(options.stopAfter); ++i) {
    auto phase = static_cast<Phase>(i);
    if (options.progress)
      options.progress(getPhaseName(phase), 0.0);
    PassManager pm(module->getContext());
    pm.enableVerifier(true);
    if (options.timing)
      pm.enableTiming();
    buildPhase(pm, phase, options);
    if (failed(pm.run(module)))
      return failure();
  }
  return success();
}

static LogicalResult printModule(ModuleOp module, StringRef path) {
  std::string error;
  auto file = openOutputFile(path, &error);
  if (!file)
    return module.emitError(error);
  OpPrintingFlags flags;
  flags.elideLargeElementsAttrs(64);
  module->print(file->os(), flags);
  file->os() << "\n";
  file->keep();
  return success();
}

static LogicalResult dumpKernels(ModuleOp module, const ::burin::Plan &plan, StringRef folder) {
  if (std::error_code error = llvm::sys::fs::create_directories(folder))
    return module.emitError("cannot create ") << folder << ": " << error.message();
  for (const ::burin::Module &code : plan.modules) {
    SmallString<128> path(folder);
    bool isText = code.format == ::burin::CodeFormat::kOpenCLC;
    llvm::sys::path::append(path, code.name + (isText ? ".cl" : ".spv"));
    std::error_code error;
    llvm::raw_fd_ostream file(path, error);
    if (error)
      return module.emitError("cannot write ") << path << ": " << error.message();
    file << code.code;
    file.close();
    if (file.has_error()) {
      error = file.error();
      file.clear_error();
      return module.emitError("cannot write ") << path << ": " << error.message();
    }
  }
  return success();
}

static LogicalResult writeOutputs(ModuleOp module, codegen::BuiltPlan &built, StringRef modelPath,
                                  StringRef outputPath, const CompileOptions &options) {
  built.plan.producer = "burinc 0.1.0";
  built.plan.model = llvm::sys::path::filename(modelPath).str();
  built.plan.precision = options.precision;
  auto target = module->getAttrOfType<DictionaryAttr>(codegen::kTargetAttrName);
  built.plan.target = target.getAs<StringAttr>("name").str();
  if (!options.dumpKernels.empty() && failed(dumpKernels(module, built.plan, options.dumpKernels)))
    return failure();
  SmallString<128> weights(outputPath);
  llvm::sys::path::replace_extension(weights, "weights");
  auto progress = [&](size_t done) {
    if (options.progress)
      options.progress("weights", static_cast<double>(done) / built.constants.size());
  };
  if (failed(codegen::writeWeights(module, built, weights, progress)))
    return failure();
  ::burin::Status written = ::burin::writePlan(built.plan, outputPath.str());
  if (!written.ok())
    return module.emitError("cannot write ") << outputPath << ": " << written.toString();
  return success();
}

/// Puts the measured configs that the options name on the module.
static LogicalResult attachTuning(ModuleOp module, const codegen::Target &target, StringRef tuning) {
  if (tuning == "none")
    return success();
  MLIRContext *context = module.getContext();
  StringRef api = target.api == codegen::Api::kVulkan ? "vulkan" : "opencl";
  FailureOr<DictionaryAttr> configs = tuning.empty() ? loadShippedTuning(context, target.name, api)
                                                     : loadTuning(context, tuning, target.name, api);
  if (failed(configs))
    return failure();
  if (*configs)
    module->setAttr(codegen::kTuningAttrName, *configs);
  return success();
}

/// Keeps the bindings whose dimension some input of `main` has.
static void dropUnknownBindings(ModuleOp module, CompileOptions &options) {
  llvm::StringSet<> known;
  module.walk([&](func::FuncOp func) {
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (auto dims = func.getArgAttrOfType<ArrayAttr>(i, kDimsAttrName))
        for (Attribute dim : dims)
          if (auto name = dyn_cast<StringAttr>(dim))
            known.insert(name.getValue());
  });
  llvm::erase_if(options.bindings, [&](const std::string &binding) {
    StringRef name = StringRef(binding).split('=').first;
    return !name.contains('.') && !known.contains(name);
  });
}

/// What every module needs before its phases: target, precision, tuning.
static LogicalResult prepare(ModuleOp module, DictionaryAttr target, CompileOptions &options) {
  module->setAttr(codegen::kTargetAttrName, target);
  FailureOr<codegen::Target> facts = codegen::Target::get(module);
  if (failed(facts) || failed(attachTuning(module, *facts, options.tuning)))
    return failure();
  options.api = facts->api;
  if (options.precision.empty()) {
    auto preferred = target.getAs<StringAttr>("precision");
    options.precision = preferred ? preferred.str() : "f16";
  }
  return success();
}

/// From a prepared module that is ready for phase `first` to what the user wants.
static FailureOr<CompileStats> compileModule(ModuleOp module, Phase first, StringRef modelPath, StringRef outputPath,
                                             const CompileOptions &options,
                                             std::chrono::steady_clock::time_point start) {
  if (failed(runPhases(module, first, options)))
    return failure();
  CompileStats stats;
  if (options.stopAfter != Phase::kPlan) {
    if (failed(printModule(module, outputPath)))
      return failure();
  } else {
    FailureOr<codegen::BuiltPlan> built = codegen::buildPlan(module);
    if (failed(built) || failed(writeOutputs(module, *built, modelPath, outputPath, options)))
      return failure();
    stats.plan = std::move(built->plan);
    stats.predictedNanoseconds = std::move(built->predictedNanoseconds);
    stats.target = stats.plan.target;
  }
  std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  stats.compileSeconds = elapsed.count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  stats.peakRssBytes = static_cast<int64_t>(usage.ru_maxrss) * 1024; // reported in KiB
  return stats;
}

FailureOr<CompileStats> mlir::burin::compileModel(MLIRContext &context, StringRef modelPath,
                                                  StringRef outputPath, const CompileOptions &userOptions) {
  CompileOptions options = userOptions;
  auto start = std::chrono::steady_clock::now();
  FailureOr<DictionaryAttr> target = loadTarget(&context, options.target, options.apiName);
  if (failed(target) || failed(enableRemarks(context, options.remarksFile)))
    return failure();
  if (options.progress)
    options.progress(getPhaseName(Phase::kImport), 0.0);
  ImportOptions importOptions;
  // Candidates run on noise alone: the model's weights may be anywhere.
  if (options.candidates && !options.syntheticSeed)
    options.syntheticSeed = 0;
  importOptions.allowMissingWeights = options.syntheticSeed.has_value();
  FailureOr<OwningOpRef<ModuleOp>> imported = importOnnxModel(context, modelPath, importOptions);
  if (failed(imported))
    return failure();
  ModuleOp module = **imported;
  if (options.ignoreUnknownBindings)
    dropUnknownBindings(module, options);
  if (failed(prepare(module, *target, options)))
    return failure();
  return compileModule(module, Phase::kNormalize, modelPath, outputPath, options, start);
}

FailureOr<CompileStats> mlir::burin::compileSampler(MLIRContext &context, const SamplerTensors &tensors,
                                                    StringRef outputPath, const CompileOptions &userOptions) {
  CompileOptions options = userOptions;
  options.hoist.clear();
  options.guidance.clear();
  auto start = std::chrono::steady_clock::now();
  FailureOr<DictionaryAttr> target = loadTarget(&context, options.target, options.apiName);
  if (failed(target) || failed(enableRemarks(context, options.remarksFile)))
    return failure();
  FailureOr<OwningOpRef<ModuleOp>> module = buildSamplerModule(context, tensors);
  if (failed(module) || failed(prepare(**module, *target, options)))
    return failure();
  return compileModule(**module, Phase::kFuse, "sampler", outputPath, options, start);
}

std::string mlir::burin::serializeStats(const CompileStats &stats) {
  const ::burin::Plan &plan = stats.plan;
  llvm::json::Object entries;
  for (auto [i, entry] : llvm::enumerate(plan.entries)) {
    uint64_t flops = 0, activations = 0, weights = 0;
    for (const ::burin::Dispatch &dispatch : entry.dispatches) {
      flops += dispatch.flops;
      activations += dispatch.bytesRead + dispatch.bytesWritten;
      weights += dispatch.weightBytes;
    }
    entries[entry.name] = llvm::json::Object{{"kernels", static_cast<int64_t>(entry.dispatches.size())},
                                             {"flops", static_cast<int64_t>(flops)},
                                             {"activation_bytes", static_cast<int64_t>(activations)},
                                             {"weight_bytes", static_cast<int64_t>(weights)},
                                             {"predicted_ns", stats.predictedNanoseconds[i]}};
  }
  uint64_t local = 0;
  for (const ::burin::Kernel &kernel : plan.kernels)
    local = std::max(local, kernel.localMemoryBytes);
  llvm::json::Object object{{"target", stats.target},
                            {"entries", std::move(entries)},
                            {"arena_bytes", static_cast<int64_t>(plan.arenaBytes)},
                            {"state_bytes", static_cast<int64_t>(plan.stateBytes)},
                            {"arena_lower_bound_bytes", static_cast<int64_t>(plan.arenaLowerBoundBytes)},
                            {"largest_buffer_bytes", static_cast<int64_t>(plan.largestBufferBytes)},
                            {"max_local_memory_bytes", static_cast<int64_t>(local)},
                            {"compile_seconds", stats.compileSeconds},
                            {"peak_rss_bytes", stats.peakRssBytes}};
  std::string text;
  llvm::raw_string_ostream(text) << llvm::formatv("{0:2}\n", llvm::json::Value(std::move(object)));
  return text;
}
