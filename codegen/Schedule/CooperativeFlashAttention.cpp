//===- CooperativeFlashAttention.cpp - Flash on cooperative matrices ------===//
//
// A work group owns a block of queries of one head, each sub-group `rows` of
// them. Blocks of keys and values come through registers to local memory: those
// of the next block are on their way while this one is multiplied. The layout of
// a fragment is unknown, so scores go through local memory: there a lane owns
// whole rows, and the online softmax needs no other lane. Weights return as
// halves in the place of the scores, and beside them the factor by which the row's
// result shrinks, sixteen times: as a fragment it scales the accumulators.
//
// tile = [rows, keys, sub-groups]
//   rows  queries per sub-group, a multiple of 16 and of its lanes
//   keys  of a block, a multiple of 16
// workgroup = [lanes * sub-groups, 1, 1], vector = 4.
//
// Rows in local memory are an odd number of 16-byte units: the rows that a
// fragment reads, and those that lanes read side by side, lie in different banks.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/CooperativeUnits.h"
#include "codegen/Schedule/FlashAttention.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
constexpr int64_t kEdge = kFragmentEdge;
constexpr int64_t kFactorUnits = kEdge / kUnitWords; ///< a row of a fragment of f32

class CooperativeFlashBuilder : FlashBuilder {
public:
  explicit CooperativeFlashBuilder(ScheduleContext &context)
      : FlashBuilder(context), layout(shape, context.config), items(context.getWorkgroupItems()),
        lanes(items / layout.subgroups), rowTiles(layout.rows / kEdge),
        depthTiles(llvm::divideCeil(shape.size, kEdge)),
        valueTiles(llvm::divideCeil(shape.valueSize, kEdge)), rowsPerLane(layout.rows / lanes),
        coversKeys(shape.keys % layout.keys == 0) {}
  FailureOr<Grid> build();

private:
  /// A unit of a block of keys or values that this work item copies.
  struct Copy {
    Value row, element, target; ///< key of the block, first element, unit of memory
    Value active;               ///< null: always
  };
  /// What the loop over keys carries.
  struct State {
    Values result;       ///< rowTiles x valueTiles fragments
    Values maximum, sum; ///< of each of the lane's rows
    Values units;        ///< of the block that comes next

    Values flatten() const;
    static State unflatten(ArrayRef<Value> values, const State &like);
  };

  void place();
  SmallVector<Copy> placeCopies(int64_t size, int64_t rowUnits, int64_t start);
  void clearPadding();
  LogicalResult loadOperand(ArrayRef<Copy> copies, Value operand, Value firstKey, Values &units);
  FailureOr<Values> loadBlock(Value firstKey);
  void storeBlock(ArrayRef<Value> units);
  LogicalResult storeQueries();
  Value loadQueryFragment(int64_t rowTile, int64_t depthTile);
  void multiplyKeys();
  LogicalResult softmaxRow(int64_t number, Value firstKey, State &state);
  void storeFactor(Value row, Value factor);
  void scaleResult(State &state);
  void weighValues(State &state);
  LogicalResult buildBlock(Value firstKey, State &state);
  FailureOr<State> buildMainLoop();
  LogicalResult finish(State &state);
  LogicalResult storePiece(int64_t firstTile, int64_t tiles);

  void barrier() { gpu::BarrierOp::create(b, loc); }
  Value loadWords(Value at) { return memref::LoadOp::create(b, loc, memory, at); }
  void storeWords(Value words, Value at) { memref::StoreOp::create(b, loc, words, memory, at); }
  Value toFloats(Value words) {
    return vector::BitCastOp::create(b, loc, VectorType::get({kUnitWords}, b.getF32Type()), words);
  }
  Value packHalves(Value low, Value high);
  Value less(Value lhs, int64_t rhs) {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lhs, index(rhs));
  }
  Value both(Value lhs, Value rhs) {
    if (!lhs || !rhs)
      return lhs ? lhs : rhs;
    return arith::AndIOp::create(b, loc, lhs, rhs);
  }
  /// Of this sub-group.
  Value scoreAt(int64_t row, int64_t unit) { return add(scores, row * layout.scoreRow + unit); }

  CooperativeFlashLayout layout;
  int64_t items, lanes, rowTiles, depthTiles, valueTiles, rowsPerLane;
  bool coversKeys;
  Value firstQuery; ///< of the work group
  Value thread, subgroup, lane;
  Value memory, scores, firstRow; ///< unit of the sub-group's scores; its first row
  Values queries;                 ///< fragments, where they are held
  SmallVector<Copy> keyCopies, valueCopies;
};
} // namespace

