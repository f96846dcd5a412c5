//===- View.h - Reshapes that cost nothing ---------------------*- C++ -*-===//
#ifndef DIALECTS_FUSED_VIEW_H
#define DIALECTS_FUSED_VIEW_H

#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::burin {

/// A reshape that costs nothing: tensor.expand_shape or tensor.collapse_shape. Null is none.
inline bool isView(Operation *op) {
  return isa_and_present<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op);
}

/// What `value` is a view of: itself where it is none.
inline Value skipViews(Value value) {
  while (isView(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

/// The ops that read `value` or a view of it, once for each operand.
inline SmallVector<Operation *> getReaders(Value value) {
  SmallVector<Operation *> readers;
  for (Operation *user : value.getUsers()) {
    if (isView(user))
      llvm::append_range(readers, getReaders(user->getResult(0)));
    else
      readers.push_back(user);
  }
  return readers;
}

} // namespace mlir::burin

#endif // DIALECTS_FUSED_VIEW_H
