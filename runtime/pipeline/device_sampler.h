//===- device_sampler.h - Denoising without the host -----------*- C++ -*-===//
//
// Links the networks of a pipeline through a sampler (sampler_layout.h): the
// text encoder's output is the UNet's input, the UNet's output becomes its next
// input by a scheduler's step, and the last sample becomes bytes of pixels. The
// host uploads the factors of the steps beforehand and reads the pixels.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_DEVICE_SAMPLER_H
#define BURIN_RUNTIME_PIPELINE_DEVICE_SAMPLER_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/core/session.h"
#include "runtime/pipeline/image.h"
#include "runtime/pipeline/random.h"
#include "runtime/pipeline/scheduler.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace burin {

/// A tensor of a network's entry point "main".
struct NetworkTensor {
  Session *session = nullptr;
  TensorDesc desc;
};

/// What a sampler connects.
struct SamplerEnds {
  NetworkTensor hidden;                          ///< text encoder
  NetworkTensor sample, timestep, text, noise;   ///< UNet
  NetworkTensor latent, picture;                 ///< VAE decoder
  double scalingFactor = 1.0, shiftFactor = 0.0; ///< of its latents
};

class DeviceSampler {
public:
  /// Links the sessions, which must outlive the sampler's last call. Errors:
  /// kDataLoss if the plan is no sampler for these networks.
  static StatusOr<std::unique_ptr<DeviceSampler>>
  create(std::unique_ptr<Session> session, const SamplerEnds &ends);

  /// Rows of one UNet evaluation: prompts that it can take.
  size_t batch() const { return rowCount; }
  /// Whether the text encoder's output already is the UNet's input.
  bool textIsLinked() const { return hasText; }
  const Session &session() const { return *sampler; }

  /// Uploads where a picture begins: `sample` is noise of the right strength.
  /// `scheduler` is linear and used until the last step; with two `rows` the
  /// first is the negative prompt's.
  Status begin(const Scheduler &scheduler, size_t rows, double guidance,
               Span<const float> sample);

  /// Evaluates the UNet and takes the step after call `index`. With `waits`
  /// the evaluation can be cancelled; else all of it is only started. Returns
  /// a ticket for Device::wait. A scheduler that draws noise makes each step
  /// wait for the upload of its noise.
  StatusOr<uint64_t> step(size_t index, NormalGenerator &noise, bool waits,
                          const std::atomic<bool> *cancel);

  /// Makes the sample the VAE's input.
  Status finish();
  /// The sample of the last `finish`.
  Status readLatents(Span<float> latents);
  /// The VAE's output as a picture. kInternal if it is not finite.
  StatusOr<Image> readPicture();

private:
  DeviceSampler(std::unique_ptr<Session> session, const SamplerEnds &ends)
      : sampler(std::move(session)), ends(ends) {}
  Status link();
  Status check() const;
  Status loadTable(size_t first);
  void fillRow(size_t index, float *row) const;
  template <typename T>
  Status set(const char *entry, const char *input, DType dtype,
             std::vector<int64_t> shape, const std::vector<T> &values);
  Status setNetworkInput(const NetworkTensor &input,
                         const std::vector<float> &values);

  std::unique_ptr<Session> sampler;
  SamplerEnds ends;
  size_t rowCount = 0, latentSize = 0;
  uint32_t width = 0, height = 0;
  bool hasText = false;
  // Of the current picture.
  const Scheduler *scheduler = nullptr;
  std::vector<double> rowWeights; ///< of each row's prediction
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_DEVICE_SAMPLER_H
