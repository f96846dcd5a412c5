//===- RaiseAttention.cpp - Attention from two products and a softmax -----===//
//
// This file implements the onnx-raise-attention pass: AttentionMatcher finds
// the algebra; here the operands are brought to [batch, heads, length, size]
// and what is added to the scores to one mask.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/AttentionMask.h"
#include "passes/Normalize/AttentionMatcher.h"
#include "passes/Normalize/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <cmath>
#include <numeric>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISEATTENTIONPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("attention").category("raise");

//===--- Batch and heads
//--------------------------------------------------------===//

/// The leading dimensions as [batch, heads]; nothing when the products of some
/// tensors broadcast against others.
std::optional<HeadDims> getHeadDims(const AttentionMatch &match) {
  int64_t count = multiply(match.leading.front());
  for (ArrayRef<int64_t> leading : match.leading)
    if (multiply(leading) != count)
      return std::nullopt;
  SmallVector<SmallVector<int64_t>> candidates;
  for (const MaskTerm &term : match.masks)
    candidates.emplace_back(ArrayRef(term.scores).drop_back(2));
  llvm::append_range(candidates, match.leading);
  // Batch and heads may have been merged just before the first product.
  auto reshape = stripFloatCasts(dropScalars(match.q.value))
                     .getDefiningOp<onnx::ReshapeOp>();
  RankedTensorType q = getStaticType(match.q.value),
                   split = reshape ? getStaticType(reshape.getData()) : nullptr;
  if (split && split.getRank() > 2 &&
      split.getShape().take_back(2) == q.getShape().take_back(2))
    candidates.emplace_back(split.getShape().drop_back(2));
  for (ArrayRef<int64_t> leading : candidates)
    if (leading.size() >= 2 && multiply(leading) == count)
      return HeadDims{multiply(leading.drop_back()), leading.back()};
  return HeadDims{count, 1};
}

/// The shape [B, H, rows, columns] of an operand; of keys and values also
/// [B, 1, ...]. Empty when its leading dimensions are others.
SmallVector<int64_t> getOperandShape(RankedTensorType type, HeadDims heads,
                                     bool mayShare) {
  ArrayRef<int64_t> leading = type.getShape().drop_back(2);
  SmallVector<int64_t> shape{heads.batch, heads.heads};
  if (multiply(leading) != heads.batch * heads.heads) {
    if (!mayShare || leading.empty() || leading.back() != 1 ||
        multiply(leading) != heads.batch)
      return {};
    shape[1] = 1;
  }
  llvm::append_range(shape, type.getShape().take_back(2));
  return shape;
}

Value buildOperand(OpBuilder &builder, Location loc,
                   const AttentionMatch::Operand &operand, ArrayRef<int64_t> to,
                   Type element) {
  Value value = dropScalarFactor(builder, operand.value);
  value = castTo(builder, loc, value, element);
  if (operand.isSwapped)
    value = swapLastTwo(builder, loc, value);
  return reshapeTo(builder, loc, value, to);
}

//===--- The pattern
//------------------------------------------------------------===//

struct RaiseAttention final : OpRewritePattern<onnx::MatMulOp> {
  RaiseAttention(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::MatMulOp op,
                                PatternRewriter &rewriter) const override {
    bool isUsedElsewhere = false;
    std::optional<AttentionMatch> match = matchAttention(op, isUsedElsewhere);
    if (!match)
      return isUsedElsewhere
                 ? refuse(op, "scores or probabilities are used elsewhere")
                 : failure();
    RankedTensorType result = getStaticType(op.getOutput());
    std::optional<HeadDims> heads = getHeadDims(*match);
    if (!heads || result.getNumElements() == 0)
      return refuse(op, "the batch dimensions broadcast");
    SmallVector<int64_t> q = shapeOf(match->q, *heads, false),
                         k = shapeOf(match->k, *heads, true),
                         v = shapeOf(match->v, *heads, true);
    if (q.empty() || k.empty() || v.empty() || k[1] != v[1])
      return refuse(op, "batch or heads of Q, K and V differ");
    double scale = match->scale * getScalarFactor(match->q.value) *
                   getScalarFactor(match->k.value);
    std::optional<AttentionMask> mask =
        AttentionMask::get(match->masks, *heads);
    if (!mask || !std::isfinite(scale))
      return refuse(op, "what is added to the scores is no mask of them");
    build(rewriter, op, *match, {q, k, v}, *mask, scale);
    return success();
  }

private:
  static LogicalResult refuse(onnx::MatMulOp op, const char *reason) {
    remark::missed(op.getLoc(), kRemark) << remark::reason("{0}", reason);
    return failure();
  }

