//===- OnnxTensor.cpp - Inference of shape and layout operators -----------===//
#include "dialects/Onnx/OnnxInference.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::onnx;

static int64_t rankOf(const Shape &shape) {
  return static_cast<int64_t>(shape->size());
}

LogicalResult ShapeOp::inferResultTypes() {
  Type i64 = IntegerType::get(getContext(), 64);
  Shape shape = onnx::getShape(getData());
  if (!shape)
    return setResult(*this, SmallVector<int64_t>{kDynamic}, i64);
  auto clamp = [&](int64_t bound) {
    return std::clamp<int64_t>(bound < 0 ? bound + rankOf(shape) : bound, 0,
                               rankOf(shape));
  };
  int64_t start = clamp(getStart()),
          end = clamp(getEnd().value_or(rankOf(shape)));
  return setResult(
      *this, SmallVector<int64_t>{std::max<int64_t>(end - start, 0)}, i64);
}

LogicalResult SizeOp::inferResultTypes() {
  return setResult(*this, SmallVector<int64_t>(),
                   IntegerType::get(getContext(), 64));
}

/// Fills in the -1 of `target` so that it has as many elements as `shape`.
static LogicalResult resolveReshape(Operation *op, const Shape &shape,
                                    SmallVector<int64_t> &target) {
  auto wildcard = llvm::find(target, -1);
  SmallVector<int64_t> others(target);
  if (wildcard != target.end())
    others[wildcard - target.begin()] = 1;
  FailureOr<int64_t> rest = multiplyDims(op, others);
  FailureOr<int64_t> total =
      shape ? multiplyDims(op, *shape) : FailureOr<int64_t>(kDynamic);
  if (failed(rest) || failed(total))
    return failure();
  bool isKnown = *rest != kDynamic && *total != kDynamic;
  if (wildcard == target.end()) {
    if (isKnown && *rest != *total)
      return op->emitOpError()
             << "cannot turn " << *total << " elements into " << *rest;
    return success();
  }
  if (*rest == 0)
    return op->emitOpError("has a -1 beside a zero dimension");
  if (isKnown && *total % *rest != 0)
    return op->emitOpError()
           << "cannot split " << *total << " elements by " << *rest;
  *wildcard = isKnown ? *total / *rest : kDynamic;
  return success();
}

LogicalResult ReshapeOp::inferResultTypes() {
  Type element = getElementType(getData());
  auto length = getListLength(*this, getShape(), "shape");
  if (failed(length))
    return failure();
  auto target = getConstantInts(getShape());
  if (!target)
    return setResult(*this,
                     *length ? Shape(SmallVector<int64_t>(**length, kDynamic))
                             : std::nullopt,
                     element);
  Shape shape = onnx::getShape(getData());
  if (llvm::count(*target, -1) > 1)
    return emitOpError("has more than one -1 in its shape");
  for (auto [index, dim] : llvm::enumerate(*target)) {
    if (dim < -1)
      return emitOpError() << "has the dimension " << dim << " in its shape";
    if (dim != 0 || getAllowzero())
      continue;
    if (shape && index >= shape->size())
      return emitOpError() << "copies dimension " << index
                           << " of an input of rank " << shape->size();
    dim = shape ? (*shape)[index] : kDynamic;
  }
  if (failed(resolveReshape(*this, shape, *target)))
    return failure();
  return setResult(*this, *target, element);
}

LogicalResult FlattenOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  if (!shape)
    return setResult(*this, SmallVector<int64_t>{kDynamic, kDynamic}, element);
  FailureOr<int64_t> axis =
      normalizeAxis(*this, getAxis(), rankOf(shape), /*inclusive=*/true);
  if (failed(axis))
    return failure();
  FailureOr<int64_t> rows =
      multiplyDims(*this, ArrayRef(*shape).take_front(*axis));
  FailureOr<int64_t> columns =
      multiplyDims(*this, ArrayRef(*shape).drop_front(*axis));
  if (failed(rows) || failed(columns))
    return failure();
  return setResult(*this, SmallVector<int64_t>{*rows, *columns}, element);
}

