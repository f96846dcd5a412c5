//===- OpenCLSource.h - Text of a converted kernel module ------*- C++ -*-===//
#ifndef CODEGEN_OPENCL_OPENCLSOURCE_H
#define CODEGEN_OPENCL_OPENCLSOURCE_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace mlir::burin::codegen {

/// Prints the emitc functions of `module`, which convert-gpu-to-opencl has
/// converted, as OpenCL C without the prelude. Emits a diagnostic on failure.
FailureOr<std::string> printOpenCL(gpu::GPUModuleOp module);

} // namespace mlir::burin::codegen

#endif // CODEGEN_OPENCL_OPENCLSOURCE_H
