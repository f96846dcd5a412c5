//===- null_device.cpp - The driver that checks and does nothing ----------===//

#include "runtime/drivers/null/null_device.h"

#include "runtime/base/strings.h"

#include <cstdlib>
#include <cstring>
#include <map>

namespace burin {

namespace {

class NullBuffer : public DeviceBuffer {
public:
  /// Owns `data`, from malloc, unless it is imported.
  NullBuffer(uint8_t *data, uint64_t size, bool imported)
      : DeviceBuffer(size), data(data), imported(imported) {}
  ~NullBuffer() override {
    if (!imported)
      std::free(data);
  }
  MutableByteSpan bytes() const { return MutableByteSpan(data, size()); }

  uint8_t *data;
  bool imported;
};

class NullModule : public DeviceModule {};

class NullCommandList : public CommandList {
public:
  std::vector<BoundDispatch> dispatches;
};

NullBuffer &null(DeviceBuffer &buffer) {
  return static_cast<NullBuffer &>(buffer);
}

class NullDeviceImpl : public NullDevice {
public:
  NullDeviceImpl() : facts(listNullDevices().front()) {}

  const DeviceInfo &info() const override { return facts; }
  DeviceInfo &mutableInfo() override { return facts; }
  void registerKernel(const std::string &name, HostKernel kernel) override {
    kernels[name] = std::move(kernel);
  }

  StatusOr<std::unique_ptr<DeviceBuffer>> createBuffer(uint64_t size) override;
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
  Status wait(uint64_t) override { return okStatus(); }

private:
  Status dispatch(const BoundDispatch &dispatch);

  DeviceInfo facts;
  std::map<std::string, HostKernel> kernels;
  std::atomic<uint64_t> submitted{0};
};

} // namespace

std::vector<DeviceInfo> listNullDevices() {
  DeviceInfo info;
  info.id = "null:0";
  info.driver = "null";
  info.name = "null";
  info.vendor = info.platform = "Burin";
  info.isCpu = info.fp16 = info.sharesHostMemory = true;
  info.acceptsOpenCLC = info.acceptsSPIRV = true;
  info.maxAllocationBytes = uint64_t(1) << 40;
  info.maxWorkgroupSize = 4096;
  info.maxWorkgroupDims = {4096, 4096, 4096};
  info.bufferAlignment = kArenaAlignment;
  return {info};
}

std::shared_ptr<NullDevice> openNullDevice() {
  return std::make_shared<NullDeviceImpl>();
}

StatusOr<std::unique_ptr<DeviceBuffer>>
NullDeviceImpl::createBuffer(uint64_t size) {
  if (size == 0)
    return invalidArgument("a buffer needs at least one byte");
  if (size > facts.maxAllocationBytes)
    return outOfMemory(strCat("cannot allocate ", size, " bytes"));
  auto *data = static_cast<uint8_t *>(std::malloc(size));
  if (!data)
    return outOfMemory(strCat("cannot allocate ", size, " bytes"));
  return std::unique_ptr<DeviceBuffer>(new NullBuffer(data, size, false));
}

StatusOr<std::unique_ptr<DeviceBuffer>>
NullDeviceImpl::importHostMemory(const void *data, uint64_t size) {
  if (reinterpret_cast<uintptr_t>(data) % facts.bufferAlignment != 0)
    return unimplemented("misaligned host memory cannot be used in place");
  // Never written: `write`, `fill` and `copy` refuse imported buffers.
  auto *bytes = static_cast<uint8_t *>(const_cast<void *>(data));
  return std::unique_ptr<DeviceBuffer>(new NullBuffer(bytes, size, true));
}

static Status checkWritable(DeviceBuffer &buffer) {
  if (null(buffer).imported)
    return invalidArgument("imported host memory is read-only");
  return okStatus();
}

Status NullDeviceImpl::write(DeviceBuffer &buffer, uint64_t offset,
                             ByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "write"));
  BURIN_RETURN_IF_ERROR(checkWritable(buffer));
  if (!data.empty())
    std::memcpy(null(buffer).data + offset, data.data(), data.size());
  return okStatus();
}

Status NullDeviceImpl::read(DeviceBuffer &buffer, uint64_t offset,
                            MutableByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "read"));
  if (!data.empty())
    std::memcpy(data.data(), null(buffer).data + offset, data.size());
  return okStatus();
}

Status NullDeviceImpl::fill(DeviceBuffer &buffer, uint64_t offset,
                            uint64_t size, uint8_t value) {
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, size, "fill"));
  BURIN_RETURN_IF_ERROR(checkWritable(buffer));
  std::memset(null(buffer).data + offset, value, size);
  return okStatus();
}

Status NullDeviceImpl::copy(DeviceBuffer &from, uint64_t fromOffset,
                            DeviceBuffer &to, uint64_t toOffset,
                            uint64_t size) {
  BURIN_RETURN_IF_ERROR(checkRange(from, fromOffset, size, "copy"));
  return write(to, toOffset, ByteSpan(null(from).data + fromOffset, size));
}

StatusOr<std::unique_ptr<DeviceModule>>
NullDeviceImpl::createModule(const Module &module) {
  if (module.code.empty())
    return Status(StatusCode::kBuildFailure, "no code");
  return std::unique_ptr<DeviceModule>(new NullModule());
}

StatusOr<std::unique_ptr<CommandList>>
NullDeviceImpl::record(Span<const BoundDispatch> dispatches) {
  auto list = std::make_unique<NullCommandList>();
  for (const BoundDispatch &dispatch : dispatches) {
    BURIN_RETURN_IF_ERROR(checkDispatch(dispatch, facts));
    list->dispatches.push_back(dispatch);
  }
  return std::unique_ptr<CommandList>(std::move(list));
}

Status NullDeviceImpl::dispatch(const BoundDispatch &dispatch) {
  auto kernel = kernels.find(dispatch.kernel);
  if (kernel == kernels.end())
    return okStatus();
  HostDispatch host;
  host.workgroupSize = dispatch.workgroupSize;
  host.groups = dispatch.groups;
  for (const BoundArg &arg : dispatch.args)
    host.args.push_back(
        null(*arg.buffer).bytes().subspan(arg.offset, arg.size));
  Status status = kernel->second(host);
  return status.ok() ? status : status.withContext(dispatchName(dispatch));
}

Status NullDeviceImpl::execute(CommandList &commands,
                               const ExecuteOptions &options) {
  auto &list = static_cast<NullCommandList &>(commands);
  size_t total = list.dispatches.size();
  if (options.times)
    options.times->assign(total, DispatchTime());
  for (size_t i = 0; i < total; ++i) {
    if (options.cancel && options.cancel->load())
      return cancelled(
          strCat("cancelled after ", i, " of ", total, " dispatches"));
    BURIN_RETURN_IF_ERROR(dispatch(list.dispatches[i]));
    if (options.progress)
      options.progress(i + 1, total);
  }
  return okStatus();
}

StatusOr<uint64_t> NullDeviceImpl::submit(CommandList &commands) {
  BURIN_RETURN_IF_ERROR(execute(commands, {}));
  return ++submitted;
}

} // namespace burin
