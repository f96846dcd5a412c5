//===- modules_test.cpp - Programs of every driver ------------------------===//
#include "runtime/cts/driver_test.h"

namespace burin::cts {
namespace {

TEST_P(DriverTest, ReportsTheCompilersError) {
  if (format() == CodeFormat::kSPIRV)
    GTEST_SKIP() << "SPIR-V has no text to be wrong";
  Module broken;
  broken.name = "broken";
  broken.code = "__kernel void f(__global int *a) { a[0] = burin_no_such; }";
  auto built = device->createModule(broken);
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.status().code(), StatusCode::kBuildFailure);
  EXPECT_NE(built.status().message().find("burin_no_such"), std::string::npos)
      << built.status().message();
}

TEST_P(DriverTest, RefusesBrokenSPIRV) {
  if (format() != CodeFormat::kSPIRV)
    GTEST_SKIP() << "takes text";
  const Module good = testKernel(format(), "advance");
  auto refuses = [&](const std::string &code) {
    Module module = good;
    module.code = code;
    auto built = device->createModule(module);
    return !built.ok() && !built.status().message().empty();
  };
  EXPECT_FALSE(refuses(good.code));
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses(std::string(20, '\0')));
  EXPECT_TRUE(refuses(good.code + "x"));
  // Cut anywhere, the module is refused before the driver sees it.
  for (size_t size = 4; size < good.code.size(); size += 4)
    EXPECT_TRUE(refuses(good.code.substr(0, size))) << size;
  Module text;
  text.name = "text";
  text.code = "__kernel void f(__global int *a) {}";
  auto built = device->createModule(text);
  ASSERT_FALSE(built.ok());
  EXPECT_NE(built.status().message().find("--target"), std::string::npos)
      << built.status().message();
}

TEST_P(DriverTest, NamesWhatTheDeviceLacks) {
  if (format() != CodeFormat::kSPIRV)
    GTEST_SKIP() << "takes text";
  auto refusal = [&](uint32_t capability) {
    Module module = testKernel(format(), "advance");
    std::string instruction = {
        17, 0, 2, 0, char(capability), char(capability >> 8), 0, 0};
    module.code.insert(20, instruction);
    auto built = device->createModule(module);
    return built.ok() ? Status() : built.status();
  };
  EXPECT_TRUE(refusal(1).ok());
  constexpr uint32_t kGeometry = 2, kCooperativeMatrix = 6022;
  Status status = refusal(kGeometry);
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("number 2"), std::string::npos)
      << status.message();
  if (device->info().matrixShapes.empty()) {
    status = refusal(kCooperativeMatrix);
    EXPECT_NE(status.message().find("CooperativeMatrixKHR"), std::string::npos)
        << status.message();
    EXPECT_NE(status.message().find("--target"), std::string::npos)
        << status.message();
  }
  Module module = testKernel(format(), "advance");
  for (const char *options : {"-cl-std=CL1.2", "subgroup-size=",
                              "subgroup-size=3", "subgroup-size=9999"}) {
    module.buildOptions = options;
    EXPECT_FALSE(device->createModule(module).ok()) << options;
  }
}

TEST_P(DriverTest, CachesPrograms) {
  auto first = advance();
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->fromCache());
  if (!std::filesystem::exists(directory + "/cache"))
    GTEST_SKIP() << device->info().name << " gives no binaries to keep";
  auto second = advance();
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->fromCache());
  // A damaged entry is a miss, not an error.
  for (auto &entry : std::filesystem::directory_iterator(directory + "/cache"))
    std::filesystem::resize_file(entry.path(), 40);
  auto third = advance();
  ASSERT_TRUE(third);
  EXPECT_FALSE(third->fromCache());
  // Other options, other entry.
  Module other = testKernel(format(), "advance");
  other.buildOptions =
      format() == CodeFormat::kOpenCLC
          ? "-DUNUSED=1"
          : "subgroup-size=" + std::to_string(device->info().subgroupSize);
  auto fourth = device->createModule(other);
  ASSERT_TRUE(fourth.ok());
  EXPECT_FALSE((*fourth)->fromCache());
}

} // namespace
} // namespace burin::cts
