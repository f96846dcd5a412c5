//===- pipeline.cpp - From a prompt to a picture --------------------------===//
#include "runtime/pipeline/pipeline.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>

using namespace burin;

namespace {

bool isCancelled(const std::atomic<bool> *cancel) {
  return cancel && cancel->load(std::memory_order_relaxed);
}

bool isFinite(Span<const float> values) {
  for (float value : values)
    if (!std::isfinite(value))
      return false;
  return true;
}

Status cancelledAfter(size_t done, size_t total) {
  return cancelled(
      strCat("cancelled after ", done, " of ", total, " UNet evaluations"));
}

/// Adds the time that it lives to a sum.
class StageTimer {
public:
  explicit StageTimer(double &sum, bool counts = true)
      : sum(sum), counts(counts), start(std::chrono::steady_clock::now()) {}
  ~StageTimer() {
    if (!counts)
      return;
    sum +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count();
  }

private:
  double &sum;
  bool counts;
  std::chrono::steady_clock::time_point start;
};

Status checkRequest(const GenerateRequest &request, size_t latentSize) {
  if (!(request.guidance >= 0 && request.guidance <= 1000))
    return invalidArgument(strCat("the guidance is ", request.guidance,
                                  ", it must be from 0 to 1000"));
  if (request.latents.empty())
    return okStatus();
  if (request.latents.size() != latentSize)
    return invalidArgument(strCat("the latents have ", request.latents.size(),
                                  " values, this pipeline takes ", latentSize));
  for (float value : request.latents)
    if (!std::isfinite(value))
      return invalidArgument("the latents have a value that is not finite");
  return okStatus();
}

} // namespace

std::string Pipeline::hostReason(const GenerateRequest &request,
                                 const Scheduler &scheduler,
                                 size_t rows) const {
  if (request.onHost)
    return "this was asked for";
  if (!sampler)
    return "the pipeline has no plan for them: compile it anew";
  if (!scheduler.isLinear())
    return "the scheduler clips its samples (clip_sample)";
  if (rows > sampler->batch())
    return strCat("the UNet takes ", sampler->batch(), " prompt at once, ",
                  "guidance needs ", rows,
                  ": compile it with --bind batch=", rows);
  return "";
}

SessionTraffic Pipeline::traffic() const {
  SessionTraffic sum;
  auto add = [&](const SessionTraffic &traffic) {
    sum.toDevice += traffic.toDevice;
    sum.toHost += traffic.toHost;
  };
  for (const auto *network :
       {&networks.textEncoder, &networks.unet, &networks.vaeDecoder})
    if (const Session *session = (*network)->runsOn())
      add(session->traffic());
  if (sampler)
    add(sampler->session().traffic());
  return sum;
}

/// Encodes prompts to embeddings, one after the other: rows x textSize; empty
/// if they already are where the UNet reads them.
StatusOr<std::vector<float>>
Pipeline::encodeRows(const std::vector<std::string> &rows,
                     const std::atomic<bool> *cancel, GenerateResult &result) {
  Network &network = *networks.textEncoder;
  auto batch = static_cast<size_t>(network.inputs()[roles.ids].shape[0]);
  auto length = static_cast<size_t>(description.sequenceLength);
  std::vector<std::vector<int32_t>> ids;
  for (const std::string &row : rows) {
    BURIN_ASSIGN_OR_RETURN(ClipTokenizer::Encoding encoding,
                           tokenizer.encode(row, length));
    result.promptTokens = encoding.textTokens;
    result.promptTruncated = encoding.truncated;
    ids.push_back(std::move(encoding.ids));
  }
  std::vector<float> text(rows.size() * textSize), output(batch * textSize);
  for (size_t first = 0; first < rows.size(); first += batch) {
    std::vector<int32_t> input;
    for (size_t i = 0; i < batch; ++i) {
      const auto &row = ids[std::min(first + i, rows.size() - 1)];
      input.insert(input.end(), row.begin(), row.end());
    }
    BURIN_RETURN_IF_ERROR(
        network.setInput(roles.ids, Span<const int32_t>(input)));
    BURIN_RETURN_IF_ERROR(network.execute(cancel));
    if (sampler && sampler->textIsLinked() && rows.size() <= batch)
      return std::vector<float>();
    BURIN_RETURN_IF_ERROR(network.getOutput(roles.hidden, output));
    size_t count = std::min(batch, rows.size() - first);
    std::copy_n(output.begin(), count * textSize,
                text.begin() + static_cast<std::ptrdiff_t>(first * textSize));
  }
  return text;
}

