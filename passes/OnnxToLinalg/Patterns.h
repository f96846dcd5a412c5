//===- Patterns.h - How onnx ops are lowered -----------------------*- C++
//-*-===//
#ifndef PASSES_ONNXTOLINALG_PATTERNS_H
#define PASSES_ONNXTOLINALG_PATTERNS_H

#include "dialects/Onnx/OnnxDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include "mlir/Dialect/Traits.h"
#include "mlir/Transforms/DialectConversion.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::burin::to_linalg {

/// Why ops could not be lowered, for the diagnostics at the end.
using FailureReasons = llvm::DenseMap<Operation *, std::string>;

/// What the patterns of one run share.
struct LoweringState {
  FailureReasons reasons;
  /// Use no `fused` normalisations.
  bool decomposeNorms = false;
  /// Use no `fused.attention`.
  bool decomposeAttention = false;
};

/// A LinalgBuilder for one op: knows its result types and takes failures.
class OpLowering : public LinalgBuilder {
public:
  OpLowering(OpBuilder &builder, Operation *op, LoweringState &state)
      : LinalgBuilder(builder, op->getLoc()), op(op), state(state) {}

  /// The signless type of result `index`.
  RankedTensorType getResultType(unsigned index = 0) const {
    return cast<RankedTensorType>(getSignless(op->getResult(index).getType()));
  }
  /// Records why the op cannot be lowered.
  LogicalResult fail(const Twine &reason) {
    state.reasons[op] = reason.str();
    return failure();
  }
  bool usesFusedNorms() const { return !state.decomposeNorms; }
  bool usesFusedAttention() const { return !state.decomposeAttention; }

private:
  Operation *op;
  LoweringState &state;
};

/// One onnx op to the values that replace it. Operands in `adaptor` are
/// signless; `op` still has the original types.
template <typename Op>
using LowerFn = FailureOr<SmallVector<Value>> (*)(Op op,
                                                  typename Op::Adaptor adaptor,
                                                  OpLowering &b);

LogicalResult checkStaticTypes(Operation *op, FailureReasons &reasons);

template <typename Op> class LowerPattern : public OpConversionPattern<Op> {
public:
  LowerPattern(const TypeConverter &converter, MLIRContext *context,
               LoweringState &state, LowerFn<Op> lower)
      : OpConversionPattern<Op>(converter, context), state(state),
        lower(lower) {}

  LogicalResult
  matchAndRewrite(Op op, typename Op::Adaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    if (failed(checkStaticTypes(op, state.reasons)))
      return rewriter.notifyMatchFailure(op, state.reasons[op]);
    OpLowering builder(rewriter, op, state);
    FailureOr<SmallVector<Value>> results = lower(op, adaptor, builder);
    if (failed(results))
      return rewriter.notifyMatchFailure(op, state.reasons[op]);
    rewriter.replaceOp(op, *results);
    return success();
  }

private:
  LoweringState &state;
  LowerFn<Op> lower;
};

/// Collects the patterns of a family.
struct PatternCollector {
  RewritePatternSet &patterns;
  const TypeConverter &converter;
  LoweringState &state;

  template <typename Op> void add(LowerFn<Op> lower) {
    patterns.add<LowerPattern<Op>>(converter, patterns.getContext(), state,
                                   lower);
  }
};

void populateAttentionPatterns(PatternCollector &patterns);
void populateContractionPatterns(PatternCollector &patterns);
void populateConvPatterns(PatternCollector &patterns);
void populateDataMovementPatterns(PatternCollector &patterns);
void populateElementwisePatterns(PatternCollector &patterns);
void populateGatherPatterns(PatternCollector &patterns);
void populateNormalizationPatterns(PatternCollector &patterns);
void populatePoolPatterns(PatternCollector &patterns);
void populateReductionPatterns(PatternCollector &patterns);
void populateResizePatterns(PatternCollector &patterns);

//===--- Helpers of the patterns
//--------------------------------------------===//

/// The literal behind `value`, or null.
DenseElementsAttr getLiteral(Value value);
/// The integers behind a literal; fails when `value` is no integer literal.
FailureOr<SmallVector<int64_t>> getIntegers(Value value);
/// The floats behind a literal; fails when `value` is no float literal.
FailureOr<SmallVector<double>> getFloats(Value value);
/// `axis` counted from the front; fails when it is out of range.
FailureOr<int64_t> normalizeAxis(int64_t axis, int64_t rank);
/// As above for a list; duplicates fail.
FailureOr<SmallVector<int64_t>> normalizeAxes(ArrayRef<int64_t> axes,
                                              int64_t rank);
bool hasUnsignedElements(Value value);
inline SmallVector<Value> one(Value value) { return {value}; }

/// Window geometry shared by Conv and the pools, spatial dimensions only.
struct Window {
  SmallVector<int64_t> kernel, strides, dilations, low, high;
  int64_t rank() const { return kernel.size(); }
  /// Output size along `dim` (rounded down) for an unpadded input size.
  int64_t getOutput(int64_t dim, int64_t input) const;
};
/// Resolves defaults and auto_pad. `input` are the spatial sizes.
FailureOr<Window> getWindow(OpLowering &b, ArrayRef<int64_t> input,
                            ArrayRef<int64_t> kernel,
                            std::optional<ArrayRef<int64_t>> strides,
                            std::optional<ArrayRef<int64_t>> dilations,
                            std::optional<ArrayRef<int64_t>> pads,
                            StringRef autoPad);

} // namespace mlir::burin::to_linalg

#endif // PASSES_ONNXTOLINALG_PATTERNS_H
