//===- MatrixFlashAttention.cpp - Flash attention on matrix units ---------===//
//
// A work group of sub-groups of 32 owns a block of queries of one head; each
// sub-group keeps `rows` of them as left operands in registers, with their
// unnormalised result. Blocks of keys and values stream through local memory in
// two stages: while one is multiplied, the next is on its way. Scores stay in
// accumulators: the online softmax works on them where they are, and as halves
// they are the left operand of the product with the values.
//
// tile = [rows, keys, parts]
//   rows   queries per sub-group, a multiple of 16
//   keys   of a block, a multiple of 16
//   parts  of the elements of a value; each is the work of another work group,
//          which computes the scores again. 1 unless the registers are too few
// workgroup = [32 * sub-groups, 1, 1], vector = 2.
//
// Local memory holds, per stage, keys [keys][D + pad] and values [keys][Dv + pad],
// in halves. A row is an odd number of 16-byte columns, so that the eight rows
// that one matrix load reads lie in different banks; up to a multiple of 16
// elements a key ends with zeros. Keys past the last are zeros that the mask
// excludes.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/FlashAttention.h"
#include "codegen/Schedule/MatrixInstructions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
constexpr float kLog2E = 1.44269504f;

class MatrixFlashBuilder : FlashBuilder {
public:
  explicit MatrixFlashBuilder(ScheduleContext &context)
      : FlashBuilder(context), layout(shape, context.config), items(context.getWorkgroupItems()) {
    rowTiles = layout.rows / 16, keyTiles = layout.keys / 8, valueTiles = layout.valueSize / 8;
    blockQueries = layout.rows * (items / kMatrixSubgroup);
    coversKeys = shape.keys % layout.keys == 0;
    isMasked = shape.hasMask || shape.causal || !coversKeys;
    float scale = op.getScale().convertToFloat();
    // exp(x) = exp2(log2(e) x); a mask is added to scaled scores.
    exponentScale = shape.hasMask ? kLog2E : scale * kLog2E;
  }
  FailureOr<Grid> build();

private:
  /// 16 bytes of a block of keys or values that this work item copies.
  struct Copy {
    Value row, element, target; ///< key of the block, first element, in the stage
    Value active;               ///< null: always
  };
  /// What the loop over keys carries.
  struct State {
    Values result;      ///< rowTiles x valueTiles accumulators
    Values maximum, sum; ///< of rows l / 4 and l / 4 + 8 of each row tile

    Values flatten() const {
      Values all(result);
      all.append(maximum);
      all.append(sum);
      return all;
    }
  };
  State unflatten(ValueRange all) const {
    ValueRange statistics = all.drop_front(rowTiles * valueTiles);
    return {Values(all.take_front(rowTiles * valueTiles)), Values(statistics.take_front(2 * rowTiles)),
            Values(statistics.drop_front(2 * rowTiles))};
  }

  void place();
  SmallVector<Copy> placeCopies(int64_t size, int64_t stride, int64_t offset, Value firstElement);
  LogicalResult copyOperand(ArrayRef<Copy> copies, Value operand, Value firstKey, Value base);
  LogicalResult copyBlock(Value firstKey, Value base);
  void clearPadding();
  FailureOr<Values> loadQueries();
  Values multiplyKeys(ArrayRef<Value> queries, Value base);
  LogicalResult maskAll(Values &scores, Value firstKey);
  Values takeRow(ArrayRef<Value> scores, int64_t i, int64_t half);
  Value getExponentBase(Value max);
  State raise(const State &state, ArrayRef<Value> blockMaxima);
  State raiseWhereNeeded(const State &state, ArrayRef<Value> blockMaxima);
  Values exponentiate(ArrayRef<Value> scores, State &state);
  Values packWeights(ArrayRef<Value> weights);
  void weighValues(ArrayRef<Value> weights, Value base, State &state);
  FailureOr<State> buildMainLoop(ArrayRef<Value> queries);
  LogicalResult finish(State &state);

  /// Combines the four lanes that hold a row.
  Value acrossRow(Value value, llvm::function_ref<Value(Value, Value)> combine);
  Value exp2(Value value);
  Value element(Value accumulator, int64_t half, int64_t column) {
    return vector::ExtractOp::create(b, loc, accumulator, ArrayRef<int64_t>{half, column});
  }
  Value fragment(ArrayRef<Value> elements) {
    auto type = VectorType::get({static_cast<int64_t>(elements.size()) / 2, 2}, b.getF32Type());
    return vector::FromElementsOp::create(b, loc, type, elements);
  }
  Value toHalves(Value fragment) {
    auto type = cast<VectorType>(fragment.getType()).clone(b.getF16Type());
    return arith::TruncFOp::create(b, loc, cast<VectorType>(type), fragment);
  }
  /// Query of row `half` of row tile `i`.
  Value queryOf(int64_t i, int64_t half) { return add(firstRow, i * 16 + half * 8); }

