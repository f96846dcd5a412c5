//===- scheduler_euler_ancestral.cpp - Euler with fresh noise -------------===//
//
// Euler's method, but each step goes further down and noise is added back.
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/scheduler_sigma.h"

#include <algorithm>
#include <cmath>

using namespace burin;

namespace {

class EulerAncestralScheduler : public EulerSchedulerBase {
public:
  explicit EulerAncestralScheduler(const SchedulerConfig &config)
      : EulerSchedulerBase(config) {}

  bool drawsNoise() const override { return true; }

  LinearStep linearStep(size_t index) const override {
    double from = sigmas[index], to = sigmas[index + 1];
    double up = std::sqrt(
        std::max(0.0, to * to * (from * from - to * to) / (from * from)));
    double down = std::sqrt(std::max(0.0, to * to - up * up));
    LinearStep step;
    step.sample = Combination::ofSample() + (down - from) * derivative(from) +
                  up * Combination::ofNoise();
    return step;
  }
};

} // namespace

StatusOr<std::unique_ptr<Scheduler>>
burin::createEulerAncestralScheduler(const SchedulerConfig &config,
                                     int64_t steps) {
  auto scheduler = std::make_unique<EulerAncestralScheduler>(config);
  BURIN_RETURN_IF_ERROR(scheduler->plan(steps));
  return std::unique_ptr<Scheduler>(std::move(scheduler));
}
