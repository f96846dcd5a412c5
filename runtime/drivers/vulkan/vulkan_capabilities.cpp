//===- vulkan_capabilities.cpp - Features and what needs them -------------===//

#include "runtime/drivers/vulkan/vulkan_capabilities.h"

#include "runtime/base/strings.h"

#include <algorithm>

namespace burin::vulkan {

//===--- What the device has
//------------------------------------------------===//

bool Features::has(const char *extension) const {
  return std::find(available.begin(), available.end(), extension) !=
         available.end();
}

template <typename T>
void Features::request(T &feature, VkStructureType type, uint32_t coreVersion,
                       const char *extension) {
  feature.sType = type;
  if (apiVersion < coreVersion) {
    if (!has(extension))
      return;
    enabled.push_back(extension);
  }
  feature.pNext = core.pNext;
  core.pNext = &feature;
}

/// Every feature but those named is switched off again.
static void keepOnly(VkPhysicalDeviceFeatures &features) {
  VkPhysicalDeviceFeatures kept = {};
  kept.shaderInt16 = features.shaderInt16;
  kept.shaderInt64 = features.shaderInt64;
  features = kept;
}

Features::Features(const InstanceApi &api, VkPhysicalDevice device,
                   uint32_t apiVersion,
                   const std::vector<std::string> &extensions)
    : apiVersion(apiVersion), available(extensions) {
  constexpr uint32_t kNever = UINT32_MAX;
  core.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
  request(storage16, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES,
          VK_API_VERSION_1_1, "VK_KHR_16bit_storage");
  request(storage8, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES,
          VK_API_VERSION_1_2, "VK_KHR_8bit_storage");
  request(arithmetic,
          VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_FLOAT16_INT8_FEATURES,
          VK_API_VERSION_1_2, "VK_KHR_shader_float16_int8");
  request(memoryModel,
          VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_MEMORY_MODEL_FEATURES,
          VK_API_VERSION_1_2, "VK_KHR_vulkan_memory_model");
  request(
      subgroupTypes,
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_SUBGROUP_EXTENDED_TYPES_FEATURES,
      VK_API_VERSION_1_2, "VK_KHR_shader_subgroup_extended_types");
  request(subgroupSizes,
          VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES,
          VK_API_VERSION_1_3, "VK_EXT_subgroup_size_control");
  request(
      localLayout,
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_WORKGROUP_MEMORY_EXPLICIT_LAYOUT_FEATURES_KHR,
      kNever, "VK_KHR_workgroup_memory_explicit_layout");
  request(matrices, kCooperativeMatrixFeaturesType, kNever,
          kCooperativeMatrixExtension);
  request(robustness,
          VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_ROBUSTNESS_FEATURES_EXT,
          kNever, VK_EXT_PIPELINE_ROBUSTNESS_EXTENSION_NAME);
  api.vkGetPhysicalDeviceFeatures2(device, &core);
  keepOnly(core.features);
  storage16.uniformAndStorageBuffer16BitAccess = VK_FALSE;
  storage16.storagePushConstant16 = storage16.storageInputOutput16 = VK_FALSE;
  storage8.uniformAndStorageBuffer8BitAccess = VK_FALSE;
  storage8.storagePushConstant8 = VK_FALSE;
  memoryModel.vulkanMemoryModelDeviceScope = VK_FALSE;
  memoryModel.vulkanMemoryModelAvailabilityVisibilityChains = VK_FALSE;
  matrices.cooperativeMatrixRobustBufferAccess = VK_FALSE;
  querySubgroups(api, device);
}

void Features::querySubgroups(const InstanceApi &api, VkPhysicalDevice device) {
  VkPhysicalDeviceSubgroupSizeControlProperties sizes = {};
  sizes.sType =
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES;
  VkPhysicalDeviceSubgroupProperties subgroups = {};
  subgroups.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES;
  subgroups.pNext = subgroupSizes.subgroupSizeControl ? &sizes : nullptr;
  VkPhysicalDeviceProperties2 properties = {};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &subgroups;
  api.vkGetPhysicalDeviceProperties2(device, &properties);
  if (subgroups.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT)
    subgroupOperations = subgroups.supportedOperations;
  if (sizes.requiredSubgroupSizeStages & VK_SHADER_STAGE_COMPUTE_BIT) {
    minSubgroupSize = sizes.minSubgroupSize;
    maxSubgroupSize = sizes.maxSubgroupSize;
  }
}

uint32_t Features::spirvVersion() const {
  if (apiVersion >= VK_API_VERSION_1_3)
    return 0x00010600;
  return apiVersion >= VK_API_VERSION_1_2 ? 0x00010500 : 0x00010300;
}

//===--- What a module needs
//------------------------------------------------===//

static constexpr char kOtherPrecision[] =
    "compile the plan with --precision f32";
static constexpr char kOtherTarget[] =
    "compile the plan for a target without it (burinc --target)";

namespace {
struct Capability {
  uint32_t number; ///< SPIR-V specification, section 3.31
  const char *name;
  bool (*has)(const Features &);
  const char *wayOut;
};
} // namespace

static bool subgroupHas(const Features &features, VkSubgroupFeatureFlags flag) {
  return (features.subgroupOperations & flag) != 0;
}

static const Capability kCapabilities[] = {
    {0, "Matrix", [](const Features &) { return true; }, ""},
    {1, "Shader", [](const Features &) { return true; }, ""},
    {9, "Float16",
     [](const Features &f) { return !!f.arithmetic.shaderFloat16; },
     kOtherPrecision},
    {11, "Int64",
     [](const Features &f) { return !!f.core.features.shaderInt64; },
     kOtherTarget},
    {22, "Int16",
     [](const Features &f) { return !!f.core.features.shaderInt16; },
     kOtherTarget},
    {39, "Int8", [](const Features &f) { return !!f.arithmetic.shaderInt8; },
     kOtherTarget},
    {61, "GroupNonUniform",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_BASIC_BIT);
     },
     kOtherTarget},
    {62, "GroupNonUniformVote",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_VOTE_BIT);
     },
     kOtherTarget},
    {63, "GroupNonUniformArithmetic",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_ARITHMETIC_BIT);
     },
     kOtherTarget},
    {64, "GroupNonUniformBallot",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_BALLOT_BIT);
     },
     kOtherTarget},
    {65, "GroupNonUniformShuffle",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_SHUFFLE_BIT);
     },
     kOtherTarget},
    {66, "GroupNonUniformShuffleRelative",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_SHUFFLE_RELATIVE_BIT);
     },
     kOtherTarget},
    {67, "GroupNonUniformClustered",
     [](const Features &f) {
       return subgroupHas(f, VK_SUBGROUP_FEATURE_CLUSTERED_BIT);
     },
     kOtherTarget},
    {4428, "WorkgroupMemoryExplicitLayoutKHR",
     [](const Features &f) {
       return !!f.localLayout.workgroupMemoryExplicitLayout;
     },
     kOtherTarget},
    {4429, "WorkgroupMemoryExplicitLayout8BitAccessKHR",
     [](const Features &f) {
       return !!f.localLayout.workgroupMemoryExplicitLayout8BitAccess;
     },
     kOtherTarget},
    {4430, "WorkgroupMemoryExplicitLayout16BitAccessKHR",
     [](const Features &f) {
       return !!f.localLayout.workgroupMemoryExplicitLayout16BitAccess;
     },
     kOtherTarget},
    {4433, "StorageBuffer16BitAccess",
     [](const Features &f) { return !!f.storage16.storageBuffer16BitAccess; },
     kOtherPrecision},
    {4448, "StorageBuffer8BitAccess",
     [](const Features &f) { return !!f.storage8.storageBuffer8BitAccess; },
     kOtherTarget},
    {5345, "VulkanMemoryModel",
     [](const Features &f) { return !!f.memoryModel.vulkanMemoryModel; },
     kOtherTarget},
    {6022, "CooperativeMatrixKHR",
     [](const Features &f) { return !!f.matrices.cooperativeMatrix; },
     "compile the plan for a target without a matrix unit (burinc --target), "
     "or update the driver"},
};

