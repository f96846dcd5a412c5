//===- scheduler_euler.cpp - Euler's method -------------------------------===//
//
// Algorithm 2 of Karras et al. (2022) without churn.
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/noise_schedule.h"
#include "runtime/pipeline/scheduler_sigma.h"

#include <algorithm>
#include <cmath>

using namespace burin;

namespace {

std::vector<double> eulerTimesteps(const SchedulerConfig &config,
                                   int64_t steps) {
  int64_t train = config.numTrainTimesteps;
  std::vector<double> timesteps;
  switch (config.spacing) {
  case Spacing::kLinspace: {
    double last = static_cast<double>(train - 1);
    double stride = steps > 1 ? last / static_cast<double>(steps - 1) : 0.0;
    for (int64_t i = steps; i-- > 0;)
      timesteps.push_back(static_cast<float>(
          i > 0 && i == steps - 1 ? last : static_cast<double>(i) * stride));
    return timesteps;
  }
  case Spacing::kLeading: {
    std::vector<int64_t> ascending =
        leadingTimesteps(train / steps, steps, config.stepsOffset);
    timesteps.assign(ascending.rbegin(), ascending.rend());
    return timesteps;
  }
  case Spacing::kTrailing: {
    std::vector<int64_t> descending = trailingTimesteps(
        train, static_cast<double>(train) / static_cast<double>(steps));
    timesteps.assign(descending.begin(), descending.end());
    return timesteps;
  }
  }
  return timesteps;
}

class EulerScheduler : public EulerSchedulerBase {
public:
  explicit EulerScheduler(const SchedulerConfig &config)
      : EulerSchedulerBase(config) {}

  LinearStep linearStep(size_t index) const override {
    double sigma = sigmas[index];
    double stride = static_cast<double>(sigmas[index + 1]) - sigma;
    LinearStep step;
    step.sample = Combination::ofSample() + stride * derivative(sigma);
    return step;
  }
};

} // namespace

Status EulerSchedulerBase::plan(int64_t steps) {
  calls = eulerTimesteps(config, steps);
  BURIN_RETURN_IF_ERROR(checkTimesteps(config, calls));
  std::vector<float> training = trainingSigmas(alphasCumprod(config));
  std::vector<double> levels;
  for (double timestep : calls)
    levels.push_back(interpolate(training, timestep));
  if (config.useKarrasSigmas) {
    levels = karrasSigmas(config.sigmaMin.value_or(levels.back()),
                          config.sigmaMax.value_or(levels.front()), steps);
    for (size_t i = 0; i < calls.size(); ++i)
      calls[i] = static_cast<float>(sigmaToTimestep(levels[i], training));
  }
  levels.push_back(config.finalSigmaZero ? 0.0 : training.front());
  sigmas.assign(levels.begin(), levels.end());
  return okStatus();
}

double EulerSchedulerBase::initNoiseSigma() const {
  double largest = *std::max_element(sigmas.begin(), sigmas.end());
  if (config.spacing != Spacing::kLeading)
    return largest;
  return std::sqrt(largest * largest + 1);
}

double EulerSchedulerBase::inputScale(size_t index) const {
  double sigma = sigmas[index];
  return 1 / std::sqrt(sigma * sigma + 1);
}

Combination EulerSchedulerBase::derivative(double sigma) const {
  double variance = sigma * sigma + 1;
  switch (config.prediction) {
  case Prediction::kEpsilon: // original = sample - sigma output
    return Combination::ofOutput();
  case Prediction::kVelocity: // sample / variance - sigma output / deviation
    return {sigma / variance, 1 / std::sqrt(variance), 0, {}};
  case Prediction::kSample:
    return {1 / sigma, -1 / sigma, 0, {}};
  }
  return {};
}

StatusOr<std::unique_ptr<Scheduler>>
burin::createEulerScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<EulerScheduler>(config);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
