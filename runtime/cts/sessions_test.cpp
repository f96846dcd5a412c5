//===- sessions_test.cpp - Plans run by every driver ----------------------===//
#include "runtime/cts/driver_test.h"

#include "runtime/base/half.h"
#include "runtime/core/session.h"
#include "runtime/cts/sample_plan.h"

#include <cmath>
#include <thread>

namespace burin::cts {
namespace {

/// Runs entry "main" of the sample and compares with the host's result.
void checkSample(Session &session, const Sample &sample, float value) {
  std::vector<float> x(kSampleElements, value), y(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()),
                     x.size() * sizeof(float));
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(y.data()),
                             y.size() * sizeof(float));
  ASSERT_OK(session.run("main", {{"x", DType::kF32, {16, 16}, in}},
                        {{"y", DType::kF32, {16, 16}, out}}));
  for (size_t i = 0; i < x.size(); ++i)
    ASSERT_FLOAT_EQ(y[i], x[i] * sample.scale[i] + sample.noise[i]) << i;
}

TEST_P(DriverTest, RunsAPlan) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok()) << sample.status().toString();
  SessionOptions options;
  options.poisonArena = true;
  options.verifyWeights = true;
  auto session = Session::create(device, sample->plan,
                                 directory + "/sample.weights", options);
  ASSERT_TRUE(session.ok()) << session.status().toString();
  checkSample(**session, *sample, 1.5f);
  checkSample(**session, *sample, -2.0f);
  // State persists from run to run; the output is f16.
  std::vector<float> x(kSampleElements, 0.25f);
  std::vector<uint16_t> total(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()), 1024);
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(total.data()), 512);
  for (int run = 1; run <= 3; ++run) {
    ASSERT_OK((*session)->run("accumulate", {{"", DType::kF32, {16, 16}, in}},
                              {{"", DType::kF16, {16, 16}, out}}));
    EXPECT_EQ(halfToFloat(total[17]), 0.25f * float(run));
  }
  // Device-side hand-over between entry points.
  EXPECT_EQ(
      (*session)->copyOutputToInput("accumulate", "total", "main", "x").code(),
      StatusCode::kInvalidArgument);
  ASSERT_OK((*session)->copyOutputToInput("main", "y", "accumulate", "x"));
}

TEST_P(DriverTest, LinkedSessionsPassTensorsOn) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto open = [&] {
    auto opened =
        Session::create(device, sample->plan, directory + "/sample.weights");
    EXPECT_TRUE(opened.ok()) << opened.status().toString();
    return opened.ok() ? std::move(*opened) : nullptr;
  };
  auto a = open(), b = open();
  ASSERT_TRUE(a && b);
  ASSERT_OK(a->linkInput("main", "x", *b, "main", "y"));
  ASSERT_OK(b->linkInput("main", "x", *a, "main", "y"));
  std::vector<float> x(kSampleElements, 0.5f), y(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()), 1024);
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(y.data()), 1024);
  ASSERT_OK(a->setInput("main", {"x", DType::kF32, {16, 16}, in}));
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(a->submit("main").status());
    ASSERT_OK(b->submit("main").status());
  }
  ASSERT_OK(b->getOutput("main", {"y", DType::kF32, {16, 16}, out}));
  for (size_t i = 0; i < kSampleElements; ++i) {
    double value = 0.5;
    for (int k = 0; k < 6; ++k)
      value = value * sample->scale[i] + sample->noise[i];
    ASSERT_NEAR(y[i], value, 1e-5 * std::abs(value) + 1e-5) << i;
  }
  ASSERT_OK(b->submit("main").status()); // closing waits for it
}

TEST_P(DriverTest, RunsTwoSessionsAtOnce) {
  if (device->info().name.find("Oclgrind") != std::string::npos)
    GTEST_SKIP() << "Oclgrind asserts that one thread at a time runs kernels";
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto work = [&](float value) {
    auto session =
        Session::create(device, sample->plan, directory + "/sample.weights");
    ASSERT_TRUE(session.ok()) << session.status().toString();
    for (int i = 0; i < 20; ++i)
      checkSample(**session, *sample, value + float(i));
  };
  std::thread other([&] { work(100.0f); });
  work(-100.0f);
  other.join();
}

TEST_P(DriverTest, SpreadsConstantsOverBuffers) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto session =
      Session::create(device, sample->plan, directory + "/sample.weights");
  ASSERT_TRUE(session.ok());
  SessionMemory memory = (*session)->memory();
  EXPECT_EQ(memory.weightsCopied + memory.weightsImported, 2048u);
  if (device->info().sharesHostMemory) {
    EXPECT_EQ(memory.weightsImported, 1024u);
  }
}

/// In a process of its own: once the layer has spoken, every later call fails.

} // namespace
} // namespace burin::cts
