//===- MatrixContraction.cpp - Contractions on matrix units ---------------===//
//
// Implicit GEMM in f16 with f32 accumulation. A work group of sub-groups of 32
// owns BM x BN elements of the result. Tiles of both operands, 32 deep in k, go
// from global to local memory asynchronously, `stages` of them in flight; each
// sub-group multiplies WM x WN of it in 16 x 8 x 16 steps. Padding, remainders
// and concatenation are decided per copy of 8 halves: what is outside is zero
// in local memory and costs nothing afterwards.
//
// tile = [BM, BN, WM, WN, stages]
// Local memory is swizzled: the 16-byte column of a row is xor-ed with bits of
// the row number, so that the 8 rows that one matrix load reads, and the rows
// that one copy writes, lie in different banks.
//
// The fragment layouts are those of mma.sync.m16n8k16 (PTX ISA, "Matrix
// fragments for mma.m16n8k16"): lane l holds of the accumulator rows l / 4 and
// l / 4 + 8, columns 2 (l % 4) and the next.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
constexpr int64_t kDepth = 32;    ///< k per stage
constexpr int64_t kCopy = 8;      ///< halves per asynchronous copy
constexpr int64_t kSubgroup = 32; ///< work items that share a matrix instruction
/// Work groups that follow each other walk down this many tiles of m before
/// they move on in n: they share tiles of both operands in the L2 cache.
constexpr int64_t kRaster = 8;

class MatrixBuilder {
public:
  explicit MatrixBuilder(ScheduleContext &context)
      : context(context), b(context.builder), loc(context.getLoc()),
        op(cast<linalg::LinalgOp>(context.group.root)), dims(ContractionDims::get(op)) {
    ArrayRef<int64_t> tile = context.config.getTile();
    blockM = tile[0], blockN = tile[1], warpM = tile[2], warpN = tile[3], stages = tile[4];
    threads = context.getWorkgroupItems();
    m = dims.size(dims.m), n = dims.size(dims.n), k = dims.size(dims.k);
  }
  FailureOr<Grid> build();

private:
  /// Copies of one operand that this work item makes in every stage.
  struct Copies {
    unsigned operand;
    SmallVector<SmallVector<Value>> fixed; ///< coordinates along m or n
    SmallVector<Value> inside;             ///< along m or n; null: always
    SmallVector<Value> depth;              ///< k inside the stage
    SmallVector<Value> target;             ///< element of the stage
  };

  void placeTile(Grid &grid);
  void allocate();
  Copies placeLhs();
  Copies placeRhs();
  LogicalResult copy(const Copies &copies, ArrayRef<unsigned> fixedDims, Value step, Value base);
  void copyFrom(const ElementLocation &from, Value inside, Value target);
  FailureOr<Value> loadStage(Value step, Value base);
  SmallVector<Value> multiply(Value base, ArrayRef<Value> acc);
  Value loadFragment(Value row, Value column, int64_t rowElements, Value base, Value swizzle,
                     bool transpose);
  FailureOr<SmallVector<Value>> buildMainLoop();
  LogicalResult storeTile(ArrayRef<Value> acc);
  LogicalResult storePair(Value row, Value column, Value pair);
  SmallVector<int64_t> extents(ArrayRef<unsigned> loops) const;
  Value stageBase(Value stage) { return context.mul(stage, stageElements()); }
  int64_t stageElements() const { return (blockM + blockN) * kDepth; }

