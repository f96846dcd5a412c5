//===- sample_plan.cpp - A small plan for tests ---------------------------===//

#include "runtime/cts/sample_plan.h"

#include "runtime/cts/test_kernels.h"
#include "runtime/format/synthetic.h"
#include "runtime/format/writer.h"

namespace burin::cts {

static constexpr uint64_t kBytes = kSampleElements * sizeof(float);

static Kernel kernel(const char *name, std::vector<Access> args,
                     uint64_t local = 0) {
  Kernel kernel;
  kernel.name = name;
  kernel.workgroupSize = {64, 1, 1};
  kernel.localMemoryBytes = local;
  kernel.args = std::move(args);
  return kernel;
}

static Dispatch dispatch(uint32_t kernel, const char *label,
                         std::vector<BufferRef> args) {
  Dispatch dispatch;
  dispatch.kernel = kernel;
  dispatch.groups = {kSampleElements / 64, 1, 1};
  dispatch.args = std::move(args);
  dispatch.label = label;
  dispatch.flops = kSampleElements;
  dispatch.bytesRead = kBytes;
  dispatch.bytesWritten = kBytes;
  return dispatch;
}

static Entry mainEntry() {
  Entry entry;
  entry.name = "main";
  entry.inputs = {{"x", DType::kF32, {16, 16}}};
  entry.outputs = {{"y", DType::kF32, {16, 16}}};
  BufferRef x{Space::kInput, 0, 0, kBytes}, y{Space::kOutput, 0, 0, kBytes};
  BufferRef scale{Space::kConstant, 0, 0, kBytes};
  BufferRef noise{Space::kConstant, 1, 0, kBytes};
  BufferRef product{Space::kArena, 0, 512, kBytes};
  entry.dispatches = {dispatch(0, "Mul_0", {x, scale, product}),
                      dispatch(1, "Add_1", {noise, product}),
                      dispatch(2, "Identity_2", {product, y})};
  entry.dispatches[0].weightBytes = kBytes;
  return entry;
}

static Entry accumulateEntry() {
  Entry entry;
  entry.name = "accumulate";
  entry.inputs = {{"x", DType::kF32, {16, 16}}};
  entry.outputs = {{"total", DType::kF16, {16, 16}}};
  BufferRef x{Space::kInput, 0, 0, kBytes};
  BufferRef state{Space::kState, 0, 0, kBytes};
  BufferRef total{Space::kOutput, 0, 0, kBytes / 2};
  entry.dispatches = {dispatch(1, "Accumulate", {x, state}),
                      dispatch(3, "Cast", {state, total})};
  return entry;
}

static Status addConstants(const std::string &directory, Sample &sample) {
  sample.scale.resize(kSampleElements);
  for (size_t i = 0; i < kSampleElements; ++i)
    sample.scale[i] = float(i) / 16.0f;
  BURIN_ASSIGN_OR_RETURN(auto writer,
                         WeightsWriter::create(directory + "/sample.weights"));
  BURIN_ASSIGN_OR_RETURN(
      auto placement,
      writer.addConstant(ByteSpan(
          reinterpret_cast<const uint8_t *>(sample.scale.data()), kBytes)));
  BURIN_ASSIGN_OR_RETURN(sample.plan.weightsBytes, writer.finish());
  sample.plan.weightsFile = "sample.weights";
  Constant scale;
  scale.name = "scale";
  scale.shape = {16, 16};
  scale.fileOffset = placement.fileOffset;
  scale.size = placement.size;
  scale.checksum = placement.checksum;
  Constant noise;
  noise.name = "noise";
  noise.shape = {kSampleElements};
  noise.kind = ConstantKind::kSynthetic;
  noise.size = kBytes;
  noise.seed = 7;
  noise.mean = 0.5f;
  noise.stddev = 2.0f;
  sample.plan.constants = {scale, noise};
  sample.noise.resize(kSampleElements);
  return generateSynthetic(
      noise, 0,
      MutableByteSpan(reinterpret_cast<uint8_t *>(sample.noise.data()),
                      kBytes));
}

StatusOr<Sample> makeSample(const std::string &directory, CodeFormat format) {
  Sample sample;
  Plan &plan = sample.plan;
  plan.producer = "burin tests";
  plan.model = "sample.onnx";
  plan.target = format == CodeFormat::kSPIRV ? "lavapipe" : "cpu-pocl";
  plan.precision = "f32";
  plan.metadata = "{}";
  plan.arenaBytes = 512 + kBytes;
  plan.arenaLowerBoundBytes = kBytes;
  plan.stateBytes = kBytes;
  plan.largestBufferBytes = kBytes;
  BURIN_RETURN_IF_ERROR(addConstants(directory, sample));
  Access read = Access::kRead, write = Access::kWrite;
  plan.kernels = {kernel("multiply", {read, read, write}),
                  kernel("accumulate", {read, Access::kReadWrite}),
                  kernel("copy", {read, write}, 64 * sizeof(float)),
                  kernel("store_half", {read, write})};
  if (format == CodeFormat::kOpenCLC)
    plan.modules = {testKernel(format, "")};
  else
    for (Kernel &kernel : plan.kernels) {
      kernel.module = uint32_t(plan.modules.size());
      plan.modules.push_back(testKernel(format, kernel.name));
    }
  plan.entries = {mainEntry(), accumulateEntry()};
  return sample;
}

} // namespace burin::cts
