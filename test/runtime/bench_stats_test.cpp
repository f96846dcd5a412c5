//===- bench_stats_test.cpp - What burin bench computes of its times ------===//

#include "runtime/tools/burin/bench_report.h"

#include <gtest/gtest.h>

using namespace burin;
using namespace burin::tools;

TEST(BenchStats, SpreadIsMadeOfElements) {
  EXPECT_EQ(spreadOf({}).median, 0);
  Spread one = spreadOf({7});
  EXPECT_EQ(one.median, 7);
  EXPECT_EQ(one.p90, 7);
  std::vector<double> values;
  for (int i = 100; i >= 0; --i) // 0 to 100, unsorted
    values.push_back(i);
  Spread spread = spreadOf(values);
  EXPECT_EQ(spread.low, 0);
  EXPECT_EQ(spread.p10, 10);
  EXPECT_EQ(spread.median, 50);
  EXPECT_EQ(spread.p90, 90);
  EXPECT_EQ(spread.high, 100);
}

TEST(BenchStats, RatesOfNoTimeAreZero) {
  EXPECT_EQ(gigaPerSecond(5, 0), 0);
  EXPECT_DOUBLE_EQ(gigaPerSecond(6, 3), 2);
  EXPECT_EQ(fraction(1, 0), 0);
  EXPECT_DOUBLE_EQ(fraction(1, 4), 0.25);
}

TEST(BenchStats, RooflineIsTheLongerOfMemoryAndArithmetic) {
  PlanFacts facts;
  KernelTotal kernel;
  kernel.bytes = 1000;
  kernel.flops = 4000;
  EXPECT_EQ(rooflineNs(kernel, facts), 0) << "nothing is known of the target";
  facts.bandwidthMBps = 2000; // 2 bytes a nanosecond
  EXPECT_DOUBLE_EQ(rooflineNs(kernel, facts), 500);
  kernel.peakGflops = 4;
  EXPECT_DOUBLE_EQ(rooflineNs(kernel, facts), 1000);
  EXPECT_DOUBLE_EQ(rooflineNs({kernel, kernel}, facts), 2000);
}

namespace {
/// Kernel a twice (10 and 30 ns), kernel b once (50 ns).
struct Measured {
  Plan plan;
  PlanFacts facts;
  EntryTimes times;

  Measured() {
    plan.kernels.resize(2);
    plan.kernels[0].name = "a";
    plan.kernels[1].name = "b";
    plan.entries.resize(1);
    plan.entries[0].name = "main";
    for (uint32_t kernel : {0u, 1u, 0u}) {
      Dispatch dispatch;
      dispatch.kernel = kernel;
      dispatch.bytesRead = 100;
      dispatch.weightBytes = 20;
      dispatch.bytesWritten = 3;
      dispatch.flops = 1000 * (kernel + 1);
      plan.entries[0].dispatches.push_back(dispatch);
    }
    facts.kernels.resize(2);
    facts.entries.push_back({{5, {}}, {6, {}}, {7, {}}});
    facts.f32Gflops = 100;
    times.dispatchNs = {10, 50, 30};
    times.totals = totalByKernel(plan, facts, 0, times.dispatchNs);
    times.device = spreadOf({1, 2, 3});
  }
};
} // namespace

TEST(BenchStats, DispatchesOfAKernelAddUp) {
  Measured measured;
  ASSERT_EQ(measured.times.totals.size(), 2u);
  const KernelTotal &slow = measured.times.totals[0];
  const KernelTotal &fast = measured.times.totals[1];
  EXPECT_EQ(slow.name, "b");
  EXPECT_EQ(fast.name, "a");
  EXPECT_EQ(fast.dispatches, 2u);
  EXPECT_DOUBLE_EQ(fast.time, 40);
  EXPECT_DOUBLE_EQ(fast.predicted, 12);
  EXPECT_EQ(fast.bytes, 246u);
  EXPECT_EQ(fast.flops, 2000u);
  EXPECT_DOUBLE_EQ(fast.peakGflops, 100);
  KernelTotal sum = sumOf(measured.times.totals);
  EXPECT_EQ(sum.dispatches, 3u);
  EXPECT_DOUBLE_EQ(sum.time, 90);
  EXPECT_EQ(sum.flops, 4000u);
}

TEST(BenchReport, JsonHasWhatTheDocumentationSays) {
  Measured measured;
  auto json = entryJson(measured.plan, measured.facts, 0, measured.times);
  EXPECT_EQ(json["name"], "main");
  EXPECT_EQ(json["device_ms"]["median"], 2);
  EXPECT_EQ(json["device_ms"]["p90"], 3);
  EXPECT_EQ(json["flops"], 4000);
  EXPECT_EQ(json["kernels"][0]["kernel"], "b");
  EXPECT_DOUBLE_EQ(json["kernels"][0]["gflops"], 40);
  EXPECT_DOUBLE_EQ(json["kernels"][0]["of_roofline"], 0.4);
  EXPECT_EQ(json["dispatches"].size(), 3u);
  EXPECT_EQ(json["dispatches"][2]["us"], 0.03);
  StartTimes start;
  start.ready = 12;
  start.weightBytes = 3000000000;
  start.parts.weights = 0.5;
  EXPECT_EQ(startJson(start)["ready_ms"], 12);
  EXPECT_DOUBLE_EQ(startJson(start)["weights_gbps"], 6);
}