LogicalResult SqueezeOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData());
  bool hasAxes = !isAbsent(getAxes());
  if (hasAxes && failed(getListLength(*this, getAxes(), "axes")))
    return failure();
  auto axes = hasAxes ? getConstantInts(getAxes())
                      : std::optional(SmallVector<int64_t>());
  if (!shape || !axes || (!hasAxes && llvm::is_contained(*shape, kDynamic)))
    return setResult(*this, std::nullopt, element);
  FailureOr<SmallVector<int64_t>> dropped =
      normalizeAxes(*this, *axes, rankOf(shape));
  if (failed(dropped))
    return failure();
  SmallVector<int64_t> result;
  for (auto [index, dim] : llvm::enumerate(*shape)) {
    bool isDropped =
        hasAxes ? llvm::is_contained(*dropped, static_cast<int64_t>(index))
                : dim == 1;
    if (isDropped && dim != 1 && dim != kDynamic)
      return emitOpError() << "cannot remove axis " << index << " of size "
                           << dim;
    if (!isDropped)
      result.push_back(dim);
  }
  return setResult(*this, result, element);
}

LogicalResult UnsqueezeOp::inferResultTypes() {
  Type element = getElementType(getData());
  Shape shape = getShape(getData());
  // A single axis may be a scalar.
  Shape axesShape = getShape(getAxes());
  if (failed(checkIndexType(*this, getAxes(), "axes")) ||
      (axesShape && axesShape->size() > 1))
    return emitOpError("axes must be a list of integers");
  auto axes = getConstantInts(getAxes());
  if (!shape || (!axes && !(axesShape && axesShape->size() == 1 &&
                            axesShape->front() != kDynamic)))
    return setResult(*this, std::nullopt, element);
  int64_t count =
      axes ? static_cast<int64_t>(axes->size()) : axesShape->front();
  if (count > 64)
    return emitOpError() << "adds " << count << " dimensions";
  int64_t rank = rankOf(shape) + count;
  if (!axes)
    return setResult(*this, SmallVector<int64_t>(rank, kDynamic), element);
  FailureOr<SmallVector<int64_t>> added = normalizeAxes(*this, *axes, rank);
  if (failed(added))
    return failure();
  SmallVector<int64_t> result;
  for (int64_t i = 0, next = 0; i < rank; ++i)
    result.push_back(llvm::is_contained(*added, i) ? 1 : (*shape)[next++]);
  return setResult(*this, result, element);
}

LogicalResult ExpandOp::inferResultTypes() {
  Type element = getElementType(getInput());
  auto length = getListLength(*this, getShape(), "shape");
  if (failed(length))
    return failure();
  Shape shape = onnx::getShape(getInput()), target;
  if (auto dims = getConstantInts(getShape())) {
    if (llvm::any_of(*dims, [](int64_t d) { return d < 0; }))
      return emitOpError("has a negative dimension in its shape");
    target = *dims;
  } else if (*length) {
    target = SmallVector<int64_t>(**length, kDynamic);
  }
  if (failed(broadcast(*this, shape, target)))
    return failure();
  return setResult(*this, shape, element);
}

LogicalResult TileOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  auto length = getListLength(*this, getRepeats(), "repeats");
  if (failed(length))
    return failure();
  if (shape && *length && **length != rankOf(shape))
    return emitOpError() << "has " << **length
                         << " repeats for an input of rank " << rankOf(shape);
  auto repeats = getConstantInts(getRepeats());
  if (!shape)
    return setResult(*this, std::nullopt, element);
  for (auto [index, dim] : llvm::enumerate(*shape)) {
    if (repeats && (*repeats)[index] < 0)
      return emitOpError("has a negative repeat count");
    FailureOr<int64_t> size =
        repeats ? multiplyDims(*this, {dim, (*repeats)[index]})
                : FailureOr<int64_t>(kDynamic);
    if (failed(size))
      return failure();
    dim = *size;
  }
  return setResult(*this, shape, element);
}

LogicalResult TransposeOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  std::optional<ArrayRef<int64_t>> perm = getPerm();
  if (!shape)
    return setResult(*this,
                     perm ? Shape(SmallVector<int64_t>(perm->size(), kDynamic))
                          : std::nullopt,
                     element);
  SmallVector<int64_t> result(llvm::reverse(*shape));
  if (perm) {
    if (static_cast<int64_t>(perm->size()) != rankOf(shape))
      return emitOpError() << "permutes " << perm->size()
                           << " dimensions of an input of rank "
                           << rankOf(shape);
    if (llvm::any_of(*perm, [](int64_t axis) { return axis < 0; }))
      return emitOpError("has a negative axis in its perm");
    if (failed(normalizeAxes(*this, *perm, rankOf(shape))))
      return failure();
    for (auto [index, axis] : llvm::enumerate(*perm))
      result[index] = (*shape)[axis];
  }
  return setResult(*this, result, element);
}

