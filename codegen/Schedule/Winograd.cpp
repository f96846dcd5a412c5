//===- Winograd.cpp - Transforms of F(tile x tile, 3x3) -------------------===//
//
// A work item transforms one window of `vector` channels in registers, in f32;
// neighbouring items have neighbouring channels. Padding of the input is an index
// map, and windows that touch none have code without masks; elements of the
// output past its edge are not stored. tile is unused.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/Winograd.h"
#include "codegen/Schedule/Schedule.h"

#include "dialects/Fused/FusedDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
using Matrix = std::vector<std::vector<double>>;

struct Term {
  Value value;
  double factor;
};

/// Linear combinations of vectors with constant factors, in few operations.
class LinearBuilder {
public:
  LinearBuilder(ScheduleContext &context, int64_t width)
      : context(context), builder(context.builder), loc(context.getLoc()), width(width) {}

  /// `rows` times `x` where rows come in pairs of equal magnitude: such a pair is
  /// the sum and the difference of what it shares and what changes sign.
  SmallVector<Value> multiplyRowPairs(const Matrix &rows, ArrayRef<Value> x);
  /// The same where columns come in pairs.
  SmallVector<Value> multiplyColumnPairs(const Matrix &rows, ArrayRef<Value> x);

private:
  Value add(Value lhs, Value rhs) { return arith::AddFOp::create(builder, loc, lhs, rhs); }
  Value sub(Value lhs, Value rhs) { return arith::SubFOp::create(builder, loc, lhs, rhs); }
  Value sum(SmallVector<Term> terms);

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  int64_t width;
};

class TransformBuilder {
public:
  TransformBuilder(ScheduleContext &context, int64_t tile, int64_t channels, SmallVector<int64_t> tiles)
      : context(context), builder(context.builder), loc(context.getLoc()),
        winograd(Winograd::get(tile)), width(context.config.getVector()), linear(context, width),
        channels(channels), tiles(std::move(tiles)) {}

  FailureOr<Grid> build(llvm::function_ref<LogicalResult(TransformBuilder &)> transform);
  LogicalResult transformInput(fused::WinogradInputOp op);
  LogicalResult transformOutput(fused::WinogradOutputOp op);

private:
  Value getRow(int64_t i) { return context.add(context.mul(position[1], winograd.tile), context.index(i)); }
  Value getColumn(int64_t j) { return context.add(context.mul(position[2], winograd.tile), context.index(j)); }
  Value isWindowInside(tensor::PadOp pad);
  tensor::ConcatOp findConcat(Value value);
  LogicalResult transformPieces(fused::WinogradInputOp op, tensor::ConcatOp concat, unsigned piece, int64_t start);
  LogicalResult transformWindow(fused::WinogradInputOp op);
  Value isBeforeEdge(Value coord, int64_t extent);

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  Winograd winograd;
  int64_t width;
  LinearBuilder linear;
  int64_t channels;
  SmallVector<int64_t> tiles; ///< images, rows and columns of windows
  Value window, channel;
  SmallVector<Value> position; ///< of the window, in the dimensions of `tiles`
};
} // namespace

//===--- Linear combinations ------------------------------------------------===//

Value LinearBuilder::sum(SmallVector<Term> terms) {
  llvm::erase_if(terms, [](const Term &term) { return term.factor == 0.0; });
  // Starting with a factor of one saves a multiplication.
  auto *unit = llvm::find_if(terms, [](const Term &term) { return term.factor == 1.0; });
  if (unit != terms.end())
    std::swap(*unit, terms.front());
  Value total;
  for (const Term &term : terms) {
    bool isUnit = std::abs(term.factor) == 1.0;
    if (isUnit && total) {
      total = term.factor > 0 ? add(total, term.value) : sub(total, term.value);
      continue;
    }
    if (isUnit && term.factor > 0) {
      total = term.value;
      continue;
    }
    Value factor = context.f32(static_cast<float>(term.factor), width);
    total = total ? math::FmaOp::create(builder, loc, term.value, factor, total).getResult()
                  : arith::MulFOp::create(builder, loc, term.value, factor).getResult();
  }
  return total;
}

static bool haveEqualMagnitudes(ArrayRef<double> a, ArrayRef<double> b) {
  return llvm::all_of(llvm::zip_equal(a, b),
                      [](auto pair) { return std::abs(std::get<0>(pair)) == std::abs(std::get<1>(pair)); });
}

