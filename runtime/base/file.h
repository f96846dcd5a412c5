//===- file.h - Mapped input files and atomic output files -----*- C++ -*-===//
//
// Inputs are mapped read-only, as a whole or as a byte range of a larger file
// (plans and weights may be members of an executable). Outputs appear under
// their name only when complete.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_BASE_FILE_H
#define BURIN_RUNTIME_BASE_FILE_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"

#include <string>

namespace burin {

/// `length` bytes of a file from `offset`; by default the whole file.
struct FileRange {
  static constexpr uint64_t kToEnd = ~uint64_t(0);

  FileRange() = default;
  FileRange(std::string path, uint64_t offset = 0, uint64_t length = kToEnd)
      : path(std::move(path)), offset(offset), length(length) {}
  FileRange(const char *path) : path(path) {}

  std::string path;
  uint64_t offset = 0;
  uint64_t length = kToEnd;
};

/// A read-only mapping of a FileRange of a regular file. Move-only. The mapping
/// follows the file: who truncates it while it is mapped breaks the reader, so
/// outputs are replaced by rename (AtomicFile), never rewritten in place.
class MappedFile {
public:
  MappedFile() = default;
  MappedFile(MappedFile &&other) noexcept { *this = std::move(other); }
  MappedFile &operator=(MappedFile &&other) noexcept;
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;
  ~MappedFile();

  /// Errors: kNotFound, kIo, kInvalidArgument (not a regular file), kDataLoss
  /// (range outside of the file).
  static StatusOr<MappedFile> open(const FileRange &range);

  ByteSpan bytes() const { return view; }
  uint64_t size() const { return view.size(); }
  const std::string &path() const { return name; }

private:
  void *mapping = nullptr;
  uint64_t mappingSize = 0;
  ByteSpan view;
  std::string name;
};

/// A file that is written front to back under a temporary name in the target's
/// directory, and takes its real name in `commit`. Destroying an uncommitted
/// AtomicFile removes the temporary. Never keeps more than a small buffer.
class AtomicFile {
public:
  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  static StatusOr<AtomicFile> create(const std::string &path);

  Status append(ByteSpan bytes);
  /// Appends zeros up to a multiple of `alignment`, a power of two.
  Status padTo(uint64_t alignment);
  /// Bytes appended so far.
  uint64_t size() const { return written; }
  const std::string &path() const { return target; }
  /// XXH3-64 of everything appended so far.
  uint64_t checksum() const;
  /// Flushes, syncs to disk and renames. No more appends after it.
  Status commit();

private:
  AtomicFile() = default;
  Status flush();
  Status fail(const char *what);

  int descriptor = -1;
  std::string target, temporary;
  uint64_t written = 0;
  std::string buffer;
  void *hash = nullptr; // XXH3_state_t
};

/// Writes all of `bytes` to `path` through an AtomicFile.
Status writeFileAtomically(const std::string &path, ByteSpan bytes);

/// XXH3-64, seed 0.
uint64_t checksum64(ByteSpan bytes);

} // namespace burin

#endif // BURIN_RUNTIME_BASE_FILE_H
