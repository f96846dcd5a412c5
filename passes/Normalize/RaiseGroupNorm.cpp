//===- RaiseGroupNorm.cpp - GroupNorm from reshaped instance norms --------===//
//
// This file implements the onnx-raise-group-norm pass: first the normalization
// between two reshapes is found, then constant factors and terms per channel
// are absorbed.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/NormalizationMatcher.h"
#include "passes/Normalize/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <numeric>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISEGROUPNORMPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("group-norm").category("raise");

/// Each element of the 1-d literal `factor` `times` times; null when its
/// numbers are not in the IR or its shape is not [count].
Value repeatEach(OpBuilder &builder, Value factor, int64_t count,
                 int64_t times) {
  DenseElementsAttr literal = getLiteral(factor);
  RankedTensorType type = getStaticType(factor);
  if (!type || type.getRank() != 1 || type.getDimSize(0) != count)
    return {};
  if (times == 1 && isConstantLike(factor))
    return factor;
  if (!literal)
    return {};
  RankedTensorType result = type.clone({count * times});
  DenseElementsAttr repeated;
  if (literal.isSplat()) {
    repeated = literal.resizeSplat(result);
  } else {
    SmallVector<Attribute> elements;
    for (Attribute element : literal.getValues<Attribute>())
      elements.append(times, element);
    repeated = DenseElementsAttr::get(result, elements);
  }
  return onnx::ConstantOp::create(builder, factor.getLoc(), result, repeated);
}

/// `factor` as one number per channel of the [N, C, ...] tensor `type`; null
/// when it is no constant of shape [C, 1...] or [1, C, 1...].
Value getPerChannel(OpBuilder &builder, Value factor, RankedTensorType type) {
  RankedTensorType shape = getStaticType(factor);
  if (!shape || !isConstantLike(factor) || shape.getRank() > type.getRank())
    return {};
  int64_t lead = type.getRank() - shape.getRank();
  for (auto [dim, size] : llvm::enumerate(shape.getShape()))
    if (size !=
        (static_cast<int64_t>(dim) + lead == 1 ? type.getDimSize(1) : 1))
      return {};
  return lead > 1
             ? Value()
             : reshapeTo(builder, factor.getLoc(), factor, type.getDimSize(1));
}

/// `grouped`, [N, G, ...], has the elements of `x`, [N, C, ...], with G
/// dividing C.
bool isGrouping(RankedTensorType x, RankedTensorType grouped) {
  return x && grouped && x.getRank() >= 3 && grouped.getRank() >= 3 &&
         x.getDimSize(0) == grouped.getDimSize(0) &&
         grouped.getDimSize(1) > 0 &&
         x.getDimSize(1) % grouped.getDimSize(1) == 0 &&
         x.getNumElements() == grouped.getNumElements();
}

/// GroupNormalization(`x` in the shape and type of `op`'s result) in place of
/// `op`.
void raise(PatternRewriter &rewriter, Operation *op, Value x, Value scale,
           Value bias, FloatAttr epsilon, int64_t groups) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Location loc = op->getLoc();
  Type element = type.getElementType();
  x = castTo(rewriter, loc, reshapeTo(rewriter, loc, x, type.getShape()),
             element);
  RankedTensorType channels =
      RankedTensorType::get({type.getDimSize(1)}, element);
  scale = scale ? castTo(rewriter, loc, scale, element)
                : createSplat(rewriter, loc, channels, 1);
  bias = bias ? castTo(rewriter, loc, bias, element)
              : createSplat(rewriter, loc, channels, 0);
  rewriter.replaceOpWithNewOp<onnx::GroupNormalizationOp>(
      op, type, x, scale, bias, epsilon, rewriter.getI64IntegerAttr(groups),
      UnitAttr());
  remark::passed(loc, kRemark) << "raised to GroupNormalization";
}

void miss(Operation *op, StringRef why) {
  remark::missed(op->getLoc(), kRemark) << remark::reason("{0}", why);
}