/// Gives the UNet the embeddings of the rows from `first` on.
Status Pipeline::setText(Span<const float> text, size_t rows, size_t first) {
  if (text.empty()) // it has them
    return okStatus();
  Network &network = *networks.unet;
  auto batch = static_cast<size_t>(network.inputs()[roles.text].shape[0]);
  std::vector<float> texts;
  for (size_t i = 0; i < batch; ++i) {
    const float *row = text.data() + std::min(first + i, rows - 1) * textSize;
    texts.insert(texts.end(), row, row + textSize);
  }
  return network.setInput(roles.text, Span<const float>(texts));
}

/// One evaluation of the UNet for all rows: `noise` is rows x latentSize.
/// `textIsSet` says that the network still has this text from the last call.
Status Pipeline::predictNoise(Span<const float> sample, double timestep,
                              Span<const float> text, size_t rows,
                              bool textIsSet, Span<float> noise,
                              const std::atomic<bool> *cancel) {
  Network &network = *networks.unet;
  auto batch = static_cast<size_t>(network.inputs()[roles.sample].shape[0]);
  std::vector<float> samples, output(batch * latentSize);
  for (size_t i = 0; i < batch; ++i)
    samples.insert(samples.end(), sample.begin(), sample.end());
  std::vector<float> timesteps(elements(network.inputs()[roles.timestep].shape),
                               static_cast<float>(timestep));
  BURIN_RETURN_IF_ERROR(
      network.setInput(roles.sample, Span<const float>(samples)));
  BURIN_RETURN_IF_ERROR(
      network.setInput(roles.timestep, Span<const float>(timesteps)));
  for (size_t first = 0; first < rows; first += batch) {
    if (!textIsSet || rows > batch)
      BURIN_RETURN_IF_ERROR(setText(text, rows, first));
    BURIN_RETURN_IF_ERROR(network.execute(cancel));
    BURIN_RETURN_IF_ERROR(network.getOutput(roles.noise, output));
    size_t count = std::min(batch, rows - first);
    std::copy_n(output.begin(), count * latentSize,
                noise.begin() + first * latentSize);
  }
  return okStatus();
}

static Status predictionNotFinite(const std::string &when) {
  return internalError(strCat("the UNet's output is not finite ", when,
                              "; compile with --precision=f32 to see if half "
                              "precision overflows, else report a bug"));
}

