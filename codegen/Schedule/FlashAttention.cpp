//===- FlashAttention.cpp - Flash attention in register tiles -------------===//
//
// A work group of CG x RG items owns a block of queries of one head. Item
// (c, r) keeps rows r, r + RG, ... of the block: for these it computes scores of
// keys c, c + CG, ... (in accesses of `vector` keys) and accumulates the elements
// c, c + CG, ... (likewise) of the result. Rows that neighbouring items read lie
// next to each other in local memory, keys and elements that they read are
// consecutive, and all items of a row read the same query: no bank is hit twice.
//
// tile = [rows, columns, depth, keys, lanes]
//   rows     queries per item; the block has rows * RG
//   columns  accesses of keys per item; a block of keys has columns * CG * vector
//   depth    elements of query and key in local memory at a time; divides D. Where
//            it is D itself, queries are read once
//   keys     rows of value in local memory at a time; divides the block of keys
//   lanes    elements per access of key and value in global memory, at most
// workgroup = [CG, RG, 1]; CG * vector divides Dv.
//
// Local memory holds queries [rows * RG][depth + 4] (scaled), one buffer for
// first the keys, transposed [depth][keys of a block], then values [keys][Dv],
// the probabilities [rows * RG][keys of a block + 4] and a maximum per row and
// item, all f32.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/FlashAttention.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
class FlashGroupBuilder : public FlashBuilder {
public:
  explicit FlashGroupBuilder(ScheduleContext &context) : FlashBuilder(context) {
    ArrayRef<int64_t> tile = context.config.getTile();
    rows = tile[0], columns = tile[1], depth = tile[2], valueRows = tile[3], lanes = tile[4];
    columnItems = context.config.getWorkgroup()[0], rowItems = context.config.getWorkgroup()[1];
    items = columnItems * rowItems;
    blockQueries = rows * rowItems;
    blockKeys = columns * columnItems * width;
    accesses = shape.valueSize / (columnItems * width);
    step = getLanes(depth, 4);
    coversKeys = shape.keys % blockKeys == 0;
  }
  FailureOr<Grid> build();

private:
  void place();
  /// Runs `body` on `count` units of work, spread over the items of the group.
  LogicalResult spread(int64_t count, llvm::function_ref<LogicalResult(Value unit)> body);
  LogicalResult stageQueries(Value firstDepth);
  LogicalResult stageKeys(Value firstKey, Value firstDepth);
  LogicalResult stageValues(Value firstKey);
  FailureOr<Values> multiplyKeys(Value firstKey);
  FailureOr<Values> multiplyDepth(Values scores);
  LogicalResult maskAll(Values &scores, Value firstKey);
  /// Running maximum per row -> the new one, known to all items of the row.
  Values exchangeMaxima(ArrayRef<Value> scores, ArrayRef<Value> old);
  FailureOr<Values> weighValues(Value firstKey, Values acc);
  FailureOr<Values> buildBlock(Value firstKey, Values carried);
  LogicalResult finish(ArrayRef<Value> carried);
  /// Row `i` of this item inside the block.
  Value row(int64_t i) { return add(rowItem, i * rowItems); }
  /// Element of access `j` of this item.
  Value column(int64_t j) { return mul(add(columnItem, j * columnItems), width); }
  void barrier() { gpu::BarrierOp::create(b, loc); }

  int64_t rows, columns, depth, valueRows, lanes, columnItems, rowItems, items;
  int64_t blockQueries, blockKeys, accesses, step;
  bool coversKeys;
  Value item, columnItem, rowItem, firstQuery;
  Value queries, operand, weights, maxima; ///< local memory
};
} // namespace

void FlashGroupBuilder::place() {
  placeHead();
  columnItem = columnItems > 1 ? context.localId(gpu::Dimension::x) : index(0);
  rowItem = rowItems > 1 ? context.localId(gpu::Dimension::y) : index(0);
  item = add(mul(rowItem, columnItems), columnItem);
  firstQuery = mul(context.groupId(gpu::Dimension::x), blockQueries);
  queries = allocate(blockQueries * (depth + 4));
  operand = allocate(std::max(depth * blockKeys, valueRows * shape.valueSize));
  weights = allocate(blockQueries * (blockKeys + 4));
  maxima = allocate(blockQueries * columnItems);
}

LogicalResult FlashGroupBuilder::spread(int64_t count,
                                        llvm::function_ref<LogicalResult(Value)> body) {
  // A few loads that do not wait for each other hide their latency.
  constexpr int64_t kUnroll = 4;
  int64_t whole = count / items;
  if (count % items == 0 && whole <= kUnroll) {
    for (int64_t i = 0; i < whole; ++i)
      if (failed(body(add(item, i * items))))
        return failure();
    return success();
  }
  return forLoop(item, index(count), items, {}, [&](Value unit, Values) -> FailureOr<Values> {
    if (failed(body(unit)))
      return failure();
    return Values{};
  });
}

