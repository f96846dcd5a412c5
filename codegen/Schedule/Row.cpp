//===- Row.cpp - One row per work group -----------------------------------===//
//
// Softmax, its statistics, layer norm and group norm share a shape: reduce a row,
// then map it.
// One work group owns one row; its items stride over the row `vector` elements
// at a time and combine partial results in local memory. Statistics are f32;
// the variance is taken around the mean in a pass of its own, since
// E[x^2] - mean^2 cancels when the mean is large. tile is unused.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "dialects/Fused/FusedDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
enum class Combine { kSum, kMax };

/// The rows of a tensor: how many, how long, and where element t of a row is.
struct RowSpace {
  int64_t rows = 0, length = 0;
  std::function<SmallVector<Value>(Value row, Value t)> coords;
};

class RowBuilder {
public:
  RowBuilder(ScheduleContext &context, RowSpace space, Value input)
      : context(context), builder(context.builder), loc(context.getLoc()), space(std::move(space)),
        input(input), width(context.config.getVector()), items(context.getWorkgroupItems()) {
    row = context.groupId(gpu::Dimension::x);
    item = items > 1 ? context.localId(gpu::Dimension::x) : context.index(0);
  }

  FailureOr<Grid> softmax();
  FailureOr<Grid> statistics();
  FailureOr<Grid> rowStatistics(float epsilon, bool rms);
  FailureOr<Grid> groupStatistics(float epsilon, int64_t groups);
  FailureOr<Grid> normalize(float epsilon, bool rms, Value scale, Value bias);

private:
  /// Of the row; a null mean is zero.
  struct Moments {
    Value mean, inverse;
  };
  FailureOr<Moments> computeMoments(float epsilon, bool rms);
  Value centre(Value x, Value mean) {
    return mean ? arith::SubFOp::create(builder, loc, x, broadcast(mean)).getResult() : x;
  }
  /// Both of two statistics, by the first item of the row; `coords` says where the
  /// first (0) and the second (1) belong.
  LogicalResult storeStatistics(Value first, Value second, llvm::function_ref<SmallVector<Value>(Value)> coords);
  LogicalResult storeStatistics(Value first, Value second) {
    return storeStatistics(first, second, [&](Value which) { return SmallVector<Value>{row, which}; });
  }
  using Map = llvm::function_ref<Value(Value)>;
  /// combine(map(x)) over the row, as a scalar known to every item.
  FailureOr<Value> reduce(Combine combine, Map map);
  /// Runs `body` on the start of every access of this item.
  FailureOr<Value> forEachAccess(Value init, llvm::function_ref<FailureOr<Value>(Value t, Value acc)> body);
  Value combineValues(Combine combine, Value lhs, Value rhs);
  Value combineLanes(Combine combine, Value value);
  Value broadcast(Value scalar);
  FailureOr<Value> load(Value t) { return context.emitter.emit(input, space.coords(row, t), width); }

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  RowSpace space;
  Value input;
  int64_t width, items;
  Value row, item;
};
} // namespace

Value RowBuilder::broadcast(Value scalar) {
  if (width == 1)
    return scalar;
  return vector::BroadcastOp::create(builder, loc, VectorType::get({width}, scalar.getType()), scalar);
}

Value RowBuilder::combineValues(Combine combine, Value lhs, Value rhs) {
  if (combine == Combine::kSum)
    return arith::AddFOp::create(builder, loc, lhs, rhs);
  return arith::MaxNumFOp::create(builder, loc, lhs, rhs);
}

Value RowBuilder::combineLanes(Combine combine, Value value) {
  if (width == 1)
    return value;
  Value total;
  for (int64_t lane = 0; lane < width; ++lane) {
    Value element = vector::ExtractOp::create(builder, loc, value, ArrayRef<int64_t>{lane});
    total = total ? combineValues(combine, total, element) : element;
  }
  return total;
}

FailureOr<Value> RowBuilder::forEachAccess(
    Value init, llvm::function_ref<FailureOr<Value>(Value, Value)> body) {
  auto loop = scf::ForOp::create(builder, loc, context.mul(item, width), context.index(space.length),
                                 context.index(items * width), ValueRange{init});
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  FailureOr<Value> next = body(loop.getInductionVar(), loop.getRegionIterArgs()[0]);
  if (failed(next))
    return failure();
  scf::YieldOp::create(builder, loc, *next);
  return loop.getResult(0);
}

FailureOr<Value> RowBuilder::reduce(Combine combine, Map map) {
  // -inf, not the lowest finite value: a row may hold nothing else.
  float identity = combine == Combine::kSum ? 0.0f : -std::numeric_limits<float>::infinity();
  FailureOr<Value> partial =
      forEachAccess(context.f32(identity, width), [&](Value t, Value acc) -> FailureOr<Value> {
        FailureOr<Value> value = load(t);
        if (failed(value))
          return failure();
        return combineValues(combine, acc, map(*value));
      });
  if (failed(partial))
    return failure();
  return combineItems(context, item, items, combineLanes(combine, *partial),
                      [&](Value lhs, Value rhs) { return combineValues(combine, lhs, rhs); });
}