/// reshape(InstanceNormalization(reshape(x)))
struct RaiseInstanceNorm final : OpRewritePattern<onnx::ReshapeOp> {
  RaiseInstanceNorm(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context, 2), count(count) {}

  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto norm = stripFloatCasts(op.getData())
                    .getDefiningOp<onnx::InstanceNormalizationOp>();
    if (!norm)
      return failure();
    auto first =
        stripFloatCasts(norm.getInput()).getDefiningOp<onnx::ReshapeOp>();
    RankedTensorType type = getStaticType(op.getReshaped());
    RankedTensorType grouped =
        first ? getStaticType(first.getReshaped()) : nullptr;
    if (!first || !getStaticType(first.getData()) ||
        !isGrouping(type, grouped)) {
      miss(norm, "not between a reshape of channels to groups and one back to "
                 "channels");
      return failure();
    }
    if (!isUsedOnlyBy(norm, op)) {
      miss(norm, "the normalized groups are used elsewhere");
      return failure();
    }
    int64_t groups = grouped.getDimSize(1), size = type.getDimSize(1) / groups;
    if (!isRepeatable(norm.getScale(), groups, size) ||
        !isRepeatable(norm.getB(), groups, size)) {
      miss(norm, "scale or bias per group is not a literal");
      return failure();
    }
    Value scale = repeatEach(rewriter, norm.getScale(), groups, size);
    Value bias = repeatEach(rewriter, norm.getB(), groups, size);
    raise(rewriter, op, first.getData(), scale, bias, norm.getEpsilonAttr(),
          groups);
    ++count;
    return success();
  }

private:
  /// The only way from `norm` leads, through casts, to `op`.
  static bool isUsedOnlyBy(Operation *norm, Operation *op) {
    for (Operation *at = norm; at != op; at = *at->user_begin())
      if (!at->hasOneUse())
        return false;
    return true;
  }
  static bool isRepeatable(Value factor, int64_t count, int64_t times) {
    RankedTensorType type = getStaticType(factor);
    return type && type.getShape() == ArrayRef<int64_t>(count) &&
           (getLiteral(factor) || (times == 1 && isConstantLike(factor)));
  }

  Pass::Statistic &count;
};