  MatrixFlashLayout layout;
  int64_t items, rowTiles, keyTiles, valueTiles, blockQueries;
  bool coversKeys, isMasked;
  float exponentScale;
  Value firstQuery, firstRow; ///< of the work group; of this lane
  Value firstElement;         ///< of the part of a value
  Value thread, lane, pairColumn;
  Value memory, keyAddress, valueAddress; ///< of this lane in a block
  SmallVector<Copy> keyCopies, valueCopies;
};
} // namespace

MatrixFlashLayout::MatrixFlashLayout(const AttentionShape &shape, kernel::ConfigAttr config)
    : rows(config.getTile()[0]), keys(config.getTile()[1]), parts(config.getTile()[2]),
      valueSize(shape.valueSize / parts) {
  auto stride = [](int64_t size) { return (llvm::divideCeil(size, 16) * 2 | 1) * kMatrixCopy; };
  keyStride = stride(shape.size), valueStride = stride(valueSize);
}

void MatrixFlashBuilder::place() {
  placeHead();
  thread = context.localId(gpu::Dimension::x);
  lane = rem(thread, kMatrixSubgroup);
  pairColumn = mul(rem(lane, 4), 2);
  Value group = context.groupId(gpu::Dimension::x);
  firstQuery = mul(div(group, layout.parts), blockQueries);
  firstElement = mul(rem(group, layout.parts), layout.valueSize);
  firstRow = add(add(firstQuery, mul(div(thread, kMatrixSubgroup), layout.rows)), div(lane, 4));
  memory = allocateHalves(context, 2 * layout.stageElements());
  // Matrices of keys: keys 0-7 and 8-15, each of two columns; of values: the same
  // rows and columns, but all 16 keys first.
  Value key = add(rem(lane, 8), mul(div(lane, 16), 8));
  keyAddress = add(mul(key, layout.keyStride), mul(rem(div(lane, 8), 2), kMatrixCopy));
  valueAddress = add(mul(rem(lane, 16), layout.valueStride), mul(div(lane, 16), kMatrixCopy));
  valueAddress = add(valueAddress, layout.keys * layout.keyStride);
  keyCopies = placeCopies(shape.size, layout.keyStride, 0, index(0));
  valueCopies = placeCopies(layout.valueSize, layout.valueStride, layout.keys * layout.keyStride, firstElement);
}

SmallVector<MatrixFlashBuilder::Copy> MatrixFlashBuilder::placeCopies(int64_t size, int64_t stride,
                                                                      int64_t offset, Value firstElement) {
  SmallVector<Copy> copies;
  int64_t perRow = size / kMatrixCopy, count = layout.keys * perRow;
  for (int64_t first = 0; first < count; first += items) {
    Value unit = add(thread, first), column = mul(rem(unit, perRow), kMatrixCopy);
    Copy copy{div(unit, perRow), add(firstElement, column), {}, {}};
    copy.target = add(add(mul(copy.row, stride), column), offset);
    if (first + items > count)
      copy.active = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, unit, index(count));
    copies.push_back(copy);
  }
  return copies;
}

LogicalResult MatrixFlashBuilder::copyOperand(ArrayRef<Copy> copies, Value operand, Value firstKey,
                                              Value base) {
  auto both = [&](Value lhs, Value rhs) -> Value {
    if (!lhs || !rhs)
      return lhs ? lhs : rhs;
    return arith::AndIOp::create(b, loc, lhs, rhs);
  };
  for (const Copy &copy : copies) {
    Value key = add(firstKey, copy.row), inside;
    if (!coversKeys) {
      inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, key, index(shape.keys));
      key = context.min(key, shape.keys - 1);
    }
    auto locations = context.emitter.locate(operand, {batch, keyHead, key, copy.element}, kMatrixCopy);
    if (failed(locations))
      return failure();
    for (ElementLocation &from : *locations) {
      from.inside = both(from.inside, inside);
      LogicalResult copied = context.guarded(both(copy.active, from.selected), [&] {
        copyAsync(context, from, memory, add(base, copy.target));
        return success();
      });
      if (failed(copied))
        return failure();
    }
  }
  return success();
}

