//===- unicode.cpp - Text as Python's str sees it -------------------------===//
#include "runtime/pipeline/unicode.h"

#include "runtime/base/strings.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

using namespace burin;

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first, last;
};

template <size_t N> bool inRanges(char32_t c, const Range (&ranges)[N]) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range &r) {
    return c >= r.first && c <= r.last;
  });
}

/// Length of a sequence by its lead byte and the limits of its second byte
/// (Unicode table 3-7); 0 for a byte that cannot lead.
size_t sequenceLength(uint8_t lead, uint8_t &low, uint8_t &high) {
  low = 0x80;
  high = 0xBF;
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    return 2;
  if (lead >= 0xE0 && lead <= 0xEF) {
    low = lead == 0xE0 ? 0xA0 : 0x80;
    high = lead == 0xED ? 0x9F : 0xBF;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    low = lead == 0xF0 ? 0x90 : 0x80;
    high = lead == 0xF4 ? 0x8F : 0xBF;
    return 4;
  }
  return 0;
}

/// Decodes one character at `position` and moves past it.
char32_t decodeOne(std::string_view bytes, size_t &position) {
  uint8_t lead = static_cast<uint8_t>(bytes[position++]), low, high;
  size_t length = sequenceLength(lead, low, high);
  if (length == 0)
    return kReplacement;
  if (length == 1)
    return lead;
  char32_t c = lead & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if (position == bytes.size())
      return kReplacement;
    uint8_t next = static_cast<uint8_t>(bytes[position]);
    if (next < low || next > high)
      return kReplacement;
    low = 0x80;
    high = 0xBF;
    c = c << 6 | (next & 0x3F);
    ++position;
  }
  return c;
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

/// The derived property Cased: Lowercase, Uppercase or Lt.
bool isCased(char32_t c) {
  // Other_Lowercase and Other_Uppercase of PropList.txt.
  static constexpr Range kOther[] = {
      {0x00AA, 0x00AA},   {0x00BA, 0x00BA},   {0x02B0, 0x02B8},
      {0x02C0, 0x02C1},   {0x02E0, 0x02E4},   {0x0345, 0x0345},
      {0x037A, 0x037A},   {0x1D2C, 0x1D6A},   {0x1D78, 0x1D78},
      {0x1D9B, 0x1DBF},   {0x2071, 0x2071},   {0x207F, 0x207F},
      {0x2090, 0x209C},   {0x2160, 0x217F},   {0x24B6, 0x24E9},
      {0x2C7C, 0x2C7D},   {0xA69C, 0xA69D},   {0xA770, 0xA770},
      {0xA7F8, 0xA7F9},   {0xAB5C, 0xAB5F},   {0x1F130, 0x1F149},
      {0x1F150, 0x1F169}, {0x1F170, 0x1F189}, {0x10780, 0x10780},
      {0x10783, 0x10785}, {0x10787, 0x107B0}, {0x107B2, 0x107BA}};
  switch (category(c)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
    return true;
  default:
    return inRanges(c, kOther);
  }
}

/// The derived property Case_Ignorable.
bool isCaseIgnorable(char32_t c) {
  // Word_Break = MidLetter, MidNumLet or Single_Quote.
  static constexpr Range kMidWord[] = {
      {0x0027, 0x0027}, {0x002E, 0x002E}, {0x003A, 0x003A}, {0x00B7, 0x00B7},
      {0x0387, 0x0387}, {0x055F, 0x055F}, {0x05F4, 0x05F4}, {0x2018, 0x2019},
      {0x2024, 0x2024}, {0x2027, 0x2027}, {0xFE13, 0xFE13}, {0xFE52, 0xFE52},
      {0xFE55, 0xFE55}, {0xFF07, 0xFF07}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1A}};
  switch (category(c)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CF:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_SK:
    return true;
  default:
    return inRanges(c, kMidWord);
  }
}

/// Whether the capital sigma at `index` ends its word (condition Final_Sigma).
bool isFinalSigma(const std::u32string &text, size_t index) {
  size_t before = index;
  while (before > 0 && isCaseIgnorable(text[before - 1]))
    --before;
  if (before == 0 || !isCased(text[before - 1]))
    return false;
  size_t after = index + 1;
  while (after < text.size() && isCaseIgnorable(text[after]))
    ++after;
  return after == text.size() || !isCased(text[after]);
}

} // namespace

std::u32string burin::decodeUtf8(std::string_view bytes) {
  std::u32string text;
  text.reserve(bytes.size());
  for (size_t position = 0; position < bytes.size();)
    text += decodeOne(bytes, position);
  return text;
}

std::string burin::encodeUtf8(const std::u32string &text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (char32_t c : text) {
    utf8proc_uint8_t encoded[4];
    auto length =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), encoded);
    bytes.append(reinterpret_cast<const char *>(encoded),
                 static_cast<size_t>(length));
  }
  return bytes;
}

bool burin::isLetter(char32_t c) {
  auto value = category(c);
  return value >= UTF8PROC_CATEGORY_LU && value <= UTF8PROC_CATEGORY_LO;
}

bool burin::isNumber(char32_t c) {
  auto value = category(c);
  return value >= UTF8PROC_CATEGORY_ND && value <= UTF8PROC_CATEGORY_NO;
}

bool burin::isOther(char32_t c) {
  auto value = category(c);
  return value == UTF8PROC_CATEGORY_CN ||
         (value >= UTF8PROC_CATEGORY_CC && value <= UTF8PROC_CATEGORY_CO);
}

bool burin::isSpaceSeparator(char32_t c) {
  return category(c) == UTF8PROC_CATEGORY_ZS;
}

bool burin::isPythonSpace(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
         c == 0x2028 || c == 0x2029 || isSpaceSeparator(c);
}

std::u32string burin::toLower(const std::u32string &text) {
  constexpr char32_t kCapitalSigma = 0x03A3, kFinalSigma = 0x03C2,
                     kCapitalIWithDot = 0x0130, kDotAbove = 0x0307;
  std::u32string lower;
  lower.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char32_t c = text[i];
    if (c == kCapitalIWithDot)
      lower.append({U'i', kDotAbove});
    else if (c == kCapitalSigma && isFinalSigma(text, i))
      lower += kFinalSigma;
    else
      lower += static_cast<char32_t>(
          utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
  }
  return lower;
}

StatusOr<std::u32string> burin::normalizeNfc(const std::u32string &text) {
  std::string bytes = encodeUtf8(text);
  utf8proc_uint8_t *composed = nullptr;
  auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t *>(bytes.data()),
      static_cast<utf8proc_ssize_t>(bytes.size()), &composed,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (length < 0)
    return outOfMemory(strCat("normalizing a text of ", bytes.size(),
                              " bytes: ", utf8proc_errmsg(length)));
  std::u32string result = decodeUtf8(
      {reinterpret_cast<const char *>(composed), static_cast<size_t>(length)});
  std::free(composed);
  return result;
}
