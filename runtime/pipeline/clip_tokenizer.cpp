//===- clip_tokenizer.cpp - CLIP's byte-pair encoding ---------------------===//
//
// Text goes through the stages of the reference in its order: split at added
// tokens, clean up, split into words, and byte-pair encode each word.
//
//===----------------------------------------------------------------------===//
#include "runtime/pipeline/clip_tokenizer.h"

#include "runtime/base/strings.h"
#include "runtime/pipeline/json.h"
#include "runtime/pipeline/source.h"
#include "runtime/pipeline/unicode.h"

#include <algorithm>
#include <limits>

using namespace burin;

namespace {

constexpr size_t kMaxVocabularyBytes = size_t(64) << 20;
constexpr size_t kMaxSymbols = size_t(1) << 22;
constexpr size_t kMaxAddedTokens = 1024;
/// The reference reads this many merges at most.
constexpr size_t kMaxMerges = 49152 - 256 - 2;
constexpr const char *kEndOfWord = "</w>";
constexpr const char *kBeginToken = "<|startoftext|>";
constexpr const char *kEndToken = "<|endoftext|>";

/// The printable character that stands for each byte in vocabulary and merges:
/// printable Latin-1 stands for itself, the rest follows from U+0100 on.
std::array<char32_t, 256> byteAlphabet() {
  std::array<char32_t, 256> alphabet;
  char32_t next = 0x100;
  for (char32_t byte = 0; byte < 256; ++byte) {
    bool printable = (byte >= 0x21 && byte <= 0x7E) ||
                     (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
    alphabet[byte] = printable ? byte : next++;
  }
  return alphabet;
}

bool isCjkIdeograph(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
         (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B820 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

/// BasicTokenizer's clean-up: drops what is not text, makes every white space
/// a space, and sets CJK ideographs apart.
std::u32string cleanText(const std::u32string &text) {
  std::u32string clean;
  clean.reserve(text.size());
  for (char32_t c : text) {
    bool isSpace = c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' ||
                   isSpaceSeparator(c);
    if (c == 0 || c == 0xFFFD || (!isSpace && isOther(c)))
      continue;
    if (isSpace)
      clean += U' ';
    else if (isCjkIdeograph(c))
      clean.append({U' ', c, U' '});
    else
      clean += c;
  }
  return clean;
}

/// Lower-cases word by word and joins the words with single spaces.
std::u32string lowerWords(const std::u32string &text) {
  std::u32string joined;
  for (size_t i = 0; i < text.size();) {
    if (isPythonSpace(text[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && !isPythonSpace(text[end]))
      ++end;
    if (!joined.empty())
      joined += U' ';
    joined += toLower(text.substr(i, end - i));
    i = end;
  }
  return joined;
}

/// Whether `word` stands at `position`; "s" also matches U+017F, the only
/// other character that folds to a letter of the patterns below.
bool matchesAt(const std::u32string &text, size_t position,
               std::u32string_view word) {
  if (word.size() > text.size() - position)
    return false;
  for (size_t i = 0; i < word.size(); ++i) {
    char32_t c = text[position + i];
    if (c != word[i] && !(word[i] == U's' && c == 0x017F))
      return false;
  }
  return true;
}

/// [^\s\p{L}\p{N}]. The reference ignores case, and U+0345 is the one character
/// that is no letter but has a case variant that is: no alternative matches it.
bool isSymbolRun(char32_t c) {
  return c != 0x0345 && !isPythonSpace(c) && !isLetter(c) && !isNumber(c);
}

/// Length of the match of CLIP's pattern at `position`; 0 if there is none.
size_t matchWord(const std::u32string &text, size_t position) {
  static constexpr std::u32string_view kFixed[] = {U"<|startoftext|>",
                                                   U"<|endoftext|>",
                                                   U"'s",
                                                   U"'t",
                                                   U"'re",
                                                   U"'ve",
                                                   U"'m",
                                                   U"'ll",
                                                   U"'d"};
  for (std::u32string_view word : kFixed)
    if (matchesAt(text, position, word))
      return word.size();
  size_t end = position;
  if (isLetter(text[end])) {
    while (end < text.size() && isLetter(text[end]))
      ++end;
    return end - position;
  }
  if (isNumber(text[end]))
    return 1;
  while (end < text.size() && isSymbolRun(text[end]))
    ++end;
  return end - position;
}

std::string_view trimmed(std::string_view text) {
  constexpr const char *kSpace = " \t\r\n\f\v";
  size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// The content of a special token: a string, or an object as AddedToken saves.
StatusOr<std::string> tokenContent(const JsonObject &object, const char *key) {
  if (!object.json().contains(key) || !object.json()[key].is_object())
    return object.requireString(key);
  BURIN_ASSIGN_OR_RETURN(JsonObject token, object.object(key));
  return token.requireString("content");
}

} // namespace

/// The tokens with a role, by their content.
struct ClipTokenizer::SpecialTokens {
  struct Role {
    const char *key;
    std::string content;
  };
  std::array<Role, 4> roles = {
      Role{"bos_token", kBeginToken}, Role{"eos_token", kEndToken},
      Role{"unk_token", kEndToken}, Role{"pad_token", kEndToken}};

  /// Takes over the roles that `object` states.
  Status read(const JsonObject &object) {
    for (Role &role : roles)
      if (object.has(role.key)) {
        BURIN_ASSIGN_OR_RETURN(role.content, tokenContent(object, role.key));
      }
    return okStatus();
  }
};

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

StatusOr<ClipTokenizer> ClipTokenizer::create(const Files &files) {
  ClipTokenizer tokenizer;
  BURIN_RETURN_IF_ERROR(tokenizer.loadVocabulary(files.vocabulary));
  BURIN_RETURN_IF_ERROR(tokenizer.loadMerges(files.merges));
  BURIN_RETURN_IF_ERROR(tokenizer.loadConfig(files));
  return tokenizer;
}

StatusOr<ClipTokenizer> ClipTokenizer::open(const PipelineSource &source,
                                            const std::string &directory) {
  Files files;
  struct Member {
    const char *name;
    std::string *text;
    bool required;
  };
  for (Member member :
       {Member{"vocab.json", &files.vocabulary, true},
        Member{"merges.txt", &files.merges, true},
        Member{"tokenizer_config.json", &files.config, false},
        Member{"special_tokens_map.json", &files.specialTokensMap, false},
        Member{"added_tokens.json", &files.addedTokens, false}}) {
    auto text =
        source.read(strCat(directory, "/", member.name), kMaxVocabularyBytes);
    if (text.ok())
      *member.text = std::move(*text);
    else if (member.required || text.status().code() != StatusCode::kNotFound)
      return text.status();
  }
  return create(files);
}

Status ClipTokenizer::loadVocabulary(const std::string &text) {
  BURIN_ASSIGN_OR_RETURN(Json json,
                         parseJson(text, "vocab.json", kMaxVocabularyBytes));
  if (!json.is_object() || json.empty())
    return dataLoss("vocab.json: expected an object of token to id");
  if (json.size() > kMaxSymbols)
    return dataLoss(strCat("vocab.json: ", json.size(), " tokens, at most ",
                           kMaxSymbols, " are supported"));
  vocabulary.reserve(json.size());
  for (auto &[token, id] : json.items()) {
    if (!id.is_number_integer() ||
        (id.is_number_unsigned() && id.get<uint64_t>() > INT32_MAX - 1) ||
        id.get<int64_t>() < 0)
      return dataLoss(strCat("vocab.json: the id of token '", token,
                             "' is not an integer from 0 to 2^31 - 2"));
    auto value = static_cast<int32_t>(id.get<int64_t>());
    vocabulary.emplace(token, value);
    largestId = std::max(largestId, value);
  }
  return okStatus();
}

ClipTokenizer::Symbol ClipTokenizer::intern(const std::string &symbol) {
  auto [it, isNew] =
      symbols.emplace(symbol, static_cast<Symbol>(symbolNames.size()));
  if (isNew)
    symbolNames.push_back(symbol);
  return it->second;
}

Status ClipTokenizer::loadMerges(const std::string &text) {
  std::array<char32_t, 256> alphabet = byteAlphabet();
  for (size_t byte = 0; byte < 256; ++byte) {
    std::string symbol = encodeUtf8(std::u32string(1, alphabet[byte]));
    byteSymbols[byte] = intern(symbol);
    finalByteSymbols[byte] = intern(symbol + kEndOfWord);
  }
  std::string_view rest = trimmed(text);
  // The first line is the version, whatever it says.
  for (size_t line = 1; !rest.empty() && line <= kMaxMerges + 1; ++line) {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view entry = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line == 1)
      continue;
    size_t space = entry.find(' ');
    if (space == std::string_view::npos || space == 0 ||
        entry.find_first_of(" \t", space + 1) != std::string_view::npos)
      return dataLoss(strCat("merges.txt: line ", line,
                             " is not two symbols with a space between"));
    std::string left(entry.substr(0, space)), right(entry.substr(space + 1));
    uint64_t key = uint64_t(intern(left)) << 32 | intern(right);
    merges[key] = {static_cast<uint32_t>(line), intern(left + right)};
  }
  return okStatus();
}

int32_t ClipTokenizer::idOf(const std::string &token) const {
  auto it = vocabulary.find(token);
  return it == vocabulary.end() ? unknownId : it->second;
}

Status ClipTokenizer::addToken(const std::string &content, int32_t id) {
  if (content.empty())
    return dataLoss("tokenizer_config.json: a special token is empty");
  for (const AddedToken &other : addedTokens)
    if (other.content == content)
      return okStatus();
  if (addedTokens.size() == kMaxAddedTokens)
    return dataLoss(strCat("tokenizer_config.json: more than ", kMaxAddedTokens,
                           " added tokens"));
  largestId = std::max(largestId, id);
  addedTokens.push_back({content, id});
  return okStatus();
}

/// Reads "added_tokens_decoder": an object of id to token.
Status ClipTokenizer::loadAddedTokensDecoder(const JsonObject &decoder) {
  for (auto &[id, token] : decoder.json().items()) {
    BURIN_ASSIGN_OR_RETURN(
        JsonObject entry,
        JsonObject::from(token, strCat(decoder.name(), ": ", id)));
    BURIN_ASSIGN_OR_RETURN(std::string content, entry.requireString("content"));
    BURIN_ASSIGN_OR_RETURN(bool singleWord,
                           entry.boolean("single_word", false));
    if (singleWord)
      return unimplemented(
          strCat(entry.name(), ": single_word tokens are not supported"));
    if (id.empty() || id.size() > 9 ||
        id.find_first_not_of("0123456789") != std::string::npos)
      return decoder.error(id, "is not a token id");
    BURIN_RETURN_IF_ERROR(addToken(content, std::stoi(id)));
  }
  return okStatus();
}

/// The files of before transformers 4.34, which saved no
/// "added_tokens_decoder"; where both exist, the reference ignores these.
Status ClipTokenizer::loadLegacyConfig(const Files &files,
                                       SpecialTokens &special) {
  if (!files.specialTokensMap.empty()) {
    BURIN_ASSIGN_OR_RETURN(
        Json map, parseJson(files.specialTokensMap, "special_tokens_map.json"));
    BURIN_ASSIGN_OR_RETURN(JsonObject object,
                           JsonObject::from(map, "special_tokens_map.json"));
    BURIN_RETURN_IF_ERROR(special.read(object));
  }
  if (!files.addedTokens.empty()) {
    BURIN_ASSIGN_OR_RETURN(Json added,
                           parseJson(files.addedTokens, "added_tokens.json"));
    BURIN_ASSIGN_OR_RETURN(JsonObject object,
                           JsonObject::from(added, "added_tokens.json"));
    for (auto &item : added.items()) {
      BURIN_ASSIGN_OR_RETURN(
          int64_t id,
          object.requireInteger(item.key().c_str(), 0, INT32_MAX - 1));
      BURIN_RETURN_IF_ERROR(addToken(item.key(), static_cast<int32_t>(id)));
    }
  }
  return okStatus();
}

Status ClipTokenizer::loadConfig(const Files &files) {
  SpecialTokens special;
  bool hasDecoder = false;
  if (!files.config.empty()) {
    BURIN_ASSIGN_OR_RETURN(Json config,
                           parseJson(files.config, "tokenizer_config.json"));
    BURIN_ASSIGN_OR_RETURN(JsonObject object,
                           JsonObject::from(config, "tokenizer_config.json"));
    BURIN_RETURN_IF_ERROR(special.read(object));
    // Savers write 1e30 for "no limit".
    BURIN_ASSIGN_OR_RETURN(double length,
                           object.number("model_max_length", 77.0, 2.0, 1e300));
    if (length <= 65536.0)
      modelMaxLength = static_cast<size_t>(length);
    hasDecoder = object.has("added_tokens_decoder");
    if (hasDecoder) {
      BURIN_ASSIGN_OR_RETURN(JsonObject decoder,
                             object.object("added_tokens_decoder"));
      BURIN_RETURN_IF_ERROR(loadAddedTokensDecoder(decoder));
    }
  }
  if (!hasDecoder)
    BURIN_RETURN_IF_ERROR(loadLegacyConfig(files, special));
  BURIN_RETURN_IF_ERROR(resolveSpecialTokens(special));
  // Longest first: the first that matches at a position is the longest.
  std::sort(addedTokens.begin(), addedTokens.end(),
            [](const AddedToken &a, const AddedToken &b) {
              return a.content.size() > b.content.size();
            });
  return okStatus();
}

/// Finds the id of each role and makes each an added token.
Status ClipTokenizer::resolveSpecialTokens(const SpecialTokens &special) {
  std::array<int32_t *, 4> ids = {&beginId, &endId, &unknownId, &padId};
  for (size_t i = 0; i < ids.size(); ++i) {
    const SpecialTokens::Role &role = special.roles[i];
    auto known = vocabulary.find(role.content);
    auto extra = std::find_if(
        addedTokens.begin(), addedTokens.end(),
        [&](const AddedToken &t) { return t.content == role.content; });
    if (extra != addedTokens.end())
      *ids[i] = extra->id;
    else if (known != vocabulary.end())
      *ids[i] = known->second;
    else
      return dataLoss(strCat("tokenizer_config.json: ", role.key, " '",
                             role.content, "' is not in vocab.json"));
    BURIN_RETURN_IF_ERROR(addToken(role.content, *ids[i]));
  }
  return okStatus();
}

//===----------------------------------------------------------------------===//
// Encoding
//===----------------------------------------------------------------------===//

/// Byte-pair encodes one word: while a known pair is left, merges all
/// occurrences of the pair of lowest rank, left to right.
void ClipTokenizer::appendWord(const std::string &word,
                               std::vector<int32_t> &ids) const {
  if (word == kBeginToken || word == kEndToken) {
    ids.push_back(idOf(word));
    return;
  }
  std::vector<Symbol> parts;
  parts.reserve(word.size());
  for (char byte : word)
    parts.push_back(byteSymbols[static_cast<uint8_t>(byte)]);
  parts.back() = finalByteSymbols[static_cast<uint8_t>(word.back())];

  auto pairKey = [&](size_t i) {
    return uint64_t(parts[i]) << 32 | parts[i + 1];
  };
  while (parts.size() > 1) {
    uint64_t bestKey = 0;
    Merge best{std::numeric_limits<uint32_t>::max(), 0};
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      auto it = merges.find(pairKey(i));
      if (it != merges.end() && it->second.rank < best.rank) {
        best = it->second;
        bestKey = it->first;
      }
    }
    if (best.rank == std::numeric_limits<uint32_t>::max())
      break;
    size_t out = 0;
    for (size_t i = 0; i < parts.size(); ++out) {
      bool merge = i + 1 < parts.size() && pairKey(i) == bestKey;
      parts[out] = merge ? best.merged : parts[i];
      i += merge ? 2 : 1;
    }
    parts.resize(out);
  }
  for (Symbol part : parts)
    ids.push_back(idOf(symbolNames[part]));
}

/// Encodes text between added tokens.
Status ClipTokenizer::appendText(std::string_view bytes,
                                 std::vector<int32_t> &ids) const {
  BURIN_ASSIGN_OR_RETURN(std::u32string normal,
                         normalizeNfc(cleanText(decodeUtf8(bytes))));
  std::u32string text = lowerWords(normal);
  for (size_t position = 0; position < text.size();) {
    size_t length = matchWord(text, position);
    if (length > 0)
      appendWord(encodeUtf8(text.substr(position, length)), ids);
    position += std::max<size_t>(length, 1);
  }
  return okStatus();
}

StatusOr<std::vector<int32_t>>
ClipTokenizer::tokenize(std::string_view text) const {
  if (text.size() > kMaxPromptBytes)
    return invalidArgument(strCat("the prompt has ", text.size(),
                                  " bytes, at most ", kMaxPromptBytes,
                                  " are accepted"));
  std::vector<int32_t> ids;
  size_t begin = 0;
  for (size_t position = 0; position <= text.size();) {
    auto added = std::find_if(
        addedTokens.begin(), addedTokens.end(), [&](const AddedToken &token) {
          return text.compare(position, token.content.size(), token.content) ==
                 0;
        });
    bool atEnd = position == text.size();
    if (added == addedTokens.end() && !atEnd) {
      ++position;
      continue;
    }
    // Clean-up trims the text on either side, so the flags lstrip and rstrip of
    // a token change nothing.
    BURIN_RETURN_IF_ERROR(
        appendText(text.substr(begin, position - begin), ids));
    if (atEnd)
      break;
    ids.push_back(added->id);
    position += added->content.size();
    begin = position;
  }
  return ids;
}

StatusOr<ClipTokenizer::Encoding> ClipTokenizer::encode(std::string_view text,
                                                        size_t length) const {
  if (length < 2)
    return invalidArgument("a token sequence needs a length of at least 2");
  BURIN_ASSIGN_OR_RETURN(std::vector<int32_t> tokens, tokenize(text));
  Encoding encoding;
  encoding.textTokens = tokens.size();
  encoding.truncated = tokens.size() > length - 2;
  tokens.resize(std::min(tokens.size(), length - 2));
  encoding.ids.reserve(length);
  encoding.ids.push_back(beginId);
  encoding.ids.insert(encoding.ids.end(), tokens.begin(), tokens.end());
  encoding.ids.push_back(endId);
  encoding.ids.resize(length, padId);
  return encoding;
}
