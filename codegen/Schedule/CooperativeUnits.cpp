//===- CooperativeUnits.cpp - 16 bytes at a time --------------------------===//
#include "codegen/Schedule/CooperativeUnits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

VectorType mlir::burin::codegen::getUnitType(OpBuilder &builder) {
  return VectorType::get({kUnitWords}, builder.getI32Type());
}

Value mlir::burin::codegen::allocateUnits(ScheduleContext &context, int64_t units) {
  OpBuilder &b = context.builder;
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({units}, getUnitType(b), MemRefLayoutAttrInterface(), space);
  return memref::AllocOp::create(b, context.getLoc(), type);
}

static Value loadFrom(ScheduleContext &context, const ElementLocation &from) {
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  Value index = from.index;
  if (from.inside)
    index = arith::SelectOp::create(b, loc, from.inside, index, context.index(0));
  auto halves = VectorType::get({kUnitHalves}, b.getF16Type());
  Value loaded = vector::LoadOp::create(b, loc, halves, from.buffer, ValueRange{index});
  return vector::BitCastOp::create(b, loc, getUnitType(b), loaded);
}

static Value zeroUnit(ScheduleContext &context) {
  OpBuilder &b = context.builder;
  return arith::ConstantOp::create(b, context.getLoc(), b.getZeroAttr(getUnitType(b)));
}

static Value isTrue(ScheduleContext &context, Value condition) {
  OpBuilder &b = context.builder;
  return condition ? condition : arith::ConstantOp::create(b, context.getLoc(), b.getBoolAttr(true)).getResult();
}

Value mlir::burin::codegen::selectInside(ScheduleContext &context, Value selected, Value mine, Value other) {
  if (!mine && !other)
    return {};
  return context.builder.createOrFold<arith::SelectOp>(context.getLoc(), selected, isTrue(context, mine),
                                                       isTrue(context, other));
}

LoadedUnit mlir::burin::codegen::loadUnmasked(ScheduleContext &context, ArrayRef<ElementLocation> locations) {
  if (!locations.front().selected)
    return {loadFrom(context, locations.front()), locations.front().inside};
  // One operand of the concatenation is selected; only it is read.
  OpBuilder &b = context.builder;
  Location loc = context.getLoc();
  LoadedUnit loaded{zeroUnit(context), nullptr};
  for (const ElementLocation &from : locations) {
    auto branch = scf::IfOp::create(b, loc, TypeRange{getUnitType(b)}, from.selected, /*withElseRegion=*/true);
    loaded.inside = selectInside(context, from.selected, from.inside, loaded.inside);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    scf::YieldOp::create(b, loc, loadFrom(context, from));
    b.setInsertionPointToStart(branch.elseBlock());
    scf::YieldOp::create(b, loc, loaded.unit);
    loaded.unit = branch.getResult(0);
  }
  return loaded;
}

Value mlir::burin::codegen::maskUnit(ScheduleContext &context, const LoadedUnit &loaded) {
  if (!loaded.inside)
    return loaded.unit;
  return arith::SelectOp::create(context.builder, context.getLoc(), loaded.inside, loaded.unit, zeroUnit(context));
}

Value mlir::burin::codegen::loadUnit(ScheduleContext &context, ArrayRef<ElementLocation> locations) {
  return maskUnit(context, loadUnmasked(context, locations));
}

gpu::MMAMatrixType mlir::burin::codegen::getFragmentType(OpBuilder &builder, StringRef role) {
  Type element = role == "COp" ? Type(builder.getF32Type()) : Type(builder.getF16Type());
  return gpu::MMAMatrixType::get({kFragmentEdge, kFragmentEdge}, element, role);
}

Value mlir::burin::codegen::loadFragment(ScheduleContext &context, Value memory, Value at, int64_t rowUnits,
                                         StringRef role, bool transpose) {
  OpBuilder &b = context.builder;
  return gpu::SubgroupMmaLoadMatrixOp::create(b, context.getLoc(), getFragmentType(b, role), memory,
                                              ValueRange{at}, b.getIndexAttr(rowUnits),
                                              transpose ? b.getUnitAttr() : UnitAttr());
}

void mlir::burin::codegen::storeFragment(ScheduleContext &context, Value fragment, Value memory, Value at,
                                         int64_t rowUnits) {
  gpu::SubgroupMmaStoreMatrixOp::create(context.builder, context.getLoc(), fragment, memory, ValueRange{at},
                                        context.builder.getIndexAttr(rowUnits), UnitAttr());
}

Value mlir::burin::codegen::zeroFragment(ScheduleContext &context) {
  return gpu::SubgroupMmaConstantMatrixOp::create(context.builder, context.getLoc(),
                                                  getFragmentType(context.builder, "COp"), context.f32(0.0f));
}

Value mlir::burin::codegen::multiplyFragments(ScheduleContext &context, Value a, Value b, Value c) {
  return gpu::SubgroupMmaComputeOp::create(context.builder, context.getLoc(), c.getType(), a, b, c, UnitAttr(),
                                           UnitAttr());
}

SmallVector<Value> mlir::burin::codegen::getElements(ScheduleContext &context, int64_t lanes, Value fragment) {
  SmallVector<Value> elements;
  for (int64_t i = 0; i < kFragmentEdge * kFragmentEdge / lanes; ++i)
    elements.push_back(gpu::SubgroupMmaExtractThreadLocalOp::create(
        context.builder, context.getLoc(), context.builder.getF32Type(), fragment, ValueRange{context.index(i)}));
  return elements;
}

Value mlir::burin::codegen::mapFragments(ScheduleContext &context, int64_t lanes, ArrayRef<Value> fragments,
                                         llvm::function_ref<Value(ArrayRef<Value>)> compute) {
  SmallVector<SmallVector<Value>> operands;
  for (Value fragment : fragments)
    operands.push_back(getElements(context, lanes, fragment));
  Value result = fragments.front();
  for (int64_t i = 0; i < kFragmentEdge * kFragmentEdge / lanes; ++i) {
    SmallVector<Value> elements;
    for (const SmallVector<Value> &operand : operands)
      elements.push_back(operand[i]);
    result = gpu::SubgroupMmaInsertThreadLocalOp::create(context.builder, context.getLoc(), result.getType(),
                                                         compute(elements), result, ValueRange{context.index(i)});
  }
  return result;
}

/// Upstream's one conversion of a matrix becomes OpFConvert, which narrows as well.
Value mlir::burin::codegen::roundFragment(ScheduleContext &context, Value fragment) {
  auto type = gpu::MMAMatrixType::get({kFragmentEdge, kFragmentEdge}, context.builder.getF16Type(), "COp");
  return gpu::SubgroupMmaElementwiseOp::create(context.builder, context.getLoc(), type, fragment,
                                               gpu::MMAElementwiseOp::EXTF);
}

void mlir::burin::codegen::subgroupBarrier(ScheduleContext &context) {
  auto barrier = gpu::BarrierOp::create(context.builder, context.getLoc());
  barrier->setAttr(kernel::kSubgroupAttrName, context.builder.getUnitAttr());
}

Value mlir::burin::codegen::anyInSubgroup(ScheduleContext &context, Value condition) {
  return gpu::SubgroupReduceOp::create(context.builder, context.getLoc(), condition, gpu::AllReduceOperation::OR,
                                       /*uniform=*/true);
}
