//===- SinkTranspose.cpp - op(transpose(z)) -> transpose(op'(z)) ----------===//
//
// One rule per kind of op, all of them the same picture: with x = transpose(z,
// perm), dimension d of x is dimension perm[d] of z.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/ChannelsLast.h"

#include <numeric>

using namespace mlir;
using namespace mlir::burin;

static constexpr StringLiteral kSinkingAttrName = "burin.sinking";
static constexpr StringLiteral kToLastAttrName = "burin.to_last";

SmallVector<int64_t> mlir::burin::getToLast(int64_t rank) {
  SmallVector<int64_t> perm(rank);
  std::iota(perm.begin(), perm.end(), 0);
  if (rank > 2)
    std::rotate(perm.begin() + 1, perm.begin() + 2, perm.end());
  return perm;
}

SmallVector<int64_t> mlir::burin::getToFirst(int64_t rank) {
  return invert(getToLast(rank));
}

void mlir::burin::setSinking(onnx::TransposeOp op) {
  op->setAttr(kSinkingAttrName, UnitAttr::get(op.getContext()));
}

bool mlir::burin::isSinking(onnx::TransposeOp op) {
  return op->hasAttr(kSinkingAttrName);
}

bool mlir::burin::clearLayoutMarks(onnx::TransposeOp op) {
  bool sank = op->removeAttr(kSinkingAttrName) != nullptr;
  return op->removeAttr(kToLastAttrName) != nullptr || sank;
}

/// Marks the transpose that made `result` of `value`, if there is one.
static Value mark(Value result, Value value, StringRef name) {
  auto transpose = result.getDefiningOp<onnx::TransposeOp>();
  if (transpose && result != value)
    transpose->setAttr(name, UnitAttr::get(transpose.getContext()));
  return result;
}

Value mlir::burin::createToLast(OpBuilder &builder, Location loc, Value value,
                                ArrayRef<int64_t> perm) {
  return mark(transposeTo(builder, loc, value, perm), value, kToLastAttrName);
}

Value mlir::burin::createSinking(OpBuilder &builder, Location loc, Value value,
                                 ArrayRef<int64_t> perm) {
  return mark(transposeTo(builder, loc, value, perm), value, kSinkingAttrName);
}

