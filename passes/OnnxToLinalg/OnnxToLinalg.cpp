//===- OnnxToLinalg.cpp - The onnx-to-linalg pass -------------------------===//
//
// A dialect conversion with one pattern per op. It runs in partial mode so that
// every op that cannot be lowered gets its own error, not only the first.
//
//===----------------------------------------------------------------------===//
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/OnnxToLinalg/Passes.h"
#include "passes/OnnxToLinalg/Patterns.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Func/Transforms/FuncConversions.h"
#include "mlir/IR/Iterators.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXTOLINALG
#include "passes/OnnxToLinalg/Passes.h.inc"
} // namespace mlir::burin

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

//===--- Helpers of the patterns
//--------------------------------------------===//

LogicalResult
mlir::burin::to_linalg::checkStaticTypes(Operation *op,
                                         FailureReasons &reasons) {
  auto isLowerable = [](Type type) {
    if (isa<NoneType>(type))
      return true;
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape() &&
           isa<FloatType, IntegerType>(tensor.getElementType());
  };
  for (Type type :
       llvm::concat<const Type>(SmallVector<Type>(op->getOperandTypes()),
                                SmallVector<Type>(op->getResultTypes())))
    if (!isLowerable(type)) {
      std::string text;
      llvm::raw_string_ostream(text) << type;
      reasons[op] = "needs tensors of static shape and number elements, got " +
                    text + "; bind dynamic dimensions first";
      return failure();
    }
  return success();
}

DenseElementsAttr mlir::burin::to_linalg::getLiteral(Value value) {
  DenseElementsAttr literal;
  if (matchPattern(value, m_Constant(&literal)))
    return literal;
  if (auto constant = value.getDefiningOp<plan::ConstantOp>())
    if (constant.getRecipe().empty())
      return dyn_cast<DenseElementsAttr>(constant.getSource());
  return {};
}

FailureOr<SmallVector<int64_t>>
mlir::burin::to_linalg::getIntegers(Value value) {
  DenseElementsAttr literal = getLiteral(value);
  if (!literal || !isa<IntegerType>(literal.getElementType()))
    return failure();
  SmallVector<int64_t> result;
  for (const APInt &element : literal.getValues<APInt>())
    result.push_back(element.getSExtValue());
  return result;
}

FailureOr<SmallVector<double>> mlir::burin::to_linalg::getFloats(Value value) {
  DenseElementsAttr literal = getLiteral(value);
  if (!literal || !isa<FloatType>(literal.getElementType()))
    return failure();
  SmallVector<double> result;
  for (APFloat element : literal.getValues<APFloat>()) {
    bool losesInfo;
    element.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
    result.push_back(element.convertToDouble());
  }
  return result;
}

FailureOr<int64_t> mlir::burin::to_linalg::normalizeAxis(int64_t axis,
                                                         int64_t rank) {
  if (axis < 0)
    axis += rank;
  if (axis < 0 || axis >= rank)
    return failure();
  return axis;
}

FailureOr<SmallVector<int64_t>>
mlir::burin::to_linalg::normalizeAxes(ArrayRef<int64_t> axes, int64_t rank) {
  SmallVector<int64_t> result;
  for (int64_t axis : axes) {
    FailureOr<int64_t> normalized = normalizeAxis(axis, rank);
    if (failed(normalized) || llvm::is_contained(result, *normalized))
      return failure();
    result.push_back(*normalized);
  }
  return result;
}

bool mlir::burin::to_linalg::hasUnsignedElements(Value value) {
  auto tensor = dyn_cast<RankedTensorType>(value.getType());
  return tensor && tensor.getElementType().isUnsignedInteger();
}

//===--- Constants
//----------------------------------------------------------===//

static FailureOr<SmallVector<Value>>
lowerConstant(onnx::ConstantOp op, onnx::ConstantOp::Adaptor, OpLowering &b) {
  auto dense = dyn_cast<DenseElementsAttr>(op.getValue());
  if (!dense)
    return b.fail("holds a literal that is not dense");
  Type type = b.getResultType().getElementType();
  if (dense.getElementType() != type)
    dense = dense.bitcast(type);
  return one(b.constant(dense));
}

namespace {
/// Reads unsigned weights as signless ones.
struct PlanConstantPattern : OpConversionPattern<plan::ConstantOp> {
  PlanConstantPattern(const TypeConverter &converter, MLIRContext *context,
                      FailureReasons &reasons)
      : OpConversionPattern(converter, context), reasons(reasons) {}

