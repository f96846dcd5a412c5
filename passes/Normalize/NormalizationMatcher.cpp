//===- NormalizationMatcher.cpp - (x - mean) / std, however spelt ---------===//
#include "passes/Normalize/NormalizationMatcher.h"

#include "llvm/ADT/SetVector.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;

namespace {

/// One attempt; remembers the operations that it went through.
class Matcher {
public:
  std::optional<NormalizationMatch> match(Operation *root);
  /// mean = mean of x over any dimensions
  bool isMeanOf(Value mean, Value x) {
    SmallVector<int64_t> axes;
    Value source = matchMean(mean, axes);
    return source && isSameComputation(source, x);
  }

private:
  /// Splits `value` into factors above and below the fraction bar.
  bool collectFactors(Value value, bool below, unsigned depth);
  /// value = 1 / std (`below` false) or std (`below` true).
  bool matchDeviation(Value value, bool below);
  /// value = variance + epsilon; sets epsilon and axes.
  bool matchVariance(Value value);
  /// value = variance or mean square; sets `squared`, axes and isOfMoments.
  bool matchMeanSquare(Value value);
  /// value = mean(x^2) - mean(x)^2; as matchMeanSquare.
  bool matchMoments(onnx::SubOp op);
  /// value = mean of a tensor over `axes`, or its sum divided by their size;
  /// returns that tensor. `reduced` gets the reduction.
  Value matchMean(Value value, SmallVector<int64_t> &axes,
                  Operation **reduced = nullptr);
  /// value = d * d; returns d.
  Value matchSquare(Value value);
  /// d = x - mean(x) over the axes found, or x itself.
  bool matchCentered(Value d);

  Operation *through(Operation *op) {
    ops.insert(op);
    return op;
  }
  /// Goes through float casts and, for statistics, changes of unit dimensions.
  Value strip(Value value, bool unitDims = false);

