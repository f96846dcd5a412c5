//===- OnnxDialect.h - The onnx dialect ------------------------*- C++ -*-===//
#ifndef DIALECTS_ONNX_ONNXDIALECT_H
#define DIALECTS_ONNX_ONNXDIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/Onnx/OnnxDialect.h.inc"
#include "dialects/Onnx/OnnxInterfaces.h.inc"
#define GET_OP_CLASSES
#include "dialects/Onnx/OnnxOps.h.inc"

namespace mlir::burin::onnx {

/// True when `value` is absent (its type is `none`).
inline bool isAbsent(Value value) { return isa<NoneType>(value.getType()); }

} // namespace mlir::burin::onnx

#endif // DIALECTS_ONNX_ONNXDIALECT_H
