//===- clip_tokenizer.h - CLIP's byte-pair encoding ------------*- C++ -*-===//
//
// Prompts to token ids, exactly as `CLIPTokenizer` of Hugging Face transformers
// 4.x without the optional package ftfy: clean-up and lower-casing of its
// BasicTokenizer, CLIP's word pattern, byte-level BPE with "</w>" word ends.
//
// Where the tokenizers of the field differ, this one follows that class:
//  - with ftfy installed, transformers repairs mojibake and keeps format
//    characters (zero-width joiners) instead of dropping them;
//  - `CLIPTokenizerFast` (and transformers 5) normalizes NFC, white space and
//    case only: it neither drops control characters nor splits CJK;
//  - characters newer than Unicode 15 count as unassigned and are dropped.
//
// Prompts are bytes: an invalid UTF-8 sequence becomes U+FFFD, which clean-up
// drops; NUL is dropped as well.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_CLIP_TOKENIZER_H
#define BURIN_RUNTIME_PIPELINE_CLIP_TOKENIZER_H

#include "runtime/base/status.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace burin {

class JsonObject;
class PipelineSource;

class ClipTokenizer {
public:
  /// The texts of a tokenizer folder. The last three may be empty.
  struct Files {
    std::string vocabulary;       ///< vocab.json
    std::string merges;           ///< merges.txt
    std::string config;           ///< tokenizer_config.json
    std::string specialTokensMap; ///< special_tokens_map.json
    std::string addedTokens;      ///< added_tokens.json
  };

  /// Token ids of one prompt, `length` of them.
  struct Encoding {
    std::vector<int32_t> ids; ///< begin, text, end, padding
    size_t textTokens = 0;    ///< tokens of the text before any truncation
    bool truncated = false;   ///< the text did not fit
  };

  /// Prompts longer than this many bytes are an error.
  static constexpr size_t kMaxPromptBytes = size_t(1) << 16;

  /// Errors: kDataLoss with the file and the line or key at fault.
  static StatusOr<ClipTokenizer> create(const Files &files);
  /// Reads the files from the folder `directory` of `source`.
  static StatusOr<ClipTokenizer> open(const PipelineSource &source,
                                      const std::string &directory);

  /// Ids of the text alone: no begin, no end, no limit.
  StatusOr<std::vector<int32_t>> tokenize(std::string_view text) const;

  /// Begin token, text, end token, padded to `length`; a text that is too long
  /// loses its tail, never the end token. `length` is at least 2.
  StatusOr<Encoding> encode(std::string_view text, size_t length) const;

  size_t vocabularySize() const { return vocabulary.size(); }
  /// One more than the largest id that `encode` can return.
  int32_t idLimit() const { return largestId + 1; }
  /// The model_max_length of the configuration; 77 where it states none.
  size_t maxLength() const { return modelMaxLength; }

private:
  using Symbol = uint32_t;
  struct Merge {
    uint32_t rank;
    Symbol merged;
  };
  /// A token that is recognised in the raw text, before any clean-up.
  struct AddedToken {
    std::string content;
    int32_t id = 0;
  };
  struct SpecialTokens;

  ClipTokenizer() = default;
  Status loadVocabulary(const std::string &text);
  Status loadMerges(const std::string &text);
  Status loadConfig(const Files &files);
  Status loadAddedTokensDecoder(const JsonObject &decoder);
  Status loadLegacyConfig(const Files &files, SpecialTokens &special);
  Status resolveSpecialTokens(const SpecialTokens &special);
  Status addToken(const std::string &content, int32_t id);
  Symbol intern(const std::string &symbol);
  int32_t idOf(const std::string &token) const;
  void appendWord(const std::string &word, std::vector<int32_t> &ids) const;
  Status appendText(std::string_view text, std::vector<int32_t> &ids) const;

  std::unordered_map<std::string, int32_t> vocabulary;
  std::unordered_map<std::string, Symbol> symbols;
  std::vector<std::string> symbolNames;
  std::unordered_map<uint64_t, Merge> merges; ///< key: left << 32 | right
  std::array<Symbol, 256> byteSymbols{}, finalByteSymbols{};
  std::vector<AddedToken> addedTokens;
  int32_t beginId = 0, endId = 0, unknownId = 0, padId = 0, largestId = 0;
  size_t modelMaxLength = 77;
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_CLIP_TOKENIZER_H
