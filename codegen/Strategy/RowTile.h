//===- RowTile.h - Work items of the row schedule --------------*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_ROWTILE_H
#define CODEGEN_STRATEGY_ROWTILE_H

#include "codegen/Common/Group.h"
#include "codegen/Common/Target.h"
#include "dialects/Kernel/KernelDialect.h"

namespace mlir::burin::codegen {

/// What the row schedule reduces.
struct RowShape {
  int64_t rows = 0, length = 0;
  int64_t contiguous = 0;   ///< elements of a row that lie side by side
  int64_t elementBytes = 4; ///< of what is read

  /// Of a root that the row schedule builds; all zeros for others.
  static RowShape get(Operation *root);
};

/// The config of the row schedule for a group with this root.
kernel::ConfigAttr selectRowTile(Operation *root, const Target &target);

/// True when that config has items keep their elements, of which each is then loaded once.
bool holdsRows(Operation *root, const Target &target);

/// Fails with a diagnostic on a config that the row schedule cannot obey.
LogicalResult verifyRowTile(Group &group, kernel::ConfigAttr config, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_ROWTILE_H
