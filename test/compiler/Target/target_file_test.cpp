//===- target_file_test.cpp - Target descriptions as data -----------------===//

#include "compiler/Target/TargetFile.h"

#include "codegen/Common/CostModel.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::burin;

namespace {

class TargetFile : public ::testing::Test {
protected:
  TargetFile() {
    context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
      message += diagnostic.str();
      return success();
    });
  }
  ~TargetFile() override { std::remove(path.c_str()); }

  FailureOr<DictionaryAttr> loadText(const std::string &text) {
    std::ofstream(path) << text;
    message.clear();
    return loadTarget(&context, path);
  }
  /// What code generation makes of a description.
  FailureOr<codegen::Target> getTarget(DictionaryAttr dict) {
    OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
    (*module)->setAttr(codegen::kTargetAttrName, dict);
    return codegen::Target::get(*module);
  }

  MLIRContext context;
  std::string message;
  std::string path = ::testing::TempDir() + "target_file_test.json";
};

TEST_F(TargetFile, NamesAreSortedAndUnique) {
  SmallVector<StringRef> names = getTargetNames();
  ASSERT_GE(names.size(), 11u);
  for (size_t i = 1; i < names.size(); ++i)
    EXPECT_LT(names[i - 1], names[i]);
}

TEST_F(TargetFile, AnotherApiReplacesKeysAndTheirSources) {
  DictionaryAttr plain = *loadTarget(&context, "nvidia-h100");
  EXPECT_FALSE(plain.contains("apis"));
  EXPECT_EQ(getTarget(plain)->matrixUnit, "mma.sync");
  EXPECT_EQ(*loadTarget(&context, "nvidia-h100", "opencl"), plain);
  DictionaryAttr dict = *loadTarget(&context, "nvidia-h100", "vulkan");
  FailureOr<codegen::Target> vulkan = getTarget(dict);
  ASSERT_TRUE(succeeded(vulkan)) << message;
  EXPECT_EQ(vulkan->api, codegen::Api::kVulkan);
  EXPECT_EQ(vulkan->matrixUnit, "cooperative-matrix");
  EXPECT_EQ(vulkan->bandwidthMBps, getTarget(plain)->bandwidthMBps);
  auto sources = dict.getAs<DictionaryAttr>("sources");
  EXPECT_TRUE(sources.contains("vulkan") && sources.contains("bandwidth_mbps"));
}

TEST_F(TargetFile, AnApiThatTheDescriptionDoesNotKnow) {
  EXPECT_TRUE(failed(loadTarget(&context, "lavapipe", "opencl")));
  EXPECT_NE(message.find("has no 'apis.opencl'"), std::string::npos) << message;
  message.clear();
  EXPECT_TRUE(succeeded(loadTarget(&context, "lavapipe", "vulkan"))) << message;
  std::ofstream(path) << R"({"name": "x", "apis": 3})";
  EXPECT_TRUE(failed(loadTarget(&context, path)));
  EXPECT_NE(message.find("'apis' must be an object"), std::string::npos) << message;
}

TEST_F(TargetFile, EveryShippedTargetIsWhatItsNameSays) {
  for (StringRef name : getTargetNames()) {
    FailureOr<DictionaryAttr> dict = loadTarget(&context, name);
    ASSERT_TRUE(succeeded(dict)) << message;
    FailureOr<codegen::Target> target = getTarget(*dict);
    ASSERT_TRUE(succeeded(target)) << message;
    EXPECT_EQ(target->name, name.str());
  }
}

