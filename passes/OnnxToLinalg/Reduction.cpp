//===- Reduction.cpp - Reductions, ArgMax, Softmax, CumSum ----------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using P = arith::CmpIPredicate;
using utils::IteratorType;

//===--- Reduce*
//------------------------------------------------------------===//

/// The reduced axes; empty when the op is the identity.
template <typename Op>
static FailureOr<SmallVector<int64_t>> getAxes(Op op, OpLowering &b,
                                               int64_t rank) {
  SmallVector<int64_t> axes;
  if (!onnx::isAbsent(op.getAxes())) {
    FailureOr<SmallVector<int64_t>> literal = getIntegers(op.getAxes());
    if (failed(literal))
      return b.fail("needs literal axes");
    axes = *literal;
  }
  if (axes.empty() && !op.getNoopWithEmptyAxes())
    axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  FailureOr<SmallVector<int64_t>> normalized = normalizeAxes(axes, rank);
  if (failed(normalized))
    return b.fail("has axes that are out of range or not unique");
  return normalized;
}

namespace {
/// What one Reduce* operator does; functions see the compute type.
struct Reduction {
  double identity = 0;
  Value (*combine)(BodyBuilder &b, Value element, Value accumulator,
                   bool isUnsigned) = nullptr;
  /// Applied to the accumulator of `count` elements; may be null.
  Value (*finish)(BodyBuilder &b, Value accumulator, int64_t count,
                  bool isUnsigned) = nullptr;
  /// What an element becomes when no axis is reduced; null: the identity.
  Value (*element)(BodyBuilder &b, Value element, bool isUnsigned) = nullptr;
};
} // namespace

static Value addElement(BodyBuilder &b, Value x, Value sum, bool) {
  return b.add(sum, x);
}
static Value addSquare(BodyBuilder &b, Value x, Value sum, bool) {
  return b.add(sum, b.mul(x, x));
}
static Value absolute(BodyBuilder &b, Value x, bool isUnsigned) {
  if (isa<FloatType>(x.getType()))
    return math::AbsFOp::create(b, x);
  return isUnsigned ? x : Value(math::AbsIOp::create(b, x));
}
static Value addAbsolute(BodyBuilder &b, Value x, Value sum, bool isUnsigned) {
  return b.add(sum, absolute(b, x, isUnsigned));
}
static Value multiply(BodyBuilder &b, Value x, Value result, bool) {
  return b.mul(result, x);
}
static Value largest(BodyBuilder &b, Value x, Value result, bool isUnsigned) {
  return b.max(result, x, isUnsigned);
}
static Value smallest(BodyBuilder &b, Value x, Value result, bool isUnsigned) {
  return b.min(result, x, isUnsigned);
}
static Value divideByCount(BodyBuilder &b, Value sum, int64_t count,
                           bool isUnsigned) {
  return b.div(sum, b.constant(sum.getType(), count), isUnsigned);
}
/// Applies a float function to an integer as well.
template <typename MathOp>
static Value viaFloat(BodyBuilder &b, Value x, int64_t, bool isUnsigned) {
  Type type = x.getType();
  Value wide = b.cast(x, isUnsigned,
                      isa<FloatType>(type) ? type : b.getF32Type(), false);
  return b.cast(MathOp::create(b, wide), false, type, isUnsigned);
}
static Value square(BodyBuilder &b, Value x, bool) { return b.mul(x, x); }
static Value logarithm(BodyBuilder &b, Value x, bool isUnsigned) {
  return viaFloat<math::LogOp>(b, x, 0, isUnsigned);
}

static Value finishReduction(OpLowering &b, Value accumulated,
                             const Reduction &reduction, int64_t count,
                             bool isUnsigned) {
  RankedTensorType type =
      getType(accumulated).clone(b.getResultType().getElementType());
  if (!reduction.finish)
    return b.convert(accumulated, type.getElementType());
  return b.elementwise(
      {accumulated}, type, [&](BodyBuilder &body, ValueRange args) {
        return reduction.finish(body, args[0], count, isUnsigned);
      });
}

static int64_t countElements(Value value, ArrayRef<int64_t> axes) {
  int64_t count = 1;
  for (int64_t axis : axes)
    count *= getShape(value)[axis];
  return count;
}

/// The identity of min and max in the element type.
static double getIdentity(double identity, Type type, bool isUnsigned) {
  if (!std::isinf(identity) || isa<FloatType>(type))
    return identity;
  if (isUnsigned || type.isInteger(1))
    return identity < 0 ? 0 : -1; // -1: all bits set
  return identity;
}

