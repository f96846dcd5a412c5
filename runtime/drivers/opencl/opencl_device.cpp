//===- opencl_device.cpp - The OpenCL driver ------------------------------===//

#include "runtime/drivers/opencl/opencl_device.h"

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_impl.h"

#include <cstdlib>
#include <string_view>

namespace burin::opencl {

StatusOr<std::shared_ptr<Device>> OpenCLDevice::open(const FoundDevice &found) {
  BURIN_ASSIGN_OR_RETURN(const Api *table, loadApi());
  std::shared_ptr<OpenCLDevice> result(new OpenCLDevice(*table));
  result->facts = found.info;
  result->device = found.device;
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

static cl_mem memoryOf(DeviceBuffer &buffer) {
  return static_cast<OpenCLBuffer &>(buffer).memory.get();
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::makeBuffer(cl_mem_flags flags, uint64_t size, void *data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  if (size == 0)
    return invalidArgument("a buffer needs at least one byte");
  if (facts.maxAllocationBytes && size > facts.maxAllocationBytes)
    return outOfMemory(strCat("cannot allocate ", size, " bytes, ", facts.name,
                              " allows ", facts.maxAllocationBytes));
  cl_int error = CL_SUCCESS;
  MemoryHandle memory(&api, api.clCreateBuffer(context.get(), flags,
                                               size_t(size), data, &error));
  if (error)
    return note(toStatus(error, strCat("cannot allocate ", size, " bytes")));
  return std::unique_ptr<DeviceBuffer>(
      new OpenCLBuffer(std::move(memory), size));
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::createBuffer(uint64_t size) {
  return makeBuffer(CL_MEM_READ_WRITE, size, nullptr);
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::importHostMemory(const void *data, uint64_t size) {
  bool aligned = reinterpret_cast<uintptr_t>(data) % facts.bufferAlignment == 0;
  if (!facts.sharesHostMemory || !aligned)
    return unimplemented(strCat(facts.name, " would copy this host memory"));
  return makeBuffer(CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR, size,
                    const_cast<void *>(data));
}

Status OpenCLDevice::write(DeviceBuffer &buffer, uint64_t offset,
                           ByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "write"));
  if (data.empty())
    return okStatus();
  return note(toStatus(
      api.clEnqueueWriteBuffer(queue.get(), memoryOf(buffer), CL_TRUE, offset,
                               data.size(), data.data(), 0, nullptr, nullptr),
      strCat("write of ", data.size(), " bytes")));
}

Status OpenCLDevice::read(DeviceBuffer &buffer, uint64_t offset,
                          MutableByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "read"));
  if (data.empty())
    return okStatus();
  return note(toStatus(
      api.clEnqueueReadBuffer(queue.get(), memoryOf(buffer), CL_TRUE, offset,
                              data.size(), data.data(), 0, nullptr, nullptr),
      strCat("read of ", data.size(), " bytes")));
}

Status OpenCLDevice::fill(DeviceBuffer &buffer, uint64_t offset, uint64_t size,
                          uint8_t value) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, size, "fill"));
  if (size == 0)
    return okStatus();
  cl_int error = api.clEnqueueFillBuffer(queue.get(), memoryOf(buffer), &value,
                                         1, offset, size, 0, nullptr, nullptr);
  if (!error)
    error = api.clFinish(queue.get());
  return note(toStatus(error, strCat("fill of ", size, " bytes")));
}

Status OpenCLDevice::copy(DeviceBuffer &from, uint64_t fromOffset,
                          DeviceBuffer &to, uint64_t toOffset, uint64_t size) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(from, fromOffset, size, "copy"));
  BURIN_RETURN_IF_ERROR(checkRange(to, toOffset, size, "copy"));
  if (size == 0)
    return okStatus();
  cl_int error =
      api.clEnqueueCopyBuffer(queue.get(), memoryOf(from), memoryOf(to),
                              fromOffset, toOffset, size, 0, nullptr, nullptr);
  if (!error)
    error = api.clFinish(queue.get());
  return note(toStatus(error, strCat("copy of ", size, " bytes")));
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
