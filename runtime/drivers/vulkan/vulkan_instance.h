//===- vulkan_instance.h - The process's Vulkan instance -------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_INSTANCE_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_INSTANCE_H

#include "runtime/core/device.h"
#include "runtime/drivers/vulkan/vulkan_api.h"

#include <mutex>
#include <string>
#include <vector>

namespace burin::vulkan {

/// One for the process, and never destroyed: making one takes tens of
/// milliseconds, and drivers do not survive being unloaded.
struct Instance {
  InstanceApi api;
  VkInstance handle = VK_NULL_HANDLE;
  uint32_t apiVersion = 0; ///< what may be asked of devices, at most
  bool validated = false;  ///< the validation layer watches

  /// kInternal with the layer's first message, if it had any.
  Status checkMessages();
  /// For the layer's callback.
  void addMessage(const char *text);

private:
  std::mutex mutex;
  std::string firstMessage;
};

/// Error: kNotFound if there is no loader or no driver.
StatusOr<Instance *> getInstance();

/// A device that was found but not opened.
struct FoundDevice {
  Instance *instance = nullptr;
  VkPhysicalDevice device = VK_NULL_HANDLE;
  uint32_t apiVersion = 0; ///< of instance and device together
  uint32_t queueFamily = 0;
  uint32_t timestampBits = 0; ///< 0: the queue has no timestamps
  double timestampPeriod = 1; ///< nanoseconds per tick
  std::string cacheIdentity;  ///< of device and driver, for the program cache
  std::vector<uint8_t> pipelineCacheHeader;
  DeviceInfo info;
};

/// Every device with Vulkan 1.1 and a compute queue.
StatusOr<std::vector<FoundDevice>> findDevices();

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_INSTANCE_H
