//===- hostile_test.cpp - Bad files end in errors, never in crashes -------===//
#include "test_util.h"

#include "runtime/pipeline/manifest.h"
#include "runtime/pipeline/scheduler.h"

#include <random>

using namespace burin;
using namespace burin::test;

namespace {

struct BadText {
  std::string text;
  const char *message; ///< a part of the error
};

TEST(Hostile, SchedulerConfigs) {
  const BadText cases[] = {
      {"", "not valid JSON"},
      {"[]", "expected a JSON object"},
      {"{\"_class_name\": 1}", "_class_name"},
      {"{}", "_class_name"},
      {R"({"_class_name": "LMSDiscreteScheduler"})", "LMSDiscreteScheduler"},
      {R"({"_class_name": "PNDMScheduler", "frobnicate": 1})", "frobnicate"},
      {R"({"_class_name": "PNDMScheduler", "trained_betas": [1]})",
       "trained_betas"},
      {R"({"_class_name": "PNDMScheduler", "beta_start": "x"})", "beta_start"},
      {R"({"_class_name": "PNDMScheduler", "beta_start": -1})", "beta_start"},
      {R"({"_class_name": "PNDMScheduler", "beta_end": 1e999})", ""},
      {R"({"_class_name": "PNDMScheduler", "beta_schedule": "cubic"})",
       "cubic"},
      {R"({"_class_name": "PNDMScheduler", "num_train_timesteps": 0})",
       "num_train_timesteps"},
      {R"({"_class_name": "PNDMScheduler", "num_train_timesteps": 1e9})",
       "num_train_timesteps"},
      {R"({"_class_name": "PNDMScheduler", "num_train_timesteps": 18446744073709551615})",
       "num_train_timesteps"},
      {R"({"_class_name": "PNDMScheduler", "prediction_type": "sample"})",
       "prediction_type"},
      {R"({"_class_name": "PNDMScheduler", "skip_prk_steps": "yes"})",
       "skip_prk_steps"},
      {R"({"_class_name": "PNDMScheduler", "steps_offset": -1})",
       "steps_offset"},
      {R"({"_class_name": "DDIMScheduler", "thresholding": true})",
       "thresholding"},
      {R"({"_class_name": "DDIMScheduler", "timestep_spacing": "karras"})",
       "timestep_spacing"},
      {R"({"_class_name": "DDIMScheduler", "rescale_betas_zero_snr": true})",
       "rescale_betas_zero_snr"},
      {R"({"_class_name": "EulerDiscreteScheduler", "use_beta_sigmas": true})",
       "use_beta_sigmas"},
      {R"({"_class_name": "EulerDiscreteScheduler", "use_exponential_sigmas": true})",
       "use_exponential_sigmas"},
      {R"({"_class_name": "EulerDiscreteScheduler", "timestep_type": "continuous"})",
       "timestep_type"},
      {R"({"_class_name": "EulerDiscreteScheduler", "interpolation_type": "log_linear"})",
       "interpolation_type"},
      {R"({"_class_name": "EulerDiscreteScheduler", "final_sigmas_type": "one"})",
       "final_sigmas_type"},
      {R"({"_class_name": "DPMSolverMultistepScheduler", "solver_order": 3})",
       "solver_order"},
      {R"({"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver++"})",
       "algorithm_type"},
      {R"({"_class_name": "DPMSolverMultistepScheduler", "variance_type": "learned"})",
       "variance_type"},
      {R"({"_class_name": "DPMSolverMultistepScheduler", "use_flow_sigmas": true})",
       "use_flow_sigmas"},
      {std::string(100000, '['), "nested"},
      {"{\"a\": " + std::string(1 << 21, ' ') + "1}", "more than the limit"},
      {"{\"_class_name\": \"\xFF\xFE\"}", "not valid JSON"},
  };
  for (const BadText &test : cases) {
    auto config = parseSchedulerConfig(test.text);
    EXPECT_FALSE(config.ok()) << test.text.substr(0, 100);
    EXPECT_NE(config.status().message().find(test.message), std::string::npos)
        << config.status().message();
  }
  EXPECT_EQ(parseSchedulerConfig("{}", "heun").status().code(),
            StatusCode::kInvalidArgument);
}

TEST(Hostile, SchedulerSteps) {
  struct Case {
    const char *config;
    int64_t steps;
    bool ok;
  };
  for (
      const Case &test :
      {Case{R"({"_class_name": "PNDMScheduler", "skip_prk_steps": true})", 1,
            true},
       Case{R"({"_class_name": "PNDMScheduler"})", 3, false},
       Case{R"({"_class_name": "PNDMScheduler"})", 4, true},
       Case{R"({"_class_name": "PNDMScheduler"})", 0, false},
       Case{R"({"_class_name": "PNDMScheduler"})", -1, false},
       Case{R"({"_class_name": "PNDMScheduler"})", 1000000000, false},
       Case{R"({"_class_name": "DDIMScheduler", "steps_offset": 1})", 1000,
            false},
       Case{R"({"_class_name": "DDIMScheduler"})", 1000, true},
       Case{R"({"_class_name": "DDIMScheduler", "num_train_timesteps": 1})", 1,
            true},
       Case{
           R"({"_class_name": "EulerDiscreteScheduler", "num_train_timesteps": 1, "use_karras_sigmas": true})",
           1, true},
       Case{
           R"({"_class_name": "EulerDiscreteScheduler", "steps_offset": 999, "timestep_spacing": "leading"})",
           2, false},
       Case{
           R"({"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity})",
           20, true},
       Case{
           R"({"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": 1e8})",
           20, false},
       Case{
           R"({"_class_name": "DPMSolverMultistepScheduler", "num_train_timesteps": 1})",
           1, false}}) {
    auto config = parseSchedulerConfig(test.config);
    ASSERT_TRUE(config.ok()) << test.config << config.status().message();
    auto scheduler = Scheduler::create(*config, test.steps);
    EXPECT_EQ(scheduler.ok(), test.ok) << test.config << " " << test.steps;
  }
}

