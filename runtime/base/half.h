//===- half.h - IEEE half precision on the host ----------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_BASE_HALF_H
#define BURIN_RUNTIME_BASE_HALF_H

#include <cstddef>
#include <cstdint>

namespace burin {

/// Exact. NaNs stay NaNs.
float halfToFloat(uint16_t half);
/// Rounds to nearest even; overflows to infinity, keeps subnormals.
uint16_t floatToHalf(float value);

float bfloat16ToFloat(uint16_t value);
/// Rounds to nearest even.
uint16_t floatToBfloat16(float value);

void halfToFloat(const uint16_t *in, float *out, size_t count);
void floatToHalf(const float *in, uint16_t *out, size_t count);

} // namespace burin

#endif // BURIN_RUNTIME_BASE_HALF_H
