//===- tune_plan.cpp - Plans that compare kernels -------------------------===//

#include "runtime/tools/burin/tune_plan.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

#include <algorithm>
#include <map>
#include <set>

namespace burin::tools {

using Json = nlohmann::ordered_json;

StatusOr<std::vector<TuneGroup>> candidateGroups(const Plan &plan,
                                                 const PlanFacts &facts) {
  Json metadata = Json::parse(plan.metadata, nullptr, /*allow_exceptions=*/false);
  const Json calls = metadata.is_object() && metadata.contains("candidate_calls")
                         ? metadata["candidate_calls"]
                         : Json();
  std::vector<TuneGroup> groups;
  for (size_t i = 0; i < plan.entries.size() && calls.is_object(); ++i) {
    const Entry &entry = plan.entries[i];
    auto count = calls.find(entry.name);
    if (count == calls.end() || !count->is_number_unsigned() ||
        entry.dispatches.size() != entry.outputs.size() ||
        entry.dispatches.empty() || !entry.inputs.empty())
      continue;
    groups.push_back(
        {i, count->get<uint64_t>(), facts.entries[i][0].predictedNs});
  }
  if (groups.empty())
    return invalidArgument("the plan has no kernels to compare: make it with "
                           "burinc --emit-candidates");
  // Groups of one predicted time stay in the plan's order.
  std::sort(groups.begin(), groups.end(),
            [](const TuneGroup &a, const TuneGroup &b) {
              double timeA = double(a.calls) * a.predictedNs;
              double timeB = double(b.calls) * b.predictedNs;
              return timeA != timeB ? timeA > timeB : a.entry < b.entry;
            });
  return groups;
}

namespace {
/// Copies records and renumbers the references to them.
class Extractor {
public:
  explicit Extractor(const Plan &plan) : plan(plan) {
    result.producer = plan.producer;
    result.model = plan.model;
    result.target = plan.target;
    result.precision = plan.precision;
    result.largestBufferBytes = plan.largestBufferBytes;
    // Results that nobody compares, block sums for example, are in the arena.
    result.arenaBytes = plan.arenaBytes;
    result.arenaLowerBoundBytes = plan.arenaLowerBoundBytes;
  }

  void add(const Entry &entry, const std::vector<size_t> &keep) {
    Entry copy;
    copy.name = entry.name;
    for (size_t i = 0; i < entry.dispatches.size(); ++i) {
      if (!keep.empty() && std::find(keep.begin(), keep.end(), i) == keep.end())
        continue;
      Dispatch dispatch = entry.dispatches[i];
      dispatch.kernel = kernel(dispatch.kernel);
      for (BufferRef &arg : dispatch.args) {
        if (arg.space == Space::kConstant)
          arg.index = constant(arg.index);
        if (arg.space == Space::kOutput) {
          copy.outputs.push_back(entry.outputs[arg.index]);
          arg.index = uint32_t(copy.outputs.size() - 1);
        }
      }
      copy.dispatches.push_back(std::move(dispatch));
    }
    // What runs first after a pause takes longer. The last candidate's weights are those that the
    // first one does not share.
    if (!copy.dispatches.empty())
      copy.dispatches.insert(copy.dispatches.begin(), copy.dispatches.back());
    result.entries.push_back(std::move(copy));
  }

  Plan take() { return std::move(result); }

private:
  uint32_t kernel(uint32_t index) {
    auto [it, isNew] = kernels.emplace(index, result.kernels.size());
    if (isNew) {
      Kernel copy = plan.kernels[index];
      auto [module, isNewModule] =
          modules.emplace(copy.module, result.modules.size());
      if (isNewModule)
        result.modules.push_back(plan.modules[copy.module]);
      copy.module = module->second;
      result.kernels.push_back(std::move(copy));
    }
    return it->second;
  }
  uint32_t constant(uint32_t index) {
    auto [it, isNew] = constants.emplace(index, result.constants.size());
    if (isNew)
      result.constants.push_back(plan.constants[index]);
    return it->second;
  }

