//===- AttentionParts.h - Attention as contractions and softmax -*- C++ -*-===//
//
// The forms that attention has without a kernel of its own. Operands are
// [B, H, Nq, D], [B, Hk, Nk, D], [B, Hk, Nk, Dv]; scores are f32.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_ONNXTOLINALG_ATTENTIONPARTS_H
#define PASSES_ONNXTOLINALG_ATTENTIONPARTS_H

#include "passes/OnnxToLinalg/LinalgBuilder.h"

namespace mlir::burin::to_linalg {

struct AttentionParts {
  Value query, key, value;
  Value mask;              ///< null, or broadcasts to [B, H, Nq, Nk]; i1 or float
  double scale = 1;
  double softcap = 0;      ///< 0: none
  bool causal = false;
  int64_t firstQuery = 0;  ///< position of query 0, which decides what `causal` hides
};

/// softmax(scale * Q K^T + mask) V in three steps; scores and probabilities are
/// tensors. The result is [B, H, Nq, Dv] of `elementType`.
Value buildPlainAttention(LinalgBuilder &b, const AttentionParts &parts, Type elementType);

/// The same, with only maximum and 1 / sum per row between the two products: the
/// second computes probabilities while it loads scores.
Value buildPartialAttention(LinalgBuilder &b, const AttentionParts &parts, Type elementType);

} // namespace mlir::burin::to_linalg

#endif // PASSES_ONNXTOLINALG_ATTENTIONPARTS_H
