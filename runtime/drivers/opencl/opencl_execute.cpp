//===- opencl_execute.cpp - Replaying command lists -----------------------===//
//
// An in-order queue without events is the fast path. A caller that watches
// (progress, cancel) gets a wait every kWindow dispatches, on an event of the
// window before, so that the device never runs dry.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_impl.h"

#include <algorithm>

namespace burin::opencl {

static constexpr size_t kWindow = 16;

Status OpenCLDevice::enqueue(cl_command_queue target,
                             const RecordedDispatch &dispatch,
                             cl_event *event) {
  cl_int error = api.clEnqueueNDRangeKernel(
      target, dispatch.kernel.get(), 3, nullptr, dispatch.global.data(),
      dispatch.local.data(), 0, nullptr, event);
  if (!error && synchronous)
    error = api.clFinish(target);
  return toStatus(error, dispatch.name);
}

static Status cancelledAt(size_t done, size_t total) {
  return cancelled(
      strCat("cancelled after ", done, " of ", total, " dispatches"));
}

/// What an error of a wait means: kernels ran, so resources are not the cause.
static Status waitStatus(cl_int error) {
  if (error == CL_SUCCESS)
    return okStatus();
  return Status(StatusCode::kDeviceLost,
                strCat("the device failed while running: ", errorText(error),
                       " (BURIN_SYNC=1 names the kernel)"));
}

Status OpenCLDevice::run(const OpenCLCommandList &list,
                         const ExecuteOptions &options) {
  size_t total = list.dispatches.size();
  bool watched = options.cancel || options.progress;
  EventHandle previous, current;
  for (size_t i = 0; i < total; ++i) {
    if (options.cancel && options.cancel->load()) {
      BURIN_RETURN_IF_ERROR(waitStatus(api.clFinish(queue.get())));
      return cancelledAt(i, total);
    }
    bool mark = watched && (i + 1) % kWindow == 0;
    cl_event event = nullptr;
    BURIN_RETURN_IF_ERROR(
        enqueue(queue.get(), list.dispatches[i], mark ? &event : nullptr));
    if (!mark)
      continue;
    previous = std::move(current);
    current = EventHandle(&api, event);
    api.clFlush(queue.get());
    if (!previous)
      continue;
    cl_event waited = previous.get();
    BURIN_RETURN_IF_ERROR(waitStatus(api.clWaitForEvents(1, &waited)));
    if (options.progress)
      options.progress(i + 1 - kWindow, total);
  }
  BURIN_RETURN_IF_ERROR(waitStatus(api.clFinish(queue.get())));
  if (options.progress)
    options.progress(total, total);
  return okStatus();
}

Status OpenCLDevice::runProfiled(const OpenCLCommandList &list,
                                 const ExecuteOptions &options) {
  BURIN_ASSIGN_OR_RETURN(cl_command_queue profiling, queueFor(true));
  size_t total = list.dispatches.size();
  std::vector<EventHandle> events;
  events.reserve(total);
  for (size_t i = 0; i < total; ++i) {
    if (options.cancel && options.cancel->load()) {
      BURIN_RETURN_IF_ERROR(waitStatus(api.clFinish(profiling)));
      return cancelledAt(i, total);
    }
    cl_event event = nullptr;
    BURIN_RETURN_IF_ERROR(enqueue(profiling, list.dispatches[i], &event));
    events.emplace_back(&api, event);
    if (options.cancel && i >= 2 * kWindow && i % kWindow == 0) {
      cl_event waited = events[i - kWindow].get();
      BURIN_RETURN_IF_ERROR(waitStatus(api.clWaitForEvents(1, &waited)));
    }
  }
  BURIN_RETURN_IF_ERROR(waitStatus(api.clFinish(profiling)));
  options.times->assign(total, DispatchTime());
  for (size_t i = 0; i < total; ++i) {
    cl_ulong start = 0, end = 0;
    cl_int error =
        api.clGetEventProfilingInfo(events[i].get(), CL_PROFILING_COMMAND_START,
                                    sizeof start, &start, nullptr);
    if (!error)
      error = api.clGetEventProfilingInfo(
          events[i].get(), CL_PROFILING_COMMAND_END, sizeof end, &end, nullptr);
    if (error)
      return toStatus(error, "cannot read a dispatch's time");
    (*options.times)[i] = {start, end};
  }
  if (options.progress)
    options.progress(total, total);
  return okStatus();
}

Status OpenCLDevice::execute(CommandList &commands,
                             const ExecuteOptions &options) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  if (options.times) // the queue with times is another one
    BURIN_RETURN_IF_ERROR(wait(submissions.newest()));
  auto &list = static_cast<OpenCLCommandList &>(commands);
  Status status =
      options.times ? runProfiled(list, options) : run(list, options);
  // Nothing may still be running when the caller frees what the list uses.
  if (!status.ok() && status.code() != StatusCode::kDeviceLost) {
    api.clFinish(queue.get());
    if (options.times && profilingQueue)
      api.clFinish(profilingQueue.get());
  }
  return note(status);
}

StatusOr<uint64_t> OpenCLDevice::submit(CommandList &commands) {
  BURIN_RETURN_IF_ERROR(checkAlive());
  BURIN_RETURN_IF_ERROR(wait(submissions.overdue()));
  auto &list = static_cast<OpenCLCommandList &>(commands);
  size_t total = list.dispatches.size();
  if (total == 0)
    return submissions.newest();
  cl_event event = nullptr;
  Status status;
  for (size_t i = 0; i < total && status.ok(); ++i)
    status = enqueue(queue.get(), list.dispatches[i],
                     i + 1 == total ? &event : nullptr);
  if (!status.ok()) {
    api.clFinish(queue.get());
    return note(status);
  }
  api.clFlush(queue.get());
  return submissions.add(EventHandle(&api, event));
}

Status OpenCLDevice::wait(uint64_t ticket) {
  std::shared_ptr<EventHandle> mark = submissions.find(ticket);
  if (!mark)
    return okStatus();
  cl_event event = mark->get();
  BURIN_RETURN_IF_ERROR(note(waitStatus(api.clWaitForEvents(1, &event))));
  submissions.done(ticket);
  return okStatus();
}

} // namespace burin::opencl
