//===- generate.cpp - burin generate --------------------------------------===//
//
// Draws pictures with a compiled pipeline. Everything that the user can get
// wrong is checked before the device is opened.
//
//===----------------------------------------------------------------------===//
#include "runtime/tools/burin/generate.h"

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/core/npy.h"
#include "runtime/drivers/drivers.h"
#include "runtime/pipeline/archive.h"
#include "runtime/pipeline/pipeline.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/finite_check.h"

#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <unistd.h>

using namespace burin;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int64_t kMaxCount = 10000;
constexpr int kInterrupted = 130;

std::atomic<bool> interrupted{false};

void onInterrupt(int) { interrupted.store(true); }

/// The first Ctrl-C asks to stop, the second kills.
void catchInterrupt() {
  struct sigaction action{};
  action.sa_handler = onInterrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
}

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Arguments {
  std::string pipeline, prompt, negative, output = "picture.png";
  std::string device, scheduler, latents, preview, json;
  std::optional<int64_t> steps;
  std::optional<double> guidance;
  std::optional<uint64_t> seed;
  int64_t count = 1, previewEvery = 5;
  bool quiet = false, verbose = false, onHost = false;
};

void declareOptions(CLI::App &app, Arguments &arguments, bool isEmbedded) {
  if (!isEmbedded)
    app.add_option("pipeline", arguments.pipeline,
                   "Directory that burinc wrote, or an executable that it "
                   "made of one")
        ->required();
  app.add_option("prompt", arguments.prompt, "What to draw")->required();
  app.add_option("-o,--output", arguments.output, "PNG file to write")
      ->capture_default_str();
  app.add_option("-n,--negative", arguments.negative, "What not to draw");
  app.add_option("-s,--steps", arguments.steps,
                 "Denoising steps (default: the pipeline's, usually 20)");
  app.add_option("-g,--guidance", arguments.guidance,
                 "How strictly to follow the prompt, 0 to 1000; 1 or less: "
                 "ignore the negative prompt and take half the time (default: "
                 "the pipeline's, usually 7.5)");
  app.add_option("--scheduler", arguments.scheduler,
                 "Sampler (default: the model's)")
      ->check(CLI::IsMember(schedulerNames()));
  app.add_option("--seed", arguments.seed,
                 "Seed of the noise, 0 to 2^63 - 1; the same seed gives the "
                 "same picture (default: random). As in PyTorch, only the low "
                 "32 bits count");
  app.add_option("-c,--count", arguments.count,
                 "Pictures to draw, with seeds counting up; they are named "
                 "NAME-0.png, NAME-1.png ...")
      ->capture_default_str();
  app.add_option("-d,--device", arguments.device,
                 "Device, e.g. opencl:0 (default: the first GPU, else the "
                 "first CPU; see burin devices)");
  app.add_option("--latents", arguments.latents,
                 "Start from this noise instead of the seed's: a .npy file of "
                 "float32, channels x height x width");
  app.add_option("--preview", arguments.preview,
                 "PNG file to overwrite with the unfinished picture");
  app.add_option("--preview-every", arguments.previewEvery,
                 "UNet evaluations between previews")
      ->capture_default_str();
  app.add_option("--json", arguments.json,
                 "File for the times of every picture, in milliseconds");
  app.add_flag("--host-steps", arguments.onHost,
               "Keep what lies between the networks on the host, to compare");
  app.add_flag("-v,--verbose", arguments.verbose,
               "Also say where the steps ran and what crossed the bus");
  app.add_flag("-q,--quiet", arguments.quiet, "Print errors only");
}

/// "a.png" becomes "a-3.png".
std::string numberedPath(const std::string &path, int64_t number) {
  fs::path numbered(path);
  numbered.replace_filename(strCat(numbered.stem().string(), "-", number,
                                   numbered.extension().string()));
  return numbered.string();
}

/// Fails now rather than after the work if `path` cannot be written.
Status checkWritable(const std::string &path) {
  std::error_code error;
  if (path.empty() || fs::is_directory(path, error))
    return invalidArgument(
        strCat("'", path, "' is no file name for a picture"));
  return AtomicFile::create(path).status();
}

