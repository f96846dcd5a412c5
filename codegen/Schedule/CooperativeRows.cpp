//===- CooperativeRows.cpp - Sums and moments of rows, Vulkan -------------===//
#include "codegen/Schedule/CooperativeRows.h"

#include "codegen/Common/RowMoments.h"
#include "codegen/Schedule/CooperativeUnits.h"
#include "codegen/Schedule/MatrixRows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

//===--- Moments ------------------------------------------------------------===//

static SmallVector<fused::RowMomentsOp> findMoments(Group &group, std::optional<int64_t> rows) {
  SmallVector<fused::RowMomentsOp> ops;
  for (auto op : group.func.getOps<fused::RowMomentsOp>())
    if (!rows || op.getInit().getType().getDimSize(0) == *rows)
      ops.push_back(op);
  return ops;
}

int64_t mlir::burin::codegen::countRowMomentBytes(Group &group, int64_t rows) {
  return static_cast<int64_t>(findMoments(group, {}).size()) * rows * 2 * static_cast<int64_t>(sizeof(float));
}

CooperativeRowMoments::CooperativeRowMoments(ScheduleContext &context, int64_t rows, int64_t m)
    : context(context), rows(rows), m(m) {
  OpBuilder &b = context.builder;
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({2 * rows}, b.getF32Type(), MemRefLayoutAttrInterface(), space);
  for (fused::RowMomentsOp op : findMoments(context.group, m))
    all.push_back({op, memref::AllocOp::create(b, context.getLoc(), type)});
}

/// Rows past the end repeat the last: nobody asks for them.
LogicalResult CooperativeRowMoments::load(Value firstRow, Value thread, int64_t threads) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  for (auto [op, memory] : all)
    for (int64_t first = 0; first < rows; first += threads) {
      Value place = context.add(thread, context.index(first)), inside;
      if (first + threads > rows)
        inside = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, place, context.index(rows));
      LogicalResult loaded = context.guarded(inside, [&, op = op, memory = memory]() -> LogicalResult {
        Value row = context.min(context.add(firstRow, place), m - 1);
        auto values = emitRowMoments(context.emitter, b, op, row);
        if (failed(values))
          return failure();
        for (int64_t i : {0, 1})
          memref::StoreOp::create(b, loc, (*values)[i], memory, context.add(context.mul(place, 2), context.index(i)));
        return success();
      });
      if (failed(loaded))
        return failure();
    }
  return success();
}

void CooperativeRowMoments::bind(Value row, Value place) {
  OpBuilder &b = context.builder;
  for (auto [op, memory] : all) {
    std::array<Value, 2> values;
    for (int64_t i : {0, 1})
      values[i] = memref::LoadOp::create(b, context.getLoc(), memory, context.add(context.mul(place, 2), context.index(i)));
    context.emitter.bindMoments(op.getResult(), row, values);
  }
}

//===--- Sums ---------------------------------------------------------------===//

void CooperativeRowSums::add(int64_t offset, Value kept) { addToRow(context, sums[offset], kept); }

/// Each lane leaves the sums of two of its rows in a unit.
void CooperativeRowSums::exchange(const Place &place) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  auto type = VectorType::get({4}, b.getF32Type());
  auto unit = cast<MemRefType>(place.memory.getType()).getElementType();
  auto inOrder = sums.takeVector();
  llvm::sort(inOrder, llvm::less_first());
  subgroupBarrier(context); // what lay there has been read
  for (size_t i = 0; i < inOrder.size(); i += 2) {
    const std::array<Value, 2> &first = inOrder[i].second, &second = inOrder[std::min(i + 1, inOrder.size() - 1)].second;
    Value words = vector::FromElementsOp::create(b, loc, type, ValueRange{first[0], first[1], second[0], second[1]});
    Value at = context.add(context.add(place.base, place.lane), context.index(static_cast<int64_t>(i) / 2 * place.lanes));
    memref::StoreOp::create(b, loc, vector::BitCastOp::create(b, loc, unit, words), place.memory, at);
  }
  subgroupBarrier(context);
}

/// Both sums of row `first` + lane, which the lanes of its offset hold together.
std::array<Value, 2> CooperativeRowSums::addLanes(const Place &place, int64_t first) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  int64_t atOnce = place.lanes / place.perRow;
  auto div = [&](Value value, int64_t by) { return b.createOrFold<arith::DivUIOp>(loc, value, context.index(by)); };
  auto rem = [&](Value value, int64_t by) { return b.createOrFold<arith::RemUIOp>(loc, value, context.index(by)); };
  Value row = context.add(place.lane, context.index(first)), offset = div(row, atOnce);
  Value from = context.add(context.mul(div(offset, 2), place.lanes), context.mul(rem(row, atOnce), place.perRow));
  Value isSecond = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, rem(offset, 2), context.index(1));
  std::array<Value, 2> totals;
  for (int64_t i = 0; i < place.perRow; ++i) {
    Value at = context.add(context.add(place.base, from), context.index(i));
    Value words = memref::LoadOp::create(b, loc, place.memory, at);
    words = vector::BitCastOp::create(b, loc, VectorType::get({4}, b.getF32Type()), words);
    for (int64_t power : {0, 1}) {
      Value one = vector::ExtractOp::create(b, loc, words, ArrayRef<int64_t>{power});
      Value two = vector::ExtractOp::create(b, loc, words, ArrayRef<int64_t>{power + 2});
      Value part = arith::SelectOp::create(b, loc, isSecond, two, one);
      totals[power] = i ? arith::AddFOp::create(b, loc, totals[power], part).getResult() : part;
    }
  }
  return totals;
}

void CooperativeRowSums::store(const Place &place, Value firstRow, Value block,
                               llvm::function_ref<Value(Value)> isInside) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  exchange(place);
  for (int64_t first = 0; first < place.rows; first += place.lanes) {
    Value number = context.add(place.lane, context.index(first)), exists;
    if (first + place.lanes > place.rows)
      exists = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, number, context.index(place.rows));
    (void)context.guarded(exists, [&] {
      Value row = context.add(firstRow, number);
      return context.guarded(isInside(row), [&] {
        std::array<Value, 2> totals = addLanes(place, first);
        context.storeRowSums(block, row, totals[0], totals[1]);
        return success();
      });
    });
  }
}