Status Features::check(uint32_t number) const {
  for (const Capability &capability : kCapabilities) {
    if (capability.number != number)
      continue;
    if (capability.has(*this))
      return okStatus();
    return failedPrecondition(
        strCat("needs the SPIR-V capability ", capability.name,
               ", which the device lacks; ", capability.wayOut));
  }
  return failedPrecondition(
      strCat("needs the SPIR-V capability number ", number,
             ", which this driver does not know; ", kOtherTarget));
}

//===--- Cooperative matrices
//-----------------------------------------------===//

std::vector<CooperativeMatrixProperties> matrixShapes(const InstanceApi &api,
                                                      VkPhysicalDevice device) {
  auto query = api.vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR;
  uint32_t count = 0;
  if (!query || query(device, &count, nullptr) != VK_SUCCESS)
    return {};
  std::vector<CooperativeMatrixProperties> shapes(count);
  if (count && query(device, &count, shapes.data()) < VK_SUCCESS)
    return {};
  shapes.resize(count);
  constexpr uint32_t kSubgroupScope = 3;
  shapes.erase(std::remove_if(shapes.begin(), shapes.end(),
                              [](const CooperativeMatrixProperties &shape) {
                                return shape.scope != kSubgroupScope;
                              }),
               shapes.end());
  return shapes;
}

