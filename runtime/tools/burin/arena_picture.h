//===- arena_picture.h - The memory plan as text ---------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H
#define BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H

#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin::tools {

/// Bytes of the arena that hold a value still to be read, for each dispatch of
/// `entry` (a verified plan's).
std::vector<uint64_t> liveArenaBytes(const Plan &plan, const Entry &entry);

/// Address (downwards) over time (rightwards): '#' mostly live, ':' partly
/// live, '.' free.
std::string arenaPicture(const Plan &plan, const Entry &entry, size_t rows = 16,
                         size_t columns = 72);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_ARENA_PICTURE_H
