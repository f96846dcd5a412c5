//===- vulkan_api.cpp - Vulkan without linking to it ----------------------===//

#include "runtime/drivers/vulkan/vulkan_api.h"

#include "runtime/base/strings.h"

#include <dlfcn.h>

namespace burin::vulkan {

static Status load(LoaderApi &table) {
  void *library = nullptr;
  std::string reasons;
  for (const char *name : {"libvulkan.so.1", "libvulkan.so"}) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library)
      break;
    const char *reason = ::dlerror();
    reasons += strCat(reasons.empty() ? "" : "; ", reason ? reason : name);
  }
  if (!library)
    return notFound(strCat("no Vulkan loader: ", reasons));
  table.vkGetInstanceProcAddr = reinterpret_cast<PFN_vkGetInstanceProcAddr>(
      ::dlsym(library, "vkGetInstanceProcAddr"));
  if (!table.vkGetInstanceProcAddr)
    return notFound("the Vulkan loader has no vkGetInstanceProcAddr");
  auto get = [&](const char *name) {
    return table.vkGetInstanceProcAddr(nullptr, name);
  };
  table.vkCreateInstance =
      reinterpret_cast<PFN_vkCreateInstance>(get("vkCreateInstance"));
  table.vkEnumerateInstanceVersion =
      reinterpret_cast<PFN_vkEnumerateInstanceVersion>(
          get("vkEnumerateInstanceVersion"));
  table.vkEnumerateInstanceLayerProperties =
      reinterpret_cast<PFN_vkEnumerateInstanceLayerProperties>(
          get("vkEnumerateInstanceLayerProperties"));
  if (!table.vkCreateInstance || !table.vkEnumerateInstanceVersion ||
      !table.vkEnumerateInstanceLayerProperties)
    return notFound("the Vulkan loader is older than Vulkan 1.1");
  return okStatus();
}

StatusOr<const LoaderApi *> loadLoader() {
  // The library stays loaded: drivers do not survive being unloaded.
  static LoaderApi table;
  static const Status status = load(table);
  BURIN_RETURN_IF_ERROR(status);
  return &table;
}

StatusOr<InstanceApi> loadInstance(const LoaderApi &loader,
                                   VkInstance instance) {
  InstanceApi table;
#define BURIN_LOAD(function)                                                   \
  table.function = reinterpret_cast<PFN_##function>(                           \
      loader.vkGetInstanceProcAddr(instance, #function));                      \
  if (!table.function)                                                         \
    return notFound("the Vulkan loader has no " #function);
  BURIN_VULKAN_INSTANCE_FUNCTIONS(BURIN_LOAD)
#undef BURIN_LOAD
  auto &matrices = table.vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR;
  matrices = reinterpret_cast<std::remove_reference_t<decltype(matrices)>>(
      loader.vkGetInstanceProcAddr(
          instance, "vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR"));
  return table;
}

StatusOr<DeviceApi> loadDevice(const InstanceApi &instance, VkDevice device) {
  DeviceApi table;
  table.device = device;
#define BURIN_LOAD(function)                                                   \
  table.function = reinterpret_cast<PFN_##function>(                           \
      instance.vkGetDeviceProcAddr(device, #function));                        \
  if (!table.function)                                                         \
    return notFound("the Vulkan driver has no " #function);
  BURIN_VULKAN_DEVICE_FUNCTIONS(BURIN_LOAD)
#undef BURIN_LOAD
  return table;
}

std::string resultText(VkResult result) {
  struct Name {
    VkResult code;
    const char *text;
  };
  static const Name names[] = {
      {VK_NOT_READY, "VK_NOT_READY"},
      {VK_TIMEOUT, "VK_TIMEOUT"},
      {VK_INCOMPLETE, "VK_INCOMPLETE"},
      {VK_ERROR_OUT_OF_HOST_MEMORY, "VK_ERROR_OUT_OF_HOST_MEMORY"},
      {VK_ERROR_OUT_OF_DEVICE_MEMORY, "VK_ERROR_OUT_OF_DEVICE_MEMORY"},
      {VK_ERROR_INITIALIZATION_FAILED, "VK_ERROR_INITIALIZATION_FAILED"},
      {VK_ERROR_DEVICE_LOST, "VK_ERROR_DEVICE_LOST"},
      {VK_ERROR_MEMORY_MAP_FAILED, "VK_ERROR_MEMORY_MAP_FAILED"},
      {VK_ERROR_LAYER_NOT_PRESENT, "VK_ERROR_LAYER_NOT_PRESENT"},
      {VK_ERROR_EXTENSION_NOT_PRESENT, "VK_ERROR_EXTENSION_NOT_PRESENT"},
      {VK_ERROR_FEATURE_NOT_PRESENT, "VK_ERROR_FEATURE_NOT_PRESENT"},
      {VK_ERROR_INCOMPATIBLE_DRIVER, "VK_ERROR_INCOMPATIBLE_DRIVER"},
      {VK_ERROR_TOO_MANY_OBJECTS, "VK_ERROR_TOO_MANY_OBJECTS"},
      {VK_ERROR_FRAGMENTED_POOL, "VK_ERROR_FRAGMENTED_POOL"},
      {VK_ERROR_UNKNOWN, "VK_ERROR_UNKNOWN"},
      {VK_ERROR_OUT_OF_POOL_MEMORY, "VK_ERROR_OUT_OF_POOL_MEMORY"},
      {VK_ERROR_FRAGMENTATION, "VK_ERROR_FRAGMENTATION"},
      {VK_ERROR_INVALID_SHADER_NV, "VK_ERROR_INVALID_SHADER_NV"},
  };
  for (const Name &name : names)
    if (name.code == result)
      return strCat(name.text, " (", int(result), ")");
  return strCat("Vulkan result ", int(result));
}

Status toStatus(VkResult result, const std::string &what) {
  if (result == VK_SUCCESS)
    return okStatus();
  std::string message = strCat(what, ": ", resultText(result));
  switch (result) {
  case VK_ERROR_OUT_OF_HOST_MEMORY:
  case VK_ERROR_OUT_OF_DEVICE_MEMORY:
  case VK_ERROR_OUT_OF_POOL_MEMORY:
  case VK_ERROR_TOO_MANY_OBJECTS:
  case VK_ERROR_MEMORY_MAP_FAILED:
    return outOfMemory(message);
  case VK_ERROR_DEVICE_LOST:
    return Status(StatusCode::kDeviceLost, message);
  case VK_ERROR_FEATURE_NOT_PRESENT:
  case VK_ERROR_EXTENSION_NOT_PRESENT:
    return failedPrecondition(message);
  case VK_ERROR_INVALID_SHADER_NV:
    return Status(StatusCode::kBuildFailure, message);
  case VK_ERROR_INCOMPATIBLE_DRIVER:
  case VK_ERROR_LAYER_NOT_PRESENT:
    return notFound(message);
  default:
    return internalError(message);
  }
}

} // namespace burin::vulkan
