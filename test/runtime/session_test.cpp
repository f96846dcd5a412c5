//===- session_test.cpp - Sessions on the null driver ---------------------===//

#include "runtime/core/session.h"
#include "runtime/cts/sample_plan.h"
#include "runtime/drivers/drivers.h"
#include "runtime/drivers/null/null_device.h"
#include "runtime/format/writer.h"
#include "test/runtime/hoisted_plan.h"
#include "test/runtime/test_util.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace burin {
namespace {

float *floats(MutableByteSpan bytes) {
  return reinterpret_cast<float *>(bytes.data());
}

class SessionTest : public testing::Test {
protected:
  void SetUp() override {
    auto made = cts::makeSample(directory.name);
    ASSERT_TRUE(made.ok());
    sample = std::move(*made);
    path = directory / "sample.plan";
    ASSERT_OK(writePlan(sample.plan, path));
    device = openNullDevice();
    device->registerKernel("multiply", [](const HostDispatch &d) {
      for (size_t i = 0; i < cts::kSampleElements; ++i)
        floats(d.args[2])[i] = floats(d.args[0])[i] * floats(d.args[1])[i];
      return okStatus();
    });
    device->registerKernel("accumulate", [](const HostDispatch &d) {
      for (size_t i = 0; i < cts::kSampleElements; ++i)
        floats(d.args[1])[i] += floats(d.args[0])[i];
      return okStatus();
    });
    device->registerKernel("copy", [](const HostDispatch &d) {
      std::memcpy(d.args[1].data(), d.args[0].data(), d.args[0].size());
      return okStatus();
    });
    x = *HostTensor::zeros(DType::kF32, {16, 16});
    y = *HostTensor::zeros(DType::kF32, {16, 16});
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      floats(x.data)[i] = float(i) - 100.0f;
  }
  std::unique_ptr<Session> open(const SessionOptions &options = {}) {
    auto session = Session::open(device, path, options);
    EXPECT_TRUE(session.ok()) << session.status().toString();
    return session.ok() ? std::move(*session) : nullptr;
  }

