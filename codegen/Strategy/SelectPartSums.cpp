//===- SelectPartSums.cpp - Partial sums that a group norm adds up --------===//
//
// A contraction in parts leaves its sum to another kernel, and where a group norm
// reads the result, that is one launch and one way through memory more than needed:
// the norm's items can add the parts while they load. It has one work group per group
// of channels, though, which reads the parts no faster than its processors can.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/RowTile.h"

#include "dialects/Fused/PartSums.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTPARTSUMSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectPartSumsPass final : impl::SelectPartSumsPassBase<SelectPartSumsPass> {
  using SelectPartSumsPassBase::SelectPartSumsPassBase;
  void runOnOperation() override;
};
} // namespace

static int64_t countBytes(Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  return type.getNumElements() * static_cast<int64_t>(llvm::divideCeil(type.getElementTypeBitWidth(), 8));
}

/// Nanoseconds that the kernel in between takes: a launch, and the norm's input once
/// more from and, unless others need it, to memory.
static double predictSaved(fused::PartSums &found, const Target &target) {
  int64_t ways = found.isShared ? 1 : 2;
  return predictNanoseconds(target, {ways * countBytes(found.elementwise.getResult(0)), 0, false});
}

/// Nanoseconds by which the norm's processors are slower than all of them at reading the parts.
static double predictLost(fused::GroupNormOp norm, fused::PartSums &found, const Target &target) {
  double share = std::min(1.0, static_cast<double>(RowShape::get(norm).rows) / static_cast<double>(target.computeUnits));
  double bytes = static_cast<double>(countBytes(found.getPartials()));
  return 1e3 * bytes / static_cast<double>(target.bandwidthMBps) * (1 / share - 1);
}

void SelectPartSumsPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  getOperation().walk([&](fused::GroupNormOp norm) {
    fused::PartSums found = fused::findPartSums(norm);
    // Each part is to be read once, not in every pass over the row.
    if (!found.sum || norm->hasAttr(kernel::kPartSumsAttrName) || !holdsRows(norm, *target))
      return;
    double saved = predictSaved(found, *target), lost = predictLost(norm, found, *target);
    if (lost >= saved)
      return;
    norm->setAttr(kernel::kPartSumsAttrName, UnitAttr::get(&getContext()));
    ++numSelected;
    remark::passed(norm.getLoc(), remark::RemarkOpts::name("norm").category("strategy"))
        << "adds " + std::to_string(found.countParts()) + " parts of its input: " +
               std::to_string(static_cast<int64_t>(saved)) + " ns of a kernel predicted, " +
               std::to_string(static_cast<int64_t>(lost)) + " ns of fewer processors";
  });
}

} // namespace mlir::burin
