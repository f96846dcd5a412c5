//===- source.h - Where the files of a pipeline are ------------*- C++ -*-===//
//
// A compiled pipeline is a directory, or the same files appended to an
// executable (archive.h). Readers see names and byte ranges, never the
// difference.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_SOURCE_H
#define BURIN_RUNTIME_PIPELINE_SOURCE_H

#include "runtime/base/file.h"
#include "runtime/base/status.h"

#include <memory>
#include <string>

namespace burin {

class PipelineSource {
public:
  virtual ~PipelineSource() = default;

  /// Opens a directory, or a file with an archive at its end.
  static StatusOr<std::unique_ptr<PipelineSource>>
  open(const std::string &path);

  /// The directory or the executable, for messages.
  virtual const std::string &name() const = 0;
  /// The bytes of a member, e.g. "tokenizer/vocab.json". Errors: kNotFound,
  /// kInvalidArgument for a name that could leave the pipeline.
  virtual StatusOr<FileRange> find(const std::string &member) const = 0;

  /// The contents of a member of at most `maxBytes`. Errors as `find`, and
  /// kDataLoss if it is larger or its checksum is wrong.
  virtual StatusOr<std::string> read(const std::string &member,
                                     uint64_t maxBytes) const;
};

/// Refuses names that are absolute, empty, longer than 255 bytes, or that have
/// an empty, "." or ".." component, a backslash or a control character.
Status checkMemberName(const std::string &name);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_SOURCE_H
