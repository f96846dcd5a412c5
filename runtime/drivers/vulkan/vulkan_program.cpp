//===- vulkan_program.cpp - Building pipelines ----------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <algorithm>
#include <cstring>

namespace burin::vulkan {

/// The sub-group size that a module's options ask for, as "subgroup-size=32";
/// 0 if it works with any.
static StatusOr<uint32_t> readOptions(const std::string &options) {
  static const std::string prefix = "subgroup-size=";
  if (options.empty())
    return 0u;
  std::string number = options.compare(0, prefix.size(), prefix) == 0
                           ? options.substr(prefix.size())
                           : std::string();
  bool isNumber = !number.empty() && number.size() <= 3 &&
                  std::all_of(number.begin(), number.end(),
                              [](char c) { return c >= '0' && c <= '9'; });
  if (!isNumber)
    return Status(StatusCode::kBuildFailure,
                  strCat("unknown build options '", options, "'"));
  uint32_t size = 0;
  for (char c : number)
    size = size * 10 + uint32_t(c - '0');
  return size;
}

static bool hasSeveral(const Features &features) {
  return features.minSubgroupSize < features.maxSubgroupSize;
}

static bool canChoose(const Features &features, uint32_t subgroupSize) {
  return features.minSubgroupSize && subgroupSize >= features.minSubgroupSize &&
         subgroupSize <= features.maxSubgroupSize &&
         (subgroupSize & (subgroupSize - 1)) == 0;
}

Status ProgramBuilder::makeLayout(VulkanModule &module) {
  std::vector<VkDescriptorSetLayoutBinding> bindings(module.facts.bindings);
  for (uint32_t i = 0; i < bindings.size(); ++i) {
    bindings[i] = {};
    bindings[i].binding = i;
    bindings[i].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
    bindings[i].descriptorCount = 1;
    bindings[i].stageFlags = VK_SHADER_STAGE_COMPUTE_BIT;
  }
  VkDescriptorSetLayoutCreateInfo setInfo = {};
  setInfo.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
  setInfo.bindingCount = uint32_t(bindings.size());
  setInfo.pBindings = bindings.data();
  VkDescriptorSetLayout set = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkCreateDescriptorSetLayout(api.device, &setInfo, nullptr, &set),
      "cannot make a descriptor layout"));
  module.setLayout = SetLayoutHandle(&api, set);
  VkPipelineLayoutCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
  info.setLayoutCount = 1;
  info.pSetLayouts = &set;
  VkPipelineLayout layout = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkCreatePipelineLayout(api.device, &info, nullptr, &layout),
               "cannot make a pipeline layout"));
  module.layout = PipelineLayoutHandle(&api, layout);
  return okStatus();
}

/// A driver's refusal of code, whatever it calls it; other errors as they are.
static Status buildStatus(VkResult result, const DeviceInfo &info) {
  Status status = toStatus(result, strCat(info.name, " cannot build it"));
  bool isOther = status.ok() || status.code() == StatusCode::kOutOfMemory ||
                 status.code() == StatusCode::kDeviceLost;
  return isOther ? status : Status(StatusCode::kBuildFailure, status.message());
}

Status ProgramBuilder::makePipeline(VulkanModule &module, ByteSpan code,
                                    uint32_t subgroupSize,
                                    VkPipelineCache pipelines) {
  const DeviceInfo &info = context.found.info;
  std::vector<uint32_t> words(code.size() / 4);
  std::memcpy(words.data(), code.data(), code.size());
  VkShaderModuleCreateInfo shaderInfo = {};
  shaderInfo.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
  shaderInfo.codeSize = code.size();
  shaderInfo.pCode = words.data();
  VkShaderModule made = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(buildStatus(
      api.vkCreateShaderModule(api.device, &shaderInfo, nullptr, &made), info));
  ShaderHandle shader(&api, made);

  VkPipelineShaderStageRequiredSubgroupSizeCreateInfo required = {};
  required.sType =
      VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO;
  required.requiredSubgroupSize = subgroupSize;
  VkComputePipelineCreateInfo pipelineInfo = {};
  pipelineInfo.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
  VkPipelineShaderStageCreateInfo &stage = pipelineInfo.stage;
  stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  stage.module = shader.get();
  stage.pName = module.facts.entryPoint.c_str();
  // A device with one size needs no telling.
  if (hasSeveral(*context.features) &&
      canChoose(*context.features, subgroupSize)) {
    stage.pNext = &required;
    if (context.features->subgroupSizes.computeFullSubgroups &&
        module.facts.workgroupSize[0] % subgroupSize == 0)
      stage.flags = VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT;
  }
  // What the device does unless asked may be to check every access.
  VkPipelineRobustnessCreateInfoEXT robustness = {};
  robustness.sType = VK_STRUCTURE_TYPE_PIPELINE_ROBUSTNESS_CREATE_INFO_EXT;
  robustness.storageBuffers =
      VK_PIPELINE_ROBUSTNESS_BUFFER_BEHAVIOR_DISABLED_EXT;
  if (context.features->robustness.pipelineRobustness)
    pipelineInfo.pNext = &robustness;
  pipelineInfo.layout = module.layout.get();
  VkPipeline pipeline = VK_NULL_HANDLE;
  VkResult result = api.vkCreateComputePipelines(
      api.device, pipelines, 1, &pipelineInfo, nullptr, &pipeline);
  module.pipeline = PipelineHandle(&api, pipeline);
  return buildStatus(result, info);
}

