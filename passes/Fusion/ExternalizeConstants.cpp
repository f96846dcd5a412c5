//===- ExternalizeConstants.cpp - Tables become plan constants ------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/StringSet.h"

namespace mlir::burin {
#define GEN_PASS_DEF_EXTERNALIZECONSTANTSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct ExternalizeConstantsPass final
    : impl::ExternalizeConstantsPassBase<ExternalizeConstantsPass> {
  void runOnOperation() override;
};
} // namespace

void ExternalizeConstantsPass::runOnOperation() {
  unsigned count = 0;
  llvm::StringSet<> names; // unique in a plan
  getOperation().walk([&](plan::ConstantOp op) { names.insert(op.getName()); });
  auto getName = [&] {
    std::string name;
    do
      name = "literal_" + std::to_string(count++);
    while (!names.insert(name).second);
    return name;
  };
  SmallVector<arith::ConstantOp> constants;
  getOperation().walk([&](arith::ConstantOp op) { constants.push_back(op); });
  for (arith::ConstantOp op : constants) {
    auto dense = dyn_cast<DenseElementsAttr>(op.getValue());
    if (!dense || dense.isSplat() || !isa<RankedTensorType>(op.getType()))
      continue;
    OpBuilder builder(op);
    auto constant = plan::ConstantOp::create(
        builder, op.getLoc(), cast<RankedTensorType>(op.getType()),
        builder.getStringAttr(getName()), dense,
        TypeAttr::get(op.getType()), builder.getArrayAttr({}));
    op.replaceAllUsesWith(constant.getResult());
    op.erase();
  }
}

} // namespace mlir::burin
