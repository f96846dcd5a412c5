//===- drivers_test.cpp - Which devices are tested ------------------------===//
#include "runtime/cts/driver_test.h"

namespace burin::cts {
namespace {

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
