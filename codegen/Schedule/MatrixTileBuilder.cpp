//===- MatrixTileBuilder.cpp - Tiles of a contraction on matrix units -----===//
#include "codegen/Schedule/MatrixTileBuilder.h"

#include "dialects/Fused/RootOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

/// Work groups that follow each other walk down this many tiles of m before
/// they move on in n: they share tiles of both operands in the L2 cache.
constexpr int64_t kRaster = 8;

MatrixTileBuilder::MatrixTileBuilder(ScheduleContext &context, int64_t blockM, int64_t blockN,
                                     int64_t depth)
    : context(context), b(context.builder), loc(context.getLoc()),
      op(cast<linalg::LinalgOp>(context.group.root)), dims(ContractionDims::get(op)),
      rhsAlongK(ContractionDims::isContiguous(op, dims.rhs, dims.k.back())), blockM(blockM),
      blockN(blockN), depth(depth), threads(context.getWorkgroupItems()),
      m(dims.size(dims.m)), n(dims.size(dims.n)), k(dims.size(dims.k)) {}

SmallVector<int64_t> MatrixTileBuilder::extents(ArrayRef<unsigned> loops) const {
  SmallVector<int64_t> shape;
  for (unsigned loop : loops)
    shape.push_back(dims.ranges[loop]);
  return shape;
}

int64_t MatrixTileBuilder::countSteps() const { return llvm::divideCeil(k, depth); }

Grid MatrixTileBuilder::placeTile() {
  int64_t tilesM = llvm::divideCeil(m, blockM), tilesN = llvm::divideCeil(n, blockN);
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
  return {tilesM * tilesN, 1, dims.size(dims.batch)};
}

/// `rows` rows from `first` of an operand whose runs are along k; `loops` have
/// `extent` rows in all.
MatrixTileBuilder::Copies MatrixTileBuilder::placeRuns(unsigned operand, ArrayRef<unsigned> loops, Value first,
                                                       int64_t rows, int64_t extent) {
  Copies copies{operand, loops, /*alongK=*/true, {}, {}, {}, {}, {}, {}, threads / (depth / kCopy), nullptr, {}};
  Value column = rem(thread, depth / kCopy);
  copies.place = add(first, div(thread, depth / kCopy));
  for (int64_t start = 0; start < rows; start += copies.rowsAtOnce) {
    Value row = add(div(thread, depth / kCopy), start);
    copies.row.push_back(row);
    copies.column.push_back(column);
    copies.depth.push_back(context.mul(column, kCopy));
    Value global = add(first, row), inside;
    if (extent % rows != 0) {
      inside = less(global, extent);
      global = context.min(global, extent - 1);
    }
    copies.fixed.push_back(context.emitter.delinearize(loc, extents(loops), global));
    copies.inside.push_back(inside);
  }
  split(copies);
  return copies;
}

MatrixTileBuilder::Copies MatrixTileBuilder::placeLhs() {
  return placeRuns(dims.lhs, dims.m, firstRow, blockM, m);
}

MatrixTileBuilder::Copies MatrixTileBuilder::placeRhs() {
  if (rhsAlongK)
    return placeRuns(dims.rhs, dims.n, firstColumn, blockN, n);
  int64_t perRow = blockN / kCopy, rowsAtOnce = countRhsRowsAtOnce(threads, blockN, depth);
  Copies copies{dims.rhs, dims.n, /*alongK=*/false, {}, {}, {}, {}, {}, {}, rowsAtOnce, nullptr, {}};
  Value item = thread;
  if (rowsAtOnce * perRow != threads) {
    copies.active = less(thread, rowsAtOnce * perRow);
    item = context.min(thread, rowsAtOnce * perRow - 1);
  }
  Value column = rem(item, perRow);
  Value global = add(firstColumn, context.mul(column, kCopy)), inside;
  if (n % blockN != 0) {
    inside = less(global, n);
    global = context.min(global, n - kCopy);
  }
  SmallVector<int64_t> shape = extents(dims.n);
  shape.back() /= kCopy;
  SmallVector<Value> coords = context.emitter.delinearize(loc, shape, div(global, kCopy));
  coords.back() = context.mul(coords.back(), kCopy);
  copies.place = global;
  for (int64_t first = 0; first < depth; first += copies.rowsAtOnce) {
    Value row = add(div(item, perRow), first);
    copies.row.push_back(row);
    copies.column.push_back(column);
    copies.depth.push_back(row);
    copies.fixed.push_back(coords);
    copies.inside.push_back(inside);
  }
  split(copies);
  return copies;
}

