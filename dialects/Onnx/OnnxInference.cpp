//===- OnnxInference.cpp - Helpers of shape inference ---------------------===//
#include "dialects/Onnx/OnnxInference.h"

#include "dialects/Plan/PlanDialect.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::onnx;

/// Ranks beyond this are no use to any model and make shapes expensive.
static constexpr size_t kMaxRank = 64;

Shape onnx::getShape(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type)
    return std::nullopt;
  return SmallVector<int64_t>(type.getShape());
}

Type onnx::getElementType(Value value) {
  return cast<TensorType>(value.getType()).getElementType();
}

std::optional<SmallVector<int64_t>> onnx::getConstantInts(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto elements = constant ? dyn_cast<DenseIntElementsAttr>(constant.getValue())
                           : DenseIntElementsAttr();
  if (!elements)
    return std::nullopt;
  bool isUnsigned = elements.getElementType().isUnsignedInteger() ||
                    elements.getElementType().isInteger(1);
  SmallVector<int64_t> ints;
  ints.reserve(elements.getNumElements());
  for (const APInt &element : elements.getValues<APInt>())
    ints.push_back(isUnsigned ? static_cast<int64_t>(element.getZExtValue())
                              : element.getSExtValue());
  return ints;
}

std::optional<SmallVector<double>> onnx::getConstantFloats(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto elements = constant ? dyn_cast<DenseFPElementsAttr>(constant.getValue())
                           : DenseFPElementsAttr();
  if (!elements)
    return std::nullopt;
  SmallVector<double> floats;
  floats.reserve(elements.getNumElements());
  for (APFloat element : elements.getValues<APFloat>()) {
    bool losesInfo;
    element.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
    floats.push_back(element.convertToDouble());
  }
  return floats;
}

LogicalResult onnx::setResult(Operation *op, unsigned index, const Shape &shape,
                              Type elementType) {
  Value result = op->getResult(index);
  if (!shape) {
    result.setType(UnrankedTensorType::get(elementType));
    return success();
  }
  if (shape->size() > kMaxRank)
    return op->emitOpError() << "yields a tensor of rank " << shape->size()
                             << ", more than " << kMaxRank;
  int64_t size = 1;
  bool hasZero = llvm::is_contained(*shape, 0);
  for (int64_t dim : *shape) {
    if (dim < 0 && dim != kDynamic)
      return op->emitOpError() << "yields a negative dimension (" << dim << ")";
    if (!hasZero && dim != kDynamic && llvm::MulOverflow(size, dim, size))
      return op->emitOpError()
             << "yields a tensor whose size overflows 64 bits";
  }
  // Eight bytes is the widest element.
  if (!hasZero && llvm::MulOverflow(size, int64_t{8}, size))
    return op->emitOpError() << "yields a tensor whose size overflows 64 bits";
  result.setType(RankedTensorType::get(*shape, elementType));
  return success();
}

static std::string printShape(ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << '[';
  llvm::interleaveComma(
      shape, os, [&](int64_t dim) { dim == kDynamic ? os << '?' : os << dim; });
  os << ']';
  return text;
}

LogicalResult onnx::broadcast(Operation *op, Shape &into, const Shape &from) {
  if (!into || !from) {
    into = std::nullopt;
    return success();
  }
  SmallVector<int64_t> result(std::max(into->size(), from->size()), 1);
  auto alignedDim = [&](const SmallVector<int64_t> &shape, size_t i) {
    size_t missing = result.size() - shape.size();
    return i < missing ? 1 : shape[i - missing];
  };
  for (size_t i = 0; i < result.size(); ++i) {
    int64_t a = alignedDim(*into, i), b = alignedDim(*from, i);
    if (a == b || b == 1)
      result[i] = a;
    else if (a == 1)
      result[i] = b;
    else if (a == kDynamic || b == kDynamic)
      result[i] = a == kDynamic ? b : a;
    else
      return op->emitOpError() << "cannot broadcast " << printShape(*into)
                               << " with " << printShape(*from);
  }
  into = std::move(result);
  return success();
}

