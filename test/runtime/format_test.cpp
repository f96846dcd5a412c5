//===- format_test.cpp - Reading and writing plan files -------------------===//

#include "runtime/cts/sample_plan.h"
#include "runtime/format/layout.h"
#include "runtime/format/reader.h"
#include "runtime/format/writer.h"
#include "test/runtime/test_util.h"

#include <cstdlib>

namespace burin {
namespace {

class Format : public testing::Test {
protected:
  void SetUp() override {
    auto sample = cts::makeSample(directory.name);
    ASSERT_TRUE(sample.ok()) << sample.status().toString();
    plan = sample->plan;
    auto serialized = serializePlan(plan);
    ASSERT_TRUE(serialized.ok()) << serialized.status().toString();
    bytes = *serialized;
  }
  /// Makes the checksum right again after a change.
  static void reseal(std::vector<uint8_t> &bytes) {
    uint64_t checksum = layout::planChecksum(bytes);
    for (int i = 0; i < 8; ++i)
      bytes[layout::kChecksumOffset + i] = uint8_t(checksum >> (8 * i));
  }
  static void put(std::vector<uint8_t> &bytes, size_t at, uint64_t value,
                  int size) {
    for (int i = 0; i < size; ++i)
      bytes[at + i] = uint8_t(value >> (8 * i));
  }
  uint64_t sectionOffset(layout::Section section) const {
    size_t at = layout::kTableOffset + section * layout::kTableEntrySize + 8;
    uint64_t offset = 0;
    for (int i = 0; i < 8; ++i)
      offset |= uint64_t(bytes[at + i]) << (8 * i);
    return offset;
  }
  /// The message for a file that differs in `size` bytes at `at`.
  std::string refusal(size_t at, uint64_t value, int size) const {
    std::vector<uint8_t> changed = bytes;
    put(changed, at, value, size);
    reseal(changed);
    auto result = readPlan(changed, "m.plan");
    return result.ok() ? "" : result.status().message();
  }

  test::TempDirectory directory;
  Plan plan;
  std::vector<uint8_t> bytes;
};

TEST_F(Format, RoundTripKeepsEverything) {
  auto read = readPlan(bytes);
  ASSERT_TRUE(read.ok()) << read.status().toString();
  auto again = serializePlan(*read);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, bytes);
  EXPECT_EQ(read->model, "sample.onnx");
  EXPECT_EQ(read->arenaBytes, plan.arenaBytes);
  ASSERT_EQ(read->constants.size(), 2u);
  EXPECT_EQ(read->constants[0].checksum, plan.constants[0].checksum);
  EXPECT_EQ(read->constants[1].seed, 7u);
  EXPECT_EQ(read->constants[1].stddev, 2.0f);
  EXPECT_EQ(read->modules[0].code, plan.modules[0].code);
  EXPECT_EQ(read->kernels[2].workgroupSize, plan.kernels[2].workgroupSize);
  ASSERT_EQ(read->entries.size(), 2u);
  EXPECT_EQ(read->entries[0].dispatches[1].args[1].offset, 512u);
  EXPECT_EQ(read->entries[1].outputs[0].dtype, DType::kF16);
  EXPECT_EQ(read->entries[1].outputs[0].shape, (std::vector<int64_t>{16, 16}));
}

TEST_F(Format, ReadsFromARangeOfAFile) {
  std::vector<uint8_t> padded(1001, 0xAB);
  padded.insert(padded.end(), bytes.begin(), bytes.end());
  padded.insert(padded.end(), 77, 0xCD);
  ASSERT_OK(writeFileAtomically(directory / "big", padded));
  EXPECT_TRUE(
      readPlanFile(FileRange(directory / "big", 1001, bytes.size())).ok());
  EXPECT_FALSE(readPlanFile(FileRange(directory / "big", 1001)).ok());
}

TEST_F(Format, EveryPrefixIsRefused) {
  for (size_t size = 0; size < bytes.size(); ++size)
    ASSERT_FALSE(readPlan(ByteSpan(bytes.data(), size)).ok()) << size;
  bytes.push_back(0);
  EXPECT_FALSE(readPlan(bytes).ok());
}

TEST_F(Format, EveryPrefixWithARepairedHeaderIsRefused) {
  for (size_t size = layout::kHeaderSize; size < bytes.size(); ++size) {
    std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + size);
    put(cut, 16, size, 8);
    reseal(cut);
    ASSERT_FALSE(readPlan(cut).ok()) << size;
  }
}

