//===- vulkan_allocator.cpp - Device memory in few blocks -----------------===//

#include "runtime/drivers/vulkan/vulkan_allocator.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

#include <algorithm>

namespace burin::vulkan {

/// Of blocks that buffers share, and from where on a buffer has its own.
static constexpr uint64_t kSharedBlockBytes = 16 << 20;
static constexpr uint64_t kOwnBlockBytes = 4 << 20;

struct MemoryBlock {
  VkDeviceMemory memory = VK_NULL_HANDLE;
  uint64_t size = 0;
  uint32_t type = 0;
  bool shared = false, cached = false;
  uint8_t *mapped = nullptr;
  std::map<uint64_t, uint64_t> free; ///< from offset to end, never adjacent
};

MemoryAllocator::MemoryAllocator(
    const DeviceApi &api, const VkPhysicalDeviceMemoryProperties &properties,
    bool unified)
    : api(api), properties(properties), unified(unified) {}

MemoryAllocator::~MemoryAllocator() {
  for (auto &block : blocks)
    freeMemory(*block);
}

void MemoryAllocator::freeMemory(MemoryBlock &block) {
  api.vkFreeMemory(api.device, block.memory, nullptr); // unmaps
}

/// How well a memory type suits; negative if not at all.
int MemoryAllocator::score(uint32_t type, MemoryUse use) const {
  VkMemoryPropertyFlags flags = properties.memoryTypes[type].propertyFlags;
  auto has = [&](VkMemoryPropertyFlags wanted) {
    return (flags & wanted) == wanted;
  };
  constexpr VkMemoryPropertyFlags kOdd =
      VK_MEMORY_PROPERTY_PROTECTED_BIT |
      VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT |
      VK_MEMORY_PROPERTY_DEVICE_COHERENT_BIT_AMD; // uncached by the device
  if (flags & kOdd)
    return -1;
  bool mappable = has(VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
                      VK_MEMORY_PROPERTY_HOST_COHERENT_BIT);
  bool local = has(VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
  bool cached = has(VK_MEMORY_PROPERTY_HOST_CACHED_BIT);
  if (use == MemoryUse::kDevice)
    // Without unified memory, memory that both see is scarce or slow.
    return 4 * local +
           (unified ? 2 * mappable + (mappable && cached) : 2 * !mappable);
  if (!mappable)
    return -1;
  if (use == MemoryUse::kReadback)
    return 2 * cached + !local;
  return 2 * !local + !cached; // written once, in order
}

StatusOr<uint32_t> MemoryAllocator::chooseType(uint32_t allowed,
                                               MemoryUse use) const {
  int best = -1;
  uint32_t chosen = 0;
  for (uint32_t i = 0; i < properties.memoryTypeCount; ++i) {
    if (!(allowed & (1u << i)) || score(i, use) <= best)
      continue;
    best = score(i, use);
    chosen = i;
  }
  if (best < 0)
    return internalError(
        "the device has no memory of the kind that buffers need");
  return chosen;
}

StatusOr<MemoryBlock *> MemoryAllocator::makeBlock(uint64_t size, uint32_t type,
                                                   bool shared) {
  auto block = std::make_unique<MemoryBlock>();
  block->size = size;
  block->type = type;
  block->shared = shared;
  block->free.emplace(0, size);
  VkMemoryPropertyFlags flags = properties.memoryTypes[type].propertyFlags;
  block->cached = (flags & VK_MEMORY_PROPERTY_HOST_CACHED_BIT) != 0;
  VkMemoryAllocateInfo info = {};
  info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  info.allocationSize = size;
  info.memoryTypeIndex = type;
  BURIN_RETURN_IF_ERROR(
      toStatus(api.vkAllocateMemory(api.device, &info, nullptr, &block->memory),
               strCat("cannot allocate ", size, " bytes")));
  constexpr VkMemoryPropertyFlags kMappable =
      VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
      VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  if ((flags & kMappable) == kMappable) {
    void *mapped = nullptr;
    VkResult result = api.vkMapMemory(api.device, block->memory, 0,
                                      VK_WHOLE_SIZE, 0, &mapped);
    if (result != VK_SUCCESS) {
      freeMemory(*block);
      return toStatus(result, strCat("cannot map ", size, " bytes"));
    }
    block->mapped = static_cast<uint8_t *>(mapped);
  }
  blocks.push_back(std::move(block));
  return blocks.back().get();
}

/// Takes an aligned range out of the first hole that is large enough.
static bool take(MemoryBlock &block, uint64_t size, uint64_t alignment,
                 uint64_t &offset) {
  for (auto hole = block.free.begin(); hole != block.free.end(); ++hole) {
    auto [begin, end] = *hole;
    if (!checkedAlignUp(begin, alignment, offset) || offset > end ||
        size > end - offset)
      continue;
    block.free.erase(hole);
    if (begin < offset)
      block.free.emplace(begin, offset);
    if (offset + size < end)
      block.free.emplace(offset + size, end);
    return true;
  }
  return false;
}

StatusOr<Allocation>
MemoryAllocator::allocate(const VkMemoryRequirements &requirements,
                          MemoryUse use) {
  BURIN_ASSIGN_OR_RETURN(uint32_t type,
                         chooseType(requirements.memoryTypeBits, use));
  bool shared = requirements.size < kOwnBlockBytes;
  std::lock_guard<std::mutex> lock(mutex);
  Allocation result;
  result.size = requirements.size;
  for (auto &block : blocks)
    if (shared && block->shared && block->type == type &&
        take(*block, requirements.size, requirements.alignment,
             result.offset)) {
      result.block = block.get();
      break;
    }
  if (!result.block) {
    BURIN_ASSIGN_OR_RETURN(
        result.block, makeBlock(shared ? kSharedBlockBytes : requirements.size,
                                type, shared));
    take(*result.block, requirements.size, requirements.alignment,
         result.offset);
  }
  result.memory = result.block->memory;
  result.cached = result.block->cached;
  // The host does not reach through a bus what it can leave to the device.
  if (result.block->mapped && (unified || use != MemoryUse::kDevice))
    result.mapped = result.block->mapped + result.offset;
  return result;
}

void MemoryAllocator::free(const Allocation &allocation) {
  if (!allocation.block)
    return;
  std::lock_guard<std::mutex> lock(mutex);
  MemoryBlock &block = *allocation.block;
  uint64_t begin = allocation.offset, end = begin + allocation.size;
  auto next = block.free.lower_bound(begin);
  if (next != block.free.end() && next->first == end) {
    end = next->second;
    next = block.free.erase(next);
  }
  if (next != block.free.begin() && std::prev(next)->second == begin) {
    begin = std::prev(next)->first;
    block.free.erase(std::prev(next));
  }
  block.free.emplace(begin, end);
  if (end - begin < block.size)
    return;
  freeMemory(block);
  blocks.erase(std::find_if(blocks.begin(), blocks.end(), [&](auto &other) {
    return other.get() == &block;
  }));
}

} // namespace burin::vulkan
