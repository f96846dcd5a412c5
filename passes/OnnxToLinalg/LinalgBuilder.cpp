//===- LinalgBuilder.cpp - Builds linalg on tensors -----------------------===//
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using utils::IteratorType;

//===--- Free helpers
//-------------------------------------------------------===//

int64_t mlir::burin::to_linalg::product(ArrayRef<int64_t> sizes) {
  int64_t result = 1;
  for (int64_t size : sizes)
    result *= size;
  return result;
}

Type mlir::burin::to_linalg::getSignless(Type type) {
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return tensor.clone(getSignless(tensor.getElementType()));
  if (auto integer = dyn_cast<IntegerType>(type))
    return IntegerType::get(type.getContext(), integer.getWidth());
  return type;
}

TypedAttr mlir::burin::to_linalg::getScalarAttr(OpBuilder &builder, Type type,
                                                double value) {
  if (isa<FloatType>(type))
    return builder.getFloatAttr(type, value);
  if (auto integer = dyn_cast<IntegerType>(type)) {
    // Infinity stands for the extreme of an integer type.
    unsigned width = integer.getWidth();
    if (std::isinf(value))
      return builder.getIntegerAttr(
          type, value > 0 ? APInt::getSignedMaxValue(width)
                          : APInt::getSignedMinValue(width));
    return builder.getIntegerAttr(
        type, APInt(width, static_cast<int64_t>(value), /*isSigned=*/true,
                    /*implicitTrunc=*/true));
  }
  return builder.getIntegerAttr(type, static_cast<int64_t>(value));
}

Type mlir::burin::to_linalg::getComputeType(Type elementType) {
  auto floatType = dyn_cast<FloatType>(elementType);
  return floatType && floatType.getWidth() < 32
             ? Float32Type::get(elementType.getContext())
             : elementType;
}

//===--- BodyBuilder
//--------------------------------------------------------===//

Value BodyBuilder::constant(Type type, double value) {
  return arith::ConstantOp::create(*this, getScalarAttr(*this, type, value));
}

Value BodyBuilder::index(int64_t value) {
  return arith::ConstantIndexOp::create(*this, value);
}

Value BodyBuilder::position(int64_t dim) {
  return linalg::IndexOp::create(*this, dim);
}

Value BodyBuilder::add(Value a, Value b) {
  if (isa<FloatType>(a.getType()))
    return arith::AddFOp::create(*this, a, b);
  return arith::AddIOp::create(*this, a, b);
}

Value BodyBuilder::sub(Value a, Value b) {
  if (isa<FloatType>(a.getType()))
    return arith::SubFOp::create(*this, a, b);
  return arith::SubIOp::create(*this, a, b);
}

Value BodyBuilder::mul(Value a, Value b) {
  if (isa<FloatType>(a.getType()))
    return arith::MulFOp::create(*this, a, b);
  return arith::MulIOp::create(*this, a, b);
}

Value BodyBuilder::div(Value a, Value b, bool isUnsigned) {
  if (isa<FloatType>(a.getType()))
    return arith::DivFOp::create(*this, a, b);
  if (isUnsigned)
    return arith::DivUIOp::create(*this, a, b);
  return arith::DivSIOp::create(*this, a, b);
}

Value BodyBuilder::max(Value a, Value b, bool isUnsigned) {
  if (isa<FloatType>(a.getType()))
    return arith::MaximumFOp::create(*this, a, b);
  if (isUnsigned || a.getType().isInteger(1))
    return arith::MaxUIOp::create(*this, a, b);
  return arith::MaxSIOp::create(*this, a, b);
}

Value BodyBuilder::min(Value a, Value b, bool isUnsigned) {
  if (isa<FloatType>(a.getType()))
    return arith::MinimumFOp::create(*this, a, b);
  if (isUnsigned || a.getType().isInteger(1))
    return arith::MinUIOp::create(*this, a, b);
  return arith::MinSIOp::create(*this, a, b);
}

static arith::CmpIPredicate getUnsigned(arith::CmpIPredicate kind) {
  using P = arith::CmpIPredicate;
  switch (kind) {
  case P::slt:
    return P::ult;
  case P::sle:
    return P::ule;
  case P::sgt:
    return P::ugt;
  case P::sge:
    return P::uge;
  default:
    return kind;
  }
}

static arith::CmpFPredicate getOrdered(arith::CmpIPredicate kind) {
  using P = arith::CmpIPredicate;
  using F = arith::CmpFPredicate;
  switch (kind) {
  case P::slt:
    return F::OLT;
  case P::sle:
    return F::OLE;
  case P::sgt:
    return F::OGT;
  case P::sge:
    return F::OGE;
  case P::ne:
    return F::UNE;
  default:
    return F::OEQ;
  }
}