CooperativeFlashLayout::CooperativeFlashLayout(const AttentionShape &shape, kernel::ConfigAttr config)
    : rows(config.getTile()[0]), keys(config.getTile()[1]), subgroups(config.getTile()[2]) {
  auto rowUnits = [](int64_t size) -> int64_t { return llvm::divideCeil(size, kEdge) * 2 | 1; };
  keyRow = rowUnits(shape.size), valueRow = rowUnits(shape.valueSize), queryRow = keyRow;
  scoreRow = std::max(keys / kUnitWords, keys / kUnitHalves + kFactorUnits) | 1;
  valueStart = keys * keyRow;
  scoreStart = valueStart + keys * valueRow;
  int64_t scoreEnd = scoreStart + subgroups * rows * scoreRow;
  // Fragments of many elements would take the registers of the result.
  holdsQueries = queryRow <= scoreRow && shape.size <= 96;
  queryStart = holdsQueries ? scoreStart : scoreEnd;
  if (holdsQueries)
    queryRow = scoreRow;
  total = holdsQueries ? scoreEnd : scoreEnd + subgroups * rows * queryRow;
}

FlashBuilder::Values CooperativeFlashBuilder::State::flatten() const {
  Values all;
  for (const Values *part : {&result, &maximum, &sum, &units})
    llvm::append_range(all, *part);
  return all;
}

CooperativeFlashBuilder::State CooperativeFlashBuilder::State::unflatten(ArrayRef<Value> values,
                                                                         const State &like) {
  State state;
  for (auto [part, model] : {std::pair(&state.result, &like.result), {&state.maximum, &like.maximum},
                             {&state.sum, &like.sum}, {&state.units, &like.units}}) {
    *part = Values(values.take_front(model->size()));
    values = values.drop_front(model->size());
  }
  return state;
}

//===--- Keys, values and queries to local memory ---------------------------===//

void CooperativeFlashBuilder::place() {
  placeHead();
  thread = context.localId(gpu::Dimension::x);
  subgroup = gpu::SubgroupIdOp::create(b, loc, b.getIndexType(), IntegerAttr());
  lane = gpu::LaneIdOp::create(b, loc, IntegerAttr());
  firstQuery = mul(context.groupId(gpu::Dimension::x), layout.rows * layout.subgroups);
  firstRow = mul(subgroup, layout.rows);
  memory = allocateUnits(context, layout.total);
  scores = add(mul(firstRow, layout.scoreRow), layout.scoreStart);
  keyCopies = placeCopies(shape.size, layout.keyRow, 0);
  valueCopies = placeCopies(shape.valueSize, layout.valueRow, layout.valueStart);
}

SmallVector<CooperativeFlashBuilder::Copy> CooperativeFlashBuilder::placeCopies(int64_t size, int64_t rowUnits,
                                                                                int64_t start) {
  SmallVector<Copy> copies;
  int64_t perRow = size / kUnitHalves, count = layout.keys * perRow;
  for (int64_t first = 0; first < count; first += items) {
    Value unit = add(thread, first), column = rem(unit, perRow);
    Copy copy{div(unit, perRow), mul(column, kUnitHalves), {}, {}};
    copy.target = add(add(mul(copy.row, rowUnits), column), start);
    if (first + items > count)
      copy.active = less(unit, count);
    copies.push_back(copy);
  }
  return copies;
}

/// Elements of keys past D, which no copy writes: queries are zero in these places,
/// but zero times NaN is not.
void CooperativeFlashBuilder::clearPadding() {
  if (shape.size % kEdge == 0)
    return;
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(getUnitType(b)));
  for (int64_t first = 0; first < layout.keys; first += items) {
    Value row = add(thread, first);
    (void)context.guarded(first + items > layout.keys ? less(row, layout.keys) : Value(), [&] {
      storeWords(zero, add(mul(row, layout.keyRow), shape.size / kUnitHalves));
      return success();
    });
  }
}

