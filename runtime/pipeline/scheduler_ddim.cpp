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

protected:
  void advance(size_t index, Span<const float> modelOutput, Span<float> sample,
               NormalGenerator &) override {
    auto timestep = static_cast<int64_t>(calls[index]);
    double alpha = alphas[static_cast<size_t>(timestep)];
    double alphaPrevious = alphaBefore(timestep);
    double rootAlpha = std::sqrt(alpha), rootBeta = std::sqrt(1 - alpha);
    double originalScale = std::sqrt(alphaPrevious);
    double epsilonScale = std::sqrt(1 - alphaPrevious);
    for (size_t i = 0; i < sample.size(); ++i) {
      double original = 0, epsilon = 0, output = modelOutput[i];
      switch (config.prediction) {
      case Prediction::kEpsilon:
        original = (sample[i] - rootBeta * output) / rootAlpha;
        epsilon = output;
        break;
      case Prediction::kSample:
        original = output;
        epsilon = (sample[i] - rootAlpha * output) / rootBeta;
        break;
      case Prediction::kVelocity:
        original = rootAlpha * sample[i] - rootBeta * output;
        epsilon = rootAlpha * output + rootBeta * sample[i];
        break;
      }
      if (config.clipSample)
        original = std::clamp(original, -config.clipSampleRange,
                              config.clipSampleRange);
      sample[i] =
          static_cast<float>(originalScale * original + epsilonScale * epsilon);
    }
  }

private:
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
