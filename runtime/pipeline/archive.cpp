//===- archive.cpp - A pipeline appended to a program ---------------------===//
#include "runtime/pipeline/archive.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

using namespace burin;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "BURINARC", kEndMagic = "CRANIRUB";
constexpr uint32_t kVersion = 1;
constexpr uint64_t kFooterSize = 64;
constexpr uint64_t kMaxIndexBytes = uint64_t(4) << 20;
constexpr uint32_t kMaxMembers = 4096;

template <typename T> void appendLittleEndian(std::string &out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(value >> (8 * i));
}

template <typename T> T readLittleEndian(const uint8_t *bytes) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value |= static_cast<T>(bytes[i]) << (8 * i);
  return value;
}

ByteSpan asBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

struct Footer {
  uint32_t version = kVersion, members = 0;
  uint64_t programSize = 0, indexOffset = 0, indexSize = 0, indexChecksum = 0;

  std::string serialize() const {
    std::string out(kMagic);
    appendLittleEndian(out, version);
    appendLittleEndian(out, members);
    for (uint64_t field : {programSize, indexOffset, indexSize, indexChecksum})
      appendLittleEndian(out, field);
    appendLittleEndian(out, checksum64(asBytes(out)));
    return out.append(kEndMagic);
  }
};

bool hasMagic(ByteSpan footer) {
  return std::memcmp(footer.data() + kFooterSize - kEndMagic.size(),
                     kEndMagic.data(), kEndMagic.size()) == 0;
}

/// `bytes` is the last kFooterSize bytes of a file of `fileSize` bytes.
StatusOr<Footer> parseFooter(ByteSpan bytes, uint64_t fileSize,
                             const std::string &path) {
  const uint8_t *data = bytes.data();
  if (std::memcmp(data, kMagic.data(), kMagic.size()) != 0)
    return dataLoss(strCat(path, ": the archive's footer is damaged"));
  if (readLittleEndian<uint64_t>(data + 48) != checksum64(bytes.subspan(0, 48)))
    return dataLoss(strCat(path, ": the archive's footer is damaged"));
  Footer footer;
  footer.version = readLittleEndian<uint32_t>(data + 8);
  footer.members = readLittleEndian<uint32_t>(data + 12);
  footer.programSize = readLittleEndian<uint64_t>(data + 16);
  footer.indexOffset = readLittleEndian<uint64_t>(data + 24);
  footer.indexSize = readLittleEndian<uint64_t>(data + 32);
  footer.indexChecksum = readLittleEndian<uint64_t>(data + 40);
  if (footer.version != kVersion)
    return unimplemented(strCat(path, ": archive version ", footer.version,
                                ", this program reads version ", kVersion));
  uint64_t end = 0;
  if (footer.members > kMaxMembers || footer.indexSize > kMaxIndexBytes ||
      !checkedAdd(footer.indexOffset, footer.indexSize, end) ||
      end != fileSize - kFooterSize || footer.programSize > footer.indexOffset)
    return dataLoss(strCat(path, ": the archive's footer contradicts itself or "
                                 "the size of the file"));
  return footer;
}

struct InputFile {
  std::string name, path;
};

/// All regular files under `directory`, sorted by name.
StatusOr<std::vector<InputFile>> listFiles(const std::string &directory) {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error), end;
  if (error)
    return notFound(strCat(directory, ": ", error.message()));
  std::vector<InputFile> files;
  for (; it != end; it.increment(error)) {
    if (error)
      break;
    fs::file_status status = it->symlink_status(error);
    if (error)
      break;
    if (fs::is_directory(status))
      continue;
    std::string path = it->path().string();
    if (!fs::is_regular_file(status))
      return invalidArgument(strCat(path, ": only regular files can go into an "
                                          "executable"));
    std::string name =
        it->path().lexically_relative(directory).generic_string();
    BURIN_RETURN_IF_ERROR(checkMemberName(name));
    files.push_back({name, path});
  }
  if (error)
    return ioError(strCat(directory, ": ", error.message()));
  if (files.empty() || files.size() > kMaxMembers)
    return invalidArgument(strCat(directory, ": ", files.size(),
                                  " files, expected 1 to ", kMaxMembers));
  std::sort(
      files.begin(), files.end(),
      [](const InputFile &a, const InputFile &b) { return a.name < b.name; });
  return files;
}

