//===- scheduler_pndm.cpp - Pseudo numerical methods ----------------------===//
//
// PNDM (Liu et al. 2022): a linear multi-step method, optionally started with
// Runge-Kutta steps. Without those ("skip_prk_steps", as Stable Diffusion) the
// second timestep is evaluated twice instead.
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/noise_schedule.h"
#include "runtime/pipeline/scheduler.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <cmath>
#include <deque>

using namespace burin;

namespace {

class PndmScheduler : public Scheduler {
public:
  PndmScheduler(const SchedulerConfig &config, int64_t steps)
      : Scheduler(config), alphas(alphasCumprod(config)),
        stride(config.numTrainTimesteps / steps) {}

  /// Fills the list of network calls.
  Status plan(int64_t steps) {
    std::vector<int64_t> ascending = spacedTimesteps(steps);
    if (config.skipPrkSteps) {
      planMultiStep(ascending);
    } else {
      // The Runge-Kutta start takes four timesteps.
      if (ascending.size() < 4)
        return invalidArgument(strCat(
            "PNDM with skip_prk_steps false needs at least 4 steps, not ",
            steps));
      planRungeKutta(ascending);
    }
    return checkTimesteps(config, calls);
  }

protected:
  void advance(size_t index, Span<const float> modelOutput, Span<float> sample,
               NormalGenerator &) override {
    std::vector<float> output(modelOutput.begin(), modelOutput.end());
    if (index < rungeKuttaCalls)
      stepRungeKutta(index, output, sample);
    else
      stepMultiStep(index, output, sample);
  }

private:
  std::vector<int64_t> spacedTimesteps(int64_t steps) const {
    int64_t train = config.numTrainTimesteps;
    switch (config.spacing) {
    case Spacing::kLinspace:
      return linspaceTimesteps(train - 1, steps);
    case Spacing::kLeading:
      return leadingTimesteps(stride, steps, config.stepsOffset);
    case Spacing::kTrailing: {
      std::vector<int64_t> timesteps = trailingTimesteps(
          train, static_cast<double>(train) / static_cast<double>(steps));
      std::reverse(timesteps.begin(), timesteps.end());
      return timesteps;
    }
    }
    return {};
  }

  void planMultiStep(const std::vector<int64_t> &ascending) {
    for (size_t i = ascending.size(); i-- > 0;) {
      calls.push_back(static_cast<double>(ascending[i]));
      if (i + 2 == ascending.size())
        calls.push_back(static_cast<double>(ascending[i]));
    }
  }

  void planRungeKutta(const std::vector<int64_t> &ascending) {
    std::vector<int64_t> halves;
    for (size_t i = ascending.size() - 4; i < ascending.size(); ++i) {
      halves.push_back(ascending[i]);
      halves.push_back(ascending[i] + stride / 2);
    }
    halves.pop_back();
    std::vector<int64_t> doubled;
    for (int64_t timestep : halves)
      doubled.insert(doubled.end(), 2, timestep);
    for (size_t i = doubled.size() - 1; i-- > 1;)
      calls.push_back(static_cast<double>(doubled[i]));
    rungeKuttaCalls = calls.size();
    for (size_t i = ascending.size() - 3; i-- > 0;)
      calls.push_back(static_cast<double>(ascending[i]));
  }

  int64_t timestepOf(size_t index) const {
    return static_cast<int64_t>(calls[index]);
  }

  void stepRungeKutta(size_t index, std::vector<float> &output,
                      Span<float> sample) {
    int64_t previous = timestepOf(index) - (index % 2 ? 0 : stride / 2);
    int64_t timestep = timestepOf(index / 4 * 4);
    constexpr double kWeights[4] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
    if (index % 4 == 0) {
      history.push_back(output);
      start.assign(sample.begin(), sample.end());
      weighted.assign(output.size(), 0.0f);
    }
    for (size_t i = 0; i < output.size(); ++i)
      weighted[i] += static_cast<float>(kWeights[index % 4] * output[i]);
    transfer(start, timestep, previous, index % 4 == 3 ? weighted : output,
             sample);
  }

  void stepMultiStep(size_t index, std::vector<float> &output,
                     Span<float> sample) {
    int64_t timestep = timestepOf(index), previous = timestep - stride;
    if (index != 1) {
      if (history.size() > 3)
        history.pop_front();
      history.push_back(output);
    } else {
      previous = timestep;
      timestep += stride;
    }
    std::vector<float> from(sample.begin(), sample.end());
    if (index == 0)
      start = from;
    if (index == 1) {
      from = start;
      for (size_t i = 0; i < output.size(); ++i)
        output[i] = (output[i] + history.back()[i]) / 2;
    } else {
      extrapolate(output);
    }
    transfer(from, timestep, previous, output, sample);
  }

  /// Adams-Bashforth over the outputs so far.
  void extrapolate(std::vector<float> &output) const {
    static constexpr double kWeights[4][4] = {
        {1, 0, 0, 0},
        {3.0 / 2, -1.0 / 2, 0, 0},
        {23.0 / 12, -16.0 / 12, 5.0 / 12, 0},
        {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}};
    size_t order = history.size();
    for (size_t i = 0; i < output.size(); ++i) {
      double sum = 0;
      for (size_t k = 0; k < order; ++k)
        sum += kWeights[order - 1][k] * history[order - 1 - k][i];
      output[i] = static_cast<float>(sum);
    }
  }

  /// Formula (9) of the paper: from `timestep` to `previous`.
  void transfer(const std::vector<float> &from, int64_t timestep,
                int64_t previous, const std::vector<float> &output,
                Span<float> sample) const {
    double alpha = alphaAt(timestep), alphaPrevious = alphaAt(previous);
    double beta = 1 - alpha, betaPrevious = 1 - alphaPrevious;
    double sampleScale = std::sqrt(alphaPrevious / alpha);
    double denominator = alpha * std::sqrt(betaPrevious) +
                         std::sqrt(alpha * beta * alphaPrevious);
    double outputScale = (alphaPrevious - alpha) / denominator;
    bool velocity = config.prediction == Prediction::kVelocity;
    for (size_t i = 0; i < sample.size(); ++i) {
      double epsilon =
          velocity ? std::sqrt(alpha) * output[i] + std::sqrt(beta) * from[i]
                   : output[i];
      sample[i] =
          static_cast<float>(sampleScale * from[i] - outputScale * epsilon);
    }
  }

  double alphaAt(int64_t timestep) const {
    if (timestep < 0)
      return config.setAlphaToOne ? 1.0 : alphas.front();
    return alphas[std::min(static_cast<size_t>(timestep), alphas.size() - 1)];
  }

  std::vector<float> alphas;
  int64_t stride;
  size_t rungeKuttaCalls = 0;
  std::deque<std::vector<float>> history; ///< network outputs, oldest first
  std::vector<float> start; ///< the sample that a step of many calls began at
  std::vector<float> weighted; ///< Runge-Kutta's sum of outputs
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createPndmScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<PndmScheduler>(config, steps);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
