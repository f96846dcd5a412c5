//===- MatrixContraction.cpp - Contractions on matrix units ---------------===//
//
// Implicit GEMM in f16 with f32 accumulation. A work group of sub-groups of 32
// owns BM x BN elements of the result. Tiles of both operands, `depth` in k, go
// from global to local memory asynchronously, `stages` of them in flight; each
// sub-group multiplies WM x WN of it in 16 x 8 x 16 steps. Padding, remainders
// and concatenation are decided per copy of 8 halves: what is outside is zero
// in local memory and costs nothing afterwards.
//
// tile = [BM, BN, WM, WN, stages, depth, ahead]; depth is 32 or 64; without the last
// nothing is fetched ahead. Weights come from memory, and all work groups of a column
// of tiles wait for them in the same step. Where a unit has one work group and few
// stages, no other work hides that: the rhs is brought to the cache `ahead` steps
// before its copies, by a few work groups in turn.
//
// Local memory is swizzled: the 16-byte column of a row is xor-ed with bits of
// the row number, so that the 8 rows that one matrix load reads, and the rows
// that one copy writes, lie in different banks. Where the columns of a rhs row are no
// multiple of 8, rows are longer instead (getMatrixRhsRow).
//
// Lanes hold fragments as MatrixInstructions.h says.
//
// A result of at most 8 columns that are no run of 8 (the last convolution of an
// image decoder has 3) takes its rhs element by element through registers, and
// each sub-group multiplies one column of fragments. Columns past the end hold
// whatever was there: they meet nothing but themselves.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/MatrixInstructions.h"
#include "codegen/Schedule/MatrixRows.h"
#include "codegen/Schedule/MatrixTileBuilder.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
class MatrixBuilder : MatrixTileBuilder {
public:
  explicit MatrixBuilder(ScheduleContext &context)
      : MatrixTileBuilder(context, context.config.getTile()[0], context.config.getTile()[1],
                          context.config.getTile()[5]),
        warpM(context.config.getTile()[2]), warpN(context.config.getTile()[3]),
        stages(context.config.getTile()[4]),
        ahead(context.config.getTile().size() > 6 ? context.config.getTile()[6] : 0),
        isNarrow(!fitsMatrixContraction(context.group.root, /*isGroup=*/true, /*allowRhsAlongK=*/true)),
        tilesN(isNarrow ? 2 : warpN / 8), rhsRow(getMatrixRhsRow(blockN)), moments(context, warpM, m), rowSums(context) {}
  FailureOr<Grid> build();

private:
  void placeSubgroup();
  Value swizzleLhs(Value row);
  void layOut();
  /// An element of the stage: what a work item has, and what tells its copies apart.
  struct Target {
    Value base;
    int64_t offset;
  };
  Value swizzleRhs(Value row);
  SmallVector<Target> placeTargets(const Copies &copies, int64_t rowElements, int64_t start, bool isSwizzledAsLhs);
  LogicalResult copy(const Copies &copies, ArrayRef<Target> targets, const Step &step, Value base);
  LogicalResult copyNarrow(Value step, Value base);
  LogicalResult fetchRhs(Value number);
  FailureOr<Value> loadStage(const Step &step, Value base);
  Value loadLhs(Value base, int64_t i, int64_t step);
  Value loadRhs(Value base, int64_t j, int64_t step);
  /// What a sub-group multiplies in 16 k: warpM / 16 operands of the left, tilesN of the right.
  using Fragments = SmallVector<Value>;
  Fragments loadFragments(Value base, int64_t step);
  SmallVector<Value> multiply(ArrayRef<Value> fragments, ArrayRef<Value> acc);
  Value loadFragment(Value row, Value column, int64_t rowElements, Value base, Value swizzle, int64_t offset,
                     bool transpose);
  SmallVector<Value> multiplyStage(Value read, Value following, Value token, SmallVector<Value> acc, Fragments &current);
  void finishStage(Value token);
  FailureOr<SmallVector<Value>> buildMainLoop();
  SmallVector<Value> exchange(ArrayRef<Value> tiles, int64_t half);
  /// Tiles of columns that the lanes of a row exchange, and where this lane's part begins.
  struct Run {
    int64_t first, tiles;
    Value column;
    int64_t width() const { return 2 * tiles; }
  };
  LogicalResult forEachRun(llvm::function_ref<LogicalResult(const Run &)> build);
  Value takeRun(ArrayRef<Value> acc, const Run &run, int64_t i, int64_t half);
  LogicalResult storeRun(Value row, int64_t offset, Value column, Value values, int64_t width);
  LogicalResult storeWide(ArrayRef<Value> acc, Value row, Value column);
  LogicalResult storeAndSum(ArrayRef<Value> acc, Value row, Value column);
  Value addRows(Value sums);
  void storeRowSums();
  LogicalResult storeNarrow(ArrayRef<Value> acc, Value row, Value column);
  LogicalResult storeTile(ArrayRef<Value> acc);
  int64_t stageElements() const { return blockM * depth + (rhsAlongK ? blockN * depth : depth * rhsRow); }