LogicalResult MatrixFlashBuilder::copyBlock(Value firstKey, Value base) {
  if (failed(copyOperand(keyCopies, op.getKey(), firstKey, base)))
    return failure();
  return copyOperand(valueCopies, op.getValue(), firstKey, base);
}

/// Elements of keys past D, which no copy writes: whatever is there, queries are
/// zero in these places, but zero times NaN is not.
void MatrixFlashBuilder::clearPadding() {
  if (shape.size % 16 == 0)
    return;
  auto type = VectorType::get({kMatrixCopy}, b.getF16Type());
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  for (int64_t first = 0; first < 2 * layout.keys; first += items) {
    Value unit = add(thread, first), active;
    if (first + items > 2 * layout.keys)
      active = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, unit, index(2 * layout.keys));
    (void)context.guarded(active, [&] {
      Value base = mul(div(unit, layout.keys), layout.stageElements());
      Value row = mul(rem(unit, layout.keys), layout.keyStride);
      vector::StoreOp::create(b, loc, zero, memory, ValueRange{add(add(base, row), shape.size)});
      return success();
    });
  }
}

/// Left operands: rowTiles x 16-element parts of D. Two elements per access.
FailureOr<FlashBuilder::Values> MatrixFlashBuilder::loadQueries() {
  Values fragments;
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t first = 0; first < shape.size; first += 16) {
      Values elements;
      for (int64_t part : {0, 1, 2, 3}) {
        int64_t d = first + part / 2 * 8;
        FailureOr<Value> pair = context.f32(0.0f, 2);
        if (d < shape.size)
          pair = loadQuery(queryOf(i, part % 2), add(pairColumn, d), 2);
        if (failed(pair))
          return failure();
        elements.append({FlashBuilder::lane(*pair, 0), FlashBuilder::lane(*pair, 1)});
      }
      fragments.push_back(toHalves(fragment(elements)));
    }
  return fragments;
}

/// rowTiles x keyTiles accumulators of scores, not scaled yet.
FlashBuilder::Values MatrixFlashBuilder::multiplyKeys(ArrayRef<Value> queries, Value base) {
  Values scores(rowTiles * keyTiles, zeroAccumulator(context));
  int64_t steps = llvm::divideCeil(shape.size, 16);
  for (int64_t step = 0; step < steps; ++step)
    for (int64_t j = 0; j < keyTiles; j += 2) {
      Value at = add(add(base, keyAddress), j * 8 * layout.keyStride + step * 16);
      Value keys = loadMatrices(context, memory, at, /*transpose=*/false);
      for (int64_t half : {0, 1}) {
        Value right = takePair(context, keys, 2 * half);
        for (int64_t i = 0; i < rowTiles; ++i) {
          Value &score = scores[i * keyTiles + j + half];
          score = multiplyMatrices(context, queries[i * steps + step], right, score);
        }
      }
    }
  return scores;
}

LogicalResult MatrixFlashBuilder::maskAll(Values &scores, Value firstKey) {
  if (!isMasked)
    return success();
  float scale = op.getScale().convertToFloat();
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t j = 0; j < keyTiles; ++j) {
      Values elements;
      for (int64_t half : {0, 1}) {
        Value pair = vector::ExtractOp::create(b, loc, scores[i * keyTiles + j], ArrayRef<int64_t>{half});
        if (shape.hasMask)
          pair = product(pair, context.f32(scale, 2));
        FailureOr<Value> masked = maskScores(pair, queryOf(i, half), add(add(firstKey, pairColumn), j * 8),
                                             2, coversKeys);
        if (failed(masked))
          return failure();
        elements.append({FlashBuilder::lane(*masked, 0), FlashBuilder::lane(*masked, 1)});
      }
      scores[i * keyTiles + j] = fragment(elements);
    }
  return success();
}

Value MatrixFlashBuilder::acrossRow(Value value, llvm::function_ref<Value(Value, Value)> combine) {
  for (int32_t distance : {1, 2}) {
    auto shuffle = gpu::ShuffleOp::create(b, loc, value, distance, kMatrixSubgroup, gpu::ShuffleMode::XOR);
    value = combine(value, shuffle.getShuffleResult());
  }
  return value;
}

/// The hardware's: its relative error of 2^-22 disappears in a half.
Value MatrixFlashBuilder::exp2(Value value) {
  return math::Exp2Op::create(b, loc, value, arith::FastMathFlags::afn);
}

