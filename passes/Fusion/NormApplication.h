//===- NormApplication.h - The element-wise half of a group norm -*- C++ -*-===//
//
// Where the statistics of a norm come from does not matter to what applies them.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_FUSION_NORMAPPLICATION_H
#define PASSES_FUSION_NORMAPPLICATION_H

#include "dialects/Fused/FusedDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

namespace mlir::burin {

/// Two numbers of a group of channels, from the two that `statistics` [N, 2, G] holds.
struct GroupMoments {
  Value mean, inverse; ///< f32; inverse of the deviation
};
using MomentsBody = llvm::function_ref<GroupMoments(to_linalg::BodyBuilder &, Value first, Value second)>;

/// Replaces `norm` by (x - mean) * inverse * scale + bias in one element-wise op, on
/// the shape that its input has before it is collapsed to [N, S, C]. Where
/// `norm` has kernel.norm_prologue, that op and those between it and the root that
/// reads it are marked fused.inline. Fails with a diagnostic where there is no such root.
LogicalResult replaceByApplication(fused::GroupNormOp norm, Value statistics, MomentsBody moments);

/// Whether `norm` has kernel.norm_prologue.
bool isAppliedByReader(fused::GroupNormOp norm);

} // namespace mlir::burin

#endif // PASSES_FUSION_NORMAPPLICATION_H