namespace {

/// The sinking transpose that makes `value`, or null.
onnx::TransposeOp getSinking(Value value) {
  auto op = value.getDefiningOp<onnx::TransposeOp>();
  return op && isSinking(op) && getStaticType(op.getInput()) ? op : nullptr;
}

/// Common to all rules: the result types must be static.
bool hasStaticResults(Operation *op) {
  return llvm::all_of(op->getResults(), [](Value value) {
    return isa<NoneType>(value.getType()) || getStaticType(value);
  });
}

std::optional<int64_t> normalizeAxis(int64_t axis, int64_t rank) {
  axis += axis < 0 ? rank : 0;
  return axis >= 0 && axis < rank ? std::optional(axis) : std::nullopt;
}

/// A copy of `op` with `operands`, whose result types are those of `op` in the
/// order of dimensions before `perm`; returns the results behind transposes.
SmallVector<Value> cloneBefore(PatternRewriter &rewriter, Operation *op,
                               ValueRange operands, ArrayRef<int64_t> perm,
                               function_ref<void(Operation *)> change = {}) {
  SmallVector<int64_t> inverse = invert(perm);
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(operands);
  for (Value result : op->getResults()) {
    auto type = dyn_cast<RankedTensorType>(result.getType());
    state.addTypes(type ? type.clone(permute(type.getShape(), inverse))
                        : result.getType());
  }
  state.addAttributes(op->getAttrDictionary().getValue());
  Operation *copy = rewriter.create(state);
  if (change)
    change(copy);
  SmallVector<Value> results;
  for (Value result : copy->getResults())
    results.push_back(
        isa<NoneType>(result.getType())
            ? result
            : createSinking(rewriter, op->getLoc(), result, perm));
  return results;
}

//===--- Operands that follow
//--------------------------------------------------===//

/// What it costs to have an operand of an op in the order before `perm`.
enum class Cost { None, Transpose, Impossible };

bool isSingleElement(Value value) {
  RankedTensorType type = getStaticType(value);
  return type && type.getNumElements() == 1;
}

/// The shape of `value` with leading ones up to `rank` dimensions.
SmallVector<int64_t> padShape(Value value, int64_t rank) {
  SmallVector<int64_t> shape(getStaticType(value).getShape());
  shape.insert(shape.begin(), rank - shape.size(), 1);
  return shape;
}

/// An op that already is transpose(value, perm), or null.
Value findTranspose(Value value, ArrayRef<int64_t> perm) {
  for (Operation *user : value.getUsers())
    if (auto transpose = dyn_cast<onnx::TransposeOp>(user))
      if (ArrayRef(getPermutation(transpose)) == perm)
        return transpose.getOutput();
  return {};
}

Cost getCost(Value value, ArrayRef<int64_t> perm) {
  RankedTensorType type = getStaticType(value);
  int64_t rank = perm.size();
  if (!type || type.getRank() > rank)
    return Cost::Impossible;
  auto transpose = value.getDefiningOp<onnx::TransposeOp>();
  if (transpose && ArrayRef(getPermutation(transpose)) == perm)
    return Cost::None;
  SmallVector<int64_t> inverse = invert(perm);
  if (isConstantLike(value) ||
      movesOnlyUnitDims(padShape(value, rank), inverse))
    return Cost::None;
  return Cost::Transpose;
}

/// `value` in the order before `perm`, with as many dimensions.
Value getBefore(PatternRewriter &rewriter, Value value,
                ArrayRef<int64_t> perm) {
  int64_t rank = perm.size();
  if (isSingleElement(value))
    return value;
  auto transpose = value.getDefiningOp<onnx::TransposeOp>();
  if (transpose && ArrayRef(getPermutation(transpose)) == perm)
    return transpose.getInput();
  Location loc = value.getLoc();
  Value padded = reshapeTo(rewriter, loc, value, padShape(value, rank));
  return createToLast(rewriter, loc, padded, invert(perm));
}

/// Whether moving the transposes of `operands` behind `op` leaves no more of
/// them: each other operand needs one, the result needs one unless it is
/// undone by a user, and those on the operands vanish.
bool isWorthIt(Operation *op, ValueRange operands, ArrayRef<int64_t> perm) {
  int64_t added = 0, removed = 0;
  SmallPtrSet<Operation *, 4> seen;
  for (Value operand : operands) {
    Cost cost = getCost(operand, perm);
    if (cost == Cost::Impossible)
      return false;
    onnx::TransposeOp transpose = operand.getDefiningOp<onnx::TransposeOp>();
    bool matches = transpose && ArrayRef(getPermutation(transpose)) == perm;
    bool isOnlyUser = llvm::all_of(operand.getUsers(),
                                   [&](Operation *user) { return user == op; });
    if (matches && isOnlyUser && seen.insert(transpose).second)
      ++removed;
    added += cost == Cost::Transpose && !findTranspose(operand, invert(perm));
  }
  if (added == 0)
    return true;
  for (Operation *user : op->getUsers())
    if (auto transpose = dyn_cast<onnx::TransposeOp>(user))
      removed += isIdentity(compose(perm, getPermutation(transpose)));
  return added + 1 <= removed;
}

//===--- Element-wise ops and Concat
//---------------------------------------------===//

bool isElementwise(Operation *op) {
  return isa<
      onnx::AbsOp, onnx::NegOp, onnx::CeilOp, onnx::FloorOp, onnx::RoundOp,
      onnx::SignOp, onnx::ReciprocalOp, onnx::SqrtOp, onnx::ExpOp, onnx::LogOp,
      onnx::ErfOp, onnx::SinOp, onnx::CosOp, onnx::TanOp, onnx::AsinOp,
      onnx::AcosOp, onnx::AtanOp, onnx::SinhOp, onnx::CoshOp, onnx::AsinhOp,
      onnx::AcoshOp, onnx::AtanhOp, onnx::TanhOp, onnx::SigmoidOp, onnx::ReluOp,
      onnx::HardSwishOp, onnx::SoftplusOp, onnx::SoftsignOp, onnx::MishOp,
      onnx::NotOp, onnx::IdentityOp, onnx::LeakyReluOp, onnx::EluOp,
      onnx::CeluOp, onnx::ThresholdedReluOp, onnx::SwishOp, onnx::SeluOp,
      onnx::HardSigmoidOp, onnx::GeluOp, onnx::CastOp, onnx::IsNaNOp,
      onnx::IsInfOp, onnx::AddOp, onnx::SubOp, onnx::MulOp, onnx::DivOp,
      onnx::PowOp, onnx::PReluOp, onnx::AndOp, onnx::OrOp, onnx::XorOp,
      onnx::ModOp, onnx::EqualOp, onnx::LessOp, onnx::LessOrEqualOp,
      onnx::GreaterOp, onnx::GreaterOrEqualOp, onnx::MaxOp, onnx::MinOp,
      onnx::SumOp, onnx::MeanOp, onnx::WhereOp, onnx::ClipOp>(op);
}

/// The first sinking transpose among the operands.
onnx::TransposeOp getSinkingOperand(Operation *op) {
  for (Value operand : op->getOperands())
    if (onnx::TransposeOp transpose = getSinking(operand))
      return transpose;
  return {};
}

struct SinkElementwise final : RewritePattern {
  SinkElementwise(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isElementwise(op) || !hasStaticResults(op))
      return failure();
    onnx::TransposeOp transpose = getSinkingOperand(op);
    if (!transpose)
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    SmallVector<Value> operands = llvm::filter_to_vector(
        op->getOperands(), [](Value value) { return !onnx::isAbsent(value); });
    if (type.getRank() != static_cast<int64_t>(perm.size()) ||
        !isWorthIt(op, operands, perm))
      return failure();
    SmallVector<Value> before;
    for (Value operand : op->getOperands())
      before.push_back(onnx::isAbsent(operand)
                           ? operand
                           : getBefore(rewriter, operand, perm));
    rewriter.replaceOp(op, cloneBefore(rewriter, op, before, perm));
    return success();
  }
};

