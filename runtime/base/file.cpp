//===- file.cpp - Mapped input files and atomic output files --------------===//

#include "runtime/base/file.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace burin {

static constexpr size_t kWriteBuffer = 1 << 18;

static std::string errnoText() { return std::strerror(errno); }

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept {
  std::swap(mapping, other.mapping);
  std::swap(mappingSize, other.mappingSize);
  std::swap(view, other.view);
  std::swap(name, other.name);
  return *this;
}

MappedFile::~MappedFile() {
  if (mapping)
    ::munmap(mapping, mappingSize);
}

/// A descriptor that closes itself.
namespace {
struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0)
      ::close(value);
  }
};
} // namespace

static StatusOr<uint64_t> regularFileSize(int descriptor,
                                          const std::string &path) {
  struct stat info;
  if (::fstat(descriptor, &info) != 0)
    return ioError(strCat(path, ": cannot stat: ", errnoText()));
  if (!S_ISREG(info.st_mode))
    return invalidArgument(strCat(path, ": not a regular file"));
  return uint64_t(info.st_size);
}

StatusOr<MappedFile> MappedFile::open(const FileRange &range) {
  // O_NONBLOCK: opening a FIFO must not hang.
  Descriptor fd{::open(range.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (fd.value < 0) {
    std::string message = strCat(range.path, ": cannot open: ", errnoText());
    return errno == ENOENT ? notFound(message) : ioError(message);
  }
  BURIN_ASSIGN_OR_RETURN(uint64_t fileSize,
                         regularFileSize(fd.value, range.path));
  if (range.offset > fileSize)
    return dataLoss(strCat(range.path, ": range starts at byte ", range.offset,
                           " of a file of ", fileSize));
  uint64_t length = range.length == FileRange::kToEnd ? fileSize - range.offset
                                                      : range.length;
  if (!rangeFits(range.offset, length, fileSize))
    return dataLoss(strCat(range.path, ": range of ", length, " bytes at ",
                           range.offset, " exceeds the file's ", fileSize));
  MappedFile file;
  file.name = range.path;
  if (length == 0)
    return file;
  uint64_t page = uint64_t(::sysconf(_SC_PAGESIZE));
  uint64_t skip = range.offset % page;
  void *mapping = ::mmap(nullptr, length + skip, PROT_READ, MAP_PRIVATE,
                         fd.value, off_t(range.offset - skip));
  if (mapping == MAP_FAILED)
    return ioError(
        strCat(range.path, ": cannot map ", length, " bytes: ", errnoText()));
  file.mapping = mapping;
  file.mappingSize = length + skip;
  file.view = ByteSpan(static_cast<const uint8_t *>(mapping) + skip, length);
  return file;
}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : descriptor(std::exchange(other.descriptor, -1)),
      target(std::move(other.target)), temporary(std::move(other.temporary)),
      written(other.written), buffer(std::move(other.buffer)),
      hash(std::exchange(other.hash, nullptr)) {
  other.temporary.clear();
}

AtomicFile::~AtomicFile() {
  if (descriptor >= 0) {
    ::close(descriptor);
    ::unlink(temporary.c_str());
  }
  XXH3_freeState(static_cast<XXH3_state_t *>(hash));
}

StatusOr<AtomicFile> AtomicFile::create(const std::string &path) {
  AtomicFile file;
  file.target = path;
  file.temporary = path + ".tmpXXXXXX";
  file.hash = XXH3_createState();
  if (!file.hash)
    return outOfMemory(strCat(path, ": no memory for a checksum state"));
  XXH3_64bits_reset(static_cast<XXH3_state_t *>(file.hash));
  file.descriptor = ::mkostemp(file.temporary.data(), O_CLOEXEC);
  if (file.descriptor < 0)
    return ioError(strCat(
        path, ": cannot create a temporary file beside it: ", errnoText()));
  // mkostemp makes the file private; give it the usual permissions.
  if (::fchmod(file.descriptor, 0644) != 0)
    return file.fail("set the permissions");
  return file;
}

Status AtomicFile::fail(const char *what) {
  return ioError(strCat(target, ": cannot ", what, ": ", errnoText()));
}

static bool writeAll(int descriptor, const char *data, size_t size) {
  while (size > 0) {
    ssize_t done = ::write(descriptor, data, size);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      return false;
    data += done;
    size -= size_t(done);
  }
  return true;
}

Status AtomicFile::flush() {
  if (!writeAll(descriptor, buffer.data(), buffer.size()))
    return fail("write");
  buffer.clear();
  return okStatus();
}

Status AtomicFile::append(ByteSpan bytes) {
  if (descriptor < 0)
    return failedPrecondition(strCat(target, ": append to a finished file"));
  if (bytes.empty())
    return okStatus();
  XXH3_64bits_update(static_cast<XXH3_state_t *>(hash), bytes.data(),
                     bytes.size());
  written += bytes.size();
  if (buffer.size() + bytes.size() > kWriteBuffer)
    BURIN_RETURN_IF_ERROR(flush());
  auto *data = reinterpret_cast<const char *>(bytes.data());
  if (bytes.size() <= kWriteBuffer) {
    buffer.append(data, bytes.size());
    return okStatus();
  }
  return writeAll(descriptor, data, bytes.size()) ? okStatus() : fail("write");
}

Status AtomicFile::padTo(uint64_t alignment) {
  static const uint8_t zeros[4096] = {};
  uint64_t aligned;
  if (!checkedAlignUp(written, alignment, aligned))
    return invalidArgument(strCat(target, ": file too large"));
  while (written < aligned) {
    uint64_t count = std::min<uint64_t>(aligned - written, sizeof zeros);
    BURIN_RETURN_IF_ERROR(append(ByteSpan(zeros, count)));
  }
  return okStatus();
}

uint64_t AtomicFile::checksum() const {
  return XXH3_64bits_digest(static_cast<const XXH3_state_t *>(hash));
}

Status AtomicFile::commit() {
  if (descriptor < 0)
    return failedPrecondition(strCat(target, ": already finished"));
  BURIN_RETURN_IF_ERROR(flush());
  if (::fsync(descriptor) != 0)
    return fail("sync");
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return fail("rename the temporary file into place");
  ::close(descriptor);
  descriptor = -1;
  return okStatus();
}

Status writeFileAtomically(const std::string &path, ByteSpan bytes) {
  BURIN_ASSIGN_OR_RETURN(AtomicFile file, AtomicFile::create(path));
  BURIN_RETURN_IF_ERROR(file.append(bytes));
  return file.commit();
}

uint64_t checksum64(ByteSpan bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

} // namespace burin
