//===- manifest.cpp - pipeline.json ---------------------------------------===//
#include "runtime/pipeline/manifest.h"

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/pipeline/clip_tokenizer.h"
#include "runtime/pipeline/json.h"
#include "runtime/pipeline/scheduler_config.h"
#include "runtime/pipeline/source.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <system_error>

using namespace burin;

namespace {

namespace fs = std::filesystem;

constexpr const char *kFormat = "burin-pipeline";
constexpr int64_t kVersion = 1;
constexpr uint64_t kMaxConfigBytes = uint64_t(1) << 20;
constexpr uint64_t kMaxTokenizerBytes = uint64_t(64) << 20;
constexpr double kMaxGuidance = 1000.0;
constexpr int64_t kMaxSteps = 100000;

Status checkKeys(const JsonObject &object,
                 std::initializer_list<const char *> known) {
  for (auto &item : object.json().items())
    if (std::find(known.begin(), known.end(), item.key()) == known.end())
      return object.error(item.key(), "is unknown to this version");
  return okStatus();
}

/// A file or directory of the pipeline.
Status readMember(const JsonObject &object, const char *key,
                  std::string &member) {
  BURIN_ASSIGN_OR_RETURN(member, object.requireString(key));
  Status status = checkMemberName(member);
  return status.ok() ? status : object.error(key, status.message());
}

Status readVersion(const JsonObject &root) {
  BURIN_ASSIGN_OR_RETURN(std::string format, root.requireString("format"));
  if (format != kFormat)
    return root.error("format", strCat("is '", format, "', not '", kFormat,
                                       "': this is no compiled pipeline"));
  BURIN_ASSIGN_OR_RETURN(int64_t version,
                         root.requireInteger("version", 1, INT32_MAX));
  if (version != kVersion)
    return unimplemented(strCat("pipeline.json: version ", version,
                                ", this program reads version ", kVersion));
  return okStatus();
}

Status readVae(const JsonObject &vae, PipelineManifest &manifest) {
  BURIN_ASSIGN_OR_RETURN(
      manifest.scalingFactor,
      vae.number("scaling_factor", manifest.scalingFactor, 1e-6, 1e6));
  BURIN_ASSIGN_OR_RETURN(manifest.shiftFactor,
                         vae.number("shift_factor", 0.0, -1e6, 1e6));
  return okStatus();
}

Status readLatents(const JsonObject &latents, PipelineManifest &manifest) {
  BURIN_RETURN_IF_ERROR(checkKeys(latents, {"channels", "height", "width"}));
  BURIN_ASSIGN_OR_RETURN(manifest.latentChannels,
                         latents.requireInteger("channels", 1, 64));
  BURIN_ASSIGN_OR_RETURN(manifest.latentHeight,
                         latents.requireInteger("height", 1, 4096));
  BURIN_ASSIGN_OR_RETURN(manifest.latentWidth,
                         latents.requireInteger("width", 1, 4096));
  return okStatus();
}

Status readDefaults(const JsonObject &defaults, PipelineManifest &manifest) {
  BURIN_ASSIGN_OR_RETURN(manifest.defaultGuidance,
                         defaults.number("guidance_scale",
                                         manifest.defaultGuidance, 0.0,
                                         kMaxGuidance));
  BURIN_ASSIGN_OR_RETURN(manifest.defaultSteps,
                         defaults.integer("num_inference_steps",
                                          manifest.defaultSteps, 1, kMaxSteps));
  return okStatus();
}

/// Reads an optional file of the model; false if it does not exist.
StatusOr<bool> readOptional(const PipelineSource &source,
                            const std::string &name, std::string &text) {
  auto read = source.read(name, kMaxConfigBytes);
  if (read.ok()) {
    text = std::move(*read);
    return true;
  }
  if (read.status().code() == StatusCode::kNotFound)
    return false;
  return read.status();
}

Status checkPipelineClass(const PipelineSource &source) {
  BURIN_ASSIGN_OR_RETURN(std::string text,
                         source.read("model_index.json", kMaxConfigBytes));
  BURIN_ASSIGN_OR_RETURN(Json json, parseJson(text, "model_index.json"));
  BURIN_ASSIGN_OR_RETURN(JsonObject index,
                         JsonObject::from(json, "model_index.json"));
  return index
      .choice("_class_name", "",
              {"OnnxStableDiffusionPipeline", "ORTStableDiffusionPipeline",
               "StableDiffusionPipeline"})
      .status();
}

Status readVaeConfig(const PipelineSource &source, PipelineManifest &manifest) {
  for (const char *name : {"vae_decoder/config.json", "vae/config.json"}) {
    std::string text;
    BURIN_ASSIGN_OR_RETURN(bool exists, readOptional(source, name, text));
    if (!exists)
      continue;
    BURIN_ASSIGN_OR_RETURN(Json json, parseJson(text, name));
    BURIN_ASSIGN_OR_RETURN(JsonObject config, JsonObject::from(json, name));
    for (const char *key : {"latents_mean", "latents_std"})
      if (config.has(key))
        return config.error(key, "is set, which is not supported");
    BURIN_ASSIGN_OR_RETURN(
        manifest.latentChannels,
        config.integer("latent_channels", manifest.latentChannels, 1, 64));
    return readVae(config, manifest);
  }
  // Exports without a config are older than the setting: Stable Diffusion 1.
  return okStatus();
}

Status readGenerationConfig(const PipelineSource &source,
                            PipelineManifest &manifest) {
  const char *name = "generation_config.json";
  std::string text;
  BURIN_ASSIGN_OR_RETURN(bool exists, readOptional(source, name, text));
  if (!exists)
    return okStatus();
  BURIN_ASSIGN_OR_RETURN(Json json, parseJson(text, name));
  BURIN_ASSIGN_OR_RETURN(JsonObject config, JsonObject::from(json, name));
  return readDefaults(config, manifest);
}

Status checkTokenizerAndScheduler(const PipelineSource &source,
                                  const PipelineManifest &manifest) {
  BURIN_RETURN_IF_ERROR(
      ClipTokenizer::open(source, manifest.tokenizerDirectory).status());
  BURIN_ASSIGN_OR_RETURN(
      std::string text, source.read(manifest.schedulerConfig, kMaxConfigBytes));
  return parseSchedulerConfig(text).status();
}

/// Copies one file of the model; a missing one is an error if `required`.
Status copyMember(const PipelineSource &source, const std::string &name,
                  const std::string &outputDirectory, bool required) {
  auto text = source.read(name, kMaxTokenizerBytes);
  if (!text.ok())
    return !required && text.status().code() == StatusCode::kNotFound
               ? okStatus()
               : text.status();
  fs::path target = fs::path(outputDirectory) / name;
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error)
    return ioError(
        strCat(target.parent_path().string(), ": ", error.message()));
  return writeFileAtomically(
      target.string(),
      {reinterpret_cast<const uint8_t *>(text->data()), text->size()});
}

} // namespace

