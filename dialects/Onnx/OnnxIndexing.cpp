//===- OnnxIndexing.cpp - Inference of slices, gathers, pads, fills -------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::burin::onnx;

static int64_t rankOf(const Shape &shape) {
  return static_cast<int64_t>(shape->size());
}

/// Number of elements of a slice, by the clamping rules of Slice-13.
static int64_t getSliceSize(int64_t dim, int64_t start, int64_t end,
                            int64_t step) {
  // start + dim cannot overflow: it is only added to a negative number.
  start = start < 0 ? start + dim : start;
  end = end < 0 ? end + dim : end;
  if (step > 0) {
    start = std::clamp<int64_t>(start, 0, dim);
    end = std::clamp<int64_t>(end, 0, dim);
    return end <= start ? 0 : (end - start - 1) / step + 1;
  }
  start = std::clamp<int64_t>(start, -1, dim - 1);
  end = std::clamp<int64_t>(end, -1, dim - 1);
  // -(step + 1) + 1 would overflow for the smallest integer.
  uint64_t stride = static_cast<uint64_t>(-(step + 1)) + 1;
  return start <= end ? 0
                      : static_cast<int64_t>(
                            static_cast<uint64_t>(start - end - 1) / stride) +
                            1;
}

LogicalResult SliceOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData());
  std::optional<int64_t> count;
  for (Value list : getOperands().drop_front()) {
    if (isAbsent(list))
      continue;
    auto length = getListLength(*this, list, "starts, ends, axes and steps");
    if (failed(length))
      return failure();
    if (count && *length && *count != **length)
      return emitOpError() << "has lists of " << *count << " and " << **length
                           << " entries";
    count = *length ? *length : count;
  }
  if (!shape)
    return setResult(*this, std::nullopt, element);
  auto starts = getConstantInts(getStarts()), ends = getConstantInts(getEnds());
  auto axes = isAbsent(getAxes()) ? std::nullopt : getConstantInts(getAxes());
  auto steps =
      isAbsent(getSteps()) ? std::nullopt : getConstantInts(getSteps());
  if (!count || (!isAbsent(getAxes()) && !axes))
    return setResult(*this, SmallVector<int64_t>(shape->size(), kDynamic),
                     element);
  if (!axes)
    axes = llvm::to_vector(llvm::seq<int64_t>(0, *count));
  FailureOr<SmallVector<int64_t>> normalized =
      normalizeAxes(*this, *axes, rankOf(shape));
  if (failed(normalized))
    return failure();
  bool isKnown = starts && ends && (isAbsent(getSteps()) || steps);
  for (auto [index, axis] : llvm::enumerate(*normalized)) {
    int64_t step = steps ? (*steps)[index] : 1, &dim = (*shape)[axis];
    if (step == 0)
      return emitOpError("has a step of zero");
    bool keepsAll = isKnown && step == 1 && (*starts)[index] == 0 &&
                    (*ends)[index] == INT64_MAX;
    if (isKnown && dim != kDynamic)
      dim = getSliceSize(dim, (*starts)[index], (*ends)[index], step);
    else if (!keepsAll)
      dim = kDynamic;
  }
  return setResult(*this, shape, element);
}

/// Constant indices must be inside [-dim, dim).
static LogicalResult checkIndices(Operation *op, Value indices, int64_t dim) {
  auto values = getConstantInts(indices);
  if (!values || dim == kDynamic)
    return success();
  for (int64_t value : *values)
    if (value < -dim || value >= dim)
      return op->emitOpError()
             << "index " << value << " is out of range for an axis of size "
             << dim;
  return success();
}

LogicalResult GatherOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData()), indices = getShape(getIndices());
  if (failed(checkIndexType(*this, getIndices(), "indices")))
    return failure();
  if (!shape)
    return setResult(*this, std::nullopt, element);
  FailureOr<int64_t> axis = normalizeAxis(*this, getAxis(), rankOf(shape));
  if (failed(axis) ||
      failed(checkIndices(*this, getIndices(), (*shape)[*axis])))
    return failure();
  if (!indices)
    return setResult(*this, std::nullopt, element);
  SmallVector<int64_t> result(ArrayRef(*shape).take_front(*axis));
  llvm::append_range(result, *indices);
  llvm::append_range(result, ArrayRef(*shape).drop_front(*axis + 1));
  return setResult(*this, result, element);
}