struct SinkConcat final : OpRewritePattern<onnx::ConcatOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::ConcatOp op,
                                PatternRewriter &rewriter) const override {
    onnx::TransposeOp transpose = getSinkingOperand(op);
    if (!transpose || !hasStaticResults(op))
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    std::optional<int64_t> axis = normalizeAxis(op.getAxis(), perm.size());
    if (!axis || !isWorthIt(op, op.getInputs(), perm))
      return failure();
    SmallVector<Value> before;
    for (Value operand : op.getInputs()) {
      auto other = operand.getDefiningOp<onnx::TransposeOp>();
      before.push_back(
          other && getPermutation(other) == perm
              ? other.getInput()
              : createToLast(rewriter, op.getLoc(), operand, invert(perm)));
    }
    rewriter.replaceOp(
        op, cloneBefore(rewriter, op, before, perm, [&](Operation *copy) {
          cast<onnx::ConcatOp>(copy).setAxis(perm[*axis]);
        }));
    return success();
  }
};

//===--- Ops with an axis
//---------------------------------------------------------===//

/// Softmax, LogSoftmax, Split: `axis` follows its dimension.
struct SinkAxis final : RewritePattern {
  SinkAxis(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::SoftmaxOp, onnx::LogSoftmaxOp, onnx::SplitOp>(op) ||
        !hasStaticResults(op))
      return failure();
    onnx::TransposeOp transpose = getSinking(op->getOperand(0));
    if (!transpose)
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    auto attribute = op->getAttrOfType<IntegerAttr>("axis");
    int64_t fallback = isa<onnx::SplitOp>(op) ? 0 : -1;
    std::optional<int64_t> axis =
        normalizeAxis(attribute ? attribute.getInt() : fallback, perm.size());
    if (!axis)
      return failure();
    SmallVector<Value> operands(op->getOperands());
    operands[0] = transpose.getInput();
    rewriter.replaceOp(
        op, cloneBefore(rewriter, op, operands, perm, [&](Operation *copy) {
          copy->setAttr("axis", rewriter.getI64IntegerAttr(perm[*axis]));
        }));
    return success();
  }
};

