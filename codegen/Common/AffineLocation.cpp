//===- AffineLocation.cpp - Where elements lie, as functions of loops -----===//
//
// ElementEmitter::locateAffine: the walk of ElementEmitter::locate on expressions. A
// schedule that knows what of an address changes in its inner loop can compute the
// rest once.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/ElementEmitter.h"

#include "dialects/Fused/View.h"
#include "mlir/IR/AffineMap.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

using Exprs = SmallVector<AffineExpr>;
using Affine = std::optional<SmallVector<AffineLocation>>;

/// Row-major index of `coords`.
static AffineExpr getIndex(MLIRContext *context, ArrayRef<int64_t> shape, ArrayRef<AffineExpr> coords) {
  AffineExpr index = getAffineConstantExpr(0, context);
  for (auto [extent, coord] : llvm::zip_equal(shape, coords))
    if (extent != 1) // the only coordinate is zero
      index = index * extent + coord;
  return index;
}

static Exprs throughSlice(tensor::ExtractSliceOp op, ArrayRef<AffineExpr> coords) {
  llvm::SmallBitVector dropped = op.getDroppedDims();
  Exprs source;
  unsigned next = 0;
  for (int64_t d = 0; d < op.getSourceType().getRank(); ++d) {
    AffineExpr offset = getAffineConstantExpr(op.getStaticOffsets()[d], op.getContext());
    source.push_back(dropped.test(d) ? offset : coords[next++] * op.getStaticStrides()[d] + offset);
  }
  return source;
}

static Exprs throughExpand(tensor::ExpandShapeOp op, ArrayRef<AffineExpr> coords) {
  Exprs source;
  for (const ReassociationIndices &group : op.getReassociationIndices()) {
    ArrayRef<int64_t> shape = op.getResultType().getShape().slice(group.front(), group.size());
    source.push_back(getIndex(op.getContext(), shape, coords.slice(group.front(), group.size())));
  }
  return source;
}

static Exprs throughCollapse(tensor::CollapseShapeOp op, ArrayRef<AffineExpr> coords) {
  ArrayRef<int64_t> shape = op.getSrcType().getShape();
  Exprs source(shape.size(), getAffineConstantExpr(0, op.getContext()));
  for (auto [coord, group] : llvm::zip(coords, op.getReassociationIndices())) {
    AffineExpr rest = coord;
    for (int64_t d : llvm::reverse(group)) {
      source[d] = d == group.front() ? rest : rest % shape[d];
      rest = rest.floorDiv(shape[d]);
    }
  }
  return source;
}

Affine ElementEmitter::locateAffine(Value tensor, ArrayRef<AffineExpr> coords) {
  auto type = cast<RankedTensorType>(tensor.getType());
  MLIRContext *context = tensor.getContext();
  Value buffer = buffers.lookup(tensor);
  if (!buffer)
    buffer = buffers.lookup(skipViews(tensor));
  if (buffer)
    return SmallVector<AffineLocation>{{buffer, getIndex(context, type.getShape(), coords), {}, {}}};
  Operation *op = tensor.getDefiningOp();
  if (auto pad = dyn_cast_if_present<tensor::PadOp>(op)) {
    Exprs source(coords);
    SmallVector<AffineLocation::Range> ranges;
    for (auto [d, coord] : llvm::enumerate(source)) {
      coord = coord - pad.getStaticLow()[d];
      if (pad.getStaticLow()[d] || pad.getStaticHigh()[d])
        ranges.push_back({coord, pad.getSourceType().getDimSize(d)});
    }
    Affine locations = locateAffine(pad.getSource(), source);
    if (locations)
      for (AffineLocation &location : *locations)
        llvm::append_range(location.inside, ranges);
    return locations;
  }
  if (auto concat = dyn_cast_if_present<tensor::ConcatOp>(op))
    return locateAffineConcat(concat, coords);
  if (auto slice = dyn_cast_if_present<tensor::ExtractSliceOp>(op))
    return locateAffine(slice.getSource(), throughSlice(slice, coords));
  if (auto expand = dyn_cast_if_present<tensor::ExpandShapeOp>(op))
    return locateAffine(expand.getSrc(), throughExpand(expand, coords));
  if (auto collapse = dyn_cast_if_present<tensor::CollapseShapeOp>(op))
    return locateAffine(collapse.getSrc(), throughCollapse(collapse, coords));
  auto generic = dyn_cast_if_present<linalg::GenericOp>(op);
  if (!generic || !isCopy(generic))
    return std::nullopt;
  Exprs source;
  for (AffineExpr expr : generic.getMatchingIndexingMap(generic.getDpsInputOperand(0)).getResults())
    source.push_back(expr.replaceDims(coords));
  return locateAffine(generic.getDpsInputs()[0], source);
}

Affine ElementEmitter::locateAffineConcat(tensor::ConcatOp op, ArrayRef<AffineExpr> coords) {
  SmallVector<AffineLocation> all;
  int64_t start = 0;
  for (Value input : op.getInputs()) {
    int64_t extent = cast<RankedTensorType>(input.getType()).getDimSize(op.getDim());
    Exprs local(coords);
    local[op.getDim()] = coords[op.getDim()] - start;
    Affine locations = locateAffine(input, local);
    if (!locations)
      return std::nullopt;
    for (AffineLocation &location : *locations) {
      location.selected.push_back({local[op.getDim()], extent});
      all.push_back(location);
    }
    start += extent;
  }
  return all;
}
