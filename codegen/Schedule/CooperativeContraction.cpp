//===- CooperativeContraction.cpp - Contractions on cooperative matrices --===//
//
// Implicit GEMM in f16 with f32 accumulation through gpu.subgroup_mma_*, whose
// fragments have a layout that nobody knows. A work group owns BM x BN elements
// of the result, each of its sub-groups WM x WN. The tiles of the next step along k are on
// their way from global memory to registers, 16 bytes per access, while those of this step
// are multiplied. Elements outside (padding, remainders) become zero on the way to local
// memory: before, nothing uses what is loaded. Local memory holds one step, with two barriers
// between its last reader and its next, or two, with one. When a product's fragments are
// loaded is left to the driver's compiler: told to load them a product ahead, it took longer.
//
// How drivers treat that matters more than how it is written (docs/rationale/vulkan.md): a
// step's loads and its stores are in the same iteration of the loop, so that no register is
// handed on while a load is on its way to it; no store stands in a branch, or a compiler loads
// what it stores there, too; loops are kept as they are (kernel.keep_loops).
//
// tile = [BM, BN, WM, WN, depth, stages]; stages: steps in local memory, 1 or 2
// Rows in local memory are longer than the tile by 16 bytes: an odd number of
// 16-byte units spreads the rows that a fragment reads over the banks. A rhs that is
// contiguous along k (keys of an attention) lies there as it does in memory, BN rows of
// `depth`; its fragments are loaded by columns.
//
// The result leaves through local memory, because only there does an element have a
// known place: in slots of up to 16 x 32 per sub-group, all of them at once where the
// operands' memory holds them. What the epilogue reads for several runs is read before
// any of them is stored.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/CooperativeRows.h"
#include "codegen/Schedule/CooperativeUnits.h"
#include "codegen/Schedule/MatrixTileBuilder.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
constexpr int64_t kEdge = kFragmentEdge;
constexpr int64_t kWords = kUnitWords;
/// Runs of the result that a work item reads operands for before it stores them.
constexpr size_t kMostInFlight = 8;

/// Sizes in local memory, in units of 16 bytes.
struct Layout {
  int64_t lhsRow, rhsRow, rhsStart, stage;
  int64_t slotColumns; ///< elements
  int64_t slotRow, slot;
  int64_t slots; ///< of a sub-group at once
  int64_t total;

  Layout(ArrayRef<int64_t> tile, bool rhsAlongK) {
    int64_t blockM = tile[0], blockN = tile[1], warpM = tile[2], warpN = tile[3], depth = tile[4], stages = tile[5];
    lhsRow = depth / 8 + 1;
    rhsRow = (rhsAlongK ? depth : blockN) / 8 + 1;
    rhsStart = blockM * lhsRow;
    stage = rhsStart + (rhsAlongK ? blockN : depth) * rhsRow;
    slotColumns = warpN % 32 == 0 ? 32 : kEdge;
    slotRow = slotColumns / kWords + 1;
    slot = kEdge * slotRow;
    int64_t subgroups = blockM / warpM * (blockN / warpN);
    // As many slots as the operands leave, in batches of one size; block sums take two.
    total = std::max(stages * stage, 2 * slot * subgroups);
    int64_t all = warpM / kEdge * (warpN / slotColumns);
    int64_t batches = llvm::divideCeil(all, total / (slot * subgroups));
    slots = llvm::divideCeil(all, batches);
  }
  /// Where a sub-group's memory begins, from the one before.
  int64_t slotsOfSubgroup() const { return std::max<int64_t>(slots, 2) * slot; }
};

class CooperativeBuilder : MatrixTileBuilder {
public:
  explicit CooperativeBuilder(ScheduleContext &context)
      : MatrixTileBuilder(context, context.config.getTile()[0], context.config.getTile()[1],
                          context.config.getTile()[4]),
        warpM(context.config.getTile()[2]), warpN(context.config.getTile()[3]),
        stages(context.config.getTile()[5]), layout(context.config.getTile(), rhsAlongK), moments(context, blockM, m),
        rowSums(context) {}
  FailureOr<Grid> build();

private:
  using Values = SmallVector<Value>;
  /// The copies of a step, lhs first.
  using Units = SmallVector<LoadedUnit>;

