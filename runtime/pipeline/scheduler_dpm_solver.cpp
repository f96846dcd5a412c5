//===- scheduler_dpm_solver.cpp - DPM-Solver++(2M) ------------------------===//
//
// Lu et al. 2022: a multi-step solver over the log signal-to-noise ratio, of
// second order where it may be.
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/noise_schedule.h"
#include "runtime/pipeline/scheduler.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <cmath>

using namespace burin;

namespace {

/// A noise level in the variance-preserving form.
struct Level {
  explicit Level(double sigma)
      : alpha(1 / std::sqrt(sigma * sigma + 1)), sigma(sigma * alpha),
        lambda(std::log(this->alpha) - std::log(this->sigma)) {}

  double alpha, sigma;
  double lambda; ///< infinite where sigma is 0
};

class DpmSolverScheduler : public Scheduler {
public:
  explicit DpmSolverScheduler(const SchedulerConfig &config)
      : Scheduler(config) {}

  Status plan(int64_t steps) {
    std::vector<float> alphas = alphasCumprod(config);
    int64_t last = lastTimestep(alphas);
    BURIN_ASSIGN_OR_RETURN(std::vector<int64_t> timesteps,
                           spacedTimesteps(last, steps));
    calls.assign(timesteps.begin(), timesteps.end());
    BURIN_RETURN_IF_ERROR(checkTimesteps(config, calls));
    std::vector<float> training = trainingSigmas(alphas);
    std::vector<double> levels;
    for (double timestep : calls)
      levels.push_back(interpolate(training, timestep));
    if (config.useKarrasSigmas) {
      levels = karrasSigmas(training.front(), training.back(), steps);
      calls.clear();
      for (double level : levels)
        calls.push_back(karrasTimestep(level, training));
    }
    levels.push_back(config.finalSigmaZero ? 0.0 : training.front());
    sigmas.assign(levels.begin(), levels.end());
    return okStatus();
  }

  LinearStep linearStep(size_t index) const override {
    Combination original = predictOriginal(Level(sigmas[index]));
    LinearStep step;
    step.sample =
        index == 0 || config.solverOrder == 1 || isFinalFirstOrder(index)
            ? firstOrder(index, original)
            : secondOrder(index, original);
    step.memories[0] = original;
    return step;
  }

private:
  /// One more than the last timestep whose lambda is not clipped.
  int64_t lastTimestep(const std::vector<float> &alphas) const {
    int64_t clipped = 0;
    for (auto it = alphas.rbegin(); it != alphas.rend(); ++it, ++clipped) {
      float lambda = std::log(std::sqrt(*it)) - std::log(std::sqrt(1.0f - *it));
      if (lambda >= static_cast<float>(config.lambdaMinClipped))
        break;
    }
    return config.numTrainTimesteps - clipped;
  }

  StatusOr<std::vector<int64_t>> spacedTimesteps(int64_t last,
                                                 int64_t steps) const {
    if (last <= steps)
      return invalidArgument(strCat("DPM-Solver has ", last,
                                    " timesteps, too few for ", steps,
                                    " steps"));
    if (config.spacing == Spacing::kTrailing)
      return trailingTimesteps(last,
                               static_cast<double>(config.numTrainTimesteps) /
                                   static_cast<double>(steps));
    std::vector<int64_t> ascending =
        config.spacing == Spacing::kLinspace
            ? linspaceTimesteps(last - 1, steps + 1)
            : leadingTimesteps(last / (steps + 1), steps + 1,
                               config.stepsOffset);
    return std::vector<int64_t>(ascending.rbegin(), ascending.rend() - 1);
  }

  double karrasTimestep(double level,
                        const std::vector<float> &training) const {
    double timestep = sigmaToTimestep(level, training);
    return config.betaSchedule == BetaSchedule::kSquaredCos
               ? std::trunc(timestep)
               : std::nearbyint(timestep);
  }

  Combination predictOriginal(const Level &level) const {
    switch (config.prediction) {
    case Prediction::kEpsilon:
      return {1 / level.alpha, -level.sigma / level.alpha, 0, {}};
    case Prediction::kVelocity:
      return {level.alpha, -level.sigma, 0, {}};
    case Prediction::kSample:
      return Combination::ofOutput();
    }
    return Combination::ofOutput();
  }

  bool isFinalFirstOrder(size_t index) const {
    bool fewSteps = config.lowerOrderFinal && calls.size() < 15;
    return index + 1 == calls.size() &&
           (config.eulerAtFinal || fewSteps || config.finalSigmaZero);
  }

  Combination firstOrder(size_t index, const Combination &original) const {
    Level from(sigmas[index]), to(sigmas[index + 1]);
    double originalScale = to.alpha * (std::exp(from.lambda - to.lambda) - 1);
    return to.sigma / from.sigma * Combination::ofSample() -
           originalScale * original;
  }

  Combination secondOrder(size_t index, const Combination &original) const {
    Level before(sigmas[index - 1]), from(sigmas[index]), to(sigmas[index + 1]);
    double h = to.lambda - from.lambda;
    double ratio = (from.lambda - before.lambda) / h;
    double decay = std::exp(-h) - 1;
    double slopeScale = config.solverHeun ? to.alpha * (decay / h + 1)
                                          : -0.5 * to.alpha * decay;
    Combination previous = Combination::ofMemory(0);
    return to.sigma / from.sigma * Combination::ofSample() -
           to.alpha * decay * original +
           slopeScale / ratio * (original - previous);
  }

  std::vector<float> sigmas; ///< one more than timesteps
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createDpmSolverScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<DpmSolverScheduler>(config);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
