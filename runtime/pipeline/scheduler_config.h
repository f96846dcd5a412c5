//===- scheduler_config.h - scheduler_config.json --------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_PIPELINE_SCHEDULER_CONFIG_H
#define BURIN_RUNTIME_PIPELINE_SCHEDULER_CONFIG_H

#include "runtime/base/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace burin {

enum class SchedulerKind {
  kPndm,
  kDdim,
  kEuler,
  kEulerAncestral,
  kDpmSolver2M
};
enum class BetaSchedule { kLinear, kScaledLinear, kSquaredCos };
enum class Prediction { kEpsilon, kVelocity, kSample };
enum class Spacing { kLeading, kLinspace, kTrailing };

/// The settings of one scheduler. The names are those of diffusers.
struct SchedulerConfig {
  SchedulerKind kind = SchedulerKind::kPndm;
  int64_t numTrainTimesteps = 1000;
  double betaStart = 0.0001, betaEnd = 0.02;
  BetaSchedule betaSchedule = BetaSchedule::kLinear;
  Prediction prediction = Prediction::kEpsilon;
  Spacing spacing = Spacing::kLeading;
  int64_t stepsOffset = 0;
  bool rescaleBetasZeroSnr = false;         ///< all but PNDM
  bool setAlphaToOne = false;               ///< PNDM, DDIM
  bool skipPrkSteps = false;                ///< PNDM
  bool clipSample = true;                   ///< DDIM
  double clipSampleRange = 1.0;             ///< DDIM
  bool useKarrasSigmas = false;             ///< Euler, DPM-Solver
  std::optional<double> sigmaMin, sigmaMax; ///< Euler with Karras sigmas
  bool finalSigmaZero = true;       ///< Euler, DPM-Solver; else sigma_min
  int64_t solverOrder = 2;          ///< DPM-Solver: 1 or 2
  bool solverHeun = false;          ///< DPM-Solver: else midpoint
  bool lowerOrderFinal = true;      ///< DPM-Solver
  bool eulerAtFinal = false;        ///< DPM-Solver
  double lambdaMinClipped = -1e308; ///< DPM-Solver
};

/// {"pndm", "ddim", "euler", "euler-a", "dpm++2m"}.
std::vector<std::string> schedulerNames();

/// Reads scheduler_config.json. `name` is one of schedulerNames(), or empty for
/// the class that the file states. As `from_config` of diffusers: settings that
/// the class lacks are ignored, settings that the file lacks have the defaults
/// of the class. Errors (kDataLoss, kInvalidArgument, kUnimplemented) name the
/// key; keys that no class has are errors unless they begin with "_".
StatusOr<SchedulerConfig> parseSchedulerConfig(std::string_view json,
                                               const std::string &name = "");

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SCHEDULER_CONFIG_H
