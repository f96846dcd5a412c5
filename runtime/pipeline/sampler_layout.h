//===- sampler_layout.h - What a sampler's plan takes and gives -*- C++ -*-===//
//
// A sampler is a plan with four entry points. P is the number of a picture's
// latents (channels x height x width), B the UNet's batch.
//
//   step     state f32 [kStateRows, P], prediction (the UNet's output), noise
//            f32 [P], table f32 [kTableCalls, samplerTableColumns(B)],
//            call i32 [1]
//         -> next_state, sample and timestep (the UNet's inputs), next_call
//   commit   next_state, next_call -> state, call
//   finish   state, factors f32 [2] -> latent (the VAE's input: the sample x
//            factors[0] + factors[1]), latents f32 [channels, height, width]
//   picture  planes (the VAE's output) -> pixels i32 [height, width]: red in
//            the lowest byte, green, blue, and 255 in the highest byte where
//            all three are finite, else 0
//
// The state's row 0 is the sample, the others are a scheduler's memories. A
// row of the table is one call: a matrix, row by row, whose product with
// (state, the prediction's first rows, noise) is the next state; then the
// factor of the sample in what the UNet sees next, and the next timestep.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_SAMPLER_LAYOUT_H
#define BURIN_RUNTIME_PIPELINE_SAMPLER_LAYOUT_H

#include "runtime/pipeline/scheduler.h"

#include <cstdint>

namespace burin {

constexpr int64_t kStateRows = 1 + Combination::kMemories;
/// Calls whose factors are on the device at a time.
constexpr int64_t kTableCalls = 64;

/// Rows of the prediction that a step reads: guidance has two prompts, the rest
/// of a larger batch repeats one.
constexpr int64_t samplerPredictionRows(int64_t batch) {
  return batch < 2 ? batch : 2;
}
/// Columns of a step's matrix.
constexpr int64_t samplerMatrixColumns(int64_t batch) {
  return kStateRows + samplerPredictionRows(batch) + 1;
}
constexpr int64_t samplerTableColumns(int64_t batch) {
  return kStateRows * samplerMatrixColumns(batch) + 2;
}

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SAMPLER_LAYOUT_H
