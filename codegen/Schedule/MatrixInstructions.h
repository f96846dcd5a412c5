//===- MatrixInstructions.h - Copies and products of mma.sync --*- C++ -*-===//
//
// The five operations of the schedules that multiply with mma.sync.m16n8k16 (PTX
// ISA, "Matrix fragments for mma.m16n8k16"). Lane l of 32 holds of
//   the left operand, 16 x 16, vector<4x2xf16>: rows l / 4 and l / 4 + 8, columns
//     2 (l % 4) and the next, then the same of columns 8 and up
//   the right operand, 16 x 8, vector<2x2xf16>: rows 2 (l % 4) and the next, then
//     the same of rows 8 and up, of column l / 4
//   an accumulator, 16 x 8, vector<2x2xf32>: rows l / 4 and l / 4 + 8, columns
//     2 (l % 4) and the next: where two neighbours form a left operand
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_MATRIXINSTRUCTIONS_H
#define CODEGEN_SCHEDULE_MATRIXINSTRUCTIONS_H

#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// Work items that share a matrix instruction.
constexpr int64_t kMatrixSubgroup = 32;
/// Halves per asynchronous copy, and per row of the matrices that are loaded.
constexpr int64_t kMatrixCopy = 8;

/// `elements` halves of local memory.
Value allocateHalves(ScheduleContext &context, int64_t elements);

/// Starts the copy of 8 halves to element `target` of local memory; zeros where
/// `from` is not inside.
void copyAsync(ScheduleContext &context, const ElementLocation &from, Value memory, Value target);
/// Brings the line of `from` into the cache, where it is inside: for what is copied later.
void fetchIntoCache(ScheduleContext &context, const ElementLocation &from);
/// Ends a group of copies. Waiting counts groups: one without copies counts, too.
Value commitCopies(ScheduleContext &context);
/// Waits until at most `pending` of the latest groups are on their way. A barrier
/// must follow before others' copies are read.
void waitForCopies(ScheduleContext &context, Value token, int64_t pending);

/// Loads four 8 x 8 matrices, vector<4x2xf16>; lanes 8 i to 8 i + 7 say where the
/// rows of matrix i begin.
Value loadMatrices(ScheduleContext &context, Value memory, Value index, bool transpose);

/// acc + lhs * rhs.
Value multiplyMatrices(ScheduleContext &context, Value lhs, Value rhs, Value acc);
/// Rows `first` and the next of a fragment: of four matrices the right operand.
Value takePair(ScheduleContext &context, Value matrices, int64_t first);
/// 0 in every element of an accumulator.
Value zeroAccumulator(ScheduleContext &context);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_MATRIXINSTRUCTIONS_H
