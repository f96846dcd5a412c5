//===- SelectSplit.cpp - Which contractions are summed in parts -----------===//
//
// More, shorter work groups fill a device that few tiles leave idle, at the price
// of partial sums that go through memory and of one more kernel. Both sides are
// costed with the model that chooses tiles.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Common/Group.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/MatrixTile.h"

#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTSPLITPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectSplitPass final : impl::SelectSplitPassBase<SelectSplitPass> {
  void runOnOperation() override;
};
} // namespace

/// Gains below these are within the model's error: a share, and launches.
constexpr double kGain = 0.85, kLaunches = 2;

/// Nanoseconds of `op` in `parts`, all kernels; infinite where no tile fits.
static double predictParts(const ContractionDims &dims, int64_t parts, const Target &target) {
  int64_t m = dims.size(dims.m), n = dims.size(dims.n), k = dims.size(dims.k), batch = dims.size(dims.batch);
  double best = predictBestMatrixTile(m, n, k / parts, batch * parts, target) + target.launchNanoseconds;
  if (parts == 1)
    return best;
  KernelWork sum{m * n * batch * (4 * parts + 2), m * n * batch * parts, false};
  return best + predictNanoseconds(target, sum);
}

static int64_t selectParts(linalg::LinalgOp op, const Target &target) {
  ContractionDims dims = ContractionDims::get(op);
  int64_t inner = dims.ranges[dims.k.back()], best = 1;
  double whole = predictParts(dims, 1, target), least = whole;
  for (int64_t parts : {2, 3, 4, 5, 6, 8, 10, 16}) {
    // A part is read in runs of 8 halves and in whole stages.
    if (inner % (parts * 32) != 0)
      continue;
    double time = predictParts(dims, parts, target);
    if (time < least)
      least = time, best = parts;
  }
  bool pays = least < kGain * whole && whole - least > kLaunches * target.launchNanoseconds;
  return pays ? best : 1;
}

void SelectSplitPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  if (target->matrixTiles.empty() || target->matrixGflops == 0)
    return;
  getOperation().walk([&](linalg::LinalgOp op) {
    if (op->hasAttr(kernel::kSplitAttrName) || !fitsMatrixContraction(op, /*isGroup=*/false))
      return;
    int64_t parts = selectParts(op, *target);
    if (parts == 1)
      return;
    op->setAttr(kernel::kSplitAttrName, OpBuilder(op).getI64IntegerAttr(parts));
    ++numSelected;
    remark::passed(op.getLoc(), remark::RemarkOpts::name("split").category("strategy"))
        << std::to_string(parts) + " parts fill the device, predicted fastest";
  });
}

} // namespace mlir::burin