  Value div(Value lhs, int64_t rhs) { return b.createOrFold<arith::DivUIOp>(loc, lhs, context.index(rhs)); }
  Value rem(Value lhs, int64_t rhs) { return b.createOrFold<arith::RemUIOp>(loc, lhs, context.index(rhs)); }
  Value add(Value lhs, Value rhs) { return context.add(lhs, rhs); }
  Value add(Value lhs, int64_t rhs) { return rhs ? context.add(lhs, context.index(rhs)) : lhs; }
  Value exclusiveOr(Value lhs, Value rhs) { return b.createOrFold<arith::XOrIOp>(loc, lhs, rhs); }
  Value less(Value lhs, int64_t rhs) {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lhs, context.index(rhs));
  }
  Value both(Value lhs, Value rhs) {
    if (!lhs || !rhs)
      return lhs ? lhs : rhs;
    return arith::AndIOp::create(b, loc, lhs, rhs);
  }

  ScheduleContext &context;
  OpBuilder &b;
  Location loc;
  linalg::LinalgOp op;
  ContractionDims dims;
  int64_t blockM, blockN, warpM, warpN, stages, threads, m, n, k;
  SmallVector<Value> current;       ///< batch coordinates by loop
  Value firstRow, firstColumn;      ///< of the work group
  Value thread, lane, warpRow, warpColumn;
  Value memory;
  Copies lhs, rhs;
};
} // namespace

SmallVector<int64_t> MatrixBuilder::extents(ArrayRef<unsigned> loops) const {
  SmallVector<int64_t> shape;
  for (unsigned loop : loops)
    shape.push_back(dims.ranges[loop]);
  return shape;
}

/// Work group -> tile of the result; work item -> place in the tile.
void MatrixBuilder::placeTile(Grid &grid) {
  int64_t tilesM = llvm::divideCeil(m, blockM), tilesN = llvm::divideCeil(n, blockN);
  grid = {tilesM * tilesN, 1, dims.size(dims.batch)};
  Value id = context.groupId(gpu::Dimension::x);
  // Bands of kRaster tiles of m; the last may be lower.
  Value band = div(id, kRaster * tilesN), inBand = rem(id, kRaster * tilesN);
  Value top = context.mul(band, kRaster);
  Value height = context.min(
      b.createOrFold<arith::SubIOp>(loc, context.index(tilesM), top), kRaster);
  Value tileM = add(top, b.createOrFold<arith::RemUIOp>(loc, inBand, height));
  Value tileN = b.createOrFold<arith::DivUIOp>(loc, inBand, height);
  firstRow = context.mul(tileM, blockM);
  firstColumn = context.mul(tileN, blockN);
  current.resize(dims.ranges.size());
  SmallVector<Value> batch = context.emitter.delinearize(
      loc, extents(dims.batch), context.groupId(gpu::Dimension::z));
  for (auto [dim, coord] : llvm::zip_equal(dims.batch, batch))
    current[dim] = coord;
  thread = context.localId(gpu::Dimension::x);
  lane = rem(thread, kSubgroup);
  Value warp = div(thread, kSubgroup);
  warpRow = context.mul(div(warp, blockN / warpN), warpM);
  warpColumn = context.mul(rem(warp, blockN / warpN), warpN);
}

void MatrixBuilder::allocate() {
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({stages * stageElements()}, b.getF16Type(),
                              MemRefLayoutAttrInterface(), space);
  memory = memref::AllocOp::create(b, loc, type);
}

/// The lhs tile is BM rows of 32 halves: four copies per row.
MatrixBuilder::Copies MatrixBuilder::placeLhs() {
  Copies copies{dims.lhs, {}, {}, {}, {}};
  Value column = rem(thread, kDepth / kCopy);
  int64_t rowsAtOnce = threads / (kDepth / kCopy);
  for (int64_t first = 0; first < blockM; first += rowsAtOnce) {
    Value row = add(div(thread, kDepth / kCopy), first);
    Value swizzled = exclusiveOr(column, rem(div(row, 2), 4));
    copies.target.push_back(add(context.mul(row, kDepth), context.mul(swizzled, kCopy)));
    copies.depth.push_back(context.mul(column, kCopy));
    Value global = add(firstRow, row), inside;
    if (m % blockM != 0) {
      inside = less(global, m);
      global = context.min(global, m - 1);
    }
    copies.fixed.push_back(context.emitter.delinearize(loc, extents(dims.m), global));
    copies.inside.push_back(inside);
  }
  return copies;
}

