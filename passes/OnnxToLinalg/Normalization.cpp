//===- Normalization.cpp - Normalisation operators ------------------------===//
//
// Where a `fused` op fits it is used: it reads its input once. The rest is
// decomposed: mean, then the variance around it (two passes, so that large
// means do not cancel), then one element-wise generic.
//
//===----------------------------------------------------------------------===//
#include "dialects/Fused/FusedDialect.h"
#include "passes/OnnxToLinalg/Patterns.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using utils::IteratorType;

/// Whether a fused op may take these operands; null values are absent.
static bool canFuse(const OpLowering &b, ArrayRef<Value> operands) {
  return b.usesFusedNorms() && llvm::all_of(operands, [](Value value) {
           return !value || getElementType(value).isF16() ||
                  getElementType(value).isF32();
         });
}

//===--- Decomposition
//------------------------------------------------------===//

namespace {
/// A tensor viewed so that statistics run over `axes`; scale and bias are read
/// through `parameterDims`.
struct Normalization {
  Value input, scale, bias; // bias may be null
  SmallVector<int64_t> axes, parameterDims;
  double epsilon = 0;
  bool isRms = false;
};
} // namespace

static Value scaleSum(OpLowering &b, Value sum, int64_t count) {
  return b.elementwise({sum}, getType(sum),
                       [&](BodyBuilder &body, ValueRange args) {
                         return body.div(args[0], body.f32(count));
                       });
}

/// 1 / sqrt(variance + epsilon); `mean` is null for RMS.
static Value getInverseDeviation(OpLowering &b, const Normalization &norm,
                                 Value mean, AffineMap kept,
                                 ArrayRef<IteratorType> iterators,
                                 ArrayRef<int64_t> shape, int64_t count) {
  SmallVector<Value> inputs{norm.input};
  SmallVector<AffineMap> maps{b.getIdentity(iterators.size())};
  if (mean) {
    inputs.push_back(mean);
    maps.push_back(kept);
  }
  maps.push_back(kept);
  Value squares =
      b.reduce(inputs, maps, iterators, b.filled(shape, b.getF32(), 0),
               [&](BodyBuilder &body, ValueRange args) {
                 Value x = body.widen(args[0]);
                 if (mean)
                   x = body.sub(x, args[1]);
                 return body.add(args.back(), body.mul(x, x));
               });
  return b.elementwise({squares}, getType(squares),
                       [&](BodyBuilder &body, ValueRange args) {
                         Value variance = body.div(args[0], body.f32(count));
                         return Value(math::RsqrtOp::create(
                             body, body.add(variance, body.f32(norm.epsilon))));
                       });
}

static Value applyNormalization(OpLowering &b, const Normalization &norm,
                                Value mean, Value inverse, AffineMap kept) {
  RankedTensorType type = getType(norm.input);
  AffineMap parameters = b.getProjection(type.getRank(), norm.parameterDims);
  SmallVector<Value> inputs{norm.input, inverse, norm.scale};
  SmallVector<AffineMap> maps{b.getIdentity(type.getRank()), kept, parameters};
  for (auto [value, map] :
       {std::pair(norm.bias, parameters), std::pair(mean, kept)})
    if (value) {
      inputs.push_back(value);
      maps.push_back(map);
    }
  return b.parallel(inputs, maps, type,
                    [&](BodyBuilder &body, ValueRange args) {
                      Value x = body.widen(args[0]);
                      if (mean)
                        x = body.sub(x, args.back());
                      x = body.mul(body.mul(x, args[1]), body.widen(args[2]));
                      if (norm.bias)
                        x = body.add(x, body.widen(args[3]));
                      return body.narrow(x, type.getElementType());
                    });
}

static Value decompose(OpLowering &b, const Normalization &norm) {
  ArrayRef<int64_t> in = getShape(norm.input);
  SmallVector<IteratorType> iterators(in.size(), IteratorType::parallel);
  int64_t count = 1;
  for (int64_t axis : norm.axes) {
    iterators[axis] = IteratorType::reduction;
    count *= in[axis];
  }
  SmallVector<int64_t> keptDims, shape;
  for (auto [dim, iterator] : llvm::enumerate(iterators))
    if (iterator == IteratorType::parallel) {
      keptDims.push_back(dim);
      shape.push_back(in[dim]);
    }
  AffineMap kept = b.getProjection(in.size(), keptDims);
  Value mean;
  if (!norm.isRms)
    mean = scaleSum(b,
                    b.reduceAxes(norm.input, norm.axes, b.getF32(), 0,
                                 [](BodyBuilder &body, ValueRange args) {
                                   return body.add(args[1], args[0]);
                                 }),
                    count);
  Value inverse =
      getInverseDeviation(b, norm, mean, kept, iterators, shape, count);
  return applyNormalization(b, norm, mean, inverse, kept);
}