Value BodyBuilder::compare(arith::CmpIPredicate kind, Value a, Value b,
                           bool isUnsigned) {
  if (isa<FloatType>(a.getType()))
    return arith::CmpFOp::create(*this, getOrdered(kind), a, b);
  if (isUnsigned || a.getType().isInteger(1))
    kind = getUnsigned(kind);
  return arith::CmpIOp::create(*this, kind, a, b);
}

Value BodyBuilder::select(Value condition, Value a, Value b) {
  return arith::SelectOp::create(*this, condition, a, b);
}

Value BodyBuilder::logicalNot(Value a) {
  return arith::XOrIOp::create(*this, a, constant(a.getType(), 1));
}

Value BodyBuilder::widen(Value value) {
  return narrow(value, getComputeType(value.getType()));
}

Value BodyBuilder::narrow(Value value, Type type) {
  auto from = dyn_cast<FloatType>(value.getType());
  auto to = dyn_cast<FloatType>(type);
  if (!from || !to || from == to)
    return value;
  if (from.getWidth() < to.getWidth())
    return arith::ExtFOp::create(*this, to, value);
  if (from.getWidth() == to.getWidth())
    return arith::TruncFOp::create(
        *this, to, arith::ExtFOp::create(*this, getF32Type(), value));
  return arith::TruncFOp::create(*this, to, value);
}

static Value castToFloat(BodyBuilder &b, Value value, bool fromUnsigned,
                         FloatType type) {
  Type wide = getComputeType(type);
  Value result = fromUnsigned || value.getType().isInteger(1)
                     ? Value(arith::UIToFPOp::create(b, wide, value))
                     : Value(arith::SIToFPOp::create(b, wide, value));
  return b.narrow(result, type);
}

static Value castToInteger(BodyBuilder &b, Value value, bool fromUnsigned,
                           IntegerType type, bool toUnsigned) {
  if (isa<FloatType>(value.getType())) {
    value = b.widen(value);
    if (toUnsigned)
      return arith::FPToUIOp::create(b, type, value);
    return arith::FPToSIOp::create(b, type, value);
  }
  unsigned width = value.getType().getIntOrFloatBitWidth();
  if (width == type.getWidth())
    return value;
  if (width > type.getWidth())
    return arith::TruncIOp::create(b, type, value);
  if (fromUnsigned || width == 1)
    return arith::ExtUIOp::create(b, type, value);
  return arith::ExtSIOp::create(b, type, value);
}

Value BodyBuilder::cast(Value value, bool fromUnsigned, Type type,
                        bool toUnsigned) {
  if (value.getType() == type)
    return value;
  if (type.isInteger(1))
    return compare(arith::CmpIPredicate::ne, widen(value),
                   constant(getComputeType(value.getType()), 0));
  if (auto integer = dyn_cast<IntegerType>(type))
    return castToInteger(*this, value, fromUnsigned, integer, toUnsigned);
  if (isa<FloatType>(value.getType()))
    return narrow(value, type);
  return castToFloat(*this, value, fromUnsigned, mlir::cast<FloatType>(type));
}

Value BodyBuilder::sigmoid(Value x) {
  Value one = f32(1);
  return div(one, add(one, math::ExpOp::create(
                               *this, arith::NegFOp::create(*this, x))));
}

Value BodyBuilder::wrapIndex(Value value, int64_t size) {
  if (!value.getType().isIndex())
    value = arith::IndexCastOp::create(*this, getIndexType(), value);
  Value zero = index(0);
  Value isNegative = compare(arith::CmpIPredicate::slt, value, zero);
  value = select(isNegative, add(value, index(size)), value);
  return min(max(value, zero), index(size - 1));
}

Value BodyBuilder::extract(Value tensor, ValueRange indices) {
  return tensor::ExtractOp::create(*this, tensor, indices);
}

//===--- Constants and inits
//------------------------------------------------===//

Value LinalgBuilder::constant(DenseElementsAttr value) {
  return arith::ConstantOp::create(builder, loc, value);
}

Value LinalgBuilder::splat(ArrayRef<int64_t> shape, Type elementType,
                           double value) {
  return constant(
      DenseElementsAttr::get(RankedTensorType::get(shape, elementType),
                             getScalarAttr(builder, elementType, value)));
}

Value LinalgBuilder::i32Table(ArrayRef<int32_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())},
                                    builder.getI32Type());
  return constant(DenseElementsAttr::get(type, values));
}

Value LinalgBuilder::f32Table(ArrayRef<float> values) {
  auto type =
      RankedTensorType::get({static_cast<int64_t>(values.size())}, getF32());
  return constant(DenseElementsAttr::get(type, values));
}