/// The rhs tile is 32 rows of BN halves, behind the lhs tile.
MatrixBuilder::Copies MatrixBuilder::placeRhs() {
  Copies copies{dims.rhs, {}, {}, {}, {}};
  int64_t perRow = blockN / kCopy, rowsAtOnce = threads / perRow;
  Value column = rem(thread, perRow);
  Value global = add(firstColumn, context.mul(column, kCopy)), inside;
  if (n % blockN != 0) {
    inside = less(global, n);
    global = context.min(global, n - kCopy);
  }
  SmallVector<int64_t> shape = extents(dims.n);
  shape.back() /= kCopy;
  SmallVector<Value> coords = context.emitter.delinearize(loc, shape, div(global, kCopy));
  coords.back() = context.mul(coords.back(), kCopy);
  for (int64_t first = 0; first < kDepth; first += rowsAtOnce) {
    Value row = add(div(thread, perRow), first);
    Value swizzled = exclusiveOr(column, rem(row, 8));
    Value target = add(context.mul(row, blockN), context.mul(swizzled, kCopy));
    copies.target.push_back(add(target, blockM * kDepth));
    copies.depth.push_back(row);
    copies.fixed.push_back(coords);
    copies.inside.push_back(inside);
  }
  return copies;
}

void MatrixBuilder::copyFrom(const ElementLocation &from, Value inside, Value target) {
  Value valid = both(from.inside, inside), index = from.index, elements;
  if (valid) { // an address in range, and nothing read from it
    index = arith::SelectOp::create(b, loc, valid, index, context.index(0));
    elements = arith::SelectOp::create(b, loc, valid, context.index(kCopy), context.index(0));
  }
  auto token = nvgpu::DeviceAsyncTokenType::get(b.getContext());
  nvgpu::DeviceAsyncCopyOp::create(b, loc, token, memory, ValueRange{target}, from.buffer,
                                   ValueRange{index}, b.getIndexAttr(kCopy), elements,
                                   b.getUnitAttr());
}

/// One stage of one operand, from k = 32 `step` to the stage that starts at
/// element `base` of local memory.
LogicalResult MatrixBuilder::copy(const Copies &copies, ArrayRef<unsigned> fixedDims, Value step,
                                  Value base) {
  for (unsigned i = 0; i < copies.target.size(); ++i) {
    Value depth = add(context.mul(step, kDepth), copies.depth[i]), inside = copies.inside[i];
    if (k % kDepth != 0) {
      inside = both(inside, less(depth, k));
      depth = context.min(depth, copies.operand == dims.lhs ? k - kCopy : k - 1);
    }
    SmallVector<Value> coords(current);
    SmallVector<Value> along = context.emitter.delinearize(loc, extents(dims.k), depth);
    for (auto [dim, coord] : llvm::zip_equal(dims.k, along))
      coords[dim] = coord;
    for (auto [dim, coord] : llvm::zip_equal(fixedDims, copies.fixed[i]))
      coords[dim] = coord;
    SmallVector<Value> element;
    OpOperand &operand = op->getOpOperand(copies.operand);
    for (AffineExpr expr : op.getMatchingIndexingMap(&operand).getResults())
      element.push_back(context.emitter.applyExpr(loc, expr, coords));
    auto locations = context.emitter.locate(operand.get(), element, kCopy);
    if (failed(locations))
      return failure();
    Value target = add(base, copies.target[i]);
    for (const ElementLocation &from : *locations)
      if (failed(context.guarded(from.selected, [&] {
            copyFrom(from, inside, target);
            return success();
          })))
        return failure();
  }
  return success();
}

/// Starts the copies of one stage, returns their token.
FailureOr<Value> MatrixBuilder::loadStage(Value step, Value base) {
  auto copyBoth = [&]() -> LogicalResult {
    if (failed(copy(lhs, dims.m, step, base)))
      return failure();
    return copy(rhs, dims.n, step, base);
  };
  int64_t steps = llvm::divideCeil(k, kDepth);
  // A group of copies is committed even where there is nothing left to copy:
  // waiting counts groups.
  std::optional<int64_t> constant = getConstantIntValue(step);
  Value more = constant ? Value() : less(step, steps);
  if ((!constant || *constant < steps) && failed(context.guarded(more, copyBoth)))
    return failure();
  auto token = nvgpu::DeviceAsyncTokenType::get(b.getContext());
  return nvgpu::DeviceAsyncCreateGroupOp::create(b, loc, token, ValueRange{}).getResult();
}

