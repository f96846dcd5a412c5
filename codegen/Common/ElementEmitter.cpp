//===- ElementEmitter.cpp - Tensor elements as scalar or vector code ------===//
#include "codegen/Common/ElementEmitter.h"

#include "dialects/Fused/FusedDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::burin::codegen;

Type mlir::burin::codegen::getComputeType(Type type) {
  if (type.isF16() || type.isBF16())
    return Float32Type::get(type.getContext());
  return type;
}

Type mlir::burin::codegen::getAccessType(Type elementType, int64_t width) {
  return width == 1 ? elementType : VectorType::get({width}, elementType);
}

/// A value inside the body of a vectorized generic. `kUniform` is one scalar
/// for all lanes, `kLinear` is the scalar of lane 0 that grows by one per lane,
/// `kVector` holds the lanes.
struct ElementEmitter::LaneValue {
  enum Kind { kUniform, kLinear, kVector } kind = kUniform;
  Value value;
};

//===--- Index arithmetic ---------------------------------------------------===//

Value ElementEmitter::constantIndex(Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

static Value createAdd(OpBuilder &b, Location loc, Value lhs, Value rhs) {
  return b.createOrFold<arith::AddIOp>(loc, lhs, rhs);
}
static Value createMul(OpBuilder &b, Location loc, Value lhs, int64_t rhs) {
  if (rhs == 1)
    return lhs;
  Value factor = arith::ConstantIndexOp::create(b, loc, rhs);
  return b.createOrFold<arith::MulIOp>(loc, lhs, factor);
}

/// The longest run of leading coordinates that one index was taken apart into.
const ElementEmitter::Delinearization *
ElementEmitter::findPrefix(ArrayRef<int64_t> shape, ArrayRef<Value> coords) const {
  const Delinearization *best = nullptr;
  for (const Delinearization &candidate : delinearizations) {
    size_t size = candidate.coords.size();
    if (size > coords.size() || size < 2 || (best && best->coords.size() >= size))
      continue;
    bool same = true;
    for (size_t d = 0; d < size && same; ++d) {
      bool isUnit = shape[d] == 1; // its only coordinate is zero, however it is spelled
      same = isUnit ? candidate.shape[d] == 1
                    : candidate.coords[d] == coords[d] &&
                          // The outermost extent does not enter the index.
                          (d == 0 || candidate.shape[d] == shape[d]);
    }
    if (same)
      best = &candidate;
  }
  return best;
}

Value ElementEmitter::linearize(Location loc, ArrayRef<int64_t> shape, ArrayRef<Value> coords) {
  Value index;
  if (const Delinearization *prefix = findPrefix(shape, coords)) {
    index = prefix->index;
    shape = shape.drop_front(prefix->coords.size());
    coords = coords.drop_front(prefix->coords.size());
  }
  for (auto [extent, coord] : llvm::zip_equal(shape, coords)) {
    if (extent == 1) // the only coordinate is zero
      continue;
    index = index ? createAdd(builder, loc, createMul(builder, loc, index, extent), coord) : coord;
  }
  return index ? index : constantIndex(loc, 0);
}

SmallVector<Value> ElementEmitter::delinearize(Location loc, ArrayRef<int64_t> shape, Value index) {
  SmallVector<Value> coords(shape.size());
  Value whole = index;
  int64_t remaining = 0;
  for (int64_t extent : shape)
    remaining += extent != 1;
  for (int64_t d = static_cast<int64_t>(shape.size()) - 1; d >= 0; --d) {
    if (shape[d] == 1) {
      coords[d] = constantIndex(loc, 0);
      continue;
    }
    if (--remaining == 0) { // the outermost needs no remainder
      coords[d] = index;
      continue;
    }
    Value extent = constantIndex(loc, shape[d]);
    coords[d] = builder.createOrFold<arith::RemUIOp>(loc, index, extent);
    index = builder.createOrFold<arith::DivUIOp>(loc, index, extent);
  }
  delinearizations.push_back({SmallVector<int64_t>(shape), coords, whole});
  return coords;
}

Value ElementEmitter::applyExpr(Location loc, AffineExpr expr, ArrayRef<Value> dims) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constantIndex(loc, constant.getValue());
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value lhs = applyExpr(loc, binary.getLHS(), dims), rhs = applyExpr(loc, binary.getRHS(), dims);
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return createAdd(builder, loc, lhs, rhs);
  case AffineExprKind::Mul:
    return builder.createOrFold<arith::MulIOp>(loc, lhs, rhs);
  case AffineExprKind::FloorDiv:
    return builder.createOrFold<arith::DivUIOp>(loc, lhs, rhs);
  case AffineExprKind::Mod:
    return builder.createOrFold<arith::RemUIOp>(loc, lhs, rhs);
  default: { // ceildiv of non-negative values
    Value one = constantIndex(loc, 1);
    Value rounded = createAdd(builder, loc, lhs, builder.createOrFold<arith::SubIOp>(loc, rhs, one));
    return builder.createOrFold<arith::DivUIOp>(loc, rounded, rhs);
  }
  }
}

