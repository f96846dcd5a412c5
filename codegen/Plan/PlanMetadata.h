//===- PlanMetadata.h - What a plan says about its kernels -----*- C++ -*-===//
#ifndef CODEGEN_PLAN_PLANMETADATA_H
#define CODEGEN_PLAN_PLANMETADATA_H

#include "codegen/Common/Target.h"
#include "dialects/Kernel/KernelDialect.h"
#include "runtime/format/plan.h"

#include <optional>

namespace mlir::burin::codegen {

/// Collects, while a plan is built, what explains it: predicted times, lowering
/// configs and why ops share a kernel. None of it changes what runs.
class PlanMetadata {
public:
  /// `target`: what times are predicted for; without one there are none.
  explicit PlanMetadata(std::optional<Target> target) : target(std::move(target)) {}

  /// The kernel of the next index; `config` may be null.
  void addKernel(kernel::ConfigAttr config);
  /// Another name for the code of `kernel`, at the next index.
  void addVariant(uint32_t kernel) { configs.push_back(configs[kernel]); }
  void addEntry() { entries.emplace_back(); }
  /// The next dispatch of the last entry; `tensors` are the types of its arguments,
  /// in order. The reasons are the metadata (an array of strings) of fused locations
  /// in `loc`, the node the last that `loc` names.
  void addDispatch(const ::burin::Dispatch &dispatch, Location loc, TypeRange tensors);

  /// Sum over the dispatches of entry `index`; 0 without a target.
  int64_t getPredictedNanoseconds(size_t index) const;

  /// The plan compares configs: how often the model calls what each entry stands
  /// for (kCandidateCallsAttrName); null for a plan that runs the model.
  void setCandidateCalls(DictionaryAttr calls) { candidateCalls = calls; }

  /// A JSON object, described in docs/plan_format.md.
  std::string serialize(const ::burin::Plan &plan) const;

private:
  struct DispatchFacts {
    int64_t nanoseconds = 0;
    SmallVector<unsigned> reasons; ///< into the table of reasons
    std::string node;              ///< of the model, whose result the dispatch writes
    SmallVector<unsigned> tensors; ///< of the arguments, into the table of types
  };
  unsigned intern(StringRef reason);

  std::optional<Target> target;
  DictionaryAttr candidateCalls;
  SmallVector<kernel::ConfigAttr> configs;
  std::vector<std::vector<DispatchFacts>> entries;
  std::vector<std::string> reasons;
  llvm::StringMap<unsigned> reasonNumbers;
  SmallVector<Type> types; ///< of the dispatches' arguments
  DenseMap<Type, unsigned> typeNumbers;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_PLAN_PLANMETADATA_H
