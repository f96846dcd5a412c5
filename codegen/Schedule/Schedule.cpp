//===- Schedule.cpp - Helpers that schedules share ------------------------===//
#include "codegen/Schedule/Schedule.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

int64_t ScheduleContext::getWorkgroupItems() const {
  int64_t items = 1;
  for (int64_t extent : config.getWorkgroup())
    items *= extent;
  return items;
}

Value ScheduleContext::localId(gpu::Dimension dim) {
  return gpu::ThreadIdOp::create(builder, getLoc(), dim);
}
Value ScheduleContext::groupId(gpu::Dimension dim) {
  return gpu::BlockIdOp::create(builder, getLoc(), dim);
}
Value ScheduleContext::globalId(gpu::Dimension dim) {
  int64_t extent = config.getWorkgroup()[static_cast<unsigned>(dim)];
  if (extent == 1)
    return groupId(dim);
  return add(mul(groupId(dim), extent), localId(dim));
}

Value ScheduleContext::add(Value lhs, Value rhs) {
  return builder.createOrFold<arith::AddIOp>(getLoc(), lhs, rhs);
}
Value ScheduleContext::mul(Value lhs, int64_t rhs) {
  if (rhs == 1)
    return lhs;
  return builder.createOrFold<arith::MulIOp>(getLoc(), lhs, index(rhs));
}
Value ScheduleContext::min(Value lhs, int64_t rhs) {
  return builder.createOrFold<arith::MinSIOp>(getLoc(), lhs, index(rhs));
}

Value ScheduleContext::f32(float value, int64_t width) {
  auto type = builder.getF32Type();
  TypedAttr attr = builder.getF32FloatAttr(value);
  if (width > 1)
    attr = DenseElementsAttr::get(VectorType::get({width}, type), value);
  return arith::ConstantOp::create(builder, getLoc(), attr);
}

LogicalResult ScheduleContext::storeResult(ArrayRef<Value> coords, Value value, int64_t width) {
  Value source = group.root ? group.root->getResult(0) : group.result;
  if (!group.gate)
    return storeFrom(source, coords, value, width);
  bool contiguous = true;
  FailureOr<SmallVector<Value>> at =
      group.pushForward(emitter, source, group.pairs, coords, width, contiguous);
  if (failed(at))
    return failure();
  if (!contiguous || width % 2 != 0)
    return group.gate->emitOpError("gates pairs that its root's kernel does not hold together");
  emitter.bindValue(source, value);
  FailureOr<Value> pairs = emitter.emit(group.pairs, *at, width);
  emitter.unbindValue(source);
  if (failed(pairs))
    return failure();
  at->pop_back(); // zero: the first of a pair
  emitter.bindPairs(group.pairs, *pairs, width / 2);
  FailureOr<Value> gated = emitter.emit(group.gate->getResult(0), *at, width / 2);
  emitter.unbindPairs(group.pairs);
  if (failed(gated))
    return failure();
  return storeFrom(group.gate->getResult(0), *at, *gated, width / 2);
}

LogicalResult ScheduleContext::storeFrom(Value source, ArrayRef<Value> coords, Value value,
                                         int64_t width) {
  bool contiguous = true;
  FailureOr<SmallVector<Value>> target =
      group.pushForward(emitter, source, group.result, coords, width, contiguous);
  if (failed(target))
    return failure();
  if (contiguous) {
    Value result = value;
    if (source != group.result) {
      emitter.bindValue(source, value);
      FailureOr<Value> emitted = emitter.emit(group.result, *target, width);
      emitter.unbindValue(source);
      if (failed(emitted))
        return failure();
      result = *emitted;
    }
    if (deferred)
      deferred->push_back({result, *target, width});
    else
      commit({result, *target, width});
    if (onStore)
      onStore(roundAsStored(result));
    return success();
  }
  SmallVector<Value> lane(coords);
  for (int64_t i = 0; i < width; ++i) {
    lane.back() = add(coords.back(), index(i));
    Value element = vector::ExtractOp::create(builder, getLoc(), value, ArrayRef<int64_t>{i});
    if (failed(storeFrom(source, lane, element, 1)))
      return failure();
  }
  return success();
}

void ScheduleContext::commit(const Store &store) {
  emitter.store(store.value, output, group.getResultType(), store.coords, store.width);
}

/// To nearest, ties to even, in integers: halves are f32 in kernel code, and no
/// compiler takes this for arithmetic that it may simplify.
Value ScheduleContext::roundAsStored(Value value) {
  if (!group.getResultType().getElementType().isF16())
    return value;
  Location loc = getLoc();
  Type type = builder.getI32Type();
  auto lanes = dyn_cast<VectorType>(value.getType());
  if (lanes)
    type = VectorType::get(lanes.getShape(), type);
  auto constant = [&](int32_t number) -> Value {
    TypedAttr attr = builder.getI32IntegerAttr(number);
    if (lanes)
      attr = DenseElementsAttr::get(cast<VectorType>(type), number);
    return arith::ConstantOp::create(builder, loc, attr);
  };
  constexpr int32_t kDropped = 13; // digits of an f32 that a half does not have
  Value bits = arith::BitcastOp::create(builder, loc, type, value);
  Value odd = arith::AndIOp::create(builder, loc, arith::ShRUIOp::create(builder, loc, bits, constant(kDropped)), constant(1));
  bits = arith::AddIOp::create(builder, loc, bits, arith::AddIOp::create(builder, loc, odd, constant((1 << (kDropped - 1)) - 1)));
  bits = arith::AndIOp::create(builder, loc, bits, constant(-(1 << kDropped)));
  return arith::BitcastOp::create(builder, loc, value.getType(), bits);
}

