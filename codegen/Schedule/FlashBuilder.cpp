//===- FlashBuilder.cpp - What the flash schedules share ------------------===//
#include "codegen/Schedule/FlashAttention.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

//===--- Extents ------------------------------------------------------------===//

AttentionShape AttentionShape::get(fused::AttentionOp op) {
  ArrayRef<int64_t> q = op.getQuery().getType().getShape(), v = op.getValue().getType().getShape();
  AttentionShape shape{q[0], q[1], v[1], q[2], v[2], q[3], v[3], op.getCausal(), false, 0, 0};
  shape.elementBytes = op.getQuery().getType().getElementTypeBitWidth() / 8;
  if (Value mask = op.getMask()) {
    shape.hasMask = true;
    shape.maskElements = cast<RankedTensorType>(mask.getType()).getNumElements();
  }
  return shape;
}

int64_t AttentionShape::countFlops() const {
  int64_t scores = countScores();
  if (causal && queries == keys) // half of the square, and its diagonal
    scores = scores / 2 + batch * heads * queries / 2;
  return scores * (2 * size + 2 * valueSize + 5);
}

int64_t AttentionShape::countBytes() const {
  int64_t query = batch * heads * queries * (size + valueSize);
  int64_t key = batch * keyHeads * keys * (size + valueSize);
  return (query + key + maskElements) * elementBytes;
}

//===--- Operands -----------------------------------------------------------===//

FlashBuilder::FlashBuilder(ScheduleContext &context)
    : context(context), b(context.builder), loc(context.getLoc()),
      op(cast<fused::AttentionOp>(context.group.root)), shape(AttentionShape::get(op)),
      width(context.config.getVector()) {}

void FlashBuilder::placeHead() {
  head = context.groupId(gpu::Dimension::y);
  batch = context.groupId(gpu::Dimension::z);
  keyHead = div(head, shape.heads / shape.keyHeads);
}

Grid FlashBuilder::getGrid(int64_t blockQueries) const {
  return {static_cast<int64_t>(llvm::divideCeil(shape.queries, blockQueries)), shape.heads, shape.batch};
}

Value FlashBuilder::getKeyLimit(Value firstQuery, int64_t blockQueries) {
  if (!shape.causal)
    return index(shape.keys);
  return context.min(add(firstQuery, blockQueries), shape.keys);
}

FailureOr<Value> FlashBuilder::loadQuery(Value query, Value d, int64_t lanes) {
  return context.emitter.emit(op.getQuery(), {batch, head, clamp(query, shape.queries), d}, lanes);
}
FailureOr<Value> FlashBuilder::loadKey(Value key, Value d, int64_t lanes) {
  return context.emitter.emit(op.getKey(), {batch, keyHead, clamp(key, shape.keys), d}, lanes);
}
FailureOr<Value> FlashBuilder::loadValue(Value key, Value d, int64_t lanes) {
  return context.emitter.emit(op.getValue(), {batch, keyHead, clamp(key, shape.keys), d}, lanes);
}

LogicalResult FlashBuilder::storeRow(Value query, Value d, Value value, int64_t lanes) {
  return context.storeResult({batch, head, query, d}, value, lanes);
}

//===--- Masks --------------------------------------------------------------===//

FailureOr<Value> FlashBuilder::loadMask(Value query, Value firstKey, int64_t lanes) {
  ArrayRef<int64_t> extents = cast<RankedTensorType>(op.getMask().getType()).getShape();
  Value zero = index(0);
  Values coords = {extents[0] == 1 ? zero : batch, extents[1] == 1 ? zero : head,
                   extents[2] == 1 ? zero : clamp(query, shape.queries), zero};
  auto at = [&](Value key, int64_t count) -> FailureOr<Value> {
    coords[3] = key;
    return context.emitter.emit(op.getMask(), coords, count);
  };
  if (extents[3] == 1) {
    FailureOr<Value> scalar = at(zero, 1);
    return failed(scalar) ? scalar : FailureOr<Value>(splat(*scalar, lanes));
  }
  if (extents[3] % lanes == 0)
    return at(context.min(firstKey, extents[3] - lanes), lanes);
  Values elements;
  for (int64_t i = 0; i < lanes; ++i) {
    FailureOr<Value> element = at(clamp(add(firstKey, i), extents[3]), 1);
    if (failed(element))
      return failure();
    elements.push_back(*element);
  }
  auto type = VectorType::get({lanes}, elements.front().getType());
  return vector::FromElementsOp::create(b, loc, type, elements).getResult();
}

FailureOr<Value> FlashBuilder::maskScores(Value scores, Value query, Value firstKey, int64_t lanes,
                                          bool coversKeys) {
  Value never = context.f32(lowest, lanes);
  if (op.getMask()) {
    FailureOr<Value> mask = loadMask(query, firstKey, lanes);
    if (failed(mask))
      return failure();
    scores = getElementTypeOrSelf(mask->getType()).isInteger(1)
                 ? arith::SelectOp::create(b, loc, *mask, scores, never).getResult()
                 : sum(scores, *mask);
  }
  if (coversKeys && !shape.causal)
    return scores;
  Value limit = shape.causal ? add(query, 1) : index(shape.keys);
  if (shape.causal && !coversKeys)
    limit = context.min(limit, shape.keys);
  Value keys = firstKey;
  if (lanes > 1) {
    auto steps = llvm::to_vector(llvm::seq<int64_t>(0, lanes));
    auto type = VectorType::get({lanes}, b.getIndexType());
    Value step = arith::ConstantOp::create(b, loc, DenseIntElementsAttr::get(type, ArrayRef(steps)));
    keys = arith::AddIOp::create(b, loc, splat(firstKey, lanes), step);
  }
  Value sees = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, keys, splat(limit, lanes));
  return arith::SelectOp::create(b, loc, sees, scores, never).getResult();
}

