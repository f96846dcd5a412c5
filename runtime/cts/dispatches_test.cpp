//===- dispatches_test.cpp - Kernels run by every driver ------------------===//
#include "runtime/cts/driver_test.h"

#include <atomic>
#include <cstdlib>

namespace burin::cts {
namespace {

TEST_P(DriverTest, RunsDispatchesInOrderAndReplays) {
  auto step = advance();
  std::vector<uint32_t> ones(64, 1), twos(64, 2);
  auto one = buffer(ones), two = buffer(twos), x = buffer(ones);
  ASSERT_TRUE(step && one && two && x);
  std::vector<BoundDispatch> dispatches;
  uint32_t expected = 1;
  for (int i = 0; i < 50; ++i) {
    auto &a = i % 2 ? *two : *one;
    dispatches.push_back(advanceDispatch(step.get(), whole(a, Access::kRead),
                                         whole(*x, Access::kReadWrite), 1));
  }
  auto list = device->record(dispatches);
  ASSERT_TRUE(list.ok()) << list.status().toString();
  for (int run = 0; run < 2; ++run) {
    ASSERT_OK(device->execute(**list, {}));
    for (int i = 0; i < 50; ++i)
      expected = 3 * expected + (i % 2 ? 2 : 1);
    EXPECT_EQ(contents(*x), std::vector<uint32_t>(64, expected));
  }
}

TEST_P(DriverTest, BindsRangesOfBuffers) {
  auto step = advance();
  std::vector<uint32_t> words(128 * 3);
  for (size_t i = 0; i < words.size(); ++i)
    words[i] = uint32_t(i);
  auto x = buffer(words);
  ASSERT_TRUE(step && x);
  // The third 512 bytes, computed from the second; the rest stays.
  std::vector<BoundDispatch> dispatches = {
      advanceDispatch(step.get(), {x.get(), 512, 512, Access::kRead},
                      {x.get(), 1024, 512, Access::kReadWrite}, 2)};
  auto list = device->record(dispatches);
  ASSERT_TRUE(list.ok()) << list.status().toString();
  ASSERT_OK(device->execute(**list, {}));
  for (size_t i = 256; i < 384; ++i)
    words[i] = 3 * words[i] + words[i - 128];
  EXPECT_EQ(contents(*x), words);
}

TEST_P(DriverTest, RefusesBadDispatches) {
  auto step = advance();
  auto x = buffer(std::vector<uint32_t>(256));
  ASSERT_TRUE(step && x);
  const BoundDispatch good =
      advanceDispatch(step.get(), {x.get(), 0, 256, Access::kRead},
                      {x.get(), 512, 256, Access::kReadWrite}, 1);
  auto refusal = [&](auto change) {
    std::vector<BoundDispatch> dispatches = {good};
    change(dispatches[0]);
    auto list = device->record(dispatches);
    return list.ok() ? std::string() : list.status().message();
  };
  EXPECT_EQ(refusal([](BoundDispatch &) {}), "");
  auto names = [](const std::string &message) {
    return message.find("Step_0") != std::string::npos;
  };
  EXPECT_TRUE(names(refusal([](auto &d) { d.args.pop_back(); })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.args[1].offset = 1024; })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.args[1].size = UINT64_MAX; })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.args[0].buffer = nullptr; })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.groups[1] = 0; })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.workgroupSize[2] = 0; })));
  EXPECT_TRUE(names(refusal([](auto &d) { d.workgroupSize[0] = 1 << 20; })));
  EXPECT_TRUE(
      names(refusal([](auto &d) { d.localMemoryBytes = uint64_t(1) << 40; })));
  if (device->info().bufferAlignment > 4) {
    EXPECT_TRUE(names(refusal([](auto &d) { d.args[1].offset = 4; })));
  }
  EXPECT_NE(refusal([](auto &d) { d.kernel = "nothing"; }).find("nothing"),
            std::string::npos);
}

TEST_P(DriverTest, TimesEveryDispatch) {
  auto step = advance();
  auto x = buffer(std::vector<uint32_t>(256));
  ASSERT_TRUE(step && x);
  std::vector<BoundDispatch> dispatches(
      5, advanceDispatch(step.get(), {x.get(), 0, 256, Access::kRead},
                         {x.get(), 512, 256, Access::kReadWrite}, 1));
  auto list = device->record(dispatches);
  ASSERT_TRUE(list.ok());
  std::vector<DispatchTime> times;
  ExecuteOptions options;
  options.times = &times;
  ASSERT_OK(device->execute(**list, options));
  ASSERT_EQ(times.size(), 5u);
  for (size_t i = 0; i < times.size(); ++i) {
    EXPECT_GT(times[i].start, 0u);
    EXPECT_GE(times[i].end, times[i].start);
    if (i > 0) {
      EXPECT_GE(times[i].start, times[i - 1].end) << "dispatches overlap";
    }
  }
}