//===--- Lanes --------------------------------------------------------------===//

Value ElementEmitter::splat(Location loc, Value scalar, int64_t width) {
  if (width == 1)
    return scalar;
  return vector::BroadcastOp::create(builder, loc, VectorType::get({width}, scalar.getType()), scalar);
}

Value ElementEmitter::fromLanes(Location loc, ArrayRef<Value> lanes) {
  auto type = VectorType::get({static_cast<int64_t>(lanes.size())}, lanes.front().getType());
  return vector::FromElementsOp::create(builder, loc, type, lanes);
}

Value ElementEmitter::toVector(Location loc, const LaneValue &value, int64_t width) {
  if (value.kind == LaneValue::kVector || width == 1)
    return value.value;
  if (value.kind == LaneValue::kUniform)
    return splat(loc, value.value, width);
  SmallVector<Value> lanes;
  Type type = value.value.getType();
  for (int64_t lane = 0; lane < width; ++lane) {
    Value step = arith::ConstantOp::create(builder, loc, builder.getIntegerAttr(type, lane));
    lanes.push_back(createAdd(builder, loc, value.value, step));
  }
  return fromLanes(loc, lanes);
}

void ElementEmitter::bindPairs(Value tensor, Value value, int64_t width) {
  Location loc = tensor.getLoc();
  SmallVector<Value> lanes[2];
  for (int64_t lane = 0; lane < 2 * width; ++lane)
    lanes[lane % 2].push_back(
        vector::ExtractOp::create(builder, loc, value, ArrayRef<int64_t>{lane}));
  for (int half : {0, 1})
    pairs[tensor][half] = width == 1 ? lanes[half][0] : fromLanes(loc, lanes[half]);
}

FailureOr<Value> ElementEmitter::emitLanes(Value tensor, ArrayRef<Value> coords, int64_t width) {
  SmallVector<Value> lanes, lane(coords);
  Location loc = tensor.getLoc();
  for (int64_t i = 0; i < width; ++i) {
    lane.back() = createAdd(builder, loc, coords.back(), constantIndex(loc, i));
    FailureOr<Value> value = emit(tensor, lane, 1);
    if (failed(value))
      return failure();
    lanes.push_back(*value);
  }
  return fromLanes(loc, lanes);
}

//===--- Memory -------------------------------------------------------------===//

Value ElementEmitter::emitScalarLoad(Location loc, Value buffer, Value index, int64_t width) {
  Type stored = cast<MemRefType>(buffer.getType()).getElementType();
  if (width == 1)
    return memref::LoadOp::create(builder, loc, buffer, index);
  return vector::LoadOp::create(builder, loc, VectorType::get({width}, stored), buffer,
                                ValueRange{index});
}

