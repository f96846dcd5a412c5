//===- pipeline_open.cpp - Networks that fit together ---------------------===//
#include "runtime/pipeline/pipeline.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

using namespace burin;

namespace {

constexpr uint64_t kMaxManifestBytes = uint64_t(1) << 20;
constexpr int64_t kMaxBatch = 1024, kMaxEmbedding = 65536, kMaxPixels = 65536;

using Shape = std::vector<int64_t>;

/// The tensor of that name, or else the only one of that rank.
StatusOr<size_t> findTensor(const std::vector<TensorDesc> &tensors,
                            const char *network, const char *name,
                            size_t minRank, size_t maxRank) {
  size_t found = tensors.size(), matches = 0;
  for (size_t i = 0; i < tensors.size(); ++i) {
    size_t rank = tensors[i].shape.size();
    if (rank < minRank || rank > maxRank)
      continue;
    if (tensors[i].name == name)
      return i;
    found = i;
    ++matches;
  }
  if (matches == 1)
    return found;
  return dataLoss(strCat(network, ": no tensor '", name,
                         "' among its inputs and outputs, and ", matches,
                         " that could be meant"));
}

/// Checks `desc` against `expected`, where -1 stands for any size from 1 to
/// `limit`.
Status checkShape(const char *network, const TensorDesc &desc,
                  const Shape &expected, int64_t limit) {
  bool ok = desc.shape.size() == expected.size();
  for (size_t i = 0; ok && i < expected.size(); ++i)
    ok = expected[i] == -1 ? desc.shape[i] >= 1 && desc.shape[i] <= limit
                           : desc.shape[i] == expected[i];
  if (ok)
    return okStatus();
  return dataLoss(strCat(network, ": tensor '", desc.name, "' is ",
                         shapeText(desc.shape), ", the pipeline needs ",
                         shapeText(expected), " (-1: any up to ", limit, ")"));
}

} // namespace

Pipeline::Pipeline(PipelineManifest manifest, ClipTokenizer tokenizer,
                   std::string schedulerConfig, Networks networks)
    : description(std::move(manifest)), tokenizer(std::move(tokenizer)),
      schedulerConfig(std::move(schedulerConfig)),
      networks(std::move(networks)) {}

StatusOr<PipelineManifest>
Pipeline::readManifest(const PipelineSource &source) {
  BURIN_ASSIGN_OR_RETURN(std::string text,
                         source.read("pipeline.json", kMaxManifestBytes));
  return parseManifest(text);
}

StatusOr<std::unique_ptr<Pipeline>>
Pipeline::open(const PipelineSource &source, std::shared_ptr<Device> device,
               const Options &options) {
  BURIN_ASSIGN_OR_RETURN(PipelineManifest manifest, readManifest(source));
  BURIN_ASSIGN_OR_RETURN(
      ClipTokenizer tokenizer,
      ClipTokenizer::open(source, manifest.tokenizerDirectory));
  BURIN_ASSIGN_OR_RETURN(
      std::string schedulerConfig,
      source.read(manifest.schedulerConfig, kMaxManifestBytes));
  Networks networks;
  struct Part {
    const char *name;
    const std::string &plan;
    std::unique_ptr<Network> &network;
  };
  for (Part part :
       {Part{"text encoder", manifest.textEncoderPlan, networks.textEncoder},
        Part{"UNet", manifest.unetPlan, networks.unet},
        Part{"VAE decoder", manifest.vaeDecoderPlan, networks.vaeDecoder}}) {
    if (options.session.cancel && options.session.cancel->load())
      return cancelled("cancelled while the pipeline was opened");
    if (options.opening)
      options.opening(part.name);
    BURIN_ASSIGN_OR_RETURN(
        part.network,
        SessionNetwork::open(device, source, part.plan, options.session));
  }
  if (!manifest.samplerPlan.empty()) {
    if (options.opening)
      options.opening("sampler");
    BURIN_ASSIGN_OR_RETURN(
        networks.sampler,
        openSession(device, source, manifest.samplerPlan, options.session));
  }
  return create(std::move(manifest), std::move(tokenizer),
                std::move(schedulerConfig), std::move(networks));
}

StatusOr<std::unique_ptr<Pipeline>>
Pipeline::create(PipelineManifest manifest, ClipTokenizer tokenizer,
                 std::string schedulerConfig, Networks networks) {
  BURIN_RETURN_IF_ERROR(parseSchedulerConfig(schedulerConfig).status());
  std::unique_ptr<Pipeline> pipeline(
      new Pipeline(std::move(manifest), std::move(tokenizer),
                   std::move(schedulerConfig), std::move(networks)));
  BURIN_RETURN_IF_ERROR(pipeline->bindTextEncoder());
  BURIN_RETURN_IF_ERROR(pipeline->bindUnet());
  BURIN_RETURN_IF_ERROR(pipeline->bindVaeDecoder());
  if (pipeline->networks.sampler)
    BURIN_RETURN_IF_ERROR(pipeline->bindSampler());
  return pipeline;
}

