//===- spirv_module_test.cpp - Reading untrusted SPIR-V -------------------===//

#include "runtime/cts/test_kernels.h"
#include "runtime/drivers/vulkan/spirv_module.h"
#include "test/runtime/test_util.h"

#include <cstring>
#include <random>

namespace burin::vulkan {
namespace {

std::vector<uint32_t> words(const std::string &kernel) {
  std::string code = cts::testKernel(CodeFormat::kSPIRV, kernel).code;
  std::vector<uint32_t> words(code.size() / 4);
  std::memcpy(words.data(), code.data(), code.size());
  return words;
}

StatusOr<SPIRVModule> read(const std::vector<uint32_t> &words) {
  return readSPIRV(ByteSpan(reinterpret_cast<const uint8_t *>(words.data()),
                            words.size() * 4));
}

/// Inserts an instruction before the first one with `opcode`.
std::vector<uint32_t> insertBefore(uint32_t opcode,
                                   std::vector<uint32_t> instruction,
                                   std::vector<uint32_t> words) {
  instruction[0] |= uint32_t(instruction.size()) << 16;
  for (size_t at = 5; at < words.size(); at += words[at] >> 16)
    if ((words[at] & 0xFFFF) == opcode) {
      words.insert(words.begin() + ptrdiff_t(at), instruction.begin(),
                   instruction.end());
      return words;
    }
  return words;
}

TEST(SPIRVModule, ReadsWhatTheDriverNeeds) {
  auto copy = read(words("copy"));
  ASSERT_TRUE(copy.ok()) << copy.status().toString();
  EXPECT_EQ(copy->version, 0x00010300u);
  EXPECT_EQ(copy->entryPoint, "copy");
  EXPECT_EQ(copy->workgroupSize, (std::array<uint32_t, 3>{64, 1, 1}));
  EXPECT_EQ(copy->bindings, 2u);
  EXPECT_EQ(copy->localMemoryBytes, 256u);
  EXPECT_EQ(copy->capabilities, std::vector<uint32_t>{1});
  auto half = read(words("store_half"));
  ASSERT_TRUE(half.ok()) << half.status().toString();
  EXPECT_EQ(half->capabilities, (std::vector<uint32_t>{1, 4433, 9}));
  EXPECT_EQ(half->extensions,
            std::vector<std::string>{"SPV_KHR_16bit_storage"});
}

TEST(SPIRVModule, SaysWhatIsWrong) {
  const std::vector<uint32_t> good = words("advance");
  auto refusal = [&](size_t at, uint32_t word) {
    std::vector<uint32_t> bad = good;
    bad[at] = word;
    return read(bad).status();
  };
  EXPECT_TRUE(test::contains(refusal(0, 0x03022307), "magic"));
  EXPECT_TRUE(test::contains(refusal(1, 0x00020000), "version"));
  EXPECT_TRUE(test::contains(refusal(1, 0x00010700), "version"));
  EXPECT_TRUE(test::contains(refusal(3, 0), "bound"));
  EXPECT_TRUE(test::contains(refusal(3, 0xFFFFFFFF), "bound"));
  EXPECT_TRUE(test::contains(refusal(3, 3), "range"));
  EXPECT_TRUE(test::contains(refusal(4, 1), "reserved"));
  EXPECT_TRUE(test::contains(refusal(5, 17), "word 5"));
  EXPECT_TRUE(test::contains(refusal(5, 0xFFFF0011), "runs out"));

  constexpr uint32_t kEntryPoint = 15, kFunction = 54, kDecorate = 71;
  auto with = [&](uint32_t before, std::vector<uint32_t> instruction) {
    return read(insertBefore(before, std::move(instruction), good)).status();
  };
  // OpEntryPoint GLCompute %1 "f": a second one.
  EXPECT_TRUE(test::contains(with(kDecorate, {kEntryPoint, 5, 1, 'f'}),
                             "more than one entry point"));
  EXPECT_TRUE(
      test::contains(with(kEntryPoint, {kEntryPoint, 4, 1, 'f'}), "GLCompute"));
  EXPECT_TRUE(test::contains(with(kEntryPoint, {kEntryPoint, 5, 1, 0x66666666}),
                             "without an end"));
  // OpMemoryModel Physical64 OpenCL, OpLabel, OpReturn, OpFunctionEnd.
  EXPECT_TRUE(test::contains(with(kEntryPoint, {14, 2, 2}), "memory model"));
  EXPECT_TRUE(test::contains(with(kFunction, {248, 1}), "block"));
  EXPECT_TRUE(test::contains(with(kFunction, {253}), "branch"));
  EXPECT_TRUE(test::contains(with(kFunction, {56}), "ends where none is"));
  // OpVariable %1 %1 StorageBuffer and PushConstant, without bindings.
  EXPECT_TRUE(test::contains(with(kFunction, {59, 1, 1, 12}), "defined twice"));
  EXPECT_TRUE(test::contains(with(kFunction, {59, 1, good[3], 12}), "range"));
}

/// Reading is total: whatever the words, the answer is a module or an error.
TEST(SPIRVModule, NeverCrashes) {
  std::mt19937 random(7);
  for (const char *kernel : {"advance", "copy", "store_half"}) {
    const std::vector<uint32_t> good = words(kernel);
    for (int round = 0; round < 20000; ++round) {
      std::vector<uint32_t> bad = good;
      for (uint32_t i = random() % 4 + 1; i > 0; --i) {
        uint32_t &word = bad[random() % bad.size()];
        switch (random() % 3) {
        case 0:
          word ^= 1u << random() % 32;
          break;
        case 1:
          word = uint32_t(random());
          break;
        default:
          word = bad[random() % bad.size()];
        }
      }
      if (random() % 4 == 0)
        bad.resize(random() % bad.size());
      auto result = read(bad);
      if (!result.ok()) {
        EXPECT_EQ(result.status().code(), StatusCode::kBuildFailure);
      }
    }
  }
}

} // namespace
} // namespace burin::vulkan