void ScheduleContext::storeBlockSums(Value block, int64_t power, Value channel, Value values, int64_t width) {
  ArrayRef<int64_t> shape = group.sums.getInit().getType().getShape();
  auto type = RankedTensorType::get({shape[0] * shape[1], 2, shape[3]}, builder.getF32Type());
  // Phases are batches: their blocks of an image follow each other.
  if (int64_t phases = fused::countPhases(group.root); phases > 1) {
    Value perPhase = index(shape[1] / phases);
    Value image = builder.createOrFold<arith::DivUIOp>(getLoc(), block, perPhase);
    Value first = add(mul(image, shape[1]), mul(groupId(gpu::Dimension::z), shape[1] / phases));
    block = add(first, builder.createOrFold<arith::RemUIOp>(getLoc(), block, perPhase));
  }
  emitter.store(values, second, type, {block, index(power), channel}, width);
}

void ScheduleContext::storeRowSums(Value block, Value row, Value sum, Value squares) {
  auto type = VectorType::get({2}, builder.getF32Type());
  Value both = vector::FromElementsOp::create(builder, getLoc(), type, ValueRange{sum, squares});
  emitter.store(both, second, group.rowSums.getInit().getType(), {block, row, index(0)}, 2);
}

void ScheduleContext::storeKept(ArrayRef<Value> coords, Value value, int64_t width) {
  if (group.kept)
    emitter.store(value, second, cast<RankedTensorType>(group.root->getOperand(0).getType()), coords, width);
}

/// So many values one item combines alone: their loads overlap, a barrier waits.
constexpr int64_t kAlone = 8;

Value mlir::burin::codegen::combineItems(ScheduleContext &context, Value item, int64_t items, Value partial,
                                         llvm::function_ref<Value(Value, Value)> combine, Value row, int64_t rows) {
  if (items == 1)
    return partial;
  OpBuilder &builder = context.builder;
  Location loc = context.getLoc();
  auto space = gpu::AddressSpaceAttr::get(builder.getContext(), gpu::AddressSpace::Workgroup);
  auto type = MemRefType::get({items * rows}, builder.getF32Type(), MemRefLayoutAttrInterface(), space);
  Value scratch = memref::AllocOp::create(builder, loc, type);
  Value first = row ? context.mul(row, items) : context.index(0), mine = row ? context.add(first, item) : item;
  auto combineEvery = [&](Value from, int64_t stride, int64_t count, Value total) {
    for (int64_t i = total ? 1 : 0; i < count; ++i) {
      Value at = i ? context.add(from, context.index(i * stride)) : from;
      Value other = memref::LoadOp::create(builder, loc, scratch, at);
      total = total ? combine(total, other) : other;
    }
    return total;
  };
  memref::StoreOp::create(builder, loc, partial, scratch, mine);
  gpu::BarrierOp::create(builder, loc);
  if (items <= kAlone)
    return combineEvery(first, 1, items, {});
  int64_t left = int64_t(1) << llvm::divideCeil(llvm::Log2_64(items), 2);
  Value active = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, item, context.index(left));
  (void)context.guarded(active, [&]() -> LogicalResult {
    memref::StoreOp::create(builder, loc, combineEvery(mine, left, items / left, partial), scratch, mine);
    return success();
  });
  gpu::BarrierOp::create(builder, loc);
  return combineEvery(first, 1, left, {});
}

void ScheduleContext::keepLoops() {
  auto func = builder.getInsertionBlock()->getParent()->getParentOfType<gpu::GPUFuncOp>();
  func->setAttr(kernel::kKeepLoopsAttrName, builder.getUnitAttr());
}

LogicalResult ScheduleContext::guarded(Value condition, llvm::function_ref<LogicalResult()> body) {
  if (!condition)
    return body();
  auto branch = scf::IfOp::create(builder, getLoc(), condition, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  return body();
}

Value mlir::burin::codegen::getElementwiseSource(Operation *op) {
  if (auto pad = dyn_cast_if_present<tensor::PadOp>(op))
    return pad.getSource();
  auto generic = dyn_cast_if_present<linalg::GenericOp>(op);
  if (!generic || generic.getNumLoops() != generic.getNumParallelLoops() || generic.getNumDpsInputs() == 0 ||
      !generic.getMatchingIndexingMap(generic.getDpsInputOperand(0)).isIdentity() ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity())
    return {};
  return generic.getDpsInputs()[0];
}

int64_t mlir::burin::codegen::countLoads(Operation *root, kernel::ConfigAttr config) {
  // Windows overlap.
  if (isa<fused::WinogradInputOp>(root))
    return cast<RankedTensorType>(root->getResult(0).getType()).getNumElements();
  if (!isContraction(root) || config.getSchedule() != kContractionSchedule)
    return cast<RankedTensorType>(root->getOperand(0).getType()).getNumElements();
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  int64_t rows = config.getTile()[0], columns = config.getTile()[1];
  if (!dims.n.empty() && ContractionDims::isContiguous(op, dims.rhs, dims.n.back()) &&
      ContractionDims::isContiguous(op, 2, dims.n.back()))
    columns *= config.getVector();
  int64_t steps = dims.size(dims.k) * dims.size(dims.batch), m = dims.size(dims.m), n = dims.size(dims.n);
  return dims.lhs == 0 ? steps * m * static_cast<int64_t>(llvm::divideCeil(n, columns))
                       : steps * n * static_cast<int64_t>(llvm::divideCeil(m, rows));
}
