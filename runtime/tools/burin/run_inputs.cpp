//===- run_inputs.cpp - What a subcommand runs on -------------------------===//

#include "runtime/tools/burin/run_inputs.h"

#include "runtime/base/strings.h"
#include "runtime/core/npy.h"
#include "runtime/format/entry_order.h"
#include "runtime/format/synthetic.h"
#include "runtime/tools/burin/tensor_stats.h"

#include <algorithm>
#include <set>

namespace burin::tools {

StatusOr<NamedFile> splitPair(const std::string &text, const char *option) {
  size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size())
    return invalidArgument(
        strCat(option, " '", text, "' is not of the form NAME=FILE.npy"));
  return NamedFile(text.substr(0, at), text.substr(at + 1));
}

StatusOr<InputTensors>
readInputs(const std::vector<std::string> &options) {
  InputTensors tensors;
  for (const std::string &option : options) {
    BURIN_ASSIGN_OR_RETURN(NamedFile pair, splitPair(option, "--in"));
    BURIN_ASSIGN_OR_RETURN(HostTensor tensor, readNpyFile(pair.second));
    if (!tensors.emplace(pair.first, std::move(tensor)).second)
      return invalidArgument(strCat("--in '", pair.first, "' is given twice"));
  }
  return tensors;
}

StatusOr<std::vector<std::string>>
chooseEntries(const Plan &plan, const std::vector<std::string> &given) {
  if (!given.empty())
    return given;
  std::set<size_t> required;
  for (size_t i = 0; i < plan.entries.size(); ++i)
    for (size_t other : requiredEntries(plan, i))
      required.insert(other);
  std::vector<std::string> free;
  std::string known;
  for (size_t i = 0; i < plan.entries.size(); ++i) {
    known += strCat(known.empty() ? "" : ", ", plan.entries[i].name);
    if (!required.count(i))
      free.push_back(plan.entries[i].name);
  }
  if (free.size() == 1)
    return free;
  return invalidArgument(strCat(
      "the plan has several entry points, choose with --entry: ", known));
}

Status checkInputsUsed(const InputTensors &inputs,
                              const std::vector<const Entry *> &entries) {
  for (const auto &input : inputs) {
    bool used = false;
    std::string known;
    for (const Entry *entry : entries)
      for (const TensorDesc &tensor : entry->inputs) {
        used |= tensor.name == input.first;
        known += strCat(known.empty() ? "" : ", ", tensor.name);
      }
    if (!used)
      return notFound(strCat("--in '", input.first,
                             "' is no input; the inputs are: ", known));
  }
  return okStatus();
}

StatusOr<HostTensor> makeRandomInput(const TensorDesc &desc, uint64_t seed) {
  BURIN_ASSIGN_OR_RETURN(HostTensor tensor,
                         HostTensor::zeros(desc.dtype, desc.shape));
  Constant noise;
  noise.name = desc.name;
  noise.dtype = desc.dtype;
  noise.seed = seed;
  if (isFloat(desc.dtype))
    BURIN_RETURN_IF_ERROR(generateSynthetic(noise, 0, tensor.data));
  auto half = static_cast<std::ptrdiff_t>(tensor.data.size() / 2);
  if (desc.equalHalves)
    std::copy_n(tensor.data.begin(), half, tensor.data.begin() + half);
  return tensor;
}

} // namespace burin::tools
