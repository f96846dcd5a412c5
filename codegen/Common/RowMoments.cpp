//===- RowMoments.cpp - What normalises rows, from their sums -------------===//
#include "codegen/Common/RowMoments.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Loads that are on their way at once; each takes two registers.
constexpr int64_t kMostLoads = 10;

/// The sums of row `row` of blocks `first` to `first + count` of `input`, added to `sums`.
static FailureOr<Value> addBlocks(ElementEmitter &emitter, OpBuilder &b, Value input, Value first, int64_t count,
                                  Value row, Value sums) {
  Location loc = input.getLoc();
  SmallVector<Value> parts;
  for (int64_t i = 0; i < count; ++i) {
    Value block = b.createOrFold<arith::AddIOp>(loc, first, emitter.constantIndex(loc, i));
    FailureOr<Value> part = emitter.emit(input, {block, row, emitter.constantIndex(loc, 0)}, 2);
    if (failed(part))
      return failure();
    parts.push_back(*part);
  }
  for (Value part : parts)
    sums = sums ? arith::AddFOp::create(b, loc, sums, part).getResult() : part;
  return sums;
}

static int64_t getLargestDivisor(int64_t number, int64_t limit) {
  while (number % limit != 0)
    --limit;
  return limit;
}

/// Both sums over all blocks, vector<2xf32>.
static FailureOr<Value> addAllBlocks(ElementEmitter &emitter, OpBuilder &b, fused::RowMomentsOp op, Value row) {
  Location loc = op.getLoc();
  int64_t blocks = op.getInput().getType().getDimSize(0), atOnce = getLargestDivisor(blocks, kMostLoads);
  Value zero = emitter.constantIndex(loc, 0);
  if (atOnce == blocks)
    return addBlocks(emitter, b, op.getInput(), zero, blocks, row, {});
  auto type = VectorType::get({2}, b.getF32Type());
  Value none = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, 0.0f));
  auto loop = scf::ForOp::create(b, loc, zero, emitter.constantIndex(loc, blocks), emitter.constantIndex(loc, atOnce), none);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  FailureOr<Value> sums =
      addBlocks(emitter, b, op.getInput(), loop.getInductionVar(), atOnce, row, loop.getRegionIterArgs()[0]);
  if (failed(sums))
    return failure();
  scf::YieldOp::create(b, loc, *sums);
  return loop.getResult(0);
}

FailureOr<std::array<Value, 2>> mlir::burin::codegen::emitRowMoments(ElementEmitter &emitter, OpBuilder &b,
                                                                     fused::RowMomentsOp op, Value row) {
  Location loc = op.getLoc();
  FailureOr<Value> sums = addAllBlocks(emitter, b, op, row);
  if (failed(sums))
    return failure();
  auto f32 = [&](double value) -> Value {
    return arith::ConstantOp::create(b, loc, b.getF32FloatAttr(static_cast<float>(value)));
  };
  Value share = f32(1.0 / static_cast<double>(op.getColumns()));
  auto average = [&](int64_t power) -> Value {
    Value sum = vector::ExtractOp::create(b, loc, *sums, ArrayRef<int64_t>{power});
    return arith::MulFOp::create(b, loc, sum, share);
  };
  Value mean = op.getRms() ? f32(0) : average(0), variance = average(1);
  if (!op.getRms()) {
    Value square = arith::MulFOp::create(b, loc, mean, mean);
    variance = arith::MaximumFOp::create(b, loc, arith::SubFOp::create(b, loc, variance, square), f32(0));
  }
  Value shifted = arith::AddFOp::create(b, loc, variance, f32(op.getEpsilon().convertToDouble()));
  return std::array<Value, 2>{mean, math::RsqrtOp::create(b, loc, shifted)};
}

void ElementEmitter::bindMoments(Value tensor, Value row, const std::array<Value, 2> &values) {
  moments[tensor] = {row, values};
}

/// The last coordinate is constant but where both elements of a row are wanted.
FailureOr<Value> ElementEmitter::emitMoments(Operation *op, ArrayRef<Value> coords, int64_t width) {
  Value tensor = op->getResult(0);
  if (width > 1)
    return emitLanes(tensor, coords, width);
  Location loc = op->getLoc();
  std::array<Value, 2> values;
  auto bound = moments.find(tensor);
  if (bound != moments.end() && bound->second.row == coords[0]) {
    values = bound->second.values;
  } else {
    auto emitted = emitRowMoments(*this, builder, cast<fused::RowMomentsOp>(op), coords[0]);
    if (failed(emitted))
      return failure();
    values = *emitted;
  }
  if (std::optional<int64_t> number = getConstantIntValue(coords[1]))
    return values[*number];
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, coords[1], constantIndex(loc, 0));
  return arith::SelectOp::create(builder, loc, isFirst, values[0], values[1]).getResult();
}