  void placeSubgroup();
  void placeTargets(const Copies &copies, int64_t rowUnits, int64_t start);
  Units loadSelected(const Copies &copies, ArrayRef<Addresses> parts, const Step &step);
  FailureOr<Units> loadStep(const Step &step);
  void storeStep(ArrayRef<LoadedUnit> units, int64_t base);
  Value loadRight(int64_t base, int64_t step, int64_t column);
  void multiplyStep(int64_t number, Values &acc);
  LogicalResult buildStep(int64_t number, const Step *next, Values &acc);
  LogicalResult buildRounds(int64_t end, Values &acc);
  FailureOr<Values> buildMainLoop();
  LogicalResult storeTile(ArrayRef<Value> acc);
  std::pair<int64_t, int64_t> placeSlot(int64_t number) const;
  void fillSlot(ArrayRef<Value> acc, Value slot, int64_t number);
  FailureOr<PreparedStore> readSlot(Value base, int64_t offset, int64_t number, int64_t access);
  LogicalResult storeBatch(Value base, int64_t first, int64_t last);
  void addToSums(Value kept, int64_t run);
  void storeSums();
  void storeRowSums();
  Value getSumUnit(int64_t power, int64_t run, Value lane);
  int64_t countLanes() const { return threads / (blockM / warpM * (blockN / warpN)); }

  int64_t warpM, warpN, stages;
  Layout layout;
  Value subgroup, lane, warpRow, warpColumn;
  Value memory;
  Copies lhs, rhs;
  /// Where each copy goes, lhs first: what the work item has, what tells its copies apart.
  SmallVector<std::pair<Value, int64_t>> targets;
  Value lhsStart, rhsStart; ///< of the sub-group's fragments
  /// With block sums: of what this lane stored of each run of slotColumns, and the squares.
  SmallVector<std::array<Value, 2>> sums;
  CooperativeRowMoments moments;
  CooperativeRowSums rowSums;
};
} // namespace

void CooperativeBuilder::placeSubgroup() {
  subgroup = gpu::SubgroupIdOp::create(b, loc, b.getIndexType(), IntegerAttr());
  lane = gpu::LaneIdOp::create(b, loc, IntegerAttr());
  warpRow = context.mul(div(subgroup, blockN / warpN), warpM);
  warpColumn = context.mul(rem(subgroup, blockN / warpN), warpN);
  lhsStart = context.mul(warpRow, layout.lhsRow);
  rhsStart = rhsAlongK ? context.mul(warpColumn, layout.rhsRow) : div(warpColumn, kCopy);
}

//===--- Global memory to registers to local memory -------------------------===//

/// Items that copy nothing write behind the end of a row, where nobody reads: behind a branch a
/// compiler would load what only the branch stores.
void CooperativeBuilder::placeTargets(const Copies &copies, int64_t rowUnits, int64_t start) {
  Value first = add(context.mul(copies.row.front(), rowUnits), copies.column.front());
  if (copies.active) {
    Value unread = add(context.mul(rem(thread, copies.rowsAtOnce), rowUnits), rowUnits - 1);
    first = arith::SelectOp::create(b, loc, copies.active, first, unread);
  }
  for (int64_t i = 0; i < static_cast<int64_t>(copies.row.size()); ++i)
    targets.push_back({first, i * copies.rowsAtOnce * rowUnits + start});
}

/// Of a concatenation, all copies of a step read the same operand: one branch for them.
CooperativeBuilder::Units CooperativeBuilder::loadSelected(const Copies &copies, ArrayRef<Addresses> parts,
                                                           const Step &step) {
  const Addresses &first = parts.front();
  Units units;
  for (unsigned i = 0; i < first.rows.size() && parts.size() == 1; ++i)
    units.push_back(loadUnmasked(context, locate(first, i, step)));
  if (parts.size() == 1)
    return units;
  Value selected = isSelected(first, step);
  SmallVector<Type> types(first.rows.size(), getUnitType(b));
  auto branch = scf::IfOp::create(b, loc, types, selected, /*withElseRegion=*/true);
  auto fill = [&](Block *block, ArrayRef<Addresses> from) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(block);
    Units loaded = loadSelected(copies, from, step);
    scf::YieldOp::create(b, loc, llvm::map_to_vector(loaded, [](const LoadedUnit &unit) { return unit.unit; }));
  };
  fill(branch.thenBlock(), parts.take_front());
  fill(branch.elseBlock(), parts.drop_front());
  for (auto [i, unit] : llvm::enumerate(branch.getResults())) {
    Value inside = locate(parts.back(), i, step).inside;
    for (const Addresses &part : llvm::reverse(parts.drop_back()))
      inside = selectInside(context, isSelected(part, step), locate(part, i, step).inside, inside);
    units.push_back({unit, inside});
  }
  return units;
}

