//===- opencl_staging.cpp - Fast copies to and from a GPU -----------------===//

#include "runtime/drivers/opencl/opencl_staging.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace burin::opencl {

/// More threads than this do not make memory faster.
static constexpr unsigned kMaxThreads = 8;
/// Less is not worth a thread.
static constexpr size_t kMinShare = size_t(1) << 20;

static void copyInParallel(uint8_t *to, const uint8_t *from, size_t size) {
  size_t threads = std::min<size_t>(
      std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads),
      std::max<size_t>(size / kMinShare, 1));
  size_t share = (size + threads - 1) / threads;
  std::vector<std::thread> workers;
  for (size_t begin = share; begin < size; begin += share)
    workers.emplace_back([=] {
      std::memcpy(to + begin, from + begin, std::min(share, size - begin));
    });
  std::memcpy(to, from, std::min(share, size));
  for (std::thread &worker : workers)
    worker.join();
}

StatusOr<std::unique_ptr<StagedCopies>>
StagedCopies::create(const Api &api, cl_context context,
                     cl_command_queue queue) {
  std::unique_ptr<StagedCopies> writer(new StagedCopies(api, queue));
  for (Piece &piece : writer->pieces) {
    cl_int error = CL_SUCCESS;
    piece.memory = MemoryHandle(
        &api,
        api.clCreateBuffer(context, CL_MEM_READ_WRITE | CL_MEM_ALLOC_HOST_PTR,
                           kPieceBytes, nullptr, &error));
    if (!error)
      piece.pointer = api.clEnqueueMapBuffer(
          queue, piece.memory.get(), CL_TRUE, CL_MAP_READ | CL_MAP_WRITE, 0,
          kPieceBytes, 0, nullptr, nullptr, &error);
    if (error || !piece.pointer)
      return toStatus(error ? error : CL_MAP_FAILURE, "pinned memory");
  }
  return writer;
}

StagedCopies::~StagedCopies() {
  for (Piece &piece : pieces) {
    (void)wait(piece);
    if (piece.pointer)
      api.clEnqueueUnmapMemObject(queue, piece.memory.get(), piece.pointer, 0,
                                  nullptr, nullptr);
  }
  api.clFinish(queue);
}

Status StagedCopies::wait(Piece &piece) {
  if (!piece.busy)
    return okStatus();
  cl_event event = piece.busy.get();
  cl_int error = api.clWaitForEvents(1, &event);
  piece.busy = EventHandle();
  return toStatus(error, "a copy between host and device");
}

Status StagedCopies::write(ByteSpan data, const Enqueue &enqueue) {
  Status result;
  for (size_t at = 0, turn = 0; at < data.size() && result.ok();
       at += kPieceBytes, turn ^= 1) {
    Piece &piece = pieces[turn];
    size_t size = std::min(kPieceBytes, size_t(data.size()) - at);
    result = wait(piece);
    if (!result.ok())
      break;
    copyInParallel(static_cast<uint8_t *>(piece.pointer), data.data() + at,
                   size);
    cl_event event = nullptr;
    result = toStatus(enqueue(piece.pointer, at, size, &event),
                      strCat("copy of ", size, " bytes"));
    piece.busy = EventHandle(&api, event);
    if (result.ok())
      result = toStatus(api.clFlush(queue), "a copy to the device");
  }
  for (Piece &piece : pieces) {
    Status waited = wait(piece);
    if (result.ok())
      result = waited;
  }
  return result;
}

Status StagedCopies::read(MutableByteSpan data, const EnqueueRead &enqueue) {
  Piece &piece = pieces[0];
  for (size_t at = 0; at < data.size(); at += kPieceBytes) {
    size_t size = std::min(kPieceBytes, size_t(data.size()) - at);
    cl_event event = nullptr;
    BURIN_RETURN_IF_ERROR(
        toStatus(enqueue(piece.pointer, at, size, &event),
                 strCat("copy of ", size, " bytes from the device")));
    piece.busy = EventHandle(&api, event);
    BURIN_RETURN_IF_ERROR(wait(piece));
    copyInParallel(data.data() + at, static_cast<uint8_t *>(piece.pointer),
                   size);
  }
  return okStatus();
}

} // namespace burin::opencl
