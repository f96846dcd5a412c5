//===- module_builder.h - Building device code in parallel -----*- C++ -*-===//
#ifndef BURIN_RUNTIME_CORE_MODULE_BUILDER_H
#define BURIN_RUNTIME_CORE_MODULE_BUILDER_H

#include "runtime/core/device.h"
#include "runtime/core/session.h"

#include <memory>
#include <vector>

namespace burin {

/// Kernels to build at a time, as `options` or $BURIN_BUILD_THREADS say; 0: neither does.
/// 1 is for drivers that are not thread-safe.
unsigned getBuildThreads(const SessionOptions &options);

/// Builds the modules that the plan's dispatches use, several at once; the
/// others stay null. The first error by module order is returned.
StatusOr<std::vector<std::unique_ptr<DeviceModule>>>
buildModules(Device &device, const Plan &plan, const SessionOptions &options);

} // namespace burin

#endif // BURIN_RUNTIME_CORE_MODULE_BUILDER_H
