//===- Support.cpp - Helpers that the Normalize passes share --------------===//
#include "passes/Normalize/Support.h"

#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace mlir::burin;

//===--- Types
//--------------------------------------------------------------===//

RankedTensorType mlir::burin::getStaticType(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type && type.hasStaticShape() ? type : RankedTensorType();
}

bool mlir::burin::isFloatTensor(Value value) {
  auto type = dyn_cast<TensorType>(value.getType());
  return type && isa<FloatType>(type.getElementType());
}

//===--- Constants as numbers
//-----------------------------------------------===//

DenseElementsAttr mlir::burin::getLiteral(Value value) {
  if (auto constant = value.getDefiningOp<onnx::ConstantOp>())
    return dyn_cast<DenseElementsAttr>(constant.getValue());
  if (auto constant = value.getDefiningOp<plan::ConstantOp>())
    if (constant.getRecipe().empty())
      return dyn_cast<DenseElementsAttr>(constant.getSource());
  return {};
}

std::optional<SmallVector<int64_t>> mlir::burin::getIntegers(Value value) {
  DenseElementsAttr literal = getLiteral(value);
  if (!literal || literal.getType().getRank() > 1 ||
      !literal.getElementType().isIntOrIndex())
    return std::nullopt;
  SmallVector<int64_t> integers;
  for (const APInt &integer : literal.getValues<APInt>())
    integers.push_back(integer.getSExtValue());
  return integers;
}

/// The source of a shape change or float cast of `value`; null otherwise.
static Value getViewSource(Value value) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<onnx::ReshapeOp, onnx::SqueezeOp, onnx::UnsqueezeOp,
                      onnx::FlattenOp, onnx::IdentityOp, onnx::TransposeOp,
                      onnx::ExpandOp>(op))
    return op->getOperand(0);
  if (auto cast = dyn_cast_or_null<onnx::CastOp>(op))
    if (isFloatTensor(cast.getInput()) && isFloatTensor(cast.getOutput()))
      return cast.getInput();
  return {};
}

std::optional<double> mlir::burin::getSplatNumber(Value value) {
  for (Value source = value; source; source = getViewSource(value))
    value = source;
  DenseElementsAttr literal = getLiteral(value);
  if (!literal || !isa<FloatType>(literal.getElementType()) ||
      literal.getNumElements() == 0)
    return std::nullopt;
  auto numbers = literal.getValues<APFloat>();
  APFloat first = *numbers.begin();
  if (!literal.isSplat())
    for (const APFloat &number : numbers)
      if (!number.bitwiseIsEqual(first))
        return std::nullopt;
  bool losesInfo;
  first.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return first.convertToDouble();
}

std::optional<double> mlir::burin::getScalarNumber(Value value) {
  RankedTensorType type = getStaticType(value);
  if (!type || type.getNumElements() != 1)
    return std::nullopt;
  return getSplatNumber(value);
}

bool mlir::burin::isConstantLike(Value value) {
  for (Value source = value; source; source = getViewSource(value)) {
    value = source;
    if (value.getDefiningOp<onnx::ExpandOp>())
      return false; // a larger tensor: it costs memory and a kernel
  }
  return isa_and_nonnull<onnx::ConstantOp, plan::ConstantOp>(
      value.getDefiningOp());
}

//===--- Building
//-------------------------------------------------------------===//

Value mlir::burin::createIntegers(OpBuilder &builder, Location loc,
                                  ArrayRef<int64_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())},
                                    builder.getI64Type());
  return onnx::ConstantOp::create(builder, loc, type,
                                  DenseElementsAttr::get(type, values));
}

Value mlir::burin::createSplat(OpBuilder &builder, Location loc,
                               RankedTensorType type, double number) {
  auto element = builder.getFloatAttr(type.getElementType(), number);
  return onnx::ConstantOp::create(
      builder, loc, type,
      DenseElementsAttr::get(type, ArrayRef<Attribute>(element)));
}