FailureOr<Value> ElementEmitter::emitLoad(Value tensor, Value buffer, ArrayRef<Value> coords,
                                          int64_t width) {
  auto type = cast<RankedTensorType>(tensor.getType());
  Location loc = tensor.getLoc();
  Value index = linearize(loc, type.getShape(), coords);
  Value loaded = emitScalarLoad(loc, buffer, index, width);
  Type element = type.getElementType();
  if (element.isInteger(1)) { // stored as bytes
    Value zero = arith::ConstantOp::create(
        builder, loc, builder.getZeroAttr(loaded.getType()));
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, loaded, zero).getResult();
  }
  Type compute = getAccessType(getComputeType(element), width);
  if (compute == loaded.getType())
    return loaded;
  return arith::ExtFOp::create(builder, loc, compute, loaded).getResult();
}

void ElementEmitter::store(Value value, Value buffer, RankedTensorType type,
                           ArrayRef<Value> coords, int64_t width) {
  Location loc = value.getLoc();
  Value index = linearize(loc, type.getShape(), coords);
  Type stored = getAccessType(cast<MemRefType>(buffer.getType()).getElementType(), width);
  if (value.getType() != stored) {
    if (type.getElementType().isInteger(1))
      value = arith::ExtUIOp::create(builder, loc, stored, value);
    else
      value = arith::TruncFOp::create(builder, loc, stored, value);
  }
  if (width == 1)
    memref::StoreOp::create(builder, loc, value, buffer, index);
  else
    vector::StoreOp::create(builder, loc, value, buffer, ValueRange{index});
}

//===--- Ops ----------------------------------------------------------------===//

FailureOr<Value> ElementEmitter::emit(Value tensor, ArrayRef<Value> coords, int64_t width) {
  if (Value value = values.lookup(tensor))
    return value;
  if (Value buffer = buffers.lookup(tensor))
    return emitLoad(tensor, buffer, coords, width);
  Operation *op = tensor.getDefiningOp();
  if (!op)
    return emitError(tensor.getLoc(), "group argument without a buffer");
  DenseElementsAttr dense;
  if (matchPattern(op, m_Constant(&dense)) && dense.isSplat()) {
    Attribute scalar = dense.getSplatValue<Attribute>();
    if (auto number = dyn_cast<FloatAttr>(scalar))
      scalar = builder.getFloatAttr(getComputeType(number.getType()), number.getValueAsDouble());
    Value constant = arith::ConstantOp::create(builder, op->getLoc(), cast<TypedAttr>(scalar));
    return splat(op->getLoc(), constant, width);
  }
  return llvm::TypeSwitch<Operation *, FailureOr<Value>>(op)
      .Case([&](linalg::GenericOp generic) { return emitGeneric(generic, coords, width); })
      .Case([&](linalg::FillOp fill) -> FailureOr<Value> {
        Value scalar = fill.getInputs()[0];
        Operation *constant = scalar.getDefiningOp();
        if (!isa_and_present<arith::ConstantOp>(constant))
          return fill.emitOpError("has a fill value that is not a constant");
        auto value = cast<arith::ConstantOp>(constant).getValue();
        if (auto number = dyn_cast<FloatAttr>(value))
          value = builder.getFloatAttr(getComputeType(number.getType()), number.getValueAsDouble());
        return splat(fill.getLoc(), arith::ConstantOp::create(builder, fill.getLoc(), value), width);
      })
      .Case([&](tensor::ConcatOp concat) { return emitConcat(concat, coords, width); })
      .Case([&](tensor::PadOp pad) { return emitPad(pad, coords, width); })
      .Case([&](tensor::ExtractSliceOp slice) { return emitSlice(slice, coords, width); })
      .Case([&](tensor::ExpandShapeOp expand) { return emitExpand(expand, coords, width); })
      .Case([&](tensor::CollapseShapeOp collapse) { return emitCollapse(collapse, coords, width); })
      .Case([&](fused::RowMomentsOp) { return emitMoments(op, coords, width); })
      .Default([&](Operation *) -> FailureOr<Value> {
        return op->emitOpError("has no element form: it cannot be inlined into a kernel");
      });
}

