//===- hazards.cpp - When two dispatches need a barrier -------------------===//

#include "runtime/drivers/vulkan/hazards.h"

#include <algorithm>

namespace burin::vulkan {

bool HazardTracker::overlaps(const Ranges &ranges, uint64_t begin,
                             uint64_t end) {
  auto next = ranges.lower_bound(begin);
  if (next != ranges.end() && next->first < end)
    return true;
  return next != ranges.begin() && std::prev(next)->second > begin;
}

void HazardTracker::insert(Ranges &ranges, uint64_t begin, uint64_t end) {
  auto first = ranges.lower_bound(begin);
  if (first != ranges.begin() && std::prev(first)->second >= begin)
    --first;
  auto last = first;
  for (; last != ranges.end() && last->first <= end; ++last) {
    begin = std::min(begin, last->first);
    end = std::max(end, last->second);
  }
  ranges.erase(first, last);
  ranges.emplace(begin, end);
}

bool HazardTracker::conflicts(const BoundArg &arg) const {
  auto found = buffers.find(arg.buffer);
  if (found == buffers.end())
    return false;
  uint64_t begin = arg.offset, end = arg.offset + arg.size;
  return overlaps(found->second.writes, begin, end) ||
         (arg.access != Access::kRead &&
          overlaps(found->second.reads, begin, end));
}

bool HazardTracker::add(Span<const BoundArg> args) {
  bool barrier = std::any_of(args.begin(), args.end(),
                             [&](const BoundArg &a) { return conflicts(a); });
  if (barrier)
    clear();
  for (const BoundArg &arg : args) {
    InFlight &inFlight = buffers[arg.buffer];
    if (arg.access != Access::kWrite)
      insert(inFlight.reads, arg.offset, arg.offset + arg.size);
    if (arg.access != Access::kRead)
      insert(inFlight.writes, arg.offset, arg.offset + arg.size);
  }
  return barrier;
}

} // namespace burin::vulkan
