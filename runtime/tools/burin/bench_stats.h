//===- bench_stats.h - What burin bench computes of its times --*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_BENCH_STATS_H
#define BURIN_RUNTIME_TOOLS_BURIN_BENCH_STATS_H

#include "runtime/format/plan.h"
#include "runtime/tools/burin/plan_facts.h"

#include <string>
#include <vector>

namespace burin::tools {

/// Order statistics of a sample, in the sample's unit.
struct Spread {
  double median = 0, low = 0, high = 0, p10 = 0, p90 = 0;
};

/// Each is an element of `values` (nearest rank); zeros if there are none.
Spread spreadOf(std::vector<double> values);

/// The dispatches of one kernel together; times in nanoseconds.
struct KernelTotal {
  std::string name;
  size_t dispatches = 0;
  double time = 0, predicted = 0;
  uint64_t bytes = 0, flops = 0;
  double peakGflops = 0; ///< what the target could reach in it; 0: unknown
};

/// What was measured of one entry point.
struct EntryTimes {
  Spread device;  ///< first kernel's start to last one's end, milliseconds
  Spread kernels; ///< sum of the kernels of a run, milliseconds
  Spread wall;    ///< of a run without profiling, milliseconds
  std::vector<double> dispatchNs;  ///< median of each dispatch
  std::vector<KernelTotal> totals; ///< slowest first
};

/// `dispatchNs` has a time for each dispatch of `plan.entries[entry]`.
std::vector<KernelTotal> totalByKernel(const Plan &plan, const PlanFacts &facts,
                                       size_t entry,
                                       const std::vector<double> &dispatchNs);
/// All kernels as one; `peakGflops` stays 0.
KernelTotal sumOf(const std::vector<KernelTotal> &kernels);

/// Units of 10^9 per second; 0 where no time passed.
double gigaPerSecond(double amount, double nanoseconds);
/// The least time that the target's bandwidth and arithmetic allow, in
/// nanoseconds; 0 where the plan says nothing of its target.
double rooflineNs(const KernelTotal &kernel, const PlanFacts &facts);
/// Sum of the kernels' rooflines.
double rooflineNs(const std::vector<KernelTotal> &kernels,
                  const PlanFacts &facts);
/// part / whole, 0 where there is no whole.
double fraction(double part, double whole);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_BENCH_STATS_H
