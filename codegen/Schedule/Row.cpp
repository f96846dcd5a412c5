//===- Row.cpp - Rows that a work group reduces ---------------------------===//
//
// Softmax, its statistics, layer norm and group norm share a shape: reduce a row,
// then map it.
// workgroup = [items, rows, 1]: a work group owns `rows` rows; the items of each
// stride over it `vector` elements at a time and combine partial results in local
// memory. Statistics are f32; the variance is taken around the mean in a pass of its
// own, since E[x^2] - mean^2 cancels when the mean is large. With tile = [1], items
// keep their elements of the row from the first pass to the last, else (0 or none)
// every pass reads them. Where the group keeps the input of its norm, the last pass
// stores that as well.
//
// Where rows are no multiple, what is left of the last work group computes its last
// row once more (with one item per row: nothing), so that every item gets to every barrier,
// and stores nothing.
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
#include "llvm/Support/MathExtras.h"

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
        input(input), width(context.config.getVector()), items(context.config.getWorkgroup()[0]),
        rows(context.config.getWorkgroup()[1]) {}

  /// Runs `body`, one of those below, on the row of this item.
  FailureOr<Grid> build(llvm::function_ref<LogicalResult(RowBuilder &)> body);
  LogicalResult softmax();
  LogicalResult statistics();
  LogicalResult rowStatistics(float epsilon, bool rms);
  LogicalResult groupStatistics(float epsilon, int64_t groups);
  LogicalResult normalize(float epsilon, bool rms, Value scale, Value bias);

private:
  /// An access that this item keeps.
  struct Access {
    Value t, x;
    Value inside; ///< `t` is in the row; null: always
  };
  void placeItem();
  LogicalResult holdRow();
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
  /// combine(map(x)) over what this item reads, lane by lane.
  FailureOr<Value> reduceItem(Combine combine, Map map);
  /// Runs `body` on the start of every access of this item.
  FailureOr<Value> forEachAccess(Value init, llvm::function_ref<FailureOr<Value>(Value t, Value acc)> body);
  /// Stores map(coords, x) of every element of the row.
  LogicalResult mapRow(llvm::function_ref<FailureOr<Value>(ArrayRef<Value> coords, Value x)> map);
  Value combineValues(Combine combine, Value lhs, Value rhs);
  Value combineLanes(Combine combine, Value value);
  Value broadcast(Value scalar);
  FailureOr<Value> load(Value t) { return context.emitter.emit(input, space.coords(row, t), width); }

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  RowSpace space;
  Value input;
  int64_t width, items, rows;
  Value row, item;
  Value rowInGroup; ///< null: the only one
  Value rowInside;  ///< the row exists; null: always
  SmallVector<Access> held;
};
} // namespace

void RowBuilder::placeItem() {
  row = context.groupId(gpu::Dimension::x);
  item = items > 1 ? context.localId(gpu::Dimension::x) : context.index(0);
  if (rows == 1)
    return;
  rowInGroup = context.localId(gpu::Dimension::y);
  row = context.add(context.mul(row, rows), rowInGroup);
  if (space.rows % rows == 0)
    return;
  rowInside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, row, context.index(space.rows));
  row = context.min(row, space.rows - 1);
}

FailureOr<Grid> RowBuilder::build(llvm::function_ref<LogicalResult(RowBuilder &)> body) {
  placeItem();
  auto run = [&]() -> LogicalResult {
    ArrayRef<int64_t> tile = context.config.getTile();
    if (!tile.empty() && tile[0] && failed(holdRow()))
      return failure();
    return body(*this);
  };
  // Without other items there is no barrier, and so nothing that keeps one row's last
  // pass behind another's first where the result overwrites the input.
  Value condition = items == 1 ? std::exchange(rowInside, Value()) : Value();
  if (failed(context.guarded(condition, run)))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(space.rows, rows)), 1, 1};
}

/// The last access may end behind the row: then the row's last is read instead.
LogicalResult RowBuilder::holdRow() {
  Value start = context.mul(item, width);
  for (int64_t first = 0; first < space.length; first += items * width) {
    Access access{first ? context.add(start, context.index(first)) : start, {}, {}};
    Value t = access.t;
    if (first + items * width > space.length) {
      access.inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, t, context.index(space.length));
      t = context.min(t, space.length - width);
    }
    FailureOr<Value> x = load(t);
    if (failed(x))
      return failure();
    access.x = *x;
    held.push_back(access);
  }
  return success();
}

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

FailureOr<Value> RowBuilder::reduceItem(Combine combine, Map map) {
  // -inf, not the lowest finite value: a row may hold nothing else.
  Value identity = context.f32(combine == Combine::kSum ? 0.0f : -std::numeric_limits<float>::infinity(), width);
  if (held.empty())
    return forEachAccess(identity, [&](Value t, Value acc) -> FailureOr<Value> {
      FailureOr<Value> value = load(t);
      if (failed(value))
        return failure();
      return combineValues(combine, acc, map(*value));
    });
  Value total;
  for (const Access &access : held) {
    Value value = map(access.x);
    if (access.inside)
      value = arith::SelectOp::create(builder, loc, access.inside, value, identity);
    total = total ? combineValues(combine, total, value) : value;
  }
  return total;
}

FailureOr<Value> RowBuilder::reduce(Combine combine, Map map) {
  FailureOr<Value> partial = reduceItem(combine, map);
  if (failed(partial))
    return failure();
  return combineItems(
      context, item, items, combineLanes(combine, *partial),
      [&](Value lhs, Value rhs) { return combineValues(combine, lhs, rhs); }, rowInGroup, rows);
}

