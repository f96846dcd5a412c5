//===- program_cache.cpp - Built device programs on disk ------------------===//
//
// An entry: magic (8 bytes), key size, binary size, XXH3-64 of key and binary
// (little-endian 64 bit each), the key, the binary. The file's name is a hash
// of the key; the whole key is stored, so a collision is a miss.
//
//===----------------------------------------------------------------------===//

#include "runtime/core/program_cache.h"

#include "runtime/base/checked.h"
#include "runtime/base/file.h"
#include "runtime/base/strings.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/stat.h>

namespace burin {

static constexpr char kMagic[9] = "BURINPC1";
static constexpr uint64_t kHeaderSize = 32;

static void putInteger(std::vector<uint8_t> &out, uint64_t value) {
  for (int i = 0; i < 8; ++i)
    out.push_back(uint8_t(value >> (8 * i)));
}

static uint64_t getInteger(const uint8_t *data) {
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i)
    value |= uint64_t(data[i]) << (8 * i);
  return value;
}

static ByteSpan bytesOf(const std::string &text) {
  return ByteSpan(reinterpret_cast<const uint8_t *>(text.data()), text.size());
}

static std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

ProgramCache ProgramCache::fromEnvironment() {
  if (environment("BURIN_NO_CACHE") == "1")
    return ProgramCache("");
  if (std::string own = environment("BURIN_CACHE_DIR"); !own.empty())
    return ProgramCache(own);
  if (std::string xdg = environment("XDG_CACHE_HOME"); !xdg.empty())
    return ProgramCache(xdg + "/burin");
  if (std::string home = environment("HOME"); !home.empty())
    return ProgramCache(home + "/.cache/burin");
  return ProgramCache("");
}

std::string ProgramCache::key(const std::vector<std::string> &parts) {
  std::string key;
  for (const std::string &part : parts)
    key += strCat(part.size(), ":", part, "\n");
  return key;
}

std::string ProgramCache::pathOf(const std::string &key) const {
  char name[32];
  std::snprintf(name, sizeof name, "%016llx.bin",
                static_cast<unsigned long long>(checksum64(bytesOf(key))));
  return directory + "/" + name;
}

std::optional<std::vector<uint8_t>>
ProgramCache::load(const std::string &key) const {
  if (!enabled())
    return std::nullopt;
  auto file = MappedFile::open(pathOf(key));
  if (!file.ok() || file->size() < kHeaderSize)
    return std::nullopt;
  ByteSpan bytes = file->bytes();
  uint64_t keySize = getInteger(bytes.data() + 8);
  uint64_t binarySize = getInteger(bytes.data() + 16);
  uint64_t total;
  if (std::memcmp(bytes.data(), kMagic, 8) != 0 || keySize != key.size() ||
      !checkedAdd(kHeaderSize + keySize, binarySize, total) ||
      total != bytes.size())
    return std::nullopt;
  ByteSpan content = bytes.subspan(kHeaderSize, keySize + binarySize);
  if (checksum64(content) != getInteger(bytes.data() + 24) ||
      std::memcmp(content.data(), key.data(), keySize) != 0)
    return std::nullopt;
  return std::vector<uint8_t>(content.begin() + keySize, content.end());
}

/// mkdir -p, with permissions for the user alone.
static void makeDirectories(const std::string &path) {
  for (size_t at = 1; at <= path.size(); ++at)
    if (at == path.size() || path[at] == '/')
      (void)::mkdir(path.substr(0, at).c_str(), 0700);
}

void ProgramCache::store(const std::string &key, ByteSpan binary) const {
  if (!enabled() || binary.empty())
    return;
  makeDirectories(directory);
  std::vector<uint8_t> content;
  content.reserve(key.size() + binary.size());
  ByteSpan keyBytes = bytesOf(key);
  content.insert(content.end(), keyBytes.begin(), keyBytes.end());
  content.insert(content.end(), binary.begin(), binary.end());
  std::vector<uint8_t> entry(kMagic, kMagic + 8);
  putInteger(entry, key.size());
  putInteger(entry, binary.size());
  putInteger(entry, checksum64(content));
  entry.insert(entry.end(), content.begin(), content.end());
  (void)writeFileAtomically(pathOf(key), entry);
}

} // namespace burin