  llvm::SmallSetVector<Operation *, 16> ops;
  SmallVector<Value> above, below;
  NormalizationMatch result;
  Value squared;
  /// The variance is made of the moments of `squared`, which is x itself.
  bool isOfMoments = false;
};

/// Equal shapes once dimensions of size 1 are left out.
bool differOnlyInUnitDims(RankedTensorType a, RankedTensorType b) {
  auto isNotOne = [](int64_t dim) { return dim != 1; };
  return a && b &&
         llvm::equal(llvm::make_filter_range(a.getShape(), isNotOne),
                     llvm::make_filter_range(b.getShape(), isNotOne));
}

Value Matcher::strip(Value value, bool unitDims) {
  while (Operation *op = value.getDefiningOp()) {
    bool isCast = isa<onnx::CastOp>(op) && isFloatTensor(op->getOperand(0)) &&
                  isFloatTensor(op->getResult(0));
    bool isUnit =
        unitDims &&
        isa<onnx::ReshapeOp, onnx::SqueezeOp, onnx::UnsqueezeOp>(op) &&
        differOnlyInUnitDims(getStaticType(op->getOperand(0)),
                             getStaticType(value));
    if (!isCast && !isUnit)
      break;
    value = through(op)->getOperand(0);
  }
  return value;
}

bool Matcher::collectFactors(Value value, bool isBelow, unsigned depth) {
  Value inner = stripFloatCasts(value);
  Operation *op = inner.getDefiningOp();
  // A product that is normalized further is a factor of its own: it is `x`.
  if (depth > 0 && isa_and_nonnull<onnx::MulOp, onnx::DivOp>(op)) {
    strip(value);
    through(op);
    bool flips = isa<onnx::DivOp>(op);
    return collectFactors(op->getOperand(0), isBelow, depth - 1) &&
           collectFactors(op->getOperand(1), isBelow != flips, depth - 1);
  }
  (isBelow ? below : above).push_back(value);
  return above.size() + below.size() <= 4;
}

bool Matcher::matchDeviation(Value value, bool isBelow) {
  value = strip(value, /*unitDims=*/true);
  Operation *op = value.getDefiningOp();
  if (auto reciprocal = dyn_cast_or_null<onnx::ReciprocalOp>(op)) {
    through(op);
    return !isBelow && matchDeviation(reciprocal.getInput(), true);
  }
  if (auto sqrt = dyn_cast_or_null<onnx::SqrtOp>(op)) {
    through(op);
    return isBelow && matchVariance(sqrt.getInput());
  }
  if (auto pow = dyn_cast_or_null<onnx::PowOp>(op)) {
    through(op);
    return getScalarNumber(pow.getRhs()) == (isBelow ? 0.5 : -0.5) &&
           matchVariance(pow.getLhs());
  }
  if (auto div = dyn_cast_or_null<onnx::DivOp>(op)) {
    through(op);
    return !isBelow && getScalarNumber(div.getLhs()) == 1.0 &&
           matchDeviation(div.getRhs(), true);
  }
  return false;
}

bool Matcher::matchVariance(Value value) {
  auto add = strip(value, true).getDefiningOp<onnx::AddOp>();
  if (!add)
    return false;
  through(add);
  for (auto [variance, constant] : {std::pair(add.getLhs(), add.getRhs()),
                                    std::pair(add.getRhs(), add.getLhs())}) {
    std::optional<double> epsilon = getScalarNumber(constant);
    if (!epsilon || !(*epsilon >= 0) || *epsilon > 1)
      continue;
    result.epsilon = *epsilon;
    return matchMeanSquare(variance);
  }
  return false;
}

bool Matcher::matchMeanSquare(Value value) {
  Operation *op = strip(value, true).getDefiningOp();
  // Moments may come out below zero by rounding.
  if (isa_and_nonnull<onnx::ReluOp>(op) ||
      (isa_and_nonnull<onnx::MaxOp>(op) && op->getNumOperands() == 2 &&
       getScalarNumber(op->getOperand(1)) == 0.0)) {
    through(op);
    op = strip(op->getOperand(0), true).getDefiningOp();
  }
  if (auto sub = dyn_cast_or_null<onnx::SubOp>(op))
    return matchMoments(sub);
  Operation *reduced = nullptr;
  Value square = matchMean(value, result.axes, &reduced);
  if (square)
    squared = isa<onnx::ReduceSumSquareOp>(reduced) ? square
                                                    : matchSquare(square);
  return square && squared;
}

bool Matcher::matchMoments(onnx::SubOp op) {
  through(op);
  SmallVector<int64_t> axes;
  Operation *reduced = nullptr;
  Value square = matchMean(op.getLhs(), result.axes, &reduced);
  Value mean = matchSquare(strip(op.getRhs(), true));
  Value x = mean ? matchMean(mean, axes) : Value();
  if (!square || !x || axes != result.axes)
    return false;
  squared =
      isa<onnx::ReduceSumSquareOp>(reduced) ? square : matchSquare(square);
  isOfMoments = true;
  return squared && isSameComputation(squared, x);
}

Value Matcher::matchMean(Value value, SmallVector<int64_t> &axes,
                         Operation **reduced) {
  Operation *op = strip(value, true).getDefiningOp();
  std::optional<double> scale;
  if (isa_and_nonnull<onnx::DivOp, onnx::MulOp>(op)) { // of a sum
    Value sum = op->getOperand(0);
    scale = getScalarNumber(op->getOperand(1));
    if (auto mul = dyn_cast<onnx::MulOp>(op); mul && !scale) {
      scale = getScalarNumber(sum);
      sum = op->getOperand(1);
    }
    if (!scale || *scale == 0)
      return {};
    if (isa<onnx::DivOp>(op))
      scale = 1 / *scale;
    through(op);
    op = strip(sum, true).getDefiningOp();
  }
  bool isSum = isa_and_nonnull<onnx::ReduceSumOp, onnx::ReduceSumSquareOp>(op);
  if (scale ? !isSum : !isa_and_nonnull<onnx::ReduceMeanOp>(op))
    return {};
  // The reductions have their operands in one order: data, axes.
  RankedTensorType type = getStaticType(op->getOperand(0));
  if (!type || onnx::isAbsent(op->getOperand(1)))
    return {};
  std::optional<SmallVector<int64_t>> listed = getIntegers(op->getOperand(1));
  if (!listed || listed->empty())
    return {};
  axes = *listed;
  double size = 1;
  for (int64_t &axis : axes) {
    axis += axis < 0 ? type.getRank() : 0;
    if (axis < 0 || axis >= type.getRank())
      return {};
    size *= type.getDimSize(axis);
  }
  llvm::sort(axes);
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
    return {};
  // As exact as the constant is stored.
  double tolerance = type.getElementType().isF16() ? 1e-3 : 1e-6;
  if (scale && !(std::abs(*scale * size - 1) <= tolerance))
    return {};
  through(op);
  if (reduced)
    *reduced = op;
  return op->getOperand(0);
}

Value Matcher::matchSquare(Value value) {
  Operation *op = strip(value).getDefiningOp();
  if (auto pow = dyn_cast_or_null<onnx::PowOp>(op)) {
    through(op);
    return getScalarNumber(pow.getRhs()) == 2.0 ? pow.getLhs() : Value();
  }
  if (auto mul = dyn_cast_or_null<onnx::MulOp>(op)) {
    through(op);
    return isSameComputation(mul.getLhs(), mul.getRhs()) ? mul.getLhs()
                                                         : Value();
  }
  return {};
}

bool Matcher::matchCentered(Value d) {
  if (!isOfMoments && !isSameComputation(d, squared))
    return false;
  auto sub = stripFloatCasts(d).getDefiningOp<onnx::SubOp>();
  SmallVector<int64_t> axes;
  if (sub) {
    auto saved = ops;
    Value source = matchMean(sub.getRhs(), axes);
    // The mean must line up with x by broadcasting, dimension by dimension.
    RankedTensorType x = getStaticType(sub.getLhs()),
                     mean = getStaticType(sub.getRhs());
    if (source && x && mean && x.getRank() == mean.getRank() &&
        isSameComputation(source, sub.getLhs()) && axes == result.axes &&
        (!isOfMoments || isSameComputation(squared, sub.getLhs())) &&
        llvm::all_of(
            axes, [&](int64_t axis) { return mean.getDimSize(axis) == 1; })) {
      strip(d);
      strip(squared);
      through(sub);
      if (Operation *twin = stripFloatCasts(squared).getDefiningOp();
          !isOfMoments && twin != sub) {
        through(twin);
        matchMean(twin->getOperand(1), axes);
      }
      result.x = sub.getLhs();
      return true;
    }
    ops = saved;
  }
  if (isOfMoments)
    return false;
  result.centered = false;
  result.x = d;
  return true;
}

std::optional<NormalizationMatch> Matcher::match(Operation *root) {
  if (!isa<onnx::MulOp, onnx::DivOp>(root) ||
      !getStaticType(root->getResult(0)))
    return std::nullopt;
  // The deeper the factors are sought, the more constants they may hold.
  auto type = getStaticType(root->getResult(0));
  for (unsigned depth : {1, 2}) {
    ops.clear();
    above.clear();
    below.clear();
    result = {};
    isOfMoments = false;
    if (!collectFactors(root->getResult(0), false, depth))
      continue;
    Value deviation, d;
    bool fits = true;
    for (auto [values, bar] :
         {std::pair(&above, false), std::pair(&below, true)}) {
      for (Value value : *values) {
        if (getScalarNumber(value) == 1.0)
          continue;
        if (!bar && !result.gamma && isConstantLike(value)) {
          result.gamma = value;
          continue;
        }
        auto savedOps = ops;
        if (!deviation && matchDeviation(value, bar)) {
          deviation = value;
          continue;
        }
        ops = savedOps;
        fits = fits && !bar && !d;
        d = value;
      }
    }
    RankedTensorType full = d ? getStaticType(d) : nullptr;
    RankedTensorType statistic = deviation ? getStaticType(deviation) : nullptr;
    if (!fits || !full || !statistic || full.getShape() != type.getShape() ||
        statistic.getRank() != full.getRank())
      continue;
    SmallVector<int64_t> expected(full.getShape());
    for (int64_t axis : result.axes)
      if (axis < full.getRank())
        expected[axis] = 1;
    if (ArrayRef(expected) != statistic.getShape() || !matchCentered(d) ||
        getStaticType(result.x).getShape() != type.getShape() ||
        !areUsedOnlyWithin(ops.getArrayRef(), root))
      continue;
    return result;
  }
  return std::nullopt;
}

/// x a and mean(x) a: the parts of a centered product, with the factor shared.
struct CenteredProduct {
  Value x, mean, factor;
};

std::optional<CenteredProduct> matchCenteredProduct(Value left, Value right) {
  auto ofX = left.getDefiningOp<onnx::MulOp>();
  auto ofMean = right.getDefiningOp<onnx::MulOp>();
  if (!ofX || !ofMean || !ofX->hasOneUse() || !ofMean->hasOneUse())
    return std::nullopt;
  for (unsigned i : {0, 1})
    for (unsigned j : {0, 1}) {
      Value x = ofX->getOperand(i), mean = ofMean->getOperand(j);
      Value factor = ofX->getOperand(1 - i);
      RankedTensorType type = getStaticType(x), meanType = getStaticType(mean);
      if (isSameComputation(factor, ofMean->getOperand(1 - j)) && type &&
          meanType && ofX.getType() == type &&
          meanType.getElementType() == type.getElementType() &&
          meanType.getRank() == type.getRank() && Matcher().isMeanOf(mean, x))
        return CenteredProduct{x, mean, factor};
    }
  return std::nullopt;
}

/// See populateCenteringPatterns.
struct CenterProduct final : RewritePattern {
  CenterProduct(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::AddOp, onnx::SubOp>(op))
      return failure();
    for (unsigned side : {0, 1}) {
      Value product = op->getOperand(side), term = op->getOperand(1 - side);
      bool isSum = isa<onnx::AddOp>(op);
      if (!isSum && side == 1)
        break;
      // x a + (b - mean a), or x a - (mean a - b), or x a - mean a
      auto sub = term.getDefiningOp<onnx::SubOp>();
      Value bias;
      std::optional<CenteredProduct> match;
      if (sub && sub->hasOneUse()) {
        bias = sub->getOperand(isSum ? 0 : 1);
        match = matchCenteredProduct(product, sub->getOperand(isSum ? 1 : 0));
      } else if (!isSum) {
        match = matchCenteredProduct(product, term);
      }
      if (!match || op->getResult(0).getType() != match->x.getType())
        continue;
      Type type = match->x.getType();
      Location loc = op->getLoc();
      Value centered =
          onnx::SubOp::create(rewriter, loc, type, match->x, match->mean);
      Value scaled =
          onnx::MulOp::create(rewriter, loc, type, centered, match->factor);
      if (bias)
        scaled = onnx::AddOp::create(rewriter, loc, type, scaled, bias);
      rewriter.replaceOp(op, scaled);
      return success();
    }
    return failure();
  }
};

} // namespace

void mlir::burin::populateCenteringPatterns(RewritePatternSet &patterns) {
  patterns.add<CenterProduct>(patterns.getContext());
}

std::optional<NormalizationMatch>
mlir::burin::matchNormalization(Operation *root) {
  return Matcher().match(root);
}
