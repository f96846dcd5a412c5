//===- spirv_module.h - What a SPIR-V module says of itself ----*- C++ -*-===//
//
// Drivers trust the words that they are given: many crash on those that are no
// valid SPIR-V. Plans are not trusted, so every module passes this reader
// first. It checks the module's structure and reads what the driver must know;
// it is no substitute for spirv-val, which burinc's tests run on every kernel.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_DRIVERS_VULKAN_SPIRV_MODULE_H
#define BURIN_RUNTIME_DRIVERS_VULKAN_SPIRV_MODULE_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"

#include <array>
#include <string>
#include <vector>

namespace burin::vulkan {

/// A cooperative matrix type that a module declares.
struct MatrixType {
  uint32_t rows = 0, columns = 0;
  uint32_t use = 0;       ///< 0: A, 1: B, 2: accumulator
  uint32_t component = 0; ///< VkComponentTypeKHR
  bool operator==(const MatrixType &other) const {
    return rows == other.rows && columns == other.columns && use == other.use &&
           component == other.component;
  }
};

/// A module with one compute entry point.
struct SPIRVModule {
  uint32_t version = 0; ///< 0x00010300 for 1.3
  std::string entryPoint;
  std::array<uint32_t, 3> workgroupSize = {0, 0, 0};
  uint32_t bindings = 0; ///< storage buffers 0 to bindings - 1 of set 0
  uint64_t localMemoryBytes = 0;
  std::vector<uint32_t> capabilities;
  std::vector<std::string> extensions;
  std::vector<MatrixType> matrices;
};

/// Reads little-endian words. Error: kBuildFailure with the word's number.
StatusOr<SPIRVModule> readSPIRV(ByteSpan bytes);

} // namespace burin::vulkan

#endif // BURIN_RUNTIME_DRIVERS_VULKAN_SPIRV_MODULE_H