/// Lanes that lie in at most two groups of `size` neighbours: one scalar of each group.
FailureOr<Value> ElementEmitter::emitTwoGroups(Value tensor, AffineMap map, ArrayRef<Value> dims, int64_t size,
                                               int64_t width) {
  Location loc = tensor.getLoc();
  SmallVector<Value> last(dims);
  last.back() = createAdd(builder, loc, dims.back(), constantIndex(loc, width - 1));
  FailureOr<Value> first = emitOperand(tensor, map, dims, 1), second = emitOperand(tensor, map, last, 1);
  if (failed(first) || failed(second))
    return failure();
  // Lanes of the first group.
  Value inGroup = builder.createOrFold<arith::RemUIOp>(loc, dims.back(), constantIndex(loc, size));
  Value left = builder.createOrFold<arith::SubIOp>(loc, constantIndex(loc, size), inGroup);
  SmallVector<Value> lanes = {*first};
  for (int64_t i = 1; i + 1 < width; ++i) {
    Value isFirst = builder.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::ugt, left, constantIndex(loc, i));
    lanes.push_back(builder.createOrFold<arith::SelectOp>(loc, isFirst, *first, *second));
  }
  lanes.push_back(*second);
  return fromLanes(loc, lanes);
}

FailureOr<Value> ElementEmitter::emitOperand(Value tensor, AffineMap map, ArrayRef<Value> dims,
                                             int64_t width) {
  if (auto bound = pairs.find(tensor); bound != pairs.end())
    return bound->second[cast<AffineConstantExpr>(map.getResults().back()).getValue()];
  Location loc = tensor.getLoc();
  SmallVector<Value> coords;
  for (AffineExpr expr : map.getResults())
    coords.push_back(applyExpr(loc, expr, dims));
  if (width == 1)
    return emit(tensor, coords, 1);
  unsigned lane = map.getNumDims() - 1;
  AffineExpr laneExpr = getAffineDimExpr(lane, map.getContext());
  bool outerUses = false;
  for (AffineExpr expr : map.getResults().drop_back(map.getNumResults() ? 1 : 0))
    outerUses |= expr.isFunctionOfDim(lane);
  bool lastUses = map.getNumResults() && map.getResults().back().isFunctionOfDim(lane);
  if (!outerUses && !lastUses) {
    FailureOr<Value> scalar = emit(tensor, coords, 1);
    if (failed(scalar))
      return failure();
    return splat(loc, *scalar, width);
  }
  int64_t extent = cast<RankedTensorType>(tensor.getType()).getShape().back();
  if (!outerUses && map.getResults().back() == laneExpr && extent % width == 0)
    return emit(tensor, coords, width);
  // Groups of neighbours: an access is aligned to its width and lies in one of them.
  auto group = dyn_cast<AffineBinaryOpExpr>(map.getNumResults() ? map.getResults().back() : laneExpr);
  if (!outerUses && group && group.getKind() == AffineExprKind::FloorDiv && group.getLHS() == laneExpr) {
    auto size = dyn_cast<AffineConstantExpr>(group.getRHS());
    if (size && size.getValue() % width == 0) {
      FailureOr<Value> scalar = emit(tensor, coords, 1);
      if (failed(scalar))
        return failure();
      return splat(loc, *scalar, width);
    }
    if (size && size.getValue() > width)
      return emitTwoGroups(tensor, map, dims, size.getValue(), width);
  }
  // Strided in the lane dimension: one scalar per lane.
  SmallVector<Value> lanes, laneDims(dims);
  for (int64_t i = 0; i < width; ++i) {
    laneDims.back() = createAdd(builder, loc, dims.back(), constantIndex(loc, i));
    FailureOr<Value> value = emitOperand(tensor, map, laneDims, 1);
    if (failed(value))
      return failure();
    lanes.push_back(*value);
  }
  return fromLanes(loc, lanes);
}

