//===- PoisonLocalMemory.cpp - NaN where a kernel has not written yet -----===//
#include "codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::burin {
#define GEN_PASS_DEF_POISONLOCALMEMORYPASS
#include "codegen/Passes.h.inc"

namespace {
struct PoisonLocalMemoryPass final : impl::PoisonLocalMemoryPassBase<PoisonLocalMemoryPass> {
  void runOnOperation() override;
};
} // namespace

/// Marks a kernel whose memory is poisoned.
static constexpr StringLiteral kPoisonedAttrName = "plan.poisoned_local_memory";

/// All bits set: NaN of every float type, also where a vector of integers holds floats.
static TypedAttr getPoison(Type type) {
  if (auto vector = dyn_cast<VectorType>(type)) {
    TypedAttr element = getPoison(vector.getElementType());
    return element ? TypedAttr(DenseElementsAttr::get(vector, Attribute(element))) : TypedAttr();
  }
  if (auto integer = dyn_cast<IntegerType>(type))
    return IntegerAttr::get(integer, APInt::getAllOnes(integer.getWidth()));
  auto number = dyn_cast<FloatType>(type);
  if (!number)
    return {};
  return FloatAttr::get(number, APFloat(number.getFloatSemantics(), APInt::getAllOnes(number.getWidth())));
}

/// The number of this work item in its group, in which x runs fastest.
static Value getItem(OpBuilder &b, Location loc, ArrayRef<int32_t> groupSize) {
  Value item;
  for (int dim = 2; dim >= 0; --dim) {
    if (groupSize[dim] == 1)
      continue;
    Value id = gpu::ThreadIdOp::create(b, loc, static_cast<gpu::Dimension>(dim));
    Value extent = arith::ConstantIndexOp::create(b, loc, groupSize[dim]);
    item = item ? b.createOrFold<arith::AddIOp>(loc, b.createOrFold<arith::MulIOp>(loc, item, extent), id) : id;
  }
  return item ? item : arith::ConstantIndexOp::create(b, loc, 0).getResult();
}

/// All items of a group write all of `alloc`.
static LogicalResult fill(OpBuilder &b, memref::AllocOp alloc, Value item, int64_t items) {
  Location loc = alloc.getLoc();
  MemRefType type = alloc.getType();
  TypedAttr poison = getPoison(type.getElementType());
  if (!poison || type.getRank() != 1 || !type.hasStaticShape())
    return alloc.emitOpError("cannot be poisoned: it is no array of numbers or of vectors of them");
  Value value = arith::ConstantOp::create(b, loc, poison);
  Value end = arith::ConstantIndexOp::create(b, loc, type.getNumElements());
  Value step = arith::ConstantIndexOp::create(b, loc, items);
  scf::ForOp::create(b, loc, item, end, step, ValueRange(),
                     [&](OpBuilder &body, Location, Value index, ValueRange) {
                       memref::StoreOp::create(body, loc, value, alloc, index);
                       scf::YieldOp::create(body, loc);
                     });
  return success();
}

static LogicalResult poison(gpu::GPUFuncOp kernel) {
  SmallVector<memref::AllocOp> allocs;
  kernel.walk([&](memref::AllocOp alloc) { allocs.push_back(alloc); });
  std::optional<ArrayRef<int32_t>> size = kernel.getKnownBlockSize();
  if (allocs.empty() || kernel->hasAttr(kPoisonedAttrName))
    return success();
  if (!size || size->size() != 3)
    return kernel.emitOpError("has no known block size, by which its local memory could be filled");
  OpBuilder b = OpBuilder::atBlockBegin(&kernel.getBody().front());
  Value item = getItem(b, kernel.getLoc(), *size);
  for (memref::AllocOp alloc : allocs) {
    alloc->moveBefore(b.getInsertionBlock(), b.getInsertionPoint());
    if (failed(fill(b, alloc, item, int64_t{1} * (*size)[0] * (*size)[1] * (*size)[2])))
      return failure();
  }
  gpu::BarrierOp::create(b, kernel.getLoc());
  kernel->setAttr(kPoisonedAttrName, b.getUnitAttr());
  return success();
}

void PoisonLocalMemoryPass::runOnOperation() {
  for (gpu::GPUFuncOp kernel : getOperation().getOps<gpu::GPUFuncOp>())
    if (failed(poison(kernel)))
      return signalPassFailure();
}

} // namespace mlir::burin
