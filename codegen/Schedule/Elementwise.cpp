//===- Elementwise.cpp - A few accesses per work item ---------------------===//
//
// Element-wise chains and data movement: a work item writes `vector` neighbours in
// each of `rows` rows that follow each other (coordinates of the dimension before the
// last). What all rows share, such as the scale of a channel, it reads and computes once.
//
// tile = [rows]; empty: one
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

/// `coords` counts in groups of rows. Nothing is stored before all is read, so that equal reads can become one.
static LogicalResult buildRows(ScheduleContext &context, SmallVector<Value> coords, int64_t rows) {
  SmallVector<std::pair<SmallVector<Value>, Value>> results;
  for (int64_t row : llvm::seq<int64_t>(rows)) {
    SmallVector<Value> at(coords);
    if (rows > 1)
      at[at.size() - 2] = context.builder.createOrFold<arith::AddIOp>(
          context.getLoc(), context.mul(coords[coords.size() - 2], rows), context.index(row));
    FailureOr<Value> value = context.emitter.emit(context.group.result, at, context.config.getVector());
    if (failed(value))
      return failure();
    results.push_back({at, *value});
  }
  for (auto &[at, value] : results)
    context.emitter.store(value, context.output, context.group.getResultType(), at, context.config.getVector());
  return success();
}

FailureOr<Grid> mlir::burin::codegen::buildElementwise(ScheduleContext &context) {
  RankedTensorType type = context.group.getResultType();
  int64_t width = context.config.getVector(), items = context.getWorkgroupItems();
  ArrayRef<int64_t> tile = context.config.getTile();
  int64_t rows = tile.empty() ? 1 : tile[0], accesses = type.getNumElements() / width / rows;
  SmallVector<int64_t> shape(type.getShape());
  if (!shape.empty())
    shape.back() /= width;
  if (rows > 1)
    shape[shape.size() - 2] /= rows;

  Value id = context.globalId(gpu::Dimension::x);
  Value inside;
  if (accesses % items != 0)
    inside = arith::CmpIOp::create(context.builder, context.getLoc(), arith::CmpIPredicate::slt, id,
                                   context.index(accesses));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<Value> coords = context.emitter.delinearize(context.getLoc(), shape, id);
    if (!coords.empty())
      coords.back() = context.mul(coords.back(), width);
    return buildRows(context, coords, rows);
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(accesses, items)), 1, 1};
}