/// Four 8 x 8 matrices: rows `row` .. + 15, two 16-byte columns from `column`.
Value MatrixBuilder::loadFragment(Value row, Value column, int64_t rowElements, Value base,
                                  Value swizzle, bool transpose) {
  Value at = add(context.mul(row, rowElements), context.mul(exclusiveOr(column, swizzle), kCopy));
  auto type = VectorType::get({4, 2}, b.getF16Type());
  return nvgpu::LdMatrixOp::create(b, loc, type, memory, ValueRange{add(base, at)}, transpose, 4);
}

SmallVector<Value> MatrixBuilder::multiply(Value base, ArrayRef<Value> start) {
  SmallVector<Value> acc(start);
  int64_t tilesM = warpM / 16, tilesN = warpN / 8;
  Value rhsBase = add(base, blockM * kDepth);
  Value inRow = rem(lane, 16), inColumn = div(lane, 16);
  for (int64_t step = 0; step < kDepth / 16; ++step) {
    SmallVector<Value> left, right;
    for (int64_t i = 0; i < tilesM; ++i) {
      Value row = add(add(warpRow, inRow), i * 16);
      left.push_back(loadFragment(row, add(inColumn, step * 2), kDepth, base,
                                  rem(div(row, 2), 4), /*transpose=*/false));
    }
    for (int64_t j = 0; j < tilesN; j += 2) {
      Value row = add(inRow, step * 16);
      Value column = add(add(div(warpColumn, kCopy), j), inColumn);
      Value pair = loadFragment(row, column, blockN, rhsBase, rem(row, 8), /*transpose=*/true);
      for (int64_t half : {0, 2})
        right.push_back(vector::ExtractStridedSliceOp::create(
            b, loc, pair, ArrayRef<int64_t>{half}, ArrayRef<int64_t>{2}, ArrayRef<int64_t>{1}));
    }
    for (int64_t i = 0; i < tilesM; ++i)
      for (int64_t j = 0; j < tilesN; ++j) {
        Value &sum = acc[i * tilesN + j];
        sum = nvgpu::MmaSyncOp::create(b, loc, left[i], right[j], sum, ArrayRef<int64_t>{16, 8, 16});
      }
  }
  return acc;
}

FailureOr<SmallVector<Value>> MatrixBuilder::buildMainLoop() {
  Value token;
  for (int64_t stage = 0; stage < stages - 1; ++stage) {
    FailureOr<Value> loaded = loadStage(context.index(stage), context.index(stage * stageElements()));
    if (failed(loaded))
      return failure();
    token = *loaded;
  }
  auto fragment = VectorType::get({2, 2}, b.getF32Type());
  Value zero = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(fragment, 0.0f));
  SmallVector<Value> init((warpM / 16) * (warpN / 8), zero);
  int64_t steps = llvm::divideCeil(k, kDepth);
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(steps), context.index(1), init);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value step = loop.getInductionVar();
  SmallVector<Value> acc(loop.getRegionIterArgs());
  // Waiting counts groups, whichever token it names.
  nvgpu::DeviceAsyncWaitOp::create(b, loc, token,
                                   b.getI32IntegerAttr(stages - 2));
  // Everybody's copies have arrived, and nobody reads the stage that is filled next.
  gpu::BarrierOp::create(b, loc);
  Value next = add(step, stages - 1);
  FailureOr<Value> loaded = loadStage(next, stageBase(rem(next, stages)));
  if (failed(loaded))
    return failure();
  scf::YieldOp::create(b, loc, multiply(stageBase(rem(step, stages)), acc));
  return SmallVector<Value>(loop.getResults());
}