LogicalResult ConcatOp::inferResultTypes() {
  if (getInputs().empty())
    return emitOpError("needs at least one input");
  Type element = getElementType(getInputs()[0]);
  Shape result;
  for (Value input : getInputs()) {
    Shape shape = getShape(input);
    if (failed(checkSameElementType(*this, getInputs()[0], input)))
      return failure();
    if (!shape)
      return setResult(*this, std::nullopt, element);
    FailureOr<int64_t> axis = normalizeAxis(*this, getAxis(), rankOf(shape));
    if (failed(axis))
      return failure();
    if (!result) {
      result = shape;
      continue;
    }
    if (result->size() != shape->size())
      return emitOpError() << "joins tensors of rank " << result->size()
                           << " and " << shape->size();
    for (auto [index, dim] : llvm::enumerate(*result)) {
      int64_t other = (*shape)[index];
      if (static_cast<int64_t>(index) != *axis) {
        FailureOr<int64_t> merged =
            mergeDims(*this, dim, other, "sizes of axis " + Twine(index));
        if (failed(merged))
          return failure();
        dim = *merged;
      } else if (dim == kDynamic || other == kDynamic) {
        dim = kDynamic;
      } else if (llvm::AddOverflow(dim, other, dim)) {
        return emitOpError("yields a dimension that overflows 64 bits");
      }
    }
  }
  return setResult(*this, result, element);
}

/// The sizes of `count` parts of an axis of size `dim`.
static FailureOr<SmallVector<int64_t>> getSplitSizes(SplitOp op, int64_t dim,
                                                     int64_t count) {
  if (!isAbsent(op.getSplit())) {
    auto sizes = getConstantInts(op.getSplit());
    if (!sizes)
      return SmallVector<int64_t>(count, kDynamic);
    int64_t sum = 0;
    for (int64_t size : *sizes)
      if (size < 0 || llvm::AddOverflow(sum, size, sum))
        return op.emitOpError("has a negative or overflowing split size");
    if (static_cast<int64_t>(sizes->size()) != count)
      return op.emitOpError() << "has " << sizes->size() << " split sizes for "
                              << count << " results";
    if (dim != kDynamic && sum != dim)
      return op.emitOpError() << "has split sizes that add up to " << sum
                              << ", but the axis has size " << dim;
    return *sizes;
  }
  if (dim == kDynamic)
    return SmallVector<int64_t>(count, kDynamic);
  if (!op.getNumOutputs() && dim % count != 0)
    return op.emitOpError() << "cannot split an axis of size " << dim
                            << " into " << count << " equal parts";
  int64_t part = dim / count + (dim % count != 0 ? 1 : 0);
  SmallVector<int64_t> sizes(count, part);
  sizes.back() = dim - part * (count - 1);
  if (sizes.back() < 0)
    return op.emitOpError() << "cannot split an axis of size " << dim
                            << " into " << count << " parts";
  return sizes;
}

LogicalResult SplitOp::inferResultTypes() {
  Type element = getElementType(getInput());
  Shape shape = getShape(getInput());
  int64_t count = getNumResults();
  if (count == 0)
    return emitOpError("needs at least one result");
  if (getNumOutputs() && static_cast<int64_t>(*getNumOutputs()) != count)
    return emitOpError() << "has num_outputs " << *getNumOutputs() << " and "
                         << count << " results";
  if (!isAbsent(getSplit()) &&
      failed(getListLength(*this, getSplit(), "split")))
    return failure();
  if (!shape) {
    for (int64_t i = 0; i < count; ++i)
      if (failed(setResult(*this, i, std::nullopt, element)))
        return failure();
    return success();
  }
  FailureOr<int64_t> axis = normalizeAxis(*this, getAxis(), rankOf(shape));
  if (failed(axis))
    return failure();
  FailureOr<SmallVector<int64_t>> sizes =
      getSplitSizes(*this, (*shape)[*axis], count);
  if (failed(sizes))
    return failure();
  for (int64_t i = 0; i < count; ++i) {
    (*shape)[*axis] = (*sizes)[i];
    if (failed(setResult(*this, i, shape, element)))
      return failure();
  }
  return success();
}
