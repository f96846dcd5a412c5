//===- OnnxInference.h - Helpers of shape inference ------------*- C++ -*-===//
//
// Sizes come from untrusted models: all arithmetic on them is checked.
//
//===----------------------------------------------------------------------===//
#ifndef DIALECTS_ONNX_ONNXINFERENCE_H
#define DIALECTS_ONNX_ONNXINFERENCE_H

#include "dialects/Onnx/OnnxDialect.h"

namespace mlir::burin::onnx {

/// A shape in which any dimension may be dynamic; none when the rank is
/// unknown.
using Shape = std::optional<SmallVector<int64_t>>;

constexpr int64_t kDynamic = ShapedType::kDynamic;

/// The shape of a tensor value, or none when unranked.
Shape getShape(Value value);
/// The element type of a tensor value; the value is not `none`.
Type getElementType(Value value);
/// The integers of a literal of integer type, or none when it is not constant.
std::optional<SmallVector<int64_t>> getConstantInts(Value value);
/// As above for floats, converted to f64.
std::optional<SmallVector<double>> getConstantFloats(Value value);

/// Sets result `index` to a tensor type. Fails when the number of bytes
/// overflows.
LogicalResult setResult(Operation *op, unsigned index, const Shape &shape,
                        Type elementType);
/// Sets the only result.
inline LogicalResult setResult(Operation *op, const Shape &shape,
                               Type elementType) {
  return setResult(op, 0, shape, elementType);
}

/// Broadcasts `from` into `into` by ONNX (NumPy) rules.
LogicalResult broadcast(Operation *op, Shape &into, const Shape &from);
/// Broadcasts all shapes.
FailureOr<Shape> broadcast(Operation *op, ArrayRef<Shape> shapes);

/// `axis` in [0, rank) after adding rank to a negative one; `rank` itself is
/// allowed with `inclusive`.
FailureOr<int64_t> normalizeAxis(Operation *op, int64_t axis, int64_t rank,
                                 bool inclusive = false);
/// Distinct normalised axes.
FailureOr<SmallVector<int64_t>>
normalizeAxes(Operation *op, ArrayRef<int64_t> axes, int64_t rank);

/// Product of dimensions: kDynamic when one is dynamic and none is zero.
FailureOr<int64_t> multiplyDims(Operation *op, ArrayRef<int64_t> dims);
/// Fails when two known dimensions differ; otherwise the known one.
FailureOr<int64_t> mergeDims(Operation *op, int64_t a, int64_t b,
                             const Twine &what);
/// Fails unless `value` has rank `rank` (or an unknown one).
LogicalResult checkRank(Operation *op, Value value, int64_t rank,
                        const Twine &what);
/// Fails unless both values have the same element type.
LogicalResult checkSameElementType(Operation *op, Value a, Value b);
/// Fails unless `value` has one of the integer types that shapes and axes have.
LogicalResult checkIndexType(Operation *op, Value value, const Twine &what);
/// Fails unless `value` is a tensor of floating-point elements.
LogicalResult checkFloat(Operation *op, Value value);
/// The length of a one-dimensional tensor, when known. Fails on other ranks.
FailureOr<std::optional<int64_t>> getListLength(Operation *op, Value value,
                                                const Twine &what);

} // namespace mlir::burin::onnx

#endif // DIALECTS_ONNX_ONNXINFERENCE_H
