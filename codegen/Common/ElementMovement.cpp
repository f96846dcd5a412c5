//===- ElementMovement.cpp - Elements of what only moves data -------------===//
//
// Slices, concatenations, paddings and reshapes compute nothing: an element of their
// result is an element of an operand elsewhere, or the value of a padding.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/ElementEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

FailureOr<Value> ElementEmitter::emitSlice(tensor::ExtractSliceOp op, ArrayRef<Value> coords,
                                           int64_t width) {
  llvm::SmallBitVector dropped = op.getDroppedDims();
  if (llvm::is_contained(op.getStaticOffsets(), ShapedType::kDynamic) ||
      llvm::is_contained(op.getStaticStrides(), ShapedType::kDynamic))
    return op.emitOpError("has dynamic offsets or strides: bind the model's dimensions");
  ArrayRef<int64_t> offsets = op.getStaticOffsets(), strides = op.getStaticStrides();
  int64_t rank = op.getSourceType().getRank();
  if (width > 1 && (dropped.test(rank - 1) || strides[rank - 1] != 1 ||
                    offsets[rank - 1] % width != 0 ||
                    op.getSourceType().getShape().back() % width != 0))
    return emitLanes(op.getResult(), coords, width);
  return emit(op.getSource(), mapThroughSlice(op, coords), width);
}

SmallVector<Value> ElementEmitter::mapThroughSlice(tensor::ExtractSliceOp op,
                                                   ArrayRef<Value> coords) {
  Location loc = op.getLoc();
  llvm::SmallBitVector dropped = op.getDroppedDims();
  SmallVector<Value> source;
  unsigned next = 0;
  for (int64_t d = 0; d < op.getSourceType().getRank(); ++d) {
    Value offset = constantIndex(loc, op.getStaticOffsets()[d]);
    if (dropped.test(d)) {
      source.push_back(offset);
      continue;
    }
    Value coord = coords[next++];
    if (int64_t stride = op.getStaticStrides()[d]; stride != 1)
      coord = builder.createOrFold<arith::MulIOp>(loc, coord, constantIndex(loc, stride));
    source.push_back(builder.createOrFold<arith::AddIOp>(loc, coord, offset));
  }
  return source;
}

FailureOr<Value> ElementEmitter::emitConcat(tensor::ConcatOp op, ArrayRef<Value> coords,
                                            int64_t width) {
  Location loc = op.getLoc();
  int64_t dim = op.getDim();
  bool isLast = dim == static_cast<int64_t>(coords.size()) - 1;
  if (isLast && width > 1)
    for (Value input : op.getInputs())
      if (cast<RankedTensorType>(input.getType()).getDimSize(dim) % width != 0)
        return emitLanes(op.getResult(), coords, width);
  Type type = getAccessType(getComputeType(op.getResultType().getElementType()), width);
  auto assumed = pieces.find(op);
  // Branches, not selects: only the input that holds the element is read.
  std::function<FailureOr<Value>(unsigned, int64_t)> piece = [&](unsigned i, int64_t start) -> FailureOr<Value> {
    SmallVector<Value> local(coords);
    if (start)
      local[dim] = builder.createOrFold<arith::SubIOp>(loc, coords[dim], constantIndex(loc, start));
    Value input = op.getInputs()[i];
    if (i + 1 == op.getInputs().size() || assumed != pieces.end())
      return emit(input, local, width);
    int64_t end = start + cast<RankedTensorType>(input.getType()).getDimSize(dim);
    Value inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, coords[dim], constantIndex(loc, end));
    auto branch = scf::IfOp::create(builder, loc, TypeRange{type}, inside, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    FailureOr<Value> here = emit(input, local, width);
    if (failed(here))
      return failure();
    scf::YieldOp::create(builder, loc, *here);
    builder.setInsertionPointToStart(branch.elseBlock());
    FailureOr<Value> rest = piece(i + 1, end);
    if (failed(rest))
      return failure();
    scf::YieldOp::create(builder, loc, *rest);
    return branch.getResult(0);
  };
  int64_t start = 0;
  unsigned first = assumed == pieces.end() ? 0 : assumed->second;
  for (Value input : op.getInputs().take_front(first))
    start += cast<RankedTensorType>(input.getType()).getDimSize(dim);
  return piece(first, start);
}

