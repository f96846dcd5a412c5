//===- opencl_memory.cpp - Device memory and transfers --------------------===//
//
// All transfers block: the callers hand over memory that they may free.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_staging.h"

namespace burin::opencl {

static OpenCLBuffer &cast(DeviceBuffer &buffer) {
  return static_cast<OpenCLBuffer &>(buffer);
}

static cl_mem memoryOf(DeviceBuffer &buffer) {
  return cast(buffer).memory.get();
}

OpenCLBuffer::~OpenCLBuffer() {
  if (pointer)
    api->clSVMFree(context, pointer);
}

Status OpenCLDevice::checkSize(uint64_t size) const {
  if (size == 0)
    return invalidArgument("a buffer needs at least one byte");
  if (facts.maxAllocationBytes && size > facts.maxAllocationBytes)
    return outOfMemory(strCat("cannot allocate ", size, " bytes, ", facts.name,
                              " allows ", facts.maxAllocationBytes));
  return okStatus();
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::makeBuffer(cl_mem_flags flags, uint64_t size, void *data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkSize(size));
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
  if (!hasSharedMemory)
    return makeBuffer(CL_MEM_READ_WRITE, size, nullptr);
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkSize(size));
  void *pointer =
      api.clSVMAlloc(context.get(), CL_MEM_READ_WRITE, size_t(size), 0);
  if (!pointer)
    return outOfMemory(strCat("cannot allocate ", size, " bytes"));
  return std::unique_ptr<DeviceBuffer>(
      new OpenCLBuffer(api, context.get(), pointer, size));
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::createConstants(uint64_t size) {
  return stagesCopies ? makeBuffer(CL_MEM_READ_WRITE, size, nullptr)
                      : createBuffer(size);
}

StatusOr<std::unique_ptr<DeviceBuffer>>
OpenCLDevice::importHostMemory(const void *data, uint64_t size) {
  bool aligned = reinterpret_cast<uintptr_t>(data) % facts.bufferAlignment == 0;
  if (!facts.sharesHostMemory || !aligned)
    return unimplemented(strCat(facts.name, " would copy this host memory"));
  return makeBuffer(CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR, size,
                    const_cast<void *>(data));
}

Status OpenCLDevice::copyShared(void *to, const void *from, uint64_t size) {
  return toStatus(api.clEnqueueSVMMemcpy(queue.get(), CL_TRUE, to, from,
                                         size_t(size), 0, nullptr, nullptr),
                  strCat("copy of ", size, " bytes"));
}

/// To be called with `stagingMutex`.
Status OpenCLDevice::makeStaging() {
  if (staging)
    return okStatus();
  auto made = StagedCopies::create(api, context.get(), queue.get());
  if (!made.ok()) {
    stagesCopies = false; // plain copies do, too
    return unimplemented(made.status().message());
  }
  staging = std::move(*made);
  return okStatus();
}

Status OpenCLDevice::writeStaged(OpenCLBuffer &buffer, uint64_t offset,
                                 ByteSpan data) {
  std::lock_guard<std::mutex> lock(stagingMutex);
  BURIN_RETURN_IF_ERROR(makeStaging());
  return staging->write(
      data, [&](const void *source, size_t at, size_t size, cl_event *done) {
        if (buffer.pointer)
          return api.clEnqueueSVMMemcpy(queue.get(), CL_FALSE,
                                        buffer.pointer + offset + at, source,
                                        size, 0, nullptr, done);
        return api.clEnqueueWriteBuffer(queue.get(), buffer.memory.get(),
                                        CL_FALSE, offset + at, size, source, 0,
                                        nullptr, done);
      });
}

Status OpenCLDevice::readStaged(OpenCLBuffer &buffer, uint64_t offset,
                                MutableByteSpan data) {
  std::lock_guard<std::mutex> lock(stagingMutex);
  BURIN_RETURN_IF_ERROR(makeStaging());
  return staging->read(data, [&](void *target, size_t at, size_t size,
                                 cl_event *done) {
    if (buffer.pointer)
      return api.clEnqueueSVMMemcpy(queue.get(), CL_FALSE, target,
                                    buffer.pointer + offset + at, size, 0,
                                    nullptr, done);
    return api.clEnqueueReadBuffer(queue.get(), buffer.memory.get(), CL_FALSE,
                                   offset + at, size, target, 0, nullptr, done);
  });
}

Status OpenCLDevice::write(DeviceBuffer &buffer, uint64_t offset,
                           ByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "write"));
  if (data.empty())
    return okStatus();
  if (stagesCopies && data.size() >= StagedCopies::kLeastWrite) {
    Status staged = writeStaged(cast(buffer), offset, data);
    if (staged.code() != StatusCode::kUnimplemented)
      return note(staged);
  }
  if (char *pointer = cast(buffer).pointer)
    return note(copyShared(pointer + offset, data.data(), data.size()));
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
  if (stagesCopies && data.size() >= StagedCopies::kLeastRead) {
    Status staged = readStaged(cast(buffer), offset, data);
    if (staged.code() != StatusCode::kUnimplemented)
      return note(staged);
  }
  if (char *pointer = cast(buffer).pointer)
    return note(copyShared(data.data(), pointer + offset, data.size()));
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
  char *pointer = cast(buffer).pointer;
  cl_int error =
      pointer ? api.clEnqueueSVMMemFill(queue.get(), pointer + offset, &value,
                                        1, size_t(size), 0, nullptr, nullptr)
              : api.clEnqueueFillBuffer(queue.get(), memoryOf(buffer), &value,
                                        1, offset, size, 0, nullptr, nullptr);
  if (!error)
    error = api.clFinish(queue.get());
  return note(toStatus(error, strCat("fill of ", size, " bytes")));
}

/// Between two kinds of memory the host stands in; only weights differ from the
/// rest, and nobody copies those.
static Status copyThroughHost(OpenCLDevice &device, DeviceBuffer &from,
                              uint64_t fromOffset, DeviceBuffer &to,
                              uint64_t toOffset, uint64_t size) {
  std::vector<uint8_t> bytes(size);
  BURIN_RETURN_IF_ERROR(
      device.read(from, fromOffset, MutableByteSpan(bytes.data(), size)));
  return device.write(to, toOffset, ByteSpan(bytes.data(), size));
}

Status OpenCLDevice::copy(DeviceBuffer &from, uint64_t fromOffset,
                          DeviceBuffer &to, uint64_t toOffset, uint64_t size) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(from, fromOffset, size, "copy"));
  BURIN_RETURN_IF_ERROR(checkRange(to, toOffset, size, "copy"));
  if (size == 0)
    return okStatus();
  char *source = cast(from).pointer, *target = cast(to).pointer;
  if (source && target)
    return note(copyShared(target + toOffset, source + fromOffset, size));
  if (source || target)
    return copyThroughHost(*this, from, fromOffset, to, toOffset, size);
  cl_int error =
      api.clEnqueueCopyBuffer(queue.get(), memoryOf(from), memoryOf(to),
                              fromOffset, toOffset, size, 0, nullptr, nullptr);
  if (!error)
    error = api.clFinish(queue.get());
  return note(toStatus(error, strCat("copy of ", size, " bytes")));
}

} // namespace burin::opencl