FailureOr<Grid> RowBuilder::softmax() {
  FailureOr<Value> max = reduce(Combine::kMax, [](Value x) { return x; });
  if (failed(max))
    return failure();
  auto shiftedExp = [&](Value x) -> Value {
    Value shifted = arith::SubFOp::create(builder, loc, x, broadcast(*max));
    return math::ExpOp::create(builder, loc, shifted);
  };
  FailureOr<Value> sum = reduce(Combine::kSum, shiftedExp);
  if (failed(sum))
    return failure();
  Value inverse = arith::DivFOp::create(builder, loc, context.f32(1.0f), *sum);
  FailureOr<Value> stored = forEachAccess(context.f32(0.0f), [&](Value t, Value acc) -> FailureOr<Value> {
    FailureOr<Value> x = load(t);
    if (failed(x))
      return failure();
    Value y = arith::MulFOp::create(builder, loc, shiftedExp(*x), broadcast(inverse));
    if (failed(context.storeResult(space.coords(row, t), y, width)))
      return failure();
    return acc;
  });
  if (failed(stored))
    return failure();
  return Grid{space.rows, 1, 1};
}

/// (max, 1 / sum) of each row; (0, 0) where it holds -inf only.
FailureOr<Grid> RowBuilder::statistics() {
  FailureOr<Value> max = reduce(Combine::kMax, [](Value x) { return x; });
  if (failed(max))
    return failure();
  Value lowest = context.f32(-std::numeric_limits<float>::infinity()), zero = context.f32(0.0f);
  Value isEmpty = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, *max, lowest);
  Value base = arith::SelectOp::create(builder, loc, isEmpty, zero, *max);
  FailureOr<Value> sum = reduce(Combine::kSum, [&](Value x) -> Value {
    Value shifted = arith::SubFOp::create(builder, loc, x, broadcast(base));
    return math::ExpOp::create(builder, loc, shifted);
  });
  if (failed(sum))
    return failure();
  Value inverse = arith::DivFOp::create(builder, loc, context.f32(1.0f), *sum);
  inverse = arith::SelectOp::create(builder, loc, isEmpty, zero, inverse);
  if (failed(storeStatistics(base, inverse)))
    return failure();
  return Grid{space.rows, 1, 1};
}

LogicalResult RowBuilder::storeStatistics(Value first, Value second,
                                          llvm::function_ref<SmallVector<Value>(Value)> coords) {
  Value isFirst;
  if (items > 1)
    isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, item, context.index(0));
  return context.guarded(isFirst, [&]() -> LogicalResult {
    if (failed(context.storeResult(coords(context.index(0)), first, 1)))
      return failure();
    return context.storeResult(coords(context.index(1)), second, 1);
  });
}

FailureOr<Grid> RowBuilder::rowStatistics(float epsilon, bool rms) {
  FailureOr<Moments> moments = computeMoments(epsilon, rms);
  if (failed(moments) ||
      failed(storeStatistics(moments->mean ? moments->mean : context.f32(0.0f), moments->inverse)))
    return failure();
  return Grid{space.rows, 1, 1};
}

/// [N, 2, G].
FailureOr<Grid> RowBuilder::groupStatistics(float epsilon, int64_t groups) {
  FailureOr<Moments> moments = computeMoments(epsilon, /*rms=*/false);
  if (failed(moments))
    return failure();
  Value image = builder.createOrFold<arith::DivUIOp>(loc, row, context.index(groups));
  Value group = builder.createOrFold<arith::RemUIOp>(loc, row, context.index(groups));
  if (failed(storeStatistics(moments->mean, moments->inverse,
                             [&](Value which) { return SmallVector<Value>{image, which, group}; })))
    return failure();
  return Grid{space.rows, 1, 1};
}

FailureOr<RowBuilder::Moments> RowBuilder::computeMoments(float epsilon, bool rms) {
  Value count = context.f32(1.0f / static_cast<float>(space.length));
  Value mean;
  if (!rms) {
    FailureOr<Value> sum = reduce(Combine::kSum, [](Value x) { return x; });
    if (failed(sum))
      return failure();
    mean = arith::MulFOp::create(builder, loc, *sum, count);
  }
  FailureOr<Value> squares = reduce(Combine::kSum, [&](Value x) -> Value {
    Value d = centre(x, mean);
    return arith::MulFOp::create(builder, loc, d, d);
  });
  if (failed(squares))
    return failure();
  Value variance = arith::MulFOp::create(builder, loc, *squares, count);
  Value inverse = math::RsqrtOp::create(
      builder, loc, arith::AddFOp::create(builder, loc, variance, context.f32(epsilon)));
  return Moments{mean, inverse};
}

