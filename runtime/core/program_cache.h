//===- program_cache.h - Built device programs on disk ---------*- C++ -*-===//
//
// Drivers take seconds to minutes to build a model's kernels; the second start
// should not. Entries live in $BURIN_CACHE_DIR, else $XDG_CACHE_HOME/burin,
// else ~/.cache/burin. BURIN_NO_CACHE=1 turns the cache off. Reading trusts
// nothing: an entry that is damaged, or of another key, is a miss. Writing is
// atomic, and failure to write is silent, since the cache is only a cache.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_CORE_PROGRAM_CACHE_H
#define BURIN_RUNTIME_CORE_PROGRAM_CACHE_H

#include "runtime/base/span.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace burin {

class ProgramCache {
public:
  /// The user's cache; off if there is no directory for it.
  static ProgramCache fromEnvironment();
  /// A cache in `directory`, which is created when needed; off if empty.
  explicit ProgramCache(std::string directory)
      : directory(std::move(directory)) {}

  bool enabled() const { return !directory.empty(); }

  /// Everything that decides what a build gives; the parts are kept apart.
  static std::string key(const std::vector<std::string> &parts);

  std::optional<std::vector<uint8_t>> load(const std::string &key) const;
  void store(const std::string &key, ByteSpan binary) const;
  /// Where the entry of `key` is, or would be.
  std::string pathOf(const std::string &key) const;

private:
  std::string directory;
};

} // namespace burin

#endif // BURIN_RUNTIME_CORE_PROGRAM_CACHE_H
