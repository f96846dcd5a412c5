//===- FlashAttentionItem.cpp - Flash attention, one item per block -------===//
//
// For CPUs: a core runs a work group, so that items and barriers only cost. One
// work item owns a block of queries; what a GPU keeps in the registers of a work
// group stays in the core's cache here, and every product is a sequence of
// register tiles like the contraction schedule's.
//
// tile = [queries, keys, rows, columns]
//   queries  of a block; a multiple of rows
//   keys     of a block; a multiple of vector
//   rows     queries of a register tile
//   columns  accesses of `vector` elements of a register tile
// workgroup = [1, 1, 1]; vector divides Dv.
//
// Local memory (f32): queries [queries][D], scaled; keys, transposed [D][keys];
// values [keys][Dv]; the unnormalised result [queries][Dv]; maximum and sum per
// query; probabilities of one row tile [rows][keys].
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/FlashAttention.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
class FlashItemBuilder : public FlashBuilder {
public:
  explicit FlashItemBuilder(ScheduleContext &context) : FlashBuilder(context) {
    ArrayRef<int64_t> tile = context.config.getTile();
    blockQueries = tile[0], blockKeys = tile[1], rows = tile[2], columns = tile[3];
    coversKeys = shape.keys % blockKeys == 0;
  }
  FailureOr<Grid> build();

private:
  using Statement = llvm::function_ref<LogicalResult(Value i)>;
  LogicalResult forEach(int64_t upper, int64_t step, Statement body);
  /// Register tiles over `extent` elements: as many as fit, then one for the rest.
  /// `body` gets the first element and the number of accesses.
  LogicalResult forTiles(int64_t extent, llvm::function_ref<LogicalResult(Value, int64_t)> body);

  void place();
  LogicalResult initialize();
  LogicalResult stageKeys(Value firstKey);
  LogicalResult stageValues(Value firstKey);
  LogicalResult buildScores(Value firstKey, Value firstRow, Value column, int64_t accesses);
  LogicalResult buildWeights(Value row, Value memory);
  LogicalResult weighValues(Value firstRow, Value column, int64_t accesses);
  LogicalResult buildRowTile(Value firstKey, Value firstRow);
  LogicalResult finish();

  int64_t blockQueries, blockKeys, rows, columns;
  bool coversKeys;
  Value firstQuery;
  Value queries, keys, values, result, maxima, sums, weights; ///< local memory
  Values shrinks; ///< factor of each row of the tile on what it has so far
};
} // namespace

LogicalResult FlashItemBuilder::forEach(int64_t upper, int64_t step, Statement body) {
  return forLoop(upper, step, {}, [&](Value i, Values) -> FailureOr<Values> {
    if (failed(body(i)))
      return failure();
    return Values{};
  });
}

LogicalResult FlashItemBuilder::forTiles(int64_t extent,
                                         llvm::function_ref<LogicalResult(Value, int64_t)> body) {
  int64_t accesses = extent / width, whole = accesses / columns * columns;
  if (whole && failed(forEach(whole * width, columns * width,
                              [&](Value first) { return body(first, columns); })))
    return failure();
  return whole == accesses ? success() : body(index(whole * width), accesses - whole);
}

void FlashItemBuilder::place() {
  placeHead();
  firstQuery = mul(context.groupId(gpu::Dimension::x), blockQueries);
  queries = allocate(blockQueries * shape.size);
  keys = allocate(shape.size * blockKeys);
  values = allocate(blockKeys * shape.valueSize);
  result = allocate(blockQueries * shape.valueSize);
  maxima = allocate(blockQueries);
  sums = allocate(blockQueries);
  weights = allocate(rows * blockKeys);
}

