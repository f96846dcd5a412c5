//===- inspector.cpp - Looking at every dispatch of a run -----------------===//

#include "runtime/core/inspector.h"

#include "runtime/base/strings.h"

namespace burin {

StatusOr<std::vector<uint8_t>> DispatchView::read(size_t index) const {
  const BoundArg &arg = bound.args[index];
  std::vector<uint8_t> bytes(arg.size);
  Status status = device.read(*arg.buffer, arg.offset, bytes);
  if (!status.ok())
    return status.withContext(
        strCat(dispatchName(bound), ", argument ", index));
  return bytes;
}

Status executeInspected(Device &device, const Plan &plan, size_t entry,
                        Span<const BoundDispatch> bound,
                        DispatchInspector &inspector,
                        const ExecuteOptions &options) {
  for (size_t i = 0; i < bound.size(); ++i) {
    if (options.cancel && options.cancel->load())
      return cancelled(
          strCat("cancelled after ", i, " of ", bound.size(), " dispatches"));
    DispatchView view{device, plan, entry, i, bound[i]};
    BURIN_RETURN_IF_ERROR(inspector.before(view));
    BURIN_ASSIGN_OR_RETURN(auto list, device.record(bound.subspan(i, 1)));
    Status status = device.execute(*list, ExecuteOptions());
    if (!status.ok())
      return status.withContext(dispatchName(bound[i]));
    BURIN_RETURN_IF_ERROR(inspector.after(view));
    if (options.progress)
      options.progress(i + 1, bound.size());
  }
  return okStatus();
}

} // namespace burin
