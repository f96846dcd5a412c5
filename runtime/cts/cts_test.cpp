//===- cts_test.cpp - What every driver must do ---------------------------===//
//
// Runs over every device of every driver that computes. A driver without a
// device is skipped, visibly.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/half.h"
#include "runtime/core/device.h"
#include "runtime/core/session.h"
#include "runtime/cts/sample_plan.h"
#include "runtime/cts/test_kernels.h"
#include "runtime/drivers/drivers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace burin::cts {
namespace {

#define ASSERT_OK(expr)                                                        \
  do {                                                                         \
    Status assertOk = (expr);                                                  \
    ASSERT_TRUE(assertOk.ok()) << assertOk.toString();                         \
  } while (false)

class DriverTest : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    std::string reason;
    std::string driver = GetParam().substr(0, GetParam().find(':'));
    if (listDevices(driver, &reason).empty())
      GTEST_SKIP() << "no " << driver << " device: " << reason;
    directory = testing::TempDir() + "burin_cts_" + std::to_string(::getpid());
    std::filesystem::create_directories(directory);
    ::setenv("BURIN_CACHE_DIR", (directory + "/cache").c_str(), 1);
    device = open();
    ASSERT_TRUE(device);
  }
  void TearDown() override {
    device.reset();
    if (!directory.empty())
      std::filesystem::remove_all(directory);
    ::unsetenv("BURIN_CACHE_DIR");
  }

  std::shared_ptr<Device> open() {
    auto opened = openDevice(GetParam());
    EXPECT_TRUE(opened.ok()) << opened.status().toString();
    return opened.ok() ? *opened : nullptr;
  }

  std::unique_ptr<DeviceBuffer> buffer(const std::vector<uint32_t> &words) {
    auto made = device->createBuffer(words.size() * 4);
    EXPECT_TRUE(made.ok()) << made.status().toString();
    if (!made.ok())
      return nullptr;
    Status status = device->write(**made, 0, bytes(words));
    EXPECT_TRUE(status.ok()) << status.toString();
    return std::move(*made);
  }
  std::vector<uint32_t> contents(DeviceBuffer &buffer) {
    std::vector<uint32_t> words(buffer.size() / 4);
    Status status =
        device->read(buffer, 0,
                     MutableByteSpan(reinterpret_cast<uint8_t *>(words.data()),
                                     words.size() * 4));
    EXPECT_TRUE(status.ok()) << status.toString();
    return words;
  }
  static ByteSpan bytes(const std::vector<uint32_t> &words) {
    return ByteSpan(reinterpret_cast<const uint8_t *>(words.data()),
                    words.size() * 4);
  }
  /// What the device takes.
  CodeFormat format() const {
    return device->info().acceptsOpenCLC ? CodeFormat::kOpenCLC
                                         : CodeFormat::kSPIRV;
  }
  /// The kernel "advance": x = 3 x + a, so that the order of dispatches shows.
  std::unique_ptr<DeviceModule> advance() {
    auto built = device->createModule(testKernel(format(), "advance"));
    EXPECT_TRUE(built.ok()) << built.status().toString();
    return built.ok() ? std::move(*built) : nullptr;
  }

  std::string directory;
  std::shared_ptr<Device> device;
};

BoundDispatch advanceDispatch(DeviceModule *module, BoundArg a, BoundArg x,
                              uint32_t groups) {
  BoundDispatch dispatch;
  dispatch.module = module;
  dispatch.kernel = "advance";
  dispatch.label = "Step_0";
  dispatch.workgroupSize = {64, 1, 1};
  dispatch.groups = {groups, 1, 1};
  dispatch.args = {a, x};
  return dispatch;
}

BoundArg whole(DeviceBuffer &buffer, Access access) {
  return {&buffer, 0, buffer.size(), access};
}

TEST_P(DriverTest, StatesItsLimits) {
  const DeviceInfo &info = device->info();
  EXPECT_EQ(info.id, GetParam());
  EXPECT_FALSE(info.name.empty());
  EXPECT_GE(info.maxWorkgroupSize, 1u);
  EXPECT_GE(info.maxAllocationBytes, uint64_t(1) << 20);
  EXPECT_GE(info.bufferAlignment, 1u);
  EXPECT_LE(info.bufferAlignment, kArenaAlignment);
}

/// More than a piece of the memory that drivers stage through, not a multiple of
/// it, and not from the buffer's start.
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

