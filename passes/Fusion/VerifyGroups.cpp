//===- VerifyGroups.cpp - Contract of the Outline phase -------------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYGROUPSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct VerifyGroupsPass final : impl::VerifyGroupsPassBase<VerifyGroupsPass> {
  void runOnOperation() override;
};
} // namespace

void VerifyGroupsPass::runOnOperation() {
  for (auto func : getOperation().getOps<func::FuncOp>()) {
    if (func.isPrivate())
      continue;
    for (Operation &op : func.getBody().front()) {
      if (isa<func::CallOp, func::ReturnOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp,
              plan::ConstantOp>(op))
        continue;
      op.emitOpError("is left outside of any group (docs/phases.md, Outline)");
      return signalPassFailure();
    }
  }
}

} // namespace mlir::burin
