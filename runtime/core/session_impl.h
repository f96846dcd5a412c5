//===- session_impl.h - What a session holds --------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CORE_SESSION_IMPL_H
#define BURIN_RUNTIME_CORE_SESSION_IMPL_H

#include "runtime/core/constant_store.h"
#include "runtime/core/session.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace burin {

/// An input or output. Sessions that link theirs share it.
struct DeviceTensor {
  std::unique_ptr<DeviceBuffer> buffer;
  uint64_t version = 0; ///< of the contents; 0: never given
  uint64_t ticket = 0;  ///< the last submission that uses it

  void change() {
    static std::atomic<uint64_t> versions{0};
    version = ++versions;
  }
};

using SharedTensor = std::shared_ptr<DeviceTensor>;

/// What belongs to one entry point.
struct EntryState {
  /// Shared with the inputs of that name of what the entry point requires.
  std::vector<SharedTensor> inputs;
  std::vector<SharedTensor> outputs;
  std::vector<bool> isLinked;   ///< inputs that are another's outputs
  std::vector<uint64_t> seen;   ///< the inputs' versions in the last run
  std::vector<size_t> required; ///< entry points to run before, in order
  bool isStale = true;          ///< has not run, or not with its state
  std::unique_ptr<CommandList> commands; ///< null: to be recorded

  bool hasSeenInputs() const {
    for (size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i]->version != seen[i])
        return false;
    return true;
  }
};

struct Session::Impl {
  // Destroyed last to first: whatever the device made goes before the device,
  // and buffers over the mapping go before the mapping.
  std::shared_ptr<Device> device;
  Plan plan;
  std::optional<WeightsFile> weights;
  std::optional<ConstantStore> constants;
  std::unique_ptr<DeviceBuffer> arena, state;
  std::vector<std::unique_ptr<DeviceModule>> modules;
  std::vector<EntryState> entries; // parallel to plan.entries
  bool poison = false;
  DispatchInspector *inspector = nullptr;
  SessionOpenTimes times;
  SessionTraffic traffic;
  uint64_t ticket = 0; ///< the last submission of this session

  /// Nothing may still be running when its memory goes.
  ~Impl() {
    if (device)
      (void)device->wait(ticket);
  }

  Status open(const FileRange &weightsFile, const SessionOptions &options);
  Status openWeights(const FileRange &file, const SessionOptions &options);
  Status allocateAll();
  Status buildAndUpload(const SessionOptions &options);
  StatusOr<std::unique_ptr<DeviceBuffer>> allocate(uint64_t size,
                                                   const std::string &what);
  Status allocateTensors(const Entry &entry, EntryState &state);
  void shareInputs(size_t index);
  void replaceInput(const SharedTensor &old, const SharedTensor &tensor);
  Status refresh(size_t index, const RunOptions &options, bool waits);
  Status execute(size_t index, const RunOptions &options, bool waits);
  Status start(size_t index, const RunOptions &options, bool waits);
  BoundArg bind(const EntryState &state, const BufferRef &ref, Access access);
  Status checkArgSize(const Entry &entry, const Dispatch &dispatch,
                      const BufferRef &ref) const;
  StatusOr<std::vector<BoundDispatch>> bindAll(const Entry &entry,
                                               const EntryState &state);
  Status record(const Entry &entry, EntryState &state);
  Status inspect(size_t index, const ExecuteOptions &options);
  StatusOr<size_t> find(const std::string &entry) const;
  Status poisonMemory(EntryState &state);
  /// Waits for what was submitted and uses `tensor`.
  Status settle(const DeviceTensor &tensor) const {
    return device->wait(tensor.ticket);
  }
};

} // namespace burin

#endif // BURIN_RUNTIME_CORE_SESSION_IMPL_H
