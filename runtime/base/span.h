//===- span.h - A view of contiguous elements ------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_BASE_SPAN_H
#define BURIN_RUNTIME_BASE_SPAN_H

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace burin {

/// Pointer and element count; owns nothing. C++20's std::span, for C++17.
template <typename T> class Span {
public:
  constexpr Span() = default;
  constexpr Span(T *data, size_t size) : first(data), count(size) {}
  template <typename U, typename = std::enable_if_t<
                            std::is_convertible_v<U (*)[], T (*)[]>>>
  constexpr Span(Span<U> other) : first(other.data()), count(other.size()) {}
  template <typename U, typename A,
            typename =
                std::enable_if_t<std::is_convertible_v<const U (*)[], T (*)[]>>>
  Span(const std::vector<U, A> &vector)
      : first(vector.data()), count(vector.size()) {}
  template <
      typename U, typename A,
      typename = std::enable_if_t<std::is_convertible_v<U (*)[], T (*)[]>>>
  Span(std::vector<U, A> &vector)
      : first(vector.data()), count(vector.size()) {}

  constexpr T *data() const { return first; }
  constexpr size_t size() const { return count; }
  constexpr bool empty() const { return count == 0; }
  constexpr T &operator[](size_t index) const { return first[index]; }
  constexpr T *begin() const { return first; }
  constexpr T *end() const { return first + count; }
  /// The caller guarantees offset + size <= size().
  constexpr Span subspan(size_t offset, size_t size) const {
    return Span(first + offset, size);
  }

private:
  T *first = nullptr;
  size_t count = 0;
};

using ByteSpan = Span<const uint8_t>;
using MutableByteSpan = Span<uint8_t>;

} // namespace burin

#endif // BURIN_RUNTIME_BASE_SPAN_H