FailureOr<Value> mlir::burin::appendRecipeStep(OpBuilder &builder,
                                               plan::ConstantOp op,
                                               Attribute step) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  SmallVector<Attribute> steps(op.getRecipe().begin(), op.getRecipe().end());
  FailureOr<RankedTensorType> result =
      plan::applyStepType(type, step, [&] { return op.emitOpError(); });
  if (failed(result))
    return failure();
  auto transpose = dyn_cast<plan::TransposeStepAttr>(step);
  if (!steps.empty() && transpose &&
      isa<plan::TransposeStepAttr>(steps.back())) {
    auto first = cast<plan::TransposeStepAttr>(steps.pop_back_val());
    transpose = plan::TransposeStepAttr::get(
        builder.getContext(), compose(first.getPerm(), transpose.getPerm()));
    step = transpose;
  } else if (!steps.empty() && isa<plan::ReshapeStepAttr>(step) &&
             isa<plan::ReshapeStepAttr>(steps.back())) {
    steps.pop_back();
  }
  // The type before `step`, now that a step may be gone.
  type = cast<RankedTensorType>(op.getSourceType());
  for (Attribute earlier : steps) {
    FailureOr<RankedTensorType> next =
        plan::applyStepType(type, earlier, [&] { return op.emitOpError(); });
    if (failed(next))
      return failure();
    type = *next;
  }
  bool isNoop = transpose ? isIdentity(transpose.getPerm()) : type == *result;
  if (!isNoop)
    steps.push_back(step);
  return plan::ConstantOp::create(
             builder, op.getLoc(), *result, op.getNameAttr(), op.getSource(),
             op.getSourceTypeAttr(), builder.getArrayAttr(steps))
      .getResult();
}

/// Float elements of another width; finite values saturate in f16, as the
/// recipe step `cast` does.
static DenseElementsAttr convertFloats(DenseElementsAttr literal,
                                       FloatType to) {
  const llvm::fltSemantics &semantics = to.getFloatSemantics();
  auto convert = [&](const APFloat &number) {
    bool losesInfo;
    APFloat converted = number;
    converted.convert(semantics, APFloat::rmNearestTiesToEven, &losesInfo);
    if (to.isF16() && number.isFinite() && converted.isInfinity())
      converted = APFloat::getLargest(semantics, number.isNegative());
    return converted.bitcastToAPInt();
  };
  return literal.mapValues(to, convert);
}

Value mlir::burin::castTo(OpBuilder &builder, Location loc, Value value,
                          Type to) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getElementType() == to)
    return value;
  RankedTensorType result = RankedTensorType::get(type.getShape(), to);
  if (auto constant = value.getDefiningOp<plan::ConstantOp>())
    if (succeeded(plan::getElementBytes(to)) && isa<FloatType>(to) &&
        isa<FloatType>(type.getElementType()))
      if (FailureOr<Value> folded = appendRecipeStep(
              builder, constant,
              plan::CastStepAttr::get(builder.getContext(), to));
          succeeded(folded))
        return *folded;
  auto constant = value.getDefiningOp<onnx::ConstantOp>();
  auto literal =
      constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : nullptr;
  if (literal && isa<FloatType>(to) && isa<FloatType>(type.getElementType()))
    return onnx::ConstantOp::create(
        builder, constant.getLoc(), result,
        convertFloats(literal, cast<FloatType>(to)));
  return onnx::CastOp::create(builder, loc, result, value, TypeAttr::get(to));
}

Value mlir::burin::reshapeTo(OpBuilder &builder, Location loc, Value value,
                             ArrayRef<int64_t> shape) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getShape() == shape)
    return value;
  RankedTensorType result = type.clone(shape);
  if (auto constant = value.getDefiningOp<plan::ConstantOp>())
    if (FailureOr<Value> folded = appendRecipeStep(
            builder, constant,
            plan::ReshapeStepAttr::get(builder.getContext(), shape));
        succeeded(folded))
      return *folded;
  if (auto constant = value.getDefiningOp<onnx::ConstantOp>())
    if (auto literal = dyn_cast<DenseElementsAttr>(constant.getValue()))
      return onnx::ConstantOp::create(builder, constant.getLoc(), result,
                                      literal.reshape(result));
  bool hasZero = llvm::is_contained(shape, 0);
  return onnx::ReshapeOp::create(builder, loc, result, value,
                                 createIntegers(builder, loc, shape),
                                 builder.getI64IntegerAttr(hasZero));
}

static DenseElementsAttr transposeLiteral(DenseElementsAttr literal,
                                          RankedTensorType result,
                                          ArrayRef<int64_t> perm) {
  if (literal.isSplat())
    return literal.resizeSplat(result);
  SmallVector<Attribute> source(literal.getValues<Attribute>());
  ArrayRef<int64_t> from = literal.getType().getShape();
  SmallVector<int64_t> strides(from.size(), 1);
  for (int64_t dim = static_cast<int64_t>(from.size()) - 2; dim >= 0; --dim)
    strides[dim] = strides[dim + 1] * from[dim + 1];
  SmallVector<Attribute> elements;
  elements.reserve(source.size());
  SmallVector<int64_t> index(from.size(), 0);
  for (size_t count = 0; count < source.size(); ++count) {
    int64_t offset = 0;
    for (size_t dim = 0; dim < perm.size(); ++dim)
      offset += index[dim] * strides[perm[dim]];
    elements.push_back(source[offset]);
    for (int64_t dim = static_cast<int64_t>(perm.size()) - 1; dim >= 0; --dim) {
      if (++index[dim] < result.getDimSize(dim))
        break;
      index[dim] = 0;
    }
  }
  return DenseElementsAttr::get(result, elements);
}

