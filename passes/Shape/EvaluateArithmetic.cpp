//===- EvaluateArithmetic.cpp - Element-wise constant evaluation ----------===//
#include "Evaluator.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::burin;

namespace {

/// Linear index of `coordinates` in a literal that broadcasts to them.
class BroadcastIndex {
public:
  BroadcastIndex(const Literal &literal, size_t rank) : strides(rank, 0) {
    SmallVector<int64_t> own = getStrides(literal.shape());
    size_t missing = rank - own.size();
    for (size_t i = 0; i < own.size(); ++i)
      strides[missing + i] = literal.shape()[i] == 1 ? 0 : own[i];
  }
  int64_t operator()(ArrayRef<int64_t> coordinates) const {
    int64_t index = 0;
    for (auto [stride, coordinate] : llvm::zip_equal(strides, coordinates))
      index += stride * coordinate;
    return index;
  }

private:
  SmallVector<int64_t> strides;
};

/// Calls `visit(result index, operand indices)`; false stops.
bool forEachBroadcast(
    Evaluation &e, llvm::function_ref<bool(int64_t, ArrayRef<int64_t>)> visit) {
  SmallVector<BroadcastIndex> indexers;
  for (const auto &operand : e.operands)
    indexers.emplace_back(*operand, e.result().shape().size());
  SmallVector<int64_t> indices(indexers.size());
  bool isFine = true;
  forEachIndex(
      e.result().shape(), [&](int64_t linear, ArrayRef<int64_t> coordinates) {
        if (!isFine)
          return;
        for (auto [index, indexer] : llvm::zip_equal(indices, indexers))
          index = indexer(coordinates);
        isFine = visit(linear, indices);
      });
  return isFine;
}

//===--- Unary
//--------------------------------------------------------------===//

template <double (*apply)(double)> bool evaluateFloatUnary(Evaluation &e) {
  const Literal &input = e.operand(0);
  if (!input.isFloat())
    return false;
  Type type = e.result().type.getElementType();
  for (int64_t i = 0; i < input.size(); ++i)
    e.result().floats[i] = roundTo(type, apply(input.floats[i]));
  return true;
}

double reciprocal(double x) { return 1.0 / x; }
double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// Operators that also take integers.
template <double (*applyFloat)(double), bool (*applyInt)(int64_t, int64_t &)>
bool evaluateUnary(Evaluation &e) {
  const Literal &input = e.operand(0);
  if (input.isFloat())
    return evaluateFloatUnary<applyFloat>(e);
  Type type = e.result().type.getElementType();
  for (int64_t i = 0; i < input.size(); ++i)
    if (!applyInt(input.ints[i], e.result().ints[i]) ||
        !fitsIn(type, e.result().ints[i]))
      return false;
  return true;
}

double negateFloat(double x) { return -x; }
bool negateInt(int64_t x, int64_t &y) {
  return !llvm::SubOverflow(int64_t{0}, x, y);
}
double absFloat(double x) { return std::fabs(x); }
bool absInt(int64_t x, int64_t &y) {
  return x < 0 ? negateInt(x, y) : (y = x, true);
}
double signFloat(double x) { return std::isnan(x) ? x : (x > 0) - (x < 0); }
bool signInt(int64_t x, int64_t &y) { return y = (x > 0) - (x < 0), true; }
double reluFloat(double x) { return x < 0 ? 0 : x; }
bool reluInt(int64_t x, int64_t &y) {
  return y = std::max<int64_t>(x, 0), true;
}

bool evaluateNot(Evaluation &e) {
  for (int64_t i = 0; i < e.operand(0).size(); ++i)
    e.result().ints[i] = e.operand(0).ints[i] == 0;
  return true;
}

//===--- Binary and variadic
//------------------------------------------------===//

using FloatBinary = double (*)(double, double);
using IntBinary = bool (*)(int64_t, int64_t, int64_t &);

/// Folds all operands from the left, so it serves variadic operators too.
template <FloatBinary applyFloat, IntBinary applyInt>
bool evaluateArithmetic(Evaluation &e) {
  Literal &result = e.result();
  Type type = result.type.getElementType();
  return forEachBroadcast(e, [&](int64_t i, ArrayRef<int64_t> from) {
    if (result.isFloat()) {
      double value = e.operand(0).floats[from[0]];
      for (size_t k = 1; k < from.size(); ++k)
        value = roundTo(type, applyFloat(value, e.operand(k).floats[from[k]]));
      result.floats[i] = value;
      return true;
    }
    int64_t value = e.operand(0).ints[from[0]];
    for (size_t k = 1; k < from.size(); ++k)
      if (!applyInt(value, e.operand(k).ints[from[k]], value) ||
          !fitsIn(type, value))
        return false;
    result.ints[i] = value;
    return true;
  });
}

double addFloat(double a, double b) { return a + b; }
double subFloat(double a, double b) { return a - b; }
double mulFloat(double a, double b) { return a * b; }
double divFloat(double a, double b) { return a / b; }
double maxFloat(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? NAN : std::max(a, b);
}
double minFloat(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? NAN : std::min(a, b);
}
bool addInt(int64_t a, int64_t b, int64_t &c) {
  return !llvm::AddOverflow(a, b, c);
}
bool subInt(int64_t a, int64_t b, int64_t &c) {
  return !llvm::SubOverflow(a, b, c);
}
bool mulInt(int64_t a, int64_t b, int64_t &c) {
  return !llvm::MulOverflow(a, b, c);
}
bool maxInt(int64_t a, int64_t b, int64_t &c) {
  return c = std::max(a, b), true;
}
bool minInt(int64_t a, int64_t b, int64_t &c) {
  return c = std::min(a, b), true;
}
/// Truncates towards zero.
bool divInt(int64_t a, int64_t b, int64_t &c) {
  if (b == 0 || (a == INT64_MIN && b == -1))
    return false;
  c = a / b;
  return true;
}

/// The sign of the divisor, or of the dividend with fmod.
bool evaluateMod(Evaluation &e) {
  bool takesDividendSign = cast<onnx::ModOp>(e.op).getFmod() != 0;
  Literal &result = e.result();
  return forEachBroadcast(e, [&](int64_t i, ArrayRef<int64_t> from) {
    if (result.isFloat()) {
      result.floats[i] = roundTo(result.type.getElementType(),
                                 std::fmod(e.operand(0).floats[from[0]],
                                           e.operand(1).floats[from[1]]));
      return takesDividendSign;
    }
    int64_t a = e.operand(0).ints[from[0]], b = e.operand(1).ints[from[1]];
    if (b == 0 || b == -1)
      return b == -1;
    int64_t rest = a % b;
    result.ints[i] = !takesDividendSign && rest != 0 && (rest < 0) != (b < 0)
                         ? rest + b
                         : rest;
    return true;
  });
}

/// base^exponent of integers, exponent >= 0.
bool powInt(int64_t base, int64_t exponent, int64_t &result) {
  result = 1;
  if (exponent < 0)
    return false;
  // Beyond 64 steps only 0 and +-1 do not overflow.
  if (exponent > 64 && base >= -1 && base <= 1)
    exponent = 64 + exponent % 2;
  for (int64_t i = 0; i < exponent; ++i)
    if (llvm::MulOverflow(result, base, result))
      return false;
  return true;
}

bool evaluatePow(Evaluation &e) {
  Literal &result = e.result();
  Type type = result.type.getElementType();
  return forEachBroadcast(e, [&](int64_t i, ArrayRef<int64_t> from) {
    if (result.isFloat()) {
      result.floats[i] = roundTo(type, std::pow(e.operand(0).floats[from[0]],
                                                e.operand(1).asFloat(from[1])));
      return true;
    }
    return !e.operand(1).isFloat() &&
           powInt(e.operand(0).ints[from[0]], e.operand(1).ints[from[1]],
                  result.ints[i]) &&
           fitsIn(type, result.ints[i]);
  });
}

template <typename Compare> bool evaluateCompare(Evaluation &e) {
  return forEachBroadcast(e, [&](int64_t i, ArrayRef<int64_t> from) {
    const Literal &a = e.operand(0), &b = e.operand(1);
    e.result().ints[i] = a.isFloat()
                             ? Compare()(a.floats[from[0]], b.floats[from[1]])
                             : Compare()(a.ints[from[0]], b.ints[from[1]]);
    return true;
  });
}

bool andInt(int64_t a, int64_t b, int64_t &c) { return c = (a & b), true; }
bool orInt(int64_t a, int64_t b, int64_t &c) { return c = (a | b), true; }
bool xorInt(int64_t a, int64_t b, int64_t &c) { return c = (a ^ b), true; }

bool evaluateWhere(Evaluation &e) {
  return forEachBroadcast(e, [&](int64_t i, ArrayRef<int64_t> from) {
    unsigned chosen = e.operand(0).ints[from[0]] ? 1 : 2;
    e.result().copy(i, e.operand(chosen), from[chosen]);
    return true;
  });
}

bool evaluateClip(Evaluation &e) {
  Literal &result = e.result();
  for (int64_t i = 0; i < result.size(); ++i) {
    result.copy(i, e.operand(0), i);
    if (e.hasOperand(1) && result.isFloat())
      result.floats[i] = std::max(result.floats[i], e.operand(1).floats[0]);
    else if (e.hasOperand(1))
      result.ints[i] = std::max(result.ints[i], e.operand(1).ints[0]);
    if (e.hasOperand(2) && result.isFloat())
      result.floats[i] = std::min(result.floats[i], e.operand(2).floats[0]);
    else if (e.hasOperand(2))
      result.ints[i] = std::min(result.ints[i], e.operand(2).ints[0]);
  }
  return true;
}

//===--- Cast
//---------------------------------------------------------------===//

/// Narrowing integers wrap around; a float outside of the target is left alone.
bool castElement(const Literal &from, Literal &to, int64_t i) {
  Type type = to.type.getElementType();
  if (to.isFloat()) {
    to.floats[i] = roundTo(type, from.asFloat(i));
    return true;
  }
  if (type.isInteger(1)) {
    to.ints[i] = from.isFloat() ? from.floats[i] != 0 : from.ints[i] != 0;
    return true;
  }
  if (!from.isFloat()) {
    to.ints[i] = from.ints[i];
    return fitsIn(type, from.ints[i]) || type.getIntOrFloatBitWidth() < 64;
  }
  double value = std::trunc(from.floats[i]);
  if (!(std::abs(value) < 0x1p62))
    return false;
  to.ints[i] = static_cast<int64_t>(value);
  return fitsIn(type, to.ints[i]);
}

bool evaluateCast(Evaluation &e) {
  for (int64_t i = 0; i < e.result().size(); ++i)
    if (!castElement(e.operand(0), e.result(), i))
      return false;
  return true;
}

} // namespace

