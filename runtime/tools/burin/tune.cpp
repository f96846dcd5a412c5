//===- tune.cpp - burin tune ----------------------------------------------===//
//
// Groups are measured in batches: one session holds a few of them, so that the
// device's compiler works on many kernels at once and memory stays bounded. A
// run of an entry times all candidates of a group one after the other, which
// spreads changes of the clock over them evenly.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/drivers/drivers.h"
#include "runtime/format/dtype.h"
#include "runtime/format/reader.h"
#include "runtime/tools/burin/bench_stats.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/tune_plan.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

namespace burin::tools {

namespace {

using Clock = std::chrono::steady_clock;

struct TuneArguments {
  std::vector<std::string> plans;
  std::string device, output, merge;
  double budget = 120, warmup = 2;
  int runs = 15;
  bool verbose = false;
  /// Only build the kernels of every `buildParts`-th batch, from `buildPart` on; 0 parts:
  /// measure.
  size_t buildPart = 0, buildParts = 0;
};

/// Bounds of one session.
constexpr size_t kBatchGroups = 8;
constexpr uint64_t kBatchBytes = uint64_t(1) << 30;
/// Later groups follow at once: the clocks are still up.
constexpr double kGroupWarmup = 0.1;
/// They are not after a pause as long as this one, in which kernels are built.
constexpr double kPauseSeconds = 0.3;
/// Of one group, so that slow kernels do not eat the budget.
constexpr double kGroupSeconds = 3;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

class Tuner {
public:
  Tuner(const TuneArguments &arguments, std::shared_ptr<Device> device)
      : arguments(arguments), device(std::move(device)) {}

  Status run();

private:
  Status tunePlan(const Plan &plan);
  Status tuneBatch(const Plan &plan, const PlanFacts &facts,
                   const std::vector<TuneGroup> &batch);
  /// One group whose candidates do not all build.
  Status tuneBroken(const Plan &plan, const PlanFacts &facts,
                    const TuneGroup &group);
  Status measure(Session &session, const Plan &plan, const PlanFacts &facts,
                 const TuneGroup &group, std::vector<size_t> candidates,
                 GroupResult result);
  StatusOr<std::unique_ptr<Session>> open(Plan plan);
  GroupResult describe(const Plan &plan, const PlanFacts &facts,
                       const TuneGroup &group) const;
  bool isOver() const { return secondsSince(start) > arguments.budget; }
  void report(const GroupResult &result) const;
  Status write() const;