  int64_t warpM, warpN, stages, ahead;
  bool isNarrow;
  int64_t tilesN; ///< accumulators of a sub-group side by side
  int64_t rhsRow; ///< elements of local memory, where the rhs runs along n
  Value lane, warpRow, warpColumn;
  Value memory;
  Copies lhs, rhs;
  SmallVector<Target> lhsTargets, rhsTargets; ///< by copy
  MatrixRowMoments moments;
  MatrixRowSums rowSums;
};
} // namespace

/// Work item -> place in the tile.
void MatrixBuilder::placeSubgroup() {
  lane = rem(thread, kMatrixSubgroup);
  Value warp = div(thread, kMatrixSubgroup);
  warpRow = context.mul(div(warp, blockN / warpN), warpM);
  warpColumn = context.mul(rem(warp, blockN / warpN), warpN);
}

/// Rows of 64 bytes repeat their banks after two, rows of 128 bytes at once.
Value MatrixBuilder::swizzleLhs(Value row) {
  return depth == 32 ? rem(div(row, 2), 4) : rem(row, 8);
}

/// Of a rhs that runs along n.
Value MatrixBuilder::swizzleRhs(Value row) { return rhsRow == blockN ? rem(row, 8) : context.index(0); }

/// Where each copy goes: the lhs tile, then the rhs tile. Copies that are a multiple
/// of 8 rows apart have one swizzle.
SmallVector<MatrixBuilder::Target> MatrixBuilder::placeTargets(const Copies &copies, int64_t rowElements,
                                                               int64_t start, bool isSwizzledAsLhs) {
  SmallVector<Target> targets;
  for (auto [i, row] : llvm::enumerate(copies.row)) {
    bool isPeriodic = copies.rowsAtOnce % 8 == 0 || (!isSwizzledAsLhs && rhsRow != blockN);
    Value from = isPeriodic ? copies.row.front() : row;
    Value swizzled = exclusiveOr(copies.column[i], isSwizzledAsLhs ? swizzleLhs(from) : swizzleRhs(from));
    Value target = add(context.mul(from, rowElements), context.mul(swizzled, kCopy));
    int64_t rows = isPeriodic ? static_cast<int64_t>(i) * copies.rowsAtOnce : 0;
    targets.push_back({target, rows * rowElements + start});
  }
  return targets;
}

void MatrixBuilder::layOut() {
  lhsTargets = placeTargets(lhs, depth, 0, /*isSwizzledAsLhs=*/true);
  if (!isNarrow)
    rhsTargets = placeTargets(rhs, rhsAlongK ? depth : rhsRow, blockM * depth, rhsAlongK);
}

