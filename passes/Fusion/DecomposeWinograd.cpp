//===- DecomposeWinograd.cpp - Convolutions as transforms and a matmul ----===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/OnnxToLinalg/LinalgBuilder.h"

#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_DECOMPOSEWINOGRADPASS
#include "passes/Fusion/Passes.h.inc"

using to_linalg::LinalgBuilder;

namespace {
struct DecomposeWinogradPass final : impl::DecomposeWinogradPassBase<DecomposeWinogradPass> {
  using DecomposeWinogradPassBase::DecomposeWinogradPassBase;
  void runOnOperation() override;
};
} // namespace

/// `input` with zeros after its rows and columns so that windows cover it. Padding
/// that is there already grows: one index map instead of two.
static Value padToWindows(LinalgBuilder &b, Value input, int64_t rows, int64_t columns) {
  ArrayRef<int64_t> shape = to_linalg::getShape(input);
  SmallVector<int64_t> low(4, 0), high = {0, rows - shape[1], columns - shape[2], 0};
  auto pad = input.getDefiningOp<tensor::PadOp>();
  Value padding = pad ? pad.getConstantPaddingValue() : Value();
  if (padding && matchPattern(padding, m_AnyZeroFloat()) && (high[1] || high[2])) {
    for (auto [to, from] : llvm::zip_equal(high, pad.getStaticHigh()))
      to += from;
    low.assign(pad.getStaticLow().begin(), pad.getStaticLow().end());
    input = pad.getSource();
  }
  return b.pad(input, low, high);
}

static FailureOr<Value> decompose(linalg::Conv2DNhwcHwcfOp conv, int64_t tile) {
  auto weights = conv.getInputs()[1].getDefiningOp<plan::ConstantOp>();
  if (!weights)
    return conv.emitOpError("needs constant weights for Winograd: run verify-winograd");
  OpBuilder builder(conv);
  LinalgBuilder b(builder, conv.getLoc());
  FailureOr<Value> kernels =
      plan::appendTransform(builder, weights, plan::WinogradStepAttr::get(builder.getContext(), tile),
                            "winograd" + Twine(tile));
  if (failed(kernels))
    return failure();
  auto type = cast<RankedTensorType>(conv.getResult(0).getType());
  int64_t rows = llvm::divideCeil(type.getDimSize(1), tile), columns = llvm::divideCeil(type.getDimSize(2), tile);
  Value input = padToWindows(b, conv.getInputs()[0], rows * tile + 2, columns * tile + 2);
  int64_t planes = (tile + 2) * (tile + 2), windows = type.getDimSize(0) * rows * columns;
  Type stored = to_linalg::getElementType(input);

  Value init = b.empty({planes, windows, to_linalg::getShape(input)[3]}, stored);
  Value transformed = fused::WinogradInputOp::create(builder, conv.getLoc(), init.getType(), tile, input, init);
  Value zero = b.filled({planes, windows, type.getDimSize(3)}, b.getF32(), 0);
  Value product = linalg::BatchMatmulOp::create(builder, conv.getLoc(), TypeRange{zero.getType()},
                                                ValueRange{transformed, *kernels}, ValueRange{zero})
                      .getResult(0);
  product = b.convert(product, stored);
  Value result = b.empty(type.getShape(), type.getElementType());
  return fused::WinogradOutputOp::create(builder, conv.getLoc(), type, tile, product, result).getResult();
}

void DecomposeWinogradPass::runOnOperation() {
  SmallVector<linalg::Conv2DNhwcHwcfOp> convolutions;
  getOperation().walk([&](linalg::Conv2DNhwcHwcfOp op) { convolutions.push_back(op); });
  for (linalg::Conv2DNhwcHwcfOp conv : convolutions) {
    auto config = conv->getAttrOfType<kernel::ConfigAttr>(kernel::kWinogradAttrName);
    if (!config)
      continue;
    if (config.getTile().size() != 1) {
      conv.emitOpError("needs tile = [2 or 4] to be taken apart: run verify-winograd");
      return signalPassFailure();
    }
    FailureOr<Value> result = decompose(conv, config.getTile()[0]);
    if (failed(result))
      return signalPassFailure();
    conv.getResult(0).replaceAllUsesWith(*result);
    auto weights = conv.getInputs()[1].getDefiningOp<plan::ConstantOp>();
    auto pad = conv.getInputs()[0].getDefiningOp<tensor::PadOp>();
    conv.erase();
    if (pad && pad->use_empty()) // another took its place
      pad.erase();
    if (weights->use_empty())
      weights.erase();
    ++numDecomposed;
  }
}

} // namespace mlir::burin
