//===- VerifyAttention.cpp - Annotations that can be obeyed ---------------===//
#include "codegen/Passes.h"
#include "codegen/Strategy/FlashTile.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYATTENTIONPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct VerifyAttentionPass final : impl::VerifyAttentionPassBase<VerifyAttentionPass> {
  void runOnOperation() override;
};
} // namespace

static LogicalResult verifyAnnotation(fused::AttentionOp op, const Target &target) {
  Attribute attribute = op->getAttr(kernel::kAttentionAttrName);
  auto config = dyn_cast_if_present<kernel::ConfigAttr>(attribute);
  if (!config)
    return op.emitOpError("has no kernel.attention config: run select-attention first");
  if (isFlashSchedule(config.getSchedule()))
    return verifyFlashTile(op, config, target, /*isGroup=*/false);
  bool isPartial = config.getSchedule() == kernel::kPartialAttention;
  if (!isPartial && config.getSchedule() != kernel::kPlainAttention)
    return op.emitOpError("kernel.attention names an unknown schedule '") << config.getSchedule() << "'";
  int64_t queries = AttentionShape::get(op).queries;
  if (config.getTile().size() != 1 || config.getTile()[0] < 1 || config.getTile()[0] > queries)
    return op.emitOpError("kernel.attention needs tile = [queries per block] of at most ") << queries;
  int64_t block = config.getTile()[0];
  if (block < kLongSequence)
    return success();
  if (isPartial)
    return op.emitOpError("partial-attention would allocate scores of ")
           << block << " queries at once; blocks have fewer than " << kLongSequence;
  // All queries at once is the baseline, which does as it is told.
  int64_t bytes = AttentionShape::get(op).countPlainScratch(block);
  if (block == queries || bytes <= target.attentionScratchBytes)
    return success();
  return op.emitOpError("plain-attention would allocate ")
         << bytes << " bytes for scores and probabilities of " << block << " queries at once; target " << target.name
         << " grants " << target.attentionScratchBytes << ": take smaller blocks";
}

void VerifyAttentionPass::runOnOperation() {
  SmallVector<fused::AttentionOp> ops;
  getOperation().walk([&](fused::AttentionOp op) { ops.push_back(op); });
  if (ops.empty())
    return;
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  for (fused::AttentionOp op : ops)
    if (failed(verifyAnnotation(op, *target)))
      return signalPassFailure();
}

} // namespace mlir::burin
