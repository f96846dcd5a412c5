//===- Pool.cpp - Pooling -------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using utils::IteratorType;

//===--- Windows
//------------------------------------------------------------===//

template <typename Op>
static FailureOr<Window> getPoolWindow(Op op, OpLowering &b,
                                       ArrayRef<int64_t> in) {
  if (in.size() < 3)
    return b.fail("needs batch, channel and spatial dimensions");
  FailureOr<Window> window =
      getWindow(b, in.drop_front(2), op.getKernelShape(), op.getStrides(),
                op.getDilations(), op.getPads(), op.getAutoPad());
  if (failed(window))
    return failure();
  ArrayRef<int64_t> out = b.getResultType().getShape().drop_front(2);
  for (int64_t i = 0; i < window->rank(); ++i) {
    // With ceil_mode the last window may hang over the padding.
    int64_t rounded = window->getOutput(i, in[2 + i]);
    if (out[i] != rounded && !(op.getCeilMode() && out[i] == rounded + 1))
      return b.fail("has a window that does not give its result shape");
  }
  return window;
}

/// Combines the elements of each window into [N, C, O...] of the compute type.
/// An empty tensor of the window's shape gives the reduction its extents.
static Value reduceWindows(OpLowering &b, Value x, const Window &window,
                           double identity,
                           Value (*combine)(BodyBuilder &, Value, Value)) {
  ArrayRef<int64_t> in = getShape(x);
  SmallVector<int64_t> out(b.getResultType().getShape()), low(in.size(), 0),
      high(in.size(), 0);
  int64_t rank = out.size(), spatial = window.rank();
  SmallVector<AffineExpr> exprs{b.getBuilder().getAffineDimExpr(0),
                                b.getBuilder().getAffineDimExpr(1)};
  for (int64_t i = 0; i < spatial; ++i) {
    int64_t extent = (out[2 + i] - 1) * window.strides[i] +
                     window.dilations[i] * (window.kernel[i] - 1) + 1;
    low[2 + i] = window.low[i];
    high[2 + i] = std::max<int64_t>(extent - in[2 + i] - window.low[i], 0);
    exprs.push_back(b.getBuilder().getAffineDimExpr(2 + i) * window.strides[i] +
                    b.getBuilder().getAffineDimExpr(rank + i) *
                        window.dilations[i]);
  }
  Type type = getElementType(x), compute = getComputeType(type);
  Value fill =
      arith::ConstantOp::create(b.getBuilder(), b.getLoc(),
                                getScalarAttr(b.getBuilder(), type, identity));
  Value padded = b.pad(x, low, high, fill);
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  iterators.append(spatial, IteratorType::reduction);
  auto range = [](int64_t from, int64_t to) {
    return llvm::to_vector(llvm::seq(from, to));
  };
  int64_t dims = rank + spatial;
  return b.reduce({padded, b.empty(window.kernel, b.getF32())},
                  {AffineMap::get(dims, 0, exprs, b.getContext()),
                   b.getProjection(dims, range(rank, dims)),
                   b.getProjection(dims, range(0, rank))},
                  iterators, b.filled(out, compute, identity),
                  [&](BodyBuilder &body, ValueRange args) {
                    return combine(body, args[2], body.widen(args[0]));
                  });
}

//===--- MaxPool, AveragePool
//-----------------------------------------------===//

static Results lowerMaxPool(onnx::MaxPoolOp op,
                            onnx::MaxPoolOp::Adaptor adaptor, OpLowering &b) {
  Value x = adaptor.getX();
  FailureOr<Window> window = getPoolWindow(op, b, getShape(x));
  if (failed(window))
    return failure();
  bool isUnsigned = hasUnsignedElements(op.getX());
  Value result = isUnsigned
                     ? reduceWindows(b, x, *window, 0,
                                     [](BodyBuilder &body, Value a, Value v) {
                                       return body.max(a, v, true);
                                     })
                     : reduceWindows(b, x, *window, -INFINITY,
                                     [](BodyBuilder &body, Value a, Value v) {
                                       return body.max(a, v);
                                     });
  return one(b.convert(result, b.getResultType().getElementType()));
}

/// How many positions of each window along `dim` count.
static SmallVector<float> countPositions(const Window &window, int64_t dim,
                                         int64_t input, int64_t output,
                                         bool includePad) {
  int64_t first = includePad ? -window.low[dim] : 0;
  int64_t end = includePad ? input + window.high[dim] : input;
  SmallVector<float> counts;
  for (int64_t o = 0; o < output; ++o) {
    int64_t count = 0;
    for (int64_t k = 0; k < window.kernel[dim]; ++k) {
      int64_t position =
          o * window.strides[dim] - window.low[dim] + k * window.dilations[dim];
      count += position >= first && position < end;
    }
    // A window without any position gives 0 / 1.
    counts.push_back(std::max<int64_t>(count, 1));
  }
  return counts;
}

