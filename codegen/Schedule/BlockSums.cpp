//===- BlockSums.cpp - Block sums next to a kernel's result ---------------===//
#include "codegen/Schedule/BlockSums.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

StoredSums::StoredSums(ScheduleContext &context) : context(context) {
  context.onStore = [this](Value value) {
    OpBuilder &b = this->context.builder;
    Location loc = this->context.getLoc();
    sums[0] = sums[0] ? arith::AddFOp::create(b, loc, sums[0], value).getResult() : value;
    sums[1] = sums[1] ? math::FmaOp::create(b, loc, value, value, sums[1]).getResult()
                      : arith::MulFOp::create(b, loc, value, value).getResult();
  };
}

BlockCombiner::BlockCombiner(ScheduleContext &context, const BlockItems &items)
    : context(context), builder(context.builder), loc(context.getLoc()), items(items) {
  if (items.rows == 1)
    return;
  auto space = gpu::AddressSpaceAttr::get(builder.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({2 * items.rows * items.columns * items.perItem}, builder.getF32Type(),
                              MemRefLayoutAttrInterface(), space);
  memory = memref::AllocOp::create(builder, loc, type);
}

/// Items side by side write neighbours.
Value BlockCombiner::getSlot(Value row, int64_t power, Value channel, Value column) {
  Value at = context.add(context.mul(row, 2), context.index(power));
  at = context.add(context.mul(at, items.perItem), channel);
  return context.add(context.mul(at, items.columns), column);
}

void BlockCombiner::add(const std::array<Value, 2> &sums, int64_t first, int64_t width) {
  for (int64_t power : {0, 1}) {
    if (!memory) {
      Value channel = context.add(items.firstChannel, context.mul(items.column, items.perItem));
      context.storeBlockSums(items.block, power, context.add(channel, context.index(first)), sums[power], width);
      continue;
    }
    for (int64_t lane = 0; lane < width; ++lane) {
      Value sum = sums[power];
      if (width > 1)
        sum = vector::ExtractOp::create(builder, loc, sum, ArrayRef<int64_t>{lane});
      Value slot = getSlot(items.row, power, context.index(first + lane), items.column);
      memref::StoreOp::create(builder, loc, sum, memory, slot);
    }
  }
}

void BlockCombiner::finish() {
  if (!memory)
    return;
  gpu::BarrierOp::create(builder, loc);
  int64_t channels = items.columns * items.perItem, threads = items.rows * items.columns;
  Value thread = context.add(context.mul(items.row, items.columns), items.column);
  auto less = [&](Value value, int64_t bound) -> Value {
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, value, context.index(bound));
  };
  for (int64_t power : {0, 1})
    for (int64_t first = 0; first < channels; first += threads) {
      Value local = context.add(thread, context.index(first)), inside;
      Value channel = context.add(items.firstChannel, local);
      if (first + threads > channels)
        inside = less(local, channels);
      if (items.channels % channels != 0) {
        Value exists = less(channel, items.channels);
        inside = inside ? arith::AndIOp::create(builder, loc, inside, exists).getResult() : exists;
      }
      (void)context.guarded(inside, [&]() -> LogicalResult {
        SmallVector<Value> place = context.emitter.delinearize(loc, {items.columns, items.perItem}, local);
        Value total;
        for (int64_t row = 0; row < items.rows; ++row) {
          Value slot = getSlot(context.index(row), power, place[1], place[0]);
          Value part = memref::LoadOp::create(builder, loc, memory, slot);
          total = total ? arith::AddFOp::create(builder, loc, total, part).getResult() : part;
        }
        context.storeBlockSums(items.block, power, channel, total, 1);
        return success();
      });
    }
}

LogicalResult mlir::burin::codegen::verifyBlockRows(Group &group, int64_t rows) {
  if (!group.sums || group.sums.getRows() == rows)
    return success();
  func::FuncOp func = group.func;
  return func.emitOpError("config sums blocks of ")
         << rows << " rows, but the group's fused.block_sums has blocks of " << group.sums.getRows();
}
