//===- OnnxNN.cpp - Inference of norms, attention and resize --------------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::burin::onnx;

static int64_t rankOf(const Shape &shape) {
  return static_cast<int64_t>(shape->size());
}

/// One value per channel, of the type of `x`.
static LogicalResult checkPerChannel(Operation *op, Value x, Value list,
                                     int64_t channels, StringRef what) {
  if (isAbsent(list))
    return success();
  if (!isa<FloatType>(getElementType(list)))
    return op->emitOpError() << what << " must have floating-point elements";
  Shape shape = getShape(list);
  if (failed(checkRank(op, list, 1, what)) ||
      (shape &&
       failed(mergeDims(op, shape->front(), channels, what + " and channels"))))
    return failure();
  return success();
}

/// Same shape as the input, per-channel parameters from operand 1 on.
static LogicalResult inferChannelNorm(Operation *op, bool channelsLast) {
  Value x = op->getOperand(0);
  Shape shape = getShape(x);
  if (failed(checkFloat(op, x)))
    return failure();
  if (shape && shape->size() < 2)
    return op->emitOpError("needs an input of rank 2 or more");
  int64_t channels = !shape         ? kDynamic
                     : channelsLast ? shape->back()
                                    : (*shape)[1];
  for (Value list : op->getOperands().drop_front())
    if (failed(checkPerChannel(op, x, list, channels, "parameters")))
      return failure();
  return setResult(op, shape, getElementType(x));
}

LogicalResult InstanceNormalizationOp::inferResultTypes() {
  return inferChannelNorm(*this, /*channelsLast=*/false);
}

LogicalResult BatchNormalizationOp::inferResultTypes() {
  return inferChannelNorm(*this, /*channelsLast=*/false);
}

LogicalResult GroupNormalizationOp::inferResultTypes() {
  Shape shape = getShape(getX());
  int64_t groups = getNumGroups();
  if (groups < 1)
    return emitOpError() << "has " << groups << " groups";
  if (failed(inferChannelNorm(*this, getChannelsLast())))
    return failure();
  int64_t channels = !shape              ? kDynamic
                     : getChannelsLast() ? shape->back()
                                         : (*shape)[1];
  if (channels != kDynamic && channels % groups != 0)
    return emitOpError() << "cannot divide " << channels << " channels into "
                         << groups << " groups";
  return success();
}

/// Scale and bias broadcast to the normalised dimensions.
static LogicalResult inferLayerNorm(Operation *op, int64_t axis) {
  Value x = op->getOperand(0);
  Shape shape = getShape(x);
  if (failed(checkFloat(op, x)))
    return failure();
  if (!shape)
    return setResult(op, shape, getElementType(x));
  if (failed(normalizeAxis(op, axis, rankOf(shape))))
    return failure();
  for (Value parameter : op->getOperands().drop_front()) {
    if (isAbsent(parameter))
      continue;
    Shape both = shape, other = getShape(parameter);
    if (!other)
      continue;
    if (failed(broadcast(op, both, other)))
      return failure();
    if (both->size() != shape->size())
      return op->emitOpError(
          "has a scale or bias of larger rank than its input");
    for (auto [dim, merged] : llvm::zip_equal(*shape, *both))
      if (dim != kDynamic && dim != merged)
        return op->emitOpError(
            "has a scale or bias that does not broadcast to its input");
  }
  return setResult(op, shape, getElementType(x));
}

LogicalResult LayerNormalizationOp::inferResultTypes() {
  return inferLayerNorm(*this, getAxis());
}
LogicalResult RMSNormalizationOp::inferResultTypes() {
  return inferLayerNorm(*this, getAxis());
}

//===--- Attention
//----------------------------------------------------------===//

