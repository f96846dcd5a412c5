//===- bench_stats.cpp - What burin bench computes of its times -----------===//

#include "runtime/tools/burin/bench_stats.h"

#include <algorithm>
#include <map>

namespace burin::tools {

Spread spreadOf(std::vector<double> values) {
  if (values.empty())
    return {};
  std::sort(values.begin(), values.end());
  auto at = [&](double q) {
    return values[size_t(q * double(values.size() - 1) + 0.5)];
  };
  return {at(0.5), values.front(), values.back(), at(0.1), at(0.9)};
}

std::vector<KernelTotal> totalByKernel(const Plan &plan, const PlanFacts &facts,
                                       size_t entry,
                                       const std::vector<double> &dispatchNs) {
  std::map<uint32_t, KernelTotal> totals;
  const std::vector<Dispatch> &dispatches = plan.entries[entry].dispatches;
  for (size_t i = 0; i < dispatches.size(); ++i) {
    const Dispatch &dispatch = dispatches[i];
    KernelTotal &total = totals[dispatch.kernel];
    total.name = plan.kernels[dispatch.kernel].name;
    ++total.dispatches;
    total.time += dispatchNs[i];
    total.predicted += facts.entries[entry][i].predictedNs;
    total.peakGflops = facts.peakGflops(dispatch.kernel);
    total.bytes +=
        dispatch.bytesRead + dispatch.bytesWritten + dispatch.weightBytes;
    total.flops += dispatch.flops;
  }
  std::vector<KernelTotal> sorted;
  for (auto &item : totals)
    sorted.push_back(item.second);
  std::sort(sorted.begin(), sorted.end(),
            [](const KernelTotal &a, const KernelTotal &b) {
              return a.time != b.time ? a.time > b.time : a.name < b.name;
            });
  return sorted;
}

KernelTotal sumOf(const std::vector<KernelTotal> &kernels) {
  KernelTotal sum;
  for (const KernelTotal &kernel : kernels) {
    sum.dispatches += kernel.dispatches;
    sum.time += kernel.time;
    sum.predicted += kernel.predicted;
    sum.bytes += kernel.bytes;
    sum.flops += kernel.flops;
  }
  return sum;
}

double gigaPerSecond(double amount, double nanoseconds) {
  return nanoseconds > 0 ? amount / nanoseconds : 0;
}

double rooflineNs(const KernelTotal &kernel, const PlanFacts &facts) {
  double memory = facts.bandwidthMBps > 0
                      ? double(kernel.bytes) * 1e3 / facts.bandwidthMBps
                      : 0;
  double arithmetic =
      kernel.peakGflops > 0 ? double(kernel.flops) / kernel.peakGflops : 0;
  return std::max(memory, arithmetic);
}

double rooflineNs(const std::vector<KernelTotal> &kernels,
                  const PlanFacts &facts) {
  double sum = 0;
  for (const KernelTotal &kernel : kernels)
    sum += rooflineNs(kernel, facts);
  return sum;
}

double fraction(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

} // namespace burin::tools
