//===- SPIRVBinary.h - Words of a converted kernel module ------*- C++ -*-===//
#ifndef CODEGEN_SPIRV_SPIRVBINARY_H
#define CODEGEN_SPIRV_SPIRVBINARY_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/SPIRV/IR/SPIRVOps.h"

#include <string>

namespace mlir::burin::codegen {

/// The spirv.module that convert-gpu-to-vulkan left in `module`; null if none.
spirv::ModuleOp getSPIRVModule(gpu::GPUModuleOp module);

/// Bindings of `module`: arguments of its kernel.
unsigned countBindings(spirv::ModuleOp module);

/// The binary of the kernel in `module`, little-endian words. Emits a
/// diagnostic on failure.
FailureOr<std::string> serializeSPIRV(gpu::GPUModuleOp module);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SPIRV_SPIRVBINARY_H
