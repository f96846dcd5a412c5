//===- session.cpp - A plan made ready on a device ------------------------===//

#include "runtime/core/session.h"

#include "runtime/base/strings.h"
#include "runtime/core/constant_store.h"
#include "runtime/core/module_builder.h"
#include "runtime/format/dtype.h"
#include "runtime/format/entry_order.h"
#include "runtime/format/verify.h"

#include <atomic>
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
  SessionTraffic traffic;
  uint64_t ticket = 0; ///< the last submission of this session

  /// Nothing may still be running when its memory goes.
  ~Impl() {
    if (device)
      (void)device->wait(ticket);
  }

  Status open(const FileRange &weightsFile, const SessionOptions &options);
  Status openWeights(const FileRange &file, const SessionOptions &options);
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

/// One tensor for the inputs of a name in an entry point and in those that it
/// requires; whoever shared one of them before follows.
void Session::Impl::shareInputs(size_t index) {
  EntryState &entry = entries[index];
  entry.required = requiredEntries(plan, index);
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    for (size_t other : entry.required)
      for (size_t j = 0; j < entries[other].inputs.size(); ++j)
        if (plan.entries[other].inputs[j].name ==
            plan.entries[index].inputs[i].name)
          replaceInput(entries[other].inputs[j], entry.inputs[i]);
}

/// Whoever reads `old` reads `tensor`.
void Session::Impl::replaceInput(const SharedTensor &oldTensor,
                                 const SharedTensor &tensor) {
  SharedTensor old = oldTensor; // may itself be replaced
  for (EntryState &entry : entries)
    for (SharedTensor &input : entry.inputs)
      if (input == old) {
        input = tensor;
        entry.commands.reset();
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
  BURIN_RETURN_IF_ERROR(device->wait(ticket));
  if (arena)
    BURIN_RETURN_IF_ERROR(device->fill(*arena, 0, arena->size(), 0xFF));
  for (const SharedTensor &output : entry.outputs) {
    BURIN_RETURN_IF_ERROR(settle(*output));
    BURIN_RETURN_IF_ERROR(
        device->fill(*output->buffer, 0, output->buffer->size(), 0xFF));
  }
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
  std::set<const DeviceTensor *> seen;
  for (size_t e = 0; e < impl->entries.size(); ++e) {
    const Entry &entry = impl->plan.entries[e];
    for (size_t i = 0; i < entry.inputs.size(); ++i)
      if (!impl->entries[e].isLinked[i] &&
          seen.insert(impl->entries[e].inputs[i].get()).second)
        memory.inputs += tensorBytes(entry.inputs[i]);
    for (const TensorDesc &tensor : entry.outputs)
      memory.outputs += tensorBytes(tensor);
  }
  memory.weightsCopied = impl->constants->copiedBytes();
  memory.weightsImported = impl->constants->importedBytes();
  return memory;
}

SessionOpenTimes Session::openTimes() const { return impl->times; }

SessionTraffic Session::traffic() const { return impl->traffic; }

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
  DeviceTensor &tensor = *state.inputs[index];
  Status status = impl->settle(tensor);
  if (status.ok())
    status = impl->device->write(*tensor.buffer, 0, bytes);
  if (!status.ok())
    return status.withContext(strCat("input '", expected.name, "'"));
  impl->traffic.toDevice += bytes.size();
  tensor.change();
  return okStatus();
}

Status Session::Impl::inspect(size_t index, const ExecuteOptions &options) {
  BURIN_ASSIGN_OR_RETURN(std::vector<BoundDispatch> dispatches,
                         bindAll(plan.entries[index], entries[index]));
  return executeInspected(*device, plan, index, dispatches, *inspector,
                          options);
}

/// Runs the commands, or submits them and notes who uses what.
Status Session::Impl::start(size_t index, const RunOptions &options,
                            bool waits) {
  EntryState &state = entries[index];
  if (inspector) // it looks at memory: nothing else may be running
    for (const auto *tensors : {&state.inputs, &state.outputs})
      for (const SharedTensor &tensor : *tensors)
        BURIN_RETURN_IF_ERROR(settle(*tensor));
  if (waits || inspector) {
    ExecuteOptions execution;
    execution.cancel = options.cancel;
    execution.progress = options.progress;
    execution.times = options.times;
    return inspector ? inspect(index, execution)
                     : device->execute(*state.commands, execution);
  }
  BURIN_ASSIGN_OR_RETURN(ticket, device->submit(*state.commands));
  for (const auto *tensors : {&state.inputs, &state.outputs})
    for (const SharedTensor &tensor : *tensors)
      tensor->ticket = ticket;
  return okStatus();
}

Status Session::Impl::execute(size_t index, const RunOptions &options,
                              bool waits) {
  const Entry &entry = plan.entries[index];
  EntryState &entryState = entries[index];
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    if (entryState.inputs[i]->version == 0)
      return failedPrecondition(strCat("entry '", entry.name, "': input '",
                                       entry.inputs[i].name,
                                       "' was never given"));
  entryState.isStale = true;
  if (!entryState.commands)
    BURIN_RETURN_IF_ERROR(record(entry, entryState));
  if (poison)
    BURIN_RETURN_IF_ERROR(poisonMemory(entryState));
  Status status = start(index, options, waits);
  if (!status.ok())
    return status.withContext(strCat("entry '", entry.name, "'"));
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    entryState.seen[i] = entryState.inputs[i]->version;
  for (const SharedTensor &output : entryState.outputs)
    output->change();
  entryState.isStale = false;
  return okStatus();
}

