//===- archive.h - A pipeline appended to a program ------------*- C++ -*-===//
//
// A self-contained executable is the `burin` program followed by the files of
// a compiled pipeline:
//
//   program | member | member | ... | index | footer
//
// Every member starts at a multiple of 4096, so that it can be mapped. The
// index has one record for each member, in order of offset:
//
//   u32 length of the name, the name, u64 offset, u64 size, u64 XXH3-64
//
// The footer is the last 64 bytes of the file:
//
//   "BURINARC", u32 version (1), u32 members, u64 program size, u64 index
//   offset, u64 index size, u64 XXH3-64 of the index, u64 XXH3-64 of the
//   preceding 48 bytes, "CRANIRUB"
//
// All numbers are little-endian.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_ARCHIVE_H
#define BURIN_RUNTIME_PIPELINE_ARCHIVE_H

#include "runtime/base/file.h"
#include "runtime/base/status.h"
#include "runtime/pipeline/source.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace burin {

constexpr uint64_t kArchiveAlignment = 4096;

class Archive : public PipelineSource {
public:
  struct Member {
    uint64_t offset = 0, size = 0, checksum = 0;
  };

  /// Reads and checks the index. Errors: kNotFound if `path` ends in no
  /// archive, kDataLoss if it ends in a damaged one.
  static StatusOr<std::unique_ptr<Archive>> open(const std::string &path);

  /// Whether `path` ends in an archive, damaged or not.
  static bool isArchive(const std::string &path);

  const std::string &name() const override { return path; }
  StatusOr<FileRange> find(const std::string &member) const override;
  StatusOr<std::string> read(const std::string &member,
                             uint64_t maxBytes) const override;

  /// Compares the checksum of every member: reads the whole file.
  Status verify() const;

  const std::map<std::string, Member> &members() const { return index; }
  /// Size of the program in front of the archive.
  uint64_t programSize() const { return programBytes; }

private:
  Archive() = default;
  Status parseIndex(ByteSpan bytes, uint32_t count, uint64_t indexOffset);

  std::string path;
  uint64_t programBytes = 0;
  std::map<std::string, Member> index;
};

/// Writes `outputPath`: the program (without an archive that it may carry),
/// then all files under `directory`, then makes it executable. The file appears
/// under its name only when complete. Errors: kNotFound, kInvalidArgument (a
/// link or special file in the directory), kIo.
Status writeExecutable(const std::string &programPath,
                       const std::string &directory,
                       const std::string &outputPath);

/// The path of the running program.
StatusOr<std::string> currentExecutable();

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_ARCHIVE_H
