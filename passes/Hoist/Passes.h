//===- Passes.h - Passes about how often values change ---------*- C++ -*-===//
#ifndef PASSES_HOIST_PASSES_H
#define PASSES_HOIST_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::burin {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Hoist/Passes.h.inc"
} // namespace mlir::burin

#endif // PASSES_HOIST_PASSES_H
