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
#include "runtime/format/synthetic.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/plan_facts.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
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

/// Order statistics of a sample, in the sample's unit.
struct Spread {
  double median = 0, low = 0, high = 0, p10 = 0, p90 = 0;
};

/// The dispatches of one kernel together; times in nanoseconds.
struct KernelTotal {
  std::string name;
  size_t dispatches = 0;
  double time = 0, predicted = 0;
  uint64_t bytes = 0, flops = 0;
  double peakGflops = 0; ///< what the target could reach in it; 0: unknown
};

struct EntryTimes {
  Spread device, wall;              // milliseconds
  std::vector<double> dispatchNs;   // median of each dispatch
  std::vector<KernelTotal> kernels; // slowest first
};

} // namespace

static Spread spreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  auto at = [&](double q) {
    return values[size_t(q * double(values.size() - 1) + 0.5)];
  };
  return {at(0.5), values.front(), values.back(), at(0.1), at(0.9)};
}

/// Normal noise for floats; zeros, which are valid indexes, for the rest.
static Status setRandomInputs(Session &session, const Entry &entry) {
  uint64_t seed = 1;
  for (const TensorDesc &desc : entry.inputs) {
    BURIN_ASSIGN_OR_RETURN(HostTensor tensor,
                           HostTensor::zeros(desc.dtype, desc.shape));
    Constant noise;
    noise.name = desc.name;
    noise.dtype = desc.dtype;
    noise.seed = seed++;
    if (desc.dtype == DType::kF32 || desc.dtype == DType::kF16 ||
        desc.dtype == DType::kBF16)
      BURIN_RETURN_IF_ERROR(generateSynthetic(noise, 0, tensor.data));
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

static std::vector<KernelTotal>
totalByKernel(const Plan &plan, const PlanFacts &facts, const Entry &entry,
              const std::vector<double> &dispatchNs) {
  size_t entryIndex = size_t(&entry - plan.entries.data());
  std::map<uint32_t, KernelTotal> totals;
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    KernelTotal &total = totals[dispatch.kernel];
    total.name = plan.kernels[dispatch.kernel].name;
    ++total.dispatches;
    total.time += dispatchNs[i];
    total.predicted += facts.entries[entryIndex][i].predictedNs;
    total.peakGflops = facts.peakGflops(dispatch.kernel);
    total.bytes +=
        dispatch.bytesRead + dispatch.bytesWritten + dispatch.weightBytes;
    total.flops += dispatch.flops;
  }
  std::vector<KernelTotal> sorted;
  for (auto &item : totals)
    sorted.push_back(item.second);
  std::sort(sorted.begin(), sorted.end(),
            [](const KernelTotal &a, const KernelTotal &b) {
              return a.time != b.time ? a.time > b.time : a.name < b.name;
            });
  return sorted;
}

/// Wall-clock times of plain runs, then device times of profiled runs.
static StatusOr<EntryTimes> measure(Session &session, const PlanFacts &facts,
                                    const Entry &entry,
                                    const BenchArguments &arguments) {
  BURIN_RETURN_IF_ERROR(setRandomInputs(session, entry));
  BURIN_RETURN_IF_ERROR(warmUp(session, entry, arguments.warmup));
  EntryTimes result;
  std::vector<double> wall, device;
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
    for (size_t i = 0; i < times.size(); ++i)
      perDispatch[i].push_back(double(times[i].end - times[i].start));
    device.push_back(
        times.empty() ? 0
                      : double(times.back().end - times.front().start) / 1e6);
  }
  result.wall = spreadOf(wall);
  result.device = spreadOf(device);
  for (const std::vector<double> &values : perDispatch)
    result.dispatchNs.push_back(spreadOf(values).median);
  result.kernels =
      totalByKernel(session.plan(), facts, entry, result.dispatchNs);
  return result;
}

static double rate(uint64_t amount, double nanoseconds) {
  return nanoseconds > 0 ? double(amount) / nanoseconds : 0; // giga per second
}

/// The least time that the target's bandwidth and arithmetic allow, in
/// nanoseconds; 0 where the plan says nothing of its target.
static double rooflineNs(const KernelTotal &kernel, const PlanFacts &facts) {
  double memory = facts.bandwidthMBps > 0
                      ? double(kernel.bytes) * 1e3 / facts.bandwidthMBps
                      : 0;
  double arithmetic =
      kernel.peakGflops > 0 ? double(kernel.flops) / kernel.peakGflops : 0;
  return std::max(memory, arithmetic);
}

static double percent(double part, double whole) {
  return whole > 0 ? 100 * part / whole : 0;
}

static void printKernels(const EntryTimes &times, const PlanFacts &facts,
                         double sum) {
  std::printf("  %9s %6s %6s %9s %6s %9s %6s %6s  %s\n", "time ms", "share",
              "calls", "GB/s", "of bw", "GFLOP/s", "of op", "of roof",
              "kernel");
  for (const KernelTotal &kernel : times.kernels) {
    double moved = rate(kernel.bytes, kernel.time);
    double computed = rate(kernel.flops, kernel.time);
    std::printf("  %9.3f %5.1f%% %6zu %9.1f %5.1f%% %9.1f %5.1f%% %6.1f%%  %s\n",
                kernel.time / 1e6, percent(kernel.time, sum),
                kernel.dispatches, moved,
                percent(moved, facts.bandwidthMBps / 1e3), computed,
                percent(computed, kernel.peakGflops),
                percent(rooflineNs(kernel, facts), kernel.time),
                kernel.name.c_str());
  }
}

