//===- Attention.cpp - onnx.Attention to fused.attention ------------------===//
//
// How it is computed is decided later, for the target (select-attention). What
// the fused op cannot express is taken apart here: two batch matmuls around a
// softmax.
//
//===----------------------------------------------------------------------===//
#include "dialects/Fused/FusedDialect.h"
#include "passes/OnnxToLinalg/AttentionParts.h"
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

static bool canFuse(const AttentionParts &parts) {
  auto isStored = [](Type type) { return type.isF16() || type.isF32(); };
  if (parts.softcap > 0 || !std::isfinite(parts.scale) ||
      !isStored(getElementType(parts.query)))
    return false;
  if (!parts.mask)
    return true;
  Type mask = getElementType(parts.mask);
  return getType(parts.mask).getRank() <= 4 &&
         (isStored(mask) || mask.isInteger(1));
}

static Value fuse(OpLowering &b, const AttentionParts &parts) {
  SmallVector<int64_t> shape(getShape(parts.query));
  shape[3] = getShape(parts.value)[3];
  Value mask = parts.mask, init = b.empty(shape, getElementType(parts.query));
  if (mask) {
    SmallVector<int64_t> extents(4 - getType(mask).getRank(), 1);
    llvm::append_range(extents, getShape(mask));
    mask = b.reshape(mask, extents);
  }
  return fused::AttentionOp::create(
             b.getBuilder(), b.getLoc(), init.getType(), parts.query, parts.key,
             parts.value, mask, init,
             b.getBuilder().getF32FloatAttr(parts.scale),
             parts.causal ? b.getBuilder().getUnitAttr() : UnitAttr())
      .getResult();
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
  FailureOr<Value> mask =
      checkMask(op, adaptor, b, {h.batch, h.query, h.queries, h.keys});
  if (failed(mask))
    return failure();
  AttentionParts parts{*q, *k, *v, *mask};
  parts.scale = op.getScale() ? op.getScale()->convertToFloat()
                              : 1 / std::sqrt(static_cast<double>(h.size));
  parts.softcap = op.getSoftcap().convertToFloat();
  parts.causal = op.getIsCausal() != 0;
  Value result = b.usesFusedAttention() && canFuse(parts)
                     ? fuse(b, parts)
                     : buildPlainAttention(b, parts, type);
  if (getType(adaptor.getQ()).getRank() == 3)
    result = b.transpose(result, {0, 2, 1, 3});
  return one(b.reshape(result, b.getResultType().getShape()));
}

void mlir::burin::to_linalg::populateAttentionPatterns(PatternCollector &p) {
  p.add<onnx::AttentionOp>(lowerAttention);
}