  /// [B, H, N, D] of an operand, whichever way round it is.
  static SmallVector<int64_t> shapeOf(const AttentionMatch::Operand &operand,
                                      HeadDims heads, bool mayShare) {
    SmallVector<int64_t> shape =
        getOperandShape(getStaticType(operand.value), heads, mayShare);
    if (!shape.empty() && operand.isSwapped)
      std::swap(shape[2], shape[3]);
    return shape;
  }

  void build(PatternRewriter &rewriter, onnx::MatMulOp op,
             const AttentionMatch &match,
             const std::array<SmallVector<int64_t>, 3> &shapes,
             const AttentionMask &mask, double scale) const {
    Location loc = op.getLoc();
    RankedTensorType result = getStaticType(op.getOutput());
    Type element = result.getElementType();
    const auto &[q, k, v] = shapes;
    Value operands[] = {buildOperand(rewriter, loc, match.q, q, element),
                        buildOperand(rewriter, loc, match.k, k, element),
                        buildOperand(rewriter, loc, match.v, v, element),
                        mask.build(rewriter, loc, element)};
    auto type = RankedTensorType::get({q[0], q[1], q[2], v[3]}, element);
    Value y = onnx::AttentionOp::create(
        rewriter, loc, type, operands[0], operands[1], operands[2], operands[3],
        rewriter.getI64IntegerAttr(mask.isCausal()), IntegerAttr(),
        IntegerAttr(), rewriter.getF32FloatAttr(scale),
        rewriter.getF32FloatAttr(0));
    SmallVector<int64_t> shape(result.getShape());
    if (match.isResultSwapped)
      std::swap(shape[shape.size() - 2], shape.back());
    y = reshapeTo(rewriter, loc, y, shape);
    if (match.isResultSwapped)
      y = swapLastTwo(rewriter, loc, y);
    rewriter.replaceOp(op, y);
    ++count;
    int64_t bytes =
        q[0] * q[1] * q[2] * k[2] * element.getIntOrFloatBitWidth() / 8;
    remark::passed(loc, kRemark)
        << "raised to Attention: its scores need not be stored"
        << remark::metric("heads", q[1]) << remark::metric("queries", q[2])
        << remark::metric("keys", k[2]) << remark::metric("headSize", q[3])
        << remark::metric("scoreBytes", bytes);
  }

  Pass::Statistic &count;
};

//===--- Softmax from primitives
//-------------------------------------------------===//

/// The single dimension that `op` reduces and keeps; -1 otherwise.
template <typename ReduceOp> int64_t getKeptAxis(ReduceOp op) {
  RankedTensorType type = op ? getStaticType(op.getData()) : nullptr;
  if (!type || !op.getKeepdims() || onnx::isAbsent(op.getAxes()))
    return -1;
  std::optional<SmallVector<int64_t>> axes = getIntegers(op.getAxes());
  if (!axes || axes->size() != 1)
    return -1;
  int64_t axis = axes->front() + (axes->front() < 0 ? type.getRank() : 0);
  return axis < type.getRank() ? axis : -1;
}

/// exp(x - max(x)) / sum(exp(x - max(x))) -> Softmax; also without the max.
struct RaiseSoftmax final : OpRewritePattern<onnx::DivOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::DivOp op,
                                PatternRewriter &rewriter) const override {
    auto exp = op.getLhs().getDefiningOp<onnx::ExpOp>();
    auto sum = op.getRhs().getDefiningOp<onnx::ReduceSumOp>();
    int64_t axis = getKeptAxis(sum);
    if (!exp || axis < 0 || !isSameComputation(sum.getData(), op.getLhs()) ||
        op.getType() != op.getLhs().getType())
      return failure();
    SmallVector<Operation *> ops{exp, sum, sum.getData().getDefiningOp()};
    Value x = exp.getInput();
    if (auto sub = x.getDefiningOp<onnx::SubOp>()) {
      auto max = sub.getRhs().getDefiningOp<onnx::ReduceMaxOp>();
      if (max && getKeptAxis(max) == axis &&
          isSameComputation(max.getData(), sub.getLhs()) &&
          sub.getType() == sub.getLhs().getType())
        x = sub.getLhs();
    }
    if (!areUsedOnlyWithin(ops, op))
      return failure();
    rewriter.replaceOpWithNewOp<onnx::SoftmaxOp>(
        op, op.getType(), x, rewriter.getI64IntegerAttr(axis));
    return success();
  }
};

//===--- Attention that the graph already has
//------------------------------------===//

