//===- DecomposeAttention.cpp - Attention without a kernel of its own -----===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "passes/OnnxToLinalg/AttentionParts.h"

namespace mlir::burin {
#define GEN_PASS_DEF_DECOMPOSEATTENTIONPASS
#include "passes/Fusion/Passes.h.inc"

using to_linalg::AttentionParts;
using to_linalg::LinalgBuilder;

namespace {
struct DecomposeAttentionPass final : impl::DecomposeAttentionPassBase<DecomposeAttentionPass> {
  using DecomposeAttentionPassBase::DecomposeAttentionPassBase;
  void runOnOperation() override;
};
} // namespace

/// Queries [first, first + count) of `value`, which has them in dimension 2.
static Value sliceQueries(LinalgBuilder &b, Value value, int64_t first, int64_t count) {
  SmallVector<int64_t> sizes(to_linalg::getShape(value)), offsets(4, 0), strides(4, 1);
  if (sizes[2] == 1 && first == 0 && count == 1)
    return value;
  sizes[2] = count;
  offsets[2] = first;
  return b.slice(value, offsets, sizes, strides);
}

using BuildAttention = Value (*)(LinalgBuilder &, const AttentionParts &, Type);

/// `build` on `block` queries at a time.
static Value buildBlocks(LinalgBuilder &b, const AttentionParts &parts, Type type, int64_t block,
                         BuildAttention build) {
  int64_t queries = to_linalg::getShape(parts.query)[2];
  SmallVector<Value> pieces;
  for (int64_t first = 0; first < queries; first += block) {
    int64_t count = std::min(block, queries - first);
    AttentionParts piece = parts;
    piece.firstQuery = first;
    if (count != queries) {
      piece.query = sliceQueries(b, parts.query, first, count);
      if (parts.mask && to_linalg::getShape(parts.mask)[2] != 1)
        piece.mask = sliceQueries(b, parts.mask, first, count);
    }
    pieces.push_back(build(b, piece, type));
  }
  if (pieces.size() == 1)
    return pieces.front();
  return tensor::ConcatOp::create(b.getBuilder(), b.getLoc(), /*dim=*/2, pieces);
}

void DecomposeAttentionPass::runOnOperation() {
  SmallVector<fused::AttentionOp> ops;
  getOperation().walk([&](fused::AttentionOp op) { ops.push_back(op); });
  for (fused::AttentionOp op : ops) {
    auto config = op->getAttrOfType<kernel::ConfigAttr>(kernel::kAttentionAttrName);
    if (!config)
      continue;
    bool isPlain = config.getSchedule() == kernel::kPlainAttention;
    if (!isPlain && config.getSchedule() != kernel::kPartialAttention)
      continue;
    if (config.getTile().size() != 1 || config.getTile()[0] < 1) {
      op.emitOpError("needs tile = [queries per block] to be taken apart: run verify-attention");
      return signalPassFailure();
    }
    OpBuilder builder(op);
    LinalgBuilder b(builder, op.getLoc());
    AttentionParts parts{op.getQuery(), op.getKey(), op.getValue(), op.getMask()};
    parts.scale = op.getScale().convertToFloat();
    parts.causal = op.getCausal();
    Type type = op.getResult().getType().getElementType();
    Value result = buildBlocks(b, parts, type, config.getTile()[0],
                               isPlain ? to_linalg::buildPlainAttention : to_linalg::buildPartialAttention);
    ++(isPlain ? numPlain : numPartial);
    op.replaceAllUsesWith(result);
    op.erase();
  }
}

} // namespace mlir::burin
