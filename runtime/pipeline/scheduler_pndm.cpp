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

  LinearStep linearStep(size_t index) const override {
    return index < rungeKuttaCalls ? stepRungeKutta(index)
                                   : stepMultiStep(index);
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

  /// All memories as they are.
  static LinearStep keepMemories() {
    LinearStep step;
    for (size_t i = 0; i < Combination::kMemories; ++i)
      step.memories[i] = Combination::ofMemory(i);
    return step;
  }

  /// The network's output joins those of before.
  static void remember(LinearStep &step) {
    for (size_t i = kOutputs; i-- > 1;)
      step.memories[i] = Combination::ofMemory(i - 1);
    step.memories[0] = Combination::ofOutput();
  }

  LinearStep stepRungeKutta(size_t index) const {
    int64_t previous = timestepOf(index) - (index % 2 ? 0 : stride / 2);
    int64_t timestep = timestepOf(index / 4 * 4);
    constexpr double kWeights[4] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
    bool isFirst = index % 4 == 0, isLast = index % 4 == 3;
    Combination output = Combination::ofOutput();
    Combination from =
        isFirst ? Combination::ofSample() : Combination::ofMemory(kStart);
    Combination weighted = kWeights[index % 4] * output;
    if (!isFirst)
      weighted = Combination::ofMemory(kWeighted) + weighted;
    LinearStep step = keepMemories();
    if (isFirst)
      remember(step);
    step.memories[kStart] = from;
    step.memories[kWeighted] = weighted;
    step.sample =
        transfer(from, timestep, previous, isLast ? weighted : output);
    return step;
  }

  LinearStep stepMultiStep(size_t index) const {
    int64_t timestep = timestepOf(index);
    Combination sample = Combination::ofSample();
    LinearStep step = keepMemories();
    if (index == 1) { // the second timestep again, with the mean of its outputs
      Combination mean =
          0.5 * (Combination::ofOutput() + Combination::ofMemory(0));
      step.sample = transfer(Combination::ofMemory(kStart), timestep + stride,
                             timestep, mean);
      return step;
    }
    remember(step);
    step.memories[kStart] = sample;
    step.sample =
        transfer(sample, timestep, timestep - stride, extrapolate(index));
    return step;
  }

  /// Adams-Bashforth over the outputs so far: one of call 0, and call 1 adds
  /// none; four after the Runge-Kutta start.
  Combination extrapolate(size_t index) const {
    static constexpr double kWeights[kOutputs + 1][kOutputs + 1] = {
        {1, 0, 0, 0},
        {3.0 / 2, -1.0 / 2, 0, 0},
        {23.0 / 12, -16.0 / 12, 5.0 / 12, 0},
        {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}};
    size_t order = std::clamp<size_t>(index, 1, kOutputs + 1);
    const double *weights = kWeights[order - 1];
    Combination sum = weights[0] * Combination::ofOutput();
    for (size_t k = 1; k < order; ++k)
      sum = sum + weights[k] * Combination::ofMemory(k - 1);
    return sum;
  }

  /// Formula (9) of the paper: from `timestep` to `previous`.
  Combination transfer(const Combination &from, int64_t timestep,
                       int64_t previous, const Combination &output) const {
    double alpha = alphaAt(timestep), alphaPrevious = alphaAt(previous);
    double beta = 1 - alpha, betaPrevious = 1 - alphaPrevious;
    double sampleScale = std::sqrt(alphaPrevious / alpha);
    double denominator = alpha * std::sqrt(betaPrevious) +
                         std::sqrt(alpha * beta * alphaPrevious);
    double outputScale = (alphaPrevious - alpha) / denominator;
    Combination epsilon =
        config.prediction == Prediction::kVelocity
            ? std::sqrt(alpha) * output + std::sqrt(beta) * from
            : output;
    return sampleScale * from - outputScale * epsilon;
  }

  double alphaAt(int64_t timestep) const {
    if (timestep < 0)
      return config.setAlphaToOne ? 1.0 : alphas.front();
    return alphas[std::min(static_cast<size_t>(timestep), alphas.size() - 1)];
  }

  /// What the memories hold: outputs, newest first; the sample that a step of
  /// several calls began at; Runge-Kutta's sum of outputs.
  static constexpr size_t kOutputs = 3, kStart = 3, kWeighted = 4;
  static_assert(kWeighted < Combination::kMemories);

  std::vector<float> alphas;
  int64_t stride;
  size_t rungeKuttaCalls = 0;
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createPndmScheduler(const SchedulerConfig &config, int64_t steps) {
  auto scheduler = std::make_unique<PndmScheduler>(config, steps);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
