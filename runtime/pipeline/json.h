//===- json.h - JSON from untrusted files ----------------------*- C++ -*-===//
//
// nlohmann::json aborts without exceptions when a value has another type than
// the caller believes. These helpers bound what is parsed, check every type
// before it is read, and name file and key in each error.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_PIPELINE_JSON_H
#define BURIN_RUNTIME_PIPELINE_JSON_H

#include "runtime/base/status.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace burin {

using Json = nlohmann::json;

/// Parses a text of at most `maxBytes` nested at most 32 deep. `name` is the
/// file in messages. Errors: kDataLoss.
StatusOr<Json> parseJson(std::string_view text, const std::string &name,
                         size_t maxBytes = size_t(1) << 20);

/// Typed reads from a JSON object. A missing key or a null is the fallback,
/// or an error from the `require` forms; a value of another type or outside of
/// its limits is always an error (kDataLoss). Refers to, does not own, `value`.
class JsonObject {
public:
  /// Error if `value` is not an object.
  static StatusOr<JsonObject> from(const Json &value, std::string name);

  bool has(const char *key) const;
  const std::string &name() const { return file; }
  const Json &json() const { return *value; }

  StatusOr<bool> boolean(const char *key, bool fallback) const;
  StatusOr<int64_t> integer(const char *key, int64_t fallback, int64_t min,
                            int64_t max) const;
  /// Finite numbers only.
  StatusOr<double> number(const char *key, double fallback, double min,
                          double max) const;
  StatusOr<std::string> string(const char *key,
                               const std::string &fallback) const;
  /// A string that is one of `choices`; the error lists them.
  StatusOr<std::string> choice(const char *key, const std::string &fallback,
                               const std::vector<std::string> &choices) const;
  StatusOr<JsonObject> object(const char *key) const;

  StatusOr<int64_t> requireInteger(const char *key, int64_t min,
                                   int64_t max) const;
  StatusOr<std::string> requireString(const char *key) const;

  /// "FILE: key 'KEY' WHAT" as kDataLoss.
  Status error(const std::string &key, const std::string &what) const;

private:
  JsonObject(const Json &value, std::string file)
      : value(&value), file(std::move(file)) {}
  const Json *find(const char *key) const;

  const Json *value;
  std::string file;
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_JSON_H
