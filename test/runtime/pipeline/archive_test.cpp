//===- archive_test.cpp - Pipelines in directories and executables --------===//
#include "test_util.h"

#include "runtime/pipeline/archive.h"
#include "runtime/pipeline/manifest.h"

#include <sys/stat.h>

#include <filesystem>
#include <random>

using namespace burin;
using namespace burin::test;

namespace {

namespace fs = std::filesystem;

/// A small "program" with a pipeline of three files appended.
class ArchiveTest : public ::testing::Test {
protected:
  void SetUp() override {
    writeText(program, "#!/bin/sh\necho program\n");
    writeText(directory / "pipeline.json", "{}");
    writeText(directory / "unet.weights", std::string(10000, 'w'));
    writeText(directory / "tokenizer/vocab.json", "{\"a\": 1}");
    writeText(directory / "empty", "");
    Status status = writeExecutable(program, directory.path, output);
    ASSERT_TRUE(status.ok()) << status.toString();
  }

  TemporaryDirectory root, directory;
  std::string program = root / "burin", output = root / "bundle";
};

TEST_F(ArchiveTest, ReadsBackWhatWasWritten) {
  auto archive = Archive::open(output);
  ASSERT_TRUE(archive.ok()) << archive.status().toString();
  EXPECT_EQ((*archive)->members().size(), 4u);
  EXPECT_EQ((*archive)->programSize(), fs::file_size(program));
  EXPECT_TRUE((*archive)->verify().ok());
  EXPECT_EQ(*(*archive)->read("tokenizer/vocab.json", 100), "{\"a\": 1}");
  EXPECT_EQ(*(*archive)->read("empty", 100), "");
  EXPECT_EQ(*(*archive)->read("unet.weights", 10000), std::string(10000, 'w'));
  EXPECT_EQ((*archive)->read("unet.weights", 9999).status().code(),
            StatusCode::kDataLoss);
  EXPECT_EQ((*archive)->find("none").status().code(), StatusCode::kNotFound);
  for (const auto &entry : (*archive)->members())
    EXPECT_EQ(entry.second.offset % kArchiveAlignment, 0u);
}

TEST_F(ArchiveTest, IsAProgramThatRuns) {
  struct stat info{};
  ASSERT_EQ(::stat(output.c_str(), &info), 0);
  EXPECT_TRUE(info.st_mode & S_IXUSR);
  EXPECT_EQ(
      readText(output).compare(0, readText(program).size(), readText(program)),
      0);
}

TEST_F(ArchiveTest, ReplacesTheArchiveOfABundle) {
  TemporaryDirectory other;
  writeText(other / "pipeline.json", "[]");
  std::string again = root / "again";
  ASSERT_TRUE(writeExecutable(output, other.path, again).ok());
  auto archive = Archive::open(again);
  ASSERT_TRUE(archive.ok());
  EXPECT_EQ((*archive)->members().size(), 1u);
  EXPECT_EQ((*archive)->programSize(), fs::file_size(program));
}

TEST_F(ArchiveTest, SameFilesSameBytes) {
  std::string again = root / "again";
  ASSERT_TRUE(writeExecutable(program, directory.path, again).ok());
  EXPECT_EQ(readText(output), readText(again));
}

TEST_F(ArchiveTest, PlainFilesHaveNoArchive) {
  EXPECT_FALSE(Archive::isArchive(program));
  EXPECT_TRUE(Archive::isArchive(output));
  EXPECT_EQ(Archive::open(program).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(PipelineSource::open(program).status().code(),
            StatusCode::kNotFound);
  EXPECT_TRUE(PipelineSource::open(output).ok());
  EXPECT_TRUE(PipelineSource::open(directory.path).ok());
  EXPECT_EQ(PipelineSource::open(root / "none").status().code(),
            StatusCode::kNotFound);
}

TEST_F(ArchiveTest, RefusesLinksAndMissingInputs) {
  EXPECT_FALSE(writeExecutable(root / "none", directory.path, root / "x").ok());
  EXPECT_FALSE(writeExecutable(program, root / "none", root / "x").ok());
  TemporaryDirectory empty;
  EXPECT_FALSE(writeExecutable(program, empty.path, root / "x").ok());
  fs::create_symlink("/etc/passwd", directory / "link");
  EXPECT_EQ(writeExecutable(program, directory.path, root / "x").code(),
            StatusCode::kInvalidArgument);
  EXPECT_FALSE(fs::exists(root / "x"));
}

/// Any flipped byte of index or footer is noticed, any cut too; nothing
/// crashes.
TEST_F(ArchiveTest, NoticesDamage) {
  std::string good = readText(output), path = root / "bad";
  auto archive = Archive::open(output);
  ASSERT_TRUE(archive.ok());
  size_t indexSize = 0;
  for (const auto &entry : (*archive)->members())
    indexSize += entry.first.size() + 28;
  for (size_t back = 1; back <= indexSize + 64; ++back) {
    std::string bad = good;
    bad[bad.size() - back] = static_cast<char>(bad[bad.size() - back] ^ 0x41);
    writeText(path, bad);
    EXPECT_FALSE(Archive::open(path).ok()) << "byte -" << back;
  }
  for (size_t cut : {size_t(1), size_t(63), size_t(64), size_t(65), size_t(300),
                     good.size() - 3, good.size()}) {
    writeText(path, good.substr(0, good.size() - cut));
    EXPECT_FALSE(Archive::open(path).ok()) << "cut " << cut;
  }
  writeText(path, good.substr(4096));
  EXPECT_FALSE(Archive::open(path).ok());
}

TEST_F(ArchiveTest, ReadChecksTheMember) {
  std::string bytes = readText(output), path = root / "bad";
  bytes[bytes.find("wwww") + 5000] = 'x';
  writeText(path, bytes);
  auto archive = Archive::open(path);
  ASSERT_TRUE(archive.ok());
  EXPECT_EQ((*archive)->read("unet.weights", 10000).status().code(),
            StatusCode::kDataLoss);
  EXPECT_EQ((*archive)->verify().code(), StatusCode::kDataLoss);
}

/// An index with correct checksums but hostile numbers.
TEST_F(ArchiveTest, RefusesHostileIndexes) {
  auto le = [](uint64_t value, size_t bytes) {
    std::string out;
    for (size_t i = 0; i < bytes; ++i)
      out += static_cast<char>(value >> (8 * i));
    return out;
  };
  auto hash = [](const std::string &text) {
    return checksum64(
        {reinterpret_cast<const uint8_t *>(text.data()), text.size()});
  };
  auto record = [&](const std::string &name, uint64_t offset, uint64_t size) {
    return le(name.size(), 4) + name + le(offset, 8) + le(size, 8) + le(0, 8);
  };
  auto build = [&](const std::string &index, uint32_t count,
                   uint64_t programSize) {
    std::string file(8192, 'p');
    std::string footer = "BURINARC" + le(1, 4) + le(count, 4) +
                         le(programSize, 8) + le(8192, 8) +
                         le(index.size(), 8) + le(hash(index), 8);
    return file + index + footer + le(hash(footer), 8) + "CRANIRUB";
  };
  struct Case {
    const char *what;
    std::string index;
    uint32_t count;
    uint64_t programSize;
    bool ok;
  };
  const uint64_t huge = ~uint64_t(0);
  for (const Case &test :
       {Case{"good", record("a", 4096, 4096), 1, 4096, true},
        Case{"misaligned", record("a", 4097, 1), 1, 4096, false},
        Case{"over the program", record("a", 0, 1), 1, 4096, false},
        Case{"past the index", record("a", 4096, 4097), 1, 4096, false},
        Case{"huge size", record("a", 4096, huge), 1, 4096, false},
        Case{"huge offset", record("a", huge - 4095, 8192), 1, 4096, false},
        Case{"overlap", record("a", 4096, 2) + record("b", 4096, 2), 2, 0,
             false},
        Case{"twice", record("a", 0, 1) + record("a", 4096, 1), 2, 0, false},
        Case{"escapes", record("../a", 4096, 1), 1, 4096, false},
        Case{"absolute", record("/a", 4096, 1), 1, 4096, false},
        Case{"unnamed", record("", 4096, 1), 1, 4096, false},
        Case{"count too large", record("a", 4096, 1), 2, 4096, false},
        Case{"count too small", record("a", 4096, 1), 0, 4096, false},
        Case{"huge count", record("a", 4096, 1), 0xFFFFFFFF, 4096, false},
        Case{"huge name", le(0xFFFFFFFF, 4) + "a", 1, 4096, false},
        Case{"program too large", record("a", 4096, 1), 1, huge, false}}) {
    std::string path = root / "hostile";
    writeText(path, build(test.index, test.count, test.programSize));
    EXPECT_EQ(Archive::open(path).ok(), test.ok) << test.what;
  }
}

TEST(MemberName, StaysInside) {
  for (const char *good :
       {"a", "a/b.json", "tokenizer/vocab.json", "a..b", ".x"})
    EXPECT_TRUE(checkMemberName(good).ok()) << good;
  for (const std::string &bad :
       {std::string(""), std::string("/a"), std::string("a/"),
        std::string("a//b"), std::string(".."), std::string("a/../b"),
        std::string("./a"), std::string("a\\b"), std::string("a\nb"),
        std::string("a\0b", 3), std::string(300, 'a')})
    EXPECT_FALSE(checkMemberName(bad).ok()) << bad;
}

TEST(Manifest, IsWrittenFromADiffusersFolder) {
  TemporaryDirectory output;
  CompiledShapes shapes;
  shapes.latentHeight = shapes.latentWidth = 16;
  Status status = writePipelineManifest(BURIN_EMOJI_MODEL, output.path, shapes);
  ASSERT_TRUE(status.ok()) << status.toString();
  auto manifest = parseManifest(readText(output / "pipeline.json"));
  ASSERT_TRUE(manifest.ok()) << manifest.status().toString();
  EXPECT_EQ(manifest->model, "model");
  EXPECT_DOUBLE_EQ(manifest->scalingFactor, 0.38424623012542725);
  EXPECT_EQ(manifest->latentChannels, 4);
  EXPECT_EQ(manifest->latentHeight, 16);
  EXPECT_EQ(manifest->sequenceLength, 77);
  EXPECT_EQ(manifest->defaultGuidance, 5.0);
  EXPECT_EQ(manifest->defaultSteps, 20);
  EXPECT_EQ(manifest->samplerPlan, "");
  for (const char *file : {"tokenizer/vocab.json", "tokenizer/merges.txt",
                           "NOTICE", "scheduler/scheduler_config.json"})
    EXPECT_EQ(readText(output / file), readText(modelPath(file))) << file;
}

TEST(Manifest, NamesASampler) {
  TemporaryDirectory output;
  CompiledShapes shapes;
  shapes.hasSampler = true;
  Status status = writePipelineManifest(BURIN_EMOJI_MODEL, output.path, shapes);
  ASSERT_TRUE(status.ok()) << status.toString();
  auto manifest = parseManifest(readText(output / "pipeline.json"));
  ASSERT_TRUE(manifest.ok()) << manifest.status().toString();
  EXPECT_EQ(manifest->samplerPlan, "sampler.plan");
}

TEST(Manifest, RefusesOtherPipelines) {
  TemporaryDirectory model, output;
  fs::copy(BURIN_EMOJI_MODEL "/tokenizer", model / "tokenizer");
  fs::copy(BURIN_EMOJI_MODEL "/scheduler", model / "scheduler");
  auto message = [&] {
    return writePipelineManifest(model.path, output.path, {}).message();
  };
  EXPECT_NE(message().find("model_index.json"), std::string::npos);
  writeText(model / "model_index.json",
            R"({"_class_name": "StableDiffusionXLPipeline"})");
  EXPECT_NE(message().find("_class_name"), std::string::npos);
  writeText(model / "model_index.json",
            R"({"_class_name": "StableDiffusionPipeline"})");
  EXPECT_EQ(message(), "");
  writeText(model / "scheduler/scheduler_config.json",
            R"({"_class_name": "LMSDiscreteScheduler"})");
  EXPECT_NE(message().find("LMSDiscreteScheduler"), std::string::npos);
  fs::remove(model / "tokenizer/merges.txt");
  EXPECT_NE(message().find("merges.txt"), std::string::npos);
}

} // namespace