  test::TempDirectory directory;
  cts::Sample sample;
  std::string path;
  std::shared_ptr<NullDevice> device;
  HostTensor x, y;
};

TEST_F(SessionTest, RunsByNameAndByPosition) {
  auto session = open();
  ASSERT_TRUE(session);
  for (const char *prefix : {"named", ""}) {
    std::string in = *prefix ? "x" : "", out = *prefix ? "y" : "";
    y = *HostTensor::zeros(DType::kF32, {16, 16});
    ASSERT_OK(session->run("main", {{in, x}}, {{out, y}}));
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      ASSERT_FLOAT_EQ(floats(y.data)[i],
                      floats(x.data)[i] * sample.scale[i] + sample.noise[i]);
  }
}

TEST_F(SessionTest, ErrorsNameWhatIsWrong) {
  auto session = open();
  ASSERT_TRUE(session);
  auto refusal = [](const Status &status) { return status.message(); };
  EXPECT_EQ(refusal(session->run("nope", {}, {})),
            "no entry point 'nope'; the plan has: main, accumulate");
  EXPECT_EQ(refusal(session->run("main", {{"z", x}}, {})),
            "entry 'main' has no input 'z'; it has: x");
  EXPECT_EQ(refusal(session->run("main", {{"x", x}}, {{"z", y}})),
            "entry 'main' has no output 'z'; it has: y");
  EXPECT_EQ(refusal(session->run("main", {}, {})),
            "entry 'main': input 'x' was never given");
  EXPECT_NE(refusal(session->run("main", {{"", x}, {"", x}}, {}))
                .find("has 1 inputs, number 2 was given"),
            std::string::npos);
  HostTensor wrong = *HostTensor::zeros(DType::kF32, {256});
  EXPECT_EQ(refusal(session->run("main", {{"x", wrong}}, {})),
            "input 'x': shape 256, the plan has 16x16");
  HostTensor half = *HostTensor::zeros(DType::kF16, {16, 16});
  EXPECT_EQ(refusal(session->run("main", {{"x", half}}, {})),
            "input 'x': type f16, the plan has f32");
  half.data.pop_back();
  RunOptions convert;
  convert.convert = true;
  EXPECT_NE(refusal(session->run("main", {{"x", half}}, {}, convert))
                .find("511 bytes given"),
            std::string::npos);
}

TEST_F(SessionTest, RefusesHalvesThatDiffer) {
  sample.plan.entries[0].inputs[0].equalHalves = true;
  ASSERT_OK(writePlan(sample.plan, path));
  auto session = open();
  ASSERT_TRUE(session);
  Status status = session->run("main", {{"x", x}}, {{"y", y}});
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(
      test::contains(status, "input 'x': the two halves of its batch differ"));
  EXPECT_TRUE(test::contains(status, "--guidance"));
  // What was refused was not set.
  EXPECT_TRUE(test::contains(session->execute("main"), "was never given"));

  size_t half = cts::kSampleElements / 2;
  std::copy_n(floats(x.data), half, floats(x.data) + half);
  ASSERT_OK(session->run("main", {{"x", x}}, {{"y", y}}));
  EXPECT_FLOAT_EQ(floats(y.data)[half + 1],
                  floats(x.data)[1] * sample.scale[half + 1] +
                      sample.noise[half + 1]);
  floats(x.data)[cts::kSampleElements - 1] += 1; // the last element counts
  EXPECT_FALSE(session->setInput("main", {"x", x}).ok());
  // Compared are the bytes that the plan gets.
  HostTensor narrow = *convertTensor(x, DType::kF16);
  EXPECT_FALSE(session->setInput("main", {"x", narrow}, /*convert=*/true).ok());
  ASSERT_OK(session->setInput("accumulate", {"x", x}));
  EXPECT_TRUE(
      test::contains(session->copyOutputToInput("main", "y", "main", "x"),
                     "give it from the host"));
}

TEST_F(SessionTest, LinksAnOutputToAnInput) {
  auto first = open(), second = open();
  ASSERT_TRUE(first && second);
  uint64_t inputs = second->memory().inputs;
  ASSERT_OK(second->linkInput("main", "x", *first, "main", "y"));
  EXPECT_EQ(second->memory().inputs, inputs - 1024); // it is the other's
  EXPECT_TRUE(test::contains(second->execute("main"), "was never given"));
  auto expected = [&](size_t i, int times) {
    float value = floats(x.data)[i];
    for (int k = 0; k < times; ++k)
      value = value * sample.scale[i] + sample.noise[i];
    return value;
  };
  auto expectOutput = [&](Session &session, int times) {
    ASSERT_OK(session.getOutput("main", {"y", y}));
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      ASSERT_FLOAT_EQ(floats(y.data)[i], expected(i, times));
  };
  ASSERT_OK(first->setInput("main", {"x", x}));
  ASSERT_OK(first->submit("main").status());
  auto ticket = second->submit("main");
  ASSERT_OK(ticket.status());
  ASSERT_OK(device->wait(*ticket));
  expectOutput(*second, 2);
  EXPECT_EQ(first->traffic().toDevice, 1024u);
  EXPECT_EQ(first->traffic().toHost, 0u);
  EXPECT_EQ(second->traffic().toDevice, 0u);
  EXPECT_EQ(second->traffic().toHost, 1024u);
  // The host may write it; the tensor outlives the session that it came from.
  first.reset();
  ASSERT_OK(second->setInput("main", {"x", x}));
  ASSERT_OK(second->execute("main"));
  expectOutput(*second, 1);
  // In a circle with itself.
  ASSERT_OK(second->linkInput("main", "x", *second, "main", "y"));
  for (int run = 0; run < 2; ++run)
    ASSERT_OK(second->submit("main").status());
}

TEST_F(SessionTest, RefusesLinksThatDoNotFit) {
  sample.plan.entries[1].inputs[0].equalHalves = true;
  ASSERT_OK(writePlan(sample.plan, path));
  auto session = open();
  ASSERT_TRUE(session);
  auto refusal = [&](const char *entry, const char *input, const char *from,
                     const char *output) {
    return session->linkInput(entry, input, *session, from, output).message();
  };
  EXPECT_NE(refusal("nope", "x", "main", "y").find("no entry point 'nope'"),
            std::string::npos);
  EXPECT_NE(refusal("main", "z", "main", "y").find("has no input 'z'"),
            std::string::npos);
  EXPECT_NE(refusal("main", "x", "main", "z").find("has no output 'z'"),
            std::string::npos);
  EXPECT_NE(refusal("main", "x", "accumulate", "total").find("does not fit"),
            std::string::npos);
  EXPECT_NE(refusal("accumulate", "x", "main", "y").find("does not promise"),
            std::string::npos);
  sample.plan.entries[0].outputs[0].equalHalves = true;
  ASSERT_OK(writePlan(sample.plan, path));
  auto promising = open();
  ASSERT_TRUE(promising);
  EXPECT_TRUE(
      session->linkInput("accumulate", "x", *promising, "main", "y").ok());
  device = openNullDevice();
  auto elsewhere = open();
  ASSERT_TRUE(elsewhere);
  Status status = session->linkInput("main", "x", *elsewhere, "main", "y");
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(test::contains(status, "on two devices"));
}

TEST_F(SessionTest, ConvertsOnRequest) {
  auto session = open();
  ASSERT_TRUE(session);
  HostTensor half = *convertTensor(x, DType::kF16);
  HostTensor out = *HostTensor::zeros(DType::kF16, {16, 16});
  RunOptions options;
  options.convert = true;
  ASSERT_OK(session->run("main", {{"x", half}}, {{"y", out}}, options));
  HostTensor wide = *convertTensor(out, DType::kF32);
  EXPECT_NEAR(floats(wide.data)[50],
              floats(x.data)[50] * sample.scale[50] + sample.noise[50], 0.5);
}

TEST_F(SessionTest, PoisonShowsUnwrittenMemory) {
  SessionOptions options;
  options.poisonArena = true;
  auto session = open(options);
  ASSERT_TRUE(session);
  // A kernel that does not write what the plan says it writes.
  device->registerKernel("multiply",
                         [](const HostDispatch &) { return okStatus(); });
  ASSERT_OK(session->run("main", {{"x", x}}, {{"y", y}}));
  EXPECT_TRUE(std::isnan(floats(y.data)[0]));
}

TEST_F(SessionTest, KernelErrorsNameTheKernel) {
  auto session = open();
  ASSERT_TRUE(session);
  device->registerKernel("accumulate", [](const HostDispatch &) {
    return Status(StatusCode::kDeviceLost, "gone");
  });
  Status status = session->run("main", {{"x", x}}, {});
  EXPECT_EQ(status.code(), StatusCode::kDeviceLost);
  EXPECT_EQ(status.message(),
            "entry 'main': kernel 'accumulate' (Add_1): gone");
}

TEST_F(SessionTest, CancelsRunsAndOpens) {
  auto session = open();
  ASSERT_TRUE(session);
  std::atomic<bool> cancel{true};
  RunOptions run;
  run.cancel = &cancel;
  EXPECT_EQ(session->run("main", {{"x", x}}, {}, run).code(),
            StatusCode::kCancelled);
  SessionOptions options;
  options.cancel = &cancel;
  EXPECT_EQ(Session::open(device, path, options).status().code(),
            StatusCode::kCancelled);
}

TEST_F(SessionTest, RespectsTheDevicesLimits) {
  auto refusal = [&](auto change) {
    device = openNullDevice();
    change(device->mutableInfo());
    auto session = Session::open(device, path);
    return session.ok() ? "" : session.status().message();
  };
  EXPECT_EQ(refusal([](DeviceInfo &) {}), "");
  EXPECT_NE(refusal([](auto &i) {
              i.maxWorkgroupSize = 32;
            }).find("kernel 'multiply' (Mul_0): work group of 64"),
            std::string::npos);
  EXPECT_NE(
      refusal([](auto &i) { i.localMemoryBytes = 128; }).find("kernel 'copy'"),
      std::string::npos);
  EXPECT_NE(
      refusal([](auto &i) { i.bufferAlignment = 1024; }).find("offset 512"),
      std::string::npos);
  EXPECT_NE(refusal([](auto &i) {
              i.maxAllocationBytes = 1100;
            }).find("the arena needs a buffer of 1536"),
            std::string::npos);
}

/// The same results whether constants are imported or copied, in one buffer or
/// in many.
TEST_F(SessionTest, PlacesConstantsUnderAnyLimit) {
  for (bool shares : {true, false}) {
    device->mutableInfo().sharesHostMemory = shares;
    device->mutableInfo().maxAllocationBytes = 1536;
    auto session = open();
    ASSERT_TRUE(session);
    ASSERT_OK(session->run("main", {{"x", x}}, {{"y", y}}));
    ASSERT_FLOAT_EQ(floats(y.data)[77],
                    floats(x.data)[77] * sample.scale[77] + sample.noise[77]);
    EXPECT_EQ(session->memory().weightsImported, shares ? 1024u : 0u);
    EXPECT_EQ(session->memory().weightsCopied, shares ? 1024u : 2048u);
  }
}

TEST_F(SessionTest, OpensRangesOfOneFile) {
  auto plan = MappedFile::open(path);
  auto weights = MappedFile::open(directory / "sample.weights");
  ASSERT_TRUE(plan.ok() && weights.ok());
  std::vector<uint8_t> archive(123, 1);
  archive.insert(archive.end(), plan->bytes().begin(), plan->bytes().end());
  uint64_t at = archive.size();
  archive.insert(archive.end(), weights->bytes().begin(),
                 weights->bytes().end());
  archive.push_back(1);
  ASSERT_OK(writeFileAtomically(directory / "archive", archive));
  auto session =
      Session::open(device, FileRange(directory / "archive", 123, plan->size()),
                    FileRange(directory / "archive", at, weights->size()));
  ASSERT_TRUE(session.ok()) << session.status().toString();
  ASSERT_OK((*session)->run("main", {{"x", x}}, {{"y", y}}));
  ASSERT_FLOAT_EQ(floats(y.data)[9],
                  floats(x.data)[9] * sample.scale[9] + sample.noise[9]);
}

TEST_F(SessionTest, MissingWeightsAreNamed) {
  std::filesystem::remove(directory / "sample.weights");
  auto session = Session::open(device, path);
  ASSERT_FALSE(session.ok());
  EXPECT_TRUE(test::contains(session.status(), "sample.weights"));
}

TEST_F(SessionTest, ReportsProgressOfOpening) {
  SessionOptions options;
  uint64_t kernels = 0, weights = 0;
  options.progress = [&](const char *stage, uint64_t done, uint64_t total) {
    (std::string(stage) == "kernels" ? kernels : weights) = done;
    EXPECT_LE(done, total);
  };
  ASSERT_TRUE(open(options));
  EXPECT_EQ(kernels, 1u);
  EXPECT_EQ(weights, 2048u);
}

TEST_F(SessionTest, NamesTensorsThatKernelsCannotSee) {
  device->mutableInfo().maxArgBytes = 1000;
  auto session = Session::open(device, path);
  ASSERT_FALSE(session.ok());
  EXPECT_EQ(session.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(test::contains(session.status(), "input 'x' has 1024 bytes"))
      << session.status().message();
  device->mutableInfo().maxArgBytes = 1024;
  EXPECT_TRUE(Session::open(device, path).ok());
}

TEST_F(SessionTest, RefusesGridsThatTheDeviceLacks) {
  device->mutableInfo().maxWorkgroupCounts = {3, 1, 1};
  auto session = Session::open(device, path);
  ASSERT_FALSE(session.ok());
  EXPECT_TRUE(test::contains(session.status(), "4 work groups"))
      << session.status().message();
}

TEST_F(SessionTest, NoDeviceIsGivenForAPlanThatIsNone) {
  // The variable names a device, and then the plan is not asked.
  const char *variable = std::getenv("BURIN_DEVICE");
  std::string chosen = variable ? variable : "";
  unsetenv("BURIN_DEVICE");
  EXPECT_EQ(openDeviceFor(directory / "none.plan").status().code(),
            StatusCode::kNotFound);
  auto named = openDeviceFor(directory / "none.plan", "null");
  EXPECT_TRUE(named.ok()) << named.status().toString();
  if (variable)
    setenv("BURIN_DEVICE", chosen.c_str(), 1);
}

TEST(OpenDevice, ExplainsWhatExists) {
  EXPECT_TRUE(openDevice("null:0").ok());
  EXPECT_TRUE(openDevice("null").ok());
  auto wrong = openDevice("cuda:0");
  ASSERT_FALSE(wrong.ok());
  EXPECT_TRUE(test::contains(wrong.status(), "opencl, vulkan, null"));
  EXPECT_FALSE(openDevice("null:1").ok());
  EXPECT_FALSE(openDevice("null:x").ok());
  EXPECT_FALSE(openDevice("opencl:999").ok());
  EXPECT_TRUE(test::contains(openDevice("vulkan:999").status(), "ulkan"));
}

class HoistedSessionTest : public SessionTest {
protected:
  void SetUp() override {
    SessionTest::SetUp();
    ASSERT_OK(writePlan(test::hoistedPlan(sample.plan), path));
    device->registerKernel("copy", [this](const HostDispatch &d) {
      ++copies;
      std::memcpy(d.args[1].data(), d.args[0].data(), d.args[0].size());
      return okStatus();
    });
    c = *HostTensor::zeros(DType::kF32, {16, 16});
    setC(3);
  }
  void setC(float value) {
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      floats(c.data)[i] = value;
  }
  /// y after main ran with the inputs set before, expected to be x * factor.
  void expectFactor(Session &session, float factor) {
    ASSERT_OK(session.execute("main"));
    ASSERT_OK(session.getOutput("main", {"y", y}));
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      ASSERT_FLOAT_EQ(floats(y.data)[i], floats(x.data)[i] * factor);
  }

  int copies = 0;
  HostTensor c;
};

TEST_F(HoistedSessionTest, MainIsRightForAnyInputs) {
  auto session = open();
  ASSERT_TRUE(session);
  for (float value : {3.0f, -1.5f, 0.0f}) {
    setC(value);
    ASSERT_OK(session->run("main", {{"x", x}, {"c", c}}, {{"y", y}}));
    for (size_t i = 0; i < cts::kSampleElements; ++i)
      ASSERT_FLOAT_EQ(floats(y.data)[i], floats(x.data)[i] * value);
  }
}

TEST_F(HoistedSessionTest, RunsWhatIsRequiredWhenItsInputsChange) {
  auto session = open();
  ASSERT_TRUE(session);
  ASSERT_OK(session->setInput("main", {"c", c}));
  for (int step = 0; step < 3; ++step) {
    floats(x.data)[0] = float(step);
    ASSERT_OK(session->setInput("main", {"x", x}));
    expectFactor(*session, 3);
  }
  EXPECT_EQ(copies, 1);
  setC(5);
  ASSERT_OK(session->setInput("prompt", {"c", c})); // the same tensor
  expectFactor(*session, 5);
  EXPECT_EQ(copies, 2);
  ASSERT_OK(session->execute("prompt")); // by hand: main need not
  expectFactor(*session, 5);
  EXPECT_EQ(copies, 3);
}

TEST_F(HoistedSessionTest, RunsWhatIsRequiredWhenALinkedInputChanges) {
  auto session = open(), source = open();
  ASSERT_TRUE(session && source);
  ASSERT_OK(session->linkInput("main", "c", *source, "main", "y"));
  HostTensor one = *HostTensor::zeros(DType::kF32, {16, 16});
  std::fill_n(floats(one.data), cts::kSampleElements, 1.0f);
  ASSERT_OK(source->setInput("main", {"x", one}));
  ASSERT_OK(session->setInput("main", {"x", x}));
  int before = 0;
  for (float value : {3.0f, -2.0f}) {
    setC(value);
    ASSERT_OK(source->setInput("main", {"c", c}));
    ASSERT_OK(source->submit("main").status());
    before = copies;
    for (int step = 0; step < 3; ++step)
      ASSERT_OK(session->submit("main").status());
    EXPECT_EQ(copies, before + 1); // once for each new c
    expectFactor(*session, value);
  }
}

TEST_F(HoistedSessionTest, AMissingInputIsAnError) {
  auto session = open();
  ASSERT_TRUE(session);
  ASSERT_OK(session->setInput("main", {"x", x}));
  EXPECT_EQ(session->execute("main").message(),
            "entry 'prompt': input 'c' was never given");
}

TEST_F(HoistedSessionTest, ARunThatFailsIsRunAgain) {
  auto session = open();
  ASSERT_TRUE(session);
  ASSERT_OK(session->setInput("main", {"x", x}));
  ASSERT_OK(session->setInput("main", {"c", c}));
  std::atomic<bool> cancel{true};
  RunOptions options;
  options.cancel = &cancel;
  EXPECT_EQ(session->execute("main", options).code(), StatusCode::kCancelled);
  expectFactor(*session, 3);
}

TEST_F(HoistedSessionTest, CountsSharedInputsOnce) {
  auto session = open();
  ASSERT_TRUE(session);
  EXPECT_EQ(session->memory().inputs, 2 * cts::kSampleElements * sizeof(float));
}

/// Keeps what it sees: "entry kernel: first element of each argument", where
/// `before` and `after` are apart.
class Recorder : public DispatchInspector {
public:
  std::vector<std::string> seen;
  size_t failAt = SIZE_MAX;
  Status before(const DispatchView &view) override { return note(view, "<"); }
  Status after(const DispatchView &view) override {
    BURIN_RETURN_IF_ERROR(note(view, ">"));
    return view.dispatch == failAt ? dataLoss("enough") : okStatus();
  }

private:
  Status note(const DispatchView &view, const char *mark) {
    std::string text = mark + view.getEntry().name + " " + view.getKernel().name;
    for (size_t i = 0; i < view.bound.args.size(); ++i) {
      BURIN_ASSIGN_OR_RETURN(std::vector<uint8_t> bytes, view.read(i));
      EXPECT_EQ(bytes.size(), view.get().args[i].size);
      float value;
      std::memcpy(&value, bytes.data() + 4 * 16, 4); // element 16: scale is 1
      text += value != value ? " nan" : " " + std::to_string(int(value * 10));
    }
    seen.push_back(std::move(text));
    return okStatus();
  }
};

TEST_F(HoistedSessionTest, AnInspectorSeesWhatRunsBeforeAndAfter) {
  Recorder recorder;
  SessionOptions options;
  options.inspector = &recorder;
  options.poisonArena = true;
  auto session = Session::open(device, path, options);
  ASSERT_TRUE(session.ok());
  std::fill_n(floats(x.data), cts::kSampleElements, 2.0f);
  std::fill_n(floats(c.data), cts::kSampleElements, 3.0f);
  ASSERT_OK((*session)->setInput("main", {"x", x}));
  ASSERT_OK((*session)->setInput("main", {"c", c}));
  std::vector<size_t> progress;
  RunOptions run;
  run.progress = [&](size_t done, size_t) { progress.push_back(done); };
  ASSERT_OK((*session)->execute("main", run));
  EXPECT_EQ(recorder.seen,
            (std::vector<std::string>{
                "<prompt copy 30 0", ">prompt copy 30 30",
                "<main multiply 20 30 nan", ">main multiply 20 30 60"}));
  EXPECT_EQ(progress, std::vector<size_t>{1});
  // What was required and is not stale does not run again.
  recorder.seen.clear();
  ASSERT_OK((*session)->execute("main"));
  EXPECT_EQ(recorder.seen.size(), 2u);
}

TEST_F(SessionTest, AnInspectorSeesEachStepInPlaceAndEndsARun) {
  Recorder recorder;
  SessionOptions options;
  options.inspector = &recorder;
  auto session = open(options);
  ASSERT_TRUE(session);
  std::fill_n(floats(x.data), cts::kSampleElements, 2.0f);
  int noise = int(sample.noise[16] * 10), sum = int((2 + sample.noise[16]) * 10);
  ASSERT_OK(session->run("main", {{"", x}}, {{"", y}}));
  ASSERT_EQ(recorder.seen.size(), 6u);
  EXPECT_EQ(recorder.seen[2], "<main accumulate " + std::to_string(noise) + " 20");
  EXPECT_EQ(recorder.seen[3], ">main accumulate " + std::to_string(noise) + " " + std::to_string(sum));
  recorder.seen.clear();
  recorder.failAt = 1;
  Status status = session->run("main", {{"", x}}, {{"", y}});
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_EQ(status.message(), "entry 'main': enough");
  EXPECT_EQ(recorder.seen.size(), 4u);
  std::atomic<bool> cancel{true};
  RunOptions run;
  run.cancel = &cancel;
  EXPECT_EQ(session->execute("main", run).code(), StatusCode::kCancelled);
}

TEST_F(HoistedSessionTest, TimesAreThoseOfTheEntryPoint) {
  auto session = open();
  ASSERT_TRUE(session);
  ASSERT_OK(session->setInput("main", {"x", x}));
  ASSERT_OK(session->setInput("main", {"c", c}));
  std::vector<DispatchTime> times;
  RunOptions options;
  options.times = &times;
  ASSERT_OK(session->execute("main", options));
  EXPECT_EQ(times.size(), 1u);
}

} // namespace
} // namespace burin