/// The scores of row `half` of row tile `i` that this lane has.
FlashBuilder::Values MatrixFlashBuilder::takeRow(ArrayRef<Value> scores, int64_t i, int64_t half) {
  Values row;
  for (int64_t j = 0; j < keyTiles; ++j)
    for (int64_t column : {0, 1})
      row.push_back(element(scores[i * keyTiles + j], half, column));
  return row;
}

/// What weights are relative to: exponentScale x (score - maximum) is their exponent.
Value MatrixFlashBuilder::getExponentBase(Value max) {
  return product(isMasked ? getBase(max) : max, context.f32(-exponentScale));
}

/// Raises the maxima to those of a block, and shrinks sums and results as they ask for.
MatrixFlashBuilder::State MatrixFlashBuilder::raise(const State &state, ArrayRef<Value> blockMaxima) {
  State raised(state);
  for (int64_t i = 0; i < rowTiles; ++i) {
    Values shrinks;
    for (int64_t row : {2 * i, 2 * i + 1}) {
      raised.maximum[row] = maximum(state.maximum[row], blockMaxima[row]);
      Value shrink = exp2(fma(state.maximum[row], context.f32(exponentScale), getExponentBase(raised.maximum[row])));
      raised.sum[row] = product(state.sum[row], shrink);
      shrinks.append({shrink, shrink});
    }
    Value factor = fragment(shrinks);
    for (int64_t j = 0; j < valueTiles; ++j) {
      Value &result = raised.result[i * valueTiles + j];
      result = product(result, factor);
    }
  }
  return raised;
}

/// `state` itself while no weight of the block would exceed 2^kLargestExponent: any reference
/// gives the same result, and a half has room ("FlashAttention-4", conditional rescaling). The lanes of a row decide alike.
MatrixFlashBuilder::State MatrixFlashBuilder::raiseWhereNeeded(const State &state, ArrayRef<Value> blockMaxima) {
  constexpr float kLargestExponent = 8;
  Value needed;
  for (auto [max, blockMax] : llvm::zip_equal(state.maximum, blockMaxima)) {
    Value limit = sum(max, context.f32(kLargestExponent / exponentScale));
    Value exceeds = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, blockMax, limit);
    needed = needed ? arith::OrIOp::create(b, loc, needed, exceeds).getResult() : exceeds;
  }
  auto branch = scf::IfOp::create(b, loc, TypeRange(ValueRange(state.flatten())), needed, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(b, loc, raise(state, blockMaxima).flatten());
  b.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(b, loc, state.flatten());
  return unflatten(branch.getResults());
}

/// Scores become weights; maximum, sum and result of `state` follow.
FlashBuilder::Values MatrixFlashBuilder::exponentiate(ArrayRef<Value> scores, State &state) {
  Values blockMaxima, weights(rowTiles * keyTiles * 4);
  auto larger = [&](Value l, Value r) { return maximum(l, r); };
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t half : {0, 1}) {
      Values row = takeRow(scores, i, half);
      Value blockMax = row[0];
      for (Value score : ArrayRef(row).drop_front())
        blockMax = maximum(blockMax, score);
      blockMaxima.push_back(acrossRow(blockMax, larger));
    }
  state = raiseWhereNeeded(state, blockMaxima);
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t half : {0, 1}) {
      Value &total = state.sum[2 * i + half], base = getExponentBase(state.maximum[2 * i + half]), blockSum;
      for (auto [number, score] : llvm::enumerate(takeRow(scores, i, half))) {
        Value weight = exp2(fma(score, context.f32(exponentScale), base));
        weights[((i * keyTiles + number / 2) * 2 + half) * 2 + number % 2] = weight;
        blockSum = blockSum ? sum(blockSum, weight) : weight;
      }
      total = sum(total, blockSum);
    }
  return weights;
}

/// Left operands: rowTiles x 16-key parts of the block.
FlashBuilder::Values MatrixFlashBuilder::packWeights(ArrayRef<Value> weights) {
  Values fragments;
  for (; !weights.empty(); weights = weights.drop_front(8))
    fragments.push_back(toHalves(fragment(weights.take_front(8))));
  return fragments;
}

