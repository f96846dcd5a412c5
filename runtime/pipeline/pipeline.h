//===- pipeline.h - From a prompt to a picture -----------------*- C++ -*-===//
//
// Text encoder, UNet and VAE decoder of a compiled pipeline, run as diffusers'
// StableDiffusionPipeline does. The batch sizes that the networks were compiled
// for are free: rows (negative prompt, prompt) are dealt out to as many calls
// as it takes, and the last call is filled up by repeating a row.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_PIPELINE_H
#define BURIN_RUNTIME_PIPELINE_PIPELINE_H

#include "runtime/base/status.h"
#include "runtime/pipeline/clip_tokenizer.h"
#include "runtime/pipeline/device_sampler.h"
#include "runtime/pipeline/image.h"
#include "runtime/pipeline/manifest.h"
#include "runtime/pipeline/network.h"
#include "runtime/pipeline/scheduler.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace burin {

/// What to draw. Counts and guidance are checked by `generate`.
struct GenerateRequest {
  std::string prompt, negativePrompt; ///< UTF-8; see clip_tokenizer.h
  std::string scheduler; ///< one of schedulerNames(); empty: the model's
  int64_t steps = 20;
  /// Strength of classifier-free guidance, 0 to 1000. At 1 or less there is
  /// none: the negative prompt is not used and each step costs one row.
  double guidance = 7.5;
  uint64_t seed = 0; ///< see random.h
  /// Noise to start from instead of the seed's, channels x height x width with
  /// a standard deviation of 1; empty: from the seed.
  std::vector<float> latents;
  /// Keep everything between the networks on the host, to compare.
  bool onHost = false;
};

struct GenerateCallbacks {
  const std::atomic<bool> *cancel = nullptr;
  /// After each UNet evaluation: `done` of `total`.
  std::function<void(size_t done, size_t total)> progress;
  /// Called with a decoded picture after every `previewEvery` evaluations.
  std::function<void(size_t done, const Image &image)> preview;
  size_t previewEvery = 0; ///< 0: never
};

/// Wall-clock seconds of the stages.
struct StageTimes {
  double text = 0;    ///< tokenizer and text encoder
  double denoise = 0; ///< all UNet evaluations and scheduler steps
  double decode = 0;
  double preview = 0;
  size_t evaluations = 0; ///< of the UNet, rows of one step counted once
};

struct GenerateResult {
  Image image;
  std::vector<float> latents; ///< the final ones, before the VAE's factors
  StageTimes times;
  size_t promptTokens = 0;
  bool promptTruncated = false; ///< the prompt's tail was not used
  std::string hostReason; ///< why the host did the steps; empty: it did not
  SessionTraffic traffic; ///< of all networks
};

class Pipeline {
public:
  struct Networks {
    std::unique_ptr<Network> textEncoder, unet, vaeDecoder;
    /// What lies between them on the device, or null. Destroyed first.
    std::unique_ptr<Session> sampler;
  };
  struct Options {
    SessionOptions session;
    /// Before each network is opened: its name.
    std::function<void(const char *network)> opening;
  };

  /// Errors: those of `find` and parseManifest.
  static StatusOr<PipelineManifest> readManifest(const PipelineSource &source);

  /// Opens everything that pipeline.json of `source` names.
  static StatusOr<std::unique_ptr<Pipeline>>
  open(const PipelineSource &source, std::shared_ptr<Device> device,
       const Options &options);

  /// Checks that the networks fit together. Errors: kDataLoss with the network
  /// and the tensor at fault.
  static StatusOr<std::unique_ptr<Pipeline>> create(PipelineManifest manifest,
                                                    ClipTokenizer tokenizer,
                                                    std::string schedulerConfig,
                                                    Networks networks);

  const PipelineManifest &manifest() const { return description; }
  uint32_t imageWidth() const { return width; }
  uint32_t imageHeight() const { return height; }

  /// Draws one picture. Errors: kInvalidArgument for the request, kCancelled,
  /// kInternal if the network's output is not finite, those of Session.
  StatusOr<GenerateResult> generate(const GenerateRequest &request,
                                    const GenerateCallbacks &callbacks = {});

  /// Decodes latents as they come out of a scheduler.
  StatusOr<Image> decode(Span<const float> latents,
                         const std::atomic<bool> *cancel = nullptr);

private:
  /// Where a network expects and yields what.
  struct Roles {
    size_t ids = 0, hidden = 0;                ///< text encoder
    size_t sample = 0, timestep = 0, text = 0; ///< UNet
    size_t noise = 0;
    size_t latent = 0, picture = 0; ///< VAE decoder
  };

  Pipeline(PipelineManifest manifest, ClipTokenizer tokenizer,
           std::string schedulerConfig, Networks networks);
  Status bindTextEncoder();
  Status bindUnet();
  Status bindVaeDecoder();
  Status bindSampler();

  /// Why these steps are the host's; empty: they are the device's.
  std::string hostReason(const GenerateRequest &request,
                         const Scheduler &scheduler, size_t rows) const;
  SessionTraffic traffic() const;
  StatusOr<std::vector<float>> encodeRows(const std::vector<std::string> &rows,
                                          const std::atomic<bool> *cancel,
                                          GenerateResult &result);
  Status predictNoise(Span<const float> sample, double timestep,
                      Span<const float> text, size_t rows, bool textIsSet,
                      Span<float> noise, const std::atomic<bool> *cancel);
  Status denoise(const GenerateRequest &request, Scheduler &scheduler,
                 Span<const float> text, size_t rows, std::vector<float> sample,
                 NormalGenerator &noise, const GenerateCallbacks &callbacks,
                 GenerateResult &result);
  Status denoiseOnDevice(const GenerateRequest &request,
                         const Scheduler &scheduler, Span<const float> text,
                         size_t rows, Span<const float> sample,
                         NormalGenerator &noise,
                         const GenerateCallbacks &callbacks,
                         GenerateResult &result);
  Status setText(Span<const float> text, size_t rows, size_t first);
  Status decodeOnDevice(const std::atomic<bool> *cancel,
                        GenerateResult &result);
  StatusOr<Image> runDecoder(const std::atomic<bool> *cancel);

  PipelineManifest description;
  ClipTokenizer tokenizer;
  std::string schedulerConfig; ///< the text of scheduler_config.json
  Networks networks;
  Roles roles;
  size_t latentSize = 0; ///< elements of one picture's latents
  size_t textSize = 0;   ///< elements of one prompt's embedding
  uint32_t width = 0, height = 0;
  std::unique_ptr<DeviceSampler> sampler;
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_PIPELINE_H
