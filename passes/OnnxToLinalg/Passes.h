//===- Passes.h - Passes of the OnnxToLinalg phase -------------------*- C++
//-*-===//
#ifndef PASSES_ONNXTOLINALG_PASSES_H
#define PASSES_ONNXTOLINALG_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::burin {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/OnnxToLinalg/Passes.h.inc"
} // namespace mlir::burin

#endif // PASSES_ONNXTOLINALG_PASSES_H
