//===- verify.h - What must hold of a plan ---------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_VERIFY_H
#define BURIN_RUNTIME_FORMAT_VERIFY_H

#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>

namespace burin {

/// Upper bounds of the format itself; devices may allow less.
constexpr uint32_t kMaxRank = 16;
constexpr uint32_t kMaxKernelArgs = 128;
constexpr uint64_t kMaxWorkgroupSize = 4096;
constexpr size_t kMaxEntries = 1024;

/// Checks every rule of docs/plan_format.md ("Rules"): indexes, sizes, ranges,
/// alignment, access, name uniqueness, aliasing within a dispatch, and that
/// nothing is read before it is written. Messages name what is wrong and start
/// with `name`. Error: kDataLoss.
Status verifyPlan(const Plan &plan, const std::string &name = "plan");

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_VERIFY_H
