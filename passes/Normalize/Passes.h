//===- Passes.h - Passes of the Normalize phase -------------------*- C++
//-*-===//
#ifndef PASSES_NORMALIZE_PASSES_H
#define PASSES_NORMALIZE_PASSES_H

#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::burin {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Normalize/Passes.h.inc"
} // namespace mlir::burin

#endif // PASSES_NORMALIZE_PASSES_H
