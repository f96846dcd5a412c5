//===- FoldLayerNorms.cpp - A norm in front of a matmul becomes an epilogue -===//
//
// For a row x with mean u and inverse deviation r, gain g, shift s and weight W:
//
//   ((x - u) r g + s) W = r (x W' - u c) + t,  W' = diag(g) W,  c = 1 W',  t = s W
//
// so the contraction reads x itself, and two numbers per row replace the
// normalised tensor. W', c and t are made when weights are written; c is summed
// from W' as it is stored, so that what rounding did to W' cancels.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_FOLDLAYERNORMSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct FoldLayerNormsPass final : impl::FoldLayerNormsPassBase<FoldLayerNormsPass> {
  using FoldLayerNormsPassBase::FoldLayerNormsPassBase;
  void runOnOperation() override;
};
} // namespace

/// A [R, C] x [C, N] contraction in f32 of `value` with a stored weight.
static bool isWeightProduct(Operation *user, Value value) {
  auto op = dyn_cast<linalg::LinalgOp>(user);
  if (!op || !linalg::isaContractionOpInterface(op) || op.getNumLoops() != 3 ||
      op->getOperand(0) != value || op->getOperand(1) == value ||
      !op->getOperand(1).getDefiningOp<plan::ConstantOp>() || !fused::isZeroFill(op->getOperand(2)) ||
      !getElementTypeOrSelf(op->getResult(0).getType()).isF32())
    return false;
  MLIRContext *context = op.getContext();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  AffineExpr m = getAffineDimExpr(0, context), n = getAffineDimExpr(1, context),
             k = getAffineDimExpr(2, context);
  return maps[0] == AffineMap::get(3, 0, {m, k}, context) &&
         maps[1] == AffineMap::get(3, 0, {k, n}, context) &&
         maps[2] == AffineMap::get(3, 0, {m, n}, context);
}

static bool canFold(fused::LayerNormOp norm) {
  return norm.getScale().getDefiningOp<plan::ConstantOp>() &&
         norm.getBias().getDefiningOp<plan::ConstantOp>() &&
         norm.getInput().getType() == norm.getResult().getType() && !norm.getResult().use_empty() &&
         llvm::all_of(norm.getResult().getUsers(),
                      [&](Operation *user) { return isWeightProduct(user, norm.getResult()); });
}

//===--- Weights ------------------------------------------------------------===//

/// A constant made from `op`'s source by the recipe `steps`; null on failure.
static Value makeConstant(OpBuilder &builder, plan::ConstantOp op, StringRef suffix,
                                     ArrayRef<Attribute> steps) {
  ArrayAttr recipe = builder.getArrayAttr(steps);
  FailureOr<RankedTensorType> type = plan::applyRecipeType(
      cast<RankedTensorType>(op.getSourceType()), recipe, [&] { return op.emitOpError(); });
  if (failed(type))
    return {};
  return plan::ConstantOp::create(builder, op.getLoc(), *type,
                                  builder.getStringAttr(op.getName() + suffix), op.getSource(),
                                  op.getSourceTypeAttr(), recipe)
      .getResult();
}

namespace {
struct FoldedWeight {
  Value weight, columnSums, shift; ///< W', c and t; null on failure
};
} // namespace

static plan::MultiplyStepAttr scaleBy(Value factors) {
  auto op = factors.getDefiningOp<plan::ConstantOp>();
  auto part = plan::PartAttr::get(op.getContext(), op.getSource(),
                                  cast<RankedTensorType>(op.getSourceType()), op.getRecipe());
  return plan::MultiplyStepAttr::get(op.getContext(), part);
}

static FoldedWeight foldWeight(plan::ConstantOp weight, fused::LayerNormOp norm) {
  OpBuilder builder(norm);
  MLIRContext *context = norm.getContext();
  auto type = cast<RankedTensorType>(weight.getResult().getType());
  SmallVector<Attribute> scaled(weight.getRecipe().begin(), weight.getRecipe().end()), shifted;
  // Rounds once, behind the product.
  if (!scaled.empty() && isa<plan::CastStepAttr>(scaled.back()))
    scaled.pop_back();
  shifted = scaled;
  scaled.push_back(scaleBy(norm.getScale()));
  if (!type.getElementType().isF32())
    scaled.push_back(plan::CastStepAttr::get(context, type.getElementType()));
  shifted.push_back(scaleBy(norm.getBias()));
  shifted.push_back(plan::SumStepAttr::get(context));
  FoldedWeight folded;
  folded.weight = makeConstant(builder, weight, "", scaled);
  scaled.push_back(plan::SumStepAttr::get(context));
  folded.columnSums = makeConstant(builder, weight, ".column_sums", scaled);
  folded.shift = makeConstant(builder, weight, ".shift", shifted);
  return folded;
}

