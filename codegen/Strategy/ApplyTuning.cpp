//===- ApplyTuning.cpp - Configs that were measured -----------------------===//
#include "codegen/Passes.h"
#include "codegen/Strategy/KernelConfig.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_APPLYTUNINGPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct ApplyTuningPass final : impl::ApplyTuningPassBase<ApplyTuningPass> {
  void runOnOperation() override;
};
} // namespace

/// A config from text that nobody vouches for: null, or one whose numbers are
/// small enough that verifiers may multiply them.
static kernel::ConfigAttr parseConfig(MLIRContext *context, StringRef text) {
  constexpr size_t kMaxText = 512, kMaxExtents = 16;
  constexpr int64_t kMaxExtent = 4096;
  if (text.size() > kMaxText || !text.starts_with("#kernel.config<"))
    return {};
  auto config = dyn_cast_if_present<kernel::ConfigAttr>(parseAttribute(text, context));
  if (!config || config.getWorkgroup().size() != 3 || config.getTile().size() > kMaxExtents)
    return {};
  auto isSmall = [](int64_t extent) { return extent >= 0 && extent <= kMaxExtent; };
  return llvm::all_of(config.getWorkgroup(), isSmall) && llvm::all_of(config.getTile(), isSmall) &&
                 isSmall(config.getVector())
             ? config
             : kernel::ConfigAttr();
}

void ApplyTuningPass::runOnOperation() {
  ModuleOp module = getOperation();
  auto tuning = module->getAttrOfType<DictionaryAttr>(kTuningAttrName);
  if (!tuning)
    return;
  FailureOr<Target> target = Target::get(module);
  if (failed(target))
    return signalPassFailure();
  for (auto func : module.getOps<func::FuncOp>()) {
    if (!func.isPrivate() || func->hasAttr(kernel::kConfigAttrName))
      continue;
    FailureOr<Group> group = Group::analyze(func);
    if (failed(group))
      return signalPassFailure();
    std::string signature = getGroupSignature(func);
    auto options = remark::RemarkOpts::name("tuning").category("strategy");
    auto text = tuning.getAs<StringAttr>(signature);
    if (!text) {
      ++numUnknown;
      remark::missed(func.getLoc(), options) << func.getName().str() + ": no measurement of " + signature;
      continue;
    }
    kernel::ConfigAttr config;
    std::string reason = "it is no config";
    {
      ScopedDiagnosticHandler silence(&getContext(), [&](Diagnostic &diagnostic) {
        reason = diagnostic.str();
        return success();
      });
      config = parseConfig(&getContext(), text);
      if (config && failed(verifyKernelConfig(*group, config, *target)))
        config = {};
    }
    if (!config) {
      ++numRefused;
      remark::missed(func.getLoc(), options)
          << func.getName().str() + ": the config measured for " + signature + " is left out: " + reason;
      continue;
    }
    func->setAttr(kernel::kConfigAttrName, config);
    ++numTuned;
    remark::passed(func.getLoc(), options) << func.getName().str() + ": " + text.str();
  }
}

} // namespace mlir::burin
