//===- session.h - A plan made ready on a device ---------------*- C++ -*-===//
//
// Opening a session does everything that is done once: builds the kernels,
// uploads the weights, allocates the arena and records the command lists.
// Running an entry point then is: copy inputs, replay, copy outputs.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_CORE_SESSION_H
#define BURIN_RUNTIME_CORE_SESSION_H

#include "runtime/base/file.h"
#include "runtime/base/status.h"
#include "runtime/core/device.h"
#include "runtime/core/inspector.h"
#include "runtime/core/tensor.h"
#include "runtime/format/plan.h"
#include "runtime/format/reader.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace burin {

/// `stage` is "kernels" or "weights"; `done` of `total` modules or bytes. May
/// be called from worker threads, one call at a time.
using OpenProgress =
    std::function<void(const char *stage, uint64_t done, uint64_t total)>;

struct SessionOptions {
  bool verifyWeights = false; ///< compare all checksums before use
  /// Before each run, fill the arena with 0xFF bytes (NaN in every float type),
  /// so that a read of unwritten memory shows. Also on if $BURIN_POISON is 1.
  bool poisonArena = false;
  /// Sees every dispatch, which then run one at a time; outlives the session.
  DispatchInspector *inspector = nullptr;
  /// Kernels built at a time; 0: $BURIN_BUILD_THREADS, or as many as the machine has processors.
  /// 1 also keeps the upload of weights from running beside them: for drivers that are not thread-safe.
  unsigned buildThreads = 0;
  OpenProgress progress;
  const std::atomic<bool> *cancel = nullptr;
};

struct RunOptions {
  const std::atomic<bool> *cancel = nullptr;
  std::function<void(size_t done, size_t total)> progress;
  /// If set, receives one entry for each dispatch of the entry point.
  std::vector<DispatchTime> *times = nullptr;
  /// Convert inputs and outputs whose element type differs from the plan's;
  /// otherwise a difference is an error.
  bool convert = false;
};

/// What a session holds, in bytes.
struct SessionMemory {
  uint64_t arena = 0, state = 0, inputs = 0, outputs = 0;
  uint64_t weightsCopied = 0;   ///< constants uploaded to device memory
  uint64_t weightsImported = 0; ///< constants used in place from the mapping
};

/// Bytes of inputs and outputs that crossed between host and device.
struct SessionTraffic {
  uint64_t toDevice = 0, toHost = 0;
};

/// Where the time of opening went, in seconds. Kernels are built while the
/// weights are loaded, so that the parts add up to more than the whole.
struct SessionOpenTimes {
  double kernels = 0; ///< building the modules or loading their binaries
  double weights = 0; ///< mapping, generating and uploading the constants
  double record = 0;  ///< preparing the command lists
  double total = 0;
  size_t modules = 0, modulesFromCache = 0;
};

/// Not thread-safe: one call at a time, also of sessions with linked tensors.
/// Several sessions may share a device.
class Session {
public:
  /// Opens a plan file and the weights file beside it.
  static StatusOr<std::unique_ptr<Session>>
  open(std::shared_ptr<Device> device, const std::string &planPath,
       const SessionOptions &options = {});

  /// Opens a plan and weights that may be byte ranges of a larger file.
  /// `weights.path` may be empty if the plan needs no weights file.
  static StatusOr<std::unique_ptr<Session>>
  open(std::shared_ptr<Device> device, const FileRange &plan,
       const FileRange &weights, const SessionOptions &options = {});

  /// Takes a plan built in memory; it is verified first.
  static StatusOr<std::unique_ptr<Session>>
  create(std::shared_ptr<Device> device, Plan plan, const FileRange &weights,
         const SessionOptions &options = {});

  ~Session();

  const Plan &plan() const;
  Device &device();
  SessionMemory memory() const;
  SessionOpenTimes openTimes() const;
  SessionTraffic traffic() const;

  /// Error: kNotFound with the names that exist.
  StatusOr<const Entry *> entry(const std::string &name) const;

  /// Copies the inputs in, runs, copies the outputs out. Every input must be
  /// given, by name or all by position; outputs may be a subset. Shapes must be
  /// equal to the plan's.
  Status run(const std::string &entryName,
             const std::vector<InputTensor> &inputs,
             const std::vector<OutputTensor> &outputs,
             const RunOptions &options = {});

  /// The three steps of `run` on their own: an input that does not change (the
  /// text embedding over all steps) is set once. A run needs every input to
  /// have been set before.
  ///
  /// An entry point may require others (requiredEntries): `execute` runs those
  /// first whose inputs were set since they ran. Inputs of one name are one
  /// tensor in an entry point and in those that it requires, so setting the
  /// inputs of `main` and executing it is right however a plan was split.
  ///
  /// An input of which the plan expects equal halves (TensorDesc::equalHalves)
  /// is compared on the host; kInvalidArgument where they differ.
  Status setInput(const std::string &entryName, const InputTensor &input,
                  bool convert = false);
  Status execute(const std::string &entryName, const RunOptions &options = {});
  Status getOutput(const std::string &entryName, const OutputTensor &output,
                   bool convert = false);

  /// Starts an entry point and those that it requires behind all that was
  /// started on the device before, and returns without waiting: a ticket for
  /// Device::wait. Whatever touches its tensors later waits by itself.
  StatusOr<uint64_t> submit(const std::string &entryName);

  /// Makes an input of this session and an output of `from`, which may be this
  /// session, one tensor in device memory: what the other entry point computes
  /// is this one's input without a copy. Entry points that share the input
  /// share the tensor; `setInput` still writes it. The tensor lives as long as
  /// one of the two sessions. Errors: kNotFound; kInvalidArgument if devices,
  /// types or shapes differ, or if the plan wants equal halves that the output
  /// does not promise.
  Status linkInput(const std::string &entryName, const std::string &input,
                   Session &from, const std::string &fromEntry,
                   const std::string &output);

  /// Makes an output of one entry point an input of another by a copy on the
  /// device's side. Types and shapes must be equal.
  Status copyOutputToInput(const std::string &fromEntry,
                           const std::string &output,
                           const std::string &toEntry,
                           const std::string &input);

private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl;
};

} // namespace burin

#endif // BURIN_RUNTIME_CORE_SESSION_H
