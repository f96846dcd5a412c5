//===- make_toy_pipeline.cpp - A pipeline of three hand-written plans -----===//
//
// Usage: burin_make_toy_pipeline MODEL OUT [PROGRAM EXECUTABLE]
//
// OUT becomes a compiled pipeline with the tokenizer and the scheduler of the
// diffusers folder MODEL and one simple kernel for each network; with PROGRAM,
// also appended to it as EXECUTABLE. What it draws is noise, but all that is
// around the kernels is real.
//
//===----------------------------------------------------------------------===//
#include "runtime/format/writer.h"
#include "runtime/pipeline/archive.h"
#include "runtime/pipeline/manifest.h"

#include <cstdio>
#include <filesystem>

using namespace burin;

namespace {

constexpr int64_t kSide = 8, kChannels = 4, kLength = 77, kWidth = 4,
                  kScale = 8;

const char kTextCode[] = R"(
__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void encode(__global const int *ids, __global float *hidden) {
  size_t i = get_global_id(0);
  for (int k = 0; k < 4; ++k)
    hidden[i * 4 + k] = ids[i] / (1000.0f * (k + 1));
})";

// The text decides how much of the sample is called noise.
const char kUnetCode[] = R"(
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void predict(__global const half *sample, __global const half *timestep,
             __global const half *text, __global half *noise) {
  size_t i = get_global_id(0), row = i / 256;
  float t = vload_half(0, timestep) / 1000.0f;
  float word = vload_half(row * 77 * 4 + 4, text);
  vstore_half_rte(vload_half(i, sample) * (0.5f + 0.1f * word) * t, i, noise);
})";

const char kVaeCode[] = R"(
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void decode(__global const half *latent, __global half *picture) {
  size_t i = get_global_id(0);
  size_t channel = i / 4096, y = i % 4096 / 64, x = i % 64;
  vstore_half_rte(vload_half(channel * 64 + y / 8 * 8 + x / 8, latent), i,
                  picture);
})";

uint64_t bytes(const TensorDesc &tensor) {
  uint64_t size = tensor.dtype == DType::kF16 ? 2 : 4;
  for (int64_t dimension : tensor.shape)
    size *= static_cast<uint64_t>(dimension);
  return size;
}

/// A plan of one kernel over all elements: inputs in order, then the output.
Plan makePlan(const char *kernelName, const char *code,
              std::vector<TensorDesc> inputs, TensorDesc output,
              uint32_t groupSize, uint32_t items) {
  Plan plan;
  plan.producer = "burin tests";
  plan.model = kernelName;
  plan.target = "cpu-pocl";
  plan.precision = "f16";
  plan.metadata = "{}";
  Module module;
  module.name = kernelName;
  module.buildOptions = "-cl-std=CL1.2";
  module.code = code;
  plan.modules = {module};
  Kernel kernel;
  kernel.name = kernelName;
  kernel.workgroupSize = {groupSize, 1, 1};
  kernel.args.assign(inputs.size(), Access::kRead);
  kernel.args.push_back(Access::kWrite);
  plan.kernels = {kernel};
  Dispatch dispatch;
  dispatch.groups = {items / groupSize, 1, 1};
  dispatch.label = kernelName;
  for (uint32_t i = 0; i < inputs.size(); ++i) {
    dispatch.args.push_back({Space::kInput, i, 0, bytes(inputs[i])});
    plan.largestBufferBytes =
        std::max(plan.largestBufferBytes, bytes(inputs[i]));
  }
  dispatch.args.push_back({Space::kOutput, 0, 0, bytes(output)});
  plan.largestBufferBytes = std::max(plan.largestBufferBytes, bytes(output));
  Entry entry;
  entry.name = "main";
  entry.inputs = std::move(inputs);
  entry.outputs = {std::move(output)};
  entry.dispatches = {dispatch};
  plan.entries = {entry};
  return plan;
}

Status writePlans(const std::string &directory) {
  const DType half = DType::kF16;
  const int64_t picture = kSide * kScale;
  BURIN_RETURN_IF_ERROR(writePlan(
      makePlan("encode", kTextCode, {{"input_ids", DType::kI32, {2, kLength}}},
               {"last_hidden_state", DType::kF32, {2, kLength, kWidth}}, 1,
               2 * kLength),
      directory + "/text_encoder.plan"));
  BURIN_RETURN_IF_ERROR(writePlan(
      makePlan("predict", kUnetCode,
               {{"sample", half, {2, kChannels, kSide, kSide}},
                {"timestep", half, {1}},
                {"encoder_hidden_states", half, {2, kLength, kWidth}}},
               {"out_sample", half, {2, kChannels, kSide, kSide}}, 64,
               2 * kChannels * kSide * kSide),
      directory + "/unet.plan"));
  return writePlan(
      makePlan("decode", kVaeCode,
               {{"latent_sample", half, {1, kChannels, kSide, kSide}}},
               {"sample", half, {1, 3, picture, picture}}, 64,
               static_cast<uint32_t>(3 * picture * picture)),
      directory + "/vae_decoder.plan");
}

Status make(int argc, char **argv) {
  std::filesystem::create_directories(argv[2]);
  BURIN_RETURN_IF_ERROR(writePlans(argv[2]));
  CompiledShapes shapes;
  shapes.latentHeight = shapes.latentWidth = kSide;
  shapes.sequenceLength = kLength;
  BURIN_RETURN_IF_ERROR(writePipelineManifest(argv[1], argv[2], shapes));
  return argc == 5 ? writeExecutable(argv[3], argv[2], argv[4]) : okStatus();
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3 && argc != 5)
    return 2;
  Status status = make(argc, argv);
  if (!status.ok())
    std::fprintf(stderr, "%s\n", status.toString().c_str());
  return status.ok() ? 0 : 1;
}
