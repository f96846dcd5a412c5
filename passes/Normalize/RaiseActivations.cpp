//===- RaiseActivations.cpp - SiLU, QuickGELU and GELU --------------------===//
//
// This file implements the onnx-raise-activations pass. An activation is
// recognised by its algebra: a tree of sums and products over one value x and
// one transcendental E(x) is expanded to a polynomial in (x, E), and the
// argument of E to one in x. The exporter's order of operations then does not
// matter.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Support.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include "llvm/ADT/SetVector.h"

#include <cmath>
#include <map>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISEACTIVATIONSPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("activation").category("raise");

//===--- Polynomials in x and E
//------------------------------------------------===//

/// Coefficients by the powers of x and E.
using Polynomial = std::map<std::pair<unsigned, unsigned>, double>;
constexpr unsigned kMaxDegree = 4;

Polynomial add(const Polynomial &a, const Polynomial &b, double sign) {
  Polynomial sum = a;
  for (auto [powers, coefficient] : b)
    sum[powers] += sign * coefficient;
  return sum;
}

std::optional<Polynomial> multiply(const Polynomial &a, const Polynomial &b) {
  Polynomial product;
  for (auto [p, c] : a)
    for (auto [q, d] : b) {
      std::pair powers(p.first + q.first, p.second + q.second);
      if (powers.first > kMaxDegree || powers.second > 1)
        return std::nullopt;
      product[powers] += c * d;
    }
  return product;
}

/// Equal up to `tolerance`, relative to the largest expected coefficient.
bool isClose(const Polynomial &a, const Polynomial &expected,
             double tolerance) {
  double largest = 0;
  for (auto [powers, c] : expected)
    largest = std::max(largest, std::abs(c));
  auto at = [](const Polynomial &p, std::pair<unsigned, unsigned> powers) {
    auto it = p.find(powers);
    return it == p.end() ? 0.0 : it->second;
  };
  for (auto [powers, c] : a) {
    double wanted = at(expected, powers);
    double scale = wanted == 0 ? largest * 1e-3 : std::abs(wanted);
    if (!(std::abs(c - wanted) <= tolerance * scale))
      return false;
  }
  return llvm::all_of(expected, [&](auto &term) {
    return a.count(term.first) || term.second == 0;
  });
}

//===--- Reading an expression
//----------------------------------------------------===//

bool isAlgebra(Operation *op) {
  return isa_and_nonnull<onnx::AddOp, onnx::SubOp, onnx::MulOp, onnx::DivOp,
                         onnx::NegOp, onnx::PowOp>(op);
}

/// Expands expressions over one `x` and one `e`, and notes what it went
/// through.
class Expander {
public:
  Expander(Value x, Value e) : x(x), e(e) {}

  std::optional<Polynomial> expand(Value value, unsigned depth = 8) {
    if (stripFloatCasts(value) == x)
      return Polynomial{{{1, 0}, 1.0}};
    if (e && stripFloatCasts(value) == e) {
      noteCasts(value);
      return Polynomial{{{0, 1}, 1.0}};
    }
    if (std::optional<double> number = getScalarNumber(value))
      return Polynomial{{{0, 0}, *number}};
    Operation *op = stripFloatCasts(value).getDefiningOp();
    if (depth == 0 || !isAlgebra(op))
      return std::nullopt;
    noteCasts(value);
    ops.insert(op);
    return expandOp(op, depth - 1);
  }

  llvm::SmallSetVector<Operation *, 16> ops;

private:
  void noteCasts(Value value) {
    for (; auto cast = value.getDefiningOp<onnx::CastOp>();
         value = cast.getInput())
      ops.insert(cast);
  }

  std::optional<Polynomial> expandOp(Operation *op, unsigned depth) {
    std::optional<Polynomial> a = expand(op->getOperand(0), depth);
    if (!a)
      return std::nullopt;
    if (isa<onnx::NegOp>(op))
      return add({}, *a, -1);
    if (isa<onnx::PowOp>(op))
      return expandPower(*a, getScalarNumber(op->getOperand(1)));
    if (isa<onnx::DivOp>(op)) {
      std::optional<double> divisor = getScalarNumber(op->getOperand(1));
      if (!divisor || *divisor == 0)
        return std::nullopt;
      return multiply(*a, Polynomial{{{0, 0}, 1.0 / *divisor}});
    }
    std::optional<Polynomial> b = expand(op->getOperand(1), depth);
    if (!b)
      return std::nullopt;
    if (isa<onnx::MulOp>(op))
      return multiply(*a, *b);
    return add(*a, *b, isa<onnx::SubOp>(op) ? -1 : 1);
  }

  static std::optional<Polynomial> expandPower(const Polynomial &base,
                                               std::optional<double> exponent) {
    if (!exponent || (*exponent != 2.0 && *exponent != 3.0))
      return std::nullopt;
    std::optional<Polynomial> square = multiply(base, base);
    return square && *exponent == 3.0 ? multiply(*square, base) : square;
  }

