//===- Attention.cpp - Attention taken apart ------------------------------===//
//
// Two batch matmuls around a softmax, scores in f32. This is the baseline; the
// fused form replaces it where the fusion phase finds it profitable.
//
//===----------------------------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using P = arith::CmpIPredicate;

namespace {
struct Heads {
  int64_t batch = 0, query = 0, keyValue = 0; // numbers of heads
  int64_t queries = 0, keys = 0;              // sequence lengths
  int64_t size = 0, valueSize = 0;            // head sizes
};
} // namespace

/// [B, N, H * D] to [B, H, N, D]; rank 4 is returned as it is.
static FailureOr<Value> splitHeads(OpLowering &b, Value x,
                                   std::optional<int64_t> heads) {
  ArrayRef<int64_t> in = getShape(x);
  if (in.size() == 4)
    return x;
  if (in.size() != 3 || !heads || *heads <= 0 || in[2] % *heads != 0)
    return b.fail("needs rank 4, or rank 3 with numbers of heads that divide "
                  "the last dimension");
  return b.transpose(b.reshape(x, {in[0], in[1], *heads, in[2] / *heads}),
                     {0, 2, 1, 3});
}

static FailureOr<Heads> getHeads(OpLowering &b, Value q, Value k, Value v) {
  ArrayRef<int64_t> qs = getShape(q), ks = getShape(k), vs = getShape(v);
  Heads heads{qs[0], qs[1], ks[1], qs[2], ks[2], qs[3], vs[3]};
  if (ks[0] != heads.batch || vs[0] != heads.batch || vs[1] != heads.keyValue ||
      vs[2] != heads.keys || ks[3] != heads.size)
    return b.fail("has Q, K and V of shapes that do not fit");
  if (heads.keyValue == 0 || heads.query % heads.keyValue != 0)
    return b.fail(
        "has query heads that are no multiple of the key and value heads");
  return heads;
}

/// [B, M, K] x [B, N, K] (transposed) or [B, K, N] into f32.
static Value batchMatmul(OpLowering &b, Value lhs, Value rhs,
                         bool transposeRhs) {
  ArrayRef<int64_t> left = getShape(lhs), right = getShape(rhs);
  Value init =
      b.filled({left[0], left[1], right[transposeRhs ? 1 : 2]}, b.getF32(), 0);
  SmallVector<NamedAttribute> attributes;
  if (transposeRhs) {
    SmallVector<AffineMap> maps{b.getProjection(4, {0, 1, 3}),
                                b.getProjection(4, {0, 2, 3}),
                                b.getProjection(4, {0, 1, 2})};
    attributes.push_back(b.getBuilder().getNamedAttr(
        "indexing_maps", b.getBuilder().getAffineMapArrayAttr(maps)));
  }
  return linalg::BatchMatmulOp::create(
             b.getBuilder(), b.getLoc(), TypeRange{init.getType()},
             ValueRange{lhs, rhs}, ValueRange{init}, attributes)
      .getResult(0);
}

/// Scale, softcap, mask and causal mask on [B, H, Nq, Nk] scores.
static Value maskScores(onnx::AttentionOp op, OpLowering &b, Value scores,
                        Value mask, double scale) {
  SmallVector<Value> inputs{scores};
  if (mask)
    inputs.push_back(mask);
  double cap = op.getSoftcap().convertToFloat();
  return b.elementwise(
      inputs, getType(scores), [&](BodyBuilder &body, ValueRange args) {
        Value score = body.mul(args[0], body.f32(scale)),
              never = body.f32(-INFINITY);
        if (cap > 0)
          score = body.mul(
              body.f32(cap),
              math::TanhOp::create(body, body.div(score, body.f32(cap))));
        if (mask)
          score = args[1].getType().isInteger(1)
                      ? body.select(args[1], score, never)
                      : body.add(score, args[1]);
        if (op.getIsCausal())
          score = body.select(
              body.compare(P::sle, body.position(3), body.position(2)), score,
              never);
        return score;
      });
}