LogicalResult FlashItemBuilder::initialize() {
  int64_t lanes = getLanes(shape.size, width);
  return forEach(blockQueries, 1, [&](Value row) -> LogicalResult {
    store(context.f32(lowest), maxima, row);
    store(context.f32(0.0f), sums, row);
    LogicalResult cleared = forEach(shape.valueSize, width, [&](Value d) -> LogicalResult {
      store(context.f32(0.0f, width), result, add(mul(row, shape.valueSize), d));
      return success();
    });
    if (failed(cleared))
      return failure();
    return forEach(shape.size, lanes, [&](Value d) -> LogicalResult {
      FailureOr<Value> query = loadQuery(add(firstQuery, row), d, lanes);
      if (failed(query))
        return failure();
      Value scaled = product(*query, context.f32(op.getScale().convertToFloat(), lanes));
      store(scaled, queries, add(mul(row, shape.size), d));
      return success();
    });
  });
}

/// One access of keys at a time, element by element: stores are vectors.
LogicalResult FlashItemBuilder::stageKeys(Value firstKey) {
  int64_t lanes = getLanes(shape.size, 4);
  return forEach(blockKeys, 1, [&](Value position) -> LogicalResult {
    return forEach(shape.size, lanes, [&](Value d) -> LogicalResult {
      FailureOr<Value> key = loadKey(add(firstKey, position), d, lanes);
      if (failed(key))
        return failure();
      for (int64_t i = 0; i < lanes; ++i)
        store(lane(*key, i), keys, add(mul(add(d, i), blockKeys), position));
      return success();
    });
  });
}

LogicalResult FlashItemBuilder::stageValues(Value firstKey) {
  return forEach(blockKeys, 1, [&](Value position) -> LogicalResult {
    return forEach(shape.valueSize, width, [&](Value d) -> LogicalResult {
      FailureOr<Value> value = loadValue(add(firstKey, position), d, width);
      if (failed(value))
        return failure();
      store(*value, values, add(mul(position, shape.valueSize), d));
      return success();
    });
  });
}

LogicalResult FlashItemBuilder::buildScores(Value firstKey, Value firstRow, Value column,
                                            int64_t accesses) {
  Values zero(rows * accesses, context.f32(0.0f, width));
  FailureOr<Values> scores = forLoop(shape.size, 1, zero, [&](Value d, Values acc) -> FailureOr<Values> {
    Values key;
    for (int64_t j = 0; j < accesses; ++j)
      key.push_back(load(keys, add(mul(d, blockKeys), add(column, j * width)), width));
    for (int64_t i = 0; i < rows; ++i) {
      Value query = splat(load(queries, add(mul(add(firstRow, i), shape.size), d), 1), width);
      for (int64_t j = 0; j < accesses; ++j)
        acc[i * accesses + j] = fma(query, key[j], acc[i * accesses + j]);
    }
    return acc;
  });
  if (failed(scores))
    return failure();
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < accesses; ++j) {
      Value at = add(column, j * width);
      FailureOr<Value> masked =
          maskScores((*scores)[i * accesses + j], add(firstQuery, add(firstRow, i)),
                     add(firstKey, at), width, coversKeys);
      if (failed(masked))
        return failure();
      store(*masked, weights, add(at, i * blockKeys));
    }
  return success();
}

/// Scores at `memory` become probabilities; maximum and sum of the row follow.
LogicalResult FlashItemBuilder::buildWeights(Value row, Value memory) {
  Value old = load(maxima, row, 1);
  FailureOr<Values> max =
      forLoop(blockKeys, width, context.f32(lowest, width), [&](Value k, Values acc) -> FailureOr<Values> {
        return Values{maximum(acc[0], load(weights, add(memory, k), width))};
      });
  Value next = maximum(old, reduceLanes((*max)[0], [&](Value l, Value r) { return maximum(l, r); }));
  Value base = getBase(next), shrink = shiftedExp(old, base);
  FailureOr<Values> total =
      forLoop(blockKeys, width, context.f32(0.0f, width), [&](Value k, Values acc) -> FailureOr<Values> {
        Value weight = shiftedExp(load(weights, add(memory, k), width), base);
        store(weight, weights, add(memory, k));
        return Values{sum(acc[0], weight)};
      });
  Value mine = reduceLanes((*total)[0], [&](Value l, Value r) { return sum(l, r); });
  store(fma(load(sums, row, 1), shrink, mine), sums, row);
  store(next, maxima, row);
  shrinks.push_back(shrink);
  return success();
}

