//===- RaiseUpsampling.cpp - Nearest upsampling from any repetition -------===//
//
// This file implements the onnx-raise-upsampling pass. What counts is which
// input position each output position reads: position / factor is nearest
// upsampling, whichever operator and rounding rule says so.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Support.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <cmath>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISEUPSAMPLINGPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("upsampling").category("raise");

/// Axes that one Resize may change: as many as its lowering takes.
constexpr int64_t kMaxAxes = 3;

/// How often each element of a dimension is repeated, for every dimension of
/// the input; nothing when the shapes are no multiples of each other.
std::optional<SmallVector<int64_t>> getFactors(RankedTensorType from,
                                               RankedTensorType to) {
  if (!from || !to || from.getRank() != to.getRank() || from.getRank() < 3)
    return std::nullopt;
  SmallVector<int64_t> factors;
  for (auto [in, out] : llvm::zip_equal(from.getShape(), to.getShape())) {
    if (in == 0 || out == 0 || out % in != 0)
      return std::nullopt;
    factors.push_back(out / in);
  }
  int64_t axes = llvm::count_if(factors, [](int64_t f) { return f != 1; });
  // A batch that is repeated is a broadcast.
  if (axes == 0 || axes > kMaxAxes || factors.front() != 1)
    return std::nullopt;
  return factors;
}

/// Resize in its normal form: scales for every dimension, asymmetric, floor.
Value createUpsampling(OpBuilder &builder, Location loc, Value x,
                       RankedTensorType type, ArrayRef<int64_t> factors) {
  SmallVector<float> numbers(factors.begin(), factors.end());
  auto scalesType = RankedTensorType::get(
      {static_cast<int64_t>(numbers.size())}, builder.getF32Type());
  Value scales = onnx::ConstantOp::create(
      builder, loc, scalesType,
      DenseElementsAttr::get(scalesType, ArrayRef<float>(numbers)));
  Value none = onnx::NoValueOp::create(builder, loc, builder.getNoneType());
  auto op = onnx::ResizeOp::create(builder, loc, type,
                                   ValueRange{x, none, scales, none});
  op.setMode("nearest");
  op.setCoordinateTransformationMode("asymmetric");
  op.setNearestMode("floor");
  return op.getY();
}

void report(Operation *op, ArrayRef<int64_t> factors, StringRef spelling) {
  remark::passed(op->getLoc(), kRemark)
      << ("raised to nearest upsampling from " + spelling).str()
      << remark::metric("factor", *llvm::max_element(factors));
}

//===--- Resize with other rules
//------------------------------------------------===//

/// Whether output position o of a dimension reads input position o / factor.
bool readsQuotient(StringRef mode, StringRef rounding, int64_t in,
                   int64_t factor) {
  for (int64_t o = 0; o < in * factor; ++o) {
    double x;
    if (mode == "asymmetric")
      x = static_cast<double>(o) / factor;
    else if (mode == "half_pixel" || mode == "half_pixel_symmetric" ||
             (mode == "pytorch_half_pixel" && in * factor > 1))
      x = (o + 0.5) / factor - 0.5;
    else
      return false;
    double floor = std::floor(x), read;
    if (rounding == "floor")
      read = floor;
    else if (rounding == "ceil")
      read = std::ceil(x);
    else if (rounding == "round_prefer_floor")
      read = x - floor > 0.5 ? floor + 1 : floor;
    else if (rounding == "round_prefer_ceil")
      read = x - floor >= 0.5 ? floor + 1 : floor;
    else
      return false;
    read = std::clamp<double>(read, 0, in - 1);
    // A coordinate that f32 may put on the other side of a rounding edge is
    // left to the runtime's own arithmetic.
    double edge = rounding.starts_with("round") ? 0.5 : 0.0;
    double distance = std::abs(x - floor - edge);
    bool isExact = (factor & (factor - 1)) == 0 || o % factor == 0;
    if (!isExact && std::min(distance, 1 - distance) < 1e-4)
      return false;
    if (read != o / factor)
      return false;
  }
  return true;
}

