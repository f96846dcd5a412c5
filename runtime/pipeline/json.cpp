//===- json.cpp - JSON from untrusted files -------------------------------===//
#include "runtime/pipeline/json.h"

#include "runtime/base/strings.h"

#include <cmath>

using namespace burin;

namespace {

constexpr int kMaxDepth = 32;

/// The deepest nesting of brackets outside of strings.
int nestingDepth(std::string_view text) {
  int depth = 0, deepest = 0;
  bool inString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (inString) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

} // namespace

StatusOr<Json> burin::parseJson(std::string_view text, const std::string &name,
                                size_t maxBytes) {
  if (text.size() > maxBytes)
    return dataLoss(strCat(name, ": ", text.size(),
                           " bytes of JSON, more than the limit of ",
                           maxBytes));
  if (nestingDepth(text) > kMaxDepth)
    return dataLoss(
        strCat(name, ": JSON is nested deeper than ", kMaxDepth, " levels"));
  Json parsed = Json::parse(text.begin(), text.end(), nullptr,
                            /*allow_exceptions=*/false);
  if (parsed.is_discarded())
    return dataLoss(strCat(name, ": not valid JSON"));
  return parsed;
}

StatusOr<JsonObject> JsonObject::from(const Json &value, std::string name) {
  if (!value.is_object())
    return dataLoss(
        strCat(name, ": expected a JSON object, found ", value.type_name()));
  return JsonObject(value, std::move(name));
}

Status JsonObject::error(const std::string &key,
                         const std::string &what) const {
  return dataLoss(strCat(file, ": key '", key, "' ", what));
}

const Json *JsonObject::find(const char *key) const {
  auto it = value->find(key);
  return it == value->end() || it->is_null() ? nullptr : &*it;
}

bool JsonObject::has(const char *key) const { return find(key) != nullptr; }

StatusOr<bool> JsonObject::boolean(const char *key, bool fallback) const {
  const Json *found = find(key);
  if (!found)
    return fallback;
  if (!found->is_boolean())
    return error(key,
                 strCat("must be true or false, is a ", found->type_name()));
  return found->get<bool>();
}

StatusOr<int64_t> JsonObject::integer(const char *key, int64_t fallback,
                                      int64_t min, int64_t max) const {
  const Json *found = find(key);
  if (!found)
    return fallback;
  if (!found->is_number_integer())
    return error(key, strCat("must be an integer, is a ", found->type_name()));
  // An unsigned number above the signed range must not wrap around.
  bool tooLarge = found->is_number_unsigned() &&
                  found->get<uint64_t>() > uint64_t(INT64_MAX);
  int64_t number = tooLarge ? INT64_MAX : found->get<int64_t>();
  if (tooLarge || number < min || number > max)
    return error(key, strCat("must be from ", min, " to ", max));
  return number;
}

StatusOr<double> JsonObject::number(const char *key, double fallback,
                                    double min, double max) const {
  const Json *found = find(key);
  if (!found)
    return fallback;
  if (!found->is_number())
    return error(key, strCat("must be a number, is a ", found->type_name()));
  double number = found->get<double>();
  if (!std::isfinite(number) || number < min || number > max)
    return error(key,
                 strCat("is ", number, ", must be from ", min, " to ", max));
  return number;
}

StatusOr<std::string> JsonObject::string(const char *key,
                                         const std::string &fallback) const {
  const Json *found = find(key);
  if (!found)
    return fallback;
  if (!found->is_string())
    return error(key, strCat("must be a string, is a ", found->type_name()));
  return found->get<std::string>();
}

StatusOr<std::string>
JsonObject::choice(const char *key, const std::string &fallback,
                   const std::vector<std::string> &choices) const {
  BURIN_ASSIGN_OR_RETURN(std::string chosen, string(key, fallback));
  std::string list;
  for (const std::string &candidate : choices) {
    if (candidate == chosen)
      return chosen;
    list += strCat(list.empty() ? "'" : ", '", candidate, "'");
  }
  return error(key, strCat("is '", chosen, "', supported: ", list));
}

StatusOr<JsonObject> JsonObject::object(const char *key) const {
  const Json *found = find(key);
  if (!found)
    return error(key, "is missing");
  if (!found->is_object())
    return error(key, strCat("must be an object, is a ", found->type_name()));
  return JsonObject(*found, strCat(file, ": ", key));
}

StatusOr<int64_t> JsonObject::requireInteger(const char *key, int64_t min,
                                             int64_t max) const {
  if (!has(key))
    return error(key, "is missing");
  return integer(key, 0, min, max);
}

StatusOr<std::string> JsonObject::requireString(const char *key) const {
  if (!has(key))
    return error(key, "is missing");
  return string(key, "");
}