/// Limits that no real device is outside of, and rates in their order.
TEST_F(TargetFile, ShippedFiguresArePlausible) {
  for (StringRef name : getTargetNames()) {
    codegen::Target target = *getTarget(*loadTarget(&context, name));
    EXPECT_GE(target.localMemoryBytes, 16384) << name.str();
    EXPECT_LE(target.localMemoryBytes, 1 << 20) << name.str();
    EXPECT_GE(target.maxWorkgroupSize, 128) << name.str();
    EXPECT_LE(target.maxWorkgroupSize, 4096) << name.str();
    EXPECT_EQ(target.subgroupSize & (target.subgroupSize - 1), 0) << name.str();
    EXPECT_LE(target.subgroupSize, target.maxWorkgroupSize) << name.str();
    EXPECT_LE(target.workgroupItems, target.maxWorkgroupSize) << name.str();
    EXPECT_LE(target.contractionWorkgroup[0] * target.contractionWorkgroup[1],
              target.maxWorkgroupSize)
        << name.str();
    // Accumulators alone must fit the registers of a work item.
    EXPECT_LT(target.registerTile[0] * target.registerTile[1] * target.vectorBytes / 4,
              target.registersPerItem)
        << name.str();
    if (target.f16Gflops)
      EXPECT_GE(target.f16Gflops, target.f32Gflops) << name.str();
    if (target.matrixGflops)
      EXPECT_GT(target.matrixGflops, target.f32Gflops) << name.str();
    EXPECT_GT(codegen::predictNanoseconds(target, {}), 0) << name.str();
  }
}

TEST_F(TargetFile, RejectsWhatIsNoObject) {
  for (const char *text : {"", "{", "[]", "3", "\"adreno-740\"", "null", "{\"a\": null}", "{\"a\": [1, null]}",
                           "{\"a\": {\"b\": null}}"}) {
    EXPECT_TRUE(failed(loadText(text))) << text;
    EXPECT_NE(message.find(path), std::string::npos) << message;
  }
}

TEST_F(TargetFile, UnknownNamesListTheShippedOnes) {
  EXPECT_TRUE(failed(loadTarget(&context, "adreno-7400")));
  EXPECT_NE(message.find("'adreno-7400'"), std::string::npos) << message;
  for (StringRef name : getTargetNames())
    EXPECT_NE(message.find(name.str()), std::string::npos) << name.str();
}

TEST_F(TargetFile, KeepsEveryKindOfValue) {
  FailureOr<DictionaryAttr> dict =
      loadText(R"({"text": "a", "whole": 3, "part": 0.5, "flag": true, "list": [1, "b"], "more": {"c": 4}})");
  ASSERT_TRUE(succeeded(dict)) << message;
  EXPECT_EQ(dict->getAs<StringAttr>("text").getValue().str(), "a");
  EXPECT_EQ(dict->getAs<IntegerAttr>("whole").getInt(), 3);
  EXPECT_EQ(dict->getAs<FloatAttr>("part").getValueAsDouble(), 0.5);
  EXPECT_TRUE(dict->getAs<BoolAttr>("flag").getValue());
  EXPECT_EQ(dict->getAs<ArrayAttr>("list").size(), 2u);
  EXPECT_EQ(dict->getAs<DictionaryAttr>("more").getAs<IntegerAttr>("c").getInt(), 4);
}

/// Every required key, and one case for each way to get it wrong.
TEST_F(TargetFile, EachRequiredKeyIsCheckedByName) {
  DictionaryAttr good = *loadTarget(&context, "mali-g715");
  Builder builder(&context);
  for (StringRef key : {"local_memory_bytes", "max_workgroup_size", "subgroup_size", "vector_bytes",
                        "workgroup_items", "register_tile", "contraction_workgroup"}) {
    for (Attribute bad : {Attribute(), Attribute(builder.getStringAttr("many")),
                          Attribute(builder.getI64IntegerAttr(-1)), Attribute(builder.getI64ArrayAttr({1}))}) {
      NamedAttrList list(good);
      list.erase(key);
      list.erase("sources");
      if (bad)
        list.set(key, bad);
      message.clear();
      EXPECT_TRUE(failed(getTarget(list.getDictionary(&context)))) << key.str();
      EXPECT_NE(message.find("'" + key.str() + "'"), std::string::npos) << message;
    }
  }
}

} // namespace
