//===- Resize.cpp - Resize by tables --------------------------------------===//
//
// Which input positions an output position reads, and with which weights, is
// computed here for every axis. A body then only looks it up; nearest
// upsampling by a whole factor needs no table but a division.
//
//===----------------------------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;

namespace {
/// One resized axis; coordinates in f32, as the reference runtimes compute
/// them.
struct ResizeAxis {
  int64_t dim = 0, input = 0, output = 0;
  float scale = 1, roiStart = 0, roiEnd = 1;
  /// taps[t][o]: the t-th input position of output o, and its weight.
  SmallVector<SmallVector<int32_t>> taps;
  SmallVector<SmallVector<float>> weights;
  /// 0 where the output shows the extrapolation value.
  SmallVector<int32_t> inside;
};
} // namespace

//===--- Coordinates
//--------------------------------------------------------===//

/// The input coordinate of output position `x`; none for an unknown mode.
static std::optional<float> getCoordinate(const ResizeAxis &axis,
                                          StringRef mode, float x) {
  float in = axis.input, out = axis.output;
  if (mode == "half_pixel" || (mode == "pytorch_half_pixel" && axis.output > 1))
    return (x + 0.5f) / axis.scale - 0.5f;
  if (mode == "pytorch_half_pixel")
    return 0.0f;
  if (mode == "asymmetric")
    return x / axis.scale;
  if (mode == "align_corners")
    return axis.output == 1 ? 0.0f : x * (in - 1) / (out - 1);
  if (mode == "half_pixel_symmetric") {
    float adjustment = out / (axis.scale * in);
    return in / 2 * (1 - adjustment) + (x + 0.5f) / axis.scale - 0.5f;
  }
  if (mode == "tf_crop_and_resize")
    return axis.output > 1
               ? axis.roiStart * (in - 1) +
                     x * (axis.roiEnd - axis.roiStart) * (in - 1) / (out - 1)
               : 0.5f * (axis.roiStart + axis.roiEnd) * (in - 1);
  return std::nullopt;
}

static std::optional<int64_t> getNearest(float x, StringRef mode) {
  float floor = std::floor(x);
  if (mode == "floor")
    return floor;
  if (mode == "ceil")
    return std::ceil(x);
  if (mode == "round_prefer_floor")
    return x == floor + 0.5f ? floor : std::round(x);
  if (mode == "round_prefer_ceil")
    return std::floor(x + 0.5f);
  return std::nullopt;
}

static void addTap(ResizeAxis &axis, size_t tap, int64_t position,
                   float weight) {
  if (axis.taps.size() <= tap) {
    axis.taps.emplace_back();
    axis.weights.emplace_back();
  }
  axis.taps[tap].push_back(std::clamp<int64_t>(position, 0, axis.input - 1));
  axis.weights[tap].push_back(weight);
}

static void addLinearTaps(ResizeAxis &axis, float x) {
  x = std::clamp<float>(x, 0, axis.input - 1);
  int64_t low = std::floor(x);
  addTap(axis, 0, low, 1 - (x - low));
  addTap(axis, 1, low + 1, x - low);
}

/// Keys' cubic convolution with coefficient `a` at distance `x`.
static float getCubicWeight(float a, float x) {
  x = std::fabs(x);
  if (x <= 1)
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2)
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return 0;
}

static void addCubicTaps(ResizeAxis &axis, float x, float a,
                         bool excludeOutside) {
  int64_t low = static_cast<int64_t>(std::floor(x)) - 1;
  float weights[4], sum = 0;
  for (int64_t t = 0; t < 4; ++t) {
    bool isOutside = low + t < 0 || low + t >= axis.input;
    weights[t] =
        excludeOutside && isOutside ? 0 : getCubicWeight(a, x - (low + t));
    sum += weights[t];
  }
  for (int64_t t = 0; t < 4; ++t)
    addTap(axis, t, low + t, excludeOutside ? weights[t] / sum : weights[t]);
}

static LogicalResult fillTables(onnx::ResizeOp op, OpLowering &b,
                                ResizeAxis &axis) {
  for (int64_t o = 0; o < axis.output; ++o) {
    std::optional<float> x =
        getCoordinate(axis, op.getCoordinateTransformationMode(), o);
    if (!x || !std::isfinite(*x) || std::fabs(*x) > 1e9f)
      return b.fail("has an unknown coordinate_transformation_mode or "
                    "coordinates out of range");
    axis.inside.push_back(op.getCoordinateTransformationMode() !=
                              "tf_crop_and_resize" ||
                          (*x >= 0 && *x <= axis.input - 1));
    if (op.getMode() == "nearest") {
      std::optional<int64_t> nearest = getNearest(*x, op.getNearestMode());
      if (!nearest)
        return b.fail("has an unknown nearest_mode " + op.getNearestMode());
      addTap(axis, 0, *nearest, 1);
    } else if (op.getMode() == "linear") {
      addLinearTaps(axis, *x);
    } else {
      addCubicTaps(axis, *x, op.getCubicCoeffA().convertToFloat(),
                   op.getExcludeOutside() != 0);
    }
  }
  return success();
}