FailureOr<Grid> RowBuilder::normalize(float epsilon, bool rms, Value scale, Value bias) {
  FailureOr<Moments> moments = computeMoments(epsilon, rms);
  if (failed(moments))
    return failure();
  FailureOr<Value> stored = forEachAccess(context.f32(0.0f), [&](Value t, Value acc) -> FailureOr<Value> {
    SmallVector<Value> coords = space.coords(row, t);
    FailureOr<Value> x = load(t);
    FailureOr<Value> gain = context.emitter.emit(scale, coords.back(), width);
    FailureOr<Value> shift = context.emitter.emit(bias, coords.back(), width);
    if (failed(x) || failed(gain) || failed(shift))
      return failure();
    Value factor = arith::MulFOp::create(builder, loc, broadcast(moments->inverse), *gain);
    Value y = arith::MulFOp::create(builder, loc, centre(*x, moments->mean), factor);
    y = arith::AddFOp::create(builder, loc, y, *shift);
    if (failed(context.storeResult(coords, y, width)))
      return failure();
    return acc;
  });
  if (failed(stored))
    return failure();
  return Grid{space.rows, 1, 1};
}

/// Rows along the last dimension.
static RowSpace getLastDimRows(ScheduleContext &context, RankedTensorType type) {
  RowSpace space;
  space.length = type.getShape().back();
  space.rows = type.getNumElements() / space.length;
  SmallVector<int64_t> outer(type.getShape().drop_back());
  space.coords = [&context, outer](Value row, Value t) {
    SmallVector<Value> coords = context.emitter.delinearize(context.getLoc(), outer, row);
    coords.push_back(t);
    return coords;
  };
  return space;
}

/// Rows of a [N, S, C] tensor that are one group of channels each.
static RowSpace getGroupRows(ScheduleContext &context, RankedTensorType type, int64_t groups) {
  int64_t channels = type.getDimSize(2) / groups;
  RowSpace space;
  space.length = type.getDimSize(1) * channels;
  space.rows = type.getDimSize(0) * groups;
  space.coords = [&context, groups, channels](Value row, Value t) {
    Location loc = context.getLoc();
    OpBuilder &b = context.builder;
    Value groupCount = context.index(groups), perGroup = context.index(channels);
    Value n = b.createOrFold<arith::DivUIOp>(loc, row, groupCount);
    Value g = b.createOrFold<arith::RemUIOp>(loc, row, groupCount);
    Value s = b.createOrFold<arith::DivUIOp>(loc, t, perGroup);
    Value c = b.createOrFold<arith::RemUIOp>(loc, t, perGroup);
    return SmallVector<Value>{n, s, context.add(context.mul(g, channels), c)};
  };
  return space;
}

FailureOr<Grid> mlir::burin::codegen::buildRow(ScheduleContext &context) {
  RankedTensorType type = context.group.getRootType();
  if (auto op = dyn_cast<linalg::SoftmaxOp>(context.group.root)) {
    if (static_cast<int64_t>(op.getDimension()) != type.getRank() - 1)
      return op.emitOpError("has a row schedule for the last dimension only");
    return RowBuilder(context, getLastDimRows(context, type), op.getInput()).softmax();
  }
  if (auto op = dyn_cast<fused::SoftmaxStatisticsOp>(context.group.root))
    return RowBuilder(context, getLastDimRows(context, op.getInput().getType()), op.getInput())
        .statistics();
  if (auto op = dyn_cast<fused::RowStatisticsOp>(context.group.root))
    return RowBuilder(context, getLastDimRows(context, op.getInput().getType()), op.getInput())
        .rowStatistics(op.getEpsilon().convertToFloat(), op.getRms());
  if (auto op = dyn_cast<fused::GroupStatisticsOp>(context.group.root))
    return RowBuilder(context, getGroupRows(context, op.getInput().getType(), op.getGroups()), op.getInput())
        .groupStatistics(op.getEpsilon().convertToFloat(), op.getGroups());
  if (auto op = dyn_cast<fused::LayerNormOp>(context.group.root))
    return RowBuilder(context, getLastDimRows(context, type), op.getInput())
        .normalize(op.getEpsilon().convertToFloat(), op.getRms(), op.getScale(), op.getBias());
  if (auto op = dyn_cast<fused::GroupNormOp>(context.group.root))
    return RowBuilder(context, getGroupRows(context, type, op.getGroups()), op.getInput())
        .normalize(op.getEpsilon().convertToFloat(), /*rms=*/false, op.getScale(), op.getBias());
  return context.group.root->emitOpError("has no row schedule");
}