SmallVector<Value> LinearBuilder::multiplyRowPairs(const Matrix &rows, ArrayRef<Value> x) {
  SmallVector<Value> result;
  for (size_t i = 0; i < rows.size(); ++i) {
    bool isPair = i + 1 < rows.size() && haveEqualMagnitudes(rows[i], rows[i + 1]);
    SmallVector<Term> same, opposite;
    for (size_t k = 0; k < x.size(); ++k)
      (isPair && rows[i][k] != rows[i + 1][k] ? opposite : same).push_back({x[k], rows[i][k]});
    if (!isPair) {
      result.push_back(sum(same));
      continue;
    }
    Value even = sum(same), odd = sum(opposite);
    result.push_back(add(even, odd));
    result.push_back(sub(even, odd));
    ++i;
  }
  return result;
}

SmallVector<Value> LinearBuilder::multiplyColumnPairs(const Matrix &rows, ArrayRef<Value> x) {
  SmallVector<SmallVector<Term>> terms(rows.size());
  auto column = [&](size_t j) {
    std::vector<double> values;
    for (const std::vector<double> &row : rows)
      values.push_back(row[j]);
    return values;
  };
  for (size_t j = 0; j < x.size(); ++j) {
    std::vector<double> here = column(j);
    bool isPair = j + 1 < x.size() && haveEqualMagnitudes(here, column(j + 1));
    if (!isPair) {
      for (size_t k = 0; k < rows.size(); ++k)
        terms[k].push_back({x[j], here[k]});
      continue;
    }
    Value even = add(x[j], x[j + 1]), odd = sub(x[j], x[j + 1]);
    for (size_t k = 0; k < rows.size(); ++k)
      terms[k].push_back({rows[k][j] == rows[k][j + 1] ? even : odd, rows[k][j]});
    ++j;
  }
  SmallVector<Value> result;
  for (SmallVector<Term> &row : terms)
    result.push_back(sum(row));
  return result;
}

//===--- Windows ------------------------------------------------------------===//

FailureOr<Grid> TransformBuilder::build(llvm::function_ref<LogicalResult(TransformBuilder &)> transform) {
  int64_t windows = tiles[0] * tiles[1] * tiles[2], accesses = channels / width;
  int64_t total = windows * accesses, items = context.getWorkgroupItems();
  Value id = context.globalId(gpu::Dimension::x), inside;
  if (total % items != 0)
    inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, id, context.index(total));
  LogicalResult built = context.guarded(inside, [&]() {
    SmallVector<Value> coords = context.emitter.delinearize(loc, {windows, accesses}, id);
    window = coords[0];
    channel = context.mul(coords[1], width);
    position = context.emitter.delinearize(loc, tiles, window);
    return transform(*this);
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(total, items)), 1, 1};
}

/// True when no element of the window is padding; null: always. A window is a box:
/// it is inside where two opposite corners are.
Value TransformBuilder::isWindowInside(tensor::PadOp pad) {
  Value all;
  for (int64_t corner : {int64_t(0), winograd.size - 1}) {
    SmallVector<Value> coords = {position[0], getRow(corner), getColumn(corner), channel};
    if (Value inside = context.emitter.isInside(pad, coords, [](unsigned) { return true; }))
      all = all ? arith::AndIOp::create(builder, loc, all, inside).getResult() : inside;
  }
  return all;
}

LogicalResult TransformBuilder::transformWindow(fused::WinogradInputOp op) {
  SmallVector<SmallVector<Value>> columns; // of B^T d
  for (int64_t j = 0; j < winograd.size; ++j) {
    SmallVector<Value> elements;
    for (int64_t i = 0; i < winograd.size; ++i) {
      SmallVector<Value> coords = {position[0], getRow(i), getColumn(j), channel};
      FailureOr<Value> element = context.emitter.emit(op.getInput(), coords, width);
      if (failed(element))
        return failure();
      elements.push_back(*element);
    }
    columns.push_back(linear.multiplyRowPairs(winograd.input, elements));
  }
  for (int64_t i = 0; i < winograd.size; ++i) {
    SmallVector<Value> row;
    for (int64_t j = 0; j < winograd.size; ++j)
      row.push_back(columns[j][i]);
    for (auto [j, value] : llvm::enumerate(linear.multiplyRowPairs(winograd.input, row))) {
      Value plane = context.index(i * winograd.size + static_cast<int64_t>(j));
      if (failed(context.storeResult({plane, window, channel}, value, width)))
        return failure();
    }
  }
  return success();
}

/// The concatenation of channels that `value` is, in runs of whole accesses; else null.
tensor::ConcatOp TransformBuilder::findConcat(Value value) {
  while (Value source = getElementwiseSource(value.getDefiningOp()))
    value = source;
  auto concat = value.getDefiningOp<tensor::ConcatOp>();
  if (!concat || !concat->hasOneUse() || concat.getDim() != 3 || concat.getResultType().getDimSize(3) != channels)
    return {};
  for (Value input : concat.getInputs())
    if (cast<RankedTensorType>(input.getType()).getDimSize(3) % width != 0)
      return {};
  return concat;
}