static void print(const Entry &entry, const PlanFacts &facts,
                  const EntryTimes &times, int runs) {
  uint64_t flops = 0, bytes = 0;
  double sum = 0, predicted = 0;
  for (const KernelTotal &kernel : times.kernels) {
    flops += kernel.flops;
    bytes += kernel.bytes;
    sum += kernel.time;
    predicted += kernel.predicted;
  }
  std::printf("\nentry '%s', %zu dispatches, %d runs\n",
              printable(entry.name).c_str(), entry.dispatches.size(), runs);
  std::printf("  device  %.3f ms median (10%% %.3f, 90%% %.3f, min %.3f, max "
              "%.3f); in kernels %.3f ms\n",
              times.device.median, times.device.p10, times.device.p90,
              times.device.low, times.device.high, sum / 1e6);
  std::printf(
      "  wall    %.3f ms median (10%% %.3f, 90%% %.3f), profiling off\n",
      times.wall.median, times.wall.p10, times.wall.p90);
  if (predicted > 0)
    std::printf("  model   %.3f ms predicted for the plan's target\n",
                predicted / 1e6);
  std::printf("  overall %.1f GFLOP/s, %.1f GB/s\n",
              rate(flops, times.device.median * 1e6),
              rate(bytes, times.device.median * 1e6));
  printKernels(times, facts, sum);
}

static Json spreadJson(const Spread &spread) {
  return {{"median", spread.median},
          {"min", spread.low},
          {"max", spread.high},
          {"p10", spread.p10},
          {"p90", spread.p90}};
}

static Json kernelJson(const KernelTotal &kernel, const PlanFacts &facts) {
  double roofline = rooflineNs(kernel, facts);
  return {{"kernel", kernel.name},
          {"dispatches", kernel.dispatches},
          {"ms", kernel.time / 1e6},
          {"bytes", kernel.bytes},
          {"flops", kernel.flops},
          {"gbps", rate(kernel.bytes, kernel.time)},
          {"gflops", rate(kernel.flops, kernel.time)},
          {"predicted_ms", kernel.predicted / 1e6},
          {"roofline_ms", roofline / 1e6},
          {"of_roofline", kernel.time > 0 ? roofline / kernel.time : 0}};
}

static Json entryJson(const Plan &plan, const PlanFacts &facts,
                      const Entry &entry, const EntryTimes &times) {
  size_t entryIndex = size_t(&entry - plan.entries.data());
  Json json;
  json["name"] = entry.name;
  json["device_ms"] = spreadJson(times.device);
  json["wall_ms"] = spreadJson(times.wall);
  json["predicted_ms"] = facts.predictedNs(entryIndex) / 1e6;
  Json &kernels = json["kernels"] = Json::array();
  for (const KernelTotal &kernel : times.kernels)
    kernels.push_back(kernelJson(kernel, facts));
  Json &dispatches = json["dispatches"] = Json::array();
  for (size_t i = 0; i < entry.dispatches.size(); ++i) {
    const Dispatch &dispatch = entry.dispatches[i];
    dispatches.push_back(
        {{"kernel", plan.kernels[dispatch.kernel].name},
         {"label", dispatch.label},
         {"us", times.dispatchNs[i] / 1e3},
         {"predicted_us", facts.entries[entryIndex][i].predictedNs / 1e3},
         {"bytes_read", dispatch.bytesRead},
         {"bytes_written", dispatch.bytesWritten},
         {"weight_bytes", dispatch.weightBytes},
         {"flops", dispatch.flops}});
  }
  return json;
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

static Status bench(const BenchArguments &arguments) {
  BURIN_ASSIGN_OR_RETURN(auto device, openDevice(arguments.device));
  SessionOptions options;
  options.progress = openProgress();
  options.cancel = interruptFlag();
  auto start = Clock::now();
  BURIN_ASSIGN_OR_RETURN(auto session,
                         Session::open(device, arguments.plan, options));
  double openMs = milliseconds(Clock::now() - start);
  const DeviceInfo &info = device->info();
  const Plan &plan = session->plan();
  std::printf("%s on %s (%s), opened in %.0f ms\n",
              printable(plan.model).c_str(), printable(info.name).c_str(),
              info.id.c_str(), openMs);
  Json json;
  json["plan"] = arguments.plan;
  json["model"] = plan.model;
  json["target"] = plan.target;
  json["precision"] = plan.precision;
  json["device"] = {{"id", info.id},
                    {"name", info.name},
                    {"driver_version", info.driverVersion}};
  json["open_ms"] = openMs;
  json["runs"] = arguments.runs;
  json["warmup_s"] = arguments.warmup;
  json["arena_bytes"] = plan.arenaBytes;
  json["weights_bytes"] = plan.weightsBytes;
  PlanFacts facts = readPlanFacts(plan);
  json["target_facts"] = {{"bandwidth_mbps", facts.bandwidthMBps},
                          {"f32_gflops", facts.f32Gflops},
                          {"matrix_gflops", facts.matrixGflops},
                          {"launch_ns", facts.launchNs}};
  json["entries"] = Json::array();
  BURIN_ASSIGN_OR_RETURN(auto entries,
                         benchEntries(*session, arguments.entries));
  for (const Entry *entry : entries) {
    BURIN_ASSIGN_OR_RETURN(EntryTimes times,
                           measure(*session, facts, *entry, arguments));
    print(*entry, facts, times, arguments.runs);
    json["entries"].push_back(entryJson(plan, facts, *entry, times));
  }
  if (arguments.json.empty())
    return okStatus();
  std::string text =
      json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return writeFileAtomically(
      arguments.json,
      ByteSpan(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
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
                  "one.\n\nExample:\n  burin bench unet.plan --runs 50 "
                  "--json unet.json");
  command->callback([arguments] { finish(bench(*arguments)); });
}

} // namespace burin::tools
