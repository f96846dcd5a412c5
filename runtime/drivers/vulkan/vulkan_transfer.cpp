//===- vulkan_transfer.cpp - Copies through staging memory ----------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace burin::vulkan {

/// Large enough that submissions cost nothing beside the copy, small enough
/// that three of them are no burden on a phone.
static constexpr uint64_t kStagingBytes = 16 << 20;
/// From here on several threads copy: one core does not fill a PCIe link.
static constexpr uint64_t kParallelBytes = 2 << 20;
static constexpr size_t kMaxCopyThreads = 4;

static void copyParallel(uint8_t *to, const uint8_t *from, uint64_t size) {
  size_t threads = std::min<size_t>(
      kMaxCopyThreads, std::max(1u, std::thread::hardware_concurrency()));
  if (size < kParallelBytes || threads == 1) {
    std::memcpy(to, from, size);
    return;
  }
  uint64_t piece = size / threads;
  std::vector<std::thread> workers;
  for (size_t i = 1; i < threads; ++i) {
    uint64_t begin = i * piece;
    uint64_t length = i + 1 == threads ? size - begin : piece;
    workers.emplace_back(
        [=] { std::memcpy(to + begin, from + begin, length); });
  }
  std::memcpy(to, from, piece);
  for (std::thread &worker : workers)
    worker.join();
}

Status Transfer::prepare() {
  if (pool)
    return okStatus();
  BURIN_ASSIGN_OR_RETURN(CommandPoolHandle made, context.makeCommandPool());
  for (Slot &slot : slots) {
    BURIN_ASSIGN_OR_RETURN(slot.fence, context.makeFence());
    BURIN_ASSIGN_OR_RETURN(slot.commands,
                           context.makeCommandBuffer(made.get()));
  }
  pool = std::move(made);
  return okStatus();
}

Status Transfer::await(Slot &slot) {
  if (!slot.pending)
    return okStatus();
  slot.pending = false;
  return context.wait(slot.fence.get());
}

StatusOr<Transfer::Slot *> Transfer::acquire() {
  BURIN_RETURN_IF_ERROR(prepare());
  Slot &slot = slots[next];
  next = (next + 1) % slots.size();
  BURIN_RETURN_IF_ERROR(await(slot));
  return &slot;
}

StatusOr<uint8_t *> Transfer::staging(BufferMemory &memory, MemoryUse use) {
  if (!memory.buffer) {
    auto made = BufferMemory::make(context, kStagingBytes, use);
    if (!made.ok())
      return made.status().withContext("staging memory");
    memory = std::move(*made);
  }
  return memory.allocation.mapped;
}

Status Transfer::drain() {
  std::lock_guard<std::mutex> lock(mutex);
  Status result;
  for (Slot &slot : slots) {
    Status status = await(slot);
    if (!status.ok())
      result = status;
  }
  return result;
}

/// Submits what `record` records, after everything that the queue has run.
template <typename Record> Status Transfer::run(Slot &slot, Record record) {
  const DeviceApi &api = context.api;
  VkCommandBufferBeginInfo begin = {};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkBeginCommandBuffer(slot.commands, &begin), "cannot record a copy"));
  VkMemoryBarrier barrier = {};
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  barrier.srcAccessMask =
      VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
  barrier.dstAccessMask =
      VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
  api.vkCmdPipelineBarrier(
      slot.commands,
      VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT,
      VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1, &barrier, 0, nullptr, 0, nullptr);
  record(slot.commands);
  barrier.srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
  barrier.dstAccessMask = VK_ACCESS_HOST_READ_BIT;
  api.vkCmdPipelineBarrier(slot.commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
                           VK_PIPELINE_STAGE_HOST_BIT, 0, 1, &barrier, 0,
                           nullptr, 0, nullptr);
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkEndCommandBuffer(slot.commands), "cannot record a copy"));
  BURIN_RETURN_IF_ERROR(context.submit(
      Span<const VkCommandBuffer>(&slot.commands, 1), slot.fence.get()));
  slot.pending = true;
  return okStatus();
}

Status Transfer::write(VkBuffer buffer, uint64_t offset, ByteSpan data) {
  std::lock_guard<std::mutex> lock(mutex);
  for (uint64_t at = 0; at < data.size(); at += kStagingBytes) {
    uint64_t size = std::min<uint64_t>(kStagingBytes, data.size() - at);
    BURIN_ASSIGN_OR_RETURN(Slot * slot, acquire());
    BURIN_ASSIGN_OR_RETURN(uint8_t *memory,
                           staging(slot->upload, MemoryUse::kUpload));
    copyParallel(memory, data.data() + at, size);
    VkBufferCopy region{0, offset + at, size};
    BURIN_RETURN_IF_ERROR(run(*slot, [&](VkCommandBuffer commands) {
      context.api.vkCmdCopyBuffer(commands, slot->upload.buffer.get(), buffer,
                                  1, &region);
    }));
  }
  return okStatus();
}

Status Transfer::read(VkBuffer buffer, uint64_t offset, MutableByteSpan data) {
  std::lock_guard<std::mutex> lock(mutex);
  for (uint64_t at = 0; at < data.size(); at += kStagingBytes) {
    uint64_t size = std::min<uint64_t>(kStagingBytes, data.size() - at);
    BURIN_ASSIGN_OR_RETURN(Slot * slot, acquire());
    BURIN_ASSIGN_OR_RETURN(uint8_t *memory,
                           staging(slot->readback, MemoryUse::kReadback));
    VkBufferCopy region{offset + at, 0, size};
    BURIN_RETURN_IF_ERROR(run(*slot, [&](VkCommandBuffer commands) {
      context.api.vkCmdCopyBuffer(commands, buffer, slot->readback.buffer.get(),
                                  1, &region);
    }));
    BURIN_RETURN_IF_ERROR(await(*slot));
    copyParallel(data.data() + at, memory, size);
  }
  return okStatus();
}

Status Transfer::fill(VkBuffer buffer, uint64_t offset, uint64_t size,
                      uint8_t value) {
  std::lock_guard<std::mutex> lock(mutex);
  BURIN_ASSIGN_OR_RETURN(Slot * slot, acquire());
  BURIN_RETURN_IF_ERROR(run(*slot, [&](VkCommandBuffer commands) {
    context.api.vkCmdFillBuffer(commands, buffer, offset, size,
                                value * 0x01010101u);
  }));
  return await(*slot);
}

Status Transfer::copy(VkBuffer from, VkBuffer to, const VkBufferCopy &region) {
  std::lock_guard<std::mutex> lock(mutex);
  BURIN_ASSIGN_OR_RETURN(Slot * slot, acquire());
  BURIN_RETURN_IF_ERROR(run(*slot, [&](VkCommandBuffer commands) {
    context.api.vkCmdCopyBuffer(commands, from, to, 1, &region);
  }));
  return await(*slot);
}

} // namespace burin::vulkan
