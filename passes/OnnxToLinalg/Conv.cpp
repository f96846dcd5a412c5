//===- Conv.cpp - Conv and ConvTranspose ----------------------------------===//
//
// Channels-last convolutions of up to two dimensions become the named op that
// the schedules know. Everything else is one generic with an affine window.
//
//===----------------------------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using P = arith::CmpIPredicate;
using utils::IteratorType;

//===--- Window geometry
//----------------------------------------------------===//

int64_t Window::getOutput(int64_t dim, int64_t input) const {
  int64_t extent = dilations[dim] * (kernel[dim] - 1) + 1;
  int64_t room = input + low[dim] + high[dim] - extent;
  return room < 0 ? 0 : room / strides[dim] + 1;
}

/// SAME padding: as many outputs as ceil(input / stride).
static void setSamePads(Window &window, ArrayRef<int64_t> input, bool isUpper) {
  for (int64_t dim = 0; dim < window.rank(); ++dim) {
    int64_t output = llvm::divideCeil(input[dim], window.strides[dim]);
    int64_t extent = window.dilations[dim] * (window.kernel[dim] - 1) + 1;
    int64_t total = std::max<int64_t>(
        (output - 1) * window.strides[dim] + extent - input[dim], 0);
    window.low[dim] = isUpper ? total / 2 : total - total / 2;
    window.high[dim] = total - window.low[dim];
  }
}

/// Larger values cannot belong to a tensor; below it no product overflows.
static bool isPlausible(ArrayRef<int64_t> values, int64_t least) {
  return llvm::all_of(
      values, [&](int64_t v) { return v >= least && v < (int64_t(1) << 31); });
}

FailureOr<Window> mlir::burin::to_linalg::getWindow(
    OpLowering &b, ArrayRef<int64_t> input, ArrayRef<int64_t> kernel,
    std::optional<ArrayRef<int64_t>> strides,
    std::optional<ArrayRef<int64_t>> dilations,
    std::optional<ArrayRef<int64_t>> pads, StringRef autoPad) {
  size_t rank = kernel.size();
  Window window;
  window.kernel.assign(kernel.begin(), kernel.end());
  SmallVector<int64_t> ones(rank, 1), zeros(2 * rank, 0);
  ArrayRef<int64_t> stride = strides.value_or(ones),
                    dilation = dilations.value_or(ones),
                    pad = pads.value_or(zeros);
  if (input.size() != rank || stride.size() != rank ||
      dilation.size() != rank || pad.size() != 2 * rank)
    return b.fail(
        "has strides, dilations or pads of another rank than its kernel");
  if (!isPlausible(kernel, 1) || !isPlausible(stride, 1) ||
      !isPlausible(dilation, 1) || !isPlausible(pad, 0))
    return b.fail("has a kernel, stride, dilation or pad out of range");
  window.strides.assign(stride.begin(), stride.end());
  window.dilations.assign(dilation.begin(), dilation.end());
  window.low.assign(pad.begin(), pad.begin() + rank);
  window.high.assign(pad.begin() + rank, pad.end());
  if (autoPad == "VALID")
    window.low = window.high = SmallVector<int64_t>(rank, 0);
  else if (autoPad == "SAME_UPPER" || autoPad == "SAME_LOWER")
    setSamePads(window, input, autoPad == "SAME_UPPER");
  else if (autoPad != "NOTSET")
    return b.fail("has an unknown auto_pad " + autoPad);
  return window;
}

//===--- Convolution as one generic
//-----------------------------------------===//

namespace {
/// A convolution over an input that is padded already.
struct GenericConv {
  int64_t group = 1;
  bool isChannelsLast = false;
  /// ConvTranspose: weights are [Cin, Cout/group, ...], applied in reverse.
  bool isTransposed = false;
  int64_t inChannels = 0, outChannels = 0, batch = 0;
  SmallVector<int64_t> kernel, strides, dilations, output;

  Value build(OpLowering &b, Value x, Value w) const;

private:
  SmallVector<int64_t> splitChannels(ArrayRef<int64_t> shape,
                                     int64_t dim) const {
    SmallVector<int64_t> result(shape);
    if (group == 1)
      return result;
    result[dim] /= group;
    result.insert(result.begin() + dim, group);
    return result;
  }
};
} // namespace

