//===- vulkan_record.cpp - Recording dispatches ---------------------------===//
//
// Descriptor sets are written once; command buffers are made from them for each
// kind of replay. A barrier stands only where HazardTracker sees a hazard, and
// is one global memory barrier: drivers do not tell buffers apart there.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/hazards.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <algorithm>

namespace burin::vulkan {

Status Recorder::check(const BoundDispatch &dispatch) const {
  const SPIRVModule &facts =
      static_cast<VulkanModule *>(dispatch.module)->facts;
  if (facts.entryPoint != dispatch.kernel)
    return failedPrecondition(
        strCat("its module's entry point is '", facts.entryPoint, "'"));
  if (facts.bindings != dispatch.args.size())
    return failedPrecondition(strCat("the code takes ", facts.bindings,
                                     " arguments, the plan gives ",
                                     dispatch.args.size()));
  if (facts.workgroupSize != dispatch.workgroupSize)
    return failedPrecondition("the code is made for another work-group size "
                              "than the plan states");
  return okStatus();
}

void Recorder::writeSet(const BoundDispatch &dispatch, VkDescriptorSet set) {
  size_t count = dispatch.args.size();
  std::vector<VkDescriptorBufferInfo> buffers(count);
  std::vector<VkWriteDescriptorSet> writes(count);
  for (size_t i = 0; i < count; ++i) {
    const BoundArg &arg = dispatch.args[i];
    buffers[i] = {static_cast<VulkanBuffer *>(arg.buffer)->handle(), arg.offset,
                  arg.size};
    writes[i] = {};
    writes[i].sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
    writes[i].dstSet = set;
    writes[i].dstBinding = uint32_t(i);
    writes[i].descriptorCount = 1;
    writes[i].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
    writes[i].pBufferInfo = &buffers[i];
  }
  api.vkUpdateDescriptorSets(api.device, uint32_t(count), writes.data(), 0,
                             nullptr);
}

Status Recorder::makeSets(Span<const BoundDispatch> dispatches,
                          VulkanCommandList &list) {
  std::vector<VkDescriptorSetLayout> layouts;
  VkDescriptorPoolSize size = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 0};
  for (const BoundDispatch &dispatch : dispatches) {
    layouts.push_back(
        static_cast<VulkanModule *>(dispatch.module)->setLayout.get());
    size.descriptorCount += uint32_t(dispatch.args.size());
  }
  VkDescriptorPoolCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
  info.maxSets = uint32_t(layouts.size());
  info.poolSizeCount = size.descriptorCount ? 1 : 0;
  info.pPoolSizes = &size;
  VkDescriptorPool pool = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkCreateDescriptorPool(api.device, &info, nullptr, &pool),
               "cannot make a descriptor pool"));
  list.descriptors = DescriptorPoolHandle(&api, pool);
  VkDescriptorSetAllocateInfo allocation = {};
  allocation.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
  allocation.descriptorPool = pool;
  allocation.descriptorSetCount = uint32_t(layouts.size());
  allocation.pSetLayouts = layouts.data();
  std::vector<VkDescriptorSet> sets(layouts.size());
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkAllocateDescriptorSets(api.device, &allocation, sets.data()),
      "cannot make descriptor sets"));
  for (size_t i = 0; i < sets.size(); ++i) {
    writeSet(dispatches[i], sets[i]);
    list.dispatches[i].set = sets[i];
  }
  return okStatus();
}

StatusOr<std::unique_ptr<CommandList>>
Recorder::record(Span<const BoundDispatch> dispatches) {
  auto list = std::make_unique<VulkanCommandList>();
  HazardTracker hazards;
  for (const BoundDispatch &dispatch : dispatches) {
    BURIN_RETURN_IF_ERROR(checkDispatch(dispatch, context.found.info));
    Status status = check(dispatch);
    if (!status.ok())
      return status.withContext(dispatchName(dispatch));
    auto *module = static_cast<VulkanModule *>(dispatch.module);
    list->dispatches.push_back(
        {module->pipeline.get(), module->layout.get(), VK_NULL_HANDLE,
         dispatch.groups, hazards.add(dispatch.args), dispatchName(dispatch)});
  }
  if (!dispatches.empty())
    BURIN_RETURN_IF_ERROR(makeSets(dispatches, *list));
  BURIN_ASSIGN_OR_RETURN(list->pool, context.makeCommandPool());
  for (FenceHandle &fence : list->fences) {
    BURIN_ASSIGN_OR_RETURN(fence, context.makeFence());
  }
  BURIN_ASSIGN_OR_RETURN(list->whole,
                         encode(*list, 0, dispatches.size(), false));
  return std::unique_ptr<CommandList>(std::move(list));
}

//===--- Command buffers
//----------------------------------------------------===//

namespace {
struct Scope {
  VkPipelineStageFlags stages;
  VkAccessFlags access;
};
} // namespace

static constexpr Scope kKernelWrites = {VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                        VK_ACCESS_SHADER_WRITE_BIT};
static constexpr Scope kKernels = {VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                   VK_ACCESS_SHADER_READ_BIT |
                                       VK_ACCESS_SHADER_WRITE_BIT};

static void barrier(const DeviceApi &api, VkCommandBuffer commands, Scope from,
                    Scope to) {
  VkMemoryBarrier memory = {};
  memory.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  memory.srcAccessMask = from.access;
  memory.dstAccessMask = to.access;
  api.vkCmdPipelineBarrier(commands, from.stages, to.stages, 0, 1, &memory, 0,
                           nullptr, 0, nullptr);
}

StatusOr<VkCommandBuffer> Recorder::encode(const VulkanCommandList &list,
                                           size_t begin, size_t end,
                                           bool timed) {
  BURIN_ASSIGN_OR_RETURN(VkCommandBuffer commands,
                         context.makeCommandBuffer(list.pool.get()));
  VkCommandBufferBeginInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  // The next step is submitted before the last one is done.
  info.flags = VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT;
  BURIN_RETURN_IF_ERROR(toStatus(api.vkBeginCommandBuffer(commands, &info),
                                 "cannot record commands"));
  VkQueryPool queries = list.queries.get();
  if (timed)
    api.vkCmdResetQueryPool(commands, queries, uint32_t(2 * begin),
                            uint32_t(2 * (end - begin)));
  if (begin == 0) {
    // Uploads, and the run before, which may have been another list's.
    Scope before = {kKernelWrites.stages | VK_PIPELINE_STAGE_TRANSFER_BIT,
                    kKernelWrites.access | VK_ACCESS_TRANSFER_WRITE_BIT};
    barrier(api, commands, before, kKernels);
  }
  VkPipeline bound = VK_NULL_HANDLE;
  for (size_t i = begin; i < end; ++i) {
    const RecordedDispatch &dispatch = list.dispatches[i];
    if (dispatch.barrier || (timed && i > begin))
      barrier(api, commands, kKernelWrites, kKernels);
    if (dispatch.pipeline != bound)
      api.vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                            dispatch.pipeline);
    bound = dispatch.pipeline;
    api.vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                                dispatch.layout, 0, 1, &dispatch.set, 0,
                                nullptr);
    // Not before everything earlier is done.
    if (timed)
      api.vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                              queries, uint32_t(2 * i));
    api.vkCmdDispatch(commands, dispatch.groups[0], dispatch.groups[1],
                      dispatch.groups[2]);
    if (timed)
      api.vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                              queries, uint32_t(2 * i + 1));
  }
  if (end == list.dispatches.size())
    barrier(api, commands, kKernelWrites,
            {VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT});
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkEndCommandBuffer(commands), "cannot record commands"));
  return commands;
}

} // namespace burin::vulkan
