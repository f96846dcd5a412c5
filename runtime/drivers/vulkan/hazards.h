//===- hazards.h - When two dispatches need a barrier ----------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_HAZARDS_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_HAZARDS_H

#include "runtime/base/span.h"
#include "runtime/core/device.h"

#include <map>
#include <unordered_map>

namespace burin::vulkan {

/// Follows a list of dispatches in order and says before which of them a
/// barrier must stand: where it reads bytes written since the last barrier
/// (read after write), or writes bytes read or written since (write after
/// read, write after write). Dispatches between two barriers may overlap.
class HazardTracker {
public:
  /// Whether a barrier must precede a dispatch with these arguments. The
  /// dispatch is then part of what is in flight, after the barrier if any.
  bool add(Span<const BoundArg> args);
  /// Somebody else has waited for everything in flight.
  void clear() { buffers.clear(); }

private:
  /// Disjoint ranges, from start to end.
  using Ranges = std::map<uint64_t, uint64_t>;
  struct InFlight {
    Ranges reads, writes;
  };
  static bool overlaps(const Ranges &ranges, uint64_t begin, uint64_t end);
  static void insert(Ranges &ranges, uint64_t begin, uint64_t end);
  bool conflicts(const BoundArg &arg) const;

  std::unordered_map<const DeviceBuffer *, InFlight> buffers;
};

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_HAZARDS_H
