//===- verify_flow.cpp - Reads after writes, and no aliasing --------------===//
//
// Two promises that a memory planner can break without any range being wrong:
// a kernel's arguments do not alias, and no byte is read before it is written.
//
//===----------------------------------------------------------------------===//

#include "runtime/format/verify_flow.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/format/entry_order.h"
#include "runtime/format/interval_set.h"

namespace burin {

const char *spaceName(Space space) {
  static const char *const names[] = {"arena", "constant", "input", "output",
                                      "state"};
  return uint8_t(space) < 5 ? names[uint8_t(space)] : "invalid";
}

std::string dispatchText(const Entry &entry, size_t index) {
  const std::string &label = entry.dispatches[index].label;
  return strCat("entry '", entry.name, "', dispatch ", index,
                label.empty() ? "" : strCat(" (", label.substr(0, 120), ")"));
}

static std::string rangeText(const BufferRef &arg) {
  return strCat(spaceName(arg.space), " ", arg.index, " [", arg.offset, ", ",
                arg.offset + arg.size, ")");
}

static bool overlap(const BufferRef &a, const BufferRef &b) {
  return a.space == b.space && a.index == b.index &&
         a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/// Whether two overlapping arguments are an in-place pair: the same range, read
/// by one and declared ReadWrite by the other.
static bool isInPlacePair(const BufferRef &a, Access accessA,
                          const BufferRef &b, Access accessB) {
  if (a.offset != b.offset || a.size != b.size)
    return false;
  return (accessA == Access::kRead && accessB == Access::kReadWrite) ||
         (accessA == Access::kReadWrite && accessB == Access::kRead);
}

static Status verifyAliasing(const Dispatch &dispatch, const Kernel &kernel) {
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    for (size_t j = i + 1; j < dispatch.args.size(); ++j) {
      const BufferRef &a = dispatch.args[i], &b = dispatch.args[j];
      Access accessA = kernel.args[i], accessB = kernel.args[j];
      if (accessA == Access::kRead && accessB == Access::kRead)
        continue;
      if (overlap(a, b) && !isInPlacePair(a, accessA, b, accessB))
        return dataLoss(strCat("arguments ", i, " and ", j, " of kernel '",
                               kernel.name, "' overlap: ", rangeText(a),
                               " and ", rangeText(b)));
    }
  }
  return okStatus();
}

namespace {
/// The bytes written so far during one entry point.
struct Written {
  IntervalSet arena;
  std::vector<IntervalSet> outputs;
};
} // namespace

static Status verifyReads(const Dispatch &dispatch, const Kernel &kernel,
                          const Written &written, const IntervalSet &state) {
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    const BufferRef &arg = dispatch.args[i];
    const IntervalSet *set = arg.space == Space::kArena   ? &written.arena
                             : arg.space == Space::kState ? &state
                             : arg.space == Space::kOutput
                                 ? &written.outputs[arg.index]
                                 : nullptr;
    if (set && kernel.args[i] != Access::kWrite &&
        !set->contains(arg.offset, arg.offset + arg.size))
      return dataLoss(strCat("argument ", i, " of kernel '", kernel.name,
                             "' reads ", rangeText(arg),
                             " before all of it is written"));
  }
  return okStatus();
}

static void recordWrites(const Dispatch &dispatch, const Kernel &kernel,
                         Written &written) {
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    const BufferRef &arg = dispatch.args[i];
    if (kernel.args[i] == Access::kRead)
      continue;
    if (arg.space == Space::kArena)
      written.arena.insert(arg.offset, arg.offset + arg.size);
    else if (arg.space == Space::kOutput)
      written.outputs[arg.index].insert(arg.offset, arg.offset + arg.size);
  }
}

static Status verifyEntry(const Plan &plan, const Entry &entry,
                          const IntervalSet &state) {
  Written written;
  written.outputs.resize(entry.outputs.size());
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    const Kernel &kernel = plan.kernels[dispatch.kernel];
    Status status = verifyAliasing(dispatch, kernel);
    if (status.ok())
      status = verifyReads(dispatch, kernel, written, state);
    if (!status.ok())
      return status.withContext(dispatchText(entry, i));
    recordWrites(dispatch, kernel, written);
  }
  for (size_t i = 0; i < entry.outputs.size(); ++i)
    if (!written.outputs[i].contains(0, tensorBytes(entry.outputs[i])))
      return dataLoss(strCat("entry '", entry.name, "': output '",
                             entry.outputs[i].name,
                             "' is not written completely"));
  return okStatus();
}

/// State outlives runs: a read may follow a write of an earlier run of the same
/// entry point, or of one before it in the list.
static void addStateWrites(const Plan &plan, const Entry &entry,
                           IntervalSet &state) {
  for (const Dispatch &dispatch : entry.dispatches)
    for (size_t i = 0; i < dispatch.args.size(); ++i)
      if (dispatch.args[i].space == Space::kState &&
          plan.kernels[dispatch.kernel].args[i] != Access::kRead)
        state.insert(dispatch.args[i].offset,
                     dispatch.args[i].offset + dispatch.args[i].size);
}

/// What an entry point shares with one that it requires, it shares by name.
static Status verifySharedInputs(const Entry &entry, const Entry &required) {
  for (const TensorDesc &input : entry.inputs)
    for (const TensorDesc &other : required.inputs)
      if (input.name == other.name &&
          (input.dtype != other.dtype || input.shape != other.shape ||
           input.equalHalves != other.equalHalves))
        return dataLoss(strCat("entry '", entry.name, "' requires entry '",
                               required.name, "', their inputs '", input.name,
                               "' differ"));
  return okStatus();
}

Status verifyDataFlow(const Plan &plan) {
  IntervalSet state;
  for (size_t i = 0; i < plan.entries.size(); ++i) {
    const Entry &entry = plan.entries[i];
    addStateWrites(plan, entry, state);
    BURIN_RETURN_IF_ERROR(verifyEntry(plan, entry, state));
    for (size_t required : requiredEntries(plan, i))
      BURIN_RETURN_IF_ERROR(verifySharedInputs(entry, plan.entries[required]));
  }
  return okStatus();
}

} // namespace burin
