//===- verify_flow.h - Reads after writes, and no aliasing -----*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_VERIFY_FLOW_H
#define BURIN_RUNTIME_FORMAT_VERIFY_FLOW_H

#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>

namespace burin {

/// "arena", "constant" and so on.
const char *spaceName(Space space);

/// "entry 'main', dispatch 3 (conv_in)", for messages.
std::string dispatchText(const Entry &entry, size_t index);

/// The part of verifyPlan that follows data through the dispatches. The plan's
/// indexes and ranges must have been checked.
Status verifyDataFlow(const Plan &plan);

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_VERIFY_FLOW_H