LogicalResult CooperativeFlashBuilder::loadOperand(ArrayRef<Copy> copies, Value operand, Value firstKey,
                                                   Values &units) {
  for (const Copy &copy : copies) {
    // Keys past the last are zeros; so is the block after the last, which nobody uses.
    Value key = add(firstKey, copy.row), inside = both(less(key, shape.keys), copy.active);
    key = context.min(key, shape.keys - 1);
    auto locations = context.emitter.locate(operand, {batch, keyHead, key, copy.element}, kUnitHalves);
    if (failed(locations))
      return failure();
    for (ElementLocation &from : *locations)
      from.inside = both(from.inside, inside);
    units.push_back(loadUnit(context, *locations));
  }
  return success();
}

FailureOr<FlashBuilder::Values> CooperativeFlashBuilder::loadBlock(Value firstKey) {
  Values units;
  if (failed(loadOperand(keyCopies, op.getKey(), firstKey, units)) ||
      failed(loadOperand(valueCopies, op.getValue(), firstKey, units)))
    return failure();
  return units;
}

void CooperativeFlashBuilder::storeBlock(ArrayRef<Value> units) {
  for (const auto *copies : {&keyCopies, &valueCopies})
    for (const Copy &copy : *copies) {
      (void)context.guarded(copy.active, [&] {
        storeWords(units.front(), copy.target);
        return success();
      });
      units = units.drop_front();
    }
}

/// Eight f32 as a unit of halves.
Value CooperativeFlashBuilder::packHalves(Value low, Value high) {
  auto pairType = VectorType::get({2}, b.getF32Type()), halfType = VectorType::get({2}, b.getF16Type());
  auto wordType = VectorType::get({1}, b.getI32Type());
  Values words;
  for (Value quad : {low, high})
    for (int64_t i : {0, 2}) {
      Value pair = vector::FromElementsOp::create(
          b, loc, pairType, ValueRange{FlashBuilder::lane(quad, i), FlashBuilder::lane(quad, i + 1)});
      pair = arith::TruncFOp::create(b, loc, halfType, pair);
      Value word = vector::BitCastOp::create(b, loc, wordType, pair);
      words.push_back(vector::ExtractOp::create(b, loc, word, ArrayRef<int64_t>{0}));
    }
  return vector::FromElementsOp::create(b, loc, getUnitType(b), words);
}

/// The queries of the work group as halves; they are computed, so each unit is two
/// accesses of four elements.
LogicalResult CooperativeFlashBuilder::storeQueries() {
  int64_t perRow = depthTiles * 2, count = layout.rows * layout.subgroups * perRow;
  auto storeUnit = [&](Value unit) -> LogicalResult {
    Value row = div(unit, perRow), column = rem(unit, perRow);
    Value d = mul(column, kUnitHalves), query = add(firstQuery, row);
    bool isPadded = shape.size % kEdge != 0;
    Value from = isPadded ? context.min(d, shape.size - kUnitHalves) : d;
    FailureOr<Value> low = loadQuery(query, from, kUnitWords);
    FailureOr<Value> high = failed(low) ? low : loadQuery(query, add(from, kUnitWords), kUnitWords);
    if (failed(high))
      return failure();
    Value words = packHalves(*low, *high);
    if (isPadded) {
      Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(getUnitType(b)));
      words = arith::SelectOp::create(b, loc, less(d, shape.size), words, zero);
    }
    storeWords(words, add(add(mul(row, layout.queryRow), column), layout.queryStart));
    return success();
  };
  FailureOr<Values> done = forLoop(count, items, {}, [&](Value first, Values) -> FailureOr<Values> {
    Value unit = add(thread, first);
    if (failed(context.guarded(count % items != 0 ? less(unit, count) : Value(), [&] { return storeUnit(unit); })))
      return failure();
    return Values();
  });
  return failure(failed(done));
}

Value CooperativeFlashBuilder::loadQueryFragment(int64_t rowTile, int64_t depthTile) {
  Value start = add(mul(firstRow, layout.queryRow), layout.queryStart);
  return loadFragment(context, memory, add(start, rowTile * kEdge * layout.queryRow + depthTile * 2),
                      layout.queryRow, "AOp");
}

//===--- One block of keys --------------------------------------------------===//

