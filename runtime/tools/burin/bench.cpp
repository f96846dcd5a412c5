//===- bench.cpp - burin bench --------------------------------------------===//
//
// Times come from the device's clock; wall-clock times of runs without
// profiling stand beside them. GPUs clock down when idle, so a timed warm-up
// comes first.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/drivers/drivers.h"
#include "runtime/format/dtype.h"
#include "runtime/tools/burin/bench_report.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/run_inputs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace burin::tools {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct BenchArguments {
  std::string plan, device, json;
  std::vector<std::string> entries;
  double warmup = 2.0;
  int runs = 20;
};

} // namespace

static Status setRandomInputs(Session &session, const Entry &entry) {
  uint64_t seed = 1;
  for (const TensorDesc &desc : entry.inputs) {
    BURIN_ASSIGN_OR_RETURN(HostTensor tensor, makeRandomInput(desc, seed++));
    BURIN_RETURN_IF_ERROR(
        session.setInput(entry.name, InputTensor(desc.name, tensor)));
  }
  return okStatus();
}

static double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

static Status warmUp(Session &session, const Entry &entry, double seconds) {
  RunOptions options;
  options.cancel = interruptFlag();
  auto start = Clock::now();
  do {
    BURIN_RETURN_IF_ERROR(session.execute(entry.name, options));
  } while (milliseconds(Clock::now() - start) < 1000 * seconds);
  return okStatus();
}

/// Wall-clock times of plain runs, then device times of profiled runs.
static StatusOr<EntryTimes> measure(Session &session, const PlanFacts &facts,
                                    const Entry &entry,
                                    const BenchArguments &arguments) {
  BURIN_RETURN_IF_ERROR(warmUp(session, entry, arguments.warmup));
  EntryTimes result;
  std::vector<double> wall, device, kernels;
  std::vector<std::vector<double>> perDispatch(entry.dispatches.size());
  for (int run = 0; run < arguments.runs; ++run) {
    if (interruptFlag()->load())
      return cancelled("interrupted");
    auto start = Clock::now();
    BURIN_RETURN_IF_ERROR(session.execute(entry.name));
    wall.push_back(milliseconds(Clock::now() - start));
  }
  for (int run = 0; run < arguments.runs; ++run) {
    std::vector<DispatchTime> times;
    RunOptions options;
    options.cancel = interruptFlag();
    options.times = &times;
    BURIN_RETURN_IF_ERROR(session.execute(entry.name, options));
    double sum = 0;
    for (size_t i = 0; i < times.size(); ++i) {
      perDispatch[i].push_back(double(times[i].end - times[i].start));
      sum += perDispatch[i].back();
    }
    kernels.push_back(sum / 1e6);
    device.push_back(
        times.empty() ? 0
                      : double(times.back().end - times.front().start) / 1e6);
  }
  result.wall = spreadOf(wall);
  result.device = spreadOf(device);
  result.kernels = spreadOf(kernels);
  for (const std::vector<double> &values : perDispatch)
    result.dispatchNs.push_back(spreadOf(values).median);
  size_t index = size_t(&entry - session.plan().entries.data());
  result.totals =
      totalByKernel(session.plan(), facts, index, result.dispatchNs);
  return result;
}

static StatusOr<std::vector<const Entry *>>
benchEntries(const Session &session, const std::vector<std::string> &names) {
  std::vector<const Entry *> entries;
  if (names.empty())
    for (const Entry &entry : session.plan().entries)
      entries.push_back(&entry);
  for (const std::string &name : names) {
    BURIN_ASSIGN_OR_RETURN(const Entry *entry, session.entry(name));
    entries.push_back(entry);
  }
  return entries;
}