TEST_P(DriverTest, ReportsTheCompilersError) {
  if (format() == CodeFormat::kSPIRV)
    GTEST_SKIP() << "SPIR-V has no text to be wrong";
  Module broken;
  broken.name = "broken";
  broken.code = "__kernel void f(__global int *a) { a[0] = burin_no_such; }";
  auto built = device->createModule(broken);
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.status().code(), StatusCode::kBuildFailure);
  EXPECT_NE(built.status().message().find("burin_no_such"), std::string::npos)
      << built.status().message();
}

TEST_P(DriverTest, RefusesBrokenSPIRV) {
  if (format() != CodeFormat::kSPIRV)
    GTEST_SKIP() << "takes text";
  const Module good = testKernel(format(), "advance");
  auto refuses = [&](const std::string &code) {
    Module module = good;
    module.code = code;
    auto built = device->createModule(module);
    return !built.ok() && !built.status().message().empty();
  };
  EXPECT_FALSE(refuses(good.code));
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses(std::string(20, '\0')));
  EXPECT_TRUE(refuses(good.code + "x"));
  // Cut anywhere, the module is refused before the driver sees it.
  for (size_t size = 4; size < good.code.size(); size += 4)
    EXPECT_TRUE(refuses(good.code.substr(0, size))) << size;
  Module text;
  text.name = "text";
  text.code = "__kernel void f(__global int *a) {}";
  auto built = device->createModule(text);
  ASSERT_FALSE(built.ok());
  EXPECT_NE(built.status().message().find("--target"), std::string::npos)
      << built.status().message();
}

TEST_P(DriverTest, NamesWhatTheDeviceLacks) {
  if (format() != CodeFormat::kSPIRV)
    GTEST_SKIP() << "takes text";
  auto refusal = [&](uint32_t capability) {
    Module module = testKernel(format(), "advance");
    std::string instruction = {
        17, 0, 2, 0, char(capability), char(capability >> 8), 0, 0};
    module.code.insert(20, instruction);
    auto built = device->createModule(module);
    return built.ok() ? Status() : built.status();
  };
  EXPECT_TRUE(refusal(1).ok());
  constexpr uint32_t kGeometry = 2, kCooperativeMatrix = 6022;
  Status status = refusal(kGeometry);
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("number 2"), std::string::npos)
      << status.message();
  if (device->info().matrixShapes.empty()) {
    status = refusal(kCooperativeMatrix);
    EXPECT_NE(status.message().find("CooperativeMatrixKHR"), std::string::npos)
        << status.message();
    EXPECT_NE(status.message().find("--target"), std::string::npos)
        << status.message();
  }
  Module module = testKernel(format(), "advance");
  for (const char *options : {"-cl-std=CL1.2", "subgroup-size=",
                              "subgroup-size=3", "subgroup-size=9999"}) {
    module.buildOptions = options;
    EXPECT_FALSE(device->createModule(module).ok()) << options;
  }
}

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

TEST_P(DriverTest, CachesPrograms) {
  auto first = advance();
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->fromCache());
  if (!std::filesystem::exists(directory + "/cache"))
    GTEST_SKIP() << device->info().name << " gives no binaries to keep";
  auto second = advance();
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->fromCache());
  // A damaged entry is a miss, not an error.
  for (auto &entry : std::filesystem::directory_iterator(directory + "/cache"))
    std::filesystem::resize_file(entry.path(), 40);
  auto third = advance();
  ASSERT_TRUE(third);
  EXPECT_FALSE(third->fromCache());
  // Other options, other entry.
  Module other = testKernel(format(), "advance");
  other.buildOptions =
      format() == CodeFormat::kOpenCLC
          ? "-DUNUSED=1"
          : "subgroup-size=" + std::to_string(device->info().subgroupSize);
  auto fourth = device->createModule(other);
  ASSERT_TRUE(fourth.ok());
  EXPECT_FALSE((*fourth)->fromCache());
}

/// Runs entry "main" of the sample and compares with the host's result.
void checkSample(Session &session, const Sample &sample, float value) {
  std::vector<float> x(kSampleElements, value), y(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()),
                     x.size() * sizeof(float));
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(y.data()),
                             y.size() * sizeof(float));
  ASSERT_OK(session.run("main", {{"x", DType::kF32, {16, 16}, in}},
                        {{"y", DType::kF32, {16, 16}, out}}));
  for (size_t i = 0; i < x.size(); ++i)
    ASSERT_FLOAT_EQ(y[i], x[i] * sample.scale[i] + sample.noise[i]) << i;
}

