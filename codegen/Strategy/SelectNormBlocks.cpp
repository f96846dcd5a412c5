//===- SelectNormBlocks.cpp - Group norms in blocks of positions ----------===//
//
// One kernel per norm is least traffic, but has one work group per group of
// channels: 32 for a picture's decoder, however many processors there are. Sums in
// blocks fill the device for the price of two or three more kernels.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTNORMBLOCKSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectNormBlocksPass final : impl::SelectNormBlocksPassBase<SelectNormBlocksPass> {
  void runOnOperation() override;
};

struct NormShape {
  int64_t batch, positions, channels, groups, elementBytes;
  int64_t countBytes() const { return batch * positions * channels * elementBytes; }
};
} // namespace

/// A work group alone reaches this share of its processor's part of the bandwidth
/// (H100: 3.1 GB/s of 22.7 with 256 items, measured).
constexpr double kLoneShare = 0.14;
/// Element-wise kernels and sums along rows reach this share of the bandwidth.
constexpr double kStreamShare = 0.6;
/// Gains below these are within the model's error: a share, and launches.
constexpr double kGain = 0.6, kLaunches = 6;
/// Work items that keep a processor busy, and positions that pay for a partial sum.
constexpr int64_t kItemsPerUnit = 1024, kLeastPositions = 16;

/// One work group per group of channels reads twice and writes once.
static double predictWhole(const NormShape &shape, const Target &target) {
  double groups = static_cast<double>(shape.batch * shape.groups);
  double share = std::min(1.0, groups / target.computeUnits * kLoneShare);
  return target.launchNanoseconds + 2e3 * shape.countBytes() / (target.bandwidthMBps * share);
}

/// Reads for the sums, reads and writes to apply them; sums of sums are small.
static double predictSplit(const NormShape &shape, const Target &target) {
  return 4.0 * target.launchNanoseconds + 3e3 * shape.countBytes() / (target.bandwidthMBps * kStreamShare);
}

/// As many blocks as the device can use, a power of two that divides the positions.
static int64_t selectBlocks(const NormShape &shape, const Target &target) {
  int64_t wanted = target.computeUnits * kItemsPerUnit / std::max<int64_t>(2 * shape.batch * shape.channels, 1);
  int64_t blocks = 1;
  while (shape.positions % (2 * blocks) == 0 && shape.positions / (2 * blocks) >= kLeastPositions && 2 * blocks <= wanted)
    blocks *= 2;
  return blocks;
}

void SelectNormBlocksPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  if (target->isCpu)
    return; // a core runs a work group alone, and fast
  getOperation().walk([&](fused::GroupNormOp op) {
    if (op->hasAttr(kernel::kBlocksAttrName))
      return;
    ArrayRef<int64_t> in = op.getInput().getType().getShape();
    NormShape shape{in[0], in[1], in[2], static_cast<int64_t>(op.getGroups()),
                    op.getInput().getType().getElementTypeBitWidth() / 8};
    double whole = predictWhole(shape, *target), split = predictSplit(shape, *target);
    int64_t blocks = selectBlocks(shape, *target);
    if (blocks < 2 || split > kGain * whole || whole - split < kLaunches * target->launchNanoseconds)
      return;
    op->setAttr(kernel::kBlocksAttrName, OpBuilder(op).getI64IntegerAttr(blocks));
    ++numSelected;
    remark::passed(op.getLoc(), remark::RemarkOpts::name("norm").category("strategy"))
        << std::to_string(blocks) + " blocks of positions: " + std::to_string(static_cast<int64_t>(whole)) +
               " ns predicted in one kernel, " + std::to_string(static_cast<int64_t>(split)) + " ns in blocks";
  });
}

} // namespace mlir::burin
