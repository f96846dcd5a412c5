//===- vulkan_capabilities.h - Features and what needs them ----*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_CAPABILITIES_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_CAPABILITIES_H

#include "runtime/core/device.h"
#include "runtime/drivers/vulkan/spirv_module.h"
#include "runtime/drivers/vulkan/vulkan_api.h"

#include <string>
#include <vector>

namespace burin::vulkan {

/// The features that Burin's kernels can use, as far as a device has them.
/// Enabling one later is impossible and sessions share a device, so all of
/// these are enabled when it is opened; no other feature ever is, in particular
/// none that costs time, such as robust buffer access.
class Features {
public:
  Features(const InstanceApi &api, VkPhysicalDevice device, uint32_t apiVersion,
           const std::vector<std::string> &extensions);
  Features(const Features &) = delete;

  /// For VkDeviceCreateInfo.
  const void *chain() const { return &core; }
  const std::vector<const char *> &extensions() const { return enabled; }

  bool has(const char *extension) const;
  /// Whether a module's capability is among the enabled features; names and
  /// explains it if not.
  Status check(uint32_t capability) const;
  /// The newest SPIR-V that the device reads, 0x00010300 for 1.3.
  uint32_t spirvVersion() const;

  VkPhysicalDeviceFeatures2 core = {};
  VkPhysicalDevice16BitStorageFeatures storage16 = {};
  VkPhysicalDevice8BitStorageFeatures storage8 = {};
  VkPhysicalDeviceShaderFloat16Int8Features arithmetic = {};
  VkPhysicalDeviceVulkanMemoryModelFeatures memoryModel = {};
  VkPhysicalDeviceShaderSubgroupExtendedTypesFeatures subgroupTypes = {};
  VkPhysicalDeviceSubgroupSizeControlFeatures subgroupSizes = {};
  VkPhysicalDeviceWorkgroupMemoryExplicitLayoutFeaturesKHR localLayout = {};
  CooperativeMatrixFeatures matrices;
  VkPhysicalDevicePipelineRobustnessFeaturesEXT robustness = {};
  VkSubgroupFeatureFlags subgroupOperations = 0;     ///< in compute kernels
  uint32_t minSubgroupSize = 0, maxSubgroupSize = 0; ///< 0: fixed or unknown

private:
  /// Asks for `feature` if it is core in `coreVersion` or an extension.
  template <typename T>
  void request(T &feature, VkStructureType type, uint32_t coreVersion,
               const char *extension);
  void querySubgroups(const InstanceApi &api, VkPhysicalDevice device);

  uint32_t apiVersion;
  const std::vector<std::string> &available;
  std::vector<const char *> enabled;
};

/// "16x16x16 f16 * f16 + f32 -> f32" for each shape of sub-group scope.
std::vector<CooperativeMatrixProperties> matrixShapes(const InstanceApi &api,
                                                      VkPhysicalDevice device);
std::string matrixShapeText(const CooperativeMatrixProperties &shape);

/// Compares what a module uses with the device. Errors say what is missing and
/// how to compile the plan without it.
Status checkModule(const SPIRVModule &module, const Features &features,
                   const std::vector<CooperativeMatrixProperties> &shapes,
                   const DeviceInfo &info);

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_CAPABILITIES_H