/// Runs what entry `index` requires and what has not run with its inputs.
Status Session::Impl::refresh(size_t index, const RunOptions &options,
                              bool waits) {
  RunOptions quiet;
  quiet.cancel = options.cancel;
  for (size_t required : entries[index].required) {
    if (!entries[required].isStale && entries[required].hasSeenInputs())
      continue;
    BURIN_RETURN_IF_ERROR(execute(required, quiet, waits));
    for (size_t i = 0; i < entries.size(); ++i) // they read what it wrote
      for (size_t other : entries[i].required)
        entries[i].isStale |= other == required;
  }
  return okStatus();
}

Status Session::execute(const std::string &entryName,
                        const RunOptions &options) {
  BURIN_ASSIGN_OR_RETURN(size_t index, impl->find(entryName));
  BURIN_RETURN_IF_ERROR(impl->refresh(index, options, /*waits=*/true));
  return impl->execute(index, options, /*waits=*/true);
}

StatusOr<uint64_t> Session::submit(const std::string &entryName) {
  BURIN_ASSIGN_OR_RETURN(size_t index, impl->find(entryName));
  BURIN_RETURN_IF_ERROR(impl->refresh(index, {}, /*waits=*/false));
  BURIN_RETURN_IF_ERROR(impl->execute(index, {}, /*waits=*/false));
  return impl->ticket;
}

Status Session::getOutput(const std::string &entryName,
                          const OutputTensor &output, bool convert) {
  BURIN_ASSIGN_OR_RETURN(size_t entryIndex, impl->find(entryName));
  const Entry &entry = impl->plan.entries[entryIndex];
  BURIN_ASSIGN_OR_RETURN(
      size_t index, findTensor(entry.outputs, output.name, "output", entry));
  const TensorDesc &expected = entry.outputs[index];
  BURIN_RETURN_IF_ERROR(checkTensor(expected, output, "output", convert));
  const DeviceTensor &tensor = *impl->entries[entryIndex].outputs[index];
  DeviceBuffer &buffer = *tensor.buffer;
  std::string where = strCat("output '", expected.name, "'");
  if (Status settled = impl->settle(tensor); !settled.ok())
    return settled.withContext(where);
  impl->traffic.toHost += tensorBytes(expected);
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
  EntryState &state = impl->entries[index];
  for (size_t i = 0; i < entry.inputs.size(); ++i)
    if (!state.isLinked[i])
      state.inputs[i]->version = 0;
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

static Status checkSameTensor(const TensorDesc &output,
                              const TensorDesc &input) {
  if (output.dtype == input.dtype && output.shape == input.shape)
    return okStatus();
  return invalidArgument(
      strCat("output '", output.name, "' (", dtypeName(output.dtype), " ",
             shapeText(output.shape), ") does not fit input '", input.name,
             "' (", dtypeName(input.dtype), " ", shapeText(input.shape), ")"));
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
  BURIN_RETURN_IF_ERROR(checkSameTensor(a, b));
  if (b.equalHalves) // only the host could compare them
    return invalidArgument(
        strCat("input '", input,
               "': the plan was compiled with --guidance for "
               "equal halves of its batch: give it from the host"));
  DeviceTensor &fromTensor = *impl->entries[from].outputs[o];
  DeviceTensor &toTensor = *impl->entries[to].inputs[i];
  BURIN_RETURN_IF_ERROR(impl->settle(fromTensor));
  BURIN_RETURN_IF_ERROR(impl->settle(toTensor));
  BURIN_RETURN_IF_ERROR(impl->device->copy(
      *fromTensor.buffer, 0, *toTensor.buffer, 0, tensorBytes(a)));
  toTensor.change();
  return okStatus();
}

Status Session::linkInput(const std::string &entryName,
                          const std::string &inputName, Session &from,
                          const std::string &fromEntry,
                          const std::string &outputName) {
  BURIN_ASSIGN_OR_RETURN(size_t to, impl->find(entryName));
  BURIN_ASSIGN_OR_RETURN(size_t source, from.impl->find(fromEntry));
  const Entry &reader = impl->plan.entries[to];
  const Entry &writer = from.impl->plan.entries[source];
  BURIN_ASSIGN_OR_RETURN(size_t i,
                         findTensor(reader.inputs, inputName, "input", reader));
  BURIN_ASSIGN_OR_RETURN(
      size_t o, findTensor(writer.outputs, outputName, "output", writer));
  if (impl->device != from.impl->device)
    return invalidArgument(strCat("input '", inputName, "' and output '",
                                  outputName,
                                  "' are on two devices: open both sessions "
                                  "on one"));
  const TensorDesc &input = reader.inputs[i], &output = writer.outputs[o];
  BURIN_RETURN_IF_ERROR(checkSameTensor(output, input));
  if (input.equalHalves && !output.equalHalves)
    return invalidArgument(
        strCat("input '", inputName,
               "': the plan was compiled with --guidance for equal halves of "
               "its batch, which output '",
               outputName, "' does not promise"));
  BURIN_RETURN_IF_ERROR(impl->device->wait(impl->ticket));
  impl->replaceInput(impl->entries[to].inputs[i],
                     from.impl->entries[source].outputs[o]);
  for (EntryState &entry : impl->entries)
    for (size_t k = 0; k < entry.inputs.size(); ++k)
      entry.isLinked[k] =
          entry.isLinked[k] || entry.inputs[k] == impl->entries[to].inputs[i];
  return okStatus();
}

} // namespace burin
