//===- inspector.h - Looking at every dispatch of a run --------*- C++ -*-===//
//
// For finding faults of kernels and drivers: a session with an inspector runs
// one dispatch at a time and shows it before and after. Whoever looks reads the
// arguments from the device at once, before a later dispatch takes their memory.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_CORE_INSPECTOR_H
#define BURIN_RUNTIME_CORE_INSPECTOR_H

#include "runtime/core/device.h"

namespace burin {

/// One dispatch of a run. Valid during a call of DispatchInspector only.
struct DispatchView {
  Device &device;
  const Plan &plan;
  size_t entry, dispatch; ///< indices into the plan
  const BoundDispatch &bound;

  const Entry &getEntry() const { return plan.entries[entry]; }
  const Dispatch &get() const { return getEntry().dispatches[dispatch]; }
  const Kernel &getKernel() const { return plan.kernels[get().kernel]; }
  /// The bytes that argument `index` has now.
  StatusOr<std::vector<uint8_t>> read(size_t index) const;
};

/// Is shown every dispatch. An error ends the run and is its result.
class DispatchInspector {
public:
  virtual ~DispatchInspector() = default;
  // In the header: the libraries have no RTTI, those who derive may have.
  virtual Status before(const DispatchView &) { return okStatus(); }
  virtual Status after(const DispatchView &view) = 0;
};

/// Runs the dispatches of entry point `entry` one by one, as `inspector` sees
/// them; `bound` stands for them. Of `options`, `times` is not filled.
Status executeInspected(Device &device, const Plan &plan, size_t entry,
                        Span<const BoundDispatch> bound,
                        DispatchInspector &inspector,
                        const ExecuteOptions &options);

} // namespace burin

#endif // BURIN_RUNTIME_CORE_INSPECTOR_H
