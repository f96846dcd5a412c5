//===- CompileModel.h - One model file to one plan -------------*- C++ -*-===//
#ifndef COMPILER_PIPELINES_COMPILEMODEL_H
#define COMPILER_PIPELINES_COMPILEMODEL_H

#include "compiler/Pipelines/Pipelines.h"
#include "compiler/Pipelines/SamplerModule.h"
#include "runtime/format/plan.h"

#include "mlir/IR/MLIRContext.h"

#include <functional>

namespace mlir::burin {

/// What the user asks for.
struct CompileOptions : PipelineOptions {
  std::string target;             ///< name of a shipped target or a JSON file
  std::string apiName;            ///< opencl, vulkan or empty: the target's own
  /// A file of `burin tune`; empty: what is shipped for the target; "none": the
  /// cost model alone.
  std::string tuning;
  Phase stopAfter = Phase::kPlan; ///< earlier: print the IR instead of a plan
  std::string remarksFile;        ///< YAML; empty: none
  std::string dumpKernels;        ///< folder for the generated sources; empty: none
  /// Bindings of dimensions that the model does not have are dropped, not errors.
  bool ignoreUnknownBindings = false;
  bool timing = false;            ///< print pass timings to stderr
  /// Called with a stage name and its progress in [0, 1].
  std::function<void(StringRef stage, double fraction)> progress;
};

/// What one compilation cost and made (--stats).
struct CompileStats {
  std::string target;
  ::burin::Plan plan; ///< without module code
  std::vector<int64_t> predictedNanoseconds; ///< of each entry of the plan
  double compileSeconds = 0.0;
  int64_t peakRssBytes = 0;
};

/// Registers every dialect that the compiler uses.
void registerCompilerDialects(DialectRegistry &registry);

/// Compiles the ONNX file `modelPath` to `outputPath` (a plan, with its weights
/// beside it) or, if `stopAfter` is an earlier phase, prints the IR there ("-"
/// for stdout). The plan file appears last: where it exists, its weights do.
/// Emits diagnostics through `context` on failure.
FailureOr<CompileStats> compileModel(MLIRContext &context, StringRef modelPath,
                                     StringRef outputPath, const CompileOptions &options);

/// Compiles the entry points between the networks of a pipeline
/// (SamplerModule.h) to `outputPath` as compileModel does, for the target and
/// with the switches of `options`; it has no weights.
FailureOr<CompileStats> compileSampler(MLIRContext &context, const SamplerTensors &tensors,
                                       StringRef outputPath, const CompileOptions &options);

/// --stats as JSON text.
std::string serializeStats(const CompileStats &stats);

} // namespace mlir::burin

#endif // COMPILER_PIPELINES_COMPILEMODEL_H