Status checkArguments(const Arguments &arguments) {
  if (arguments.steps && (*arguments.steps < 1 || *arguments.steps > 100000))
    return invalidArgument(strCat("--steps is ", *arguments.steps,
                                  ", it must be from 1 to the number of "
                                  "timesteps of the model's training"));
  if (arguments.guidance &&
      !(*arguments.guidance >= 0 && *arguments.guidance <= 1000))
    return invalidArgument(strCat("--guidance is ", *arguments.guidance,
                                  ", it must be from 0 to 1000"));
  if (arguments.seed && *arguments.seed > uint64_t(INT64_MAX))
    return invalidArgument("--seed must be from 0 to 2^63 - 1");
  if (arguments.count < 1 || arguments.count > kMaxCount)
    return invalidArgument(strCat("--count is ", arguments.count,
                                  ", it must be from 1 to ", kMaxCount));
  if (arguments.previewEvery < 1 || arguments.previewEvery > 100000)
    return invalidArgument("--preview-every must be from 1 to 100000");
  for (const std::string *text : {&arguments.prompt, &arguments.negative})
    if (text->size() > ClipTokenizer::kMaxPromptBytes)
      return invalidArgument(
          strCat("the prompt has ", text->size(), " bytes, at most ",
                 ClipTokenizer::kMaxPromptBytes, " are accepted"));
  if (!arguments.preview.empty())
    BURIN_RETURN_IF_ERROR(checkWritable(arguments.preview));
  return checkWritable(arguments.count == 1
                           ? arguments.output
                           : numberedPath(arguments.output, 0));
}

/// A bar on a terminal, nothing elsewhere.
class ProgressBar {
public:
  explicit ProgressBar(bool enabled)
      : isOn(enabled && ::isatty(STDERR_FILENO)) {}
  ~ProgressBar() { clear(); }

  void show(const std::string &label, size_t done, size_t total) {
    if (!isOn || total == 0)
      return;
    constexpr size_t kWidth = 32;
    size_t filled = done * kWidth / total;
    std::fprintf(stderr, "\r\033[K%s [%s%s] %zu/%zu", label.c_str(),
                 std::string(filled, '#').c_str(),
                 std::string(kWidth - filled, '.').c_str(), done, total);
    isShown = true;
  }
  void clear() {
    if (isShown)
      std::fputs("\r\033[K", stderr);
    isShown = false;
  }

private:
  bool isOn, isShown = false;
};

StatusOr<std::vector<float>> readLatents(const std::string &path,
                                         const PipelineManifest &manifest) {
  BURIN_ASSIGN_OR_RETURN(HostTensor tensor, readNpyFile(path));
  BURIN_ASSIGN_OR_RETURN(tensor, convertTensor(tensor, DType::kF32));
  std::vector<int64_t> shape = tensor.shape;
  if (shape.size() == 4 && shape[0] == 1)
    shape.erase(shape.begin());
  if (shape != std::vector<int64_t>{manifest.latentChannels,
                                    manifest.latentHeight,
                                    manifest.latentWidth})
    return invalidArgument(strCat(
        path, ": this pipeline takes latents of ", manifest.latentChannels, "x",
        manifest.latentHeight, "x", manifest.latentWidth));
  std::vector<float> latents(tensor.data.size() / sizeof(float));
  std::memcpy(latents.data(), tensor.data.data(), tensor.data.size());
  return latents;
}

/// One invocation, from the open pipeline to the last picture.
class Generator {
public:
  Generator(const Arguments &arguments, Pipeline &pipeline)
      : arguments(arguments), pipeline(pipeline), bar(!arguments.quiet) {}

  Status run() {
    const PipelineManifest &manifest = pipeline.manifest();
    request.prompt = arguments.prompt;
    request.negativePrompt = arguments.negative;
    request.scheduler = arguments.scheduler;
    request.steps = arguments.steps.value_or(manifest.defaultSteps);
    request.guidance = arguments.guidance.value_or(manifest.defaultGuidance);
    request.onHost = arguments.onHost;
    if (!arguments.latents.empty()) {
      BURIN_ASSIGN_OR_RETURN(request.latents,
                             readLatents(arguments.latents, manifest));
    }
    uint64_t seed = arguments.seed.value_or(std::random_device()());
    for (int64_t i = 0; i < arguments.count; ++i) {
      request.seed = (seed + static_cast<uint64_t>(i)) & uint64_t(INT64_MAX);
      BURIN_RETURN_IF_ERROR(draw(arguments.count == 1
                                     ? arguments.output
                                     : numberedPath(arguments.output, i)));
    }
    return okStatus();
  }