template <typename Op>
static Results lowerReduction(Op op, typename Op::Adaptor adaptor,
                              OpLowering &b, const Reduction &reduction) {
  Value data = adaptor.getData();
  bool isUnsigned = hasUnsignedElements(op.getData());
  FailureOr<SmallVector<int64_t>> axes =
      getAxes(op, b, getType(data).getRank());
  if (failed(axes))
    return failure();
  if (axes->empty() && !reduction.element)
    return one(data);
  if (axes->empty())
    return one(b.elementwise(
        {data}, b.getResultType(), [&](BodyBuilder &body, ValueRange args) {
          return reduction.element(body, args[0], isUnsigned);
        }));
  Type type = getComputeType(getElementType(data));
  Value accumulated = b.reduceAxes(
      data, *axes, type, getIdentity(reduction.identity, type, isUnsigned),
      [&](BodyBuilder &body, ValueRange args) {
        return reduction.combine(body, args[0], args[1], isUnsigned);
      });
  Value result = finishReduction(b, accumulated, reduction,
                                 countElements(data, *axes), isUnsigned);
  return one(b.reshape(result, b.getResultType().getShape()));
}

static Results lowerMean(onnx::ReduceMeanOp op, onnx::ReduceMeanOp::Adaptor a,
                         OpLowering &b) {
  return lowerReduction(op, a, b, {0, addElement, divideByCount, nullptr});
}
static Results lowerSum(onnx::ReduceSumOp op, onnx::ReduceSumOp::Adaptor a,
                        OpLowering &b) {
  return lowerReduction(op, a, b, {0, addElement, nullptr, nullptr});
}
static Results lowerMax(onnx::ReduceMaxOp op, onnx::ReduceMaxOp::Adaptor a,
                        OpLowering &b) {
  return lowerReduction(op, a, b, {-INFINITY, largest, nullptr, nullptr});
}
static Results lowerMin(onnx::ReduceMinOp op, onnx::ReduceMinOp::Adaptor a,
                        OpLowering &b) {
  return lowerReduction(op, a, b, {INFINITY, smallest, nullptr, nullptr});
}
static Results lowerProd(onnx::ReduceProdOp op, onnx::ReduceProdOp::Adaptor a,
                         OpLowering &b) {
  return lowerReduction(op, a, b, {1, multiply, nullptr, nullptr});
}
static Results lowerL1(onnx::ReduceL1Op op, onnx::ReduceL1Op::Adaptor a,
                       OpLowering &b) {
  return lowerReduction(op, a, b, {0, addAbsolute, nullptr, absolute});
}
static Results lowerL2(onnx::ReduceL2Op op, onnx::ReduceL2Op::Adaptor a,
                       OpLowering &b) {
  return lowerReduction(op, a, b,
                        {0, addSquare, viaFloat<math::SqrtOp>, absolute});
}
static Results lowerLogSum(onnx::ReduceLogSumOp op,
                           onnx::ReduceLogSumOp::Adaptor a, OpLowering &b) {
  return lowerReduction(op, a, b,
                        {0, addElement, viaFloat<math::LogOp>, logarithm});
}
static Results lowerSumSquare(onnx::ReduceSumSquareOp op,
                              onnx::ReduceSumSquareOp::Adaptor a,
                              OpLowering &b) {
  return lowerReduction(op, a, b, {0, addSquare, nullptr, square});
}

//===--- Exponentials
//-------------------------------------------------------===//

/// Dimensions of an iteration space of `rank` that are not in `axes`.
static SmallVector<int64_t> getKept(int64_t rank, ArrayRef<int64_t> axes) {
  SmallVector<int64_t> kept;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (!llvm::is_contained(axes, dim))
      kept.push_back(dim);
  return kept;
}

/// The maximum over `axes`, with infinities replaced by 0: exp(x - m) must not
/// see inf - inf.
static Value getFiniteMax(OpLowering &b, Value data, ArrayRef<int64_t> axes) {
  Value max = b.reduceAxes(data, axes, b.getF32(), -INFINITY,
                           [](BodyBuilder &body, ValueRange args) {
                             return body.max(args[1], args[0]);
                           });
  return b.elementwise(
      {max}, getType(max), [](BodyBuilder &body, ValueRange args) {
        Value magnitude = math::AbsFOp::create(body, args[0]);
        Value isInfinite = body.compare(P::eq, magnitude, body.f32(INFINITY));
        return body.select(isInfinite, body.f32(0), args[0]);
      });
}

