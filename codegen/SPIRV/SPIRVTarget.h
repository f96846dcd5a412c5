//===- SPIRVTarget.h - What SPIR-V a target may be given -------*- C++ -*-===//
#ifndef CODEGEN_SPIRV_SPIRVTARGET_H
#define CODEGEN_SPIRV_SPIRVTARGET_H

#include "mlir/Dialect/SPIRV/IR/SPIRVAttributes.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::burin::codegen {

/// The environment that kernels for the target of `module` may use: version,
/// capabilities and extensions of its `vulkan` dictionary, or what every
/// shipped Vulkan target has. Fails with a diagnostic that names the key.
FailureOr<spirv::TargetEnvAttr> getSPIRVTarget(ModuleOp module);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SPIRV_SPIRVTARGET_H