FailureOr<SmallVector<ElementLocation>> MatrixTileBuilder::locate(const Copies &copies, unsigned i,
                                                                  const Step &at) {
  if (!copies.addresses.empty()) {
    SmallVector<ElementLocation> locations;
    for (const Addresses &addresses : copies.addresses) {
      locations.push_back(locate(addresses, i, at));
      locations.back().selected = isSelected(addresses, at);
    }
    return locations;
  }
  Value step = at.number, inside = copies.inside[i];
  SmallVector<Value> coords(current), along;
  if (dims.ranges[dims.k.back()] % depth == 0) {
    // A step stays in one place of the outer loops, the same for all work items.
    along = context.emitter.delinearize(loc, extents(dims.k), context.mul(step, depth));
    along.back() = add(along.back(), copies.depth[i]);
  } else {
    Value place = add(context.mul(step, depth), copies.depth[i]);
    if (k % depth != 0) {
      inside = both(inside, less(place, k));
      place = context.min(place, copies.alongK ? k - kCopy : k - 1);
    }
    along = context.emitter.delinearize(loc, extents(dims.k), place);
  }
  for (auto [dim, coord] : llvm::zip_equal(dims.k, along))
    coords[dim] = coord;
  for (auto [dim, coord] : llvm::zip_equal(copies.fixedDims, copies.fixed[i]))
    coords[dim] = coord;
  SmallVector<Value> element;
  OpOperand &operand = op->getOpOperand(copies.operand);
  for (AffineExpr expr : op.getMatchingIndexingMap(&operand).getResults())
    element.push_back(context.emitter.applyExpr(loc, expr, coords));
  auto locations = context.emitter.locate(operand.get(), element, kCopy);
  if (failed(locations))
    return failure();
  for (ElementLocation &location : *locations)
    location.inside = both(location.inside, inside);
  return locations;
}

LogicalResult MatrixTileBuilder::storeInside(Value row, Value column, Value values, int64_t width) {
  SmallVector<Value> coords(current);
  for (unsigned dim : dims.k)
    coords[dim] = context.index(0);
  if (onRow)
    onRow(row);
  SmallVector<Value> rowCoords = context.emitter.delinearize(loc, extents(dims.m), row);
  for (auto [dim, coord] : llvm::zip_equal(dims.m, rowCoords))
    coords[dim] = coord;
  SmallVector<int64_t> shape = extents(dims.n);
  shape.back() /= width;
  SmallVector<Value> columnCoords = context.emitter.delinearize(loc, shape, div(column, width));
  columnCoords.back() = context.mul(columnCoords.back(), width);
  for (auto [dim, coord] : llvm::zip_equal(dims.n, columnCoords))
    coords[dim] = coord;
  if (!fused::isZeroFill(op.getDpsInitOperand(0)->get())) {
    FailureOr<Value> init = context.emitter.emitOperandAt(op, 2, coords, width);
    if (failed(init))
      return failure();
    values = arith::AddFOp::create(b, loc, values, *init);
  }
  SmallVector<Value> target;
  for (AffineExpr expr : op.getMatchingIndexingMap(op.getDpsInitOperand(0)).getResults())
    target.push_back(context.emitter.applyExpr(loc, expr, coords));
  return context.storeResult(target, values, width);
}

/// Of the result; null: always.
Value MatrixTileBuilder::isInside(Value row, Value column) {
  Value inside = m % blockM != 0 ? less(row, m) : Value();
  return both(inside, n % blockN != 0 ? less(column, n) : Value());
}

