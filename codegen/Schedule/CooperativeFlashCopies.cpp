//===- CooperativeFlashCopies.cpp - To and from local memory --------------===//
#include "codegen/Common/PackHalves.h"
#include "codegen/Schedule/CooperativeFlashBuilder.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

static constexpr int64_t kEdge = kFragmentEdge;
static constexpr int32_t kHalfOne = 0x3C00;

//===--- Keys, values and queries to local memory ---------------------------===//

void CooperativeFlashBuilder::place() {
  placeHead();
  thread = context.localId(gpu::Dimension::x);
  subgroup = gpu::SubgroupIdOp::create(b, loc, b.getIndexType(), IntegerAttr());
  lane = gpu::LaneIdOp::create(b, loc, IntegerAttr());
  Value group = context.groupId(gpu::Dimension::x);
  firstQuery = mul(div(group, layout.parts), layout.rows * layout.subgroups);
  firstElement = mul(rem(group, layout.parts), layout.valueSize);
  firstRow = mul(subgroup, layout.rows);
  memory = allocateUnits(context, layout.total);
  weights = add(mul(firstRow, layout.weightRow), layout.weightStart);
  keyCopies = placeCopies(shape.size, layout.keyRow, 0, index(0));
  valueCopies = placeCopies(layout.valueSize, layout.valueRow, layout.keys * layout.keyRow, firstElement);
}

SmallVector<CooperativeFlashBuilder::Copy> CooperativeFlashBuilder::placeCopies(int64_t size, int64_t rowUnits,
                                                                                int64_t start, Value first) {
  SmallVector<Copy> copies;
  int64_t perRow = size / kUnitHalves, count = layout.keys * perRow;
  for (int64_t done = 0; done < count; done += items) {
    bool isLast = done + items > count;
    Value number = add(thread, done), unit = isLast ? context.min(number, count - 1) : number;
    Value column = rem(unit, perRow);
    Copy copy{div(unit, perRow), add(first, mul(column, kUnitHalves)), {}};
    copy.target = add(add(mul(copy.row, rowUnits), column), start);
    if (isLast) {
      // What is too much goes behind the end of a row, where nobody reads: behind a branch a
      // compiler would load what only the branch stores.
      Value unread = add(mul(rem(thread, layout.keys), rowUnits), start + rowUnits - 1);
      copy.target = arith::SelectOp::create(b, loc, less(number, count), copy.target, unread);
    }
    copies.push_back(copy);
  }
  return copies;
}

/// `unit` to unit `start` of each of `count` rows.
void CooperativeFlashBuilder::fillRows(Value unit, int64_t count, int64_t rowUnits, int64_t start) {
  for (int64_t first = 0; first < count; first += items) {
    Value row = add(thread, first);
    (void)context.guarded(first + items > count ? less(row, count) : Value(), [&] {
      storeWords(unit, add(mul(row, rowUnits), start));
      return success();
    });
  }
}

/// What no copy writes: elements of keys past D (queries are zero in these places,
/// but zero times NaN is not), and the ones of values.
void CooperativeFlashBuilder::fillConstants() {
  Value one = arith::ConstantOp::create(
      b, loc, DenseIntElementsAttr::get(getUnitType(b), ArrayRef<int32_t>{kHalfOne, 0, 0, 0}));
  for (int64_t stage = 0; stage < layout.stages; ++stage) {
    int64_t start = stage * layout.stageUnits;
    if (shape.size % kEdge != 0)
      fillRows(zeroUnit(), layout.keys, layout.keyRow, start + shape.size / kUnitHalves);
    if (coversKeys)
      fillRows(one, layout.keys, layout.valueRow,
               start + layout.keys * layout.keyRow + layout.valueSize / kUnitHalves);
  }
}

