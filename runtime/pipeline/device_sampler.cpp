//===- device_sampler.cpp - Denoising without the host --------------------===//
#include "runtime/pipeline/device_sampler.h"

#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/pipeline/network.h"
#include "runtime/pipeline/sampler_layout.h"

#include <algorithm>

using namespace burin;

namespace {

constexpr const char *kMain = "main";
constexpr uint32_t kFiniteMark = 0xFF;

/// Whether an entry point has exactly these tensors, in any order.
Status checkTensors(const char *entry, const char *kind,
                    const std::vector<TensorDesc> &actual,
                    const std::vector<TensorDesc> &expected) {
  for (const TensorDesc &tensor : expected) {
    auto found = std::find_if(
        actual.begin(), actual.end(),
        [&](const TensorDesc &other) { return other.name == tensor.name; });
    if (found == actual.end())
      return dataLoss(strCat("sampler: entry '", entry, "' has no ", kind, " '",
                             tensor.name, "'"));
    if (found->dtype != tensor.dtype || found->shape != tensor.shape)
      return dataLoss(strCat("sampler: entry '", entry, "', ", kind, " '",
                             tensor.name, "' is ", shapeText(found->shape),
                             ", the networks need ", shapeText(tensor.shape),
                             " of their element type: compile the pipeline "
                             "anew"));
  }
  if (actual.size() == expected.size())
    return okStatus();
  return dataLoss(strCat("sampler: entry '", entry, "' has ", actual.size(),
                         " ", kind, "s, expected ", expected.size()));
}

TensorDesc renamed(const char *name, TensorDesc desc) {
  desc.name = name;
  return desc;
}

} // namespace

StatusOr<std::unique_ptr<DeviceSampler>>
DeviceSampler::create(std::unique_ptr<Session> session,
                      const SamplerEnds &ends) {
  std::unique_ptr<DeviceSampler> result(
      new DeviceSampler(std::move(session), ends));
  const std::vector<int64_t> &sample = ends.sample.desc.shape;
  result->rowCount = static_cast<size_t>(sample[0]);
  result->latentSize = elements(sample) / result->rowCount;
  result->height = static_cast<uint32_t>(ends.picture.desc.shape[2]);
  result->width = static_cast<uint32_t>(ends.picture.desc.shape[3]);
  BURIN_RETURN_IF_ERROR(result->check());
  BURIN_RETURN_IF_ERROR(result->link());
  BURIN_RETURN_IF_ERROR(result->set("step", "noise", DType::kF32,
                                    {static_cast<int64_t>(result->latentSize)},
                                    std::vector<float>(result->latentSize)));
  BURIN_RETURN_IF_ERROR(
      result->set("finish", "factors", DType::kF32, {2},
                  std::vector<float>{static_cast<float>(1 / ends.scalingFactor),
                                     static_cast<float>(ends.shiftFactor)}));
  return result;
}

Status DeviceSampler::check() const {
  auto batch = static_cast<int64_t>(rowCount);
  auto latents = static_cast<int64_t>(latentSize);
  const std::vector<int64_t> &sample = ends.sample.desc.shape;
  TensorDesc state = {"state", DType::kF32, {kStateRows, latents}};
  TensorDesc call = {"call", DType::kI32, {1}};
  struct Expected {
    const char *entry;
    std::vector<TensorDesc> inputs, outputs;
  };
  const Expected all[] = {
      {"step",
       {state,
        renamed("prediction", ends.noise.desc),
        {"noise", DType::kF32, {latents}},
        {"table", DType::kF32, {kTableCalls, samplerTableColumns(batch)}},
        call},
       {renamed("next_state", state), renamed("sample", ends.sample.desc),
        renamed("timestep", ends.timestep.desc), renamed("next_call", call)}},
      {"commit",
       {renamed("next_state", state), renamed("next_call", call)},
       {state, call}},
      {"finish",
       {state, {"factors", DType::kF32, {2}}},
       {renamed("latent", ends.latent.desc),
        {"latents", DType::kF32, {sample[1], sample[2], sample[3]}}}},
      {"picture",
       {renamed("planes", ends.picture.desc)},
       {{"pixels", DType::kI32, {int64_t(height), int64_t(width)}}}}};
  for (const Expected &expected : all) {
    auto entry = sampler->entry(expected.entry);
    if (!entry.ok())
      return dataLoss(strCat("sampler: ", entry.status().message()));
    BURIN_RETURN_IF_ERROR(checkTensors(expected.entry, "input",
                                       (*entry)->inputs, expected.inputs));
    BURIN_RETURN_IF_ERROR(checkTensors(expected.entry, "output",
                                       (*entry)->outputs, expected.outputs));
  }
  return okStatus();
}

