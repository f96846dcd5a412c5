//===- ComposeLinears.cpp - A linear layer of a linear layer --------------===//
//
// The end of a transformer block and the projection behind it compute
//
//   (h V + b + r) W = [h, r] [V W; W] + b W
//
// with stored V, b and W. One contraction over the concatenation of h and r takes as
// many multiplications as the two where W is not wider than V, and the sum in between is
// neither stored nor read. V W and b W are made when weights are written.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_COMPOSELINEARSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct ComposeLinearsPass final : impl::ComposeLinearsPassBase<ComposeLinearsPass> {
  using ComposeLinearsPassBase::ComposeLinearsPassBase;
  void runOnOperation() override;
};

/// [..., C] . [C, N] with a stored weight, in f32.
struct Linear {
  Operation *op = nullptr;
  Value activation; ///< [..., C]
  plan::ConstantOp weight;
  int64_t depth = 0, width = 0;
};

/// (h V + b + r) W
struct Chain {
  Linear inner, outer;
  Value residual;        ///< r
  plan::ConstantOp bias; ///< b; null: none
  Value sum;             ///< what is not stored any more
};
} // namespace

//===--- Matching -----------------------------------------------------------===//

static bool isOnes(DenseIntElementsAttr values) {
  return llvm::all_of(values, [](const APInt &value) { return value.isOne(); });
}

static std::optional<Linear> matchLinear(Operation *op) {
  Linear linear;
  if (auto matmul = dyn_cast_if_present<linalg::MatmulOp>(op)) {
    if (matmul.hasUserDefinedMaps())
      return std::nullopt;
  } else if (auto conv = dyn_cast_if_present<linalg::Conv2DNhwcHwcfOp>(op)) {
    auto kernel = cast<RankedTensorType>(conv.getInputs()[1].getType());
    if (kernel.getDimSize(0) != 1 || kernel.getDimSize(1) != 1 || !isOnes(conv.getStrides()))
      return std::nullopt;
  } else {
    return std::nullopt;
  }
  linear.op = op;
  linear.activation = op->getOperand(0);
  linear.weight = op->getOperand(1).getDefiningOp<plan::ConstantOp>();
  if (!linear.weight || !fused::isZeroFill(op->getOperand(2)) || !getElementTypeOrSelf(op->getResult(0).getType()).isF32())
    return std::nullopt;
  ArrayRef<int64_t> shape = cast<RankedTensorType>(op->getOperand(1).getType()).getShape();
  linear.depth = shape[shape.size() - 2];
  linear.width = shape.back();
  return linear;
}

static bool keepsLastExtent(Operation *view) {
  return cast<RankedTensorType>(view->getOperand(0).getType()).getShape().back() ==
         cast<RankedTensorType>(view->getResult(0).getType()).getShape().back();
}