Value LinalgBuilder::empty(ArrayRef<int64_t> shape, Type elementType) {
  return tensor::EmptyOp::create(builder, loc, shape, elementType);
}

Value LinalgBuilder::filled(ArrayRef<int64_t> shape, Type elementType,
                            double value) {
  Value scalar = arith::ConstantOp::create(
      builder, loc, getScalarAttr(builder, elementType, value));
  return linalg::FillOp::create(builder, loc, scalar, empty(shape, elementType))
      .getResult(0);
}

//===--- Maps
//---------------------------------------------------------------===//

AffineMap LinalgBuilder::getIdentity(int64_t rank) {
  return AffineMap::getMultiDimIdentityMap(rank, getContext());
}

AffineMap LinalgBuilder::getProjection(int64_t rank, ArrayRef<int64_t> dims) {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim : dims)
    exprs.push_back(builder.getAffineDimExpr(dim));
  return AffineMap::get(rank, 0, exprs, getContext());
}

AffineMap LinalgBuilder::getBroadcastMap(ArrayRef<int64_t> shape,
                                         ArrayRef<int64_t> space) {
  int64_t offset =
      static_cast<int64_t>(space.size()) - static_cast<int64_t>(shape.size());
  SmallVector<AffineExpr> exprs;
  for (auto [i, size] : llvm::enumerate(shape)) {
    bool isBroadcast = size == 1 && space[offset + i] != 1;
    exprs.push_back(isBroadcast ? builder.getAffineConstantExpr(0)
                                : builder.getAffineDimExpr(offset + i));
  }
  return AffineMap::get(space.size(), 0, exprs, getContext());
}

//===--- Generics
//-----------------------------------------------------------===//

Value LinalgBuilder::reduce(ValueRange inputs, ArrayRef<AffineMap> maps,
                            ArrayRef<IteratorType> iterators, Value init,
                            Body body) {
  auto generic = linalg::GenericOp::create(
      builder, loc, TypeRange{init.getType()}, inputs, ValueRange{init}, maps,
      iterators, [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        BodyBuilder b(nestedLoc, nested);
        linalg::YieldOp::create(b, body(b, args));
      });
  return generic.getResult(0);
}

Value LinalgBuilder::parallel(ValueRange inputs, ArrayRef<AffineMap> maps,
                              RankedTensorType type, Body body) {
  SmallVector<AffineMap> allMaps(maps);
  allMaps.push_back(getIdentity(type.getRank()));
  SmallVector<IteratorType> iterators(type.getRank(), IteratorType::parallel);
  return reduce(inputs, allMaps, iterators,
                empty(type.getShape(), type.getElementType()),
                [&](BodyBuilder &b, ValueRange args) {
                  return body(b, args.drop_back());
                });
}

Value LinalgBuilder::elementwise(ValueRange inputs, RankedTensorType type,
                                 Body body) {
  SmallVector<AffineMap> maps;
  for (Value input : inputs)
    maps.push_back(getBroadcastMap(getShape(input), type.getShape()));
  return parallel(inputs, maps, type, [&](BodyBuilder &b, ValueRange args) {
    SmallVector<Value> wide;
    for (Value arg : args)
      wide.push_back(b.widen(arg));
    return b.narrow(body(b, wide), type.getElementType());
  });
}

Value LinalgBuilder::reduceAxes(Value input, ArrayRef<int64_t> axes,
                                Type accumulatorType, double identity,
                                Body body) {
  int64_t rank = getType(input).getRank();
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  for (int64_t axis : axes)
    iterators[axis] = IteratorType::reduction;
  SmallVector<int64_t> kept, shape;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (iterators[dim] == IteratorType::parallel) {
      kept.push_back(dim);
      shape.push_back(getShape(input)[dim]);
    }
  return reduce({input}, {getIdentity(rank), getProjection(rank, kept)},
                iterators, filled(shape, accumulatorType, identity),
                [&](BodyBuilder &b, ValueRange args) {
                  return body(b, {b.widen(args[0]), args[1]});
                });
}

//===--- Data movement
//------------------------------------------------------===//

namespace {
/// Source and result dimensions of a reshape, cut into the smallest groups of
/// equal size.
struct ReshapeGroups {
  SmallVector<ReassociationIndices> source, result;
  SmallVector<int64_t> sizes;
};
} // namespace

/// Cuts two non-empty shapes of the same, non-zero number of elements.
static ReshapeGroups getReshapeGroups(ArrayRef<int64_t> from,
                                      ArrayRef<int64_t> to) {
  ReshapeGroups groups;
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    ReassociationIndices source{static_cast<int64_t>(i)},
        result{static_cast<int64_t>(j)};
    int64_t m = from[i++], n = to[j++];
    while (m != n) {
      if (m < n) {
        source.push_back(i);
        m *= from[i++];
      } else {
        result.push_back(j);
        n *= to[j++];
      }
    }
    groups.source.push_back(source);
    groups.result.push_back(result);
    groups.sizes.push_back(m);
  }
  // What is left over has size 1.
  for (; i < from.size(); ++i)
    groups.source.back().push_back(i);
  for (; j < to.size(); ++j)
    groups.result.back().push_back(j);
  return groups;
}

