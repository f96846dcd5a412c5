//===- vulkan_impl.h - Insides of the Vulkan driver ------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_IMPL_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_IMPL_H

#include "runtime/core/device.h"
#include "runtime/core/program_cache.h"
#include "runtime/drivers/vulkan/spirv_module.h"
#include "runtime/drivers/vulkan/vulkan_allocator.h"
#include "runtime/drivers/vulkan/vulkan_capabilities.h"
#include "runtime/drivers/vulkan/vulkan_handle.h"
#include "runtime/drivers/vulkan/vulkan_instance.h"

#include <mutex>
#include <optional>

namespace burin::vulkan {

/// An opened VkDevice with its queue. Everything else refers to it.
class Context {
public:
  static StatusOr<std::unique_ptr<Context>> open(const FoundDevice &found);
  ~Context();

  /// Submits command buffers, in order; `fence` may be null. Thread-safe.
  Status submit(Span<const VkCommandBuffer> buffers, VkFence fence);
  /// Waits for a fence.
  Status await(VkFence fence);
  /// Waits for a fence and resets it.
  Status wait(VkFence fence);
  StatusOr<FenceHandle> makeFence() const;
  StatusOr<CommandPoolHandle> makeCommandPool() const;
  StatusOr<VkCommandBuffer> makeCommandBuffer(VkCommandPool pool) const;

  FoundDevice found;
  DeviceApi api;
  std::unique_ptr<Features> features;
  std::vector<CooperativeMatrixProperties> matrixShapes;
  std::optional<MemoryAllocator> allocator;

private:
  VkQueue queue = VK_NULL_HANDLE;
  std::mutex queueMutex;
};

/// A VkBuffer and the memory behind it.
struct BufferMemory {
  static StatusOr<BufferMemory> make(Context &context, uint64_t size,
                                     MemoryUse use);
  BufferMemory() = default;
  BufferMemory(BufferMemory &&other) noexcept { *this = std::move(other); }
  BufferMemory &operator=(BufferMemory &&other) noexcept;
  ~BufferMemory();

  BufferHandle buffer;
  Allocation allocation;

private:
  Context *context = nullptr;
};

/// Copies through staging memory for devices whose memory the host does not
/// see. A write returns when its bytes are in staging memory: the copies run
/// behind, so that reading a file and copying its bytes overlap. Thread-safe.
class Transfer {
public:
  explicit Transfer(Context &context) : context(context) {}
  ~Transfer() { (void)drain(); }

  Status write(VkBuffer buffer, uint64_t offset, ByteSpan data);
  Status read(VkBuffer buffer, uint64_t offset, MutableByteSpan data);
  /// `offset` and `size` are multiples of 4.
  Status fill(VkBuffer buffer, uint64_t offset, uint64_t size, uint8_t value);
  Status copy(VkBuffer from, VkBuffer to, const VkBufferCopy &region);
  /// Waits for every write that is still on its way.
  Status drain();

private:
  struct Slot {
    BufferMemory upload, readback;
    FenceHandle fence;
    VkCommandBuffer commands = VK_NULL_HANDLE;
    bool pending = false;
  };
  Status prepare();
  /// The next slot, once the device is done with it.
  StatusOr<Slot *> acquire();
  Status await(Slot &slot);
  template <typename Record> Status run(Slot &slot, Record record);
  StatusOr<uint8_t *> staging(BufferMemory &memory, MemoryUse use);

