//===- Contraction.cpp - MatMul and Gemm ----------------------------------===//
//
// Products accumulate in f32 into a tensor of their own; the element type and
// the bias come back in a generic behind it, which becomes the epilogue.
//
//===----------------------------------------------------------------------===//
#include "passes/OnnxToLinalg/Patterns.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using utils::IteratorType;

/// The body of a contraction: widened product plus accumulator.
static Value multiplyAccumulate(BodyBuilder &b, ValueRange args) {
  return b.add(args[2], b.mul(b.widen(args[0]), b.widen(args[1])));
}

/// [M, K] x [K, N] (or transposed operands) into the compute type.
static Value matmul(OpLowering &b, Value lhs, Value rhs, bool transposeLhs,
                    bool transposeRhs) {
  int64_t m = getShape(lhs)[transposeLhs ? 1 : 0],
          n = getShape(rhs)[transposeRhs ? 0 : 1];
  Value init = b.filled({m, n}, getComputeType(getElementType(lhs)), 0);
  SmallVector<AffineMap> maps{
      b.getProjection(3, transposeLhs ? ArrayRef<int64_t>{2, 0}
                                      : ArrayRef<int64_t>{0, 2}),
      b.getProjection(3, transposeRhs ? ArrayRef<int64_t>{1, 2}
                                      : ArrayRef<int64_t>{2, 1}),
      b.getProjection(3, {0, 1})};
  SmallVector<NamedAttribute> attributes;
  if (transposeLhs || transposeRhs)
    attributes.push_back(b.getBuilder().getNamedAttr(
        "indexing_maps", b.getBuilder().getAffineMapArrayAttr(maps)));
  return linalg::MatmulOp::create(
             b.getBuilder(), b.getLoc(), TypeRange{init.getType()},
             ValueRange{lhs, rhs}, ValueRange{init}, attributes)
      .getResult(0);
}

static Value batchMatmul(OpLowering &b, Value lhs, Value rhs) {
  Value init = b.filled({getShape(lhs)[0], getShape(lhs)[1], getShape(rhs)[2]},
                        getComputeType(getElementType(lhs)), 0);
  return linalg::BatchMatmulOp::create(b.getBuilder(), b.getLoc(),
                                       TypeRange{init.getType()},
                                       ValueRange{lhs, rhs}, ValueRange{init})
      .getResult(0);
}

/// Batch dimensions that broadcast: a generic with the batch dimensions of the
/// result, then m, n, k.
static Value broadcastMatmul(OpLowering &b, Value lhs, Value rhs,
                             ArrayRef<int64_t> batch) {
  int64_t dims = batch.size(), m = dims, n = dims + 1, k = dims + 2;
  auto getMap = [&](Value operand, int64_t row, int64_t column) {
    ArrayRef<int64_t> shape = getShape(operand);
    AffineMap map = b.getBroadcastMap(shape.drop_back(2), batch);
    SmallVector<AffineExpr> exprs(map.getResults());
    exprs.push_back(b.getBuilder().getAffineDimExpr(row));
    exprs.push_back(b.getBuilder().getAffineDimExpr(column));
    return AffineMap::get(dims + 3, 0, exprs, b.getContext());
  };
  SmallVector<int64_t> shape(batch),
      resultDims = llvm::to_vector(llvm::seq<int64_t>(0, dims + 2));
  shape.append({getShape(lhs).drop_back().back(), getShape(rhs).back()});
  SmallVector<IteratorType> iterators(dims + 2, IteratorType::parallel);
  iterators.push_back(IteratorType::reduction);
  return b.reduce({lhs, rhs},
                  {getMap(lhs, m, k), getMap(rhs, k, n),
                   b.getProjection(dims + 3, resultDims)},
                  iterators,
                  b.filled(shape, getComputeType(getElementType(lhs)), 0),
                  multiplyAccumulate);
}

static Results lowerMatMul(onnx::MatMulOp op, onnx::MatMulOp::Adaptor adaptor,
                           OpLowering &b) {
  Value lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
  RankedTensorType type = b.getResultType();
  if (getElementType(lhs) != getElementType(rhs) ||
      getElementType(lhs) != type.getElementType())
    return b.fail("has operands and result of different element types");
  if (getType(lhs).getRank() == 0 || getType(rhs).getRank() == 0)
    return b.fail("is not defined on scalars");
  if (getType(lhs).getRank() == 1)
    lhs = b.reshape(lhs, {1, getShape(lhs)[0]});
  if (getType(rhs).getRank() == 1)
    rhs = b.reshape(rhs, {getShape(rhs)[0], 1});
  ArrayRef<int64_t> left = getShape(lhs), right = getShape(rhs);
  int64_t m = left[left.size() - 2], k = left.back(), n = right.back();
  if (right[right.size() - 2] != k)
    return b.fail("has operands whose inner sizes differ");
  SmallVector<int64_t> batch;
  if (!OpTrait::util::getBroadcastedShape(left.drop_back(2), right.drop_back(2),
                                          batch))
    return b.fail("has batch dimensions that do not broadcast");
  int64_t batches = product(batch);
  Value result;
  if (product(right.drop_back(2)) == 1)
    result = matmul(b, b.reshape(lhs, {batches * m, k}), b.reshape(rhs, {k, n}),
                    false, false);
  else if (product(left.drop_back(2)) == batches &&
           product(right.drop_back(2)) == batches)
    result = batchMatmul(b, b.reshape(lhs, {batches, m, k}),
                         b.reshape(rhs, {batches, k, n}));
  else
    result = broadcastMatmul(b, lhs, rhs, batch);
  return one(
      b.reshape(b.convert(result, type.getElementType()), type.getShape()));
}

/// alpha * product + beta * C in the element type.
static Value finishGemm(onnx::GemmOp op, OpLowering &b, Value accumulated,
                        Value c) {
  RankedTensorType type = b.getResultType();
  double alpha = op.getAlpha().convertToFloat(),
         beta = op.getBeta().convertToFloat();
  if (!c && alpha == 1)
    return b.convert(accumulated, type.getElementType());
  SmallVector<Value> inputs{accumulated};
  if (c)
    inputs.push_back(c);
  return b.elementwise(inputs, type, [&](BodyBuilder &body, ValueRange args) {
    auto scale = [&](Value x, double factor) {
      return factor == 1 ? x : body.mul(x, body.constant(x.getType(), factor));
    };
    Value result = scale(args[0], alpha);
    return args.size() == 1 ? result : body.add(result, scale(args[1], beta));
  });
}

static Results lowerGemm(onnx::GemmOp op, onnx::GemmOp::Adaptor adaptor,
                         OpLowering &b) {
  Value lhs = adaptor.getA(), rhs = adaptor.getB();
  if (getType(lhs).getRank() != 2 || getType(rhs).getRank() != 2)
    return b.fail("needs two matrices");
  if (getElementType(lhs) != getElementType(rhs))
    return b.fail("has operands of different element types");
  if (getShape(lhs)[op.getTransA() ? 0 : 1] !=
      getShape(rhs)[op.getTransB() ? 1 : 0])
    return b.fail("has operands whose inner sizes differ");
  bool hasC = !onnx::isAbsent(op.getC()) && !op.getBeta().isZero();
  Value accumulated =
      matmul(b, lhs, rhs, op.getTransA() != 0, op.getTransB() != 0);
  return one(finishGemm(op, b, accumulated, hasC ? adaptor.getC() : Value()));
}

void mlir::burin::to_linalg::populateContractionPatterns(PatternCollector &p) {
  p.add<onnx::MatMulOp>(lowerMatMul);
  p.add<onnx::GemmOp>(lowerGemm);
}
