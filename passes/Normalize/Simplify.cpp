//===- Simplify.cpp - One spelling for data movement ----------------------===//
//
// This file implements the onnx-simplify pass. Exporters spell the same
// movement in many ways; the raising and layout passes that follow match one.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/Passes.h"
#include "passes/Normalize/Support.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXSIMPLIFYPASS
#include "passes/Normalize/Passes.h.inc"

namespace {

/// Replaces `op` by `value` when the types agree.
LogicalResult replaceBy(PatternRewriter &rewriter, Operation *op, Value value) {
  if (op->getResult(0).getType() != value.getType())
    return failure();
  rewriter.replaceOp(op, value);
  return success();
}

bool areAll(std::optional<SmallVector<int64_t>> integers, int64_t number) {
  return integers &&
         llvm::all_of(*integers, [=](int64_t i) { return i == number; });
}

//===--- Operations that do nothing
//-------------------------------------------===//

/// Whether `op`, whose result has the type of its first operand, copies it.
bool isCopy(Operation *op) {
  if (isa<onnx::IdentityOp, onnx::CastOp, onnx::CastLikeOp, onnx::ReshapeOp,
          onnx::SqueezeOp, onnx::UnsqueezeOp, onnx::FlattenOp, onnx::ExpandOp>(
          op))
    return true;
  if (isa<onnx::ConcatOp, onnx::MaxOp, onnx::MinOp, onnx::SumOp, onnx::MeanOp>(
          op))
    return op->getNumOperands() == 1;
  if (isa<onnx::SplitOp>(op))
    return op->getNumResults() == 1;
  if (isa<onnx::TileOp>(op))
    return true; // equal shapes: every repeat of an extent above 0 is 1
  if (auto slice = dyn_cast<onnx::SliceOp>(op))
    return onnx::isAbsent(slice.getSteps()) ||
           areAll(getIntegers(slice.getSteps()), 1);
  if (auto pad = dyn_cast<onnx::PadOp>(op))
    return areAll(getIntegers(pad.getPads()), 0);
  if (auto clip = dyn_cast<onnx::ClipOp>(op))
    return onnx::isAbsent(clip.getMin()) && onnx::isAbsent(clip.getMax());
  if (auto resize = dyn_cast<onnx::ResizeOp>(op))
    return resize.getCoordinateTransformationMode() != "tf_crop_and_resize" &&
           !resize.getAntialias() && resize.getMode() != "cubic" &&
           (!onnx::isAbsent(resize.getSizes()) ||
            getSplatNumber(resize.getScales()) == 1.0);
  return false;
}

struct DropCopies final : RewritePattern {
  DropCopies(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (op->getNumOperands() == 0 || op->getNumResults() != 1 ||
        !getStaticType(op->getOperand(0)) ||
        op->getResult(0).getType() != op->getOperand(0).getType() ||
        !isCopy(op))
      return failure();
    return replaceBy(rewriter, op, op->getOperand(0));
  }
};

struct DropDropout final : OpRewritePattern<onnx::DropoutOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::DropoutOp op,
                                PatternRewriter &rewriter) const override {
    if (!op.getMask().use_empty() ||
        op.getOutput().getType() != op.getData().getType())
      return failure();
    DenseElementsAttr training = getLiteral(op.getTrainingMode());
    if (!onnx::isAbsent(op.getTrainingMode()) &&
        (!training || !training.isSplat() || training.getSplatValue<bool>()))
      return failure();
    rewriter.replaceAllUsesWith(op.getOutput(), op.getData());
    rewriter.eraseOp(op);
    return success();
  }
};

/// The neutral element of `op` on its right, and on its left if it commutes.
std::optional<double> getNeutral(Operation *op) {
  if (isa<onnx::AddOp, onnx::SubOp>(op))
    return 0.0;
  if (isa<onnx::MulOp, onnx::DivOp, onnx::PowOp>(op))
    return 1.0;
  return std::nullopt;
}

struct DropNeutralOperand final : RewritePattern {
  DropNeutralOperand(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    std::optional<double> neutral = getNeutral(op);
    if (!neutral || !isFloatTensor(op->getResult(0)))
      return failure();
    if (getSplatNumber(op->getOperand(1)) == neutral)
      return replaceBy(rewriter, op, op->getOperand(0));
    if (isa<onnx::AddOp, onnx::MulOp>(op) &&
        getSplatNumber(op->getOperand(0)) == neutral)
      return replaceBy(rewriter, op, op->getOperand(1));
    return failure();
  }
};