static Value skipRowViews(Value value) {
  while (isView(value.getDefiningOp()) && keepsLastExtent(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

/// True when nobody but one op reads `value` or what it is a view of.
static bool hasSoleReader(Value value) {
  Value base = skipRowViews(value);
  for (; value != base; value = value.getDefiningOp()->getOperand(0))
    if (!hasSingleUser(value))
      return false;
  return hasSingleUser(base);
}

/// Block arguments that `value` is the sum of, each once; false: something else is
/// computed. Conversions between float types do not count.
static bool collectTerms(Value value, SmallVectorImpl<BlockArgument> &terms) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    if (llvm::is_contained(terms, argument))
      return false;
    terms.push_back(argument);
    return true;
  }
  Operation *op = value.getDefiningOp();
  if (isa<arith::ExtFOp, arith::TruncFOp>(op))
    return collectTerms(op->getOperand(0), terms);
  return isa<arith::AddFOp>(op) && collectTerms(op->getOperand(0), terms) &&
         collectTerms(op->getOperand(1), terms);
}

/// Adds the terms of the sum `value` to `chain`. Only `chain`'s ops may read what is
/// in between.
static bool matchSum(Value value, Chain &chain) {
  if (!hasSoleReader(value))
    return false;
  Operation *op = skipRowViews(value).getDefiningOp();
  if (std::optional<Linear> linear = matchLinear(op); linear && !chain.inner.op) {
    chain.inner = *linear;
    return true;
  }
  auto generic = dyn_cast_if_present<linalg::GenericOp>(op);
  SmallVector<BlockArgument> terms;
  if (!generic || !isElementwise(generic) ||
      !collectTerms(generic.getBody()->getTerminator()->getOperand(0), terms))
    return false;
  for (BlockArgument term : terms) {
    OpOperand *operand = generic.getMatchingOpOperand(term);
    if (generic.isDpsInit(operand))
      return false;
    AffineMap map = generic.getMatchingIndexingMap(operand);
    auto constant = operand->get().getDefiningOp<plan::ConstantOp>();
    if (constant && map.getNumResults() == 1 && !chain.bias &&
        map.getResult(0) == getAffineDimExpr(generic.getNumLoops() - 1, generic.getContext())) {
      chain.bias = constant;
      continue;
    }
    if (!map.isIdentity())
      return false;
    Chain before = chain;
    if (matchSum(operand->get(), chain))
      continue;
    chain = before;
    if (chain.residual)
      return false;
    chain.residual = operand->get();
  }
  return true;
}

static bool isFloat(Value value, Type element) { return getElementTypeOrSelf(value.getType()) == element; }

static std::optional<Chain> matchChain(Operation *op) {
  std::optional<Linear> outer = matchLinear(op);
  if (!outer)
    return std::nullopt;
  Chain chain;
  chain.outer = *outer;
  chain.sum = skipRowViews(outer->activation);
  if (!matchSum(outer->activation, chain) || !chain.inner.op || !chain.residual)
    return std::nullopt;
  Type element = getElementTypeOrSelf(chain.sum.getType());
  if (!isFloat(chain.inner.activation, element) || !isFloat(chain.residual, element) ||
      !isFloat(chain.inner.weight, element) || !isFloat(outer->weight, element) ||
      skipRowViews(chain.inner.activation) == skipRowViews(chain.residual))
    return std::nullopt;
  // More multiplications otherwise.
  return outer->width <= outer->depth ? std::optional(chain) : std::nullopt;
}

//===--- Weights ------------------------------------------------------------===//

static plan::PartAttr makePart(plan::ConstantOp op, ArrayRef<Attribute> more) {
  SmallVector<Attribute> steps(op.getRecipe().begin(), op.getRecipe().end());
  llvm::append_range(steps, more);
  return plan::PartAttr::get(op.getContext(), op.getSource(), cast<RankedTensorType>(op.getSourceType()),
                             ArrayAttr::get(op.getContext(), steps));
}

/// The source of [V W; W], f32: noise where both are noise, null where one is.
static Attribute joinWeights(const Chain &chain) {
  MLIRContext *context = chain.outer.op->getContext();
  plan::ConstantOp v = chain.inner.weight, w = chain.outer.weight;
  auto noiseV = dyn_cast<plan::SyntheticSourceAttr>(v.getSource());
  auto noiseW = dyn_cast<plan::SyntheticSourceAttr>(w.getSource());
  if (noiseV && noiseW)
    return plan::SyntheticSourceAttr::get(context, noiseV.getSeed() ^ noiseW.getSeed(), noiseW.getMean(),
                                          noiseW.getStddev());
  if (noiseV || noiseW)
    return {};
  auto flatten = [&](const Linear &linear) {
    return plan::ReshapeStepAttr::get(context, {linear.depth, linear.width});
  };
  auto widen = plan::CastStepAttr::get(context, Float32Type::get(context));
  plan::PartAttr whole = makePart(w, {flatten(chain.outer), widen});
  plan::PartAttr product = makePart(v, {flatten(chain.inner), plan::ProductStepAttr::get(context, whole)});
  return plan::ConcatSourceAttr::get(context, 0, {product, whole});
}

static Value makeWeight(OpBuilder &builder, const Chain &chain) {
  Attribute source = joinWeights(chain);
  if (!source)
    return {};
  auto f32 = RankedTensorType::get({chain.inner.depth + chain.outer.depth, chain.outer.width},
                                   builder.getF32Type());
  Type element = getElementTypeOrSelf(chain.sum.getType());
  SmallVector<Attribute> steps;
  if (!element.isF32())
    steps.push_back(plan::CastStepAttr::get(builder.getContext(), element));
  plan::ConstantOp v = chain.inner.weight, w = chain.outer.weight;
  return plan::ConstantOp::create(builder, w.getLoc(), RankedTensorType::get(f32.getShape(), element),
                                  builder.getStringAttr(v.getName() + "." + w.getName()), source,
                                  TypeAttr::get(f32), builder.getArrayAttr(steps))
      .getResult();
}

/// b W
static Value makeBias(OpBuilder &builder, const Chain &chain) {
  plan::ConstantOp w = chain.outer.weight;
  MLIRContext *context = builder.getContext();
  plan::PartAttr part =
      makePart(w, {plan::ReshapeStepAttr::get(context, {chain.outer.depth, chain.outer.width}),
                   plan::MultiplyStepAttr::get(context, makePart(chain.bias, {})),
                   plan::SumStepAttr::get(context)});
  return plan::ConstantOp::create(builder, w.getLoc(),
                                  RankedTensorType::get({chain.outer.width}, builder.getF32Type()),
                                  builder.getStringAttr(w.getName() + ".shift"), w.getSource(),
                                  w.getSourceTypeAttr(), part.getRecipe())
      .getResult();
}

//===--- Rewrite ------------------------------------------------------------===//

/// [..., C] as [R, C].
static Value flattenRows(OpBuilder &builder, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() == 2)
    return value;
  ReassociationIndices rows;
  for (int64_t d = 0; d + 1 < type.getRank(); ++d)
    rows.push_back(d);
  return tensor::CollapseShapeOp::create(builder, value.getLoc(), value,
                                         SmallVector<ReassociationIndices>{rows, {type.getRank() - 1}});
}

