//===- device.h - What a driver provides -----------------------*- C++ -*-===//
//
// One small interface that OpenCL, Vulkan and the null driver implement. It
// speaks of buffers, modules and recorded command lists; a dispatch names its
// arguments as (buffer, offset, size) and their access, which is enough to
// set kernel arguments, to write descriptors, and to derive barriers.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_CORE_DEVICE_H
#define BURIN_RUNTIME_CORE_DEVICE_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace burin {

/// Facts and limits of a device. Sizes in bytes; 0 where unknown.
struct DeviceInfo {
  std::string id;     ///< what openDevice takes, e.g. "opencl:0"
  std::string driver; ///< "opencl", "vulkan", "null"
  std::string name, vendor, platform, driverVersion, apiVersion;
  bool isCpu = false;
  bool fp16 = false;             ///< half arithmetic is announced
  bool storage16 = false;        ///< buffers of 16-bit elements (Vulkan)
  bool sharesHostMemory = false; ///< importHostMemory may avoid a copy
  bool acceptsOpenCLC = false, acceptsSPIRV = false;
  uint64_t globalMemoryBytes = 0;
  uint64_t maxAllocationBytes = 0;
  uint64_t maxArgBytes = 0; ///< of a buffer's range that a kernel sees
  uint32_t maxKernelArgs = 0;
  uint64_t localMemoryBytes = 0;
  uint64_t maxWorkgroupSize = 0;
  std::array<uint64_t, 3> maxWorkgroupDims = {0, 0, 0};
  std::array<uint64_t, 3> maxWorkgroupCounts = {0, 0, 0};
  uint64_t bufferAlignment = 1; ///< of offsets into buffers that kernels see
  uint32_t subgroupSize = 0;
  uint32_t computeUnits = 0;
  uint32_t clockMHz = 0;
  std::vector<std::string> matrixShapes; ///< cooperative matrices, as text
  std::vector<std::string> extensions;
};

/// Device memory. Outlives no Device.
class DeviceBuffer {
public:
  virtual ~DeviceBuffer() = default;
  uint64_t size() const { return bytes; }

protected:
  explicit DeviceBuffer(uint64_t bytes) : bytes(bytes) {}

private:
  uint64_t bytes;
};

/// A built module.
class DeviceModule {
public:
  virtual ~DeviceModule() = default;
  /// Whether the binary came from the on-disk cache.
  virtual bool fromCache() const { return false; }
};

/// A replayable list of dispatches; holds no ownership of buffers or modules.
class CommandList {
public:
  virtual ~CommandList() = default;
};

struct BoundArg {
  DeviceBuffer *buffer = nullptr;
  uint64_t offset = 0;
  uint64_t size = 0;
  Access access = Access::kRead;
};

struct BoundDispatch {
  DeviceModule *module = nullptr;
  std::string kernel; ///< entry point in `module`
  std::string label;  ///< for messages and traces
  std::array<uint32_t, 3> workgroupSize = {1, 1, 1};
  std::array<uint32_t, 3> groups = {1, 1, 1};
  uint64_t localMemoryBytes = 0;
  std::vector<BoundArg> args;
};

/// Device times of one dispatch, in nanoseconds of the device's clock.
struct DispatchTime {
  uint64_t start = 0;
  uint64_t end = 0;
};

struct ExecuteOptions {
  /// Raised by another thread or a signal handler to stop early.
  const std::atomic<bool> *cancel = nullptr;
  /// Called on the calling thread as dispatches finish; may lag behind.
  std::function<void(size_t done, size_t total)> progress;
  /// If set, filled with one entry for each dispatch. Slows the run a little.
  std::vector<DispatchTime> *times = nullptr;
};

/// An opened device. `createModule` may be called from several threads at once;
/// different sessions may use one device from different threads.
class Device {
public:
  virtual ~Device() = default;

  virtual const DeviceInfo &info() const = 0;

  /// Uninitialised memory. Errors: kOutOfMemory.
  virtual StatusOr<std::unique_ptr<DeviceBuffer>>
  createBuffer(uint64_t size) = 0;

  /// The same for what the host writes once and kernels read.
  virtual StatusOr<std::unique_ptr<DeviceBuffer>>
  createConstants(uint64_t size) {
    return createBuffer(size);
  }