/// Two neighbours of the result through the epilogue.
LogicalResult MatrixBuilder::storePair(Value row, Value column, Value pair) {
  SmallVector<Value> coords(current);
  for (unsigned dim : dims.k)
    coords[dim] = context.index(0);
  SmallVector<Value> rowCoords = context.emitter.delinearize(loc, extents(dims.m), row);
  for (auto [dim, coord] : llvm::zip_equal(dims.m, rowCoords))
    coords[dim] = coord;
  SmallVector<int64_t> shape = extents(dims.n);
  shape.back() /= 2;
  SmallVector<Value> columnCoords = context.emitter.delinearize(loc, shape, div(column, 2));
  columnCoords.back() = context.mul(columnCoords.back(), 2);
  for (auto [dim, coord] : llvm::zip_equal(dims.n, columnCoords))
    coords[dim] = coord;
  if (!isZeroFill(op.getDpsInitOperand(0)->get())) {
    FailureOr<Value> init = context.emitter.emitOperandAt(op, 2, coords, 2);
    if (failed(init))
      return failure();
    pair = arith::AddFOp::create(b, loc, pair, *init);
  }
  SmallVector<Value> target;
  for (AffineExpr expr : op.getMatchingIndexingMap(op.getDpsInitOperand(0)).getResults())
    target.push_back(context.emitter.applyExpr(loc, expr, coords));
  return context.storeResult(target, pair, 2);
}

LogicalResult MatrixBuilder::storeTile(ArrayRef<Value> acc) {
  int64_t tilesN = warpN / 8;
  Value row = add(add(firstRow, warpRow), div(lane, 4));
  Value column = add(add(firstColumn, warpColumn), context.mul(rem(lane, 4), 2));
  for (auto [number, value] : llvm::enumerate(acc))
    for (int64_t half = 0; half < 2; ++half) {
      Value r = add(row, static_cast<int64_t>(number) / tilesN * 16 + half * 8);
      Value c = add(column, static_cast<int64_t>(number) % tilesN * 8);
      Value inside = m % blockM != 0 ? less(r, m) : Value();
      inside = both(inside, n % blockN != 0 ? less(c, n) : Value());
      Value pair = vector::ExtractOp::create(b, loc, value, ArrayRef<int64_t>{half});
      if (failed(context.guarded(inside, [&] { return storePair(r, c, pair); })))
        return failure();
    }
  return success();
}

FailureOr<Grid> MatrixBuilder::build() {
  Grid grid = {1, 1, 1};
  placeTile(grid);
  allocate();
  lhs = placeLhs();
  rhs = placeRhs();
  FailureOr<SmallVector<Value>> acc = buildMainLoop();
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

bool mlir::burin::codegen::isZeroFill(Value tensor) {
  auto fill = tensor.getDefiningOp<linalg::FillOp>();
  if (fill)
    return matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
  DenseElementsAttr dense;
  return matchPattern(tensor, m_Constant(&dense)) && dense.isSplat() &&
         isa<FloatType>(dense.getElementType()) && dense.getSplatValue<APFloat>().isZero();
}

bool mlir::burin::codegen::fitsMatrixContraction(Operation *root) {
  if (!root || !isContraction(root))
    return false;
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  if (dims.m.empty() || dims.n.empty() || dims.k.empty())
    return false;
  for (unsigned operand : {0u, 1u}) {
    Value value = op->getOperand(operand);
    if (!getElementTypeOrSelf(value.getType()).isF16() || !isMovementOnly(value))
      return false;
  }
  return ContractionDims::isContiguous(op, dims.lhs, dims.k.back()) &&
         ContractionDims::isContiguous(op, dims.rhs, dims.n.back()) &&
         ContractionDims::isContiguous(op, 2, dims.n.back()) &&
         dims.ranges[dims.k.back()] % kCopy == 0 && dims.ranges[dims.n.back()] % kCopy == 0;
}

FailureOr<Grid> mlir::burin::codegen::buildMatrixContraction(ScheduleContext &context) {
  if (!fitsMatrixContraction(context.group.root) || context.config.getTile().size() != 5)
    return context.group.func.emitOpError("does not fit the matrix-contraction schedule");
  return MatrixBuilder(context).build();
}
