//===- Elementwise.cpp - Element-wise operators ---------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using P = arith::CmpIPredicate;

//===--- Unary
//--------------------------------------------------------------===//

/// The value of a unary operator at one (widened) element.
using UnaryFn = Value (*)(BodyBuilder &b, Value x);

template <typename MathOp> static Value unaryMath(BodyBuilder &b, Value x) {
  return MathOp::create(b, x);
}

/// Floating-point only.
template <typename Op, UnaryFn fn>
static Results lowerFloatUnary(Op op, typename Op::Adaptor adaptor,
                               OpLowering &b) {
  if (!isa<FloatType>(getElementType(adaptor.getInput())))
    return b.fail("is defined on floating-point elements only");
  return one(b.elementwise(
      {adaptor.getInput()}, b.getResultType(),
      [](BodyBuilder &body, ValueRange args) { return fn(body, args[0]); }));
}

/// Integers whose operator is the identity (rounding) pass through.
template <typename Op, UnaryFn fn>
static Results lowerRounding(Op op, typename Op::Adaptor adaptor,
                             OpLowering &b) {
  if (!isa<FloatType>(getElementType(adaptor.getInput())))
    return one(adaptor.getInput());
  return lowerFloatUnary<Op, fn>(op, adaptor, b);
}

static Value softplus(BodyBuilder &b, Value x) {
  // log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)) does not overflow.
  Value magnitude = math::ExpOp::create(
      b, arith::NegFOp::create(b, math::AbsFOp::create(b, x)));
  return b.add(b.max(x, b.f32(0)),
               math::LogOp::create(b, b.add(b.f32(1), magnitude)));
}

static Value mish(BodyBuilder &b, Value x) {
  return b.mul(x, math::TanhOp::create(b, softplus(b, x)));
}

static Value softsign(BodyBuilder &b, Value x) {
  return b.div(x, b.add(b.f32(1), math::AbsFOp::create(b, x)));
}

static Value reciprocal(BodyBuilder &b, Value x) { return b.div(b.f32(1), x); }

static Value sigmoid(BodyBuilder &b, Value x) { return b.sigmoid(x); }

static Value hardSwish(BodyBuilder &b, Value x) {
  Value gate = b.add(b.mul(x, b.f32(1.0 / 6)), b.f32(0.5));
  return b.mul(x, b.max(b.f32(0), b.min(b.f32(1), gate)));
}

static Value geluErf(BodyBuilder &b, Value x) {
  Value erf = math::ErfOp::create(b, b.mul(x, b.f32(M_SQRT1_2)));
  return b.mul(b.mul(b.f32(0.5), x), b.add(b.f32(1), erf));
}

static Value geluTanh(BodyBuilder &b, Value x) {
  Value cube = b.mul(b.mul(x, x), x);
  Value inner =
      b.mul(b.f32(std::sqrt(2 / M_PI)), b.add(x, b.mul(b.f32(0.044715), cube)));
  return b.mul(b.mul(b.f32(0.5), x),
               b.add(b.f32(1), math::TanhOp::create(b, inner)));
}

static Results lowerGelu(onnx::GeluOp op, onnx::GeluOp::Adaptor adaptor,
                         OpLowering &b) {
  if (op.getApproximate() == "none")
    return lowerFloatUnary<onnx::GeluOp, geluErf>(op, adaptor, b);
  if (op.getApproximate() == "tanh")
    return lowerFloatUnary<onnx::GeluOp, geluTanh>(op, adaptor, b);
  return b.fail("approximate must be none or tanh, got " + op.getApproximate());
}

static Results lowerAbs(onnx::AbsOp op, onnx::AbsOp::Adaptor adaptor,
                        OpLowering &b) {
  if (hasUnsignedElements(op.getInput()))
    return one(adaptor.getInput());
  return one(b.elementwise({adaptor.getInput()}, b.getResultType(),
                           [](BodyBuilder &body, ValueRange args) -> Value {
                             if (isa<FloatType>(args[0].getType()))
                               return math::AbsFOp::create(body, args[0]);
                             return math::AbsIOp::create(body, args[0]);
                           }));
}