/// Rank 3 with numbers of heads -> rank 4.
struct SplitHeads final : OpRewritePattern<onnx::AttentionOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::AttentionOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType q = getStaticType(op.getQ()), k = getStaticType(op.getK()),
                     v = getStaticType(op.getV());
    if (!q || !k || !v || q.getRank() != 3 || k.getRank() != 3 ||
        v.getRank() != 3 || !op.getQNumHeads() || !op.getKvNumHeads())
      return failure();
    int64_t heads = *op.getQNumHeads(), shared = *op.getKvNumHeads();
    Location loc = op.getLoc();
    Value q4 = split(rewriter, loc, op.getQ(), heads),
          k4 = split(rewriter, loc, op.getK(), shared),
          v4 = split(rewriter, loc, op.getV(), shared);
    if (!q4 || !k4 || !v4)
      return failure();
    auto shape = getStaticType(q4).getShape();
    auto type = q.clone(
        {shape[0], shape[1], shape[2], getStaticType(v4).getDimSize(3)});
    Value y = onnx::AttentionOp::create(
        rewriter, loc, type, q4, k4, v4, op.getAttnMask(), op.getIsCausalAttr(),
        IntegerAttr(), IntegerAttr(), op.getScaleAttr(), op.getSoftcapAttr());
    y = transposeTo(rewriter, loc, y, {0, 2, 1, 3});
    rewriter.replaceOp(
        op, reshapeTo(rewriter, loc, y, getStaticType(op.getY()).getShape()));
    return success();
  }

private:
  /// [B, N, H * D] -> [B, H, N, D]
  static Value split(OpBuilder &builder, Location loc, Value value,
                     int64_t heads) {
    ArrayRef<int64_t> shape = getStaticType(value).getShape();
    if (heads <= 0 || shape[2] % heads != 0)
      return {};
    Value parts = reshapeTo(builder, loc, value,
                            {shape[0], shape[1], heads, shape[2] / heads});
    return transposeTo(builder, loc, parts, {0, 2, 1, 3});
  }
};

/// Scalar factors of Q and K become part of the scale.
struct AbsorbScale final : OpRewritePattern<onnx::AttentionOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::AttentionOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType q = getStaticType(op.getQ());
    if (!q || q.getRank() != 4 || q.getDimSize(3) == 0)
      return failure();
    double ofQ = getScalarFactor(op.getQ()), ofK = getScalarFactor(op.getK());
    double scale = op.getScale()
                       ? op.getScale()->convertToDouble()
                       : 1 / std::sqrt(static_cast<double>(q.getDimSize(3)));
    double factor = ofQ * ofK;
    if ((ofQ == 1 && ofK == 1) || !std::isfinite(scale * factor))
      return failure();
    auto drop = [&](Value value, double own) {
      return own == 1 ? value
                      : castTo(rewriter, op.getLoc(),
                               dropScalarFactor(rewriter, value),
                               q.getElementType());
    };
    Value newQ = drop(op.getQ(), ofQ), newK = drop(op.getK(), ofK);
    rewriter.modifyOpInPlace(op, [&] {
      op.getQMutable().assign(newQ);
      op.getKMutable().assign(newK);
      op.setScaleAttr(rewriter.getF32FloatAttr(scale * factor));
    });
    return success();
  }
};

/// A literal mask that is causal, or hides nothing, goes.
struct AbsorbMask final : OpRewritePattern<onnx::AttentionOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::AttentionOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType q = getStaticType(op.getQ()), k = getStaticType(op.getK());
    if (!q || !k || q.getRank() != 4 || k.getRank() != 4 || op.getIsCausal() ||
        onnx::isAbsent(op.getAttnMask()) || !getStaticType(op.getAttnMask()))
      return failure();
    MaskTerm term;
    term.value = op.getAttnMask();
    if (!isFloatTensor(term.value)) {
      term.kind = MaskTerm::Kind::Keep;
      term.fill = -INFINITY;
    }
    HeadDims heads{q.getDimSize(0), q.getDimSize(1)};
    term.scores = {heads.batch, heads.heads, q.getDimSize(2), k.getDimSize(2)};
    std::optional<AttentionMask> mask = AttentionMask::get({term}, heads);
    if (!mask || !mask->isEmpty())
      return failure();
    rewriter.modifyOpInPlace(op, [&] {
      op.setIsCausal(mask->isCausal());
      op.getAttnMaskMutable().assign(onnx::NoValueOp::create(
          rewriter, op.getLoc(), rewriter.getNoneType()));
    });
    return success();
  }
};

struct OnnxRaiseAttentionPass final
    : impl::OnnxRaiseAttentionPassBase<OnnxRaiseAttentionPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RaiseAttention>(&getContext(), numRaised);
    patterns.add<RaiseSoftmax, SplitHeads, AbsorbScale, AbsorbMask>(
        &getContext());
    // Transposes of K meet those that the exporter put there.
    populateSimplifyPatterns(patterns);
    populateFoldWeightsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