/// Softmax over the keys, in the element type. A row without any key that it
/// may see is NaN at first; its probabilities are defined as zero.
static Value getProbabilities(OpLowering &b, Value scores, Type elementType,
                              bool hasMask) {
  Value init = b.empty(getShape(scores), getElementType(scores));
  Value result = linalg::SoftmaxOp::create(b.getBuilder(), b.getLoc(),
                                           TypeRange{init.getType()}, scores,
                                           init, getType(scores).getRank() - 1)
                     ->getResult(0);
  if (!hasMask)
    return b.convert(result, elementType);
  return b.elementwise({result}, getType(result).clone(elementType),
                       [](BodyBuilder &body, ValueRange args) {
                         Value isNumber = body.compare(P::eq, args[0], args[0]);
                         return body.select(isNumber, args[0], body.f32(0));
                       });
}

static FailureOr<Value> checkMask(onnx::AttentionOp op,
                                  onnx::AttentionOp::Adaptor adaptor,
                                  OpLowering &b, ArrayRef<int64_t> scores) {
  if (onnx::isAbsent(op.getAttnMask()))
    return Value();
  Value mask = adaptor.getAttnMask();
  SmallVector<int64_t> common;
  if (!OpTrait::util::getBroadcastedShape(getShape(mask), scores, common) ||
      ArrayRef<int64_t>(common) != scores)
    return b.fail("has a mask that does not broadcast to its scores");
  Type type = getElementType(mask);
  if (!type.isInteger(1) && !isa<FloatType>(type))
    return b.fail("needs a boolean or floating-point mask");
  return mask;
}

static Results lowerAttention(onnx::AttentionOp op,
                              onnx::AttentionOp::Adaptor adaptor,
                              OpLowering &b) {
  FailureOr<Value> q = splitHeads(b, adaptor.getQ(), op.getQNumHeads());
  FailureOr<Value> k = splitHeads(b, adaptor.getK(), op.getKvNumHeads());
  FailureOr<Value> v = splitHeads(b, adaptor.getV(), op.getKvNumHeads());
  if (failed(q) || failed(k) || failed(v))
    return failure();
  Type type = b.getResultType().getElementType();
  if (!isa<FloatType>(type) || getElementType(*q) != type ||
      getElementType(*k) != type || getElementType(*v) != type)
    return b.fail("needs Q, K, V and result of one floating-point type");
  FailureOr<Heads> heads = getHeads(b, *q, *k, *v);
  if (failed(heads))
    return failure();
  const Heads &h = *heads;
  SmallVector<int64_t> scoreShape{h.batch, h.query, h.queries, h.keys};
  FailureOr<Value> mask = checkMask(op, adaptor, b, scoreShape);
  if (failed(mask))
    return failure();
  // Query heads that share keys are rows of one matrix.
  int64_t batches = h.batch * h.keyValue,
          rows = h.query / h.keyValue * h.queries;
  Value scores = batchMatmul(b, b.reshape(*q, {batches, rows, h.size}),
                             b.reshape(*k, {batches, h.keys, h.size}), true);
  double scale = op.getScale() ? op.getScale()->convertToFloat()
                               : 1 / std::sqrt(static_cast<double>(h.size));
  scores = maskScores(op, b, b.reshape(scores, scoreShape), *mask, scale);
  Value weights = getProbabilities(b, scores, type, *mask != nullptr);
  Value result =
      batchMatmul(b, b.reshape(weights, {batches, rows, h.keys}),
                  b.reshape(*v, {batches, h.keys, h.valueSize}), false);
  result = b.reshape(b.convert(result, type),
                     {h.batch, h.query, h.queries, h.valueSize});
  if (getType(adaptor.getQ()).getRank() == 3)
    result = b.transpose(result, {0, 2, 1, 3});
  return one(b.reshape(result, b.getResultType().getShape()));
}

void mlir::burin::to_linalg::populateAttentionPatterns(PatternCollector &p) {
  p.add<onnx::AttentionOp>(lowerAttention);
}
