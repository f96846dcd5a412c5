//===- NormApplication.cpp - The element-wise half of a group norm --------===//
#include "passes/Fusion/NormApplication.h"

#include "dialects/Fused/Reader.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Kernel/KernelDialect.h"

using namespace mlir;
using namespace mlir::burin;
using to_linalg::BodyBuilder;
using to_linalg::LinalgBuilder;

/// The input as it is before its positions are collapsed into one dimension: readers
/// see no reshape in between, which would hide what their index maps have in common.
static Value getPositions(fused::GroupNormOp norm) {
  auto collapse = norm.getInput().getDefiningOp<tensor::CollapseShapeOp>();
  if (!collapse)
    return norm.getInput();
  SmallVector<ReassociationIndices> groups = collapse.getReassociationIndices();
  bool keepsEnds = groups.size() == 3 && groups.front().size() == 1 && groups.back().size() == 1;
  return keepsEnds ? collapse.getSrc() : norm.getInput();
}

/// Element [n, ..., c] of the result from x, the statistics of group c / (C / G), and
/// scale and bias of channel c.
static Value createApplication(LinalgBuilder &b, fused::GroupNormOp norm, Value x, Value statistics,
                               MomentsBody moments) {
  auto type = cast<RankedTensorType>(x.getType()).clone(norm.getResult().getType().getElementType());
  int64_t rank = type.getRank(), perGroup = type.getShape().back() / static_cast<int64_t>(norm.getGroups());
  MLIRContext *context = b.getContext();
  AffineExpr image = getAffineDimExpr(0, context), channel = getAffineDimExpr(rank - 1, context);
  auto perPower = [&](int64_t power) {
    return AffineMap::get(rank, 0, {image, getAffineConstantExpr(power, context), channel.floorDiv(perGroup)}, context);
  };
  AffineMap perChannel = AffineMap::get(rank, 0, {channel}, context);
  return b.parallel({x, statistics, statistics, norm.getScale(), norm.getBias()},
                    {b.getIdentity(rank), perPower(0), perPower(1), perChannel, perChannel}, type,
                    [&](BodyBuilder &body, ValueRange args) {
                      GroupMoments group = moments(body, args[1], args[2]);
                      Value factor = body.mul(group.inverse, body.widen(args[3]));
                      Value y = body.mul(body.sub(body.widen(args[0]), group.mean), factor);
                      return body.narrow(body.add(y, body.widen(args[4])), type.getElementType());
                    });
}

bool mlir::burin::isAppliedByReader(fused::GroupNormOp norm) {
  return norm->hasAttr(kernel::kNormPrologueAttrName);
}

static LogicalResult markInline(fused::GroupNormOp norm, Operation *application) {
  fused::Reader reader = fused::findReader(norm.getResult());
  if (!reader.root)
    return norm.emitOpError("cannot be applied by its reader as ") << kernel::kNormPrologueAttrName
                                                                   << " says: " << reader.why;
  auto mark = UnitAttr::get(norm.getContext());
  application->setAttr(fused::kInlineAttrName, mark);
  for (Operation *op : reader.elementwise)
    op->setAttr(fused::kInlineAttrName, mark);
  return success();
}

/// Views that undo the collapse read the application itself.
static void replaceUses(fused::GroupNormOp norm, Value application, LinalgBuilder &b) {
  for (Operation *user : llvm::make_early_inc_range(norm.getResult().getUsers())) {
    auto expand = dyn_cast<tensor::ExpandShapeOp>(user);
    if (!expand || expand.getType() != application.getType())
      continue;
    expand.getResult().replaceAllUsesWith(application);
    expand.erase();
  }
  if (!norm.getResult().use_empty())
    norm.getResult().replaceAllUsesWith(b.reshape(application, norm.getResult().getType().getShape()));
}

LogicalResult mlir::burin::replaceByApplication(fused::GroupNormOp norm, Value statistics, MomentsBody moments) {
  OpBuilder builder(norm);
  LinalgBuilder b(builder, norm.getLoc());
  Value application = createApplication(b, norm, getPositions(norm), statistics, moments);
  if (isAppliedByReader(norm) && failed(markInline(norm, application.getDefiningOp())))
    return failure();
  replaceUses(norm, application, b);
  norm.erase();
  return success();
}
