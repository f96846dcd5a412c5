//===- RootOps.cpp - Ops that need a kernel of their own ------------------===//
#include "dialects/Fused/RootOps.h"

#include "dialects/Fused/FusedDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

bool mlir::burin::fused::isRootOp(Operation *op) {
  if (isa<linalg::SoftmaxOp, AttentionOp, GroupNormOp, LayerNormOp, SoftmaxStatisticsOp,
          RowStatisticsOp, WinogradInputOp, WinogradOutputOp>(op))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.getNumReductionLoops() != 0;
}

bool mlir::burin::fused::readsPairs(Operation *op, Value value) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!generic || !type || generic.getNumLoops() != generic.getNumParallelLoops() ||
      generic.getNumResults() != 1 || type.getRank() != generic.getNumLoops() + 1 ||
      type.getShape().back() != 2 ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0)).isIdentity())
    return false;
  bool reads = false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (operand.get() != value)
      continue;
    AffineMap map = generic.getMatchingIndexingMap(&operand);
    if (generic.isDpsInit(&operand) || !isa<AffineConstantExpr>(map.getResults().back()) ||
        !map.getMajorSubMap(map.getNumResults() - 1).isIdentity())
      return false;
    reads = true;
  }
  return reads;
}

bool mlir::burin::fused::isZeroFill(Value tensor) {
  if (auto fill = tensor.getDefiningOp<linalg::FillOp>())
    return matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
  DenseElementsAttr dense;
  return matchPattern(tensor, m_Constant(&dense)) && dense.isSplat() &&
         isa<FloatType>(dense.getElementType()) && dense.getSplatValue<APFloat>().isZero();
}
