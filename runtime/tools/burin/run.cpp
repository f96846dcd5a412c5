//===- run.cpp - burin run ------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/core/npy.h"
#include "runtime/drivers/drivers.h"
#include "runtime/format/dtype.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/finite_check.h"
#include "runtime/tools/burin/run_inputs.h"

#include <cmath>
#include <cstdio>
#include <cstring>

namespace burin::tools {

namespace {

struct RunArguments {
  std::string plan, device;
  std::vector<std::string> inputs, outputs, entries;
  bool verifyWeights = false, poison = false, checkFinite = false;
};

} // namespace

static Status runEntries(Session &session,
                         const InputTensors &inputs,
                         const std::vector<const Entry *> &entries) {
  RunOptions options;
  options.cancel = interruptFlag();
  for (const Entry *entry : entries) {
    for (const TensorDesc &tensor : entry->inputs) {
      auto given = inputs.find(tensor.name);
      if (given == inputs.end())
        return invalidArgument(
            strCat("entry '", entry->name, "': input '", tensor.name, "' (",
                   dtypeName(tensor.dtype), " ", shapeText(tensor.shape),
                   ") is missing: add --in ", tensor.name, "=FILE.npy"));
      BURIN_RETURN_IF_ERROR(session.setInput(
          entry->name, InputTensor(tensor.name, given->second), true));
    }
    BURIN_RETURN_IF_ERROR(session.execute(entry->name, options));
  }
  return okStatus();
}

static StatusOr<HostTensor> fetch(Session &session, const Entry &entry,
                                  const TensorDesc &desc) {
  // NumPy has no bfloat16.
  DType dtype = desc.dtype == DType::kBF16 ? DType::kF32 : desc.dtype;
  BURIN_ASSIGN_OR_RETURN(HostTensor tensor,
                         HostTensor::zeros(dtype, desc.shape));
  BURIN_RETURN_IF_ERROR(
      session.getOutput(entry.name, OutputTensor(desc.name, tensor), true));
  return tensor;
}

static Status writeOutputs(Session &session,
                           const std::vector<std::string> &options,
                           const std::vector<const Entry *> &entries) {
  for (const std::string &option : options) {
    BURIN_ASSIGN_OR_RETURN(NamedFile pair, splitPair(option, "--out"));
    const Entry *owner = nullptr;
    const TensorDesc *desc = nullptr;
    std::string known;
    for (const Entry *entry : entries)
      for (const TensorDesc &tensor : entry->outputs) {
        known += strCat(known.empty() ? "" : ", ", tensor.name);
        if (tensor.name == pair.first) {
          owner = entry;
          desc = &tensor;
        }
      }
    if (!desc)
      return notFound(strCat("--out '", pair.first,
                             "' is no output; the outputs are: ", known));
    BURIN_ASSIGN_OR_RETURN(HostTensor tensor, fetch(session, *owner, *desc));
    BURIN_RETURN_IF_ERROR(writeNpyFile(pair.second, tensor));
  }
  return okStatus();
}

/// Without --out: what came out, in a line each.
static Status printOutputs(Session &session,
                           const std::vector<const Entry *> &entries) {
  for (const Entry *entry : entries) {
    for (const TensorDesc &desc : entry->outputs) {
      BURIN_ASSIGN_OR_RETURN(HostTensor tensor, fetch(session, *entry, desc));
      BURIN_ASSIGN_OR_RETURN(HostTensor values,
                             convertTensor(tensor, DType::kF32));
      double sum = 0, low = INFINITY, high = -INFINITY;
      size_t count = values.data.size() / 4, odd = 0;
      for (size_t i = 0; i < count; ++i) {
        float value;
        std::memcpy(&value, values.data.data() + 4 * i, 4);
        odd += !std::isfinite(value);
        sum += value;
        low = std::fmin(low, value);
        high = std::fmax(high, value);
      }
      std::printf("%s: %s %s, min %g, max %g, mean %g, %zu not finite\n",
                  printable(desc.name).c_str(), dtypeName(desc.dtype),
                  shapeText(desc.shape).c_str(), low, high, sum / double(count),
                  odd);
    }
  }
  return okStatus();
}

static Status run(const RunArguments &arguments) {
  for (const std::string &option : arguments.outputs)
    BURIN_RETURN_IF_ERROR(splitPair(option, "--out").status());
  BURIN_ASSIGN_OR_RETURN(auto inputs, readInputs(arguments.inputs));
  BURIN_ASSIGN_OR_RETURN(auto device,
                         openDeviceFor(arguments.plan, arguments.device));
  SessionOptions options;
  options.verifyWeights = arguments.verifyWeights;
  options.poisonArena = arguments.poison;
  FiniteCheck check;
  bool checksFinite = arguments.checkFinite || wantsFiniteCheck();
  if (checksFinite)
    options.inspector = &check;
  options.progress = openProgress();
  options.cancel = interruptFlag();
  BURIN_ASSIGN_OR_RETURN(auto session,
                         Session::open(device, arguments.plan, options));
  BURIN_ASSIGN_OR_RETURN(auto names,
                         chooseEntries(session->plan(), arguments.entries));
  std::vector<const Entry *> entries;
  for (const std::string &name : names) {
    BURIN_ASSIGN_OR_RETURN(const Entry *entry, session->entry(name));
    entries.push_back(entry);
  }
  BURIN_RETURN_IF_ERROR(checkInputsUsed(inputs, entries));
  BURIN_RETURN_IF_ERROR(runEntries(*session, inputs, entries));
  if (checksFinite)
    std::fprintf(stderr, "%zu results of kernels are finite\n",
                 check.checked());
  if (arguments.outputs.empty())
    return printOutputs(*session, entries);
  return writeOutputs(*session, arguments.outputs, entries);
}

void registerRun(CLI::App &app) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App *command =
      app.add_subcommand("run", "Run a plan once on tensors from .npy files");
  command->add_option("plan", arguments->plan, "the compiled model")
      ->required();
  command->add_option("--in", arguments->inputs,
                      "NAME=FILE.npy, an input; converted to the plan's "
                      "element type, the shape must be the plan's");
  command->add_option("--out", arguments->outputs,
                      "NAME=FILE.npy, an output to write; without any, a "
                      "summary of all outputs is printed");
  command->add_option("--entry", arguments->entries,
                      "entry point; several run in the order given");
  command->add_option("--device", arguments->device,
                      "DRIVER:N, see 'burin devices'");
  command->add_flag("--verify", arguments->verifyWeights,
                    "compare the checksums of all weights first");
  command->add_flag("--poison", arguments->poison,
                    "fill scratch memory with NaN first");
  command->add_flag(
      "--check-finite", arguments->checkFinite,
      "run one kernel at a time and stop at the first whose result has NaN or "
      "infinities, with a report: kernel, nodes of the model, where, and what "
      "it read; slow. Also if $BURIN_CHECK_FINITE is 1");
  command->footer(
      "\nExamples:\n"
      "  burin run vae.plan --in latent=z.npy --out image=image.npy --device "
      "opencl:0\n"
      "  burin run unet.plan --in ... --check-finite --poison\n"
      "      where NaN come from; --poison shows reads of unwritten memory\n"
      "Where results are finite but wrong, 'burin compare' finds the kernel.");
  command->callback([arguments] { finish(run(*arguments)); });
}

} // namespace burin::tools