/// `axes` (or all dimensions) in terms of z; nothing when not constant.
std::optional<SmallVector<int64_t>> mapAxes(Value axes, ArrayRef<int64_t> perm,
                                            size_t all) {
  SmallVector<int64_t> mapped(all);
  std::iota(mapped.begin(), mapped.end(), 0);
  if (!onnx::isAbsent(axes)) {
    std::optional<SmallVector<int64_t>> listed = getIntegers(axes);
    if (!listed)
      return std::nullopt;
    mapped = *listed;
  }
  for (int64_t &axis : mapped) {
    std::optional<int64_t> known = normalizeAxis(axis, perm.size());
    if (!known)
      return std::nullopt;
    axis = perm[*known];
  }
  return mapped;
}

struct SinkSlice final : OpRewritePattern<onnx::SliceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::SliceOp op,
                                PatternRewriter &rewriter) const override {
    onnx::TransposeOp transpose = getSinking(op.getData());
    RankedTensorType starts = getStaticType(op.getStarts());
    if (!transpose || !hasStaticResults(op) || !starts || starts.getRank() != 1)
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    auto axes = mapAxes(op.getAxes(), perm, starts.getDimSize(0));
    if (!axes)
      return failure();
    SmallVector<Value> operands(op->getOperands());
    operands[0] = transpose.getInput();
    operands[3] = createIntegers(rewriter, op.getLoc(), *axes);
    rewriter.replaceOp(op, cloneBefore(rewriter, op, operands, perm));
    return success();
  }
};

/// Pads are listed for all dimensions, or for `axes`.
struct SinkPad final : OpRewritePattern<onnx::PadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::PadOp op,
                                PatternRewriter &rewriter) const override {
    onnx::TransposeOp transpose = getSinking(op.getData());
    RankedTensorType pads = getStaticType(op.getPads());
    if (!transpose || !hasStaticResults(op) || !pads || pads.getRank() != 1)
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    SmallVector<Value> operands(op->getOperands());
    operands[0] = transpose.getInput();
    if (onnx::isAbsent(op.getAxes())) {
      std::optional<SmallVector<int64_t>> listed = getIntegers(op.getPads());
      if (!listed || listed->size() != 2 * perm.size())
        return failure();
      SmallVector<int64_t> inverse = invert(perm);
      SmallVector<int64_t> low =
          permute(ArrayRef(*listed).take_front(perm.size()), inverse);
      SmallVector<int64_t> high =
          permute(ArrayRef(*listed).drop_front(perm.size()), inverse);
      low.append(high);
      operands[1] = createIntegers(rewriter, op.getLoc(), low);
    } else {
      auto axes = mapAxes(op.getAxes(), perm, 0);
      if (!axes)
        return failure();
      operands[3] = createIntegers(rewriter, op.getLoc(), *axes);
    }
    rewriter.replaceOp(op, cloneBefore(rewriter, op, operands, perm));
    return success();
  }
};

