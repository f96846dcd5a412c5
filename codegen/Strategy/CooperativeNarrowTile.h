//===- CooperativeNarrowTile.h - Tiles of cooperative-narrow ---*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_COOPERATIVENARROWTILE_H
#define CODEGEN_STRATEGY_COOPERATIVENARROWTILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// A cooperative-narrow config for a contraction of few columns; null where `target`
/// has no cooperative matrices, the group does not fit or nothing fits local memory.
kernel::ConfigAttr selectCooperativeNarrowTile(Group &group, const Target &target);

/// Checks such a config; emits a diagnostic.
LogicalResult verifyCooperativeNarrowTile(Group &group, kernel::ConfigAttr config, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_COOPERATIVENARROWTILE_H