TEST_P(DriverTest, CancelsAndReportsProgress) {
  auto step = advance();
  auto x = buffer(std::vector<uint32_t>(256));
  ASSERT_TRUE(step && x);
  std::vector<BoundDispatch> dispatches(
      200, advanceDispatch(step.get(), {x.get(), 0, 256, Access::kRead},
                           {x.get(), 512, 256, Access::kReadWrite}, 1));
  auto list = device->record(dispatches);
  ASSERT_TRUE(list.ok());
  std::atomic<bool> cancel{false};
  size_t last = 0;
  ExecuteOptions options;
  options.cancel = &cancel;
  options.progress = [&](size_t done, size_t total) {
    EXPECT_EQ(total, 200u);
    EXPECT_GT(done, last);
    last = done;
  };
  ASSERT_OK(device->execute(**list, options));
  EXPECT_EQ(last, 200u);
  last = 0;
  options.progress = [&](size_t done, size_t) {
    last = done;
    cancel = true;
  };
  EXPECT_EQ(device->execute(**list, options).code(), StatusCode::kCancelled);
  EXPECT_GT(last, 0u);
  EXPECT_LT(last, 200u);
  cancel = false;
  ASSERT_OK(device->execute(**list, {}));
}

TEST_P(DriverTest, SubmitsBehindEachOther) {
  auto step = advance();
  const std::vector<uint32_t> zeros(64, 0), ones(64, 1), twos(64, 2);
  auto a = buffer(ones), b = buffer(twos), x = buffer(zeros);
  ASSERT_TRUE(step && a && b && x);
  auto makeList = [&](DeviceBuffer &added) {
    std::vector<BoundDispatch> dispatches = {
        advanceDispatch(step.get(), whole(added, Access::kRead),
                        whole(*x, Access::kReadWrite), 1)};
    return device->record(dispatches);
  };
  auto first = makeList(*a), second = makeList(*b);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(device->wait(0).ok());
  // More than may be on their way at once, the same two lists over and over.
  uint32_t expected = 0;
  uint64_t last = 0;
  for (int i = 0; i < 300; ++i) {
    auto ticket = device->submit(i % 3 ? **second : **first);
    ASSERT_OK(ticket.status());
    EXPECT_GT(*ticket, last);
    last = *ticket;
    expected = 3 * expected + (i % 3 ? 2 : 1);
  }
  ASSERT_OK(device->wait(last));
  ASSERT_OK(device->wait(last)); // as often as one likes
  EXPECT_EQ(contents(*x), std::vector<uint32_t>(64, expected));
  // A run joins the queue at its end, with times as well.
  std::vector<DispatchTime> times;
  ExecuteOptions timed;
  timed.times = &times;
  for (const ExecuteOptions &options : {ExecuteOptions(), timed}) {
    ASSERT_OK(device->submit(**first).status());
    ASSERT_OK(device->execute(**second, options));
    expected = 3 * (3 * expected + 1) + 2;
    EXPECT_EQ(contents(*x), std::vector<uint32_t>(64, expected));
  }
}

TEST_P(DriverTest, ValidationSeesAMissedBarrier) {
  if (!std::getenv("BURIN_CTS_MISSED_BARRIER"))
    GTEST_SKIP() << "a ctest of its own";
  auto step = advance();
  const std::vector<uint32_t> ones(64, 1);
  auto a = buffer(ones), x = buffer(ones), y = buffer(ones);
  ASSERT_TRUE(step && a && x && y);
  // The first writes x, but is said to only read it; the second reads it.
  std::vector<BoundDispatch> dispatches = {
      advanceDispatch(step.get(), whole(*a, Access::kRead),
                      whole(*x, Access::kRead), 1),
      advanceDispatch(step.get(), whole(*x, Access::kRead),
                      whole(*y, Access::kReadWrite), 1)};
  auto list = device->record(dispatches);
  ASSERT_FALSE(list.ok()) << "synchronization validation is not on";
  EXPECT_NE(list.status().message().find("SYNC-HAZARD"), std::string::npos)
      << list.status().message();
}

} // namespace
} // namespace burin::cts
