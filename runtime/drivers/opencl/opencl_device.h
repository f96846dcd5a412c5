//===- opencl_device.h - The OpenCL driver ---------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_DEVICE_H
#define BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_DEVICE_H

#include "runtime/core/device.h"

#include <memory>
#include <string>
#include <vector>

namespace burin {

/// All devices of all OpenCL platforms; `reason` says why there are none.
std::vector<DeviceInfo> listOpenCLDevices(std::string *reason = nullptr);

/// Opens device `index` of that list. Uses the program cache that the
/// environment names.
StatusOr<std::shared_ptr<Device>> openOpenCLDevice(size_t index);

} // namespace burin

#endif // BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_DEVICE_H
