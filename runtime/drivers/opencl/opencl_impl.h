//===- opencl_impl.h - Insides of the OpenCL driver ------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_IMPL_H
#define BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_IMPL_H

#include "runtime/core/device.h"
#include "runtime/core/program_cache.h"
#include "runtime/drivers/opencl/opencl_api.h"

#include <mutex>

namespace burin::opencl {

/// Owns one OpenCL object and releases it with `Api::*release`.
template <typename T, auto Release> class Handle {
public:
  Handle() = default;
  Handle(const Api *api, T value) : api(api), value(value) {}
  Handle(Handle &&other) noexcept { *this = std::move(other); }
  Handle &operator=(Handle &&other) noexcept {
    std::swap(api, other.api);
    std::swap(value, other.value);
    return *this;
  }
  ~Handle() {
    if (value)
      (api->*Release)(value);
  }
  T get() const { return value; }
  explicit operator bool() const { return value != nullptr; }

private:
  const Api *api = nullptr;
  T value = nullptr;
};

using ContextHandle = Handle<cl_context, &Api::clReleaseContext>;
using QueueHandle = Handle<cl_command_queue, &Api::clReleaseCommandQueue>;
using MemoryHandle = Handle<cl_mem, &Api::clReleaseMemObject>;
using ProgramHandle = Handle<cl_program, &Api::clReleaseProgram>;
using KernelHandle = Handle<cl_kernel, &Api::clReleaseKernel>;
using EventHandle = Handle<cl_event, &Api::clReleaseEvent>;

/// A device that was found but not opened.
struct FoundDevice {
  cl_platform_id platform = nullptr;
  cl_device_id device = nullptr;
  DeviceInfo info;
};

/// Every usable device of every platform.
StatusOr<std::vector<FoundDevice>> findDevices();

/// Whether buffers can be coarse-grained shared virtual memory (OpenCL 2.0).
bool hasSharedMemory(const Api &api, cl_device_id device);

/// Device memory: shared virtual memory where the device has it, else a buffer
/// object. Ranges of the former are pointers; ranges of the latter are
/// sub-buffers, and NVIDIA's driver (580.159) spends host time on those that
/// overlap: 37.5 ms instead of 24.5 for 521 dispatches in one arena on an H100.
/// Constants do not overlap and are buffer objects, which it writes faster.
class OpenCLBuffer : public DeviceBuffer {
public:
  OpenCLBuffer(MemoryHandle memory, uint64_t size)
      : DeviceBuffer(size), memory(std::move(memory)) {}
  OpenCLBuffer(const Api &api, cl_context context, void *pointer, uint64_t size)
      : DeviceBuffer(size), pointer(static_cast<char *>(pointer)), api(&api),
        context(context) {}
  ~OpenCLBuffer() override;

  MemoryHandle memory;     ///< empty: shared virtual memory
  char *pointer = nullptr; ///< null: a buffer object

private:
  const Api *api = nullptr;
  cl_context context = nullptr;
};

class OpenCLModule : public DeviceModule {
public:
  OpenCLModule(ProgramHandle program, bool cached)
      : program(std::move(program)), cached(cached) {}
  bool fromCache() const override { return cached; }
  ProgramHandle program;
  bool cached;
};

/// A kernel object for each dispatch, with its arguments set for good.
struct RecordedDispatch {
  KernelHandle kernel;
  std::array<size_t, 3> global, local;
  std::string name; // for messages
};

class OpenCLCommandList : public CommandList {
public:
  std::vector<MemoryHandle> subBuffers;
  std::vector<RecordedDispatch> dispatches;
};

/// Builds a module, from the cache where it can.
class ProgramBuilder {
public:
  ProgramBuilder(const Api &api, cl_context context, cl_device_id device,
                 const DeviceInfo &info, const ProgramCache &cache)
      : api(api), context(context), device(device), info(info), cache(cache) {}

  StatusOr<std::unique_ptr<DeviceModule>> build(const Module &module);

private:
  StatusOr<ProgramHandle> fromCode(const Module &module);
  ProgramHandle fromBinary(const std::string &key, const std::string &options);
  StatusOr<ProgramHandle> create(const Module &module);
  std::string buildLog(cl_program program) const;
  void storeBinary(cl_program program, const std::string &key) const;