static Results lowerNeg(onnx::NegOp op, onnx::NegOp::Adaptor adaptor,
                        OpLowering &b) {
  return one(b.elementwise({adaptor.getInput()}, b.getResultType(),
                           [](BodyBuilder &body, ValueRange args) -> Value {
                             if (isa<FloatType>(args[0].getType()))
                               return arith::NegFOp::create(body, args[0]);
                             return body.sub(
                                 body.constant(args[0].getType(), 0), args[0]);
                           }));
}

static Results lowerSign(onnx::SignOp op, onnx::SignOp::Adaptor adaptor,
                         OpLowering &b) {
  bool isUnsigned = hasUnsignedElements(op.getInput());
  auto body = [&](BodyBuilder &body, ValueRange args) {
    Value x = args[0], zero = body.constant(x.getType(), 0);
    Value unit = body.constant(x.getType(), 1);
    if (isUnsigned)
      return body.min(x, unit, isUnsigned);
    Value negative = body.select(body.compare(P::slt, x, zero),
                                 body.constant(x.getType(), -1), zero);
    Value sign = body.select(body.compare(P::sgt, x, zero), unit, negative);
    if (!isa<FloatType>(x.getType()))
      return sign;
    return body.select(body.compare(P::ne, x, x), x, sign);
  };
  return one(b.elementwise({adaptor.getInput()}, b.getResultType(), body));
}

static Results lowerRelu(onnx::ReluOp op, onnx::ReluOp::Adaptor adaptor,
                         OpLowering &b) {
  if (hasUnsignedElements(op.getInput()))
    return one(adaptor.getInput());
  return one(b.elementwise({adaptor.getInput()}, b.getResultType(),
                           [](BodyBuilder &body, ValueRange args) {
                             return body.max(
                                 args[0], body.constant(args[0].getType(), 0));
                           }));
}

static Results lowerNot(onnx::NotOp op, onnx::NotOp::Adaptor adaptor,
                        OpLowering &b) {
  if (!getElementType(adaptor.getInput()).isInteger(1))
    return b.fail("is defined on booleans only");
  return one(b.elementwise({adaptor.getInput()}, b.getResultType(),
                           [](BodyBuilder &body, ValueRange args) {
                             return body.logicalNot(args[0]);
                           }));
}

static Results lowerIdentity(onnx::IdentityOp op,
                             onnx::IdentityOp::Adaptor adaptor, OpLowering &b) {
  return one(adaptor.getInput());
}

//===--- Unary with parameters
//----------------------------------------------===//

template <typename Op>
static Results lowerWith(Op op, OpLowering &b, Value input,
                         LinalgBuilder::Body body) {
  if (!isa<FloatType>(getElementType(input)))
    return b.fail("is defined on floating-point elements only");
  return one(b.elementwise({input}, b.getResultType(), body));
}

/// x where x > 0 and `scale` * (exp(x / `divisor`) - 1) elsewhere. The argument
/// of exp is clamped so that the lane not taken does not overflow.
static Value expLinear(BodyBuilder &b, Value x, double scale, double divisor) {
  Value scaled = b.div(b.min(x, b.f32(0)), b.f32(divisor));
  Value curve =
      b.mul(b.f32(scale), b.sub(math::ExpOp::create(b, scaled), b.f32(1)));
  return b.select(b.compare(P::sgt, x, b.f32(0)), x, curve);
}

static Results lowerLeakyRelu(onnx::LeakyReluOp op,
                              onnx::LeakyReluOp::Adaptor adaptor,
                              OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat();
  return lowerWith(op, b, adaptor.getInput(),
                   [&](BodyBuilder &body, ValueRange args) {
                     Value x = args[0];
                     return body.select(body.compare(P::slt, x, body.f32(0)),
                                        body.mul(x, body.f32(alpha)), x);
                   });
}

static Results lowerElu(onnx::EluOp op, onnx::EluOp::Adaptor adaptor,
                        OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat();
  return lowerWith(op, b, adaptor.getInput(),
                   [&](BodyBuilder &body, ValueRange args) {
                     return expLinear(body, args[0], alpha, 1);
                   });
}

