//===- MatrixVector.cpp - Few rows times a matrix -------------------------===//
//
// With a row or two every element of the rhs is read once and multiplied once or twice:
// the time is that of reading it. A work group owns C accesses of `vector` columns, its
// items share the loop over k among S slices, each with `unroll` accesses on their way,
// and no element goes through local memory before it is multiplied.
//
// workgroup = [C, S, 1], tile = [unroll]
//
// The partial sums meet in local memory in two steps: all items add `vector` slices of
// one column, then the items of slice 0 what is left of theirs.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/MatrixVector.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
class MatrixVectorBuilder {
public:
  explicit MatrixVectorBuilder(ScheduleContext &context)
      : context(context), b(context.builder), loc(context.getLoc()),
        op(cast<linalg::LinalgOp>(context.group.root)), dims(ContractionDims::get(op)),
        columns(context.config.getWorkgroup()[0]), slices(context.config.getWorkgroup()[1]),
        unroll(context.config.getTile()[0]), width(context.config.getVector()), rows(dims.size(dims.m)),
        k(dims.size(dims.k)), accesses(dims.size(dims.n) / width) {}
  FailureOr<Grid> build();

private:
  using Values = SmallVector<Value>;
  void placeItem();
  Values at(int64_t row, Value depth);
  FailureOr<Values> buildStep(Value first, ValueRange acc);
  FailureOr<Values> buildLoop();
  Value loadSum(Value memory, Value first, int64_t stride, int64_t count, int64_t lanes);
  Value combineSlices(Value partial);
  LogicalResult storeRow(int64_t row, Value sum);
  VectorType getVectorType() { return VectorType::get({width}, b.getF32Type()); }
  Value allocate(int64_t elements);

  ScheduleContext &context;
  OpBuilder &b;
  Location loc;
  linalg::LinalgOp op;
  ContractionDims dims;
  int64_t columns, slices, unroll, width, rows, k, accesses;
  Value column, slice; ///< of this item in the work group
  Value inside;        ///< the access exists; null: always
  Value firstColumn;   ///< of the result
};
} // namespace

void MatrixVectorBuilder::placeItem() {
  column = context.localId(gpu::Dimension::x);
  slice = context.localId(gpu::Dimension::y);
  Value access = context.add(context.mul(context.groupId(gpu::Dimension::x), columns), column);
  if (accesses % columns != 0) { // past the end the last is computed once more
    inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, access, context.index(accesses));
    access = context.min(access, accesses - 1);
  }
  firstColumn = context.mul(access, width);
}

/// Loop coordinates of this item's columns.
MatrixVectorBuilder::Values MatrixVectorBuilder::at(int64_t row, Value depth) {
  Values coords(dims.ranges.size(), context.index(0));
  SmallVector<int64_t> shape = llvm::map_to_vector(dims.m, [&](unsigned dim) { return dims.ranges[dim]; });
  for (auto [dim, coord] : llvm::zip_equal(dims.m, context.emitter.delinearize(loc, shape, context.index(row))))
    coords[dim] = coord;
  coords[dims.n.front()] = firstColumn;
  coords[dims.k.front()] = depth;
  return coords;
}

/// `unroll` rows of the rhs, `slices` apart: all are read before the first is multiplied.
FailureOr<MatrixVectorBuilder::Values> MatrixVectorBuilder::buildStep(Value first, ValueRange acc) {
  Values sums(acc), depths, right;
  for (int64_t i = 0; i < unroll; ++i) {
    depths.push_back(context.add(first, context.index(i * slices)));
    FailureOr<Value> loaded = context.emitter.emitOperandAt(op, dims.rhs, at(0, depths.back()), width);
    if (failed(loaded))
      return failure();
    right.push_back(*loaded);
  }
  for (int64_t i = 0; i < unroll; ++i)
    for (int64_t row = 0; row < rows; ++row) {
      FailureOr<Value> left = context.emitter.emitOperandAt(op, dims.lhs, at(row, depths[i]), 1);
      if (failed(left))
        return failure();
      Value factor = vector::BroadcastOp::create(b, loc, getVectorType(), *left);
      sums[row] = math::FmaOp::create(b, loc, factor, right[i], sums[row]);
    }
  return sums;
}

