//===- half.cpp - IEEE half precision on the host -------------------------===//

#include "runtime/base/half.h"

#include <cstring>

namespace burin {

static uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

static float floatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

float halfToFloat(uint16_t half) {
  uint32_t sign = uint32_t(half & 0x8000u) << 16;
  uint32_t magnitude = half & 0x7fffu;
  if (magnitude >= 0x7c00u) // infinity or NaN
    return floatOf(sign | 0x7f800000u | ((magnitude & 0x3ffu) << 13));
  if (magnitude >= 0x0400u) // normal: rebias the exponent by 127 - 15
    return floatOf(sign | ((magnitude << 13) + (112u << 23)));
  // Subnormal or zero: the magnitude counts units of 2^-24.
  return floatOf(sign | bitsOf(float(magnitude) * 0x1p-24f));
}

uint16_t floatToHalf(float value) {
  uint32_t bits = bitsOf(value);
  uint16_t sign = uint16_t((bits >> 16) & 0x8000u);
  uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u)
    return sign | 0x7e00u;
  if (magnitude >= 0x477ff000u) // rounds to 65536 or above
    return sign | 0x7c00u;
  if (magnitude < 0x38800000u) {
    // Below 2^-14: adding 0.5 leaves the value in units of 2^-24 in the low
    // mantissa bits, rounded to nearest even by the hardware.
    uint32_t rounded = bitsOf(floatOf(magnitude) + 0.5f);
    return sign | uint16_t(rounded - 0x3f000000u);
  }
  uint32_t odd = (magnitude >> 13) & 1;
  return sign | uint16_t((magnitude + 0xfffu + odd - (112u << 23)) >> 13);
}

float bfloat16ToFloat(uint16_t value) { return floatOf(uint32_t(value) << 16); }

uint16_t floatToBfloat16(float value) {
  uint32_t bits = bitsOf(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u)
    return uint16_t(bits >> 16) | 0x40u;
  return uint16_t((bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
}

void halfToFloat(const uint16_t *in, float *out, size_t count) {
  for (size_t i = 0; i < count; ++i)
    out[i] = halfToFloat(in[i]);
}

void floatToHalf(const float *in, uint16_t *out, size_t count) {
  for (size_t i = 0; i < count; ++i)
    out[i] = floatToHalf(in[i]);
}

} // namespace burin
