//===- Epilogue.h - Element-wise ops that follow a root --------*- C++ -*-===//
//
// The fuse and the outline phase must agree on what can become the epilogue of
// a root's kernel: one leaves such ops in a form that the other can use.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_FUSION_EPILOGUE_H
#define PASSES_FUSION_EPILOGUE_H

#include "dialects/Fused/View.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::burin {

/// A linalg.generic of parallel loops only with one result at identity.
bool isElementwise(Operation *op);

/// True when all uses of `value` are in one op; false without uses.
bool hasSingleUser(Value value);

/// True when `op` maps every element of `value` to exactly one of its result,
/// through one map even if it reads it more than once.
bool isBijectiveUse(linalg::GenericOp op, Value value);

/// True when the kernel that makes `value` can go on to `op`: a bijective use, or
/// `op` gates pairs of `value`.
bool isEpilogueUse(linalg::GenericOp op, Value value);

/// The root whose kernel could compute `value` element by element from its own
/// result, with nothing else reading what is in between; null: none.
Operation *findEpilogueRoot(Value value);

/// True when `value`, made by an element-wise op, belongs in its root's kernel
/// rather than in the kernel that reads it: it is stored in no more bytes than
/// the root's result, and computed once.
bool isBetterAsEpilogue(Value value);

/// Bytes of a static tensor; booleans take one byte.
int64_t getTensorBytes(Value tensor);

} // namespace mlir::burin

#endif // PASSES_FUSION_EPILOGUE_H
