//===- unicode.h - Text as Python's str sees it ----------------*- C++ -*-===//
//
// The reference tokenizer is written in Python; its results depend on Python's
// str methods and on the `regex` module. These functions have their semantics,
// on vectors of code points, with the tables of libutf8proc.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_UNICODE_H
#define BURIN_RUNTIME_PIPELINE_UNICODE_H

#include "runtime/base/status.h"

#include <string>
#include <string_view>

namespace burin {

/// UTF-8 to code points. Every maximal invalid part becomes U+FFFD, as in
/// bytes.decode('utf-8', 'replace').
std::u32string decodeUtf8(std::string_view bytes);

/// Code points (no surrogates) to UTF-8.
std::string encodeUtf8(const std::u32string &text);

/// \p{L} and \p{N}.
bool isLetter(char32_t c);
bool isNumber(char32_t c);

/// General category C* (control, format, private use, unassigned).
bool isOther(char32_t c);
/// General category Zs.
bool isSpaceSeparator(char32_t c);
/// str.isspace() of one character.
bool isPythonSpace(char32_t c);

/// str.lower(): full mapping, with the final form of sigma.
std::u32string toLower(const std::u32string &text);

/// Normalization form C. Errors: kOutOfMemory.
StatusOr<std::u32string> normalizeNfc(const std::u32string &text);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_UNICODE_H