/// log(sum(exp(x - max))) over `axes`, without the maximum.
static Value getLogSumExp(OpLowering &b, Value data, Value max,
                          ArrayRef<int64_t> axes) {
  int64_t rank = getType(data).getRank();
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  for (int64_t axis : axes)
    iterators[axis] = IteratorType::reduction;
  AffineMap kept = b.getProjection(rank, getKept(rank, axes));
  Value sum =
      b.reduce({data, max}, {b.getIdentity(rank), kept, kept}, iterators,
               b.filled(getShape(max), b.getF32(), 0),
               [](BodyBuilder &body, ValueRange args) {
                 Value shifted = body.sub(body.widen(args[0]), args[1]);
                 return body.add(args[2], math::ExpOp::create(body, shifted));
               });
  return b.elementwise({sum}, getType(sum),
                       [](BodyBuilder &body, ValueRange args) -> Value {
                         return math::LogOp::create(body, args[0]);
                       });
}

static Results lowerLogSumExp(onnx::ReduceLogSumExpOp op,
                              onnx::ReduceLogSumExpOp::Adaptor adaptor,
                              OpLowering &b) {
  Value data = adaptor.getData();
  FailureOr<SmallVector<int64_t>> axes =
      getAxes(op, b, getType(data).getRank());
  if (failed(axes))
    return failure();
  if (!isa<FloatType>(getElementType(data)))
    return b.fail("is supported on floating-point elements only");
  if (axes->empty())
    return one(data);
  data = b.convert(data, getComputeType(getElementType(data)));
  Value max = getFiniteMax(b, data, *axes);
  Value rest = getLogSumExp(b, data, max, *axes);
  RankedTensorType type =
      getType(max).clone(b.getResultType().getElementType());
  Value result =
      b.elementwise({max, rest}, type, [](BodyBuilder &body, ValueRange args) {
        return body.add(args[0], args[1]);
      });
  return one(b.reshape(result, b.getResultType().getShape()));
}

static Results lowerSoftmax(onnx::SoftmaxOp op,
                            onnx::SoftmaxOp::Adaptor adaptor, OpLowering &b) {
  Value input = adaptor.getInput();
  int64_t rank = getType(input).getRank();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), rank);
  if (failed(axis))
    return b.fail("has an axis out of range");
  SmallVector<int64_t> swap = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(swap[*axis], swap[rank - 1]);
  Value moved = b.transpose(input, swap);
  Value init = b.empty(getShape(moved), getElementType(moved));
  Value result = linalg::SoftmaxOp::create(b.getBuilder(), b.getLoc(),
                                           TypeRange{init.getType()}, moved,
                                           init, rank - 1)
                     ->getResult(0);
  return one(b.transpose(result, swap));
}

static Results lowerLogSoftmax(onnx::LogSoftmaxOp op,
                               onnx::LogSoftmaxOp::Adaptor adaptor,
                               OpLowering &b) {
  Value input = adaptor.getInput();
  RankedTensorType type = b.getResultType();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), type.getRank());
  if (failed(axis))
    return b.fail("has an axis out of range");
  Value max = getFiniteMax(b, input, {*axis});
  Value rest = getLogSumExp(b, input, max, {*axis});
  AffineMap kept =
      b.getProjection(type.getRank(), getKept(type.getRank(), {*axis}));
  return one(b.parallel(
      {input, max, rest}, {b.getIdentity(type.getRank()), kept, kept}, type,
      [&](BodyBuilder &body, ValueRange args) {
        Value shifted = body.sub(body.widen(args[0]), args[1]);
        return body.narrow(body.sub(shifted, args[2]), type.getElementType());
      }));
}

//===--- ArgMax, ArgMin
//-----------------------------------------------------===//

