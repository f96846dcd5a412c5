//===- pipeline_test.cpp - Prompt to picture with stand-in networks -------===//
//
// The networks replay what PyTorch computed for the reference run, and check
// that they are asked the same questions.
//
//===----------------------------------------------------------------------===//
#include "test_util.h"

#include "runtime/pipeline/pipeline.h"

#include <png.h>

#include <array>
#include <cmath>
#include <cstring>

using namespace burin;
using namespace burin::test;

namespace {

using Floats = std::vector<float>;

/// Keeps its inputs and computes its output with a function.
class FakeNetwork : public Network {
public:
  using Function = std::function<Floats(FakeNetwork &)>;
  FakeNetwork(std::vector<TensorDesc> inputs, std::vector<TensorDesc> outputs,
              Function function)
      : inputDescs(std::move(inputs)), outputDescs(std::move(outputs)),
        function(std::move(function)), values(inputDescs.size()) {}

  const std::vector<TensorDesc> &inputs() const override { return inputDescs; }
  const std::vector<TensorDesc> &outputs() const override {
    return outputDescs;
  }
  Status setInput(size_t index, Span<const float> input) override {
    values[index].assign(input.begin(), input.end());
    ++sets;
    return okStatus();
  }
  Status setInput(size_t index, Span<const int32_t> input) override {
    values[index].assign(input.begin(), input.end());
    ++sets;
    return okStatus();
  }
  Status execute(const std::atomic<bool> *) override {
    for (size_t i = 0; i < values.size(); ++i) {
      size_t count = 1;
      for (int64_t d : inputDescs[i].shape)
        count *= size_t(d);
      EXPECT_EQ(values[i].size(), count) << inputDescs[i].name;
    }
    result = function(*this);
    ++calls;
    return okStatus();
  }
  Status getOutput(size_t, Span<float> output) override {
    EXPECT_EQ(output.size(), result.size());
    std::copy(result.begin(), result.end(), output.begin());
    return okStatus();
  }

  std::vector<TensorDesc> inputDescs, outputDescs;
  Function function;
  std::vector<Floats> values;
  Floats result;
  size_t calls = 0, sets = 0;
};

/// The parts of the reference run.
struct Reference {
  Reference() : arrays(readNpz(modelPath("reference.npz"))) {}
  Floats slice(const std::string &name, size_t index, size_t size) const {
    const Floats &all = arrays.at(name).values;
    return Floats(all.begin() + std::ptrdiff_t(index * size),
                  all.begin() + std::ptrdiff_t((index + 1) * size));
  }
  std::map<std::string, NpzArray> arrays;
};

const Reference &reference() {
  static const Reference instance;
  return instance;
}

constexpr size_t kLatents = 4 * 16 * 16, kText = 77 * 192,
                 kPlanes = 3 * 128 * 128;

double maxDifference(const Floats &a, const Floats &b) {
  double worst = a.size() == b.size() ? 0 : INFINITY;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    worst = std::max(worst, std::abs(double(a[i]) - b[i]));
  return worst;
}

/// Builds pipelines whose networks have the given batch sizes.
struct Bench {
  explicit Bench(int64_t textBatch = 2, int64_t unetBatch = 2,
                 int64_t vaeBatch = 1) {
    auto text = std::make_unique<FakeNetwork>(
        std::vector<TensorDesc>{{"input_ids", DType::kI32, {textBatch, 77}}},
        std::vector<TensorDesc>{
            {"last_hidden_state", DType::kF16, {textBatch, 77, 192}},
            {"pooler_output", DType::kF16, {textBatch, 192}}},
        [](FakeNetwork &self) {
          // A row that is all padding after two tokens is the empty prompt.
          Floats output;
          for (size_t at = 0; at < self.values[0].size(); at += 77) {
            size_t row = self.values[0][at + 1] == 2047 ? 0 : 1;
            Floats one = reference().slice("text_embeddings", row, kText);
            output.insert(output.end(), one.begin(), one.end());
          }
          return output;
        });
    auto unet = std::make_unique<FakeNetwork>(
        std::vector<TensorDesc>{
            {"sample", DType::kF16, {unetBatch, 4, 16, 16}},
            {"timestep", DType::kF16, {1}},
            {"encoder_hidden_states", DType::kF16, {unetBatch, 77, 192}}},
        std::vector<TensorDesc>{
            {"out_sample", DType::kF16, {unetBatch, 4, 16, 16}}},
        [this](FakeNetwork &self) { return replay(self); });
    auto vae = std::make_unique<FakeNetwork>(
        std::vector<TensorDesc>{
            {"latent_sample", DType::kF16, {vaeBatch, 4, 16, 16}}},
        std::vector<TensorDesc>{
            {"sample", DType::kF16, {vaeBatch, 3, 128, 128}}},
        [vaeBatch](FakeNetwork &) {
          Floats output, one = reference().slice("image", 0, kPlanes);
          for (int64_t i = 0; i < vaeBatch; ++i)
            output.insert(output.end(), one.begin(), one.end());
          return output;
        });
    textNetwork = text.get();
    unetNetwork = unet.get();
    vaeNetwork = vae.get();
    networks = {std::move(text), std::move(unet), std::move(vae), nullptr};
    manifest.latentHeight = manifest.latentWidth = 16;
    manifest.scalingFactor = reference().arrays.at("scaling_factor").values[0];
  }

