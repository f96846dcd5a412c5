//===- SplitNorms.cpp - Statistics of group norms in blocks ---------------===//
//
// Sums of x and x * x per block and channel, where neighbouring work items read
// neighbouring channels; then per group; then applied element by element.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/NormApplication.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Kernel/KernelDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SPLITNORMSPASS
#include "passes/Fusion/Passes.h.inc"

using to_linalg::BodyBuilder;
using to_linalg::LinalgBuilder;
using utils::IteratorType;

namespace {
struct SplitNormsPass final : impl::SplitNormsPassBase<SplitNormsPass> {
  using SplitNormsPassBase::SplitNormsPassBase;
  void runOnOperation() override;
};
} // namespace

/// More blocks than these are summed in two steps: up to there a second launch takes longer than
/// the few work groups of one step (a work group per group of channels) save.
constexpr int64_t kFewBlocks = 128, kSecondBlocks = 32;

/// [N, B, 2, C]: sums of x and x * x of each of `blocks` blocks of [N, S, C].
static Value sumBlocks(LinalgBuilder &b, Value x, int64_t blocks) {
  ArrayRef<int64_t> in = to_linalg::getShape(x);
  int64_t batch = in[0], channels = in[2];
  Value parts = b.reshape(x, {batch, blocks, in[1] / blocks, channels});
  SmallVector<IteratorType> iterators(5, IteratorType::parallel);
  iterators[4] = IteratorType::reduction; // n, block, power, c, position
  return b.reduce({parts}, {b.getProjection(5, {0, 1, 4, 3}), b.getProjection(5, {0, 1, 2, 3})}, iterators,
                  b.filled({batch, blocks, 2, channels}, b.getF32(), 0), [](BodyBuilder &body, ValueRange args) {
                    Value element = body.widen(args[0]);
                    Value isFirst = body.compare(arith::CmpIPredicate::eq, body.position(2), body.index(0));
                    return body.add(args[1], body.select(isFirst, element, body.mul(element, element)));
                  });
}

/// The same as ops that the kernels of x, or of what it concatenates, may take.
static Value sumInProducer(LinalgBuilder &b, Value x, int64_t blocks) {
  SmallVector<int64_t> in(to_linalg::getShape(x));
  SmallVector<Value> sums;
  for (Value piece : fused::getChannelPieces(x)) {
    // One image for all of the batch has one set of sums.
    Value image = fused::getRepeatedImage(piece);
    int64_t channels = to_linalg::getShape(piece).back(), images = image ? 1 : in[0];
    Value rows = b.reshape(image ? image : piece, {images, in[1], channels});
    Value init = b.empty({images, blocks, 2, channels}, b.getF32());
    Value own = fused::BlockSumsOp::create(b.getBuilder(), b.getLoc(), init.getType(), rows, init).getResult();
    sums.push_back(image ? b.broadcast(own, {in[0], blocks, 2, channels}) : own);
  }
  if (sums.size() == 1)
    return sums.front();
  return tensor::ConcatOp::create(b.getBuilder(), b.getLoc(), /*dim=*/3, sums);
}

/// [N, B, 2, C] -> [N, `blocks`, 2, C].
static Value sumFewer(LinalgBuilder &b, Value sums, int64_t blocks) {
  SmallVector<int64_t> in(to_linalg::getShape(sums));
  Value parts = b.reshape(sums, {in[0], blocks, in[1] / blocks, 2, in[3]});
  SmallVector<IteratorType> iterators(5, IteratorType::parallel);
  iterators[4] = IteratorType::reduction;
  return b.reduce({parts}, {b.getProjection(5, {0, 1, 4, 2, 3}), b.getProjection(5, {0, 1, 2, 3})}, iterators,
                  b.filled({in[0], blocks, 2, in[3]}, b.getF32(), 0),
                  [](BodyBuilder &body, ValueRange args) { return body.add(args[1], args[0]); });
}

/// [N, B, 2, C] -> [N, 2, G].
static Value sumGroups(LinalgBuilder &b, Value sums, int64_t groups) {
  SmallVector<int64_t> in(to_linalg::getShape(sums));
  Value parts = b.reshape(sums, {in[0], in[1], 2, groups, in[3] / groups});
  SmallVector<IteratorType> iterators(5, IteratorType::parallel);
  iterators[3] = iterators[4] = IteratorType::reduction; // n, power, group, block, channel
  return b.reduce({parts}, {b.getProjection(5, {0, 3, 1, 2, 4}), b.getProjection(5, {0, 1, 2})}, iterators,
                  b.filled({in[0], 2, groups}, b.getF32(), 0),
                  [](BodyBuilder &body, ValueRange args) { return body.add(args[1], args[0]); });
}

/// Replaces `op` by its application from sums [N, 2, G].
static LogicalResult applySums(fused::GroupNormOp op, Value sums) {
  ArrayRef<int64_t> in = op.getInput().getType().getShape();
  double count = static_cast<double>(in[1]) * static_cast<double>(in[2] / static_cast<int64_t>(op.getGroups()));
  double epsilon = op.getEpsilon().convertToDouble();
  return replaceByApplication(op, sums, [&](BodyBuilder &body, Value sum, Value sumOfSquares) {
    Value mean = body.mul(sum, body.f32(1 / count));
    Value square = body.mul(sumOfSquares, body.f32(1 / count));
    Value variance = body.max(body.sub(square, body.mul(mean, mean)), body.f32(0));
    Value inverse = math::RsqrtOp::create(body, body.add(variance, body.f32(epsilon)));
    return GroupMoments{mean, inverse};
  });
}

void SplitNormsPass::runOnOperation() {
  SmallVector<fused::GroupNormOp> ops;
  getOperation().walk([&](fused::GroupNormOp op) {
    if (op->hasAttr(kernel::kBlocksAttrName))
      ops.push_back(op);
  });
  for (fused::GroupNormOp op : ops) {
    auto attribute = op->getAttrOfType<IntegerAttr>(kernel::kBlocksAttrName);
    int64_t blocks = attribute ? attribute.getInt() : 0, positions = op.getInput().getType().getDimSize(1);
    if (blocks < 2 || positions % blocks != 0) {
      op.emitOpError("cannot be split as ") << kernel::kBlocksAttrName << " says: it has " << positions << " positions";
      return signalPassFailure();
    }
    OpBuilder builder(op);
    LinalgBuilder b(builder, op.getLoc());
    auto statistics = op->getAttrOfType<StringAttr>(kernel::kStatisticsAttrName);
    if (statistics && statistics.getValue() != kernel::kProducerStatistics) {
      op.emitOpError("has an unknown ") << kernel::kStatisticsAttrName << ": " << statistics;
      return signalPassFailure();
    }
    bool inProducer = statistics && statistics.getValue() == kernel::kProducerStatistics;
    Value sums = inProducer ? sumInProducer(b, op.getInput(), blocks) : sumBlocks(b, op.getInput(), blocks);
    if (blocks > kFewBlocks && blocks % kSecondBlocks == 0)
      sums = sumFewer(b, sums, kSecondBlocks);
    sums = sumGroups(b, sums, static_cast<int64_t>(op.getGroups()));
    remark::passed(op.getLoc(), remark::RemarkOpts::name("norm").category("fusion"))
        << "statistics in " + std::to_string(blocks) + (inProducer ? " blocks by what makes the input" : " blocks");
    if (failed(applySums(op, sums)))
      return signalPassFailure();
    ++numSplit;
  }
}

} // namespace mlir::burin
