//===- synthetic.h - Seeded constants without a file -----------*- C++ -*-===//
//
// Stand-in weights: normally distributed noise that depends on nothing but the
// seed and the element's index, so that every machine, thread count and chunk
// size gives the same bits. docs/plan_format.md defines the sequence.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_FORMAT_SYNTHETIC_H
#define BURIN_RUNTIME_FORMAT_SYNTHETIC_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

namespace burin {

/// Elements [first, first + count) of the sequence `seed`: mean + stddev * n.
void syntheticNormal(uint64_t seed, float mean, float stddev, uint64_t first,
                     float *out, uint64_t count);

/// Fills `out` with the bytes of `constant` from byte `offset`, a multiple of
/// the element size. Uses up to `threads` threads. Error: kInvalidArgument for
/// an element type other than f32, f16 or bf16.
Status generateSynthetic(const Constant &constant, uint64_t offset,
                         MutableByteSpan out, unsigned threads = 1);

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_SYNTHETIC_H
