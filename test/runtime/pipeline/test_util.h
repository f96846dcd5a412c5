//===- test_util.h - Files and vectors for the pipeline tests --*- C++ -*-===//
#ifndef BURIN_TEST_RUNTIME_PIPELINE_TEST_UTIL_H
#define BURIN_TEST_RUNTIME_PIPELINE_TEST_UTIL_H

#include "runtime/pipeline/clip_tokenizer.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace burin::test {

/// A file under test/runtime/pipeline/data or examples/emoji/model.
std::string dataPath(const std::string &name);
std::string modelPath(const std::string &name);
std::string readText(const std::string &path);
std::string readGzip(const std::string &path);
nlohmann::json readJson(const std::string &path);
void writeText(const std::string &path, const std::string &text);

/// The numeric arrays of a .npz file by name, as floats.
struct NpzArray {
  std::vector<int64_t> shape;
  std::vector<float> values;
};
std::map<std::string, NpzArray> readNpz(const std::string &path);

/// A fresh directory, removed with all that is in it at the end of the scope.
class TemporaryDirectory {
public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  std::string operator/(const std::string &name) const {
    return path + "/" + name;
  }
  std::string path;
};

ClipTokenizer::Files emojiTokenizerFiles();
/// The vocabulary of OpenAI's CLIP.
ClipTokenizer::Files clipTokenizerFiles();

} // namespace burin::test

#endif // BURIN_TEST_RUNTIME_PIPELINE_TEST_UTIL_H
