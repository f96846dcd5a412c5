//===- scheduler.cpp - Samplers of the diffusion process ------------------===//
#include "runtime/pipeline/scheduler.h"

#include "runtime/base/strings.h"

using namespace burin;

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