StatusOr<PipelineCacheHandle> ProgramBuilder::makeCache(ByteSpan data) const {
  VkPipelineCacheCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
  info.initialDataSize = data.size();
  info.pInitialData = data.data();
  VkPipelineCache pipelines = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkCreatePipelineCache(api.device, &info, nullptr, &pipelines),
      "cannot make a pipeline cache"));
  return PipelineCacheHandle(&api, pipelines);
}

void ProgramBuilder::store(const std::string &key,
                           VkPipelineCache pipelines) const {
  size_t size = 0;
  if (api.vkGetPipelineCacheData(api.device, pipelines, &size, nullptr) !=
      VK_SUCCESS)
    return;
  std::vector<uint8_t> data(size);
  // A driver that keeps nothing gives the header alone.
  if (size > context.found.pipelineCacheHeader.size() &&
      api.vkGetPipelineCacheData(api.device, pipelines, &size, data.data()) ==
          VK_SUCCESS)
    cache.store(key, data);
}

StatusOr<std::unique_ptr<DeviceModule>>
ProgramBuilder::build(const Module &source) {
  const DeviceInfo &info = context.found.info;
  if (source.format != CodeFormat::kSPIRV)
    return failedPrecondition(
        strCat("the plan holds OpenCL C, which ", info.id,
               " cannot run; use --device opencl, or compile the plan for a "
               "Vulkan target (burinc --target)"));
  ByteSpan code(reinterpret_cast<const uint8_t *>(source.code.data()),
                source.code.size());
  auto module = std::make_unique<VulkanModule>();
  BURIN_ASSIGN_OR_RETURN(module->facts, readSPIRV(code));
  BURIN_RETURN_IF_ERROR(checkModule(module->facts, *context.features,
                                    context.matrixShapes, info));
  BURIN_ASSIGN_OR_RETURN(uint32_t subgroup, readOptions(source.buildOptions));
  if (subgroup && subgroup != info.subgroupSize &&
      !canChoose(*context.features, subgroup))
    return failedPrecondition(strCat(
        "is made for sub-groups of ", subgroup, " items, ", info.name, " has ",
        info.subgroupSize, "; compile the plan for this device"));
  BURIN_RETURN_IF_ERROR(makeLayout(*module));

  std::string key;
  std::optional<std::vector<uint8_t>> stored;
  const std::vector<uint8_t> &header = context.found.pipelineCacheHeader;
  if (cache.enabled()) {
    key = ProgramCache::key({"vulkan", context.found.cacheIdentity,
                             source.buildOptions, source.code});
    stored = cache.load(key);
    module->cached = stored && stored->size() > header.size() &&
                     std::equal(header.begin(), header.end(), stored->begin());
  }
  BURIN_ASSIGN_OR_RETURN(
      PipelineCacheHandle pipelines,
      makeCache(module->cached ? ByteSpan(*stored) : ByteSpan()));
  BURIN_RETURN_IF_ERROR(makePipeline(*module, code, subgroup, pipelines.get()));
  if (cache.enabled() && !module->cached)
    store(key, pipelines.get());
  return std::unique_ptr<DeviceModule>(std::move(module));
}

} // namespace burin::vulkan