static Results lowerCelu(onnx::CeluOp op, onnx::CeluOp::Adaptor adaptor,
                         OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat();
  if (alpha == 0)
    return b.fail("alpha must not be zero");
  return lowerWith(op, b, adaptor.getInput(),
                   [&](BodyBuilder &body, ValueRange args) {
                     return expLinear(body, args[0], alpha, alpha);
                   });
}

static Results lowerSelu(onnx::SeluOp op, onnx::SeluOp::Adaptor adaptor,
                         OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat(),
         gamma = op.getGamma().convertToFloat();
  return lowerWith(
      op, b, adaptor.getInput(), [&](BodyBuilder &body, ValueRange args) {
        return body.mul(body.f32(gamma), expLinear(body, args[0], alpha, 1));
      });
}

static Results lowerThresholdedRelu(onnx::ThresholdedReluOp op,
                                    onnx::ThresholdedReluOp::Adaptor adaptor,
                                    OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat();
  return lowerWith(
      op, b, adaptor.getInput(), [&](BodyBuilder &body, ValueRange args) {
        Value x = args[0];
        return body.select(body.compare(P::sgt, x, body.f32(alpha)), x,
                           body.f32(0));
      });
}

static Results lowerSwish(onnx::SwishOp op, onnx::SwishOp::Adaptor adaptor,
                          OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat();
  return lowerWith(
      op, b, adaptor.getInput(), [&](BodyBuilder &body, ValueRange args) {
        Value scaled =
            alpha == 1 ? args[0] : body.mul(body.f32(alpha), args[0]);
        return body.mul(args[0], body.sigmoid(scaled));
      });
}

static Results lowerHardSigmoid(onnx::HardSigmoidOp op,
                                onnx::HardSigmoidOp::Adaptor adaptor,
                                OpLowering &b) {
  double alpha = op.getAlpha().convertToFloat(),
         beta = op.getBeta().convertToFloat();
  return lowerWith(
      op, b, adaptor.getInput(), [&](BodyBuilder &body, ValueRange args) {
        Value line =
            body.add(body.mul(args[0], body.f32(alpha)), body.f32(beta));
        return body.max(body.f32(0), body.min(body.f32(1), line));
      });
}

static Results lowerIsNaN(onnx::IsNaNOp op, onnx::IsNaNOp::Adaptor adaptor,
                          OpLowering &b) {
  return lowerWith(op, b, adaptor.getInput(),
                   [](BodyBuilder &body, ValueRange args) {
                     return body.compare(P::ne, args[0], args[0]);
                   });
}

static Results lowerIsInf(onnx::IsInfOp op, onnx::IsInfOp::Adaptor adaptor,
                          OpLowering &b) {
  return lowerWith(
      op, b, adaptor.getInput(), [&](BodyBuilder &body, ValueRange args) {
        Value none = body.constant(body.getI1Type(), 0);
        Value positive = op.getDetectPositive()
                             ? body.compare(P::eq, args[0], body.f32(INFINITY))
                             : none;
        Value negative = op.getDetectNegative()
                             ? body.compare(P::eq, args[0], body.f32(-INFINITY))
                             : none;
        return Value(arith::OrIOp::create(body, positive, negative));
      });
}

template <typename Op>
static Results lowerCast(Op op, typename Op::Adaptor adaptor, OpLowering &b) {
  bool from = hasUnsignedElements(op.getInput()),
       to = hasUnsignedElements(op.getOutput());
  RankedTensorType type = b.getResultType();
  Value input = adaptor.getInput();
  if (getElementType(input) == type.getElementType())
    return one(input);
  return one(b.parallel({input}, {b.getIdentity(type.getRank())}, type,
                        [&](BodyBuilder &body, ValueRange args) {
                          return body.cast(args[0], from, type.getElementType(),
                                           to);
                        }));
}

//===--- Binary
//-------------------------------------------------------------===//

using BinaryFn = Value (*)(BodyBuilder &b, Value x, Value y, bool isUnsigned);