LogicalResult FlashGroupBuilder::stageQueries(Value firstDepth) {
  int64_t perRow = depth / step;
  return spread(blockQueries * perRow, [&](Value unit) -> LogicalResult {
    Value position = div(unit, perRow), d = mul(rem(unit, perRow), step);
    FailureOr<Value> query = loadQuery(add(firstQuery, position), add(firstDepth, d), step);
    if (failed(query))
      return failure();
    Value scaled = product(*query, context.f32(op.getScale().convertToFloat(), step));
    store(scaled, queries, add(mul(position, depth + 4), d));
    return success();
  });
}

/// Neighbouring items take neighbouring keys: their stores to the transposed
/// tile do not meet in a bank.
LogicalResult FlashGroupBuilder::stageKeys(Value firstKey, Value firstDepth) {
  int64_t count = getLanes(depth, lanes);
  return spread(blockKeys * (depth / count), [&](Value unit) -> LogicalResult {
    Value position = rem(unit, blockKeys), d = mul(div(unit, blockKeys), count);
    FailureOr<Value> key = loadKey(add(firstKey, position), add(firstDepth, d), count);
    if (failed(key))
      return failure();
    for (int64_t i = 0; i < count; ++i)
      store(lane(*key, i), operand, add(mul(add(d, i), blockKeys), position));
    return success();
  });
}

LogicalResult FlashGroupBuilder::stageValues(Value firstKey) {
  int64_t count = getLanes(shape.valueSize, lanes), perRow = shape.valueSize / count;
  return spread(valueRows * perRow, [&](Value unit) -> LogicalResult {
    Value position = div(unit, perRow), d = mul(rem(unit, perRow), count);
    FailureOr<Value> value = loadValue(add(firstKey, position), d, count);
    if (failed(value))
      return failure();
    store(*value, operand, add(mul(position, shape.valueSize), d));
    return success();
  });
}

/// One step over the elements of query and key that are in local memory.
FailureOr<FlashBuilder::Values> FlashGroupBuilder::multiplyDepth(Values init) {
  return forLoop(depth, step, init, [&](Value d, Values scores) -> FailureOr<Values> {
    Values query;
    for (int64_t i = 0; i < rows; ++i)
      query.push_back(load(queries, add(mul(row(i), depth + 4), d), step));
    for (int64_t s = 0; s < step; ++s)
      for (int64_t j = 0; j < columns; ++j) {
        Value key = load(operand, add(mul(add(d, s), blockKeys), column(j)), width);
        for (int64_t i = 0; i < rows; ++i) {
          Value &score = scores[i * columns + j];
          score = fma(splat(lane(query[i], s), width), key, score);
        }
      }
    return scores;
  });
}

/// rows x columns accesses of scores, not masked yet.
FailureOr<FlashBuilder::Values> FlashGroupBuilder::multiplyKeys(Value firstKey) {
  Values zero(rows * columns, context.f32(0.0f, width));
  return forLoop(shape.size, depth, zero, [&](Value d, Values scores) -> FailureOr<Values> {
    barrier(); // until nobody reads what was here
    if ((depth != shape.size && failed(stageQueries(d))) || failed(stageKeys(firstKey, d)))
      return failure();
    barrier();
    return multiplyDepth(scores);
  });
}

LogicalResult FlashGroupBuilder::maskAll(Values &scores, Value firstKey) {
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j) {
      FailureOr<Value> masked = maskScores(scores[i * columns + j], add(firstQuery, row(i)),
                                           add(firstKey, column(j)), width, coversKeys);
      if (failed(masked))
        return failure();
      scores[i * columns + j] = *masked;
    }
  return success();
}

FlashBuilder::Values FlashGroupBuilder::exchangeMaxima(ArrayRef<Value> scores, ArrayRef<Value> old) {
  auto larger = [&](Value lhs, Value rhs) { return maximum(lhs, rhs); };
  for (int64_t i = 0; i < rows; ++i) {
    Value mine = scores[i * columns];
    for (int64_t j = 1; j < columns; ++j)
      mine = maximum(mine, scores[i * columns + j]);
    store(reduceLanes(mine, larger), maxima, add(mul(row(i), columnItems), columnItem));
  }
  barrier();
  Values result;
  int64_t count = getLanes(columnItems, 4);
  for (int64_t i = 0; i < rows; ++i) {
    Value max = old[i], all;
    for (int64_t c = 0; c < columnItems; c += count) {
      Value theirs = load(maxima, add(mul(row(i), columnItems), c), count);
      all = all ? maximum(all, theirs) : theirs;
    }
    result.push_back(maximum(max, reduceLanes(all, larger)));
  }
  return result;
}

