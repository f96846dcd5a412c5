//===- inspect.cpp - burin inspect ----------------------------------------===//

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/format/reader.h"
#include "runtime/tools/burin/arena_picture.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/plan_facts.h"
#include "runtime/tools/burin/report_page.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

namespace burin::tools {

namespace {

using Json = nlohmann::ordered_json;

struct InspectArguments {
  std::string plan, code, html;
  bool json = false, verify = false, dispatches = false;
};

/// One row of the kernel table.
struct KernelUse {
  uint32_t kernel = 0;
  size_t dispatches = 0;
  uint64_t flops = 0, bytes = 0, weights = 0;
  double predictedNs = 0;
};

} // namespace

/// Kernels by predicted time, then work, largest first.
static std::vector<KernelUse>
kernelUses(const Entry &entry,
           const std::vector<PlanFacts::DispatchFacts> &facts) {
  std::map<uint32_t, KernelUse> uses;
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    KernelUse &use = uses[dispatch.kernel];
    use.kernel = dispatch.kernel;
    ++use.dispatches;
    use.flops += dispatch.flops;
    use.bytes += dispatch.bytesRead + dispatch.bytesWritten;
    use.weights += dispatch.weightBytes;
    use.predictedNs += facts[i].predictedNs;
  }
  std::vector<KernelUse> sorted;
  for (auto &item : uses)
    sorted.push_back(item.second);
  auto key = [](const KernelUse &use) {
    return std::make_tuple(use.predictedNs, use.flops, use.bytes, use.kernel);
  };
  std::sort(
      sorted.begin(), sorted.end(),
      [&](const KernelUse &a, const KernelUse &b) { return key(a) > key(b); });
  return sorted;
}

static uint64_t syntheticBytes(const Plan &plan) {
  uint64_t bytes = 0;
  for (const Constant &constant : plan.constants)
    if (constant.kind == ConstantKind::kSynthetic)
      bytes += constant.size;
  return bytes;
}

static uint64_t peakLiveBytes(const Plan &plan, const Entry &entry) {
  std::vector<uint64_t> live = liveArenaBytes(plan, entry);
  return live.empty() ? 0 : *std::max_element(live.begin(), live.end());
}

static Json tensorsJson(const std::vector<TensorDesc> &tensors) {
  Json json = Json::array();
  for (const TensorDesc &tensor : tensors) {
    json.push_back({{"name", tensor.name},
                    {"dtype", dtypeName(tensor.dtype)},
                    {"shape", tensor.shape},
                    {"bytes", tensorBytes(tensor)}});
    if (tensor.equalHalves)
      json.back()["equal_halves"] = true;
  }
  return json;
}

static Json entryJson(const Plan &plan, const PlanFacts &facts, size_t index) {
  const Entry &entry = plan.entries[index];
  Json json;
  json["name"] = entry.name;
  json["inputs"] = tensorsJson(entry.inputs);
  json["outputs"] = tensorsJson(entry.outputs);
  json["peak_live_bytes"] = peakLiveBytes(plan, entry);
  json["predicted_ns"] = facts.predictedNs(index);
  Json &dispatches = json["dispatches"] = Json::array();
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    dispatches.push_back(
        {{"kernel", plan.kernels[dispatch.kernel].name},
         {"label", dispatch.label},
         {"groups", dispatch.groups},
         {"flops", dispatch.flops},
         {"bytes_read", dispatch.bytesRead},
         {"bytes_written", dispatch.bytesWritten},
         {"weight_bytes", dispatch.weightBytes},
         {"predicted_ns", facts.entries[index][i].predictedNs},
         {"reasons", facts.entries[index][i].reasons}});
  }
  return json;
}