template <typename Op, BinaryFn fn>
static Results lowerBinary(Op op, typename Op::Adaptor adaptor, OpLowering &b) {
  Value lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
  if (getElementType(lhs) != getElementType(rhs))
    return b.fail("has operands of different element types");
  bool isUnsigned = hasUnsignedElements(op.getLhs());
  return one(b.elementwise({lhs, rhs}, b.getResultType(),
                           [&](BodyBuilder &body, ValueRange args) {
                             return fn(body, args[0], args[1], isUnsigned);
                           }));
}

static Value addition(BodyBuilder &b, Value x, Value y, bool) {
  return b.add(x, y);
}
static Value subtraction(BodyBuilder &b, Value x, Value y, bool) {
  return b.sub(x, y);
}
static Value multiplication(BodyBuilder &b, Value x, Value y, bool) {
  return b.mul(x, y);
}
static Value division(BodyBuilder &b, Value x, Value y, bool isUnsigned) {
  return b.div(x, y, isUnsigned);
}
static Value conjunction(BodyBuilder &b, Value x, Value y, bool) {
  return arith::AndIOp::create(b, x, y);
}
static Value disjunction(BodyBuilder &b, Value x, Value y, bool) {
  return arith::OrIOp::create(b, x, y);
}
static Value exclusiveOr(BodyBuilder &b, Value x, Value y, bool) {
  return arith::XOrIOp::create(b, x, y);
}
static Value parametricRelu(BodyBuilder &b, Value x, Value slope,
                            bool isUnsigned) {
  Value isNegative =
      b.compare(P::slt, x, b.constant(x.getType(), 0), isUnsigned);
  return b.select(isNegative, b.mul(x, slope), x);
}
template <P predicate>
static Value comparison(BodyBuilder &b, Value x, Value y, bool isUnsigned) {
  return b.compare(predicate, x, y, isUnsigned);
}

/// The remainder with the sign of the divisor (Python's %) from the one with
/// the sign of the dividend. A float zero takes the divisor's sign as well.
static Value floorRemainder(BodyBuilder &b, Value remainder, Value y) {
  Value zero = b.constant(y.getType(), 0);
  Value isNonZero = b.compare(P::ne, remainder, zero);
  Value signsDiffer = arith::XOrIOp::create(
      b, b.compare(P::slt, remainder, zero), b.compare(P::slt, y, zero));
  Value adjusted = b.select(signsDiffer, b.add(remainder, y), remainder);
  Value exact = isa<FloatType>(y.getType())
                    ? Value(math::CopySignOp::create(b, zero, y))
                    : zero;
  return b.select(isNonZero, adjusted, exact);
}

static Value modulo(BodyBuilder &b, Value x, Value y, bool isUnsigned,
                    bool isFmod) {
  if (isUnsigned)
    return arith::RemUIOp::create(b, x, y);
  Value remainder = isa<FloatType>(x.getType())
                        ? Value(arith::RemFOp::create(b, x, y))
                        : Value(arith::RemSIOp::create(b, x, y));
  return isFmod ? remainder : floorRemainder(b, remainder, y);
}

static Results lowerMod(onnx::ModOp op, onnx::ModOp::Adaptor adaptor,
                        OpLowering &b) {
  bool isFmod = op.getFmod() != 0,
       isUnsigned = hasUnsignedElements(op.getLhs());
  if (getElementType(adaptor.getLhs()) != getElementType(adaptor.getRhs()))
    return b.fail("has operands of different element types");
  return one(
      b.elementwise({adaptor.getLhs(), adaptor.getRhs()}, b.getResultType(),
                    [&](BodyBuilder &body, ValueRange args) {
                      return modulo(body, args[0], args[1], isUnsigned, isFmod);
                    }));
}

/// The one value of a literal exponent, or none.
static std::optional<double> getUniformExponent(Value exponent) {
  DenseElementsAttr literal = getLiteral(exponent);
  if (!literal || !literal.isSplat())
    return std::nullopt;
  if (FailureOr<SmallVector<double>> floats = getFloats(exponent);
      succeeded(floats))
    return floats->empty() ? std::nullopt : std::optional(floats->front());
  if (FailureOr<SmallVector<int64_t>> integers = getIntegers(exponent);
      succeeded(integers))
    return integers->empty() ? std::nullopt
                             : std::optional<double>(integers->front());
  return std::nullopt;
}

