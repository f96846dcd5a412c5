//===- Gather.cpp - Gather, GatherElements, GatherND ----------------------===//
//
// Indices come from the user, so every read is clamped into range: a kernel
// cannot read out of bounds whatever they are.
//
//===----------------------------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;

static Results lowerGather(onnx::GatherOp op, onnx::GatherOp::Adaptor adaptor,
                           OpLowering &b) {
  Value data = adaptor.getData(), indices = adaptor.getIndices();
  RankedTensorType type = b.getResultType();
  int64_t rank = getType(data).getRank(),
          indexRank = getType(indices).getRank();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), rank);
  if (failed(axis))
    return b.fail("has an axis out of range");
  int64_t size = getShape(data)[*axis];
  if (size == 0 && type.getNumElements() != 0)
    return b.fail("reads from an empty dimension");
  auto indexDims =
      llvm::to_vector(llvm::seq<int64_t>(*axis, *axis + indexRank));
  return one(b.parallel({indices}, {b.getProjection(type.getRank(), indexDims)},
                        type, [&](BodyBuilder &body, ValueRange args) {
                          SmallVector<Value> position;
                          for (int64_t dim = 0; dim < *axis; ++dim)
                            position.push_back(body.position(dim));
                          position.push_back(body.wrapIndex(args[0], size));
                          for (int64_t dim = *axis + 1; dim < rank; ++dim)
                            position.push_back(
                                body.position(dim + indexRank - 1));
                          return body.extract(data, position);
                        }));
}

static Results lowerGatherElements(onnx::GatherElementsOp op,
                                   onnx::GatherElementsOp::Adaptor adaptor,
                                   OpLowering &b) {
  Value data = adaptor.getData();
  RankedTensorType type = b.getResultType();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), type.getRank());
  if (failed(axis))
    return b.fail("has an axis out of range");
  for (auto [dim, size] : llvm::enumerate(getShape(data)))
    if (static_cast<int64_t>(dim) == *axis
            ? size == 0 && type.getNumElements() != 0
            : type.getDimSize(dim) > size)
      return b.fail("has indices that are larger than its data");
  int64_t size = getShape(data)[*axis];
  return one(b.parallel({adaptor.getIndices()}, {b.getIdentity(type.getRank())},
                        type, [&](BodyBuilder &body, ValueRange args) {
                          SmallVector<Value> position;
                          for (int64_t dim = 0; dim < type.getRank(); ++dim)
                            position.push_back(
                                dim == *axis ? body.wrapIndex(args[0], size)
                                             : body.position(dim));
                          return body.extract(data, position);
                        }));
}

/// The k-th component of every index tuple becomes an input of its own.
static Results lowerGatherND(onnx::GatherNDOp op,
                             onnx::GatherNDOp::Adaptor adaptor, OpLowering &b) {
  Value data = adaptor.getData(), indices = adaptor.getIndices();
  RankedTensorType type = b.getResultType();
  ArrayRef<int64_t> dataShape = getShape(data), indexShape = getShape(indices);
  int64_t batch = op.getBatchDims(), rank = dataShape.size();
  if (indexShape.empty() || batch < 0 || batch + indexShape.back() > rank ||
      batch >= static_cast<int64_t>(indexShape.size()))
    return b.fail("has index tuples that do not fit its data");
  int64_t tuple = indexShape.back(), outer = indexShape.size() - 1;
  for (int64_t k = 0; k < tuple; ++k)
    if (dataShape[batch + k] == 0 && type.getNumElements() != 0)
      return b.fail("reads from an empty dimension");
  SmallVector<AffineMap> maps;
  for (int64_t k = 0; k < tuple; ++k) {
    SmallVector<AffineExpr> exprs;
    for (int64_t dim = 0; dim < outer; ++dim)
      exprs.push_back(b.getBuilder().getAffineDimExpr(dim));
    exprs.push_back(b.getBuilder().getAffineConstantExpr(k));
    maps.push_back(AffineMap::get(type.getRank(), 0, exprs, b.getContext()));
  }
  SmallVector<Value> inputs(tuple, indices);
  return one(
      b.parallel(inputs, maps, type, [&](BodyBuilder &body, ValueRange args) {
        SmallVector<Value> position;
        for (int64_t dim = 0; dim < batch; ++dim)
          position.push_back(body.position(dim));
        for (int64_t k = 0; k < tuple; ++k)
          position.push_back(body.wrapIndex(args[k], dataShape[batch + k]));
        for (int64_t dim = batch + tuple; dim < rank; ++dim)
          position.push_back(body.position(outer + dim - batch - tuple));
        return body.extract(data, position);
      }));
}

void mlir::burin::to_linalg::populateGatherPatterns(PatternCollector &p) {
  p.add<onnx::GatherOp>(lowerGather);
  p.add<onnx::GatherElementsOp>(lowerGatherElements);
  p.add<onnx::GatherNDOp>(lowerGatherND);
}
