//===- opencl_device.cpp - The OpenCL driver ------------------------------===//

#include "runtime/drivers/opencl/opencl_device.h"

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_staging.h"

#include <cstdlib>
#include <string_view>

namespace burin::opencl {

OpenCLDevice::OpenCLDevice(const Api &api) : api(api) {}
OpenCLDevice::~OpenCLDevice() = default;

/// Whether large copies go through pinned memory. Where device and host share
/// memory that would be one copy more. $BURIN_STAGING decides for tests.
static bool wantsStaging(const Api &api, cl_device_id device) {
  if (const char *choice = std::getenv("BURIN_STAGING"))
    return std::string_view(choice) == "1";
  cl_bool isUnified = CL_FALSE;
  return !api.clGetDeviceInfo(device, CL_DEVICE_HOST_UNIFIED_MEMORY,
                              sizeof isUnified, &isUnified, nullptr) &&
         !isUnified;
}

StatusOr<std::shared_ptr<Device>> OpenCLDevice::open(const FoundDevice &found) {
  BURIN_ASSIGN_OR_RETURN(const Api *table, loadApi());
  std::shared_ptr<OpenCLDevice> result(new OpenCLDevice(*table));
  result->facts = found.info;
  result->device = found.device;
  result->hasSharedMemory = opencl::hasSharedMemory(*table, found.device);
  result->stagesCopies = wantsStaging(*table, found.device);
  result->cache = ProgramCache::fromEnvironment();
  const char *sync = std::getenv("BURIN_SYNC");
  result->synchronous = sync && std::string_view(sync) == "1";
  cl_context_properties properties[] = {
      CL_CONTEXT_PLATFORM,
      reinterpret_cast<cl_context_properties>(found.platform), 0};
  cl_int error = CL_SUCCESS;
  result->context =
      ContextHandle(table, table->clCreateContext(properties, 1, &found.device,
                                                  nullptr, nullptr, &error));
  if (error)
    return toStatus(error, strCat("cannot open ", found.info.name));
  BURIN_ASSIGN_OR_RETURN(result->queue, result->makeQueue(0));
  return std::shared_ptr<Device>(std::move(result));
}

StatusOr<QueueHandle>
OpenCLDevice::makeQueue(cl_command_queue_properties properties) {
  cl_int error = CL_SUCCESS;
  cl_command_queue made =
      api.clCreateCommandQueue(context.get(), device, properties, &error);
  if (error)
    return toStatus(error, "cannot create a command queue");
  return QueueHandle(&api, made);
}

StatusOr<cl_command_queue> OpenCLDevice::queueFor(bool profile) {
  if (!profile)
    return queue.get();
  std::lock_guard<std::mutex> lock(queueMutex);
  if (!profilingQueue) {
    BURIN_ASSIGN_OR_RETURN(profilingQueue,
                           makeQueue(CL_QUEUE_PROFILING_ENABLE));
  }
  return profilingQueue.get();
}

Status OpenCLDevice::note(Status status) {
  if (status.code() == StatusCode::kDeviceLost)
    lost = true;
  return status;
}

Status OpenCLDevice::checkAlive() const {
  if (lost)
    return Status(StatusCode::kDeviceLost,
                  strCat(facts.name, " was lost; open it anew"));
  return okStatus();
}

StatusOr<std::unique_ptr<DeviceModule>>
OpenCLDevice::createModule(const Module &module) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  return ProgramBuilder(api, context.get(), device, facts, cache).build(module);
}

StatusOr<std::unique_ptr<CommandList>>
OpenCLDevice::record(Span<const BoundDispatch> dispatches) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  return Recorder(api, device, facts).record(dispatches);
}

} // namespace burin::opencl