LogicalResult GatherElementsOp::inferResultTypes() {
  Shape shape = getShape(getData()), indices = getShape(getIndices());
  if (failed(checkIndexType(*this, getIndices(), "indices")))
    return failure();
  if (shape) {
    FailureOr<int64_t> axis = normalizeAxis(*this, getAxis(), rankOf(shape));
    if (failed(axis) ||
        failed(checkIndices(*this, getIndices(), (*shape)[*axis])))
      return failure();
    if (indices && indices->size() != shape->size())
      return emitOpError("needs data and indices of one rank");
    for (int64_t i = 0; indices && i < rankOf(shape); ++i)
      if (i != *axis && (*shape)[i] != kDynamic && (*indices)[i] > (*shape)[i])
        return emitOpError() << "has more indices than data along axis " << i;
  }
  return setResult(*this, indices, getElementType(getData()));
}

LogicalResult GatherNDOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData()), indices = getShape(getIndices());
  if (!getElementType(getIndices()).isInteger(64))
    return emitOpError("needs 64 bit indices");
  if (!shape || !indices || indices->empty() || indices->back() == kDynamic) {
    if (indices && indices->empty())
      return emitOpError("needs indices of rank 1 or more");
    return setResult(*this, std::nullopt, element);
  }
  int64_t depth = indices->back(), batch = getBatchDims();
  if (batch < 0 || batch >= rankOf(indices) || batch >= rankOf(shape) ||
      depth < 1 || depth > rankOf(shape) - batch)
    return emitOpError() << "cannot index an input of rank " << rankOf(shape)
                         << " with " << depth << " coordinates and batch_dims "
                         << batch;
  for (int64_t i = 0; i < batch; ++i)
    if (failed(
            mergeDims(*this, (*shape)[i], (*indices)[i], "batch dimensions")))
      return failure();
  SmallVector<int64_t> result(ArrayRef(*indices).drop_back());
  llvm::append_range(result, ArrayRef(*shape).drop_front(batch + depth));
  return setResult(*this, result, element);
}

LogicalResult PadOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData());
  StringRef mode = getMode();
  if (mode != "constant" && mode != "reflect" && mode != "edge" &&
      mode != "wrap")
    return emitOpError() << "has the unknown mode '" << mode << "'";
  if (failed(getListLength(*this, getPads(), "pads")) ||
      (!isAbsent(getAxes()) &&
       failed(getListLength(*this, getAxes(), "axes"))) ||
      (!isAbsent(getConstantValue()) &&
       failed(checkSameElementType(*this, getData(), getConstantValue()))))
    return failure();
  auto pads = getConstantInts(getPads());
  auto axes = isAbsent(getAxes()) ? std::nullopt : getConstantInts(getAxes());
  if (!shape)
    return setResult(*this, std::nullopt, element);
  if (!pads || (!isAbsent(getAxes()) && !axes))
    return setResult(*this, SmallVector<int64_t>(shape->size(), kDynamic),
                     element);
  if (!axes)
    axes = llvm::to_vector(llvm::seq<int64_t>(0, rankOf(shape)));
  FailureOr<SmallVector<int64_t>> normalized =
      normalizeAxes(*this, *axes, rankOf(shape));
  if (failed(normalized))
    return failure();
  if (pads->size() != 2 * normalized->size())
    return emitOpError() << "has " << pads->size() << " pads for "
                         << normalized->size() << " axes";
  for (auto [index, axis] : llvm::enumerate(*normalized)) {
    int64_t before = (*pads)[index],
            after = (*pads)[index + normalized->size()];
    int64_t &dim = (*shape)[axis];
    if (dim == kDynamic)
      continue;
    int64_t limit = mode == "reflect" ? dim - 1 : dim;
    if ((mode == "reflect" && (before > limit || after > limit)) ||
        (mode != "constant" && dim == 0 && (before > 0 || after > 0)))
      return emitOpError() << "pads axis " << axis << " of size " << dim
                           << " by " << before << " and " << after
                           << ", too much for mode " << mode;
    if (llvm::AddOverflow(dim, before, dim) ||
        llvm::AddOverflow(dim, after, dim) || dim < 0)
      return emitOpError() << "pads axis " << axis
                           << " to a negative or overflowing size";
  }
  return setResult(*this, shape, element);
}

LogicalResult ConstantOfShapeOp::inferResultTypes() {
  Type element = Float32Type::get(getContext());
  if (auto value = getValue()) {
    if (value->getShapedType().getNumElements() != 1)
      return emitOpError("needs a value of one element");
    element = value->getShapedType().getElementType();
  }
  auto length = getListLength(*this, getInput(), "shape");
  if (failed(length))
    return failure();
  auto dims = getConstantInts(getInput());
  if (dims && llvm::any_of(*dims, [](int64_t d) { return d < 0; }))
    return emitOpError("has a negative dimension in its shape");
  if (dims)
    return setResult(*this, *dims, element);
  return setResult(*this,
                   *length ? Shape(SmallVector<int64_t>(**length, kDynamic))
                           : std::nullopt,
                   element);
}

