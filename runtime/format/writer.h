//===- writer.h - Plan and weights files, writing --------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_WRITER_H
#define BURIN_RUNTIME_FORMAT_WRITER_H

#include "runtime/base/file.h"
#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <memory>
#include <string>
#include <vector>

namespace burin {

/// The bytes of a plan file (docs/plan_format.md). The same plan gives the same
/// bytes. Refuses a plan that `verifyPlan` refuses: what Burin writes, Burin
/// can read.
StatusOr<std::vector<uint8_t>> serializePlan(const Plan &plan);

/// serializePlan, then written atomically to `path`.
Status writePlan(const Plan &plan, const std::string &path);

/// Streams constants into a weights file without ever holding one as a whole.
///
///   auto writer = WeightsWriter::create(path);
///   writer->beginConstant();
///   writer->append(bytes); ... // any number of times
///   auto where = writer->endConstant(); // -> fileOffset, size, checksum
///   writer->finish();                   // the file appears under its name
///
/// A writer destroyed before `finish` leaves no file behind.
class WeightsWriter {
public:
  struct Placement {
    uint64_t fileOffset = 0; ///< multiple of kConstantAlignment
    uint64_t size = 0;       ///< bytes
    uint64_t checksum = 0;   ///< XXH3-64
  };

  WeightsWriter(WeightsWriter &&) noexcept;
  ~WeightsWriter();
  static StatusOr<WeightsWriter> create(const std::string &path);

  Status beginConstant();
  Status append(ByteSpan bytes);
  StatusOr<Placement> endConstant();
  /// beginConstant, append, endConstant.
  StatusOr<Placement> addConstant(ByteSpan bytes);
  /// Pads to kConstantAlignment, syncs and renames. Returns the file's size in
  /// bytes, for Plan::weightsBytes.
  StatusOr<uint64_t> finish();

private:
  struct State;
  explicit WeightsWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state;
};

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_WRITER_H
