//===- random.h - Normal noise as torch.randn makes it ---------*- C++ -*-===//
//
// A seed shall give the same picture here and in PyTorch pipelines that sample
// on the CPU: the generator is torch's (MT19937, Box-Muller over blocks of 16).
// Logarithm and sine are computed in double precision and rounded, so the
// numbers are equal on all machines; torch's vectorized float versions differ
// from them in the last bits.
//
// torch seeds MT19937 with the low 32 bits of a seed only, and so does this.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_RANDOM_H
#define BURIN_RUNTIME_PIPELINE_RANDOM_H

#include "runtime/base/span.h"

#include <cstdint>
#include <optional>
#include <random>

namespace burin {

class NormalGenerator {
public:
  explicit NormalGenerator(uint64_t seed)
      : engine(static_cast<uint32_t>(seed)) {}

  /// Standard normal values, as torch.randn(out.size(), dtype=float32) from a
  /// CPU generator in the same state.
  void fill(Span<float> out);

private:
  float uniformFloat();
  double uniformDouble();
  void fillBlock(float *block);
  double nextDouble();

  std::mt19937 engine;
  std::optional<double> cached; ///< the second value of the last small draw
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_RANDOM_H
