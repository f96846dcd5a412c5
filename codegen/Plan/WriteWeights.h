//===- WriteWeights.h - Recipes to bytes -----------------------*- C++ -*-===//
#ifndef CODEGEN_PLAN_WRITEWEIGHTS_H
#define CODEGEN_PLAN_WRITEWEIGHTS_H

#include "codegen/Plan/BuildPlan.h"

namespace mlir::burin::codegen {

/// Runs the recipe of every stored constant of `built` and streams the bytes to
/// `path`; fills in the constants' file offsets, sizes and checksums and the
/// plan's weights file. Sources are mapped, one constant at a time is in
/// memory. `progress` is called with the constants done so far. Writes no file
/// when the plan has no stored constant. Emits a diagnostic on failure and
/// leaves no file behind.
LogicalResult writeWeights(ModuleOp module, BuiltPlan &built, StringRef path,
                           llvm::function_ref<void(size_t)> progress = {});

} // namespace mlir::burin::codegen

#endif // CODEGEN_PLAN_WRITEWEIGHTS_H