/// Opens the plan and runs the first of `entries` once.
static StatusOr<std::unique_ptr<Session>>
start(const BenchArguments &arguments, StartTimes &times,
      std::vector<const Entry *> &entries) {
  auto begin = Clock::now();
  BURIN_ASSIGN_OR_RETURN(auto device,
                         openDeviceFor(arguments.plan, arguments.device));
  times.device = milliseconds(Clock::now() - begin);
  SessionOptions options;
  options.progress = openProgress();
  options.cancel = interruptFlag();
  begin = Clock::now();
  BURIN_ASSIGN_OR_RETURN(auto session,
                         Session::open(device, arguments.plan, options));
  times.open = milliseconds(Clock::now() - begin);
  times.parts = session->openTimes();
  SessionMemory memory = session->memory();
  times.weightBytes = memory.weightsCopied + memory.weightsImported;
  BURIN_ASSIGN_OR_RETURN(entries, benchEntries(*session, arguments.entries));
  for (const Entry *entry : entries)
    BURIN_RETURN_IF_ERROR(setRandomInputs(*session, *entry));
  times.ready = 1e3 * secondsSinceStart();
  begin = Clock::now();
  BURIN_RETURN_IF_ERROR(session->execute(entries.front()->name));
  times.firstRun = milliseconds(Clock::now() - begin);
  return std::move(session);
}

static Json headerJson(const BenchArguments &arguments, Session &session,
                       const PlanFacts &facts, const StartTimes &times) {
  const DeviceInfo &info = session.device().info();
  const Plan &plan = session.plan();
  Json json;
  json["plan"] = arguments.plan;
  json["model"] = plan.model;
  json["target"] = plan.target;
  json["precision"] = plan.precision;
  json["device"] = {{"id", info.id},
                    {"name", info.name},
                    {"driver_version", info.driverVersion}};
  json["start"] = startJson(times);
  json["runs"] = arguments.runs;
  json["warmup_s"] = arguments.warmup;
  json["arena_bytes"] = plan.arenaBytes;
  json["weights_bytes"] = plan.weightsBytes;
  json["target_facts"] = {{"bandwidth_mbps", facts.bandwidthMBps},
                          {"f32_gflops", facts.f32Gflops},
                          {"matrix_gflops", facts.matrixGflops},
                          {"launch_ns", facts.launchNs}};
  json["entries"] = Json::array();
  return json;
}

static Status bench(const BenchArguments &arguments) {
  StartTimes times;
  std::vector<const Entry *> entries;
  BURIN_ASSIGN_OR_RETURN(auto session, start(arguments, times, entries));
  const DeviceInfo &info = session->device().info();
  const Plan &plan = session->plan();
  std::printf("%s on %s (%s)\n", printable(plan.model).c_str(),
              printable(info.name).c_str(), info.id.c_str());
  printStart(times);
  PlanFacts facts = readPlanFacts(plan);
  Json json = headerJson(arguments, *session, facts, times);
  for (const Entry *entry : entries) {
    size_t index = size_t(entry - plan.entries.data());
    BURIN_ASSIGN_OR_RETURN(EntryTimes measured,
                           measure(*session, facts, *entry, arguments));
    printEntry(plan, facts, index, measured, arguments.runs);
    json["entries"].push_back(entryJson(plan, facts, index, measured));
  }
  return arguments.json.empty() ? okStatus() : writeJson(arguments.json, json);
}

void registerBench(CLI::App &app) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App *command =
      app.add_subcommand("bench", "Measure a plan, kernel by kernel");
  command->add_option("plan", arguments->plan, "the compiled model")
      ->required();
  command->add_option("--device", arguments->device,
                      "DRIVER:N, see 'burin devices'");
  command->add_option("--entry", arguments->entries,
                      "entry points, in order (default: all)");
  command
      ->add_option("--warmup", arguments->warmup,
                   "seconds of work before measuring (idle GPUs run slower)")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 3600.0));
  command->add_option("--runs", arguments->runs, "measured runs")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000));
  command->add_option("--json", arguments->json, "write the figures to a file");
  command->footer("\nInputs are random (integers: zero). Bytes and FLOPs are "
                  "the compiler's counts;\n'of roof' is the least time that the "
                  "target's bandwidth and arithmetic allow, over the measured "
                  "one.\nKernel times are the device's; 'wall' is a whole run "
                  "without profiling, so wall - kernels is launching.\nWeights "
                  "are uploaded while kernels are built; a second start finds "
                  "them in the cache.\ndocs/bench.md describes the JSON "
                  "file.\n\nExample:\n  burin bench unet.plan --runs 50 "
                  "--json unet.json");
  command->callback([arguments] { finish(bench(*arguments)); });
}

} // namespace burin::tools
