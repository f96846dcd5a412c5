//===- scheduler_sigma.h - What schedulers over sigmas share ---*- C++ -*-===//
#ifndef BURIN_RUNTIME_PIPELINE_SCHEDULER_SIGMA_H
#define BURIN_RUNTIME_PIPELINE_SCHEDULER_SIGMA_H

#include "runtime/pipeline/scheduler.h"

namespace burin {

/// The two Euler schedulers: timesteps may be fractional, the sample's variance
/// grows with sigma, and the network sees it scaled back.
class EulerSchedulerBase : public Scheduler {
public:
  double initNoiseSigma() const override;
  void scaleModelInput(size_t index, Span<float> input) const override;

  /// Fills timesteps and sigmas.
  Status plan(int64_t steps);

protected:
  using Scheduler::Scheduler;

  /// The network's estimate of the noise-free sample.
  double predictOriginal(double sigma, double output, double sample) const;

  std::vector<float> sigmas; ///< one more than timesteps
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SCHEDULER_SIGMA_H
