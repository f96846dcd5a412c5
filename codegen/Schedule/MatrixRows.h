//===- MatrixRows.h - Sums and moments of rows on matrix units -*- C++ -*-===//
//
// Layer norm around the matrix-contraction schedule: a contraction that makes what is
// normalised sums the rows of each sub-group's columns (fused.row_sums); one that reads
// it adds these sums to the moments of its rows (fused.row_moments), once per sub-group.
// Four neighbouring lanes share a row (MatrixInstructions.h). No atomics: the same sums
// on every run.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_MATRIXROWS_H
#define CODEGEN_SCHEDULE_MATRIXROWS_H

#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// Adds what has been stored of a row (f32, a vector or one) to its sum and that of the
/// squares; null: nothing yet.
void addToRow(ScheduleContext &context, std::array<Value, 2> &sums, Value kept);

/// The moments that the epilogue of a group reads, of the rows of a sub-group: lane i has
/// those of rows i, i + 32 and so on, and the others ask it. Nothing where the epilogue
/// reads none, or has other rows than the root.
class MatrixRowMoments {
public:
  /// The sub-group has `rows` rows of the `m` of the root.
  MatrixRowMoments(ScheduleContext &context, int64_t rows, int64_t m);
  /// Loads those of the rows from `firstRow` on; every lane must get here.
  LogicalResult load(Value firstRow, Value lane);
  /// From now on the epilogue reads those of row `row`, which is number `offset` +
  /// `lane` / 4 of the sub-group; every lane must get here.
  void bind(Value row, int64_t offset, Value lane);

private:
  std::array<Value, 2> take(const std::array<Value, 2> &held, int64_t offset, Value lane);

  struct Moments {
    fused::RowMomentsOp op;
    SmallVector<std::array<Value, 2>> held;                  ///< by row / 32
    llvm::SmallDenseMap<int64_t, std::array<Value, 2>> taken; ///< by offset
  };
  ScheduleContext &context;
  int64_t rows, m;
  SmallVector<Moments> all;
};

/// The sums of what a sub-group stores of each of its rows, which are one block of columns.
class MatrixRowSums {
public:
  explicit MatrixRowSums(ScheduleContext &context) : context(context) {}
  /// Adds what this lane has stored (f32, a vector or one) of row `offset` + lane / 4.
  void add(int64_t offset, Value kept);
  /// Stores the sums of row `offset` + lane / 4, which is row `firstRow` + `offset` of the
  /// result, in block `block`, where `inside` holds (null: everywhere); every lane must
  /// get here.
  void store(Value firstRow, Value block, Value lane, llvm::function_ref<Value(Value)> isInside);

private:
  Value addLanes(Value sum);

  ScheduleContext &context;
  llvm::MapVector<int64_t, std::array<Value, 2>> sums; ///< by offset
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_MATRIXROWS_H
