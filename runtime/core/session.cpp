//===- session.cpp - A plan made ready on a device ------------------------===//

#include "runtime/core/session.h"

#include "runtime/base/strings.h"
#include "runtime/core/constant_store.h"
#include "runtime/core/module_builder.h"
#include "runtime/format/dtype.h"
#include "runtime/format/entry_order.h"
#include "runtime/format/verify.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace burin {

using Clock = std::chrono::steady_clock;

static double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

namespace {

/// What belongs to one entry point.
struct EntryState {
  /// Shared with the inputs of that name of what the entry point requires.
  std::vector<std::shared_ptr<DeviceBuffer>> inputs;
  std::vector<std::unique_ptr<DeviceBuffer>> outputs;
  std::vector<bool> inputSet;
  std::vector<size_t> required; ///< entry points to run before, in order
  bool isStale = true; ///< an input changed since the last complete run
  std::unique_ptr<CommandList> commands;
};

} // namespace

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

  Status open(const FileRange &weightsFile, const SessionOptions &options);
  Status openWeights(const FileRange &file, const SessionOptions &options);
  Status buildAndUpload(const SessionOptions &options);
  StatusOr<std::unique_ptr<DeviceBuffer>> allocate(uint64_t size,
                                                   const std::string &what);
  Status allocateTensors(const Entry &entry, EntryState &state);
  void shareInputs(size_t index);
  void markInput(const DeviceBuffer *buffer);
  Status refresh(size_t index, const RunOptions &options);
  Status execute(size_t index, const RunOptions &options);
  BoundArg bind(const EntryState &state, const BufferRef &ref, Access access);
  Status checkArgSize(const Entry &entry, const Dispatch &dispatch,
                      const BufferRef &ref) const;
  StatusOr<std::vector<BoundDispatch>> bindAll(const Entry &entry,
                                               const EntryState &state);
  Status record(const Entry &entry, EntryState &state);
  Status inspect(size_t index, const ExecuteOptions &options);
  StatusOr<size_t> find(const std::string &entry) const;
  Status poisonMemory(EntryState &state);
};

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
  for (const TensorDesc &tensor : entry.inputs) {
    BURIN_ASSIGN_OR_RETURN(
        auto buffer,
        allocate(tensorBytes(tensor), strCat("entry '", entry.name,
                                             "', input '", tensor.name, "'")));
    state.inputs.push_back(std::move(buffer));
  }
  for (const TensorDesc &tensor : entry.outputs) {
    BURIN_ASSIGN_OR_RETURN(
        auto buffer,
        allocate(tensorBytes(tensor), strCat("entry '", entry.name,
                                             "', output '", tensor.name, "'")));
    state.outputs.push_back(std::move(buffer));
  }
  state.inputSet.resize(entry.inputs.size());
  return okStatus();
}

/// One buffer for the inputs of a name in an entry point and in those that it
/// requires; whoever shared one of them before follows.
void Session::Impl::shareInputs(size_t index) {
  EntryState &entry = entries[index];
  entry.required = requiredEntries(plan, index);
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    for (size_t other : entry.required)
      for (size_t j = 0; j < entries[other].inputs.size(); ++j) {
        if (plan.entries[other].inputs[j].name !=
            plan.entries[index].inputs[i].name)
          continue;
        std::shared_ptr<DeviceBuffer> old = entries[other].inputs[j];
        for (EntryState &state : entries)
          for (auto &buffer : state.inputs)
            if (buffer == old)
              buffer = entry.inputs[i];
      }
}

