//===- weights_test.cpp - Weights files -----------------------------------===//

#include "runtime/cts/sample_plan.h"
#include "runtime/format/reader.h"
#include "runtime/format/writer.h"
#include "test/runtime/test_util.h"

#include <fstream>

namespace burin {
namespace {

TEST(Weights, StreamsConstants) {
  test::TempDirectory directory;
  std::string path = directory / "w";
  std::vector<uint8_t> first(100000), second(3, 9);
  for (size_t i = 0; i < first.size(); ++i)
    first[i] = uint8_t(i * 7);
  auto writer = WeightsWriter::create(path);
  ASSERT_TRUE(writer.ok());
  ASSERT_OK(writer->beginConstant());
  for (size_t at = 0; at < first.size(); at += 777)
    ASSERT_OK(writer->append(
        ByteSpan(first.data() + at, std::min<size_t>(777, first.size() - at))));
  auto a = writer->endConstant();
  auto b = writer->addConstant(second);
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_FALSE(writer->append(second).ok());
  EXPECT_FALSE(writer->endConstant().ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  auto size = writer->finish();
  ASSERT_TRUE(size.ok());
  EXPECT_EQ(*size, std::filesystem::file_size(path));
  EXPECT_EQ(*size % kConstantAlignment, 0u);
  EXPECT_EQ(a->fileOffset, 4096u);
  EXPECT_EQ(a->checksum, checksum64(first));
  EXPECT_EQ(b->fileOffset % kConstantAlignment, 0u);

  Plan plan;
  plan.weightsBytes = *size;
  for (auto *placement : {&*a, &*b}) {
    Constant constant;
    constant.name = "c";
    constant.fileOffset = placement->fileOffset;
    constant.size = placement->size;
    constant.checksum = placement->checksum;
    plan.constants.push_back(constant);
  }
  auto weights = WeightsFile::open(path, plan);
  ASSERT_TRUE(weights.ok()) << weights.status().toString();
  ByteSpan bytes = weights->bytes(plan.constants[0]);
  EXPECT_EQ(std::vector<uint8_t>(bytes.begin(), bytes.end()), first);
  ASSERT_OK(weights->verifyChecksums(plan));
}

TEST(Weights, NoticesOtherFiles) {
  test::TempDirectory directory;
  auto sample = cts::makeSample(directory.name);
  ASSERT_TRUE(sample.ok());
  std::string path = directory / "sample.weights";
  ASSERT_TRUE(WeightsFile::open(path, sample->plan).ok());
  std::ifstream in(path, std::ios::binary);
  std::vector<char> good((std::istreambuf_iterator<char>(in)), {});
  auto refusal = [&](size_t at, size_t size) {
    std::vector<char> bad = good;
    bad.resize(size);
    if (at < bad.size())
      bad[at] ^= 1;
    std::ofstream(path, std::ios::binary).write(bad.data(), bad.size());
    auto opened = WeightsFile::open(path, sample->plan);
    return opened.ok() ? "" : opened.status().message();
  };
  EXPECT_NE(refusal(0, good.size()).find("not a Burin weights"),
            std::string::npos);
  EXPECT_NE(refusal(8, good.size()).find("not a Burin weights"),
            std::string::npos);
  EXPECT_NE(refusal(4096, good.size()).find("'scale'"), std::string::npos);
  EXPECT_NE(refusal(SIZE_MAX, good.size() - 1).find("the plan expects"),
            std::string::npos);
  EXPECT_NE(refusal(SIZE_MAX, 0).find("the plan expects"), std::string::npos);
  EXPECT_NE(refusal(SIZE_MAX, good.size() + 1).find("the plan expects"),
            std::string::npos);
}

TEST(Weights, LieBesideThePlan) {
  Plan plan;
  EXPECT_EQ(weightsPathFor(plan, "a/b.plan"), "");
  plan.weightsFile = "b.weights";
  EXPECT_EQ(weightsPathFor(plan, "a/b.plan"), "a/b.weights");
  EXPECT_EQ(weightsPathFor(plan, "b.plan"), "b.weights");
}

} // namespace
} // namespace burin
