//===- VerifyWinograd.cpp - Annotations that can be obeyed ----------------===//
#include "codegen/Passes.h"
#include "codegen/Strategy/WinogradShape.h"
#include "dialects/Kernel/KernelDialect.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYWINOGRADPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct VerifyWinogradPass final : impl::VerifyWinogradPassBase<VerifyWinogradPass> {
  void runOnOperation() override;
};
} // namespace

static LogicalResult verifyAnnotation(Operation *op) {
  auto config = dyn_cast<kernel::ConfigAttr>(op->getAttr(kernel::kWinogradAttrName));
  if (!config || config.getSchedule() != kernel::kWinograd)
    return op->emitOpError("kernel.winograd must be a #kernel.config of schedule \"winograd\"");
  auto conv = dyn_cast<linalg::Conv2DNhwcHwcfOp>(op);
  if (!conv)
    return op->emitOpError("has kernel.winograd, but is no channels-last convolution");
  std::string why;
  std::optional<WinogradShape> shape = WinogradShape::get(conv, why);
  if (!shape)
    return op->emitOpError("has kernel.winograd, but ") << why;
  ArrayRef<int64_t> tile = config.getTile();
  if (tile.size() != 1 || (tile[0] != 2 && tile[0] != 4))
    return op->emitOpError("kernel.winograd needs tile = [2] or [4], outputs per window and dimension");
  if (!shape->isIndexable(tile[0]))
    return op->emitOpError("kernel.winograd would make a tensor of more than 2^31 - 1 elements");
  return success();
}

void VerifyWinogradPass::runOnOperation() {
  WalkResult result = getOperation().walk([&](Operation *op) {
    if (op->hasAttr(kernel::kWinogradAttrName) && failed(verifyAnnotation(op)))
      return WalkResult::interrupt();
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    signalPassFailure();
}

} // namespace mlir::burin
