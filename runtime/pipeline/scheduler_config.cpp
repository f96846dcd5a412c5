//===- scheduler_config.cpp - scheduler_config.json -----------------------===//
#include "runtime/pipeline/scheduler_config.h"

#include "runtime/base/strings.h"
#include "runtime/pipeline/json.h"

#include <algorithm>
#include <array>

using namespace burin;

namespace {

constexpr const char *kFile = "scheduler_config.json";

struct KindName {
  SchedulerKind kind;
  const char *name, *className;
};

constexpr std::array<KindName, 5> kKinds = {{
    {SchedulerKind::kPndm, "pndm", "PNDMScheduler"},
    {SchedulerKind::kDdim, "ddim", "DDIMScheduler"},
    {SchedulerKind::kEuler, "euler", "EulerDiscreteScheduler"},
    {SchedulerKind::kEulerAncestral, "euler-a",
     "EulerAncestralDiscreteScheduler"},
    {SchedulerKind::kDpmSolver2M, "dpm++2m", "DPMSolverMultistepScheduler"},
}};

/// Every setting of the five classes, and of the other samplers of the family
/// whose settings end up in files without any effect on these five.
constexpr const char *kKnownKeys[] = {"num_train_timesteps",
                                      "beta_start",
                                      "beta_end",
                                      "beta_schedule",
                                      "trained_betas",
                                      "skip_prk_steps",
                                      "set_alpha_to_one",
                                      "prediction_type",
                                      "timestep_spacing",
                                      "steps_offset",
                                      "clip_sample",
                                      "clip_sample_range",
                                      "thresholding",
                                      "dynamic_thresholding_ratio",
                                      "sample_max_value",
                                      "rescale_betas_zero_snr",
                                      "interpolation_type",
                                      "use_karras_sigmas",
                                      "use_exponential_sigmas",
                                      "use_beta_sigmas",
                                      "sigma_min",
                                      "sigma_max",
                                      "timestep_type",
                                      "final_sigmas_type",
                                      "solver_order",
                                      "algorithm_type",
                                      "solver_type",
                                      "lower_order_final",
                                      "euler_at_final",
                                      "use_lu_lambdas",
                                      "use_flow_sigmas",
                                      "flow_shift",
                                      "lambda_min_clipped",
                                      "variance_type",
                                      "use_dynamic_shifting",
                                      "time_shift_type"};

/// Python writes minus infinity into JSON as -Infinity, which JSON lacks.
std::string replaceInfinity(std::string_view json) {
  constexpr std::string_view kToken = "-Infinity";
  std::string out;
  out.reserve(json.size());
  bool inString = false;
  for (size_t i = 0; i < json.size(); ++i) {
    if (!inString && json.compare(i, kToken.size(), kToken) == 0) {
      out += "-1e308";
      i += kToken.size() - 1;
      continue;
    }
    if (json[i] == '"' && (i == 0 || json[i - 1] != '\\'))
      inString = !inString;
    out += json[i];
  }
  return out;
}

Status checkKeys(const JsonObject &object) {
  for (auto &item : object.json().items()) {
    const std::string &key = item.key();
    bool known = std::any_of(std::begin(kKnownKeys), std::end(kKnownKeys),
                             [&](const char *k) { return key == k; });
    if (!known && (key.empty() || key[0] != '_'))
      return object.error(key, "is not a setting that Burin knows; ignoring it "
                               "could change the pictures");
  }
  return okStatus();
}

StatusOr<SchedulerKind> findKind(const JsonObject &object,
                                 const std::string &name) {
  std::string names;
  for (const KindName &kind : kKinds) {
    if (name == kind.name)
      return kind.kind;
    names += strCat(names.empty() ? "" : ", ", kind.name);
  }
  if (!name.empty())
    return invalidArgument(
        strCat("unknown scheduler '", name, "', choose from: ", names));
  BURIN_ASSIGN_OR_RETURN(std::string className,
                         object.requireString("_class_name"));
  for (const KindName &kind : kKinds)
    if (className == kind.className)
      return kind.kind;
  return object.error("_class_name",
                      strCat("is '", className,
                             "', which is not supported; name one of these "
                             "schedulers instead: ",
                             names));
}

/// Reads the settings with the defaults of the class.
class Reader {
public:
  Reader(const JsonObject &object, SchedulerConfig &config)
      : object(object), config(config) {}

