//===- opencl_info.cpp - Which OpenCL devices there are -------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_device.h"
#include "runtime/drivers/opencl/opencl_impl.h"

#include <algorithm>
#include <sstream>

namespace burin::opencl {

// From extensions' headers, which are not everywhere.
static constexpr cl_device_info kWarpSizeNV = 0x4003;
static constexpr cl_device_info kWavefrontWidthAMD = 0x4043;
static constexpr cl_device_info kSubGroupSizesIntel = 0x4108;
static constexpr cl_device_info kILVersion = 0x105B;

static std::string platformText(const Api &api, cl_platform_id platform,
                                cl_platform_info what) {
  size_t size = 0;
  if (api.clGetPlatformInfo(platform, what, 0, nullptr, &size) || size == 0)
    return {};
  std::string text(size, '\0');
  if (api.clGetPlatformInfo(platform, what, size, text.data(), nullptr))
    return {};
  return text.c_str();
}

static std::string deviceText(const Api &api, cl_device_id device,
                              cl_device_info what) {
  size_t size = 0;
  if (api.clGetDeviceInfo(device, what, 0, nullptr, &size) || size == 0)
    return {};
  std::string text(size, '\0');
  if (api.clGetDeviceInfo(device, what, size, text.data(), nullptr))
    return {};
  return text.c_str();
}

/// 0 if the device does not know the question.
template <typename T>
static T deviceValue(const Api &api, cl_device_id device, cl_device_info what) {
  T value = {};
  if (api.clGetDeviceInfo(device, what, sizeof value, &value, nullptr))
    return T{};
  return value;
}

static bool has(const DeviceInfo &info, const char *extension) {
  return std::find(info.extensions.begin(), info.extensions.end(), extension) !=
         info.extensions.end();
}

static uint32_t subgroupSize(const Api &api, cl_device_id device,
                             const DeviceInfo &info) {
  if (has(info, "cl_nv_device_attribute_query"))
    return deviceValue<cl_uint>(api, device, kWarpSizeNV);
  if (has(info, "cl_amd_device_attribute_query"))
    return deviceValue<cl_uint>(api, device, kWavefrontWidthAMD);
  if (has(info, "cl_intel_required_subgroup_size")) {
    size_t sizes[16] = {};
    size_t bytes = 0;
    if (!api.clGetDeviceInfo(device, kSubGroupSizesIntel, sizeof sizes, sizes,
                             &bytes) &&
        bytes >= sizeof(size_t))
      return uint32_t(*std::max_element(sizes, sizes + bytes / sizeof(size_t)));
  }
  return 0;
}

static void queryLimits(const Api &api, cl_device_id device, DeviceInfo &info) {
  info.globalMemoryBytes =
      deviceValue<cl_ulong>(api, device, CL_DEVICE_GLOBAL_MEM_SIZE);
  info.maxAllocationBytes =
      deviceValue<cl_ulong>(api, device, CL_DEVICE_MAX_MEM_ALLOC_SIZE);
  info.localMemoryBytes =
      deviceValue<cl_ulong>(api, device, CL_DEVICE_LOCAL_MEM_SIZE);
  info.maxWorkgroupSize =
      deviceValue<size_t>(api, device, CL_DEVICE_MAX_WORK_GROUP_SIZE);
  size_t dims[16] = {};
  if (!api.clGetDeviceInfo(device, CL_DEVICE_MAX_WORK_ITEM_SIZES, sizeof dims,
                           dims, nullptr))
    info.maxWorkgroupDims = {dims[0], dims[1], dims[2]};
  info.bufferAlignment = std::max<uint64_t>(
      1, deviceValue<cl_uint>(api, device, CL_DEVICE_MEM_BASE_ADDR_ALIGN) / 8);
  info.computeUnits =
      deviceValue<cl_uint>(api, device, CL_DEVICE_MAX_COMPUTE_UNITS);
  info.clockMHz =
      deviceValue<cl_uint>(api, device, CL_DEVICE_MAX_CLOCK_FREQUENCY);
  info.subgroupSize = subgroupSize(api, device, info);
}

bool hasSharedMemory(const Api &api, cl_device_id device) {
  constexpr cl_device_info kCapabilities = 0x1053; // CL_DEVICE_SVM_CAPABILITIES
  constexpr cl_bitfield kCoarseGrain = 1; // CL_DEVICE_SVM_COARSE_GRAIN_BUFFER
  return api.clSVMAlloc && api.clSVMFree && api.clSetKernelArgSVMPointer &&
         api.clEnqueueSVMMemcpy && api.clEnqueueSVMMemFill &&
         (deviceValue<cl_bitfield>(api, device, kCapabilities) & kCoarseGrain);
}

static DeviceInfo queryDevice(const Api &api, cl_platform_id platform,
                              cl_device_id device, size_t index) {
  DeviceInfo info;
  info.id = strCat("opencl:", index);
  info.driver = "opencl";
  info.platform = platformText(api, platform, CL_PLATFORM_NAME);
  info.name = deviceText(api, device, CL_DEVICE_NAME);
  info.vendor = deviceText(api, device, CL_DEVICE_VENDOR);
  info.driverVersion = deviceText(api, device, CL_DRIVER_VERSION);
  info.apiVersion = deviceText(api, device, CL_DEVICE_VERSION);
  std::istringstream words(deviceText(api, device, CL_DEVICE_EXTENSIONS));
  for (std::string word; words >> word;)
    info.extensions.push_back(word);
  auto type = deviceValue<cl_device_type>(api, device, CL_DEVICE_TYPE);
  info.isCpu = (type & CL_DEVICE_TYPE_CPU) != 0;
  info.sharesHostMemory =
      info.isCpu &&
      deviceValue<cl_bool>(api, device, CL_DEVICE_HOST_UNIFIED_MEMORY);
  info.fp16 = has(info, "cl_khr_fp16");
  info.acceptsOpenCLC =
      deviceValue<cl_bool>(api, device, CL_DEVICE_COMPILER_AVAILABLE);
  info.acceptsSPIRV =
      api.clCreateProgramWithIL &&
      deviceText(api, device, kILVersion).find("SPIR-V") != std::string::npos;
  queryLimits(api, device, info);
  return info;
}

static std::vector<cl_device_id> devicesOf(const Api &api,
                                           cl_platform_id platform) {
  cl_uint count = 0;
  if (api.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, nullptr, &count))
    return {};
  std::vector<cl_device_id> devices(count);
  if (count && api.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, count,
                                  devices.data(), nullptr))
    return {};
  return devices;
}