LogicalResult CooperativeFlashBuilder::loadOperand(ArrayRef<Copy> copies, Value operand, Value firstKey,
                                                   bool isZeroPastEnd, Units &units) {
  for (const Copy &copy : copies) {
    // The block after the last is read, too, and not used.
    Value key = add(firstKey, copy.row), inside;
    if (isZeroPastEnd)
      inside = less(key, shape.keys);
    key = context.min(key, shape.keys - 1);
    auto locations = context.emitter.locate(operand, {batch, keyHead, key, copy.element}, kUnitHalves);
    if (failed(locations))
      return failure();
    for (ElementLocation &from : *locations)
      from.inside = both(from.inside, inside);
    units.push_back(loadUnmasked(context, *locations));
  }
  return success();
}

FailureOr<CooperativeFlashBuilder::Units> CooperativeFlashBuilder::loadBlock(Value firstKey) {
  Units units;
  if (failed(loadOperand(keyCopies, op.getKey(), firstKey, /*isZeroPastEnd=*/false, units)) ||
      failed(loadOperand(valueCopies, op.getValue(), firstKey, /*isZeroPastEnd=*/!coversKeys, units)))
    return failure();
  return units;
}

/// What is outside becomes zero here: before, nothing uses what is loaded.
void CooperativeFlashBuilder::storeBlock(ArrayRef<LoadedUnit> units, Value stage, Value firstKey) {
  for (const auto *copies : {&keyCopies, &valueCopies})
    for (const Copy &copy : *copies) {
      storeWords(maskUnit(context, units.front()), add(stage, copy.target));
      units = units.drop_front();
    }
  if (coversKeys)
    return;
  auto word = b.getI32Type();
  Value one = arith::ConstantIntOp::create(b, loc, word, kHalfOne), zero = arith::ConstantIntOp::create(b, loc, word, 0);
  for (int64_t first = 0; first < layout.keys; first += items) {
    Value row = add(thread, first);
    (void)context.guarded(first + items > layout.keys ? less(row, layout.keys) : Value(), [&] {
      Value sign = arith::SelectOp::create(b, loc, less(add(firstKey, row), shape.keys), one, zero);
      Value unit = vector::FromElementsOp::create(b, loc, getUnitType(b), ValueRange{sign, zero, zero, zero});
      int64_t start = layout.keys * layout.keyRow + layout.valueSize / kUnitHalves;
      storeWords(unit, add(stage, add(mul(row, layout.valueRow), start)));
      return success();
    });
  }
}