  const Plan &plan;
  Plan result;
  std::map<uint32_t, uint32_t> kernels, modules, constants;
};
} // namespace

Plan extractGroups(const Plan &plan, const std::vector<TuneGroup> &groups,
                   const std::vector<size_t> &keep) {
  Extractor extractor(plan);
  for (const TuneGroup &group : groups)
    extractor.add(plan.entries[group.entry], keep);
  return extractor.take();
}

uint64_t memoryOf(const Plan &plan, const TuneGroup &group) {
  const Entry &entry = plan.entries[group.entry];
  std::set<uint32_t> constants;
  for (const Dispatch &dispatch : entry.dispatches)
    for (const BufferRef &arg : dispatch.args)
      if (arg.space == Space::kConstant)
        constants.insert(arg.index);
  uint64_t bytes = 0;
  for (uint32_t index : constants)
    bytes += plan.constants[index].size;
  for (const TensorDesc &output : entry.outputs)
    bytes += tensorBytes(output);
  return bytes;
}

size_t GroupResult::best(double margin) const {
  size_t fastest = 0;
  double limit = candidates[0].ns * (1 - margin);
  for (size_t i = 1; i < candidates.size(); ++i) {
    const CandidateTime &candidate = candidates[i];
    if (candidate.problem.empty() && candidate.ns > 0 && candidate.ns < limit) {
      fastest = i;
      limit = candidate.ns;
    }
  }
  return fastest;
}

TuneSummary summarize(const std::vector<GroupResult> &results) {
  TuneSummary summary;
  for (const GroupResult &group : results) {
    size_t best = group.best();
    double calls = double(group.calls);
    summary.modelNs += calls * group.candidates[0].ns;
    summary.tunedNs += calls * group.candidates[best].ns;
    ++summary.groups;
    summary.changed += best != 0;
    summary.candidates += group.candidates.size();
    for (const CandidateTime &candidate : group.candidates)
      summary.rejected += !candidate.problem.empty();
  }
  return summary;
}

static Json groupJson(const GroupResult &group) {
  const CandidateTime &best = group.candidates[group.best()];
  size_t rejected = 0;
  for (const CandidateTime &candidate : group.candidates)
    rejected += !candidate.problem.empty();
  return {{"signature", group.signature},
          {"config", best.config},
          {"label", group.label.substr(0, 120)},
          {"calls", group.calls},
          {"us", best.ns / 1e3},
          {"model_us", group.candidates[0].ns / 1e3},
          {"model_config", group.candidates[0].config},
          {"candidates", group.candidates.size()},
          {"rejected", rejected}};
}

Json tuningJson(const std::string &target, const std::string &api,
                const std::string &device, const std::string &driver,
                const std::vector<GroupResult> &results) {
  TuneSummary summary = summarize(results);
  Json json = {{"format", "burin-tuning"},
               {"version", 1},
               {"target", target},
               {"api", api},
               {"device", device},
               {"driver", driver},
               {"summary",
                {{"groups", summary.groups},
                 {"changed", summary.changed},
                 {"candidates", summary.candidates},
                 {"rejected", summary.rejected},
                 {"model_ms", summary.modelNs / 1e6},
                 {"tuned_ms", summary.tunedNs / 1e6}}},
               {"entries", Json::array()}};
  for (const GroupResult &group : results)
    json["entries"].push_back(groupJson(group));
  return json;
}

Status mergeTuning(Json &json, const std::string &old) {
  Json other = Json::parse(old, nullptr, /*allow_exceptions=*/false);
  if (!other.is_object() || !other.contains("entries") ||
      !other["entries"].is_array())
    return invalidArgument("it is no tuning file");
  for (const char *key : {"format", "version", "target", "api"})
    if (!other.contains(key) || other[key] != json[key])
      return invalidArgument(strCat("it has another ", key));
  std::set<std::string> known;
  for (const Json &entry : json["entries"])
    known.insert(entry["signature"].get<std::string>());
  for (const Json &entry : other["entries"])
    if (entry.is_object() && entry.contains("signature") &&
        entry["signature"].is_string() &&
        known.insert(entry["signature"].get<std::string>()).second)
      json["entries"].push_back(entry);
  return okStatus();
}

} // namespace burin::tools