StatusOr<PipelineManifest> burin::parseManifest(std::string_view text) {
  BURIN_ASSIGN_OR_RETURN(Json json, parseJson(text, "pipeline.json"));
  BURIN_ASSIGN_OR_RETURN(JsonObject root,
                         JsonObject::from(json, "pipeline.json"));
  BURIN_RETURN_IF_ERROR(readVersion(root));
  BURIN_RETURN_IF_ERROR(checkKeys(
      root, {"format", "version", "model", "plans", "tokenizer", "scheduler",
             "vae", "latents", "sequence_length", "defaults"}));
  PipelineManifest manifest;
  BURIN_ASSIGN_OR_RETURN(manifest.model, root.string("model", ""));
  // It is printed: no escape sequences for the terminal.
  for (char c : manifest.model)
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7F)
      return root.error("model", "has a control character");
  BURIN_ASSIGN_OR_RETURN(JsonObject plans, root.object("plans"));
  BURIN_RETURN_IF_ERROR(
      checkKeys(plans, {"text_encoder", "unet", "vae_decoder", "sampler"}));
  BURIN_RETURN_IF_ERROR(
      readMember(plans, "text_encoder", manifest.textEncoderPlan));
  BURIN_RETURN_IF_ERROR(readMember(plans, "unet", manifest.unetPlan));
  BURIN_RETURN_IF_ERROR(
      readMember(plans, "vae_decoder", manifest.vaeDecoderPlan));
  if (plans.has("sampler"))
    BURIN_RETURN_IF_ERROR(readMember(plans, "sampler", manifest.samplerPlan));
  BURIN_RETURN_IF_ERROR(
      readMember(root, "tokenizer", manifest.tokenizerDirectory));
  BURIN_RETURN_IF_ERROR(
      readMember(root, "scheduler", manifest.schedulerConfig));
  BURIN_ASSIGN_OR_RETURN(JsonObject vae, root.object("vae"));
  BURIN_RETURN_IF_ERROR(checkKeys(vae, {"scaling_factor", "shift_factor"}));
  BURIN_RETURN_IF_ERROR(readVae(vae, manifest));
  BURIN_ASSIGN_OR_RETURN(JsonObject latents, root.object("latents"));
  BURIN_RETURN_IF_ERROR(readLatents(latents, manifest));
  BURIN_ASSIGN_OR_RETURN(manifest.sequenceLength,
                         root.requireInteger("sequence_length", 2, 4096));
  if (root.has("defaults")) {
    BURIN_ASSIGN_OR_RETURN(JsonObject defaults, root.object("defaults"));
    BURIN_RETURN_IF_ERROR(
        checkKeys(defaults, {"guidance_scale", "num_inference_steps"}));
    BURIN_RETURN_IF_ERROR(readDefaults(defaults, manifest));
  }
  return manifest;
}

