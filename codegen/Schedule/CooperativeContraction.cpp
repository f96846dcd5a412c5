//===- CooperativeContraction.cpp - Contractions on cooperative matrices --===//
//
// Implicit GEMM in f16 with f32 accumulation through gpu.subgroup_mma_*, whose
// fragments have a layout that nobody knows. A work group owns BM x BN elements
// of the result, each of its sub-groups WM x WN. The tiles of the next step along
// k come from global memory to registers, 16 bytes per access, while those of
// this step are multiplied; local memory holds two steps, so that one barrier per
// step is enough. Elements outside (padding, remainders) are zero in registers.
//
// tile = [BM, BN, WM, WN, depth]
// Rows in local memory are longer than the tile by 16 bytes: an odd number of
// 16-byte units spreads the rows that a fragment reads over the banks.
//
// The result leaves through local memory, because only there does an element have a
// known place: in slots of up to 16 x 32 per sub-group, all of them at once where the
// operands' memory holds them. What the epilogue reads for several runs is read before
// any of them is stored.
//
//===----------------------------------------------------------------------===//
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

  explicit Layout(ArrayRef<int64_t> tile) {
    int64_t blockM = tile[0], blockN = tile[1], warpM = tile[2], warpN = tile[3], depth = tile[4];
    lhsRow = depth / 8 + 1;
    rhsRow = blockN / 8 + 1;
    rhsStart = blockM * lhsRow;
    stage = rhsStart + depth * rhsRow;
    slotColumns = warpN % 32 == 0 ? 32 : kEdge;
    slotRow = slotColumns / kWords + 1;
    slot = kEdge * slotRow;
    int64_t subgroups = blockM / warpM * (blockN / warpN);
    // As many slots as the operands leave, in batches of one size; block sums take two.
    total = std::max(2 * stage, 2 * slot * subgroups);
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
        layout(context.config.getTile()) {}
  FailureOr<Grid> build();

private:
  using Values = SmallVector<Value>;

  void placeSubgroup();
  FailureOr<Values> loadStep(Value step);
  void storeStep(ArrayRef<Value> units, Value base);
  Values multiply(Value base, ArrayRef<Value> acc);
  FailureOr<Values> buildMainLoop();
  LogicalResult storeTile(ArrayRef<Value> acc);
  std::pair<int64_t, int64_t> placeSlot(int64_t number) const;
  void fillSlot(ArrayRef<Value> acc, Value slot, int64_t number);
  FailureOr<PreparedStore> readSlot(Value slot, int64_t access, int64_t fromRow, int64_t fromColumn);
  LogicalResult storeBatch(Value base, int64_t first, int64_t last);
  void addToSums(Value kept, int64_t run);
  void storeSums();
  Value getSumUnit(int64_t power, int64_t run, Value lane);
  int64_t countLanes() const { return threads / (blockM / warpM * (blockN / warpN)); }

  int64_t warpM, warpN;
  Layout layout;
  Value subgroup, lane, warpRow, warpColumn;
  Value memory;
  Copies lhs, rhs;
  /// With block sums: of what this lane stored of each run of slotColumns, and the squares.
  SmallVector<std::array<Value, 2>> sums;
};
} // namespace

void CooperativeBuilder::placeSubgroup() {
  subgroup = gpu::SubgroupIdOp::create(b, loc, b.getIndexType(), IntegerAttr());
  lane = gpu::LaneIdOp::create(b, loc, IntegerAttr());
  warpRow = context.mul(div(subgroup, blockN / warpN), warpM);
  warpColumn = context.mul(rem(subgroup, blockN / warpN), warpN);
}

//===--- Global memory to registers to local memory -------------------------===//

/// What this work item copies of step `step`, lhs first.
FailureOr<CooperativeBuilder::Values> CooperativeBuilder::loadStep(Value step) {
  Values units;
  Step at = stepAt(step);
  for (const Copies *copies : {&lhs, &rhs})
    for (unsigned i = 0; i < copies->row.size(); ++i) {
      auto locations = locate(*copies, i, at);
      if (failed(locations))
        return failure();
      units.push_back(loadUnit(context, *locations));
    }
  return units;
}

void CooperativeBuilder::storeStep(ArrayRef<Value> units, Value base) {
  for (const Copies *copies : {&lhs, &rhs}) {
    bool isLhs = copies == &lhs;
    for (auto [row, column] : llvm::zip_equal(copies->row, copies->column)) {
      Value at = add(context.mul(row, isLhs ? layout.lhsRow : layout.rhsRow), column);
      at = add(add(base, at), isLhs ? 0 : layout.rhsStart);
      memref::StoreOp::create(b, loc, units.front(), memory, at);
      units = units.drop_front();
    }
  }
}

//===--- Multiplication -----------------------------------------------------===//

CooperativeBuilder::Values CooperativeBuilder::multiply(Value base, ArrayRef<Value> start) {
  Values acc(start);
  int64_t fragmentsM = warpM / kEdge, fragmentsN = warpN / kEdge;
  Value lhsAt = add(base, context.mul(warpRow, layout.lhsRow));
  Value rhsAt = add(add(base, div(warpColumn, kCopy)), layout.rhsStart);
  for (int64_t step = 0; step < depth / kEdge; ++step) {
    Values left;
    for (int64_t i = 0; i < fragmentsM; ++i)
      left.push_back(loadFragment(context, memory, add(lhsAt, i * kEdge * layout.lhsRow + step * 2),
                                  layout.lhsRow, "AOp"));
    for (int64_t j = 0; j < fragmentsN; ++j) {
      Value right = loadFragment(context, memory, add(rhsAt, step * kEdge * layout.rhsRow + j * 2),
                                 layout.rhsRow, "BOp");
      for (int64_t i = 0; i < fragmentsM; ++i) {
        Value &sum = acc[i * fragmentsN + j];
        sum = multiplyFragments(context, left[i], right, sum);
      }
    }
  }
  return acc;
}