/// Divides by the product of the counts: constants where they are uniform, one
/// table per axis elsewhere.
static Value divideByCounts(OpLowering &b, Value sum,
                            ArrayRef<SmallVector<float>> counts) {
  RankedTensorType type = b.getResultType();
  SmallVector<Value> inputs{sum};
  SmallVector<AffineMap> maps{b.getIdentity(type.getRank())};
  double uniform = 1;
  for (auto [i, axis] : llvm::enumerate(counts)) {
    if (llvm::all_equal(axis)) {
      uniform *= axis.front();
      continue;
    }
    inputs.push_back(b.f32Table(axis));
    maps.push_back(
        b.getProjection(type.getRank(), {static_cast<int64_t>(2 + i)}));
  }
  return b.parallel(inputs, maps, type,
                    [&](BodyBuilder &body, ValueRange args) {
                      Value divisor = body.f32(uniform);
                      for (Value count : args.drop_front())
                        divisor = body.mul(divisor, count);
                      return body.narrow(body.div(body.widen(args[0]), divisor),
                                         type.getElementType());
                    });
}

static Results lowerAveragePool(onnx::AveragePoolOp op,
                                onnx::AveragePoolOp::Adaptor adaptor,
                                OpLowering &b) {
  Value x = adaptor.getX();
  if (!isa<FloatType>(getElementType(x)))
    return b.fail("is defined on floating-point elements only");
  if (b.getResultType().getNumElements() == 0)
    return b.fail("has an empty result");
  FailureOr<Window> window = getPoolWindow(op, b, getShape(x));
  if (failed(window))
    return failure();
  Value sum =
      reduceWindows(b, x, *window, 0, [](BodyBuilder &body, Value a, Value v) {
        return body.add(a, v);
      });
  SmallVector<SmallVector<float>> counts;
  for (int64_t i = 0; i < window->rank(); ++i)
    counts.push_back(countPositions(*window, i, getShape(x)[2 + i],
                                    b.getResultType().getDimSize(2 + i),
                                    op.getCountIncludePad() != 0));
  return one(divideByCounts(b, sum, counts));
}

//===--- Global pooling
//-----------------------------------------------------===//

template <typename Op>
static Results lowerGlobalPool(Op op, typename Op::Adaptor adaptor,
                               OpLowering &b, bool isMax) {
  Value x = adaptor.getInput();
  ArrayRef<int64_t> in = getShape(x);
  if (in.size() < 3)
    return b.fail("needs batch, channel and spatial dimensions");
  if (!isa<FloatType>(getElementType(x)))
    return b.fail("is defined on floating-point elements only");
  auto axes = llvm::to_vector(llvm::seq<int64_t>(2, in.size()));
  int64_t count = product(in.drop_front(2));
  Value reduced = b.reduceAxes(
      x, axes, getComputeType(getElementType(x)), isMax ? -INFINITY : 0,
      [&](BodyBuilder &body, ValueRange args) {
        return isMax ? body.max(args[1], args[0]) : body.add(args[1], args[0]);
      });
  RankedTensorType type =
      getType(reduced).clone(b.getResultType().getElementType());
  Value result =
      isMax ? b.convert(reduced, type.getElementType())
            : b.elementwise(
                  {reduced}, type, [&](BodyBuilder &body, ValueRange args) {
                    return body.div(args[0],
                                    body.constant(args[0].getType(), count));
                  });
  return one(b.reshape(result, b.getResultType().getShape()));
}

static Results lowerGlobalAverage(onnx::GlobalAveragePoolOp op,
                                  onnx::GlobalAveragePoolOp::Adaptor adaptor,
                                  OpLowering &b) {
  return lowerGlobalPool(op, adaptor, b, false);
}
static Results lowerGlobalMax(onnx::GlobalMaxPoolOp op,
                              onnx::GlobalMaxPoolOp::Adaptor adaptor,
                              OpLowering &b) {
  return lowerGlobalPool(op, adaptor, b, true);
}

void mlir::burin::to_linalg::populatePoolPatterns(PatternCollector &p) {
  p.add<onnx::MaxPoolOp>(lowerMaxPool);
  p.add<onnx::AveragePoolOp>(lowerAveragePool);
  p.add<onnx::GlobalAveragePoolOp>(lowerGlobalAverage);
  p.add<onnx::GlobalMaxPoolOp>(lowerGlobalMax);
}
