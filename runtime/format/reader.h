//===- reader.h - Plan and weights files, reading --------------*- C++ -*-===//
//
// There is one way to load a plan, and it verifies everything: parsing checks
// the file's structure, `verifyPlan` (verify.h) what the plan says.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_FORMAT_READER_H
#define BURIN_RUNTIME_FORMAT_READER_H

#include "runtime/base/file.h"
#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>

namespace burin {

/// Parses and verifies the bytes of a plan file. `name` is used in messages.
/// Errors: kDataLoss (damaged or ill-formed), kUnimplemented (newer version).
StatusOr<Plan> readPlan(ByteSpan bytes, const std::string &name = "plan");

/// Reads a plan from a file or a byte range of one.
StatusOr<Plan> readPlanFile(const FileRange &file);

/// The weights that belong to a plan, mapped.
class WeightsFile {
public:
  /// Maps `file` and checks its size, header and the checksums of its small
  /// constants (at most kQuickCheckBytes in all), so that the weights of
  /// another model are noticed without reading gigabytes.
  static StatusOr<WeightsFile> open(const FileRange &file, const Plan &plan);

  /// The bytes of a kStored constant of the plan given to `open`.
  ByteSpan bytes(const Constant &constant) const;
  /// Everything from the file's first byte.
  ByteSpan bytes() const { return file.bytes(); }
  /// Compares the checksum of every stored constant; reads the whole file.
  Status verifyChecksums(const Plan &plan) const;

  static constexpr uint64_t kQuickCheckBytes = 4 << 20;

private:
  MappedFile file;
};

/// Path of the weights file beside the plan at `planPath`; empty if the plan
/// has none.
std::string weightsPathFor(const Plan &plan, const std::string &planPath);

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_READER_H
