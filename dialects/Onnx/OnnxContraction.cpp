//===- OnnxContraction.cpp - Inference of products and windows ------------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::onnx;

static int64_t rankOf(const Shape &shape) {
  return static_cast<int64_t>(shape->size());
}

LogicalResult MatMulOp::inferResultTypes() {
  Type element = getElementType(getLhs());
  if (failed(checkSameElementType(*this, getLhs(), getRhs())))
    return failure();
  Shape lhs = getShape(getLhs()), rhs = getShape(getRhs());
  if (!lhs || !rhs)
    return setResult(*this, std::nullopt, element);
  if (lhs->empty() || rhs->empty())
    return emitOpError("needs operands of rank 1 or more");
  // A vector is a row on the left and a column on the right; the added
  // dimension disappears from the result.
  bool isRow = lhs->size() == 1, isColumn = rhs->size() == 1;
  if (isRow)
    lhs->insert(lhs->begin(), 1);
  if (isColumn)
    rhs->push_back(1);
  int64_t rows = (*lhs)[lhs->size() - 2], columns = rhs->back();
  if (failed(mergeDims(*this, lhs->back(), (*rhs)[rhs->size() - 2],
                       "inner dimensions")))
    return failure();
  Shape result = SmallVector<int64_t>(ArrayRef(*lhs).drop_back(2));
  if (failed(broadcast(*this, result,
                       SmallVector<int64_t>(ArrayRef(*rhs).drop_back(2)))))
    return failure();
  if (!isRow)
    result->push_back(rows);
  if (!isColumn)
    result->push_back(columns);
  return setResult(*this, result, element);
}

LogicalResult GemmOp::inferResultTypes() {
  Type element = getElementType(getA());
  if (failed(checkSameElementType(*this, getA(), getB())) ||
      failed(checkRank(*this, getA(), 2, "A")) ||
      failed(checkRank(*this, getB(), 2, "B")))
    return failure();
  Shape a = getShape(getA()), b = getShape(getB());
  if (!a)
    a = SmallVector<int64_t>{kDynamic, kDynamic};
  if (!b)
    b = SmallVector<int64_t>{kDynamic, kDynamic};
  if (getTransA())
    std::swap((*a)[0], (*a)[1]);
  if (getTransB())
    std::swap((*b)[0], (*b)[1]);
  if (failed(mergeDims(*this, (*a)[1], (*b)[0], "inner dimensions")))
    return failure();
  Shape result = SmallVector<int64_t>{(*a)[0], (*b)[1]};
  if (isAbsent(getC()))
    return setResult(*this, result, element);
  Shape withBias = result, bias = getShape(getC());
  if (failed(checkSameElementType(*this, getA(), getC())) ||
      (bias && failed(broadcast(*this, withBias, bias))))
    return failure();
  if (withBias->size() > 2)
    return emitOpError("has a C of rank above 2");
  for (auto [dim, merged] : llvm::zip_equal(*result, *withBias))
    if (dim != kDynamic && dim != merged)
      return emitOpError("has a C that does not broadcast to the product");
  return setResult(*this, result, element);
}

//===--- Sliding windows
//----------------------------------------------------===//