/// [B, heads, N, D] of an operand of rank 4, or of rank 3 with `heads`.
static FailureOr<SmallVector<int64_t>> splitHeads(AttentionOp op, Value value,
                                                  std::optional<uint64_t> heads,
                                                  StringRef name) {
  Shape shape = getShape(value);
  if (!shape)
    return SmallVector<int64_t>(4, kDynamic);
  if (shape->size() == 4)
    return *shape;
  if (shape->size() != 3)
    return op.emitOpError()
           << name << " must have rank 3 or 4, has rank " << shape->size();
  if (!heads || *heads < 1 || *heads > (1u << 20))
    return op.emitOpError() << name << " of rank 3 needs the number of heads";
  int64_t count = static_cast<int64_t>(*heads), width = (*shape)[2];
  if (width != kDynamic && width % count != 0)
    return op.emitOpError() << "cannot divide " << width << " columns of "
                            << name << " into " << count << " heads";
  return SmallVector<int64_t>{(*shape)[0], count, (*shape)[1],
                              width == kDynamic ? kDynamic : width / count};
}

LogicalResult AttentionOp::inferResultTypes() {
  Type element = getElementType(getQ());
  if (failed(checkFloat(*this, getQ())) ||
      failed(checkSameElementType(*this, getQ(), getK())) ||
      failed(checkSameElementType(*this, getQ(), getV())))
    return failure();
  auto q = splitHeads(*this, getQ(), getQNumHeads(), "Q");
  auto k = splitHeads(*this, getK(), getKvNumHeads(), "K");
  auto v = splitHeads(*this, getV(), getKvNumHeads(), "V");
  if (failed(q) || failed(k) || failed(v))
    return failure();
  if (failed(mergeDims(*this, (*q)[0], (*k)[0], "batch sizes of Q and K")) ||
      failed(mergeDims(*this, (*k)[0], (*v)[0], "batch sizes of K and V")) ||
      failed(mergeDims(*this, (*k)[1], (*v)[1], "heads of K and V")) ||
      failed(mergeDims(*this, (*k)[2], (*v)[2], "lengths of K and V")) ||
      failed(mergeDims(*this, (*q)[3], (*k)[3], "head sizes of Q and K")))
    return failure();
  if ((*q)[1] != kDynamic && (*k)[1] != kDynamic &&
      ((*k)[1] == 0 || (*q)[1] % (*k)[1] != 0))
    return emitOpError() << "has " << (*q)[1] << " query heads for " << (*k)[1]
                         << " key heads";
  if (!isAbsent(getAttnMask())) {
    Shape scores = SmallVector<int64_t>{(*q)[0], (*q)[1], (*q)[2], (*k)[2]};
    if (failed(broadcast(*this, scores, getShape(getAttnMask()))))
      return failure();
    if (scores && scores->size() != 4)
      return emitOpError("has a mask of rank above 4");
  }
  Shape shape = getShape(getQ());
  if (!shape)
    return setResult(*this, std::nullopt, element);
  if (shape->size() == 4)
    return setResult(*this,
                     SmallVector<int64_t>{(*q)[0], (*q)[1], (*q)[2], (*v)[3]},
                     element);
  FailureOr<int64_t> width = multiplyDims(*this, {(*q)[1], (*v)[3]});
  return failed(width)
             ? failure()
             : setResult(*this, SmallVector<int64_t>{(*q)[0], (*q)[2], *width},
                         element);
}

//===--- Resize
//-------------------------------------------------------------===//

/// Sizes of the resized axes after keep_aspect_ratio_policy.
static FailureOr<SmallVector<int64_t>>
getResizedDims(ResizeOp op, ArrayRef<int64_t> dims, ArrayRef<int64_t> sizes) {
  StringRef policy = op.getKeepAspectRatioPolicy();
  if (policy == "stretch")
    return SmallVector<int64_t>(sizes);
  if (policy != "not_larger" && policy != "not_smaller")
    return op.emitOpError()
           << "has the unknown keep_aspect_ratio_policy '" << policy << "'";
  std::optional<double> scale;
  for (auto [dim, size] : llvm::zip_equal(dims, sizes)) {
    if (dim == kDynamic)
      return SmallVector<int64_t>(dims.size(), kDynamic);
    double ratio = static_cast<double>(size) /
                   static_cast<double>(std::max<int64_t>(dim, 1));
    scale = !scale                   ? ratio
            : policy == "not_larger" ? std::min(*scale, ratio)
                                     : std::max(*scale, ratio);
  }
  SmallVector<int64_t> result;
  for (int64_t dim : dims)
    result.push_back(static_cast<int64_t>(
        std::floor(*scale * static_cast<double>(dim) + 0.5)));
  return result;
}

