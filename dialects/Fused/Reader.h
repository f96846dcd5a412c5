//===- Reader.h - The kernel that could compute a value ---------*- C++ -*-===//
//
// Passes that move arithmetic into the kernel that reads its result, and the
// strategies that ask for it, must agree on who that reader is.
//
//===----------------------------------------------------------------------===//
#ifndef DIALECTS_FUSED_READER_H
#define DIALECTS_FUSED_READER_H

#include "mlir/IR/Operation.h"

namespace mlir::burin::fused {

/// The one root that reads a value, and what lies on the way.
struct Reader {
  Operation *root = nullptr;          ///< null: there is none
  SmallVector<Operation *> elementwise; ///< first reader first; each is read by the next alone
  StringRef why;                      ///< what is in the way, where there is no root
};

/// Follows `value` through views, zero padding and element-wise ops with one user each
/// to a contraction or convolution whose first operand it becomes, or to the input
/// transform of Winograd.
Reader findReader(Value value);

} // namespace mlir::burin::fused

#endif // DIALECTS_FUSED_READER_H
