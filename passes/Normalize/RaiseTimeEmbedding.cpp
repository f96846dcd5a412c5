//===- RaiseTimeEmbedding.cpp - Sine and cosine side by side --------------===//
//
// This file implements the onnx-raise-time-embedding pass. A sinusoidal
// embedding is made of two halves, sin(a) and cos(a) with a = t * frequencies.
// As one element-wise expression over the whole width it is one kernel, or part
// of the one that reads it.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Support.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <numeric>

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXRAISETIMEEMBEDDINGPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

constexpr auto kRemark =
    remark::RemarkOpts::name("time-embedding").category("raise");

/// Angles are a few products of a timestep and literals.
constexpr unsigned kMaxDepth = 6;

/// `literal` twice, one after the other along its last dimension.
Value repeatLiteral(OpBuilder &builder, Value value) {
  DenseElementsAttr literal = getLiteral(value);
  RankedTensorType type = getStaticType(value);
  SmallVector<int64_t> shape(type.getShape());
  int64_t width = shape.back();
  shape.back() *= 2;
  RankedTensorType result = type.clone(shape);
  DenseElementsAttr repeated;
  if (literal.isSplat()) {
    repeated = literal.resizeSplat(result);
  } else {
    SmallVector<Attribute> source(literal.getValues<Attribute>()), elements;
    for (size_t row = 0; row < source.size(); row += width)
      for (int copy = 0; copy < 2; ++copy)
        elements.append(source.begin() + row, source.begin() + row + width);
    repeated = DenseElementsAttr::get(result, elements);
  }
  return onnx::ConstantOp::create(builder, value.getLoc(), result, repeated);
}

bool isWidth(Value value, int64_t width) {
  RankedTensorType type = getStaticType(value);
  return type && type.getRank() > 0 && type.getShape().back() == width;
}

/// What broadcasts along the last dimension.
bool isNarrow(Value value) {
  RankedTensorType type = getStaticType(value);
  return type && (type.getRank() == 0 || type.getShape().back() == 1);
}

bool isAngleOp(Operation *op) {
  return isa_and_nonnull<onnx::MulOp, onnx::DivOp, onnx::AddOp, onnx::SubOp,
                         onnx::NegOp, onnx::CastOp>(op);
}

/// Whether `value`, of the last dimension `width`, can be made twice as wide:
/// an element-wise expression over literals and what broadcasts along them.
bool canWiden(Value value, int64_t width, unsigned depth = kMaxDepth) {
  if (isNarrow(value))
    return true;
  if (!isWidth(value, width))
    return false;
  if (getLiteral(value))
    return true;
  Operation *op = value.getDefiningOp();
  return depth > 0 && isAngleOp(op) &&
         llvm::all_of(op->getOperands(), [&](Value operand) {
           return canWiden(operand, width, depth - 1);
         });
}

Value widen(OpBuilder &builder, Value value) {
  if (isNarrow(value))
    return value;
  if (getLiteral(value))
    return repeatLiteral(builder, value);
  Operation *op = value.getDefiningOp();
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(widen(builder, operand));
  RankedTensorType type = getStaticType(value);
  SmallVector<int64_t> shape(type.getShape());
  shape.back() *= 2;
  Operation *wide = builder.clone(*op);
  wide->setOperands(operands);
  wide->getResult(0).setType(type.clone(shape));
  return wide->getResult(0);
}

/// true in the first half of [2 * width] when `isFirst`, else in the second.
Value createHalves(OpBuilder &builder, Location loc, int64_t width,
                   bool isFirst) {
  auto type = RankedTensorType::get({2 * width}, builder.getI1Type());
  SmallVector<bool> halves(2 * width, !isFirst);
  std::fill_n(halves.begin(), width, isFirst);
  return onnx::ConstantOp::create(
      builder, loc, type, DenseElementsAttr::get(type, ArrayRef<bool>(halves)));
}

struct RaiseTimeEmbedding final : OpRewritePattern<onnx::ConcatOp> {
  RaiseTimeEmbedding(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(onnx::ConcatOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getInputs().size() != 2)
      return failure();
    Value first = op.getInputs()[0], second = op.getInputs()[1];
    bool sineFirst = isa_and_nonnull<onnx::SinOp>(first.getDefiningOp());
    auto sine = (sineFirst ? first : second).getDefiningOp<onnx::SinOp>();
    auto cosine = (sineFirst ? second : first).getDefiningOp<onnx::CosOp>();
    RankedTensorType type = getStaticType(op.getConcatResult());
    if (!sine || !cosine || !type || type.getRank() == 0)
      return failure();
    int64_t axis = op.getAxis();
    axis += axis < 0 ? type.getRank() : 0;
    if (axis != type.getRank() - 1)
      return miss(op, "the halves are not side by side in the last dimension");
    if (!sine->hasOneUse() || !cosine->hasOneUse())
      return miss(op, "a sine or cosine is used elsewhere");
    int64_t width = type.getShape().back() / 2;
    if (sine.getInput().getType() != cosine.getInput().getType() ||
        !isSameComputation(sine.getInput(), cosine.getInput(), kMaxDepth))
      return miss(op, "sine and cosine are of different angles");
    if (!isWidth(sine.getInput(), width) || !canWiden(sine.getInput(), width))
      return miss(op, "the angles are no products of literal frequencies");
    Location loc = op.getLoc();
    Value angles = widen(rewriter, sine.getInput());
    Value sines = onnx::SinOp::create(rewriter, sine.getLoc(), type, angles);
    Value cosines =
        onnx::CosOp::create(rewriter, cosine.getLoc(), type, angles);
    rewriter.replaceOpWithNewOp<onnx::WhereOp>(
        op, type, createHalves(rewriter, loc, width, sineFirst), sines,
        cosines);
    ++count;
    remark::passed(loc, kRemark)
        << "sine and cosine halves are one element-wise expression"
        << remark::metric("width", 2 * width);
    return success();
  }

private:
  static LogicalResult miss(Operation *op, const char *why) {
    remark::missed(op->getLoc(), kRemark) << remark::reason("{0}", why);
    return failure();
  }

  Pass::Statistic &count;
};

struct OnnxRaiseTimeEmbeddingPass final
    : impl::OnnxRaiseTimeEmbeddingPassBase<OnnxRaiseTimeEmbeddingPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RaiseTimeEmbedding>(&getContext(), numRaised);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace mlir::burin