  /// Answers with the reference's output; the text tells which row it is.
  Floats replay(FakeNetwork &self) {
    double timestep = self.values[1][0];
    Floats output;
    for (size_t row = 0; row * kLatents < self.values[0].size(); ++row) {
      Floats text(self.values[2].begin() + std::ptrdiff_t(row * kText),
                  self.values[2].begin() + std::ptrdiff_t((row + 1) * kText));
      bool isPrompt = maxDifference(text, reference().slice("text_embeddings",
                                                            1, kText)) == 0;
      Floats sample(self.values[0].begin() + std::ptrdiff_t(row * kLatents),
                    self.values[0].begin() +
                        std::ptrdiff_t((row + 1) * kLatents));
      size_t call = step;
      Floats expected = call == 0
                            ? reference().slice("latents_init", 0, kLatents)
                            : reference().slice("latents", call - 1, kLatents);
      worst = std::max(worst, maxDifference(sample, expected));
      EXPECT_EQ(timestep, reference().arrays.at("timesteps").values[call]);
      Floats noise = reference().slice("unet_out",
                                       call * 2 + (isPrompt ? 1 : 0), kLatents);
      output.insert(output.end(), noise.begin(), noise.end());
    }
    return output;
  }

  StatusOr<std::unique_ptr<Pipeline>> make() {
    auto tokenizer = ClipTokenizer::create(emojiTokenizerFiles());
    if (!tokenizer.ok())
      return tokenizer.status();
    return Pipeline::create(
        manifest, std::move(*tokenizer),
        readText(modelPath("scheduler/scheduler_config.json")),
        std::move(networks));
  }

  /// The request of the reference run; progress moves the replay along.
  GenerateRequest request() const {
    GenerateRequest request;
    request.prompt = "red apple, noto style";
    request.guidance = 5.0;
    request.latents = reference().arrays.at("latents_init").values;
    return request;
  }
  GenerateCallbacks callbacks() {
    GenerateCallbacks callbacks;
    callbacks.progress = [this](size_t done, size_t) { step = done; };
    return callbacks;
  }

  PipelineManifest manifest;
  Pipeline::Networks networks;
  FakeNetwork *textNetwork, *unetNetwork, *vaeNetwork;
  size_t step = 0;  ///< UNet evaluations that are done
  double worst = 0; ///< largest difference of a UNet input from the reference
};

class PipelineBatches
    : public ::testing::TestWithParam<std::array<int64_t, 3>> {};

TEST_P(PipelineBatches, ReplaysTheReferenceRun) {
  auto [textBatch, unetBatch, vaeBatch] = GetParam();
  Bench bench(textBatch, unetBatch, vaeBatch);
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok()) << pipeline.status().toString();
  auto result = (*pipeline)->generate(bench.request(), bench.callbacks());
  ASSERT_TRUE(result.ok()) << result.status().toString();
  EXPECT_LE(bench.worst, 5e-5);
  EXPECT_LE(maxDifference(result->latents,
                          reference().slice("latents", 20, kLatents)),
            5e-5);
  EXPECT_EQ(bench.unetNetwork->calls, unetBatch == 1 ? 42u : 21u);
  EXPECT_EQ(bench.textNetwork->calls, textBatch == 1 ? 2u : 1u);
  EXPECT_EQ(result->image.width, 128u);
  EXPECT_FALSE(result->promptTruncated);
  // What the VAE was given, and what became of its answer.
  double scaling = bench.manifest.scalingFactor;
  EXPECT_NEAR(bench.vaeNetwork->values[0][5], result->latents[5] / scaling,
              1e-5);
  Floats planes = reference().slice("image", 0, kPlanes);
  for (size_t i : {size_t(0), size_t(128 * 64 + 64), size_t(128 * 128 - 1)}) {
    float unit = std::min(std::max(planes[i] / 2 + 0.5f, 0.0f), 1.0f);
    EXPECT_EQ(result->image.pixels[i * 3], std::nearbyint(unit * 255));
  }
}

