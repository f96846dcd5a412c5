//===- hazards_test.cpp - When two dispatches need a barrier --------------===//

#include "runtime/drivers/vulkan/hazards.h"

#include <gtest/gtest.h>
#include <random>

namespace burin::vulkan {
namespace {

class FakeBuffer : public DeviceBuffer {
public:
  FakeBuffer() : DeviceBuffer(1 << 20) {}
};

using Args = std::vector<BoundArg>;

BoundArg reads(DeviceBuffer &buffer, uint64_t offset, uint64_t size) {
  return {&buffer, offset, size, Access::kRead};
}
BoundArg writes(DeviceBuffer &buffer, uint64_t offset, uint64_t size) {
  return {&buffer, offset, size, Access::kWrite};
}

TEST(Hazards, EveryKindOfConflictNeedsABarrier) {
  FakeBuffer arena, other;
  struct Case {
    BoundArg first, second;
    bool barrier;
  };
  const Case cases[] = {
      {reads(arena, 0, 512), reads(arena, 0, 512), false},
      {writes(arena, 0, 512), reads(arena, 0, 512), true},
      {reads(arena, 0, 512), writes(arena, 0, 512), true},
      {writes(arena, 0, 512), writes(arena, 0, 512), true},
      // One byte in common, and none.
      {writes(arena, 0, 513), reads(arena, 512, 512), true},
      {writes(arena, 0, 512), reads(arena, 512, 512), false},
      {reads(arena, 512, 512), writes(arena, 0, 513), true},
      {reads(arena, 512, 512), writes(arena, 0, 512), false},
      // A range inside of another.
      {writes(arena, 0, 4096), reads(arena, 1024, 512), true},
      {writes(arena, 1024, 512), reads(arena, 0, 4096), true},
      // The same bytes of another buffer.
      {writes(arena, 0, 512), writes(other, 0, 512), false},
  };
  for (const Case &c : cases) {
    HazardTracker tracker;
    EXPECT_FALSE(tracker.add(Args{c.first}));
    EXPECT_EQ(tracker.add(Args{c.second}), c.barrier)
        << (&c - cases) << " of the cases";
  }
}

TEST(Hazards, ReadWriteCountsAsBoth) {
  FakeBuffer arena;
  BoundArg both{&arena, 0, 512, Access::kReadWrite};
  HazardTracker tracker;
  EXPECT_FALSE(tracker.add(Args{both}));
  EXPECT_TRUE(tracker.add(Args{reads(arena, 0, 512)}));
  EXPECT_TRUE(tracker.add(Args{both}));
}

TEST(Hazards, ABarrierCoversEverythingBeforeIt) {
  FakeBuffer arena;
  HazardTracker tracker;
  // Three branches from one tensor run together, then their sum.
  EXPECT_FALSE(tracker.add(Args{writes(arena, 0, 512)}));
  EXPECT_TRUE(tracker.add(Args{reads(arena, 0, 512), writes(arena, 512, 512)}));
  EXPECT_FALSE(
      tracker.add(Args{reads(arena, 0, 512), writes(arena, 1024, 512)}));
  EXPECT_FALSE(
      tracker.add(Args{reads(arena, 0, 512), writes(arena, 1536, 512)}));
  EXPECT_TRUE(
      tracker.add(Args{reads(arena, 512, 1536), writes(arena, 2048, 512)}));
  // What was written before that barrier is visible without another.
  EXPECT_FALSE(
      tracker.add(Args{reads(arena, 0, 512), writes(arena, 2560, 512)}));
  EXPECT_TRUE(tracker.add(Args{reads(arena, 2048, 1024)}));
}

/// Against a tracker that keeps one flag for each byte.
TEST(Hazards, AgreesWithABitmap) {
  constexpr uint64_t kBytes = 64;
  FakeBuffer buffer;
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    HazardTracker tracker;
    std::vector<bool> read(kBytes), written(kBytes);
    for (int step = 0; step < 30; ++step) {
      Args args;
      for (int i = 0; i < 3; ++i) {
        uint64_t offset = random() % kBytes;
        args.push_back({&buffer, offset, 1 + random() % (kBytes - offset) % 9,
                        Access(random() % 3)});
      }
      bool expected = false;
      auto each = [&](auto function) {
        for (const BoundArg &arg : args)
          for (uint64_t at = arg.offset; at < arg.offset + arg.size; ++at)
            function(arg.access, at);
      };
      each([&](Access access, uint64_t at) {
        expected |= written[at] || (access != Access::kRead && read[at]);
      });
      if (expected) {
        read.assign(kBytes, false);
        written.assign(kBytes, false);
      }
      each([&](Access access, uint64_t at) {
        read[at] = read[at] || access != Access::kWrite;
        written[at] = written[at] || access != Access::kRead;
      });
      ASSERT_EQ(tracker.add(args), expected) << round << " " << step;
    }
  }
}

} // namespace
} // namespace burin::vulkan
