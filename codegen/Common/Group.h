//===- Group.h - What an outlined group computes ---------------*- C++ -*-===//
#ifndef CODEGEN_COMMON_GROUP_H
#define CODEGEN_COMMON_GROUP_H

#include "codegen/Common/ElementEmitter.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::burin::codegen {

/// A group function: one result, at most one root. The root is the op that
/// needs a schedule of its own (contraction, convolution, reduction, softmax,
/// norm); everything else is inlined into it by ElementEmitter.
struct Group {
  func::FuncOp func;
  Operation *root = nullptr; ///< null: element-wise or data movement only
  Value result;              ///< the returned tensor

  RankedTensorType getResultType() const { return cast<RankedTensorType>(result.getType()); }
  /// Type of the root's result, or of the group's where there is no root.
  RankedTensorType getRootType() const;

  /// Fails with a diagnostic on a function that is no group.
  static FailureOr<Group> analyze(func::FuncOp func);

  /// Where the root's element at `coords` ends up in the result. `contiguous`
  /// becomes false when `width` neighbours along the last dimension of the root
  /// are not neighbours along the last dimension of the result.
  FailureOr<SmallVector<Value>> pushForward(ElementEmitter &emitter, ArrayRef<Value> coords,
                                            int64_t width, bool &contiguous);
};

/// A multiply-accumulate over f32 (matmul, batch matmul, generic contraction,
/// NHWC convolution) that the contraction schedule covers.
bool isContraction(Operation *op);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_GROUP_H
