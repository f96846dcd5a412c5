//===- vulkan_instance.cpp - The process's Vulkan instance ----------------===//

#include "runtime/drivers/vulkan/vulkan_instance.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace burin::vulkan {

static constexpr char kValidationLayer[] = "VK_LAYER_KHRONOS_validation";

void Instance::addMessage(const char *text) {
  std::fprintf(stderr, "burin: Vulkan validation: %s\n", text);
  std::lock_guard<std::mutex> lock(mutex);
  if (firstMessage.empty())
    firstMessage = text;
}

Status Instance::checkMessages() {
  if (!validated)
    return okStatus();
  std::lock_guard<std::mutex> lock(mutex);
  if (firstMessage.empty())
    return okStatus();
  return internalError(strCat("the validation layer says: ", firstMessage));
}

static VkBool32 VKAPI_PTR onMessage(
    VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
    const VkDebugUtilsMessengerCallbackDataEXT *data, void *user) {
  static_cast<Instance *>(user)->addMessage(data->pMessage);
  return VK_FALSE;
}

static bool hasLayer(const LoaderApi &loader, const char *name) {
  uint32_t count = 0;
  loader.vkEnumerateInstanceLayerProperties(&count, nullptr);
  std::vector<VkLayerProperties> layers(count);
  loader.vkEnumerateInstanceLayerProperties(&count, layers.data());
  return std::any_of(layers.begin(), layers.end(),
                     [&](const VkLayerProperties &layer) {
                       return std::strcmp(layer.layerName, name) == 0;
                     });
}

/// Registers onMessage for the layer's errors and warnings.
static Status watchMessages(const LoaderApi &loader, Instance &instance) {
  auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
      loader.vkGetInstanceProcAddr(instance.handle,
                                   "vkCreateDebugUtilsMessengerEXT"));
  if (!create)
    return notFound("the Vulkan loader has no vkCreateDebugUtilsMessengerEXT");
  VkDebugUtilsMessengerCreateInfoEXT info = {};
  info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
  info.messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                         VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
  info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT |
                     VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT;
  info.pfnUserCallback = onMessage;
  info.pUserData = &instance;
  VkDebugUtilsMessengerEXT messenger = VK_NULL_HANDLE;
  return toStatus(create(instance.handle, &info, nullptr, &messenger),
                  "cannot watch the validation layer");
}

static Status create(const LoaderApi &loader, Instance &instance) {
  uint32_t version = VK_API_VERSION_1_0;
  loader.vkEnumerateInstanceVersion(&version);
  if (version < VK_API_VERSION_1_1)
    return notFound("the Vulkan loader is older than Vulkan 1.1");
  instance.apiVersion = std::min<uint32_t>(version, VK_API_VERSION_1_3);
  VkApplicationInfo application = {};
  application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
  application.pApplicationName = application.pEngineName = "burin";
  application.apiVersion = instance.apiVersion;
  VkInstanceCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.pApplicationInfo = &application;

  const char *layers[] = {kValidationLayer};
  const char *extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME};
  VkValidationFeatureEnableEXT enables[] = {
      VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  VkValidationFeaturesEXT features = {};
  features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
  features.enabledValidationFeatureCount = 1;
  features.pEnabledValidationFeatures = enables;
  const char *validate = std::getenv("BURIN_VALIDATE");
  instance.validated = validate && std::strcmp(validate, "1") == 0;
  if (instance.validated) {
    if (!hasLayer(loader, kValidationLayer))
      return notFound(strCat("BURIN_VALIDATE=1 needs the layer ",
                             kValidationLayer,
                             " (Debian: vulkan-validationlayers)"));
    info.enabledLayerCount = info.enabledExtensionCount = 1;
    info.ppEnabledLayerNames = layers;
    info.ppEnabledExtensionNames = extensions;
    info.pNext = &features;
  }
  BURIN_RETURN_IF_ERROR(
      toStatus(loader.vkCreateInstance(&info, nullptr, &instance.handle),
               "no Vulkan driver is installed"));
  BURIN_ASSIGN_OR_RETURN(instance.api, loadInstance(loader, instance.handle));
  return instance.validated ? watchMessages(loader, instance) : okStatus();
}

StatusOr<Instance *> getInstance() {
  BURIN_ASSIGN_OR_RETURN(const LoaderApi *loader, loadLoader());
  // Leaked on purpose: threads of drivers may outlive static destructors.
  static Instance *const instance = new Instance();
  static const Status status = create(*loader, *instance);
  BURIN_RETURN_IF_ERROR(status);
  return instance;
}

} // namespace burin::vulkan