/// Scores of the sub-group's queries, unscaled.
void CooperativeFlashBuilder::multiplyKeys() {
  for (int64_t j = 0; j < layout.keys / kEdge; ++j) {
    Values sums(rowTiles, zeroFragment(context));
    for (int64_t d = 0; d < depthTiles; ++d) {
      Value keys = loadFragment(context, memory, index(j * kEdge * layout.keyRow + d * 2), layout.keyRow, "BOp",
                                /*transpose=*/true);
      for (int64_t i = 0; i < rowTiles; ++i) {
        Value query = layout.holdsQueries ? queries[i * depthTiles + d] : loadQueryFragment(i, d);
        sums[i] = multiplyFragments(context, query, keys, sums[i]);
      }
    }
    for (int64_t i = 0; i < rowTiles; ++i)
      storeFragment(context, sums[i], memory, scoreAt(i * kEdge, j * kFactorUnits), layout.scoreRow);
  }
}

/// Sixteen copies beside the weights of the row that starts at unit `row`.
void CooperativeFlashBuilder::storeFactor(Value row, Value factor) {
  Value words = vector::BitCastOp::create(b, loc, getUnitType(b), splat(factor, kUnitWords));
  for (int64_t i = 0; i < kFactorUnits; ++i)
    storeWords(words, add(row, layout.keys / kUnitHalves + i));
}

/// Scores of one row to weights and a factor, in their place.
LogicalResult CooperativeFlashBuilder::softmaxRow(int64_t number, Value firstKey, State &state) {
  Value inGroup = add(lane, number * lanes), row = add(scores, mul(inGroup, layout.scoreRow));
  Value query = add(add(firstQuery, firstRow), inGroup);
  Value scale = context.f32(op.getScale().convertToFloat(), kUnitWords);
  Values quads;
  Value highest;
  for (int64_t i = 0; i < layout.keys / kUnitWords; ++i) {
    Value quad = product(toFloats(loadWords(add(row, i))), scale);
    FailureOr<Value> masked = maskScores(quad, query, add(firstKey, i * kUnitWords), kUnitWords, coversKeys);
    if (failed(masked))
      return failure();
    quads.push_back(*masked);
    highest = highest ? maximum(highest, *masked) : *masked;
  }
  auto larger = [&](Value lhs, Value rhs) { return maximum(lhs, rhs); };
  Value newMaximum = maximum(state.maximum[number], reduceLanes(highest, larger)), base = getBase(newMaximum);
  Value factor = shiftedExp(state.maximum[number], base), total;
  for (Value &quad : quads) {
    quad = shiftedExp(quad, base);
    total = total ? sum(total, quad) : quad;
  }
  for (size_t i = 0; i < quads.size(); i += 2)
    storeWords(packHalves(quads[i], quads[i + 1]), add(row, static_cast<int64_t>(i) / 2));
  storeFactor(row, factor);
  auto plus = [&](Value lhs, Value rhs) { return sum(lhs, rhs); };
  state.sum[number] = fma(state.sum[number], factor, reduceLanes(total, plus));
  state.maximum[number] = newMaximum;
  return success();
}

/// Multiplies each row of the result by its factor.
void CooperativeFlashBuilder::scaleResult(State &state) {
  for (int64_t i = 0; i < rowTiles; ++i) {
    Value factor = loadFragment(context, memory, scoreAt(i * kEdge, layout.keys / kUnitHalves), layout.scoreRow, "COp");
    for (Value &part : MutableArrayRef(state.result).slice(i * valueTiles, valueTiles))
      part = gpu::SubgroupMmaElementwiseOp::create(b, loc, part.getType(), ValueRange{part, factor},
                                                   gpu::MMAElementwiseOp::MULF);
  }
}

void CooperativeFlashBuilder::weighValues(State &state) {
  for (int64_t k = 0; k < layout.keys / kEdge; ++k) {
    Values weights;
    for (int64_t i = 0; i < rowTiles; ++i)
      weights.push_back(loadFragment(context, memory, scoreAt(i * kEdge, k * 2), layout.scoreRow, "AOp"));
    for (int64_t v = 0; v < valueTiles; ++v) {
      Value values = loadFragment(context, memory, index(layout.valueStart + k * kEdge * layout.valueRow + v * 2),
                                  layout.valueRow, "BOp");
      for (int64_t i = 0; i < rowTiles; ++i) {
        Value &part = state.result[i * valueTiles + v];
        part = multiplyFragments(context, weights[i], values, part);
      }
    }
  }
}