//===--- Axes
//---------------------------------------------------------------===//

/// The scales along `axes`, from scales or sizes.
static FailureOr<SmallVector<double>>
getScales(onnx::ResizeOp op, OpLowering &b, ArrayRef<int64_t> axes) {
  ArrayRef<int64_t> in = cast<RankedTensorType>(op.getX().getType()).getShape();
  SmallVector<double> scales;
  if (!onnx::isAbsent(op.getScales())) {
    FailureOr<SmallVector<double>> literal = getFloats(op.getScales());
    if (failed(literal))
      return b.fail("needs literal scales");
    scales = *literal;
  }
  if (scales.empty() && !onnx::isAbsent(op.getSizes())) {
    FailureOr<SmallVector<int64_t>> sizes = getIntegers(op.getSizes());
    if (failed(sizes))
      return b.fail("needs literal sizes");
    for (auto [axis, size] : llvm::zip(axes, *sizes))
      scales.push_back(static_cast<double>(size) / in[axis]);
    bool isStretch = op.getKeepAspectRatioPolicy() == "stretch";
    if (!scales.empty() && !isStretch) {
      double scale = op.getKeepAspectRatioPolicy() == "not_larger"
                         ? *llvm::min_element(scales)
                         : *llvm::max_element(scales);
      scales.assign(scales.size(), scale);
    }
  }
  if (scales.size() != axes.size() ||
      llvm::any_of(scales, [](double s) { return !(s > 0); }))
    return b.fail("needs one positive scale or size per axis");
  return scales;
}

static FailureOr<std::vector<ResizeAxis>> getResizeAxes(onnx::ResizeOp op,
                                                        OpLowering &b) {
  RankedTensorType input = cast<RankedTensorType>(op.getX().getType());
  int64_t rank = input.getRank();
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  if (op.getAxes()) {
    FailureOr<SmallVector<int64_t>> given = normalizeAxes(*op.getAxes(), rank);
    if (failed(given))
      return b.fail("has axes that are out of range or not unique");
    axes = *given;
  }
  FailureOr<SmallVector<double>> scales = getScales(op, b, axes);
  if (failed(scales))
    return failure();
  SmallVector<double> roi;
  if (op.getCoordinateTransformationMode() == "tf_crop_and_resize") {
    FailureOr<SmallVector<double>> literal = getFloats(op.getRoi());
    if (failed(literal) || literal->size() != 2 * axes.size())
      return b.fail("needs a literal roi with a start and an end per axis");
    roi = *literal;
  }
  std::vector<ResizeAxis> result;
  for (auto [i, dim] : llvm::enumerate(axes)) {
    ResizeAxis axis;
    axis.dim = dim;
    axis.input = input.getDimSize(dim);
    axis.output = b.getResultType().getDimSize(dim);
    axis.scale = (*scales)[i];
    if (!roi.empty()) {
      axis.roiStart = roi[i];
      axis.roiEnd = roi[i + axes.size()];
    }
    bool isWhole = axis.roiStart == 0 && axis.roiEnd == 1;
    if (axis.input == axis.output && axis.scale == 1 && isWhole)
      continue;
    if (axis.input == 0)
      return b.fail("resizes an empty dimension");
    if (failed(fillTables(op, b, axis)))
      return failure();
    result.push_back(std::move(axis));
  }
  return result;
}

//===--- Bodies
//-------------------------------------------------------------===//

namespace {
/// Inputs of the generic: one table per non-trivial tap.
struct TableInputs {
  SmallVector<Value> values;
  SmallVector<AffineMap> maps;

  int64_t add(OpLowering &b, Value table, int64_t dim) {
    values.push_back(table);
    maps.push_back(b.getProjection(b.getResultType().getRank(), {dim}));
    return values.size() - 1;
  }
};

/// How a body finds an input position.
struct TapIndex {
  enum Kind { Table, Divide, Multiply } kind = Table;
  int64_t value = 0; // number of the table, divisor or factor

  Value build(BodyBuilder &b, ValueRange args, int64_t dim) const {
    if (kind == Table)
      return arith::IndexCastOp::create(b, b.getIndexType(), args[value]);
    if (value == 1)
      return b.position(dim);
    Value operand = b.index(value);
    if (kind == Divide)
      return arith::DivUIOp::create(b, b.position(dim), operand);
    return b.mul(b.position(dim), operand);
  }
};

struct AxisInputs {
  int64_t dim = 0;
  SmallVector<TapIndex> taps;
  SmallVector<int64_t> weights;
  int64_t inside = -1;
};
} // namespace

/// Recognizes position / factor and position * factor.
static std::optional<TapIndex> getRegularTap(const ResizeAxis &axis,
                                             ArrayRef<int32_t> table) {
  int64_t up = axis.output / axis.input, down = axis.input / axis.output;
  auto matches = [&](auto expected) {
    for (auto [o, position] : llvm::enumerate(table))
      if (position != expected(static_cast<int64_t>(o)))
        return false;
    return true;
  };
  if (up >= 1 && matches([&](int64_t o) { return o / up; }))
    return TapIndex{TapIndex::Divide, up};
  if (down >= 1 && matches([&](int64_t o) { return o * down; }))
    return TapIndex{TapIndex::Multiply, down};
  return std::nullopt;
}

