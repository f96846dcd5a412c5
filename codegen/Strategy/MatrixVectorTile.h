//===- MatrixVectorTile.h - Work items of matrix-vector --------*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_MATRIXVECTORTILE_H
#define CODEGEN_STRATEGY_MATRIXVECTORTILE_H

#include "codegen/Common/Group.h"
#include "codegen/Common/Target.h"
#include "dialects/Kernel/KernelDialect.h"

namespace mlir::burin::codegen {

/// A matrix-vector config for a contraction of few rows; null where the group does not
/// fit, or a core runs a work group alone.
kernel::ConfigAttr selectMatrixVectorTile(Group &group, const Target &target);

/// True when `root`, in a group that sums nothing, gets such a config.
bool hasMatrixVectorTile(Operation *root, const Target &target);

/// Checks such a config; emits a diagnostic.
LogicalResult verifyMatrixVectorTile(Group &group, kernel::ConfigAttr config, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_MATRIXVECTORTILE_H
