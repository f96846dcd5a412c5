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

protected:
  void advance(size_t index, Span<const float> modelOutput, Span<float> sample,
               NormalGenerator &) override {
    std::vector<float> original(sample.size());
    Level from(sigmas[index]);
    for (size_t i = 0; i < sample.size(); ++i)
      original[i] =
          static_cast<float>(predictOriginal(from, modelOutput[i], sample[i]));
    if (index == 0 || config.solverOrder == 1 || isFinalFirstOrder(index))
      firstOrder(index, original, sample);
    else
      secondOrder(index, original, sample);
    previous = std::move(original);
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

  double predictOriginal(const Level &level, double output,
                         double sample) const {
    switch (config.prediction) {
    case Prediction::kEpsilon:
      return (sample - level.sigma * output) / level.alpha;
    case Prediction::kVelocity:
      return level.alpha * sample - level.sigma * output;
    case Prediction::kSample:
      return output;
    }
    return output;
  }

  bool isFinalFirstOrder(size_t index) const {
    bool fewSteps = config.lowerOrderFinal && calls.size() < 15;
    return index + 1 == calls.size() &&
           (config.eulerAtFinal || fewSteps || config.finalSigmaZero);
  }

  void firstOrder(size_t index, const std::vector<float> &original,
                  Span<float> sample) const {
    Level from(sigmas[index]), to(sigmas[index + 1]);
    double sampleScale = to.sigma / from.sigma;
    double originalScale = to.alpha * (std::exp(from.lambda - to.lambda) - 1);
    for (size_t i = 0; i < sample.size(); ++i)
      sample[i] = static_cast<float>(sampleScale * sample[i] -
                                     originalScale * original[i]);
  }

  void secondOrder(size_t index, const std::vector<float> &original,
                   Span<float> sample) const {
    Level before(sigmas[index - 1]), from(sigmas[index]), to(sigmas[index + 1]);
    double h = to.lambda - from.lambda;
    double ratio = (from.lambda - before.lambda) / h;
    double sampleScale = to.sigma / from.sigma;
    double decay = std::exp(-h) - 1;
    double slopeScale = config.solverHeun ? to.alpha * (decay / h + 1)
                                          : -0.5 * to.alpha * decay;
    for (size_t i = 0; i < sample.size(); ++i) {
      double slope = (static_cast<double>(original[i]) - previous[i]) / ratio;
      sample[i] = static_cast<float>(sampleScale * sample[i] -
                                     to.alpha * decay * original[i] +
                                     slopeScale * slope);
    }
  }

  std::vector<float> sigmas; ///< one more than timesteps
  std::vector<float> previous;
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createDpmSolverScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<DpmSolverScheduler>(config);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
