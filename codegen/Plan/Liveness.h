//===- Liveness.h - Which tensors need memory, and when --------*- C++ -*-===//
#ifndef CODEGEN_PLAN_LIVENESS_H
#define CODEGEN_PLAN_LIVENESS_H

#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::burin::codegen {

/// Memory in the arena that one tensor, or several that are computed in place
/// of each other, occupy. Positions count dispatches in program order.
struct LiveTensor {
  SmallVector<OpResult> results; ///< in program order
  int64_t bytes = 0;             ///< a multiple of the alignment
  int64_t first = 0;             ///< written by this dispatch
  int64_t last = 0;              ///< read by this dispatch for the last time
  int64_t offset = 0;            ///< in the arena

  bool overlapsInTime(const LiveTensor &other) const {
    return first <= other.last && other.first <= last;
  }
  bool overlapsInSpace(const LiveTensor &other) const {
    return offset < other.offset + other.bytes && other.offset < offset + bytes;
  }
};

/// Numbers of the inputs of `dispatch` that its kernel allows its first result to
/// overwrite where they die; all in range.
SmallVector<int64_t> getOverlayCandidates(plan::DispatchOp dispatch, const SymbolTable &symbols);

/// The tensor whose memory `value` shares: follows views to their source.
Value getViewSource(Value value);

/// Every dispatch result of `func` that lives in the arena (those that the
/// function returns do not). With `inPlace`, a result that may overlay an input
/// (kInPlaceAttrName of its kernel) that dies at the dispatch joins it. Emits a
/// diagnostic on results without a size.
FailureOr<SmallVector<LiveTensor>> computeLiveTensors(func::FuncOp func, int64_t alignment,
                                                      bool inPlace);

/// The maximum over time of the bytes that are live: no arena is smaller.
int64_t computeLivenessBound(ArrayRef<LiveTensor> tensors);

/// Chooses offsets, returns the size of the arena.
int64_t placeTensors(MutableArrayRef<LiveTensor> tensors);

} // namespace mlir::burin::codegen

#endif // CODEGEN_PLAN_LIVENESS_H
