//===- source.cpp - Where the files of a pipeline are ---------------------===//
#include "runtime/pipeline/source.h"

#include "runtime/base/strings.h"
#include "runtime/pipeline/archive.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string_view>

using namespace burin;

namespace {

class DirectorySource : public PipelineSource {
public:
  explicit DirectorySource(std::string directory)
      : directory(std::move(directory)) {}

  const std::string &name() const override { return directory; }

  StatusOr<FileRange> find(const std::string &member) const override {
    BURIN_RETURN_IF_ERROR(checkMemberName(member));
    std::string path = strCat(directory, "/", member);
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0)
      return notFound(strCat(path, ": ", std::strerror(errno)));
    if (!S_ISREG(info.st_mode))
      return invalidArgument(strCat(path, ": not a regular file"));
    return FileRange(path, 0, static_cast<uint64_t>(info.st_size));
  }

private:
  std::string directory;
};

} // namespace

Status burin::checkMemberName(const std::string &name) {
  auto refuse = [&](const char *why) {
    return invalidArgument(strCat("'", name.substr(0, 64),
                                  "' cannot name a file of a pipeline: ", why));
  };
  if (name.empty() || name.size() > 255)
    return refuse("it must have 1 to 255 bytes");
  for (char c : name)
    if (c == '\\' || static_cast<uint8_t>(c) < 0x20 || c == 0x7F)
      return refuse("it has a backslash or a control character");
  std::string_view rest = name;
  while (true) {
    size_t slash = rest.find('/');
    std::string_view component = rest.substr(0, slash);
    if (component.empty() || component == "." || component == "..")
      return refuse("it must be relative and stay inside");
    if (slash == std::string_view::npos)
      return okStatus();
    rest.remove_prefix(slash + 1);
  }
}

StatusOr<std::unique_ptr<PipelineSource>>
PipelineSource::open(const std::string &path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0)
    return notFound(strCat(path, ": ", std::strerror(errno)));
  if (S_ISDIR(info.st_mode))
    return std::unique_ptr<PipelineSource>(new DirectorySource(path));
  BURIN_ASSIGN_OR_RETURN(std::unique_ptr<Archive> archive, Archive::open(path));
  return std::unique_ptr<PipelineSource>(std::move(archive));
}

StatusOr<std::string> PipelineSource::read(const std::string &member,
                                           uint64_t maxBytes) const {
  BURIN_ASSIGN_OR_RETURN(FileRange range, find(member));
  if (range.length > maxBytes)
    return dataLoss(strCat(name(), ": ", member, " has ", range.length,
                           " bytes, at most ", maxBytes, " are supported"));
  if (range.length == 0)
    return std::string();
  BURIN_ASSIGN_OR_RETURN(MappedFile file, MappedFile::open(range));
  return std::string(reinterpret_cast<const char *>(file.bytes().data()),
                     file.bytes().size());
}
