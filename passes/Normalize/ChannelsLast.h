//===- ChannelsLast.h - Transposes that sink -------------------*- C++ -*-===//
#ifndef PASSES_NORMALIZE_CHANNELSLAST_H
#define PASSES_NORMALIZE_CHANNELSLAST_H

#include "passes/Normalize/Support.h"

namespace mlir::burin {

/// N C ... -> N ... C and back, for tensors of `rank`.
SmallVector<int64_t> getToLast(int64_t rank);
SmallVector<int64_t> getToFirst(int64_t rank);

/// A transpose from channels last to channels first that users push behind
/// themselves; other transposes (heads of attention) stay where they are.
/// While the pass runs, a unit attribute marks them.
void setSinking(onnx::TransposeOp op);
bool isSinking(onnx::TransposeOp op);
/// Removes the marks of both kinds; returns whether there was one.
bool clearLayoutMarks(onnx::TransposeOp op);
/// A marked transpose; a reshape when it moves only dimensions of size 1.
Value createSinking(OpBuilder &builder, Location loc, Value value,
                    ArrayRef<int64_t> perm);

/// The other way; remembered as made for the layout, so that what is left of
/// them can be reported.
Value createToLast(OpBuilder &builder, Location loc, Value value,
                   ArrayRef<int64_t> perm);

/// op(transpose(z)) -> transpose(op'(z)) for the ops that can.
void populateSinkTransposePatterns(RewritePatternSet &patterns);

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_CHANNELSLAST_H