static Value addBias(OpBuilder &builder, Value product, Value bias) {
  Location loc = product.getLoc();
  auto type = cast<RankedTensorType>(product.getType());
  AffineMap identity = builder.getMultiDimIdentityMap(2);
  AffineMap column = AffineMap::get(2, 0, {builder.getAffineDimExpr(1)}, builder.getContext());
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
  SmallVector<utils::IteratorType> iterators(2, utils::IteratorType::parallel);
  return linalg::GenericOp::create(builder, loc, type, ValueRange{product, bias}, empty,
                                   ArrayRef<AffineMap>{identity, column, identity}, iterators,
                                   [](OpBuilder &b, Location at, ValueRange args) {
                                     Value sum = arith::AddFOp::create(b, at, args[0], args[1]);
                                     linalg::YieldOp::create(b, at, sum);
                                   })
      .getResult(0);
}

static bool compose(const Chain &chain) {
  OpBuilder builder(chain.outer.op);
  Location loc = chain.outer.op->getLoc();
  Value weight = makeWeight(builder, chain);
  if (!weight)
    return false;
  Value h = flattenRows(builder, chain.inner.activation), r = flattenRows(builder, chain.residual);
  Value both = tensor::ConcatOp::create(builder, loc, 1, ValueRange{h, r});
  auto resultType = cast<RankedTensorType>(chain.outer.op->getResult(0).getType());
  int64_t rows = cast<RankedTensorType>(h.getType()).getDimSize(0);
  Value empty = tensor::EmptyOp::create(builder, loc, ArrayRef<int64_t>{rows, chain.outer.width}, builder.getF32Type());
  Value zero = arith::ConstantOp::create(builder, loc, builder.getF32FloatAttr(0.0f));
  Value init = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  Value result = linalg::MatmulOp::create(builder, loc, empty.getType(), ValueRange{both, weight}, init).getResult(0);
  if (chain.bias)
    result = addBias(builder, result, makeBias(builder, chain));
  if (resultType.getRank() != 2) {
    ReassociationIndices outer;
    for (int64_t d = 0; d + 1 < resultType.getRank(); ++d)
      outer.push_back(d);
    result = tensor::ExpandShapeOp::create(builder, loc, resultType, result,
                                           SmallVector<ReassociationIndices>{outer, {resultType.getRank() - 1}});
  }
  chain.outer.op->getResult(0).replaceAllUsesWith(result);
  return true;
}

void ComposeLinearsPass::runOnOperation() {
  SmallVector<Operation *> ops;
  getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
  for (Operation *op : ops) {
    std::optional<Chain> chain = matchChain(op);
    if (!chain || !compose(*chain))
      continue;
    std::string text = ("two linear layers are one: saves " + Twine(2 * getTensorBytes(chain->sum)) + " bytes").str();
    remark::passed(op->getLoc(), remark::RemarkOpts::name("linear").category("fusion")) << text;
    op->erase();
    ++numComposed;
  }
}

} // namespace mlir::burin
