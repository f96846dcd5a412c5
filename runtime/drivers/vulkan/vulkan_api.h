//===- vulkan_api.h - Vulkan without linking to it -------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_API_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_API_H

#ifndef VK_NO_PROTOTYPES
#define VK_NO_PROTOTYPES
#endif
#include <vulkan/vulkan_core.h>

#include "runtime/base/status.h"

#include <string>

namespace burin::vulkan {

#define BURIN_VULKAN_INSTANCE_FUNCTIONS(X)                                     \
  X(vkEnumeratePhysicalDevices)                                                \
  X(vkGetPhysicalDeviceProperties)                                             \
  X(vkGetPhysicalDeviceProperties2)                                            \
  X(vkGetPhysicalDeviceFeatures2)                                              \
  X(vkGetPhysicalDeviceMemoryProperties)                                       \
  X(vkGetPhysicalDeviceQueueFamilyProperties)                                  \
  X(vkEnumerateDeviceExtensionProperties)                                      \
  X(vkCreateDevice)                                                            \
  X(vkGetDeviceProcAddr)

#define BURIN_VULKAN_DEVICE_FUNCTIONS(X)                                       \
  X(vkDestroyDevice)                                                           \
  X(vkGetDeviceQueue)                                                          \
  X(vkAllocateMemory)                                                          \
  X(vkFreeMemory)                                                              \
  X(vkMapMemory)                                                               \
  X(vkCreateBuffer)                                                            \
  X(vkDestroyBuffer)                                                           \
  X(vkGetBufferMemoryRequirements)                                             \
  X(vkBindBufferMemory)                                                        \
  X(vkCreateShaderModule)                                                      \
  X(vkDestroyShaderModule)                                                     \
  X(vkCreateDescriptorSetLayout)                                               \
  X(vkDestroyDescriptorSetLayout)                                              \
  X(vkCreatePipelineLayout)                                                    \
  X(vkDestroyPipelineLayout)                                                   \
  X(vkCreatePipelineCache)                                                     \
  X(vkDestroyPipelineCache)                                                    \
  X(vkGetPipelineCacheData)                                                    \
  X(vkCreateComputePipelines)                                                  \
  X(vkDestroyPipeline)                                                         \
  X(vkCreateDescriptorPool)                                                    \
  X(vkDestroyDescriptorPool)                                                   \
  X(vkAllocateDescriptorSets)                                                  \
  X(vkUpdateDescriptorSets)                                                    \
  X(vkCreateCommandPool)                                                       \
  X(vkDestroyCommandPool)                                                      \
  X(vkAllocateCommandBuffers)                                                  \
  X(vkBeginCommandBuffer)                                                      \
  X(vkEndCommandBuffer)                                                        \
  X(vkCmdBindPipeline)                                                         \
  X(vkCmdBindDescriptorSets)                                                   \
  X(vkCmdDispatch)                                                             \
  X(vkCmdPipelineBarrier)                                                      \
  X(vkCmdCopyBuffer)                                                           \
  X(vkCmdFillBuffer)                                                           \
  X(vkCmdWriteTimestamp)                                                       \
  X(vkCmdResetQueryPool)                                                       \
  X(vkCreateQueryPool)                                                         \
  X(vkDestroyQueryPool)                                                        \
  X(vkGetQueryPoolResults)                                                     \
  X(vkCreateFence)                                                             \
  X(vkDestroyFence)                                                            \
  X(vkWaitForFences)                                                           \
  X(vkResetFences)                                                             \
  X(vkQueueSubmit)

/// What the loader itself offers.
struct LoaderApi {
  PFN_vkGetInstanceProcAddr vkGetInstanceProcAddr = nullptr;
  PFN_vkCreateInstance vkCreateInstance = nullptr;
  PFN_vkEnumerateInstanceVersion vkEnumerateInstanceVersion = nullptr;
  PFN_vkEnumerateInstanceLayerProperties vkEnumerateInstanceLayerProperties =
      nullptr;
};

// VK_KHR_cooperative_matrix is younger than the headers of Debian 12. Names and
// values are the registry's, with a suffix that newer headers do not have.
constexpr auto kCooperativeMatrixFeaturesType =
    static_cast<VkStructureType>(1000506000);
constexpr auto kCooperativeMatrixPropertiesType =
    static_cast<VkStructureType>(1000506001);
constexpr char kCooperativeMatrixExtension[] = "VK_KHR_cooperative_matrix";
struct CooperativeMatrixFeatures {
  VkStructureType sType = kCooperativeMatrixFeaturesType;
  void *pNext = nullptr;
  VkBool32 cooperativeMatrix = VK_FALSE;
  VkBool32 cooperativeMatrixRobustBufferAccess = VK_FALSE;
};
struct CooperativeMatrixProperties {
  VkStructureType sType = kCooperativeMatrixPropertiesType;
  void *pNext = nullptr;
  uint32_t m = 0, n = 0, k = 0;
  uint32_t aType = 0, bType = 0, cType = 0, resultType = 0; ///< component types
  VkBool32 saturatingAccumulation = VK_FALSE;
  uint32_t scope = 0; ///< 3: the sub-group
};

struct InstanceApi {
#define BURIN_DECLARE(function) PFN_##function function = nullptr;
  BURIN_VULKAN_INSTANCE_FUNCTIONS(BURIN_DECLARE)
#undef BURIN_DECLARE
  /// Null unless a driver has the extension.
  VkResult(VKAPI_PTR *vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR)(
      VkPhysicalDevice, uint32_t *, CooperativeMatrixProperties *) = nullptr;
};

/// The functions of one device, and the device itself.
struct DeviceApi {
#define BURIN_DECLARE(function) PFN_##function function = nullptr;
  BURIN_VULKAN_DEVICE_FUNCTIONS(BURIN_DECLARE)
#undef BURIN_DECLARE
  VkDevice device = VK_NULL_HANDLE;
};

/// Loads libvulkan once. Error: kNotFound with the dynamic linker's reason.
StatusOr<const LoaderApi *> loadLoader();
StatusOr<InstanceApi> loadInstance(const LoaderApi &loader, VkInstance);
StatusOr<DeviceApi> loadDevice(const InstanceApi &instance, VkDevice);

/// "VK_ERROR_DEVICE_LOST (-4)".
std::string resultText(VkResult result);
/// The Status that `result` stands for; `what` says what was tried.
Status toStatus(VkResult result, const std::string &what);

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_API_H
