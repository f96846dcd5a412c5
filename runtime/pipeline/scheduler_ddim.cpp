//===- scheduler_ddim.cpp - Denoising diffusion implicit models -----------===//
//
// DDIM (Song et al. 2021) without added noise (eta 0).
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/noise_schedule.h"
#include "runtime/pipeline/scheduler.h"

#include <algorithm>
#include <cmath>

using namespace burin;

namespace {

class DdimScheduler : public Scheduler {
public:
  DdimScheduler(const SchedulerConfig &config, int64_t steps)
      : Scheduler(config), alphas(alphasCumprod(config)),
        stride(config.numTrainTimesteps / steps) {}

  Status plan(int64_t steps) {
    int64_t train = config.numTrainTimesteps;
    std::vector<int64_t> timesteps;
    if (config.spacing == Spacing::kTrailing) {
      timesteps = trailingTimesteps(train, static_cast<double>(train) /
                                               static_cast<double>(steps));
    } else {
      timesteps = config.spacing == Spacing::kLinspace
                      ? linspaceTimesteps(train - 1, steps)
                      : leadingTimesteps(stride, steps, config.stepsOffset);
      std::reverse(timesteps.begin(), timesteps.end());
    }
    calls.assign(timesteps.begin(), timesteps.end());
    return checkTimesteps(config, calls);
  }

  bool isLinear() const override { return !config.clipSample; }

  LinearStep linearStep(size_t index) const override {
    Parts parts = partsOf(index);
    LinearStep step;
    step.sample = parts.originalScale * parts.original +
                  parts.epsilonScale * parts.epsilon;
    return step;
  }

protected:
  void advance(size_t index, Span<const float> modelOutput, Span<float> sample,
               NormalGenerator &noise) override {
    if (isLinear())
      return Scheduler::advance(index, modelOutput, sample, noise);
    Parts parts = partsOf(index);
    double range = config.clipSampleRange;
    for (size_t i = 0; i < sample.size(); ++i) {
      auto evaluate = [&](const Combination &combination) {
        return combination.sample * sample[i] +
               combination.output * modelOutput[i];
      };
      double original = std::clamp(evaluate(parts.original), -range, range);
      sample[i] =
          static_cast<float>(parts.originalScale * original +
                             parts.epsilonScale * evaluate(parts.epsilon));
    }
  }

private:
  /// The next sample is originalScale original + epsilonScale epsilon.
  struct Parts {
    Combination original, epsilon; ///< of sample and output
    double originalScale, epsilonScale;
  };

  Parts partsOf(size_t index) const {
    auto timestep = static_cast<int64_t>(calls[index]);
    double alpha = alphas[static_cast<size_t>(timestep)];
    double alphaPrevious = alphaBefore(timestep);
    double rootAlpha = std::sqrt(alpha), rootBeta = std::sqrt(1 - alpha);
    Parts parts = {
        {}, {}, std::sqrt(alphaPrevious), std::sqrt(1 - alphaPrevious)};
    switch (config.prediction) {
    case Prediction::kEpsilon:
      parts.original = {1 / rootAlpha, -rootBeta / rootAlpha, 0, {}};
      parts.epsilon = Combination::ofOutput();
      break;
    case Prediction::kSample:
      parts.original = Combination::ofOutput();
      parts.epsilon = {1 / rootBeta, -rootAlpha / rootBeta, 0, {}};
      break;
    case Prediction::kVelocity:
      parts.original = {rootAlpha, -rootBeta, 0, {}};
      parts.epsilon = {rootBeta, rootAlpha, 0, {}};
      break;
    }
    return parts;
  }

  double alphaBefore(int64_t timestep) const {
    int64_t previous = timestep - stride;
    if (previous < 0)
      return config.setAlphaToOne ? 1.0 : alphas.front();
    return alphas[static_cast<size_t>(previous)];
  }

  std::vector<float> alphas;
  int64_t stride;
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createDdimScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<DdimScheduler>(config, steps);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