//===--- Online softmax -----------------------------------------------------===//

Value FlashBuilder::getBase(Value max) {
  Value isEmpty = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, max, context.f32(lowest));
  return arith::SelectOp::create(b, loc, isEmpty, context.f32(0.0f), max);
}

Value FlashBuilder::shiftedExp(Value value, Value base) {
  int64_t lanes = 1;
  if (auto type = dyn_cast<VectorType>(value.getType()))
    lanes = type.getDimSize(0);
  Value shifted = arith::SubFOp::create(b, loc, value, splat(base, lanes));
  return math::ExpOp::create(b, loc, shifted);
}

Value FlashBuilder::invert(Value total) {
  Value zero = context.f32(0.0f);
  Value isEmpty = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, total, zero);
  Value inverse = arith::DivFOp::create(b, loc, context.f32(1.0f), total);
  return arith::SelectOp::create(b, loc, isEmpty, zero, inverse);
}

//===--- Local memory -------------------------------------------------------===//

Value FlashBuilder::allocate(int64_t elements) {
  auto space = gpu::AddressSpaceAttr::get(b.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({elements}, b.getF32Type(), MemRefLayoutAttrInterface(), space);
  return memref::AllocOp::create(b, loc, type);
}

Value FlashBuilder::load(Value memory, Value index, int64_t lanes) {
  if (lanes == 1)
    return memref::LoadOp::create(b, loc, memory, index);
  return vector::LoadOp::create(b, loc, VectorType::get({lanes}, b.getF32Type()), memory,
                                ValueRange{index});
}

void FlashBuilder::store(Value value, Value memory, Value index) {
  if (isa<VectorType>(value.getType()))
    vector::StoreOp::create(b, loc, value, memory, ValueRange{index});
  else
    memref::StoreOp::create(b, loc, value, memory, index);
}

//===--- Arithmetic ---------------------------------------------------------===//

int64_t FlashBuilder::getLanes(int64_t extent, int64_t limit) {
  int64_t lanes = llvm::bit_floor(static_cast<uint64_t>(std::max<int64_t>(limit, 1)));
  while (extent % lanes != 0)
    lanes /= 2;
  return lanes;
}

Value FlashBuilder::div(Value lhs, int64_t rhs) {
  return rhs == 1 ? lhs : b.createOrFold<arith::DivUIOp>(loc, lhs, index(rhs));
}
Value FlashBuilder::rem(Value lhs, int64_t rhs) {
  return rhs == 1 ? index(0) : b.createOrFold<arith::RemUIOp>(loc, lhs, index(rhs));
}
Value FlashBuilder::splat(Value scalar, int64_t lanes) {
  if (lanes == 1)
    return scalar;
  return vector::BroadcastOp::create(b, loc, VectorType::get({lanes}, scalar.getType()), scalar);
}
Value FlashBuilder::lane(Value vector, int64_t i) {
  if (!isa<VectorType>(vector.getType()))
    return vector;
  return vector::ExtractOp::create(b, loc, vector, ArrayRef<int64_t>{i});
}
Value FlashBuilder::fma(Value lhs, Value rhs, Value acc) {
  return math::FmaOp::create(b, loc, lhs, rhs, acc);
}
Value FlashBuilder::maximum(Value lhs, Value rhs) {
  return arith::MaxNumFOp::create(b, loc, lhs, rhs);
}
Value FlashBuilder::sum(Value lhs, Value rhs) { return arith::AddFOp::create(b, loc, lhs, rhs); }
Value FlashBuilder::product(Value lhs, Value rhs) { return arith::MulFOp::create(b, loc, lhs, rhs); }

Value FlashBuilder::reduceLanes(Value vector, llvm::function_ref<Value(Value, Value)> combine) {
  auto type = dyn_cast<VectorType>(vector.getType());
  if (!type)
    return vector;
  Value total = lane(vector, 0);
  for (int64_t i = 1; i < type.getDimSize(0); ++i)
    total = combine(total, lane(vector, i));
  return total;
}

FailureOr<FlashBuilder::Values> FlashBuilder::forLoop(Value lower, Value upper, int64_t step,
                                                      ArrayRef<Value> init, Body body) {
  auto loop = scf::ForOp::create(b, loc, lower, upper, index(step), init);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  FailureOr<Values> next = body(loop.getInductionVar(), Values(loop.getRegionIterArgs()));
  if (failed(next))
    return failure();
  // A loop without values comes with its terminator.
  if (!init.empty())
    scf::YieldOp::create(b, loc, *next);
  return Values(loop.getResults());
}

FailureOr<FlashBuilder::Values> FlashBuilder::forLoop(int64_t upper, int64_t step,
                                                      ArrayRef<Value> init, Body body) {
  if (upper <= step)
    return body(index(0), Values(init));
  return forLoop(index(0), index(upper), step, init, body);
}
