//===- Reduction.cpp - One output element per work item or group ----------===//
//
// Reductions without a schedule of their own (sums over small or strided
// windows, pooling, grouped convolution): work item i loops over the reduction
// dimensions of output element i. With tile = [items], all items of a work group:
// group i makes output element i, each item every items-th part of it (findCombiner).
// Without a tile an item makes `vector` neighbours of the result (canReduceLanes).
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
struct ReductionLoops {
  ScheduleContext &context;
  linalg::GenericOp op;
  SmallVector<unsigned> reductionDims;
  SmallVector<int64_t> ranges;
  SmallVector<Value> dims;

  /// Builds the loops from reduction dimension `level` inwards.
  FailureOr<Value> build(unsigned level, Value acc) {
    if (level == reductionDims.size())
      return context.emitter.emitReductionStep(op, dims, acc, context.config.getVector());
    OpBuilder &builder = context.builder;
    unsigned dim = reductionDims[level];
    auto loop = scf::ForOp::create(builder, context.getLoc(), context.index(0),
                                   context.index(ranges[dim]), context.index(1), ValueRange{acc});
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(loop.getBody());
    dims[dim] = loop.getInductionVar();
    FailureOr<Value> next = build(level + 1, loop.getRegionIterArgs()[0]);
    if (failed(next))
      return failure();
    scf::YieldOp::create(builder, context.getLoc(), *next);
    return loop.getResult(0);
  }

  /// Sets the dimensions that the result has.
  void placeResult(ArrayRef<Value> coords) {
    AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
    for (auto [expr, coord] : llvm::zip_equal(map.getResults(), coords))
      dims[cast<AffineDimExpr>(expr).getPosition()] = coord;
  }

  SmallVector<int64_t> getReducedExtents() const {
    return llvm::map_to_vector(reductionDims, [&](unsigned dim) { return ranges[dim]; });
  }
  int64_t countSteps() const { return llvm::product_of(getReducedExtents()); }
  /// Step `number` of all, in the order of the loops.
  FailureOr<Value> step(Value number, Value acc) {
    SmallVector<Value> at = context.emitter.delinearize(context.getLoc(), getReducedExtents(), number);
    for (auto [dim, coord] : llvm::zip_equal(reductionDims, at))
      dims[dim] = coord;
    return context.emitter.emitReductionStep(op, dims, acc);
  }
};
} // namespace

/// The sums of `count` elements and of their squares, in a loop.
static FailureOr<std::array<Value, 2>> sumWithSquares(ScheduleContext &context, int64_t count,
                                                      llvm::function_ref<FailureOr<Value>(Value)> load) {
  OpBuilder &builder = context.builder;
  Location loc = context.getLoc();
  auto loop = scf::ForOp::create(builder, loc, context.index(0), context.index(count), context.index(1),
                                 ValueRange{context.f32(0), context.f32(0)});
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  FailureOr<Value> x = load(loop.getInductionVar());
  if (failed(x))
    return failure();
  Value sum = arith::AddFOp::create(builder, loc, loop.getRegionIterArgs()[0], *x);
  Value squares = math::FmaOp::create(builder, loc, *x, *x, loop.getRegionIterArgs()[1]);
  scf::YieldOp::create(builder, loc, ValueRange{sum, squares});
  return std::array<Value, 2>{loop.getResult(0), loop.getResult(1)};
}

/// Block sums whose input another kernel has made: a work item per block and channel.
static FailureOr<Grid> buildBlockSums(ScheduleContext &context, fused::BlockSumsOp op) {
  OpBuilder &builder = context.builder;
  Location loc = context.getLoc();
  ArrayRef<int64_t> shape = op.getInit().getType().getShape();
  int64_t blocks = shape[1], outputs = shape[0] * blocks * shape[3], items = context.getWorkgroupItems();
  Value id = context.globalId(gpu::Dimension::x), inside;
  if (outputs % items != 0)
    inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, id, context.index(outputs));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<Value> at = context.emitter.delinearize(loc, {shape[0], blocks, shape[3]}, id);
    auto sums = sumWithSquares(context, op.getRows(), [&](Value number) {
      Value position = context.add(context.mul(at[1], op.getRows()), number);
      return context.emitter.emit(op.getInput(), {at[0], position, at[2]}, 1);
    });
    if (failed(sums))
      return failure();
    for (int64_t power : {0, 1})
      if (failed(context.storeResult({at[0], at[1], context.index(power), at[2]}, (*sums)[power], 1)))
        return failure();
    return success();
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(outputs, items)), 1, 1};
}

/// The same for row sums: a work item per block and row.
static FailureOr<Grid> buildRowSums(ScheduleContext &context, fused::RowSumsOp op) {
  OpBuilder &builder = context.builder;
  Location loc = context.getLoc();
  ArrayRef<int64_t> shape = op.getInit().getType().getShape();
  int64_t outputs = shape[0] * shape[1], items = context.getWorkgroupItems();
  Value id = context.globalId(gpu::Dimension::x), inside;
  if (outputs % items != 0)
    inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, id, context.index(outputs));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<Value> at = context.emitter.delinearize(loc, {shape[0], shape[1]}, id);
    auto sums = sumWithSquares(context, op.getColumns(), [&](Value number) {
      Value column = context.add(context.mul(at[0], op.getColumns()), number);
      return context.emitter.emit(op.getInput(), {at[1], column}, 1);
    });
    if (failed(sums))
      return failure();
    for (int64_t power : {0, 1})
      if (failed(context.storeResult({at[0], at[1], context.index(power)}, (*sums)[power], 1)))
        return failure();
    return success();
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(outputs, items)), 1, 1};
}

