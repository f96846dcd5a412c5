//===- write_weights_test.cpp - Recipes to bytes --------------------------===//
//
// Each recipe is run on a file with known bytes, and the weights file is read
// back with plain file reads at the offsets that the plan then holds.
//
//===----------------------------------------------------------------------===//

#include "codegen/Plan/WriteWeights.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "runtime/base/half.h"
#include "runtime/format/synthetic.h"
#include "runtime/format/writer.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>

using namespace mlir;
using namespace mlir::burin;

namespace {

class WriteWeights : public ::testing::Test {
protected:
  WriteWeights() {
    context.loadDialect<func::FuncDialect, plan::PlanDialect>();
    context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
      message += diagnostic.str();
      return success();
    });
  }
  ~WriteWeights() override {
    std::remove(source.c_str());
    std::remove(path.c_str());
  }

  template <typename T> void writeSource(const std::vector<T> &values) {
    std::ofstream(source, std::ios::binary)
        .write(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
  }
  /// `text`: plan.constant ops. Runs all their recipes.
  LogicalResult run(const std::string &text) {
    module = parseSourceString<ModuleOp>("func.func @main() {\n" + text + "\nreturn\n}", &context);
    if (!module)
      return failure();
    (*module)->setAttr(plan::kFilesAttrName, Builder(&context).getStrArrayAttr({source}));
    built = codegen::BuiltPlan();
    module->walk([&](plan::ConstantOp op) {
      ::burin::Constant constant;
      constant.name = op.getName().str();
      if (isa<plan::SyntheticSourceAttr>(op.getSource()))
        constant.kind = ::burin::ConstantKind::kSynthetic;
      built.plan.constants.push_back(constant);
      built.constants.push_back(op);
    });
    message.clear();
    return codegen::writeWeights(*module, built, path, [this](size_t done) { progress.push_back(done); });
  }
  /// The bytes of constant `i` as they lie in the weights file.
  template <typename T> std::vector<T> read(size_t i) {
    const ::burin::Constant &constant = built.plan.constants[i];
    std::vector<T> values(constant.size / sizeof(T));
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(constant.fileOffset));
    file.read(reinterpret_cast<char *>(values.data()), static_cast<std::streamsize>(constant.size));
    EXPECT_TRUE(file.good());
    return values;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  codegen::BuiltPlan built;
  std::vector<size_t> progress;
  std::string message;
  std::string source = ::testing::TempDir() + "write_weights_test.bin";
  std::string path = ::testing::TempDir() + "write_weights_test.weights";
};

TEST_F(WriteWeights, CopiesARangeOfTheSource) {
  writeSource<float>({9, 9, 1, 2, 3, 4, 9});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 8, length = 16> of tensor<2x2xf32> -> tensor<2x2xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(built.plan.constants[0].fileOffset % 4096, 0u);
  EXPECT_EQ(built.plan.weightsFile, "write_weights_test.weights");
  EXPECT_EQ(built.plan.weightsBytes, 8192u);
  EXPECT_EQ(progress, (std::vector<size_t>{1}));
}

