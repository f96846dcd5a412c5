//===- TuningFile.cpp - Configs that were measured on a device ------------===//
#include "compiler/Target/TuningFile.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;

namespace {
struct EmbeddedTuning {
  StringRef name, json;
};
const EmbeddedTuning embeddedTunings[] = {
#include "EmbeddedTunings.inc"
    {"", ""}};
} // namespace

/// Reads one element of "entries"; a diagnostic says what is wrong with it.
static LogicalResult readEntry(const llvm::json::Value &value, Location loc, StringRef name,
                               llvm::StringMap<std::string> &configs) {
  const llvm::json::Object *entry = value.getAsObject();
  auto signature = entry ? entry->getString("signature") : std::nullopt;
  auto config = entry ? entry->getString("config") : std::nullopt;
  if (!signature || signature->empty() || !config)
    return emitError(loc) << "tuning '" << name << "': an entry needs the texts 'signature' and 'config'";
  if (!configs.try_emplace(*signature, config->str()).second)
    return emitError(loc) << "tuning '" << name << "': signature " << *signature << " occurs twice";
  return success();
}

FailureOr<DictionaryAttr> mlir::burin::parseTuning(MLIRContext *context, StringRef text, StringRef name,
                                                   StringRef target, StringRef api) {
  Builder builder(context);
  Location loc = builder.getUnknownLoc();
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(text);
  if (!json)
    return emitError(loc) << "tuning '" << name << "' is no JSON: " << llvm::toString(json.takeError());
  const llvm::json::Object *root = json->getAsObject();
  if (!root || root->getString("format") != "burin-tuning" || root->getInteger("version") != 1)
    return emitError(loc) << "tuning '" << name << "' is not what `burin tune` writes, version 1";
  for (auto [key, expected] : {std::pair("target", target), std::pair("api", api)})
    if (root->getString(key) != expected)
      return emitError(loc) << "tuning '" << name << "' is of " << key << " '"
                            << root->getString(key).value_or("") << "', not of '" << expected << "'";
  const llvm::json::Array *entries = root->getArray("entries");
  if (!entries)
    return emitError(loc) << "tuning '" << name << "' has no array 'entries'";
  llvm::StringMap<std::string> configs;
  for (const llvm::json::Value &entry : *entries)
    if (failed(readEntry(entry, loc, name, configs)))
      return failure();
  SmallVector<NamedAttribute> attributes;
  for (const auto &entry : configs)
    attributes.push_back(builder.getNamedAttr(entry.getKey(), builder.getStringAttr(entry.getValue())));
  return builder.getDictionaryAttr(attributes);
}

FailureOr<DictionaryAttr> mlir::burin::loadTuning(MLIRContext *context, StringRef path, StringRef target,
                                                  StringRef api) {
  auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!file)
    return emitError(UnknownLoc::get(context)) << "cannot read tuning '" << path << "': "
                                               << file.getError().message();
  return parseTuning(context, (*file)->getBuffer(), path, target, api);
}

FailureOr<DictionaryAttr> mlir::burin::loadShippedTuning(MLIRContext *context, StringRef target, StringRef api) {
  std::string name = target.str() + "-" + api.str();
  for (const EmbeddedTuning &tuning : embeddedTunings)
    if (!tuning.name.empty() && tuning.name == name)
      return parseTuning(context, tuning.json, name, target, api);
  return DictionaryAttr();
}