/// reshape((g - mean(g)) / sqrt(var(g) + eps)) with g = reshape(x)
struct RaisePrimitives final : OpRewritePattern<onnx::ReshapeOp> {
  RaisePrimitives(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    Operation *root = stripFloatCasts(op.getData()).getDefiningOp();
    if (!isa_and_nonnull<onnx::MulOp, onnx::DivOp>(root))
      return failure();
    std::optional<NormalizationMatch> match = matchNormalization(root);
    if (!match || !match->centered || match->gamma)
      return failure();
    auto first = stripFloatCasts(match->x).getDefiningOp<onnx::ReshapeOp>();
    RankedTensorType type = getStaticType(op.getReshaped());
    RankedTensorType grouped = getStaticType(match->x);
    if (!first || !getStaticType(first.getData()) || !isGrouping(type, grouped))
      return failure();
    // Everything but batch and group is normalized over.
    SmallVector<int64_t> axes(grouped.getRank() - 2);
    std::iota(axes.begin(), axes.end(), 2);
    bool isOnlyUse = root->hasOneUse() && op.getData().hasOneUse();
    if (match->axes != axes || !isOnlyUse) {
      miss(root, isOnlyUse
                     ? "statistics over other dimensions than those of a group"
                     : "the normalized groups are used elsewhere");
      return failure();
    }
    raise(rewriter, op, first.getData(), {}, {},
          rewriter.getF32FloatAttr(match->epsilon), grouped.getDimSize(1));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

/// Where a reshape has put the groups of channels.
struct GroupedDims {
  int64_t group;        ///< its dimension; the channels of a group follow
  bool isChannelsLast;  ///< [N, ..., C] -> [N, ..., G, C/G]
};

/// `x` -> `grouped` splits the channels, which `axes` agrees with: statistics
/// over everything but batch and group.
std::optional<GroupedDims> getGroupedDims(ArrayRef<int64_t> x,
                                          ArrayRef<int64_t> grouped,
                                          ArrayRef<int64_t> axes) {
  int64_t rank = grouped.size();
  if (x.size() < 3 || rank != static_cast<int64_t>(x.size()) + 1)
    return std::nullopt;
  auto normalizesAllBut = [&](int64_t group) {
    SmallVector<int64_t> expected;
    for (int64_t dim = 1; dim < rank; ++dim)
      if (dim != group)
        expected.push_back(dim);
    return ArrayRef(expected) == axes;
  };
  if (x.drop_back() == grouped.drop_back(2) && normalizesAllBut(rank - 2))
    return GroupedDims{rank - 2, true};
  if (x.front() == grouped.front() && x.drop_front(2) == grouped.drop_front(3) &&
      normalizesAllBut(1))
    return GroupedDims{1, false};
  return std::nullopt;
}

/// A constant of the shape [..1, G, C/G, 1..] beside `grouped` as [C]; null when
/// `factor` is none.
Value getPerGroupedChannel(OpBuilder &builder, Value factor,
                           ArrayRef<int64_t> grouped, int64_t group) {
  RankedTensorType type = getStaticType(factor);
  if (!type || !isConstantLike(factor))
    return {};
  int64_t rank = grouped.size(), lead = rank - type.getRank();
  for (int64_t dim = lead; dim < rank; ++dim)
    if (type.getDimSize(dim - lead) !=
        (dim == group || dim == group + 1 ? grouped[dim] : 1))
      return {};
  return lead > group ? Value()
                      : reshapeTo(builder, factor.getLoc(), factor,
                                  grouped[group] * grouped[group + 1]);
}

/// reshape((g - mean(g)) / std(g) * gamma + beta) with g = reshape(x), gamma and
/// beta split into groups as x is; the channels first or last.
struct RaiseGroupedAffine final : OpRewritePattern<onnx::ReshapeOp> {
  RaiseGroupedAffine(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context, 3), count(count) {}

  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = getStaticType(op.getReshaped());
    Operation *root = stripFloatCasts(op.getData()).getDefiningOp();
    Value beta;
    if (auto add = dyn_cast_or_null<onnx::AddOp>(root)) {
      unsigned side = isConstantLike(add.getLhs()) ? 0 : 1;
      beta = add->getOperand(side);
      root = stripFloatCasts(add->getOperand(1 - side)).getDefiningOp();
      if (!add->hasOneUse())
        return failure();
    }
    if (!type || !isa_and_nonnull<onnx::MulOp, onnx::DivOp>(root) ||
        !root->hasOneUse() || !op.getData().hasOneUse())
      return failure();
    std::optional<NormalizationMatch> match = matchNormalization(root);
    auto first = match && match->centered
                     ? stripFloatCasts(match->x).getDefiningOp<onnx::ReshapeOp>()
                     : nullptr;
    RankedTensorType x = first ? getStaticType(first.getData()) : nullptr;
    if (!x || x.getShape() != type.getShape())
      return failure();
    ArrayRef<int64_t> grouped = getStaticType(match->x).getShape();
    std::optional<GroupedDims> dims =
        getGroupedDims(x.getShape(), grouped, match->axes);
    if (!dims || (!dims->isChannelsLast && !match->gamma && !beta))
      return failure(); // the latter is for the plain pattern
    Value scale, bias;
    if (match->gamma && !(scale = getPerGroupedChannel(
                              rewriter, match->gamma, grouped, dims->group)))
      return failure();
    if (beta && !(bias = getPerGroupedChannel(rewriter, beta, grouped,
                                              dims->group)))
      return failure();
    build(rewriter, op, first.getData(), scale, bias, match->epsilon,
          grouped[dims->group], dims->isChannelsLast);
    ++count;
    return success();
  }

private:
  static void build(PatternRewriter &rewriter, onnx::ReshapeOp op, Value x,
                    Value scale, Value bias, double epsilon, int64_t groups,
                    bool isChannelsLast) {
    Location loc = op.getLoc();
    RankedTensorType type = getStaticType(op.getReshaped());
    Type element = type.getElementType();
    SmallVector<int64_t> perm(type.getRank());
    std::iota(perm.begin(), perm.end(), 0);
    if (isChannelsLast)
      std::rotate(perm.begin() + 1, perm.end() - 1, perm.end());
    x = transposeTo(rewriter, loc, castTo(rewriter, loc, x, element), perm);
    RankedTensorType first = getStaticType(x);
    auto channels = RankedTensorType::get({first.getDimSize(1)}, element);
    scale = scale ? castTo(rewriter, loc, scale, element)
                  : createSplat(rewriter, loc, channels, 1);
    bias = bias ? castTo(rewriter, loc, bias, element)
                : createSplat(rewriter, loc, channels, 0);
    Value y = onnx::GroupNormalizationOp::create(
        rewriter, loc, first, x, scale, bias, rewriter.getF32FloatAttr(epsilon),
        rewriter.getI64IntegerAttr(groups), UnitAttr());
    rewriter.replaceOp(op, transposeTo(rewriter, loc, y, invert(perm)));
    remark::passed(loc, kRemark) << "raised to GroupNormalization";
  }

  Pass::Statistic &count;
};

/// InstanceNormalization on [N, C, ...] is a group norm with one channel each.
struct RaiseSingleChannels final
    : OpRewritePattern<onnx::InstanceNormalizationOp> {
  RaiseSingleChannels(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::InstanceNormalizationOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = getStaticType(op.getInput());
    if (!type || type.getRank() < 4 || !isConstantLike(op.getScale()) ||
        !isConstantLike(op.getB()))
      return failure();
    raise(rewriter, op, op.getInput(), op.getScale(), op.getB(),
          op.getEpsilonAttr(), type.getDimSize(1));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

/// The norm that is the only thing `op` has on `side`, not yet with a factor
/// (or term) other than `neutral`.
onnx::GroupNormalizationOp getBareNorm(Operation *op, unsigned side) {
  auto norm = op->getOperand(side).getDefiningOp<onnx::GroupNormalizationOp>();
  bool fits = norm && norm->hasOneUse() && !norm.getChannelsLast() &&
              getStaticType(norm.getX()) &&
              norm.getY().getType() == op->getResult(0).getType();
  return fits ? norm : nullptr;
}

/// norm(x, 1, 0) * gamma -> norm(x, gamma, 0)
struct AbsorbScale final : OpRewritePattern<onnx::MulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::MulOp op,
                                PatternRewriter &rewriter) const override {
    for (unsigned side : {0, 1}) {
      onnx::GroupNormalizationOp norm = getBareNorm(op, side);
      if (!norm || getSplatNumber(norm.getScale()) != 1.0 ||
          getSplatNumber(norm.getBias()) != 0.0)
        continue;
      Value scale = getPerChannel(rewriter, op->getOperand(1 - side),
                                  getStaticType(norm.getX()));
      if (!scale)
        continue;
      rewriter.modifyOpInPlace(norm,
                               [&] { norm.getScaleMutable().assign(scale); });
      rewriter.moveOpBefore(norm, op);
      rewriter.replaceOp(op, norm.getY());
      return success();
    }
    return failure();
  }
};

/// norm(x, gamma, 0) + beta -> norm(x, gamma, beta)
struct AbsorbBias final : OpRewritePattern<onnx::AddOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::AddOp op,
                                PatternRewriter &rewriter) const override {
    for (unsigned side : {0, 1}) {
      onnx::GroupNormalizationOp norm = getBareNorm(op, side);
      if (!norm || getSplatNumber(norm.getBias()) != 0.0)
        continue;
      Value bias = getPerChannel(rewriter, op->getOperand(1 - side),
                                 getStaticType(norm.getX()));
      if (!bias)
        continue;
      rewriter.modifyOpInPlace(norm,
                               [&] { norm.getBiasMutable().assign(bias); });
      rewriter.moveOpBefore(norm, op);
      rewriter.replaceOp(op, norm.getY());
      return success();
    }
    return failure();
  }
};

/// Cast(norm(Cast(x))) -> norm(x)
struct DropCasts final : OpRewritePattern<onnx::GroupNormalizationOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::GroupNormalizationOp op,
                                PatternRewriter &rewriter) const override {
    return dropCastsAround(rewriter, op);
  }
};

struct OnnxRaiseGroupNormPass final
    : impl::OnnxRaiseGroupNormPassBase<OnnxRaiseGroupNormPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RaiseInstanceNorm, RaisePrimitives, RaiseSingleChannels>(
        &getContext(), numRaised);
    patterns.add<RaiseGroupedAffine>(&getContext(), numRaised);
    patterns.add<AbsorbScale, AbsorbBias, DropCasts>(&getContext());
    populateCenteringPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
