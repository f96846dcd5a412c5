//===- CooperativeNarrow.cpp - Few columns on cooperative matrices --------===//
//
// Results of at most 8 columns that are no run of 8: the last convolution of an image
// decoder has 3. As cooperative-contraction, but all columns are one fragment, whose
// right operand comes element by element: an item packs a row of it into one unit, on
// its way through registers like the copies of the left operand. Columns past the end
// hold whatever was there: they meet nothing but themselves.
//
// tile = [BM, WM, depth]: rows of a work group and of a sub-group, and of a step along k
// workgroup = [lanes * BM / WM, 1, 1], vector = 1.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/PackHalves.h"
#include "codegen/Schedule/CooperativeUnits.h"
#include "codegen/Schedule/MatrixTileBuilder.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
constexpr int64_t kEdge = kFragmentEdge;
constexpr int64_t kResultRow = kEdge / kUnitWords | 1; ///< units of a row of f32
constexpr int64_t kRhsRow = kEdge / kUnitHalves | 1;

/// Sizes in local memory, in units of 16 bytes: two steps, and then the result.
struct Layout {
  int64_t lhsRow, rhsStart, stage, total;

  explicit Layout(ArrayRef<int64_t> tile) {
    int64_t blockM = tile[0], depth = tile[2];
    lhsRow = depth / kUnitHalves | 1;
    rhsStart = blockM * lhsRow;
    stage = rhsStart + depth * kRhsRow;
    total = std::max(2 * stage, blockM * kResultRow);
  }
};

class NarrowBuilder : MatrixTileBuilder {
public:
  explicit NarrowBuilder(ScheduleContext &context)
      : MatrixTileBuilder(context, context.config.getTile()[0], kEdge, context.config.getTile()[2]),
        warpM(context.config.getTile()[1]), lanes(threads / (blockM / warpM)), layout(context.config.getTile()) {}
  FailureOr<Grid> build();

private:
  using Values = SmallVector<Value>;

  FailureOr<Value> loadRhs(Value step, Value row);
  FailureOr<Values> loadStep(Value step);
  void storeStep(ArrayRef<Value> units, Value base);
  Values multiply(Value base, ArrayRef<Value> start);
  FailureOr<Values> buildMainLoop();
  LogicalResult storeRow(Value row);
  LogicalResult storeTile(ArrayRef<Value> acc);

  int64_t warpM, lanes;
  Layout layout;
  Value lane, warpRow, memory;
  Copies lhs;
};
} // namespace

/// Row `row` of the right operand in step `step`, as a unit of halves.
FailureOr<Value> NarrowBuilder::loadRhs(Value step, Value row) {
  Value at = add(context.mul(step, depth), row), inside;
  if (k % depth != 0) {
    inside = less(at, k);
    at = context.min(at, k - 1);
  }
  SmallVector<Value> coords(current), elements(kUnitHalves, context.f32(0.0f)), quads;
  for (auto [dim, coord] : llvm::zip_equal(dims.k, context.emitter.delinearize(loc, extents(dims.k), at)))
    coords[dim] = coord;
  for (int64_t column = 0; column < n; ++column) {
    Value number = context.index(column);
    for (auto [dim, coord] : llvm::zip_equal(dims.n, context.emitter.delinearize(loc, extents(dims.n), number)))
      coords[dim] = coord;
    FailureOr<Value> value = context.emitter.emitOperandAt(op, dims.rhs, coords, 1);
    if (failed(value))
      return failure();
    elements[column] = *value;
    if (inside)
      elements[column] = arith::SelectOp::create(b, loc, inside, *value, context.f32(0.0f));
  }
  auto quad = VectorType::get({kUnitWords}, b.getF32Type());
  for (int64_t first = 0; first < kUnitHalves; first += kUnitWords)
    quads.push_back(vector::FromElementsOp::create(b, loc, quad, ArrayRef(elements).slice(first, kUnitWords)));
  return packHalves(b, loc, quads[0], quads[1]);
}

/// What this work item copies of step `step`, lhs first.
FailureOr<NarrowBuilder::Values> NarrowBuilder::loadStep(Value step) {
  Values units;
  Step at = stepAt(step);
  for (unsigned i = 0; i < lhs.row.size(); ++i) {
    auto locations = locate(lhs, i, at);
    if (failed(locations))
      return failure();
    units.push_back(loadUnit(context, *locations));
  }
  for (int64_t first = 0; first < depth; first += threads) {
    // Items without a row repeat another's.
    FailureOr<Value> unit = loadRhs(step, rem(add(thread, first), depth));
    if (failed(unit))
      return failure();
    units.push_back(*unit);
  }
  return units;
}