INSTANTIATE_TEST_SUITE_P(Batches, PipelineBatches,
                         ::testing::Values(std::array<int64_t, 3>{2, 2, 1},
                                           std::array<int64_t, 3>{1, 1, 1},
                                           std::array<int64_t, 3>{4, 3, 2},
                                           std::array<int64_t, 3>{1, 2, 1}));

TEST(Pipeline, UsesTheIdsOfTheReferenceRun) {
  Bench bench;
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  GenerateRequest request = bench.request();
  ASSERT_TRUE((*pipeline)->generate(request, bench.callbacks()).ok());
  EXPECT_EQ(bench.textNetwork->values[0],
            reference().arrays.at("input_ids").values);
}

TEST(Pipeline, SeedsMatchTorch) {
  // torch.randn of 1024 values from seed 42: the last 24 are in the vectors.
  nlohmann::json vectors = readJson(dataPath("randn.json"));
  Bench bench;
  bench.unetNetwork->function = [](FakeNetwork &self) {
    return Floats(self.values[0].size(), 0);
  };
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  GenerateRequest request;
  request.prompt = "cat";
  request.seed = 42;
  request.steps = 1;
  Floats seen;
  GenerateCallbacks callbacks;
  callbacks.progress = [&](size_t, size_t) {
    seen = bench.unetNetwork->values[0];
  };
  auto first = (*pipeline)->generate(request, callbacks);
  ASSERT_TRUE(first.ok()) << first.status().toString();
  for (const auto &test : vectors["cases"])
    if (test["seed"] == 42 && test["size"] == 1024)
      for (size_t i = 0; i < 24; ++i)
        EXPECT_NEAR(seen[1000 + i], test["draws"][0][i].get<float>(), 1e-6);
  auto second = (*pipeline)->generate(request);
  request.seed = 43;
  auto third = (*pipeline)->generate(request);
  ASSERT_TRUE(second.ok() && third.ok());
  EXPECT_EQ(first->latents, second->latents);
  EXPECT_NE(first->latents, third->latents);
}

TEST(Pipeline, WithoutGuidanceOneRowIsEnough) {
  Bench bench(1, 1, 1);
  bench.unetNetwork->function = [](FakeNetwork &self) {
    return Floats(self.values[0].size(), 0);
  };
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  GenerateRequest request;
  request.prompt = "cat";
  request.guidance = 1;
  request.steps = 3;
  ASSERT_TRUE((*pipeline)->generate(request).ok());
  EXPECT_EQ(bench.textNetwork->calls, 1u);
  EXPECT_EQ(bench.unetNetwork->calls, 4u);
  // The text is set once, sample and timestep for each call.
  EXPECT_EQ(bench.unetNetwork->sets, 1u + 2 * 4u);
}

TEST(Pipeline, PreviewsAndCancels) {
  Bench bench;
  bench.unetNetwork->function = [](FakeNetwork &self) {
    return Floats(self.values[0].size(), 0);
  };
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  GenerateRequest request;
  request.steps = 9;
  std::atomic<bool> cancel{false};
  std::vector<size_t> previews;
  GenerateCallbacks callbacks;
  callbacks.cancel = &cancel;
  callbacks.previewEvery = 4;
  callbacks.preview = [&](size_t done, const Image &image) {
    previews.push_back(done);
    EXPECT_EQ(image.pixels.size(), kPlanes);
  };
  ASSERT_TRUE((*pipeline)->generate(request, callbacks).ok());
  EXPECT_EQ(previews, (std::vector<size_t>{4, 8}));
  callbacks.progress = [&](size_t done, size_t) { cancel = done == 3; };
  auto stopped = (*pipeline)->generate(request, callbacks);
  EXPECT_EQ(stopped.status().code(), StatusCode::kCancelled);
}