TEST_F(WriteWeights, CastsToHalvesAndClampsFiniteValues) {
  float infinity = std::numeric_limits<float>::infinity();
  writeSource<float>({1, -2.5f, 1e6f, -1e6f, 65504, 6e-8f, infinity, -infinity});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 32> of tensor<8xf32> recipe [#plan.cast<f16>] -> tensor<8xf16>)")))
      << message;
  std::vector<float> values;
  for (uint16_t half : read<uint16_t>(0))
    values.push_back(::burin::halfToFloat(half));
  EXPECT_EQ(values, (std::vector<float>{1, -2.5f, 65504, -65504, 65504, 5.9604645e-8f, infinity, -infinity}));
}

TEST_F(WriteWeights, CastsNaNToNaN) {
  writeSource<float>({std::numeric_limits<float>::quiet_NaN()});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 4> of tensor<1xf32> recipe [#plan.cast<f16>] -> tensor<1xf16>)")));
  float value = ::burin::halfToFloat(read<uint16_t>(0)[0]);
  EXPECT_NE(value, value);
}

TEST_F(WriteWeights, CastsOtherTypesThroughFloats) {
  std::vector<int8_t> bytes = {-128, -1, 0, 127};
  writeSource(bytes);
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "signed" #plan.file<0, offset = 0, length = 4> of tensor<4xi8> recipe [#plan.cast<f32>] -> tensor<4xf32>
    %1 = plan.constant "unsigned" #plan.file<0, offset = 0, length = 4> of tensor<4xui8> recipe [#plan.cast<f32>] -> tensor<4xf32>
    %2 = plan.constant "bfloat" #plan.file<0, offset = 0, length = 4> of tensor<4xi8> recipe [#plan.cast<bf16>] -> tensor<4xbf16>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{-128, -1, 0, 127}));
  EXPECT_EQ(read<float>(1), (std::vector<float>{128, 255, 0, 127}));
  EXPECT_EQ(::burin::bfloat16ToFloat(read<uint16_t>(2)[3]), 127);
  EXPECT_EQ(progress.back(), 3u);
}

TEST_F(WriteWeights, CastsHalvesBack) {
  writeSource<uint16_t>({::burin::floatToHalf(0.5f), ::burin::floatToHalf(-3)});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 4> of tensor<2xf16> recipe [#plan.cast<f32>] -> tensor<2xf32>)")));
  EXPECT_EQ(read<float>(0), (std::vector<float>{0.5f, -3}));
}

TEST_F(WriteWeights, Transposes) {
  writeSource<float>({0, 1, 2, 3, 4, 5});
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "2d" #plan.file<0, offset = 0, length = 24> of tensor<2x3xf32> recipe [#plan.transpose<[1, 0]>] -> tensor<3x2xf32>
    %1 = plan.constant "3d" #plan.file<0, offset = 0, length = 24> of tensor<1x2x3xf32> recipe [#plan.transpose<[2, 0, 1]>] -> tensor<3x1x2xf32>
    %2 = plan.constant "same" #plan.file<0, offset = 0, length = 24> of tensor<2x3xf32> recipe [#plan.transpose<[0, 1]>] -> tensor<2x3xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(read<float>(1), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(read<float>(2), (std::vector<float>{0, 1, 2, 3, 4, 5}));
}

/// Element sizes have code of their own.
TEST_F(WriteWeights, TransposesElementsOfEverySize) {
  writeSource<uint8_t>({0, 1, 2, 3, 4, 5});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 6> of tensor<2x3xi8> recipe [#plan.transpose<[1, 0]>] -> tensor<3x2xi8>)")));
  EXPECT_EQ(read<uint8_t>(0), (std::vector<uint8_t>{0, 3, 1, 4, 2, 5}));
  writeSource<uint16_t>({0, 1, 2, 3, 4, 5});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 12> of tensor<2x3xf16> recipe [#plan.transpose<[1, 0]>] -> tensor<3x2xf16>)")));
  EXPECT_EQ(read<uint16_t>(0), (std::vector<uint16_t>{0, 3, 1, 4, 2, 5}));
  writeSource<int64_t>({0, 1, 2, 3, 4, 5});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<2x3xi64> recipe [#plan.transpose<[1, 0]>] -> tensor<3x2xi64>)")));
  EXPECT_EQ(read<int64_t>(0), (std::vector<int64_t>{0, 3, 1, 4, 2, 5}));
}

TEST_F(WriteWeights, PadsWithZerosBehindTheData) {
  writeSource<float>({1, 2, 3, 4});
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "rows" #plan.file<0, offset = 0, length = 16> of tensor<2x2xf32> recipe [#plan.pad<[1, 0]>] -> tensor<3x2xf32>
    %1 = plan.constant "both" #plan.file<0, offset = 0, length = 16> of tensor<2x2xf32> recipe [#plan.pad<[1, 2]>] -> tensor<3x4xf32>
    %2 = plan.constant "front" #plan.file<0, offset = 0, length = 16> of tensor<2x1x2xf32> recipe [#plan.pad<[0, 1, 0]>] -> tensor<2x2x2xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{1, 2, 3, 4, 0, 0}));
  EXPECT_EQ(read<float>(1), (std::vector<float>{1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(read<float>(2), (std::vector<float>{1, 2, 0, 0, 3, 4, 0, 0}));
}

TEST_F(WriteWeights, RunsStepsInOrder) {
  writeSource<float>({0, 1, 2, 3, 4, 5});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 24> of tensor<6xf32>
      recipe [#plan.reshape<[2, 3]>, #plan.transpose<[1, 0]>, #plan.pad<[0, 1]>, #plan.cast<f16>, #plan.reshape<[9]>] -> tensor<9xf16>)")))
      << message;
  std::vector<float> values;
  for (uint16_t half : read<uint16_t>(0))
    values.push_back(::burin::halfToFloat(half));
  EXPECT_EQ(values, (std::vector<float>{0, 3, 0, 1, 4, 0, 2, 5, 0}));
}

TEST_F(WriteWeights, WritesLiterals) {
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "splat" dense<2.5> : tensor<3xf32> of tensor<3xf32> -> tensor<3xf32>
    %1 = plan.constant "list" dense<[1, -2]> : tensor<2xi64> of tensor<2xi64> -> tensor<2xi64>
    %2 = plan.constant "bits" dense<[true, false, true]> : tensor<3xi1> of tensor<3xi1> -> tensor<3xi1>
    %3 = plan.constant "ones" dense<true> : tensor<2xi1> of tensor<2xi1> -> tensor<2xi1>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{2.5f, 2.5f, 2.5f}));
  EXPECT_EQ(read<int64_t>(1), (std::vector<int64_t>{1, -2}));
  EXPECT_EQ(read<uint8_t>(2), (std::vector<uint8_t>{1, 0, 1}));
  EXPECT_EQ(read<uint8_t>(3), (std::vector<uint8_t>{1, 1}));
}

TEST_F(WriteWeights, ChecksumsAreThoseOfTheBytes) {
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "a" dense<1.0> : tensor<3xf32> of tensor<3xf32> -> tensor<3xf32>
    %1 = plan.constant "b" dense<1.0> : tensor<3xf32> of tensor<3xf32> -> tensor<3xf32>
    %2 = plan.constant "c" dense<2.0> : tensor<3xf32> of tensor<3xf32> -> tensor<3xf32>)")));
  const std::vector<::burin::Constant> &constants = built.plan.constants;
  EXPECT_EQ(constants[0].checksum, constants[1].checksum);
  EXPECT_NE(constants[0].checksum, constants[2].checksum);
  EXPECT_NE(constants[0].fileOffset, constants[1].fileOffset);
}

TEST_F(WriteWeights, SyntheticConstantsNeedNoFile) {
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "noise" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<4xf16> -> tensor<4xf16>)")));
  EXPECT_TRUE(built.plan.weightsFile.empty());
  EXPECT_EQ(built.plan.weightsBytes, 0u);
  EXPECT_FALSE(std::ifstream(path).good());
}

TEST_F(WriteWeights, TransformsKernelsForWinograd) {
  // Two input channels, one output channel; kernel c is (c + 1) at its centre only.
  std::vector<float> kernels(3 * 3 * 2, 0.0f);
  kernels[(1 * 3 + 1) * 2] = 1;
  kernels[(1 * 3 + 1) * 2 + 1] = 2;
  writeSource(kernels);
  ASSERT_TRUE(succeeded(run(R"(
    %0 = plan.constant "f2" #plan.file<0, offset = 0, length = 72> of tensor<3x3x2x1xf32> recipe [#plan.winograd<2>] -> tensor<16x2x1xf32>
    %1 = plan.constant "f4" #plan.file<0, offset = 0, length = 72> of tensor<3x3x2x1xf32> recipe [#plan.winograd<4>, #plan.cast<f16>] -> tensor<36x2x1xf16>)")))
      << message;
  // The column of G for the middle tap of F(2x2): (0, 1/2, -1/2, 0).
  std::vector<float> column = {0, 0.5f, -0.5f, 0}, f2 = read<float>(0);
  ASSERT_EQ(f2.size(), 32u);
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j)
      for (size_t channel = 0; channel < 2; ++channel)
        EXPECT_EQ(f2[(i * 4 + j) * 2 + channel], (channel + 1.0f) * column[i] * column[j]);
  // Of F(4x4): 0, then p / (2 p^2 (p^2 - q^2)) for +-sqrt(1/2) and +-sqrt(2), then 0.
  float small = -std::sqrt(0.5f) / 1.5f, large = std::sqrt(2.0f) / 6;
  column = {0, small, -small, large, -large, 0};
  std::vector<uint16_t> f4 = read<uint16_t>(1);
  ASSERT_EQ(f4.size(), 72u);
  for (size_t i = 0; i < 6; ++i)
    for (size_t j = 0; j < 6; ++j)
      for (size_t channel = 0; channel < 2; ++channel)
        EXPECT_NEAR(::burin::halfToFloat(f4[(i * 6 + j) * 2 + channel]), (channel + 1.0f) * column[i] * column[j], 3e-4f);
}

TEST_F(WriteWeights, AddsTapsThatFallOnOnePixel) {
  // Two input channels, one output channel; distinct powers of two tell which taps were added.
  std::vector<float> kernels;
  for (int tap = 0; tap < 9; ++tap)
    for (float channel : {1.0f, -1.0f})
      kernels.push_back(channel * static_cast<float>(1 << tap));
  writeSource(kernels);
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "p" #plan.file<0, offset = 0, length = 72> of tensor<3x3x2x1xf32> recipe [#plan.polyphase] -> tensor<2x2x2x2x2x1xf32>)")))
      << message;
  std::vector<float> phases = read<float>(0);
  ASSERT_EQ(phases.size(), 32u);
  // Of even rows the first tap lies in the pixel before, of odd ones the last in the pixel after.
  auto pixelOf = [](int parity, int tap) { return parity == 0 ? (tap == 0 ? 0 : 1) : (tap == 2 ? 1 : 0); };
  for (int phase = 0; phase < 4; ++phase)
    for (int pixel = 0; pixel < 4; ++pixel) {
      float expected = 0;
      for (int tap = 0; tap < 9; ++tap)
        if (pixelOf(phase / 2, tap / 3) == pixel / 2 && pixelOf(phase % 2, tap % 3) == pixel % 2)
          expected += static_cast<float>(1 << tap);
      EXPECT_EQ(phases[(phase * 4 + pixel) * 2], expected);
      EXPECT_EQ(phases[(phase * 4 + pixel) * 2 + 1], -expected);
    }
}

TEST_F(WriteWeights, ErrorsNameTheConstantAndLeaveNoFile) {
  writeSource<float>({1, 2});
  struct Case {
    const char *text, *why;
  };
  for (Case bad : {Case{R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 16> of tensor<4xf32> -> tensor<4xf32>)",
                        "cannot read its bytes"},
                   Case{R"(%0 = plan.constant "w" #plan.file<1, offset = 0, length = 8> of tensor<2xf32> -> tensor<2xf32>)",
                        "refers to file 1"},
                   Case{R"(%0 = plan.constant "w" #plan.missing<"gone"> of tensor<2xf32> -> tensor<2xf32>)",
                        "--synthetic-weights"}}) {
    EXPECT_TRUE(failed(run(bad.text))) << bad.text;
    EXPECT_NE(message.find(bad.why), std::string::npos) << message;
    EXPECT_FALSE(std::ifstream(path).good()) << bad.text;
  }
}

TEST_F(WriteWeights, JoinsPartsAlongTheLastDimension) {
  writeSource<float>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.concat<dim = 1, [
      #plan.part<#plan.file<0, offset = 0, length = 16> of tensor<2x2xf32> recipe []>,
      #plan.part<#plan.file<0, offset = 16, length = 24> of tensor<3x2xf32> recipe [#plan.transpose<[1, 0]>]>,
      #plan.part<dense<0.5> : tensor<2x1xf32> of tensor<2x1xf32> recipe []>]> of tensor<2x6xf32>
      recipe [#plan.transpose<[1, 0]>, #plan.transpose<[1, 0]>] -> tensor<2x6xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{1, 2, 5, 7, 9, 0.5f, 3, 4, 6, 8, 10, 0.5f}));
}

TEST_F(WriteWeights, JoinsPartsAlongAnOuterDimension) {
  writeSource<float>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.concat<dim = 1, [
      #plan.part<#plan.file<0, offset = 0, length = 16> of tensor<2x1x2xf32> recipe []>,
      #plan.part<#plan.file<0, offset = 16, length = 32> of tensor<2x2x2xf32> recipe []>]> of tensor<2x3x2xf32>
      recipe [#plan.cast<f16>] -> tensor<2x3x2xf16>)")))
      << message;
  std::vector<float> values;
  for (uint16_t half : read<uint16_t>(0))
    values.push_back(::burin::halfToFloat(half));
  EXPECT_EQ(values, (std::vector<float>{1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12}));
}

TEST_F(WriteWeights, JoinsConcatsInsideOfConcats) {
  writeSource<float>({1, 2, 3});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.concat<dim = 0, [
      #plan.part<#plan.concat<dim = 0, [
          #plan.part<#plan.file<0, offset = 8, length = 4> of tensor<1xf32> recipe []>,
          #plan.part<#plan.file<0, offset = 0, length = 4> of tensor<1xf32> recipe []>]> of tensor<2xf32> recipe []>,
      #plan.part<#plan.file<0, offset = 4, length = 4> of tensor<1xf32> recipe []>]> of tensor<3xf32> -> tensor<3xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{3, 1, 2}));
}

// What a synthetic constant of that seed holds, beside stored bytes.
TEST_F(WriteWeights, StoresNoiseThatIsAPart) {
  writeSource<float>({7});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.concat<dim = 0, [
      #plan.part<#plan.file<0, offset = 0, length = 4> of tensor<1xf32> recipe []>,
      #plan.part<#plan.synthetic<seed = 42, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<3x1xf32> recipe [#plan.reshape<[3]>]>]>
      of tensor<4xf32> -> tensor<4xf32>)")))
      << message;
  std::vector<float> noise(3);
  ::burin::syntheticNormal(42, 0, 1, 0, noise.data(), 3);
  EXPECT_EQ(read<float>(0), (std::vector<float>{7, noise[0], noise[1], noise[2]}));
}

TEST_F(WriteWeights, RefusesAPartWithoutBytes) {
  writeSource<float>({7});
  EXPECT_TRUE(failed(run(R"(%0 = plan.constant "w" #plan.concat<dim = 0, [
      #plan.part<#plan.missing<"gone"> of tensor<1xf32> recipe []>]> of tensor<1xf32> -> tensor<1xf32>)")));
  EXPECT_NE(message.find("has no bytes"), std::string::npos) << message;
}

TEST_F(WriteWeights, MultipliesRowsByFactors) {
  writeSource<float>({1, 2, 3, 4, 5, 6, 10, 100, 1000});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 24> of tensor<2x3xf32>
      recipe [#plan.transpose<[1, 0]>,
              #plan.multiply<<#plan.file<0, offset = 24, length = 12> of tensor<3xf32> recipe []>>] -> tensor<3x2xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{10, 40, 200, 500, 3000, 6000}));
}

// 2049 is no half: the sum over what is stored sees 2048.
TEST_F(WriteWeights, SumsWhatRoundingLeft) {
  writeSource<float>({2049, 1, 3, 4});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 16> of tensor<2x2xf32>
      recipe [#plan.cast<f16>, #plan.sum] -> tensor<2xf32>)")))
      << message;
  EXPECT_EQ(read<float>(0), (std::vector<float>{2051, 5}));
}

TEST_F(WriteWeights, MultipliesMatrices) {
  writeSource<float>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 0, 2, 0, 1, 3});
  ASSERT_TRUE(succeeded(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 40> of tensor<5x2xf32>
      recipe [#plan.product<<#plan.file<0, offset = 40, length = 24> of tensor<3x2xf32> recipe [#plan.transpose<[1, 0]>]>>]
      -> tensor<5x3xf32>)")))
      << message;
  // The factor is [[1, 2, 1], [0, 0, 3]].
  EXPECT_EQ(read<float>(0), (std::vector<float>{1, 2, 7, 3, 6, 15, 5, 10, 23, 7, 14, 31, 9, 18, 39}));
}

TEST_F(WriteWeights, RefusesFactorsWithoutBytes) {
  writeSource<float>({7});
  EXPECT_TRUE(failed(run(R"(%0 = plan.constant "w" #plan.file<0, offset = 0, length = 4> of tensor<1xf32>
      recipe [#plan.multiply<<#plan.missing<"gone"> of tensor<1xf32> recipe []>>] -> tensor<1xf32>)")));
  EXPECT_NE(message.find("has no bytes"), std::string::npos) << message;
}

TEST_F(WriteWeights, AFolderThatIsNotThereIsAnError) {
  path = ::testing::TempDir() + "no/such/folder/x.weights";
  EXPECT_TRUE(failed(run(R"(%0 = plan.constant "a" dense<1.0> : tensor<3xf32> of tensor<3xf32> -> tensor<3xf32>)")));
  EXPECT_NE(message.find("no/such/folder"), std::string::npos) << message;
}

} // namespace