Status Pipeline::denoise(const GenerateRequest &request, Scheduler &scheduler,
                         Span<const float> text, size_t rows,
                         std::vector<float> start, NormalGenerator &generator,
                         const GenerateCallbacks &callbacks,
                         GenerateResult &result) {
  std::vector<float> &sample = result.latents;
  sample = std::move(start);
  const std::vector<double> &timesteps = scheduler.timesteps();
  std::vector<float> input, noise(rows * latentSize);
  for (size_t call = 0; call < timesteps.size(); ++call) {
    if (isCancelled(callbacks.cancel))
      return cancelledAfter(call, timesteps.size());
    {
      StageTimer timer(result.times.denoise);
      input = sample;
      scheduler.scaleModelInput(call, input);
      BURIN_RETURN_IF_ERROR(predictNoise(input, timesteps[call], text, rows,
                                         call > 0, noise, callbacks.cancel));
      // The rows are the negative prompt's prediction, then the prompt's.
      if (rows == 2)
        for (size_t i = 0; i < latentSize; ++i)
          noise[i] += static_cast<float>(request.guidance) *
                      (noise[latentSize + i] - noise[i]);
      Span<const float> guided(noise.data(), latentSize);
      if (!isFinite(guided))
        return predictionNotFinite(strCat("at evaluation ", call, " (timestep ",
                                          timesteps[call], ")"));
      BURIN_RETURN_IF_ERROR(scheduler.step(call, guided, sample, generator));
    }
    ++result.times.evaluations;
    if (callbacks.progress)
      callbacks.progress(call + 1, timesteps.size());
    if (callbacks.preview && callbacks.previewEvery > 0 &&
        (call + 1) % callbacks.previewEvery == 0) {
      StageTimer timer(result.times.preview);
      BURIN_ASSIGN_OR_RETURN(Image image, decode(sample, callbacks.cancel));
      callbacks.preview(call + 1, image);
    }
  }
  return okStatus();
}

/// Steps that are started before the first of them is done.
static constexpr size_t kStepsAhead = 2;
/// A step of more seconds is watched, so that it can be cancelled, and gains
/// nothing from the next one being there early.
static constexpr double kLongStep = 0.1;

Status Pipeline::denoiseOnDevice(const GenerateRequest &request,
                                 const Scheduler &scheduler,
                                 Span<const float> text, size_t rows,
                                 Span<const float> start,
                                 NormalGenerator &generator,
                                 const GenerateCallbacks &callbacks,
                                 GenerateResult &result) {
  size_t total = scheduler.timesteps().size();
  Device &device = networks.unet->runsOn()->device();
  std::deque<uint64_t> running;
  auto waitUntilRunning = [&](size_t most) -> Status {
    while (running.size() > most) {
      BURIN_RETURN_IF_ERROR(device.wait(running.front()));
      running.pop_front();
      ++result.times.evaluations;
      if (callbacks.progress)
        callbacks.progress(result.times.evaluations, total);
    }
    return okStatus();
  };
  double first = 0; // seconds of the first step
  for (size_t call = 0; call < total; ++call) {
    if (isCancelled(callbacks.cancel))
      return cancelledAfter(result.times.evaluations, total);
    bool isPreview = callbacks.preview && callbacks.previewEvery > 0 &&
                     (call + 1) % callbacks.previewEvery == 0;
    bool waits = call == 0 || first > kLongStep;
    {
      StageTimer timer(result.times.denoise), step(first, call == 0);
      if (call == 0) {
        BURIN_RETURN_IF_ERROR(setText(text, rows, 0));
        BURIN_RETURN_IF_ERROR(
            sampler->begin(scheduler, rows, request.guidance, start));
      }
      BURIN_ASSIGN_OR_RETURN(
          uint64_t ticket,
          sampler->step(call, generator, waits, callbacks.cancel));
      running.push_back(ticket);
      bool isLast = call + 1 == total;
      BURIN_RETURN_IF_ERROR(
          waitUntilRunning(waits || isPreview || isLast ? 0 : kStepsAhead));
    }
    if (isPreview) {
      StageTimer timer(result.times.preview);
      BURIN_RETURN_IF_ERROR(sampler->finish());
      BURIN_ASSIGN_OR_RETURN(Image image, runDecoder(callbacks.cancel));
      callbacks.preview(call + 1, image);
    }
  }
  return sampler->finish();
}

/// The picture of the sample on the device.
Status Pipeline::decodeOnDevice(const std::atomic<bool> *cancel,
                                GenerateResult &result) {
  auto image = runDecoder(cancel);
  if (image.status().code() == StatusCode::kCancelled)
    return image.status();
  result.latents.resize(latentSize);
  BURIN_RETURN_IF_ERROR(sampler->readLatents(result.latents));
  // What was not finite once stayed so; the VAE is not to blame.
  if (!isFinite(result.latents))
    return predictionNotFinite(
        strCat("in one of ", result.times.evaluations, " evaluations"));
  BURIN_ASSIGN_OR_RETURN(result.image, std::move(image));
  return okStatus();
}

