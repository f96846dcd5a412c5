//===- Passes.h - Passes of the Shape phase -------------------*- C++ -*-===//
#ifndef PASSES_SHAPE_PASSES_H
#define PASSES_SHAPE_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::burin {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Shape/Passes.h.inc"
} // namespace mlir::burin

#endif // PASSES_SHAPE_PASSES_H