static Json planJson(const Plan &plan) {
  Json json;
  json["producer"] = plan.producer;
  json["model"] = plan.model;
  json["target"] = plan.target;
  json["precision"] = plan.precision;
  json["arena_bytes"] = plan.arenaBytes;
  json["arena_lower_bound_bytes"] = plan.arenaLowerBoundBytes;
  json["state_bytes"] = plan.stateBytes;
  json["largest_buffer_bytes"] = plan.largestBufferBytes;
  json["weights_file"] = plan.weightsFile;
  json["weights_bytes"] = plan.weightsBytes;
  json["synthetic_bytes"] = syntheticBytes(plan);
  json["constants"] = plan.constants.size();
  json["modules"] = plan.modules.size();
  Json &kernels = json["kernels"] = Json::array();
  for (const Kernel &kernel : plan.kernels)
    kernels.push_back({{"name", kernel.name},
                       {"module", plan.modules[kernel.module].name},
                       {"build_options", plan.modules[kernel.module].buildOptions},
                       {"workgroup_size", kernel.workgroupSize},
                       {"local_memory_bytes", kernel.localMemoryBytes},
                       {"arguments", kernel.args.size()}});
  json["entries"] = Json::array();
  PlanFacts facts = readPlanFacts(plan);
  for (size_t i = 0; i < plan.entries.size(); ++i)
    json["entries"].push_back(entryJson(plan, facts, i));
  Json metadata = Json::parse(plan.metadata, nullptr, false);
  json["metadata"] = metadata.is_discarded() ? Json() : metadata;
  return json;
}

static void printTensors(const char *kind,
                         const std::vector<TensorDesc> &tensors) {
  for (const TensorDesc &tensor : tensors)
    std::printf("  %-6s %-24s %-4s %-18s %s%s\n", kind,
                printable(tensor.name).c_str(), dtypeName(tensor.dtype),
                shapeText(tensor.shape).c_str(),
                bytesText(tensorBytes(tensor)).c_str(),
                tensor.equalHalves ? ", two equal halves" : "");
}

static std::string millisecondsText(double nanoseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f ms", nanoseconds / 1e6);
  return text;
}

static void printKernels(const Plan &plan, const std::vector<KernelUse> &uses,
                         double predictedNs) {
  std::printf("\n  %5s %12s %6s %10s %10s %10s %14s %9s  %s\n", "calls",
              "predicted", "share", "GFLOP", "moved", "weights", "work group",
              "local", "kernel");
  for (const KernelUse &use : uses) {
    const Kernel &kernel = plan.kernels[use.kernel];
    const auto &size = kernel.workgroupSize;
    std::printf("  %5zu %12s %5.1f%% %10.3f %10s %10s %14s %9s  %s\n",
                use.dispatches, millisecondsText(use.predictedNs).c_str(),
                predictedNs > 0 ? 100 * use.predictedNs / predictedNs : 0,
                double(use.flops) / 1e9, bytesText(use.bytes).c_str(),
                bytesText(use.weights).c_str(),
                strCat(size[0], "x", size[1], "x", size[2]).c_str(),
                bytesText(kernel.localMemoryBytes).c_str(),
                kernel.name.c_str());
  }
}

static void printDispatches(const Plan &plan, const Entry &entry) {
  std::printf("\n");
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    const auto &groups = dispatch.groups;
    std::printf("  %5zu %-32s %14s  %s\n", i,
                plan.kernels[dispatch.kernel].name.c_str(),
                strCat(groups[0], "x", groups[1], "x", groups[2]).c_str(),
                printable(dispatch.label.substr(0, 200)).c_str());
  }
}

static void printEntry(const Plan &plan, const PlanFacts &facts, size_t index,
                       bool dispatches) {
  const Entry &entry = plan.entries[index];
  std::vector<KernelUse> uses = kernelUses(entry, facts.entries[index]);
  uint64_t flops = 0, bytes = 0, weights = 0;
  for (const KernelUse &use : uses) {
    flops += use.flops;
    bytes += use.bytes;
    weights += use.weights;
  }
  std::printf("\nentry '%s': %zu dispatches, %.3f GFLOP, moves %s and reads %s "
              "of weights\n",
              printable(entry.name).c_str(), entry.dispatches.size(),
              double(flops) / 1e9, bytesText(bytes).c_str(),
              bytesText(weights).c_str());
  double predictedNs = facts.predictedNs(index);
  if (predictedNs > 0)
    std::printf("  predicted %s on %s\n", millisecondsText(predictedNs).c_str(),
                printable(plan.target).c_str());
  printTensors("input", entry.inputs);
  printTensors("output", entry.outputs);
  printKernels(plan, uses, predictedNs);
  if (dispatches)
    printDispatches(plan, entry);
  std::string picture = arenaPicture(plan, entry);
  if (!picture.empty())
    std::printf("\n  arena over time (address down, dispatches across; # live, "
                ": partly, . free), peak %s\n%s",
                bytesText(peakLiveBytes(plan, entry)).c_str(), picture.c_str());
}

