//===- AttentionMatcher.h - softmax(Q K^T) V, however spelt ----*- C++ -*-===//
//
// Finds the algebra of scaled dot-product attention around a MatMul; what is
// built from it is up to the pass.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_NORMALIZE_ATTENTIONMATCHER_H
#define PASSES_NORMALIZE_ATTENTIONMATCHER_H

#include "passes/Normalize/Support.h"

namespace mlir::burin {

/// One thing that is added to the scores, or that hides some of them.
struct MaskTerm {
  enum class Kind {
    Additive, ///< factor * value
    Keep,     ///< the score where `value` is true, else `fill`
    Hide      ///< the score where `value` is false, else `fill`
  };
  Kind kind = Kind::Additive;
  Value value;
  double factor = 1;
  double fill = 0;
  /// Shape of the scores where the term meets them; the last two dimensions
  /// are [Nk, Nq] when `isSwapped`, else [Nq, Nk].
  SmallVector<int64_t> scores;
  bool isSwapped = false;
};

/// y = softmax(scale * Q K^T + masks) V. Operands and result are as the two
/// MatMuls have them: [..., N, D], or [..., D, N] when swapped.
struct AttentionMatch {
  struct Operand {
    Value value;
    bool isSwapped = false;
  };
  Operand q, k, v;
  bool isResultSwapped = false;
  double scale = 1;
  SmallVector<MaskTerm> masks;
  /// All but the last two dimensions of each tensor of scores, from the last
  /// product to the first.
  SmallVector<SmallVector<int64_t>> leading;
  /// What the match went through, without the root: dead once it is replaced.
  SmallVector<Operation *> ops;
};

/// Matches `root`, a MatMul of probabilities and values, or of transposed
/// values and transposed probabilities. Nothing else may use what it goes
/// through: `isUsedElsewhere` tells that this alone was in the way.
std::optional<AttentionMatch> matchAttention(onnx::MatMulOp root,
                                             bool &isUsedElsewhere);

/// The scalar factors of `value`: of itself, or of what shape changes,
/// transposes and float casts of one use make it from.
double getScalarFactor(Value value);
/// What `value` is directly a scalar multiple of; builds nothing.
Value dropScalars(Value value);
/// `value` without those factors and casts; movement between is built again.
/// The element type may be another floating-point type.
Value dropScalarFactor(OpBuilder &builder, Value value);

/// The number that a floating-point tensor consists of, also when it is filled
/// or computed at run time (ConstantOfShape, Expand, Mul of such).
std::optional<double> getUniformNumber(Value value, unsigned depth = 4);

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_ATTENTIONMATCHER_H