  const TuneArguments &arguments;
  std::shared_ptr<Device> device;
  Clock::time_point start = Clock::now();
  std::string target, api; // of the first plan
  std::vector<GroupResult> results;
  size_t skipped = 0;
  size_t batches = 0; // seen, with buildParts
  bool isWarm = false;
};

} // namespace

/// The output as f32, or null for types that are compared bit by bit.
static StatusOr<std::vector<float>> readOutput(Session &session,
                                               const Entry &entry,
                                               size_t index) {
  const TensorDesc &desc = entry.outputs[index];
  BURIN_ASSIGN_OR_RETURN(HostTensor tensor,
                         HostTensor::zeros(desc.dtype, desc.shape));
  BURIN_RETURN_IF_ERROR(
      session.getOutput(entry.name, OutputTensor(desc.name, tensor)));
  std::vector<float> values(tensor.data.size() / dtypeSize(desc.dtype));
  BURIN_RETURN_IF_ERROR(convertElements(
      desc.dtype, tensor.data.data(), DType::kF32,
      reinterpret_cast<uint8_t *>(values.data()), values.size()));
  return values;
}

/// Relative L2 that rounding and another order of sums explain.
static double boundOf(DType dtype) {
  return dtype == DType::kF32 ? 1e-4 : dtype == DType::kF16 ? 5e-3 : 3e-2;
}

/// Empty if `actual` agrees with `expected`.
static std::string compare(const std::vector<float> &actual,
                           const std::vector<float> &expected, double bound) {
  double difference = 0, norm = 0;
  for (size_t i = 0; i < actual.size(); ++i) {
    double delta = double(actual[i]) - double(expected[i]);
    difference += delta * delta;
    norm += double(expected[i]) * double(expected[i]);
  }
  double error = std::sqrt(difference / std::max(norm, 1e-30));
  if (error <= bound) // false for NaN
    return "";
  return strCat("differs from the model's choice by ", error,
                " (relative L2, at most ", bound, ")");
}

GroupResult Tuner::describe(const Plan &plan, const PlanFacts &facts,
                            const TuneGroup &group) const {
  const Entry &entry = plan.entries[group.entry];
  GroupResult result;
  result.signature = entry.name;
  result.label = entry.dispatches[0].label;
  result.calls = group.calls;
  for (const Dispatch &dispatch : entry.dispatches)
    result.candidates.push_back({facts.kernels[dispatch.kernel].config, 0, ""});
  return result;
}

StatusOr<std::unique_ptr<Session>> Tuner::open(Plan plan) {
  SessionOptions options;
  options.cancel = interruptFlag();
  auto begin = Clock::now();
  auto session = Session::create(device, std::move(plan), FileRange(""), options);
  isWarm = isWarm && secondsSince(begin) < kPauseSeconds;
  return session;
}

/// `candidates[i]` is the candidate that dispatch i of the session's entry runs.
Status Tuner::measure(Session &session, const Plan &plan,
                      const PlanFacts &facts, const TuneGroup &group,
                      std::vector<size_t> candidates, GroupResult result) {
  BURIN_ASSIGN_OR_RETURN(const Entry *entry,
                         session.entry(plan.entries[group.entry].name));
  RunOptions options;
  options.cancel = interruptFlag();
  auto begin = Clock::now();
  double warmup = isWarm ? kGroupWarmup : arguments.warmup;
  do {
    BURIN_RETURN_IF_ERROR(session.execute(entry->name, options));
  } while (secondsSince(begin) < warmup);
  isWarm = true;
  std::vector<std::vector<double>> samples(candidates.size());
  begin = Clock::now();
  for (int run = 0; run < arguments.runs; ++run) {
    std::vector<DispatchTime> times;
    options.times = &times;
    BURIN_RETURN_IF_ERROR(session.execute(entry->name, options));
    for (size_t i = 0; i < samples.size(); ++i) // the first dispatch does not count
      samples[i].push_back(double(times[i + 1].end - times[i + 1].start));
    if (run >= 2 && secondsSince(begin) > kGroupSeconds)
      break;
  }
  BURIN_ASSIGN_OR_RETURN(std::vector<float> expected,
                         readOutput(session, *entry, 0));
  for (size_t i = 0; i < candidates.size(); ++i) {
    CandidateTime &candidate = result.candidates[candidates[i]];
    candidate.ns = spreadOf(samples[i]).median;
    BURIN_ASSIGN_OR_RETURN(std::vector<float> actual,
                           readOutput(session, *entry, i));
    candidate.problem =
        compare(actual, expected, boundOf(entry->outputs[i].dtype));
  }
  if (!result.candidates[0].problem.empty()) { // not finite: nothing to compare
    ++skipped;
    return okStatus();
  }
  report(result);
  results.push_back(std::move(result));
  return okStatus();
}

Status Tuner::tuneBroken(const Plan &plan, const PlanFacts &facts,
                         const TuneGroup &group) {
  GroupResult result = describe(plan, facts, group);
  std::vector<size_t> keep;
  for (size_t i = 0; i < result.candidates.size(); ++i) {
    auto session = open(extractGroups(plan, {group}, {i}));
    if (session.status().code() == StatusCode::kDeviceLost ||
        session.status().code() == StatusCode::kCancelled)
      return session.status();
    if (session.ok())
      keep.push_back(i);
    else
      result.candidates[i].problem = session.status().message();
  }
  if (arguments.buildParts)
    return okStatus();
  if (keep.empty() || keep[0] != 0) {
    std::fprintf(stderr, "burin: warning: %s (%s) does not build: %s\n",
                 printable(result.signature).c_str(),
                 printable(result.label).c_str(),
                 printable(result.candidates[0].problem).c_str());
    ++skipped;
    return okStatus();
  }
  BURIN_ASSIGN_OR_RETURN(auto session, open(extractGroups(plan, {group}, keep)));
  return measure(*session, plan, facts, group, keep, std::move(result));
}

Status Tuner::tuneBatch(const Plan &plan, const PlanFacts &facts,
                        const std::vector<TuneGroup> &batch) {
  auto session = open(extractGroups(plan, batch));
  if (!session.ok()) {
    if (session.status().code() == StatusCode::kDeviceLost ||
        session.status().code() == StatusCode::kCancelled)
      return session.status();
    for (const TuneGroup &group : batch)
      if (!isOver())
        BURIN_RETURN_IF_ERROR(tuneBroken(plan, facts, group));
    return okStatus();
  }
  if (arguments.buildParts)
    return okStatus();
  for (const TuneGroup &group : batch) {
    if (isOver()) {
      ++skipped;
      continue;
    }
    std::vector<size_t> all(plan.entries[group.entry].dispatches.size());
    for (size_t i = 0; i < all.size(); ++i)
      all[i] = i;
    BURIN_RETURN_IF_ERROR(measure(**session, plan, facts, group, all,
                                  describe(plan, facts, group)));
  }
  return okStatus();
}

Status Tuner::tunePlan(const Plan &plan) {
  std::string planApi =
      plan.modules.empty() || plan.modules[0].format == CodeFormat::kOpenCLC
          ? "opencl"
          : "vulkan";
  if (target.empty()) {
    target = plan.target;
    api = planApi;
  }
  if (plan.target != target || planApi != api)
    return invalidArgument(strCat("it is for ", plan.target, " and ", planApi,
                                  ", the first plan for ", target, " and ",
                                  api));
  PlanFacts facts = readPlanFacts(plan);
  BURIN_ASSIGN_OR_RETURN(auto groups, candidateGroups(plan, facts));
  std::printf("%s for %s, %s: %zu kernels to compare on %s (%s)\n",
              printable(plan.model).c_str(), printable(target).c_str(),
              api.c_str(), groups.size(),
              printable(device->info().name).c_str(),
              device->info().id.c_str());
  for (size_t at = 0; at < groups.size();) {
    if (isOver()) {
      skipped += groups.size() - at;
      break;
    }
    std::vector<TuneGroup> batch;
    uint64_t bytes = 0;
    for (; at < groups.size() && batch.size() < kBatchGroups; ++at) {
      bytes += memoryOf(plan, groups[at]);
      if (!batch.empty() && bytes > kBatchBytes)
        break;
      batch.push_back(groups[at]);
    }
    if (arguments.buildParts && batches++ % arguments.buildParts != arguments.buildPart)
      continue;
    BURIN_RETURN_IF_ERROR(tuneBatch(plan, facts, batch));
    if (!arguments.buildParts)
      BURIN_RETURN_IF_ERROR(write());
  }
  return okStatus();
}

void Tuner::report(const GroupResult &result) const {
  size_t best = result.best();
  const CandidateTime &model = result.candidates[0];
  std::printf("  %9.1f us x %-3llu %5.2fx  %s\n", model.ns / 1e3,
              static_cast<unsigned long long>(result.calls),
              fraction(model.ns, result.candidates[best].ns),
              best == 0 ? "the model's choice"
                        : result.candidates[best].config.c_str());
  for (const CandidateTime &candidate : result.candidates)
    if (arguments.verbose)
      std::printf("      %9.1f us  %s%s%s\n", candidate.ns / 1e3,
                  candidate.config.c_str(),
                  candidate.problem.empty() ? "" : "  REJECTED: ",
                  printable(candidate.problem).c_str());
  std::fflush(stdout);
}

Status Tuner::write() const {
  const DeviceInfo &info = device->info();
  auto json = tuningJson(target, api, info.name, info.driverVersion, results);
  if (!arguments.merge.empty()) {
    BURIN_ASSIGN_OR_RETURN(MappedFile old,
                           MappedFile::open(FileRange(arguments.merge)));
    ByteSpan bytes = old.bytes();
    Status merged = mergeTuning(
        json, std::string(reinterpret_cast<const char *>(bytes.data()),
                          bytes.size()));
    if (!merged.ok())
      return merged.withContext(arguments.merge);
  }
  return writeJson(arguments.output, json);
}

Status Tuner::run() {
  for (const std::string &path : arguments.plans) {
    BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(path));
    Status status = tunePlan(plan);
    if (!status.ok())
      return status.withContext(path);
  }
  if (arguments.buildParts)
    return okStatus();
  TuneSummary summary = summarize(results);
  std::printf("\n%zu kernels, %zu with another config than the model's, %zu of "
              "%zu candidates rejected, %zu kernels not measured\n",
              summary.groups, summary.changed, summary.rejected,
              summary.candidates, skipped);
  std::printf("cost model %.3f ms, tuned %.3f ms: %.2f times (%s 20 %%)\n",
              summary.modelNs / 1e6, summary.tunedNs / 1e6,
              fraction(summary.modelNs, summary.tunedNs),
              summary.modelNs <= 1.2 * summary.tunedNs ? "within" : "not within");
  return write();
}

