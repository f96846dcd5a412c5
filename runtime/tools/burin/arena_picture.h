//===- arena_picture.h - What lives in the arena, and when ---------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H
#define BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H

#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin::tools {

/// Bytes of the arena that hold a value still to be read, for each dispatch of
/// `entry` (a verified plan's).
std::vector<uint64_t> liveArenaBytes(const Plan &plan, const Entry &entry);

/// A value in the arena, from the dispatch that writes it to the last one that
/// reads it.
struct LiveTensor {
  uint64_t offset = 0, bytes = 0;
  size_t first = 0, last = 0; ///< dispatches of the entry, both included
  /// The dispatch after `last` updates it in place: its memory becomes the next.
  bool endsInPlace = false;
};

/// Every value that a dispatch of `entry` (a verified plan's) writes to the
/// arena, in the order in which they are written.
std::vector<LiveTensor> liveTensors(const Plan &plan, const Entry &entry);

/// Address (downwards) over time (rightwards): '#' mostly live, ':' partly
/// live, '.' free.
std::string arenaPicture(const Plan &plan, const Entry &entry, size_t rows = 16,
                         size_t columns = 72);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H