std::string burin::serializeManifest(const PipelineManifest &manifest) {
  nlohmann::ordered_json root;
  root["format"] = kFormat;
  root["version"] = kVersion;
  root["model"] = manifest.model;
  root["plans"] = {{"text_encoder", manifest.textEncoderPlan},
                   {"unet", manifest.unetPlan},
                   {"vae_decoder", manifest.vaeDecoderPlan}};
  if (!manifest.samplerPlan.empty())
    root["plans"]["sampler"] = manifest.samplerPlan;
  root["tokenizer"] = manifest.tokenizerDirectory;
  root["scheduler"] = manifest.schedulerConfig;
  root["vae"] = {{"scaling_factor", manifest.scalingFactor},
                 {"shift_factor", manifest.shiftFactor}};
  root["latents"] = {{"channels", manifest.latentChannels},
                     {"height", manifest.latentHeight},
                     {"width", manifest.latentWidth}};
  root["sequence_length"] = manifest.sequenceLength;
  root["defaults"] = {{"guidance_scale", manifest.defaultGuidance},
                      {"num_inference_steps", manifest.defaultSteps}};
  using Handler = nlohmann::ordered_json::error_handler_t;
  return root.dump(2, ' ', false, Handler::replace) + "\n";
}

Status burin::writePipelineManifest(const std::string &modelDirectory,
                                    const std::string &outputDirectory,
                                    const CompiledShapes &shapes) {
  BURIN_ASSIGN_OR_RETURN(std::unique_ptr<PipelineSource> source,
                         PipelineSource::open(modelDirectory));
  PipelineManifest manifest;
  fs::path folder = fs::path(modelDirectory).lexically_normal();
  manifest.model = (folder.has_filename() ? folder : folder.parent_path())
                       .filename()
                       .string();
  manifest.latentHeight = shapes.latentHeight;
  manifest.latentWidth = shapes.latentWidth;
  manifest.sequenceLength = shapes.sequenceLength;
  if (shapes.hasSampler)
    manifest.samplerPlan = "sampler.plan";
  BURIN_RETURN_IF_ERROR(checkPipelineClass(*source));
  BURIN_RETURN_IF_ERROR(readVaeConfig(*source, manifest));
  BURIN_RETURN_IF_ERROR(readGenerationConfig(*source, manifest));
  BURIN_RETURN_IF_ERROR(checkTokenizerAndScheduler(*source, manifest));

  BURIN_RETURN_IF_ERROR(copyMember(*source, manifest.schedulerConfig,
                                   outputDirectory, /*required=*/true));
  for (const char *name : {"vocab.json", "merges.txt"})
    BURIN_RETURN_IF_ERROR(
        copyMember(*source, strCat(manifest.tokenizerDirectory, "/", name),
                   outputDirectory, /*required=*/true));
  for (const char *name :
       {"tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json",
        "tokenizer/added_tokens.json", "NOTICE", "LICENSE", "LICENSE.md"})
    BURIN_RETURN_IF_ERROR(
        copyMember(*source, name, outputDirectory, /*required=*/false));

  std::string text = serializeManifest(manifest);
  // What the runtime would refuse must not be written.
  BURIN_RETURN_IF_ERROR(parseManifest(text).status());
  return writeFileAtomically(
      (fs::path(outputDirectory) / "pipeline.json").string(),
      {reinterpret_cast<const uint8_t *>(text.data()), text.size()});
}
