//===- HoistInvariants.cpp - Values that change rarely, computed rarely ---===//
#include "passes/Hoist/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_HOISTINVARIANTSPASS
#include "passes/Hoist/Passes.h.inc"

namespace {
struct HoistInvariantsPass final : impl::HoistInvariantsPassBase<HoistInvariantsPass> {
  using HoistInvariantsPassBase::HoistInvariantsPassBase;
  void runOnOperation() override;
};

/// How often a value changes, from never to each run of `main`.
enum class Rate { kConstant, kRarely, kAlways };

class Splitter {
public:
  Splitter(func::FuncOp main, ArrayRef<BlockArgument> rareInputs, StringRef entry);
  /// False when there is nothing to gain.
  bool run();
  unsigned countHoisted() const { return hoisted.size(); }

private:
  void classify();
  Rate getRate(Value value) const { return rates.lookup_or(value, Rate::kConstant); }
  Rate getRate(Operation *op) const;
  void collectCrossing(Value value);
  void collectHoisted(Value value);
  LogicalResult chooseOffsets();
  func::FuncOp createEntry();
  void readState();
  void explain();

  func::FuncOp main;
  SmallVector<BlockArgument> rareInputs;
  StringRef entry;
  DenseMap<Value, Rate> rates;
  SetVector<Value> crossing;    ///< computed in the new function, read in main
  SetVector<Operation *> hoisted;
  SmallVector<int64_t> offsets; ///< of the crossing values in the state
  int64_t stateBytes = 0;
};
} // namespace

/// State is read in ranges that start at multiples of this (docs/plan_format.md).
constexpr int64_t kStateAlignment = 512;
constexpr llvm::StringLiteral kStateAttrName = "plan.state", kNameAttrName = "plan.name";

Splitter::Splitter(func::FuncOp main, ArrayRef<BlockArgument> rareInputs, StringRef entry)
    : main(main), rareInputs(rareInputs), entry(entry) {}

/// An op that is an index map wherever its result is read.
static bool isMovement(Operation *op) {
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::ExtractSliceOp>(op))
    return true;
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == generic.getNumParallelLoops() &&
         generic.getNumResults() == 1 && generic.getNumDpsInputs() == 1 &&
         llvm::hasSingleElement(*generic.getBody());
}

/// Operands, and what regions read from outside.
static SetVector<Value> getReadValues(Operation *op) {
  SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return values;
}

Rate Splitter::getRate(Operation *op) const {
  Rate rate = Rate::kConstant;
  for (Value value : getReadValues(op))
    rate = std::max(rate, getRate(value));
  // What has an effect happens as often as it says.
  return isPure(op) || op->hasTrait<OpTrait::IsTerminator>() ? rate : Rate::kAlways;
}

void Splitter::classify() {
  for (BlockArgument argument : main.getArguments())
    rates[argument] = llvm::is_contained(rareInputs, argument) ? Rate::kRarely : Rate::kAlways;
  for (Operation &op : main.getBody().front())
    for (Value result : op.getResults())
      rates[result] = getRate(&op);
}

/// `value` changes rarely and is read in main: the nearest values on the way to it
/// that are no data movement cross.
void Splitter::collectCrossing(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op) // an input, which main has
    return;
  if (!isMovement(op)) {
    crossing.insert(value);
    return;
  }
  for (Value operand : getReadValues(op))
    if (getRate(operand) == Rate::kRarely)
      collectCrossing(operand);
}

void Splitter::collectHoisted(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || hoisted.contains(op))
    return;
  for (Value operand : getReadValues(op))
    collectHoisted(operand);
  hoisted.insert(op);
}

LogicalResult Splitter::chooseOffsets() {
  for (Value value : crossing) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    FailureOr<int64_t> bytes = type ? plan::getTensorBytes(type) : FailureOr<int64_t>();
    if (failed(bytes))
      return failure();
    offsets.push_back(stateBytes);
    stateBytes += llvm::alignTo(*bytes, kStateAlignment);
  }
  return success();
}