  LogicalResult
  matchAndRewrite(plan::ConstantOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    // A cast step gives the bytes another meaning than the signless type has.
    if (llvm::any_of(op.getRecipe(), llvm::IsaPred<plan::CastStepAttr>)) {
      reasons[op] = "casts to or from unsigned elements in its recipe";
      return rewriter.notifyMatchFailure(op, reasons[op]);
    }
    Attribute source = op.getSource();
    if (auto dense = dyn_cast<DenseElementsAttr>(source))
      source = dense.bitcast(getSignless(dense.getElementType()));
    rewriter.replaceOpWithNewOp<plan::ConstantOp>(
        op, getSignless(op.getResult().getType()), op.getNameAttr(), source,
        TypeAttr::get(getSignless(op.getSourceType())), op.getRecipeAttr());
    return success();
  }

private:
  FailureReasons &reasons;
};
} // namespace

//===--- The pass
//-----------------------------------------------------------===//

static void populatePatterns(PatternCollector &patterns) {
  patterns.add<onnx::ConstantOp>(lowerConstant);
  populateAttentionPatterns(patterns);
  populateContractionPatterns(patterns);
  populateConvPatterns(patterns);
  populateDataMovementPatterns(patterns);
  populateElementwisePatterns(patterns);
  populateGatherPatterns(patterns);
  populateNormalizationPatterns(patterns);
  populatePoolPatterns(patterns);
  populateReductionPatterns(patterns);
  populateResizePatterns(patterns);
  patterns.patterns.add<PlanConstantPattern>(patterns.converter,
                                             patterns.patterns.getContext(),
                                             patterns.state.reasons);
  populateFunctionOpInterfaceTypeConversionPattern<func::FuncOp>(
      patterns.patterns, patterns.converter);
  populateReturnOpTypeConversionPattern(patterns.patterns, patterns.converter);
}

/// The onnx ops themselves are of unknown legality: what no pattern takes is
/// reported by the pass.
static void configureTarget(ConversionTarget &target,
                            const TypeConverter &converter) {
  target.addLegalDialect<arith::ArithDialect, linalg::LinalgDialect,
                         math::MathDialect, tensor::TensorDialect,
                         fused::FusedDialect>();
  target.addLegalOp<ModuleOp, onnx::NoValueOp>();
  target.addDynamicallyLegalOp<func::FuncOp>([&](func::FuncOp func) {
    return converter.isSignatureLegal(func.getFunctionType());
  });
  target.addDynamicallyLegalOp<func::ReturnOp>(
      [&](func::ReturnOp op) { return converter.isLegal(op); });
  target.addDynamicallyLegalOp<plan::ConstantOp>([](plan::ConstantOp op) {
    auto isSignless = [](Type type) { return getSignless(type) == type; };
    return isSignless(op.getResult().getType()) &&
           isSignless(op.getSourceType());
  });
}

/// Operands that became literals in the ops (axes, shapes) leave their
/// producers without users.
static void eraseDeadOps(ModuleOp module) {
  module.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (isa<onnx::NoValueOp>(op) ? op->use_empty() : isOpTriviallyDead(op))
      op->erase();
  });
}

namespace {
struct OnnxToLinalgPass : burin::impl::OnnxToLinalgBase<OnnxToLinalgPass> {
  using OnnxToLinalgBase::OnnxToLinalgBase;

  void runOnOperation() override {
    TypeConverter converter;
    converter.addConversion([](Type type) { return getSignless(type); });
    auto materialize = [](OpBuilder &builder, Type type, ValueRange inputs,
                          Location loc) -> Value {
      return UnrealizedConversionCastOp::create(builder, loc, type, inputs)
          .getResult(0);
    };
    converter.addSourceMaterialization(materialize);
    converter.addTargetMaterialization(materialize);

    LoweringState state;
    state.decomposeNorms = decomposeNorms;
    state.decomposeAttention = decomposeAttention;
    RewritePatternSet patterns(&getContext());
    PatternCollector collector{patterns, converter, state};
    populatePatterns(collector);
    ConversionTarget target(getContext());
    configureTarget(target, converter);

    DenseSet<Operation *> unlegalized;
    ConversionConfig config;
    config.unlegalizedOps = &unlegalized;
    config.foldingMode = DialectConversionFoldingMode::Never;
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns), config)) ||
        failed(reportOnnxOps(state.reasons)))
      return signalPassFailure();
    eraseDeadOps(getOperation());
  }

  /// One error per onnx op that is left.
  LogicalResult reportOnnxOps(const FailureReasons &reasons) {
    bool failedAny = false;
    getOperation().walk([&](Operation *op) {
      if (!isa_and_nonnull<onnx::OnnxDialect>(op->getDialect()) ||
          isa<onnx::NoValueOp>(op))
        return;
      failedAny = true;
      auto reason = reasons.find(op);
      op->emitOpError("cannot be lowered: ")
          << (reason == reasons.end()
                  ? std::string("no lowering for this operator")
                  : reason->second);
    });
    return failure(failedAny);
  }
};
} // namespace