/// ceil((limit - start) / delta) of integers, never negative.
static FailureOr<int64_t> getRangeSize(Operation *op, int64_t start,
                                       int64_t limit, int64_t delta) {
  int64_t span;
  if (llvm::SubOverflow(limit, start, span) ||
      (span == INT64_MIN && delta == -1))
    return op->emitOpError("has bounds whose distance overflows 64 bits");
  if (span == 0 || (span > 0) != (delta > 0))
    return 0;
  return span / delta + (span % delta != 0 ? 1 : 0);
}

LogicalResult RangeOp::inferResultTypes() {
  Type element = getElementType(getStart());
  if (failed(checkSameElementType(*this, getStart(), getLimit())) ||
      failed(checkSameElementType(*this, getStart(), getDelta())))
    return failure();
  for (Value bound : getOperands())
    if (Shape shape = getShape(bound);
        shape &&
        llvm::any_of(*shape, [](int64_t d) { return d != 1 && d != kDynamic; }))
      return emitOpError("needs scalar bounds");
  auto starts = getConstantInts(getStart()),
       limits = getConstantInts(getLimit()),
       deltas = getConstantInts(getDelta());
  if (starts && limits && deltas) {
    if (deltas->front() == 0)
      return emitOpError("has a delta of zero");
    FailureOr<int64_t> size =
        getRangeSize(*this, starts->front(), limits->front(), deltas->front());
    return failed(size)
               ? failure()
               : setResult(*this, SmallVector<int64_t>{*size}, element);
  }
  auto start = getConstantFloats(getStart()),
       limit = getConstantFloats(getLimit()),
       delta = getConstantFloats(getDelta());
  if (!start || !limit || !delta)
    return setResult(*this, SmallVector<int64_t>{kDynamic}, element);
  double size = std::ceil((limit->front() - start->front()) / delta->front());
  if (!(std::abs(size) < 0x1p62))
    return emitOpError("has a delta of zero or bounds too far apart");
  return setResult(
      *this,
      SmallVector<int64_t>{std::max<int64_t>(static_cast<int64_t>(size), 0)},
      element);
}

LogicalResult EyeLikeOp::inferResultTypes() {
  if (failed(checkRank(*this, getInput(), 2, "input")))
    return failure();
  return setResult(*this, getShape(getInput()),
                   getDtype() ? *getDtype() : getElementType(getInput()));
}

LogicalResult TriluOp::inferResultTypes() {
  Shape shape = getShape(getInput());
  if (shape && shape->size() < 2)
    return emitOpError("needs an input of rank 2 or more");
  if (!isAbsent(getK()) && failed(checkIndexType(*this, getK(), "k")))
    return failure();
  return setResult(*this, shape, getElementType(getInput()));
}

LogicalResult DepthToSpaceOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  int64_t block = getBlocksize();
  if (getMode() != "DCR" && getMode() != "CRD")
    return emitOpError() << "has the unknown mode '" << getMode() << "'";
  if (block < 1 || block > (1 << 20))
    return emitOpError() << "has the block size " << block;
  if (failed(checkRank(*this, getInput(), 4, "input")))
    return failure();
  if (!shape)
    return setResult(*this, SmallVector<int64_t>(4, kDynamic), element);
  int64_t &channels = (*shape)[1];
  if (channels != kDynamic && channels % (block * block) != 0)
    return emitOpError() << "cannot spread " << channels
                         << " channels over blocks of " << block;
  channels = channels == kDynamic ? kDynamic : channels / (block * block);
  for (int64_t axis : {2, 3}) {
    FailureOr<int64_t> size = multiplyDims(*this, {(*shape)[axis], block});
    if (failed(size))
      return failure();
    (*shape)[axis] = *size;
  }
  return setResult(*this, shape, element);
}

LogicalResult SpaceToDepthOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  int64_t block = getBlocksize();
  if (block < 1 || block > (1 << 20))
    return emitOpError() << "has the block size " << block;
  if (failed(checkRank(*this, getInput(), 4, "input")))
    return failure();
  if (!shape)
    return setResult(*this, SmallVector<int64_t>(4, kDynamic), element);
  FailureOr<int64_t> channels =
      multiplyDims(*this, {(*shape)[1], block * block});
  if (failed(channels))
    return failure();
  (*shape)[1] = *channels;
  for (int64_t axis : {2, 3}) {
    int64_t &dim = (*shape)[axis];
    if (dim != kDynamic && dim % block != 0)
      return emitOpError() << "cannot divide axis " << axis << " of size "
                           << dim << " into blocks of " << block;
    dim = dim == kDynamic ? kDynamic : dim / block;
  }
  return setResult(*this, shape, element);
}
