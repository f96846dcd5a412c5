//===- vulkan_execute.cpp - Replaying command lists -----------------------===//
//
// Without a watcher a replay is one submission of one command buffer. A caller
// that watches (progress, cancel) gets the list in segments, two of them in
// flight, so that the device never runs dry. Segments also keep submissions
// short where an operating system resets a GPU that does not answer.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/vulkan/vulkan_impl.h"

#include <algorithm>
#include <cmath>

namespace burin::vulkan {

static constexpr size_t kSegment = 32;

static Status cancelledAt(size_t done, size_t total) {
  return cancelled(
      strCat("cancelled after ", done, " of ", total, " dispatches"));
}

/// What an error of a wait means: kernels ran, so memory is not the cause.
static Status waitStatus(const Status &status) {
  if (status.ok())
    return status;
  return Status(StatusCode::kDeviceLost,
                strCat("the device failed while running: ", status.message(),
                       " (BURIN_SYNC=1 names the kernel)"));
}

static Span<const VkCommandBuffer> one(const VkCommandBuffer &buffer) {
  return Span<const VkCommandBuffer>(&buffer, 1);
}

Status VulkanDevice::run(VulkanCommandList &list) {
  VkFence fence = list.fences[0].get();
  BURIN_RETURN_IF_ERROR(context->submit(one(list.whole), fence));
  return waitStatus(context->wait(fence));
}

Status VulkanDevice::encodeSegments(VulkanCommandList &list) {
  if (!list.segments.empty())
    return okStatus();
  list.segmentLength = synchronous ? 1 : kSegment;
  size_t total = list.dispatches.size();
  std::vector<VkCommandBuffer> segments;
  for (size_t begin = 0; begin < total; begin += list.segmentLength) {
    BURIN_ASSIGN_OR_RETURN(
        VkCommandBuffer segment,
        Recorder(*context).encode(
            list, begin, std::min(begin + list.segmentLength, total), false));
    segments.push_back(segment);
  }
  list.segments = std::move(segments);
  return okStatus();
}

Status VulkanDevice::runWatched(VulkanCommandList &list,
                                const ExecuteOptions &options) {
  BURIN_RETURN_IF_ERROR(encodeSegments(list));
  size_t total = list.dispatches.size(), count = list.segments.size();
  auto fence = [&](size_t segment) { return list.fences[segment % 2].get(); };
  // Waits for a segment and says so.
  auto finish = [&](size_t segment) {
    Status status = waitStatus(context->wait(fence(segment)));
    if (!status.ok())
      return synchronous ? status.withContext(list.dispatches[segment].name)
                         : status;
    if (options.progress)
      options.progress(std::min((segment + 1) * list.segmentLength, total),
                       total);
    return status;
  };
  size_t submitted = 0, finished = 0;
  size_t depth = synchronous ? 1 : 2;
  Status status;
  while (status.ok() && finished < count) {
    bool stop = options.cancel && options.cancel->load();
    if (!stop && submitted < count && submitted - finished < depth) {
      status = context->submit(one(list.segments[submitted]), fence(submitted));
      submitted += status.ok();
    } else if (finished < submitted) {
      status = finish(finished++);
    } else {
      return cancelledAt(finished * list.segmentLength, total);
    }
  }
  // Nothing may still be running when the caller frees what the list uses.
  while (finished < submitted)
    (void)context->wait(fence(finished++));
  return status;
}

Status VulkanDevice::readTimes(VulkanCommandList &list,
                               std::vector<DispatchTime> &times) {
  std::vector<uint64_t> ticks(2 * list.dispatches.size());
  const DeviceApi &api = context->api;
  BURIN_RETURN_IF_ERROR(toStatus(
      api.vkGetQueryPoolResults(
          api.device, list.queries.get(), 0, uint32_t(ticks.size()),
          ticks.size() * sizeof(uint64_t), ticks.data(), sizeof(uint64_t),
          VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT),
      "cannot read the dispatches' times"));
  // The counter wraps at its valid bits: count from the first.
  uint32_t bits = context->found.timestampBits;
  uint64_t mask = bits >= 64 ? UINT64_MAX : (uint64_t(1) << bits) - 1;
  double period = context->found.timestampPeriod;
  uint64_t origin = uint64_t(std::llround(double(ticks[0] & mask) * period));
  auto time = [&](uint64_t tick) {
    return origin +
           uint64_t(std::llround(double((tick - ticks[0]) & mask) * period));
  };
  times.resize(list.dispatches.size());
  for (size_t i = 0; i < times.size(); ++i)
    times[i] = {time(ticks[2 * i]), time(ticks[2 * i + 1])};
  return okStatus();
}

Status VulkanDevice::runTimed(VulkanCommandList &list,
                              const ExecuteOptions &options) {
  size_t total = list.dispatches.size();
  if (options.cancel && options.cancel->load())
    return cancelledAt(0, total);
  if (context->found.timestampBits == 0)
    return unimplemented(
        strCat(info().name, " has no timestamps on its compute queue"));
  if (!list.timed) {
    VkQueryPoolCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO;
    info.queryType = VK_QUERY_TYPE_TIMESTAMP;
    info.queryCount = uint32_t(2 * total);
    VkQueryPool pool = VK_NULL_HANDLE;
    const DeviceApi &api = context->api;
    BURIN_RETURN_IF_ERROR(
        toStatus(api.vkCreateQueryPool(api.device, &info, nullptr, &pool),
                 "cannot make a query pool"));
    list.queries = QueryPoolHandle(&api, pool);
    BURIN_ASSIGN_OR_RETURN(list.timed,
                           Recorder(*context).encode(list, 0, total, true));
  }
  VkFence fence = list.fences[0].get();
  BURIN_RETURN_IF_ERROR(context->submit(one(list.timed), fence));
  BURIN_RETURN_IF_ERROR(waitStatus(context->wait(fence)));
  BURIN_RETURN_IF_ERROR(readTimes(list, *options.times));
  if (options.progress)
    options.progress(total, total);
  return okStatus();
}

Status VulkanDevice::execute(CommandList &commands,
                             const ExecuteOptions &options) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  auto &list = static_cast<VulkanCommandList &>(commands);
  if (list.dispatches.empty()) {
    if (options.times)
      options.times->clear();
    return okStatus();
  }
  if (options.times)
    return note(runTimed(list, options));
  bool watched = options.cancel || options.progress || synchronous;
  return note(watched ? runWatched(list, options) : run(list));
}

StatusOr<uint64_t> VulkanDevice::submit(CommandList &commands) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(wait(submissions.overdue()));
  auto &list = static_cast<VulkanCommandList &>(commands);
  if (list.dispatches.empty())
    return submissions.newest();
  if (synchronous) {
    BURIN_RETURN_IF_ERROR(execute(commands, {}));
    return submissions.newest();
  }
  BURIN_ASSIGN_OR_RETURN(FenceHandle fence, context->makeFence());
  BURIN_RETURN_IF_ERROR(note(context->submit(one(list.whole), fence.get())));
  return submissions.add(std::move(fence));
}

Status VulkanDevice::wait(uint64_t ticket) {
  std::shared_ptr<FenceHandle> mark = submissions.find(ticket);
  if (!mark)
    return okStatus();
  BURIN_RETURN_IF_ERROR(note(waitStatus(context->await(mark->get()))));
  submissions.done(ticket);
  return okStatus();
}

} // namespace burin::vulkan