/// Size of `program` without the archive that it may carry.
StatusOr<uint64_t> programSize(const std::string &path, uint64_t fileSize) {
  if (!Archive::isArchive(path))
    return fileSize;
  BURIN_ASSIGN_OR_RETURN(std::unique_ptr<Archive> archive, Archive::open(path));
  return archive->programSize();
}

/// Appends one file at the next aligned offset, and its record to `index`.
Status appendMember(AtomicFile &out, const InputFile &input,
                    std::string &index) {
  BURIN_RETURN_IF_ERROR(out.padTo(kArchiveAlignment));
  uint64_t offset = out.size();
  MappedFile file;
  std::error_code error;
  if (fs::file_size(input.path, error) != 0 || error) {
    BURIN_ASSIGN_OR_RETURN(file, MappedFile::open(input.path));
  }
  BURIN_RETURN_IF_ERROR(out.append(file.bytes()));
  appendLittleEndian(index, static_cast<uint32_t>(input.name.size()));
  index += input.name;
  appendLittleEndian(index, offset);
  appendLittleEndian(index, file.size());
  appendLittleEndian(index, checksum64(file.bytes()));
  return okStatus();
}

Status makeExecutable(const std::string &path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0)
    return ioError(strCat(path, ": ", std::strerror(errno)));
  // Whoever may read may execute.
  mode_t mode = info.st_mode | ((info.st_mode & 0444) >> 2);
  if (::chmod(path.c_str(), mode & 07777) != 0)
    return ioError(strCat(path, ": ", std::strerror(errno)));
  return okStatus();
}

} // namespace

bool Archive::isArchive(const std::string &path) {
  std::error_code error;
  uint64_t size = fs::file_size(path, error);
  if (error || size < kFooterSize)
    return false;
  auto tail = MappedFile::open({path, size - kFooterSize, kFooterSize});
  return tail.ok() && hasMagic(tail->bytes());
}

StatusOr<std::unique_ptr<Archive>> Archive::open(const std::string &path) {
  std::error_code error;
  uint64_t size = fs::file_size(path, error);
  if (error)
    return notFound(strCat(path, ": ", error.message()));
  if (size < kFooterSize)
    return notFound(strCat(path, ": no pipeline is appended to this file"));
  BURIN_ASSIGN_OR_RETURN(
      MappedFile tail,
      MappedFile::open({path, size - kFooterSize, kFooterSize}));
  if (!hasMagic(tail.bytes()))
    return notFound(strCat(path, ": no pipeline is appended to this file"));
  BURIN_ASSIGN_OR_RETURN(Footer footer, parseFooter(tail.bytes(), size, path));

  std::unique_ptr<Archive> archive(new Archive());
  archive->path = path;
  archive->programBytes = footer.programSize;
  MappedFile index;
  if (footer.indexSize > 0) {
    BURIN_ASSIGN_OR_RETURN(
        index, MappedFile::open({path, footer.indexOffset, footer.indexSize}));
  }
  if (checksum64(index.bytes()) != footer.indexChecksum)
    return dataLoss(strCat(path, ": the archive's index is damaged"));
  BURIN_RETURN_IF_ERROR(
      archive->parseIndex(index.bytes(), footer.members, footer.indexOffset));
  return archive;
}

