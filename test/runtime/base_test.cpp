//===- base_test.cpp - Status, files, checked arithmetic, half ------------===//

#include "runtime/base/checked.h"
#include "runtime/base/file.h"
#include "runtime/base/half.h"
#include "runtime/base/strings.h"
#include "runtime/core/program_cache.h"
#include "test/runtime/test_util.h"

#include <cmath>
#include <cstring>
#include <fstream>

namespace burin {
namespace {

ByteSpan bytesOf(const std::string &text) {
  return ByteSpan(reinterpret_cast<const uint8_t *>(text.data()), text.size());
}

std::string textOf(ByteSpan bytes) {
  return std::string(bytes.begin(), bytes.end());
}

TEST(Status, CarriesCodeAndContext) {
  EXPECT_TRUE(okStatus().ok());
  Status status = notFound("tensor 'x'").withContext("entry 'main'");
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_EQ(status.toString(), "NotFound: entry 'main': tensor 'x'");
  StatusOr<int> wrong = status;
  EXPECT_FALSE(wrong.ok());
  StatusOr<int> right = 3;
  ASSERT_TRUE(right.ok());
  EXPECT_EQ(*right, 3);
}

TEST(Checked, RefusesOverflow) {
  uint64_t out = 0;
  EXPECT_TRUE(checkedAdd(1, UINT64_MAX - 1, out));
  EXPECT_FALSE(checkedAdd(2, UINT64_MAX - 1, out));
  EXPECT_FALSE(checkedMul(uint64_t(1) << 32, uint64_t(1) << 32, out));
  EXPECT_TRUE(checkedAlignUp(513, 512, out));
  EXPECT_EQ(out, 1024u);
  EXPECT_FALSE(checkedAlignUp(UINT64_MAX - 5, 512, out));
  EXPECT_TRUE(rangeFits(4, 4, 8));
  EXPECT_FALSE(rangeFits(5, 4, 8));
  EXPECT_FALSE(rangeFits(UINT64_MAX, 2, 8));
  EXPECT_FALSE(rangeFits(0, 9, 8));
}

TEST(Half, EveryHalfSurvivesTheRoundTrip) {
  for (uint32_t h = 0; h < 0x10000; ++h) {
    float value = halfToFloat(uint16_t(h));
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(value))));
      continue;
    }
    ASSERT_EQ(floatToHalf(value), h);
  }
}

TEST(Half, RoundsToNearestEven) {
  // Between each two neighbours: below, at and above the middle.
  for (uint32_t h = 0; h < 0x7bff; ++h) {
    float low = halfToFloat(uint16_t(h)), high = halfToFloat(uint16_t(h + 1));
    float middle = (low + high) / 2; // exact in float
    ASSERT_EQ(floatToHalf(middle), h % 2 ? h + 1 : h) << h;
    ASSERT_EQ(floatToHalf(std::nextafter(middle, low)), h);
    ASSERT_EQ(floatToHalf(std::nextafter(middle, high)), h + 1);
  }
  EXPECT_EQ(floatToHalf(65519.99f), 0x7bff);
  EXPECT_EQ(floatToHalf(65520.0f), 0x7c00);
  EXPECT_EQ(floatToHalf(-INFINITY), 0xfc00);
  EXPECT_EQ(floatToHalf(0x1p-25f), 0);
  EXPECT_EQ(floatToHalf(0x1.8p-25f), 1);
  EXPECT_EQ(floatToBfloat16(1.00390625f), 0x3f80); // tie to even
  EXPECT_EQ(bfloat16ToFloat(floatToBfloat16(-2.0f)), -2.0f);
}

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  test::TempDirectory directory;
  std::string path = directory / "out";
  {
    auto file = AtomicFile::create(path);
    ASSERT_TRUE(file.ok());
    ASSERT_OK(file->append(bytesOf("half")));
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.name));
  auto file = AtomicFile::create(path);
  ASSERT_TRUE(file.ok());
  std::string big(1 << 20, 'b');
  ASSERT_OK(file->append(bytesOf("start")));
  ASSERT_OK(file->append(bytesOf(big)));
  ASSERT_OK(file->padTo(4096));
  EXPECT_EQ(file->size() % 4096, 0u);
  uint64_t checksum = file->checksum();
  ASSERT_OK(file->commit());
  auto mapped = MappedFile::open(path);
  ASSERT_TRUE(mapped.ok());
  EXPECT_EQ(mapped->size(), file->size());
  EXPECT_EQ(checksum64(mapped->bytes()), checksum);
  EXPECT_EQ(textOf(mapped->bytes().subspan(0, 6)), "startb");
  EXPECT_FALSE(file->append(bytesOf("late")).ok());
}

TEST(AtomicFile, NamesAnImpossibleTarget) {
  auto file = AtomicFile::create("/nonexistent/directory/file");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.status().code(), StatusCode::kIo);
  EXPECT_TRUE(test::contains(file.status(), "/nonexistent/directory/file"));
}

TEST(MappedFile, MapsRanges) {
  test::TempDirectory directory;
  std::string content(10000, '.');
  content.replace(5001, 5, "inner");
  ASSERT_OK(writeFileAtomically(directory / "f", bytesOf(content)));
  auto inner = MappedFile::open(FileRange(directory / "f", 5001, 5));
  ASSERT_TRUE(inner.ok());
  EXPECT_EQ(textOf(inner->bytes()), "inner");
  EXPECT_EQ(MappedFile::open(FileRange(directory / "f", 9999))->size(), 1u);
  EXPECT_EQ(MappedFile::open(FileRange(directory / "f", 10000))->size(), 0u);
  EXPECT_EQ(MappedFile::open(FileRange(directory / "f", 10001)).status().code(),
            StatusCode::kDataLoss);
  EXPECT_EQ(MappedFile::open(FileRange(directory / "f", 1, UINT64_MAX - 1))
                .status()
                .code(),
            StatusCode::kDataLoss);
  EXPECT_EQ(MappedFile::open(directory / "none").status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(MappedFile::open(directory.name).status().code(),
            StatusCode::kInvalidArgument);
}

TEST(ProgramCache, MissesWhenAnythingIsWrong) {
  test::TempDirectory directory;
  ProgramCache cache(directory / "a/b");
  std::string key = ProgramCache::key({"x", "yz"});
  EXPECT_NE(key, ProgramCache::key({"xy", "z"}));
  EXPECT_FALSE(cache.load(key));
  cache.store(key, bytesOf("binary"));
  ASSERT_TRUE(cache.load(key));
  EXPECT_EQ(textOf(*cache.load(key)), "binary");
  EXPECT_FALSE(cache.load(ProgramCache::key({"other"})));
  std::ifstream in(cache.pathOf(key), std::ios::binary);
  std::string good((std::istreambuf_iterator<char>(in)), {});
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = char(bad[bit / 8] ^ (1 << bit % 8));
    ASSERT_OK(writeFileAtomically(cache.pathOf(key), bytesOf(bad)));
    ASSERT_FALSE(cache.load(key)) << "bit " << bit;
  }
  for (size_t size = 0; size < good.size(); ++size) {
    ASSERT_OK(
        writeFileAtomically(cache.pathOf(key), bytesOf(good).subspan(0, size)));
    ASSERT_FALSE(cache.load(key)) << "size " << size;
  }
  ProgramCache off("");
  off.store(key, bytesOf("binary"));
  EXPECT_FALSE(off.load(key));
}

} // namespace
} // namespace burin
