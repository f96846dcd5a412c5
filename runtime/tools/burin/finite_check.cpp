//===- finite_check.cpp - The first kernel whose result is wrong ----------===//

#include "runtime/tools/burin/finite_check.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/tensor_stats.h"

#include <cstdlib>
#include <string_view>

namespace burin::tools {

bool wantsFiniteCheck() {
  const char *variable = std::getenv("BURIN_CHECK_FINITE");
  return variable && std::string_view(variable) == "1";
}

const PlanFacts::DispatchFacts &FiniteCheck::facts(const DispatchView &view) {
  auto [it, inserted] = plans.try_emplace(&view.plan);
  if (inserted)
    it->second = readPlanFacts(view.plan);
  return it->second.entries[view.entry][view.dispatch];
}

static bool overlap(const BoundArg &a, const BoundArg &b) {
  return a.buffer == b.buffer && a.offset < b.offset + b.size &&
         b.offset < a.offset + a.size;
}

/// An operation in place destroys what it read: the report needs a copy.
Status FiniteCheck::before(const DispatchView &view) {
  overwritten.clear();
  const std::vector<BoundArg> &args = view.bound.args;
  for (size_t i = 0; i < args.size(); ++i) {
    bool isLost = args[i].access == Access::kReadWrite;
    for (const BoundArg &other : args)
      isLost |= args[i].access == Access::kRead &&
                other.access != Access::kRead && overlap(args[i], other);
    if (isLost) {
      BURIN_ASSIGN_OR_RETURN(overwritten[i], view.read(i));
    }
  }
  return okStatus();
}

static std::string typeText(const TensorDesc &desc) {
  return strCat(dtypeName(desc.dtype), " ", shapeText(desc.shape));
}

/// A line for each argument that the dispatch read.
StatusOr<std::string> FiniteCheck::describeReads(const DispatchView &view,
                                                 bool &finite) {
  const PlanFacts::DispatchFacts &dispatch = facts(view);
  std::string text;
  for (size_t i = 0; i < view.bound.args.size(); ++i) {
    const TensorDesc &desc = dispatch.arguments[i];
    auto before = overwritten.find(i);
    if (view.bound.args[i].access == Access::kWrite)
      continue;
    bool isInPlace = before != overwritten.end();
    if (isInPlace && view.bound.args[i].access == Access::kReadWrite &&
        overwritten.size() > 1)
      continue; // the same bytes as another argument
    text += strCat(text.empty() ? "\n  reads   " : "\n          ");
    if (!isKnown(desc)) {
      text += strCat(view.bound.args[i].size, " bytes of unknown type");
      continue;
    }
    std::vector<uint8_t> bytes;
    if (isInPlace) {
      bytes = before->second;
    } else {
      BURIN_ASSIGN_OR_RETURN(bytes, view.read(i));
    }
    BURIN_ASSIGN_OR_RETURN(std::vector<float> values, toFloats(desc, bytes));
    TensorStats stats = computeStats(values);
    finite &= stats.isFinite();
    text += strCat(typeText(desc), " (", printable(desc.name),
                   isInPlace ? ", overwritten" : "", "): ", statsText(stats));
  }
  return text;
}

static std::string groupText(const std::array<uint32_t, 3> &size) {
  return strCat(size[0], "x", size[1], "x", size[2]);
}

static std::string headline(const DispatchView &view, const std::string &node) {
  const Dispatch &dispatch = view.get();
  const Kernel &kernel = view.getKernel();
  std::string text = strCat(
      "dispatch ", view.dispatch, " of ", view.getEntry().dispatches.size(),
      " is the first whose result is not finite\n  kernel  ", kernel.name,
      ", ", groupText(dispatch.groups), " groups of ",
      groupText(kernel.workgroupSize), " items");
  if (!node.empty())
    text += strCat("\n  node    ", printable(node));
  return text + strCat("\n  nodes   ", printable(dispatch.label));
}

static std::string resultText(const TensorDesc &desc,
                              const TensorStats &stats) {
  std::string text =
      strCat("\n  result  ", typeText(desc), " (", printable(desc.name),
             "): ", statsText(stats), "\n          first:");
  for (auto [index, value] : stats.odd)
    text += strCat(" ", coordinateText(desc.shape, index), " ",
                   value != value ? "NaN"
                   : value > 0    ? "inf"
                                  : "-inf");
  return text;
}

Status FiniteCheck::after(const DispatchView &view) {
  const PlanFacts::DispatchFacts &dispatch = facts(view);
  for (size_t i = 0; i < view.bound.args.size(); ++i) {
    const TensorDesc &desc = dispatch.arguments[i];
    if (view.bound.args[i].access == Access::kRead)
      continue;
    if (!isKnown(desc))
      return failedPrecondition(
          strCat(dispatchName(view.bound), ": the plan does not say of what "
                                           "type its results are; compile it "
                                           "with this version's burinc"));
    if (!isFloat(desc.dtype))
      continue;
    BURIN_ASSIGN_OR_RETURN(std::vector<uint8_t> bytes, view.read(i));
    BURIN_ASSIGN_OR_RETURN(std::vector<float> values, toFloats(desc, bytes));
    TensorStats stats = computeStats(values);
    if (stats.isFinite()) {
      ++count;
      continue;
    }
    bool finite = true;
    BURIN_ASSIGN_OR_RETURN(std::string reads, describeReads(view, finite));
    return dataLoss(
        headline(view, dispatch.node) + resultText(desc, stats) + reads +
        (!finite ? "\nWhat it read was not finite: see the model's inputs and "
                   "weights."
         : desc.dtype == DType::kF16
             ? "\nAll that it read is finite: this kernel is at fault, or its "
               "result exceeds f16 (65504; --precision f32 would tell)."
             : "\nAll that it read is finite: this kernel is at fault, or the "
               "model divides by zero there."));
  }
  return okStatus();
}

} // namespace burin::tools
