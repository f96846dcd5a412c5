//===- RegisterTile.h - Tiles of the contraction schedule ------*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_REGISTERTILE_H
#define CODEGEN_STRATEGY_REGISTERTILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// The largest power of two <= limit that divides `extent`.
int64_t largestDivisor(int64_t extent, int64_t limit);

/// Lanes of one access; OpenCL C vectors have at most 16, compute lanes are 4 bytes.
int64_t maxLanes(const Target &target);

/// The config of the portable contraction schedule for `op`, a contraction in a group or
/// not yet; `gates`: its epilogue makes one element from two neighbours.
kernel::ConfigAttr selectRegisterTile(linalg::LinalgOp op, bool gates, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_REGISTERTILE_H
