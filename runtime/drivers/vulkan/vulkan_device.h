//===- vulkan_device.h - The Vulkan driver ---------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_DEVICE_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_DEVICE_H

#include "runtime/core/device.h"

#include <memory>
#include <string>
#include <vector>

namespace burin {

/// All devices with Vulkan 1.1 and a compute queue, in the loader's order;
/// `reason` says why there are none.
std::vector<DeviceInfo> listVulkanDevices(std::string *reason = nullptr);

/// Opens device `index` of that list. Uses the program cache that the
/// environment names. With BURIN_VALIDATE=1 the Khronos validation layer
/// watches, including synchronization: its messages go to stderr, and the
/// first one makes every later call fail.
StatusOr<std::shared_ptr<Device>> openVulkanDevice(size_t index);

} // namespace burin

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_DEVICE_H
