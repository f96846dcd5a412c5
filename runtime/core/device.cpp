//===- device.cpp - What drivers share ------------------------------------===//

#include "runtime/core/device.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

namespace burin {

StatusOr<std::unique_ptr<DeviceBuffer>> Device::importHostMemory(const void *,
                                                                 uint64_t) {
  return unimplemented("this device cannot use host memory in place");
}

Status checkRange(const DeviceBuffer &buffer, uint64_t offset, uint64_t size,
                  const char *what) {
  if (rangeFits(offset, size, buffer.size()))
    return okStatus();
  return invalidArgument(strCat(what, " of ", size, " bytes at ", offset,
                                " exceeds a buffer of ", buffer.size()));
}

static Status checkWorkgroup(const BoundDispatch &dispatch,
                             const DeviceInfo &info) {
  uint64_t items = 1;
  for (int i = 0; i < 3; ++i) {
    uint64_t size = dispatch.workgroupSize[i];
    if (size == 0 || dispatch.groups[i] == 0)
      return invalidArgument("empty work group or grid");
    if (info.maxWorkgroupDims[i] && size > info.maxWorkgroupDims[i])
      return failedPrecondition(
          strCat("work group has ", size, " items in dimension ", i, ", ",
                 info.name, " allows ", info.maxWorkgroupDims[i]));
    if (info.maxWorkgroupCounts[i] &&
        dispatch.groups[i] > info.maxWorkgroupCounts[i])
      return failedPrecondition(
          strCat(dispatch.groups[i], " work groups in dimension ", i, ", ",
                 info.name, " allows ", info.maxWorkgroupCounts[i]));
    if (!checkedMul(items, size, items))
      return invalidArgument("work-group size overflows");
  }
  if (info.maxWorkgroupSize && items > info.maxWorkgroupSize)
    return failedPrecondition(strCat("work group of ", items, " items, ",
                                     info.name, " allows ",
                                     info.maxWorkgroupSize));
  if (info.localMemoryBytes &&
      dispatch.localMemoryBytes > info.localMemoryBytes)
    return failedPrecondition(strCat("needs ", dispatch.localMemoryBytes,
                                     " bytes of local memory, ", info.name,
                                     " has ", info.localMemoryBytes));
  return okStatus();
}

static Status checkArg(const BoundArg &arg, const DeviceInfo &info) {
  if (!arg.buffer || arg.size == 0)
    return invalidArgument("no buffer bound");
  BURIN_RETURN_IF_ERROR(checkRange(*arg.buffer, arg.offset, arg.size, "range"));
  if (info.maxArgBytes && arg.size > info.maxArgBytes)
    return failedPrecondition(
        strCat(arg.size, " bytes, a kernel on ", info.name, " sees at most ",
               info.maxArgBytes, " of one buffer"));
  if (info.bufferAlignment && arg.offset % info.bufferAlignment != 0)
    return failedPrecondition(
        strCat("offset ", arg.offset, " is no multiple of ",
               info.bufferAlignment, ", which ", info.name, " needs"));
  return okStatus();
}

std::string dispatchName(const BoundDispatch &dispatch) {
  return strCat("kernel '", dispatch.kernel, "'",
                dispatch.label.empty()
                    ? ""
                    : strCat(" (", dispatch.label.substr(0, 120), ")"));
}

Status checkDispatch(const BoundDispatch &dispatch, const DeviceInfo &info) {
  if (!dispatch.module)
    return invalidArgument(strCat(dispatchName(dispatch), ": no module"));
  Status status = checkWorkgroup(dispatch, info);
  if (!status.ok())
    return status.withContext(dispatchName(dispatch));
  for (size_t i = 0; i < dispatch.args.size(); ++i) {
    status = checkArg(dispatch.args[i], info);
    if (!status.ok())
      return status.withContext(
          strCat(dispatchName(dispatch), ", argument ", i));
  }
  return okStatus();
}

} // namespace burin
