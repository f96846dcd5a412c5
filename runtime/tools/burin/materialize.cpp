//===- materialize.cpp - burin materialize --------------------------------===//
//
// For measurements of what a weights file costs (mapping, uploading) on a machine
// that has a plan with synthetic constants, and neither compiler nor checkpoint.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/format/reader.h"
#include "runtime/format/synthetic.h"
#include "runtime/format/writer.h"
#include "runtime/tools/burin/command.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <thread>

namespace burin::tools {

static constexpr uint64_t kPieceBytes = uint64_t(64) << 20;

static Status writeNoise(WeightsWriter &writer, const Constant &constant,
                         std::vector<uint8_t> &scratch) {
  for (uint64_t at = 0; at < constant.size; at += kPieceBytes) {
    scratch.resize(std::min(kPieceBytes, constant.size - at));
    BURIN_RETURN_IF_ERROR(generateSynthetic(
        constant, at, scratch, std::thread::hardware_concurrency()));
    BURIN_RETURN_IF_ERROR(writer.append(scratch));
  }
  return okStatus();
}

/// Writes all constants and notes in `plan` where they are. `old` has those that
/// are stored already.
static Status writeConstants(Plan &plan, const std::optional<WeightsFile> &old,
                             const std::string &path) {
  BURIN_ASSIGN_OR_RETURN(WeightsWriter writer, WeightsWriter::create(path));
  std::vector<uint8_t> scratch;
  for (Constant &constant : plan.constants) {
    BURIN_RETURN_IF_ERROR(writer.beginConstant());
    if (constant.kind == ConstantKind::kSynthetic)
      BURIN_RETURN_IF_ERROR(writeNoise(writer, constant, scratch));
    else
      BURIN_RETURN_IF_ERROR(writer.append(old->bytes(constant)));
    BURIN_ASSIGN_OR_RETURN(WeightsWriter::Placement place, writer.endConstant());
    constant.kind = ConstantKind::kStored;
    constant.fileOffset = place.fileOffset;
    constant.checksum = place.checksum;
    constant.seed = 0;
    constant.mean = 0;
    constant.stddev = 1;
  }
  BURIN_ASSIGN_OR_RETURN(plan.weightsBytes, writer.finish());
  return okStatus();
}

static Status materialize(const std::string &input, const std::string &output) {
  BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(input));
  if (plan.constants.empty())
    return invalidArgument(strCat(input, " has no constants"));
  std::filesystem::path weights(output);
  weights.replace_extension(".weights");
  std::optional<WeightsFile> old;
  if (plan.weightsBytes) {
    std::string from = weightsPathFor(plan, input);
    std::error_code error;
    if (std::filesystem::equivalent(from, weights, error))
      return invalidArgument(strCat("-o ", output, " would overwrite ", from));
    BURIN_ASSIGN_OR_RETURN(old, WeightsFile::open(FileRange(from), plan));
  }
  BURIN_RETURN_IF_ERROR(writeConstants(plan, old, weights.string()));
  plan.weightsFile = weights.filename().string();
  BURIN_RETURN_IF_ERROR(writePlan(plan, output));
  std::printf("%s: %s of weights\n", printable(output).c_str(),
              bytesText(plan.weightsBytes).c_str());
  return okStatus();
}

void registerMaterialize(CLI::App &app) {
  struct Arguments {
    std::string input, output;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App *command = app.add_subcommand(
      "materialize", "Store a plan's synthetic weights in a weights file");
  command->add_option("plan", arguments->input, "plan with synthetic weights")
      ->required();
  command
      ->add_option("-o,--output", arguments->output,
                   "plan to write; the weights file goes beside it")
      ->required();
  command->footer("\nTo measure what loading weights costs:\n  burin materialize "
                  "unet.plan -o stored.plan\n  burin bench stored.plan");
  command->callback(
      [arguments] { finish(materialize(arguments->input, arguments->output)); });
}

} // namespace burin::tools
