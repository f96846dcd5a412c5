//===- checked.h - Arithmetic on untrusted sizes ---------------*- C++ -*-===//
//
// Every size, count or offset that comes from a file goes through these: each
// returns false instead of wrapping around.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_BASE_CHECKED_H
#define BURIN_RUNTIME_BASE_CHECKED_H

#include <cstdint>

namespace burin {

[[nodiscard]] inline bool checkedAdd(uint64_t a, uint64_t b, uint64_t &out) {
  return !__builtin_add_overflow(a, b, &out);
}

[[nodiscard]] inline bool checkedMul(uint64_t a, uint64_t b, uint64_t &out) {
  return !__builtin_mul_overflow(a, b, &out);
}

/// Rounds up to a multiple of `alignment`, a power of two.
[[nodiscard]] inline bool checkedAlignUp(uint64_t value, uint64_t alignment,
                                         uint64_t &out) {
  if (!checkedAdd(value, alignment - 1, out))
    return false;
  out &= ~(alignment - 1);
  return true;
}

/// Whether [offset, offset + size) lies inside [0, limit), without overflow.
[[nodiscard]] inline bool rangeFits(uint64_t offset, uint64_t size,
                                    uint64_t limit) {
  return size <= limit && offset <= limit - size;
}

} // namespace burin

#endif // BURIN_RUNTIME_BASE_CHECKED_H
