//===- FlashTile.h - Tiles of the flash-attention schedules ----*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_FLASHTILE_H
#define CODEGEN_STRATEGY_FLASHTILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/FlashAttention.h"

namespace mlir::burin::codegen {

/// From this many queries on, scores may exist only as far as the target grants it
/// (Target::attentionScratchBytes).
constexpr int64_t kLongSequence = 1024;

/// The best flash schedule for `op` on `target` and its tile; null where none fits
/// the target's local memory and registers. `isGroup`: `op` is the root of a group,
/// not still among its producers.
kernel::ConfigAttr selectFlashTile(fused::AttentionOp op, const Target &target, bool isGroup);

/// What `kernel.attention` of `op`, the root of a group, says if the group allows
/// it, or else `selectFlashTile`.
kernel::ConfigAttr getFlashTile(fused::AttentionOp op, const Target &target);

/// Fails with a diagnostic on a config that its schedule cannot obey on `target`.
LogicalResult verifyFlashTile(fused::AttentionOp op, kernel::ConfigAttr config,
                              const Target &target, bool isGroup);

/// Bytes of local memory that the flash schedule of `config` allocates.
int64_t getFlashLocalBytes(const AttentionShape &shape, kernel::ConfigAttr config);

/// Whether the products of the flash schedule of `config` run on matrix units.
bool usesMatrixUnits(kernel::ConfigAttr config);

/// Parts of the elements of a value, for each of which such a schedule computes the
/// scores.
int64_t countValueParts(kernel::ConfigAttr config);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_FLASHTILE_H