/// Adds probabilities times values to the rows x accesses accumulators.
FailureOr<FlashBuilder::Values> FlashGroupBuilder::weighValues(Value firstKey, Values init) {
  int64_t count = getLanes(valueRows, 4);
  return forLoop(blockKeys, valueRows, init, [&](Value part, Values carried) -> FailureOr<Values> {
    if (valueRows != blockKeys)
      barrier(); // keys, too, were read before the barrier of the maxima
    if (failed(stageValues(add(firstKey, part))))
      return failure();
    barrier();
    return forLoop(valueRows, count, carried, [&](Value k, Values acc) -> FailureOr<Values> {
      Values weight;
      for (int64_t i = 0; i < rows; ++i)
        weight.push_back(load(weights, add(mul(row(i), blockKeys + 4), add(part, k)), count));
      for (int64_t s = 0; s < count; ++s)
        for (int64_t j = 0; j < accesses; ++j) {
          Value value = load(operand, add(mul(add(k, s), shape.valueSize), column(j)), width);
          for (int64_t i = 0; i < rows; ++i) {
            Value &result = acc[i * accesses + j];
            result = fma(splat(lane(weight[i], s), width), value, result);
          }
        }
      return acc;
    });
  });
}

/// Carried: the result (rows x accesses), then maximum and sum per row. An item's
/// sum is that of its own keys until `finish`.
FailureOr<FlashBuilder::Values> FlashGroupBuilder::buildBlock(Value firstKey, Values carried) {
  ArrayRef<Value> all(carried);
  Values acc(all.take_front(rows * accesses));
  ArrayRef<Value> oldMax = all.slice(rows * accesses, rows), oldSum = all.take_back(rows);
  FailureOr<Values> scores = multiplyKeys(firstKey);
  if (failed(scores) || failed(maskAll(*scores, firstKey)))
    return failure();
  Values max = exchangeMaxima(*scores, oldMax), sums;
  for (int64_t i = 0; i < rows; ++i) {
    Value base = getBase(max[i]), shrink = shiftedExp(oldMax[i], base), mine;
    for (int64_t j = 0; j < columns; ++j) {
      Value weight = shiftedExp((*scores)[i * columns + j], base);
      store(weight, weights, add(mul(row(i), blockKeys + 4), column(j)));
      mine = mine ? sum(mine, weight) : weight;
    }
    mine = reduceLanes(mine, [&](Value lhs, Value rhs) { return sum(lhs, rhs); });
    sums.push_back(fma(oldSum[i], shrink, mine));
    for (int64_t j = 0; j < accesses; ++j)
      acc[i * accesses + j] = product(acc[i * accesses + j], splat(shrink, width));
  }
  FailureOr<Values> result = weighValues(firstKey, acc);
  if (failed(result))
    return failure();
  llvm::append_range(*result, max);
  llvm::append_range(*result, sums);
  return result;
}

LogicalResult FlashGroupBuilder::finish(ArrayRef<Value> carried) {
  // The last reader of the maxima is behind the barriers of its block.
  for (int64_t i = 0; i < rows; ++i)
    store(carried[rows * accesses + rows + i], maxima, add(mul(row(i), columnItems), columnItem));
  barrier();
  for (int64_t i = 0; i < rows; ++i) {
    Value total;
    for (int64_t c = 0; c < columnItems; ++c) {
      Value part = load(maxima, add(mul(row(i), columnItems), c), 1);
      total = total ? sum(total, part) : part;
    }
    Value inverse = splat(invert(total), width), query = add(firstQuery, row(i)), inside;
    if (shape.queries % blockQueries != 0)
      inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, query, index(shape.queries));
    LogicalResult stored = context.guarded(inside, [&]() -> LogicalResult {
      for (int64_t j = 0; j < accesses; ++j)
        if (failed(storeRow(query, column(j), product(carried[i * accesses + j], inverse), width)))
          return failure();
      return success();
    });
    if (failed(stored))
      return failure();
  }
  return success();
}

FailureOr<Grid> FlashGroupBuilder::build() {
  place();
  if (depth == shape.size && failed(stageQueries(index(0))))
    return failure();
  Values init(rows * accesses, context.f32(0.0f, width));
  init.append(rows, context.f32(lowest));
  init.append(rows, context.f32(0.0f));
  FailureOr<Values> carried =
      forLoop(index(0), getKeyLimit(firstQuery, blockQueries), blockKeys, init,
              [&](Value firstKey, Values values) { return buildBlock(firstKey, values); });
  if (failed(carried) || failed(finish(*carried)))
    return failure();
  return getGrid(blockQueries);
}

FailureOr<Grid> mlir::burin::codegen::buildFlashAttention(ScheduleContext &context) {
  if (!isa_and_present<fused::AttentionOp>(context.group.root) || context.config.getTile().size() != 5)
    return context.group.func.emitOpError("does not fit the flash-attention schedule");
  return FlashGroupBuilder(context).build();
}
