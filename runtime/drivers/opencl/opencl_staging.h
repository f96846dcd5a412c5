//===- opencl_staging.h - Fast copies to and from a GPU --------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_STAGING_H
#define BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_STAGING_H

#include "runtime/drivers/opencl/opencl_impl.h"

#include <functional>

namespace burin::opencl {

/// Copies through two pieces of pinned host memory: several threads fill one
/// (from a mapped file: they also take its page faults) while the device reads
/// the other. Drivers copy from pageable memory with one thread, and wait.
class StagedCopies {
public:
  static constexpr size_t kPieceBytes = size_t(16) << 20;
  /// Smaller copies gain nothing.
  static constexpr size_t kLeastRead = size_t(128) << 10;
  static constexpr size_t kLeastWrite = size_t(1) << 20;

  /// Error: the device has no pinned memory to give.
  static StatusOr<std::unique_ptr<StagedCopies>>
  create(const Api &api, cl_context context, cl_command_queue queue);
  ~StagedCopies();

  /// Starts the copy of `size` bytes at `source`, which stays as it is until
  /// `done` is set, to `offset` in the target.
  using Enqueue = std::function<cl_int(const void *source, size_t offset,
                                       size_t size, cl_event *done)>;
  /// Copies all of `data`; it has arrived when this returns.
  Status write(ByteSpan data, const Enqueue &enqueue);

  /// Starts the copy of `size` bytes at `offset` in the source to `target`.
  using EnqueueRead = std::function<cl_int(void *target, size_t offset,
                                           size_t size, cl_event *done)>;
  /// Fills all of `data`.
  Status read(MutableByteSpan data, const EnqueueRead &enqueue);

private:
  struct Piece {
    MemoryHandle memory;
    void *pointer = nullptr;
    EventHandle busy; ///< set while the device reads it
  };

  StagedCopies(const Api &api, cl_command_queue queue)
      : api(api), queue(queue) {}
  Status wait(Piece &piece);

  const Api &api;
  cl_command_queue queue;
  Piece pieces[2];
};

} // namespace burin::opencl

#endif // BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_STAGING_H
