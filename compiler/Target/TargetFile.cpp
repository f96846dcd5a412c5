//===- TargetFile.cpp - Target descriptions as data -----------------------===//
#include "compiler/Target/TargetFile.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;

namespace {
struct EmbeddedTarget {
  StringRef name, json;
};
const EmbeddedTarget embeddedTargets[] = {
#include "EmbeddedTargets.inc"
};
} // namespace

SmallVector<StringRef> mlir::burin::getTargetNames() {
  SmallVector<StringRef> names;
  for (const EmbeddedTarget &target : embeddedTargets)
    names.push_back(target.name);
  llvm::sort(names);
  return names;
}

/// Strings, integers, floats, booleans, arrays and objects; null otherwise.
static Attribute convert(Builder &builder, const llvm::json::Value &value) {
  if (auto text = value.getAsString())
    return builder.getStringAttr(*text);
  if (auto number = value.getAsInteger())
    return builder.getI64IntegerAttr(*number);
  if (auto number = value.getAsNumber())
    return builder.getF64FloatAttr(*number);
  if (auto flag = value.getAsBoolean())
    return builder.getBoolAttr(*flag);
  if (const llvm::json::Array *array = value.getAsArray()) {
    SmallVector<Attribute> elements;
    for (const llvm::json::Value &element : *array) {
      elements.push_back(convert(builder, element));
      if (!elements.back())
        return {};
    }
    return builder.getArrayAttr(elements);
  }
  const llvm::json::Object *object = value.getAsObject();
  if (!object)
    return {};
  SmallVector<NamedAttribute> entries;
  for (const auto &[key, element] : *object) {
    Attribute attr = convert(builder, element);
    if (!attr)
      return {};
    entries.push_back(builder.getNamedAttr(StringRef(key), attr));
  }
  return builder.getDictionaryAttr(entries);
}

FailureOr<DictionaryAttr> mlir::burin::loadTarget(MLIRContext *context, StringRef nameOrPath) {
  Builder builder(context);
  Location loc = builder.getUnknownLoc();
  std::string text;
  for (const EmbeddedTarget &target : embeddedTargets)
    if (target.name == nameOrPath)
      text = target.json.str();
  if (text.empty()) {
    auto file = llvm::MemoryBuffer::getFile(nameOrPath, /*IsText=*/true);
    if (!file)
      return emitError(loc) << "unknown target '" << nameOrPath << "': it is no file ("
                            << file.getError().message() << ") and none of the shipped targets: "
                            << llvm::join(getTargetNames(), ", ");
    text = (*file)->getBuffer().str();
  }
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(text);
  if (!json)
    return emitError(loc) << "target '" << nameOrPath << "' is no JSON: " << llvm::toString(json.takeError());
  auto dict = dyn_cast_if_present<DictionaryAttr>(convert(builder, *json));
  if (!dict)
    return emitError(loc) << "target '" << nameOrPath << "' must be a JSON object without nulls";
  return dict;
}
