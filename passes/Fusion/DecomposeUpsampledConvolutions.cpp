//===- DecomposeUpsampledConvolutions.cpp - Convolutions of the image before upsampling ---===//
//
// After nearest upsampling by 2 a 3x3 window covers 2x2 pixels only, and which of its nine
// taps fall on the same pixel depends on nothing but the parity of row and column. Weights
// added up beforehand leave 4 products of 9 (polyphase decomposition).
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_DECOMPOSEUPSAMPLEDCONVOLUTIONSPASS
#include "passes/Fusion/Passes.h.inc"

using to_linalg::BodyBuilder;
using to_linalg::LinalgBuilder;
using utils::IteratorType;

namespace {
struct DecomposeUpsampledConvolutionsPass final
    : impl::DecomposeUpsampledConvolutionsPassBase<DecomposeUpsampledConvolutionsPass> {
  using DecomposeUpsampledConvolutionsPassBase::DecomposeUpsampledConvolutionsPassBase;
  void runOnOperation() override;
};

/// An image [N, H, W, C] before upsampling: `map` takes its coordinates to those of `source`.
struct Image {
  Value source;
  AffineMap map;
};
} // namespace

static bool isUnit(DenseIntElementsAttr values) {
  return llvm::all_of(values.getValues<int64_t>(), [](int64_t value) { return value == 1; });
}

/// What `value` copies element by element, and through which map; null: it computes something.
static linalg::GenericOp getCopy(Value value) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op || op.getNumResults() != 1 || op.getNumDpsInputs() != 1 ||
      op.getNumLoops() != op.getNumParallelLoops() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return {};
  auto yield = cast<linalg::YieldOp>(op.getBody()->getTerminator());
  return yield.getOperand(0) == op.getMatchingBlockArgument(op.getDpsInputOperand(0)) ? op : linalg::GenericOp();
}

/// `map` without the division by 2 of rows and columns; null: it divides something else, or nothing.
static AffineMap takeOffUpsampling(AffineMap map) {
  SmallVector<AffineExpr> results;
  unsigned found = 0;
  for (AffineExpr expr : map.getResults()) {
    auto quotient = dyn_cast<AffineBinaryOpExpr>(expr);
    bool isHalved = quotient && quotient.getKind() == AffineExprKind::FloorDiv &&
                    quotient.getRHS() == getAffineConstantExpr(2, map.getContext());
    if (isHalved)
      expr = quotient.getLHS();
    auto dim = dyn_cast<AffineDimExpr>(expr);
    bool isSpatial = dim && (dim.getPosition() == 1 || dim.getPosition() == 2);
    if (!dim || isSpatial != isHalved)
      return {};
    found |= 1u << dim.getPosition();
    results.push_back(expr);
  }
  return found == 0xf && results.size() == 4 ? AffineMap::get(4, 0, results, map.getContext()) : AffineMap();
}

/// The image that `value` is twice as large as, in both directions.
static std::optional<Image> findImage(Value value) {
  AffineMap map = AffineMap::getMultiDimIdentityMap(4, value.getContext());
  while (linalg::GenericOp copy = getCopy(value)) {
    OpOperand *input = copy.getDpsInputOperand(0);
    map = simplifyAffineMap(copy.getMatchingIndexingMap(input).compose(map));
    value = input->get();
    if (AffineMap image = takeOffUpsampling(map))
      return Image{value, image};
  }
  return std::nullopt;
}

/// What is convolved: padded by one zero on every side.
static Value getPadded(Value value) {
  auto pad = value.getDefiningOp<tensor::PadOp>();
  Value padding = pad ? pad.getConstantPaddingValue() : Value();
  const int64_t around[] = {0, 1, 1, 0};
  return padding && matchPattern(padding, m_AnyZeroFloat()) && pad.getStaticLow() == ArrayRef(around) &&
                 pad.getStaticHigh() == ArrayRef(around)
             ? pad.getSource()
             : Value();
}

/// Whether the convolution's rows and columns are twice those of the image, all of it.
static bool isTwice(linalg::Conv2DNhwcHwcfOp conv, const Image &image) {
  ArrayRef<int64_t> result = to_linalg::getShape(conv.getResult(0)), source = to_linalg::getShape(image.source);
  return llvm::all_of(llvm::zip_equal(image.map.getResults(), source), [&](auto pair) {
    unsigned dim = cast<AffineDimExpr>(std::get<0>(pair)).getPosition();
    return (dim != 1 && dim != 2) || result[dim] == 2 * std::get<1>(pair);
  });
}

