//===- CommandLine.h - What burinc is asked to do --------------*- C++ -*-===//
#ifndef COMPILER_TOOLS_BURINC_COMMANDLINE_H
#define COMPILER_TOOLS_BURINC_COMMANDLINE_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace burinc {

struct CommandLine {
  std::string input, target, output;
  std::vector<std::string> bind;
  std::string api;       ///< empty: the target's
  std::vector<std::string> hoist; ///< names of inputs
  std::vector<std::string> guidance; ///< names of inputs
  std::string precision; ///< empty: the target's
  std::optional<uint64_t> syntheticSeed;
  std::string stats, compileTo, remarks, dumpKernels;
  std::string emit = "plan";
  std::string attention = "auto";
  std::string winograd = "auto";
  int winogradScratch = -1, winogradTraffic = -1;
  std::string groupNormPrologues = "auto";
  int splitParts = 0; ///< 0: the cost model decides
  std::string tuning; ///< file, or "none"; empty: what is shipped
  int64_t candidates = 0;
  std::vector<std::string> candidateSchedules;
  std::vector<std::string> disabled; ///< names of optimizations
  bool poisonLocal = false, timing = false, quiet = false, listTargets = false, listOptimizations = false;
};

/// Fills `line`. Returns an exit code when the program should stop here: 0 after
/// --help, 1 after a message about wrong arguments.
std::optional<int> parseCommandLine(int argc, char **argv, const std::vector<std::string> &phases,
                                    const std::vector<std::string> &optimizations, CommandLine &line);

} // namespace burinc

#endif // COMPILER_TOOLS_BURINC_COMMANDLINE_H
