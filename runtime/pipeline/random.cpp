//===- random.cpp - Normal noise as torch.randn makes it ------------------===//
#include "runtime/pipeline/random.h"

#include <cmath>

using namespace burin;

namespace {

constexpr size_t kBlock = 16;
constexpr double kTwoPi = 6.283185307179586476925286766559;

} // namespace

float NormalGenerator::uniformFloat() {
  return static_cast<float>(engine() & ((1u << 24) - 1)) * 0x1p-24f;
}

double NormalGenerator::uniformDouble() {
  uint64_t high = engine();
  uint64_t low = engine();
  return static_cast<double>((high << 32 | low) & ((uint64_t(1) << 53) - 1)) *
         0x1p-53;
}

/// Box-Muller: the first half of a block of uniform values gives the radii, the
/// second half the angles.
void NormalGenerator::fillBlock(float *block) {
  for (size_t i = 0; i < kBlock / 2; ++i) {
    double u1 = 1.0f - block[i], u2 = block[i + kBlock / 2];
    double radius = std::sqrt(-2.0 * std::log(u1)), angle = kTwoPi * u2;
    block[i] = static_cast<float>(radius * std::cos(angle));
    block[i + kBlock / 2] = static_cast<float>(radius * std::sin(angle));
  }
}

double NormalGenerator::nextDouble() {
  if (cached) {
    double value = *cached;
    cached.reset();
    return value;
  }
  double u1 = uniformDouble(), u2 = uniformDouble();
  double radius = std::sqrt(-2.0 * std::log1p(-u2)), angle = kTwoPi * u1;
  cached = radius * std::sin(angle);
  return radius * std::cos(angle);
}

void NormalGenerator::fill(Span<float> out) {
  if (out.size() < kBlock) {
    for (float &value : out)
      value = static_cast<float>(nextDouble());
    return;
  }
  for (float &value : out)
    value = uniformFloat();
  size_t whole = out.size() / kBlock * kBlock;
  for (size_t i = 0; i < whole; i += kBlock)
    fillBlock(out.data() + i);
  if (whole == out.size())
    return;
  // The last 16 values are drawn anew when the size is no multiple of 16.
  float *tail = out.data() + out.size() - kBlock;
  for (size_t i = 0; i < kBlock; ++i)
    tail[i] = uniformFloat();
  fillBlock(tail);
}