FailureOr<CooperativeBuilder::Values> CooperativeBuilder::buildMainLoop() {
  FailureOr<Values> first = loadStep(context.index(0));
  if (failed(first))
    return failure();
  Value zero = zeroFragment(context);
  auto numFragments = static_cast<size_t>(warpM / kEdge * (warpN / kEdge));
  Values carried(numFragments, zero);
  llvm::append_range(carried, *first);
  int64_t last = countSteps() - 1;
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(last), context.index(1), carried);
  auto stageOf = [&](Value step) { return context.mul(rem(step, 2), layout.stage); };
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value step = loop.getInductionVar();
    Values arguments(loop.getRegionIterArgs());
    storeStep(ArrayRef(arguments).drop_front(numFragments), stageOf(step));
    // The other stage is read until here, and written only after the next barrier.
    gpu::BarrierOp::create(b, loc);
    FailureOr<Values> next = loadStep(add(step, 1));
    if (failed(next))
      return failure();
    Values yielded = multiply(stageOf(step), ArrayRef(arguments).take_front(numFragments));
    llvm::append_range(yielded, *next);
    scf::YieldOp::create(b, loc, yielded);
  }
  Values results(loop.getResults());
  Value base = context.index(last % 2 * layout.stage);
  storeStep(ArrayRef(results).drop_front(numFragments), base);
  gpu::BarrierOp::create(b, loc);
  return multiply(base, ArrayRef(results).take_front(numFragments));
}

//===--- Result -------------------------------------------------------------===//

/// Four elements of the sub-group's tile: number `access` of this lane in the slot that
/// starts at `slot`, whose first element is at `fromRow` and `fromColumn`.
FailureOr<CooperativeBuilder::PreparedStore> CooperativeBuilder::readSlot(Value slot, int64_t access, int64_t fromRow,
                                                                          int64_t fromColumn) {
  int64_t perRow = layout.slotColumns / kWords;
  Value place = add(lane, access * countLanes());
  Value row = div(place, perRow), column = rem(place, perRow);
  Value at = add(add(slot, context.mul(row, layout.slotRow)), column);
  Value values = memref::LoadOp::create(b, loc, memory, at);
  values = vector::BitCastOp::create(b, loc, VectorType::get({kWords}, b.getF32Type()), values);
  row = add(add(add(firstRow, warpRow), row), fromRow);
  column = add(add(add(firstColumn, warpColumn), context.mul(column, kWords)), fromColumn);
  return prepareStore(row, column, values, kWords, /*keeps=*/context.sums != nullptr);
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
    auto [row, column] = placeSlot(number);
    for (int64_t access = 0; access < perSlot; ++access) {
      auto read = readSlot(add(base, (number - first) * layout.slot), access, row, column);
      if (failed(read))
        return failure();
      if (context.sums)
        addToSums(read->kept, column / layout.slotColumns);
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
  gpu::BarrierOp::create(b, loc); // the slots have been read
  for (auto [run, pair] : llvm::enumerate(sums))
    for (int64_t power : {0, 1}) {
      Value words = vector::BitCastOp::create(b, loc, unit, pair[power]);
      memref::StoreOp::create(b, loc, words, memory, getSumUnit(power, run, lane));
    }
  gpu::BarrierOp::create(b, loc);
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
  if (context.sums)
    sums.resize(warpN / layout.slotColumns);
  for (int64_t first = 0; first < all; first += layout.slots) {
    int64_t last = std::min(all, first + layout.slots);
    gpu::BarrierOp::create(b, loc); // the last step, or the batch before, has been read
    for (int64_t number = first; number < last; ++number)
      fillSlot(acc, add(base, (number - first) * layout.slot), number);
    gpu::BarrierOp::create(b, loc);
    if (failed(storeBatch(base, first, last)))
      return failure();
  }
  if (context.sums)
    storeSums();
  return success();
}

FailureOr<Grid> CooperativeBuilder::build() {
  Grid grid = placeTile();
  placeSubgroup();
  memory = allocateUnits(context, layout.total);
  lhs = placeLhs();
  rhs = placeRhs();
  FailureOr<Values> acc = buildMainLoop();
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

bool mlir::burin::codegen::canSumCooperativeBlocks(ArrayRef<int64_t> tile, int64_t subgroupSize) {
  Layout layout(tile);
  return subgroupSize % (layout.slotColumns / kWords) == 0 &&
         2 * tile[3] / layout.slotColumns * subgroupSize <= 2 * layout.slot;
}

int64_t mlir::burin::codegen::countCooperativeLocalBytes(ArrayRef<int64_t> tile) {
  return Layout(tile).total * 16;
}

FailureOr<Grid> mlir::burin::codegen::buildCooperativeContraction(ScheduleContext &context) {
  if (!fitsMatrixContraction(context.group.root) || context.config.getTile().size() != 5)
    return context.group.func.emitOpError("does not fit the cooperative-contraction schedule");
  return CooperativeBuilder(context).build();
}