//===--- Group and instance normalization
//-----------------------------------===//

static LogicalResult checkParameter(OpLowering &b, Value parameter,
                                    int64_t channels) {
  if (getType(parameter).getRank() == 1 && getShape(parameter)[0] == channels)
    return success();
  return b.fail("needs one scale and bias value per channel, " +
                Twine(channels));
}

/// x [N, C, ...] viewed as [N, G, C / G, S].
static Value decomposeGroups(OpLowering &b, Value x, Value scale, Value bias,
                             int64_t groups, double epsilon) {
  ArrayRef<int64_t> in = getShape(x);
  int64_t perGroup = in[1] / groups;
  Normalization norm;
  norm.input =
      b.reshape(x, {in[0], groups, perGroup, product(in.drop_front(2))});
  norm.scale = b.reshape(scale, {groups, perGroup});
  norm.bias = b.reshape(bias, {groups, perGroup});
  norm.axes = {2, 3};
  norm.parameterDims = {1, 2};
  norm.epsilon = epsilon;
  return b.reshape(decompose(b, norm), in);
}

/// x [N, ..., C] as [N, S, C].
static Value fuseGroups(OpLowering &b, Value x, Value scale, Value bias,
                        int64_t groups, APFloat epsilon) {
  SmallVector<int64_t> in(getShape(x));
  Value input =
      b.reshape(x, {in.front(), product(ArrayRef(in).drop_front().drop_back()),
                    in.back()});
  Value init = b.empty(getShape(input), getElementType(input));
  Value result =
      fused::GroupNormOp::create(b.getBuilder(), b.getLoc(), init.getType(),
                                 input, scale, bias, init, groups, epsilon)
          ->getResult(0);
  return b.reshape(result, in);
}

static Results lowerGroupNorm(onnx::GroupNormalizationOp op,
                              onnx::GroupNormalizationOp::Adaptor adaptor,
                              OpLowering &b) {
  Value x = adaptor.getX(), scale = adaptor.getScale(),
        bias = adaptor.getBias();
  SmallVector<int64_t> in(getShape(x));
  if (in.size() < 3 && !(in.size() == 2 && !op.getChannelsLast()))
    return b.fail("needs batch, channels and spatial dimensions");
  int64_t channels = op.getChannelsLast() ? in.back() : in[1];
  int64_t groups = op.getNumGroups();
  if (groups <= 0 || channels % groups != 0)
    return b.fail("has " + Twine(groups) + " groups, which do not divide its " +
                  Twine(channels) + " channels");
  if (failed(checkParameter(b, scale, channels)) ||
      failed(checkParameter(b, bias, channels)))
    return failure();
  if (op.getEpsilon().isNegative())
    return b.fail("has a negative epsilon");
  if (!op.getChannelsLast())
    return one(decomposeGroups(b, x, scale, bias, groups,
                               op.getEpsilon().convertToFloat()));
  if (canFuse(b, {x, scale, bias}))
    return one(fuseGroups(b, x, scale, bias, groups, op.getEpsilon()));
  // [N, S, C] as [N, S, G, C / G]
  Normalization norm;
  norm.input =
      b.reshape(x, {in.front(), product(ArrayRef(in).drop_front().drop_back()),
                    groups, channels / groups});
  norm.scale = b.reshape(scale, {groups, channels / groups});
  norm.bias = b.reshape(bias, {groups, channels / groups});
  norm.axes = {1, 3};
  norm.parameterDims = {2, 3};
  norm.epsilon = op.getEpsilon().convertToFloat();
  return one(b.reshape(decompose(b, norm), in));
}

static Results lowerInstanceNorm(onnx::InstanceNormalizationOp op,
                                 onnx::InstanceNormalizationOp::Adaptor adaptor,
                                 OpLowering &b) {
  Value x = adaptor.getInput();
  SmallVector<int64_t> in(getShape(x));
  if (in.size() < 2)
    return b.fail("needs batch and channel dimensions");
  if (failed(checkParameter(b, adaptor.getScale(), in[1])) ||
      failed(checkParameter(b, adaptor.getB(), in[1])))
    return failure();
  Normalization norm;
  norm.input =
      b.reshape(x, {in[0], in[1], product(ArrayRef(in).drop_front(2))});
  norm.scale = adaptor.getScale();
  norm.bias = adaptor.getB();
  norm.axes = {2};
  norm.parameterDims = {1};
  norm.epsilon = op.getEpsilon().convertToFloat();
  return one(b.reshape(decompose(b, norm), in));
}

//===--- Layer and RMS normalization
//----------------------------------------===//