func::FuncOp Splitter::createEntry() {
  SmallVector<Type> inputs, results;
  for (BlockArgument input : rareInputs)
    inputs.push_back(input.getType());
  for (Value value : crossing)
    results.push_back(value.getType());
  OpBuilder builder(main);
  auto func = func::FuncOp::create(builder, main.getLoc(), entry,
                                   builder.getFunctionType(inputs, results));
  Block *body = func.addEntryBlock();
  IRMapping mapping;
  for (auto [i, input] : llvm::enumerate(rareInputs)) {
    mapping.map(input, body->getArgument(i));
    func.setArgAttrs(i, main.getArgAttrDict(input.getArgNumber()));
  }
  builder.setInsertionPointToEnd(body);
  for (Operation *op : hoisted) // operands come before their users
    builder.clone(*op, mapping);
  SmallVector<Value> values;
  for (auto [i, value] : llvm::enumerate(crossing)) {
    values.push_back(mapping.lookup(value));
    func.setResultAttr(i, kStateAttrName, builder.getI64IntegerAttr(offsets[i]));
  }
  func::ReturnOp::create(builder, main.getLoc(), values);
  return func;
}

/// The crossing values become arguments of main.
void Splitter::readState() {
  Builder builder(main.getContext());
  for (auto [crossed, offset] : llvm::zip_equal(crossing, offsets)) {
    Value value = crossed;
    auto attributes = builder.getDictionaryAttr(
        builder.getNamedAttr(kStateAttrName, builder.getI64IntegerAttr(offset)));
    unsigned index = main.getNumArguments();
    (void)main.insertArgument(index, value.getType(), attributes, value.getLoc());
    value.replaceAllUsesWith(main.getArgument(index));
  }
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(main.getBody().front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

void Splitter::explain() {
  int64_t kernels = 0, bytes = 0;
  for (Operation *op : hoisted) {
    if (!fused::isRootOp(op))
      continue;
    ++kernels;
    for (Value value : op->getOperands())
      if (auto type = dyn_cast<RankedTensorType>(value.getType()))
        bytes += plan::getTensorBytes(type).value_or(0);
  }
  std::string text = (Twine(hoisted.size()) + " op(s) run once per change of their inputs, not with main: saves " +
                      Twine(kernels) + " kernel(s) and " + Twine(bytes) + " bytes per run; their " +
                      Twine(crossing.size()) + " result(s) take " + Twine(stateBytes) + " bytes of state")
                         .str();
  remark::passed(main.getLoc(), remark::RemarkOpts::name("hoist-invariants").category("hoist")) << text;
}

bool Splitter::run() {
  classify();
  for (Operation &op : main.getBody().front())
    if (getRate(&op) == Rate::kAlways || op.hasTrait<OpTrait::IsTerminator>())
      for (Value value : getReadValues(&op))
        if (getRate(value) == Rate::kRarely)
          collectCrossing(value);
  if (crossing.empty() || failed(chooseOffsets()))
    return false;
  for (Value value : crossing)
    collectHoisted(value);
  explain();
  createEntry();
  readState();
  return true;
}

void HoistInvariantsPass::runOnOperation() {
  auto main = getOperation().lookupSymbol<func::FuncOp>("main");
  if (!main || main.isExternal() || !main.getBody().hasOneBlock() || getOperation().lookupSymbol(entry))
    return;
  SmallVector<BlockArgument> rareInputs;
  for (const std::string &name : inputs) {
    auto found = llvm::find_if(main.getArguments(), [&](BlockArgument argument) {
      auto known = main.getArgAttrOfType<StringAttr>(argument.getArgNumber(), kNameAttrName);
      return known && known.getValue() == name;
    });
    if (found != main.getArguments().end()) {
      rareInputs.push_back(*found);
    } else if (!ignoreUnknown) {
      InFlightDiagnostic error = main.emitError("has no input '") << name << "' to hoist for; its inputs are:";
      for (unsigned i = 0; i < main.getNumArguments(); ++i)
        if (auto known = main.getArgAttrOfType<StringAttr>(i, kNameAttrName))
          error << " " << known.getValue();
      return signalPassFailure();
    }
  }
  Splitter splitter(main, rareInputs, entry);
  if (!rareInputs.empty() && splitter.run())
    numHoisted += splitter.countHoisted();
}

} // namespace mlir::burin
