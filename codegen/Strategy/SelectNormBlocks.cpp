//===- SelectNormBlocks.cpp - Group norms in blocks of positions ----------===//
//
// One kernel per norm is least traffic, but has one work group per group of
// channels: 32 for a picture's decoder, however many processors there are. Sums in
// blocks fill the device for the price of two or three more kernels. The kernel that
// makes a norm's input can write such sums next to it: nobody then reads it for them.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/CooperativeTile.h"
#include "codegen/Strategy/MatrixTile.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTNORMBLOCKSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectNormBlocksPass final : impl::SelectNormBlocksPassBase<SelectNormBlocksPass> {
  using SelectNormBlocksPassBase::SelectNormBlocksPassBase;
  void runOnOperation() override;
  void annotate(fused::GroupNormOp op, int64_t rows, double time, double whole, double split);
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
/// Sums along rows of a concatenation, whose items look for their operand in every step (H200: 0.26 to 0.57 of 3 TB/s).
constexpr double kConcatShare = 0.15;
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
static double predictSplit(const NormShape &shape, bool isConcat, const Target &target) {
  double bytes = 1e3 * static_cast<double>(shape.countBytes()) / static_cast<double>(target.bandwidthMBps);
  return 4.0 * target.launchNanoseconds + bytes * (2 / kStreamShare + 1 / (isConcat ? kConcatShare : kStreamShare));
}

/// Partial sums are written and read once; their sums per group and the application
/// remain. Rounding, adding and squaring is more arithmetic in the producer. `lone` channels are read once more.
static double predictInProducer(const NormShape &shape, int64_t rows, int64_t lone, const Target &target) {
  constexpr int64_t kOperations = 8;
  double summing = lone ? static_cast<double>(target.launchNanoseconds) +
                              1e3 * static_cast<double>(shape.countBytes() / shape.channels * lone) /
                                  (static_cast<double>(target.bandwidthMBps) * kStreamShare)
                        : 0;
  int64_t elements = shape.countBytes() / shape.elementBytes, partials = elements / rows * 2 * sizeof(float);
  return summing + 3.0 * target.launchNanoseconds +
         2e3 * (shape.countBytes() + partials) / (target.bandwidthMBps * kStreamShare) +
         static_cast<double>(kOperations * elements) / target.f32Gflops;
}

/// Rows that the kernel of `root` would sum as one block: 0 where it cannot.
static int64_t selectBlockRows(Operation *root, const Target &target) {
  if (fitsMatrixContraction(root, /*isGroup=*/false)) {
    if (target.matrixUnit == "mma.sync")
      return selectMatrixBlockRows(root, target);
    if (hasCooperativeMatrices(target))
      return selectCooperativeBlockRows(root, target);
  }
  int64_t rows = llvm::bit_floor(static_cast<uint64_t>(target.registerTile[0] * target.contractionWorkgroup[1]));
  // No more than matrix units sum: norms of concatenations need equal blocks.
  for (const Target::MatrixTile &tile : target.matrixTiles)
    rows = std::min(rows, tile.warpM);
  return rows;
}

/// Whether the kernel that writes `value` is an output transform of Winograd, which sums no blocks.
static bool isMadeByWinograd(Value value) {
  Operation *op = value.getDefiningOp();
  return isa_and_present<fused::WinogradOutputOp>(op) || (op && llvm::any_of(op->getOperands(), [&](Value operand) {
           return fused::keepsRowsAndChannels(op, operand) && isMadeByWinograd(operand);
         }));
}

/// Rows that the kernels of `x`, or of what it concatenates, would sum as one block: 0 where none can or they disagree.
/// A piece that Winograd makes gets a kernel that does nothing else; adds its channels to `lone`.
static int64_t selectBlockRows(Value x, const NormShape &shape, const Target &target, int64_t &lone) {
  int64_t rows = 0;
  for (Value piece : fused::getChannelPieces(x)) {
    Value image = fused::getRepeatedImage(piece);
    int64_t images = image ? 1 : shape.batch;
    // Of several roots one will write the sums: it must not matter which.
    SmallVector<Operation *> roots = fused::findSummingRoots(image ? image : piece);
    if (roots.empty() && isMadeByWinograd(piece)) {
      lone += cast<ShapedType>(piece.getType()).getShape().back();
      continue;
    }
    int64_t own = roots.empty() ? 0 : selectBlockRows(roots.front(), target);
    auto canSum = [&](Operation *root) { return fused::canSumBlocks(root, images, shape.positions / own); };
    if (own == 0 || shape.positions % own != 0 || !llvm::all_of(roots, canSum) || (rows != 0 && own != rows))
      return 0;
    rows = own;
  }
  return rows;
}

/// As many blocks as the device can use, a power of two that divides the positions.
static int64_t selectBlocks(const NormShape &shape, const Target &target) {
  int64_t wanted = target.computeUnits * kItemsPerUnit / std::max<int64_t>(2 * shape.batch * shape.channels, 1);
  int64_t blocks = 1;
  while (shape.positions % (2 * blocks) == 0 && shape.positions / (2 * blocks) >= kLeastPositions && 2 * blocks <= wanted)
    blocks *= 2;
  return blocks;
}

/// Statistics in blocks of `rows` positions by the kernel that makes the input.
void SelectNormBlocksPass::annotate(fused::GroupNormOp op, int64_t rows, double time, double whole, double split) {
  OpBuilder builder(op);
  int64_t blocks = op.getInput().getType().getDimSize(1) / rows;
  op->setAttr(kernel::kBlocksAttrName, builder.getI64IntegerAttr(blocks));
  op->setAttr(kernel::kStatisticsAttrName, builder.getStringAttr(kernel::kProducerStatistics));
  ++numSelected;
  ++numInProducer;
  remark::passed(op.getLoc(), remark::RemarkOpts::name("norm").category("strategy"))
      << std::to_string(blocks) + " blocks of positions, summed by what makes them: " +
             std::to_string(static_cast<int64_t>(time)) + " ns predicted, " + std::to_string(static_cast<int64_t>(whole)) +
             " ns in one kernel, " + std::to_string(static_cast<int64_t>(split)) + " ns in blocks of a kernel of their own";
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
    double whole = predictWhole(shape, *target), split = predictSplit(shape, fused::getChannelPieces(op.getInput()).size() > 1, *target);
    auto gains = [&](int64_t blocks, double time) {
      return blocks >= 2 && time <= kGain * whole && whole - time >= kLaunches * target->launchNanoseconds;
    };
    int64_t blocks = selectBlocks(shape, *target);
    int64_t lone = 0;
    int64_t rows = producerStatistics ? selectBlockRows(op.getInput(), shape, *target, lone) : 0;
    if (rows > 0) {
      double inProducer = predictInProducer(shape, rows, lone, *target);
      if (gains(shape.positions / rows, inProducer) && (!gains(blocks, split) || inProducer < split))
        return annotate(op, rows, inProducer, whole, split);
    }
    if (!gains(blocks, split))
      return;
    op->setAttr(kernel::kBlocksAttrName, OpBuilder(op).getI64IntegerAttr(blocks));
    ++numSelected;
    remark::passed(op.getLoc(), remark::RemarkOpts::name("norm").category("strategy"))
        << std::to_string(blocks) + " blocks of positions: " + std::to_string(static_cast<int64_t>(whole)) +
               " ns predicted in one kernel, " + std::to_string(static_cast<int64_t>(split)) + " ns in blocks";
  });
}

} // namespace mlir::burin