Status DeviceSampler::link() {
  Session &own = *sampler;
  auto toNetwork = [&](const NetworkTensor &input, const char *entry,
                       const char *output) {
    return input.session->linkInput(kMain, input.desc.name, own, entry, output);
  };
  auto fromNetwork = [&](const char *entry, const char *input,
                         const NetworkTensor &output) {
    return own.linkInput(entry, input, *output.session, kMain,
                         output.desc.name);
  };
  BURIN_RETURN_IF_ERROR(own.linkInput("step", "state", own, "commit", "state"));
  BURIN_RETURN_IF_ERROR(own.linkInput("step", "call", own, "commit", "call"));
  BURIN_RETURN_IF_ERROR(
      own.linkInput("commit", "next_state", own, "step", "next_state"));
  BURIN_RETURN_IF_ERROR(
      own.linkInput("commit", "next_call", own, "step", "next_call"));
  BURIN_RETURN_IF_ERROR(
      own.linkInput("finish", "state", own, "commit", "state"));
  BURIN_RETURN_IF_ERROR(fromNetwork("step", "prediction", ends.noise));
  BURIN_RETURN_IF_ERROR(toNetwork(ends.sample, "step", "sample"));
  BURIN_RETURN_IF_ERROR(toNetwork(ends.timestep, "step", "timestep"));
  BURIN_RETURN_IF_ERROR(toNetwork(ends.latent, "finish", "latent"));
  BURIN_RETURN_IF_ERROR(fromNetwork("picture", "planes", ends.picture));
  hasText = ends.hidden.desc.dtype == ends.text.desc.dtype &&
            ends.hidden.desc.shape == ends.text.desc.shape &&
            !ends.text.desc.equalHalves;
  if (!hasText) // another batch or precision: the host deals out the rows
    return okStatus();
  return ends.text.session->linkInput(kMain, ends.text.desc.name,
                                      *ends.hidden.session, kMain,
                                      ends.hidden.desc.name);
}

template <typename T>
Status DeviceSampler::set(const char *entry, const char *input, DType dtype,
                          std::vector<int64_t> shape,
                          const std::vector<T> &values) {
  InputTensor tensor(input, dtype, std::move(shape),
                     {reinterpret_cast<const uint8_t *>(values.data()),
                      values.size() * sizeof(T)});
  return sampler->setInput(entry, tensor);
}

Status DeviceSampler::setNetworkInput(const NetworkTensor &input,
                                      const std::vector<float> &values) {
  InputTensor tensor(input.desc.name, DType::kF32, input.desc.shape,
                     {reinterpret_cast<const uint8_t *>(values.data()),
                      values.size() * sizeof(float)});
  return input.session->setInput(kMain, tensor, /*convert=*/true);
}

Status DeviceSampler::begin(const Scheduler &chosen, size_t rows,
                            double guidance, Span<const float> sample) {
  scheduler = &chosen;
  rowWeights.assign(static_cast<size_t>(
                        samplerPredictionRows(static_cast<int64_t>(rowCount))),
                    0.0);
  rowWeights[0] = rows == 2 ? 1 - guidance : 1;
  if (rows == 2)
    rowWeights[1] = guidance;
  std::vector<float> state(static_cast<size_t>(kStateRows) * latentSize);
  std::copy(sample.begin(), sample.end(), state.begin());
  BURIN_RETURN_IF_ERROR(set("step", "state", DType::kF32,
                            {kStateRows, static_cast<int64_t>(latentSize)},
                            state));
  std::vector<float> input(sample.begin(), sample.end()), all;
  scheduler->scaleModelInput(0, input);
  for (size_t i = 0; i < rowCount; ++i)
    all.insert(all.end(), input.begin(), input.end());
  BURIN_RETURN_IF_ERROR(setNetworkInput(ends.sample, all));
  return setNetworkInput(
      ends.timestep,
      std::vector<float>(elements(ends.timestep.desc.shape),
                         static_cast<float>(scheduler->timesteps()[0])));
}