/// One stage of one operand, to the stage that starts at element `base` of local memory.
LogicalResult MatrixBuilder::copy(const Copies &copies, ArrayRef<Target> targets, const Step &step, Value base) {
  auto place = [&](const Target &target) { return add(add(base, target.base), target.offset); };
  // Of a concatenation, all copies of a step read the same operand.
  for (const Addresses &addresses : copies.addresses)
    if (failed(context.guarded(both(isSelected(addresses, step), copies.active), [&] {
          for (const auto &[i, target] : llvm::enumerate(targets))
            copyAsync(context, locate(addresses, i, step), memory, place(target));
          return success();
        })))
      return failure();
  if (!copies.addresses.empty())
    return success();
  for (unsigned i = 0; i < targets.size(); ++i) {
    auto locations = locate(copies, i, step);
    if (failed(locations))
      return failure();
    for (const ElementLocation &from : *locations)
      if (failed(context.guarded(both(from.selected, copies.active), [&] {
            copyAsync(context, from, memory, place(targets[i]));
            return success();
          })))
        return failure();
  }
  return success();
}

/// The rhs of one stage without copies: a barrier follows before it is read.
LogicalResult MatrixBuilder::copyNarrow(Value step, Value base) {
  for (int64_t first = 0; first < depth * n; first += threads) {
    Value unit = add(thread, first), active;
    if (first + threads > depth * n)
      active = less(unit, depth * n);
    LogicalResult copied = context.guarded(active, [&]() -> LogicalResult {
      Value row = div(unit, n), column = rem(unit, n), at = add(context.mul(step, depth), row), inside;
      if (k % depth != 0) {
        inside = less(at, k);
        at = context.min(at, k - 1);
      }
      SmallVector<Value> coords(current);
      for (auto [dim, coord] : llvm::zip_equal(dims.k, context.emitter.delinearize(loc, extents(dims.k), at)))
        coords[dim] = coord;
      for (auto [dim, coord] : llvm::zip_equal(dims.n, context.emitter.delinearize(loc, extents(dims.n), column)))
        coords[dim] = coord;
      FailureOr<Value> value = context.emitter.emitOperandAt(op, dims.rhs, coords, 1);
      if (failed(value))
        return failure();
      if (inside)
        value = arith::SelectOp::create(b, loc, inside, *value, context.f32(0.0f)).getResult();
      Value target = add(context.mul(row, blockN), add(context.mul(rem(row, 8), kCopy), column));
      Value half = arith::TruncFOp::create(b, loc, b.getF16Type(), *value);
      memref::StoreOp::create(b, loc, half, memory, add(add(base, target), blockM * depth));
      return success();
    });
    if (failed(copied))
      return failure();
  }
  return success();
}

/// The rhs of step `number` into the cache, by one of each kFetchers work groups that follow each other in m.
LogicalResult MatrixBuilder::fetchRhs(Value number) {
  constexpr int64_t kFetchers = 8;
  Value turn = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, rem(div(firstRow, blockM), kFetchers),
                                     rem(number, kFetchers));
  return context.guarded(both(both(turn, less(number, countSteps())), rhs.active), [&]() -> LogicalResult {
    Step later = stepAt(number);
    for (unsigned i = 0; i < rhsTargets.size(); ++i) {
      auto locations = locate(rhs, i, later);
      if (failed(locations))
        return failure();
      for (const ElementLocation &from : *locations)
        if (failed(context.guarded(from.selected, [&] {
              fetchIntoCache(context, from);
              return success();
            })))
          return failure();
    }
    return success();
  });
}

/// Starts the copies of one stage, returns their token.
FailureOr<Value> MatrixBuilder::loadStage(const Step &step, Value base) {
  auto copyBoth = [&]() -> LogicalResult {
    if (failed(copy(lhs, lhsTargets, step, base)))
      return failure();
    return isNarrow ? copyNarrow(step.number, base) : copy(rhs, rhsTargets, step, base);
  };
  // A group of copies is committed even where there is nothing left to copy:
  // waiting counts groups.
  std::optional<int64_t> constant = getConstantIntValue(step.number);
  Value more = constant ? Value() : less(step.number, countSteps());
  if ((!constant || *constant < countSteps()) && failed(context.guarded(more, copyBoth)))
    return failure();
  return commitCopies(context);
}

