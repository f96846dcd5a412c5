//===- Elementwise.cpp - One access per work item -------------------------===//
//
// Element-wise chains and data movement: work item i writes elements
// [i * vector, (i + 1) * vector) of the result. tile is unused.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

FailureOr<Grid> mlir::burin::codegen::buildElementwise(ScheduleContext &context) {
  RankedTensorType type = context.group.getResultType();
  int64_t width = context.config.getVector(), items = context.getWorkgroupItems();
  int64_t accesses = type.getNumElements() / width;
  SmallVector<int64_t> shape(type.getShape());
  if (!shape.empty())
    shape.back() /= width;

  Value id = context.globalId(gpu::Dimension::x);
  Value inside;
  if (accesses % items != 0)
    inside = arith::CmpIOp::create(context.builder, context.getLoc(), arith::CmpIPredicate::slt, id,
                                   context.index(accesses));
  LogicalResult built = context.guarded(inside, [&]() -> LogicalResult {
    SmallVector<Value> coords = context.emitter.delinearize(context.getLoc(), shape, id);
    if (!coords.empty())
      coords.back() = context.mul(coords.back(), width);
    FailureOr<Value> value = context.emitter.emit(context.group.result, coords, width);
    if (failed(value))
      return failure();
    context.emitter.store(*value, context.output, type, coords, width);
    return success();
  });
  if (failed(built))
    return failure();
  return Grid{static_cast<int64_t>(llvm::divideCeil(accesses, items)), 1, 1};
}
