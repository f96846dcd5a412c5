//===- AttentionMask.h - What is added to scores, as one mask --*- C++ -*-===//
#ifndef PASSES_NORMALIZE_ATTENTIONMASK_H
#define PASSES_NORMALIZE_ATTENTIONMASK_H

#include "passes/Normalize/AttentionMatcher.h"

namespace mlir::burin {

/// Scores of shape [batch, heads, queries, keys].
struct HeadDims {
  int64_t batch = 1, heads = 1;
};

int64_t multiply(ArrayRef<int64_t> extents);
Value swapLastTwo(OpBuilder &builder, Location loc, Value value);

/// The mask operand and the causal flag of an attention.
class AttentionMask {
public:
  /// Nothing when some term is no mask: its fill is within the range of scores,
  /// or its shape does not fit [batch, heads, queries, keys].
  static std::optional<AttentionMask> get(ArrayRef<MaskTerm> terms,
                                          HeadDims heads);

  bool isCausal() const { return causal; }
  /// True when the mask operand is absent.
  bool isEmpty() const { return terms.empty(); }
  /// A boolean tensor when all that is left of the scores is -inf, otherwise
  /// one that is added, with elements of type `element` where it is made here;
  /// `none` when there is nothing to mask.
  Value build(OpBuilder &builder, Location loc, Type element) const;

private:
  struct Term {
    MaskTerm term;
    SmallVector<int64_t> shape; ///< [batch or 1, heads or 1, ., .]
  };
  static Value buildValue(OpBuilder &builder, Location loc, const Term &term);
  static Value buildAdditive(OpBuilder &builder, Location loc, const Term &term,
                             Type element);
  Value buildKeep(OpBuilder &builder, Location loc) const;

  bool causal = false;
  SmallVector<Term> terms;
};

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_ATTENTIONMASK_H
