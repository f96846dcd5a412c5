//===- CooperativeRows.h - Sums and moments of rows, Vulkan ----*- C++ -*-===//
//
// Layer norm around the cooperative-contraction schedule, as MatrixRows.h for
// matrix-contraction. Nobody knows which lane has an element of a fragment: sums and
// moments go through local memory, as the result does.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_COOPERATIVEROWS_H
#define CODEGEN_SCHEDULE_COOPERATIVEROWS_H

#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// The moments that the epilogue of a group reads, of the rows of a work group. Nothing
/// where the epilogue reads none, or has other rows than the root.
class CooperativeRowMoments {
public:
  /// The work group has `rows` rows of the `m` of the root. Allocates local memory.
  CooperativeRowMoments(ScheduleContext &context, int64_t rows, int64_t m);
  /// Each of `threads` items loads some of the rows from `firstRow` on; a barrier must
  /// follow before `bind`.
  LogicalResult load(Value firstRow, Value thread, int64_t threads);
  /// From now on the epilogue reads those of row `row`, number `place` of the work group.
  void bind(Value row, Value place);

private:
  ScheduleContext &context;
  int64_t rows, m;
  SmallVector<std::pair<fused::RowMomentsOp, Value>> all; ///< with their memory
};

/// Its local memory in bytes in a work group of `rows` rows.
int64_t countRowMomentBytes(Group &group, int64_t rows);

/// The sums of what a sub-group stores of each of its rows, which are one block of columns.
/// Lanes store in runs of four; `perRow` of them share a row, lanes / perRow rows at once.
class CooperativeRowSums {
public:
  struct Place {
    int64_t rows, perRow, lanes; ///< of the sub-group
    Value memory, base;          ///< units of 16 bytes, from `base` on those of the sub-group
    Value lane;
  };
  explicit CooperativeRowSums(ScheduleContext &context) : context(context) {}
  /// Adds what this lane has stored of row `offset` + lane / perRow.
  void add(int64_t offset, Value kept);
  /// Stores the sums of the rows from `firstRow` on in block `block` where `isInside`
  /// holds of the row (null: everywhere). Every item of the work group gets here.
  void store(const Place &place, Value firstRow, Value block, llvm::function_ref<Value(Value)> isInside);

private:
  void exchange(const Place &place);
  std::array<Value, 2> addLanes(const Place &place, int64_t first);

  ScheduleContext &context;
  llvm::MapVector<int64_t, std::array<Value, 2>> sums; ///< by offset
};

/// Units of 16 bytes that CooperativeRowSums needs for `rows` rows.
inline int64_t countRowSumUnits(int64_t rows, int64_t perRow, int64_t lanes) {
  return static_cast<int64_t>(llvm::divideCeil(rows * perRow / lanes, 2)) * lanes;
}

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_COOPERATIVEROWS_H
