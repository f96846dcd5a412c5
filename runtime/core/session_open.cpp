//===- session_open.cpp - Memory, kernels and commands of a session -------===//

#include "runtime/core/session_impl.h"

#include "runtime/base/strings.h"
#include "runtime/core/module_builder.h"
#include "runtime/format/dtype.h"
#include "runtime/format/verify.h"

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace burin {

using Clock = std::chrono::steady_clock;

static double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

StatusOr<std::unique_ptr<DeviceBuffer>>
Session::Impl::allocate(uint64_t size, const std::string &what) {
  if (size == 0)
    return std::unique_ptr<DeviceBuffer>();
  uint64_t limit = device->info().maxAllocationBytes;
  if (limit && size > limit)
    return failedPrecondition(strCat(what, " needs a buffer of ", size,
                                     " bytes, ", device->info().name,
                                     " allocates at most ", limit));
  auto buffer = device->createBuffer(size);
  if (!buffer.ok())
    return buffer.status().withContext(what);
  return buffer;
}

Status Session::Impl::openWeights(const FileRange &file,
                                  const SessionOptions &options) {
  if (plan.weightsBytes == 0)
    return okStatus();
  if (file.path.empty())
    return invalidArgument(strCat("the plan needs its weights file '",
                                  plan.weightsFile, "', none was given"));
  BURIN_ASSIGN_OR_RETURN(weights, WeightsFile::open(file, plan));
  return options.verifyWeights ? weights->verifyChecksums(plan) : okStatus();
}

Status Session::Impl::allocateTensors(const Entry &entry, EntryState &state) {
  auto make = [&](const TensorDesc &tensor, const char *kind,
                  std::vector<SharedTensor> &tensors) -> Status {
    auto made = std::make_shared<DeviceTensor>();
    BURIN_ASSIGN_OR_RETURN(
        made->buffer,
        allocate(tensorBytes(tensor), strCat("entry '", entry.name, "', ", kind,
                                             " '", tensor.name, "'")));
    tensors.push_back(std::move(made));
    return okStatus();
  };
  for (const TensorDesc &tensor : entry.inputs)
    BURIN_RETURN_IF_ERROR(make(tensor, "input", state.inputs));
  for (const TensorDesc &tensor : entry.outputs)
    BURIN_RETURN_IF_ERROR(make(tensor, "output", state.outputs));
  state.isLinked.resize(entry.inputs.size());
  state.seen.resize(entry.inputs.size());
  return okStatus();
}

BoundArg Session::Impl::bind(const EntryState &entry, const BufferRef &ref,
                             Access access) {
  BoundArg arg{nullptr, ref.offset, ref.size, access};
  switch (ref.space) {
  case Space::kArena:
    arg.buffer = arena.get();
    break;
  case Space::kState:
    arg.buffer = state.get();
    break;
  case Space::kInput:
    arg.buffer = entry.inputs[ref.index]->buffer.get();
    break;
  case Space::kOutput:
    arg.buffer = entry.outputs[ref.index]->buffer.get();
    break;
  case Space::kConstant: {
    const ConstantStore::Place &place = constants->place(ref.index);
    arg.buffer = place.buffer;
    arg.offset += place.offset;
    break;
  }
  }
  return arg;
}

/// Some devices bind less of a buffer to a kernel than they allocate.
Status Session::Impl::checkArgSize(const Entry &entry, const Dispatch &dispatch,
                                   const BufferRef &ref) const {
  const DeviceInfo &info = device->info();
  if (info.maxArgBytes == 0 || ref.size <= info.maxArgBytes)
    return okStatus();
  std::string tensor =
      ref.space == Space::kConstant
          ? strCat("constant '", plan.constants[ref.index].name, "'")
      : ref.space == Space::kInput
          ? strCat("input '", entry.inputs[ref.index].name, "'")
      : ref.space == Space::kOutput
          ? strCat("output '", entry.outputs[ref.index].name, "'")
          : strCat("a tensor of '", dispatch.label.substr(0, 120), "'");
  return failedPrecondition(strCat(
      "entry '", entry.name, "': ", tensor, " has ", ref.size,
      " bytes, a kernel on ", info.name, " sees at most ", info.maxArgBytes,
      " of one buffer; compile the plan for smaller "
      "pictures, a smaller batch or --precision f16"));
}

StatusOr<std::vector<BoundDispatch>>
Session::Impl::bindAll(const Entry &entry, const EntryState &entryState) {
  std::vector<BoundDispatch> dispatches;
  dispatches.reserve(entry.dispatches.size());
  for (const Dispatch &dispatch : entry.dispatches) {
    const Kernel &kernel = plan.kernels[dispatch.kernel];
    BoundDispatch bound;
    bound.module = modules[kernel.module].get();
    bound.kernel = kernel.name;
    bound.label = dispatch.label;
    bound.workgroupSize = kernel.workgroupSize;
    bound.groups = dispatch.groups;
    bound.localMemoryBytes = kernel.localMemoryBytes;
    for (size_t i = 0; i < dispatch.args.size(); ++i) {
      BURIN_RETURN_IF_ERROR(checkArgSize(entry, dispatch, dispatch.args[i]));
      bound.args.push_back(bind(entryState, dispatch.args[i], kernel.args[i]));
    }
    dispatches.push_back(std::move(bound));
  }
  return dispatches;
}

Status Session::Impl::record(const Entry &entry, EntryState &entryState) {
  BURIN_ASSIGN_OR_RETURN(std::vector<BoundDispatch> dispatches,
                         bindAll(entry, entryState));
  auto list = device->record(dispatches);
  if (!list.ok())
    return list.status().withContext(strCat("entry '", entry.name, "'"));
  entryState.commands = std::move(*list);
  return okStatus();
}

/// The arena, the state and the tensors of all entries.
Status Session::Impl::allocateAll() {
  BURIN_ASSIGN_OR_RETURN(arena, allocate(plan.arenaBytes, "the arena"));
  BURIN_ASSIGN_OR_RETURN(state, allocate(plan.stateBytes, "the state"));
  if (state)
    BURIN_RETURN_IF_ERROR(device->fill(*state, 0, plan.stateBytes, 0));
  entries.resize(plan.entries.size());
  for (size_t i = 0; i < entries.size(); ++i)
    BURIN_RETURN_IF_ERROR(allocateTensors(plan.entries[i], entries[i]));
  for (size_t i = 0; i < entries.size(); ++i)
    shareInputs(i);
  return okStatus();
}

/// Compilers and allocations keep processors busy, weights the bus: both at once, unless
/// the driver is said not to be thread-safe.
Status Session::Impl::buildAndUpload(const SessionOptions &options) {
  SessionOptions shared = options;
  std::atomic<bool> stop{options.cancel && options.cancel->load()}; // the caller's wish, or the other thread has failed
  shared.cancel = &stop;
  std::mutex mutex; // one progress call at a time
  shared.progress = [&](const char *stage, uint64_t done, uint64_t total) {
    if (options.cancel && options.cancel->load())
      stop = true;
    std::lock_guard<std::mutex> lock(mutex);
    if (options.progress)
      options.progress(stage, done, total);
  };
  Status built;
  std::thread builder([&] {
    built = allocateAll();
    auto building = Clock::now();
    if (built.ok()) {
      auto result = buildModules(*device, plan, shared);
      if (result.ok())
        modules = std::move(*result);
      else
        built = result.status();
    }
    times.kernels = secondsSince(building);
    if (!built.ok())
      stop = true;
  });
  if (getBuildThreads(options) == 1)
    builder.join();
  auto start = Clock::now();
  auto store = ConstantStore::create(*device, plan,
                                     weights ? &*weights : nullptr, shared);
  times.weights = secondsSince(start);
  if (builder.joinable())
    builder.join();
  BURIN_RETURN_IF_ERROR(built);
  BURIN_ASSIGN_OR_RETURN(constants, std::move(store));
  for (const auto &module : modules)
    if (module) {
      ++times.modules;
      times.modulesFromCache += module->fromCache();
    }
  return okStatus();
}

Status Session::Impl::open(const FileRange &weightsFile,
                           const SessionOptions &options) {
  auto start = Clock::now();
  const char *poisonVariable = std::getenv("BURIN_POISON");
  poison = options.poisonArena ||
           (poisonVariable && std::string(poisonVariable) == "1");
  inspector = options.inspector;
  BURIN_RETURN_IF_ERROR(openWeights(weightsFile, options));
  BURIN_RETURN_IF_ERROR(buildAndUpload(options));
  auto recording = Clock::now();
  for (size_t i = 0; i < entries.size(); ++i)
    BURIN_RETURN_IF_ERROR(record(plan.entries[i], entries[i]));
  times.record = secondsSince(recording);
  times.total = secondsSince(start);
  return okStatus();
}

StatusOr<std::unique_ptr<Session>>
Session::open(std::shared_ptr<Device> device, const std::string &planPath,
              const SessionOptions &options) {
  BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(planPath));
  FileRange weights(weightsPathFor(plan, planPath));
  auto result = std::make_unique<Impl>();
  result->device = std::move(device);
  result->plan = std::move(plan);
  Status status = result->open(weights, options);
  if (!status.ok())
    return status.withContext(planPath);
  return std::unique_ptr<Session>(new Session(std::move(result)));
}

StatusOr<std::unique_ptr<Session>>
Session::open(std::shared_ptr<Device> device, const FileRange &planFile,
              const FileRange &weights, const SessionOptions &options) {
  BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(planFile));
  auto result = std::make_unique<Impl>();
  result->device = std::move(device);
  result->plan = std::move(plan);
  Status status = result->open(weights, options);
  if (!status.ok())
    return status.withContext(planFile.path);
  return std::unique_ptr<Session>(new Session(std::move(result)));
}

StatusOr<std::unique_ptr<Session>>
Session::create(std::shared_ptr<Device> device, Plan plan,
                const FileRange &weights, const SessionOptions &options) {
  BURIN_RETURN_IF_ERROR(verifyPlan(plan));
  auto result = std::make_unique<Impl>();
  result->device = std::move(device);
  result->plan = std::move(plan);
  BURIN_RETURN_IF_ERROR(result->open(weights, options));
  return std::unique_ptr<Session>(new Session(std::move(result)));
}

} // namespace burin
