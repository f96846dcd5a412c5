//===- Support.h - Helpers that the Normalize passes share -----*- C++ -*-===//
//
// Constants seen as numbers, and the few rewrites of a value (cast, reshape,
// transpose) that must end in a weight's recipe rather than in a run-time op.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_NORMALIZE_SUPPORT_H
#define PASSES_NORMALIZE_SUPPORT_H

#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"

#include <optional>

namespace mlir::burin {

//===--- Types
//--------------------------------------------------------------===//

/// The static ranked tensor type of `value`; null when it is none of these.
RankedTensorType getStaticType(Value value);
/// True when `value` is a tensor of floating-point elements.
bool isFloatTensor(Value value);

//===--- Constants as numbers
//-----------------------------------------------===//

/// The literal behind `value`: an onnx.Constant or a plan.constant with a
/// literal source and no recipe. Null when the numbers are not in the IR.
DenseElementsAttr getLiteral(Value value);
/// The integers of a constant 0-d or 1-d tensor (shapes, axes, pads, ...).
std::optional<SmallVector<int64_t>> getIntegers(Value value);
/// The number that every element of a floating-point constant equals; looks
/// through float casts and shape changes.
std::optional<double> getSplatNumber(Value value);
/// As getSplatNumber, for constants of one element.
std::optional<double> getScalarNumber(Value value);
/// True for onnx.Constant and plan.constant, also behind Cast, Reshape,
/// Squeeze, Unsqueeze, Transpose, Identity: such a value has no run-time cost.
bool isConstantLike(Value value);

//===--- Building
//-------------------------------------------------------------===//

Value createIntegers(OpBuilder &builder, Location loc,
                     ArrayRef<int64_t> values);
/// A constant whose elements are all `number`; `type` has float elements.
Value createSplat(OpBuilder &builder, Location loc, RankedTensorType type,
                  double number);

/// `value` with element type `to`; constants take a recipe step or are folded.
Value castTo(OpBuilder &builder, Location loc, Value value, Type to);
/// `value` with `shape` (same element count); constants as in castTo.
Value reshapeTo(OpBuilder &builder, Location loc, Value value,
                ArrayRef<int64_t> shape);
/// Result dim d is dim perm[d] of `value`. A permutation that moves only
/// dimensions of size 1 becomes a reshape; constants as in castTo.
Value transposeTo(OpBuilder &builder, Location loc, Value value,
                  ArrayRef<int64_t> perm);
/// `op` with one more recipe step. Two transposes in a row are composed, of two
/// reshapes the last remains, and steps that change nothing are dropped.
FailureOr<Value> appendRecipeStep(OpBuilder &builder, plan::ConstantOp op,
                                  Attribute step);

//===--- Permutations
//-----------------------------------------------------------===//

/// The permutation of a transpose, also when the attribute is absent.
SmallVector<int64_t> getPermutation(onnx::TransposeOp op);
SmallVector<int64_t> invert(ArrayRef<int64_t> perm);
/// The permutation of transpose(transpose(x, first), second).
SmallVector<int64_t> compose(ArrayRef<int64_t> first, ArrayRef<int64_t> second);
bool isIdentity(ArrayRef<int64_t> perm);
/// result[d] = values[perm[d]]
SmallVector<int64_t> permute(ArrayRef<int64_t> values, ArrayRef<int64_t> perm);
/// True when `perm` keeps the order of the dimensions of `shape` larger than 1.
bool movesOnlyUnitDims(ArrayRef<int64_t> shape, ArrayRef<int64_t> perm);

/// transpose(reshape) that equals reshape(transpose).
struct SunkTranspose {
  SmallVector<int64_t> shape; ///< reshape the untransposed value to this, ...
  SmallVector<int64_t> perm;  ///< ... then transpose.
};
/// Moves a transpose behind the reshape that follows it: for x = transpose(z,
/// perm), reshape(x, to) = transpose(reshape(z, shape), perm'). `from` is the
/// shape of x. Nothing when an extent of `to` mixes dimensions that are not
/// neighbours in z, or when a dimension is 0.
std::optional<SunkTranspose> sinkThroughReshape(ArrayRef<int64_t> from,
                                                ArrayRef<int64_t> perm,
                                                ArrayRef<int64_t> to);

//===--- Matching
//-----------------------------------------------------------------===//

/// Strips casts between floating-point types.
Value stripFloatCasts(Value value);
/// Equal by construction: the same value, or pure ops of one kind with equal
/// attributes on operands of which the same holds, up to a small depth.
bool isSameComputation(Value a, Value b, unsigned depth = 4);
/// True when every use of the results of `ops` is by an op of `ops` or `root`.
bool areUsedOnlyWithin(ArrayRef<Operation *> ops, Operation *root);
/// Cast_T(op(Cast_W(x : T))) -> op(x) for an op that computes in f32 whatever
/// its element type and that has just been raised with type W: the exporter's
/// wide island around it is then without effect.
LogicalResult dropCastsAround(PatternRewriter &rewriter, Operation *raised);

/// Adds the patterns of onnx-simplify (other passes use them to clean up).
void populateSimplifyPatterns(RewritePatternSet &patterns);
/// Adds the patterns of onnx-fold-weights.
void populateFoldWeightsPatterns(RewritePatternSet &patterns);

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_SUPPORT_H