namespace {

/// Kernel, strides, dilations and pads of the spatial dimensions, checked.
struct Window {
  SmallVector<int64_t> kernel, strides, dilations, padBegin, padEnd;
  StringRef autoPad;
  bool ceilMode = false;
};

/// Attribute values, or `fallback` for each of `rank` dimensions; all at least
/// `min`.
FailureOr<SmallVector<int64_t>> getList(Operation *op,
                                        std::optional<ArrayRef<int64_t>> list,
                                        size_t rank, int64_t fallback,
                                        int64_t min, StringRef name) {
  if (!list)
    return SmallVector<int64_t>(rank, fallback);
  if (list->size() != rank)
    return op->emitOpError()
           << name << " has " << list->size() << " entries, expected " << rank;
  for (int64_t value : *list)
    if (value < min)
      return op->emitOpError() << name << " contains " << value;
  return SmallVector<int64_t>(*list);
}

template <typename OpTy>
FailureOr<Window> getWindow(OpTy op, ArrayRef<int64_t> kernel) {
  Window window;
  size_t rank = kernel.size();
  window.kernel.assign(kernel.begin(), kernel.end());
  window.autoPad = op.getAutoPad();
  auto strides = getList(op, op.getStrides(), rank, 1, 1, "strides");
  auto dilations = getList(op, op.getDilations(), rank, 1, 1, "dilations");
  auto pads = getList(op, op.getPads(), 2 * rank, 0, 0, "pads");
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  if (!llvm::is_contained({"NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"},
                          window.autoPad))
    return op.emitOpError()
           << "has the unknown auto_pad '" << window.autoPad << "'";
  window.strides = *strides;
  window.dilations = *dilations;
  window.padBegin.assign(pads->begin(), pads->begin() + rank);
  window.padEnd.assign(pads->begin() + rank, pads->end());
  if (window.autoPad == "VALID") {
    window.padBegin.assign(rank, 0);
    window.padEnd.assign(rank, 0);
  }
  return window;
}

/// (kernel - 1) * dilation + 1
FailureOr<int64_t> getExtent(Operation *op, int64_t kernel, int64_t dilation) {
  int64_t extent;
  if (kernel < 1)
    return op->emitOpError() << "has a kernel of size " << kernel;
  if (llvm::MulOverflow(kernel - 1, dilation, extent) ||
      llvm::AddOverflow(extent, int64_t{1}, extent))
    return op->emitOpError("has a kernel extent that overflows 64 bits");
  return extent;
}

/// Output size of one dimension of a convolution or pooling.
FailureOr<int64_t> getWindowOutput(Operation *op, const Window &window,
                                   size_t i, int64_t dim) {
  if (dim == kDynamic || window.kernel[i] == kDynamic)
    return kDynamic;
  int64_t stride = window.strides[i], padded;
  FailureOr<int64_t> extent =
      getExtent(op, window.kernel[i], window.dilations[i]);
  if (failed(extent))
    return failure();
  if (window.autoPad.starts_with("SAME"))
    return dim / stride + (dim % stride != 0 ? 1 : 0);
  if (llvm::AddOverflow(dim, window.padBegin[i], padded) ||
      llvm::AddOverflow(padded, window.padEnd[i], padded))
    return op->emitOpError("has a padded size that overflows 64 bits");
  if (padded < *extent)
    return op->emitOpError() << "has a window of " << *extent
                             << " on a padded size of " << padded;
  int64_t span = padded - *extent, size = span / stride + 1;
  // A window that starts in the padding after the data is not counted.
  if (window.ceilMode && span % stride != 0 &&
      size <= (dim + window.padBegin[i] - 1) / stride)
    ++size;
  return size;
}

template <typename OpTy> LogicalResult inferPool(OpTy op) {
  Type element = getElementType(op.getX());
  Shape shape = getShape(op.getX());
  if (!shape)
    return setResult(op, std::nullopt, element);
  if (rankOf(shape) < 3)
    return op.emitOpError("needs an input of rank 3 or more");
  size_t spatial = shape->size() - 2;
  auto kernel = getList(op, op.getKernelShape(), spatial, 1, 1, "kernel_shape");
  if (failed(kernel))
    return failure();
  FailureOr<Window> window = getWindow(op, *kernel);
  if (failed(window))
    return failure();
  window->ceilMode = op.getCeilMode() != 0;
  for (size_t i = 0; i < spatial; ++i) {
    FailureOr<int64_t> size = getWindowOutput(op, *window, i, (*shape)[i + 2]);
    if (failed(size))
      return failure();
    (*shape)[i + 2] = *size;
  }
  return setResult(op, shape, element);
}

LogicalResult inferGlobalPool(Operation *op) {
  Shape shape = getShape(op->getOperand(0));
  if (shape && shape->size() < 3)
    return op->emitOpError("needs an input of rank 3 or more");
  for (size_t i = 2; shape && i < shape->size(); ++i)
    (*shape)[i] = 1;
  return setResult(op, shape, getElementType(op->getOperand(0)));
}

/// Channel counts of a convolution and what is left of the shapes.
struct ConvShapes {
  SmallVector<int64_t> input, kernel;
  int64_t batch, channels, channelsPerGroup, outChannels;
};

/// Splits the shapes by layout; both have the same rank of 3 or more.
ConvShapes splitConvShapes(ArrayRef<int64_t> x, ArrayRef<int64_t> w,
                           bool channelsLast) {
  if (channelsLast)
    return {SmallVector<int64_t>(x.drop_front().drop_back()),
            SmallVector<int64_t>(w.drop_back(2)),
            x.front(),
            x.back(),
            w[w.size() - 2],
            w.back()};
  return {SmallVector<int64_t>(x.drop_front(2)),
          SmallVector<int64_t>(w.drop_front(2)),
          x[0],
          x[1],
          w[1],
          w[0]};
}

/// Element types, ranks, group and bias, common to Conv and ConvTranspose.
template <typename OpTy>
LogicalResult checkConv(OpTy op, const Shape &x, const Shape &w) {
  if (failed(checkFloat(op, op.getX())) ||
      failed(checkSameElementType(op, op.getX(), op.getW())))
    return failure();
  if ((x && x->size() < 3) || (x && w && x->size() != w->size()))
    return op.emitOpError(
        "needs an input of rank 3 or more and weights of the same rank");
  if (static_cast<int64_t>(op.getGroup()) < 1)
    return op.emitOpError() << "has the group count " << op.getGroup();
  if (isAbsent(op.getB()))
    return success();
  return failed(checkSameElementType(op, op.getX(), op.getB()))
             ? failure()
             : checkRank(op, op.getB(), 1, "bias");
}

/// The kernel shape of the weights, compared with the attribute.
LogicalResult mergeKernel(Operation *op,
                          std::optional<ArrayRef<int64_t>> attribute,
                          SmallVector<int64_t> &kernel) {
  if (!attribute)
    return success();
  if (attribute->size() != kernel.size())
    return op->emitOpError() << "kernel_shape has " << attribute->size()
                             << " entries, the weights have " << kernel.size();
  for (auto [size, given] : llvm::zip_equal(kernel, *attribute)) {
    FailureOr<int64_t> merged =
        mergeDims(op, size, given, "kernel_shape and weights");
    if (failed(merged))
      return failure();
    size = *merged;
  }
  return success();
}

LogicalResult checkBias(Operation *op, Value bias, int64_t channels) {
  Shape shape = isAbsent(bias) ? std::nullopt : getShape(bias);
  if (shape && failed(mergeDims(op, shape->front(), channels,
                                "bias and output channels")))
    return failure();
  return success();
}

} // namespace

