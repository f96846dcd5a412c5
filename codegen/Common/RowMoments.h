//===- RowMoments.h - What normalises rows, from their sums ----*- C++ -*-===//
#ifndef CODEGEN_COMMON_ROWMOMENTS_H
#define CODEGEN_COMMON_ROWMOMENTS_H

#include "codegen/Common/ElementEmitter.h"

#include "dialects/Fused/FusedDialect.h"

namespace mlir::burin::codegen {

/// Mean and 1 / standard deviation of row `row`: both elements of a row of `op`'s result.
/// Loads and adds the sums of all blocks of columns, several on their way at once.
FailureOr<std::array<Value, 2>> emitRowMoments(ElementEmitter &emitter, OpBuilder &builder, fused::RowMomentsOp op,
                                               Value row);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_ROWMOMENTS_H