/// Four 8 x 8 matrices, `offset` elements behind: rows `row` .. + 15, two 16-byte
/// columns from `column`.
Value MatrixBuilder::loadFragment(Value row, Value column, int64_t rowElements, Value base,
                                  Value swizzle, int64_t offset, bool transpose) {
  Value at = add(context.mul(row, rowElements), context.mul(exclusiveOr(column, swizzle), kCopy));
  return loadMatrices(context, memory, add(add(base, at), offset), transpose);
}

/// Rows from 16 `i` of the sub-group, 16 k from 16 `step`.
Value MatrixBuilder::loadLhs(Value base, int64_t i, int64_t step) {
  Value inRow = rem(lane, 16), inColumn = div(lane, 16);
  // Tiles begin at multiples of 16 rows, which no swizzle looks at.
  return loadFragment(add(warpRow, inRow), add(inColumn, step * 2), depth, base, swizzleLhs(inRow), i * 16 * depth,
                      /*transpose=*/false);
}

/// The rhs of 16 k from 16 `step` and two tiles of 8 columns from tile `j`: their
/// upper and lower halves along k, one tile after the other.
Value MatrixBuilder::loadRhs(Value base, int64_t j, int64_t step) {
  Value inRow = rem(lane, 16);
  int64_t start = blockM * depth;
  if (!rhsAlongK) {
    Value column = add(add(div(warpColumn, kCopy), j), div(lane, 16));
    return loadFragment(inRow, column, rhsRow, base, swizzleRhs(inRow), start + step * 16 * rhsRow, /*transpose=*/true);
  }
  // Rows are columns of the product: lanes 0 to 15 point at the first tile's.
  Value inTile = add(rem(lane, 8), context.mul(div(lane, 16), 8));
  return loadFragment(add(warpColumn, inTile), add(div(inRow, 8), step * 2), depth, base, swizzleLhs(inTile),
                      start + j * 8 * depth, /*transpose=*/false);
}

MatrixBuilder::Fragments MatrixBuilder::loadFragments(Value base, int64_t step) {
  Fragments fragments;
  for (int64_t i = 0; i < warpM / 16; ++i)
    fragments.push_back(loadLhs(base, i, step));
  for (int64_t j = 0; j < tilesN; j += 2) {
    Value pair = loadRhs(base, j, step);
    for (int64_t half : {0, 2})
      fragments.push_back(takePair(context, pair, half));
  }
  return fragments;
}

SmallVector<Value> MatrixBuilder::multiply(ArrayRef<Value> fragments, ArrayRef<Value> start) {
  SmallVector<Value> acc(start);
  int64_t tilesM = warpM / 16;
  ArrayRef<Value> left = fragments.take_front(tilesM), right = fragments.drop_front(tilesM);
  for (int64_t i = 0; i < tilesM; ++i)
    for (int64_t j = 0; j < tilesN; ++j) {
      Value &sum = acc[i * tilesN + j];
      sum = multiplyMatrices(context, left[i], right[j], sum);
    }
  return acc;
}

/// The fragments of the next 16 k are on their way while those of this one are multiplied,
/// also from one stage to the next: the barrier between two stages and the latency of local
/// memory pass behind the last products of the first.
SmallVector<Value> MatrixBuilder::multiplyStage(Value read, Value following, Value token, SmallVector<Value> acc,
                                                Fragments &current) {
  int64_t steps = depth / 16;
  for (int64_t step = 0; step < steps; ++step) {
    bool isLast = step + 1 == steps;
    if (isLast)
      finishStage(token);
    Fragments next = isLast ? loadFragments(following, 0) : loadFragments(read, step + 1);
    acc = multiply(current, acc);
    current = next;
  }
  return acc;
}

