//===- InlinePartSums.cpp - A group norm adds what is summed in parts -----===//
//
// The sum becomes element-wise, one operand per part, and joins the norm's kernel with
// the op that makes the norm's input from it. Other readers of that input get it from
// there, as a second result.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/PartSums.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_INLINEPARTSUMSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct InlinePartSumsPass final : impl::InlinePartSumsPassBase<InlinePartSumsPass> {
  using InlinePartSumsPassBase::InlinePartSumsPassBase;
  void runOnOperation() override;
};
} // namespace

/// The parts of `sum`, added in their order by an element-wise op.
static linalg::GenericOp addParts(linalg::GenericOp sum) {
  OpBuilder b(sum);
  Location loc = sum.getLoc();
  auto type = cast<RankedTensorType>(sum.getResult(0).getType());
  Value partials = sum.getInputs()[0];
  int64_t parts = cast<RankedTensorType>(partials.getType()).getDimSize(0);
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<AffineMap> maps;
  for (int64_t part = 0; part < parts; ++part)
    maps.push_back(identity.insertResult(b.getAffineConstantExpr(part), 0));
  maps.push_back(identity);
  Value empty = tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
  SmallVector<utils::IteratorType> iterators(type.getRank(), utils::IteratorType::parallel);
  auto build = [&](OpBuilder &b, Location loc, ValueRange elements) {
    Value total = elements[0];
    for (Value element : elements.drop_front().take_front(parts - 1))
      total = arith::AddFOp::create(b, loc, total, element);
    linalg::YieldOp::create(b, loc, total);
  };
  return linalg::GenericOp::create(b, loc, type, SmallVector<Value>(parts, partials), empty, maps, iterators, build);
}

void InlinePartSumsPass::runOnOperation() {
  SmallVector<fused::GroupNormOp> norms;
  getOperation().walk([&](fused::GroupNormOp norm) {
    if (norm->hasAttr(kernel::kPartSumsAttrName))
      norms.push_back(norm);
  });
  auto mark = UnitAttr::get(&getContext());
  for (fused::GroupNormOp norm : norms) {
    fused::PartSums found = fused::findPartSums(norm);
    if (!found.sum) {
      norm.emitOpError("adds no parts as ") << kernel::kPartSumsAttrName << " says: nothing makes its input from a sum of parts";
      return signalPassFailure();
    }
    linalg::GenericOp parts = addParts(found.sum);
    parts->setAttr(fused::kInlineAttrName, mark);
    if (found.isShared)
      norm->setAttr(fused::kKeepsInputAttrName, mark);
    else
      found.elementwise->setAttr(fused::kInlineAttrName, mark);
    remark::passed(norm.getLoc(), remark::RemarkOpts::name("norm").category("fusion"))
        << "adds " + std::to_string(found.countParts()) + " parts of its input" +
               (found.isShared ? " and keeps it for others" : "");
    found.sum.getResult(0).replaceAllUsesWith(parts.getResult(0));
    found.sum.erase();
    norm->removeAttr(kernel::kPartSumsAttrName);
    ++numInlined;
  }
}

} // namespace mlir::burin
