//===- CooperativeTile.h - Tiles of cooperative-contraction ----*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_COOPERATIVETILE_H
#define CODEGEN_STRATEGY_COOPERATIVETILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// Whether schedules may multiply through gpu.subgroup_mma_*.
bool hasCooperativeMatrices(const Target &target);

/// The config with the least predicted time for `group`'s contraction on the
/// cooperative matrices of `target`; null when there are none or the group does
/// not fit.
kernel::ConfigAttr selectCooperativeTile(Group &group, const Target &target);

/// Rows that the cooperative-contraction schedule would sum as one block next to `root`'s
/// result (fused.block_sums): those of a sub-group in the best of the target's tiles that
/// can. 0: none can, or the root does not fit.
int64_t selectCooperativeBlockRows(Operation *root, const Target &target);

/// Blocks of columns in which the schedule would sum the rows of `root`'s result
/// (fused.row_sums): each has those of a sub-group in the best of the target's tiles. 0: they
/// do not divide the result's, the tile cannot, or the root does not fit.
int64_t selectCooperativeRowBlocks(Operation *root, const Target &target);

/// Checks a cooperative-contraction config against the schedule's rules and the
/// target's local memory and registers; emits a diagnostic.
LogicalResult verifyCooperativeTile(Group &group, kernel::ConfigAttr config, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_COOPERATIVETILE_H