/// Everybody's copies of the next stage have arrived, and everybody has the last fragments
/// of this one, so that it can be filled again.
void MatrixBuilder::finishStage(Value token) {
  waitForCopies(context, token, stages - 2);
  gpu::BarrierOp::create(b, loc);
}

FailureOr<SmallVector<Value>> MatrixBuilder::buildMainLoop() {
  Value token;
  for (int64_t stage = 0; stage < ahead; ++stage)
    if (failed(fetchRhs(context.index(stages - 1 + stage))))
      return failure();
  for (int64_t stage = 0; stage < stages - 1; ++stage) {
    FailureOr<Value> loaded = loadStage(stepAt(context.index(stage)), context.index(stage * stageElements()));
    if (failed(loaded))
      return failure();
    token = *loaded;
  }
  // While the first stages are on their way.
  if (failed(moments.load(add(firstRow, warpRow), lane)))
    return failure();
  finishStage(token);
  // The loop carries the sums, the first fragments of the stage that it reads, where that
  // stage begins, and what the step that it loads is beside its number.
  SmallVector<Value> init((warpM / 16) * tilesN, zeroAccumulator(context));
  size_t numSums = init.size();
  Fragments first = loadFragments(context.index(0), 0);
  size_t numFragments = first.size();
  llvm::append_range(init, first);
  Step nextLoaded = stepAt(context.index(stages - 1));
  Value last = context.index((stages - 1) * stageElements());
  init.push_back(context.index(0));
  init.push_back(last);
  llvm::append_range(init, getCarried(nextLoaded));
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(countSteps()), context.index(1), init);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value number = loop.getInductionVar();
  SmallVector<Value> arguments(loop.getRegionIterArgs());
  ArrayRef<Value> sums = ArrayRef(arguments).take_front(numSums), rest = ArrayRef(arguments).drop_front(numSums);
  Fragments current(rest.take_front(numFragments));
  Value read = rest[numFragments], filled = rest[numFragments + 1];
  Step next = resume(add(number, stages - 1), nextLoaded, rest.drop_front(numFragments + 2));
  FailureOr<Value> loaded = loadStage(next, filled);
  if (failed(loaded) || (ahead && failed(fetchRhs(add(next.number, ahead)))))
    return failure();
  Value isLast = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, read, last);
  Value following = arith::SelectOp::create(b, loc, isLast, context.index(0), add(read, stageElements()));
  SmallVector<Value> yielded = multiplyStage(read, following, *loaded, SmallVector<Value>(sums), current);
  llvm::append_range(yielded, current);
  yielded.push_back(following);
  yielded.push_back(read);
  llvm::append_range(yielded, getCarried(advance(next)));
  scf::YieldOp::create(b, loc, yielded);
  return SmallVector<Value>(loop.getResults().take_front(numSums));
}

/// The four lanes that share a row hold 2 columns each of 4 or 2 neighbouring tiles: afterwards
/// each holds the 8 columns of one tile, lane t of tile t, or 4 of tile t % 2.
SmallVector<Value> MatrixBuilder::exchange(ArrayRef<Value> tiles, int64_t half) {
  SmallVector<SmallVector<Value>> parts;
  for (Value tile : tiles) {
    SmallVector<Value> part;
    for (int64_t column : {0, 1})
      part.push_back(vector::ExtractOp::create(b, loc, tile, ArrayRef<int64_t>{half, column}));
    parts.push_back(part);
  }
  // Keeps one of two tiles, gives the other for the partner's part of the first.
  auto swap = [&](ArrayRef<Value> even, ArrayRef<Value> odd, int32_t distance) {
    Value isOdd = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne,
                                        rem(div(lane, distance), 2), context.index(0));
    SmallVector<Value> first, second;
    for (auto [a, c] : llvm::zip_equal(even, odd)) {
      Value given = arith::SelectOp::create(b, loc, isOdd, a, c);
      Value taken = gpu::ShuffleOp::create(b, loc, given, distance, kMatrixSubgroup, gpu::ShuffleMode::XOR)
                        .getShuffleResult();
      first.push_back(arith::SelectOp::create(b, loc, isOdd, taken, a));
      second.push_back(arith::SelectOp::create(b, loc, isOdd, c, taken));
    }
    first.append(second);
    return first;
  };
  SmallVector<Value> pair = swap(parts[0], parts[1], 1);
  return tiles.size() == 2 ? pair : swap(pair, swap(parts[2], parts[3], 1), 2);
}