void NarrowBuilder::storeStep(ArrayRef<Value> units, Value base) {
  for (auto [row, column] : llvm::zip_equal(lhs.row, lhs.column)) {
    Value at = add(add(base, context.mul(row, layout.lhsRow)), column);
    memref::StoreOp::create(b, loc, units.front(), memory, at);
    units = units.drop_front();
  }
  for (int64_t first = 0; first < depth; first += threads) {
    Value row = add(thread, first);
    (void)context.guarded(first + threads > depth ? less(row, depth) : Value(), [&] {
      Value at = add(add(base, context.mul(row, kRhsRow)), layout.rhsStart);
      memref::StoreOp::create(b, loc, units.front(), memory, at);
      return success();
    });
    units = units.drop_front();
  }
}

NarrowBuilder::Values NarrowBuilder::multiply(Value base, ArrayRef<Value> start) {
  Values acc(start);
  Value lhsAt = add(base, context.mul(warpRow, layout.lhsRow)), rhsAt = add(base, layout.rhsStart);
  for (int64_t step = 0; step < depth / kEdge; ++step) {
    Value right = loadFragment(context, memory, add(rhsAt, step * kEdge * kRhsRow), kRhsRow, "BOp");
    for (auto [i, sum] : llvm::enumerate(acc)) {
      int64_t rows = static_cast<int64_t>(i) * kEdge;
      Value left = loadFragment(context, memory, add(lhsAt, rows * layout.lhsRow + step * 2), layout.lhsRow, "AOp");
      sum = multiplyFragments(context, left, right, sum);
    }
  }
  return acc;
}

FailureOr<NarrowBuilder::Values> NarrowBuilder::buildMainLoop() {
  FailureOr<Values> first = loadStep(context.index(0));
  if (failed(first))
    return failure();
  auto numFragments = static_cast<size_t>(warpM / kEdge);
  Values carried(numFragments, zeroFragment(context));
  llvm::append_range(carried, *first);
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(countSteps()), context.index(1), carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value step = loop.getInductionVar(), base = context.mul(rem(step, 2), layout.stage);
  Values arguments(loop.getRegionIterArgs());
  storeStep(ArrayRef(arguments).drop_front(numFragments), base);
  // The other stage is read until here, and written only after the next barrier.
  gpu::BarrierOp::create(b, loc);
  // The last step is loaded twice.
  FailureOr<Values> next = loadStep(context.min(add(step, 1), countSteps() - 1));
  if (failed(next))
    return failure();
  Values yielded = multiply(base, ArrayRef(arguments).take_front(numFragments));
  llvm::append_range(yielded, *next);
  scf::YieldOp::create(b, loc, yielded);
  return Values(loop.getResults().take_front(numFragments));
}

/// All columns of `row` of the sub-group.
LogicalResult NarrowBuilder::storeRow(Value row) {
  Value at = context.mul(add(warpRow, row), kResultRow);
  auto quad = VectorType::get({kUnitWords}, b.getF32Type());
  Value to = add(add(firstRow, warpRow), row);
  for (int64_t first = 0; first < n; first += kUnitWords) {
    Value words = memref::LoadOp::create(b, loc, memory, add(at, first / kUnitWords));
    Value values = vector::BitCastOp::create(b, loc, quad, words);
    for (int64_t i = 0; i < std::min(kUnitWords, n - first); ++i) {
      Value value = vector::ExtractOp::create(b, loc, values, ArrayRef<int64_t>{i});
      if (failed(store(to, add(firstColumn, first + i), value, 1)))
        return failure();
    }
  }
  return success();
}

/// Through local memory, where rows have a known place.
LogicalResult NarrowBuilder::storeTile(ArrayRef<Value> acc) {
  gpu::BarrierOp::create(b, loc); // the last step has been read
  for (auto [i, fragment] : llvm::enumerate(acc))
    storeFragment(context, fragment, memory,
                  context.mul(add(warpRow, static_cast<int64_t>(i) * kEdge), kResultRow), kResultRow);
  gpu::BarrierOp::create(b, loc);
  for (int64_t first = 0; first < warpM; first += lanes) {
    Value row = add(lane, first);
    if (failed(context.guarded(first + lanes > warpM ? less(row, warpM) : Value(), [&] { return storeRow(row); })))
      return failure();
  }
  return success();
}

FailureOr<Grid> NarrowBuilder::build() {
  Grid grid = placeTile();
  lane = gpu::LaneIdOp::create(b, loc, IntegerAttr());
  warpRow = context.mul(gpu::SubgroupIdOp::create(b, loc, b.getIndexType(), IntegerAttr()), warpM);
  memory = allocateUnits(context, layout.total);
  lhs = placeLhs();
  FailureOr<Values> acc = buildMainLoop();
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

int64_t mlir::burin::codegen::countCooperativeNarrowBytes(ArrayRef<int64_t> tile) {
  return Layout(tile).total * 16;
}

FailureOr<Grid> mlir::burin::codegen::buildCooperativeNarrow(ScheduleContext &context) {
  if (!fitsNarrowContraction(context.group.root) || context.group.sums || context.config.getTile().size() != 3)
    return context.group.func.emitOpError("does not fit the cooperative-narrow schedule");
  return NarrowBuilder(context).build();
}
