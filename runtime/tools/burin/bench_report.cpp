//===- bench_report.cpp - Figures of burin bench as text and JSON ---------===//

#include "runtime/tools/burin/bench_report.h"

#include "runtime/tools/burin/command.h"

#include <cstdio>

namespace burin::tools {

using Json = nlohmann::ordered_json;

static double weightRate(const StartTimes &start) {
  return gigaPerSecond(double(start.weightBytes), start.parts.weights * 1e9);
}

void printStart(const StartTimes &start) {
  const SessionOpenTimes &parts = start.parts;
  std::printf("  start   %.0f ms to the first kernel: device %.0f, session %.0f "
              "(%zu modules %.0f, %zu from the cache; weights %s %.0f, %.2f "
              "GB/s; lists %.0f); first run %.1f ms\n",
              start.ready, start.device, start.open, parts.modules,
              parts.kernels * 1e3, parts.modulesFromCache,
              bytesText(start.weightBytes).c_str(), parts.weights * 1e3,
              weightRate(start), parts.record * 1e3, start.firstRun);
}

Json startJson(const StartTimes &start) {
  return {{"ready_ms", start.ready},
          {"device_ms", start.device},
          {"open_ms", start.open},
          {"kernels_ms", start.parts.kernels * 1e3},
          {"modules", start.parts.modules},
          {"modules_from_cache", start.parts.modulesFromCache},
          {"weights_ms", start.parts.weights * 1e3},
          {"weights_bytes", start.weightBytes},
          {"weights_gbps", weightRate(start)},
          {"record_ms", start.parts.record * 1e3},
          {"first_run_ms", start.firstRun}};
}

static void printKernels(const std::vector<KernelTotal> &kernels,
                         const PlanFacts &facts, double sum) {
  std::printf("  %9s %6s %6s %9s %6s %9s %6s %6s  %s\n", "time ms", "share",
              "calls", "GB/s", "of bw", "GFLOP/s", "of op", "of roof",
              "kernel");
  for (const KernelTotal &kernel : kernels) {
    double moved = gigaPerSecond(double(kernel.bytes), kernel.time);
    double computed = gigaPerSecond(double(kernel.flops), kernel.time);
    std::printf("  %9.3f %5.1f%% %6zu %9.1f %5.1f%% %9.1f %5.1f%% %6.1f%%  %s\n",
                kernel.time / 1e6, 100 * fraction(kernel.time, sum),
                kernel.dispatches, moved,
                100 * fraction(moved, facts.bandwidthMBps / 1e3), computed,
                100 * fraction(computed, kernel.peakGflops),
                100 * fraction(rooflineNs(kernel, facts), kernel.time),
                kernel.name.c_str());
  }
}

void printEntry(const Plan &plan, const PlanFacts &facts, size_t entry,
                const EntryTimes &times, int runs) {
  KernelTotal sum = sumOf(times.totals);
  std::printf("\nentry '%s', %zu dispatches, %d runs\n",
              printable(plan.entries[entry].name).c_str(), sum.dispatches,
              runs);
  std::printf("  device  %.3f ms median (10%% %.3f, 90%% %.3f, min %.3f, max "
              "%.3f); in kernels %.3f ms\n",
              times.device.median, times.device.p10, times.device.p90,
              times.device.low, times.device.high, times.kernels.median);
  std::printf(
      "  wall    %.3f ms median (10%% %.3f, 90%% %.3f), profiling off\n",
      times.wall.median, times.wall.p10, times.wall.p90);
  if (sum.predicted > 0)
    std::printf("  model   %.3f ms predicted for the plan's target; roofline "
                "%.3f ms\n",
                sum.predicted / 1e6, rooflineNs(times.totals, facts) / 1e6);
  std::printf("  overall %.1f GFLOP/s, %.1f GB/s\n",
              gigaPerSecond(double(sum.flops), times.device.median * 1e6),
              gigaPerSecond(double(sum.bytes), times.device.median * 1e6));
  printKernels(times.totals, facts, sum.time);
}

static Json spreadJson(const Spread &spread) {
  return {{"median", spread.median},
          {"min", spread.low},
          {"max", spread.high},
          {"p10", spread.p10},
          {"p90", spread.p90}};
}

static Json kernelJson(const KernelTotal &kernel, const PlanFacts &facts) {
  double roofline = rooflineNs(kernel, facts);
  return {{"kernel", kernel.name},
          {"dispatches", kernel.dispatches},
          {"ms", kernel.time / 1e6},
          {"bytes", kernel.bytes},
          {"flops", kernel.flops},
          {"gbps", gigaPerSecond(double(kernel.bytes), kernel.time)},
          {"gflops", gigaPerSecond(double(kernel.flops), kernel.time)},
          {"predicted_ms", kernel.predicted / 1e6},
          {"roofline_ms", roofline / 1e6},
          {"of_roofline", fraction(roofline, kernel.time)}};
}

Json entryJson(const Plan &plan, const PlanFacts &facts, size_t index,
               const EntryTimes &times) {
  const Entry &entry = plan.entries[index];
  KernelTotal sum = sumOf(times.totals);
  Json json;
  json["name"] = entry.name;
  json["device_ms"] = spreadJson(times.device);
  json["kernels_ms"] = spreadJson(times.kernels);
  json["wall_ms"] = spreadJson(times.wall);
  json["predicted_ms"] = facts.predictedNs(index) / 1e6;
  json["roofline_ms"] = rooflineNs(times.totals, facts) / 1e6;
  json["flops"] = sum.flops;
  json["bytes"] = sum.bytes;
  Json &kernels = json["kernels"] = Json::array();
  for (const KernelTotal &kernel : times.totals)
    kernels.push_back(kernelJson(kernel, facts));
  Json &dispatches = json["dispatches"] = Json::array();
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    dispatches.push_back(
        {{"kernel", plan.kernels[dispatch.kernel].name},
         {"label", dispatch.label},
         {"us", times.dispatchNs[i] / 1e3},
         {"predicted_us", facts.entries[index][i].predictedNs / 1e3},
         {"bytes_read", dispatch.bytesRead},
         {"bytes_written", dispatch.bytesWritten},
         {"weight_bytes", dispatch.weightBytes},
         {"flops", dispatch.flops}});
  }
  return json;
}

} // namespace burin::tools