/// The picture of what the VAE's input is.
StatusOr<Image> Pipeline::runDecoder(const std::atomic<bool> *cancel) {
  Network &network = *networks.vaeDecoder;
  BURIN_RETURN_IF_ERROR(network.execute(cancel));
  if (sampler)
    return sampler->readPicture();
  auto batch = static_cast<size_t>(network.inputs()[roles.latent].shape[0]);
  size_t planes = size_t(3) * width * height;
  std::vector<float> output(batch * planes);
  BURIN_RETURN_IF_ERROR(network.getOutput(roles.picture, output));
  Span<const float> picture(output.data(), planes);
  if (!isFinite(picture))
    return pictureNotFinite();
  return imageFromPlanes(picture, width, height);
}

StatusOr<Image> Pipeline::decode(Span<const float> latents,
                                 const std::atomic<bool> *cancel) {
  if (latents.size() != latentSize)
    return invalidArgument(strCat("the latents have ", latents.size(),
                                  " values, this pipeline takes ", latentSize));
  Network &network = *networks.vaeDecoder;
  auto batch = static_cast<size_t>(network.inputs()[roles.latent].shape[0]);
  std::vector<float> input;
  for (size_t i = 0; i < batch; ++i)
    for (float value : latents)
      input.push_back(static_cast<float>(value / description.scalingFactor +
                                         description.shiftFactor));
  BURIN_RETURN_IF_ERROR(
      network.setInput(roles.latent, Span<const float>(input)));
  return runDecoder(cancel);
}

StatusOr<GenerateResult>
Pipeline::generate(const GenerateRequest &request,
                   const GenerateCallbacks &callbacks) {
  BURIN_RETURN_IF_ERROR(checkRequest(request, latentSize));
  BURIN_ASSIGN_OR_RETURN(
      SchedulerConfig config,
      parseSchedulerConfig(schedulerConfig, request.scheduler));
  BURIN_ASSIGN_OR_RETURN(std::unique_ptr<Scheduler> scheduler,
                         Scheduler::create(config, request.steps));
  GenerateResult result;
  std::vector<std::string> rows = {request.prompt};
  if (request.guidance > 1)
    rows.insert(rows.begin(), request.negativePrompt);
  SessionTraffic before = traffic();
  std::vector<float> text;
  {
    StageTimer timer(result.times.text);
    BURIN_ASSIGN_OR_RETURN(text, encodeRows(rows, callbacks.cancel, result));
  }
  NormalGenerator generator(request.seed);
  std::vector<float> sample = request.latents;
  if (sample.empty()) {
    sample.resize(latentSize);
    generator.fill(sample);
  }
  for (float &value : sample)
    value = static_cast<float>(value * scheduler->initNoiseSigma());
  result.hostReason = hostReason(request, *scheduler, rows.size());
  bool isOnHost = !result.hostReason.empty();
  BURIN_RETURN_IF_ERROR(
      isOnHost ? denoise(request, *scheduler, text, rows.size(),
                         std::move(sample), generator, callbacks, result)
               : denoiseOnDevice(request, *scheduler, text, rows.size(), sample,
                                 generator, callbacks, result));
  {
    StageTimer timer(result.times.decode);
    if (isOnHost) {
      BURIN_ASSIGN_OR_RETURN(result.image,
                             decode(result.latents, callbacks.cancel));
    } else {
      BURIN_RETURN_IF_ERROR(decodeOnDevice(callbacks.cancel, result));
    }
  }
  SessionTraffic after = traffic();
  result.traffic = {after.toDevice - before.toDevice,
                    after.toHost - before.toHost};
  return result;
}
