//===- bench_report.h - Figures of burin bench as text and JSON -*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_BENCH_REPORT_H
#define BURIN_RUNTIME_TOOLS_BURIN_BENCH_REPORT_H

#include "runtime/core/session.h"
#include "runtime/tools/burin/bench_stats.h"

#include <nlohmann/json.hpp>

namespace burin::tools {

/// How the program got to its first kernel; milliseconds.
struct StartTimes {
  double device = 0; ///< finding and opening the device
  double open = 0;   ///< the session
  double ready = 0;  ///< from the program's start to the first kernel's launch
  double firstRun = 0;
  SessionOpenTimes parts;
  uint64_t weightBytes = 0; ///< uploaded or mapped
};

void printStart(const StartTimes &start);
/// The members of "start" in docs/bench.md.
nlohmann::ordered_json startJson(const StartTimes &start);

/// A summary and a line for each kernel.
void printEntry(const Plan &plan, const PlanFacts &facts, size_t entry,
                const EntryTimes &times, int runs);
/// One element of "entries" in docs/bench.md.
nlohmann::ordered_json entryJson(const Plan &plan, const PlanFacts &facts,
                                 size_t entry, const EntryTimes &times);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_BENCH_REPORT_H
