//===- burinc.cpp - The compiler ------------------------------------------===//
#include "CommandLine.h"
#include "CompilePipeline.h"

#include "compiler/Target/TargetFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
using namespace mlir::burin;
using burinc::CommandLine;

static LogicalResult usage(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "burinc") << message << " (see burinc --help)\n";
  return failure();
}

static LogicalResult readOptions(const CommandLine &line, CompileOptions &options) {
  if (line.input.empty())
    return usage("no model: pass MODEL.onnx or the folder of a pipeline");
  if (line.target.empty())
    return usage("--target is missing: one of " + llvm::join(getTargetNames(), ", ") + ", or a JSON file");
  options.target = line.target;
  options.apiName = line.api;
  options.bindings.assign(line.bind.begin(), line.bind.end());
  options.hoist.assign(line.hoist.begin(), line.hoist.end());
  options.guidance.assign(line.guidance.begin(), line.guidance.end());
  options.precision = line.precision;
  options.syntheticSeed = line.syntheticSeed;
  if (!line.compileTo.empty())
    options.stopAfter = *parsePhase(line.compileTo); // the command line checked it
  if (line.output.empty() && options.stopAfter == Phase::kPlan)
    return usage("-o is missing");
  options.remarksFile = line.remarks;
  options.dumpKernels = line.dumpKernels;
  options.timing = line.timing;
  options.poisonLocal = line.poisonLocal;
  options.attention = line.attention;
  options.winograd = line.winograd;
  options.winogradScratchMiB = line.winogradScratch;
  options.winogradTrafficPercent = line.winogradTraffic;
  options.splitParts = line.splitParts;
  options.groupNormPrologues = line.groupNormPrologues;
  options.disabled = line.disabled;
  options.tuning = line.tuning;
  options.candidates = line.candidates;
  options.candidateSchedules = line.candidateSchedules;
  if (line.candidates && (llvm::sys::fs::is_directory(line.input) || line.emit != "plan"))
    return usage("--emit-candidates works on one model: pass MODEL.onnx, not a folder");
  return success();
}

/// One line that is redrawn in a terminal; a line per stage elsewhere.
static void showProgress(StringRef stage, double fraction) {
  static std::string last;
  bool terminal = llvm::sys::Process::StandardErrIsDisplayed();
  if (!terminal) {
    if (last != stage)
      llvm::errs() << "burinc: " << stage << "\n";
    last = stage.str();
    return;
  }
  llvm::errs() << llvm::formatv("\r\033[Kburinc: {0}", stage);
  if (fraction > 0)
    llvm::errs() << llvm::formatv(" {0,3}%", static_cast<int>(fraction * 100));
}

static LogicalResult writeStats(StringRef path, ArrayRef<std::pair<std::string, CompileStats>> all) {
  if (path.empty())
    return success();
  std::error_code error;
  llvm::raw_fd_ostream file(path, error);
  if (error)
    return usage("cannot write " + path + ": " + error.message());
  if (all.size() == 1 && all.front().first.empty()) {
    file << serializeStats(all.front().second);
    return success();
  }
  file << "{\n";
  for (auto [i, entry] : llvm::enumerate(all))
    file << "\"" << entry.first << "\": " << StringRef(serializeStats(entry.second)).rtrim()
         << (i + 1 == all.size() ? "\n" : ",\n");
  file << "}\n";
  return success();
}

static LogicalResult run(const CommandLine &line) {
  CompileOptions options;
  if (failed(readOptions(line, options)))
    return failure();
  if (!line.quiet)
    options.progress = showProgress;
  std::vector<std::pair<std::string, CompileStats>> stats;
  LogicalResult compiled = success();
  if (line.emit == "executable") {
    compiled = compileExecutable(line.input, line.output, options, stats);
  } else if (llvm::sys::fs::is_directory(line.input)) {
    compiled = compilePipeline(line.input, line.output, options, stats);
  } else {
    DialectRegistry registry;
    registerCompilerDialects(registry);
    MLIRContext context(registry);
    FailureOr<CompileStats> one = compileModel(context, line.input, line.output.empty() ? "-" : line.output.c_str(), options);
    compiled = one;
    if (succeeded(one))
      stats.emplace_back("", std::move(*one));
  }
  if (!line.quiet && llvm::sys::Process::StandardErrIsDisplayed())
    llvm::errs() << "\r\033[K";
  if (failed(compiled) || failed(writeStats(line.stats, stats)))
    return failure();
  if (!line.quiet)
    for (const auto &[name, one] : stats) {
      size_t dispatches = 0;
      for (const ::burin::Entry &entry : one.plan.entries)
        dispatches += entry.dispatches.size();
      if (options.stopAfter == Phase::kPlan)
        llvm::errs() << llvm::formatv(
            "burinc: {0}{1}{2} dispatches, {3} kernels, arena {4:f1} MiB (at least {5:f1}), weights {6:f1} MiB, {7:f1} s\n",
            name, name.empty() ? "" : ": ", dispatches, one.plan.kernels.size(),
            one.plan.arenaBytes / 1048576.0, one.plan.arenaLowerBoundBytes / 1048576.0,
            one.plan.weightsBytes / 1048576.0, one.compileSeconds);
    }
  return success();
}

int main(int argc, char **argv) {
  llvm::PrettyStackTraceProgram trace(argc, argv);
  std::vector<std::string> phases, optimizations;
  for (unsigned i = 0; i <= static_cast<unsigned>(Phase::kPlan); ++i)
    phases.push_back(getPhaseName(static_cast<Phase>(i)).str());
  for (const Optimization &optimization : getOptimizations())
    optimizations.push_back(optimization.name.str());
  CommandLine line;
  if (std::optional<int> code = burinc::parseCommandLine(argc, argv, phases, optimizations, line))
    return *code;
  if (line.listOptimizations) {
    for (const Optimization &optimization : getOptimizations())
      llvm::outs() << llvm::formatv("{0,-12} {1}\n", optimization.name, optimization.summary);
    return 0;
  }
  if (line.listTargets) {
    for (StringRef name : getTargetNames())
      llvm::outs() << name << "\n";
    return 0;
  }
  return succeeded(run(line)) ? 0 : 1;
}