//===--- Casts
//------------------------------------------------------------------===//

/// Every value of `from` is a value of `to`.
bool isExactCast(Type from, Type to) {
  auto narrow = dyn_cast<FloatType>(from), wide = dyn_cast<FloatType>(to);
  return narrow && wide && narrow.getWidth() < wide.getWidth();
}

struct MergeCasts final : OpRewritePattern<onnx::CastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::CastOp op,
                                PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<onnx::CastOp>();
    if (!inner || !isExactCast(getElementTypeOrSelf(inner.getInput()),
                               getElementTypeOrSelf(inner.getOutput())))
      return failure();
    rewriter.replaceOpWithNewOp<onnx::CastOp>(op, op.getType(),
                                              inner.getInput(), op.getTo());
    return success();
  }
};

//===--- Shapes
//-----------------------------------------------------------------===//

/// Squeeze, Unsqueeze, Flatten and Reshape with any shape operand become a
/// Reshape to the static result shape, directly of the first of a chain.
struct CanonicalizeReshape final : RewritePattern {
  CanonicalizeReshape(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::ReshapeOp, onnx::SqueezeOp, onnx::UnsqueezeOp,
             onnx::FlattenOp>(op))
      return failure();
    RankedTensorType type = getStaticType(op->getResult(0));
    if (!type || !getStaticType(op->getOperand(0)))
      return failure();
    Value data = op->getOperand(0);
    while (isa_and_nonnull<onnx::ReshapeOp, onnx::SqueezeOp, onnx::UnsqueezeOp,
                           onnx::FlattenOp>(data.getDefiningOp()) &&
           getStaticType(data.getDefiningOp()->getOperand(0)))
      data = data.getDefiningOp()->getOperand(0);
    if (auto reshape = dyn_cast<onnx::ReshapeOp>(op))
      if (data == reshape.getData() && isCanonical(reshape, type))
        return failure();
    if (data.getType() == type)
      return replaceBy(rewriter, op, data);
    bool hasZero = llvm::is_contained(type.getShape(), 0);
    Value shape = createIntegers(rewriter, op->getLoc(), type.getShape());
    rewriter.replaceOpWithNewOp<onnx::ReshapeOp>(
        op, type, data, shape, rewriter.getI64IntegerAttr(hasZero));
    return success();
  }

private:
  static bool isCanonical(onnx::ReshapeOp op, RankedTensorType type) {
    std::optional<SmallVector<int64_t>> shape = getIntegers(op.getShape());
    bool hasZero = llvm::is_contained(type.getShape(), 0);
    return shape && ArrayRef(*shape) == type.getShape() &&
           (op.getAllowzero() != 0) == hasZero;
  }
};

//===--- Transposes
//---------------------------------------------------------------===//

struct CanonicalizeTranspose final : OpRewritePattern<onnx::TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::TransposeOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = getStaticType(op.getInput());
    if (!type)
      return failure();
    SmallVector<int64_t> perm = getPermutation(op);
    if (isIdentity(perm))
      return replaceBy(rewriter, op, op.getInput());
    if (movesOnlyUnitDims(type.getShape(), perm)) {
      auto result = cast<RankedTensorType>(op.getType());
      Value shape = createIntegers(rewriter, op.getLoc(), result.getShape());
      rewriter.replaceOpWithNewOp<onnx::ReshapeOp>(
          op, result, op.getInput(), shape,
          rewriter.getI64IntegerAttr(llvm::is_contained(result.getShape(), 0)));
      return success();
    }
    auto inner = op.getInput().getDefiningOp<onnx::TransposeOp>();
    if (inner)
      perm = compose(getPermutation(inner), perm);
    else if (op.getPerm())
      return failure();
    Value input = inner ? inner.getInput() : op.getInput();
    if (isIdentity(perm))
      return replaceBy(rewriter, op, input);
    rewriter.replaceOpWithNewOp<onnx::TransposeOp>(
        op, op.getType(), input, rewriter.getDenseI64ArrayAttr(perm));
    return success();
  }
};