FailureOr<CooperativeBuilder::Units> CooperativeBuilder::loadStep(const Step &step) {
  Units units;
  for (const Copies *copies : {&lhs, &rhs}) {
    if (!copies->addresses.empty()) {
      llvm::append_range(units, loadSelected(*copies, copies->addresses, step));
      continue;
    }
    for (unsigned i = 0; i < copies->row.size(); ++i) {
      auto locations = locate(*copies, i, step);
      if (failed(locations))
        return failure();
      units.push_back(loadUnmasked(context, *locations));
    }
  }
  return units;
}

void CooperativeBuilder::storeStep(ArrayRef<LoadedUnit> units, int64_t base) {
  for (auto [unit, target] : llvm::zip_equal(units, targets))
    memref::StoreOp::create(b, loc, maskUnit(context, unit), memory, add(target.first, base + target.second));
}

//===--- Multiplication -----------------------------------------------------===//

/// The rhs from column `column` of the sub-group's tile on, 16 of the depth from 16 * `step` on.
Value CooperativeBuilder::loadRight(int64_t base, int64_t step, int64_t column) {
  int64_t at = base + layout.rhsStart;
  at += rhsAlongK ? column * layout.rhsRow + step * 2 : step * kEdge * layout.rhsRow + column / kCopy;
  return loadFragment(context, memory, add(rhsStart, at), layout.rhsRow, "BOp", /*transpose=*/rhsAlongK);
}

/// Adds the products of the step whose number is `number` modulo those in local memory.
void CooperativeBuilder::multiplyStep(int64_t number, Values &acc) {
  int64_t base = number % stages * layout.stage;
  for (int64_t step = 0; step < depth / kEdge; ++step) {
    Values left, right;
    for (int64_t i = 0; i < warpM; i += kEdge)
      left.push_back(loadFragment(context, memory, add(lhsStart, base + i * layout.lhsRow + step * 2), layout.lhsRow,
                                  "AOp"));
    for (int64_t j = 0; j < warpN; j += kEdge)
      right.push_back(loadRight(base, step, j));
    for (auto [j, rhsFragment] : llvm::enumerate(right))
      for (auto [i, lhsFragment] : llvm::enumerate(left)) {
        Value &sum = acc[i * right.size() + j];
        sum = multiplyFragments(context, lhsFragment, rhsFragment, sum);
      }
  }
}

/// Multiplies step `number`. `next`, the step after it, is on its way meanwhile and then goes to local memory; null:
/// there is none.
LogicalResult CooperativeBuilder::buildStep(int64_t number, const Step *next, Values &acc) {
  FailureOr<Units> units = next ? loadStep(*next) : FailureOr<Units>(Units());
  if (failed(units))
    return failure();
  multiplyStep(number, acc);
  if (!next)
    return success();
  if (stages == 1)
    gpu::BarrierOp::create(b, loc); // the step has been read: its memory may be written
  storeStep(*units, (number + 1) % stages * layout.stage);
  gpu::BarrierOp::create(b, loc);
  return success();
}

/// Steps 0 to `end`, as many in the body of a loop as are in local memory, so that places there
/// are constants.
LogicalResult CooperativeBuilder::buildRounds(int64_t end, Values &acc) {
  Step first = stepAt(context.index(1));
  Values carried = acc;
  llvm::append_range(carried, getCarried(first));
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(end), context.index(stages), carried);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    ValueRange arguments = loop.getRegionIterArgs();
    Values inner(arguments.take_front(acc.size()));
    Step next = resume(add(loop.getInductionVar(), 1), first, arguments.drop_front(acc.size()));
    for (int64_t i = 0; i < stages; ++i) {
      next.number = add(loop.getInductionVar(), i + 1);
      if (failed(buildStep(i, &next, inner)))
        return failure();
      next = advance(next);
    }
    llvm::append_range(inner, getCarried(next));
    scf::YieldOp::create(b, loc, inner);
  }
  acc = Values(loop.getResults().take_front(acc.size()));
  return success();
}

FailureOr<CooperativeBuilder::Values> CooperativeBuilder::buildMainLoop() {
  int64_t steps = countSteps();
  Values acc(warpM / kEdge * (warpN / kEdge), zeroFragment(context));
  FailureOr<Units> first = loadStep(stepAt(context.index(0)));
  // While it is on its way.
  if (failed(first) || failed(moments.load(firstRow, thread, threads)))
    return failure();
  storeStep(*first, 0);
  gpu::BarrierOp::create(b, loc);
  int64_t looped = (steps - 1) / stages * stages;
  if (looped > 0 && failed(buildRounds(looped, acc)))
    return failure();
  for (int64_t number = looped; number < steps; ++number) {
    Step next = stepAt(context.index(number + 1));
    if (failed(buildStep(number, number + 1 < steps ? &next : nullptr, acc)))
      return failure();
  }
  return acc;
}

