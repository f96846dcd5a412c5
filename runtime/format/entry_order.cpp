//===- entry_order.cpp - Which entry points need which --------------------===//
#include "runtime/format/entry_order.h"

#include "runtime/format/interval_set.h"

namespace burin {

namespace {
/// The bytes of state that one entry point touches.
struct StateUse {
  std::vector<BufferRef> reads;
  IntervalSet writes;
};
} // namespace

static StateUse stateUse(const Plan &plan, const Entry &entry) {
  StateUse use;
  for (const Dispatch &dispatch : entry.dispatches)
    for (size_t i = 0; i < dispatch.args.size(); ++i) {
      const BufferRef &arg = dispatch.args[i];
      Access access = plan.kernels[dispatch.kernel].args[i];
      if (arg.space != Space::kState)
        continue;
      if (access != Access::kWrite)
        use.reads.push_back(arg);
      if (access != Access::kRead)
        use.writes.insert(arg.offset, arg.offset + arg.size);
    }
  return use;
}

std::vector<size_t> requiredEntries(const Plan &plan, size_t index) {
  StateUse last = stateUse(plan, plan.entries[index]);
  std::vector<BufferRef> needed;
  for (const BufferRef &read : last.reads)
    if (!last.writes.contains(read.offset, read.offset + read.size))
      needed.push_back(read);
  std::vector<size_t> required;
  // Backwards: what a required entry reads is needed from those before it.
  for (size_t i = index; i-- > 0 && !needed.empty();) {
    StateUse use = stateUse(plan, plan.entries[i]);
    bool writes = false;
    for (const BufferRef &read : needed)
      writes |= use.writes.overlaps(read.offset, read.offset + read.size);
    if (!writes)
      continue;
    required.insert(required.begin(), i);
    for (const BufferRef &read : use.reads)
      if (!use.writes.contains(read.offset, read.offset + read.size))
        needed.push_back(read);
  }
  return required;
}

} // namespace burin