  Status read() {
    BURIN_RETURN_IF_ERROR(checkUnsupported());
    BURIN_RETURN_IF_ERROR(readNoise());
    BURIN_RETURN_IF_ERROR(readTimesteps());
    return readSolver();
  }

private:
  bool is(SchedulerKind kind) const { return config.kind == kind; }
  bool hasSigmas() const {
    return is(SchedulerKind::kEuler) || is(SchedulerKind::kDpmSolver2M);
  }

  Status mustBeFalse(const char *key) {
    BURIN_ASSIGN_OR_RETURN(bool value, object.boolean(key, false));
    return value ? object.error(key, "is true, which is not supported")
                 : okStatus();
  }

  /// Settings that would change the result in a way that is not implemented.
  Status checkUnsupported() {
    if (object.has("trained_betas"))
      return object.error("trained_betas", "is set, which is not supported");
    if (is(SchedulerKind::kDdim) || is(SchedulerKind::kDpmSolver2M))
      BURIN_RETURN_IF_ERROR(mustBeFalse("thresholding"));
    if (hasSigmas())
      for (const char *key : {"use_exponential_sigmas", "use_beta_sigmas"})
        BURIN_RETURN_IF_ERROR(mustBeFalse(key));
    if (is(SchedulerKind::kEuler)) {
      BURIN_RETURN_IF_ERROR(
          object.choice("interpolation_type", "linear", {"linear"}).status());
      BURIN_RETURN_IF_ERROR(
          object.choice("timestep_type", "discrete", {"discrete"}).status());
    }
    if (!is(SchedulerKind::kDpmSolver2M))
      return okStatus();
    for (const char *key :
         {"use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting"})
      BURIN_RETURN_IF_ERROR(mustBeFalse(key));
    BURIN_RETURN_IF_ERROR(
        object.choice("algorithm_type", "dpmsolver++", {"dpmsolver++"})
            .status());
    return object
        .choice("variance_type", "fixed_small",
                {"fixed_small", "fixed_small_log", "fixed_large",
                 "fixed_large_log"})
        .status();
  }

  Status readNoise() {
    BURIN_ASSIGN_OR_RETURN(
        config.numTrainTimesteps,
        object.integer("num_train_timesteps", 1000, 1, 100000));
    BURIN_ASSIGN_OR_RETURN(config.betaStart,
                           object.number("beta_start", 0.0001, 1e-9, 0.999));
    BURIN_ASSIGN_OR_RETURN(config.betaEnd,
                           object.number("beta_end", 0.02, 1e-9, 0.999));
    BURIN_ASSIGN_OR_RETURN(
        std::string schedule,
        object.choice("beta_schedule", "linear",
                      {"linear", "scaled_linear", "squaredcos_cap_v2"}));
    config.betaSchedule = schedule == "linear" ? BetaSchedule::kLinear
                          : schedule == "scaled_linear"
                              ? BetaSchedule::kScaledLinear
                              : BetaSchedule::kSquaredCos;
    std::vector<std::string> predictions = {"epsilon", "v_prediction"};
    if (!is(SchedulerKind::kPndm) && !is(SchedulerKind::kEulerAncestral))
      predictions.push_back("sample");
    BURIN_ASSIGN_OR_RETURN(
        std::string prediction,
        object.choice("prediction_type", "epsilon", predictions));
    config.prediction = prediction == "epsilon"  ? Prediction::kEpsilon
                        : prediction == "sample" ? Prediction::kSample
                                                 : Prediction::kVelocity;
    if (is(SchedulerKind::kPndm))
      return okStatus();
    BURIN_ASSIGN_OR_RETURN(config.rescaleBetasZeroSnr,
                           object.boolean("rescale_betas_zero_snr", false));
    if (config.rescaleBetasZeroSnr && is(SchedulerKind::kDdim) &&
        config.prediction == Prediction::kEpsilon)
      return object.error("rescale_betas_zero_snr",
                          "is true, which divides by zero with DDIM and the "
                          "prediction_type epsilon");
    return okStatus();
  }

