//===- drivers.h - Finding and opening devices -----------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_DRIVERS_H
#define BURIN_RUNTIME_DRIVERS_DRIVERS_H

#include "runtime/base/file.h"
#include "runtime/core/device.h"

#include <memory>
#include <string>
#include <vector>

namespace burin {

/// Names of the drivers in this build, e.g. {"opencl", "vulkan", "null"}.
std::vector<std::string> driverNames();

/// The devices of one driver; empty where its library or hardware is missing
/// (`reason`, if given, then says what was missing).
std::vector<DeviceInfo> listDevices(const std::string &driver,
                                    std::string *reason = nullptr);

/// Opens "opencl:1", "opencl" (its first device) or "null:0". The empty string
/// is $BURIN_DEVICE if that is set, else the first GPU of any driver, else the
/// first other device (never null). Errors: kNotFound with the list of what
/// exists.
StatusOr<std::shared_ptr<Device>> openDevice(const std::string &spec = "");

/// As openDevice, but if nothing names a device, the best that accepts the
/// plan's kind of code. Errors also as readPlanFile.
StatusOr<std::shared_ptr<Device>> openDeviceFor(const FileRange &planFile,
                                                const std::string &spec = "");

} // namespace burin

#endif // BURIN_RUNTIME_DRIVERS_DRIVERS_H