TEST_F(Format, EveryBitFlipIsRefused) {
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= uint8_t(1 << bit % 8);
    ASSERT_FALSE(readPlan(bytes).ok()) << "bit " << bit;
    bytes[bit / 8] ^= uint8_t(1 << bit % 8);
  }
}

/// With the checksum repaired, a flip may give another valid plan (a name, a
/// predicted cost), but never a crash, and what is read must be what was there.
TEST_F(Format, ResealedBitFlipsAreRefusedOrReadExactly) {
  size_t accepted = 0, refused = 0;
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::vector<uint8_t> changed = bytes;
    changed[bit / 8] ^= uint8_t(1 << bit % 8);
    reseal(changed);
    auto read = readPlan(changed);
    if (!read.ok()) {
      ++refused;
      continue;
    }
    ++accepted;
    auto again = serializePlan(*read);
    ASSERT_TRUE(again.ok()) << "bit " << bit;
    // The flip of a checksum bit was repaired.
    ASSERT_EQ(*again, changed) << "bit " << bit;
  }
  EXPECT_GT(refused, accepted / 8);
}

TEST_F(Format, ByteSubstitutionsNeverCrash) {
  for (size_t at = 8; at < bytes.size(); ++at) {
    for (uint8_t value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
      std::vector<uint8_t> changed = bytes;
      changed[at] = value;
      reseal(changed);
      auto read = readPlan(changed);
      if (read.ok()) {
        ASSERT_TRUE(serializePlan(*read).ok());
      }
    }
  }
}

TEST_F(Format, HeaderErrorsAreNamed) {
  auto has = [](const std::string &message, const char *text) {
    return message.find("m.plan: ") == 0 &&
           message.find(text) != std::string::npos;
  };
  EXPECT_TRUE(has(refusal(0, 'X', 1), "magic"));
  EXPECT_TRUE(has(refusal(8, 2, 2), "plan format 2.0"));
  EXPECT_TRUE(has(refusal(10, 2, 2), "plan format 1.2"));
  EXPECT_TRUE(
      has(refusal(10, 1, 2), "version 1.1, the contents are those of 1.0"));
  EXPECT_TRUE(has(refusal(12, 10, 4), "sections"));
  EXPECT_TRUE(has(refusal(16, bytes.size() + 8, 8), "total size"));
  EXPECT_TRUE(has(refusal(layout::kTableOffset, 9, 4), "'info': id 9"));
  EXPECT_TRUE(has(refusal(layout::kTableOffset + 4, 80, 4), "'info'"));
  EXPECT_TRUE(has(refusal(layout::kTableOffset + 8, 304, 8), "offset 304"));
  EXPECT_TRUE(has(refusal(layout::kTableOffset + 16, UINT64_MAX, 8),
                  "exceeds the file"));
  EXPECT_TRUE(has(refusal(layout::kTableOffset + 24 + 16, 65, 8), "multiple"));
}

