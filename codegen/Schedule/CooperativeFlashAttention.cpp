//===- CooperativeFlashAttention.cpp - Flash on cooperative matrices ------===//
//
// A work group owns a block of queries of one head, each sub-group `rows` of
// them, which it keeps as fragments with their unnormalised result. Blocks of keys
// and values come through registers to local memory: those of the next block are
// on their way while this one is multiplied. A block's loads and stores are in one
// iteration of a loop that stays a loop, as those of contractions
// (docs/rationale/vulkan.md).
//
// Which element of a fragment a lane holds is unknown, but it is the same of every
// accumulator. So scores become weights where they are, with a fragment that repeats
// the reference of each row, and only halves pass through local memory, to return
// as a left operand. The reference is a maximum that the row has had: weights may
// exceed 1 by 2^8, which costs a half nothing, and only when a score is beyond that do
// the maxima of rows go through local memory and the result shrinks. The sum of a row is a
// column of the result: there, values have a one.
//
// tile = [rows, keys, sub-groups, parts, stages]
//   rows    queries per sub-group, a multiple of 16
//   keys    of a block, a multiple of 16
//   parts   of the elements of a value; each is the work of another work group, which
//           computes the scores again. 1 unless the registers are too few
//   stages  blocks in local memory: 2 saves a barrier, and takes the memory
// workgroup = [lanes * sub-groups, 1, 1], vector = 4.
//
// Rows in local memory are an odd number of 16-byte units, so that the rows that a
// fragment reads lie in different banks. Keys past the last repeat it, and their
// values and ones are zeros.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/CooperativeFlashBuilder.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

static constexpr int64_t kEdge = kFragmentEdge;
/// What a weight may exceed 1 by, as a power of two: halves reach 2^15.
static constexpr float kSlack = 8;
/// Minus the reference of a row without scores: below all, and no infinity, from which
/// nothing can be subtracted.
static constexpr float kNoReference = 1e30f;

CooperativeFlashLayout::CooperativeFlashLayout(const AttentionShape &shape, kernel::ConfigAttr config)
    : rows(config.getTile()[0]), keys(config.getTile()[1]), subgroups(config.getTile()[2]),
      parts(config.getTile()[3]), stages(config.getTile()[4]), valueSize(shape.valueSize / parts),
      depthTiles(llvm::divideCeil(shape.size, kEdge)), valueTiles(valueSize / kEdge + 1),
      isMasked(shape.hasMask || shape.causal) {
  keyRow = depthTiles * 2 | 1, valueRow = valueTiles * 2 | 1;
  // Halves, or one fragment of f32, or a mask in f32.
  weightRow = std::max(keys / (isMasked ? kUnitWords : kUnitHalves), kFloatUnits) | 1;
  stageUnits = keys * (keyRow + valueRow);
  weightStart = stages * stageUnits;
  total = weightStart + subgroups * rows * weightRow;
  queryTiles = std::min(depthTiles, (total / (subgroups * rows) - 1) / 2);
  resultUnits = total / subgroups;
}

FlashBuilder::Values CooperativeFlashBuilder::State::flatten() const {
  Values all;
  for (const Values *part : {&result, &references, &stage})
    llvm::append_range(all, *part);
  return all;
}

CooperativeFlashBuilder::State CooperativeFlashBuilder::State::unflatten(ArrayRef<Value> values,
                                                                         const State &like) {
  State state;
  for (auto [part, model] : {std::pair(&state.result, &like.result), {&state.references, &like.references},
                             {&state.stage, &like.stage}}) {
    *part = Values(values.take_front(model->size()));
    values = values.drop_front(model->size());
  }
  return state;
}

//===--- One block of keys --------------------------------------------------===//

LogicalResult CooperativeFlashBuilder::forRows(llvm::function_ref<LogicalResult(Value row)> body) {
  for (int64_t first = 0; first < layout.rows; first += lanes) {
    Value row = add(lane, first);
    if (failed(context.guarded(first + lanes > layout.rows ? less(row, layout.rows) : Value(),
                               [&] { return body(row); })))
      return failure();
  }
  return success();
}