static std::string componentName(uint32_t component) {
  static const char *const names[] = {"f16", "f32", "f64", "s8",  "s16", "s32",
                                      "s64", "u8",  "u16", "u32", "u64"};
  return component < 11 ? names[component] : strCat("type ", component);
}

std::string matrixShapeText(const CooperativeMatrixProperties &shape) {
  return strCat(shape.m, "x", shape.n, "x", shape.k, " ",
                componentName(shape.aType), " * ", componentName(shape.bType),
                " + ", componentName(shape.cType), " -> ",
                componentName(shape.resultType));
}

static bool fits(const MatrixType &matrix,
                 const CooperativeMatrixProperties &shape) {
  switch (matrix.use) {
  case 0:
    return matrix.rows == shape.m && matrix.columns == shape.k &&
           matrix.component == shape.aType;
  case 1:
    return matrix.rows == shape.k && matrix.columns == shape.n &&
           matrix.component == shape.bType;
  default:
    return matrix.rows == shape.m && matrix.columns == shape.n &&
           (matrix.component == shape.cType ||
            matrix.component == shape.resultType);
  }
}

static Status
checkMatrix(const MatrixType &matrix,
            const std::vector<CooperativeMatrixProperties> &shapes) {
  std::string known;
  for (const CooperativeMatrixProperties &shape : shapes) {
    if (fits(matrix, shape))
      return okStatus();
    known += strCat(known.empty() ? "" : ", ", matrixShapeText(shape));
  }
  static const char *const uses[] = {"A", "B", "accumulator"};
  return failedPrecondition(
      strCat("uses ", matrix.rows, "x", matrix.columns, " ",
             componentName(matrix.component), " cooperative matrices as ",
             matrix.use < 3 ? uses[matrix.use] : "?",
             "; the device multiplies: ", known.empty() ? "none" : known,
             "; compile the plan for a target with one of these shapes"));
}

Status checkModule(const SPIRVModule &module, const Features &features,
                   const std::vector<CooperativeMatrixProperties> &shapes,
                   const DeviceInfo &info) {
  if (module.version > features.spirvVersion())
    return failedPrecondition(
        strCat(info.name, " reads SPIR-V up to 1.",
               (features.spirvVersion() >> 8) & 255, ", the module is 1.",
               (module.version >> 8) & 255,
               "; lower the target's vulkan.spirv_version"));
  for (uint32_t capability : module.capabilities) {
    Status status = features.check(capability);
    if (!status.ok())
      return status.withContext(info.name);
  }
  for (const MatrixType &matrix : module.matrices) {
    Status status = checkMatrix(matrix, shapes);
    if (!status.ok())
      return status.withContext(info.name);
  }
  if (info.localMemoryBytes && module.localMemoryBytes > info.localMemoryBytes)
    return failedPrecondition(strCat(
        "uses ", module.localMemoryBytes, " bytes of local memory, ", info.name,
        " has ", info.localMemoryBytes, "; compile the plan for this device"));
  if (info.maxKernelArgs && module.bindings > info.maxKernelArgs)
    return failedPrecondition(strCat("takes ", module.bindings, " buffers, ",
                                     info.name, " binds ", info.maxKernelArgs));
  return okStatus();
}

} // namespace burin::vulkan
