//===- vulkan_allocator.h - Device memory in few blocks --------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_ALLOCATOR_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_ALLOCATOR_H

#include "runtime/drivers/vulkan/vulkan_handle.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace burin::vulkan {

enum class MemoryUse {
  kDevice,   ///< kernels work on it
  kUpload,   ///< the host writes, the device copies
  kReadback, ///< the device copies, the host reads
};

struct MemoryBlock;

/// A range of a block of memory; give it back with MemoryAllocator::free.
struct Allocation {
  MemoryBlock *block = nullptr;
  VkDeviceMemory memory = VK_NULL_HANDLE;
  VkDeviceSize offset = 0, size = 0;
  uint8_t *mapped = nullptr; ///< null: the host cannot address it
  bool cached = false;       ///< reading through `mapped` is fast
};

/// Drivers allow as few as 4,096 allocations and take long for each, so small
/// buffers share blocks; a large one has its own. Thread-safe.
class MemoryAllocator {
public:
  /// `unified`: kernels' memory is the host's memory, and should be mapped.
  MemoryAllocator(const DeviceApi &api,
                  const VkPhysicalDeviceMemoryProperties &properties,
                  bool unified);
  ~MemoryAllocator();

  StatusOr<Allocation> allocate(const VkMemoryRequirements &requirements,
                                MemoryUse use);
  void free(const Allocation &allocation);

private:
  StatusOr<uint32_t> chooseType(uint32_t allowed, MemoryUse use) const;
  int score(uint32_t type, MemoryUse use) const;
  StatusOr<MemoryBlock *> makeBlock(uint64_t size, uint32_t type, bool shared);
  void freeMemory(MemoryBlock &block);

  const DeviceApi &api;
  VkPhysicalDeviceMemoryProperties properties;
  bool unified;
  std::mutex mutex; // guards `blocks` and what they hold
  std::vector<std::unique_ptr<MemoryBlock>> blocks;
};

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_VULKAN_ALLOCATOR_H
