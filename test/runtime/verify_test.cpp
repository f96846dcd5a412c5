//===- verify_test.cpp - Every rule of the plan verifier ------------------===//

#include "runtime/cts/sample_plan.h"
#include "runtime/format/entry_order.h"
#include "runtime/format/interval_set.h"
#include "runtime/format/verify.h"
#include "test/runtime/hoisted_plan.h"
#include "test/runtime/test_util.h"

#include <cmath>
#include <functional>

namespace burin {
namespace {

struct Rule {
  const char *message; ///< part of the expected message
  std::function<void(Plan &)> breakIt;
};

constexpr uint64_t kHuge = UINT64_MAX;

Dispatch &step(Plan &plan, size_t index) {
  return plan.entries[0].dispatches[index];
}

const Rule kRules[] = {
    {"below its lower bound", [](Plan &p) { p.arenaLowerBoundBytes = 99999; }},
    {"given together", [](Plan &p) { p.weightsFile.clear(); }},
    {"given together", [](Plan &p) { p.weightsBytes = 0; }},
    {"plain file name", [](Plan &p) { p.weightsFile = "../w"; }},
    {"plain file name", [](Plan &p) { p.weightsFile = "/etc/passwd"; }},
    {"plain file name", [](Plan &p) { p.weightsFile = ".."; }},
    {"plain file name",
     [](Plan &p) { p.weightsFile = std::string("a\0b", 3); }},
    {"constant 1 'scale': name",
     [](Plan &p) { p.constants[1].name = "scale"; }},
    {"constant 0 ''", [](Plan &p) { p.constants[0].name.clear(); }},
    {"size is 1028", [](Plan &p) { p.constants[0].size = 1028; }},
    {"dimension 0", [](Plan &p) { p.constants[0].shape = {16, 0}; }},
    {"dimension -16", [](Plan &p) { p.constants[0].shape = {-16, -16}; }},
    {"overflows",
     [](Plan &p) { p.constants[0].shape = {1ll << 40, 1ll << 40}; }},
    {"rank 17",
     [](Plan &p) { p.constants[0].shape = std::vector<int64_t>(17, 1); }},
    {"element type", [](Plan &p) { p.constants[0].dtype = DType(77); }},
    {"file offset 4097", [](Plan &p) { p.constants[0].fileOffset = 4097; }},
    {"file offset 0", [](Plan &p) { p.constants[0].fileOffset = 0; }},
    {"exceed the weights file",
     [](Plan &p) { p.constants[0].fileOffset = 8192; }},
    {"exceed the weights file",
     [](Plan &p) { p.constants[0].fileOffset = kHuge - 4095; }},
    {"overlap in the weights file",
     [](Plan &p) {
       p.constants.push_back(p.constants[0]);
       p.constants.back().name = "twin";
     }},
    {"synthetic constant of type i32",
     [](Plan &p) { p.constants[1].dtype = DType::kI32; }},
    {"finite", [](Plan &p) { p.constants[1].stddev = NAN; }},
    {"finite", [](Plan &p) { p.constants[1].stddev = -1; }},
    {"finite", [](Plan &p) { p.constants[1].mean = INFINITY; }},
    {"invalid kind", [](Plan &p) { p.constants[1].kind = ConstantKind(9); }},
    {"no code", [](Plan &p) { p.modules[0].code.clear(); }},
    {"module 1 'ops'", [](Plan &p) { p.modules.push_back(p.modules[0]); }},
    {"NUL in source", [](Plan &p) { p.modules[0].code += '\0'; }},
    {"NUL in the build options",
     [](Plan &p) { p.modules[0].buildOptions = std::string("-D\0", 3); }},
    {"whole words",
     [](Plan &p) {
       p.modules[0].format = CodeFormat::kSPIRV;
       p.modules[0].code = "12345";
     }},
    {"code format", [](Plan &p) { p.modules[0].format = CodeFormat(3); }},
    {"no identifier", [](Plan &p) { p.kernels[0].name = "a b"; }},
    {"no identifier", [](Plan &p) { p.kernels[0].name = ""; }},
    {"module index 1", [](Plan &p) { p.kernels[0].module = 1; }},
    {"has a zero", [](Plan &p) { p.kernels[0].workgroupSize[1] = 0; }},
    {"work group of 8192",
     [](Plan &p) { p.kernels[0].workgroupSize[1] = 128; }},
    {"129 arguments",
     [](Plan &p) { p.kernels[0].args.assign(129, Access::kRead); }},
    {"invalid access", [](Plan &p) { p.kernels[0].args[0] = Access(3); }},
    {"twice for its module",
     [](Plan &p) { p.kernels.push_back(p.kernels[0]); }},
    {"1025 entry points, at most 1024",
     [](Plan &p) {
       while (p.entries.size() < 1025) {
         p.entries.push_back(p.entries[0]);
         p.entries.back().name += std::to_string(p.entries.size());
       }
     }},
    {"no entry point", [](Plan &p) { p.entries.clear(); }},
    {"entry 'main': name", [](Plan &p) { p.entries[1].name = "main"; }},
    {"input 'x': name",
     [](Plan &p) { p.entries[0].inputs.push_back(p.entries[0].inputs[0]); }},
    {"output 'y': dimension 0",
     [](Plan &p) { p.entries[0].outputs[0].shape = {0}; }},
    {"kernel index 4", [](Plan &p) { step(p, 0).kernel = 4; }},
    {"0 groups", [](Plan &p) { step(p, 0).groups[2] = 0; }},
    {"work items", [](Plan &p) { step(p, 0).groups[0] = 1u << 30; }},
    {"2 arguments, kernel 'multiply' takes 3",
     [](Plan &p) { step(p, 0).args.pop_back(); }},
    {"invalid space", [](Plan &p) { step(p, 0).args[0].space = Space(5); }},
    {"index 1 of 1 in the input",
     [](Plan &p) { step(p, 0).args[0].index = 1; }},
    {"index 2 of 2 in the constant",
     [](Plan &p) { step(p, 0).args[1].index = 2; }},
    {"index 1 of 1 in the arena",
     [](Plan &p) { step(p, 0).args[2].index = 1; }},
    {"index 1 of 1 in the output",
     [](Plan &p) { step(p, 2).args[1].index = 1; }},
    {"empty range", [](Plan &p) { step(p, 0).args[0].size = 0; }},
    {"exceed the arena range",
     [](Plan &p) { step(p, 0).args[2].offset = 1024; }},
    {"exceed the arena range",
     [](Plan &p) { step(p, 0).args[2].offset = kHuge - 511; }},
    {"exceed the input range",
     [](Plan &p) { step(p, 0).args[0].size = kHuge; }},
    {"exceed the constant range",
     [](Plan &p) { step(p, 0).args[1].offset = 512; }},
    {"exceed the state range", [](Plan &p) { p.stateBytes = 1023; }},
    {"no multiple of 512", [](Plan &p) { step(p, 0).args[2].offset = 256; }},
    {"writes to a read-only input",
     [](Plan &p) { step(p, 0).args[2] = {Space::kInput, 0, 0, 1024}; }},
    {"writes to a read-only constant",
     [](Plan &p) { step(p, 1).args[1] = {Space::kConstant, 0, 0, 1024}; }},
    {"arguments 0 and 1 of kernel 'copy' overlap",
     [](Plan &p) { step(p, 2).args[1] = step(p, 2).args[0]; }},
    {"overlap",
     [](Plan &p) {
       p.arenaBytes = 4096;
       step(p, 2).args[1] = {Space::kArena, 0, 1024, 1024};
     }},
    {"overlap", // an in-place pair must be the same range
     [](Plan &p) { step(p, 1).args[0] = {Space::kArena, 0, 512, 512}; }},
    {"reads arena 0 [512, 1536) before",
     [](Plan &p) {
       p.entries[0].dispatches.erase(p.entries[0].dispatches.begin());
     }},
    {"reads arena 0 [512, 1536) before",
     [](Plan &p) { step(p, 0).args[2].size = 512; }},
    {"reads state",
     [](Plan &p) {
       p.entries[1].dispatches.erase(p.entries[1].dispatches.begin());
     }},
    {"reads output 0",
     [](Plan &p) {
       p.entries[0].dispatches.insert(p.entries[0].dispatches.begin() + 1,
                                      step(p, 1));
       step(p, 1).args[0] = {Space::kOutput, 0, 0, 1024};
     }},
    {"output 'y' is not written",
     [](Plan &p) { p.entries[0].dispatches.pop_back(); }},
    {"output 'y' is not written",
     [](Plan &p) { step(p, 2).args[1].size = 1023; }},
};

TEST(Verify, AcceptsTheSample) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  ASSERT_OK(verifyPlan(sample->plan));
  // The same range read and read-written is allowed.
  step(sample->plan, 1).args[0] = step(sample->plan, 1).args[1];
  ASSERT_OK(verifyPlan(sample->plan));
}

TEST(Verify, RefusesEveryBrokenRule) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  for (const Rule &rule : kRules) {
    Plan plan = sample->plan;
    rule.breakIt(plan);
    Status status = verifyPlan(plan, "m.plan");
    EXPECT_EQ(status.code(), StatusCode::kDataLoss) << rule.message;
    EXPECT_TRUE(test::contains(status, rule.message)) << status.message();
    EXPECT_EQ(status.message().rfind("m.plan: ", 0), 0u) << status.message();
  }
}

