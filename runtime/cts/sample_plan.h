//===- sample_plan.h - A small plan for tests ------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CTS_SAMPLE_PLAN_H
#define BURIN_RUNTIME_CTS_SAMPLE_PLAN_H

#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin::cts {

/// Elements of every tensor of the sample plan.
constexpr size_t kSampleElements = 256;

/// A plan that uses every feature of the format:
///   entry "main": y = x * scale + noise, through the arena;
///   entry "accumulate": state += x; total = state (f16).
/// `scale` is a stored constant (f32, i / 16 for element i), `noise` synthetic.
struct Sample {
  Plan plan;
  std::vector<float> scale, noise;
};

/// Writes the weights file `directory`/sample.weights and returns the plan that
/// goes with it. SPIR-V comes with one module for each kernel.
StatusOr<Sample> makeSample(const std::string &directory,
                            CodeFormat format = CodeFormat::kOpenCLC);

} // namespace burin::cts

#endif // BURIN_RUNTIME_CTS_SAMPLE_PLAN_H