/// Reductions: with kept dimensions the result is transposed as the operand
/// was, without them by what is left of the permutation.
struct SinkReduce final : RewritePattern {
  SinkReduce(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::ReduceMeanOp, onnx::ReduceSumOp, onnx::ReduceMaxOp,
             onnx::ReduceMinOp, onnx::ReduceProdOp, onnx::ReduceL1Op,
             onnx::ReduceL2Op, onnx::ReduceLogSumOp, onnx::ReduceLogSumExpOp,
             onnx::ReduceSumSquareOp>(op) ||
        !hasStaticResults(op))
      return failure();
    onnx::TransposeOp transpose = getSinking(op->getOperand(0));
    if (!transpose || onnx::isAbsent(op->getOperand(1)))
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    auto axes = mapAxes(op->getOperand(1), perm, 0);
    if (!axes || axes->empty())
      return failure();
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    SmallVector<int64_t> left = perm;
    if (type.getRank() != static_cast<int64_t>(perm.size()))
      left = dropDims(perm, *axes);
    llvm::sort(*axes);
    Value mapped = createIntegers(rewriter, op->getLoc(), *axes);
    rewriter.replaceOp(
        op, cloneBefore(rewriter, op, {transpose.getInput(), mapped}, left));
    return success();
  }

private:
  /// `perm` without the entries `dims`, renumbered.
  static SmallVector<int64_t> dropDims(ArrayRef<int64_t> perm,
                                       ArrayRef<int64_t> dims) {
    SmallVector<int64_t> left;
    for (int64_t source : perm)
      if (!llvm::is_contained(dims, source))
        left.push_back(source - llvm::count_if(dims, [=](int64_t d) {
                         return d < source;
                       }));
    return left;
  }
};

//===--- Resize, Expand, Tile
//------------------------------------------------------===//

/// An operand that says nothing: absent, or an empty tensor.
bool isEmpty(Value value) {
  RankedTensorType type = getStaticType(value);
  return onnx::isAbsent(value) || (type && type.getNumElements() == 0);
}

/// `value` holds `copies` literals for each of `rank` dimensions, or nothing.
bool isPerDimension(Value value, int64_t rank, int64_t copies = 1) {
  DenseElementsAttr literal = getLiteral(value);
  return isEmpty(value) || (literal && literal.getType().getRank() == 1 &&
                            literal.getNumElements() == copies * rank);
}

/// A literal with `copies` elements per dimension of x, in the order of z.
Value permuteLiteral(PatternRewriter &rewriter, Value value,
                     ArrayRef<int64_t> perm, size_t copies = 1) {
  if (isEmpty(value))
    return value;
  DenseElementsAttr literal = getLiteral(value);
  SmallVector<Attribute> elements(literal.getValues<Attribute>()), permuted;
  for (size_t copy = 0; copy < copies; ++copy)
    for (int64_t source : invert(perm))
      permuted.push_back(elements[copy * perm.size() + source]);
  return onnx::ConstantOp::create(
      rewriter, value.getLoc(), literal.getType(),
      DenseElementsAttr::get(literal.getType(), permuted));
}

struct SinkResize final : OpRewritePattern<onnx::ResizeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::ResizeOp op,
                                PatternRewriter &rewriter) const override {
    onnx::TransposeOp transpose = getSinking(op.getX());
    if (!transpose || !hasStaticResults(op))
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    SmallVector<Value> operands(op->getOperands());
    operands[0] = transpose.getInput();
    SmallVector<int64_t> axes;
    if (std::optional<ArrayRef<int64_t>> listed = op.getAxes()) {
      for (int64_t axis : *listed) {
        std::optional<int64_t> known = normalizeAxis(axis, perm.size());
        if (!known)
          return failure();
        axes.push_back(perm[*known]);
      }
    } else {
      int64_t rank = perm.size();
      if (!isPerDimension(op.getRoi(), rank, 2) ||
          !isPerDimension(op.getScales(), rank) ||
          !isPerDimension(op.getSizes(), rank))
        return failure();
      for (unsigned i : {1, 2, 3})
        operands[i] =
            permuteLiteral(rewriter, operands[i], perm, i == 1 ? 2 : 1);
    }
    rewriter.replaceOp(
        op, cloneBefore(rewriter, op, operands, perm, [&](Operation *copy) {
          if (!axes.empty())
            cast<onnx::ResizeOp>(copy).setAxes(axes);
        }));
    return success();
  }
};