/// rowTiles x keyTiles fragments of scores, unscaled.
FlashBuilder::Values CooperativeFlashBuilder::multiplyKeys(Value stage) {
  Values scores(rowTiles * keyTiles, zeroFragment(context));
  for (int64_t j = 0; j < keyTiles; ++j)
    for (int64_t d = 0; d < layout.depthTiles; ++d) {
      Value keys = loadFragment(context, memory, add(stage, j * kEdge * layout.keyRow + d * 2), layout.keyRow,
                                "BOp", /*transpose=*/true);
      for (int64_t i = 0; i < rowTiles; ++i) {
        Value &score = scores[i * keyTiles + j];
        score = multiplyFragments(context, queries[i * layout.depthTiles + d], keys, score);
      }
    }
  return scores;
}

/// A mask as powers of two. Finite values stay finite, and above what a row without scores
/// has: a row that they hide whole is their mean.
Value CooperativeFlashBuilder::toPowers(Value mask) {
  Value hidden = context.f32(-std::numeric_limits<float>::infinity(), kUnitWords);
  Value power = product(mask, context.f32(kLog2E, kUnitWords));
  power = arith::MaxNumFOp::create(b, loc, power, context.f32(-kNoReference / 2, kUnitWords));
  Value isHidden = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, mask, hidden);
  return arith::SelectOp::create(b, loc, isHidden, hidden, power);
}

/// Scores become powers of two with the mask, which lanes write in f32 where every
/// element has a known place.
LogicalResult CooperativeFlashBuilder::addMask(Values &scores, Value firstKey) {
  LogicalResult written = forRows([&](Value row) -> LogicalResult {
    Value query = add(add(firstQuery, firstRow), row), start = add(weights, mul(row, layout.weightRow));
    for (int64_t i = 0; i < layout.keys / kUnitWords; ++i) {
      Value key = add(firstKey, i * kUnitWords);
      FailureOr<Value> mask = maskScores(context.f32(0.0f, kUnitWords), query, key, kUnitWords, coversKeys);
      if (failed(mask))
        return failure();
      storeWords(toWords(toPowers(*mask)), add(start, i));
    }
    return success();
  });
  wait();
  Value scale = context.f32(op.getScale().convertToFloat() * kLog2E);
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t j = 0; j < keyTiles; ++j) {
      Value &score = scores[i * keyTiles + j];
      Value mask = loadFragment(context, memory, weightAt(i * kEdge, j * kFloatUnits), layout.weightRow, "COp");
      score = map({score, mask}, [&](ArrayRef<Value> pair) { return fma(pair[0], scale, pair[1]); });
    }
  wait();
  return written;
}

/// The largest of each row of fragments that lie in local memory, negative, to all places
/// of the row.
void CooperativeFlashBuilder::reduceRows() {
  (void)forRows([&](Value row) {
    Value start = add(weights, mul(row, layout.weightRow)), highest;
    for (int64_t i = 0; i < kFloatUnits; ++i) {
      Value quad = toFloats(loadWords(add(start, i)));
      highest = highest ? larger(highest, quad) : quad;
    }
    Value top = reduceLanes(highest, [&](Value lhs, Value rhs) { return larger(lhs, rhs); });
    Value words = toWords(splat(product(top, context.f32(-exponentScale)), kUnitWords));
    for (int64_t i = 0; i < kFloatUnits; ++i)
      storeWords(words, add(start, i));
    return success();
  });
}

/// As a tree: a chain would wait for each of its links.
Value CooperativeFlashBuilder::largest(ArrayRef<Value> values) {
  if (values.size() == 1)
    return values.front();
  size_t half = values.size() / 2;
  return larger(largest(values.take_front(half)), largest(values.drop_front(half)));
}

