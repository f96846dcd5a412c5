//===- EnumerateCandidates.cpp - A program that only compares kernels -----===//
#include "codegen/Passes.h"
#include "codegen/Strategy/KernelConfig.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/IR/Remarks.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/xxhash.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ENUMERATECANDIDATESPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
/// A group and the calls of it.
struct Called {
  func::FuncOp func;
  int64_t calls = 0;
  func::CallOp first; ///< its location names the model's nodes
};

struct EnumerateCandidatesPass final : impl::EnumerateCandidatesPassBase<EnumerateCandidatesPass> {
  using EnumerateCandidatesPassBase::EnumerateCandidatesPassBase;
  void runOnOperation() override;
  void addEntry(Called called, StringRef signature, ArrayRef<kernel::ConfigAttr> configs);
};
} // namespace

/// Noise can stand in for tensors of floats only.
static bool hasSyntheticInputs(func::FuncOp func) {
  return llvm::all_of(func.getArgumentTypes(), [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape() &&
           (tensor.getElementType().isF32() || tensor.getElementType().isF16() ||
            tensor.getElementType().isBF16());
  });
}

/// Noise for argument `number` of a group. Of weights each candidate has its own, of the same
/// values: in a network they come from memory, not from the cache in which the candidate before
/// has left them.
static Value createInput(OpBuilder &builder, Called called, StringRef signature, unsigned number,
                         size_t candidate) {
  Type type = called.func.getArgumentTypes()[number];
  Location loc = called.first->getLoc();
  std::string name = signature.str() + "." + std::to_string(number);
  auto noise = plan::SyntheticSourceAttr::get(builder.getContext(), llvm::xxh3_64bits(name), builder.getF32FloatAttr(0.0f),
                                              builder.getF32FloatAttr(0.5f));
  if (called.first.getOperand(number).getDefiningOp<plan::ConstantOp>())
    name += "." + std::to_string(candidate);
  return plan::ConstantOp::create(builder, loc, type, builder.getStringAttr(name), noise, TypeAttr::get(type),
                                  builder.getArrayAttr({}));
}

/// func @signature() -> one result per config: every candidate on the same values.
void EnumerateCandidatesPass::addEntry(Called called, StringRef signature, ArrayRef<kernel::ConfigAttr> configs) {
  func::FuncOp func = called.func;
  Location loc = called.first->getLoc();
  OpBuilder builder(func);
  SmallVector<Type> results(configs.size(), func.getResultTypes().front());
  auto entry = func::FuncOp::create(builder, loc, signature, builder.getFunctionType({}, results));
  OpBuilder body = OpBuilder::atBlockBegin(entry.addEntryBlock());
  SmallVector<Value> outputs;
  for (auto [i, config] : llvm::enumerate(configs)) {
    func::FuncOp candidate = func.clone();
    candidate.setName((func.getName() + "_c" + Twine(i)).str());
    candidate->setAttr(kernel::kConfigAttrName, config);
    builder.insert(candidate);
    SmallVector<Value> inputs;
    for (unsigned number = 0; number < func.getNumArguments(); ++number)
      inputs.push_back(createInput(body, called, signature, number, i));
    outputs.push_back(func::CallOp::create(body, loc, candidate, inputs).getResult(0));
    ++numCandidates;
  }
  func::ReturnOp::create(body, loc, outputs);
}

void EnumerateCandidatesPass::runOnOperation() {
  ModuleOp module = getOperation();
  FailureOr<Target> target = Target::get(module);
  if (failed(target))
    return signalPassFailure();
  SymbolTable symbols(module);
  llvm::MapVector<Operation *, Called> groups;
  SmallVector<func::FuncOp> entries;
  for (auto func : module.getOps<func::FuncOp>())
    if (!func.isPrivate())
      entries.push_back(func);
  for (func::FuncOp entry : entries)
    entry.walk([&](func::CallOp call) {
      auto func = symbols.lookup<func::FuncOp>(call.getCallee());
      if (func && func.isPrivate())
        ++groups.insert({func, Called{func, 0, call}}).first->second.calls;
    });
  llvm::MapVector<StringAttr, int64_t> calls;
  Builder builder(&getContext());
  for (auto &[op, called] : groups) {
    FailureOr<Group> group = Group::analyze(called.func);
    auto config = called.func->getAttrOfType<kernel::ConfigAttr>(kernel::kConfigAttrName);
    if (failed(group))
      return signalPassFailure();
    if (!config || !hasSyntheticInputs(called.func))
      continue;
    if (!schedules.empty() && !llvm::is_contained(schedules, config.getSchedule()))
      continue;
    SmallVector<kernel::ConfigAttr> configs = enumerateConfigs(*group, config, *target, limit);
    auto signature = builder.getStringAttr(getGroupSignature(called.func));
    if (configs.size() < 2)
      continue;
    if (calls[signature] == 0)
      addEntry(called, signature, configs);
    calls[signature] += called.calls;
  }
  for (func::FuncOp entry : entries)
    entry.erase();
  for (auto &[op, called] : groups)
    called.func.erase();
  if (calls.empty()) {
    module.emitError("no group of the model has more than one config to choose from");
    return signalPassFailure();
  }
  SmallVector<NamedAttribute> counts;
  for (auto [signature, count] : calls)
    counts.push_back(builder.getNamedAttr(signature, builder.getI64IntegerAttr(count)));
  module->setAttr(kCandidateCallsAttrName, builder.getDictionaryAttr(counts));
}

} // namespace mlir::burin
