//===- vulkan_memory.cpp - Buffers and copies -----------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <algorithm>
#include <cstring>

namespace burin::vulkan {

static VulkanBuffer &cast(DeviceBuffer &buffer) {
  return static_cast<VulkanBuffer &>(buffer);
}

//===--- BufferMemory
//-------------------------------------------------------===//

StatusOr<BufferMemory> BufferMemory::make(Context &context, uint64_t size,
                                          MemoryUse use) {
  const DeviceApi &api = context.api;
  BufferMemory result;
  result.context = &context;
  VkBufferCreateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = size;
  info.usage =
      VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  if (use == MemoryUse::kDevice)
    info.usage |= VK_BUFFER_USAGE_STORAGE_BUFFER_BIT;
  VkBuffer buffer = VK_NULL_HANDLE;
  std::string what = strCat("cannot allocate ", size, " bytes");
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkCreateBuffer(api.device, &info, nullptr, &buffer), what));
  result.buffer = BufferHandle(&api, buffer);
  VkMemoryRequirements requirements = {};
  api.vkGetBufferMemoryRequirements(api.device, buffer, &requirements);
  BURIN_ASSIGN_OR_RETURN(result.allocation,
                         context.allocator->allocate(requirements, use));
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkBindBufferMemory(api.device, buffer, result.allocation.memory,
                             result.allocation.offset),
      what));
  return result;
}

BufferMemory &BufferMemory::operator=(BufferMemory &&other) noexcept {
  std::swap(buffer, other.buffer);
  std::swap(allocation, other.allocation);
  std::swap(context, other.context);
  return *this;
}

BufferMemory::~BufferMemory() {
  buffer = BufferHandle(); // before its memory
  if (context)
    context->allocator->free(allocation);
}

//===--- The device's functions
//---------------------------------------------===//

StatusOr<std::unique_ptr<DeviceBuffer>>
VulkanDevice::createBuffer(uint64_t size) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  if (size == 0)
    return invalidArgument("a buffer needs at least one byte");
  if (size > info().maxAllocationBytes)
    return outOfMemory(strCat("cannot allocate ", size, " bytes, ", info().name,
                              " allows ", info().maxAllocationBytes));
  auto memory = BufferMemory::make(*context, size, MemoryUse::kDevice);
  BURIN_RETURN_IF_ERROR(note(memory.status()));
  return std::unique_ptr<DeviceBuffer>(
      new VulkanBuffer(std::move(*memory), *transfer, size));
}

Status VulkanDevice::write(DeviceBuffer &buffer, uint64_t offset,
                           ByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "write"));
  if (data.empty())
    return okStatus();
  if (uint8_t *memory = cast(buffer).mapped()) {
    std::memcpy(memory + offset, data.data(), data.size());
    return okStatus();
  }
  return note(transfer->write(cast(buffer).handle(), offset, data));
}

Status VulkanDevice::read(DeviceBuffer &buffer, uint64_t offset,
                          MutableByteSpan data) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, data.size(), "read"));
  if (data.empty())
    return okStatus();
  if (cast(buffer).cached() && cast(buffer).mapped()) {
    std::memcpy(data.data(), cast(buffer).mapped() + offset, data.size());
    return okStatus();
  }
  return note(transfer->read(cast(buffer).handle(), offset, data));
}

Status VulkanDevice::fill(DeviceBuffer &buffer, uint64_t offset, uint64_t size,
                          uint8_t value) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(buffer, offset, size, "fill"));
  if (size == 0)
    return okStatus();
  if (uint8_t *memory = cast(buffer).mapped()) {
    std::memset(memory + offset, value, size);
    return okStatus();
  }
  // Vulkan fills words; the bytes around them are written.
  uint64_t begin = std::min((offset + 3) & ~uint64_t(3), offset + size);
  uint64_t end = std::max((offset + size) & ~uint64_t(3), begin);
  std::vector<uint8_t> edge(3, value);
  VkBuffer handle = cast(buffer).handle();
  Status status =
      transfer->write(handle, offset, ByteSpan(edge.data(), begin - offset));
  if (status.ok() && end > begin)
    status = transfer->fill(handle, begin, end - begin, value);
  if (status.ok())
    status = transfer->write(handle, end,
                             ByteSpan(edge.data(), offset + size - end));
  return note(status);
}

Status VulkanDevice::copy(DeviceBuffer &from, uint64_t fromOffset,
                          DeviceBuffer &to, uint64_t toOffset, uint64_t size) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(checkRange(from, fromOffset, size, "copy"));
  BURIN_RETURN_IF_ERROR(checkRange(to, toOffset, size, "copy"));
  if (size == 0)
    return okStatus();
  VulkanBuffer &source = cast(from), &target = cast(to);
  if (source.mapped() && source.cached() && target.mapped()) {
    std::memmove(target.mapped() + toOffset, source.mapped() + fromOffset,
                 size);
    return okStatus();
  }
  return note(transfer->copy(source.handle(), target.handle(),
                             {fromOffset, toOffset, size}));
}

} // namespace burin::vulkan