/// The scales of `op` are the ratios of its shapes.
bool hasExactScales(onnx::ResizeOp op, ArrayRef<int64_t> factors) {
  // Another policy scales all axes by the one that fits sizes worst or best.
  if (op.getKeepAspectRatioPolicy() != "stretch")
    return false;
  if (onnx::isAbsent(op.getScales()))
    return !onnx::isAbsent(op.getSizes());
  DenseElementsAttr literal = getLiteral(op.getScales());
  if (!literal || !literal.getElementType().isF32())
    return false;
  SmallVector<float> scales(literal.getValues<float>());
  if (scales.empty()) // as good as absent
    return !onnx::isAbsent(op.getSizes());
  int64_t rank = factors.size();
  for (size_t i = 0; i < scales.size(); ++i) {
    int64_t axis = op.getAxes() ? (*op.getAxes())[i] : static_cast<int64_t>(i);
    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank || scales[i] != factors[axis])
      return false;
  }
  return true;
}

bool isNormalForm(onnx::ResizeOp op) {
  return onnx::isAbsent(op.getRoi()) && onnx::isAbsent(op.getSizes()) &&
         !onnx::isAbsent(op.getScales()) && !op.getAxes() &&
         op.getCoordinateTransformationMode() == "asymmetric" &&
         op.getNearestMode() == "floor" &&
         op.getKeepAspectRatioPolicy() == "stretch" && !op.getAntialias();
}