Status Pipeline::bindTextEncoder() {
  const char *name = "text encoder";
  const Network &network = *networks.textEncoder;
  BURIN_ASSIGN_OR_RETURN(roles.ids,
                         findTensor(network.inputs(), name, "input_ids", 2, 2));
  BURIN_ASSIGN_OR_RETURN(roles.hidden, findTensor(network.outputs(), name,
                                                  "last_hidden_state", 3, 3));
  if (network.inputs().size() != 1)
    return dataLoss(strCat(name, ": has ", network.inputs().size(),
                           " inputs, expected input_ids alone"));
  const TensorDesc &ids = network.inputs()[roles.ids];
  const TensorDesc &hidden = network.outputs()[roles.hidden];
  BURIN_RETURN_IF_ERROR(
      checkShape(name, ids, {-1, description.sequenceLength}, kMaxBatch));
  BURIN_RETURN_IF_ERROR(
      checkShape(name, hidden, {ids.shape[0], description.sequenceLength, -1},
                 kMaxEmbedding));
  textSize = static_cast<size_t>(hidden.shape[1] * hidden.shape[2]);
  return okStatus();
}

Status Pipeline::bindUnet() {
  const char *name = "UNet";
  const Network &network = *networks.unet;
  BURIN_ASSIGN_OR_RETURN(roles.sample,
                         findTensor(network.inputs(), name, "sample", 4, 4));
  BURIN_ASSIGN_OR_RETURN(roles.timestep,
                         findTensor(network.inputs(), name, "timestep", 0, 1));
  BURIN_ASSIGN_OR_RETURN(roles.text, findTensor(network.inputs(), name,
                                                "encoder_hidden_states", 3, 3));
  BURIN_ASSIGN_OR_RETURN(
      roles.noise, findTensor(network.outputs(), name, "out_sample", 4, 4));
  if (network.inputs().size() != 3)
    return dataLoss(strCat(name, ": has ", network.inputs().size(),
                           " inputs, expected sample, timestep and "
                           "encoder_hidden_states"));
  const TensorDesc &sample = network.inputs()[roles.sample];
  BURIN_RETURN_IF_ERROR(
      checkShape(name, sample,
                 {-1, description.latentChannels, description.latentHeight,
                  description.latentWidth},
                 kMaxBatch));
  BURIN_RETURN_IF_ERROR(checkShape(name, network.outputs()[roles.noise],
                                   sample.shape, kMaxBatch));
  const Shape &hidden = networks.textEncoder->outputs()[roles.hidden].shape;
  BURIN_RETURN_IF_ERROR(checkShape(name, network.inputs()[roles.text],
                                   {sample.shape[0], hidden[1], hidden[2]},
                                   kMaxEmbedding));
  const TensorDesc &timestep = network.inputs()[roles.timestep];
  if (!timestep.shape.empty() && timestep.shape[0] != 1)
    BURIN_RETURN_IF_ERROR(
        checkShape(name, timestep, {sample.shape[0]}, kMaxBatch));
  latentSize = elements(sample.shape) / static_cast<size_t>(sample.shape[0]);
  return okStatus();
}

Status Pipeline::bindVaeDecoder() {
  const char *name = "VAE decoder";
  const Network &network = *networks.vaeDecoder;
  BURIN_ASSIGN_OR_RETURN(
      roles.latent, findTensor(network.inputs(), name, "latent_sample", 4, 4));
  BURIN_ASSIGN_OR_RETURN(roles.picture,
                         findTensor(network.outputs(), name, "sample", 4, 4));
  if (network.inputs().size() != 1)
    return dataLoss(strCat(name, ": has ", network.inputs().size(),
                           " inputs, expected latent_sample alone"));
  const TensorDesc &latent = network.inputs()[roles.latent];
  const TensorDesc &picture = network.outputs()[roles.picture];
  BURIN_RETURN_IF_ERROR(
      checkShape(name, latent,
                 {-1, description.latentChannels, description.latentHeight,
                  description.latentWidth},
                 kMaxBatch));
  BURIN_RETURN_IF_ERROR(
      checkShape(name, picture, {latent.shape[0], 3, -1, -1}, kMaxPixels));
  height = static_cast<uint32_t>(picture.shape[2]);
  width = static_cast<uint32_t>(picture.shape[3]);
  return okStatus();
}

Status Pipeline::bindSampler() {
  Network &text = *networks.textEncoder, &unet = *networks.unet,
          &vae = *networks.vaeDecoder;
  if (!text.runsOn() || !unet.runsOn() || !vae.runsOn())
    return internalError("a sampler beside networks that no session runs");
  SamplerEnds ends;
  ends.hidden = {text.runsOn(), text.outputs()[roles.hidden]};
  ends.sample = {unet.runsOn(), unet.inputs()[roles.sample]};
  ends.timestep = {unet.runsOn(), unet.inputs()[roles.timestep]};
  ends.text = {unet.runsOn(), unet.inputs()[roles.text]};
  ends.noise = {unet.runsOn(), unet.outputs()[roles.noise]};
  ends.latent = {vae.runsOn(), vae.inputs()[roles.latent]};
  ends.picture = {vae.runsOn(), vae.outputs()[roles.picture]};
  ends.scalingFactor = description.scalingFactor;
  ends.shiftFactor = description.shiftFactor;
  BURIN_ASSIGN_OR_RETURN(
      sampler, DeviceSampler::create(std::move(networks.sampler), ends));
  return okStatus();
}