  /// Times of the pictures so far: an array of objects.
  const nlohmann::ordered_json &times() const { return pictures; }

private:
  GenerateCallbacks callbacks() {
    GenerateCallbacks callbacks;
    callbacks.cancel = &interrupted;
    callbacks.progress = [this](size_t done, size_t total) {
      bar.show("drawing", done, total);
    };
    if (arguments.preview.empty())
      return callbacks;
    callbacks.previewEvery = static_cast<size_t>(arguments.previewEvery);
    callbacks.preview = [this](size_t, const Image &image) {
      Status status = writePng(arguments.preview, image, {});
      if (!status.ok())
        std::fprintf(stderr, "warning: preview: %s\n",
                     status.message().c_str());
    };
    return callbacks;
  }

  ImageText metadata() const {
    return {{"Software", "burin"},
            {"prompt", request.prompt},
            {"negative_prompt", request.negativePrompt},
            {"seed", request.latents.empty() ? std::to_string(request.seed)
                                             : std::string("(latents given)")},
            {"steps", std::to_string(request.steps)},
            {"guidance", strCat(request.guidance)},
            {"scheduler",
             request.scheduler.empty() ? "(model's)" : request.scheduler},
            {"model", pipeline.manifest().model}};
  }

  void note(const GenerateResult &result, double total) {
    const StageTimes &times = result.times;
    pictures.push_back({{"text_ms", times.text * 1e3},
                        {"denoise_ms", times.denoise * 1e3},
                        {"evaluations", times.evaluations},
                        {"decode_ms", times.decode * 1e3},
                        {"total_ms", total * 1e3},
                        {"steps_on_device", result.hostReason.empty()},
                        {"bytes_to_device", result.traffic.toDevice},
                        {"bytes_to_host", result.traffic.toHost}});
  }

  Status draw(const std::string &path) {
    Clock::time_point start = Clock::now();
    auto result = pipeline.generate(request, callbacks());
    bar.clear();
    if (!result.ok())
      return result.status();
    if (result->promptTruncated)
      std::fprintf(
          stderr,
          "warning: the prompt has %zu tokens, the model reads the "
          "first %lld\n",
          result->promptTokens,
          static_cast<long long>(pipeline.manifest().sequenceLength - 2));
    note(*result, secondsSince(start));
    BURIN_RETURN_IF_ERROR(writePng(path, result->image, metadata()));
    if (!arguments.quiet)
      report(path, result->times, secondsSince(start));
    if (arguments.verbose)
      explain(*result);
    return okStatus();
  }

  void explain(const GenerateResult &result) const {
    std::string where = result.hostReason.empty()
                            ? "on the device"
                            : strCat("on the host: ", result.hostReason);
    std::printf("  steps %s; %llu bytes to the device, %llu back\n",
                where.c_str(),
                static_cast<unsigned long long>(result.traffic.toDevice),
                static_cast<unsigned long long>(result.traffic.toHost));
    std::fflush(stdout);
  }

  void report(const std::string &path, const StageTimes &times,
              double total) const {
    std::printf("%s: %ux%u, seed %llu, %lld steps, guidance %g\n", path.c_str(),
                pipeline.imageWidth(), pipeline.imageHeight(),
                static_cast<unsigned long long>(request.seed),
                static_cast<long long>(request.steps), request.guidance);
    std::printf("  text %.1f ms, UNet %zu x %.1f ms, VAE %.1f ms",
                times.text * 1e3, times.evaluations,
                times.denoise * 1e3 /
                    static_cast<double>(std::max<size_t>(times.evaluations, 1)),
                times.decode * 1e3);
    if (times.preview > 0)
      std::printf(", previews %.1f ms", times.preview * 1e3);
    std::printf(", total %.3f s\n", total);
    std::fflush(stdout);
  }