LogicalResult ConvOp::inferResultTypes() {
  Type element = getElementType(getX());
  Shape x = getShape(getX()), w = getShape(getW());
  if (failed(checkConv(*this, x, w)))
    return failure();
  if (!x || !w)
    return setResult(*this, std::nullopt, element);
  ConvShapes shapes = splitConvShapes(*x, *w, getChannelsLast());
  int64_t group = getGroup();
  FailureOr<int64_t> channels =
      multiplyDims(*this, {shapes.channelsPerGroup, group});
  if (failed(channels) ||
      failed(mergeDims(*this, *channels, shapes.channels,
                       "channels of weights and input")) ||
      failed(mergeKernel(*this, getKernelShape(), shapes.kernel)) ||
      failed(checkBias(*this, getB(), shapes.outChannels)))
    return failure();
  if (shapes.outChannels != kDynamic && shapes.outChannels % group != 0)
    return emitOpError() << "cannot divide " << shapes.outChannels
                         << " output channels into " << group << " groups";
  FailureOr<Window> window = getWindow(*this, shapes.kernel);
  if (failed(window))
    return failure();
  SmallVector<int64_t> result{shapes.batch};
  if (!getChannelsLast())
    result.push_back(shapes.outChannels);
  for (auto [i, dim] : llvm::enumerate(shapes.input)) {
    FailureOr<int64_t> size = getWindowOutput(*this, *window, i, dim);
    if (failed(size))
      return failure();
    result.push_back(*size);
  }
  if (getChannelsLast())
    result.push_back(shapes.outChannels);
  return setResult(*this, result, element);
}