/// Whoever reads `buffer` has this input, and has not run with it.
void Session::Impl::markInput(const DeviceBuffer *buffer) {
  for (EntryState &entry : entries)
    for (size_t i = 0; i < entry.inputs.size(); ++i)
      if (entry.inputs[i].get() == buffer) {
        entry.inputSet[i] = true;
        entry.isStale = true;
      }
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
    arg.buffer = entry.inputs[ref.index].get();
    break;
  case Space::kOutput:
    arg.buffer = entry.outputs[ref.index].get();
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

/// Compilers keep processors busy, weights the bus: both at once.
Status Session::Impl::buildAndUpload(const SessionOptions &options) {
  SessionOptions shared = options;
  std::mutex mutex; // one progress call at a time
  if (options.progress)
    shared.progress = [&](const char *stage, uint64_t done, uint64_t total) {
      std::lock_guard<std::mutex> lock(mutex);
      options.progress(stage, done, total);
    };
  auto start = Clock::now();
  Status built;
  std::thread builder([&] {
    auto result = buildModules(*device, plan, shared);
    if (result.ok())
      modules = std::move(*result);
    else
      built = result.status();
    times.kernels = secondsSince(start);
  });
  auto store = ConstantStore::create(*device, plan,
                                     weights ? &*weights : nullptr, shared);
  times.weights = secondsSince(start);
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
  BURIN_ASSIGN_OR_RETURN(arena, allocate(plan.arenaBytes, "the arena"));
  BURIN_ASSIGN_OR_RETURN(state, allocate(plan.stateBytes, "the state"));
  if (state)
    BURIN_RETURN_IF_ERROR(device->fill(*state, 0, plan.stateBytes, 0));
  entries.resize(plan.entries.size());
  for (size_t i = 0; i < entries.size(); ++i)
    BURIN_RETURN_IF_ERROR(allocateTensors(plan.entries[i], entries[i]));
  for (size_t i = 0; i < entries.size(); ++i)
    shareInputs(i);
  BURIN_RETURN_IF_ERROR(buildAndUpload(options));
  auto recording = Clock::now();
  for (size_t i = 0; i < entries.size(); ++i)
    BURIN_RETURN_IF_ERROR(record(plan.entries[i], entries[i]));
  times.record = secondsSince(recording);
  times.total = secondsSince(start);
  return okStatus();
}

StatusOr<size_t> Session::Impl::find(const std::string &name) const {
  std::string known;
  for (size_t i = 0; i < plan.entries.size(); ++i) {
    if (plan.entries[i].name == name)
      return i;
    known += strCat(known.empty() ? "" : ", ", plan.entries[i].name);
  }
  return notFound(strCat("no entry point '", name, "'; the plan has: ", known));
}

Status Session::Impl::poisonMemory(EntryState &entry) {
  if (arena)
    BURIN_RETURN_IF_ERROR(device->fill(*arena, 0, arena->size(), 0xFF));
  for (auto &output : entry.outputs)
    BURIN_RETURN_IF_ERROR(device->fill(*output, 0, output->size(), 0xFF));
  return okStatus();
}

Session::Session(std::unique_ptr<Impl> impl) : impl(std::move(impl)) {}
Session::~Session() = default;

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

const Plan &Session::plan() const { return impl->plan; }
Device &Session::device() { return *impl->device; }

SessionMemory Session::memory() const {
  SessionMemory memory;
  memory.arena = impl->plan.arenaBytes;
  memory.state = impl->plan.stateBytes;
  std::set<const DeviceBuffer *> seen;
  for (size_t e = 0; e < impl->entries.size(); ++e) {
    const Entry &entry = impl->plan.entries[e];
    for (size_t i = 0; i < entry.inputs.size(); ++i)
      if (seen.insert(impl->entries[e].inputs[i].get()).second)
        memory.inputs += tensorBytes(entry.inputs[i]);
    for (const TensorDesc &tensor : entry.outputs)
      memory.outputs += tensorBytes(tensor);
  }
  memory.weightsCopied = impl->constants->copiedBytes();
  memory.weightsImported = impl->constants->importedBytes();
  return memory;
}

SessionOpenTimes Session::openTimes() const { return impl->times; }

StatusOr<const Entry *> Session::entry(const std::string &name) const {
  BURIN_ASSIGN_OR_RETURN(size_t index, impl->find(name));
  return &impl->plan.entries[index];
}

static StatusOr<size_t> findTensor(const std::vector<TensorDesc> &tensors,
                                   const std::string &name, const char *kind,
                                   const Entry &entry) {
  std::string known;
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].name == name)
      return i;
    known += strCat(known.empty() ? "" : ", ", tensors[i].name);
  }
  return notFound(strCat("entry '", entry.name, "' has no ", kind, " '", name,
                         "'; it has: ", known));
}

/// Compares a caller's tensor with the plan's; the type only if not converting.
template <typename Tensor>
static Status checkTensor(const TensorDesc &expected, const Tensor &given,
                          const char *kind, bool convert) {
  std::string where = strCat(kind, " '", expected.name, "'");
  if (given.dtype != expected.dtype && !convert)
    return invalidArgument(strCat(where, ": type ", dtypeName(given.dtype),
                                  ", the plan has ",
                                  dtypeName(expected.dtype)));
  if (given.shape != expected.shape)
    return invalidArgument(strCat(where, ": shape ", shapeText(given.shape),
                                  ", the plan has ",
                                  shapeText(expected.shape)));
  uint64_t bytes = 0;
  if (!tensorBytes(given.dtype, given.shape, bytes) ||
      bytes != given.data.size())
    return invalidArgument(strCat(where, ": ", given.data.size(),
                                  " bytes given, the shape needs ", bytes));
  return okStatus();
}