  Context &context;
  std::mutex mutex; // guards everything below
  CommandPoolHandle pool;
  std::array<Slot, 3> slots;
  size_t next = 0;
};

class VulkanBuffer : public DeviceBuffer {
public:
  VulkanBuffer(BufferMemory memory, Transfer &transfer, uint64_t size)
      : DeviceBuffer(size), memory(std::move(memory)), transfer(transfer) {}
  ~VulkanBuffer() override { (void)transfer.drain(); }
  VkBuffer handle() const { return memory.buffer.get(); }
  uint8_t *mapped() const { return memory.allocation.mapped; }
  bool cached() const { return memory.allocation.cached; }

private:
  BufferMemory memory;
  Transfer &transfer;
};

class VulkanModule : public DeviceModule {
public:
  bool fromCache() const override { return cached; }
  SPIRVModule facts;
  SetLayoutHandle setLayout;
  PipelineLayoutHandle layout;
  PipelineHandle pipeline;
  bool cached = false;
};

/// Builds a module's pipeline, from the cache where it can.
class ProgramBuilder {
public:
  ProgramBuilder(Context &context, const ProgramCache &cache)
      : context(context), cache(cache), api(context.api) {}

  StatusOr<std::unique_ptr<DeviceModule>> build(const Module &module);

private:
  Status makeLayout(VulkanModule &module);
  Status makePipeline(VulkanModule &module, ByteSpan code,
                      uint32_t subgroupSize, VkPipelineCache pipelines);
  StatusOr<PipelineCacheHandle> makeCache(ByteSpan data) const;
  void store(const std::string &key, VkPipelineCache pipelines) const;

  Context &context;
  const ProgramCache &cache;
  const DeviceApi &api;
};

struct RecordedDispatch {
  VkPipeline pipeline;
  VkPipelineLayout layout;
  VkDescriptorSet set;
  std::array<uint32_t, 3> groups;
  bool barrier;     ///< before it
  std::string name; ///< for messages
};

/// Command buffers are made on first use of each kind of replay.
class VulkanCommandList : public CommandList {
public:
  DescriptorPoolHandle descriptors;
  CommandPoolHandle pool;
  std::vector<RecordedDispatch> dispatches;
  FenceHandle fences[2];
  VkCommandBuffer whole = VK_NULL_HANDLE;
  std::vector<VkCommandBuffer> segments; ///< of segmentLength dispatches each
  size_t segmentLength = 0;
  VkCommandBuffer timed = VK_NULL_HANDLE;
  QueryPoolHandle queries; ///< two for each dispatch
};

/// Turns dispatches into a command list.
class Recorder {
public:
  explicit Recorder(Context &context) : context(context), api(context.api) {}

  StatusOr<std::unique_ptr<CommandList>>
  record(Span<const BoundDispatch> dispatches);

  /// A command buffer with dispatches [begin, end) of `list`; timestamps if
  /// `timed`, which also keeps dispatches from overlapping.
  StatusOr<VkCommandBuffer> encode(const VulkanCommandList &list, size_t begin,
                                   size_t end, bool timed);

private:
  Status check(const BoundDispatch &dispatch) const;
  Status makeSets(Span<const BoundDispatch> dispatches,
                  VulkanCommandList &list);
  void writeSet(const BoundDispatch &dispatch, VkDescriptorSet set);

  Context &context;
  const DeviceApi &api;
};

class VulkanDevice : public Device {
public:
  static StatusOr<std::shared_ptr<Device>> open(const FoundDevice &found);

  const DeviceInfo &info() const override { return context->found.info; }
  StatusOr<std::unique_ptr<DeviceBuffer>> createBuffer(uint64_t size) override;
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
  ~VulkanDevice() override { (void)wait(submissions.newest()); }

private:
  VulkanDevice() = default;
  Status run(VulkanCommandList &list);
  Status runWatched(VulkanCommandList &list, const ExecuteOptions &options);
  Status runTimed(VulkanCommandList &list, const ExecuteOptions &options);
  Status encodeSegments(VulkanCommandList &list);
  Status readTimes(VulkanCommandList &list, std::vector<DispatchTime> &times);
  /// Remembers a lost device: every later call fails at once. A message of the
  /// validation layer turns success into an error.
  Status note(Status status);
  Status checkAlive() const;

  std::unique_ptr<Context> context;
  std::unique_ptr<Transfer> transfer;
  Submissions<FenceHandle> submissions;
  ProgramCache cache{""};
  std::atomic<bool> lost{false};
  bool synchronous = false; // wait after each dispatch, to name the culprit
};

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_IMPL_H