  const Api &api;
  cl_context context;
  cl_device_id device;
  const DeviceInfo &info;
  const ProgramCache &cache;
};

/// Turns dispatches into a command list.
class Recorder {
public:
  Recorder(const Api &api, cl_device_id device, const DeviceInfo &info)
      : api(api), device(device), info(info) {}

  StatusOr<std::unique_ptr<CommandList>>
  record(Span<const BoundDispatch> dispatches);

private:
  Status recordOne(const BoundDispatch &dispatch, OpenCLCommandList &list);
  Status checkKernel(const BoundDispatch &dispatch, cl_kernel kernel);
  StatusOr<cl_mem> view(const BoundArg &arg, OpenCLCommandList &list);
  Status setArg(cl_kernel kernel, cl_uint index, const BoundArg &arg,
                OpenCLCommandList &list);

  const Api &api;
  cl_device_id device;
  const DeviceInfo &info;
  struct View {
    DeviceBuffer *buffer;
    uint64_t offset, size;
    cl_mem memory;
  };
  std::vector<View> views;
};

class StagedCopies;

class OpenCLDevice : public Device {
public:
  ~OpenCLDevice() override;
  static StatusOr<std::shared_ptr<Device>> open(const FoundDevice &found);

  const DeviceInfo &info() const override { return facts; }
  StatusOr<std::unique_ptr<DeviceBuffer>> createBuffer(uint64_t size) override;
  StatusOr<std::unique_ptr<DeviceBuffer>>
  createConstants(uint64_t size) override;
  StatusOr<std::unique_ptr<DeviceBuffer>>
  importHostMemory(const void *data, uint64_t size) override;
  Status write(DeviceBuffer &buffer, uint64_t offset, ByteSpan data) override;
  Status read(DeviceBuffer &buffer, uint64_t offset,
              MutableByteSpan data) override;
  Status fill(DeviceBuffer &buffer, uint64_t offset, uint64_t size,
              uint8_t value) override;
  Status copy(DeviceBuffer &from, uint64_t fromOffset, DeviceBuffer &to,
              uint64_t toOffset, uint64_t size) override;
  StatusOr<std::unique_ptr<DeviceModule>>
  createModule(const Module &module) override;
  StatusOr<std::unique_ptr<CommandList>>
  record(Span<const BoundDispatch> dispatches) override;
  Status execute(CommandList &list, const ExecuteOptions &options) override;
  StatusOr<uint64_t> submit(CommandList &list) override;
  Status wait(uint64_t ticket) override;

private:
  explicit OpenCLDevice(const Api &api);
  Status checkSize(uint64_t size) const;
  StatusOr<std::unique_ptr<DeviceBuffer>> makeBuffer(cl_mem_flags flags,
                                                     uint64_t size, void *data);
  /// Large copies through pinned memory. kUnimplemented: the device has none.
  Status writeStaged(OpenCLBuffer &buffer, uint64_t offset, ByteSpan data);
  Status readStaged(OpenCLBuffer &buffer, uint64_t offset,
                    MutableByteSpan data);
  Status makeStaging();
  Status copyShared(void *to, const void *from, uint64_t size);
  /// The queue with profiling is made on its first use.
  StatusOr<cl_command_queue> queueFor(bool profile);
  StatusOr<QueueHandle> makeQueue(cl_command_queue_properties properties);
  Status run(const OpenCLCommandList &list, const ExecuteOptions &options);
  Status runProfiled(const OpenCLCommandList &list,
                     const ExecuteOptions &options);
  Status enqueue(cl_command_queue queue, const RecordedDispatch &dispatch,
                 cl_event *event);
  /// Remembers a lost device: every later call fails at once.
  Status note(Status status);
  Status checkAlive() const;

  const Api &api;
  DeviceInfo facts;
  cl_device_id device = nullptr;
  bool hasSharedMemory = false; ///< coarse-grained shared virtual memory
  ContextHandle context;
  QueueHandle queue, profilingQueue;
  Submissions<EventHandle> submissions; ///< each one's last dispatch
  std::mutex queueMutex;                // guards the creation of profilingQueue
  std::mutex stagingMutex;              // guards staging
  std::unique_ptr<StagedCopies> staging; ///< made by the first large copy
  std::atomic<bool> stagesCopies{false};
  ProgramCache cache{""};
  std::atomic<bool> lost{false};
  bool synchronous = false; // wait after each dispatch, to name the culprit
};

} // namespace burin::opencl

#endif // BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_IMPL_H
