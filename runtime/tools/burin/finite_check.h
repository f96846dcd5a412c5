//===- finite_check.h - The first kernel whose result is wrong -*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_FINITE_CHECK_H
#define BURIN_RUNTIME_TOOLS_BURIN_FINITE_CHECK_H

#include "runtime/core/inspector.h"
#include "runtime/tools/burin/plan_facts.h"

#include <map>

namespace burin::tools {

/// Whether $BURIN_CHECK_FINITE is 1.
bool wantsFiniteCheck();

/// Ends a run at the first dispatch that writes NaN or an infinity. The error
/// (kDataLoss) is a report of several lines: kernel, nodes of the model, the
/// result with the first such values, and what the kernel had read.
class FiniteCheck : public DispatchInspector {
public:
  Status before(const DispatchView &view) override;
  Status after(const DispatchView &view) override;
  /// Results that were looked at and were finite.
  size_t checked() const { return count; }

private:
  const PlanFacts::DispatchFacts &facts(const DispatchView &view);
  StatusOr<std::string> describeReads(const DispatchView &view, bool &finite);

  std::map<const Plan *, PlanFacts> plans;
  /// Of the dispatch that runs: what it read of the memory that it writes.
  std::map<size_t, std::vector<uint8_t>> overwritten;
  size_t count = 0;
};

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_FINITE_CHECK_H