FailureOr<Value> ElementEmitter::emitGeneric(linalg::GenericOp op, ArrayRef<Value> coords,
                                             int64_t width) {
  if (op.getNumDpsInits() != 1 || op.getNumLoops() != op.getNumParallelLoops() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return op.emitOpError("is not a single-result element-wise op: it cannot be inlined");
  SmallVector<Value> inputs;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (op.getMatchingBlockArgument(operand).use_empty()) {
      inputs.push_back({});
      continue;
    }
    FailureOr<Value> value =
        emitOperand(operand->get(), op.getMatchingIndexingMap(operand), coords, width);
    if (failed(value))
      return failure();
    inputs.push_back(*value);
  }
  return emitBody(op, coords, inputs, width);
}

FailureOr<Value> ElementEmitter::emitExtract(tensor::ExtractOp op, ArrayRef<LaneValue> indices,
                                             int64_t width, bool &isUniform) {
  SmallVector<Value> coords;
  bool outerUniform = true;
  for (const LaneValue &index : indices.drop_back(indices.empty() ? 0 : 1))
    outerUniform &= index.kind == LaneValue::kUniform;
  isUniform = outerUniform && (indices.empty() || indices.back().kind == LaneValue::kUniform);
  for (const LaneValue &index : indices)
    coords.push_back(index.value);
  if (isUniform || width == 1)
    return emit(op.getTensor(), coords, 1);
  int64_t extent = op.getTensor().getType().getShape().back();
  if (outerUniform && indices.back().kind == LaneValue::kLinear && extent % width == 0)
    return emit(op.getTensor(), coords, width);
  SmallVector<Value> lanes;
  for (int64_t lane = 0; lane < width; ++lane) {
    SmallVector<Value> laneCoords;
    for (const LaneValue &index : indices)
      laneCoords.push_back(index.kind == LaneValue::kUniform
                               ? index.value
                               : vector::ExtractOp::create(builder, op.getLoc(),
                                                           toVector(op.getLoc(), index, width),
                                                           ArrayRef<int64_t>{lane})
                                     .getResult());
    FailureOr<Value> value = emit(op.getTensor(), laneCoords, 1);
    if (failed(value))
      return failure();
    lanes.push_back(*value);
  }
  return fromLanes(op.getLoc(), lanes);
}

FailureOr<Value> ElementEmitter::cloneScalarOp(Operation *op, ValueRange operands, int64_t width) {
  if (op->getNumResults() != 1 || op->getNumRegions() != 0)
    return op->emitOpError("has no vector form in a kernel");
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    TypedAttr value = constant.getValue();
    if (auto number = dyn_cast<FloatAttr>(value))
      value = builder.getFloatAttr(getComputeType(number.getType()), number.getValueAsDouble());
    return arith::ConstantOp::create(builder, op->getLoc(), value).getResult();
  }
  Type type = getAccessType(getComputeType(op->getResult(0).getType()), width);
  if (isa<arith::ExtFOp, arith::TruncFOp>(op) && operands[0].getType() == type)
    return operands[0];
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(operands);
  state.addAttributes(op->getDiscardableAttrDictionary().getValue());
  state.propertiesAttr = op->getPropertiesAsAttribute();
  state.addTypes(type);
  return builder.create(state)->getResult(0);
}

