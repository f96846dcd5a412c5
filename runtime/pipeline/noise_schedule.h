//===- noise_schedule.h - Betas, timesteps and sigmas ----------*- C++ -*-===//
//
// The tables that all schedulers start from. diffusers computes them in single
// precision, and small differences grow over the steps; so do these.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_NOISE_SCHEDULE_H
#define BURIN_RUNTIME_PIPELINE_NOISE_SCHEDULE_H

#include "runtime/base/status.h"
#include "runtime/pipeline/scheduler_config.h"

#include <vector>

namespace burin {

/// The running product of 1 - beta for each training timestep.
std::vector<float> alphasCumprod(const SchedulerConfig &config);

/// sqrt((1 - a) / a) for each training timestep, ascending.
std::vector<float> trainingSigmas(const std::vector<float> &alphas);

/// round(linspace(0, last, count)), ascending; ties to even as numpy.
std::vector<int64_t> linspaceTimesteps(int64_t last, int64_t count);
/// 0, ratio, 2 ratio... + offset, `count` of them, ascending.
std::vector<int64_t> leadingTimesteps(int64_t ratio, int64_t count,
                                      int64_t offset);
/// round(last, last - ratio, ...) - 1 while positive, descending.
std::vector<int64_t> trailingTimesteps(int64_t last, double ratio);

/// numpy.interp of `table` (over 0, 1, 2, ...) at `x`.
double interpolate(const std::vector<float> &table, double x);

/// `count` noise levels of Karras et al. (2022), rho 7, descending.
std::vector<double> karrasSigmas(double sigmaMin, double sigmaMax,
                                 int64_t count);

/// The (fractional) timestep of a noise level.
double sigmaToTimestep(double sigma, const std::vector<float> &sigmas);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_NOISE_SCHEDULE_H