Value mlir::burin::transposeTo(OpBuilder &builder, Location loc, Value value,
                               ArrayRef<int64_t> perm) {
  auto type = cast<RankedTensorType>(value.getType());
  if (isIdentity(perm))
    return value;
  RankedTensorType result = type.clone(permute(type.getShape(), perm));
  if (type.hasStaticShape() && movesOnlyUnitDims(type.getShape(), perm))
    return reshapeTo(builder, loc, value, result.getShape());
  if (auto constant = value.getDefiningOp<plan::ConstantOp>())
    if (FailureOr<Value> folded = appendRecipeStep(
            builder, constant,
            plan::TransposeStepAttr::get(builder.getContext(), perm));
        succeeded(folded))
      return *folded;
  if (auto constant = value.getDefiningOp<onnx::ConstantOp>())
    if (auto literal = dyn_cast<DenseElementsAttr>(constant.getValue()))
      return onnx::ConstantOp::create(builder, constant.getLoc(), result,
                                      transposeLiteral(literal, result, perm));
  return onnx::TransposeOp::create(builder, loc, result, value,
                                   builder.getDenseI64ArrayAttr(perm));
}

//===--- Permutations
//-----------------------------------------------------------===//

SmallVector<int64_t> mlir::burin::getPermutation(onnx::TransposeOp op) {
  if (std::optional<ArrayRef<int64_t>> perm = op.getPerm())
    return SmallVector<int64_t>(*perm);
  SmallVector<int64_t> perm(
      cast<RankedTensorType>(op.getInput().getType()).getRank());
  std::iota(perm.rbegin(), perm.rend(), 0);
  return perm;
}

SmallVector<int64_t> mlir::burin::invert(ArrayRef<int64_t> perm) {
  SmallVector<int64_t> inverse(perm.size());
  for (auto [dim, source] : llvm::enumerate(perm))
    inverse[source] = dim;
  return inverse;
}

SmallVector<int64_t> mlir::burin::compose(ArrayRef<int64_t> first,
                                          ArrayRef<int64_t> second) {
  return permute(first, second);
}

bool mlir::burin::isIdentity(ArrayRef<int64_t> perm) {
  for (auto [dim, source] : llvm::enumerate(perm))
    if (static_cast<int64_t>(dim) != source)
      return false;
  return true;
}

SmallVector<int64_t> mlir::burin::permute(ArrayRef<int64_t> values,
                                          ArrayRef<int64_t> perm) {
  return llvm::map_to_vector(perm,
                             [&](int64_t source) { return values[source]; });
}

bool mlir::burin::movesOnlyUnitDims(ArrayRef<int64_t> shape,
                                    ArrayRef<int64_t> perm) {
  int64_t last = -1;
  for (int64_t source : perm) {
    if (shape[source] == 1)
      continue;
    if (source < last)
      return false;
    last = source;
  }
  return true;
}

namespace {
/// A run of elements that belongs to one dimension on both sides of a reshape.
struct Factor {
  int64_t size, from, to;
};
} // namespace

/// Splits both shapes into their common factors, in row-major order; nothing
/// when an extent of one side straddles extents of the other.
static std::optional<SmallVector<Factor>>
getCommonFactors(ArrayRef<int64_t> from, ArrayRef<int64_t> to) {
  SmallVector<Factor> factors;
  size_t i = 0, j = 0;
  int64_t leftFrom = 1, leftTo = 1;
  while (true) {
    while (leftFrom == 1 && i < from.size())
      leftFrom = from[i++];
    while (leftTo == 1 && j < to.size())
      leftTo = to[j++];
    if (leftFrom == 1 && leftTo == 1)
      return factors;
    int64_t common = std::gcd(leftFrom, leftTo);
    if (common <= 1 || common != std::min(leftFrom, leftTo))
      return std::nullopt;
    factors.push_back(
        {common, static_cast<int64_t>(i) - 1, static_cast<int64_t>(j) - 1});
    leftFrom /= common;
    leftTo /= common;
  }
}

