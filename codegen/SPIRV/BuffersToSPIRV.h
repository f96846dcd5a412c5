//===- BuffersToSPIRV.h - Kernel buffers as SPIR-V variables ---*- C++ -*-===//
#ifndef CODEGEN_SPIRV_BUFFERSTOSPIRV_H
#define CODEGEN_SPIRV_BUFFERSTOSPIRV_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/SPIRV/IR/SPIRVOps.h"

namespace mlir::burin::codegen {

/// Replaces the buffer arguments and the local memory of `kernel` by variables
/// of `module`, and loads and stores by accesses to these. Argument k becomes
/// set 0, binding k, also where the kernel does not use it. Afterwards the
/// kernel has no argument and no memref. Emits a diagnostic on failure.
LogicalResult convertBuffersToSPIRV(gpu::GPUFuncOp kernel, spirv::ModuleOp module);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SPIRV_BUFFERSTOSPIRV_H