FailureOr<Shape> onnx::broadcast(Operation *op, ArrayRef<Shape> shapes) {
  Shape result = SmallVector<int64_t>();
  for (const Shape &shape : shapes)
    if (failed(broadcast(op, result, shape)))
      return failure();
  return result;
}

FailureOr<int64_t> onnx::normalizeAxis(Operation *op, int64_t axis,
                                       int64_t rank, bool inclusive) {
  int64_t limit = rank + (inclusive ? 1 : 0);
  int64_t normalized = axis < 0 && axis >= -rank ? axis + rank : axis;
  if (normalized < 0 || normalized >= limit)
    return op->emitOpError()
           << "axis " << axis << " is out of range for rank " << rank;
  return normalized;
}

FailureOr<SmallVector<int64_t>>
onnx::normalizeAxes(Operation *op, ArrayRef<int64_t> axes, int64_t rank) {
  llvm::SmallBitVector seen(static_cast<unsigned>(rank));
  SmallVector<int64_t> result;
  for (int64_t axis : axes) {
    FailureOr<int64_t> normalized = normalizeAxis(op, axis, rank);
    if (failed(normalized))
      return failure();
    if (seen.test(static_cast<unsigned>(*normalized)))
      return op->emitOpError() << "names axis " << axis << " twice";
    seen.set(static_cast<unsigned>(*normalized));
    result.push_back(*normalized);
  }
  return result;
}

FailureOr<int64_t> onnx::multiplyDims(Operation *op, ArrayRef<int64_t> dims) {
  if (llvm::is_contained(dims, 0))
    return 0;
  if (llvm::is_contained(dims, kDynamic))
    return kDynamic;
  int64_t product = 1;
  for (int64_t dim : dims)
    if (llvm::MulOverflow(product, dim, product))
      return op->emitOpError() << "multiplies dimensions " << printShape(dims)
                               << ", which overflows 64 bits";
  return product;
}

FailureOr<int64_t> onnx::mergeDims(Operation *op, int64_t a, int64_t b,
                                   const Twine &what) {
  if (a == kDynamic || a == b)
    return b;
  if (b == kDynamic)
    return a;
  return op->emitOpError() << what << " differ: " << a << " and " << b;
}

LogicalResult onnx::checkRank(Operation *op, Value value, int64_t rank,
                              const Twine &what) {
  Shape shape = getShape(value);
  if (shape && static_cast<int64_t>(shape->size()) != rank)
    return op->emitOpError() << what << " must have rank " << rank
                             << ", has rank " << shape->size();
  return success();
}

LogicalResult onnx::checkSameElementType(Operation *op, Value a, Value b) {
  if (getElementType(a) != getElementType(b))
    return op->emitOpError() << "mixes element types " << getElementType(a)
                             << " and " << getElementType(b);
  return success();
}

LogicalResult onnx::checkIndexType(Operation *op, Value value,
                                   const Twine &what) {
  Type type = getElementType(value);
  if (!type.isSignlessInteger(32) && !type.isSignlessInteger(64))
    return op->emitOpError()
           << what << " must have 32 or 64 bit integer elements, has " << type;
  return success();
}

LogicalResult onnx::checkFloat(Operation *op, Value value) {
  if (!isa<FloatType>(getElementType(value)))
    return op->emitOpError()
           << "needs floating-point elements, has " << getElementType(value);
  return success();
}

FailureOr<std::optional<int64_t>>
onnx::getListLength(Operation *op, Value value, const Twine &what) {
  if (failed(checkIndexType(op, value, what)) ||
      failed(checkRank(op, value, 1, what)))
    return failure();
  Shape shape = getShape(value);
  if (!shape || shape->front() == kDynamic)
    return std::optional<int64_t>();
  if (shape->front() > static_cast<int64_t>(kMaxRank))
    return op->emitOpError() << what << " has " << shape->front()
                             << " entries, more than " << kMaxRank;
  return std::optional<int64_t>(shape->front());
}