TEST(Hostile, Tokenizers) {
  ClipTokenizer::Files good = emojiTokenizerFiles();
  using Edit = void (*)(ClipTokenizer::Files &);
  struct Case {
    Edit edit;
    const char *message;
  };
  const Case cases[] = {
      {[](auto &f) { f.vocabulary = ""; }, "vocab.json"},
      {[](auto &f) { f.vocabulary = "[1, 2]"; }, "vocab.json"},
      {[](auto &f) { f.vocabulary = "{}"; }, "vocab.json"},
      {[](auto &f) { f.vocabulary = "{\"a\": -1}"; }, "'a'"},
      {[](auto &f) { f.vocabulary = "{\"a\": 1.5}"; }, "'a'"},
      {[](auto &f) { f.vocabulary = "{\"a\": 99999999999}"; }, "'a'"},
      {[](auto &f) { f.vocabulary = "{\"a\": 18446744073709551615}"; }, "'a'"},
      {[](auto &f) { f.vocabulary = "{\"a\": 1}"; }, "bos_token"},
      {[](auto &f) { f.vocabulary.resize(1000); }, "not valid JSON"},
      {[](auto &f) { f.merges = "#version\na\n"; }, "line 2"},
      {[](auto &f) { f.merges = "#version\na b\na b c\n"; }, "line 3"},
      {[](auto &f) { f.merges = "#version\na b\n\nc d\n"; }, "line 3"},
      {[](auto &f) { f.config = "[]"; }, "tokenizer_config.json"},
      {[](auto &f) { f.config = "{\"bos_token\": 7}"; }, "bos_token"},
      {[](auto &f) { f.config = "{\"bos_token\": {}}"; }, "content"},
      {[](auto &f) { f.specialTokensMap = "{\"bos_token\": \"<none>\"}"; },
       "<none>"},
      {[](auto &f) { f.specialTokensMap = "{\"pad_token\": \"\"}"; },
       "pad_token"},
      {[](auto &f) { f.config = "{\"model_max_length\": 0}"; },
       "model_max_length"},
      {[](auto &f) { f.config = "{\"added_tokens_decoder\": []}"; },
       "added_tokens_decoder"},
      {[](auto &f) {
         f.config = "{\"added_tokens_decoder\": {\"x\": {\"content\": \"a\"}}}";
       },
       "'x'"},
      {[](auto &f) { f.config = "{\"added_tokens_decoder\": {\"1\": {}}}"; },
       "content"},
      {[](auto &f) {
         f.config = "{\"added_tokens_decoder\": {\"1\": {\"content\": \"\"}}}";
       },
       "empty"},
      {[](auto &f) {
         f.config = "{\"added_tokens_decoder\": {\"1\": {\"content\": \"a\", "
                    "\"single_word\": true}}}";
       },
       "single_word"},
      {[](auto &f) { f.addedTokens = "{\"a\": -1}"; }, "'a'"},
  };
  for (const Case &test : cases) {
    ClipTokenizer::Files files = good;
    test.edit(files);
    auto tokenizer = ClipTokenizer::create(files);
    EXPECT_FALSE(tokenizer.ok()) << test.message;
    EXPECT_NE(tokenizer.status().message().find(test.message),
              std::string::npos)
        << tokenizer.status().message();
  }
}