/// Scale or bias as [C]; C elements, or fewer that broadcast over `shape`.
static FailureOr<Value> flattenParameter(OpLowering &b, Value value,
                                         ArrayRef<int64_t> shape) {
  SmallVector<int64_t> common;
  if (!OpTrait::util::getBroadcastedShape(getShape(value), shape, common) ||
      ArrayRef<int64_t>(common) != shape)
    return b.fail(
        "has a scale or bias that does not fit the normalised dimensions");
  return b.reshape(b.broadcast(value, shape), {product(shape)});
}

static Value normalizeRows(OpLowering &b, Normalization norm, APFloat epsilon) {
  norm.epsilon = epsilon.convertToFloat();
  if (!canFuse(b, {norm.input, norm.scale, norm.bias}))
    return decompose(b, norm);
  if (!norm.bias)
    norm.bias = b.splat(getShape(norm.scale), getElementType(norm.scale), 0);
  Value init = b.empty(getShape(norm.input), getElementType(norm.input));
  return fused::LayerNormOp::create(b.getBuilder(), b.getLoc(), init.getType(),
                                    norm.input, norm.scale, norm.bias, init,
                                    epsilon, norm.isRms)
      ->getResult(0);
}

template <typename Op>
static Results lowerRowNorm(Op op, OpLowering &b, Value x, Value scale,
                            Value bias, bool isRms) {
  SmallVector<int64_t> in(getShape(x));
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), in.size());
  if (failed(axis))
    return b.fail("has an axis out of range");
  ArrayRef<int64_t> rows = ArrayRef(in).take_front(*axis),
                    columns = ArrayRef(in).drop_front(*axis);
  Normalization norm;
  norm.input = b.reshape(x, {product(rows), product(columns)});
  norm.axes = {1};
  norm.parameterDims = {1};
  norm.isRms = isRms;
  FailureOr<Value> flatScale = flattenParameter(b, scale, columns);
  if (failed(flatScale))
    return failure();
  norm.scale = *flatScale;
  if (bias) {
    FailureOr<Value> flatBias = flattenParameter(b, bias, columns);
    if (failed(flatBias))
      return failure();
    norm.bias = *flatBias;
  }
  return one(b.reshape(normalizeRows(b, norm, op.getEpsilon()), in));
}

static Results lowerLayerNorm(onnx::LayerNormalizationOp op,
                              onnx::LayerNormalizationOp::Adaptor adaptor,
                              OpLowering &b) {
  Value bias = onnx::isAbsent(op.getB()) ? Value() : adaptor.getB();
  return lowerRowNorm(op, b, adaptor.getX(), adaptor.getScale(), bias, false);
}

static Results lowerRmsNorm(onnx::RMSNormalizationOp op,
                            onnx::RMSNormalizationOp::Adaptor adaptor,
                            OpLowering &b) {
  return lowerRowNorm(op, b, adaptor.getX(), adaptor.getScale(), Value(), true);
}

//===--- Batch normalization
//------------------------------------------------===//

static Results lowerBatchNorm(onnx::BatchNormalizationOp op,
                              onnx::BatchNormalizationOp::Adaptor adaptor,
                              OpLowering &b) {
  RankedTensorType type = b.getResultType();
  if (type.getRank() < 2)
    return b.fail("needs batch and channel dimensions");
  SmallVector<Value> inputs{adaptor.getX(), adaptor.getScale(), adaptor.getB(),
                            adaptor.getMean(), adaptor.getVar()};
  for (Value parameter : ArrayRef(inputs).drop_front())
    if (failed(checkParameter(b, parameter, type.getDimSize(1))))
      return failure();
  SmallVector<AffineMap> maps(5, b.getProjection(type.getRank(), {1}));
  maps[0] = b.getIdentity(type.getRank());
  double epsilon = op.getEpsilon().convertToFloat();
  return one(
      b.parallel(inputs, maps, type, [&](BodyBuilder &body, ValueRange args) {
        SmallVector<Value> v;
        for (Value arg : args)
          v.push_back(body.widen(arg));
        Value inverse =
            math::RsqrtOp::create(body, body.add(v[4], body.f32(epsilon)));
        Value result = body.add(
            body.mul(body.mul(body.sub(v[0], v[3]), inverse), v[1]), v[2]);
        return body.narrow(result, type.getElementType());
      }));
}

void mlir::burin::to_linalg::populateNormalizationPatterns(
    PatternCollector &p) {
  p.add<onnx::GroupNormalizationOp>(lowerGroupNorm);
  p.add<onnx::InstanceNormalizationOp>(lowerInstanceNorm);
  p.add<onnx::LayerNormalizationOp>(lowerLayerNorm);
  p.add<onnx::RMSNormalizationOp>(lowerRmsNorm);
  p.add<onnx::BatchNormalizationOp>(lowerBatchNorm);
}
