//===- UpsampledImage.cpp - Convolutions after nearest upsampling ---------===//
#include "dialects/Fused/UpsampledImage.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::fused;

static ArrayRef<int64_t> getShape(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

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
static std::optional<UpsampledImage> findImage(Value value) {
  AffineMap map = AffineMap::getMultiDimIdentityMap(4, value.getContext());
  while (linalg::GenericOp copy = getCopy(value)) {
    OpOperand *input = copy.getDpsInputOperand(0);
    map = simplifyAffineMap(copy.getMatchingIndexingMap(input).compose(map));
    value = input->get();
    if (AffineMap image = takeOffUpsampling(map))
      return UpsampledImage{value, image};
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
static bool isTwice(linalg::Conv2DNhwcHwcfOp conv, const UpsampledImage &image) {
  ArrayRef<int64_t> result = getShape(conv.getResult(0)), source = getShape(image.source);
  return llvm::all_of(llvm::zip_equal(image.map.getResults(), source), [&](auto pair) {
    unsigned dim = cast<AffineDimExpr>(std::get<0>(pair)).getPosition();
    return (dim != 1 && dim != 2) || result[dim] == 2 * std::get<1>(pair);
  });
}

std::optional<UpsampledImage> mlir::burin::fused::findUpsampledImage(linalg::Conv2DNhwcHwcfOp conv) {
  Value weights = conv.getInputs()[1];
  ArrayRef<int64_t> kernel = getShape(weights);
  if (kernel[0] != 3 || kernel[1] != 3 || !isUnit(conv.getStrides()) || !isUnit(conv.getDilations()) ||
      !weights.getDefiningOp<plan::ConstantOp>() || !isZeroFill(conv.getOutputs()[0]) ||
      !getElementTypeOrSelf(conv.getResult(0).getType()).isF32())
    return std::nullopt;
  Value padded = getPadded(conv.getInputs()[0]);
  std::optional<UpsampledImage> image = padded ? findImage(padded) : std::nullopt;
  return image && isTwice(conv, *image) ? image : std::nullopt;
}
