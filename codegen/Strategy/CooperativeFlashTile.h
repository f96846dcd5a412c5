//===- CooperativeFlashTile.h - Cooperative flash attention ----*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_COOPERATIVEFLASHTILE_H
#define CODEGEN_STRATEGY_COOPERATIVEFLASHTILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/FlashAttention.h"

namespace mlir::burin::codegen {

/// The cooperative-flash-attention config with the least predicted time for `op`;
/// null where `target` has no cooperative matrices or no tile fits.
kernel::ConfigAttr selectCooperativeFlashTile(fused::AttentionOp op, const Target &target, bool isGroup);

/// Checks such a config, but for local memory; emits a diagnostic.
LogicalResult verifyCooperativeFlashTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                         const Target &target, bool isGroup);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_COOPERATIVEFLASHTILE_H
