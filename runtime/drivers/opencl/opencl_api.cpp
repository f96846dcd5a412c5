//===- opencl_api.cpp - OpenCL without linking to it ----------------------===//

#include "runtime/drivers/opencl/opencl_api.h"

#include "runtime/base/strings.h"

#include <dlfcn.h>

namespace burin::opencl {

template <typename F>
static bool find(void *library, const char *name, F &out) {
  out = reinterpret_cast<F>(::dlsym(library, name));
  return out != nullptr;
}

static Status load(Api &table) {
  void *library = nullptr;
  std::string reasons;
  for (const char *name : {"libOpenCL.so.1", "libOpenCL.so"}) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library)
      break;
    const char *reason = ::dlerror();
    reasons += strCat(reasons.empty() ? "" : "; ", reason ? reason : name);
  }
  if (!library)
    return notFound(strCat("no OpenCL library: ", reasons));
#define BURIN_LOAD(function)                                                   \
  if (!find(library, #function, table.function))                               \
    return notFound("the OpenCL library has no " #function);
  BURIN_OPENCL_FUNCTIONS(BURIN_LOAD)
#undef BURIN_LOAD
  find(library, "clCreateProgramWithIL", table.clCreateProgramWithIL);
  find(library, "clSVMAlloc", table.clSVMAlloc);
  find(library, "clSVMFree", table.clSVMFree);
  find(library, "clSetKernelArgSVMPointer", table.clSetKernelArgSVMPointer);
  find(library, "clEnqueueSVMMemcpy", table.clEnqueueSVMMemcpy);
  find(library, "clEnqueueSVMMemFill", table.clEnqueueSVMMemFill);
  return okStatus();
}

StatusOr<const Api *> loadApi() {
  // The library stays loaded: drivers do not survive being unloaded.
  static Api table;
  static const Status status = load(table);
  BURIN_RETURN_IF_ERROR(status);
  return &table;
}

std::string errorText(cl_int error) {
  struct Name {
    cl_int code;
    const char *text;
  };
  static const Name names[] = {
      {-1, "CL_DEVICE_NOT_FOUND"},
      {-2, "CL_DEVICE_NOT_AVAILABLE"},
      {-3, "CL_COMPILER_NOT_AVAILABLE"},
      {-4, "CL_MEM_OBJECT_ALLOCATION_FAILURE"},
      {-5, "CL_OUT_OF_RESOURCES"},
      {-6, "CL_OUT_OF_HOST_MEMORY"},
      {-7, "CL_PROFILING_INFO_NOT_AVAILABLE"},
      {-11, "CL_BUILD_PROGRAM_FAILURE"},
      {-13, "CL_MISALIGNED_SUB_BUFFER_OFFSET"},
      {-14, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"},
      {-30, "CL_INVALID_VALUE"},
      {-34, "CL_INVALID_CONTEXT"},
      {-36, "CL_INVALID_COMMAND_QUEUE"},
      {-38, "CL_INVALID_MEM_OBJECT"},
      {-42, "CL_INVALID_BINARY"},
      {-43, "CL_INVALID_BUILD_OPTIONS"},
      {-44, "CL_INVALID_PROGRAM"},
      {-45, "CL_INVALID_PROGRAM_EXECUTABLE"},
      {-46, "CL_INVALID_KERNEL_NAME"},
      {-48, "CL_INVALID_KERNEL"},
      {-49, "CL_INVALID_ARG_INDEX"},
      {-51, "CL_INVALID_ARG_SIZE"},
      {-52, "CL_INVALID_KERNEL_ARGS"},
      {-54, "CL_INVALID_WORK_GROUP_SIZE"},
      {-55, "CL_INVALID_WORK_ITEM_SIZE"},
      {-59, "CL_INVALID_OPERATION"},
      {-61, "CL_INVALID_BUFFER_SIZE"},
      {-63, "CL_INVALID_GLOBAL_WORK_SIZE"},
      {-1001, "CL_PLATFORM_NOT_FOUND_KHR"},
      {-9999, "illegal memory access (NVIDIA)"},
  };
  for (const Name &name : names)
    if (name.code == error)
      return strCat(name.text, " (", error, ")");
  return strCat("OpenCL error ", error);
}

Status toStatus(cl_int error, const std::string &what) {
  if (error == CL_SUCCESS)
    return okStatus();
  std::string message = strCat(what, ": ", errorText(error));
  switch (error) {
  case CL_MEM_OBJECT_ALLOCATION_FAILURE:
  case CL_OUT_OF_HOST_MEMORY:
    return outOfMemory(message);
  case CL_OUT_OF_RESOURCES:
    return outOfMemory(message + " (device memory, registers or local memory)");
  case CL_DEVICE_NOT_AVAILABLE:
  case CL_INVALID_CONTEXT:
  case CL_INVALID_COMMAND_QUEUE:
  case CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST:
  case -9999:
    return Status(StatusCode::kDeviceLost, message);
  case CL_BUILD_PROGRAM_FAILURE:
  case CL_COMPILER_NOT_AVAILABLE:
  case CL_INVALID_BUILD_OPTIONS:
    return Status(StatusCode::kBuildFailure, message);
  default:
    return internalError(message);
  }
}

} // namespace burin::opencl