std::optional<SunkTranspose>
mlir::burin::sinkThroughReshape(ArrayRef<int64_t> from, ArrayRef<int64_t> perm,
                                ArrayRef<int64_t> to) {
  if (llvm::is_contained(from, 0) || llvm::is_contained(to, 0))
    return std::nullopt;
  std::optional<SmallVector<Factor>> factors = getCommonFactors(from, to);
  if (!factors)
    return std::nullopt;
  // The factors in the order in which the untransposed value has them.
  SmallVector<Factor> order;
  for (int64_t dim : invert(perm))
    llvm::copy_if(*factors, std::back_inserter(order),
                  [&](const Factor &factor) { return factor.from == dim; });
  // Each extent of `to` must be one run of factors in their original order.
  SmallVector<int64_t> position(to.size(), -1);
  SmallVector<int64_t> dims;
  for (size_t k = 0; k < order.size(); ++k) {
    int64_t dim = order[k].to;
    if (position[dim] >= 0)
      return std::nullopt;
    position[dim] = dims.size();
    dims.push_back(dim);
    int64_t last = order[k].from;
    for (; k + 1 < order.size() && order[k + 1].to == dim; ++k) {
      if (order[k + 1].from < last)
        return std::nullopt;
      last = order[k + 1].from;
    }
  }
  // Dimensions of size 1 follow the dimension that they follow in `to`.
  for (int64_t dim = 0; dim < static_cast<int64_t>(to.size()); ++dim) {
    if (position[dim] >= 0)
      continue;
    auto *where =
        dim == 0 ? dims.begin() : std::next(llvm::find(dims, dim - 1));
    dims.insert(where, dim);
  }
  return SunkTranspose{permute(to, dims), invert(dims)};
}

//===--- Matching
//-----------------------------------------------------------------===//

Value mlir::burin::stripFloatCasts(Value value) {
  while (auto cast = value.getDefiningOp<onnx::CastOp>()) {
    if (!isFloatTensor(cast.getInput()) || !isFloatTensor(cast.getOutput()))
      break;
    value = cast.getInput();
  }
  return value;
}

bool mlir::burin::isSameComputation(Value a, Value b, unsigned depth) {
  a = stripFloatCasts(a);
  b = stripFloatCasts(b);
  if (a == b)
    return true;
  Operation *first = a.getDefiningOp(), *second = b.getDefiningOp();
  if (depth == 0 || !first || !second ||
      first->getName() != second->getName() ||
      first->getNumOperands() != second->getNumOperands() ||
      cast<OpResult>(a).getResultNumber() !=
          cast<OpResult>(b).getResultNumber() ||
      first->getAttrDictionary() != second->getAttrDictionary() ||
      !isPure(first))
    return false;
  return llvm::all_of(
      llvm::zip_equal(first->getOperands(), second->getOperands()),
      [&](auto pair) {
        return isSameComputation(std::get<0>(pair), std::get<1>(pair),
                                 depth - 1);
      });
}

bool mlir::burin::areUsedOnlyWithin(ArrayRef<Operation *> ops,
                                    Operation *root) {
  return llvm::all_of(ops, [&](Operation *op) {
    return op == root || llvm::all_of(op->getUsers(), [&](Operation *user) {
             return user == root || llvm::is_contained(ops, user);
           });
  });
}

LogicalResult mlir::burin::dropCastsAround(PatternRewriter &rewriter,
                                           Operation *raised) {
  auto in = raised->getOperand(0).getDefiningOp<onnx::CastOp>();
  if (!in || !raised->hasOneUse() || !isFloatTensor(in.getInput()))
    return failure();
  auto out = dyn_cast<onnx::CastOp>(*raised->user_begin());
  if (!out || out.getOutput().getType() != in.getInput().getType())
    return failure();
  unsigned narrow = getElementTypeOrSelf(in.getInput()).getIntOrFloatBitWidth();
  if (narrow > getElementTypeOrSelf(in.getOutput()).getIntOrFloatBitWidth())
    return failure();
  Type element = getElementTypeOrSelf(in.getInput());
  rewriter.modifyOpInPlace(raised, [&] {
    rewriter.setInsertionPoint(raised);
    for (OpOperand &operand : raised->getOpOperands().drop_front())
      if (isFloatTensor(operand.get()))
        operand.set(castTo(rewriter, raised->getLoc(), operand.get(), element));
    raised->setOperand(0, in.getInput());
    raised->getResult(0).setType(
        cast<RankedTensorType>(in.getInput().getType()));
  });
  rewriter.replaceOp(out, raised->getResult(0));
  return success();
}