//===--- Rewrite ------------------------------------------------------------===//

static Value createStatistics(fused::LayerNormOp norm) {
  OpBuilder builder(norm);
  int64_t rows = norm.getInput().getType().getDimSize(0);
  Value empty = tensor::EmptyOp::create(builder, norm.getLoc(), ArrayRef<int64_t>{rows, 2}, builder.getF32Type());
  return fused::RowStatisticsOp::create(builder, norm.getLoc(), empty.getType(), norm.getInput(), empty,
                                        norm.getEpsilonAttr(), norm.getRmsAttr());
}

/// inverse * (product - mean * column sum) + shift
static void createCorrection(linalg::LinalgOp product, Value statistics, const FoldedWeight &folded,
                             bool rms) {
  OpBuilder builder(product.getContext());
  builder.setInsertionPointAfter(product);
  Location loc = product.getLoc();
  auto type = cast<RankedTensorType>(product->getResult(0).getType());
  MLIRContext *context = builder.getContext();
  AffineExpr m = getAffineDimExpr(0, context), n = getAffineDimExpr(1, context);
  auto map = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(2, 0, exprs, context); };
  AffineMap identity = map({m, n});
  SmallVector<Value> inputs = {product->getResult(0), statistics, folded.shift};
  SmallVector<AffineMap> maps = {identity, map({m, getAffineConstantExpr(1, context)}), map({n})};
  if (!rms) {
    llvm::append_range(inputs, ArrayRef<Value>{statistics, folded.columnSums});
    llvm::append_range(maps, ArrayRef<AffineMap>{map({m, getAffineConstantExpr(0, context)}), map({n})});
  }
  maps.push_back(identity);
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
  SmallVector<utils::IteratorType> iterators(2, utils::IteratorType::parallel);
  auto corrected = linalg::GenericOp::create(
      builder, loc, type, inputs, empty, maps, iterators, [&](OpBuilder &b, Location at, ValueRange args) {
        Value centred = args[0];
        if (!rms)
          centred = arith::SubFOp::create(b, at, centred, arith::MulFOp::create(b, at, args[3], args[4]));
        Value scaled = arith::MulFOp::create(b, at, centred, args[1]);
        linalg::YieldOp::create(b, at, arith::AddFOp::create(b, at, scaled, args[2]).getResult());
      });
  product->getResult(0).replaceAllUsesExcept(corrected.getResult(0), corrected);
}

void FoldLayerNormsPass::runOnOperation() {
  SmallVector<fused::LayerNormOp> norms;
  getOperation().walk([&](fused::LayerNormOp op) { norms.push_back(op); });
  for (fused::LayerNormOp norm : norms) {
    if (!canFold(norm))
      continue;
    Value statistics = createStatistics(norm);
    SmallVector<Operation *> products(norm.getResult().getUsers());
    for (Operation *product : products) {
      FoldedWeight folded = foldWeight(product->getOperand(1).getDefiningOp<plan::ConstantOp>(), norm);
      if (!folded.weight || !folded.columnSums || !folded.shift)
        return signalPassFailure();
      product->setOperand(0, norm.getInput());
      product->setOperand(1, folded.weight);
      createCorrection(cast<linalg::LinalgOp>(product), statistics, folded, norm.getRms());
    }
    std::string text = ("gain and shift are in the weight, mean and deviation in the epilogue: saves " +
                        Twine(getTensorBytes(norm.getResult())) + " bytes")
                           .str();
    remark::passed(norm.getLoc(), remark::RemarkOpts::name("norm").category("fusion")) << text;
    norm.erase();
    ++numFolded;
  }
}

} // namespace mlir::burin