TEST(Verify, MessagesNameTheDispatch) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  step(sample->plan, 1).args[1].size = 4096;
  Status status = verifyPlan(sample->plan);
  EXPECT_TRUE(test::contains(
      status,
      "entry 'main', dispatch 1 (Add_1), argument 1: 4096 bytes at 512"))
      << status.message();
}

TEST(Verify, AnEntryPointReadsStateOfThoseBeforeIt) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  Plan plan = test::hoistedPlan(sample->plan);
  ASSERT_OK(verifyPlan(plan));
  EXPECT_EQ(requiredEntries(plan, 1), std::vector<size_t>{0});
  EXPECT_TRUE(requiredEntries(plan, 0).empty());
  EXPECT_TRUE(requiredEntries(sample->plan, 1).empty()); // its own state

  Plan swapped = plan;
  std::swap(swapped.entries[0], swapped.entries[1]);
  Status status = verifyPlan(swapped);
  EXPECT_TRUE(test::contains(status, "reads state 0 [0, 1024) before"))
      << status.message();

  Plan partly = plan; // half of what main reads
  partly.entries[0].dispatches[0].args[1].size = 512;
  EXPECT_TRUE(test::contains(verifyPlan(partly), "reads state 0 [0, 1024) before"));
}

TEST(Verify, WhatIsRequiredComesWithItsOwnRequirements) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  Plan plan = test::hoistedPlan(sample->plan);
  plan.stateBytes *= 3;
  Entry middle = plan.entries[0], other = plan.entries[0];
  middle.name = "middle";
  middle.inputs.clear();
  middle.dispatches[0].args[0] = {Space::kState, 0, 0, 1024};
  middle.dispatches[0].args[1].offset = 1024;
  other.name = "other"; // nobody reads what it writes
  other.dispatches[0].args[1].offset = 2048;
  plan.entries[1].dispatches[0].args[1].offset = 1024;
  plan.entries.insert(plan.entries.begin() + 1, {other, middle});
  ASSERT_OK(verifyPlan(plan));
  EXPECT_EQ(requiredEntries(plan, 3), (std::vector<size_t>{0, 2}));
}