TEST(Pipeline, RefusesBadRequests) {
  Bench bench;
  bench.unetNetwork->function = [](FakeNetwork &self) {
    return Floats(self.values[0].size(), 0);
  };
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  using Edit = std::function<void(GenerateRequest &)>;
  for (const Edit &edit :
       {Edit([](auto &r) { r.steps = 0; }), Edit([](auto &r) { r.steps = -1; }),
        Edit([](auto &r) { r.steps = 1000000000; }),
        Edit([](auto &r) { r.guidance = NAN; }),
        Edit([](auto &r) { r.guidance = -1; }),
        Edit([](auto &r) { r.guidance = INFINITY; }),
        Edit([](auto &r) { r.scheduler = "heun"; }),
        Edit([](auto &r) { r.latents = {1, 2}; }),
        Edit([](auto &r) { r.latents = Floats(kLatents, NAN); }),
        Edit([](auto &r) { r.prompt = std::string(100000, 'a'); })}) {
    GenerateRequest request;
    edit(request);
    EXPECT_EQ((*pipeline)->generate(request).status().code(),
              StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(bench.unetNetwork->calls, 0u);
}

TEST(Pipeline, NamesTheNetworkThatIsNotFinite) {
  Bench bench;
  bench.unetNetwork->function = [](FakeNetwork &self) {
    return Floats(self.values[0].size(), NAN);
  };
  auto pipeline = bench.make();
  ASSERT_TRUE(pipeline.ok());
  auto result = (*pipeline)->generate({});
  EXPECT_NE(result.status().message().find("UNet"), std::string::npos);
}

TEST(Pipeline, RefusesNetworksThatDoNotFit) {
  using Edit = std::function<void(Bench &)>;
  for (const Edit &edit :
       {Edit([](Bench &b) {
          b.unetNetwork->inputDescs[0].shape = {2, 9, 16, 16};
        }),
        Edit([](Bench &b) {
          b.unetNetwork->inputDescs[2].shape = {2, 77, 768};
        }),
        Edit([](Bench &b) {
          b.unetNetwork->inputDescs[2].shape = {1, 77, 192};
        }),
        Edit([](Bench &b) { b.unetNetwork->inputDescs[1].shape = {7}; }),
        Edit([](Bench &b) { b.unetNetwork->inputDescs.pop_back(); }),
        Edit([](Bench &b) {
          b.unetNetwork->inputDescs.push_back({"extra", DType::kF32, {2, 3}});
        }),
        Edit([](Bench &b) {
          b.unetNetwork->outputDescs[0].shape = {2, 4, 8, 8};
        }),
        Edit([](Bench &b) { b.textNetwork->inputDescs[0].shape = {2, 64}; }),
        Edit([](Bench &b) { b.textNetwork->outputDescs.clear(); }),
        Edit([](Bench &b) {
          b.vaeNetwork->inputDescs[0].shape = {1, 4, 64, 64};
        }),
        Edit([](Bench &b) {
          b.vaeNetwork->outputDescs[0].shape = {1, 1, 128, 128};
        }),
        Edit([](Bench &b) { b.manifest.latentHeight = 64; })}) {
    Bench bench;
    edit(bench);
    auto pipeline = bench.make();
    EXPECT_EQ(pipeline.status().code(), StatusCode::kDataLoss)
        << pipeline.status().message();
  }
}

TEST(Image, PngRoundTrip) {
  Image image;
  image.width = 3;
  image.height = 2;
  for (uint8_t i = 0; i < 18; ++i)
    image.pixels.push_back(static_cast<uint8_t>(i * 14));
  auto bytes = encodePng(image, {{"prompt", "café \xFF 猫"}, {"seed", "7"}});
  ASSERT_TRUE(bytes.ok()) << bytes.status().toString();
  png_image read{};
  read.version = PNG_IMAGE_VERSION;
  ASSERT_TRUE(
      png_image_begin_read_from_memory(&read, bytes->data(), bytes->size()));
  read.format = PNG_FORMAT_RGB;
  std::vector<uint8_t> pixels(PNG_IMAGE_SIZE(read));
  ASSERT_TRUE(png_image_finish_read(&read, nullptr, pixels.data(), 0, nullptr));
  EXPECT_EQ(pixels, image.pixels);
  EXPECT_NE(bytes->find("iTXtprompt"), std::string::npos);
  EXPECT_NE(bytes->find("café \uFFFD 猫"), std::string::npos);
  image.pixels.pop_back();
  EXPECT_FALSE(encodePng(image, {}).ok());
  EXPECT_FALSE(encodePng({}, {}).ok());
}

TEST(Image, RoundsAndClamps) {
  Floats planes = {-1, 1, -2, 0, 5, NAN, 0.5f, -0.5f, 0, 0, 0, 0};
  Image image = imageFromPlanes(planes, 2, 2);
  EXPECT_EQ(image.pixels[0], 0);
  EXPECT_EQ(image.pixels[3], 255);
  EXPECT_EQ(image.pixels[6], 0);
  EXPECT_EQ(image.pixels[9], 128);
  EXPECT_EQ(image.pixels[1], 255);
  EXPECT_EQ(image.pixels[4], 0);
}

TEST(Image, UnwritablePath) {
  Image image;
  image.width = image.height = 1;
  image.pixels = {1, 2, 3};
  EXPECT_FALSE(writePng("/nonexistent/x.png", image, {}).ok());
}

} // namespace
