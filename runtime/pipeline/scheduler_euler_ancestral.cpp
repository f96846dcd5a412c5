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

protected:
  void advance(size_t index, Span<const float> modelOutput, Span<float> sample,
               NormalGenerator &noise) override {
    double from = sigmas[index], to = sigmas[index + 1];
    double up = std::sqrt(
        std::max(0.0, to * to * (from * from - to * to) / (from * from)));
    double down = std::sqrt(std::max(0.0, to * to - up * up));
    std::vector<float> fresh(sample.size());
    noise.fill(fresh);
    for (size_t i = 0; i < sample.size(); ++i) {
      double original = predictOriginal(from, modelOutput[i], sample[i]);
      double derivative = (sample[i] - original) / from;
      sample[i] = static_cast<float>(sample[i] + derivative * (down - from) +
                                     fresh[i] * up);
    }
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