TEST(Verify, InputsOfOneNameAreOneTensor) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  Plan plan = test::hoistedPlan(sample->plan);
  plan.entries[1].inputs[1].shape = {256};
  Status status = verifyPlan(plan);
  EXPECT_TRUE(test::contains(status, "entry 'main' requires entry 'prompt', "
                                     "their inputs 'c' differ"))
      << status.message();
}

TEST(Verify, OnlyTensorsWithHalvesHaveEqualHalves) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  Plan plan = test::hoistedPlan(sample->plan);
  plan.entries[1].inputs[0].equalHalves = true;
  ASSERT_OK(verifyPlan(plan));
  Plan output = plan;
  output.entries[1].outputs[0].equalHalves = true;
  ASSERT_OK(verifyPlan(output));
  output.entries[1].outputs[0].shape = {1, 256};
  EXPECT_TRUE(test::contains(verifyPlan(output), "equal halves of a tensor"));
  Plan odd = plan; // of 1024 bytes as well
  odd.entries[1].inputs[0].shape = {1, 256};
  EXPECT_TRUE(test::contains(
      verifyPlan(odd), "input 'x': equal halves of a tensor without halves"));
  Plan scalar = plan;
  scalar.entries[1].inputs[0].shape = {};
  EXPECT_FALSE(verifyPlan(scalar).ok());
  Plan shared = plan; // one tensor, one contract
  shared.entries[1].inputs[1].equalHalves = true;
  EXPECT_TRUE(test::contains(verifyPlan(shared), "their inputs 'c' differ"));
}

/// The set agrees with a plain bitmap over many random inserts.
TEST(IntervalSet, AgreesWithABitmap) {
  uint32_t random = 1;
  auto next = [&](uint32_t limit) {
    random = random * 1664525u + 1013904223u;
    return (random >> 8) % limit;
  };
  for (int round = 0; round < 200; ++round) {
    IntervalSet set;
    std::vector<bool> bitmap(64);
    for (int i = 0; i < 12; ++i) {
      uint32_t begin = next(64), end = begin + next(65 - begin);
      set.insert(begin, end);
      std::fill(bitmap.begin() + begin, bitmap.begin() + end, true);
      uint32_t from = next(63), to = from + 1 + next(64 - from);
      bool all = true;
      for (uint32_t k = from; k < to; ++k)
        all = all && bitmap[k];
      ASSERT_EQ(set.contains(from, to), all);
      bool any = false;
      for (uint32_t k = from; k < to; ++k)
        any = any || bitmap[k];
      ASSERT_EQ(set.overlaps(from, to), any);
      ASSERT_FALSE(set.overlaps(from, from));
    }
  }
}

} // namespace
} // namespace burin
