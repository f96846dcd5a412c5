//===- NormalizationMatcher.h - (x - mean) / std, however spelt -*- C++ -*-===//
//
// What GroupNorm, LayerNorm and RMSNorm have in common once an exporter has
// taken them apart.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_NORMALIZE_NORMALIZATIONMATCHER_H
#define PASSES_NORMALIZE_NORMALIZATIONMATCHER_H

#include "passes/Normalize/Support.h"

namespace mlir::burin {

/// y = (x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * gamma, or
/// without the means of x when not `centered`.
struct NormalizationMatch {
  Value x;
  SmallVector<int64_t> axes; ///< sorted, not negative
  double epsilon = 0;
  bool centered = true;
  Value gamma; ///< a constant factor found among the others, or null
};

/// Matches the value of `root` (a Mul or Div) against the formula: factors in
/// any order, division or multiplication by a reciprocal, Pow or Mul for the
/// square, means or sums divided by their size, mean(x^2) - mean(x)^2 for the
/// variance, statistics with or without kept dimensions, float casts anywhere.
/// Fails when an intermediate value is used elsewhere.
std::optional<NormalizationMatch> matchNormalization(Operation *root);

/// Adds a pattern for norms that are written as one factor and one term per
/// element, as TensorFlow and Flax do: x a + (b - mean(x) a), x a - mean(x) a and
/// x a - (mean(x) a - b) become (x - mean(x)) a + b.
void populateCenteringPatterns(RewritePatternSet &patterns);

} // namespace mlir::burin

#endif // PASSES_NORMALIZE_NORMALIZATIONMATCHER_H
