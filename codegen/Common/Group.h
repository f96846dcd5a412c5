//===- Group.h - What an outlined group computes ---------------*- C++ -*-===//
#ifndef CODEGEN_COMMON_GROUP_H
#define CODEGEN_COMMON_GROUP_H

#include "codegen/Common/ElementEmitter.h"
#include "dialects/Fused/FusedDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::burin::codegen {

/// A group function: one result, which block or row sums or the input of a group norm may follow, and at
/// most one root.
/// The root is the op that needs a schedule of its own (contraction, convolution, reduction, softmax,
/// norm); everything else is inlined into it by ElementEmitter.
struct Group {
  func::FuncOp func;
  Operation *root = nullptr; ///< null: element-wise or data movement only
  Value result;              ///< the returned tensor
  /// The op of the epilogue that makes one element from two neighbours of the root
  /// (fused::readsPairs), and the tensor [..., 2] that it reads; null: none.
  Operation *gate = nullptr;
  Value pairs;
  fused::BlockSumsOp sums;  ///< of the result, the second result; null: none
  fused::RowSumsOp rowSums; ///< likewise; never both
  Value kept;               ///< what the root, a group norm, reads (through views), as second result; null: none

  RankedTensorType getResultType() const { return cast<RankedTensorType>(result.getType()); }
  /// Type of the root's result, or of the group's where there is no root.
  RankedTensorType getRootType() const;

  /// Fails with a diagnostic on a function that is no group.
  static FailureOr<Group> analyze(func::FuncOp func);

  /// Where the element of `from` at `coords` ends up in `to`, which the epilogue
  /// makes from it. `contiguous` becomes false when `width` neighbours along the
  /// last dimension of `from` are not neighbours along the last dimension of `to`
  /// (last two, where `to` holds pairs).
  FailureOr<SmallVector<Value>> pushForward(ElementEmitter &emitter, Value from, Value to,
                                            ArrayRef<Value> coords, int64_t width,
                                            bool &contiguous);

private:
  void findGate();
  LogicalResult findSecondResult(Value value);
};

/// A multiply-accumulate over f32 (matmul, batch matmul, generic contraction,
/// NHWC convolution) that the contraction schedule covers.
bool isContraction(Operation *op);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_GROUP_H
