//===- scheduler_test.cpp - Schedulers against diffusers ------------------===//
#include "test_util.h"

#include "runtime/pipeline/scheduler.h"

#include <cmath>

using namespace burin;
using namespace burin::test;

namespace {

/// The function that stands for a network; make_vectors.py has the same.
std::vector<float> fakeModel(const std::vector<float> &sample, double t) {
  std::vector<float> output;
  for (size_t i = 0; i < sample.size(); ++i)
    output.push_back(static_cast<float>(
        0.6 * std::sin(0.7 * static_cast<double>(i) + 0.01 * t) +
        0.3 * sample[i] * std::cos(0.05 * t)));
  return output;
}

/// Largest difference relative to the largest value, at least 1.
double relativeError(const std::vector<float> &a, const std::vector<float> &b) {
  double error = 0, scale = 1;
  for (size_t i = 0; i < a.size(); ++i) {
    error = std::max(error, std::abs(double(a[i]) - b[i]));
    scale = std::max(scale, std::abs(double(b[i])));
  }
  return a.size() == b.size() ? error / scale : 1.0;
}

double compareRun(Scheduler &scheduler, const nlohmann::json &run) {
  std::vector<double> timesteps = run["timesteps"];
  EXPECT_EQ(scheduler.timesteps().size(), timesteps.size());
  if (scheduler.timesteps().size() != timesteps.size())
    return 1;
  EXPECT_NEAR(scheduler.initNoiseSigma(), run["sigma"].get<double>(),
              1e-5 * scheduler.initNoiseSigma());
  NormalGenerator noise(1234);
  std::vector<float> sample(6);
  for (size_t i = 0; i < sample.size(); ++i)
    sample[i] = static_cast<float>((0.5 * static_cast<double>(i) - 1.2f) *
                                   run["sigma"].get<double>());
  double worst = 0;
  for (size_t i = 0; i < timesteps.size(); ++i) {
    EXPECT_NEAR(scheduler.timesteps()[i], timesteps[i], 1e-3) << "call " << i;
    std::vector<float> input = sample;
    scheduler.scaleModelInput(i, input);
    std::vector<float> output = fakeModel(input, timesteps[i]);
    Status status = scheduler.step(i, output, sample, noise);
    EXPECT_TRUE(status.ok()) << status.toString();
    std::vector<float> expected = run["latents"][i];
    worst = std::max(worst, relativeError(sample, expected));
  }
  return worst;
}

TEST(Scheduler, MatchesDiffusers) {
  nlohmann::json reference = readJson(dataPath("schedulers.json"));
  double worst = 0;
  for (const auto &test : reference["cases"]) {
    std::string text = test["config"].dump();
    auto config = parseSchedulerConfig(text);
    ASSERT_TRUE(config.ok()) << config.status().toString();
    // Without signal at the start sigma is 4096, of which the reference's
    // single precision loses the last digits when the sample comes down to
    // about 1.
    bool isFarOff = config->rescaleBetasZeroSnr &&
                    (config->kind == SchedulerKind::kEuler ||
                     config->kind == SchedulerKind::kEulerAncestral);
    for (const auto &run : test["runs"]) {
      auto scheduler = Scheduler::create(*config, run["steps"].get<int64_t>());
      ASSERT_TRUE(scheduler.ok()) << text << scheduler.status().toString();
      double error = compareRun(**scheduler, run);
      EXPECT_LE(error, isFarOff ? 5e-4 : 1e-5)
          << text << " steps " << run["steps"];
      worst = std::max(worst, isFarOff ? 0 : error);
    }
  }
  RecordProperty("worst_relative_error", std::to_string(worst));
}

TEST(Scheduler, ReplaysTheReferenceRun) {
  auto reference = readNpz(modelPath("reference.npz"));
  auto config = parseSchedulerConfig(
      readText(modelPath("scheduler/scheduler_config.json")));
  ASSERT_TRUE(config.ok());
  auto scheduler = Scheduler::create(*config, 20);
  ASSERT_TRUE(scheduler.ok());
  std::vector<float> sample = reference["latents_init"].values;
  const std::vector<float> &outputs = reference["unet_out"].values;
  const std::vector<float> &latents = reference["latents"].values;
  const size_t size = sample.size();
  ASSERT_EQ(size, 4u * 16 * 16);
  ASSERT_EQ((*scheduler)->timesteps().size(), 21u);
  ASSERT_EQ(latents.size(), 21 * size);
  NormalGenerator noise(0);
  for (size_t call = 0; call < 21; ++call) {
    std::vector<float> guided(size);
    const float *unconditional = &outputs[call * 2 * size];
    const float *conditional = unconditional + size;
    for (size_t i = 0; i < size; ++i)
      guided[i] = unconditional[i] + 5.0f * (conditional[i] - unconditional[i]);
    ASSERT_TRUE((*scheduler)->step(call, guided, sample, noise).ok());
    std::vector<float> expected(&latents[call * size],
                                &latents[call * size] + size);
    EXPECT_LE(relativeError(sample, expected), 1e-5) << "call " << call;
  }
}

TEST(Scheduler, TakesAnotherClassByName) {
  std::string text = readText(modelPath("scheduler/scheduler_config.json"));
  for (const std::string &name : schedulerNames()) {
    auto config = parseSchedulerConfig(text, name);
    ASSERT_TRUE(config.ok()) << name << config.status().toString();
    EXPECT_TRUE(Scheduler::create(*config, 20).ok()) << name;
  }
}

TEST(Scheduler, EveryFactorIsFinite) {
  nlohmann::json reference = readJson(dataPath("schedulers.json"));
  for (const auto &test : reference["cases"]) {
    auto config = parseSchedulerConfig(test["config"].dump());
    ASSERT_TRUE(config.ok());
    auto scheduler = Scheduler::create(*config, test["runs"][0]["steps"]);
    ASSERT_TRUE(scheduler.ok());
    EXPECT_EQ((*scheduler)->isLinear(),
              config->kind != SchedulerKind::kDdim || !config->clipSample);
    for (size_t call = 0; call < (*scheduler)->timesteps().size(); ++call) {
      LinearStep step = (*scheduler)->linearStep(call);
      Combination sum = step.sample;
      for (const Combination &memory : step.memories)
        sum = sum + memory;
      double total = sum.sample + sum.output + sum.noise;
      for (double factor : sum.memories)
        total += factor;
      EXPECT_TRUE(std::isfinite(total)) << test["config"] << " call " << call;
      EXPECT_TRUE((*scheduler)->drawsNoise() || step.sample.noise == 0);
    }
  }
}

TEST(Scheduler, WantsStepsInOrder) {
  auto config = parseSchedulerConfig(R"({"_class_name": "DDIMScheduler"})");
  ASSERT_TRUE(config.ok());
  auto scheduler = Scheduler::create(*config, 2);
  ASSERT_TRUE(scheduler.ok());
  NormalGenerator noise(0);
  std::vector<float> sample(4), output(4), small(3);
  EXPECT_FALSE((*scheduler)->step(1, output, sample, noise).ok());
  EXPECT_FALSE((*scheduler)->step(0, small, sample, noise).ok());
  EXPECT_TRUE((*scheduler)->step(0, output, sample, noise).ok());
  EXPECT_FALSE((*scheduler)->step(0, output, sample, noise).ok());
  EXPECT_FALSE((*scheduler)->step(1, small, small, noise).ok());
  EXPECT_TRUE((*scheduler)->step(1, output, sample, noise).ok());
  EXPECT_FALSE((*scheduler)->step(2, output, sample, noise).ok());
}

TEST(NormalGenerator, MatchesTorch) {
  nlohmann::json reference = readJson(dataPath("randn.json"));
  for (const auto &test : reference["cases"]) {
    NormalGenerator noise(test["seed"].get<uint64_t>());
    std::vector<float> values(test["size"].get<size_t>());
    for (const auto &draw : test["draws"]) {
      noise.fill(values);
      std::vector<float> expected = draw;
      std::vector<float> tail(values.end() - std::ptrdiff_t(expected.size()),
                              values.end());
      EXPECT_LE(relativeError(tail, expected), 1e-6)
          << "seed " << test["seed"] << " size " << test["size"];
    }
  }
}

} // namespace
