//===- scheduler.h - Samplers of the diffusion process ---------*- C++ -*-===//
//
// A scheduler turns noise into latents: it says at which timesteps the network
// is called and moves the sample along after each call. One object serves one
// picture, one call of `step` per timestep, in order.
//
// Every step of every scheduler is linear in the sample, the network's output,
// fresh noise and a few memories of the past, with factors that are known
// before the first call: a scheduler is its `linearStep`. `step` applies it on
// the host; a device may as well. Clipping alone is not linear.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_SCHEDULER_H
#define BURIN_RUNTIME_PIPELINE_SCHEDULER_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/pipeline/random.h"
#include "runtime/pipeline/scheduler_config.h"

#include <array>
#include <memory>
#include <vector>

namespace burin {

/// A sum of what a step has before it, each times a factor.
struct Combination {
  /// Values of the sample's size that a scheduler remembers between steps: up
  /// to three outputs, and two sums of a step that takes several calls. They
  /// are zero before the first step.
  static constexpr size_t kMemories = 5;

  double sample = 0, output = 0, noise = 0;
  std::array<double, kMemories> memories{};

  static Combination ofSample() { return {1, 0, 0, {}}; }
  static Combination ofOutput() { return {0, 1, 0, {}}; }
  static Combination ofNoise() { return {0, 0, 1, {}}; }
  static Combination ofMemory(size_t index);
};
Combination operator+(const Combination &a, const Combination &b);
Combination operator-(const Combination &a, const Combination &b);
Combination operator*(double factor, const Combination &a);

/// What the sample and the memories become in one step, all at once.
struct LinearStep {
  Combination sample;
  std::array<Combination, Combination::kMemories> memories{};
};

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

  /// The factor of the sample in what the network gets to see at call `index`.
  virtual double inputScale(size_t index) const { return 1.0; }

  /// Scales what the network gets to see before call `index`, in place.
  void scaleModelInput(size_t index, Span<float> input) const;

  /// Whether `linearStep` is all that a step does.
  virtual bool isLinear() const { return true; }

  /// The step after call `index`. Finite.
  virtual LinearStep linearStep(size_t index) const = 0;

  /// Whether every step draws fresh noise.
  virtual bool drawsNoise() const { return false; }

  /// Replaces `sample` by the next one. `modelOutput` has the same size and is
  /// the network's answer, guidance applied, to call `index`. Errors:
  /// kFailedPrecondition if calls are skipped, repeated or of another size.
  Status step(size_t index, Span<const float> modelOutput, Span<float> sample,
              NormalGenerator &noise);

protected:
  explicit Scheduler(const SchedulerConfig &config) : config(config) {}
  /// Applies `linearStep`; overridden where that is not all.
  virtual void advance(size_t index, Span<const float> modelOutput,
                       Span<float> sample, NormalGenerator &noise);

  SchedulerConfig config;
  std::vector<double> calls;

private:
  size_t nextIndex = 0, sampleSize = 0;
  std::array<std::vector<float>, Combination::kMemories> memories;
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
