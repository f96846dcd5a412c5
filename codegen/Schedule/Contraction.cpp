//===- Contraction.cpp - Register-tiled multiply-accumulate ---------------===//
//
// Matmul, batch matmul and NHWC convolution (implicit GEMM: the window and the
// input channels are the k loops, padding is an index map) are one loop nest:
// a work item keeps rows x columns accumulators in registers and walks k.
//
// tile = [rows, columns, unroll, rowsFirst]
//   rows       m elements per work item
//   columns    accesses of `vector` n elements per work item
//              (n elements when the lanes run along k)
//   unroll     k steps per iteration; divides the innermost k extent
//   rowsFirst  1: neighbouring work items (and groups) differ in m, so that a
//              CPU core keeps its panel of the rhs in cache; 0: they differ in
//              n, so that a GPU's accesses to the rhs coalesce
// Lanes run along n where rhs and output are contiguous in n; along k where
// both operands are contiguous in k (a transposed rhs); else vector is 1.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/BlockSums.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

//===--- Roles of the loops -------------------------------------------------===//

int64_t ContractionDims::size(ArrayRef<unsigned> dims) const {
  int64_t total = 1;
  for (unsigned dim : dims)
    total *= ranges[dim];
  return total;
}

bool ContractionDims::isContiguous(linalg::LinalgOp op, unsigned operand, unsigned dim) {
  AffineMap map = op.getMatchingIndexingMap(&op->getOpOperand(operand));
  if (map.getNumResults() == 0 || map.getResults().back() != getAffineDimExpr(dim, op.getContext()))
    return false;
  return llvm::none_of(map.getResults().drop_back(),
                       [&](AffineExpr expr) { return expr.isFunctionOfDim(dim); });
}

bool ContractionDims::runsAlongN(linalg::LinalgOp op) const {
  return !n.empty() && isContiguous(op, rhs, n.back()) && isContiguous(op, 2, n.back());
}

ContractionDims ContractionDims::get(linalg::LinalgOp op) {
  ContractionDims dims;
  dims.ranges = op.getStaticLoopRanges();
  auto uses = [&](unsigned operand, unsigned dim) {
    AffineMap map = op.getMatchingIndexingMap(&op->getOpOperand(operand));
    return llvm::any_of(map.getResults(), [&](AffineExpr e) { return e.isFunctionOfDim(dim); });
  };
  // The rhs is the operand that has the output's innermost dimension.
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (out.getNumResults())
    if (auto last = dyn_cast<AffineDimExpr>(out.getResults().back()))
      if (!uses(1, last.getPosition()))
        std::swap(dims.lhs, dims.rhs);
  for (unsigned dim = 0; dim < op.getNumLoops(); ++dim) {
    bool inLhs = uses(dims.lhs, dim), inRhs = uses(dims.rhs, dim), inOut = uses(2, dim);
    if (!inOut)
      dims.k.push_back(dim);
    else if (inLhs && inRhs)
      dims.batch.push_back(dim);
    else
      (inLhs ? dims.m : dims.n).push_back(dim);
  }
  return dims;
}

//===--- The loop nest ------------------------------------------------------===//

namespace {
class ContractionBuilder {
public:
  explicit ContractionBuilder(ScheduleContext &context)
      : context(context), builder(context.builder), loc(context.getLoc()),
        op(cast<linalg::LinalgOp>(context.group.root)), dims(ContractionDims::get(op)),
        rows(context.config.getTile()[0]), columns(context.config.getTile()[1]),
        unroll(context.config.getTile()[2]), rowsFirst(context.config.getTile()[3] != 0),
        width(context.config.getVector()) {
    lanesAlongN = width > 1 && dims.runsAlongN(op);
    lanesAlongK = width > 1 && !lanesAlongN;
    lhsAlongK = ContractionDims::isContiguous(op, dims.lhs, dims.k.back());
    m = dims.size(dims.m);
    n = dims.size(dims.n) / (lanesAlongN ? width : 1);
  }

