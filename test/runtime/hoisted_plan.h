//===- hoisted_plan.h - A plan whose main needs another entry --*- C++ -*-===//
#ifndef BURIN_TEST_RUNTIME_HOISTED_PLAN_H
#define BURIN_TEST_RUNTIME_HOISTED_PLAN_H

#include "runtime/cts/sample_plan.h"

namespace burin::test {

/// The sample's kernels in two entry points: `prompt` copies c to the state,
/// `main` computes y = x * state. `main` has c as an input that it does not read.
inline Plan hoistedPlan(Plan plan) {
  constexpr uint64_t kBytes = cts::kSampleElements * sizeof(float);
  BufferRef input{Space::kInput, 0, 0, kBytes};
  BufferRef state{Space::kState, 0, 0, kBytes};
  BufferRef y{Space::kOutput, 0, 0, kBytes};
  TensorDesc c{"c", DType::kF32, {16, 16}}, x{"x", DType::kF32, {16, 16}};
  Entry prompt = plan.entries[0], main = plan.entries[0];
  prompt.name = "prompt";
  prompt.inputs = {c};
  prompt.outputs.clear();
  main.inputs = {x, c};
  Dispatch multiply = main.dispatches[0], copy = main.dispatches[2];
  copy.args = {input, state};
  multiply.args = {input, state, y};
  prompt.dispatches = {copy};
  main.dispatches = {multiply};
  plan.entries = {prompt, main};
  return plan;
}

} // namespace burin::test

#endif // BURIN_TEST_RUNTIME_HOISTED_PLAN_H