static Status tune(const TuneArguments &arguments) {
  BURIN_ASSIGN_OR_RETURN(auto device, openDevice(arguments.device));
  return Tuner(arguments, std::move(device)).run();
}

void registerTune(CLI::App &app) {
  auto arguments = std::make_shared<TuneArguments>();
  CLI::App *command = app.add_subcommand(
      "tune", "Measure which configs of a model's kernels are fastest");
  command
      ->add_option("plans", arguments->plans,
                   "plans of burinc --emit-candidates, of one target")
      ->required();
  command->add_option("-o,--output", arguments->output, "tuning file to write");
  command->add_option("--device", arguments->device,
                      "DRIVER:N, see 'burin devices'");
  command
      ->add_option("--budget", arguments->budget,
                   "seconds after which no kernel is begun; those that cost the "
                   "model most come first")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 86400.0));
  command
      ->add_option("--warmup", arguments->warmup,
                   "seconds of work before the first measurement")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 3600.0));
  command->add_option("--runs", arguments->runs, "measured runs of each kernel")
      ->capture_default_str()
      ->check(CLI::Range(1, 10000));
  command->add_option("--merge", arguments->merge,
                      "tuning file whose other entries are kept");
  command->add_option_function<std::string>(
      "--build",
      [arguments](const std::string &text) {
        char end;
        if (std::sscanf(text.c_str(), "%zu/%zu%c", &arguments->buildPart,
                        &arguments->buildParts, &end) != 2 ||
            arguments->buildPart >= arguments->buildParts)
          throw CLI::ValidationError("--build", "expects I/N with I below N");
      },
      "I/N: measure nothing, only build part I of N of the kernels into the "
      "cache. Drivers that compile one kernel at a time are quicker in several "
      "processes");
  command->add_flag("-v,--verbose", arguments->verbose,
                    "print every candidate's time");
  command->footer(
      "\nA candidate counts only if its results agree with those of the model's "
      "choice.\n\nExample:\n  burinc unet.onnx --target nvidia-h100 --bind "
      "batch=2,height=64,width=64 --emit-candidates 8 -o candidates.plan\n  "
      "burin tune candidates.plan -o tuning.json --budget 120\n  burinc "
      "unet.onnx --target nvidia-h100 --bind batch=2,height=64,width=64 "
      "--tuning tuning.json -o unet.plan");
  command->callback([arguments] {
    if (arguments->output.empty() && !arguments->buildParts)
      throw CLI::RequiredError("--output");
    finish(tune(*arguments));
  });
}

} // namespace burin::tools
