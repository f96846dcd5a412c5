//===- AttentionParts.cpp - Attention as contractions and softmax ---------===//
#include "passes/OnnxToLinalg/AttentionParts.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using P = arith::CmpIPredicate;

namespace {
struct Extents {
  int64_t batch, heads, keyHeads, queries, keys, size, valueSize;
  explicit Extents(const AttentionParts &parts) {
    ArrayRef<int64_t> q = getShape(parts.query), v = getShape(parts.value);
    batch = q[0], heads = q[1], queries = q[2], size = q[3];
    keyHeads = v[1], keys = v[2], valueSize = v[3];
  }
  /// Query heads that share keys are rows of one matrix.
  int64_t matrices() const { return batch * keyHeads; }
  int64_t rows() const { return heads / keyHeads * queries; }
  SmallVector<int64_t> scores() const { return {batch, heads, queries, keys}; }
};
} // namespace

/// [B, M, K] x [B, N, K] (transposed) or [B, K, N] into f32.
static Value batchMatmul(LinalgBuilder &b, Value lhs, Value rhs, bool transposeRhs) {
  ArrayRef<int64_t> left = getShape(lhs), right = getShape(rhs);
  Value init = b.filled({left[0], left[1], right[transposeRhs ? 1 : 2]}, b.getF32(), 0);
  SmallVector<NamedAttribute> attributes;
  if (transposeRhs) {
    SmallVector<AffineMap> maps{b.getProjection(4, {0, 1, 3}), b.getProjection(4, {0, 2, 3}),
                                b.getProjection(4, {0, 1, 2})};
    attributes.push_back(b.getBuilder().getNamedAttr(
        "indexing_maps", b.getBuilder().getAffineMapArrayAttr(maps)));
  }
  return linalg::BatchMatmulOp::create(b.getBuilder(), b.getLoc(), TypeRange{init.getType()},
                                       ValueRange{lhs, rhs}, ValueRange{init}, attributes)
      .getResult(0);
}

/// Scale, softcap, mask and causal mask on [B, H, Nq, Nk] scores.
static Value maskScores(LinalgBuilder &b, const AttentionParts &parts, Value scores) {
  SmallVector<Value> inputs{scores};
  if (parts.mask)
    inputs.push_back(parts.mask);
  return b.elementwise(inputs, getType(scores), [&](BodyBuilder &body, ValueRange args) {
    Value score = body.mul(args[0], body.f32(parts.scale)), never = body.f32(-INFINITY);
    if (Value cap = parts.softcap > 0 ? body.f32(parts.softcap) : Value())
      score = body.mul(cap, math::TanhOp::create(body, body.div(score, cap)));
    if (parts.mask)
      score = args[1].getType().isInteger(1) ? body.select(args[1], score, never)
                                             : body.add(score, args[1]);
    if (!parts.causal)
      return score;
    Value query = body.position(2);
    if (parts.firstQuery)
      query = body.add(query, body.index(parts.firstQuery));
    return body.select(body.compare(P::sle, body.position(3), query), score, never);
  });
}

/// [B, H, Nq, Nk] in f32.
static Value buildScores(LinalgBuilder &b, const AttentionParts &parts) {
  Extents e(parts);
  Value scores = batchMatmul(b, b.reshape(parts.query, {e.matrices(), e.rows(), e.size}),
                             b.reshape(parts.key, {e.matrices(), e.keys, e.size}), true);
  return maskScores(b, parts, b.reshape(scores, e.scores()));
}

/// Probabilities [B, H, Nq, Nk] times values.
static Value weighValues(LinalgBuilder &b, const AttentionParts &parts, Value probabilities,
                         Type elementType) {
  Extents e(parts);
  Value result = batchMatmul(b, b.reshape(probabilities, {e.matrices(), e.rows(), e.keys}),
                             b.reshape(parts.value, {e.matrices(), e.keys, e.valueSize}), false);
  return b.reshape(b.convert(result, elementType), {e.batch, e.heads, e.queries, e.valueSize});
}

Value mlir::burin::to_linalg::buildPlainAttention(LinalgBuilder &b, const AttentionParts &parts,
                                                  Type elementType) {
  Value scores = buildScores(b, parts);
  Value init = b.empty(getShape(scores), b.getF32());
  Value weights = linalg::SoftmaxOp::create(b.getBuilder(), b.getLoc(), TypeRange{init.getType()},
                                            scores, init, getType(scores).getRank() - 1)
                      ->getResult(0);
  if (!parts.mask)
    return weighValues(b, parts, b.convert(weights, elementType), elementType);
  // A row without any key that it may see is NaN here; its probabilities are
  // defined as zero.
  RankedTensorType type = getType(weights).clone(elementType);
  weights = b.elementwise({weights}, type, [](BodyBuilder &body, ValueRange args) {
    return body.select(body.compare(P::eq, args[0], args[0]), args[0], body.f32(0));
  });
  return weighValues(b, parts, weights, elementType);
}

Value mlir::burin::to_linalg::buildPartialAttention(LinalgBuilder &b, const AttentionParts &parts,
                                                    Type elementType) {
  Extents e(parts);
  Value scores = buildScores(b, parts);
  int64_t rows = e.matrices() * e.rows();
  Value init = b.empty({rows, 2}, b.getF32());
  Value statistics =
      fused::SoftmaxStatisticsOp::create(b.getBuilder(), b.getLoc(), init.getType(),
                                         b.reshape(scores, {rows, e.keys}), init)
          .getResult();
  statistics = b.reshape(statistics, {e.batch, e.heads, e.queries, 2});
  SmallVector<int64_t> one{e.batch, e.heads, e.queries, 1}, strides(4, 1);
  Value max = b.slice(statistics, {0, 0, 0, 0}, one, strides);
  Value inverse = b.slice(statistics, {0, 0, 0, 1}, one, strides);
  // f32: the product's kernel computes them, memory never holds them.
  Value weights = b.elementwise(
      {scores, max, inverse}, getType(scores), [](BodyBuilder &body, ValueRange args) {
        Value shifted = body.sub(args[0], args[1]);
        return body.mul(math::ExpOp::create(body, shifted), args[2]);
      });
  weights.getDefiningOp()->setAttr(fused::kInlineAttrName, b.getBuilder().getUnitAttr());
  return weighValues(b, parts, weights, elementType);
}