FailureOr<Value> ElementEmitter::emitBody(linalg::GenericOp op, ArrayRef<Value> coords,
                                          ArrayRef<Value> inputs, int64_t width) {
  DenseMap<Value, LaneValue> lanes;
  LaneValue::Kind inputKind = width == 1 ? LaneValue::kUniform : LaneValue::kVector;
  for (auto [argument, value] : llvm::zip(op.getBody()->getArguments(), inputs))
    lanes[argument] = {inputKind, value};
  auto lookup = [&](Value value) -> LaneValue {
    auto it = lanes.find(value);
    if (it != lanes.end())
      return it->second;
    // A scalar constant from outside the body.
    if (Operation *def = value.getDefiningOp(); def && def->hasTrait<OpTrait::ConstantLike>())
      return lanes[value] = {LaneValue::kUniform, *cloneScalarOp(def, {}, 1)};
    return {};
  };
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      bool isLane = width > 1 && index.getDim() + 1 == op.getNumLoops();
      lanes[index] = {isLane ? LaneValue::kLinear : LaneValue::kUniform, coords[index.getDim()]};
      continue;
    }
    SmallVector<LaneValue> operands;
    bool uniform = true;
    for (Value operand : inner.getOperands()) {
      if (isa<RankedTensorType>(operand.getType()))
        continue;
      operands.push_back(lookup(operand));
      if (!operands.back().value)
        return inner.emitOpError("uses a value that a kernel does not have");
      uniform &= operands.back().kind == LaneValue::kUniform;
    }
    if (auto extract = dyn_cast<tensor::ExtractOp>(inner)) {
      bool isUniform = false;
      FailureOr<Value> value = emitExtract(extract, operands, width, isUniform);
      if (failed(value))
        return failure();
      lanes[extract] = {isUniform ? LaneValue::kUniform : LaneValue::kVector, *value};
      continue;
    }
    // Index conversions keep the lane structure, so that an extract whose last
    // index is the lane can load a vector.
    bool keepsLinear = isa<arith::IndexCastOp, arith::IndexCastUIOp>(inner) &&
                       operands[0].kind == LaneValue::kLinear;
    SmallVector<Value> scalars;
    for (const LaneValue &operand : operands)
      scalars.push_back(uniform || keepsLinear ? operand.value
                                               : toVector(inner.getLoc(), operand, width));
    FailureOr<Value> value =
        cloneScalarOp(&inner, scalars, uniform || keepsLinear ? 1 : width);
    if (failed(value))
      return failure();
    lanes[inner.getResult(0)] = {uniform       ? LaneValue::kUniform
                                 : keepsLinear ? LaneValue::kLinear
                                               : LaneValue::kVector,
                                 *value};
  }
  LaneValue result = lookup(op.getBody()->getTerminator()->getOperand(0));
  if (!result.value)
    return op.emitOpError("yields a value that a kernel does not have");
  return toVector(op.getLoc(), result, width);
}

FailureOr<Value> ElementEmitter::emitReductionStep(linalg::GenericOp op, ArrayRef<Value> dims, Value acc,
                                                   int64_t width) {
  SmallVector<Value> inputs;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (op.getMatchingBlockArgument(operand).use_empty()) {
      inputs.push_back({}); // the operand only gives the window its shape
      continue;
    }
    // The lanes run along the last dimension of the result, which is no loop's in particular.
    FailureOr<Value> value = width == 1
                                 ? emitOperand(operand->get(), op.getMatchingIndexingMap(operand), dims, 1)
                                 : emitOperandAt(op, operand->getOperandNumber(), dims, width);
    if (failed(value))
      return failure();
    inputs.push_back(*value);
  }
  // The accumulator is the last block argument.
  inputs.push_back(acc);
  return emitBody(op, dims, inputs, width);
}

FailureOr<Value> ElementEmitter::emitOperandAt(linalg::LinalgOp op, unsigned index,
                                               ArrayRef<Value> dims, int64_t width) {
  OpOperand &operand = op->getOpOperand(index);
  AffineMap map = op.getMatchingIndexingMap(&operand);
  SmallVector<Value> coords;
  for (AffineExpr expr : map.getResults())
    coords.push_back(applyExpr(op.getLoc(), expr, dims));
  return emit(operand.get(), coords, width);
}