/// Iteration dimensions: those of the result (n, [g,] oc, o... or
/// n, o..., [g,] oc), then ic, k....
Value GenericConv::build(OpLowering &b, Value x, Value w) const {
  int64_t spatial = kernel.size(), groups = group == 1 ? 0 : 1, next = 1;
  OpBuilder &builder = b.getBuilder();
  int64_t firstOut = isChannelsLast ? 1 : 2 + groups;
  int64_t channel = isChannelsLast ? 1 + spatial : 1; // g, then oc
  next = 2 + groups + spatial;
  AffineExpr n = builder.getAffineDimExpr(0),
             oc = builder.getAffineDimExpr(channel + groups),
             ic = builder.getAffineDimExpr(next);
  SmallVector<AffineExpr> g, window, taps;
  if (groups)
    g.push_back(builder.getAffineDimExpr(channel));
  for (int64_t i = 0; i < spatial; ++i) {
    AffineExpr tap = builder.getAffineDimExpr(next + 1 + i);
    // The kernel runs backwards over the input, not over the weights: loop
    // extents must follow from plain dimensions.
    AffineExpr offset = isTransposed
                            ? (tap * -1 + (kernel[i] - 1)) * dilations[i]
                            : tap * dilations[i];
    window.push_back(builder.getAffineDimExpr(firstOut + i) * strides[i] +
                     offset);
    taps.push_back(tap);
  }
  auto join = [](std::initializer_list<ArrayRef<AffineExpr>> parts) {
    SmallVector<AffineExpr> result;
    for (ArrayRef<AffineExpr> part : parts)
      result.append(part.begin(), part.end());
    return result;
  };
  SmallVector<AffineExpr> xExprs, wExprs;
  if (isChannelsLast) {
    xExprs = join({n, window, g, ic});
    wExprs = join({taps, ic, g, oc});
  } else {
    xExprs = join({n, g, ic, window});
    wExprs = isTransposed ? join({g, ic, oc, taps}) : join({g, oc, ic, taps});
  }
  int64_t dims = next + 1 + spatial;
  SmallVector<int64_t> shape{batch};
  if (!isChannelsLast)
    shape.push_back(outChannels);
  shape.append(output);
  if (isChannelsLast)
    shape.push_back(outChannels);
  int64_t xChannel = isChannelsLast ? spatial + 1 : 1,
          wChannel = isChannelsLast ? spatial + 1 : 0;
  SmallVector<int64_t> split = splitChannels(shape, xChannel);
  SmallVector<IteratorType> iterators(next, IteratorType::parallel);
  iterators.append(spatial + 1, IteratorType::reduction);
  Value result = b.reduce(
      {b.reshape(x, splitChannels(getShape(x), xChannel)),
       b.reshape(w, splitChannels(getShape(w), wChannel))},
      {AffineMap::get(dims, 0, xExprs, b.getContext()),
       AffineMap::get(dims, 0, wExprs, b.getContext()),
       b.getProjection(dims, llvm::to_vector(llvm::seq<int64_t>(0, next)))},
      iterators, b.filled(split, getComputeType(getElementType(x)), 0),
      [](BodyBuilder &body, ValueRange args) {
        return body.add(args[2],
                        body.mul(body.widen(args[0]), body.widen(args[1])));
      });
  return b.reshape(result, shape);
}

/// Adds the bias along `channelDim` and returns to the element type.
static Value finishConv(OpLowering &b, Value accumulated, Value bias,
                        int64_t channelDim) {
  RankedTensorType type = b.getResultType();
  if (!bias)
    return b.convert(accumulated, type.getElementType());
  int64_t rank = type.getRank();
  return b.parallel({accumulated, bias},
                    {b.getIdentity(rank), b.getProjection(rank, {channelDim})},
                    type, [&](BodyBuilder &body, ValueRange args) {
                      Value sum = body.add(args[0], body.widen(args[1]));
                      return body.narrow(sum, type.getElementType());
                    });
}

//===--- Conv
//---------------------------------------------------------------===//

/// x [N, H, W, C] (padded), w [KH, KW, Cin, Cout].
static Value namedConv2d(OpLowering &b, Value x, Value w,
                         const GenericConv &conv) {
  SmallVector<int64_t> shape{conv.batch, conv.output[0], conv.output[1],
                             conv.outChannels};
  Value init = b.filled(shape, getComputeType(getElementType(x)), 0);
  return linalg::Conv2DNhwcHwcfOp::create(
             b.getBuilder(), b.getLoc(), TypeRange{init.getType()},
             ValueRange{x, w}, ValueRange{init},
             b.getBuilder().getI64TensorAttr(conv.strides),
             b.getBuilder().getI64TensorAttr(conv.dilations))
      .getResult(0);
}