/// transpose(reshape(x)) between equal factors: reshape(transpose(x)) where the
/// second reshape may vanish, as in exports that merge batch and heads only to
/// swap the last two dimensions.
struct TransposeBetweenReshapes final : OpRewritePattern<onnx::ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto transpose = op.getData().getDefiningOp<onnx::TransposeOp>();
    auto first = transpose
                     ? transpose.getInput().getDefiningOp<onnx::ReshapeOp>()
                     : nullptr;
    if (!first || !transpose->hasOneUse() || !getStaticType(first.getData()) ||
        !getStaticType(op.getReshaped()))
      return failure();
    std::optional<SunkTranspose> sunk = sinkThroughReshape(
        getStaticType(transpose.getOutput()).getShape(),
        getPermutation(transpose), getStaticType(op.getReshaped()).getShape());
    // Worth it when nothing is left of the two reshapes.
    if (!sunk ||
        ArrayRef(sunk->shape) != getStaticType(first.getData()).getShape())
      return failure();
    if (isIdentity(sunk->perm))
      return replaceBy(rewriter, op, first.getData());
    rewriter.replaceOpWithNewOp<onnx::TransposeOp>(
        op, op.getType(), first.getData(),
        rewriter.getDenseI64ArrayAttr(sunk->perm));
    return success();
  }
};

//===--- Slices of concatenations
//-------------------------------------------------===//

/// A dimension and the part of it that a slice of step 1 keeps.
struct Interval {
  int64_t axis, start, size;
};

/// What `op` keeps, when that is all of every dimension but one.
std::optional<Interval> getInterval(onnx::SliceOp op) {
  RankedTensorType from = getStaticType(op.getData()),
                   to = getStaticType(op.getOutput());
  std::optional<SmallVector<int64_t>> starts = getIntegers(op.getStarts());
  if (!from || !to || !starts ||
      !(onnx::isAbsent(op.getSteps()) || areAll(getIntegers(op.getSteps()), 1)))
    return std::nullopt;
  SmallVector<int64_t> axes = llvm::to_vector(
      llvm::seq<int64_t>(0, static_cast<int64_t>(starts->size())));
  if (!onnx::isAbsent(op.getAxes())) {
    std::optional<SmallVector<int64_t>> listed = getIntegers(op.getAxes());
    if (!listed || listed->size() != starts->size())
      return std::nullopt;
    axes = *listed;
  }
  std::optional<Interval> interval;
  for (auto [axis, start] : llvm::zip_equal(axes, *starts)) {
    axis += axis < 0 ? from.getRank() : 0;
    if (axis < 0 || axis >= from.getRank())
      return std::nullopt;
    int64_t extent = from.getDimSize(axis), size = to.getDimSize(axis);
    if (size == extent)
      continue;
    if (interval)
      return std::nullopt;
    start += start < 0 ? extent : 0;
    interval = {axis, std::clamp<int64_t>(start, 0, extent), size};
  }
  return interval;
}

/// A slice of a Concat that is one of its operands: exporters turn round the
/// halves of an embedding that way.
struct SliceOfConcat final : OpRewritePattern<onnx::SliceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::SliceOp op,
                                PatternRewriter &rewriter) const override {
    auto concat = op.getData().getDefiningOp<onnx::ConcatOp>();
    std::optional<Interval> kept = concat ? getInterval(op) : std::nullopt;
    if (!kept)
      return failure();
    int64_t axis = concat.getAxis(), begin = 0;
    axis += axis < 0 ? getStaticType(op.getData()).getRank() : 0;
    if (axis != kept->axis)
      return failure();
    for (Value input : concat.getInputs()) {
      RankedTensorType type = getStaticType(input);
      if (!type)
        return failure();
      if (begin == kept->start && type.getDimSize(axis) == kept->size)
        return replaceBy(rewriter, op, input);
      begin += type.getDimSize(axis);
    }
    return failure();
  }
};

//===--- The pass
//-----------------------------------------------------------------===//

struct OnnxSimplifyPass final : impl::OnnxSimplifyPassBase<OnnxSimplifyPass> {
  void runOnOperation() override {
    int64_t before = countOps();
    RewritePatternSet patterns(&getContext());
    populateSimplifyPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    numOpsRemoved += before - countOps();
  }
  int64_t countOps() {
    int64_t count = 0;
    getOperation().walk([&](Operation *) { ++count; });
    return count;
  }
};

} // namespace

void populateSimplifyPatterns(RewritePatternSet &patterns) {
  patterns.add<DropCopies, DropDropout, DropNeutralOperand, MergeCasts,
               CanonicalizeReshape, CanonicalizeTranspose,
               TransposeBetweenReshapes, SliceOfConcat>(patterns.getContext());
}

} // namespace mlir::burin