StatusOr<std::vector<FoundDevice>> findDevices() {
  BURIN_ASSIGN_OR_RETURN(const Api *table, loadApi());
  cl_uint count = 0;
  cl_int error = table->clGetPlatformIDs(0, nullptr, &count);
  if (error || count == 0)
    return notFound(strCat("no OpenCL platform is installed",
                           error ? strCat(": ", errorText(error)) : ""));
  std::vector<cl_platform_id> platforms(count);
  error = table->clGetPlatformIDs(count, platforms.data(), nullptr);
  if (error)
    return toStatus(error, "clGetPlatformIDs");
  std::vector<FoundDevice> found;
  for (cl_platform_id platform : platforms)
    for (cl_device_id device : devicesOf(*table, platform))
      if (deviceValue<cl_bool>(*table, device, CL_DEVICE_AVAILABLE))
        found.push_back({platform, device,
                         queryDevice(*table, platform, device, found.size())});
  if (found.empty())
    return notFound("the OpenCL platforms have no device");
  return found;
}

} // namespace burin::opencl

namespace burin {

std::vector<DeviceInfo> listOpenCLDevices(std::string *reason) {
  std::vector<DeviceInfo> infos;
  auto found = opencl::findDevices();
  if (!found.ok()) {
    if (reason)
      *reason = found.status().message();
    return infos;
  }
  for (opencl::FoundDevice &device : *found)
    infos.push_back(std::move(device.info));
  return infos;
}

StatusOr<std::shared_ptr<Device>> openOpenCLDevice(size_t index) {
  BURIN_ASSIGN_OR_RETURN(auto found, opencl::findDevices());
  if (index >= found.size())
    return notFound(strCat("no device opencl:", index, "; there are ",
                           found.size(), " OpenCL devices"));
  return opencl::OpenCLDevice::open(found[index]);
}

} // namespace burin