/// x^exponent by multiplications; null when that is not exact enough.
static Value smallPower(BodyBuilder &b, Value x, double exponent) {
  if (exponent == 1)
    return x;
  if (exponent == 2)
    return b.mul(x, x);
  if (exponent == 3)
    return b.mul(b.mul(x, x), x);
  if (exponent == 0.5 && isa<FloatType>(x.getType()))
    return math::SqrtOp::create(b, x);
  return {};
}

static Results lowerPow(onnx::PowOp op, onnx::PowOp::Adaptor adaptor,
                        OpLowering &b) {
  bool lhsUnsigned = hasUnsignedElements(op.getLhs()),
       rhsUnsigned = hasUnsignedElements(op.getRhs());
  Value lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
  RankedTensorType type = b.getResultType();
  std::optional<double> exponent = getUniformExponent(op.getRhs());
  bool isSmall =
      exponent && (llvm::is_contained({1.0, 2.0, 3.0}, *exponent) ||
                   (*exponent == 0.5 && isa<FloatType>(getElementType(lhs))));
  if (isSmall)
    return one(
        b.elementwise({lhs}, type, [&](BodyBuilder &body, ValueRange args) {
          return smallPower(body, args[0], *exponent);
        }));
  return one(
      b.elementwise({lhs, rhs}, type, [&](BodyBuilder &body, ValueRange args) {
        Type f32 = body.getF32Type();
        Value base = body.cast(args[0], lhsUnsigned, f32, false);
        Value power = math::PowFOp::create(
            body, base, body.cast(args[1], rhsUnsigned, f32, false));
        return body.cast(power, false, getComputeType(type.getElementType()),
                         lhsUnsigned);
      }));
}

//===--- Variadic, selection, clamping
//--------------------------------------===//

static Value maximum(BodyBuilder &b, Value x, Value y, bool isUnsigned) {
  return b.max(x, y, isUnsigned);
}
static Value minimum(BodyBuilder &b, Value x, Value y, bool isUnsigned) {
  return b.min(x, y, isUnsigned);
}

template <typename Op, BinaryFn fn, bool isMean = false>
static Results lowerVariadic(Op op, typename Op::Adaptor adaptor,
                             OpLowering &b) {
  if (adaptor.getInputs().empty())
    return b.fail("needs at least one operand");
  bool isUnsigned = hasUnsignedElements(op.getInputs().front());
  auto body = [&](BodyBuilder &body, ValueRange args) {
    Value result = args[0];
    for (Value arg : args.drop_front())
      result = fn(body, result, arg, isUnsigned);
    if (isMean)
      result = body.div(result, body.constant(result.getType(), args.size()));
    return result;
  };
  return one(b.elementwise(adaptor.getInputs(), b.getResultType(), body));
}

static Results lowerWhere(onnx::WhereOp op, onnx::WhereOp::Adaptor adaptor,
                          OpLowering &b) {
  RankedTensorType type = b.getResultType();
  SmallVector<Value> inputs{adaptor.getCondition(), adaptor.getLhs(),
                            adaptor.getRhs()};
  if (!getElementType(inputs[0]).isInteger(1))
    return b.fail("needs a boolean condition");
  SmallVector<AffineMap> maps;
  for (Value input : inputs)
    maps.push_back(b.getBroadcastMap(getShape(input), type.getShape()));
  return one(
      b.parallel(inputs, maps, type, [](BodyBuilder &body, ValueRange args) {
        return body.select(args[0], args[1], args[2]);
      }));
}

