//===- SynthesizeWeights.cpp - Seeded noise for missing constants ---------===//
#include "passes/Weights/Passes.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "llvm/Support/xxhash.h"

#include <cmath>

namespace mlir::burin {
#define GEN_PASS_DEF_SYNTHESIZEWEIGHTSPASS
#include "passes/Weights/Passes.h.inc"

namespace {
struct SynthesizeWeightsPass final
    : impl::SynthesizeWeightsPassBase<SynthesizeWeightsPass> {
  using SynthesizeWeightsPassBase::SynthesizeWeightsPassBase;
  void runOnOperation() override;
};

struct Distribution {
  double mean = 0.0, stddev = 0.02;
};
} // namespace

/// The first op that reads `value`, looking through transposes, and where.
static std::pair<Operation *, unsigned> getFirstUse(Value value) {
  while (!value.use_empty()) {
    OpOperand &use = *value.getUses().begin();
    if (!isa<onnx::TransposeOp, onnx::CastOp, onnx::ReshapeOp>(use.getOwner()))
      return {use.getOwner(), use.getOperandNumber()};
    value = use.getOwner()->getResult(0);
  }
  return {nullptr, 0};
}

static int64_t getFanIn(ArrayRef<int64_t> shape, Operation *user) {
  int64_t fanIn = 1;
  if (isa_and_present<onnx::ConvOp>(user)) {
    for (int64_t dim : shape.drop_front())
      fanIn *= dim;
    return fanIn;
  }
  auto gemm = dyn_cast_if_present<onnx::GemmOp>(user);
  if (gemm && gemm.getTransB())
    return shape[1];
  return shape[shape.size() - 2];
}

static Distribution getDistribution(plan::ConstantOp op) {
  auto type = cast<RankedTensorType>(op.getSourceType());
  auto [user, operand] = getFirstUse(op.getResult());
  int64_t largest = 1;
  for (int64_t dim : type.getShape())
    largest = std::max(largest, dim);
  if (type.getRank() < 2 || type.getNumElements() == largest) {
    bool isScale = isa_and_present<onnx::MulOp>(user) ||
                   (operand == 1 && isa_and_present<onnx::LayerNormalizationOp, onnx::GroupNormalizationOp,
                                                    onnx::InstanceNormalizationOp>(user));
    return isScale ? Distribution{1.0, 0.05} : Distribution{0.0, 0.02};
  }
  if (isa_and_present<onnx::GatherOp>(user)) // an embedding table
    return {0.0, 0.5};
  return {0.0, 1.0 / std::sqrt(static_cast<double>(std::max<int64_t>(1, getFanIn(type.getShape(), user))))};
}

void SynthesizeWeightsPass::runOnOperation() {
  getOperation().walk([&](plan::ConstantOp op) {
    if (!isa<plan::MissingSourceAttr>(op.getSource()))
      return WalkResult::advance();
    if (!isa<FloatType>(cast<RankedTensorType>(op.getSourceType()).getElementType())) {
      op.emitOpError("has no bytes and is not floating-point: noise cannot stand in for '")
          << op.getName() << "'";
      signalPassFailure();
      return WalkResult::interrupt();
    }
    Distribution distribution = getDistribution(op);
    Builder builder(op);
    uint64_t hash = llvm::xxh3_64bits(op.getName()) ^ (seed * 0x9E3779B97F4A7C15ull);
    op.setSourceAttr(plan::SyntheticSourceAttr::get(
        &getContext(), hash, builder.getF32FloatAttr(distribution.mean),
        builder.getF32FloatAttr(distribution.stddev)));
    ++numSynthetic;
    return WalkResult::advance();
  });
}

} // namespace mlir::burin