  const Arguments &arguments;
  Pipeline &pipeline;
  GenerateRequest request;
  nlohmann::ordered_json pictures = nlohmann::ordered_json::array();
  ProgressBar bar;
};

Status generate(const Arguments &arguments) {
  Clock::time_point start = Clock::now();
  BURIN_RETURN_IF_ERROR(checkArguments(arguments));
  BURIN_ASSIGN_OR_RETURN(std::unique_ptr<PipelineSource> source,
                         PipelineSource::open(arguments.pipeline));
  BURIN_ASSIGN_OR_RETURN(PipelineManifest manifest,
                         Pipeline::readManifest(*source));
  BURIN_ASSIGN_OR_RETURN(FileRange plan, source->find(manifest.unetPlan));
  BURIN_ASSIGN_OR_RETURN(std::shared_ptr<Device> device,
                         openDeviceFor(plan, arguments.device));
  catchInterrupt();
  tools::FiniteCheck check; // outlives what it looks at
  std::unique_ptr<Pipeline> pipeline;
  {
    ProgressBar bar(!arguments.quiet);
    std::string network;
    Pipeline::Options options;
    options.session.cancel = &interrupted;
    if (tools::wantsFiniteCheck())
      options.session.inspector = &check;
    options.opening = [&](const char *name) { network = name; };
    options.session.progress = [&](const char *stage, uint64_t done,
                                   uint64_t total) {
      bar.show(strCat(network, ": ", stage), done, total);
    };
    BURIN_ASSIGN_OR_RETURN(pipeline, Pipeline::open(*source, device, options));
  }
  if (!arguments.quiet) {
    std::printf("%s on %s (%s), opened in %.3f s\n",
                pipeline->manifest().model.c_str(), device->info().name.c_str(),
                device->info().id.c_str(), secondsSince(start));
    std::fflush(stdout);
  }
  double opened = secondsSince(start);
  Generator generator(arguments, *pipeline);
  BURIN_RETURN_IF_ERROR(generator.run());
  if (!arguments.quiet && arguments.count > 1)
    std::printf("%lld pictures in %.3f s\n",
                static_cast<long long>(arguments.count), secondsSince(start));
  if (arguments.json.empty())
    return okStatus();
  return tools::writeJson(arguments.json,
                          {{"model", pipeline->manifest().model},
                           {"device", device->info().id},
                           {"device_name", device->info().name},
                           {"open_ms", opened * 1e3},
                           {"pictures", generator.times()}});
}

/// Reports how it went; the exit status.
int reportStatus(const Status &status) {
  if (status.ok())
    return 0;
  bool isCancelled = status.code() == StatusCode::kCancelled;
  std::fprintf(stderr, "%s: %s\n", isCancelled ? "stopped" : "error",
               status.message().c_str());
  if (isCancelled)
    return kInterrupted;
  return 1;
}

constexpr const char *kExample = " \"a red apple\" -o apple.png --seed 7";

} // namespace

void burin::registerGenerate(CLI::App &app) {
  CLI::App *command =
      app.add_subcommand("generate", "Draw a picture from a text");
  auto arguments = std::make_shared<Arguments>();
  declareOptions(*command, *arguments, /*isEmbedded=*/false);
  command->footer(strCat("Example:\n  burin generate sd.burin", kExample));
  command->callback([arguments] {
    if (int code = reportStatus(generate(*arguments)))
      std::exit(code);
  });
}

int burin::generateMain(int argc, char **argv, const std::string &executable) {
  Arguments arguments;
  arguments.pipeline = executable;
  CLI::App app{"Draws a picture from a text. The model is inside of this "
               "program; it needs nothing else."};
  app.name(fs::path(executable).filename().string());
  app.footer(strCat("Example:\n  ", app.get_name(), kExample));
  declareOptions(app, arguments, /*isEmbedded=*/true);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  return reportStatus(generate(arguments));
}

std::string burin::embeddedPipeline() {
  auto self = currentExecutable();
  return self.ok() && Archive::isArchive(*self) ? *self : std::string();
}
