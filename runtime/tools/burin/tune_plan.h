//===- tune_plan.h - Plans that compare kernels ----------------*- C++ -*-===//
//
// `burinc --emit-candidates` writes plans in which an entry stands for a group of
// the model, by signature, and its dispatches are the same computation with
// different configs on the same inputs, each to an output of its own. The first
// is the cost model's choice.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_TUNE_PLAN_H
#define BURIN_RUNTIME_TOOLS_BURIN_TUNE_PLAN_H

#include "runtime/base/status.h"
#include "runtime/format/plan.h"
#include "runtime/tools/burin/plan_facts.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace burin::tools {

/// Kernels to compare: one entry of a candidate plan.
struct TuneGroup {
  size_t entry = 0;      ///< index in the plan
  uint64_t calls = 1;    ///< by the model
  double predictedNs = 0; ///< of one call of the model's choice
};

/// The groups of `plan`, those that the model is predicted to spend most time in
/// first. Error: kInvalidArgument if it compares nothing.
StatusOr<std::vector<TuneGroup>> candidateGroups(const Plan &plan,
                                                 const PlanFacts &facts);

/// A plan with the entries of `groups` and what they need; each runs its last dispatch once
/// more before all others, unless nothing is left. `keep`, if not empty,
/// says for the only group which of its dispatches stay.
Plan extractGroups(const Plan &plan, const std::vector<TuneGroup> &groups,
                   const std::vector<size_t> &keep = {});

/// What a session on `plan` allocates: constants and outputs, in bytes.
uint64_t memoryOf(const Plan &plan, const TuneGroup &group);

/// What was measured of one candidate.
struct CandidateTime {
  std::string config;  ///< as text
  double ns = 0;       ///< median; 0: it was not measured
  std::string problem; ///< why it does not count; empty: it does
};

struct GroupResult {
  std::string signature, label;
  uint64_t calls = 1;
  std::vector<CandidateTime> candidates; ///< the model's choice first

  /// Index of the fastest that counts; the model's choice where another one
  /// gains less than `margin` of its time, which is noise.
  size_t best(double margin = 0.02) const;
};

/// Sums over the groups, weighted with calls.
struct TuneSummary {
  double modelNs = 0, tunedNs = 0;
  size_t groups = 0, changed = 0, candidates = 0, rejected = 0;
};
TuneSummary summarize(const std::vector<GroupResult> &results);

/// The tuning file of docs/rationale/tuning.md.
nlohmann::ordered_json tuningJson(const std::string &target,
                                  const std::string &api,
                                  const std::string &device,
                                  const std::string &driver,
                                  const std::vector<GroupResult> &results);

/// Adds the entries of `old`, a tuning file, whose signatures `results` lacks.
/// Error: kInvalidArgument if it is of another target or api.
Status mergeTuning(nlohmann::ordered_json &json, const std::string &old);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_TUNE_PLAN_H
