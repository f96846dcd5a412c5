//===- manifest.h - pipeline.json ------------------------------*- C++ -*-===//
//
// What a compiled pipeline directory holds, and how its parts fit together:
//
//   pipeline.json                     this manifest
//   text_encoder.plan, .weights       and the same for unet and vae_decoder
//   sampler.plan                      what lies between them, if compiled
//   tokenizer/*                       as in the model's folder
//   scheduler/scheduler_config.json   as in the model's folder
//   NOTICE, LICENSE                   as in the model's folder, if it has them
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_MANIFEST_H
#define BURIN_RUNTIME_PIPELINE_MANIFEST_H

#include "runtime/base/status.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace burin {

struct PipelineManifest {
  std::string model; ///< the model's folder, for messages
  std::string textEncoderPlan = "text_encoder.plan";
  std::string unetPlan = "unet.plan";
  std::string vaeDecoderPlan = "vae_decoder.plan";
  std::string samplerPlan; ///< empty: the host does what lies between networks
  std::string tokenizerDirectory = "tokenizer";
  std::string schedulerConfig = "scheduler/scheduler_config.json";
  double scalingFactor = 0.18215; ///< decoded: latents / scaling + shift
  double shiftFactor = 0.0;
  int64_t latentChannels = 4, latentHeight = 64, latentWidth = 64;
  int64_t sequenceLength = 77; ///< tokens of a prompt
  double defaultGuidance = 7.5;
  int64_t defaultSteps = 20;
};

/// Reads pipeline.json. Errors: kDataLoss with the key at fault,
/// kUnimplemented for a newer version.
StatusOr<PipelineManifest> parseManifest(std::string_view json);

/// The text of pipeline.json.
std::string serializeManifest(const PipelineManifest &manifest);

/// What the compiler decided and the model's folder does not say.
struct CompiledShapes {
  int64_t latentHeight = 64, latentWidth = 64;
  int64_t sequenceLength = 77;
  bool hasSampler = false; ///< there is a sampler.plan
};

/// Turns `outputDirectory`, which holds or will hold the compiled plans under
/// the default names, into a pipeline: copies tokenizer, scheduler and notices
/// from the diffusers folder `modelDirectory`, reads the VAE's factors and the
/// optional generation_config.json ("guidance_scale", "num_inference_steps"),
/// and writes pipeline.json last. Tokenizer and scheduler are loaded first, so
/// that what the runtime cannot use fails here. Errors name the file and key.
Status writePipelineManifest(const std::string &modelDirectory,
                             const std::string &outputDirectory,
                             const CompiledShapes &shapes);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_MANIFEST_H
