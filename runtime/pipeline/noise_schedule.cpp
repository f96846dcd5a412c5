//===- noise_schedule.cpp - Betas, timesteps and sigmas -------------------===//
#include "runtime/pipeline/noise_schedule.h"

#include <algorithm>
#include <cmath>

using namespace burin;

namespace {

/// torch.linspace in single precision: from the nearer end.
std::vector<float> linspaceFloat(double start, double end, int64_t count) {
  auto first = static_cast<float>(start), last = static_cast<float>(end);
  std::vector<float> values(static_cast<size_t>(count), first);
  if (count == 1)
    return values;
  float step = (last - first) / static_cast<float>(count - 1);
  for (int64_t i = 0; i < count; ++i)
    values[static_cast<size_t>(i)] =
        i < count / 2 ? first + step * static_cast<float>(i)
                      : last - step * static_cast<float>(count - i - 1);
  return values;
}

std::vector<float> squaredCosBetas(int64_t count) {
  constexpr double kPi = 3.14159265358979323846, kMaxBeta = 0.999;
  auto alphaBar = [&](int64_t i) {
    double t = static_cast<double>(i) / static_cast<double>(count);
    double c = std::cos((t + 0.008) / 1.008 * kPi / 2);
    return c * c;
  };
  std::vector<float> betas;
  for (int64_t i = 0; i < count; ++i)
    betas.push_back(static_cast<float>(
        std::min(1 - alphaBar(i + 1) / alphaBar(i), kMaxBeta)));
  return betas;
}

std::vector<float> makeBetas(const SchedulerConfig &config) {
  switch (config.betaSchedule) {
  case BetaSchedule::kLinear:
    return linspaceFloat(config.betaStart, config.betaEnd,
                         config.numTrainTimesteps);
  case BetaSchedule::kScaledLinear: {
    std::vector<float> betas =
        linspaceFloat(std::sqrt(config.betaStart), std::sqrt(config.betaEnd),
                      config.numTrainTimesteps);
    for (float &beta : betas)
      beta *= beta;
    return betas;
  }
  case BetaSchedule::kSquaredCos:
    return squaredCosBetas(config.numTrainTimesteps);
  }
  return {};
}

/// torch.cumprod(1 - betas): accumulated in double, rounded at each element.
std::vector<float> cumulate(const std::vector<float> &betas) {
  std::vector<float> products;
  double product = 1.0;
  for (float beta : betas) {
    product *= static_cast<double>(1.0f - beta);
    products.push_back(static_cast<float>(product));
  }
  return products;
}

/// Rescales betas so that nothing of the signal is left at the last timestep
/// (Lin et al. 2023, algorithm 1).
std::vector<float> rescaleZeroSnr(const std::vector<float> &betas) {
  std::vector<float> roots = cumulate(betas);
  for (float &root : roots)
    root = std::sqrt(root);
  float first = roots.front(), last = roots.back();
  float scale = first / (first - last);
  for (float &root : roots)
    root = (root - last) * scale;
  std::vector<float> rescaled;
  float previous = 1.0f;
  for (float root : roots) {
    float alphaBar = root * root;
    rescaled.push_back(1.0f - alphaBar / previous);
    previous = alphaBar;
  }
  return rescaled;
}

} // namespace

std::vector<float> burin::alphasCumprod(const SchedulerConfig &config) {
  std::vector<float> betas = makeBetas(config);
  if (!config.rescaleBetasZeroSnr || betas.size() < 2)
    return cumulate(betas);
  std::vector<float> alphas = cumulate(rescaleZeroSnr(betas));
  // The schedulers over sigmas need a finite largest sigma.
  if (config.kind != SchedulerKind::kDdim)
    alphas.back() = 0x1p-24f;
  return alphas;
}

std::vector<float> burin::trainingSigmas(const std::vector<float> &alphas) {
  std::vector<float> sigmas;
  for (float alpha : alphas)
    sigmas.push_back(std::sqrt((1.0f - alpha) / alpha));
  return sigmas;
}

std::vector<int64_t> burin::linspaceTimesteps(int64_t last, int64_t count) {
  std::vector<int64_t> timesteps;
  double step = count > 1
                    ? static_cast<double>(last) / static_cast<double>(count - 1)
                    : 0.0;
  for (int64_t i = 0; i < count; ++i)
    timesteps.push_back(i == count - 1 && count > 1
                            ? last
                            : static_cast<int64_t>(std::nearbyint(
                                  static_cast<double>(i) * step)));
  return timesteps;
}

std::vector<int64_t> burin::leadingTimesteps(int64_t ratio, int64_t count,
                                             int64_t offset) {
  std::vector<int64_t> timesteps;
  for (int64_t i = 0; i < count; ++i)
    timesteps.push_back(i * ratio + offset);
  return timesteps;
}

std::vector<int64_t> burin::trailingTimesteps(int64_t last, double ratio) {
  // numpy.arange(last, 0, -ratio): the length is ceil(last / ratio), and each
  // value is last + i * (difference of the first two).
  auto count = static_cast<int64_t>(
      std::ceil((0.0 - static_cast<double>(last)) / -ratio));
  double start = static_cast<double>(last);
  double delta = (start - ratio) - start;
  std::vector<int64_t> timesteps;
  for (int64_t i = 0; i < count; ++i)
    timesteps.push_back(static_cast<int64_t>(std::nearbyint(
                            start + static_cast<double>(i) * delta)) -
                        1);
  return timesteps;
}

double burin::interpolate(const std::vector<float> &table, double x) {
  if (x <= 0)
    return table.front();
  auto index = static_cast<size_t>(x);
  if (index + 1 >= table.size())
    return table.back();
  double low = table[index], high = table[index + 1];
  return low + (high - low) * (x - static_cast<double>(index));
}

std::vector<double> burin::karrasSigmas(double sigmaMin, double sigmaMax,
                                        int64_t count) {
  constexpr double kRho = 7.0;
  double low = std::pow(sigmaMin, 1 / kRho),
         high = std::pow(sigmaMax, 1 / kRho);
  std::vector<double> sigmas;
  for (int64_t i = 0; i < count; ++i) {
    double ramp = count > 1
                      ? static_cast<double>(i) / static_cast<double>(count - 1)
                      : 0.0;
    sigmas.push_back(std::pow(high + ramp * (low - high), kRho));
  }
  return sigmas;
}

double burin::sigmaToTimestep(double sigma, const std::vector<float> &sigmas) {
  if (sigmas.size() < 2)
    return 0.0;
  double logSigma = std::log(std::max(sigma, 1e-10));
  size_t low = 0;
  for (size_t i = 0; i < sigmas.size(); ++i)
    if (logSigma >= std::log(sigmas[i]))
      low = i;
  low = std::min(low, sigmas.size() - 2);
  double logLow = std::log(sigmas[low]), logHigh = std::log(sigmas[low + 1]);
  double w = std::clamp((logLow - logSigma) / (logLow - logHigh), 0.0, 1.0);
  return (1 - w) * static_cast<double>(low) + w * static_cast<double>(low + 1);
}