static Results lowerClip(onnx::ClipOp op, onnx::ClipOp::Adaptor adaptor,
                         OpLowering &b) {
  bool isUnsigned = hasUnsignedElements(op.getInput());
  bool hasMin = !onnx::isAbsent(op.getMin()),
       hasMax = !onnx::isAbsent(op.getMax());
  SmallVector<Value> inputs{adaptor.getInput()};
  for (Value bound : {hasMin ? adaptor.getMin() : Value(),
                      hasMax ? adaptor.getMax() : Value()})
    if (bound) {
      if (getType(bound).getNumElements() != 1)
        return b.fail("needs scalar bounds");
      inputs.push_back(b.reshape(bound, {}));
    }
  return one(b.elementwise(
      inputs, b.getResultType(), [&](BodyBuilder &body, ValueRange args) {
        Value x = args[0];
        if (hasMin)
          x = body.max(x, args[1], isUnsigned);
        if (hasMax)
          x = body.min(x, args[hasMin ? 2 : 1], isUnsigned);
        return x;
      }));
}

static Results lowerDropout(onnx::DropoutOp op,
                            onnx::DropoutOp::Adaptor adaptor, OpLowering &b) {
  if (!onnx::isAbsent(op.getMask()))
    return b.fail(
        "has a mask that is used; only the inference form is supported");
  if (!onnx::isAbsent(op.getTrainingMode())) {
    DenseElementsAttr training = getLiteral(op.getTrainingMode());
    if (!training || !training.isSplat() || training.getSplatValue<bool>())
      return b.fail("is in training mode");
  }
  Value none = onnx::NoValueOp::create(b.getBuilder(), b.getLoc(),
                                       NoneType::get(b.getContext()));
  return SmallVector<Value>{adaptor.getData(), none};
}

//===--- Registration
//-------------------------------------------------------===//

static void populateUnary(PatternCollector &p) {
  p.add<onnx::SqrtOp>(lowerFloatUnary<onnx::SqrtOp, unaryMath<math::SqrtOp>>);
  p.add<onnx::ExpOp>(lowerFloatUnary<onnx::ExpOp, unaryMath<math::ExpOp>>);
  p.add<onnx::LogOp>(lowerFloatUnary<onnx::LogOp, unaryMath<math::LogOp>>);
  p.add<onnx::ErfOp>(lowerFloatUnary<onnx::ErfOp, unaryMath<math::ErfOp>>);
  p.add<onnx::SinOp>(lowerFloatUnary<onnx::SinOp, unaryMath<math::SinOp>>);
  p.add<onnx::CosOp>(lowerFloatUnary<onnx::CosOp, unaryMath<math::CosOp>>);
  p.add<onnx::TanOp>(lowerFloatUnary<onnx::TanOp, unaryMath<math::TanOp>>);
  p.add<onnx::AsinOp>(lowerFloatUnary<onnx::AsinOp, unaryMath<math::AsinOp>>);
  p.add<onnx::AcosOp>(lowerFloatUnary<onnx::AcosOp, unaryMath<math::AcosOp>>);
  p.add<onnx::AtanOp>(lowerFloatUnary<onnx::AtanOp, unaryMath<math::AtanOp>>);
  p.add<onnx::SinhOp>(lowerFloatUnary<onnx::SinhOp, unaryMath<math::SinhOp>>);
  p.add<onnx::CoshOp>(lowerFloatUnary<onnx::CoshOp, unaryMath<math::CoshOp>>);
  p.add<onnx::AsinhOp>(
      lowerFloatUnary<onnx::AsinhOp, unaryMath<math::AsinhOp>>);
  p.add<onnx::AcoshOp>(
      lowerFloatUnary<onnx::AcoshOp, unaryMath<math::AcoshOp>>);
  p.add<onnx::AtanhOp>(
      lowerFloatUnary<onnx::AtanhOp, unaryMath<math::AtanhOp>>);
  p.add<onnx::TanhOp>(lowerFloatUnary<onnx::TanhOp, unaryMath<math::TanhOp>>);
  p.add<onnx::CeilOp>(lowerRounding<onnx::CeilOp, unaryMath<math::CeilOp>>);
  p.add<onnx::FloorOp>(lowerRounding<onnx::FloorOp, unaryMath<math::FloorOp>>);
  p.add<onnx::RoundOp>(
      lowerRounding<onnx::RoundOp, unaryMath<math::RoundEvenOp>>);
  p.add<onnx::ReciprocalOp>(lowerFloatUnary<onnx::ReciprocalOp, reciprocal>);
  p.add<onnx::SigmoidOp>(lowerFloatUnary<onnx::SigmoidOp, sigmoid>);
  p.add<onnx::SoftplusOp>(lowerFloatUnary<onnx::SoftplusOp, softplus>);
  p.add<onnx::SoftsignOp>(lowerFloatUnary<onnx::SoftsignOp, softsign>);
  p.add<onnx::MishOp>(lowerFloatUnary<onnx::MishOp, mish>);
  p.add<onnx::HardSwishOp>(lowerFloatUnary<onnx::HardSwishOp, hardSwish>);
  p.add<onnx::GeluOp>(lowerGelu);
  p.add<onnx::AbsOp>(lowerAbs);
  p.add<onnx::NegOp>(lowerNeg);
  p.add<onnx::SignOp>(lowerSign);
  p.add<onnx::ReluOp>(lowerRelu);
  p.add<onnx::NotOp>(lowerNot);
  p.add<onnx::IdentityOp>(lowerIdentity);
  p.add<onnx::LeakyReluOp>(lowerLeakyRelu);
  p.add<onnx::EluOp>(lowerElu);
  p.add<onnx::CeluOp>(lowerCelu);
  p.add<onnx::SeluOp>(lowerSelu);
  p.add<onnx::ThresholdedReluOp>(lowerThresholdedRelu);
  p.add<onnx::SwishOp>(lowerSwish);
  p.add<onnx::HardSigmoidOp>(lowerHardSigmoid);
  p.add<onnx::IsNaNOp>(lowerIsNaN);
  p.add<onnx::IsInfOp>(lowerIsInf);
  p.add<onnx::CastOp>(lowerCast<onnx::CastOp>);
  p.add<onnx::CastLikeOp>(lowerCast<onnx::CastLikeOp>);
  p.add<onnx::DropoutOp>(lowerDropout);
}