/// One branch for each operand of `concat` from number `piece` on, which starts at
/// channel `start`, instead of one per element of the window.
LogicalResult TransformBuilder::transformPieces(fused::WinogradInputOp op, tensor::ConcatOp concat, unsigned piece,
                                                int64_t start) {
  context.emitter.assumePiece(concat, piece);
  if (piece + 1 == concat.getInputs().size()) {
    LogicalResult built = transformWindow(op);
    context.emitter.forgetPiece(concat);
    return built;
  }
  int64_t end = start + cast<RankedTensorType>(concat.getInputs()[piece].getType()).getDimSize(3);
  Value here = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, channel, context.index(end));
  auto branch = scf::IfOp::create(builder, loc, here, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  LogicalResult built = transformWindow(op);
  context.emitter.forgetPiece(concat);
  builder.setInsertionPointToStart(branch.elseBlock());
  return failed(built) ? failure() : transformPieces(op, concat, piece + 1, end);
}

LogicalResult TransformBuilder::transformInput(fused::WinogradInputOp op) {
  auto pad = op.getInput().getDefiningOp<tensor::PadOp>();
  Value inside = pad ? isWindowInside(pad) : Value();
  tensor::ConcatOp concat = findConcat(op.getInput());
  auto transform = [&]() { return concat ? transformPieces(op, concat, 0, 0) : transformWindow(op); };
  if (!inside)
    return transform();
  auto branch = scf::IfOp::create(builder, loc, inside, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  for (bool isFast : {true, false}) {
    builder.setInsertionPointToStart(isFast ? branch.thenBlock() : branch.elseBlock());
    if (isFast)
      context.emitter.assumeInside(pad);
    LogicalResult built = transform();
    context.emitter.forgetInside(pad);
    if (failed(built))
      return failure();
  }
  return success();
}

/// Null where windows end with the tensor.
Value TransformBuilder::isBeforeEdge(Value coord, int64_t extent) {
  if (extent % winograd.tile == 0)
    return {};
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, coord, context.index(extent));
}

LogicalResult TransformBuilder::transformOutput(fused::WinogradOutputOp op) {
  ArrayRef<int64_t> shape = op.getInit().getType().getShape();
  SmallVector<SmallVector<Value>> columns; // of A^T m
  for (int64_t j = 0; j < winograd.size; ++j) {
    SmallVector<Value> elements;
    for (int64_t i = 0; i < winograd.size; ++i) {
      SmallVector<Value> coords = {context.index(i * winograd.size + j), window, channel};
      FailureOr<Value> element = context.emitter.emit(op.getInput(), coords, width);
      if (failed(element))
        return failure();
      elements.push_back(*element);
    }
    columns.push_back(linear.multiplyColumnPairs(winograd.output, elements));
  }
  for (int64_t i = 0; i < winograd.tile; ++i) {
    SmallVector<Value> row;
    for (int64_t j = 0; j < winograd.size; ++j)
      row.push_back(columns[j][i]);
    SmallVector<Value> values = linear.multiplyColumnPairs(winograd.output, row);
    Value y = getRow(i);
    LogicalResult stored = context.guarded(isBeforeEdge(y, shape[1]), [&]() -> LogicalResult {
      for (int64_t j = 0; j < winograd.tile; ++j) {
        Value x = getColumn(j);
        LogicalResult element = context.guarded(isBeforeEdge(x, shape[2]), [&] {
          return context.storeResult({position[0], y, x, channel}, values[j], width);
        });
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

FailureOr<Grid> mlir::burin::codegen::buildWinograd(ScheduleContext &context) {
  if (auto op = dyn_cast<fused::WinogradInputOp>(context.group.root)) {
    ArrayRef<int64_t> shape = op.getInput().getType().getShape();
    int64_t tile = op.getTile();
    TransformBuilder builder(context, tile, shape[3], {shape[0], (shape[1] - 2) / tile, (shape[2] - 2) / tile});
    return builder.build([&](TransformBuilder &b) { return b.transformInput(op); });
  }
  auto op = dyn_cast<fused::WinogradOutputOp>(context.group.root);
  if (!op)
    return context.group.root->emitOpError("does not fit the winograd-transform schedule");
  ArrayRef<int64_t> shape = op.getInit().getType().getShape();
  int64_t tile = op.getTile();
  TransformBuilder builder(context, tile, shape[3],
                           {shape[0], static_cast<int64_t>(llvm::divideCeil(shape[1], tile)),
                            static_cast<int64_t>(llvm::divideCeil(shape[2], tile))});
  return builder.build([&](TransformBuilder &b) { return b.transformOutput(op); });
}
