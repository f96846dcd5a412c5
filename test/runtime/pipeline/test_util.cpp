//===- test_util.cpp - Files and vectors for the pipeline tests -----------===//
#include "test_util.h"

#include "runtime/core/npy.h"
#include "runtime/pipeline/unicode.h"

#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace burin::test {

std::string dataPath(const std::string &name) {
  return std::string(BURIN_TEST_DATA) + "/" + name;
}

std::string modelPath(const std::string &name) {
  return std::string(BURIN_EMOJI_MODEL) + "/" + name;
}

std::string readText(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string readGzip(const std::string &path) {
  gzFile file = gzopen(path.c_str(), "rb");
  EXPECT_NE(file, nullptr) << path;
  std::string text;
  char buffer[65536];
  for (int n; (n = gzread(file, buffer, sizeof(buffer))) > 0;)
    text.append(buffer, static_cast<size_t>(n));
  gzclose(file);
  return text;
}

nlohmann::json readJson(const std::string &path) {
  return nlohmann::json::parse(readText(path));
}

void writeText(const std::string &path, const std::string &text) {
  std::filesystem::create_directories(
      std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// Undoes the deflate compression of zip files.
static std::string inflateRaw(const std::string &data, size_t size) {
  std::string out(size, 0);
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -MAX_WBITS), Z_OK);
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef *>(out.data());
  stream.avail_out = static_cast<uInt>(size);
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

std::map<std::string, NpzArray> readNpz(const std::string &path) {
  std::string zip = readText(path);
  auto u16 = [&](size_t at) {
    return size_t(uint8_t(zip[at])) | size_t(uint8_t(zip[at + 1])) << 8;
  };
  auto u32 = [&](size_t at) { return u16(at) | u16(at + 2) << 16; };
  std::map<std::string, NpzArray> arrays;
  size_t end = zip.rfind("PK\5\6");
  size_t at = u32(end + 16);
  size_t next = at;
  for (size_t i = 0, count = u16(end + 10); i < count; ++i) {
    at = next;
    next = at + 46 + u16(at + 28) + u16(at + 30) + u16(at + 32);
    std::string name = zip.substr(at + 46, u16(at + 28));
    size_t local = u32(at + 42);
    size_t data = local + 30 + u16(local + 26) + u16(local + 28);
    std::string member = zip.substr(data, u32(at + 20));
    if (u16(at + 10) == 8)
      member = inflateRaw(member, u32(at + 24));
    auto tensor = decodeNpy(
        {reinterpret_cast<const uint8_t *>(member.data()), member.size()},
        name);
    if (!tensor.ok())
      continue; // a text
    auto floats = convertTensor(*tensor, DType::kF32);
    EXPECT_TRUE(floats.ok()) << name;
    std::vector<float> values(floats->data.size() / sizeof(float));
    std::memcpy(values.data(), floats->data.data(), floats->data.size());
    arrays[name.substr(0, name.size() - 4)] = {tensor->shape, values};
  }
  return arrays;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = ::testing::TempDir() + "burin-XXXXXX";
  path = ::mkdtemp(name.data());
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;
  std::filesystem::remove_all(path, error);
}

ClipTokenizer::Files emojiTokenizerFiles() {
  ClipTokenizer::Files files;
  files.vocabulary = readText(modelPath("tokenizer/vocab.json"));
  files.merges = readText(modelPath("tokenizer/merges.txt"));
  files.config = readText(modelPath("tokenizer/tokenizer_config.json"));
  files.specialTokensMap =
      readText(modelPath("tokenizer/special_tokens_map.json"));
  return files;
}

ClipTokenizer::Files clipTokenizerFiles() {
  std::stringstream lines(
      readGzip(dataPath("clip/bpe_simple_vocab_16e6.txt.gz")));
  std::string line;
  std::getline(lines, line);
  std::vector<std::string> merges, merged;
  while (merges.size() < 49152 - 256 - 2 && std::getline(lines, line)) {
    merges.push_back(line);
    size_t space = line.find(' ');
    merged.push_back(line.substr(0, space) + line.substr(space + 1));
  }
  // Printable bytes first, then the others: the order of the reference.
  std::vector<std::string> tokens;
  char32_t next = 0x100;
  std::vector<std::string> rest;
  for (char32_t byte = 0; byte < 256; ++byte) {
    bool printable =
        (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte != 0xAD);
    (printable ? tokens : rest)
        .push_back(encodeUtf8(std::u32string(1, printable ? byte : next++)));
  }
  tokens.insert(tokens.end(), rest.begin(), rest.end());
  for (size_t i = 0; i < 256; ++i)
    tokens.push_back(tokens[i] + "</w>");
  tokens.insert(tokens.end(), merged.begin(), merged.end());
  tokens.push_back("<|startoftext|>");
  tokens.push_back("<|endoftext|>");
  nlohmann::json vocabulary;
  for (size_t i = 0; i < tokens.size(); ++i)
    vocabulary[tokens[i]] = i;
  ClipTokenizer::Files files;
  files.vocabulary = vocabulary.dump();
  files.merges = "#version: 0.2\n";
  for (const std::string &merge : merges)
    files.merges += merge + "\n";
  return files;
}

} // namespace burin::test