/// floor(dim * scale) in f32 by the specification, checked.
static FailureOr<SmallVector<int64_t>>
getScaledDims(ResizeOp op, ArrayRef<int64_t> dims, ArrayRef<double> scales) {
  SmallVector<int64_t> result;
  for (auto [dim, scale] : llvm::zip_equal(dims, scales)) {
    if (!(scale > 0))
      return op.emitOpError() << "has the scale " << scale;
    double size = std::floor(static_cast<double>(static_cast<float>(dim) *
                                                 static_cast<float>(scale)));
    if (dim != kDynamic && !(size < 0x1p62))
      return op.emitOpError("yields a dimension that overflows 64 bits");
    result.push_back(dim == kDynamic ? kDynamic : static_cast<int64_t>(size));
  }
  return result;
}

static LogicalResult checkResizeAttributes(ResizeOp op) {
  if (op.getMode() == "cubic")
    return op.emitOpError("mode cubic is unsupported");
  if (op.getMode() != "nearest" && op.getMode() != "linear")
    return op.emitOpError() << "has the unknown mode '" << op.getMode() << "'";
  if (!llvm::is_contained({"half_pixel", "half_pixel_symmetric",
                           "pytorch_half_pixel", "align_corners", "asymmetric",
                           "tf_crop_and_resize", "tf_half_pixel_for_nn"},
                          op.getCoordinateTransformationMode()))
    return op.emitOpError()
           << "has the unknown coordinate_transformation_mode '"
           << op.getCoordinateTransformationMode() << "'";
  if (!llvm::is_contained(
          {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"},
          op.getNearestMode()))
    return op.emitOpError()
           << "has the unknown nearest_mode '" << op.getNearestMode() << "'";
  if (isAbsent(op.getScales()) == isAbsent(op.getSizes()))
    return op.emitOpError("needs either scales or sizes");
  return success();
}

LogicalResult ResizeOp::inferResultTypes() {
  Type element = getElementType(getX());
  if (failed(checkResizeAttributes(*this)))
    return failure();
  Shape shape = getShape(getX());
  if (!shape)
    return setResult(*this, std::nullopt, element);
  SmallVector<int64_t> axes =
      getAxes() ? SmallVector<int64_t>(*getAxes())
                : llvm::to_vector(llvm::seq<int64_t>(0, rankOf(shape)));
  FailureOr<SmallVector<int64_t>> normalized =
      normalizeAxes(*this, axes, rankOf(shape));
  if (failed(normalized))
    return failure();
  SmallVector<int64_t> dims;
  for (int64_t axis : *normalized)
    dims.push_back((*shape)[axis]);

  auto sizes =
      isAbsent(getSizes()) ? std::nullopt : getConstantInts(getSizes());
  auto scales =
      isAbsent(getScales()) ? std::nullopt : getConstantFloats(getScales());
  FailureOr<SmallVector<int64_t>> result =
      SmallVector<int64_t>(dims.size(), kDynamic);
  if ((sizes && sizes->size() != dims.size()) ||
      (scales && scales->size() != dims.size()))
    return emitOpError() << "has scales or sizes of another length than its "
                         << dims.size() << " axes";
  if (sizes)
    result = getResizedDims(*this, dims, *sizes);
  else if (scales)
    result = getScaledDims(*this, dims, *scales);
  if (failed(result))
    return failure();
  for (auto [axis, dim] : llvm::zip_equal(*normalized, *result))
    (*shape)[axis] = dim;
  return setResult(*this, shape, element);
}
