//===- GroupFormer.h - Which ops become one kernel --------------*- C++ -*-===//
#ifndef PASSES_FUSION_GROUPFORMER_H
#define PASSES_FUSION_GROUPFORMER_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::burin {

/// One group while it grows. `ops` need not be in program order.
struct GroupOps {
  Operation *tail = nullptr; ///< produces the group's result
  Operation *root = nullptr;
  SetVector<Operation *> ops;
  SetVector<Value> inputs;
  Operation *sums = nullptr; ///< of the group's result (isSums), its second result; null: none
  Operation *kept = nullptr; ///< makes what the root, a group norm, reads: likewise; null: none
  SmallVector<Value> spine; ///< from the tail back to the root: what the epilogue reads
  SmallVector<std::string> reasons; ///< the group's remarks, for the plan

  Operation *getSecond() const { return sums ? sums : kept; }
};

/// Remembers a remark for the plan, with the name of the model's node.
void addReason(GroupOps &group, StringRef kind, Operation *op, const Twine &text);

/// A tensor of one value, or of none yet: nothing that has to be in memory.
bool isLiteral(Operation *op);

/// All groups of `func`, a straight line of tensor ops, in the order of their tails. Without `epilogues`
/// and `prologues` element-wise ops are groups of their own.
SmallVector<GroupOps> formGroups(func::FuncOp func, bool epilogues, bool prologues);

} // namespace mlir::burin

#endif // PASSES_FUSION_GROUPFORMER_H
