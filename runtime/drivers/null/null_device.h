//===- null_device.h - The driver that checks and does nothing -*- C++ -*-===//
//
// Buffers are host memory; copies work, dispatches are checked like on a real
// device. Tests give it host functions that stand for kernels.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_DRIVERS_NULL_NULL_DEVICE_H
#define BURIN_RUNTIME_DRIVERS_NULL_NULL_DEVICE_H

#include "runtime/core/device.h"

#include <functional>
#include <memory>
#include <string>

namespace burin {

/// What a host kernel sees: its arguments' bytes and the shape of the grid.
struct HostDispatch {
  std::vector<MutableByteSpan> args;
  std::array<uint32_t, 3> workgroupSize, groups;
};
using HostKernel = std::function<Status(const HostDispatch &)>;

class NullDevice : public Device {
public:
  /// Makes dispatches of kernels named `name` call `kernel`.
  virtual void registerKernel(const std::string &name, HostKernel kernel) = 0;
  /// The limits may be lowered to test refusals.
  virtual DeviceInfo &mutableInfo() = 0;
};

std::vector<DeviceInfo> listNullDevices();
std::shared_ptr<NullDevice> openNullDevice();

} // namespace burin

#endif // BURIN_RUNTIME_DRIVERS_NULL_NULL_DEVICE_H