LogicalResult CooperativeFlashBuilder::buildBlock(Value firstKey, State &state) {
  storeBlock(state.units);
  barrier();
  FailureOr<Values> next = loadBlock(add(firstKey, layout.keys));
  if (failed(next))
    return failure();
  state.units = *next;
  multiplyKeys();
  barrier();
  for (int64_t number = 0; number < rowsPerLane; ++number)
    if (failed(softmaxRow(number, firstKey, state)))
      return failure();
  barrier();
  scaleResult(state);
  weighValues(state);
  barrier(); // the block may be replaced
  return success();
}

FailureOr<CooperativeFlashBuilder::State> CooperativeFlashBuilder::buildMainLoop() {
  FailureOr<Values> first = loadBlock(index(0));
  if (failed(first))
    return failure();
  State state{Values(rowTiles * valueTiles, zeroFragment(context)), Values(rowsPerLane, context.f32(lowest)),
              Values(rowsPerLane, context.f32(0.0f)), *first};
  Value limit = getKeyLimit(firstQuery, layout.rows * layout.subgroups);
  auto body = [&](Value firstKey, Values carried) -> FailureOr<Values> {
    State current = State::unflatten(carried, state);
    if (failed(buildBlock(firstKey, current)))
      return failure();
    return current.flatten();
  };
  FailureOr<Values> results = forLoop(index(0), limit, layout.keys, state.flatten(), body);
  if (failed(results))
    return failure();
  return State::unflatten(*results, state);
}

//===--- Result -------------------------------------------------------------===//

/// `tiles` x 16 columns of the result, from the place of the scores.
LogicalResult CooperativeFlashBuilder::storePiece(int64_t firstTile, int64_t tiles) {
  int64_t perRow = tiles * kFactorUnits;
  for (int64_t first = 0; first < layout.rows * perRow; first += lanes) {
    Value access = add(lane, first), row = div(access, perRow), column = rem(access, perRow);
    Value values = toFloats(loadWords(add(add(scores, mul(row, layout.scoreRow)), column)));
    Value query = add(add(firstQuery, firstRow), row), d = add(mul(column, kUnitWords), firstTile * kEdge);
    Value inside = shape.queries % (layout.rows * layout.subgroups) != 0 ? less(query, shape.queries) : Value();
    if ((firstTile + tiles) * kEdge > shape.valueSize)
      inside = both(inside, less(d, shape.valueSize));
    if (failed(context.guarded(inside, [&] { return storeRow(query, d, values, kUnitWords); })))
      return failure();
  }
  return success();
}

LogicalResult CooperativeFlashBuilder::finish(State &state) {
  for (int64_t number = 0; number < rowsPerLane; ++number)
    storeFactor(add(scores, mul(add(lane, number * lanes), layout.scoreRow)), invert(state.sum[number]));
  barrier();
  scaleResult(state);
  int64_t perPiece = std::min(layout.scoreRow / kFactorUnits, valueTiles);
  for (int64_t first = 0; first < valueTiles; first += perPiece) {
    int64_t tiles = std::min(perPiece, valueTiles - first);
    barrier(); // what is there has been read
    for (int64_t i = 0; i < rowTiles; ++i)
      for (int64_t v = 0; v < tiles; ++v)
        storeFragment(context, state.result[i * valueTiles + first + v], memory, scoreAt(i * kEdge, v * kFactorUnits),
                      layout.scoreRow);
    barrier();
    if (failed(storePiece(first, tiles)))
      return failure();
  }
  return success();
}

FailureOr<Grid> CooperativeFlashBuilder::build() {
  place();
  clearPadding();
  if (failed(storeQueries()))
    return failure();
  barrier();
  if (layout.holdsQueries) {
    for (int64_t i = 0; i < rowTiles; ++i)
      for (int64_t d = 0; d < depthTiles; ++d)
        queries.push_back(loadQueryFragment(i, d));
    barrier(); // scores take their place
  }
  FailureOr<State> state = buildMainLoop();
  if (failed(state) || failed(finish(*state)))
    return failure();
  return getGrid(layout.rows * layout.subgroups);
}

FailureOr<Grid> mlir::burin::codegen::buildCooperativeFlashAttention(ScheduleContext &context) {
  auto op = dyn_cast_if_present<fused::AttentionOp>(context.group.root);
  if (!op || !fitsMatrixFlash(op, /*isGroup=*/true) || context.config.getTile().size() != 3)
    return context.group.func.emitOpError("does not fit the cooperative-flash-attention schedule");
  return CooperativeFlashBuilder(context).build();
}
