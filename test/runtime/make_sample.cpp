//===- make_sample.cpp - Writes the sample plan for other tests -----------===//

#include "runtime/cts/sample_plan.h"
#include "runtime/format/writer.h"

#include <cstdio>
#include <filesystem>

// usage: burin_make_sample DIRECTORY [spirv]
int main(int argc, char **argv) {
  if (argc != 2 && argc != 3)
    return 2;
  std::string directory = argv[1];
  bool spirv = argc == 3 && std::string(argv[2]) == "spirv";
  std::filesystem::create_directories(directory);
  auto sample =
      burin::cts::makeSample(directory, spirv ? burin::CodeFormat::kSPIRV
                                              : burin::CodeFormat::kOpenCLC);
  burin::Status status =
      sample.ok() ? burin::writePlan(sample->plan, directory + "/sample.plan")
                  : sample.status();
  if (status.ok())
    return 0;
  std::fprintf(stderr, "%s\n", status.toString().c_str());
  return 1;
}