/// One-dimensional convolutions are two-dimensional ones of height 1.
static Value namedConv(OpLowering &b, Value x, Value w, GenericConv conv) {
  if (conv.kernel.size() == 2)
    return namedConv2d(b, x, w, conv);
  ArrayRef<int64_t> in = getShape(x), weights = getShape(w);
  x = b.reshape(x, {in[0], 1, in[1], in[2]});
  w = b.reshape(w, {1, weights[0], weights[1], weights[2]});
  SmallVector<int64_t> shape{conv.batch, conv.output[0], conv.outChannels};
  for (auto *values :
       {&conv.kernel, &conv.strides, &conv.dilations, &conv.output})
    values->insert(values->begin(), 1);
  return b.reshape(namedConv2d(b, x, w, conv), shape);
}

static LogicalResult checkConvChannels(OpLowering &b, const GenericConv &conv,
                                       Value bias, int64_t weightChannels) {
  if (conv.group <= 0 || conv.inChannels % conv.group != 0 ||
      conv.outChannels % conv.group != 0 ||
      conv.inChannels / conv.group != weightChannels)
    return b.fail("has weights or groups that do not fit its channels");
  if (bias &&
      (getType(bias).getRank() != 1 || getShape(bias)[0] != conv.outChannels))
    return b.fail("has a bias that does not fit its channels");
  return success();
}

static Results lowerConv(onnx::ConvOp op, onnx::ConvOp::Adaptor adaptor,
                         OpLowering &b) {
  Value x = adaptor.getX(), w = adaptor.getW();
  Value bias = onnx::isAbsent(op.getB()) ? Value() : adaptor.getB();
  ArrayRef<int64_t> in = getShape(x), weights = getShape(w),
                    out = b.getResultType().getShape();
  int64_t rank = in.size();
  if (rank < 3 || static_cast<int64_t>(weights.size()) != rank)
    return b.fail("needs an input and weights of the same rank, at least 3");
  bool last = op.getChannelsLast();
  GenericConv conv;
  conv.group = op.getGroup();
  conv.isChannelsLast = last;
  conv.batch = in[0];
  conv.inChannels = last ? in.back() : in[1];
  conv.outChannels = last ? weights.back() : weights[0];
  if (failed(checkConvChannels(b, conv, bias,
                               last ? weights[rank - 2] : weights[1])))
    return failure();
  ArrayRef<int64_t> sizes = last ? in.slice(1, rank - 2) : in.drop_front(2);
  FailureOr<Window> window = getWindow(
      b, sizes, last ? weights.drop_back(2) : weights.drop_front(2),
      op.getStrides(), op.getDilations(), op.getPads(), op.getAutoPad());
  if (failed(window))
    return failure();
  conv.kernel = window->kernel;
  conv.strides = window->strides;
  conv.dilations = window->dilations;
  for (int64_t i = 0; i < rank - 2; ++i) {
    conv.output.push_back(window->getOutput(i, sizes[i]));
    if (conv.output.back() != out[last ? i + 1 : i + 2] ||
        conv.output.back() == 0)
      return b.fail("has a window that does not give its result shape");
  }
  SmallVector<int64_t> low(rank, 0), high(rank, 0);
  llvm::copy(window->low, low.begin() + (last ? 1 : 2));
  llvm::copy(window->high, high.begin() + (last ? 1 : 2));
  x = b.pad(x, low, high);
  bool isNamed = last && conv.group == 1 && rank <= 4;
  Value result = isNamed ? namedConv(b, x, w, conv) : conv.build(b, x, w);
  return one(finishConv(b, result, bias, last ? rank - 1 : 1));
}

//===--- ConvTranspose
//------------------------------------------------------===//

/// Spreads [N, C, S...] by the strides with zeros between, so that a plain
/// convolution with the reversed kernel gives the transposed one.
static Value insertZeros(OpLowering &b, Value x, ArrayRef<int64_t> sizes,
                         ArrayRef<int64_t> low, ArrayRef<int64_t> strides) {
  SmallVector<int64_t> shape(getShape(x).take_front(2));
  shape.append(sizes.begin(), sizes.end());
  RankedTensorType type = getType(x).clone(shape);
  ArrayRef<int64_t> in = getShape(x);
  return b.parallel({}, {}, type, [&](BodyBuilder &body, ValueRange) {
    SmallVector<Value> position{body.position(0), body.position(1)};
    Value inside = body.constant(body.getI1Type(), 1), zero = body.index(0);
    for (auto [i, stride] : llvm::enumerate(strides)) {
      Value offset = body.sub(body.position(2 + i), body.index(low[i]));
      // Clamping first keeps the division on non-negative numbers.
      Value clamped = body.min(body.max(offset, zero),
                               body.index((in[2 + i] - 1) * stride));
      Value step = body.index(stride);
      Value isHit = body.compare(P::eq, clamped, offset);
      Value remainder = arith::RemUIOp::create(body, clamped, step);
      inside = arith::AndIOp::create(body, inside, isHit);
      inside = arith::AndIOp::create(body, inside,
                                     body.compare(P::eq, remainder, zero));
      position.push_back(arith::DivUIOp::create(body, clamped, step));
    }
    return body.select(inside, body.extract(x, position),
                       body.constant(type.getElementType(), 0));
  });
}