LogicalResult FlashItemBuilder::weighValues(Value firstRow, Value column, int64_t accesses) {
  auto place = [&](int64_t i, int64_t j) {
    return add(mul(add(firstRow, i), shape.valueSize), add(column, j * width));
  };
  Values init;
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < accesses; ++j)
      init.push_back(product(load(result, place(i, j), width), splat(shrinks[i], width)));
  FailureOr<Values> acc = forLoop(blockKeys, 1, init, [&](Value k, Values acc) -> FailureOr<Values> {
    Values value;
    for (int64_t j = 0; j < accesses; ++j)
      value.push_back(load(values, add(mul(k, shape.valueSize), add(column, j * width)), width));
    for (int64_t i = 0; i < rows; ++i) {
      Value weight = splat(load(weights, add(k, i * blockKeys), 1), width);
      for (int64_t j = 0; j < accesses; ++j)
        acc[i * accesses + j] = fma(weight, value[j], acc[i * accesses + j]);
    }
    return acc;
  });
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < accesses; ++j)
      store((*acc)[i * accesses + j], result, place(i, j));
  return success();
}

LogicalResult FlashItemBuilder::buildRowTile(Value firstKey, Value firstRow) {
  LogicalResult scored = forTiles(blockKeys, [&](Value column, int64_t accesses) {
    return buildScores(firstKey, firstRow, column, accesses);
  });
  if (failed(scored))
    return failure();
  shrinks.clear();
  for (int64_t i = 0; i < rows; ++i)
    if (failed(buildWeights(add(firstRow, i), index(i * blockKeys))))
      return failure();
  return forTiles(shape.valueSize, [&](Value column, int64_t accesses) {
    return weighValues(firstRow, column, accesses);
  });
}

LogicalResult FlashItemBuilder::finish() {
  return forEach(blockQueries, 1, [&](Value row) -> LogicalResult {
    Value query = add(firstQuery, row), inside;
    if (shape.queries % blockQueries != 0)
      inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, query, index(shape.queries));
    return context.guarded(inside, [&]() -> LogicalResult {
      Value inverse = splat(invert(load(sums, row, 1)), width);
      return forEach(shape.valueSize, width, [&](Value d) -> LogicalResult {
        Value value = load(result, add(mul(row, shape.valueSize), d), width);
        return storeRow(query, d, product(value, inverse), width);
      });
    });
  });
}

FailureOr<Grid> FlashItemBuilder::build() {
  place();
  if (failed(initialize()))
    return failure();
  FailureOr<Values> blocks =
      forLoop(index(0), getKeyLimit(firstQuery, blockQueries), blockKeys, {},
              [&](Value firstKey, Values) -> FailureOr<Values> {
                if (failed(stageKeys(firstKey)) || failed(stageValues(firstKey)))
                  return failure();
                LogicalResult built = forEach(blockQueries, rows, [&](Value firstRow) {
                  return buildRowTile(firstKey, firstRow);
                });
                return failed(built) ? FailureOr<Values>(failure()) : FailureOr<Values>(Values{});
              });
  if (failed(blocks) || failed(finish()))
    return failure();
  return getGrid(blockQueries);
}

FailureOr<Grid> mlir::burin::codegen::buildFlashAttentionItem(ScheduleContext &context) {
  if (!isa_and_present<fused::AttentionOp>(context.group.root) || context.config.getTile().size() != 4)
    return context.group.func.emitOpError("does not fit the flash-attention-item schedule");
  return FlashItemBuilder(context).build();
}
