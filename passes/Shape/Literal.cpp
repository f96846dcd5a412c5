//===- Literal.cpp - Small constant tensors as numbers --------------------===//
#include "Literal.h"

#include "llvm/ADT/APFloat.h"

using namespace mlir;
using namespace mlir::burin;

Literal::Literal(RankedTensorType type) : type(type) {
  if (isFloat())
    floats.resize(type.getNumElements());
  else
    ints.resize(type.getNumElements());
}

/// Booleans and unsigned integers extend with zeros.
static bool isZeroExtended(Type type) {
  return type.isInteger(1) || type.isUnsignedInteger();
}

static double toDouble(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value.convertToDouble();
}

std::optional<Literal> Literal::get(ElementsAttr attribute) {
  auto type = dyn_cast<RankedTensorType>(attribute.getShapedType());
  auto dense = dyn_cast<DenseElementsAttr>(attribute);
  if (!type || !dense || !(isa<FloatType, IntegerType>(type.getElementType())))
    return std::nullopt;
  Literal literal(type);
  if (literal.isFloat()) {
    llvm::transform(dense.getValues<APFloat>(), literal.floats.begin(),
                    toDouble);
    return literal;
  }
  bool isUnsigned = isZeroExtended(type.getElementType());
  auto out = literal.ints.begin();
  for (const APInt &value : dense.getValues<APInt>()) {
    if (value.getBitWidth() > 64 || (isUnsigned && value.getActiveBits() > 63))
      return std::nullopt;
    *out++ = isUnsigned ? static_cast<int64_t>(value.getZExtValue())
                        : value.getSExtValue();
  }
  return literal;
}

DenseElementsAttr Literal::toAttribute() const {
  if (auto floatType = dyn_cast<FloatType>(type.getElementType())) {
    SmallVector<APFloat> values;
    values.reserve(floats.size());
    for (double value : floats) {
      APFloat converted(value);
      bool losesInfo;
      converted.convert(floatType.getFloatSemantics(),
                        APFloat::rmNearestTiesToEven, &losesInfo);
      values.push_back(converted);
    }
    return DenseElementsAttr::get(type, values);
  }
  SmallVector<APInt> values;
  values.reserve(ints.size());
  unsigned width = type.getElementTypeBitWidth();
  for (int64_t value : ints)
    values.push_back(APInt(width, static_cast<uint64_t>(value),
                           /*isSigned=*/true,
                           /*implicitTrunc=*/true));
  return DenseElementsAttr::get(type, values);
}

double mlir::burin::roundTo(Type floatType, double value) {
  auto single = static_cast<double>(static_cast<float>(value));
  if (floatType.isF32())
    return single;
  APFloat converted(single);
  bool losesInfo;
  converted.convert(cast<FloatType>(floatType).getFloatSemantics(),
                    APFloat::rmNearestTiesToEven, &losesInfo);
  return toDouble(converted);
}

bool mlir::burin::fitsIn(Type integerType, int64_t value) {
  unsigned width = integerType.getIntOrFloatBitWidth();
  if (isZeroExtended(integerType))
    return value >= 0 && (width >= 63 || value < (int64_t{1} << width));
  return width >= 64 || (value >= -(int64_t{1} << (width - 1)) &&
                         value < (int64_t{1} << (width - 1)));
}

SmallVector<int64_t> mlir::burin::getStrides(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;)
    strides[i - 1] = strides[i] * shape[i];
  return strides;
}

void mlir::burin::forEachIndex(
    ArrayRef<int64_t> shape,
    llvm::function_ref<void(int64_t, ArrayRef<int64_t>)> visit) {
  if (llvm::is_contained(shape, 0))
    return;
  SmallVector<int64_t> index(shape.size(), 0);
  for (int64_t linear = 0;; ++linear) {
    visit(linear, index);
    size_t axis = shape.size();
    while (axis-- > 0) {
      if (++index[axis] < shape[axis])
        break;
      index[axis] = 0;
    }
    if (axis == static_cast<size_t>(-1))
      return;
  }
}