Value ElementEmitter::isInside(tensor::PadOp pad, ArrayRef<Value> coords,
                               llvm::function_ref<bool(unsigned)> relevant) {
  Location loc = pad.getLoc();
  Value inside;
  for (auto [d, coord] : llvm::enumerate(coords)) {
    int64_t low = pad.getStaticLow()[d];
    if ((!low && !pad.getStaticHigh()[d]) || !relevant(d))
      continue;
    Value shifted = coord;
    if (low)
      shifted = builder.createOrFold<arith::SubIOp>(loc, coord, constantIndex(loc, low));
    // One unsigned comparison also catches negative coordinates.
    Value extent = constantIndex(loc, pad.getSourceType().getDimSize(d));
    Value ok = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ult, shifted, extent);
    inside = inside ? arith::AndIOp::create(builder, loc, inside, ok).getResult() : ok;
  }
  return inside;
}

FailureOr<Value> ElementEmitter::emitPad(tensor::PadOp op, ArrayRef<Value> coords, int64_t width) {
  Location loc = op.getLoc();
  ArrayRef<int64_t> low = op.getStaticLow();
  ArrayRef<int64_t> shape = op.getSourceType().getShape();
  Value padding = op.getConstantPaddingValue();
  // Upstream calls any value from outside of the region constant.
  if (!padding || !padding.getDefiningOp<arith::ConstantOp>() ||
      llvm::is_contained(low, ShapedType::kDynamic))
    return op.emitOpError("has a padding that is not a constant");
  int64_t last = static_cast<int64_t>(shape.size()) - 1;
  if (width > 1 && (low[last] % width != 0 || shape[last] % width != 0))
    return emitLanes(op.getResult(), coords, width);
  // Read at clamped coordinates and select: cheaper than a branch in an inner
  // loop, and never out of bounds.
  bool isChecked = !insidePads.contains(op);
  Value inside = isChecked ? isInside(op, coords, [](unsigned) { return true; }) : Value();
  SmallVector<Value> source;
  for (auto [d, coord] : llvm::enumerate(coords)) {
    Value shifted = coord;
    if (low[d])
      shifted = builder.createOrFold<arith::SubIOp>(loc, coord, constantIndex(loc, low[d]));
    if (isChecked)
      if (Value ok = isInside(op, coords, [d = d](unsigned other) { return other == d; }))
        shifted = arith::SelectOp::create(builder, loc, ok, shifted, constantIndex(loc, 0));
    source.push_back(shifted);
  }
  FailureOr<Value> value = emit(op.getSource(), source, width);
  if (failed(value) || !inside)
    return value;
  FailureOr<Value> scalar = cloneScalarOp(padding.getDefiningOp(), {}, 1);
  if (failed(scalar))
    return failure();
  // A mask per lane: a scalar condition on vectors invites a branch per load.
  return arith::SelectOp::create(builder, loc, splat(loc, inside, width), *value,
                                 splat(loc, *scalar, width))
      .getResult();
}

FailureOr<Value> ElementEmitter::emitExpand(tensor::ExpandShapeOp op, ArrayRef<Value> coords,
                                            int64_t width) {
  return emit(op.getSrc(), mapThroughExpand(op, coords), width);
}

SmallVector<Value> ElementEmitter::mapThroughExpand(tensor::ExpandShapeOp op,
                                                    ArrayRef<Value> coords) {
  // source dims = products of result dims
  SmallVector<Value> source;
  ArrayRef<int64_t> shape = op.getResultType().getShape();
  for (const ReassociationIndices &group : op.getReassociationIndices()) {
    SmallVector<Value> parts;
    SmallVector<int64_t> extents;
    for (int64_t d : group) {
      parts.push_back(coords[d]);
      extents.push_back(shape[d]);
    }
    source.push_back(linearize(op.getLoc(), extents, parts));
  }
  return source;
}

FailureOr<Value> ElementEmitter::emitCollapse(tensor::CollapseShapeOp op, ArrayRef<Value> coords,
                                              int64_t width) {
  ArrayRef<int64_t> shape = op.getSrcType().getShape();
  if (width > 1 && shape.back() % width != 0)
    return emitLanes(op.getResult(), coords, width);
  return emit(op.getSrc(), mapThroughCollapse(op, coords), width);
}

SmallVector<Value> ElementEmitter::mapThroughCollapse(tensor::CollapseShapeOp op,
                                                      ArrayRef<Value> coords) {
  ArrayRef<int64_t> shape = op.getSrcType().getShape();
  SmallVector<Value> source(shape.size());
  for (auto [coord, group] : llvm::zip(coords, op.getReassociationIndices())) {
    SmallVector<int64_t> extents;
    for (int64_t d : group)
      extents.push_back(shape[d]);
    for (auto [d, part] : llvm::zip(group, delinearize(op.getLoc(), extents, coord)))
      source[d] = part;
  }
  for (auto [d, part] : llvm::enumerate(source))
    if (!part) // rank 0 result: all dimensions have extent 1
      source[d] = constantIndex(op.getLoc(), 0);
  return source;
}
