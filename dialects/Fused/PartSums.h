//===- PartSums.h - A norm of what is summed in parts ----------*- C++ -*-===//
//
// `split-contractions` leaves partial sums in memory and a reduction that adds them.
// Whoever moves that into the norm that reads the sum must agree on what belongs to it.
//
//===----------------------------------------------------------------------===//
#ifndef DIALECTS_FUSED_PARTSUMS_H
#define DIALECTS_FUSED_PARTSUMS_H

#include "dialects/Fused/FusedDialect.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::burin::fused {

/// What makes the input of a group norm from partial sums.
struct PartSums {
  linalg::GenericOp sum;         ///< adds the parts, f32; null: there is none
  linalg::GenericOp elementwise; ///< makes the norm's input from the sum, which it alone reads
  bool isShared = false;         ///< other ops read that input, too; all of them come after the norm

  /// [parts, ...].
  Value getPartials() { return sum.getInputs()[0]; }
  int64_t countParts() { return cast<RankedTensorType>(getPartials().getType()).getDimSize(0); }
};

/// Follows the input of `norm` through views to an element-wise op, and from there through
/// views to a sum over the first dimension of one tensor that starts with zeros.
PartSums findPartSums(GroupNormOp norm);

} // namespace mlir::burin::fused

#endif // DIALECTS_FUSED_PARTSUMS_H