  Status readTimesteps() {
    bool leading = is(SchedulerKind::kPndm) || is(SchedulerKind::kDdim);
    BURIN_ASSIGN_OR_RETURN(std::string spacing,
                           object.choice("timestep_spacing",
                                         leading ? "leading" : "linspace",
                                         {"leading", "linspace", "trailing"}));
    config.spacing = spacing == "leading"    ? Spacing::kLeading
                     : spacing == "linspace" ? Spacing::kLinspace
                                             : Spacing::kTrailing;
    BURIN_ASSIGN_OR_RETURN(
        config.stepsOffset,
        object.integer("steps_offset", 0, 0, config.numTrainTimesteps));
    if (leading) {
      BURIN_ASSIGN_OR_RETURN(
          config.setAlphaToOne,
          object.boolean("set_alpha_to_one", is(SchedulerKind::kDdim)));
    }
    if (!hasSigmas())
      return okStatus();
    BURIN_ASSIGN_OR_RETURN(config.useKarrasSigmas,
                           object.boolean("use_karras_sigmas", false));
    BURIN_ASSIGN_OR_RETURN(
        std::string last,
        object.choice("final_sigmas_type", "zero", {"zero", "sigma_min"}));
    config.finalSigmaZero = last == "zero";
    return okStatus();
  }

  Status readSolver() {
    switch (config.kind) {
    case SchedulerKind::kPndm: {
      BURIN_ASSIGN_OR_RETURN(config.skipPrkSteps,
                             object.boolean("skip_prk_steps", false));
      return okStatus();
    }
    case SchedulerKind::kDdim: {
      BURIN_ASSIGN_OR_RETURN(config.clipSample,
                             object.boolean("clip_sample", true));
      BURIN_ASSIGN_OR_RETURN(config.clipSampleRange,
                             object.number("clip_sample_range", 1.0, 0.0, 1e9));
      return okStatus();
    }
    case SchedulerKind::kEuler: {
      if (object.has("sigma_min")) {
        BURIN_ASSIGN_OR_RETURN(config.sigmaMin,
                               object.number("sigma_min", 0, 1e-9, 1e9));
      }
      if (object.has("sigma_max")) {
        BURIN_ASSIGN_OR_RETURN(config.sigmaMax,
                               object.number("sigma_max", 0, 1e-9, 1e9));
      }
      return okStatus();
    }
    case SchedulerKind::kEulerAncestral:
      return okStatus();
    case SchedulerKind::kDpmSolver2M:
      return readDpmSolver();
    }
    return internalError("unknown scheduler kind");
  }

  Status readDpmSolver() {
    BURIN_ASSIGN_OR_RETURN(config.solverOrder,
                           object.integer("solver_order", 2, 1, 2));
    BURIN_ASSIGN_OR_RETURN(
        std::string type,
        object.choice("solver_type", "midpoint", {"midpoint", "heun"}));
    config.solverHeun = type == "heun";
    BURIN_ASSIGN_OR_RETURN(config.lowerOrderFinal,
                           object.boolean("lower_order_final", true));
    BURIN_ASSIGN_OR_RETURN(config.eulerAtFinal,
                           object.boolean("euler_at_final", false));
    BURIN_ASSIGN_OR_RETURN(
        config.lambdaMinClipped,
        object.number("lambda_min_clipped", -1e308, -1e308, 1e9));
    return okStatus();
  }

  const JsonObject &object;
  SchedulerConfig &config;
};

} // namespace

std::vector<std::string> burin::schedulerNames() {
  std::vector<std::string> names;
  for (const KindName &kind : kKinds)
    names.push_back(kind.name);
  return names;
}

StatusOr<SchedulerConfig> burin::parseSchedulerConfig(std::string_view json,
                                                      const std::string &name) {
  BURIN_ASSIGN_OR_RETURN(Json parsed, parseJson(replaceInfinity(json), kFile));
  BURIN_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(parsed, kFile));
  BURIN_RETURN_IF_ERROR(checkKeys(object));
  SchedulerConfig config;
  BURIN_ASSIGN_OR_RETURN(config.kind, findKind(object, name));
  BURIN_RETURN_IF_ERROR(Reader(object, config).read());
  return config;
}