void MatrixFlashBuilder::weighValues(ArrayRef<Value> weights, Value base, State &state) {
  int64_t steps = layout.keys / 16;
  for (int64_t step = 0; step < steps; ++step)
    for (int64_t j = 0; j < valueTiles; j += 2) {
      Value at = add(add(base, valueAddress), step * 16 * layout.valueStride + j * 8);
      Value values = loadMatrices(context, memory, at, /*transpose=*/true);
      for (int64_t half = 0; half < std::min<int64_t>(2, valueTiles - j); ++half) {
        Value right = takePair(context, values, 2 * half);
        for (int64_t i = 0; i < rowTiles; ++i) {
          Value &result = state.result[i * valueTiles + j + half];
          result = multiplyMatrices(context, weights[i * steps + step], right, result);
        }
      }
    }
}

FailureOr<MatrixFlashBuilder::State> MatrixFlashBuilder::buildMainLoop(ArrayRef<Value> queries) {
  clearPadding();
  if (failed(copyBlock(index(0), index(0))))
    return failure();
  Value token = commitCopies(context);
  Value limit = getKeyLimit(firstQuery, blockQueries);
  Values init(rowTiles * valueTiles, zeroAccumulator(context));
  init.append(2 * rowTiles, context.f32(lowest));
  init.append(2 * rowTiles, context.f32(0.0f));
  auto step = [&](Value firstKey, Values carried) -> FailureOr<Values> {
    State state = unflatten(carried);
    auto stage = [&](Value key) { return mul(rem(div(key, layout.keys), 2), layout.stageElements()); };
    // This block has arrived, and nobody reads the stage that is filled next.
    waitForCopies(context, token, 0);
    gpu::BarrierOp::create(b, loc);
    Value next = add(firstKey, layout.keys);
    if (layout.keys < shape.keys) {
      Value more = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, next, limit);
      if (failed(context.guarded(more, [&] { return copyBlock(next, stage(next)); })))
        return failure();
      commitCopies(context);
    }
    Values scores = multiplyKeys(queries, stage(firstKey));
    if (failed(maskAll(scores, firstKey)))
      return failure();
    Values weights = packWeights(exponentiate(scores, state));
    weighValues(weights, stage(firstKey), state);
    return state.flatten();
  };
  FailureOr<Values> carried = forLoop(index(0), limit, layout.keys, init, step);
  return failed(carried) ? FailureOr<State>(failure()) : FailureOr<State>(unflatten(*carried));
}

LogicalResult MatrixFlashBuilder::finish(State &state) {
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t half : {0, 1}) {
      Value total = acrossRow(state.sum[2 * i + half], [&](Value l, Value r) { return sum(l, r); });
      Value inverse = splat(invert(total), 2), query = queryOf(i, half), inside;
      if (shape.queries % blockQueries != 0)
        inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, query, index(shape.queries));
      LogicalResult stored = context.guarded(inside, [&]() -> LogicalResult {
        for (int64_t j = 0; j < valueTiles; ++j) {
          Value accumulator = state.result[i * valueTiles + j];
          Value pair = vector::ExtractOp::create(b, loc, accumulator, ArrayRef<int64_t>{half});
          if (failed(storeRow(query, add(add(firstElement, pairColumn), j * 8), product(pair, inverse), 2)))
            return failure();
        }
        return success();
      });
      if (failed(stored))
        return failure();
    }
  return success();
}

FailureOr<Grid> MatrixFlashBuilder::build() {
  place();
  FailureOr<Values> queries = loadQueries();
  if (failed(queries))
    return failure();
  FailureOr<State> state = buildMainLoop(*queries);
  if (failed(state) || failed(finish(*state)))
    return failure();
  Grid grid = getGrid(blockQueries);
  grid[0] *= layout.parts;
  return grid;
}

bool mlir::burin::codegen::fitsMatrixFlash(fused::AttentionOp op, bool isGroup) {
  AttentionShape shape = AttentionShape::get(op);
  return op.getQuery().getType().getElementType().isF16() && shape.size % kMatrixCopy == 0 &&
         shape.valueSize % kMatrixCopy == 0 && !op.getScale().isNegative() && !op.getScale().isZero() &&
         isCopiedInRuns(op.getKey(), kMatrixCopy, isGroup) &&
         isCopiedInRuns(op.getValue(), kMatrixCopy, isGroup);
}

FailureOr<Grid> mlir::burin::codegen::buildMatrixFlashAttention(ScheduleContext &context) {
  auto op = dyn_cast_if_present<fused::AttentionOp>(context.group.root);
  if (!op || !fitsMatrixFlash(op, /*isGroup=*/true) || context.config.getTile().size() != 3)
    return context.group.func.emitOpError("does not fit the matrix-flash-attention schedule");
  return MatrixFlashBuilder(context).build();
}
