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
  double inputScale(size_t index) const override;

  /// Fills timesteps and sigmas.
  Status plan(int64_t steps);

protected:
  using Scheduler::Scheduler;

  /// The sample's derivative in sigma: (sample - original) / sigma, with the
  /// network's estimate of the noise-free original.
  Combination derivative(double sigma) const;

  std::vector<float> sigmas; ///< one more than timesteps
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SCHEDULER_SIGMA_H