//===--- Result -------------------------------------------------------------===//

/// Four elements of the sub-group's tile: number `access` of this lane in slot `number`,
/// which lies in local memory from `offset` after `base` on.
FailureOr<CooperativeBuilder::PreparedStore> CooperativeBuilder::readSlot(Value base, int64_t offset, int64_t number,
                                                                          int64_t access) {
  int64_t perRow = layout.slotColumns / kWords, lanes = countLanes();
  auto [fromRow, fromColumn] = placeSlot(number);
  Value place = lane;
  // Where lanes keep their columns, what is read by column is read once.
  if (lanes % perRow == 0) {
    fromRow += access * (lanes / perRow);
    offset += access * (lanes / perRow) * layout.slotRow;
  } else {
    place = add(lane, access * lanes);
  }
  Value row = div(place, perRow), column = rem(place, perRow);
  Value at = add(add(base, context.mul(row, layout.slotRow)), column);
  Value values = memref::LoadOp::create(b, loc, memory, add(at, offset));
  values = vector::BitCastOp::create(b, loc, VectorType::get({kWords}, b.getF32Type()), values);
  Value inGroup = add(add(warpRow, row), fromRow);
  row = add(firstRow, inGroup);
  onRow = [this, inGroup](Value coordinate) { moments.bind(coordinate, inGroup); };
  column = add(add(add(firstColumn, warpColumn), context.mul(column, kWords)), fromColumn);
  return prepareStore(row, column, values, kWords, /*keeps=*/context.second != nullptr);
}

/// Lanes keep their columns in all accesses of a run.
void CooperativeBuilder::addToSums(Value kept, int64_t run) {
  auto &[sum, squares] = sums[run];
  sum = sum ? arith::AddFOp::create(b, loc, sum, kept).getResult() : kept;
  squares = squares ? math::FmaOp::create(b, loc, kept, kept, squares).getResult()
                    : arith::MulFOp::create(b, loc, kept, kept).getResult();
}

/// Slots `first` to `last` of the sub-group's tile, which lie in local memory from `base` on.
LogicalResult CooperativeBuilder::storeBatch(Value base, int64_t first, int64_t last) {
  SmallVector<PreparedStore> prepared;
  auto commitAll = [&] {
    for (const PreparedStore &store : prepared)
      commit(store);
    prepared.clear();
  };
  int64_t perSlot = kEdge * layout.slotColumns / kWords / countLanes();
  for (int64_t number = first; number < last; ++number) {
    for (int64_t access = 0; access < perSlot; ++access) {
      auto read = readSlot(base, (number - first) * layout.slot, number, access);
      if (failed(read))
        return failure();
      if (context.group.sums)
        addToSums(read->kept, placeSlot(number).second / layout.slotColumns);
      if (context.group.rowSums)
        rowSums.add(placeSlot(number).first + access * (countLanes() * kWords / layout.slotColumns), read->kept);
      prepared.push_back(*read);
      if (prepared.size() == kMostInFlight)
        commitAll();
    }
  }
  commitAll();
  return success();
}

/// Where lane `lane` of this sub-group leaves its sums of run `run`: in the slots.
Value CooperativeBuilder::getSumUnit(int64_t power, int64_t run, Value lane) {
  auto runs = static_cast<int64_t>(sums.size());
  return add(add(context.mul(subgroup, layout.slotsOfSubgroup()), (power * runs + run) * countLanes()), lane);
}

/// Adds the sums of the lanes that hold the same columns: the rows of the sub-group are
/// one block.
void CooperativeBuilder::storeSums() {
  auto f32 = VectorType::get({kWords}, b.getF32Type());
  auto unit = cast<MemRefType>(memory.getType()).getElementType();
  int64_t perRow = layout.slotColumns / kWords, lanes = countLanes();
  subgroupBarrier(context); // the slots have been read
  for (auto [run, pair] : llvm::enumerate(sums))
    for (int64_t power : {0, 1}) {
      Value words = vector::BitCastOp::create(b, loc, unit, pair[power]);
      memref::StoreOp::create(b, loc, words, memory, getSumUnit(power, run, lane));
    }
  subgroupBarrier(context);
  Value row = add(firstRow, warpRow), column = rem(lane, perRow);
  Value inside = both(less(lane, perRow), m % blockM != 0 ? less(row, m) : Value());
  for (int64_t run = 0; run < static_cast<int64_t>(sums.size()); ++run) {
    Value channel = add(add(add(firstColumn, warpColumn), run * layout.slotColumns), context.mul(column, kWords));
    Value here = both(inside, n % blockN != 0 ? less(channel, n) : Value());
    (void)context.guarded(here, [&] {
      for (int64_t power : {0, 1}) {
        Value total;
        for (int64_t first = 0; first < lanes; first += perRow) {
          Value words = memref::LoadOp::create(b, loc, memory, getSumUnit(power, run, add(column, first)));
          Value part = vector::BitCastOp::create(b, loc, f32, words);
          total = total ? arith::AddFOp::create(b, loc, total, part).getResult() : part;
        }
        context.storeBlockSums(div(row, warpM), power, channel, total, kWords);
      }
      return success();
    });
  }
}

