//===- Literal.h - Small constant tensors as numbers -----------*- C++ -*-===//
#ifndef PASSES_SHAPE_LITERAL_H
#define PASSES_SHAPE_LITERAL_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <vector>

namespace mlir::burin {

/// A tensor of known elements, row-major: integers and booleans in `ints`,
/// floats in `floats` (each value is one that the element type can hold).
struct Literal {
  RankedTensorType type;
  std::vector<int64_t> ints;
  std::vector<double> floats;

  explicit Literal(RankedTensorType type);
  /// None for element types without exact 64-bit representation here.
  static std::optional<Literal> get(ElementsAttr attribute);
  DenseElementsAttr toAttribute() const;

  bool isFloat() const { return isa<FloatType>(type.getElementType()); }
  int64_t size() const { return type.getNumElements(); }
  ArrayRef<int64_t> shape() const { return type.getShape(); }
  /// Element `index` as a float.
  double asFloat(int64_t index) const {
    return isFloat() ? floats[index] : static_cast<double>(ints[index]);
  }
  /// Copies element `from` of `source`, which has the same kind of elements.
  void copy(int64_t index, const Literal &source, int64_t from) {
    if (isFloat())
      floats[index] = source.floats[from];
    else
      ints[index] = source.ints[from];
  }
};

/// Rounds to the nearest value of a float type (computation is in f32).
double roundTo(Type floatType, double value);
/// Whether an integer type can hold `value`.
bool fitsIn(Type integerType, int64_t value);

/// Row-major strides, in elements.
SmallVector<int64_t> getStrides(ArrayRef<int64_t> shape);
/// Calls `visit(linear index, coordinates)` for each element in order.
void forEachIndex(ArrayRef<int64_t> shape,
                  llvm::function_ref<void(int64_t, ArrayRef<int64_t>)> visit);

} // namespace mlir::burin

#endif // PASSES_SHAPE_LITERAL_H
