//===- SplitRowStatistics.cpp - Statistics of rows from sums --------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SPLITROWSTATISTICSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct SplitRowStatisticsPass final : impl::SplitRowStatisticsPassBase<SplitRowStatisticsPass> {
  using SplitRowStatisticsPassBase::SplitRowStatisticsPassBase;
  void runOnOperation() override;
};
} // namespace

/// Sums in `blocks` blocks of columns next to `op`'s input, and their moments for `op`.
static void split(fused::RowStatisticsOp op, int64_t blocks) {
  OpBuilder builder(op);
  Location loc = op.getLoc();
  ArrayRef<int64_t> in = op.getInput().getType().getShape();
  Value empty = tensor::EmptyOp::create(builder, loc, ArrayRef<int64_t>{blocks, in[0], 2}, builder.getF32Type());
  auto sums = fused::RowSumsOp::create(builder, loc, empty.getType(), op.getInput(), empty);
  auto moments = fused::RowMomentsOp::create(builder, loc, op.getResult().getType(), sums.getResult(), op.getInit(),
                                             builder.getI64IntegerAttr(in[1]), op.getEpsilonAttr(), op.getRmsAttr());
  op.getResult().replaceAllUsesWith(moments.getResult());
  remark::passed(loc, remark::RemarkOpts::name("norm").category("fusion"))
      << "statistics of rows in " + std::to_string(blocks) + " blocks of columns by what makes the input";
  op.erase();
}

void SplitRowStatisticsPass::runOnOperation() {
  SmallVector<fused::RowStatisticsOp> ops;
  getOperation().walk([&](fused::RowStatisticsOp op) {
    if (op->hasAttr(kernel::kBlocksAttrName))
      ops.push_back(op);
  });
  for (fused::RowStatisticsOp op : ops) {
    auto attribute = op->getAttrOfType<IntegerAttr>(kernel::kBlocksAttrName);
    int64_t blocks = attribute ? attribute.getInt() : 0, columns = op.getInput().getType().getDimSize(1);
    if (blocks < 1 || columns % blocks != 0) {
      op.emitOpError("cannot be split as ") << kernel::kBlocksAttrName << " says: it has " << columns << " columns";
      return signalPassFailure();
    }
    split(op, blocks);
    ++numSplit;
  }
}

} // namespace mlir::burin
