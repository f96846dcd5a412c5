//===- MatrixRows.cpp - Sums and moments of rows on matrix units ----------===//
#include "codegen/Schedule/MatrixRows.h"

#include "codegen/Common/RowMoments.h"
#include "codegen/Schedule/MatrixInstructions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

constexpr int64_t kLanesPerRow = 4;

//===--- Moments ------------------------------------------------------------===//

MatrixRowMoments::MatrixRowMoments(ScheduleContext &context, int64_t rows, int64_t m)
    : context(context), rows(rows), m(m) {
  for (auto op : context.group.func.getOps<fused::RowMomentsOp>())
    if (op.getInit().getType().getDimSize(0) == m)
      all.emplace_back().op = op;
}

/// Rows past the end repeat the last: nobody asks for them.
LogicalResult MatrixRowMoments::load(Value firstRow, Value lane) {
  for (Moments &moments : all)
    for (int64_t first = 0; first < rows; first += kMatrixSubgroup) {
      Value row = context.add(context.add(firstRow, lane), context.index(first));
      auto values = emitRowMoments(context.emitter, context.builder, moments.op, context.min(row, m - 1));
      if (failed(values))
        return failure();
      moments.held.push_back(*values);
    }
  return success();
}

/// Of row `offset` + lane / 4, from the lane that holds them.
std::array<Value, 2> MatrixRowMoments::take(const std::array<Value, 2> &held, int64_t offset, Value lane) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  Value place = b.createOrFold<arith::DivUIOp>(loc, lane, context.index(kLanesPerRow));
  place = context.add(place, context.index(offset % kMatrixSubgroup));
  Value from = arith::IndexCastOp::create(b, loc, b.getI32Type(), place);
  Value lanes = arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(kMatrixSubgroup));
  std::array<Value, 2> values = held;
  for (Value &value : values)
    if (!value.getDefiningOp<arith::ConstantOp>()) // the mean of an RMS norm
      value = gpu::ShuffleOp::create(b, loc, value, from, lanes, gpu::ShuffleMode::IDX).getShuffleResult();
  return values;
}

void MatrixRowMoments::bind(Value row, int64_t offset, Value lane) {
  for (Moments &moments : all) {
    auto [it, isNew] = moments.taken.try_emplace(offset);
    if (isNew)
      it->second = take(moments.held[offset / kMatrixSubgroup], offset, lane);
    context.emitter.bindMoments(moments.op.getResult(), row, it->second);
  }
}

//===--- Sums ---------------------------------------------------------------===//

void mlir::burin::codegen::addToRow(ScheduleContext &context, std::array<Value, 2> &sums, Value kept) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  auto type = dyn_cast<VectorType>(kept.getType());
  auto &[sum, squares] = sums;
  for (int64_t i = 0; i < (type ? type.getNumElements() : 1); ++i) {
    Value x = type ? vector::ExtractOp::create(b, loc, kept, ArrayRef<int64_t>{i}).getResult() : kept;
    sum = sum ? arith::AddFOp::create(b, loc, sum, x).getResult() : x;
    squares = squares ? math::FmaOp::create(b, loc, x, x, squares).getResult() : arith::MulFOp::create(b, loc, x, x).getResult();
  }
}

void MatrixRowSums::add(int64_t offset, Value kept) { addToRow(context, sums[offset], kept); }

/// Over the lanes that share a row.
Value MatrixRowSums::addLanes(Value sum) {
  OpBuilder &b = context.builder;
  for (int32_t distance = 1; distance < kLanesPerRow; distance *= 2) {
    auto other = gpu::ShuffleOp::create(b, context.getLoc(), sum, distance, kMatrixSubgroup, gpu::ShuffleMode::XOR);
    sum = arith::AddFOp::create(b, context.getLoc(), sum, other.getShuffleResult());
  }
  return sum;
}

void MatrixRowSums::store(Value firstRow, Value block, Value lane, llvm::function_ref<Value(Value)> isInside) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  SmallVector<std::pair<int64_t, std::array<Value, 2>>> totals;
  for (auto &[offset, pair] : sums)
    totals.push_back({offset, {addLanes(pair[0]), addLanes(pair[1])}});
  Value inRow = b.createOrFold<arith::RemUIOp>(loc, lane, context.index(kLanesPerRow));
  Value isFirst = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, inRow, context.index(0));
  (void)context.guarded(isFirst, [&] {
    for (auto &[offset, pair] : totals) {
      Value row = context.add(firstRow, context.index(offset));
      (void)context.guarded(isInside(row), [&, &pair = pair] {
        context.storeRowSums(block, row, pair[0], pair[1]);
        return success();
      });
    }
    return success();
  });
}
