//===- RootOps.cpp - Ops that need a kernel of their own ------------------===//
#include "dialects/Fused/RootOps.h"

#include "dialects/Fused/FusedDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;

bool mlir::burin::fused::isRootOp(Operation *op) {
  if (isa<linalg::SoftmaxOp, AttentionOp, GroupNormOp, LayerNormOp, SoftmaxStatisticsOp>(op))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.getNumReductionLoops() != 0;
}
