//===- RootOps.h - Ops that need a kernel of their own ---------*- C++ -*-===//
#ifndef DIALECTS_FUSED_ROOTOPS_H
#define DIALECTS_FUSED_ROOTOPS_H

#include "mlir/IR/Operation.h"

namespace mlir::burin::fused {

/// Unit attribute of an element-wise op: its only consumer is to compute it while
/// loading, even where that repeats arithmetic (`decompose-attention` says so).
constexpr llvm::StringLiteral kInlineAttrName = "fused.inline";

/// Unit attribute of a group norm: its kernel is to compute its input, which an element-wise op
/// makes, while loading and to write it, too, for its other readers (`inline-part-sums` says so).
constexpr llvm::StringLiteral kKeepsInputAttrName = "fused.keeps_input";

/// True when `op` can only be the root of its group: contractions, reductions,
/// softmax, attention, the norms and the transforms of Winograd. Everything else is
/// element-wise or data movement and can be inlined into the group of a neighbour.
bool isRootOp(Operation *op);

/// True when `op` is an element-wise `linalg.generic` that computes element [..., h]
/// of its result from the pair [..., h, 0], [..., h, 1] of `value` and reads nothing
/// else of it (`interleave-gates` makes such ops).
bool readsPairs(Operation *op, Value value);

/// A floating-point tensor of zeros (linalg.fill or a splat): what a contraction adds to.
bool isZeroFill(Value tensor);

/// True for a linalg op of two inputs whose body adds their product to what there was: any
/// contraction or convolution, whatever its loops.
bool isMultiplyAccumulate(Operation *op);

/// In how many interleaved parts `root`, a matmul or convolution whose result is row-major, makes
/// the rows of an image: 1, or more where loops inside of the first are those of both operands
/// (the parities of `decompose-upsampled-convolutions`). 0: it makes no rows of channels in order.
int64_t countPhases(Operation *root);

/// True when the kernel of `root` can write sums of its result (fused.block_sums) for `blocks` blocks
/// of each of `images` images, which divide the result from its first row on. A block has rows of
/// one phase of one image.
bool canSumBlocks(Operation *root, int64_t images, int64_t blocks);

/// True when it can write sums per row (fused.row_sums).
inline bool canSumRows(Operation *root) { return countPhases(root) == 1; }

/// True when `op`, a view or an element-wise op, makes element i of its result
/// from element i of `value`, counted row-major, and both have the same channels.
bool keepsRowsAndChannels(Operation *op, Value value);

/// The roots whose kernels can write sums of the rows of `value`, which they make by ops that keep
/// rows and channels, with nothing else reading what is in between. Of several that meet, one is
/// the root of the group that makes `value`.
SmallVector<Operation *> findSummingRoots(Value value);

/// The values whose channels `value` concatenates (a concatenation along the last
/// dimension, seen through views); `value` alone where it is no such thing.
SmallVector<Value> getChannelPieces(Value value);

/// The image [1, ...] that `value`, seen through views, repeats for each image of a batch; null: it is no such thing.
Value getRepeatedImage(Value value);

} // namespace mlir::burin::fused

#endif // DIALECTS_FUSED_ROOTOPS_H