void mlir::burin::addArithmeticEvaluators(EvaluatorTable &table) {
  table["Abs"] = evaluateUnary<absFloat, absInt>;
  table["Neg"] = evaluateUnary<negateFloat, negateInt>;
  table["Sign"] = evaluateUnary<signFloat, signInt>;
  table["Relu"] = evaluateUnary<reluFloat, reluInt>;
  table["Ceil"] = evaluateFloatUnary<std::ceil>;
  table["Floor"] = evaluateFloatUnary<std::floor>;
  table["Round"] = evaluateFloatUnary<std::nearbyint>;
  table["Sqrt"] = evaluateFloatUnary<std::sqrt>;
  table["Exp"] = evaluateFloatUnary<std::exp>;
  table["Log"] = evaluateFloatUnary<std::log>;
  table["Sin"] = evaluateFloatUnary<std::sin>;
  table["Cos"] = evaluateFloatUnary<std::cos>;
  table["Tan"] = evaluateFloatUnary<std::tan>;
  table["Tanh"] = evaluateFloatUnary<std::tanh>;
  table["Erf"] = evaluateFloatUnary<std::erf>;
  table["Reciprocal"] = evaluateFloatUnary<reciprocal>;
  table["Sigmoid"] = evaluateFloatUnary<sigmoid>;
  table["Not"] = evaluateNot;
  table["Add"] = table["Sum"] = evaluateArithmetic<addFloat, addInt>;
  table["Sub"] = evaluateArithmetic<subFloat, subInt>;
  table["Mul"] = evaluateArithmetic<mulFloat, mulInt>;
  table["Div"] = evaluateArithmetic<divFloat, divInt>;
  table["Max"] = evaluateArithmetic<maxFloat, maxInt>;
  table["Min"] = evaluateArithmetic<minFloat, minInt>;
  table["And"] = evaluateArithmetic<addFloat, andInt>;
  table["Or"] = evaluateArithmetic<addFloat, orInt>;
  table["Xor"] = evaluateArithmetic<addFloat, xorInt>;
  table["Mod"] = evaluateMod;
  table["Pow"] = evaluatePow;
  table["Equal"] = evaluateCompare<std::equal_to<>>;
  table["Less"] = evaluateCompare<std::less<>>;
  table["LessOrEqual"] = evaluateCompare<std::less_equal<>>;
  table["Greater"] = evaluateCompare<std::greater<>>;
  table["GreaterOrEqual"] = evaluateCompare<std::greater_equal<>>;
  table["Where"] = evaluateWhere;
  table["Clip"] = evaluateClip;
  table["Cast"] = table["CastLike"] = evaluateCast;
}