TEST_P(DriverTest, RunsAPlan) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok()) << sample.status().toString();
  SessionOptions options;
  options.poisonArena = true;
  options.verifyWeights = true;
  auto session = Session::create(device, sample->plan,
                                 directory + "/sample.weights", options);
  ASSERT_TRUE(session.ok()) << session.status().toString();
  checkSample(**session, *sample, 1.5f);
  checkSample(**session, *sample, -2.0f);
  // State persists from run to run; the output is f16.
  std::vector<float> x(kSampleElements, 0.25f);
  std::vector<uint16_t> total(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()), 1024);
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(total.data()), 512);
  for (int run = 1; run <= 3; ++run) {
    ASSERT_OK((*session)->run("accumulate", {{"", DType::kF32, {16, 16}, in}},
                              {{"", DType::kF16, {16, 16}, out}}));
    EXPECT_EQ(halfToFloat(total[17]), 0.25f * float(run));
  }
  // Device-side hand-over between entry points.
  EXPECT_EQ(
      (*session)->copyOutputToInput("accumulate", "total", "main", "x").code(),
      StatusCode::kInvalidArgument);
  ASSERT_OK((*session)->copyOutputToInput("main", "y", "accumulate", "x"));
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

TEST_P(DriverTest, LinkedSessionsPassTensorsOn) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto open = [&] {
    auto opened =
        Session::create(device, sample->plan, directory + "/sample.weights");
    EXPECT_TRUE(opened.ok()) << opened.status().toString();
    return opened.ok() ? std::move(*opened) : nullptr;
  };
  auto a = open(), b = open();
  ASSERT_TRUE(a && b);
  ASSERT_OK(a->linkInput("main", "x", *b, "main", "y"));
  ASSERT_OK(b->linkInput("main", "x", *a, "main", "y"));
  std::vector<float> x(kSampleElements, 0.5f), y(kSampleElements);
  auto in = ByteSpan(reinterpret_cast<const uint8_t *>(x.data()), 1024);
  auto out = MutableByteSpan(reinterpret_cast<uint8_t *>(y.data()), 1024);
  ASSERT_OK(a->setInput("main", {"x", DType::kF32, {16, 16}, in}));
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(a->submit("main").status());
    ASSERT_OK(b->submit("main").status());
  }
  ASSERT_OK(b->getOutput("main", {"y", DType::kF32, {16, 16}, out}));
  for (size_t i = 0; i < kSampleElements; ++i) {
    double value = 0.5;
    for (int k = 0; k < 6; ++k)
      value = value * sample->scale[i] + sample->noise[i];
    ASSERT_NEAR(y[i], value, 1e-5 * std::abs(value) + 1e-5) << i;
  }
  ASSERT_OK(b->submit("main").status()); // closing waits for it
}

TEST_P(DriverTest, RunsTwoSessionsAtOnce) {
  if (device->info().name.find("Oclgrind") != std::string::npos)
    GTEST_SKIP() << "Oclgrind asserts that one thread at a time runs kernels";
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto work = [&](float value) {
    auto session =
        Session::create(device, sample->plan, directory + "/sample.weights");
    ASSERT_TRUE(session.ok()) << session.status().toString();
    for (int i = 0; i < 20; ++i)
      checkSample(**session, *sample, value + float(i));
  };
  std::thread other([&] { work(100.0f); });
  work(-100.0f);
  other.join();
}

TEST_P(DriverTest, SpreadsConstantsOverBuffers) {
  auto sample = makeSample(directory, format());
  ASSERT_TRUE(sample.ok());
  auto session =
      Session::create(device, sample->plan, directory + "/sample.weights");
  ASSERT_TRUE(session.ok());
  SessionMemory memory = (*session)->memory();
  EXPECT_EQ(memory.weightsCopied + memory.weightsImported, 2048u);
  if (device->info().sharesHostMemory) {
    EXPECT_EQ(memory.weightsImported, 1024u);
  }
}

/// In a process of its own: once the layer has spoken, every later call fails.
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

/// The devices' ids; for a driver without one, an id whose tests skip.
std::vector<std::string> computingDevices() {
  std::vector<std::string> ids;
  for (const std::string &name : driverNames()) {
    if (name == "null")
      continue;
    std::vector<DeviceInfo> devices = listDevices(name);
    for (const DeviceInfo &info : devices)
      ids.push_back(info.id);
    if (devices.empty())
      ids.push_back(name + ":0");
  }
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Drivers, DriverTest,
                         testing::ValuesIn(computingDevices()),
                         [](const auto &info) {
                           std::string name = info.param;
                           name[name.find(':')] = '_';
                           return name;
                         });

} // namespace
} // namespace burin::cts