  FailureOr<Grid> build();

private:
  void placeTile(Grid &grid);
  void placeRows(Value first);
  void placeColumns(Value first);
  FailureOr<SmallVector<Value>> initAccumulators();
  FailureOr<SmallVector<Value>> buildLoops(unsigned level, ArrayRef<Value> acc);
  FailureOr<SmallVector<Value>> buildInnerLoop(ArrayRef<Value> acc);
  FailureOr<SmallVector<Value>> buildLoop(unsigned level, int64_t from, int64_t to, int64_t step,
                                          ArrayRef<Value> acc);
  FailureOr<SmallVector<Value>> buildRange(int64_t from, int64_t to, ArrayRef<Value> acc);
  tensor::ConcatOp findConcat();
  Value allRowsInside(tensor::PadOp pad);
  FailureOr<SmallVector<Value>> buildStep(ArrayRef<Value> acc);
  FailureOr<SmallVector<Value>> loadLhs(unsigned row);
  SmallVector<Value> at(unsigned row, unsigned column) const;
  LogicalResult storeTile(ArrayRef<Value> acc);
  LogicalResult storeAndSum(ArrayRef<Value> acc);
  LogicalResult storeAt(unsigned row, unsigned column, Value value);
  Value reduceLanes(Value value);
  Value laneOf(Value value, int64_t lane);

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  linalg::LinalgOp op;
  ContractionDims dims;
  int64_t rows, columns, unroll;
  bool rowsFirst;
  int64_t width;
  bool lanesAlongN = false, lanesAlongK = false, lhsAlongK = false;
  int64_t m = 0, n = 0; ///< extents in rows and in column accesses
  SmallVector<Value> current; ///< loop coordinates that do not depend on row or column
  SmallVector<SmallVector<Value>> rowCoords, columnCoords;
  SmallVector<Value> rowInside, columnInside; ///< null: always inside
};
} // namespace

/// Spreads the product of m, n and batch over the grid.
void ContractionBuilder::placeTile(Grid &grid) {
  ArrayRef<int64_t> workgroup = context.config.getWorkgroup();
  int64_t rowTiles = llvm::divideCeil(m, rows), columnTiles = llvm::divideCeil(n, columns);
  auto rowDim = rowsFirst ? gpu::Dimension::x : gpu::Dimension::y;
  auto columnDim = rowsFirst ? gpu::Dimension::y : gpu::Dimension::x;
  auto rowAxis = static_cast<unsigned>(rowDim), columnAxis = static_cast<unsigned>(columnDim);
  grid[rowAxis] = llvm::divideCeil(rowTiles, workgroup[rowAxis]);
  grid[columnAxis] = llvm::divideCeil(columnTiles, workgroup[columnAxis]);
  grid[2] = dims.size(dims.batch);

  current.resize(dims.ranges.size());
  SmallVector<int64_t> batchShape;
  for (unsigned dim : dims.batch)
    batchShape.push_back(dims.ranges[dim]);
  SmallVector<Value> batch =
      context.emitter.delinearize(loc, batchShape, context.groupId(gpu::Dimension::z));
  for (auto [dim, coord] : llvm::zip_equal(dims.batch, batch))
    current[dim] = coord;
  placeRows(context.mul(context.globalId(rowDim), rows));
  placeColumns(context.mul(context.globalId(columnDim), columns));
}

void ContractionBuilder::placeRows(Value first) {
  SmallVector<int64_t> shape;
  for (unsigned dim : dims.m)
    shape.push_back(dims.ranges[dim]);
  int64_t covered = rows * context.config.getWorkgroup()[rowsFirst ? 0 : 1];
  for (int64_t i = 0; i < rows; ++i) {
    Value row = context.add(first, context.index(i)), inside;
    if (m % covered != 0) { // rows past the end repeat the last one and are not stored
      inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, row, context.index(m));
      row = context.min(row, m - 1);
    }
    rowCoords.push_back(context.emitter.delinearize(loc, shape, row));
    rowInside.push_back(inside);
  }
}

void ContractionBuilder::placeColumns(Value first) {
  SmallVector<int64_t> shape;
  for (unsigned dim : dims.n)
    shape.push_back(dims.ranges[dim]);
  if (lanesAlongN)
    shape.back() /= width;
  int64_t covered = columns * context.config.getWorkgroup()[rowsFirst ? 1 : 0];
  for (int64_t j = 0; j < columns; ++j) {
    Value column = context.add(first, context.index(j)), inside;
    if (n % covered != 0) {
      inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, column, context.index(n));
      column = context.min(column, n - 1);
    }
    SmallVector<Value> coords = context.emitter.delinearize(loc, shape, column);
    if (lanesAlongN)
      coords.back() = context.mul(coords.back(), width);
    columnCoords.push_back(coords);
    columnInside.push_back(inside);
  }
}