/// Whether a score of the sub-group is beyond what its weight may be.
Value CooperativeFlashBuilder::exceedsSlack(ArrayRef<Value> highest, ArrayRef<Value> references) {
  Values powers;
  for (auto [top, reference] : llvm::zip_equal(highest, references))
    for (auto [score, base] :
         llvm::zip_equal(getElements(context, lanes, top), getElements(context, lanes, reference)))
      powers.push_back(exponent(score, base));
  Value most = largest(powers);
  // Unordered: the NaN of one row must not keep another from its maximum.
  Value exceeds = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UGT, most, context.f32(kSlack));
  return anyInSubgroup(context, exceeds);
}

/// References become the maxima of all scores so far, and the result shrinks.
void CooperativeFlashBuilder::raiseReferences(ArrayRef<Value> highest, State &state) {
  for (int64_t i = 0; i < rowTiles; ++i)
    storeFragment(context, highest[i], memory, weightAt(i * kEdge, 0), layout.weightRow);
  wait();
  reduceRows();
  wait();
  for (int64_t i = 0; i < rowTiles; ++i) {
    Value mine = loadFragment(context, memory, weightAt(i * kEdge, 0), layout.weightRow, "COp");
    Value &reference = state.references[i], old = reference;
    reference = map({old, mine}, [&](ArrayRef<Value> pair) -> Value {
      return arith::MinNumFOp::create(b, loc, pair[0], pair[1], arith::FastMathFlags::nnan);
    });
    if (isOneBlock) // nothing has been summed
      continue;
    Value factor = map({reference, old}, [&](ArrayRef<Value> pair) {
      return exp2(arith::SubFOp::create(b, loc, pair[0], pair[1]));
    });
    for (Value &part : MutableArrayRef(state.result).slice(i * layout.valueTiles, layout.valueTiles))
      part = scaleFragment(part, factor);
  }
  wait(); // weights take the place
}

