//===- PlanDialect.h - The plan dialect ------------------------*- C++ -*-===//
#ifndef DIALECTS_PLAN_PLANDIALECT_H
#define DIALECTS_PLAN_PLANDIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/Plan/PlanDialect.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/Plan/PlanAttrs.h.inc"
#define GET_OP_CLASSES
#include "dialects/Plan/PlanOps.h.inc"

namespace mlir::burin::plan {

/// Module attribute: paths that #plan.file sources index.
constexpr llvm::StringLiteral kFilesAttrName = "plan.files";

/// Bytes of one stored element; i1 takes one byte. Fails on types that a plan
/// cannot store.
FailureOr<int64_t> getElementBytes(Type elementType);
/// Bytes of a static tensor; fails on overflow, dynamic shape or such a type.
FailureOr<int64_t> getTensorBytes(RankedTensorType type);
/// The type after one recipe step; emits an error through `emit` on mismatch.
FailureOr<RankedTensorType> applyStepType(RankedTensorType type, Attribute step,
                                          function_ref<InFlightDiagnostic()> emit);
/// The type after all steps of `recipe`.
FailureOr<RankedTensorType> applyRecipeType(RankedTensorType type, ArrayAttr recipe,
                                            function_ref<InFlightDiagnostic()> emit);
/// The type of parts side by side; emits an error where they do not fit.
FailureOr<RankedTensorType> getConcatType(ConcatSourceAttr concat,
                                          function_ref<InFlightDiagnostic()> emit);
/// A constant like `op` with one more recipe step. The caller replaces `op`.
FailureOr<Value> appendStep(OpBuilder &builder, ConstantOp op, Attribute step);

/// The constant with `step`, a transform of weights, in its recipe: on full-precision values, so
/// that they are rounded once, after it. Its name gets `suffix`. The error is emitted.
FailureOr<Value> appendTransform(OpBuilder &builder, ConstantOp op, Attribute step, const Twine &suffix);

} // namespace mlir::burin::plan

#endif // DIALECTS_PLAN_PLANDIALECT_H