/// Loop coordinates of (row, column) at the current k.
SmallVector<Value> ContractionBuilder::at(unsigned row, unsigned column) const {
  SmallVector<Value> coords(current);
  for (auto [dim, coord] : llvm::zip_equal(dims.m, rowCoords[row]))
    coords[dim] = coord;
  for (auto [dim, coord] : llvm::zip_equal(dims.n, columnCoords[column]))
    coords[dim] = coord;
  return coords;
}

FailureOr<SmallVector<Value>> ContractionBuilder::initAccumulators() {
  // The init is a splat in practice; the group may give any tensor.
  for (unsigned dim : dims.k)
    current[dim] = context.index(0);
  SmallVector<Value> acc;
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j) {
      if (lanesAlongK) { // added once after the lanes are reduced
        acc.push_back(context.f32(0.0f, width));
        continue;
      }
      FailureOr<Value> init = context.emitter.emitOperandAt(op, 2, at(i, j), width);
      if (failed(init))
        return failure();
      acc.push_back(*init);
    }
  return acc;
}

FailureOr<SmallVector<Value>> ContractionBuilder::buildLoops(unsigned level, ArrayRef<Value> acc) {
  if (level + 1 == dims.k.size())
    return buildInnerLoop(acc);
  return buildLoop(level, 0, dims.ranges[dims.k[level]], /*step=*/1, acc);
}

/// One loop over [from, to) of k dimension `level`, `step` at a time, and what is inside.
FailureOr<SmallVector<Value>> ContractionBuilder::buildLoop(unsigned level, int64_t from, int64_t to,
                                                            int64_t step, ArrayRef<Value> acc) {
  auto buildBody = [&](ArrayRef<Value> values) {
    return level + 1 == dims.k.size() ? buildStep(values) : buildLoops(level + 1, values);
  };
  unsigned dim = dims.k[level];
  if (to - from == step) { // one iteration
    current[dim] = context.index(from);
    return buildBody(acc);
  }
  auto loop = scf::ForOp::create(builder, loc, context.index(from), context.index(to),
                                 context.index(step), acc);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  current[dim] = loop.getInductionVar();
  SmallVector<Value> args(loop.getRegionIterArgs());
  FailureOr<SmallVector<Value>> next = buildBody(args);
  if (failed(next))
    return failure();
  scf::YieldOp::create(builder, loc, *next);
  return SmallVector<Value>(loop.getResults());
}

/// True when no row of the tile reads padding at the current outer k
/// coordinates (the window position); null when none ever does, or when the
/// padding depends on the innermost k.
Value ContractionBuilder::allRowsInside(tensor::PadOp pad) {
  AffineMap map = op.getMatchingIndexingMap(&op->getOpOperand(dims.lhs));
  auto isOuter = [&](unsigned d) { return !map.getResult(d).isFunctionOfDim(dims.k.back()); };
  for (unsigned d = 0; d < map.getNumResults(); ++d)
    if (!isOuter(d) && (pad.getStaticLow()[d] != 0 || pad.getStaticHigh()[d] != 0))
      return {};
  current[dims.k.back()] = context.index(0);
  Value all;
  for (int64_t i = 0; i < rows; ++i) {
    SmallVector<Value> dimValues = at(i, 0), coords;
    for (AffineExpr expr : map.getResults())
      coords.push_back(context.emitter.applyExpr(loc, expr, dimValues));
    if (Value inside = context.emitter.isInside(pad, coords, isOuter))
      all = all ? arith::AndIOp::create(builder, loc, all, inside).getResult() : inside;
  }
  return all;
}

/// The concatenation along the innermost k that the lhs is, if it is one whose
/// operands each are whole steps: null otherwise.
tensor::ConcatOp ContractionBuilder::findConcat() {
  Value value = op->getOperand(dims.lhs);
  if (!lhsAlongK)
    return {};
  int64_t extent = dims.ranges[dims.k.back()];
  while (Operation *def = value.getDefiningOp()) {
    if (cast<RankedTensorType>(value.getType()).getShape().back() != extent)
      return {};
    if (auto concat = dyn_cast<tensor::ConcatOp>(def)) {
      bool isLast = static_cast<int64_t>(concat.getDim()) == concat.getResultType().getRank() - 1;
      bool isWhole = llvm::all_of(concat.getInputs(), [&](Value input) {
        return cast<RankedTensorType>(input.getType()).getShape().back() % unroll == 0;
      });
      return isLast && isWhole && concat->hasOneUse() ? concat : tensor::ConcatOp();
    }
    value = isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(def) ? def->getOperand(0) : getElementwiseSource(def);
    if (!value)
      return {};
  }
  return {};
}

