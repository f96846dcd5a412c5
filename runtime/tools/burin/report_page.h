//===- report_page.h - A plan as one HTML page -----------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_REPORT_PAGE_H
#define BURIN_RUNTIME_TOOLS_BURIN_REPORT_PAGE_H

#include "runtime/format/plan.h"

#include <string>

namespace burin::tools {

/// A self-contained HTML page (no other file, no network) about a verified
/// plan: figures, time, roofline, memory plan, kernels and fusion groups. Texts
/// of the plan cannot become markup or code.
std::string reportPage(const Plan &plan);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_REPORT_PAGE_H
