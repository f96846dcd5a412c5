//===- ExternalData.cpp - Weight files beside the model -------------------===//
#include "ExternalData.h"

#include "dialects/Plan/PlanDialect.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Path.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace mlir;
using namespace mlir::burin;

namespace {

constexpr size_t kMaxLocationBytes = 4096;

/// Why `location` may not name a weight file, or an empty string.
StringRef findPathProblem(StringRef location) {
  if (location.empty())
    return "is empty";
  if (location.size() > kMaxLocationBytes)
    return "is longer than 4096 bytes";
  if (location.contains('\0'))
    return "contains a NUL byte";
  const auto *begin = reinterpret_cast<const llvm::UTF8 *>(location.data());
  if (!llvm::isLegalUTF8String(&begin, begin + location.size()))
    return "is not UTF-8";
  if (llvm::sys::path::is_absolute(location, llvm::sys::path::Style::posix) ||
      llvm::sys::path::is_absolute(location, llvm::sys::path::Style::windows) ||
      location.starts_with("\\"))
    return "is an absolute path";
  SmallVector<StringRef> parts;
  location.split(parts, '/');
  for (StringRef part : parts) {
    SmallVector<StringRef> pieces;
    part.split(pieces, '\\');
    if (llvm::is_contained(pieces, ".."))
      return "leaves the model's folder";
  }
  return "";
}

int openFolder(const std::string &folder) {
  return ::open(folder.empty() ? "." : folder.c_str(),
                O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/// Opens `location` below `folder` component by component without following a
/// link, for kernels without openat2.
int openComponents(int folder, StringRef location) {
  SmallVector<StringRef> parts;
  location.split(parts, '/', -1, /*KeepEmpty=*/false);
  int current = ::dup(folder);
  for (auto [index, part] : llvm::enumerate(parts)) {
    bool last = index + 1 == parts.size();
    int flags = last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY;
    int next =
        ::openat(current, part.str().c_str(), flags | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    ::close(current);
    errno = error;
    if (next < 0)
      return -1;
    current = next;
  }
  return current;
}

/// A file descriptor of `location` below `folder`, or -1 with errno.
/// O_NONBLOCK: opening a pipe must not wait for a writer.
int openBeneath(int folder, const std::string &location) {
  open_how how = {};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long fd = ::syscall(SYS_openat2, folder, location.c_str(), &how, sizeof(how));
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
    return static_cast<int>(fd);
  return openComponents(folder, location);
}

/// A decimal number without sign; fails on anything else and on overflow.
bool parseDecimal(StringRef text, uint64_t &value) {
  return !text.empty() && llvm::all_of(text, llvm::isDigit) &&
         !text.getAsInteger(10, value);
}

struct ExternalEntry {
  std::string location;
  uint64_t offset = 0;
  std::optional<uint64_t> length;
};

FailureOr<ExternalEntry> parseEntry(Location loc,
                                    const proto::TensorProto &tensor) {
  ExternalEntry entry;
  llvm::StringMap<bool> seen;
  for (const proto::StringStringEntryProto &pair : tensor.external_data()) {
    StringRef key = pair.key(), value = pair.value();
    if (!seen.try_emplace(key, true).second)
      return emitError(loc)
             << "tensor '" << tensor.name() << "' has the external data key '"
             << key << "' twice";
    uint64_t number = 0;
    if ((key == "offset" || key == "length") && !parseDecimal(value, number))
      return emitError(loc)
             << "tensor '" << tensor.name() << "' has an external data " << key
             << " '" << value << "' that is no decimal number below 2^64";
    if (key == "location")
      entry.location = value.str();
    else if (key == "offset")
      entry.offset = number;
    else if (key == "length")
      entry.length = number;
    else if (key != "checksum")
      return emitError(loc)
             << "tensor '" << tensor.name()
             << "' has the unknown external data key '" << key << "'";
  }
  if (!seen.contains("location"))
    return emitError(loc) << "tensor '" << tensor.name()
                          << "' names no external data location";
  return entry;
}

} // namespace

ExternalFiles::ExternalFiles(StringRef modelPath, bool allowMissing)
    : folder(llvm::sys::path::parent_path(modelPath)),
      allowMissing(allowMissing) {
  paths.push_back(modelPath.str());
}

FailureOr<ExternalFiles::File>
ExternalFiles::open(Location loc, StringRef tensor, StringRef location) {
  auto refuse = [&](const Twine &reason) {
    return emitError(loc) << "tensor '" << tensor
                          << "': external data location '"
                          << location.take_front(256) << "' " << reason;
  };
  if (StringRef problem = findPathProblem(location); !problem.empty())
    return refuse(problem);
  if (auto known = files.find(location); known != files.end())
    return known->second;

  int folderFd = openFolder(folder);
  if (folderFd < 0)
    return refuse("cannot be read: the model's folder cannot be opened");
  int fd = openBeneath(folderFd, location.str());
  int error = errno;
  ::close(folderFd);
  if (fd < 0 && (error == ENOENT || error == ENOTDIR)) {
    if (allowMissing)
      return files[location] = File{};
    return refuse("does not exist; put the file beside the model, or pass "
                  "--synthetic-weights "
                  "to compile without it");
  }
  if (fd < 0 && (error == ELOOP || error == EXDEV))
    return refuse("is or passes through a symbolic link; replace it by a copy "
                  "of the file");
  if (fd < 0)
    return refuse(Twine("cannot be opened: ") + std::strerror(error));
  llvm::scope_exit closeFd([&] { ::close(fd); });

  struct stat info;
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
    return refuse("is not a regular file");
  if (info.st_nlink > 1)
    return refuse(
        "has more than one hard link; replace it by a copy of the file");

  SmallString<256> path(folder);
  llvm::sys::path::append(path, location);
  paths.push_back(std::string(path));
  return files[location] = File{static_cast<int64_t>(paths.size()) - 1,
                                static_cast<uint64_t>(info.st_size)};
}

FailureOr<Attribute> ExternalFiles::resolve(Location loc,
                                            const proto::TensorProto &tensor,
                                            uint64_t bytes) {
  FailureOr<ExternalEntry> entry = parseEntry(loc, tensor);
  if (failed(entry))
    return failure();
  FailureOr<File> file = open(loc, tensor.name(), entry->location);
  if (failed(file))
    return failure();
  MLIRContext *context = loc.getContext();
  if (entry->length && *entry->length != bytes)
    return emitError(loc)
           << "tensor '" << tensor.name() << "' has " << *entry->length
           << " bytes of external data, but its shape and type need " << bytes;
  if (entry->offset > static_cast<uint64_t>(INT64_MAX) - bytes)
    return emitError(loc) << "tensor '" << tensor.name()
                          << "' has the external data offset " << entry->offset
                          << ", past the end of any file";
  if (file->index < 0)
    return Attribute(plan::MissingSourceAttr::get(
        context, "no file '" + entry->location + "' beside the model"));
  if (bytes > file->size || entry->offset > file->size - bytes)
    return emitError(loc) << "tensor '" << tensor.name() << "' needs " << bytes
                          << " bytes at offset " << entry->offset << " of '"
                          << entry->location << "', which has " << file->size;
  if (bytes > 0)
    uses.push_back({file->index, {entry->offset, bytes}, tensor.name()});
  return Attribute(plan::FileSourceAttr::get(
      context, file->index, static_cast<int64_t>(entry->offset),
      static_cast<int64_t>(bytes)));
}

LogicalResult ExternalFiles::verifyNoOverlap(Location loc) {
  llvm::sort(uses, [](const Use &a, const Use &b) {
    return std::tie(a.file, a.range.offset, a.range.length, a.tensor) <
           std::tie(b.file, b.range.offset, b.range.length, b.tensor);
  });
  for (size_t i = 1; i < uses.size(); ++i) {
    const Use &previous = uses[i - 1], &use = uses[i];
    bool same = previous.range.offset == use.range.offset &&
                previous.range.length == use.range.length;
    if (previous.file == use.file && !same &&
        use.range.offset - previous.range.offset < previous.range.length)
      return emitError(loc)
             << "tensors '" << previous.tensor << "' and '" << use.tensor
             << "' overlap in '" << paths[use.file] << "'";
  }
  return success();
}
