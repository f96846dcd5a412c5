//===- run_inputs.h - What a subcommand runs on ----------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_RUN_INPUTS_H
#define BURIN_RUNTIME_TOOLS_BURIN_RUN_INPUTS_H

#include "runtime/core/session.h"

#include <map>
#include <string>
#include <vector>

namespace burin::tools {

using NamedFile = std::pair<std::string, std::string>;
using InputTensors = std::map<std::string, HostTensor>;

/// Splits NAME=FILE at the last '=': names of tensors may contain one.
StatusOr<NamedFile> splitPair(const std::string &text, const char *option);

/// Reads the files of --in options.
StatusOr<InputTensors> readInputs(const std::vector<std::string> &options);

/// The entries to run: those given, or the only one that no other requires (a
/// session runs what it requires by itself).
StatusOr<std::vector<std::string>>
chooseEntries(const Plan &plan, const std::vector<std::string> &given);

/// Every given input must be an input of a chosen entry.
Status checkInputsUsed(const InputTensors &inputs,
                       const std::vector<const Entry *> &entries);

/// Normal noise, the same in every run and for every element type; zeros, which
/// are valid indexes, where the elements are integers. Halves are equal where
/// the plan expects it.
StatusOr<HostTensor> makeRandomInput(const TensorDesc &desc, uint64_t seed);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_RUN_INPUTS_H
