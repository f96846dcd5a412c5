//===- OutlineGroups.cpp - Every op joins one group -----------------------===//
//
// GroupFormer decides what belongs together; here each group becomes a function, and
// remarks say what it saves.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/GroupFormer.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mlir::burin {
#define GEN_PASS_DEF_OUTLINEGROUPSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct OutlineGroupsPass final : impl::OutlineGroupsPassBase<OutlineGroupsPass> {
  using OutlineGroupsPassBase::OutlineGroupsPassBase;
  void runOnOperation() override;
};
} // namespace

static std::string getGroupName(const GroupOps &group, unsigned number) {
  StringRef kind = "elementwise";
  if (auto op = dyn_cast_if_present<linalg::LinalgOp>(group.root))
    kind = linalg::isaContractionOpInterface(op)     ? "matmul"
           : fused::isMultiplyAccumulate(group.root) ? "conv"
                                                     : "reduce";
  else if (isa_and_present<linalg::SoftmaxOp>(group.root))
    kind = "softmax";
  else if (group.root)
    kind = group.root->getName().stripDialect();
  return (kind + "_" + Twine(number)).str();
}

/// Groups refer to the original values until all are outlined: the caller
/// replaces each tail's result by the returned call's.
static func::CallOp outline(OpBuilder &module, const GroupOps &group, unsigned number) {
  SmallVector<Operation *> order(group.ops.begin(), group.ops.end());
  llvm::sort(order, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  SmallVector<Location> locations;
  for (Operation *op : order)
    locations.push_back(op->getLoc());
  // The reasons travel with the call's location: they change no IR.
  SmallVector<Attribute> reasons;
  for (const std::string &reason : group.reasons)
    reasons.push_back(module.getStringAttr(reason));
  Attribute metadata = reasons.empty() ? Attribute() : module.getArrayAttr(reasons);
  Location loc = FusedLoc::get(locations, metadata, module.getContext());

  SmallVector<Value> inputs(group.inputs.begin(), group.inputs.end());
  SmallVector<Value> results = {group.tail->getResult(0)};
  if (Operation *second = group.getSecond())
    results.push_back(second->getResult(0));
  auto type = module.getFunctionType(ValueRange(inputs).getTypes(), ValueRange(results).getTypes());
  auto func = func::FuncOp::create(module, loc, getGroupName(group, number), type);
  func.setPrivate();
  Block *body = func.addEntryBlock();
  IRMapping mapping;
  mapping.map(inputs, body->getArguments());
  OpBuilder builder = OpBuilder::atBlockEnd(body);
  for (Operation *op : order)
    builder.clone(*op, mapping);
  for (Value &result : results)
    result = mapping.lookup(result);
  func::ReturnOp::create(builder, loc, results);

  OpBuilder caller(group.tail);
  return func::CallOp::create(caller, loc, func, inputs);
}

/// What a norm keeps is made later than it was: so are views of it.
static void moveViewsBehind(Value made) {
  SmallVector<Operation *> users(made.getUsers());
  for (Operation *user : users) {
    if (!isView(user) || !user->isBeforeInBlock(made.getDefiningOp()))
      continue;
    user->moveAfter(made.getDefiningOp());
    moveViewsBehind(user->getResult(0));
  }
}

/// Results that no dispatch writes (arguments, constants, one value returned
/// twice) are copied: an output buffer belongs to one result.
static void copyAliasedResults(func::FuncOp func) {
  Operation *terminator = func.getBody().front().getTerminator();
  DenseSet<Value> seen;
  for (OpOperand &operand : terminator->getOpOperands()) {
    Value source = skipViews(operand.get());
    Operation *def = source.getDefiningOp();
    if (def && !isa<plan::ConstantOp>(def) && !isLiteral(def) && seen.insert(source).second)
      continue;
    OpBuilder builder(terminator);
    auto type = cast<RankedTensorType>(operand.get().getType());
    Value empty = tensor::EmptyOp::create(builder, terminator->getLoc(), type.getShape(), type.getElementType());
    AffineMap identity = builder.getMultiDimIdentityMap(type.getRank());
    SmallVector<utils::IteratorType> iterators(type.getRank(), utils::IteratorType::parallel);
    auto copy = linalg::GenericOp::create(
        builder, terminator->getLoc(), type, operand.get(), empty, ArrayRef<AffineMap>{identity, identity},
        iterators, [](OpBuilder &b, Location loc, ValueRange args) { linalg::YieldOp::create(b, loc, args[0]); });
    operand.set(copy.getResult(0));
  }
}

/// Remarks on what a group holds besides its root. A tensor that stays inside is
/// neither written nor read: twice its bytes are saved.
static void explainGroup(GroupOps &group) {
  if (!group.spine.empty()) {
    int64_t bytes = 0;
    for (Value value : group.spine)
      bytes += 2 * getTensorBytes(value);
    std::string text = (Twine(group.spine.size()) + " op(s) joined the group of " +
                        group.root->getName().getStringRef() + ": saves " + Twine(bytes) + " bytes")
                           .str();
    remark::passed(group.tail->getLoc(), remark::RemarkOpts::name("epilogue").category("fusion")) << text;
    addReason(group, "epilogue", group.tail, text);
  }
  StringRef kernel = group.root ? group.root->getName().getStringRef()
                                : group.tail->getName().getStringRef();
  for (Operation *op : group.ops) {
    bool isSpine = llvm::any_of(group.spine, [&](Value value) {
      return llvm::is_contained(op->getOperands(), value);
    });
    bool isData = isElementwise(op) || isa<tensor::ConcatOp, tensor::ExtractSliceOp>(op);
    if (op == group.tail || op == group.root || isSpine || !isData)
      continue;
    std::string text = (op->getName().getStringRef() + " joined the group of " + kernel + ": saves " +
                        Twine((op == group.kept ? 1 : 2) * getTensorBytes(op->getResult(0))) + " bytes")
                           .str();
    remark::passed(op->getLoc(), remark::RemarkOpts::name("prologue").category("fusion")) << text;
    addReason(group, "prologue", op, text);
  }
}

void OutlineGroupsPass::runOnOperation() {
  ModuleOp module = getOperation();
  SmallVector<func::FuncOp> functions;
  for (auto func : module.getOps<func::FuncOp>())
    if (!func.isPrivate())
      functions.push_back(func);
  unsigned number = 0;
  for (func::FuncOp func : functions) {
    if (func.isExternal() || !func.getBody().hasOneBlock()) {
      func.emitOpError("is no straight-line function");
      return signalPassFailure();
    }
    copyAliasedResults(func);
    SmallVector<GroupOps> groups = formGroups(func, epilogues, prologues);
    OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
    SmallVector<std::pair<Value, Value>> calls;
    for (GroupOps &group : groups) {
      explainGroup(group);
      func::CallOp call = outline(builder, group, number++);
      calls.emplace_back(group.tail->getResult(0), call.getResult(0));
      if (Operation *second = group.getSecond())
        calls.emplace_back(second->getResult(0), call.getResult(1));
      ++numGroups;
    }
    for (auto [result, returned] : calls) {
      result.replaceAllUsesWith(returned);
      moveViewsBehind(returned);
    }
    // What groups inlined is dead here; users come after producers.
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(func.getBody().front())))
      if (isOpTriviallyDead(&op))
        op.erase();
  }
}

} // namespace mlir::burin
