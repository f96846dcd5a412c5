//===- LinalgBuilder.h - Builds linalg on tensors ------------------*- C++
//-*-===//
//
// The lowering patterns say *what* an operator computes; how that is spelled in
// linalg (maps, iterators, inits, f32 computation) is decided here once.
//
//===----------------------------------------------------------------------===//
#ifndef PASSES_ONNXTOLINALG_LINALGBUILDER_H
#define PASSES_ONNXTOLINALG_LINALGBUILDER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::burin::to_linalg {

/// Builds the scalars of a `linalg.generic` body.
class BodyBuilder : public ImplicitLocOpBuilder {
public:
  using ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  /// A constant of a float, integer or index type.
  Value constant(Type type, double value);
  Value f32(double value) { return constant(getF32Type(), value); }
  Value index(int64_t value);
  /// The position in iteration dimension `dim`.
  Value position(int64_t dim);
  /// Integers and floats alike.
  Value add(Value a, Value b);
  Value sub(Value a, Value b);
  Value mul(Value a, Value b);
  Value div(Value a, Value b, bool isUnsigned = false);
  /// NaN-propagating on floats.
  Value max(Value a, Value b, bool isUnsigned = false);
  Value min(Value a, Value b, bool isUnsigned = false);
  /// Ordered float or integer comparison. `kind` is the signed predicate.
  Value compare(arith::CmpIPredicate kind, Value a, Value b,
                bool isUnsigned = false);
  Value select(Value condition, Value a, Value b);
  Value logicalNot(Value a);
  /// f16 and bf16 become f32; every other value is returned as it is.
  Value widen(Value value);
  /// Inverse of `widen`: a float of another type becomes `type`.
  Value narrow(Value value, Type type);
  /// Conversion with the meaning of onnx.Cast.
  Value cast(Value value, bool fromUnsigned, Type type, bool toUnsigned);
  /// 1 / (1 + exp(-x)) of an f32.
  Value sigmoid(Value x);
  /// An index that a kernel may read at: negative values count from the end,
  /// the rest is clamped into [0, size).
  Value wrapIndex(Value index, int64_t size);
  Value extract(Value tensor, ValueRange indices);
};

/// Builds tensor ops at the insertion point of `rewriter`, all at `loc`.
class LinalgBuilder {
public:
  using Body = function_ref<Value(BodyBuilder &, ValueRange)>;

  LinalgBuilder(OpBuilder &builder, Location loc)
      : builder(builder), loc(loc) {}

  OpBuilder &getBuilder() { return builder; }
  Location getLoc() const { return loc; }
  MLIRContext *getContext() { return builder.getContext(); }
  Type getF32() { return builder.getF32Type(); }

  Value constant(DenseElementsAttr value);
  /// A constant whose elements all are `value`.
  Value splat(ArrayRef<int64_t> shape, Type elementType, double value);
  Value i32Table(ArrayRef<int32_t> values);
  Value f32Table(ArrayRef<float> values);
  Value empty(ArrayRef<int64_t> shape, Type elementType);
  Value filled(ArrayRef<int64_t> shape, Type elementType, double value);

  /// Maps the dimensions of `shape` (aligned at the end) to those of an
  /// iteration space; dimensions of size 1 are read at 0.
  AffineMap getBroadcastMap(ArrayRef<int64_t> shape, ArrayRef<int64_t> space);
  AffineMap getIdentity(int64_t rank);
  /// (d0, ..., d<rank-1>) -> (d<dims[0]>, ...).
  AffineMap getProjection(int64_t rank, ArrayRef<int64_t> dims);

  /// All-parallel generic; the body sees and yields element types as they are.
  Value parallel(ValueRange inputs, ArrayRef<AffineMap> maps,
                 RankedTensorType type, Body body);
  /// Element-wise with broadcasting; the body sees and yields f32 for halves.
  Value elementwise(ValueRange inputs, RankedTensorType type, Body body);
  /// Generic with `reduction` dimensions; `maps` has one entry per input, the
  /// last one for the result. The last body argument is the accumulator.
  Value reduce(ValueRange inputs, ArrayRef<AffineMap> maps,
               ArrayRef<utils::IteratorType> iterators, Value init, Body body);
  /// Reduces the dimensions `axes` of `input` (those are dropped). The body
  /// sees a widened element and the accumulator.
  Value reduceAxes(Value input, ArrayRef<int64_t> axes, Type accumulatorType,
                   double identity, Body body);

  Value reshape(Value value, ArrayRef<int64_t> shape);
  /// Result dimension d is source dimension perm[d].
  Value transpose(Value value, ArrayRef<int64_t> perm);
  Value broadcast(Value value, ArrayRef<int64_t> shape);
  /// Float to float conversion; the same value when nothing changes.
  Value convert(Value value, Type elementType);
  Value slice(Value value, ArrayRef<int64_t> offsets, ArrayRef<int64_t> sizes,
              ArrayRef<int64_t> strides);
  /// Constant padding with zeros of the element type (any type), or `fill`.
  Value pad(Value value, ArrayRef<int64_t> low, ArrayRef<int64_t> high,
            Value fill = {});

private:
  OpBuilder &builder;
  Location loc;
};

inline RankedTensorType getType(Value value) {
  return cast<RankedTensorType>(value.getType());
}
inline ArrayRef<int64_t> getShape(Value value) {
  return getType(value).getShape();
}
inline Type getElementType(Value value) {
  return getType(value).getElementType();
}

/// Product of sizes; shapes come from verified static types and do not
/// overflow.
int64_t product(ArrayRef<int64_t> sizes);
/// `type` with signless instead of unsigned elements.
Type getSignless(Type type);
/// A scalar attribute of a float, integer or index type.
TypedAttr getScalarAttr(OpBuilder &builder, Type type, double value);
/// The type that computation happens in: f32 for halves.
Type getComputeType(Type elementType);

} // namespace mlir::burin::to_linalg

#endif // PASSES_ONNXTOLINALG_LINALGBUILDER_H
