//===- session_tensors.cpp - Inputs and outputs of a session --------------===//

#include "runtime/core/session_impl.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/format/entry_order.h"

#include <cstring>

namespace burin {

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