/// What a plan demands of the bytes of an input.
static Status checkHalves(const TensorDesc &expected, ByteSpan bytes) {
  size_t half = bytes.size() / 2;
  if (!expected.equalHalves ||
      std::memcmp(bytes.data(), bytes.data() + half, half) == 0)
    return okStatus();
  return invalidArgument(
      strCat("input '", expected.name,
             "': the two halves of its batch differ, the plan was compiled for "
             "equal ones: compile without --guidance, or with --disable "
             "guidance, for other inputs"));
}

Status Session::setInput(const std::string &entryName, const InputTensor &input,
                         bool convert) {
  BURIN_ASSIGN_OR_RETURN(size_t entryIndex, impl->find(entryName));
  const Entry &entry = impl->plan.entries[entryIndex];
  EntryState &state = impl->entries[entryIndex];
  BURIN_ASSIGN_OR_RETURN(size_t index,
                         findTensor(entry.inputs, input.name, "input", entry));
  const TensorDesc &expected = entry.inputs[index];
  BURIN_RETURN_IF_ERROR(checkTensor(expected, input, "input", convert));
  ByteSpan bytes = input.data;
  std::vector<uint8_t> converted;
  if (input.dtype != expected.dtype) {
    converted.resize(tensorBytes(expected));
    Status status = convertElements(
        input.dtype, input.data.data(), expected.dtype, converted.data(),
        converted.size() / dtypeSize(expected.dtype));
    if (!status.ok())
      return status.withContext(strCat("input '", expected.name, "'"));
    bytes = converted;
  }
  BURIN_RETURN_IF_ERROR(checkHalves(expected, bytes));
  Status status = impl->device->write(*state.inputs[index], 0, bytes);
  if (!status.ok())
    return status.withContext(strCat("input '", expected.name, "'"));
  impl->markInput(state.inputs[index].get());
  return okStatus();
}

Status Session::Impl::inspect(size_t index, const ExecuteOptions &options) {
  BURIN_ASSIGN_OR_RETURN(std::vector<BoundDispatch> dispatches,
                         bindAll(plan.entries[index], entries[index]));
  return executeInspected(*device, plan, index, dispatches, *inspector,
                          options);
}

Status Session::Impl::execute(size_t index, const RunOptions &options) {
  const Entry &entry = plan.entries[index];
  EntryState &entryState = entries[index];
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    if (!entryState.inputSet[i])
      return failedPrecondition(strCat("entry '", entry.name, "': input '",
                                       entry.inputs[i].name,
                                       "' was never given"));
  entryState.isStale = true;
  if (poison)
    BURIN_RETURN_IF_ERROR(poisonMemory(entryState));
  ExecuteOptions execution;
  execution.cancel = options.cancel;
  execution.progress = options.progress;
  execution.times = options.times;
  Status status = inspector ? inspect(index, execution)
                            : device->execute(*entryState.commands, execution);
  if (!status.ok())
    return status.withContext(strCat("entry '", entry.name, "'"));
  entryState.isStale = false;
  return okStatus();
}

/// Runs what entry `index` requires and what has not run with its inputs.
Status Session::Impl::refresh(size_t index, const RunOptions &options) {
  RunOptions quiet;
  quiet.cancel = options.cancel;
  for (size_t required : entries[index].required) {
    if (!entries[required].isStale)
      continue;
    BURIN_RETURN_IF_ERROR(execute(required, quiet));
    for (size_t i = 0; i < entries.size(); ++i) // they read what it wrote
      for (size_t other : entries[i].required)
        entries[i].isStale |= other == required;
  }
  return okStatus();
}

Status Session::execute(const std::string &entryName,
                        const RunOptions &options) {
  BURIN_ASSIGN_OR_RETURN(size_t index, impl->find(entryName));
  BURIN_RETURN_IF_ERROR(impl->refresh(index, options));
  return impl->execute(index, options);
}