FailureOr<MatrixVectorBuilder::Values> MatrixVectorBuilder::buildLoop() {
  Values zeros(rows, context.f32(0.0f, width));
  auto loop = scf::ForOp::create(b, loc, context.index(0), context.index(k), context.index(slices * unroll), zeros);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  FailureOr<Values> next = buildStep(context.add(loop.getInductionVar(), slice), loop.getRegionIterArgs());
  if (failed(next))
    return failure();
  scf::YieldOp::create(b, loc, *next);
  return Values(loop.getResults());
}

Value MatrixVectorBuilder::allocate(int64_t elements) {
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  return memref::AllocOp::create(b, loc, MemRefType::get({elements}, b.getF32Type(), MemRefLayoutAttrInterface(), space));
}

/// The sum of `count` runs of `lanes` elements, `stride` apart.
Value MatrixVectorBuilder::loadSum(Value memory, Value first, int64_t stride, int64_t count, int64_t lanes) {
  Value total;
  for (int64_t i = 0; i < count; ++i) {
    Value index = context.add(first, context.index(i * stride)), value;
    if (lanes == 1)
      value = memref::LoadOp::create(b, loc, memory, index);
    else
      value = vector::LoadOp::create(b, loc, getVectorType(), memory, ValueRange{index});
    total = total ? arith::AddFOp::create(b, loc, total, value).getResult() : value;
  }
  return total;
}

/// The sum over the slices, in the items of slice 0.
Value MatrixVectorBuilder::combineSlices(Value partial) {
  int64_t row = columns * width, parts = slices / width;
  Value all = allocate(slices * row), few = allocate(parts * row);
  Value item = context.add(context.mul(slice, columns), column);
  vector::StoreOp::create(b, loc, partial, all, ValueRange{context.mul(item, width)});
  gpu::BarrierOp::create(b, loc);
  // Item i: column i % row of the slices from i / row * width on.
  Value part = b.createOrFold<arith::DivUIOp>(loc, item, context.index(row));
  Value lane = b.createOrFold<arith::RemUIOp>(loc, item, context.index(row));
  Value sum = loadSum(all, context.add(context.mul(part, width * row), lane), row, width, 1);
  memref::StoreOp::create(b, loc, sum, few, item);
  gpu::BarrierOp::create(b, loc);
  return loadSum(few, context.mul(column, width), row, parts, width);
}

LogicalResult MatrixVectorBuilder::storeRow(int64_t row, Value sum) {
  Values coords = at(row, context.index(0)), target;
  FailureOr<Value> init = context.emitter.emitOperandAt(op, 2, coords, width);
  if (failed(init))
    return failure();
  for (AffineExpr expr : op.getMatchingIndexingMap(op.getDpsInitOperand(0)).getResults())
    target.push_back(context.emitter.applyExpr(loc, expr, coords));
  return context.storeResult(target, arith::AddFOp::create(b, loc, sum, *init), width);
}

FailureOr<Grid> MatrixVectorBuilder::build() {
  placeItem();
  FailureOr<Values> sums = buildLoop();
  if (failed(sums))
    return failure();
  Value stores = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, slice, context.index(0));
  if (inside)
    stores = arith::AndIOp::create(b, loc, stores, inside);
  for (int64_t row = 0; row < rows; ++row) {
    Value total = combineSlices((*sums)[row]);
    if (failed(context.guarded(stores, [&] { return storeRow(row, total); })))
      return failure();
  }
  return Grid{static_cast<int64_t>(llvm::divideCeil(accesses, columns)), 1, 1};
}

bool mlir::burin::codegen::fitsMatrixVector(Operation *root) {
  if (!root || !isContraction(root))
    return false;
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  return dims.k.size() == 1 && dims.n.size() == 1 && dims.size(dims.batch) == 1 &&
         dims.size(dims.m) <= kMostVectorRows && dims.runsAlongN(op);
}

int64_t mlir::burin::codegen::countMatrixVectorBytes(Operation *root, kernel::ConfigAttr config) {
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(root));
  int64_t columns = config.getWorkgroup()[0], slices = config.getWorkgroup()[1];
  return dims.size(dims.m) * columns * slices * (config.getVector() + 1) * 4;
}

FailureOr<Grid> mlir::burin::codegen::buildMatrixVector(ScheduleContext &context) {
  if (!fitsMatrixVector(context.group.root))
    return context.group.func.emitOpError("does not fit the matrix-vector schedule");
  return MatrixVectorBuilder(context).build();
}