static AxisInputs addAxis(OpLowering &b, TableInputs &tables,
                          const ResizeAxis &axis) {
  AxisInputs result;
  result.dim = axis.dim;
  for (auto [positions, weights] : llvm::zip_equal(axis.taps, axis.weights)) {
    std::optional<TapIndex> regular = getRegularTap(axis, positions);
    result.taps.push_back(
        regular ? *regular
                : TapIndex{TapIndex::Table,
                           tables.add(b, b.i32Table(positions), axis.dim)});
    if (axis.taps.size() > 1)
      result.weights.push_back(tables.add(b, b.f32Table(weights), axis.dim));
  }
  if (llvm::is_contained(axis.inside, 0))
    result.inside = tables.add(b, b.i32Table(axis.inside), axis.dim);
  return result;
}

/// The weighted sum over the taps of `axes`, innermost axis last.
static Value interpolate(BodyBuilder &b, Value x, ValueRange args,
                         ArrayRef<AxisInputs> axes,
                         MutableArrayRef<Value> position) {
  if (axes.empty())
    return b.extract(x, position);
  const AxisInputs &axis = axes.front();
  Value sum;
  for (auto [t, tap] : llvm::enumerate(axis.taps)) {
    position[axis.dim] = tap.build(b, args, axis.dim);
    Value value = interpolate(b, x, args, axes.drop_front(), position);
    if (axis.weights.empty())
      return value;
    Value term = b.mul(b.widen(value), args[axis.weights[t]]);
    sum = sum ? b.add(sum, term) : term;
  }
  return sum;
}

static Value extrapolate(BodyBuilder &b, Value value, ValueRange args,
                         ArrayRef<AxisInputs> axes, double outside) {
  for (const AxisInputs &axis : axes)
    if (axis.inside >= 0) {
      Value flag = args[axis.inside];
      Value isInside = b.compare(arith::CmpIPredicate::ne, flag,
                                 b.constant(flag.getType(), 0));
      value = b.select(isInside, value, b.constant(value.getType(), outside));
    }
  return value;
}

/// Nearest neighbours at whole factors: an index map, so that whoever reads the
/// result can read its source instead. Null where positions need a table.
static AffineMap getIndexMap(ArrayRef<AxisInputs> axes, MLIRContext *context, int64_t rank) {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim = 0; dim < rank; ++dim)
    exprs.push_back(getAffineDimExpr(dim, context));
  for (const AxisInputs &axis : axes) {
    if (axis.taps.size() != 1 || axis.taps[0].kind == TapIndex::Table || axis.inside >= 0)
      return {};
    AffineExpr &expr = exprs[axis.dim];
    expr = axis.taps[0].kind == TapIndex::Divide ? expr.floorDiv(axis.taps[0].value)
                                                 : expr * axis.taps[0].value;
  }
  return AffineMap::get(rank, 0, exprs, context);
}

static Results lowerResize(onnx::ResizeOp op, onnx::ResizeOp::Adaptor adaptor,
                           OpLowering &b) {
  StringRef mode = op.getMode();
  if (mode != "nearest" && mode != "linear" && mode != "cubic")
    return b.fail("has an unknown mode " + mode);
  if (op.getAntialias())
    return b.fail("has antialias, which is not supported");
  RankedTensorType type = b.getResultType();
  if (mode != "nearest" && !isa<FloatType>(type.getElementType()))
    return b.fail("interpolates integers, which is not supported");
  FailureOr<std::vector<ResizeAxis>> axes = getResizeAxes(op, b);
  if (failed(axes))
    return failure();
  if (axes->empty())
    return one(adaptor.getX());
  if (axes->size() > 3)
    return b.fail("resizes more than three axes");
  TableInputs tables;
  SmallVector<AxisInputs> inputs;
  for (const ResizeAxis &axis : *axes)
    inputs.push_back(addAxis(b, tables, axis));
  if (AffineMap map = getIndexMap(inputs, op.getContext(), type.getRank()))
    return one(b.parallel({adaptor.getX()}, {map}, type,
                          [](BodyBuilder &, ValueRange args) { return args[0]; }));
  double outside = op.getExtrapolationValue().convertToFloat();
  return one(b.parallel(
      tables.values, tables.maps, type,
      [&](BodyBuilder &body, ValueRange args) {
        SmallVector<Value> position;
        for (int64_t dim = 0; dim < type.getRank(); ++dim)
          position.push_back(body.position(dim));
        Value value = interpolate(body, adaptor.getX(), args, inputs, position);
        return body.narrow(extrapolate(body, value, args, inputs, outside),
                           type.getElementType());
      }));
}

void mlir::burin::to_linalg::populateResizePatterns(PatternCollector &p) {
  p.add<onnx::ResizeOp>(lowerResize);
}
