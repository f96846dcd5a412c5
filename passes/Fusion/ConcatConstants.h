//===- ConcatConstants.h - Several constants as one ------------*- C++ -*-===//
#ifndef PASSES_FUSION_CONCATCONSTANTS_H
#define PASSES_FUSION_CONCATCONSTANTS_H

#include "mlir/IR/Builders.h"

namespace mlir::burin {

/// True for plan.constant and for splat literals, the forms that
/// `concatConstants` takes.
bool isConcatenable(Value value);

/// `values` (constants of equal rank and element type) side by side along their
/// last dimension: a literal when all are the same splat, noise when all are
/// noise of one distribution, else a plan.constant with a `#plan.concat` source.
/// Nothing is computed here. Returns null, and says why, when bytes would have to
/// be made up: large noise of different distributions, or beside stored bytes.
Value concatConstants(OpBuilder &builder, Location loc, ArrayRef<Value> values,
                      StringRef &reason);

} // namespace mlir::burin

#endif // PASSES_FUSION_CONCATCONSTANTS_H
