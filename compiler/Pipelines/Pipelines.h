//===- Pipelines.h - The phases of the compiler ----------------*- C++ -*-===//
//
// One page that says what runs in which order. docs/phases.md states the
// contract at the exit of each phase.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_PIPELINES_PIPELINES_H
#define COMPILER_PIPELINES_PIPELINES_H

#include "codegen/Common/Target.h"

#include "mlir/Pass/PassManager.h"

#include <optional>
#include <string>
#include <vector>

namespace mlir::burin {

/// In order. `--compile-to=PHASE` stops after one of them.
enum class Phase { kImport, kNormalize, kLinalg, kFuse, kOutline, kKernels, kPlan };

/// "import", "normalize", ...; the names that --compile-to takes.
StringRef getPhaseName(Phase phase);
std::optional<Phase> parsePhase(StringRef name);

/// An optimization that can be switched off by name (--disable), for the
/// ablation and to find which one breaks a model.
struct Optimization {
  llvm::StringLiteral name, summary;
};
ArrayRef<Optimization> getOptimizations();

struct PipelineOptions {
  /// NAME=VALUE: sizes of the model's symbolic dimensions.
  std::vector<std::string> bindings;
  /// "f16" or "f32": storage of activations and weights.
  /// Empty: what the target prefers.
  std::string precision;
  /// Fill weights that are not there with seeded noise.
  std::optional<uint64_t> syntheticSeed;
  /// Names of optimizations that are off; the rest is on.
  std::vector<std::string> disabled;
  /// Inputs that change rarely, by name: what depends on nothing else gets the
  /// entry point `prompt`.
  std::vector<std::string> hoist;
  /// Inputs whose two batch halves are equal, by name: what depends on nothing
  /// else is computed for one half. The plan refuses other inputs.
  std::vector<std::string> guidance;
  /// A name in `hoist` or `guidance` that is no input of the model is no error.
  bool ignoreUnknownInputs = false;
  /// "auto", "flash", "partial" or "plain": how attention is computed.
  std::string attention = "auto";
  /// "auto", "off", "f2" or "f4": which 3x3 convolutions use Winograd.
  std::string winograd = "auto";
  /// Most MiB of scratch of one such convolution; -1: what the network leaves free.
  int64_t winogradScratchMiB = -1;
  /// Percent by which they may raise the bytes a network moves; -1: the target's.
  int64_t winogradTrafficPercent = -1;
  /// "auto", "always" or "off": which group norms the kernel that reads them applies.
  std::string groupNormPrologues = "auto";
  /// In how many parts every contraction that can be is summed; 0: where and in how many the cost model says.
  int64_t splitParts = 0;
  /// What kernels are written in: OpenCL C or SPIR-V for Vulkan. The target's.
  codegen::Api api = codegen::Api::kOpenCL;

  /// Instead of the model, a program that compares up to so many configs of each
  /// of its kernels (`burin tune` measures it); 0: the model.
  int64_t candidates = 0;
  /// Only of kernels that have one of these schedules; empty: of all.
  std::vector<std::string> candidateSchedules;
  /// Local memory starts as NaN (poison-local-memory).
  bool poisonLocal = false;

  bool isEnabled(StringRef optimization) const;
};

/// Adds the passes of one phase. Import has none: the importer is its own.
void buildPhase(OpPassManager &pm, Phase phase, const PipelineOptions &options);

/// Adds every phase from Normalize up to and including `last`.
void buildPipeline(OpPassManager &pm, Phase last, const PipelineOptions &options);

} // namespace mlir::burin

#endif // COMPILER_PIPELINES_PIPELINES_H