TEST(Hostile, Manifests) {
  nlohmann::json good = nlohmann::json::parse(serializeManifest({}));
  ASSERT_TRUE(parseManifest(good.dump()).ok());
  struct Case {
    const char *pointer;
    nlohmann::json value;
  };
  const Case cases[] = {{"/format", "zip"},
                        {"/format", nullptr},
                        {"/version", 2},
                        {"/version", "1"},
                        {"/version", 0},
                        {"/plans", nlohmann::json::array()},
                        {"/plans/sampler", "../sampler.plan"},
                        {"/plans/sampler", ""},
                        {"/plans/sampler", 7},
                        {"/plans/unet", "../x.plan"},
                        {"/plans/unet", "/etc/passwd"},
                        {"/plans/unet", ""},
                        {"/plans/unet", 3},
                        {"/plans/extra", "a.plan"},
                        {"/tokenizer", "a/../../b"},
                        {"/scheduler", nullptr},
                        {"/vae/scaling_factor", 0},
                        {"/vae/scaling_factor", "1"},
                        {"/vae/shift_factor", 1e300},
                        {"/latents/height", 0},
                        {"/latents/height", -16},
                        {"/latents/width", 1e10},
                        {"/latents/width", int64_t(1) << 40},
                        {"/latents/channels", 65},
                        {"/sequence_length", 1},
                        {"/sequence_length", 77.5},
                        {"/defaults/guidance_scale", -1},
                        {"/defaults/num_inference_steps", 0},
                        {"/unknown", 1},
                        {"/vae/unknown", 1},
                        {"/defaults", 5},
      {"/model", "\033[2J"}};
  for (const Case &test : cases) {
    nlohmann::json bad = good;
    bad[nlohmann::json::json_pointer(test.pointer)] = test.value;
    EXPECT_FALSE(parseManifest(bad.dump()).ok()) << test.pointer << test.value;
  }
}

TEST(Hostile, MutatedManifestsDoNotCrash) {
  std::string good = serializeManifest({});
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string bad = good;
    for (unsigned n = 1 + random() % 4; n > 0; --n)
      bad[random() % bad.size()] = static_cast<char>(random());
    (void)parseManifest(bad.substr(0, 1 + random() % bad.size()));
    (void)parseManifest(bad);
  }
}

TEST(Hostile, MutatedTokenizersDoNotCrash) {
  ClipTokenizer::Files good;
  good.vocabulary = R"({"a": 0, "a</w>": 1, "b</w>": 2, "ab</w>": 3,
    "<|startoftext|>": 4, "<|endoftext|>": 5})";
  good.merges = "#version: 0.2\na b</w>\n";
  good.config = R"({"model_max_length": 77, "added_tokens_decoder": {
    "5": {"content": "<|endoftext|>", "lstrip": false}}})";
  ASSERT_TRUE(ClipTokenizer::create(good).ok());
  std::mt19937 random(5);
  for (int i = 0; i < 3000; ++i) {
    ClipTokenizer::Files bad = good;
    for (std::string *text : {&bad.vocabulary, &bad.merges, &bad.config})
      if (random() % 2)
        (*text)[random() % text->size()] = static_cast<char>(random());
    auto tokenizer = ClipTokenizer::create(bad);
    if (tokenizer.ok())
      EXPECT_TRUE(tokenizer->encode("ab ba \xFF aab", 8).ok());
  }
}

} // namespace