/// stride * (dim - 1) + output_padding + extent - pads
static FailureOr<int64_t> getTransposedOutput(ConvTransposeOp op,
                                              const Window &window, size_t i,
                                              int64_t dim,
                                              int64_t outputPadding) {
  if (dim == kDynamic || window.kernel[i] == kDynamic)
    return kDynamic;
  FailureOr<int64_t> extent =
      getExtent(op, window.kernel[i], window.dilations[i]);
  if (failed(extent))
    return failure();
  int64_t size;
  if (window.autoPad.starts_with("SAME"))
    return multiplyDims(op, {dim, window.strides[i]});
  if (dim < 1 || llvm::MulOverflow(window.strides[i], dim - 1, size) ||
      llvm::AddOverflow(size, outputPadding, size) ||
      llvm::AddOverflow(size, *extent, size) ||
      llvm::SubOverflow(size, window.padBegin[i], size) ||
      llvm::SubOverflow(size, window.padEnd[i], size) || size < 0)
    return op.emitOpError("yields a negative or overflowing size");
  return size;
}

LogicalResult ConvTransposeOp::inferResultTypes() {
  Type element = getElementType(getX());
  Shape x = getShape(getX()), w = getShape(getW());
  if (failed(checkConv(*this, x, w)))
    return failure();
  if (!x || !w)
    return setResult(*this, std::nullopt, element);
  // Weights are [Cin, Cout / group, kernel...].
  SmallVector<int64_t> kernel(ArrayRef(*w).drop_front(2));
  FailureOr<int64_t> outChannels =
      multiplyDims(*this, {(*w)[1], static_cast<int64_t>(getGroup())});
  if (failed(outChannels) ||
      failed(mergeDims(*this, (*x)[1], (*w)[0],
                       "channels of input and weights")) ||
      failed(mergeKernel(*this, getKernelShape(), kernel)) ||
      failed(checkBias(*this, getB(), *outChannels)))
    return failure();
  FailureOr<Window> window = getWindow(*this, kernel);
  auto extra =
      getList(*this, getOutputPadding(), kernel.size(), 0, 0, "output_padding");
  auto given =
      getList(*this, getOutputShape(), kernel.size(), 0, 1, "output_shape");
  if (failed(window) || failed(extra) || failed(given))
    return failure();
  SmallVector<int64_t> result{(*x)[0], *outChannels};
  for (size_t i = 0; i < kernel.size(); ++i) {
    FailureOr<int64_t> size =
        getOutputShape()
            ? FailureOr<int64_t>((*given)[i])
            : getTransposedOutput(*this, *window, i, (*x)[i + 2], (*extra)[i]);
    if (failed(size))
      return failure();
    result.push_back(*size);
  }
  return setResult(*this, result, element);
}

LogicalResult MaxPoolOp::inferResultTypes() { return inferPool(*this); }
LogicalResult AveragePoolOp::inferResultTypes() { return inferPool(*this); }
LogicalResult GlobalAveragePoolOp::inferResultTypes() {
  return inferGlobalPool(*this);
}
LogicalResult GlobalMaxPoolOp::inferResultTypes() {
  return inferGlobalPool(*this);
}