Operation *mlir::burin::codegen::findCombiner(Operation *root) {
  auto op = dyn_cast_if_present<linalg::GenericOp>(root);
  if (!op || op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0 ||
      !getElementTypeOrSelf(op.getResult(0).getType()).isF32())
    return nullptr;
  BlockArgument accumulator = op.getRegionOutputArgs()[0];
  Operation *combiner = op.getBody()->getTerminator()->getOperand(0).getDefiningOp();
  bool isExtremum = isa_and_present<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp, arith::MinNumFOp>(combiner);
  bool isSum = isa_and_present<arith::AddFOp>(combiner) && fused::isZeroFill(op.getDpsInits()[0]);
  if ((!isExtremum && !isSum) || !accumulator.hasOneUse() || !llvm::is_contained(combiner->getOperands(), accumulator))
    return nullptr;
  return combiner;
}

bool mlir::burin::codegen::canReduceLanes(Operation *root) {
  auto op = dyn_cast_if_present<linalg::GenericOp>(root);
  if (!op || op.getNumDpsInits() != 1)
    return false;
  AffineMap result = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!result.isProjectedPermutation() || result.getNumResults() == 0)
    return false;
  AffineExpr last = result.getResults().back();
  unsigned lane = cast<AffineDimExpr>(last).getPosition();
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(operand);
    if (op.getMatchingBlockArgument(operand).use_empty())
      continue;
    if (map.getNumResults() == 0 || map.getResults().back() != last ||
        llvm::any_of(map.getResults().drop_back(), [&](AffineExpr expr) { return expr.isFunctionOfDim(lane); }))
      return false;
  }
  auto isFloat = [](Type type) { return isa<FloatType>(type); };
  return llvm::all_of(op.getBody()->getArgumentTypes(), isFloat) &&
         llvm::all_of(op.getBody()->without_terminator(), [&](Operation &inner) {
           return !isa<tensor::ExtractOp>(inner) && llvm::all_of(inner.getResultTypes(), isFloat);
         });
}

/// One result by all items of a work group: each begins with the initial value, which
/// changes nothing however often it is combined.
static FailureOr<Grid> buildShared(ScheduleContext &context, ReductionLoops &loops, Operation *combiner) {
  if (!combiner)
    return loops.op.emitOpError("cannot be shared by work items as its config says");
  OpBuilder &builder = context.builder;
  Location loc = context.getLoc();
  RankedTensorType type = context.group.getRootType();
  int64_t items = context.getWorkgroupItems();
  Value item = context.localId(gpu::Dimension::x);
  SmallVector<Value> coords = context.emitter.delinearize(loc, type.getShape(), context.groupId(gpu::Dimension::x));
  loops.placeResult(coords);
  FailureOr<Value> init = context.emitter.emit(loops.op.getDpsInitOperand(0)->get(), coords, 1);
  if (failed(init))
    return failure();
  // As many steps for every item: bounds that a compiler can unroll, so that loads overlap.
  bool isEven = loops.countSteps() % items == 0;
  auto loop = scf::ForOp::create(builder, loc, isEven ? context.index(0) : item, context.index(loops.countSteps()),
                                 context.index(items), *init);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(loop.getBody());
    Value number = isEven ? context.add(loop.getInductionVar(), item) : loop.getInductionVar();
    FailureOr<Value> next = loops.step(number, loop.getRegionIterArgs()[0]);
    if (failed(next))
      return failure();
    scf::YieldOp::create(builder, loc, *next);
  }
  Value result = combineItems(context, item, items, loop.getResult(0), [&](Value lhs, Value rhs) {
    Operation *combined = builder.clone(*combiner);
    combined->setOperands({lhs, rhs});
    return combined->getResult(0);
  });
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, item, context.index(0));
  if (failed(context.guarded(isFirst, [&] { return context.storeResult(coords, result, 1); })))
    return failure();
  return Grid{type.getNumElements(), 1, 1};
}

FailureOr<Grid> mlir::burin::codegen::buildReduction(ScheduleContext &context) {
  if (auto sums = dyn_cast<fused::BlockSumsOp>(context.group.root))
    return buildBlockSums(context, sums);
  if (auto sums = dyn_cast<fused::RowSumsOp>(context.group.root))
    return buildRowSums(context, sums);
  auto op = dyn_cast<linalg::GenericOp>(context.group.root);
  if (!op || op.getNumDpsInits() != 1 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isProjectedPermutation())
    return context.group.root->emitOpError("has no reduction schedule");
  ReductionLoops loops{context, op, {}, op.getStaticLoopRanges(), {}};
  loops.dims.resize(op.getNumLoops());
  op.getReductionDims(loops.reductionDims);
  if (!context.config.getTile().empty())
    return buildShared(context, loops, findCombiner(op));

  RankedTensorType type = context.group.getRootType();
  int64_t width = context.config.getVector(), outputs = type.getNumElements() / width, items = context.getWorkgroupItems();
  Value id = context.globalId(gpu::Dimension::x);
  Value inside;
  if (outputs % items != 0)
    inside = arith::CmpIOp::create(context.builder, context.getLoc(), arith::CmpIPredicate::slt, id,
                                   context.index(outputs));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<int64_t> accesses(type.getShape());
    if (width > 1)
      accesses.back() /= width;
    SmallVector<Value> coords = context.emitter.delinearize(context.getLoc(), accesses, id);
    if (width > 1)
      coords.back() = context.mul(coords.back(), width);
    loops.placeResult(coords);
    FailureOr<Value> init = context.emitter.emit(op.getDpsInitOperand(0)->get(), coords, width);
    if (failed(init))
      return failure();
    FailureOr<Value> value = loops.build(0, *init);
    if (failed(value))
      return failure();
    return context.storeResult(coords, *value, width);
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(outputs, items)), 1, 1};
}
