//===- PlanMetadata.cpp - What a plan says about its kernels --------------===//
#include "codegen/Plan/PlanMetadata.h"

#include "codegen/Common/CostModel.h"
#include "codegen/Plan/BuildPlan.h"
#include "runtime/format/dtype.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Schedules that multiply through the target's matrix units say so by name.
static bool usesMatrixUnits(kernel::ConfigAttr config) {
  return config && (config.getSchedule().starts_with("matrix") ||
                    config.getSchedule().starts_with("cooperative"));
}

void PlanMetadata::addKernel(kernel::ConfigAttr config) { configs.push_back(config); }

unsigned PlanMetadata::intern(StringRef reason) {
  auto [it, inserted] = reasonNumbers.try_emplace(reason, reasons.size());
  if (inserted)
    reasons.push_back(reason.str());
  return it->second;
}

void PlanMetadata::addDispatch(const ::burin::Dispatch &dispatch, Location loc, TypeRange tensors) {
  DispatchFacts facts;
  if (target) {
    KernelWork work;
    work.bytes = dispatch.bytesRead + dispatch.bytesWritten + dispatch.weightBytes;
    work.flops = dispatch.flops;
    work.usesMatrixUnits = usesMatrixUnits(configs[dispatch.kernel]);
    facts.nanoseconds = std::llround(predictNanoseconds(*target, work));
  }
  for (Type type : tensors) {
    auto [it, inserted] = typeNumbers.try_emplace(type, types.size());
    if (inserted)
      types.push_back(type);
    facts.tensors.push_back(it->second);
  }
  loc->walk([&](Location inner) {
    // A group is a sequence of ops; the last one's result leaves it.
    if (auto name = dyn_cast<NameLoc>(inner))
      facts.node = name.getName().str();
    auto fused = dyn_cast<FusedLoc>(inner);
    auto texts = fused ? dyn_cast_if_present<ArrayAttr>(fused.getMetadata()) : ArrayAttr();
    for (Attribute text : texts ? texts.getValue() : ArrayRef<Attribute>())
      if (auto string = dyn_cast<StringAttr>(text))
        facts.reasons.push_back(intern(string));
    return WalkResult::advance();
  });
  entries.back().push_back(std::move(facts));
}

int64_t PlanMetadata::getPredictedNanoseconds(size_t index) const {
  int64_t sum = 0;
  for (const DispatchFacts &facts : entries[index])
    sum += facts.nanoseconds;
  return sum;
}

/// {"type": "f16", "shape": [2, 4]}; empty for what a plan has no name for.
static llvm::json::Object describeTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  FailureOr<::burin::DType> dtype = tensor ? getDType(tensor.getElementType()) : FailureOr<::burin::DType>();
  if (failed(dtype))
    return {};
  return llvm::json::Object{{"type", ::burin::dtypeName(*dtype)}, {"shape", llvm::json::Array(tensor.getShape())}};
}

std::string PlanMetadata::serialize(const ::burin::Plan &plan) const {
  llvm::json::Object root;
  if (target)
    root["target"] = llvm::json::Object{{"bandwidth_mbps", target->bandwidthMBps},
                                        {"f32_gflops", target->f32Gflops},
                                        {"matrix_gflops", target->matrixGflops},
                                        {"launch_ns", target->launchNanoseconds}};
  if (candidateCalls) {
    llvm::json::Object calls;
    for (NamedAttribute entry : candidateCalls)
      if (auto count = dyn_cast<IntegerAttr>(entry.getValue()))
        calls[llvm::json::fixUTF8(entry.getName().strref())] = count.getInt();
    root["candidate_calls"] = std::move(calls);
  }
  llvm::json::Array kernels, texts;
  for (kernel::ConfigAttr config : configs) {
    llvm::json::Object object;
    if (config) {
      std::string text;
      llvm::raw_string_ostream(text) << config;
      object["schedule"] = llvm::json::fixUTF8(config.getSchedule());
      object["config"] = llvm::json::fixUTF8(text);
      object["matrix_units"] = usesMatrixUnits(config);
    }
    kernels.push_back(std::move(object));
  }
  root["kernels"] = std::move(kernels);
  for (const std::string &reason : reasons)
    texts.push_back(llvm::json::fixUTF8(reason));
  root["reasons"] = std::move(texts);
  llvm::json::Array tensors;
  for (Type type : types)
    tensors.push_back(describeTensor(type));
  root["tensors"] = std::move(tensors);
  llvm::json::Object all;
  for (auto [i, entry] : llvm::enumerate(entries)) {
    llvm::json::Array dispatches;
    for (const DispatchFacts &facts : entry) {
      llvm::json::Object object;
      if (target)
        object["predicted_ns"] = facts.nanoseconds;
      if (!facts.reasons.empty())
        object["reasons"] = llvm::json::Array(facts.reasons);
      if (!facts.node.empty())
        object["node"] = llvm::json::fixUTF8(facts.node);
      object["args"] = llvm::json::Array(facts.tensors);
      dispatches.push_back(std::move(object));
    }
    all[llvm::json::fixUTF8(plan.entries[i].name)] = std::move(dispatches);
  }
  root["entries"] = std::move(all);
  std::string text;
  llvm::raw_string_ostream(text) << llvm::json::Value(std::move(root));
  return text;
}