  /// A read-only buffer over host memory, which must outlive it. kUnimplemented
  /// if the device would have to copy; the caller then uploads.
  virtual StatusOr<std::unique_ptr<DeviceBuffer>>
  importHostMemory(const void *data, uint64_t size);

  /// Blocking copies. Errors: kInvalidArgument if out of range.
  virtual Status write(DeviceBuffer &buffer, uint64_t offset,
                       ByteSpan data) = 0;
  virtual Status read(DeviceBuffer &buffer, uint64_t offset,
                      MutableByteSpan data) = 0;
  /// Sets a range to one byte value.
  virtual Status fill(DeviceBuffer &buffer, uint64_t offset, uint64_t size,
                      uint8_t value) = 0;

  /// Blocking copy between buffers of this device.
  virtual Status copy(DeviceBuffer &from, uint64_t fromOffset, DeviceBuffer &to,
                      uint64_t toOffset, uint64_t size) = 0;

  /// Builds device code. Errors: kBuildFailure with the compiler's log.
  virtual StatusOr<std::unique_ptr<DeviceModule>>
  createModule(const Module &module) = 0;

  /// Checks the dispatches against the device's limits and prepares them.
  virtual StatusOr<std::unique_ptr<CommandList>>
  record(Span<const BoundDispatch> dispatches) = 0;

  /// Runs a list to its end. Dispatches take effect in order. Errors:
  /// kCancelled, kDeviceLost, kOutOfMemory.
  virtual Status execute(CommandList &list, const ExecuteOptions &options) = 0;

  /// Starts a list behind everything that was started before, and returns a
  /// number for `wait`, ascending. Until it is done, the list, what it uses and
  /// the host's copies to and from those buffers must wait. May itself wait
  /// where too much is on its way.
  virtual StatusOr<uint64_t> submit(CommandList &list) = 0;

  /// Waits until `ticket`, a result of `submit`, and all before it is done; 0
  /// is always done. Errors: kDeviceLost.
  virtual Status wait(uint64_t ticket) = 0;
};

/// Helpers for drivers.

/// What was submitted and not waited for: a mark of the driver's for each
/// ticket. Marks are done in order. Thread-safe.
template <typename Mark> class Submissions {
public:
  /// More than this many are never useful.
  static constexpr size_t kMost = 64;

  uint64_t add(Mark mark) {
    std::lock_guard<std::mutex> lock(mutex);
    marks.emplace_back(++last, std::make_shared<Mark>(std::move(mark)));
    return last;
  }
  /// The mark to wait for, or null if `ticket` is done.
  std::shared_ptr<Mark> find(uint64_t ticket) {
    std::lock_guard<std::mutex> lock(mutex);
    std::shared_ptr<Mark> found;
    for (auto it = marks.begin(); it != marks.end() && it->first <= ticket;
         ++it)
      found = it->second;
    return found;
  }
  void done(uint64_t ticket) {
    std::lock_guard<std::mutex> lock(mutex);
    while (!marks.empty() && marks.front().first <= ticket)
      marks.pop_front();
  }
  uint64_t newest() {
    std::lock_guard<std::mutex> lock(mutex);
    return last;
  }
  /// A ticket to wait for before the next submission, or 0.
  uint64_t overdue() {
    std::lock_guard<std::mutex> lock(mutex);
    return marks.size() < kMost ? 0 : marks.front().first;
  }

private:
  std::mutex mutex; // guards everything below
  std::deque<std::pair<uint64_t, std::shared_ptr<Mark>>> marks;
  uint64_t last = 0;
};

/// kInvalidArgument, with `what` in the message, if the range is outside.
Status checkRange(const DeviceBuffer &buffer, uint64_t offset, uint64_t size,
                  const char *what);
/// Compares a dispatch with a device's limits. Errors name the kernel.
Status checkDispatch(const BoundDispatch &dispatch, const DeviceInfo &info);
/// "kernel 'conv_3' (label)", for messages.
std::string dispatchName(const BoundDispatch &dispatch);

} // namespace burin

#endif // BURIN_RUNTIME_CORE_DEVICE_H