  Value x, e;
};

//===--- The transcendental
//---------------------------------------------------------===//

enum class Kind { Sigmoid, Erf, Tanh };

struct Transcendental {
  Kind kind;
  Value result;   ///< E
  Value argument; ///< E = kind(sign * argument)
  double sign = 1;
  SmallVector<Operation *> ops;
};

/// 1 + exp(z): returns z.
Value matchOnePlusExp(Value value, SmallVectorImpl<Operation *> &ops) {
  auto add = stripFloatCasts(value).getDefiningOp<onnx::AddOp>();
  if (!add)
    return {};
  for (auto [one, other] : {std::pair(add.getLhs(), add.getRhs()),
                            std::pair(add.getRhs(), add.getLhs())})
    if (auto exp = stripFloatCasts(other).getDefiningOp<onnx::ExpOp>();
        exp && getScalarNumber(one) == 1.0) {
      ops.append({add, exp});
      return exp.getInput();
    }
  return {};
}

std::optional<Transcendental> getTranscendental(Operation *op) {
  Transcendental e{Kind::Sigmoid, op->getResult(0), {}, 1, {op}};
  if (isa<onnx::SigmoidOp, onnx::ErfOp, onnx::TanhOp>(op)) {
    e.kind = isa<onnx::ErfOp>(op)    ? Kind::Erf
             : isa<onnx::TanhOp>(op) ? Kind::Tanh
                                     : Kind::Sigmoid;
    e.argument = op->getOperand(0);
    return e;
  }
  // sigmoid(z) = exp(z) / (1 + exp(z))
  if (auto div = dyn_cast<onnx::DivOp>(op))
    if (auto exp = stripFloatCasts(div.getLhs()).getDefiningOp<onnx::ExpOp>())
      if (Value z = matchOnePlusExp(div.getRhs(), e.ops);
          z && isSameComputation(z, exp.getInput())) {
        e.ops.push_back(exp);
        e.argument = z;
        return e;
      }
  e.ops.resize(1);
  // sigmoid(-z) = 1 / (1 + exp(z))
  e.sign = -1;
  if (auto reciprocal = dyn_cast<onnx::ReciprocalOp>(op))
    e.argument = matchOnePlusExp(reciprocal.getInput(), e.ops);
  else if (auto div = dyn_cast<onnx::DivOp>(op);
           div && getScalarNumber(div.getLhs()) == 1.0)
    e.argument = matchOnePlusExp(div.getRhs(), e.ops);
  if (!e.argument)
    return std::nullopt;
  return e;
}

/// The first transcendental below `value`, at most `budget` operations away.
std::optional<Transcendental> findTranscendental(Value value, unsigned &budget,
                                                 unsigned depth = 6) {
  Operation *op = stripFloatCasts(value).getDefiningOp();
  if (!op || depth == 0 || budget == 0)
    return std::nullopt;
  --budget;
  if (op->getNumResults() == 1)
    if (std::optional<Transcendental> e = getTranscendental(op))
      return e;
  if (!isAlgebra(op))
    return std::nullopt;
  for (Value operand : op->getOperands())
    if (std::optional<Transcendental> e =
            findTranscendental(operand, budget, depth - 1))
      return e;
  return std::nullopt;
}

/// What x may be: the argument of E and the values it is computed from.
void collectCandidates(Value value, SmallVectorImpl<Value> &candidates,
                       unsigned depth = 5) {
  value = stripFloatCasts(value);
  if (getScalarNumber(value) || llvm::is_contained(candidates, value))
    return;
  candidates.push_back(value);
  if (depth > 0 && isAlgebra(value.getDefiningOp()))
    for (Value operand : value.getDefiningOp()->getOperands())
      collectCandidates(operand, candidates, depth - 1);
}

//===--- The activations
//------------------------------------------------------------===//

struct Activation {
  Value x;
  StringRef approximate; ///< of Gelu; empty for Swish
  double alpha = 1;      ///< of Swish
};

/// The accuracy that constants stored in `type` have.
double getTolerance(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isBF16() ? 8e-3 : element.isF16() ? 1e-3 : 1e-5;
}

/// Which activation `outer` (in x and E) of `inner` (in x) is.
std::optional<Activation> classify(Kind kind, const Polynomial &outer,
                                   const Polynomial &inner, double tolerance) {
  auto isGeluShape = [&] {
    return isClose(outer, {{{1, 0}, 0.5}, {{1, 1}, 0.5}}, tolerance);
  };
  if (kind == Kind::Erf &&
      isClose(inner, {{{1, 0}, std::sqrt(0.5)}}, tolerance) && isGeluShape())
    return Activation{{}, "none"};
  double scale = std::sqrt(2 / 3.14159265358979323846);
  if (kind == Kind::Tanh && isGeluShape() &&
      isClose(inner, {{{1, 0}, scale}, {{3, 0}, scale * 0.044715}},
              4 * tolerance))
    return Activation{{}, "tanh"};
  // sigmoid(2 z) = (1 + tanh(z)) / 2: either may spell the other's activation.
  bool isProduct =
      kind == Kind::Sigmoid && isClose(outer, {{{1, 1}, 1.0}}, tolerance);
  if (isProduct &&
      isClose(inner, {{{1, 0}, 2 * scale}, {{3, 0}, 2 * scale * 0.044715}},
              4 * tolerance))
    return Activation{{}, "tanh"};
  auto alpha = inner.find({1, 0});
  if (alpha == inner.end() || alpha->second == 0 ||
      !isClose(inner, {{{1, 0}, alpha->second}}, tolerance))
    return std::nullopt;
  if (isProduct)
    return Activation{{}, "", alpha->second};
  if (kind == Kind::Tanh && isGeluShape())
    return Activation{{}, "", 2 * alpha->second};
  return std::nullopt;
}

