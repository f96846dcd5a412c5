//===- plan_facts.cpp - A plan's metadata, read with distrust -------------===//

#include "runtime/tools/burin/plan_facts.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace burin::tools {

using Json = nlohmann::json;

/// The member of an object, or null.
static const Json &member(const Json &json, const std::string &key) {
  static const Json none;
  if (!json.is_object())
    return none;
  auto it = json.find(key);
  return it == json.end() ? none : *it;
}

/// The element of an array, or null.
static const Json &element(const Json &json, size_t index) {
  static const Json none;
  return json.is_array() && index < json.size() ? json[index] : none;
}

/// A finite number that is not negative, or zero.
static double number(const Json &json) {
  double value = json.is_number() ? json.get<double>() : 0;
  return std::isfinite(value) && value > 0 ? value : 0;
}

static std::string text(const Json &json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

static PlanFacts::DispatchFacts readDispatch(const Json &json,
                                             const Json &reasons) {
  PlanFacts::DispatchFacts facts;
  facts.predictedNs = number(member(json, "predicted_ns"));
  const Json &indices = member(json, "reasons");
  for (size_t i = 0; indices.is_array() && i < indices.size(); ++i)
    if (indices[i].is_number_unsigned()) {
      std::string reason = text(element(reasons, indices[i].get<size_t>()));
      if (!reason.empty())
        facts.reasons.push_back(std::move(reason));
    }
  return facts;
}

PlanFacts readPlanFacts(const Plan &plan) {
  Json json = Json::parse(plan.metadata, nullptr, /*allow_exceptions=*/false);
  const Json &target = member(json, "target");
  PlanFacts facts;
  facts.bandwidthMBps = number(member(target, "bandwidth_mbps"));
  facts.f32Gflops = number(member(target, "f32_gflops"));
  facts.matrixGflops = number(member(target, "matrix_gflops"));
  facts.launchNs = number(member(target, "launch_ns"));
  for (size_t i = 0; i < plan.kernels.size(); ++i) {
    const Json &kernel = element(member(json, "kernels"), i);
    const Json &matrix = member(kernel, "matrix_units");
    facts.kernels.push_back({text(member(kernel, "schedule")),
                             text(member(kernel, "config")),
                             matrix.is_boolean() && matrix.get<bool>()});
  }
  for (const Entry &entry : plan.entries) {
    const Json &dispatches = member(member(json, "entries"), entry.name);
    auto &all = facts.entries.emplace_back();
    for (size_t i = 0; i < entry.dispatches.size(); ++i)
      all.push_back(
          readDispatch(element(dispatches, i), member(json, "reasons")));
  }
  return facts;
}

double PlanFacts::predictedNs(size_t entry) const {
  double sum = 0;
  for (const DispatchFacts &dispatch : entries[entry])
    sum += dispatch.predictedNs;
  return sum;
}

double PlanFacts::peakGflops(uint32_t kernel) const {
  return kernels[kernel].usesMatrixUnits && matrixGflops > 0 ? matrixGflops
                                                             : f32Gflops;
}

} // namespace burin::tools
