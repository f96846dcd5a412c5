//===- opencl_record.cpp - Recording dispatches ---------------------------===//
//
// OpenCL 1.2 has no command buffers. What a replay can save is everything but
// the enqueue: each dispatch gets its own kernel object, whose arguments
// (pointers or sub-buffers) are set here once.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/opencl/opencl_impl.h"

namespace burin::opencl {

StatusOr<cl_mem> Recorder::view(const BoundArg &arg, OpenCLCommandList &list) {
  cl_mem whole = static_cast<OpenCLBuffer *>(arg.buffer)->memory.get();
  if (arg.offset == 0 && arg.size == arg.buffer->size())
    return whole;
  // Neighbouring dispatches share ranges: search from the latest.
  for (auto it = views.rbegin(); it != views.rend(); ++it)
    if (it->buffer == arg.buffer && it->offset == arg.offset &&
        it->size == arg.size)
      return it->memory;
  cl_buffer_region region{size_t(arg.offset), size_t(arg.size)};
  cl_int error = CL_SUCCESS;
  cl_mem memory = api.clCreateSubBuffer(whole, 0, CL_BUFFER_CREATE_TYPE_REGION,
                                        &region, &error);
  if (error)
    return toStatus(error, strCat("cannot make a sub-buffer of ", arg.size,
                                  " bytes at ", arg.offset));
  list.subBuffers.emplace_back(&api, memory);
  views.push_back({arg.buffer, arg.offset, arg.size, memory});
  return memory;
}

Status Recorder::checkKernel(const BoundDispatch &dispatch, cl_kernel kernel) {
  cl_uint args = 0;
  cl_int error = api.clGetKernelInfo(kernel, CL_KERNEL_NUM_ARGS, sizeof args,
                                     &args, nullptr);
  if (error)
    return toStatus(error, "clGetKernelInfo");
  if (args != dispatch.args.size())
    return failedPrecondition(strCat("the code takes ", args,
                                     " arguments, the plan gives ",
                                     dispatch.args.size()));
  size_t limit = 0;
  error = api.clGetKernelWorkGroupInfo(
      kernel, device, CL_KERNEL_WORK_GROUP_SIZE, sizeof limit, &limit, nullptr);
  const auto &size = dispatch.workgroupSize;
  uint64_t items = uint64_t(size[0]) * size[1] * size[2];
  if (!error && limit && items > limit)
    return failedPrecondition(
        strCat("work group of ", items, " items, ", info.name, " allows ",
               limit, " for this kernel (registers or local memory)"));
  // Some drivers add what aligning an array may cost, and then launch it anyway.
  constexpr uint64_t kAlignmentSlack = 256;
  cl_ulong local = 0;
  error = api.clGetKernelWorkGroupInfo(kernel, device, CL_KERNEL_LOCAL_MEM_SIZE,
                                       sizeof local, &local, nullptr);
  if (!error && info.localMemoryBytes && local > info.localMemoryBytes + kAlignmentSlack)
    return failedPrecondition(strCat("uses ", uint64_t(local),
                                     " bytes of local memory, ", info.name,
                                     " has ", info.localMemoryBytes));
  return okStatus();
}

Status Recorder::setArg(cl_kernel kernel, cl_uint index, const BoundArg &arg,
                        OpenCLCommandList &list) {
  cl_int error = CL_SUCCESS;
  if (char *start = static_cast<OpenCLBuffer *>(arg.buffer)->pointer) {
    error = api.clSetKernelArgSVMPointer(kernel, index, start + arg.offset);
  } else {
    BURIN_ASSIGN_OR_RETURN(cl_mem memory, view(arg, list));
    error = api.clSetKernelArg(kernel, index, sizeof memory, &memory);
  }
  return toStatus(error, strCat("argument ", index));
}

Status Recorder::recordOne(const BoundDispatch &dispatch,
                           OpenCLCommandList &list) {
  cl_program program =
      static_cast<OpenCLModule *>(dispatch.module)->program.get();
  cl_int error = CL_SUCCESS;
  KernelHandle kernel(
      &api, api.clCreateKernel(program, dispatch.kernel.c_str(), &error));
  if (error == CL_INVALID_KERNEL_NAME)
    return failedPrecondition(
        "its module has no kernel of this name (a name of "
        "an OpenCL built-in function cannot be one)");
  if (error)
    return toStatus(error, "cannot create the kernel");
  BURIN_RETURN_IF_ERROR(checkKernel(dispatch, kernel.get()));
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    BURIN_RETURN_IF_ERROR(
        setArg(kernel.get(), cl_uint(i), dispatch.args[i], list));
  }
  RecordedDispatch recorded;
  recorded.kernel = std::move(kernel);
  recorded.name = dispatchName(dispatch);
  for (size_t i = 0; i < 3; ++i) {
    recorded.local[i] = dispatch.workgroupSize[i];
    recorded.global[i] = size_t(dispatch.workgroupSize[i]) * dispatch.groups[i];
  }
  list.dispatches.push_back(std::move(recorded));
  return okStatus();
}

StatusOr<std::unique_ptr<CommandList>>
Recorder::record(Span<const BoundDispatch> dispatches) {
  auto list = std::make_unique<OpenCLCommandList>();
  for (const BoundDispatch &dispatch : dispatches) {
    BURIN_RETURN_IF_ERROR(checkDispatch(dispatch, info));
    Status status = recordOne(dispatch, *list);
    if (!status.ok())
      return status.withContext(dispatchName(dispatch));
  }
  return std::unique_ptr<CommandList>(std::move(list));
}

} // namespace burin::opencl
