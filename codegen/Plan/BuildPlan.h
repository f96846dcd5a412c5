//===- BuildPlan.h - A lowered module as a plan ----------------*- C++ -*-===//
#ifndef CODEGEN_PLAN_BUILDPLAN_H
#define CODEGEN_PLAN_BUILDPLAN_H

#include "dialects/Plan/PlanDialect.h"
#include "runtime/format/plan.h"

#include "mlir/IR/BuiltinOps.h"

namespace mlir::burin::codegen {

/// Attribute of a kernel's module: how many of its last arguments are results; one
/// where it is absent.
constexpr llvm::StringLiteral kResultsAttrName = "plan.results";

/// A plan without weight bytes, and for each of its constants the op that says
/// how to make them (valid as long as the module lives).
struct BuiltPlan {
  ::burin::Plan plan;
  SmallVector<plan::ConstantOp> constants;
  /// Of each entry on the module's target; zeros where the module names none.
  std::vector<int64_t> predictedNanoseconds;
};

/// Turns the module after `assign-memory` and `convert-gpu-to-opencl` into a
/// plan: one entry per public function, with metadata that explains it. Fails with a diagnostic that names the
/// op that has no place in a plan.
FailureOr<BuiltPlan> buildPlan(ModuleOp module);

/// The stored element type, or failure for types that a plan does not have.
FailureOr<::burin::DType> getDType(Type elementType);

} // namespace mlir::burin::codegen

#endif // CODEGEN_PLAN_BUILDPLAN_H