/// Calls `build` for tiles of columns that exchange their parts: four at a time, then two.
LogicalResult MatrixBuilder::forEachRun(llvm::function_ref<LogicalResult(const Run &)> build) {
  for (int64_t j = 0; j < tilesN; j += 4) {
    int64_t tiles = std::min<int64_t>(tilesN - j, 4);
    Value inTile = tiles == 2 ? context.mul(div(rem(lane, 4), 2), 4) : context.index(0);
    Value column = add(add(context.mul(rem(lane, tiles), 8), inTile), j * 8);
    if (failed(build({j, tiles, column})))
      return failure();
  }
  return success();
}

/// Row `half` of tile row `i`: 2 neighbours for each tile of the run.
Value MatrixBuilder::takeRun(ArrayRef<Value> acc, const Run &run, int64_t i, int64_t half) {
  SmallVector<Value> elements = exchange(acc.slice(i * tilesN + run.first, run.tiles), half);
  return vector::FromElementsOp::create(b, loc, VectorType::get({run.width()}, b.getF32Type()), elements);
}

/// `width` neighbours in `row`, which is row `offset` + lane / 4 of the sub-group.
LogicalResult MatrixBuilder::storeRun(Value row, int64_t offset, Value column, Value values, int64_t width) {
  moments.bind(row, offset, lane);
  if (!context.group.rowSums)
    return store(row, column, values, width);
  FailureOr<Value> kept = storeKept(row, column, values, width);
  if (failed(kept))
    return failure();
  rowSums.add(offset, *kept);
  return success();
}

/// Rows of 8 neighbours, 16 bytes of halves, where there are four tiles of columns.
LogicalResult MatrixBuilder::storeWide(ArrayRef<Value> acc, Value row, Value column) {
  return forEachRun([&](const Run &run) -> LogicalResult {
    for (int64_t i = 0; i < warpM / 16; ++i)
      for (int64_t half = 0; half < 2; ++half) {
        int64_t offset = i * 16 + half * 8;
        if (failed(storeRun(add(row, offset), offset, add(column, run.column), takeRun(acc, run, i, half), run.width())))
          return failure();
      }
    return success();
  });
}

/// Adds sums over the lanes that hold the same columns: those 4 apart.
Value MatrixBuilder::addRows(Value sums) {
  SmallVector<Value> lanes;
  for (int64_t i = 0; i < cast<VectorType>(sums.getType()).getNumElements(); ++i) {
    Value sum = vector::ExtractOp::create(b, loc, sums, ArrayRef<int64_t>{i});
    for (int32_t distance : {4, 8, 16}) {
      Value other = gpu::ShuffleOp::create(b, loc, sum, distance, kMatrixSubgroup, gpu::ShuffleMode::XOR)
                        .getShuffleResult();
      sum = arith::AddFOp::create(b, loc, sum, other);
    }
    lanes.push_back(sum);
  }
  return vector::FromElementsOp::create(b, loc, sums.getType(), lanes);
}

