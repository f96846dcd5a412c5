//===- Reduction.cpp - One output element per work item -------------------===//
//
// Reductions without a schedule of their own (sums over small or strided
// windows, pooling, grouped convolution): work item i loops over the reduction
// dimensions of output element i. tile and vector are unused.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

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
      return context.emitter.emitReductionStep(op, dims, acc);
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
};
} // namespace

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
    auto loop = scf::ForOp::create(builder, loc, context.index(0), context.index(op.getRows()), context.index(1),
                                   ValueRange{context.f32(0), context.f32(0)});
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(loop.getBody());
      Value position = context.add(context.mul(at[1], op.getRows()), loop.getInductionVar());
      FailureOr<Value> x = context.emitter.emit(op.getInput(), {at[0], position, at[2]}, 1);
      if (failed(x))
        return failure();
      Value sum = arith::AddFOp::create(builder, loc, loop.getRegionIterArgs()[0], *x);
      Value squares = math::FmaOp::create(builder, loc, *x, *x, loop.getRegionIterArgs()[1]);
      scf::YieldOp::create(builder, loc, ValueRange{sum, squares});
    }
    for (int64_t power : {0, 1})
      if (failed(context.storeResult({at[0], at[1], context.index(power), at[2]}, loop.getResult(power), 1)))
        return failure();
    return success();
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(outputs, items)), 1, 1};
}

FailureOr<Grid> mlir::burin::codegen::buildReduction(ScheduleContext &context) {
  if (auto sums = dyn_cast<fused::BlockSumsOp>(context.group.root))
    return buildBlockSums(context, sums);
  auto op = dyn_cast<linalg::GenericOp>(context.group.root);
  if (!op || op.getNumDpsInits() != 1 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isProjectedPermutation())
    return context.group.root->emitOpError("has no reduction schedule");
  ReductionLoops loops{context, op, {}, op.getStaticLoopRanges(), {}};
  loops.dims.resize(op.getNumLoops());
  op.getReductionDims(loops.reductionDims);

  RankedTensorType type = context.group.getRootType();
  int64_t outputs = type.getNumElements(), items = context.getWorkgroupItems();
  Value id = context.globalId(gpu::Dimension::x);
  Value inside;
  if (outputs % items != 0)
    inside = arith::CmpIOp::create(context.builder, context.getLoc(), arith::CmpIPredicate::slt, id,
                                   context.index(outputs));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<Value> coords = context.emitter.delinearize(context.getLoc(), type.getShape(), id);
    AffineMap outMap = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
    for (auto [expr, coord] : llvm::zip_equal(outMap.getResults(), coords))
      loops.dims[cast<AffineDimExpr>(expr).getPosition()] = coord;
    FailureOr<Value> init = context.emitter.emit(op.getDpsInitOperand(0)->get(), coords, 1);
    if (failed(init))
      return failure();
    FailureOr<Value> value = loops.build(0, *init);
    if (failed(value))
      return failure();
    return context.storeResult(coords, *value, 1);
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(outputs, items)), 1, 1};
}
