//===- SamplerModule.h - What lies between a pipeline's networks -*- C++ -*-===//
//
// Between two calls of a UNet stands a scheduler's step, and behind the VAE the
// picture's conversion to bytes. Both are small programs over the networks'
// tensors, made here as linalg and compiled as any model, so that a pipeline
// runs on its device from the prompt to the picture.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_PIPELINES_SAMPLERMODULE_H
#define COMPILER_PIPELINES_SAMPLERMODULE_H

#include "runtime/format/plan.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace mlir::burin {

/// The tensors that a sampler connects, as the networks' plans have them:
/// sample and prediction are batch x channels x height x width, the picture is
/// batch x 3 x height x width.
struct SamplerTensors {
  ::burin::TensorDesc sample, timestep, prediction; ///< UNet
  ::burin::TensorDesc latent, picture;              ///< VAE decoder
};

/// Finds them in the plans of a UNet and a VAE decoder: by their names in
/// diffusers' exports, or as the only one of their rank. Emits a diagnostic
/// that names network and tensor if that fails or they do not fit together.
FailureOr<SamplerTensors> findSamplerTensors(MLIRContext &context, const ::burin::Plan &unet,
                                             const ::burin::Plan &vaeDecoder);

/// The entry points `step`, `commit`, `finish` and `picture`
/// (runtime/pipeline/sampler_layout.h says what they take and give) as linalg
/// on tensors. Fails with a diagnostic for element types that are no floats.
FailureOr<OwningOpRef<ModuleOp>> buildSamplerModule(MLIRContext &context, const SamplerTensors &tensors);

} // namespace mlir::burin

#endif // COMPILER_PIPELINES_SAMPLERMODULE_H
