//===- Passes.h - Passes of the Fusion phase -------------------*- C++ -*-===//
#ifndef PASSES_FUSION_PASSES_H
#define PASSES_FUSION_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::burin {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Fusion/Passes.h.inc"
} // namespace mlir::burin

#endif // PASSES_FUSION_PASSES_H