/// The extreme value first, then the first (or last) position that holds it.
/// A NaN equals nothing: a row with one yields the last position it searched,
/// clamped into range.
template <typename Op>
static Results lowerArgReduce(Op op, typename Op::Adaptor adaptor,
                              OpLowering &b, bool isMax) {
  Value data = adaptor.getData();
  bool isUnsigned = hasUnsignedElements(op.getData());
  int64_t rank = getType(data).getRank();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), rank);
  if (failed(axis) || getShape(data)[*axis] == 0)
    return b.fail("has an axis out of range or of size 0");
  int64_t size = getShape(data)[*axis];
  if (size > std::numeric_limits<int32_t>::max())
    return b.fail("has an axis of more than 2^31 - 1 elements");
  bool isLast = op.getSelectLastIndex() != 0;
  Type compute = getComputeType(getElementType(data));
  Value extreme = b.reduceAxes(
      data, {*axis}, compute,
      getIdentity(isMax ? -INFINITY : INFINITY, compute, isUnsigned),
      [&](BodyBuilder &body, ValueRange args) {
        return isMax ? body.max(args[1], args[0], isUnsigned)
                     : body.min(args[1], args[0], isUnsigned);
      });
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  iterators[*axis] = IteratorType::reduction;
  AffineMap kept = b.getProjection(rank, getKept(rank, {*axis}));
  Value found = b.reduce(
      {data, extreme}, {b.getIdentity(rank), kept, kept}, iterators,
      b.filled(getShape(extreme), b.getBuilder().getI32Type(),
               isLast ? 0 : size - 1),
      [&](BodyBuilder &body, ValueRange args) {
        Value position = arith::IndexCastOp::create(body, body.getI32Type(),
                                                    body.position(*axis));
        Value isHit = body.compare(P::eq, body.widen(args[0]), args[1]);
        Value candidate = body.select(isHit, position, args[2]);
        return isLast ? body.max(args[2], candidate)
                      : body.min(args[2], candidate);
      });
  RankedTensorType type =
      getType(found).clone(b.getResultType().getElementType());
  Value wide =
      b.elementwise({found}, type, [&](BodyBuilder &body, ValueRange args) {
        return body.cast(args[0], false, type.getElementType(), false);
      });
  return one(b.reshape(wide, b.getResultType().getShape()));
}

static Results lowerArgMax(onnx::ArgMaxOp op, onnx::ArgMaxOp::Adaptor adaptor,
                           OpLowering &b) {
  return lowerArgReduce(op, adaptor, b, true);
}
static Results lowerArgMin(onnx::ArgMinOp op, onnx::ArgMinOp::Adaptor adaptor,
                           OpLowering &b) {
  return lowerArgReduce(op, adaptor, b, false);
}

//===--- CumSum
//-------------------------------------------------------------===//

/// A masked sum over all positions j of the axis: quadratic, but every element
/// is independent. Scans in models are short.
static Results lowerCumSum(onnx::CumSumOp op, onnx::CumSumOp::Adaptor adaptor,
                           OpLowering &b) {
  Value x = adaptor.getX();
  RankedTensorType type = b.getResultType();
  int64_t rank = type.getRank();
  FailureOr<SmallVector<int64_t>> literal = getIntegers(op.getAxis());
  if (failed(literal) || literal->size() != 1)
    return b.fail("needs a literal axis");
  FailureOr<int64_t> axis = normalizeAxis(literal->front(), rank);
  if (failed(axis))
    return b.fail("has an axis out of range");
  SmallVector<int64_t> inputDims = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  AffineMap resultMap = b.getProjection(rank + 1, inputDims);
  inputDims[*axis] = rank;
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  iterators.push_back(IteratorType::reduction);
  P predicate = op.getReverse() ? (op.getExclusive() ? P::sgt : P::sge)
                                : (op.getExclusive() ? P::slt : P::sle);
  Value sum = b.reduce(
      {x}, {b.getProjection(rank + 1, inputDims), resultMap}, iterators,
      b.filled(type.getShape(), getComputeType(type.getElementType()), 0),
      [&](BodyBuilder &body, ValueRange args) {
        Value isTaken =
            body.compare(predicate, body.position(rank), body.position(*axis));
        Value added = body.add(args[1], body.widen(args[0]));
        return body.select(isTaken, added, args[1]);
      });
  return one(b.convert(sum, type.getElementType()));
}

void mlir::burin::to_linalg::populateReductionPatterns(PatternCollector &p) {
  p.add<onnx::ReduceMeanOp>(lowerMean);
  p.add<onnx::ReduceSumOp>(lowerSum);
  p.add<onnx::ReduceMaxOp>(lowerMax);
  p.add<onnx::ReduceMinOp>(lowerMin);
  p.add<onnx::ReduceProdOp>(lowerProd);
  p.add<onnx::ReduceL1Op>(lowerL1);
  p.add<onnx::ReduceL2Op>(lowerL2);
  p.add<onnx::ReduceLogSumOp>(lowerLogSum);
  p.add<onnx::ReduceSumSquareOp>(lowerSumSquare);
  p.add<onnx::ReduceLogSumExpOp>(lowerLogSumExp);
  p.add<onnx::SoftmaxOp>(lowerSoftmax);
  p.add<onnx::LogSoftmaxOp>(lowerLogSoftmax);
  p.add<onnx::ArgMaxOp>(lowerArgMax);
  p.add<onnx::ArgMinOp>(lowerArgMin);
  p.add<onnx::CumSumOp>(lowerCumSum);
}
