//===- buffers_test.cpp - Buffers of every driver -------------------------===//
#include "runtime/cts/driver_test.h"

#include <algorithm>

namespace burin::cts {
namespace {

TEST_P(DriverTest, WritesManyMegabytes) {
  std::vector<uint32_t> words(9 * (1 << 20) + 77);
  for (size_t i = 0; i < words.size(); ++i)
    words[i] = uint32_t(i * 2654435761u);
  auto made = device->createBuffer(4 * words.size() + 1024);
  ASSERT_TRUE(made.ok()) << made.status().toString();
  for (size_t start : {128, 129}) { // the latter is aligned to nothing larger
    ASSERT_OK(device->fill(**made, 0, (*made)->size(), 0x55));
    ASSERT_OK(device->write(**made, 4 * start, bytes(words)));
    std::vector<uint32_t> found = contents(**made);
    EXPECT_EQ(found[start - 1], 0x55555555u);
    EXPECT_TRUE(std::equal(words.begin(), words.end(), found.begin() + start));
    EXPECT_EQ(found[start + words.size()], 0x55555555u);
  }
}

TEST_P(DriverTest, KernelsSeeManyMegabytes) {
  auto step = advance();
  std::vector<uint32_t> words(9 * (1 << 20)), zeros(64);
  for (size_t i = 0; i < words.size(); ++i)
    words[i] = uint32_t(i * 2654435761u);
  auto made = device->createConstants(4 * words.size());
  ASSERT_TRUE(made.ok()) << made.status().toString();
  std::unique_ptr<DeviceBuffer> weights = std::move(*made);
  ASSERT_OK(device->write(*weights, 0, bytes(words)));
  auto x = buffer(zeros);
  ASSERT_TRUE(step && x);
  uint64_t offset = weights->size() - 512;
  std::vector<BoundDispatch> dispatches = {
      advanceDispatch(step.get(), {weights.get(), offset, 256, Access::kRead},
                      whole(*x, Access::kReadWrite), 1)};
  auto list = device->record(dispatches);
  ASSERT_TRUE(list.ok()) << list.status().toString();
  ASSERT_OK(device->execute(**list, {}));
  auto read = words.end() - 128;
  EXPECT_EQ(contents(*x), std::vector<uint32_t>(read, read + 64));
}

TEST_P(DriverTest, CopiesRangesOfBuffers) {
  auto a = buffer({1, 2, 3, 4}), b = buffer({5, 6, 7, 8});
  ASSERT_TRUE(a && b);
  ASSERT_OK(device->copy(*a, 4, *b, 8, 8));
  EXPECT_EQ(contents(*b), (std::vector<uint32_t>{5, 6, 2, 3}));
  ASSERT_OK(device->fill(*b, 4, 8, 0xFF));
  EXPECT_EQ(contents(*b), (std::vector<uint32_t>{5, ~0u, ~0u, 3}));
  uint32_t word = 0;
  ASSERT_OK(device->read(
      *b, 12, MutableByteSpan(reinterpret_cast<uint8_t *>(&word), 4)));
  EXPECT_EQ(word, 3u);
}

TEST_P(DriverTest, RefusesRangesOutsideOfBuffers) {
  auto a = buffer({1, 2, 3, 4});
  ASSERT_TRUE(a);
  std::vector<uint8_t> data(16);
  EXPECT_EQ(device->write(*a, 4, data).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(device->read(*a, 1, data).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(device->read(*a, UINT64_MAX, data).code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(device->fill(*a, 8, 9, 0).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(device->copy(*a, 0, *a, 8, UINT64_MAX).code(),
            StatusCode::kInvalidArgument);
  EXPECT_FALSE(device->createBuffer(0).ok());
  EXPECT_EQ(device->createBuffer(uint64_t(1) << 60).status().code(),
            StatusCode::kOutOfMemory);
  EXPECT_EQ(contents(*a), (std::vector<uint32_t>{1, 2, 3, 4}));
}

TEST_P(DriverTest, HoldsBigBuffers) {
  const uint64_t size =
      std::min<uint64_t>(256 << 20, device->info().maxAllocationBytes);
  auto big = device->createBuffer(size);
  ASSERT_TRUE(big.ok()) << big.status().toString();
  std::vector<uint8_t> tail = {1, 2, 3, 4}, read(4);
  ASSERT_OK(device->fill(**big, 0, size, 0));
  ASSERT_OK(device->write(**big, size - 4, tail));
  ASSERT_OK(device->read(**big, size - 4, read));
  EXPECT_EQ(read, tail);
  ASSERT_OK(device->read(**big, size - 8, read));
  EXPECT_EQ(read, std::vector<uint8_t>(4));
}

} // namespace
} // namespace burin::cts