/// Expand and Tile to as many dimensions: the second operand follows.
struct SinkRepeat final : RewritePattern {
  SinkRepeat(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::ExpandOp, onnx::TileOp>(op) || !hasStaticResults(op))
      return failure();
    onnx::TransposeOp transpose = getSinking(op->getOperand(0));
    if (!transpose)
      return failure();
    SmallVector<int64_t> perm = getPermutation(transpose);
    int64_t rank = perm.size();
    if (!isPerDimension(op->getOperand(1), rank) ||
        getStaticType(op->getResult(0)).getRank() != rank)
      return failure();
    Value mapped = permuteLiteral(rewriter, op->getOperand(1), perm);
    rewriter.replaceOp(
        op, cloneBefore(rewriter, op, {transpose.getInput(), mapped}, perm));
    return success();
  }
};

/// Average and maximum over all pixels are reductions in any layout.
struct SinkGlobalPool final : RewritePattern {
  SinkGlobalPool(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<onnx::GlobalAveragePoolOp, onnx::GlobalMaxPoolOp>(op) ||
        !hasStaticResults(op) || !getSinking(op->getOperand(0)))
      return failure();
    SmallVector<int64_t> axes(getStaticType(op->getResult(0)).getRank() - 2);
    std::iota(axes.begin(), axes.end(), 2);
    SmallVector<Value> operands{op->getOperand(0),
                                createIntegers(rewriter, op->getLoc(), axes)};
    Type type = op->getResult(0).getType();
    IntegerAttr keep = rewriter.getI64IntegerAttr(1),
                noop = rewriter.getI64IntegerAttr(0);
    if (isa<onnx::GlobalAveragePoolOp>(op))
      rewriter.replaceOpWithNewOp<onnx::ReduceMeanOp>(op, type, operands[0],
                                                      operands[1], keep, noop);
    else
      rewriter.replaceOpWithNewOp<onnx::ReduceMaxOp>(op, type, operands[0],
                                                     operands[1], keep, noop);
    return success();
  }
};

//===--- Reshape
//------------------------------------------------------------------===//

/// A transpose behind a reshape is marked when it sank or when it is one from
/// channels last to first, as at the end of an attention block.
struct SinkReshape final : OpRewritePattern<onnx::ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(onnx::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto transpose = op.getData().getDefiningOp<onnx::TransposeOp>();
    if (!transpose || !getStaticType(transpose.getInput()) ||
        !hasStaticResults(op))
      return failure();
    ArrayRef<int64_t> to = getStaticType(op.getReshaped()).getShape();
    std::optional<SunkTranspose> sunk =
        sinkThroughReshape(getStaticType(transpose.getOutput()).getShape(),
                           getPermutation(transpose), to);
    if (!sunk || (!isSinking(transpose) &&
                  (to.size() != 4 || sunk->perm != getToFirst(4))))
      return failure();
    Value reshaped =
        reshapeTo(rewriter, op.getLoc(), transpose.getInput(), sunk->shape);
    rewriter.replaceOp(
        op, createSinking(rewriter, op.getLoc(), reshaped, sunk->perm));
    return success();
  }
};

} // namespace

void mlir::burin::populateSinkTransposePatterns(RewritePatternSet &patterns) {
  patterns.add<SinkElementwise, SinkConcat, SinkAxis, SinkSlice, SinkPad,
               SinkReduce, SinkResize, SinkRepeat, SinkGlobalPool, SinkReshape>(
      patterns.getContext());
}
