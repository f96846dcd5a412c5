//===- MatrixInstructions.cpp - Copies and products of mma.sync -----------===//
#include "codegen/Schedule/MatrixInstructions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

Value codegen::allocateHalves(ScheduleContext &context, int64_t elements) {
  OpBuilder &b = context.builder;
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({elements}, b.getF16Type(), MemRefLayoutAttrInterface(), space);
  return memref::AllocOp::create(b, context.getLoc(), type);
}

void codegen::copyAsync(ScheduleContext &context, const ElementLocation &from, Value memory,
                        Value target) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  Value elements;
  if (from.inside) // nothing is read elsewhere, whatever the address
    elements = b.createOrFold<arith::SelectOp>(loc, from.inside, context.index(kMatrixCopy), context.index(0));
  auto token = nvgpu::DeviceAsyncTokenType::get(b.getContext());
  nvgpu::DeviceAsyncCopyOp::create(b, loc, token, memory, ValueRange{target}, from.buffer,
                                   ValueRange{from.index}, b.getIndexAttr(kMatrixCopy), elements,
                                   b.getUnitAttr());
}

void codegen::fetchIntoCache(ScheduleContext &context, const ElementLocation &from) {
  (void)context.guarded(from.inside, [&] {
    memref::PrefetchOp::create(context.builder, context.getLoc(), from.buffer, ValueRange{from.index},
                               /*isWrite=*/false, /*localityHint=*/2, /*isDataCache=*/true);
    return success();
  });
}

Value codegen::commitCopies(ScheduleContext &context) {
  auto token = nvgpu::DeviceAsyncTokenType::get(context.builder.getContext());
  return nvgpu::DeviceAsyncCreateGroupOp::create(context.builder, context.getLoc(), token, ValueRange{});
}

void codegen::waitForCopies(ScheduleContext &context, Value token, int64_t pending) {
  nvgpu::DeviceAsyncWaitOp::create(context.builder, context.getLoc(), token,
                                   context.builder.getI32IntegerAttr(pending));
}

Value codegen::loadMatrices(ScheduleContext &context, Value memory, Value index, bool transpose) {
  auto type = VectorType::get({4, 2}, context.builder.getF16Type());
  return nvgpu::LdMatrixOp::create(context.builder, context.getLoc(), type, memory, ValueRange{index},
                                   transpose, 4);
}

Value codegen::multiplyMatrices(ScheduleContext &context, Value lhs, Value rhs, Value acc) {
  return nvgpu::MmaSyncOp::create(context.builder, context.getLoc(), lhs, rhs, acc,
                                  ArrayRef<int64_t>{16, 8, 16});
}

Value codegen::takePair(ScheduleContext &context, Value matrices, int64_t first) {
  return vector::ExtractStridedSliceOp::create(context.builder, context.getLoc(), matrices,
                                               ArrayRef<int64_t>{first}, ArrayRef<int64_t>{2},
                                               ArrayRef<int64_t>{1});
}

Value codegen::zeroAccumulator(ScheduleContext &context) {
  auto type = VectorType::get({2, 2}, context.builder.getF32Type());
  return arith::ConstantOp::create(context.builder, context.getLoc(), DenseElementsAttr::get(type, 0.0f));
}