TEST_F(Format, RecordErrorsAreNamed) {
  auto has = [](const std::string &message, const char *section,
                const char *text) {
    return message.find(section) != std::string::npos &&
           message.find(text) != std::string::npos;
  };
  uint64_t constants = sectionOffset(layout::kConstants);
  uint64_t kernels = sectionOffset(layout::kKernels);
  uint64_t entries = sectionOffset(layout::kEntries);
  EXPECT_TRUE(has(refusal(constants + 64 + 16, 99, 1), "'constants', record 1",
                  "element type is 99"));
  EXPECT_TRUE(has(refusal(constants + 17, 2, 1), "'constants', record 0",
                  "constant kind is 2"));
  EXPECT_TRUE(has(refusal(constants + 18, 1, 1), "'constants'", "reserved"));
  // Counts far beyond the file: refused before anything is allocated.
  EXPECT_TRUE(has(refusal(constants + 4, UINT32_MAX, 4), "'constants'",
                  "4294967295 records of 'strings'"));
  EXPECT_TRUE(has(refusal(constants + 12, UINT32_MAX, 4), "'constants'",
                  "4294967295 records of 'shapes'"));
  EXPECT_TRUE(has(refusal(kernels + 36, UINT32_MAX, 4), "'kernels', record 0",
                  "'accesses'"));
  EXPECT_TRUE(has(refusal(entries + 28, UINT32_MAX, 4), "'entries', record 0",
                  "'dispatches'"));
  // References must be in order: no sharing, no holes.
  EXPECT_TRUE(has(refusal(kernels + 32, 1, 4), "'kernels', record 0",
                  "record 1 of 'accesses', expected 0"));
  EXPECT_TRUE(has(refusal(entries + 12, 0, 4), "'entries'", "expected 0"));
}

TEST_F(Format, WriterRefusesWhatTheReaderWould) {
  plan.kernels[0].module = 5;
  auto status = writePlan(plan, directory / "bad.plan");
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(test::contains(status, "module index 5"));
  EXPECT_FALSE(std::filesystem::exists(directory / "bad.plan"));
}

TEST_F(Format, EqualHalvesNeedVersion1_1) {
  size_t flag = sectionOffset(layout::kTensors) + 17;
  EXPECT_NE(refusal(flag, 1, 1)
                .find("equal halves is set, which version 1.0 does not know"),
            std::string::npos);
  EXPECT_NE(refusal(flag, 2, 1).find("equal halves is 2"), std::string::npos);
  EXPECT_NE(refusal(flag + 1, 1, 1).find("reserved"), std::string::npos);
  plan.entries[0].inputs[0].equalHalves = true;
  auto serialized = serializePlan(plan);
  ASSERT_TRUE(serialized.ok());
  EXPECT_EQ((*serialized)[10], 1);
  auto read = readPlan(*serialized);
  ASSERT_TRUE(read.ok()) << read.status().toString();
  EXPECT_TRUE(read->entries[0].inputs[0].equalHalves);
  EXPECT_FALSE(read->entries[1].inputs[0].equalHalves);
  auto again = serializePlan(*read);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *serialized);
}

/// Files of earlier versions must stay readable, and the writer must not change
/// the format without a new version. BURIN_UPDATE_GOLDEN=1 writes the files.
TEST_F(Format, GoldenFilesStayReadable) {
  for (const char *version : {"1_0", "1_1"}) {
    plan.entries[0].inputs[0].equalHalves = version == std::string("1_1");
    auto written = serializePlan(plan);
    ASSERT_TRUE(written.ok());
    std::string path =
        std::string(BURIN_GOLDEN_DIR) + "/sample_v" + version + ".plan";
    if (std::getenv("BURIN_UPDATE_GOLDEN")) {
      ASSERT_OK(writeFileAtomically(path, *written));
    }
    auto golden = MappedFile::open(path);
    ASSERT_TRUE(golden.ok()) << golden.status().toString();
    auto read = readPlan(golden->bytes(), path);
    ASSERT_TRUE(read.ok()) << read.status().toString();
    EXPECT_EQ(read->entries.size(), 2u);
    std::vector<uint8_t> stored(golden->bytes().begin(), golden->bytes().end());
    auto again = serializePlan(*read);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, stored);
    EXPECT_EQ(*written, stored) << "the sample or the format has changed";
  }
}

} // namespace
} // namespace burin
