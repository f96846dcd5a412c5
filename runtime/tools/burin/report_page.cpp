//===- report_page.cpp - A plan as one HTML page --------------------------===//
//
// The page draws itself from JSON that is embedded as data. Inside of a script
// element only '<' can end the data, so '<' is the one character to escape.
//
//===----------------------------------------------------------------------===//

#include "runtime/tools/burin/report_page.h"

#include "runtime/tools/burin/arena_picture.h"
#include "runtime/tools/burin/plan_facts.h"

#include <map>
#include <nlohmann/json.hpp>

namespace burin::tools {

using Json = nlohmann::ordered_json;

static const unsigned char kPage[] = {
#include "ReportPage.inc"
};

static Json kernelsJson(const Plan &plan, const PlanFacts &facts) {
  Json json = Json::array();
  for (size_t i = 0; i < plan.kernels.size(); ++i) {
    const Kernel &kernel = plan.kernels[i];
    const PlanFacts::KernelFacts &built = facts.kernels[i];
    json.push_back({{"name", kernel.name},
                    {"workgroup", kernel.workgroupSize},
                    {"local_memory_bytes", kernel.localMemoryBytes},
                    {"schedule", built.schedule},
                    {"config", built.config},
                    {"matrix_units", built.usesMatrixUnits}});
  }
  return json;
}

/// Texts of reasons repeat: dispatches refer to a table.
static size_t internReason(const std::string &reason, Json &reasons,
                           std::map<std::string, size_t> &numbers) {
  auto [it, inserted] = numbers.emplace(reason, reasons.size());
  if (inserted)
    reasons.push_back(reason);
  return it->second;
}

static Json dispatchJson(const Dispatch &dispatch,
                         const PlanFacts::DispatchFacts &facts, Json &reasons,
                         std::map<std::string, size_t> &numbers) {
  Json why = Json::array();
  for (const std::string &reason : facts.reasons)
    why.push_back(internReason(reason, reasons, numbers));
  return {{"kernel", dispatch.kernel},      {"label", dispatch.label},
          {"groups", dispatch.groups},      {"flops", dispatch.flops},
          {"read", dispatch.bytesRead},     {"written", dispatch.bytesWritten},
          {"weights", dispatch.weightBytes}, {"ns", facts.predictedNs},
          {"reasons", std::move(why)}};
}

static Json tensorsJson(const Plan &plan, const Entry &entry) {
  Json json = Json::array();
  for (const LiveTensor &tensor : liveTensors(plan, entry))
    json.push_back({{"offset", tensor.offset},
                    {"bytes", tensor.bytes},
                    {"first", tensor.first},
                    {"last", tensor.last},
                    {"in_place", tensor.endsInPlace}});
  return json;
}

static Json pageJson(const Plan &plan) {
  PlanFacts facts = readPlanFacts(plan);
  Json json;
  json["model"] = plan.model;
  json["target"] = plan.target;
  json["precision"] = plan.precision;
  json["producer"] = plan.producer;
  json["arena_bytes"] = plan.arenaBytes;
  json["arena_lower_bound_bytes"] = plan.arenaLowerBoundBytes;
  json["facts"] = {{"bandwidth_mbps", facts.bandwidthMBps},
                   {"f32_gflops", facts.f32Gflops},
                   {"matrix_gflops", facts.matrixGflops},
                   {"launch_ns", facts.launchNs}};
  json["kernels"] = kernelsJson(plan, facts);
  Json reasons = Json::array(), entries = Json::array();
  std::map<std::string, size_t> numbers;
  for (size_t e = 0; e < plan.entries.size(); ++e) {
    const Entry &entry = plan.entries[e];
    Json dispatches = Json::array();
    for (size_t i = 0; i < entry.dispatches.size(); ++i)
      dispatches.push_back(dispatchJson(entry.dispatches[i],
                                        facts.entries[e][i], reasons, numbers));
    entries.push_back({{"name", entry.name},
                       {"dispatches", std::move(dispatches)},
                       {"tensors", tensorsJson(plan, entry)},
                       {"live", liveArenaBytes(plan, entry)}});
  }
  json["reasons"] = std::move(reasons);
  json["entries"] = std::move(entries);
  return json;
}

std::string reportPage(const Plan &plan) {
  std::string data =
      pageJson(plan).dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(data.size());
  for (char c : data)
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  std::string page(reinterpret_cast<const char *>(kPage), sizeof kPage);
  static const std::string mark = "/*PLAN*/";
  page.replace(page.find(mark), mark.size(), safe);
  return page;
}

} // namespace burin::tools
