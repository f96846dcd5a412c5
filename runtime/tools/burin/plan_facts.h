//===- plan_facts.h - A plan's metadata, read with distrust ----*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_PLAN_FACTS_H
#define BURIN_RUNTIME_TOOLS_BURIN_PLAN_FACTS_H

#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin::tools {

/// What a plan's metadata say (docs/plan_format.md). The plan's verifier does
/// not check metadata: what is missing or of another type than described is
/// zero or empty here.
struct PlanFacts {
  /// How the compiler built a kernel.
  struct KernelFacts {
    std::string schedule, config;
    bool usesMatrixUnits = false;
  };
  struct DispatchFacts {
    double predictedNs = 0;
    std::vector<std::string> reasons; ///< why ops share the kernel or do not
    std::string node = {}; ///< of the model, whose result it writes
    /// Of its arguments: name, element type and shape, of as many bytes as the
    /// argument has; the shape of what is unknown is {0}.
    std::vector<TensorDesc> arguments = {};
  };

  double bandwidthMBps = 0; ///< MB/s, 10^6 bytes
  double f32Gflops = 0, matrixGflops = 0, launchNs = 0;
  std::vector<KernelFacts> kernels;                 ///< one for each of the plan's
  std::vector<std::vector<DispatchFacts>> entries;  ///< for each, its dispatches

  /// Predicted nanoseconds of a whole entry.
  double predictedNs(size_t entry) const;
  /// GFLOP/s that the target could reach in `kernel`; 0: unknown.
  double peakGflops(uint32_t kernel) const;
};

/// Whether an argument's element type and shape are known.
bool isKnown(const TensorDesc &argument);

PlanFacts readPlanFacts(const Plan &plan);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_PLAN_FACTS_H
