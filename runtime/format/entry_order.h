//===- entry_order.h - Which entry points need which -----------*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_ENTRY_ORDER_H
#define BURIN_RUNTIME_FORMAT_ENTRY_ORDER_H

#include "runtime/format/plan.h"

#include <cstddef>
#include <vector>

namespace burin {

/// Indices, ascending, of the entry points that must have run before entry
/// `index` of a verified plan: those before it in the list that write state
/// which it reads and does not write itself, and what these require.
std::vector<size_t> requiredEntries(const Plan &plan, size_t index);

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_ENTRY_ORDER_H
