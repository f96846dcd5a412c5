//===- synthetic.cpp - Seeded constants without a file --------------------===//
//
// Pair i of the sequence comes from one SplitMix64 output by the Box-Muller
// transform. The C library's logf, sinf and cosf differ between versions and
// processors; the polynomials here use only +, *, / and sqrt, which IEEE 754
// rounds exactly (this file is compiled without contraction to fused
// multiply-add), so the bits agree everywhere.
//
//===----------------------------------------------------------------------===//

#include "runtime/format/synthetic.h"

#include "runtime/base/half.h"
#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

namespace burin {

/// Pairs that are generated together, for vectorization.
static constexpr uint64_t kBlockPairs = 512;

static uint64_t splitMix64(uint64_t seed, uint64_t index) {
  uint64_t z = seed + (index + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// ln(k / 2^24) for k in [1, 2^24], to about 1e-7 relative to the result.
static inline float logOfFraction(uint32_t k) {
  float value = float(k); // exact
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  // Scale the mantissa into [sqrt(1/2), sqrt(2)).
  uint32_t shifted = bits - 0x3f3504f3u;
  int32_t exponent = int32_t(shifted) >> 23;
  uint32_t mantissaBits = bits - (uint32_t(exponent) << 23);
  float m;
  std::memcpy(&m, &mantissaBits, sizeof m);
  float s = (m - 1.0f) / (m + 1.0f);
  float q = s * s;
  float series = 1.0f + q * (0.33333333f +
                             q * (0.2f + q * (0.14285714f + q * 0.11111111f)));
  return float(exponent - 24) * 0.69314718f + 2.0f * s * series;
}

/// sin and cos of (turn / 2^24) full turns, turn in [0, 2^24).
static inline void sinCosOfTurn(uint32_t turn, float &sine, float &cosine) {
  uint32_t quadrant = turn >> 22;
  float x = float(turn & 0x3fffffu) * (1.57079633f * 0x1p-22f);
  float q = x * x;
  float s =
      x * (1.0f + q * (-1.66666667e-1f +
                       q * (8.33333333e-3f +
                            q * (-1.98412698e-4f +
                                 q * (2.75573192e-6f + q * -2.50521084e-8f)))));
  float c =
      1.0f +
      q * (-0.5f + q * (4.16666667e-2f +
                        q * (-1.38888889e-3f +
                             q * (2.48015873e-5f + q * (-2.75573192e-7f +
                                                        q * 2.08767570e-9f)))));
  // Quadrants: (s, c), (c, -s), (-s, -c), (-c, s).
  float a = (quadrant & 1) ? c : s;
  float b = (quadrant & 1) ? s : c;
  sine = (quadrant & 2) ? -a : a;
  cosine = (quadrant == 1 || quadrant == 2) ? -b : b;
}

/// Standard normal values of `pairs` pairs from pair `first`.
static void normalPairs(uint64_t seed, uint64_t first, float *out,
                        uint64_t pairs) {
  for (uint64_t i = 0; i < pairs; ++i) {
    uint64_t random = splitMix64(seed, first + i);
    float radius = std::sqrt(-2.0f * logOfFraction(uint32_t(random >> 40) + 1));
    float sine, cosine;
    sinCosOfTurn(uint32_t(random) & 0xffffffu, sine, cosine);
    out[2 * i] = radius * cosine;
    out[2 * i + 1] = radius * sine;
  }
}

void syntheticNormal(uint64_t seed, float mean, float stddev, uint64_t first,
                     float *out, uint64_t count) {
  float block[2 * kBlockPairs];
  while (count > 0) {
    uint64_t pair = first / 2, skip = first % 2;
    uint64_t pairs = std::min(kBlockPairs, (count + skip + 1) / 2);
    normalPairs(seed, pair, block, pairs);
    uint64_t take = std::min(count, 2 * pairs - skip);
    for (uint64_t i = 0; i < take; ++i)
      out[i] = mean + stddev * block[skip + i];
    out += take;
    first += take;
    count -= take;
  }
}

/// Elements [first, first + count) as stored; `out` may be unaligned.
static void generateElements(const Constant &constant, uint64_t first,
                             uint8_t *out, uint64_t count) {
  uint32_t size = dtypeSize(constant.dtype);
  float values[1024];
  uint16_t narrow[1024];
  while (count > 0) {
    uint64_t take = std::min<uint64_t>(count, 1024);
    syntheticNormal(constant.seed, constant.mean, constant.stddev, first,
                    values, take);
    if (constant.dtype == DType::kF32) {
      std::memcpy(out, values, take * size);
    } else {
      if (constant.dtype == DType::kF16)
        floatToHalf(values, narrow, take);
      else
        for (uint64_t i = 0; i < take; ++i)
          narrow[i] = floatToBfloat16(values[i]);
      std::memcpy(out, narrow, take * size);
    }
    first += take;
    out += take * size;
    count -= take;
  }
}

Status generateSynthetic(const Constant &constant, uint64_t offset,
                         MutableByteSpan out, unsigned threads) {
  if (constant.dtype != DType::kF32 && constant.dtype != DType::kF16 &&
      constant.dtype != DType::kBF16)
    return invalidArgument(strCat("constant '", constant.name, "': type ",
                                  dtypeName(constant.dtype),
                                  " cannot be synthetic"));
  uint32_t size = dtypeSize(constant.dtype);
  if (offset % size != 0 || out.size() % size != 0)
    return invalidArgument(strCat("constant '", constant.name,
                                  "': range is not made of whole elements"));
  uint64_t first = offset / size, count = out.size() / size;
  uint64_t share = std::max<uint64_t>(
      1 << 16, (count + std::max(1u, threads) - 1) / std::max(1u, threads));
  std::vector<std::thread> workers;
  for (uint64_t begin = share; begin < count; begin += share)
    workers.emplace_back([=, &constant] {
      generateElements(constant, first + begin, out.data() + begin * size,
                       std::min(share, count - begin));
    });
  generateElements(constant, first, out.data(), std::min(share, count));
  for (std::thread &worker : workers)
    worker.join();
  return okStatus();
}

} // namespace burin
