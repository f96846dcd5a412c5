//===- Precision.h - Which values stay f32 ---------------------*- C++ -*-===//
//
// The precision rule in one place: onnx-convert-precision applies it,
// onnx-verify-normalized checks it.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_NORMALIZE_PRECISION_H
#define PASSES_NORMALIZE_PRECISION_H

#include "passes/Normalize/Support.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::burin {

/// The floating-point type that `precision` ("f16" or "f32") names, or null.
FloatType getStorageType(MLIRContext *context, StringRef precision);

/// The f32 islands of a function.
///
/// A *seed* is Sin, Cos, a floating-point Range, or a cast from floating point
/// to integers. When everything that a seed is computed from, back to function
/// arguments and constants, is element-wise, moves data, or is a MatMul, then
/// that slice is an island: a timestep up to 999 times a table of frequencies,
/// or a position, needs more bits than f16 has. An island grows forward over
/// data movement that takes nothing but island values and constants, and ends
/// before any cast between floating-point types.
class Islands {
public:
  explicit Islands(func::FuncOp func);

  /// The results of `op` stay f32, and so do its operands.
  bool contains(Operation *op) const { return ops.contains(op); }
  /// `argument` stays f32: its only uses are in islands.
  bool contains(BlockArgument argument) const;
  /// `operand` is read as f32: its owner is in an island, or it is a parameter
  /// (scales and roi of Resize), or its owner is a cast between float types,
  /// which reads what it gets (`readsAny`).
  bool readsF32(OpOperand &operand) const;
  static bool readsAny(OpOperand &operand);

private:
  void addSlice(Operation *seed);
  void growForward(func::FuncOp func);

  llvm::DenseSet<Operation *> ops;
};

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_PRECISION_H
