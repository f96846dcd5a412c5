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

  /// A step along k.
  struct Step {
    Value number;
    SmallVector<Value> coords; ///< where it begins, by loop of k; empty: nobody asks
    Value tap;                 ///< 1 << the row-major number of the loops of k but the last; null: nobody asks
    SmallVector<Value> bases;  ///< of the rows that have others in every tap
  };

  /// Addresses in one buffer, in two parts: what a copy has once, and what all copies
  /// of a step share.
  struct Addresses {
    /// What a copy has: index `base` (or number `ofTap` of a step's bases) + `offset`,
    /// the taps where it is not padding as bits (null: all), and whether it is in the
    /// tensor at all (null: yes).
    struct Row {
      Value base;
      int64_t offset = 0;
      Value taps, inside;
      std::optional<size_t> ofTap;
    };
    Value buffer;
    SmallVector<Row> rows;
    SmallVector<int64_t> steps; ///< index per loop of k
    /// The buffer is read where all these, sums over `steps` and a value, are in range.
    struct Selection {
      SmallVector<int64_t> steps;
      Value base;
      int64_t extent;
    };
    SmallVector<Selection> selected;
  };

  /// Copies of one operand that this work item makes in every step.
  struct Copies {
    unsigned operand;
    ArrayRef<unsigned> fixedDims;          ///< loops of m or n
    bool alongK;                           ///< each copy is a run along k, else along n
    SmallVector<SmallVector<Value>> fixed; ///< coordinates along them
    SmallVector<Value> inside;             ///< along m or n; null: always
    SmallVector<Value> depth;              ///< k inside the step
    SmallVector<Value> row, column;        ///< in the tile; columns of 8 halves
    Value place;                           ///< along m or n of the first copy, past the end where not inside
    int64_t rowsAtOnce;                    ///< from a copy to the next
    Value active;                          ///< whether this work item copies at all; null: always
    SmallVector<Addresses> addresses;      ///< one per buffer; empty: computed in every step
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
  FailureOr<SmallVector<ElementLocation>> locate(const Copies &copies, unsigned i, const Step &step);
  /// Whether the buffer of `addresses` is read at `step`, the same for all copies;
  /// null: always. And where copy `i` reads there.
  Value isSelected(const Addresses &addresses, const Step &step);
  ElementLocation locate(const Addresses &addresses, unsigned i, const Step &step);

  /// What is known of step `number`, from that alone.
  Step stepAt(Value number);
  /// The step after `step`, without divisions.
  Step advance(const Step &step);
  /// The values of a step that a loop carries beside its number.
  SmallVector<Value> getCarried(const Step &step);
  Step resume(Value number, const Step &like, ValueRange carried);

  /// Takes `width` neighbours of the result (f32) through the epilogue, where they
  /// lie inside of it. `column` must be a multiple of `width`.
  LogicalResult store(Value row, Value column, Value values, int64_t width);

  /// The same, and returns what was stored, as it is stored; zeros where nothing was.
  FailureOr<Value> storeKept(Value row, Value column, Value values, int64_t width);

  /// The same without storing: what is outside is computed from the nearest elements
  /// inside, so that nothing but the stores themselves depends on a condition.
  struct PreparedStore {
    Value inside; ///< null: always
    SmallVector<ScheduleContext::Store> stores;
    Value kept; ///< as storeKept's; null unless asked for
  };
  FailureOr<PreparedStore> prepareStore(Value row, Value column, Value values, int64_t width, bool keeps);
  void commit(const PreparedStore &prepared);

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
  /// Where set, hears of the row, as a coordinate, before its elements go through the epilogue.
  std::function<void(Value)> onRow;

private:
  struct Sum; // in MatrixAddresses.cpp
  /// A row's base that is no sum of row and tap (a pixel of an upsampled image):
  /// computed when the tap changes.
  struct TapBase {
    SmallVector<Value> coords; ///< by loop; those of k are the step's
    AffineExpr index;
    Value lane; ///< to be added
  };
  SmallVector<Value> evaluateBases(ArrayRef<Value> kCoords);
  bool isCounted(unsigned d) const;
  std::optional<Sum> takeApart(AffineExpr expr);
  void split(Copies &copies);
  std::optional<Addresses> split(const Copies &copies, const AffineLocation &location);
  SmallVector<Value> getCoords(const Copies &copies, unsigned i);
  Value evaluateRow(const Copies &copies, unsigned i, AffineExpr row);
  bool splitIndex(const Copies &copies, AffineExpr index, Addresses &addresses);
  bool splitInside(const Copies &copies, const AffineLocation::Range &range, Addresses &addresses);
  bool splitSelected(const AffineLocation::Range &range, Addresses &addresses);
  std::optional<int64_t> getRowStride(const Copies &copies, AffineExpr row);
  std::optional<std::pair<int64_t, int64_t>> getBounds(AffineExpr row);
  Value isBetween(Value value, std::optional<std::pair<int64_t, int64_t>> bounds, int64_t least, int64_t end);
  Value sumSteps(ArrayRef<int64_t> steps, const Step &step);
  int64_t countTaps() const;

  SmallVector<TapBase> tapBases;
  bool needsCoords = false, needsTaps = false; ///< of a step
  Copies placeRuns(unsigned operand, ArrayRef<unsigned> loops, Value first, int64_t rows, int64_t extent);
  Value isInside(Value row, Value column);
  LogicalResult storeInside(Value row, Value column, Value values, int64_t width);
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_MATRIXTILEBUILDER_H