/// `tiles` x 16 elements of the queries of the work group as halves; they are computed,
/// so each unit is two accesses of four elements.
LogicalResult CooperativeFlashBuilder::storeQueries(int64_t firstTile, int64_t tiles) {
  int64_t perRow = tiles * 2, rowUnits = perRow | 1, count = layout.rows * layout.subgroups * perRow;
  bool isPadded = (firstTile + tiles) * kEdge > shape.size;
  auto storeUnit = [&](Value unit) -> LogicalResult {
    Value row = div(unit, perRow), column = rem(unit, perRow);
    Value d = add(mul(column, kUnitHalves), firstTile * kEdge), query = add(firstQuery, row);
    Value from = isPadded ? context.min(d, shape.size - kUnitHalves) : d;
    FailureOr<Value> low = loadQuery(query, from, kUnitWords);
    FailureOr<Value> high = failed(low) ? low : loadQuery(query, add(from, kUnitWords), kUnitWords);
    if (failed(high))
      return failure();
    Value words = packHalves(b, loc, *low, *high);
    if (isPadded)
      words = arith::SelectOp::create(b, loc, less(d, shape.size), words, zeroUnit());
    storeWords(words, add(mul(row, rowUnits), column));
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

/// Through all of local memory, as many elements at a time as it holds.
LogicalResult CooperativeFlashBuilder::loadQueries() {
  queries.resize(rowTiles * layout.depthTiles);
  for (int64_t first = 0; first < layout.depthTiles; first += layout.queryTiles) {
    int64_t tiles = std::min(layout.queryTiles, layout.depthTiles - first), rowUnits = tiles * 2 | 1;
    if (failed(storeQueries(first, tiles)))
      return failure();
    barrier();
    for (int64_t i = 0; i < rowTiles; ++i)
      for (int64_t d = 0; d < tiles; ++d)
        queries[i * layout.depthTiles + first + d] = loadFragment(
            context, memory, add(mul(firstRow, rowUnits), i * kEdge * rowUnits + d * 2), rowUnits, "AOp");
    barrier(); // what is there may be replaced
  }
  return success();
}

//===--- Result -------------------------------------------------------------===//

/// `place`: of this sub-group, in local memory.
void CooperativeFlashBuilder::divideBySums(State &state, Value place) {
  constexpr int64_t kRowUnits = kFloatUnits | 1;
  int64_t tile = layout.valueSize / kEdge, unit = layout.valueSize % kEdge / kUnitWords;
  auto at = [&](int64_t i) { return add(place, i * kEdge * kRowUnits); };
  for (int64_t i = 0; i < rowTiles; ++i)
    storeFragment(context, state.result[i * layout.valueTiles + tile], memory, at(i), kRowUnits);
  wait();
  (void)forRows([&](Value row) {
    Value start = add(place, mul(row, kRowUnits));
    Value inverse = invert(FlashBuilder::lane(toFloats(loadWords(add(start, unit))), 0));
    Value words = toWords(splat(inverse, kUnitWords));
    for (int64_t i = 0; i < kFloatUnits; ++i)
      storeWords(words, add(start, i));
    return success();
  });
  wait();
  for (int64_t i = 0; i < rowTiles; ++i) {
    Value factor = loadFragment(context, memory, at(i), kRowUnits, "COp");
    for (Value &part : MutableArrayRef(state.result).slice(i * layout.valueTiles, layout.valueTiles))
      part = scaleFragment(part, factor);
  }
}

/// `tiles` x 16 columns of the result, from `place`.
LogicalResult CooperativeFlashBuilder::storePiece(int64_t firstTile, int64_t tiles, Value place, int64_t rowUnits) {
  int64_t columns = std::min(layout.valueSize - firstTile * kEdge, tiles * kEdge), perRow = columns / kUnitWords;
  int64_t count = layout.rows * perRow;
  for (int64_t first = 0; first < count; first += lanes) {
    Value access = add(lane, first), row = div(access, perRow), column = rem(access, perRow);
    Value query = add(add(firstQuery, firstRow), row), inside;
    if (first + lanes > count)
      inside = less(access, count);
    if (shape.queries % (layout.rows * layout.subgroups) != 0)
      inside = both(inside, less(query, shape.queries));
    LogicalResult stored = context.guarded(inside, [&] {
      Value values = toFloats(loadWords(add(add(place, mul(row, rowUnits)), column)));
      Value d = add(add(firstElement, mul(column, kUnitWords)), firstTile * kEdge);
      return storeRow(query, d, values, kUnitWords);
    });
    if (failed(stored))
      return failure();
  }
  return success();
}

LogicalResult CooperativeFlashBuilder::finish(State &state) {
  Value place = mul(subgroup, layout.resultUnits);
  divideBySums(state, place);
  int64_t tiles = llvm::divideCeil(layout.valueSize, kEdge);
  int64_t perPiece = std::min(tiles, (layout.resultUnits / layout.rows - 1) / kFloatUnits);
  int64_t rowUnits = perPiece * kFloatUnits | 1;
  for (int64_t first = 0; first < tiles; first += perPiece) {
    int64_t count = std::min(perPiece, tiles - first);
    wait(); // what is there has been read
    for (int64_t i = 0; i < rowTiles; ++i)
      for (int64_t v = 0; v < count; ++v)
        storeFragment(context, state.result[i * layout.valueTiles + first + v], memory,
                      add(place, i * kEdge * rowUnits + v * kFloatUnits), rowUnits);
    wait();
    if (failed(storePiece(first, count, place, rowUnits)))
      return failure();
  }
  return success();
}
