//===- MatrixTileBuilder.h - Tiles of a contraction on matrix units -*- C++ -*-===//
//
// The part of an implicit GEMM that does not depend on how a target multiplies:
// which elements of the result a work group owns, which runs of halves its work
// items bring to local memory for one step along k, and how elements of the
// result go through the epilogue. A schedule derives from it and adds the copies
// themselves, the layout of local memory and the multiplication.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_MATRIXTILEBUILDER_H
#define CODEGEN_SCHEDULE_MATRIXTILEBUILDER_H

#include "codegen/Schedule/Schedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace mlir::burin::codegen {

class MatrixTileBuilder {
protected:
  static constexpr int64_t kCopy = 8; ///< halves per copy: 16 bytes

  /// A work group of `context` owns `blockM` x `blockN` elements; one step along
  /// k is `depth` deep.
  MatrixTileBuilder(ScheduleContext &context, int64_t blockM, int64_t blockN, int64_t depth);

  /// Copies of one operand that this work item makes in every step.
  struct Copies {
    unsigned operand;
    ArrayRef<unsigned> fixedDims;          ///< loops of m or n
    bool alongK;                           ///< each copy is a run along k, else along n
    SmallVector<SmallVector<Value>> fixed; ///< coordinates along them
    SmallVector<Value> inside;             ///< along m or n; null: always
    SmallVector<Value> depth;              ///< k inside the step
    SmallVector<Value> row, column;        ///< in the tile; columns of 8 halves
  };

  /// Work group -> tile of the result: sets firstRow, firstColumn and the batch
  /// coordinates, and returns the grid.
  Grid placeTile();
  /// The lhs tile is blockM rows of `depth` halves, the rhs tile `depth` rows of
  /// blockN, or blockN rows of `depth` where the rhs is contiguous along k.
  /// `depth` / 8 and blockN / 8 must divide the number of work items, and the rows
  /// that these copy at once must divide the tile's rows.
  Copies placeLhs();
  Copies placeRhs();

  /// Where copy `i` reads at step `step`, one location per operand of a
  /// concatenation. Elements that are not `inside` are zero; indices are in range
  /// where they are inside. Fails with a diagnostic.
  FailureOr<SmallVector<ElementLocation>> locate(const Copies &copies, unsigned i, Value step);

  /// Takes `width` neighbours of the result (f32) through the epilogue, where they
  /// lie inside of it. `column` must be a multiple of `width`.
  LogicalResult store(Value row, Value column, Value values, int64_t width);

  /// Steps along k.
  int64_t countSteps() const;
  SmallVector<int64_t> extents(ArrayRef<unsigned> loops) const;

  Value div(Value lhs, int64_t rhs) { return b.createOrFold<arith::DivUIOp>(loc, lhs, context.index(rhs)); }
  Value rem(Value lhs, int64_t rhs) { return b.createOrFold<arith::RemUIOp>(loc, lhs, context.index(rhs)); }
  Value add(Value lhs, Value rhs) { return context.add(lhs, rhs); }
  Value add(Value lhs, int64_t rhs) { return rhs ? context.add(lhs, context.index(rhs)) : lhs; }
  Value exclusiveOr(Value lhs, Value rhs) { return b.createOrFold<arith::XOrIOp>(loc, lhs, rhs); }
  Value less(Value lhs, int64_t rhs) {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lhs, context.index(rhs));
  }
  Value both(Value lhs, Value rhs) {
    if (!lhs || !rhs)
      return lhs ? lhs : rhs;
    return arith::AndIOp::create(b, loc, lhs, rhs);
  }

  ScheduleContext &context;
  OpBuilder &b;
  Location loc;
  linalg::LinalgOp op;
  ContractionDims dims;
  bool rhsAlongK; ///< a transposed rhs, [N, K]
  int64_t blockM, blockN, depth, threads, m, n, k;
  SmallVector<Value> current;  ///< batch coordinates by loop
  Value firstRow, firstColumn; ///< of the work group
  Value thread;                ///< work item inside the work group

private:
  Copies placeRuns(unsigned operand, ArrayRef<unsigned> loops, Value first, int64_t rows, int64_t extent);
  LogicalResult storeInside(Value row, Value column, Value values, int64_t width);
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_MATRIXTILEBUILDER_H