static void print(const Plan &plan, const InspectArguments &arguments) {
  std::printf("%s: %s for %s, %s, by %s\n", arguments.plan.c_str(),
              printable(plan.model).c_str(), printable(plan.target).c_str(),
              printable(plan.precision).c_str(),
              printable(plan.producer).c_str());
  std::printf("  arena     %s", bytesText(plan.arenaBytes).c_str());
  if (plan.arenaLowerBoundBytes)
    std::printf(
        " (%.1f%% above the lower bound of %s)",
        100.0 *
            (double(plan.arenaBytes) / double(plan.arenaLowerBoundBytes) - 1.0),
        bytesText(plan.arenaLowerBoundBytes).c_str());
  std::printf("\n  state     %s\n  largest   %s in one buffer\n",
              bytesText(plan.stateBytes).c_str(),
              bytesText(plan.largestBufferBytes).c_str());
  std::printf("  weights   %s in %s, %s synthetic, %zu constants\n",
              bytesText(plan.weightsBytes).c_str(),
              plan.weightsFile.empty() ? "no file"
                                       : printable(plan.weightsFile).c_str(),
              bytesText(syntheticBytes(plan)).c_str(), plan.constants.size());
  std::printf("  code      %zu kernels in %zu modules\n", plan.kernels.size(),
              plan.modules.size());
  PlanFacts facts = readPlanFacts(plan);
  for (size_t i = 0; i < plan.entries.size(); ++i)
    printEntry(plan, facts, i, arguments.dispatches);
}

static Status printCode(const Plan &plan, const std::string &name) {
  for (const Kernel &kernel : plan.kernels) {
    const Module &module = plan.modules[kernel.module];
    if (kernel.name != name && module.name != name)
      continue;
    if (module.format == CodeFormat::kOpenCLC)
      std::printf("// module %s, options: %s\n", printable(module.name).c_str(),
                  printable(module.buildOptions).c_str());
    std::fwrite(module.code.data(), 1, module.code.size(), stdout);
    return okStatus();
  }
  return notFound(strCat("no kernel or module '", name, "' in the plan"));
}

static Status inspect(const InspectArguments &arguments) {
  BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(arguments.plan));
  if (arguments.verify && plan.weightsBytes) {
    BURIN_ASSIGN_OR_RETURN(
        auto weights,
        WeightsFile::open(weightsPathFor(plan, arguments.plan), plan));
    BURIN_RETURN_IF_ERROR(weights.verifyChecksums(plan));
  }
  if (!arguments.code.empty())
    return printCode(plan, arguments.code);
  if (!arguments.html.empty()) {
    std::string page = reportPage(plan);
    return writeFileAtomically(
        arguments.html,
        ByteSpan(reinterpret_cast<const uint8_t *>(page.data()), page.size()));
  }
  if (arguments.json)
    std::printf("%s\n", planJson(plan)
                            .dump(2, ' ', false, Json::error_handler_t::replace)
                            .c_str());
  else
    print(plan, arguments);
  return okStatus();
}

void registerInspect(CLI::App &app) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App *command = app.add_subcommand(
      "inspect", "Show what a plan promises: tensors, memory, kernels");
  command->add_option("plan", arguments->plan, "the compiled model")
      ->required();
  command->add_flag("--json", arguments->json, "print JSON");
  command
      ->add_option("--html", arguments->html,
                   "write a page with time, roofline, memory plan and fusion")
      ->type_name("FILE");
  command->add_flag("--dispatches", arguments->dispatches,
                    "list every dispatch");
  command->add_option("--code", arguments->code,
                      "print the code of this kernel or module instead");
  command->add_flag("--verify", arguments->verify,
                    "compare the checksums of the weights file");
  command->footer("\nNeeds no device. Examples:\n  burin inspect unet.plan\n"
                  "  burin inspect unet.plan --html unet.html\n"
                  "  burin inspect unet.plan --code conv_3x3_17");
  command->callback([arguments] { finish(inspect(*arguments)); });
}

} // namespace burin::tools
