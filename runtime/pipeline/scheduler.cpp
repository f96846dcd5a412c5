//===- scheduler.cpp - Samplers of the diffusion process ------------------===//
#include "runtime/pipeline/scheduler.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <utility>

using namespace burin;

Combination Combination::ofMemory(size_t index) {
  Combination result;
  result.memories[index] = 1;
  return result;
}

Combination burin::operator+(const Combination &a, const Combination &b) {
  Combination sum = {
      a.sample + b.sample, a.output + b.output, a.noise + b.noise, {}};
  for (size_t i = 0; i < Combination::kMemories; ++i)
    sum.memories[i] = a.memories[i] + b.memories[i];
  return sum;
}

Combination burin::operator-(const Combination &a, const Combination &b) {
  return a + -1.0 * b;
}

Combination burin::operator*(double factor, const Combination &a) {
  Combination product = {
      factor * a.sample, factor * a.output, factor * a.noise, {}};
  for (size_t i = 0; i < Combination::kMemories; ++i)
    product.memories[i] = factor * a.memories[i];
  return product;
}

StatusOr<std::unique_ptr<Scheduler>>
Scheduler::create(const SchedulerConfig &config, int64_t steps) {
  if (steps < 1 || steps > config.numTrainTimesteps)
    return invalidArgument(strCat("the number of steps is ", steps,
                                  ", this model takes 1 to ",
                                  config.numTrainTimesteps));
  switch (config.kind) {
  case SchedulerKind::kPndm:
    return createPndmScheduler(config, steps);
  case SchedulerKind::kDdim:
    return createDdimScheduler(config, steps);
  case SchedulerKind::kEuler:
    return createEulerScheduler(config, steps);
  case SchedulerKind::kEulerAncestral:
    return createEulerAncestralScheduler(config, steps);
  case SchedulerKind::kDpmSolver2M:
    return createDpmSolverScheduler(config, steps);
  }
  return internalError("unknown scheduler kind");
}

Status Scheduler::step(size_t index, Span<const float> modelOutput,
                       Span<float> sample, NormalGenerator &noise) {
  if (index != nextIndex || index >= calls.size())
    return failedPrecondition(strCat("scheduler step ", index,
                                     " out of order: expected step ", nextIndex,
                                     " of ", calls.size()));
  if (modelOutput.size() != sample.size() ||
      (index > 0 && sample.size() != sampleSize))
    return failedPrecondition(
        strCat("scheduler step ", index, ": the network's output has ",
               modelOutput.size(), " values, the sample ", sample.size()));
  sampleSize = sample.size();
  advance(index, modelOutput, sample, noise);
  ++nextIndex;
  return okStatus();
}

void Scheduler::scaleModelInput(size_t index, Span<float> input) const {
  double scale = inputScale(index);
  for (float &value : input)
    value = static_cast<float>(value * scale);
}

void Scheduler::advance(size_t index, Span<const float> modelOutput,
                        Span<float> sample, NormalGenerator &noise) {
  std::vector<float> fresh;
  if (drawsNoise()) {
    fresh.resize(sample.size());
    noise.fill(fresh);
  }
  for (auto &memory : memories)
    memory.resize(sample.size());
  auto evaluate = [&](const Combination &combination) {
    std::vector<std::pair<double, const float *>> terms;
    auto add = [&](double factor, Span<const float> values) {
      if (factor != 0)
        terms.push_back({factor, values.data()});
    };
    add(combination.sample, sample);
    add(combination.output, modelOutput);
    add(combination.noise, fresh);
    for (size_t i = 0; i < memories.size(); ++i)
      add(combination.memories[i], memories[i]);
    std::vector<float> result(sample.size());
    for (size_t i = 0; i < result.size(); ++i) {
      double sum = 0;
      for (const auto &[factor, values] : terms)
        sum += factor * values[i];
      result[i] = static_cast<float>(sum);
    }
    return result;
  };
  LinearStep step = linearStep(index);
  std::vector<float> next = evaluate(step.sample);
  std::array<std::vector<float>, Combination::kMemories> kept;
  for (size_t i = 0; i < kept.size(); ++i)
    kept[i] = evaluate(step.memories[i]);
  memories = std::move(kept);
  std::copy(next.begin(), next.end(), sample.begin());
}

Status burin::checkTimesteps(const SchedulerConfig &config,
                             const std::vector<double> &timesteps) {
  for (double timestep : timesteps)
    if (timestep < 0 ||
        timestep > static_cast<double>(config.numTrainTimesteps - 1))
      return invalidArgument(
          strCat("timestep ", timestep, " is outside of the ",
                 config.numTrainTimesteps,
                 " that the model was trained with; use fewer steps or a "
                 "smaller steps_offset"));
  return okStatus();
}