static std::optional<Image> match(linalg::Conv2DNhwcHwcfOp conv) {
  Value weights = conv.getInputs()[1];
  ArrayRef<int64_t> kernel = to_linalg::getShape(weights);
  if (kernel[0] != 3 || kernel[1] != 3 || !isUnit(conv.getStrides()) || !isUnit(conv.getDilations()) ||
      !weights.getDefiningOp<plan::ConstantOp>() || !fused::isZeroFill(conv.getOutputs()[0]) ||
      !to_linalg::getElementType(conv.getResult(0)).isF32())
    return std::nullopt;
  Value padded = getPadded(conv.getInputs()[0]);
  std::optional<Image> image = padded ? findImage(padded) : std::nullopt;
  return image && isTwice(conv, *image) ? image : std::nullopt;
}

/// result[n, y, p, x, q, f] = sum of image[n, y + p + i - 1, x + q + j - 1, c] * kernels[p, q, i, j, c, f].
static Value convolve(LinalgBuilder &b, Value image, Value kernels, ArrayRef<int64_t> shape) {
  MLIRContext *context = b.getContext();
  auto d = [&](unsigned dim) { return getAffineDimExpr(dim, context); };
  auto map = [&](ArrayRef<AffineExpr> results) { return AffineMap::get(9, 0, results, context); };
  AffineMap maps[] = {map({d(0), d(1) + d(2) + d(6), d(3) + d(4) + d(7), d(8)}),
                      map({d(2), d(4), d(6), d(7), d(8), d(5)}), map({d(0), d(1), d(2), d(3), d(4), d(5)})};
  SmallVector<IteratorType> iterators(6, IteratorType::parallel);
  iterators.append(3, IteratorType::reduction);
  Value zero = b.filled({shape[0], shape[1] / 2, 2, shape[2] / 2, 2, shape[3]}, b.getF32(), 0);
  Value phases = b.reduce({image, kernels}, maps, iterators, zero, [](BodyBuilder &body, ValueRange args) {
    return body.add(args[2], body.mul(body.widen(args[0]), body.widen(args[1])));
  });
  return b.reshape(phases, shape);
}

static FailureOr<Value> decompose(linalg::Conv2DNhwcHwcfOp conv, const Image &image) {
  OpBuilder builder(conv);
  LinalgBuilder b(builder, conv.getLoc());
  auto weights = conv.getInputs()[1].getDefiningOp<plan::ConstantOp>();
  FailureOr<Value> kernels =
      plan::appendTransform(builder, weights, plan::PolyphaseStepAttr::get(builder.getContext()), "polyphase");
  if (failed(kernels))
    return failure();
  ArrayRef<int64_t> shape = to_linalg::getShape(conv.getResult(0)), input = to_linalg::getShape(conv.getInputs()[0]);
  Value source = image.source;
  if (!image.map.isIdentity()) {
    auto type = RankedTensorType::get({input[0], shape[1] / 2, shape[2] / 2, input[3]}, to_linalg::getElementType(source));
    source = b.parallel({source}, {image.map}, type, [](BodyBuilder &, ValueRange args) { return args[0]; });
  }
  return convolve(b, b.pad(source, {0, 1, 1, 0}, {0, 1, 1, 0}), *kernels, shape);
}

void DecomposeUpsampledConvolutionsPass::runOnOperation() {
  SmallVector<linalg::Conv2DNhwcHwcfOp> convolutions;
  getOperation().walk([&](linalg::Conv2DNhwcHwcfOp op) { convolutions.push_back(op); });
  for (linalg::Conv2DNhwcHwcfOp conv : convolutions) {
    std::optional<Image> image = match(conv);
    if (!image)
      continue;
    FailureOr<Value> result = decompose(conv, *image);
    if (failed(result))
      return signalPassFailure();
    remark::passed(conv.getLoc(), remark::RemarkOpts::name("polyphase").category("fusion"))
        << "convolves the image before upsampling: 4 products of 9";
    conv.getResult(0).replaceAllUsesWith(*result);
    SmallVector<Value> inputs(conv.getInputs());
    conv.erase();
    for (Value input : inputs)
      if (input.use_empty()) // the upsampled image is dead code now
        input.getDefiningOp()->erase();
    ++numDecomposed;
  }
}

} // namespace mlir::burin
