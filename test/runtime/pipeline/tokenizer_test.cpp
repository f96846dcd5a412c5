//===- tokenizer_test.cpp - Token ids against the reference ---------------===//
#include "test_util.h"

#include "runtime/pipeline/clip_tokenizer.h"
#include "runtime/pipeline/source.h"
#include "runtime/pipeline/unicode.h"

using namespace burin;
using namespace burin::test;

namespace {

std::string fromHex(const std::string &hex) {
  std::string bytes;
  for (size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

/// Compares with every case of a file that make_vectors.py wrote.
void compareWithReference(const ClipTokenizer::Files &files,
                          const std::string &name) {
  auto tokenizer = ClipTokenizer::create(files);
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.status().toString();
  nlohmann::json reference = readJson(dataPath(name));
  ASSERT_GE(reference["cases"].size(), 300u);
  for (const auto &test : reference["cases"]) {
    std::string text = fromHex(test[0]);
    std::vector<int32_t> expected = test[1];
    expected.resize(reference["length"], reference["pad"]);
    auto encoding = tokenizer->encode(text, reference["length"]);
    ASSERT_TRUE(encoding.ok());
    EXPECT_EQ(encoding->ids, expected) << "text '" << text << "' = " << test[0];
  }
}

TEST(ClipTokenizer, MatchesReferenceWithEmojiVocabulary) {
  compareWithReference(emojiTokenizerFiles(), "tokenizer_emoji.json");
}

TEST(ClipTokenizer, MatchesReferenceWithClipVocabulary) {
  compareWithReference(clipTokenizerFiles(), "tokenizer_clip.json");
}

TEST(ClipTokenizer, PadsWithExclamationMarkAsStableDiffusion2) {
  ClipTokenizer::Files files = clipTokenizerFiles();
  files.config = R"({"pad_token": "!"})";
  compareWithReference(files, "tokenizer_clip_pad.json");
}

TEST(ClipTokenizer, MatchesTheReferenceRun) {
  auto tokenizer = ClipTokenizer::create(emojiTokenizerFiles());
  ASSERT_TRUE(tokenizer.ok());
  EXPECT_EQ(tokenizer->vocabularySize(), 2048u);
  EXPECT_EQ(tokenizer->idLimit(), 2048);
  EXPECT_EQ(tokenizer->maxLength(), 77u);
}

TEST(ClipTokenizer, OpensAFolder) {
  auto source = PipelineSource::open(BURIN_EMOJI_MODEL);
  ASSERT_TRUE(source.ok());
  auto tokenizer = ClipTokenizer::open(**source, "tokenizer");
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.status().toString();
  EXPECT_EQ(ClipTokenizer::open(**source, "scheduler").status().code(),
            StatusCode::kNotFound);
}

TEST(ClipTokenizer, TruncatesTheTailAndKeepsTheEnd) {
  auto tokenizer = ClipTokenizer::create(emojiTokenizerFiles());
  ASSERT_TRUE(tokenizer.ok());
  auto encoding = tokenizer->encode("red apple red apple", 4);
  ASSERT_TRUE(encoding.ok());
  EXPECT_TRUE(encoding->truncated);
  EXPECT_EQ(encoding->textTokens, 4u);
  EXPECT_EQ(encoding->ids.front(), 2046);
  EXPECT_EQ(encoding->ids.back(), 2047);
  EXPECT_FALSE(tokenizer->encode("red apple", 4)->truncated);
  EXPECT_EQ(tokenizer->encode("x", 1).status().code(),
            StatusCode::kInvalidArgument);
}

TEST(ClipTokenizer, RefusesHugePrompts) {
  auto tokenizer = ClipTokenizer::create(emojiTokenizerFiles());
  ASSERT_TRUE(tokenizer.ok());
  std::string text(ClipTokenizer::kMaxPromptBytes, 'a');
  EXPECT_TRUE(tokenizer->encode(text, 77).ok());
  EXPECT_EQ(tokenizer->encode(text + "a", 77).status().code(),
            StatusCode::kInvalidArgument);
}

TEST(ClipTokenizer, ReadsAddedTokens) {
  ClipTokenizer::Files files = emojiTokenizerFiles();
  files.config = R"({"added_tokens_decoder": {
    "2048": {"content": "<style>", "lstrip": true, "special": false},
    "2047": {"content": "<|endoftext|>", "special": true}}})";
  auto tokenizer = ClipTokenizer::create(files);
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.status().toString();
  EXPECT_EQ(tokenizer->idLimit(), 2049);
  auto plain = tokenizer->tokenize("red");
  auto ids = tokenizer->tokenize("red <style>red");
  ASSERT_TRUE(ids.ok() && plain.ok());
  std::vector<int32_t> expected = *plain;
  expected.push_back(2048);
  expected.insert(expected.end(), plain->begin(), plain->end());
  EXPECT_EQ(*ids, expected);
}

TEST(Unicode, DecodesInvalidUtf8AsPython) {
  struct Case {
    std::string bytes;
    std::u32string text;
  };
  for (const Case &test :
       {Case{"a\x80", U"a\uFFFD"}, Case{"\xE2\x82", U"\uFFFD"},
        Case{"\xE2\x82x", U"\uFFFDx"}, Case{"\xC0\xAF", U"\uFFFD\uFFFD"},
        Case{"\xED\xA0\x80", U"\uFFFD\uFFFD\uFFFD"},
        Case{"\xF0\x9F\x98", U"\uFFFD"}, Case{"\xF5", U"\uFFFD"},
        Case{"\xF0\x9F\x98\x80", U"\U0001F600"}})
    EXPECT_EQ(decodeUtf8(test.bytes), test.text);
}

TEST(Unicode, LowersAsPython) {
  EXPECT_EQ(toLower(U"\u0391\u03A3"), U"\u03B1\u03C2");
  EXPECT_EQ(toLower(U"\u0391\u03A3'\u0391"), U"\u03B1\u03C3'\u03B1");
  EXPECT_EQ(toLower(U"\u03A3"), U"\u03C3");
  EXPECT_EQ(toLower(U"\u0130"), U"i\u0307");
}

} // namespace
