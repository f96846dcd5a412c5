//===- ElementLocation.cpp - Where the elements of a tensor lie -----------===//
//
// ElementEmitter::locate: the walk of ElementEmitter::emit, but it ends with an
// address. A schedule that copies whole runs of elements (asynchronously, past
// the registers) needs addresses, and can do without arithmetic on the way.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/ElementEmitter.h"

#include "dialects/Fused/View.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

bool mlir::burin::codegen::isCopy(linalg::GenericOp op) {
  return op.getNumDpsInputs() == 1 && op.getNumResults() == 1 &&
         op.getNumLoops() == op.getNumParallelLoops() &&
         op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() &&
         llvm::hasSingleElement(*op.getBody()) &&
         op.getBody()->getTerminator()->getOperand(0) == op.getBody()->getArgument(0);
}

static bool isZeroPad(tensor::PadOp op) {
  Value padding = op.getConstantPaddingValue();
  return padding && matchPattern(padding, m_AnyZeroFloat()) &&
         !llvm::is_contained(op.getStaticLow(), ShapedType::kDynamic);
}

/// A map whose last result is the last dimension, and no other result uses it.
static bool keepsLastDim(AffineMap map) {
  AffineExpr lane = getAffineDimExpr(map.getNumDims() - 1, map.getContext());
  return map.getNumResults() > 0 && map.getResults().back() == lane &&
         llvm::none_of(map.getResults().drop_back(),
                       [&](AffineExpr e) { return e.isFunctionOfDim(map.getNumDims() - 1); });
}

static bool keepsRuns(tensor::ExtractSliceOp op, int64_t width) {
  int64_t last = op.getSourceType().getRank() - 1;
  return !op.getDroppedDims().test(last) && op.getStaticStrides()[last] == 1 &&
         op.getStaticOffsets()[last] % width == 0;
}

bool mlir::burin::codegen::isCopiedInRuns(Value tensor, int64_t width, bool isGroup) {
  auto type = dyn_cast<RankedTensorType>(tensor.getType());
  if (!type || type.getRank() == 0 || type.getShape().back() % width != 0)
    return false;
  Operation *op = tensor.getDefiningOp();
  auto follow = [&](Value source) { return isCopiedInRuns(source, width, isGroup); };
  if (!op)
    return true;
  if (auto pad = dyn_cast<tensor::PadOp>(op))
    return isZeroPad(pad) && pad.getStaticLow().back() % width == 0 && follow(pad.getSource());
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return !llvm::is_contained(slice.getStaticOffsets(), ShapedType::kDynamic) &&
           !llvm::is_contained(slice.getStaticStrides(), ShapedType::kDynamic) &&
           keepsRuns(slice, width) && follow(slice.getSource());
  if (auto concat = dyn_cast<tensor::ConcatOp>(op))
    return llvm::all_of(concat.getInputs(), follow);
  if (isView(op))
    return follow(op->getOperand(0));
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (generic && isCopy(generic))
    return keepsLastDim(generic.getMatchingIndexingMap(generic.getDpsInputOperand(0))) &&
           follow(generic.getDpsInputs()[0]);
  return !isGroup;
}

static Value createAnd(OpBuilder &builder, Location loc, Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return lhs ? lhs : rhs;
  return arith::AndIOp::create(builder, loc, lhs, rhs);
}

FailureOr<SmallVector<ElementLocation>>
ElementEmitter::locate(Value tensor, ArrayRef<Value> coords, int64_t width) {
  Location loc = tensor.getLoc();
  auto type = cast<RankedTensorType>(tensor.getType());
  if (Value buffer = buffers.lookup(tensor)) {
    if (type.getRank() == 0 || type.getShape().back() % width != 0)
      return emitError(loc, "elements that are copied together are not neighbours in memory");
    return SmallVector<ElementLocation>{
        {buffer, linearize(loc, type.getShape(), coords), nullptr, nullptr}};
  }
  Operation *op = tensor.getDefiningOp();
  if (auto pad = dyn_cast_if_present<tensor::PadOp>(op))
    return locatePad(pad, coords, width);
  if (auto concat = dyn_cast_if_present<tensor::ConcatOp>(op))
    return locateConcat(concat, coords, width);
  if (auto slice = dyn_cast_if_present<tensor::ExtractSliceOp>(op))
    return locateSlice(slice, coords, width);
  if (auto generic = dyn_cast_if_present<linalg::GenericOp>(op))
    return locateCopy(generic, coords, width);
  if (auto expand = dyn_cast_if_present<tensor::ExpandShapeOp>(op))
    return locate(expand.getSrc(), mapThroughExpand(expand, coords), width);
  if (auto collapse = dyn_cast_if_present<tensor::CollapseShapeOp>(op))
    return locate(collapse.getSrc(), mapThroughCollapse(collapse, coords), width);
  return emitError(loc, "tensor has no address: something is computed on the way from memory");
}

ElementEmitter::Locations ElementEmitter::locatePad(tensor::PadOp op, ArrayRef<Value> coords,
                                                    int64_t width) {
  Location loc = op.getLoc();
  Value inside = isInside(op, coords, [](unsigned) { return true; });
  SmallVector<Value> source(coords);
  for (auto [d, coord] : llvm::enumerate(source))
    if (int64_t low = op.getStaticLow()[d])
      coord = builder.createOrFold<arith::SubIOp>(loc, coord, constantIndex(loc, low));
  Locations locations = locate(op.getSource(), source, width);
  if (failed(locations))
    return failure();
  for (ElementLocation &location : *locations)
    location.inside = createAnd(builder, loc, location.inside, inside);
  return locations;
}

ElementEmitter::Locations ElementEmitter::locateConcat(tensor::ConcatOp op, ArrayRef<Value> coords,
                                                       int64_t width) {
  Location loc = op.getLoc();
  uint64_t dim = op.getDim();
  int64_t start = 0;
  SmallVector<ElementLocation> all;
  for (Value input : op.getInputs()) {
    int64_t extent = cast<RankedTensorType>(input.getType()).getDimSize(dim);
    SmallVector<Value> local(coords);
    local[dim] = builder.createOrFold<arith::SubIOp>(loc, coords[dim], constantIndex(loc, start));
    // One unsigned comparison also excludes what lies before.
    Value mine = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ult, local[dim],
                                       constantIndex(loc, extent));
    Locations locations = locate(input, local, width);
    if (failed(locations))
      return failure();
    for (ElementLocation location : *locations) {
      location.selected = createAnd(builder, loc, location.selected, mine);
      all.push_back(location);
    }
    start += extent;
  }
  return all;
}

ElementEmitter::Locations ElementEmitter::locateSlice(tensor::ExtractSliceOp op,
                                                      ArrayRef<Value> coords, int64_t width) {
  if (!keepsRuns(op, width))
    return op.emitOpError("separates elements that are copied together");
  return locate(op.getSource(), mapThroughSlice(op, coords), width);
}

ElementEmitter::Locations ElementEmitter::locateCopy(linalg::GenericOp op, ArrayRef<Value> coords,
                                                     int64_t width) {
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInputOperand(0));
  if (!keepsLastDim(map))
    return op.emitOpError("separates elements that are copied together");
  SmallVector<Value> source;
  for (AffineExpr expr : map.getResults())
    source.push_back(applyExpr(op.getLoc(), expr, coords));
  return locate(op.getDpsInputs()[0], source, width);
}
