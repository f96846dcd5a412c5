//===- vulkan_device.cpp - The Vulkan driver ------------------------------===//

#include "runtime/drivers/vulkan/vulkan_device.h"

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <cstdlib>
#include <string_view>

namespace burin::vulkan {

//===--- Context
//------------------------------------------------------------===//

/// Whether kernels' memory is the host's own, so that copies are pointless.
static bool isUnified(const FoundDevice &found,
                      const VkPhysicalDeviceMemoryProperties &memory) {
  const char *staging = std::getenv("BURIN_STAGING");
  if (staging && std::string_view(staging) == "1")
    return false; // for tests: what a discrete GPU needs, on any device
  if (found.info.isCpu)
    return true;
  for (uint32_t i = 0; i < memory.memoryHeapCount; ++i)
    if (!(memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT))
      return false;
  return true;
}

StatusOr<std::unique_ptr<Context>> Context::open(const FoundDevice &found) {
  std::unique_ptr<Context> result(new Context());
  result->found = found;
  const InstanceApi &instance = found.instance->api;
  result->features = std::make_unique<Features>(
      instance, found.device, found.apiVersion, result->found.info.extensions);
  if (result->features->matrices.cooperativeMatrix)
    result->matrixShapes = vulkan::matrixShapes(instance, found.device);
  float priority = 1;
  VkDeviceQueueCreateInfo queue = {};
  queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
  queue.queueFamilyIndex = found.queueFamily;
  queue.queueCount = 1;
  queue.pQueuePriorities = &priority;
  VkDeviceCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
  info.pNext = result->features->chain();
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  info.enabledExtensionCount = uint32_t(result->features->extensions().size());
  info.ppEnabledExtensionNames = result->features->extensions().data();
  VkDevice device = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(instance.vkCreateDevice(found.device, &info, nullptr, &device),
               strCat("cannot open ", found.info.name)));
  BURIN_ASSIGN_OR_RETURN(result->api, loadDevice(instance, device));
  result->api.vkGetDeviceQueue(device, found.queueFamily, 0, &result->queue);
  VkPhysicalDeviceMemoryProperties memory = {};
  instance.vkGetPhysicalDeviceMemoryProperties(found.device, &memory);
  result->allocator.emplace(result->api, memory, isUnified(found, memory));
  return result;
}

Context::~Context() {
  allocator.reset();
  if (api.vkDestroyDevice)
    api.vkDestroyDevice(api.device, nullptr);
}

Status Context::submit(Span<const VkCommandBuffer> buffers, VkFence fence) {
  VkSubmitInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
  info.commandBufferCount = uint32_t(buffers.size());
  info.pCommandBuffers = buffers.data();
  std::lock_guard<std::mutex> lock(queueMutex);
  return toStatus(api.vkQueueSubmit(queue, 1, &info, fence), "submission");
}

Status Context::await(VkFence fence) {
  return toStatus(
      api.vkWaitForFences(api.device, 1, &fence, VK_TRUE, UINT64_MAX),
      "wait for the device");
}

Status Context::wait(VkFence fence) {
  BURIN_RETURN_IF_ERROR(await(fence));
  return toStatus(api.vkResetFences(api.device, 1, &fence),
                  "wait for the device");
}

StatusOr<FenceHandle> Context::makeFence() const {
  VkFenceCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO;
  VkFence fence = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkCreateFence(api.device, &info, nullptr, &fence),
               "cannot make a fence"));
  return FenceHandle(&api, fence);
}

StatusOr<CommandPoolHandle> Context::makeCommandPool() const {
  VkCommandPoolCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  info.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
  info.queueFamilyIndex = found.queueFamily;
  VkCommandPool pool = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkCreateCommandPool(api.device, &info, nullptr, &pool),
               "cannot make a command pool"));
  return CommandPoolHandle(&api, pool);
}

StatusOr<VkCommandBuffer> Context::makeCommandBuffer(VkCommandPool pool) const {
  VkCommandBufferAllocateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  info.commandPool = pool;
  info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  info.commandBufferCount = 1;
  VkCommandBuffer buffer = VK_NULL_HANDLE;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkAllocateCommandBuffers(api.device, &info, &buffer),
               "cannot make a command buffer"));
  return buffer;
}

//===--- VulkanDevice
//-------------------------------------------------------===//

StatusOr<std::shared_ptr<Device>> VulkanDevice::open(const FoundDevice &found) {
  std::shared_ptr<VulkanDevice> result(new VulkanDevice());
  BURIN_ASSIGN_OR_RETURN(result->context, Context::open(found));
  result->transfer = std::make_unique<Transfer>(*result->context);
  result->cache = ProgramCache::fromEnvironment();
  const char *sync = std::getenv("BURIN_SYNC");
  result->synchronous = sync && std::string_view(sync) == "1";
  BURIN_RETURN_IF_ERROR(result->note(okStatus()));
  return std::shared_ptr<Device>(std::move(result));
}

Status VulkanDevice::note(Status status) {
  if (status.code() == StatusCode::kDeviceLost)
    lost = true;
  return status.ok() ? context->found.instance->checkMessages() : status;
}

Status VulkanDevice::checkAlive() const {
  if (lost)
    return Status(StatusCode::kDeviceLost,
                  strCat(info().name, " was lost; open it anew"));
  return okStatus();
}

StatusOr<std::unique_ptr<DeviceModule>>
VulkanDevice::createModule(const Module &module) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  auto built = ProgramBuilder(*context, cache).build(module);
  BURIN_RETURN_IF_ERROR(note(built.status()));
  return built;
}

StatusOr<std::unique_ptr<CommandList>>
VulkanDevice::record(Span<const BoundDispatch> dispatches) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  auto list = Recorder(*context).record(dispatches);
  BURIN_RETURN_IF_ERROR(note(list.status()));
  return list;
}

} // namespace burin::vulkan

namespace burin {

StatusOr<std::shared_ptr<Device>> openVulkanDevice(size_t index) {
  BURIN_ASSIGN_OR_RETURN(auto found, vulkan::findDevices());
  if (index >= found.size())
    return notFound(strCat("no device vulkan:", index, "; there are ",
                           found.size(), " Vulkan devices"));
  return vulkan::VulkanDevice::open(found[index]);
}

} // namespace burin