/// The innermost k loop, one for each operand of a concatenation: no branch inside.
FailureOr<SmallVector<Value>> ContractionBuilder::buildInnerLoop(ArrayRef<Value> acc) {
  tensor::ConcatOp concat = findConcat();
  if (!concat)
    return buildRange(0, dims.ranges[dims.k.back()], acc);
  SmallVector<Value> current(acc);
  int64_t from = 0;
  for (auto [number, input] : llvm::enumerate(concat.getInputs())) {
    int64_t to = from + cast<RankedTensorType>(input.getType()).getShape().back();
    context.emitter.assumePiece(concat, number);
    FailureOr<SmallVector<Value>> next = buildRange(from, to, current);
    context.emitter.forgetPiece(concat);
    if (failed(next))
      return failure();
    current = *next;
    from = to;
  }
  return current;
}

/// The innermost k loop over [from, to). Where the lhs is padded it is built twice:
/// most tiles of most window positions touch no padding, and reads that need no mask
/// fold into the multiply-adds.
FailureOr<SmallVector<Value>> ContractionBuilder::buildRange(int64_t from, int64_t to,
                                                             ArrayRef<Value> acc) {
  unsigned level = dims.k.size() - 1;
  auto pad = op->getOperand(dims.lhs).getDefiningOp<tensor::PadOp>();
  Value inside = pad ? allRowsInside(pad) : Value();
  if (!inside)
    return buildLoop(level, from, to, unroll, acc);
  auto branch = scf::IfOp::create(builder, loc, ValueRange(acc).getTypes(), inside, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  for (bool isFast : {true, false}) {
    builder.setInsertionPointToStart(isFast ? branch.thenBlock() : branch.elseBlock());
    if (isFast)
      context.emitter.assumeInside(pad);
    FailureOr<SmallVector<Value>> next = buildLoop(level, from, to, unroll, acc);
    context.emitter.forgetInside(pad);
    if (failed(next))
      return failure();
    scf::YieldOp::create(builder, loc, *next);
  }
  return SmallVector<Value>(branch.getResults());
}

Value ContractionBuilder::laneOf(Value value, int64_t lane) {
  return vector::ExtractOp::create(builder, loc, value, ArrayRef<int64_t>{lane});
}

/// The lhs of one row at k, k + 1, ..., k + unroll - 1 (one vector when the
/// lanes run along k).
FailureOr<SmallVector<Value>> ContractionBuilder::loadLhs(unsigned row) {
  SmallVector<Value> coords = at(row, 0), values;
  if (lanesAlongK || (lhsAlongK && unroll > 1)) {
    FailureOr<Value> vector = context.emitter.emitOperandAt(op, dims.lhs, coords, unroll);
    if (failed(vector))
      return failure();
    if (lanesAlongK)
      return SmallVector<Value>{*vector};
    for (int64_t k = 0; k < unroll; ++k)
      values.push_back(laneOf(*vector, k));
    return values;
  }
  Value base = current[dims.k.back()];
  for (int64_t k = 0; k < unroll; ++k) {
    coords[dims.k.back()] = context.add(base, context.index(k));
    FailureOr<Value> scalar = context.emitter.emitOperandAt(op, dims.lhs, coords, 1);
    if (failed(scalar))
      return failure();
    values.push_back(*scalar);
  }
  return values;
}

FailureOr<SmallVector<Value>> ContractionBuilder::buildStep(ArrayRef<Value> start) {
  SmallVector<Value> acc(start);
  SmallVector<SmallVector<Value>> lhs;
  for (int64_t i = 0; i < rows; ++i) {
    FailureOr<SmallVector<Value>> row = loadLhs(i);
    if (failed(row))
      return failure();
    lhs.push_back(*row);
  }
  Value base = current[dims.k.back()];
  int64_t steps = lanesAlongK ? 1 : unroll;
  for (int64_t k = 0; k < steps; ++k) {
    current[dims.k.back()] = context.add(base, context.index(k));
    for (int64_t j = 0; j < columns; ++j) {
      FailureOr<Value> rhs = context.emitter.emitOperandAt(op, dims.rhs, at(0, j), width);
      if (failed(rhs))
        return failure();
      for (int64_t i = 0; i < rows; ++i) {
        Value left = lhs[i][k];
        if (left.getType() != rhs->getType())
          left = vector::BroadcastOp::create(builder, loc, rhs->getType(), left);
        Value &sum = acc[i * columns + j];
        sum = math::FmaOp::create(builder, loc, left, *rhs, sum);
      }
    }
  }
  current[dims.k.back()] = base;
  return acc;
}

Value ContractionBuilder::reduceLanes(Value value) {
  Value total = laneOf(value, 0);
  for (int64_t lane = 1; lane < width; ++lane)
    total = arith::AddFOp::create(builder, loc, total, laneOf(value, lane));
  return total;
}

LogicalResult ContractionBuilder::storeAt(unsigned row, unsigned column, Value value) {
  SmallVector<Value> coords = at(row, column), target;
  if (lanesAlongK) {
    FailureOr<Value> init = context.emitter.emitOperandAt(op, 2, coords, 1);
    if (failed(init))
      return failure();
    value = arith::AddFOp::create(builder, loc, reduceLanes(value), *init);
  }
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  for (AffineExpr expr : out.getResults())
    target.push_back(context.emitter.applyExpr(loc, expr, coords));
  return context.storeResult(target, value, lanesAlongN ? width : 1);
}

LogicalResult ContractionBuilder::storeTile(ArrayRef<Value> acc) {
  for (unsigned dim : dims.k)
    current[dim] = context.index(0);
  if (context.second)
    return storeAndSum(acc);
  for (int64_t i = 0; i < rows; ++i) {
    LogicalResult stored = context.guarded(rowInside[i], [&]() -> LogicalResult {
      for (int64_t j = 0; j < columns; ++j) {
        LogicalResult element = context.guarded(
            columnInside[j], [&] { return storeAt(i, j, acc[i * columns + j]); });
        if (failed(element))
          return failure();
      }
      return success();
    });
    if (failed(stored))
      return failure();
  }
  return success();
}

/// The tile column by column, with the sums of each over the work group's rows: they
/// are one block, and all inside.
LogicalResult ContractionBuilder::storeAndSum(ArrayRef<Value> acc) {
  auto rowDim = rowsFirst ? gpu::Dimension::x : gpu::Dimension::y;
  auto columnDim = rowsFirst ? gpu::Dimension::y : gpu::Dimension::x;
  ArrayRef<int64_t> workgroup = context.config.getWorkgroup();
  int64_t lanes = lanesAlongN ? width : 1, perItem = columns * lanes;
  int64_t itemsM = workgroup[rowsFirst ? 0 : 1], itemsN = workgroup[rowsFirst ? 1 : 0];
  BlockItems items{itemsM,  itemsN,    context.localId(rowDim), context.localId(columnDim),
                   perItem, context.mul(context.groupId(columnDim), itemsN * perItem),
                   n * lanes, context.groupId(rowDim)};
  BlockCombiner combiner(context, items);
  for (int64_t j = 0; j < columns; ++j) {
    LogicalResult stored = context.guarded(columnInside[j], [&]() -> LogicalResult {
      StoredSums sums(context);
      for (int64_t i = 0; i < rows; ++i)
        if (failed(storeAt(i, j, acc[i * columns + j])))
          return failure();
      combiner.add(sums.get(), j * lanes, lanes);
      return success();
    });
    if (failed(stored))
      return failure();
  }
  combiner.finish();
  return success();
}

FailureOr<Grid> ContractionBuilder::build() {
  Grid grid = {1, 1, 1};
  placeTile(grid);
  FailureOr<SmallVector<Value>> init = initAccumulators();
  if (failed(init))
    return failure();
  FailureOr<SmallVector<Value>> acc = buildLoops(0, *init);
  if (failed(acc) || failed(storeTile(*acc)))
    return failure();
  return grid;
}

FailureOr<Grid> mlir::burin::codegen::buildContraction(ScheduleContext &context) {
  if (!isContraction(context.group.root) || context.config.getTile().size() != 4)
    return context.group.root->emitOpError("does not fit the contraction schedule");
  return ContractionBuilder(context).build();
}
