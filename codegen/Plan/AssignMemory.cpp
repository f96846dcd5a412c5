//===- AssignMemory.cpp - Offsets of intermediate tensors -----------------===//
#include "codegen/Passes.h"
#include "codegen/Plan/Liveness.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ASSIGNMEMORYPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct AssignMemoryPass final : impl::AssignMemoryPassBase<AssignMemoryPass> {
  using AssignMemoryPassBase::AssignMemoryPassBase;
  void runOnOperation() override;
};
} // namespace

static void setOffset(OpResult result, int64_t offset) {
  auto dispatch = cast<plan::DispatchOp>(result.getOwner());
  SmallVector<int64_t> offsets(*dispatch.getOffsets());
  offsets[result.getResultNumber()] = offset;
  dispatch.setOffsets(offsets);
}

void AssignMemoryPass::runOnOperation() {
  func::FuncOp func = getOperation();
  FailureOr<SmallVector<LiveTensor>> tensors = computeLiveTensors(func, alignment, inPlace);
  if (failed(tensors))
    return signalPassFailure();
  func.walk([](plan::DispatchOp dispatch) {
    dispatch.setOffsets(SmallVector<int64_t>(dispatch.getNumResults(), -1));
  });
  int64_t arena = placeTensors(*tensors);
  for (const LiveTensor &tensor : *tensors) {
    for (OpResult result : tensor.results)
      setOffset(result, tensor.offset);
    numTensors += tensor.results.size();
    numInPlace += tensor.results.size() - 1;
    for (OpResult result : ArrayRef(tensor.results).drop_front())
      remark::passed(result.getLoc(), remark::RemarkOpts::name("in-place").category("memory"))
          << "overwrites an input that dies here: " << std::to_string(tensor.bytes) << " bytes saved";
  }
  Builder builder(&getContext());
  func->setAttr("plan.arena_bytes", builder.getI64IntegerAttr(arena));
  func->setAttr("plan.arena_lower_bound_bytes",
                builder.getI64IntegerAttr(computeLivenessBound(*tensors)));
}

} // namespace mlir::burin