/// A sub-group's columns are one block.
void CooperativeBuilder::storeRowSums() {
  Value column = add(firstColumn, warpColumn);
  CooperativeRowSums::Place place{warpM,  layout.slotColumns / kWords, countLanes(), memory,
                                  context.mul(subgroup, layout.slotsOfSubgroup()), lane};
  rowSums.store(place, add(firstRow, warpRow), div(column, warpN), [&](Value row) {
    return both(m % blockM != 0 ? less(row, m) : Value(), n % blockN != 0 ? less(column, n) : Value());
  });
}

/// Row and column of slot `number` in the sub-group's tile.
std::pair<int64_t, int64_t> CooperativeBuilder::placeSlot(int64_t number) const {
  int64_t perRow = warpN / layout.slotColumns;
  return {number / perRow * kEdge, number % perRow * layout.slotColumns};
}

void CooperativeBuilder::fillSlot(ArrayRef<Value> acc, Value slot, int64_t number) {
  auto [row, column] = placeSlot(number);
  for (int64_t j = 0; j < layout.slotColumns; j += kEdge) {
    Value fragment = acc[(row * warpN / kEdge + column + j) / kEdge];
    storeFragment(context, fragment, memory, add(slot, j / kWords), layout.slotRow);
  }
}

LogicalResult CooperativeBuilder::storeTile(ArrayRef<Value> acc) {
  Value base = context.mul(subgroup, layout.slotsOfSubgroup());
  int64_t all = warpM / kEdge * (warpN / layout.slotColumns);
  if (context.group.sums)
    sums.resize(warpN / layout.slotColumns);
  gpu::BarrierOp::create(b, loc); // the last step has been read; from here on each sub-group has memory of its own
  for (int64_t first = 0; first < all; first += layout.slots) {
    int64_t last = std::min(all, first + layout.slots);
    if (first > 0)
      subgroupBarrier(context); // the batch before has been read
    for (int64_t number = first; number < last; ++number)
      fillSlot(acc, add(base, (number - first) * layout.slot), number);
    subgroupBarrier(context);
    if (failed(storeBatch(base, first, last)))
      return failure();
  }
  if (context.group.sums)
    storeSums();
  if (context.group.rowSums)
    storeRowSums();
  return success();
}

FailureOr<Grid> CooperativeBuilder::build() {
  context.keepLoops();
  Grid grid = placeTile();
  placeSubgroup();
  memory = allocateUnits(context, layout.total);
  lhs = placeLhs();
  rhs = placeRhs();
  placeTargets(lhs, layout.lhsRow, 0);
  placeTargets(rhs, layout.rhsRow, layout.rhsStart);
  FailureOr<Values> acc = buildMainLoop();
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

bool mlir::burin::codegen::canSumCooperativeBlocks(ArrayRef<int64_t> tile, int64_t subgroupSize) {
  Layout layout(tile, /*rhsAlongK=*/false);
  return subgroupSize % (layout.slotColumns / kWords) == 0 &&
         2 * tile[3] / layout.slotColumns * subgroupSize <= layout.slotsOfSubgroup();
}

bool mlir::burin::codegen::canSumCooperativeRows(ArrayRef<int64_t> tile, int64_t subgroupSize) {
  Layout layout(tile, /*rhsAlongK=*/false);
  int64_t perRow = layout.slotColumns / kWords;
  return subgroupSize % perRow == 0 && countRowSumUnits(tile[2], perRow, subgroupSize) <= layout.slotsOfSubgroup();
}

int64_t mlir::burin::codegen::countCooperativeLocalBytes(ArrayRef<int64_t> tile, bool rhsAlongK) {
  return Layout(tile, rhsAlongK).total * 16;
}

FailureOr<Grid> mlir::burin::codegen::buildCooperativeContraction(ScheduleContext &context) {
  if (!fitsMatrixContraction(context.group.root, /*isGroup=*/true, /*allowRhsAlongK=*/true) ||
      context.config.getTile().size() != 6)
    return context.group.func.emitOpError("does not fit the cooperative-contraction schedule");
  return CooperativeBuilder(context).build();
}