/// x / (1 + exp(-z)) as the product x * E, which no Div node spells.
std::optional<Activation> matchQuotient(Operation *root,
                                        SmallVectorImpl<Operation *> &ops) {
  auto div = dyn_cast<onnx::DivOp>(root);
  Value exponent = div ? matchOnePlusExp(div.getRhs(), ops) : Value();
  if (!exponent || getScalarNumber(div.getLhs()))
    return std::nullopt;
  Value x = stripFloatCasts(div.getLhs());
  Expander expander(x, {});
  std::optional<Polynomial> inner = expander.expand(exponent);
  if (!inner)
    return std::nullopt;
  ops.append(expander.ops.begin(), expander.ops.end());
  std::optional<Activation> activation =
      classify(Kind::Sigmoid, {{{1, 1}, 1.0}}, add({}, *inner, -1),
               getTolerance(root->getResult(0).getType()));
  if (activation)
    activation->x = div.getLhs();
  return activation;
}

std::optional<Activation> matchActivation(Operation *root,
                                          SmallVectorImpl<Operation *> &ops) {
  if (isa<onnx::DivOp>(root))
    if (std::optional<Activation> activation = matchQuotient(root, ops))
      return activation;
  ops.clear();
  unsigned budget = 48;
  std::optional<Transcendental> e =
      findTranscendental(root->getResult(0), budget);
  if (!e || e->result == root->getResult(0))
    return std::nullopt;
  SmallVector<Value> candidates;
  collectCandidates(e->argument, candidates);
  for (Value x : candidates) {
    Expander outer(x, e->result), inner(x, {});
    std::optional<Polynomial> outside = outer.expand(root->getResult(0));
    std::optional<Polynomial> inside =
        outside ? inner.expand(e->argument) : std::nullopt;
    if (!inside)
      continue;
    std::optional<Activation> activation =
        classify(e->kind, *outside, add({}, *inside, e->sign),
                 getTolerance(root->getResult(0).getType()));
    if (!activation)
      continue;
    activation->x = x;
    ops.append(outer.ops.begin(), outer.ops.end());
    ops.append(inner.ops.begin(), inner.ops.end());
    ops.append(e->ops);
    return activation;
  }
  return std::nullopt;
}

struct RaiseActivation final : RewritePattern {
  RaiseActivation(MLIRContext *context, Pass::Statistic &count)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context), count(count) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::MulOp, onnx::DivOp, onnx::AddOp>(op) ||
        !isFloatTensor(op->getResult(0)))
      return failure();
    SmallVector<Operation *> ops;
    std::optional<Activation> activation = matchActivation(op, ops);
    auto type = cast<TensorType>(op->getResult(0).getType());
    auto input =
        activation ? dyn_cast<TensorType>(activation->x.getType()) : nullptr;
    if (!input || input.getShape() != type.getShape())
      return failure();
    if (!areUsedOnlyWithin(ops, op)) {
      remark::missed(op->getLoc(), kRemark)
          << remark::reason("an intermediate value is used elsewhere");
      return failure();
    }
    Location loc = op->getLoc();
    Value x = castTo(rewriter, loc, activation->x, type.getElementType());
    if (activation->approximate.empty())
      rewriter.replaceOpWithNewOp<onnx::SwishOp>(
          op, type, x, rewriter.getF32FloatAttr(activation->alpha));
    else
      rewriter.replaceOpWithNewOp<onnx::GeluOp>(
          op, type, x, rewriter.getStringAttr(activation->approximate));
    ++count;
    remark::passed(loc, kRemark)
        << (activation->approximate.empty() ? "raised to Swish"
                                            : "raised to Gelu");
    return success();
  }

  Pass::Statistic &count;
};

/// Cast(f(Cast(x))) -> f(x)
template <typename Op> struct DropCasts final : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    return dropCastsAround(rewriter, op);
  }
};

struct OnnxRaiseActivationsPass final
    : impl::OnnxRaiseActivationsPassBase<OnnxRaiseActivationsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RaiseActivation>(&getContext(), numRaised);
    patterns.add<DropCasts<onnx::SwishOp>, DropCasts<onnx::GeluOp>>(
        &getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
