//===- plan_facts_test.cpp - Metadata that cannot be trusted --------------===//

#include "runtime/tools/burin/plan_facts.h"
#include "runtime/tools/burin/report_page.h"

#include <gtest/gtest.h>

namespace burin::tools {
namespace {

Plan makePlan(const std::string &metadata) {
  Plan plan;
  plan.metadata = metadata;
  plan.model = "model.onnx";
  Kernel kernel;
  kernel.name = "matmul_1";
  plan.kernels = {kernel, kernel};
  Entry entry;
  entry.name = "main";
  Dispatch dispatch;
  dispatch.kernel = 1;
  entry.dispatches = {dispatch, dispatch};
  plan.entries = {entry};
  return plan;
}

TEST(PlanFacts, ReadsWhatTheCompilerWrites) {
  PlanFacts facts = readPlanFacts(makePlan(R"({
    "target": {"bandwidth_mbps": 20000, "f32_gflops": 160, "matrix_gflops": 900, "launch_ns": 5},
    "kernels": [{"schedule": "row"}, {"schedule": "matrix-contraction", "config": "c", "matrix_units": true}],
    "reasons": ["epilogue: a", "missed: b"],
    "entries": {"main": [{"predicted_ns": 40, "reasons": [1, 0]}, {"predicted_ns": 2}]}})"));
  EXPECT_EQ(facts.bandwidthMBps, 20000);
  EXPECT_EQ(facts.launchNs, 5);
  EXPECT_EQ(facts.kernels[0].schedule, "row");
  EXPECT_EQ(facts.kernels[1].config, "c");
  EXPECT_EQ(facts.peakGflops(0), 160);
  EXPECT_EQ(facts.peakGflops(1), 900);
  EXPECT_EQ(facts.predictedNs(0), 42);
  EXPECT_EQ(facts.entries[0][0].reasons,
            (std::vector<std::string>{"missed: b", "epilogue: a"}));
  EXPECT_TRUE(facts.entries[0][1].reasons.empty());
}

/// Arguments of 16 bytes: the arena, a constant, an input, the state.
Plan makePlanWithArguments(const std::string &metadata) {
  Plan plan = makePlan(metadata);
  plan.constants = {{"weight", DType::kF16, {2, 4}}};
  plan.entries[0].inputs = {{"x", DType::kI32, {4}}};
  for (Space space : {Space::kArena, Space::kConstant, Space::kInput, Space::kState})
    plan.entries[0].dispatches[0].args.push_back({space, 0, 0, 16});
  return plan;
}

TEST(PlanFacts, KnowsTypesOfArguments) {
  auto facts = readPlanFacts(makePlanWithArguments(R"({
    "tensors": [{"type": "f32", "shape": [2, 2]}, {"type": "f16", "shape": [8]}],
    "entries": {"main": [{"node": "/conv", "args": [0, 1, 0]}]}})")).entries[0][0];
  EXPECT_EQ(facts.node, "/conv");
  ASSERT_EQ(facts.arguments.size(), 4u);
  EXPECT_EQ(facts.arguments[0].name, "arena");
  EXPECT_EQ(facts.arguments[0].dtype, DType::kF32);
  EXPECT_EQ(facts.arguments[0].shape, (std::vector<int64_t>{2, 2}));
  // The compiler's view of a tensor counts, under the tensor's name.
  EXPECT_EQ(facts.arguments[1].name, "weight");
  EXPECT_EQ(facts.arguments[1].shape, std::vector<int64_t>{8});
  EXPECT_EQ(facts.arguments[2].name, "x");
  EXPECT_EQ(facts.arguments[2].dtype, DType::kF32);
  EXPECT_FALSE(isKnown(facts.arguments[3]));
}

TEST(PlanFacts, DoesNotTrustTypesOfArguments) {
  for (const char *tensor :
       {"3", "{}", R"({"type": "f32"})", R"({"type": 3, "shape": [4]})", R"({"type": "f99", "shape": [4]})",
        R"({"type": "f32", "shape": [5]})", R"({"type": "f32", "shape": [-4]})", R"({"type": "f32", "shape": [4.0]})",
        R"({"type": "f32", "shape": [4294967296, 4294967296, 4]})", R"({"type": "f32", "shape": 4})",
        R"({"type": "f32", "shape": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4]})"}) {
    auto facts = readPlanFacts(makePlanWithArguments(
        std::string(R"({"tensors": [)") + tensor + R"(], "entries": {"main": [{"args": [0, 0, 7, -1]}]}})"));
    const auto &arguments = facts.entries[0][0].arguments;
    ASSERT_EQ(arguments.size(), 4u) << tensor;
    EXPECT_FALSE(isKnown(arguments[0])) << tensor;
    EXPECT_EQ(arguments[1].shape, (std::vector<int64_t>{2, 4})) << tensor;
    EXPECT_EQ(arguments[2].dtype, DType::kI32) << tensor;
  }
}

TEST(PlanFacts, AreEmptyForOtherMetadata) {
  for (const char *metadata :
       {"", "{", "[]", "null", "3", "{\"target\": 3, \"kernels\": {}, \"entries\": []}",
        "{\"target\": {\"launch_ns\": -1, \"f32_gflops\": \"many\", \"bandwidth_mbps\": 1e999}}",
        "{\"kernels\": [3, {\"schedule\": 3, \"matrix_units\": 1}]}",
        "{\"entries\": {\"main\": 3}}", "{\"entries\": {\"other\": [{\"predicted_ns\": 3}]}}",
        "{\"entries\": {\"main\": [{\"predicted_ns\": -4, \"reasons\": 3}, []]}}",
        "{\"reasons\": [3, \"\"], \"entries\": {\"main\": [{\"reasons\": [0, 1, 2, -1, "
        "18446744073709551615, \"x\", 1.5]}]}}"}) {
    PlanFacts facts = readPlanFacts(makePlan(metadata));
    ASSERT_EQ(facts.kernels.size(), 2u) << metadata;
    ASSERT_EQ(facts.entries.size(), 1u) << metadata;
    ASSERT_EQ(facts.entries[0].size(), 2u) << metadata;
    EXPECT_EQ(facts.predictedNs(0), 0) << metadata;
    EXPECT_EQ(facts.launchNs + facts.f32Gflops + facts.bandwidthMBps, 0) << metadata;
    EXPECT_EQ(facts.peakGflops(1), 0) << metadata;
    EXPECT_TRUE(facts.kernels[1].schedule.empty()) << metadata;
    EXPECT_TRUE(facts.entries[0][0].reasons.empty()) << metadata;
  }
}

/// How often `part` is in `text`.
size_t count(const std::string &text, const std::string &part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(ReportPage, TextsCannotBecomeMarkup) {
  std::string plain = reportPage(makePlan("{}"));
  const std::string hostile = "</script><script>alert(1)</script><!-- /*PLAN*/ \xff\xfe";
  Plan plan = makePlan("{}");
  plan.model = plan.target = plan.producer = plan.precision = hostile;
  plan.entries[0].name = plan.entries[0].dispatches[0].label = hostile;
  std::string page = reportPage(plan);
  EXPECT_EQ(count(page, "<"), count(plain, "<"));
  EXPECT_EQ(count(page, "alert(1)"), 6u);
}

TEST(ReportPage, RefersToNothingOutside) {
  std::string page = reportPage(makePlan("{}"));
  for (const char *part : {"src=", "href=", "url(", "import ", "fetch(", "innerHTML"})
    EXPECT_EQ(count(page, part), 0u) << part;
  // The one address is the name of SVG's elements.
  EXPECT_EQ(count(page, "http"), count(page, "http://www.w3.org/2000/svg") + count(page, "http-equiv"));
}

} // namespace
} // namespace burin::tools