/// One group with all dimensions: any reshape fits it.
static ReshapeGroups getSingleGroup(ArrayRef<int64_t> from,
                                    ArrayRef<int64_t> to) {
  ReshapeGroups groups;
  groups.sizes = {product(from)};
  groups.source.push_back(
      llvm::to_vector<2>(llvm::seq<int64_t>(0, from.size())));
  groups.result.push_back(llvm::to_vector<2>(llvm::seq<int64_t>(0, to.size())));
  return groups;
}

Value LinalgBuilder::reshape(Value value, ArrayRef<int64_t> shape) {
  RankedTensorType type = getType(value);
  if (type.getShape() == shape)
    return value;
  if (shape.empty())
    return tensor::CollapseShapeOp::create(builder, loc, type.clone(shape),
                                           value,
                                           ArrayRef<ReassociationIndices>{});
  if (type.getRank() == 0)
    return tensor::ExpandShapeOp::create(builder, loc, type.clone(shape), value,
                                         ArrayRef<ReassociationIndices>{});
  ReshapeGroups groups = type.getNumElements() == 0
                             ? getSingleGroup(type.getShape(), shape)
                             : getReshapeGroups(type.getShape(), shape);
  if (type.getShape() != ArrayRef<int64_t>(groups.sizes))
    value = tensor::CollapseShapeOp::create(
        builder, loc, type.clone(groups.sizes), value, groups.source);
  if (shape != ArrayRef<int64_t>(groups.sizes))
    value = tensor::ExpandShapeOp::create(builder, loc, type.clone(shape),
                                          value, groups.result);
  return value;
}

Value LinalgBuilder::transpose(Value value, ArrayRef<int64_t> perm) {
  RankedTensorType type = getType(value);
  bool isIdentity = true;
  SmallVector<int64_t> shape, inverse(perm.size());
  for (auto [result, source] : llvm::enumerate(perm)) {
    isIdentity &= static_cast<int64_t>(result) == source;
    shape.push_back(type.getDimSize(source));
    inverse[source] = result;
  }
  if (isIdentity)
    return value;
  return parallel({value}, {getProjection(type.getRank(), inverse)},
                  type.clone(shape),
                  [](BodyBuilder &, ValueRange args) { return args[0]; });
}

Value LinalgBuilder::broadcast(Value value, ArrayRef<int64_t> shape) {
  RankedTensorType type = getType(value);
  if (type.getShape() == shape)
    return value;
  return parallel({value}, {getBroadcastMap(type.getShape(), shape)},
                  type.clone(shape),
                  [](BodyBuilder &, ValueRange args) { return args[0]; });
}

Value LinalgBuilder::convert(Value value, Type elementType) {
  RankedTensorType type = getType(value);
  if (type.getElementType() == elementType)
    return value;
  return elementwise({value}, type.clone(elementType),
                     [](BodyBuilder &, ValueRange args) { return args[0]; });
}

static SmallVector<OpFoldResult> getFoldResults(OpBuilder &builder,
                                                ArrayRef<int64_t> values) {
  return getAsIndexOpFoldResult(builder.getContext(), values);
}

Value LinalgBuilder::slice(Value value, ArrayRef<int64_t> offsets,
                           ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  // An empty slice may begin behind the last element, which MLIR rejects.
  if (product(sizes) == 0)
    return empty(sizes, getType(value).getElementType());
  return tensor::ExtractSliceOp::create(
      builder, loc, getType(value).clone(sizes), value,
      getFoldResults(builder, offsets), getFoldResults(builder, sizes),
      getFoldResults(builder, strides));
}

Value LinalgBuilder::pad(Value value, ArrayRef<int64_t> low,
                         ArrayRef<int64_t> high, Value fill) {
  auto isZero = [](int64_t size) { return size == 0; };
  if (llvm::all_of(low, isZero) && llvm::all_of(high, isZero))
    return value;
  RankedTensorType type = getType(value);
  SmallVector<int64_t> shape(type.getShape());
  for (auto [size, before, after] : llvm::zip_equal(shape, low, high))
    size += before + after;
  if (!fill)
    fill = arith::ConstantOp::create(
        builder, loc, getScalarAttr(builder, type.getElementType(), 0));
  return tensor::PadOp::create(builder, loc, type.clone(shape), value,
                               getFoldResults(builder, low),
                               getFoldResults(builder, high), fill);
}
