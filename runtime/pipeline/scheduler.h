//===- scheduler.h - Samplers of the diffusion process ---------*- C++ -*-===//
//
// A scheduler turns noise into latents: it says at which timesteps the network
// is called and moves the sample along after each call. One object serves one
// picture, one call of `step` per timestep, in order.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_SCHEDULER_H
#define BURIN_RUNTIME_PIPELINE_SCHEDULER_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/pipeline/random.h"
#include "runtime/pipeline/scheduler_config.h"

#include <memory>
#include <vector>

namespace burin {

class Scheduler {
public:
  /// `steps` is from 1 to numTrainTimesteps. Errors: kInvalidArgument if these
  /// steps are impossible with this configuration.
  static StatusOr<std::unique_ptr<Scheduler>>
  create(const SchedulerConfig &config, int64_t steps);

  virtual ~Scheduler() = default;

  /// The timestep input of each network call. May be longer than the number of
  /// steps (PNDM) and, for Euler, fractional.
  const std::vector<double> &timesteps() const { return calls; }

  /// Standard deviation of the noise to start from.
  virtual double initNoiseSigma() const { return 1.0; }

  /// Scales what the network gets to see before call `index`, in place.
  virtual void scaleModelInput(size_t index, Span<float> input) const {}

  /// Replaces `sample` by the next one. `modelOutput` has the same size and is
  /// the network's answer, guidance applied, to call `index`. Errors:
  /// kFailedPrecondition if calls are skipped, repeated or of another size.
  Status step(size_t index, Span<const float> modelOutput, Span<float> sample,
              NormalGenerator &noise);

protected:
  explicit Scheduler(const SchedulerConfig &config) : config(config) {}
  virtual void advance(size_t index, Span<const float> modelOutput,
                       Span<float> sample, NormalGenerator &noise) = 0;

  SchedulerConfig config;
  std::vector<double> calls;

private:
  size_t nextIndex = 0, sampleSize = 0;
};

/// One per class; `Scheduler::create` has checked the number of steps.
StatusOr<std::unique_ptr<Scheduler>>
createPndmScheduler(const SchedulerConfig &config, int64_t steps);
StatusOr<std::unique_ptr<Scheduler>>
createDdimScheduler(const SchedulerConfig &config, int64_t steps);
StatusOr<std::unique_ptr<Scheduler>>
createEulerScheduler(const SchedulerConfig &config, int64_t steps);
StatusOr<std::unique_ptr<Scheduler>>
createEulerAncestralScheduler(const SchedulerConfig &config, int64_t steps);
StatusOr<std::unique_ptr<Scheduler>>
createDpmSolverScheduler(const SchedulerConfig &config, int64_t steps);

/// kInvalidArgument unless each timestep is from 0 to numTrainTimesteps - 1.
Status checkTimesteps(const SchedulerConfig &config,
                      const std::vector<double> &timesteps);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SCHEDULER_H
