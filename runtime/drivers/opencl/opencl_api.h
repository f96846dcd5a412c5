//===- opencl_api.h - OpenCL without linking to it -------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_API_H
#define BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_API_H

#ifndef CL_TARGET_OPENCL_VERSION
#define CL_TARGET_OPENCL_VERSION 120
#endif
#include <CL/cl.h>

#include "runtime/base/status.h"

#include <string>

namespace burin::opencl {

#define BURIN_OPENCL_FUNCTIONS(X)                                              \
  X(clGetPlatformIDs)                                                          \
  X(clGetPlatformInfo)                                                         \
  X(clGetDeviceIDs)                                                            \
  X(clGetDeviceInfo)                                                           \
  X(clCreateContext)                                                           \
  X(clReleaseContext)                                                          \
  X(clCreateCommandQueue)                                                      \
  X(clReleaseCommandQueue)                                                     \
  X(clCreateBuffer)                                                            \
  X(clCreateSubBuffer)                                                         \
  X(clReleaseMemObject)                                                        \
  X(clCreateProgramWithSource)                                                 \
  X(clCreateProgramWithBinary)                                                 \
  X(clBuildProgram)                                                            \
  X(clGetProgramInfo)                                                          \
  X(clGetProgramBuildInfo)                                                     \
  X(clReleaseProgram)                                                          \
  X(clCreateKernel)                                                            \
  X(clGetKernelInfo)                                                           \
  X(clGetKernelWorkGroupInfo)                                                  \
  X(clSetKernelArg)                                                            \
  X(clReleaseKernel)                                                           \
  X(clEnqueueNDRangeKernel)                                                    \
  X(clEnqueueReadBuffer)                                                       \
  X(clEnqueueWriteBuffer)                                                      \
  X(clEnqueueCopyBuffer)                                                       \
  X(clEnqueueFillBuffer)                                                       \
  X(clEnqueueMapBuffer)                                                        \
  X(clEnqueueUnmapMemObject)                                                   \
  X(clWaitForEvents)                                                           \
  X(clGetEventProfilingInfo)                                                   \
  X(clReleaseEvent)                                                            \
  X(clFlush)                                                                   \
  X(clFinish)

/// The entry points of the system's OpenCL library.
struct Api {
#define BURIN_DECLARE(function) decltype(&::function) function = nullptr;
  BURIN_OPENCL_FUNCTIONS(BURIN_DECLARE)
#undef BURIN_DECLARE
  /// OpenCL 2.1; null in older loaders.
  cl_program(CL_API_CALL *clCreateProgramWithIL)(cl_context, const void *,
                                                 size_t, cl_int *) = nullptr;
  /// Shared virtual memory, OpenCL 2.0; null in older loaders.
  void *(CL_API_CALL *clSVMAlloc)(cl_context, cl_bitfield, size_t,
                                  cl_uint) = nullptr;
  void(CL_API_CALL *clSVMFree)(cl_context, void *) = nullptr;
  cl_int(CL_API_CALL *clSetKernelArgSVMPointer)(cl_kernel, cl_uint,
                                                const void *) = nullptr;
  cl_int(CL_API_CALL *clEnqueueSVMMemcpy)(cl_command_queue, cl_bool, void *,
                                          const void *, size_t, cl_uint,
                                          const cl_event *,
                                          cl_event *) = nullptr;
  cl_int(CL_API_CALL *clEnqueueSVMMemFill)(cl_command_queue, void *,
                                           const void *, size_t, size_t,
                                           cl_uint, const cl_event *,
                                           cl_event *) = nullptr;
};

/// Loads libOpenCL once. Error: kNotFound with the loader's reason.
StatusOr<const Api *> loadApi();

/// "CL_OUT_OF_RESOURCES (-5)".
std::string errorText(cl_int error);
/// The Status that `error` stands for; `what` says what was tried.
Status toStatus(cl_int error, const std::string &what);

} // namespace burin::opencl

#endif // BURIN_RUNTIME_DRIVERS_OPENCL_OPENCL_API_H
