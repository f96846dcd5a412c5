//===- plan_facts.cpp - A plan's metadata, read with distrust -------------===//

#include "runtime/tools/burin/plan_facts.h"

#include "runtime/format/dtype.h"

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

bool isKnown(const TensorDesc &argument) {
  return argument.shape != std::vector<int64_t>{0};
}

/// What the plan itself says of an argument; else its name is where it lies.
static TensorDesc describeRange(const Plan &plan, const Entry &entry,
                                const BufferRef &range) {
  TensorDesc desc{"arena", DType::kU8, {0}};
  if (range.space == Space::kState)
    desc.name = "state";
  if (range.space == Space::kInput)
    desc = entry.inputs[range.index];
  if (range.space == Space::kOutput)
    desc = entry.outputs[range.index];
  if (range.space == Space::kConstant) {
    const Constant &constant = plan.constants[range.index];
    desc = {constant.name, constant.dtype, constant.shape};
  }
  if (isKnown(desc) && tensorBytes(desc) != range.size)
    desc.shape = {0};
  return desc;
}

/// `desc` with the type and shape that `json` states, if they fill `bytes`.
static void readTensor(const Json &json, uint64_t bytes, TensorDesc &desc) {
  auto dtype = parseDType(text(member(json, "type")));
  const Json &shape = member(json, "shape");
  if (!dtype.ok() || !shape.is_array() || shape.size() > 16)
    return;
  std::vector<int64_t> extents;
  for (const Json &extent : shape) {
    if (!extent.is_number_unsigned() || extent.get<uint64_t>() > bytes)
      return;
    extents.push_back(extent.get<int64_t>());
  }
  uint64_t size = 0;
  if (!tensorBytes(*dtype, extents, size) || size != bytes)
    return;
  desc.dtype = *dtype;
  desc.shape = std::move(extents);
}

static PlanFacts::DispatchFacts
readDispatch(const Json &json, const Json &root, const Plan &plan,
             const Entry &entry, const Dispatch &dispatch) {
  PlanFacts::DispatchFacts facts;
  facts.predictedNs = number(member(json, "predicted_ns"));
  facts.node = text(member(json, "node"));
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    const BufferRef &range = dispatch.args[i];
    facts.arguments.push_back(describeRange(plan, entry, range));
    const Json &tensor = element(member(json, "args"), i);
    if (tensor.is_number_unsigned())
      readTensor(element(member(root, "tensors"), tensor.get<size_t>()),
                 range.size, facts.arguments.back());
  }
  const Json &reasons = member(root, "reasons");
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
      all.push_back(readDispatch(element(dispatches, i), json, plan, entry,
                                 entry.dispatches[i]));
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