Status Archive::parseIndex(ByteSpan bytes, uint32_t count,
                           uint64_t indexOffset) {
  auto damaged = [&](const char *what) {
    return dataLoss(strCat(path, ": archive index: ", what));
  };
  size_t position = 0;
  uint64_t previousEnd = programBytes;
  for (uint32_t i = 0; i < count; ++i) {
    if (!rangeFits(position, 4, bytes.size()))
      return damaged("it ends in the middle of a record");
    auto length = readLittleEndian<uint32_t>(bytes.data() + position);
    position += 4;
    if (!rangeFits(position, uint64_t(length) + 24, bytes.size()))
      return damaged("it ends in the middle of a record");
    const uint8_t *record = bytes.data() + position;
    std::string name(reinterpret_cast<const char *>(record), length);
    position += size_t(length) + 24;
    Status nameStatus = checkMemberName(name);
    if (!nameStatus.ok())
      return damaged(nameStatus.message().c_str());
    Member member{readLittleEndian<uint64_t>(record + length),
                  readLittleEndian<uint64_t>(record + length + 8),
                  readLittleEndian<uint64_t>(record + length + 16)};
    if (member.offset % kArchiveAlignment != 0 || member.offset < previousEnd ||
        !rangeFits(member.offset, member.size, indexOffset))
      return damaged("a member is misaligned, overlaps or is out of bounds");
    previousEnd = member.offset + member.size;
    if (!index.emplace(std::move(name), member).second)
      return damaged("two members have the same name");
  }
  if (position != bytes.size())
    return damaged("bytes are left after the last record");
  return okStatus();
}

StatusOr<FileRange> Archive::find(const std::string &member) const {
  BURIN_RETURN_IF_ERROR(checkMemberName(member));
  auto it = index.find(member);
  if (it == index.end())
    return notFound(strCat(path, ": the archive has no member '", member, "'"));
  return FileRange(path, it->second.offset, it->second.size);
}

StatusOr<std::string> Archive::read(const std::string &member,
                                    uint64_t maxBytes) const {
  BURIN_ASSIGN_OR_RETURN(std::string text,
                         PipelineSource::read(member, maxBytes));
  if (checksum64(asBytes(text)) != index.at(member).checksum)
    return dataLoss(strCat(path, ": member '", member, "' is damaged"));
  return text;
}

Status Archive::verify() const {
  for (const auto &[name, member] : index) {
    MappedFile file;
    if (member.size > 0) {
      BURIN_ASSIGN_OR_RETURN(
          file, MappedFile::open({path, member.offset, member.size}));
    }
    if (checksum64(file.bytes()) != member.checksum)
      return dataLoss(strCat(path, ": member '", name, "' is damaged"));
  }
  return okStatus();
}

Status burin::writeExecutable(const std::string &programPath,
                              const std::string &directory,
                              const std::string &outputPath) {
  BURIN_ASSIGN_OR_RETURN(std::vector<InputFile> files, listFiles(directory));
  BURIN_ASSIGN_OR_RETURN(MappedFile program, MappedFile::open(programPath));
  Footer footer;
  footer.members = static_cast<uint32_t>(files.size());
  BURIN_ASSIGN_OR_RETURN(footer.programSize,
                         programSize(programPath, program.size()));
  BURIN_ASSIGN_OR_RETURN(AtomicFile out, AtomicFile::create(outputPath));
  BURIN_RETURN_IF_ERROR(
      out.append(program.bytes().subspan(0, footer.programSize)));
  std::string index;
  for (const InputFile &file : files)
    BURIN_RETURN_IF_ERROR(appendMember(out, file, index));
  footer.indexOffset = out.size();
  footer.indexSize = index.size();
  footer.indexChecksum = checksum64(asBytes(index));
  BURIN_RETURN_IF_ERROR(out.append(asBytes(index)));
  BURIN_RETURN_IF_ERROR(out.append(asBytes(footer.serialize())));
  BURIN_RETURN_IF_ERROR(out.commit());
  return makeExecutable(outputPath);
}

StatusOr<std::string> burin::currentExecutable() {
  char path[PATH_MAX];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof(path));
  if (length < 0 || static_cast<size_t>(length) == sizeof(path))
    return ioError(strCat("/proc/self/exe: ", std::strerror(errno)));
  return std::string(path, static_cast<size_t>(length));
}
