//===- strings.h - Building messages ---------------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_BASE_STRINGS_H
#define BURIN_RUNTIME_BASE_STRINGS_H

#include <string>
#include <string_view>
#include <type_traits>

namespace burin {

template <typename T> void appendPiece(std::string &out, const T &piece) {
  if constexpr (std::is_same_v<T, bool>)
    out += piece ? "true" : "false";
  else if constexpr (std::is_same_v<T, char>)
    out += piece;
  else if constexpr (std::is_arithmetic_v<T>)
    out += std::to_string(piece);
  else
    out += std::string_view(piece);
}

/// Concatenates strings and numbers.
template <typename... Ts> std::string strCat(const Ts &...pieces) {
  std::string out;
  (appendPiece(out, pieces), ...);
  return out;
}

} // namespace burin

#endif // BURIN_RUNTIME_BASE_STRINGS_H
