//===- vulkan_handle.h - Owners of Vulkan objects --------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_HANDLE_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_HANDLE_H

#include "runtime/drivers/vulkan/vulkan_api.h"

#include <utility>

namespace burin::vulkan {

/// Owns one object of a device and destroys it with `DeviceApi::*destroy`.
template <typename T, auto Destroy> class Handle {
public:
  Handle() = default;
  Handle(const DeviceApi *api, T value) : api(api), value(value) {}
  Handle(Handle &&other) noexcept { *this = std::move(other); }
  Handle &operator=(Handle &&other) noexcept {
    std::swap(api, other.api);
    std::swap(value, other.value);
    return *this;
  }
  ~Handle() {
    if (value)
      (api->*Destroy)(api->device, value, nullptr);
  }
  T get() const { return value; }
  const T *address() const { return &value; }
  explicit operator bool() const { return value != VK_NULL_HANDLE; }

private:
  const DeviceApi *api = nullptr;
  T value = VK_NULL_HANDLE;
};

using BufferHandle = Handle<VkBuffer, &DeviceApi::vkDestroyBuffer>;
using FenceHandle = Handle<VkFence, &DeviceApi::vkDestroyFence>;
using CommandPoolHandle =
    Handle<VkCommandPool, &DeviceApi::vkDestroyCommandPool>;
using QueryPoolHandle = Handle<VkQueryPool, &DeviceApi::vkDestroyQueryPool>;
using ShaderHandle = Handle<VkShaderModule, &DeviceApi::vkDestroyShaderModule>;
using SetLayoutHandle =
    Handle<VkDescriptorSetLayout, &DeviceApi::vkDestroyDescriptorSetLayout>;
using PipelineLayoutHandle =
    Handle<VkPipelineLayout, &DeviceApi::vkDestroyPipelineLayout>;
using PipelineCacheHandle =
    Handle<VkPipelineCache, &DeviceApi::vkDestroyPipelineCache>;
using PipelineHandle = Handle<VkPipeline, &DeviceApi::vkDestroyPipeline>;
using DescriptorPoolHandle =
    Handle<VkDescriptorPool, &DeviceApi::vkDestroyDescriptorPool>;

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_HANDLE_H