struct NormalizeResize final : OpRewritePattern<onnx::ResizeOp> {
  NormalizeResize(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::ResizeOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType from = getStaticType(op.getX()),
                     to = getStaticType(op.getY());
    std::optional<SmallVector<int64_t>> factors = getFactors(from, to);
    if (op.getMode() != "nearest" || isNormalForm(op) || !factors)
      return failure();
    bool fits = !op.getAntialias() && hasExactScales(op, *factors);
    for (auto [in, factor] : llvm::zip_equal(from.getShape(), *factors))
      fits = fits &&
             (factor == 1 || readsQuotient(op.getCoordinateTransformationMode(),
                                           op.getNearestMode(), in, factor));
    if (!fits) {
      remark::missed(op.getLoc(), kRemark)
          << remark::reason("it does not repeat each element equally often");
      return failure();
    }
    report(op, *factors, "Resize");
    rewriter.replaceOp(
        op, createUpsampling(rewriter, op.getLoc(), op.getX(), to, *factors));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

//===--- Repetition between two reshapes
//----------------------------------------===//

/// `value` repeated along dimensions of size 1: the value before, else null.
Value getRepeated(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || !op->hasOneUse() || !getStaticType(value))
    return {};
  Value source;
  if (isa<onnx::ExpandOp, onnx::TileOp>(op))
    source = op->getOperand(0);
  else if (auto concat = dyn_cast<onnx::ConcatOp>(op);
           concat && llvm::all_equal(concat.getInputs()))
    source = concat.getInputs().front();
  RankedTensorType from = source ? getStaticType(source) : nullptr,
                   to = getStaticType(value);
  if (!from || from.getRank() != to.getRank())
    return {};
  for (auto [in, out] : llvm::zip_equal(from.getShape(), to.getShape()))
    if (in != out && in != 1)
      return {};
  return source;
}

/// The shape of x once a reshape to `split` and repetition to `repeated` have
/// repeated each element in place; empty when they did something else. Every
/// dimension of x must be a run of dimensions of `split` of which only trailing
/// ones of size 1 grow.
SmallVector<int64_t> getRepeatedShape(ArrayRef<int64_t> x,
                                      ArrayRef<int64_t> split,
                                      ArrayRef<int64_t> repeated) {
  SmallVector<int64_t> shape;
  size_t at = 0;
  for (int64_t in : x) {
    int64_t size = 1;
    for (; at < split.size() && size < in; size *= split[at++])
      if (split[at] != repeated[at])
        return {}; // the whole run would be repeated, not its elements
    if (size != in)
      return {};
    for (; at < split.size() && split[at] == 1; ++at)
      size *= repeated[at];
    shape.push_back(size);
  }
  return at == split.size() ? shape : SmallVector<int64_t>();
}

/// Equal but for dimensions of size 1.
bool differInUnitDims(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  auto isNotOne = [](int64_t size) { return size != 1; };
  return llvm::equal(llvm::make_filter_range(a, isNotOne),
                     llvm::make_filter_range(b, isNotOne));
}

struct RaiseRepetition final : OpRewritePattern<onnx::ReshapeOp> {
  RaiseRepetition(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType out = getStaticType(op.getReshaped());
    Value repeated = op.getData();
    // Two dimensions may be repeated one after the other.
    Value split = getRepeated(repeated);
    while (split && getRepeated(split))
      split = getRepeated(split);
    auto first = split ? split.getDefiningOp<onnx::ReshapeOp>() : nullptr;
    RankedTensorType x = first ? getStaticType(first.getData()) : nullptr;
    if (!x || !out)
      return failure();
    SmallVector<int64_t> shape =
        getRepeatedShape(x.getShape(), getStaticType(split).getShape(),
                         getStaticType(repeated).getShape());
    if (shape.empty() || !differInUnitDims(shape, out.getShape())) {
      remark::missed(op.getLoc(), kRemark)
          << remark::reason("it repeats runs of elements, not each of them");
      return failure();
    }
    RankedTensorType type = out.clone(shape);
    std::optional<SmallVector<int64_t>> factors = getFactors(x, type);
    if (!factors)
      return failure();
    report(op, *factors, "repetition between reshapes");
    Value y = createUpsampling(rewriter, op.getLoc(), first.getData(), type,
                               *factors);
    rewriter.replaceOp(op,
                       reshapeTo(rewriter, op.getLoc(), y, out.getShape()));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

//===--- Gather of every position several times
//---------------------------------===//

struct RaiseGather final : OpRewritePattern<onnx::GatherOp> {
  RaiseGather(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::GatherOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType x = getStaticType(op.getData()),
                     out = getStaticType(op.getOutput());
    std::optional<SmallVector<int64_t>> factors = getFactors(x, out),
                                        indices = getIntegers(op.getIndices());
    int64_t axis = op.getAxis();
    if (!factors || !indices)
      return failure();
    axis += axis < 0 ? x.getRank() : 0;
    int64_t factor = (*factors)[axis];
    for (auto [o, index] : llvm::enumerate(*indices)) {
      int64_t read = index + (index < 0 ? x.getDimSize(axis) : 0);
      if (factor == 1 || read != static_cast<int64_t>(o) / factor)
        return failure();
    }
    report(op, *factors, "Gather");
    rewriter.replaceOp(op, createUpsampling(rewriter, op.getLoc(),
                                            op.getData(), out, *factors));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

//===--- One dimension after the other
//------------------------------------------===//

/// Upsampling of upsampling is one with the products of the factors.
struct MergeUpsamplings final : OpRewritePattern<onnx::ResizeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::ResizeOp op,
                                PatternRewriter &rewriter) const override {
    auto inner = op.getX().getDefiningOp<onnx::ResizeOp>();
    if (!inner || !inner->hasOneUse() || !isUpsampling(op) ||
        !isUpsampling(inner))
      return failure();
    RankedTensorType out = getStaticType(op.getY());
    std::optional<SmallVector<int64_t>> factors =
        getFactors(getStaticType(inner.getX()), out);
    if (!factors)
      return failure();
    rewriter.replaceOp(op, createUpsampling(rewriter, op.getLoc(), inner.getX(),
                                            out, *factors));
    return success();
  }

private:
  static bool isUpsampling(onnx::ResizeOp op) {
    std::optional<SmallVector<int64_t>> factors =
        getFactors(getStaticType(op.getX()), getStaticType(op.getY()));
    return op.getMode() == "nearest" && isNormalForm(op) && factors &&
           hasExactScales(op, *factors);
  }
};

struct OnnxRaiseUpsamplingPass final
    : impl::OnnxRaiseUpsamplingPassBase<OnnxRaiseUpsamplingPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<NormalizeResize, RaiseRepetition, RaiseGather>(&getContext(),
                                                                numRaised);
    patterns.add<MergeUpsamplings>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
