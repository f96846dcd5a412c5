//===- tune_plan_test.cpp - Plans that compare kernels --------------------===//

#include "runtime/tools/burin/tune_plan.h"

#include "runtime/base/strings.h"
#include "runtime/format/verify.h"
#include "test/runtime/test_util.h"

#include <gtest/gtest.h>

using namespace burin;
using namespace burin::tools;

namespace {

/// Entry "gA": kernels 0 and 1 on constant 0; entry "gB": kernels 2, 3, 4 on
/// constants 1 and 0. Every kernel has a module of its own.
Plan candidatePlan() {
  Plan plan;
  plan.target = "test";
  plan.largestBufferBytes = 4096;
  for (int i = 0; i < 2; ++i) {
    Constant constant;
    constant.name = strCat("c", i);
    constant.kind = ConstantKind::kSynthetic;
    constant.shape = {512};
    constant.size = 2048;
    plan.constants.push_back(constant);
  }
  auto addEntry = [&](const char *name, uint32_t kernels,
                      std::vector<uint32_t> constants) {
    Entry entry;
    entry.name = name;
    for (uint32_t i = 0; i < kernels; ++i) {
      std::string kernel = strCat("k", plan.kernels.size());
      plan.modules.push_back({kernel, CodeFormat::kOpenCLC, "", "code"});
      Kernel made;
      made.name = kernel;
      made.module = uint32_t(plan.modules.size() - 1);
      made.args.assign(constants.size(), Access::kRead);
      made.args.push_back(Access::kWrite);
      Dispatch dispatch;
      dispatch.kernel = uint32_t(plan.kernels.size());
      for (uint32_t constant : constants)
        dispatch.args.push_back({Space::kConstant, constant, 0, 2048});
      dispatch.args.push_back({Space::kOutput, i, 0, 1024});
      plan.kernels.push_back(made);
      entry.dispatches.push_back(dispatch);
      TensorDesc output;
      output.name = strCat("output_", i);
      output.shape = {256};
      entry.outputs.push_back(output);
    }
    plan.entries.push_back(entry);
  };
  addEntry("gA", 2, {0});
  addEntry("gB", 3, {1, 0});
  // A second result that nobody compares.
  plan.kernels[2].args.push_back(Access::kWrite);
  plan.entries[1].dispatches[0].args.push_back({Space::kArena, 0, 0, 512});
  plan.arenaBytes = plan.arenaLowerBoundBytes = 512;
  plan.metadata = R"({"candidate_calls": {"gA": 1, "gB": 5},
    "entries": {"gA": [{"predicted_ns": 300}, {}], "gB": [{"predicted_ns": 100}, {}, {}]}})";
  return plan;
}

std::vector<TuneGroup> groupsOf(const Plan &plan) {
  auto groups = candidateGroups(plan, readPlanFacts(plan));
  EXPECT_TRUE(groups.ok()) << groups.status().toString();
  return groups.ok() ? *groups : std::vector<TuneGroup>();
}

TEST(TunePlan, WhatCostsTheModelMostComesFirst) {
  Plan plan = candidatePlan();
  ASSERT_OK(verifyPlan(plan));
  auto groups = groupsOf(plan);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].entry, 1u); // 5 x 100 ns before 1 x 300 ns
  EXPECT_EQ(groups[0].calls, 5u);
  EXPECT_EQ(memoryOf(plan, groups[0]), 2 * 2048u + 3 * 1024u);
}

TEST(TunePlan, OtherPlansCompareNothing) {
  for (const char *metadata : {"", "[]", "{\"candidate_calls\": 3}",
                               "{\"candidate_calls\": {\"gA\": -1}}",
                               "{\"candidate_calls\": {\"gC\": 1}}"}) {
    Plan plan = candidatePlan();
    plan.metadata = metadata;
    auto groups = candidateGroups(plan, readPlanFacts(plan));
    ASSERT_FALSE(groups.ok()) << metadata;
    EXPECT_TRUE(test::contains(groups.status(), "--emit-candidates"));
  }
}

TEST(TunePlan, PartsAreWholePlans) {
  Plan plan = candidatePlan();
  auto groups = groupsOf(plan);
  Plan one = extractGroups(plan, {groups[0]});
  ASSERT_OK(verifyPlan(one));
  EXPECT_EQ(one.entries.size(), 1u);
  EXPECT_EQ(one.kernels.size(), 3u);
  EXPECT_EQ(one.modules[2].name, "k4");
  EXPECT_EQ(one.constants[0].name, "c1"); // in the order of their first use
  ASSERT_OK(verifyPlan(extractGroups(plan, groups)));
  Plan some = extractGroups(plan, {groups[0]}, {0, 2});
  ASSERT_OK(verifyPlan(some));
  ASSERT_EQ(some.entries[0].dispatches.size(), 3u);
  EXPECT_EQ(some.entries[0].dispatches[0].kernel, some.entries[0].dispatches[2].kernel) << "the last runs first, too";
  EXPECT_EQ(some.kernels[1].name, "k4");
  EXPECT_EQ(some.entries[0].dispatches[2].args.back().index, 1u);
}

GroupResult result(const char *signature, std::vector<double> times) {
  GroupResult group;
  group.signature = signature;
  for (double time : times)
    group.candidates.push_back({strCat("config", group.candidates.size()), time, ""});
  return group;
}

TEST(TunePlan, TheFastestThatAgreesWins) {
  EXPECT_EQ(result("a", {100, 80, 90}).best(), 1u);
  EXPECT_EQ(result("a", {100, 99, 98.5}).best(), 0u) << "noise is no gain";
  EXPECT_EQ(result("a", {100, 0, 200}).best(), 0u) << "0 was not measured";
  GroupResult wrong = result("a", {100, 50, 90});
  wrong.candidates[1].problem = "differs";
  EXPECT_EQ(wrong.best(), 2u);
}

TEST(TunePlan, SumsAreWeightedWithCalls) {
  std::vector<GroupResult> results = {result("a", {100, 80}), result("b", {10, 20})};
  results[0].calls = 3;
  results[1].candidates[1].problem = "differs";
  TuneSummary summary = summarize(results);
  EXPECT_DOUBLE_EQ(summary.modelNs, 310);
  EXPECT_DOUBLE_EQ(summary.tunedNs, 250);
  EXPECT_EQ(summary.changed, 1u);
  EXPECT_EQ(summary.rejected, 1u);
}

TEST(TunePlan, FilesAreMerged) {
  auto json = tuningJson("gpu", "opencl", "device", "1", {result("a", {100, 80})});
  EXPECT_EQ(json["entries"][0]["config"], "config1");
  EXPECT_EQ(json["entries"][0]["model_config"], "config0");
  auto old = tuningJson("gpu", "opencl", "device", "0",
                        {result("a", {7, 8}), result("b", {30, 20})});
  ASSERT_OK(mergeTuning(json, old.dump()));
  ASSERT_EQ(json["entries"].size(), 2u);
  EXPECT_EQ(json["entries"][0]["us"], 0.08) << "the measurement of this run stays";
  EXPECT_EQ(json["entries"][1]["signature"], "b");
  auto other = tuningJson("gpu", "vulkan", "device", "0", {});
  EXPECT_TRUE(test::contains(mergeTuning(json, other.dump()), "another api"));
  EXPECT_FALSE(mergeTuning(json, "{").ok());
  EXPECT_FALSE(mergeTuning(json, "[]").ok());
}

} // namespace
