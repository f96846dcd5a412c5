//===- tuning_file_test.cpp - Configs that were measured ------------------===//

#include "compiler/Target/TuningFile.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::burin;

namespace {

class TuningFile : public ::testing::Test {
protected:
  TuningFile() {
    context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
      message += diagnostic.str();
      return success();
    });
  }
  FailureOr<DictionaryAttr> parse(const std::string &text) {
    message.clear();
    return parseTuning(&context, text, "file", "gpu-1", "opencl");
  }
  /// Fails, with `part` in the diagnostic.
  void expectRefused(const std::string &text, const std::string &part) {
    EXPECT_TRUE(failed(parse(text))) << text;
    EXPECT_NE(message.find(part), std::string::npos) << message;
  }

  MLIRContext context;
  std::string message;
};

std::string file(const std::string &entries, const std::string &head =
                     R"("format": "burin-tuning", "version": 1, "target": "gpu-1", "api": "opencl")") {
  return "{" + head + ", \"entries\": " + entries + "}";
}

TEST_F(TuningFile, GivesConfigsBySignature) {
  FailureOr<DictionaryAttr> configs =
      parse(file(R"([{"signature": "b", "config": "two", "us": 7}, {"signature": "a", "config": "one"}])"));
  ASSERT_TRUE(succeeded(configs)) << message;
  ASSERT_EQ(configs->size(), 2u);
  EXPECT_EQ(configs->getAs<StringAttr>("a").getValue(), "one");
  EXPECT_EQ(configs->getAs<StringAttr>("b").getValue(), "two");
  EXPECT_TRUE(succeeded(parse(file("[]"))));
}

TEST_F(TuningFile, RefusesWhatItDoesNotKnow) {
  expectRefused("", "no JSON");
  expectRefused("{", "no JSON");
  expectRefused("[]", "not what `burin tune` writes");
  expectRefused("{}", "not what `burin tune` writes");
  expectRefused(file("[]", R"("format": "burin-tuning", "version": 2)"), "not what");
  expectRefused(file("[]", R"("format": "burin-tuning", "version": 1, "target": "gpu-2", "api": "opencl")"),
                "is of target 'gpu-2', not of 'gpu-1'");
  expectRefused(file("[]", R"("format": "burin-tuning", "version": 1, "target": "gpu-1", "api": "vulkan")"),
                "is of api 'vulkan', not of 'opencl'");
  expectRefused(file("{}"), "no array 'entries'");
  expectRefused(file("[3]"), "needs the texts");
  expectRefused(file(R"([{"signature": "a"}])"), "needs the texts");
  expectRefused(file(R"([{"signature": "", "config": "x"}])"), "needs the texts");
  expectRefused(file(R"([{"signature": 3, "config": "x"}])"), "needs the texts");
  expectRefused(file(R"([{"signature": "a", "config": "x"}, {"signature": "a", "config": "y"}])"), "occurs twice");
}

TEST_F(TuningFile, ShippedFilesAreReadable) {
  for (StringRef api : {"opencl", "vulkan"})
    for (StringRef target : {"nvidia-h100", "cpu-pocl", "lavapipe", "no-such-gpu"})
      EXPECT_TRUE(succeeded(loadShippedTuning(&context, target, api))) << message;
  FailureOr<DictionaryAttr> none = loadShippedTuning(&context, "no-such-gpu", "opencl");
  ASSERT_TRUE(succeeded(none));
  EXPECT_FALSE(*none);
}

TEST_F(TuningFile, NamesAFileThatIsNotThere) {
  EXPECT_TRUE(failed(loadTuning(&context, "/nowhere/tuning.json", "gpu-1", "opencl")));
  EXPECT_NE(message.find("/nowhere/tuning.json"), std::string::npos);
}

} // namespace
