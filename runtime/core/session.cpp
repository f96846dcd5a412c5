//===- session.cpp - Running the entry points of a plan ----------------------===//

#include "runtime/core/session_impl.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

#include <set>

namespace burin {

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

} // namespace burin