FailureOr<Value> MatrixTileBuilder::storeKept(Value row, Value column, Value values, int64_t width) {
  Value inside = isInside(row, column), kept;
  context.onStore = [&](Value stored) { kept = stored; };
  llvm::scope_exit reset([&] { context.onStore = nullptr; });
  if (!inside)
    return failed(storeInside(row, column, values, width)) ? FailureOr<Value>() : kept;
  auto branch = scf::IfOp::create(b, loc, TypeRange{values.getType()}, inside, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  if (failed(storeInside(row, column, values, width)))
    return failure();
  scf::YieldOp::create(b, loc, kept);
  b.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(b, loc, context.f32(0.0f, width));
  return branch.getResult(0);
}

LogicalResult MatrixTileBuilder::store(Value row, Value column, Value values, int64_t width) {
  return context.guarded(isInside(row, column), [&] { return storeInside(row, column, values, width); });
}

FailureOr<MatrixTileBuilder::PreparedStore>
MatrixTileBuilder::prepareStore(Value row, Value column, Value values, int64_t width, bool keeps) {
  PreparedStore prepared;
  prepared.inside = isInside(row, column);
  if (m % blockM != 0)
    row = context.min(row, m - 1);
  if (n % blockN != 0)
    column = context.min(column, n - width);
  context.deferred = &prepared.stores;
  if (keeps)
    context.onStore = [&](Value stored) { prepared.kept = stored; };
  llvm::scope_exit reset([&] {
    context.deferred = nullptr;
    context.onStore = nullptr;
  });
  if (failed(storeInside(row, column, values, width)))
    return failure();
  if (keeps && prepared.inside)
    prepared.kept = arith::SelectOp::create(b, loc, prepared.inside, prepared.kept, context.f32(0.0f, width));
  return prepared;
}

void MatrixTileBuilder::commit(const PreparedStore &prepared) {
  (void)context.guarded(prepared.inside, [&] {
    for (const ScheduleContext::Store &store : prepared.stores)
      context.commit(store);
    return success();
  });
}

int64_t mlir::burin::codegen::countRhsRowsAtOnce(int64_t items, int64_t blockN, int64_t depth) {
  int64_t rows = std::min(items / (blockN / 8), depth);
  while (rows > 0 && depth % rows != 0)
    --rows;
  return rows;
}

bool mlir::burin::codegen::fitsMatrixContraction(Operation *root, bool isGroup, bool allowRhsAlongK) {
  if (!root || !isContraction(root))
    return false;
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  if (dims.m.empty() || dims.n.empty() || dims.k.empty())
    return false;
  for (unsigned operand : {0u, 1u}) {
    Value value = op->getOperand(operand);
    if (!getElementTypeOrSelf(value.getType()).isF16() || !isCopiedInRuns(value, 8, isGroup))
      return false;
  }
  return ContractionDims::isContiguous(op, dims.lhs, dims.k.back()) &&
         (ContractionDims::isContiguous(op, dims.rhs, dims.n.back()) ||
          (allowRhsAlongK && ContractionDims::isContiguous(op, dims.rhs, dims.k.back()))) &&
         ContractionDims::isContiguous(op, 2, dims.n.back()) &&
         dims.ranges[dims.k.back()] % 8 == 0 && dims.ranges[dims.n.back()] % 8 == 0;
}

bool mlir::burin::codegen::fitsNarrowContraction(Operation *root, bool isGroup) {
  if (!root || !isContraction(root))
    return false;
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  if (dims.m.empty() || dims.n.empty() || dims.k.empty() || dims.size(dims.n) > 8)
    return false;
  for (unsigned operand : {0u, 1u})
    if (!getElementTypeOrSelf(op->getOperand(operand).getType()).isF16())
      return false;
  return isCopiedInRuns(op->getOperand(dims.lhs), 8, isGroup) && ContractionDims::isContiguous(op, 2, dims.n.back()) &&
         ContractionDims::isContiguous(op, dims.lhs, dims.k.back()) && dims.ranges[dims.k.back()] % 8 == 0;
}