void CooperativeFlashBuilder::updateReferences(ArrayRef<Value> scores, State &state) {
  Values highest;
  for (int64_t i = 0; i < rowTiles; ++i)
    highest.push_back(map(scores.slice(i * keyTiles, keyTiles), [&](ArrayRef<Value> elements) {
      return largest(elements);
    }));
  if (isOneBlock)
    return raiseReferences(highest, state);
  Values kept = state.references;
  llvm::append_range(kept, state.result);
  auto branch = scf::IfOp::create(b, loc, TypeRange(ValueRange(kept)), exceedsSlack(highest, state.references),
                                  /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(b, loc, kept);
  b.setInsertionPointToStart(branch.thenBlock());
  raiseReferences(highest, state);
  Values raised = state.references;
  llvm::append_range(raised, state.result);
  scf::YieldOp::create(b, loc, raised);
  state.references = Values(branch.getResults().take_front(rowTiles));
  state.result = Values(branch.getResults().drop_front(rowTiles));
}

void CooperativeFlashBuilder::storeWeights(ArrayRef<Value> scores, const State &state) {
  for (int64_t i = 0; i < rowTiles; ++i)
    for (int64_t j = 0; j < keyTiles; ++j) {
      Value weight = map({scores[i * keyTiles + j], state.references[i]},
                         [&](ArrayRef<Value> pair) { return exp2(exponent(pair[0], pair[1])); });
      storeFragment(context, roundFragment(context, weight), memory, weightAt(i * kEdge, j * 2), layout.weightRow);
    }
}

void CooperativeFlashBuilder::weighValues(Value stage, State &state) {
  for (int64_t k = 0; k < keyTiles; ++k) {
    Values left;
    for (int64_t i = 0; i < rowTiles; ++i)
      left.push_back(loadFragment(context, memory, weightAt(i * kEdge, k * 2), layout.weightRow, "AOp"));
    for (int64_t v = 0; v < layout.valueTiles; ++v) {
      int64_t start = layout.keys * layout.keyRow + k * kEdge * layout.valueRow + v * 2;
      Value values = loadFragment(context, memory, add(stage, start), layout.valueRow, "BOp");
      for (int64_t i = 0; i < rowTiles; ++i) {
        Value &part = state.result[i * layout.valueTiles + v];
        part = multiplyFragments(context, left[i], values, part);
      }
    }
  }
}

LogicalResult CooperativeFlashBuilder::multiplyBlock(Value stage, Value firstKey, State &state) {
  Values scores = multiplyKeys(stage);
  if (layout.isMasked && failed(addMask(scores, firstKey)))
    return failure();
  updateReferences(scores, state);
  storeWeights(scores, state);
  wait();
  weighValues(stage, state);
  return success();
}

//===--- All blocks ---------------------------------------------------------===//

CooperativeFlashBuilder::State CooperativeFlashBuilder::startLoop(ArrayRef<LoadedUnit> units) {
  storeBlock(units, index(0), index(0));
  barrier();
  Value none = gpu::SubgroupMmaConstantMatrixOp::create(b, loc, getFragmentType(b, "COp"), context.f32(kNoReference));
  State state{Values(rowTiles * layout.valueTiles, zeroFragment(context)), Values(rowTiles, none), {}};
  if (layout.stages == 2)
    state.stage.push_back(index(0));
  return state;
}

/// Loads and stores of a block are in one iteration, so that no register is handed on while a load is on its way to it.
LogicalResult CooperativeFlashBuilder::buildBlock(Value firstKey, State &state) {
  bool isDouble = layout.stages == 2;
  Value stage = isDouble ? state.stage[0] : index(0), stored = stage, next = add(firstKey, layout.keys);
  FailureOr<Units> units = loadBlock(next);
  if (failed(units) || failed(multiplyBlock(stage, firstKey, state)))
    return failure();
  if (isDouble)
    stored = state.stage[0] = arith::SubIOp::create(b, loc, index(layout.stageUnits), stage);
  else
    barrier(); // the block may be replaced
  storeBlock(*units, stored, next);
  barrier();
  return success();
}

FailureOr<CooperativeFlashBuilder::State> CooperativeFlashBuilder::buildMainLoop(ArrayRef<LoadedUnit> units) {
  State first = startLoop(units);
  if (isOneBlock) {
    if (failed(multiplyBlock(index(0), index(0), first)))
      return failure();
    barrier(); // the result takes the place
    return first;
  }
  auto body = [&](Value firstKey, Values carried) -> FailureOr<Values> {
    State current = State::unflatten(carried, first);
    if (failed(buildBlock(firstKey, current)))
      return failure();
    return current.flatten();
  };
  Value limit = getKeyLimit(firstQuery, layout.rows * layout.subgroups);
  FailureOr<Values> results = forLoop(index(0), limit, layout.keys, first.flatten(), body);
  if (failed(results))
    return failure();
  return State::unflatten(*results, first);
}

FailureOr<Grid> CooperativeFlashBuilder::build() {
  context.keepLoops();
  place();
  // Keys and values are on their way while queries are.
  FailureOr<Units> first = loadBlock(index(0));
  if (failed(first) || failed(loadQueries()))
    return failure();
  fillConstants();
  FailureOr<State> state = buildMainLoop(*first);
  if (failed(state) || failed(finish(*state)))
    return failure();
  Grid grid = getGrid(layout.rows * layout.subgroups);
  grid[0] *= layout.parts;
  return grid;
}

FailureOr<Grid> mlir::burin::codegen::buildCooperativeFlashAttention(ScheduleContext &context) {
  auto op = dyn_cast_if_present<fused::AttentionOp>(context.group.root);
  if (!op || !fitsMatrixFlash(op, /*isGroup=*/true) || context.config.getTile().size() != 5)
    return context.group.func.emitOpError("does not fit the cooperative-flash-attention schedule");
  return CooperativeFlashBuilder(context).build();
}
