//===- FoldGroupNorms.cpp - A norm is applied by the kernel that reads it -===//
//
// The normalised tensor is never written: a kernel computes mean and deviation of each
// group, and the reader applies them to what it loads. Padding in front of the
// reader stays behind the application, so that what it pads with stays zero.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/NormApplication.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Kernel/KernelDialect.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_FOLDGROUPNORMSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct FoldGroupNormsPass final : impl::FoldGroupNormsPassBase<FoldGroupNormsPass> {
  using FoldGroupNormsPassBase::FoldGroupNormsPassBase;
  void runOnOperation() override;
};
} // namespace

/// [N, 2, G]: mean and inverse deviation.
static Value createStatistics(fused::GroupNormOp norm) {
  OpBuilder builder(norm);
  int64_t images = norm.getInput().getType().getDimSize(0), groups = static_cast<int64_t>(norm.getGroups());
  Value empty = tensor::EmptyOp::create(builder, norm.getLoc(), ArrayRef<int64_t>{images, 2, groups},
                                        builder.getF32Type());
  return fused::GroupStatisticsOp::create(builder, norm.getLoc(), empty.getType(), norm.getInput(), empty,
                                          norm.getEpsilonAttr());
}

void FoldGroupNormsPass::runOnOperation() {
  SmallVector<fused::GroupNormOp> norms;
  getOperation().walk([&](fused::GroupNormOp norm) {
    // Sums of blocks are taken apart by split-norms, which moves the application too.
    if (isAppliedByReader(norm) && !norm->hasAttr(kernel::kBlocksAttrName))
      norms.push_back(norm);
  });
  for (fused::GroupNormOp norm : norms) {
    Location loc = norm.getLoc();
    auto asTheyAre = [](to_linalg::BodyBuilder &, Value mean, Value inverse) { return GroupMoments{mean, inverse}; };
    if (failed(replaceByApplication(norm, createStatistics(norm), asTheyAre)))
      return signalPassFailure();
    remark::passed(loc, remark::RemarkOpts::name("norm").category("fusion"))
        << "statistics in a kernel of their own, applied by the kernel that reads the result";
    ++numFolded;
  }
}

} // namespace mlir::burin
