//===- opencl_program.cpp - Building OpenCL programs ----------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_impl.h"

namespace burin::opencl {

/// Logs of template-heavy sources can be megabytes.
static constexpr size_t kMaxLogBytes = 16 << 10;

std::string ProgramBuilder::buildLog(cl_program program) const {
  size_t size = 0;
  if (api.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, 0,
                                nullptr, &size) ||
      size == 0)
    return {};
  std::string log(size, '\0');
  if (api.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, size,
                                log.data(), nullptr))
    return {};
  log = log.c_str();
  if (log.size() > kMaxLogBytes)
    log = log.substr(0, kMaxLogBytes) + "\n[log cut]";
  return log;
}

StatusOr<ProgramHandle> ProgramBuilder::create(const Module &module) {
  cl_int error = CL_SUCCESS;
  cl_program program = nullptr;
  if (module.format == CodeFormat::kSPIRV) {
    if (!info.acceptsSPIRV)
      return failedPrecondition(
          strCat("the plan holds SPIR-V, which ", info.name,
                 " does not accept; use --device vulkan, or compile the plan "
                 "for an OpenCL target (burinc --target)"));
    program = api.clCreateProgramWithIL(context, module.code.data(),
                                        module.code.size(), &error);
  } else {
    if (!info.acceptsOpenCLC)
      return failedPrecondition(strCat(info.name, " has no OpenCL C compiler"));
    const char *text = module.code.data();
    size_t size = module.code.size();
    program = api.clCreateProgramWithSource(context, 1, &text, &size, &error);
  }
  if (error)
    return toStatus(error, "cannot create a program");
  return ProgramHandle(&api, program);
}

StatusOr<ProgramHandle> ProgramBuilder::fromCode(const Module &module) {
  BURIN_ASSIGN_OR_RETURN(ProgramHandle program, create(module));
  cl_int error = api.clBuildProgram(
      program.get(), 1, &device, module.buildOptions.c_str(), nullptr, nullptr);
  if (error == CL_SUCCESS)
    return program;
  std::string log = buildLog(program.get());
  return Status(StatusCode::kBuildFailure,
                strCat(info.name, " cannot build it: ", errorText(error),
                       log.empty() ? "" : "\n", log));
}

ProgramHandle ProgramBuilder::fromBinary(const std::string &key,
                                         const std::string &options) {
  auto binary = cache.load(key);
  if (!binary)
    return {};
  const unsigned char *data = binary->data();
  size_t size = binary->size();
  cl_int loaded = CL_SUCCESS, error = CL_SUCCESS;
  ProgramHandle program(&api, api.clCreateProgramWithBinary(context, 1, &device,
                                                            &size, &data,
                                                            &loaded, &error));
  if (error || loaded || !program ||
      api.clBuildProgram(program.get(), 1, &device, options.c_str(), nullptr,
                         nullptr))
    return {};
  return program;
}

void ProgramBuilder::storeBinary(cl_program program,
                                 const std::string &key) const {
  size_t size = 0;
  if (api.clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof size, &size,
                           nullptr) ||
      size == 0)
    return;
  std::vector<uint8_t> binary(size);
  unsigned char *data = binary.data();
  if (!api.clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof data, &data,
                            nullptr))
    cache.store(key, binary);
}

StatusOr<std::unique_ptr<DeviceModule>>
ProgramBuilder::build(const Module &module) {
  std::string key;
  if (cache.enabled()) {
    key = ProgramCache::key(
        {"opencl", module.format == CodeFormat::kSPIRV ? "spirv" : "c",
         info.platform, info.vendor, info.name, info.driverVersion,
         info.apiVersion, module.buildOptions, module.code});
    if (ProgramHandle program = fromBinary(key, module.buildOptions))
      return std::unique_ptr<DeviceModule>(
          new OpenCLModule(std::move(program), true));
  }
  BURIN_ASSIGN_OR_RETURN(ProgramHandle program, fromCode(module));
  if (cache.enabled())
    storeBinary(program.get(), key);
  return std::unique_ptr<DeviceModule>(
      new OpenCLModule(std::move(program), false));
}

} // namespace burin::opencl