/// Padding in front of each dimension; the result type has the output sizes.
static FailureOr<SmallVector<int64_t>>
getTransposedPads(onnx::ConvTransposeOp op, OpLowering &b, const Window &window,
                  ArrayRef<int64_t> input) {
  SmallVector<int64_t> pads(window.low);
  bool isSame = op.getAutoPad().starts_with("SAME");
  ArrayRef<int64_t> out = b.getResultType().getShape().drop_front(2);
  SmallVector<int64_t> noPadding(window.rank(), 0);
  ArrayRef<int64_t> extra = op.getOutputPadding().value_or(noPadding);
  if (static_cast<int64_t>(extra.size()) != window.rank() ||
      !isPlausible(extra, 0))
    return b.fail("has an output_padding that does not fit its kernel");
  for (int64_t i = 0; i < window.rank(); ++i) {
    int64_t full = window.strides[i] * (input[i] - 1) + extra[i] +
                   window.dilations[i] * (window.kernel[i] - 1) + 1;
    if (isSame || op.getOutputShape()) {
      int64_t total = std::max<int64_t>(full - out[i], 0);
      pads[i] = op.getAutoPad() == "SAME_UPPER" ? total / 2 : total - total / 2;
    } else if (full - window.low[i] - window.high[i] != out[i]) {
      return b.fail("has a window that does not give its result shape");
    }
  }
  return pads;
}

static Results lowerConvTranspose(onnx::ConvTransposeOp op,
                                  onnx::ConvTransposeOp::Adaptor adaptor,
                                  OpLowering &b) {
  Value x = adaptor.getX(), w = adaptor.getW();
  Value bias = onnx::isAbsent(op.getB()) ? Value() : adaptor.getB();
  ArrayRef<int64_t> in = getShape(x), weights = getShape(w),
                    out = b.getResultType().getShape();
  if (in.size() < 3 || weights.size() != in.size() || product(in) == 0)
    return b.fail(
        "needs a non-empty input and weights of the same rank, at least 3");
  GenericConv conv;
  conv.isTransposed = true;
  conv.group = op.getGroup();
  conv.batch = in[0];
  conv.inChannels = in[1];
  conv.outChannels = out[1];
  if (weights[0] != in[1] || conv.group <= 0 ||
      weights[1] * conv.group != out[1])
    return b.fail("has weights that do not fit its channels");
  if (failed(checkConvChannels(b, conv, bias, weights[0] / conv.group)))
    return failure();
  StringRef autoPad =
      op.getAutoPad().starts_with("SAME") ? "NOTSET" : op.getAutoPad();
  FailureOr<Window> window =
      getWindow(b, in.drop_front(2), weights.drop_front(2), op.getStrides(),
                op.getDilations(), op.getPads(), autoPad);
  if (failed(window))
    return failure();
  FailureOr<SmallVector<int64_t>> pads =
      getTransposedPads(op, b, *window, in.drop_front(2));
  if (failed(pads))
    return failure();
  conv.kernel = window->kernel;
  conv.dilations = window->dilations;
  conv.strides.assign(window->rank(), 1);
  conv.output.assign(out.begin() + 2, out.end());
  SmallVector<int64_t> sizes, low;
  for (int64_t i = 0; i < window->rank(); ++i) {
    int64_t reach = conv.dilations[i] * (conv.kernel[i] - 1);
    sizes.push_back(conv.output[i] + reach);
    low.push_back(reach - (*pads)[i]);
  }
  Value spread = insertZeros(b, x, sizes, low, window->strides);
  return one(finishConv(b, conv.build(b, spread, w), bias, 1));
}

void mlir::burin::to_linalg::populateConvPatterns(PatternCollector &p) {
  p.add<onnx::ConvOp>(lowerConv);
  p.add<onnx::ConvTransposeOp>(lowerConvTranspose);
}