/// The table's row of call `index`.
void DeviceSampler::fillRow(size_t index, float *row) const {
  LinearStep step = scheduler->linearStep(index);
  auto add = [&](const Combination &combination) {
    *row++ = static_cast<float>(combination.sample);
    for (double factor : combination.memories)
      *row++ = static_cast<float>(factor);
    for (double weight : rowWeights)
      *row++ = static_cast<float>(weight * combination.output);
    *row++ = static_cast<float>(combination.noise);
  };
  add(step.sample);
  for (const Combination &memory : step.memories)
    add(memory);
  bool isLast = index + 1 == scheduler->timesteps().size();
  *row++ = isLast ? 1.0f : static_cast<float>(scheduler->inputScale(index + 1));
  *row++ =
      isLast ? 0.0f : static_cast<float>(scheduler->timesteps()[index + 1]);
}

/// Uploads the factors of the calls from `first` on, and where they begin.
Status DeviceSampler::loadTable(size_t first) {
  auto columns =
      static_cast<size_t>(samplerTableColumns(static_cast<int64_t>(rowCount)));
  std::vector<float> table(static_cast<size_t>(kTableCalls) * columns);
  size_t count = std::min(static_cast<size_t>(kTableCalls),
                          scheduler->timesteps().size() - first);
  for (size_t i = 0; i < count; ++i)
    fillRow(first + i, &table[i * columns]);
  BURIN_RETURN_IF_ERROR(set("step", "table", DType::kF32,
                            {kTableCalls, static_cast<int64_t>(columns)},
                            table));
  return set("step", "call", DType::kI32, {1}, std::vector<int32_t>{0});
}

StatusOr<uint64_t> DeviceSampler::step(size_t index, NormalGenerator &noise,
                                       bool waits,
                                       const std::atomic<bool> *cancel) {
  if (index % static_cast<size_t>(kTableCalls) == 0)
    BURIN_RETURN_IF_ERROR(loadTable(index));
  if (scheduler->drawsNoise()) {
    std::vector<float> fresh(latentSize);
    noise.fill(fresh);
    BURIN_RETURN_IF_ERROR(set("step", "noise", DType::kF32,
                              {static_cast<int64_t>(latentSize)}, fresh));
  }
  if (waits) {
    RunOptions options;
    options.cancel = cancel;
    BURIN_RETURN_IF_ERROR(ends.sample.session->execute(kMain, options));
  } else {
    BURIN_RETURN_IF_ERROR(ends.sample.session->submit(kMain).status());
  }
  BURIN_RETURN_IF_ERROR(sampler->submit("step").status());
  return sampler->submit("commit");
}

Status DeviceSampler::finish() { return sampler->submit("finish").status(); }

Status DeviceSampler::readLatents(Span<float> latents) {
  const std::vector<int64_t> &sample = ends.sample.desc.shape;
  return sampler->getOutput(
      "finish",
      OutputTensor("latents", DType::kF32, {sample[1], sample[2], sample[3]},
                   {reinterpret_cast<uint8_t *>(latents.data()),
                    latents.size() * sizeof(float)}));
}

StatusOr<Image> DeviceSampler::readPicture() {
  BURIN_RETURN_IF_ERROR(sampler->submit("picture").status());
  size_t count = size_t(width) * height;
  std::vector<uint32_t> pixels(count);
  BURIN_RETURN_IF_ERROR(sampler->getOutput(
      "picture",
      OutputTensor("pixels", DType::kI32, {int64_t(height), int64_t(width)},
                   {reinterpret_cast<uint8_t *>(pixels.data()), count * 4})));
  Image image;
  image.width = width;
  image.height = height;
  image.pixels.resize(count * 3);
  bool isFinite = true;
  for (size_t i = 0; i < count; ++i) {
    uint32_t pixel = pixels[i];
    isFinite &= pixel >> 24 == kFiniteMark;
    image.pixels[3 * i] = static_cast<uint8_t>(pixel);
    image.pixels[3 * i + 1] = static_cast<uint8_t>(pixel >> 8);
    image.pixels[3 * i + 2] = static_cast<uint8_t>(pixel >> 16);
  }
  if (!isFinite)
    return pictureNotFinite();
  return image;
}
