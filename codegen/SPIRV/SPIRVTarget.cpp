//===- SPIRVTarget.cpp - What SPIR-V a target may be given ----------------===//
#include "codegen/SPIRV/SPIRVTarget.h"

#include "codegen/Common/Target.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace mlir::burin::codegen;

/// What phones of the last five years, desktop GPUs and lavapipe have in common.
static SmallVector<spirv::Capability> getDefaultCapabilities() {
  using C = spirv::Capability;
  return {C::Shader,
          C::Int8,
          C::Int16,
          C::Int64,
          C::Float16,
          C::StorageBuffer16BitAccess,
          C::StorageBuffer8BitAccess,
          C::GroupNonUniform,
          C::GroupNonUniformVote,
          C::GroupNonUniformArithmetic,
          C::GroupNonUniformBallot,
          C::GroupNonUniformShuffle,
          C::GroupNonUniformShuffleRelative};
}

/// The names in `key` of `vulkan` as enumerants; `symbolize` knows one name.
template <typename Enum, typename Symbolize>
static LogicalResult readNames(ModuleOp module, DictionaryAttr vulkan, StringRef key,
                               Symbolize symbolize, SmallVector<Enum> &values) {
  if (!vulkan || !vulkan.contains(key))
    return success();
  values.clear();
  auto names = dyn_cast<ArrayAttr>(vulkan.get(key));
  for (Attribute name : names ? names.getValue() : ArrayRef<Attribute>()) {
    auto text = dyn_cast<StringAttr>(name);
    std::optional<Enum> value = text ? symbolize(text.getValue()) : std::nullopt;
    if (!value)
      return module.emitError("target description: 'vulkan.")
             << key << "' has " << name << ", which is no name of the SPIR-V specification";
    values.push_back(*value);
  }
  if (!names)
    return module.emitError("target description: 'vulkan.") << key << "' must be a list of names";
  return success();
}

static FailureOr<spirv::Version> readVersion(ModuleOp module, DictionaryAttr vulkan) {
  auto text = vulkan ? vulkan.getAs<StringAttr>("spirv_version") : StringAttr();
  if (!text) {
    if (vulkan && vulkan.contains("spirv_version"))
      return module.emitError("target description: 'vulkan.spirv_version' must be a string");
    return spirv::Version::V_1_3; // what Vulkan 1.1 accepts
  }
  std::optional<spirv::Version> version = spirv::symbolizeVersion(("v" + text.getValue()).str());
  if (!version || *version < spirv::Version::V_1_3)
    return module.emitError("target description: 'vulkan.spirv_version' is '")
           << text.getValue() << "'; it must be 1.3 (Vulkan 1.1) or later";
  return *version;
}

FailureOr<spirv::TargetEnvAttr> mlir::burin::codegen::getSPIRVTarget(ModuleOp module) {
  FailureOr<Target> target = Target::get(module);
  if (failed(target))
    return failure();
  auto dict = module->getAttrOfType<DictionaryAttr>(kTargetAttrName);
  auto vulkan = dict.getAs<DictionaryAttr>("vulkan");
  SmallVector<spirv::Capability> capabilities = getDefaultCapabilities();
  SmallVector<spirv::Extension> extensions = {
      spirv::Extension::SPV_KHR_storage_buffer_storage_class,
      spirv::Extension::SPV_KHR_16bit_storage, spirv::Extension::SPV_KHR_8bit_storage};
  FailureOr<spirv::Version> version = readVersion(module, vulkan);
  if (failed(version) ||
      failed(readNames(
          module, vulkan, "capabilities",
          [](StringRef name) { return spirv::symbolizeCapability(name); }, capabilities)) ||
      failed(readNames(
          module, vulkan, "extensions",
          [](StringRef name) { return spirv::symbolizeExtension(name); }, extensions)))
    return failure();
  Builder builder(module.getContext());
  auto subgroup = static_cast<int>(target->subgroupSize);
  auto limits = spirv::ResourceLimitsAttr::get(
      module.getContext(), static_cast<int>(target->localMemoryBytes),
      static_cast<int>(target->maxWorkgroupSize),
      builder.getI32ArrayAttr({static_cast<int>(target->maxWorkgroupSize),
                               static_cast<int>(target->maxWorkgroupSize), 64}),
      subgroup, subgroup, subgroup, builder.getArrayAttr({}), builder.getArrayAttr({}));
  auto triple = spirv::VerCapExtAttr::get(*version, capabilities, extensions, module.getContext());
  return spirv::TargetEnvAttr::get(triple, limits, spirv::ClientAPI::Vulkan);
}