void mlir::burin::to_linalg::populateElementwisePatterns(PatternCollector &p) {
  populateUnary(p);
  p.add<onnx::AddOp>(lowerBinary<onnx::AddOp, addition>);
  p.add<onnx::SubOp>(lowerBinary<onnx::SubOp, subtraction>);
  p.add<onnx::MulOp>(lowerBinary<onnx::MulOp, multiplication>);
  p.add<onnx::DivOp>(lowerBinary<onnx::DivOp, division>);
  p.add<onnx::PReluOp>(lowerBinary<onnx::PReluOp, parametricRelu>);
  p.add<onnx::AndOp>(lowerBinary<onnx::AndOp, conjunction>);
  p.add<onnx::OrOp>(lowerBinary<onnx::OrOp, disjunction>);
  p.add<onnx::XorOp>(lowerBinary<onnx::XorOp, exclusiveOr>);
  p.add<onnx::EqualOp>(lowerBinary<onnx::EqualOp, comparison<P::eq>>);
  p.add<onnx::LessOp>(lowerBinary<onnx::LessOp, comparison<P::slt>>);
  p.add<onnx::LessOrEqualOp>(
      lowerBinary<onnx::LessOrEqualOp, comparison<P::sle>>);
  p.add<onnx::GreaterOp>(lowerBinary<onnx::GreaterOp, comparison<P::sgt>>);
  p.add<onnx::GreaterOrEqualOp>(
      lowerBinary<onnx::GreaterOrEqualOp, comparison<P::sge>>);
  p.add<onnx::ModOp>(lowerMod);
  p.add<onnx::PowOp>(lowerPow);
  p.add<onnx::MaxOp>(lowerVariadic<onnx::MaxOp, maximum>);
  p.add<onnx::MinOp>(lowerVariadic<onnx::MinOp, minimum>);
  p.add<onnx::SumOp>(lowerVariadic<onnx::SumOp, addition>);
  p.add<onnx::MeanOp>(lowerVariadic<onnx::MeanOp, addition, true>);
  p.add<onnx::WhereOp>(lowerWhere);
  p.add<onnx::ClipOp>(lowerClip);
}