/// storeWide, and the sums over the rows of the sub-group, which are one block.
LogicalResult MatrixBuilder::storeAndSum(ArrayRef<Value> acc, Value row, Value column) {
  Value firstOfBlock = add(firstRow, warpRow);
  return forEachRun([&](const Run &run) {
    Value c = add(column, run.column), sum, squares;
    for (int64_t i = 0; i < warpM / 16; ++i)
      for (int64_t half = 0; half < 2; ++half) {
        FailureOr<Value> kept = storeKept(add(row, i * 16 + half * 8), c, takeRun(acc, run, i, half), run.width());
        if (failed(kept))
          return failure();
        sum = sum ? arith::AddFOp::create(b, loc, sum, *kept).getResult() : *kept;
        squares = squares ? math::FmaOp::create(b, loc, *kept, *kept, squares).getResult()
                          : arith::MulFOp::create(b, loc, *kept, *kept).getResult();
      }
    Value totals[] = {addRows(sum), addRows(squares)};
    Value inside = both(less(lane, 4), m % blockM != 0 ? less(firstOfBlock, m) : Value());
    inside = both(inside, n % blockN != 0 ? less(c, n) : Value());
    return context.guarded(inside, [&] {
      for (int64_t power : {0, 1})
        context.storeBlockSums(div(firstOfBlock, warpM), power, c, totals[power], run.width());
      return success();
    });
  });
}

/// A sub-group's columns are one block.
void MatrixBuilder::storeRowSums() {
  Value column = add(firstColumn, warpColumn);
  rowSums.store(add(add(firstRow, warpRow), div(lane, 4)), div(column, warpN), lane, [&](Value row) {
    return both(m % blockM != 0 ? less(row, m) : Value(), n % blockN != 0 ? less(column, n) : Value());
  });
}

LogicalResult MatrixBuilder::storeTile(ArrayRef<Value> acc) {
  Value row = add(add(firstRow, warpRow), div(lane, 4));
  Value column = add(firstColumn, warpColumn);
  if (context.group.sums)
    return storeAndSum(acc, row, column);
  if (isNarrow)
    return storeNarrow(acc, row, add(column, context.mul(rem(lane, 4), 2)));
  LogicalResult stored = storeWide(acc, row, column);
  if (succeeded(stored) && context.group.rowSums)
    storeRowSums();
  return stored;
}

/// At most 8 columns: pairs.
LogicalResult MatrixBuilder::storeNarrow(ArrayRef<Value> acc, Value row, Value column) {
  int64_t width = n % 2 ? 1 : 2;
  for (auto [number, value] : llvm::enumerate(acc))
    for (int64_t half = 0; half < 2; ++half) {
      int64_t offset = static_cast<int64_t>(number) / tilesN * 16 + half * 8;
      Value r = add(row, offset);
      int64_t first = static_cast<int64_t>(number) % tilesN * 8;
      if (first >= n)
        continue;
      // Without pairs of columns, one by one.
      for (int64_t i = 0; i < 2; i += width) {
        SmallVector<int64_t> position = {half};
        if (width == 1)
          position.push_back(i);
        Value part = vector::ExtractOp::create(b, loc, value, position);
        if (failed(storeRun(r, offset, add(column, first + i), part, width)))
          return failure();
      }
    }
  return success();
}

FailureOr<Grid> MatrixBuilder::build() {
  Grid grid = placeTile();
  placeSubgroup();
  memory = allocateHalves(context, stages * stageElements());
  lhs = placeLhs();
  if (!isNarrow)
    rhs = placeRhs();
  layOut();
  FailureOr<SmallVector<Value>> acc = buildMainLoop();
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

FailureOr<Grid> mlir::burin::codegen::buildMatrixContraction(ScheduleContext &context) {
  Operation *root = context.group.root;
  if ((!fitsMatrixContraction(root, /*isGroup=*/true, /*allowRhsAlongK=*/true) &&
       !fitsNarrowContraction(root)) ||
      context.config.getTile().size() < 6)
    return context.group.func.emitOpError("does not fit the matrix-contraction schedule");
  return MatrixBuilder(context).build();
}

int64_t mlir::burin::codegen::getMatrixRhsRow(int64_t blockN) {
  return blockN % 64 == 0 ? blockN : (blockN / kMatrixCopy | 1) * kMatrixCopy;
}