LogicalResult RowBuilder::mapRow(llvm::function_ref<FailureOr<Value>(ArrayRef<Value>, Value)> map) {
  auto store = [&](ArrayRef<Value> coords, Value x) -> LogicalResult {
    FailureOr<Value> y = map(coords, x);
    context.storeKept(coords, x, width);
    return failed(y) ? failure() : context.storeResult(coords, *y, width);
  };
  auto storeAll = [&]() -> LogicalResult {
    for (const Access &access : held)
      if (failed(context.guarded(access.inside, [&] { return store(space.coords(row, access.t), access.x); })))
        return failure();
    if (!held.empty())
      return success();
    return forEachAccess(context.f32(0.0f), [&](Value t, Value acc) -> FailureOr<Value> {
      SmallVector<Value> coords = space.coords(row, t);
      FailureOr<Value> x = load(t);
      if (failed(x) || failed(store(coords, *x)))
        return failure();
      return acc;
    });
  };
  return context.guarded(rowInside, storeAll);
}

LogicalResult RowBuilder::softmax() {
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
  return mapRow([&](ArrayRef<Value>, Value x) -> FailureOr<Value> {
    return arith::MulFOp::create(builder, loc, shiftedExp(x), broadcast(inverse)).getResult();
  });
}

/// (max, 1 / sum) of each row; (0, 0) where it holds -inf only.
LogicalResult RowBuilder::statistics() {
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
  return storeStatistics(base, inverse);
}

LogicalResult RowBuilder::storeStatistics(Value first, Value second,
                                          llvm::function_ref<SmallVector<Value>(Value)> coords) {
  Value isFirst;
  if (items > 1)
    isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, item, context.index(0));
  if (rowInside) // then there are other items
    isFirst = arith::AndIOp::create(builder, loc, isFirst, rowInside);
  return context.guarded(isFirst, [&]() -> LogicalResult {
    if (failed(context.storeResult(coords(context.index(0)), first, 1)))
      return failure();
    return context.storeResult(coords(context.index(1)), second, 1);
  });
}

LogicalResult RowBuilder::rowStatistics(float epsilon, bool rms) {
  FailureOr<Moments> moments = computeMoments(epsilon, rms);
  if (failed(moments))
    return failure();
  return storeStatistics(moments->mean ? moments->mean : context.f32(0.0f), moments->inverse);
}

/// [N, 2, G].
LogicalResult RowBuilder::groupStatistics(float epsilon, int64_t groups) {
  FailureOr<Moments> moments = computeMoments(epsilon, /*rms=*/false);
  if (failed(moments))
    return failure();
  Value image = builder.createOrFold<arith::DivUIOp>(loc, row, context.index(groups));
  Value group = builder.createOrFold<arith::RemUIOp>(loc, row, context.index(groups));
  return storeStatistics(moments->mean, moments->inverse,
                         [&](Value which) { return SmallVector<Value>{image, which, group}; });
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

LogicalResult RowBuilder::normalize(float epsilon, bool rms, Value scale, Value bias) {
  FailureOr<Moments> moments = computeMoments(epsilon, rms);
  if (failed(moments))
    return failure();
  return mapRow([&](ArrayRef<Value> coords, Value x) -> FailureOr<Value> {
    FailureOr<Value> gain = context.emitter.emit(scale, coords.back(), width);
    FailureOr<Value> shift = context.emitter.emit(bias, coords.back(), width);
    if (failed(gain) || failed(shift))
      return failure();
    Value factor = arith::MulFOp::create(builder, loc, broadcast(moments->inverse), *gain);
    Value y = arith::MulFOp::create(builder, loc, centre(x, moments->mean), factor);
    return arith::AddFOp::create(builder, loc, y, *shift).getResult();
  });
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
  Operation *root = context.group.root;
  RankedTensorType type = context.group.getRootType();
  auto build = [&](RowSpace space, auto body) {
    return RowBuilder(context, std::move(space), root->getOperand(0)).build(body);
  };
  if (auto op = dyn_cast<linalg::SoftmaxOp>(root)) {
    if (static_cast<int64_t>(op.getDimension()) != type.getRank() - 1)
      return op.emitOpError("has a row schedule for the last dimension only");
    return build(getLastDimRows(context, type), [](RowBuilder &row) { return row.softmax(); });
  }
  if (auto op = dyn_cast<fused::SoftmaxStatisticsOp>(root))
    return build(getLastDimRows(context, op.getInput().getType()), [](RowBuilder &row) { return row.statistics(); });
  if (auto op = dyn_cast<fused::RowStatisticsOp>(root))
    return build(getLastDimRows(context, op.getInput().getType()), [&](RowBuilder &row) {
      return row.rowStatistics(op.getEpsilon().convertToFloat(), op.getRms());
    });
  if (auto op = dyn_cast<fused::GroupStatisticsOp>(root))
    return build(getGroupRows(context, op.getInput().getType(), op.getGroups()), [&](RowBuilder &row) {
      return row.groupStatistics(op.getEpsilon().convertToFloat(), op.getGroups());
    });
  if (auto op = dyn_cast<fused::LayerNormOp>(root))
    return build(getLastDimRows(context, type), [&](RowBuilder &row) {
      return row.normalize(op.getEpsilon().convertToFloat(), op.getRms(), op.getScale(), op.getBias());
    });
  if (auto op = dyn_cast<fused::GroupNormOp>(root))
    return build(getGroupRows(context, type, op.getGroups()), [&](RowBuilder &row) {
      return row.normalize(op.getEpsilon().convertToFloat(), /*rms=*/false, op.getScale(), op.getBias());
    });
  return root->emitOpError("has no row schedule");
}
