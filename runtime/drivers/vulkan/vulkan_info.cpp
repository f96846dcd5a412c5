//===- vulkan_info.cpp - Which Vulkan devices there are -------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_capabilities.h"
#include "runtime/drivers/vulkan/vulkan_device.h"
#include "runtime/drivers/vulkan/vulkan_instance.h"

#include <algorithm>
#include <cstring>

namespace burin::vulkan {

static std::string versionText(uint32_t version) {
  return strCat(VK_API_VERSION_MAJOR(version), ".",
                VK_API_VERSION_MINOR(version), ".",
                VK_API_VERSION_PATCH(version));
}

static std::string vendorName(uint32_t id) {
  switch (id) {
  case 0x10DE:
    return "NVIDIA";
  case 0x1002:
    return "AMD";
  case 0x8086:
    return "Intel";
  case 0x13B5:
    return "ARM";
  case 0x5143:
    return "Qualcomm";
  case VK_VENDOR_ID_MESA:
    return "Mesa";
  default:
    return strCat("vendor ", id);
  }
}

static std::vector<std::string> extensionsOf(const InstanceApi &api,
                                             VkPhysicalDevice device) {
  uint32_t count = 0;
  api.vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> properties(count);
  if (api.vkEnumerateDeviceExtensionProperties(device, nullptr, &count,
                                               properties.data()) != VK_SUCCESS)
    return {};
  std::vector<std::string> names;
  for (const VkExtensionProperties &property : properties)
    names.push_back(property.extensionName);
  std::sort(names.begin(), names.end());
  return names;
}

/// A queue with compute; one that can take timestamps if there is a choice.
static bool chooseQueue(const InstanceApi &api, FoundDevice &found) {
  uint32_t count = 0;
  api.vkGetPhysicalDeviceQueueFamilyProperties(found.device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  api.vkGetPhysicalDeviceQueueFamilyProperties(found.device, &count,
                                               families.data());
  bool chosen = false;
  for (uint32_t i = 0; i < count; ++i) {
    if (!(families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) ||
        families[i].queueCount == 0 ||
        (chosen && families[i].timestampValidBits <= found.timestampBits))
      continue;
    chosen = true;
    found.queueFamily = i;
    found.timestampBits = families[i].timestampValidBits;
  }
  return chosen;
}

static void queryLimits(const InstanceApi &api, FoundDevice &found,
                        const VkPhysicalDeviceLimits &limits) {
  DeviceInfo &info = found.info;
  VkPhysicalDeviceMemoryProperties memory = {};
  api.vkGetPhysicalDeviceMemoryProperties(found.device, &memory);
  for (uint32_t i = 0; i < memory.memoryHeapCount; ++i)
    if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
      info.globalMemoryBytes = std::max<uint64_t>(info.globalMemoryBytes,
                                                  memory.memoryHeaps[i].size);
  info.maxAllocationBytes =
      std::min(info.maxAllocationBytes, info.globalMemoryBytes);
  info.maxArgBytes = limits.maxStorageBufferRange;
  info.maxKernelArgs = std::min(limits.maxPerStageDescriptorStorageBuffers,
                                limits.maxDescriptorSetStorageBuffers);
  info.localMemoryBytes = limits.maxComputeSharedMemorySize;
  info.maxWorkgroupSize = limits.maxComputeWorkGroupInvocations;
  for (size_t i = 0; i < 3; ++i) {
    info.maxWorkgroupDims[i] = limits.maxComputeWorkGroupSize[i];
    info.maxWorkgroupCounts[i] = limits.maxComputeWorkGroupCount[i];
  }
  info.bufferAlignment =
      std::max<uint64_t>(1, limits.minStorageBufferOffsetAlignment);
  found.timestampPeriod = limits.timestampPeriod;
}

/// The 32 bytes that this driver's pipeline caches start with.
static std::vector<uint8_t>
cacheHeader(const VkPhysicalDeviceProperties &properties) {
  std::vector<uint8_t> header;
  auto put = [&](uint32_t value) {
    for (int i = 0; i < 4; ++i)
      header.push_back(uint8_t(value >> (8 * i)));
  };
  put(16 + VK_UUID_SIZE);
  put(VK_PIPELINE_CACHE_HEADER_VERSION_ONE);
  put(properties.vendorID);
  put(properties.deviceID);
  header.insert(header.end(), properties.pipelineCacheUUID,
                properties.pipelineCacheUUID + VK_UUID_SIZE);
  return header;
}

static void queryProperties(const InstanceApi &api, FoundDevice &found) {
  VkPhysicalDeviceDriverProperties driver = {};
  driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  VkPhysicalDeviceSubgroupProperties subgroups = {};
  subgroups.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES;
  VkPhysicalDeviceMaintenance3Properties allocation = {};
  allocation.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES;
  allocation.pNext = &subgroups;
  DeviceInfo &info = found.info;
  bool namesDriver =
      found.apiVersion >= VK_API_VERSION_1_2 ||
      std::binary_search(info.extensions.begin(), info.extensions.end(),
                         "VK_KHR_driver_properties");
  if (namesDriver)
    subgroups.pNext = &driver;
  VkPhysicalDeviceProperties2 all = {};
  all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  all.pNext = &allocation;
  api.vkGetPhysicalDeviceProperties2(found.device, &all);
  const VkPhysicalDeviceProperties &properties = all.properties;
  info.name = properties.deviceName;
  info.vendor = vendorName(properties.vendorID);
  info.platform = strCat("Vulkan ", versionText(found.apiVersion));
  info.apiVersion = versionText(properties.apiVersion);
  info.driverVersion = namesDriver
                           ? strCat(driver.driverName, " ", driver.driverInfo)
                           : strCat("version ", properties.driverVersion);
  info.isCpu = properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
  info.subgroupSize = subgroups.subgroupSize;
  info.maxAllocationBytes = allocation.maxMemoryAllocationSize;
  queryLimits(api, found, properties.limits);
  found.pipelineCacheHeader = cacheHeader(properties);
  found.cacheIdentity.assign(found.pipelineCacheHeader.begin(),
                             found.pipelineCacheHeader.end());
  found.cacheIdentity +=
      strCat(properties.driverVersion, " ", info.driverVersion);
}

static FoundDevice queryDevice(Instance &instance, VkPhysicalDevice device,
                               uint32_t apiVersion) {
  FoundDevice found;
  found.instance = &instance;
  found.device = device;
  found.apiVersion = std::min(instance.apiVersion, apiVersion);
  DeviceInfo &info = found.info;
  info.driver = "vulkan";
  info.acceptsSPIRV = true;
  info.extensions = extensionsOf(instance.api, device);
  queryProperties(instance.api, found);
  Features features(instance.api, device, found.apiVersion, info.extensions);
  info.fp16 = features.arithmetic.shaderFloat16;
  info.storage16 = features.storage16.storageBuffer16BitAccess;
  if (features.matrices.cooperativeMatrix)
    for (const auto &shape : matrixShapes(instance.api, device))
      info.matrixShapes.push_back(matrixShapeText(shape));
  return found;
}

StatusOr<std::vector<FoundDevice>> findDevices() {
  BURIN_ASSIGN_OR_RETURN(Instance * instance, getInstance());
  const InstanceApi &api = instance->api;
  uint32_t count = 0;
  VkResult result =
      api.vkEnumeratePhysicalDevices(instance->handle, &count, nullptr);
  std::vector<VkPhysicalDevice> devices(count);
  if (result == VK_SUCCESS && count)
    result = api.vkEnumeratePhysicalDevices(instance->handle, &count,
                                            devices.data());
  if (result < VK_SUCCESS)
    return toStatus(result, "no Vulkan device");
  std::vector<FoundDevice> found;
  std::string refused;
  for (VkPhysicalDevice device : devices) {
    VkPhysicalDeviceProperties properties = {};
    api.vkGetPhysicalDeviceProperties(device, &properties);
    if (properties.apiVersion < VK_API_VERSION_1_1) {
      refused += strCat("; ", properties.deviceName, " has Vulkan ",
                        versionText(properties.apiVersion), ", 1.1 is needed");
      continue;
    }
    FoundDevice candidate =
        queryDevice(*instance, device, properties.apiVersion);
    if (!chooseQueue(api, candidate)) {
      refused += strCat("; ", properties.deviceName, " has no compute queue");
      continue;
    }
    candidate.info.id = strCat("vulkan:", found.size());
    found.push_back(std::move(candidate));
  }
  if (found.empty())
    return notFound(
        strCat("the Vulkan drivers have no usable device", refused));
  return found;
}

} // namespace burin::vulkan

namespace burin {

std::vector<DeviceInfo> listVulkanDevices(std::string *reason) {
  std::vector<DeviceInfo> infos;
  auto found = vulkan::findDevices();
  if (!found.ok()) {
    if (reason)
      *reason = found.status().message();
    return infos;
  }
  for (vulkan::FoundDevice &device : *found)
    infos.push_back(std::move(device.info));
  return infos;
}

} // namespace burin
