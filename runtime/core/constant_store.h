//===- constant_store.h - A plan's constants on a device -------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CORE_CONSTANT_STORE_H
#define BURIN_RUNTIME_CORE_CONSTANT_STORE_H

#include "runtime/core/device.h"
#include "runtime/core/session.h"
#include "runtime/format/reader.h"

#include <memory>
#include <vector>

namespace burin {

/// Holds the constants of a plan in as few buffers as the device's largest
/// allocation allows. Stored constants stay in the file's mapping where the
/// device can read it in place; else they are copied, synthetic ones generated.
class ConstantStore {
public:
  struct Place {
    DeviceBuffer *buffer = nullptr;
    uint64_t offset = 0;
  };

  /// `weights` may be null if no constant is stored; it must outlive the store.
  static StatusOr<ConstantStore> create(Device &device, const Plan &plan,
                                        const WeightsFile *weights,
                                        const SessionOptions &options);

  const Place &place(uint32_t constant) const { return places[constant]; }
  uint64_t copiedBytes() const { return copied; }
  uint64_t importedBytes() const { return imported; }

private:
  class Builder;
  std::vector<std::unique_ptr<DeviceBuffer>> buffers;
  std::vector<Place> places; // one for each constant
  uint64_t copied = 0, imported = 0;
};

} // namespace burin

#endif // BURIN_RUNTIME_CORE_CONSTANT_STORE_H