Status Session::getOutput(const std::string &entryName,
                          const OutputTensor &output, bool convert) {
  BURIN_ASSIGN_OR_RETURN(size_t entryIndex, impl->find(entryName));
  const Entry &entry = impl->plan.entries[entryIndex];
  BURIN_ASSIGN_OR_RETURN(
      size_t index, findTensor(entry.outputs, output.name, "output", entry));
  const TensorDesc &expected = entry.outputs[index];
  BURIN_RETURN_IF_ERROR(checkTensor(expected, output, "output", convert));
  DeviceBuffer &buffer = *impl->entries[entryIndex].outputs[index];
  std::string where = strCat("output '", expected.name, "'");
  if (output.dtype == expected.dtype) {
    Status status = impl->device->read(buffer, 0, output.data);
    return status.ok() ? status : status.withContext(where);
  }
  std::vector<uint8_t> raw(tensorBytes(expected));
  Status status = impl->device->read(buffer, 0, raw);
  if (status.ok())
    status = convertElements(expected.dtype, raw.data(), output.dtype,
                             output.data.data(),
                             raw.size() / dtypeSize(expected.dtype));
  return status.ok() ? status : status.withContext(where);
}

/// `tensor` under the name that its position stands for.
template <typename Tensor>
static StatusOr<Tensor> named(const Tensor &tensor, size_t position,
                              const std::vector<TensorDesc> &known,
                              const char *kind, const Entry &entry) {
  Tensor result = tensor;
  if (!result.name.empty())
    return result;
  if (position >= known.size())
    return invalidArgument(strCat("entry '", entry.name, "' has ", known.size(),
                                  " ", kind, "s, number ", position + 1,
                                  " was given"));
  result.name = known[position].name;
  return result;
}

Status Session::run(const std::string &entryName,
                    const std::vector<InputTensor> &inputs,
                    const std::vector<OutputTensor> &outputs,
                    const RunOptions &options) {
  BURIN_ASSIGN_OR_RETURN(size_t index, impl->find(entryName));
  const Entry &entry = impl->plan.entries[index];
  impl->entries[index].inputSet.assign(entry.inputs.size(), false);
  for (size_t i = 0; i < inputs.size(); ++i) {
    BURIN_ASSIGN_OR_RETURN(InputTensor input,
                           named(inputs[i], i, entry.inputs, "input", entry));
    BURIN_RETURN_IF_ERROR(setInput(entryName, input, options.convert));
  }
  BURIN_RETURN_IF_ERROR(execute(entryName, options));
  for (size_t i = 0; i < outputs.size(); ++i) {
    BURIN_ASSIGN_OR_RETURN(
        OutputTensor output,
        named(outputs[i], i, entry.outputs, "output", entry));
    BURIN_RETURN_IF_ERROR(getOutput(entryName, output, options.convert));
  }
  return okStatus();
}

Status Session::copyOutputToInput(const std::string &fromEntry,
                                  const std::string &output,
                                  const std::string &toEntry,
                                  const std::string &input) {
  BURIN_ASSIGN_OR_RETURN(size_t from, impl->find(fromEntry));
  BURIN_ASSIGN_OR_RETURN(size_t to, impl->find(toEntry));
  const Entry &source = impl->plan.entries[from];
  const Entry &target = impl->plan.entries[to];
  BURIN_ASSIGN_OR_RETURN(size_t o,
                         findTensor(source.outputs, output, "output", source));
  BURIN_ASSIGN_OR_RETURN(size_t i,
                         findTensor(target.inputs, input, "input", target));
  const TensorDesc &a = source.outputs[o], &b = target.inputs[i];
  if (a.dtype != b.dtype || a.shape != b.shape)
    return invalidArgument(
        strCat("output '", output, "' (", dtypeName(a.dtype), " ",
               shapeText(a.shape), ") does not fit input '", input, "' (",
               dtypeName(b.dtype), " ", shapeText(b.shape), ")"));
  if (b.equalHalves) // only the host could compare them
    return invalidArgument(
        strCat("input '", input,
               "': the plan was compiled with --guidance for "
               "equal halves of its batch: give it from the host"));
  DeviceBuffer &fromBuffer = *impl->entries[from].outputs[o];
  DeviceBuffer &toBuffer = *impl->entries[to].inputs[i];
  BURIN_RETURN_IF_ERROR(
      impl->device->copy(fromBuffer, 0, toBuffer, 0, tensorBytes(a)));
  impl->markInput(&toBuffer);
  return okStatus();
}

} // namespace burin
