//===- driver_test.h - A device under test ---------------------*- C++ -*-===//
#ifndef RUNTIME_CTS_DRIVER_TEST_H
#define RUNTIME_CTS_DRIVER_TEST_H

#include "runtime/core/device.h"
#include "runtime/cts/test_kernels.h"
#include "runtime/drivers/drivers.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

#define ASSERT_OK(expr)                                                        \
  do {                                                                         \
    Status assertOk = (expr);                                                  \
    ASSERT_TRUE(assertOk.ok()) << assertOk.toString();                         \
  } while (false)

namespace burin::cts {

/// Runs over every device of every driver that computes. A driver without a
/// device is skipped, visibly.
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

/// One dispatch of "advance": `groups` groups of 64 elements.
inline BoundDispatch advanceDispatch(DeviceModule *module, BoundArg a,
                                     BoundArg x, uint32_t groups) {
  BoundDispatch dispatch;
  dispatch.module = module;
  dispatch.kernel = "advance";
  dispatch.label = "Step_0";
  dispatch.workgroupSize = {64, 1, 1};
  dispatch.groups = {groups, 1, 1};
  dispatch.args = {a, x};
  return dispatch;
}

inline BoundArg whole(DeviceBuffer &buffer, Access access) {
  return {&buffer, 0, buffer.size(), access};
}

} // namespace burin::cts

#endif // RUNTIME_CTS_DRIVER_TEST_H
