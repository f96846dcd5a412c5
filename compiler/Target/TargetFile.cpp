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

/// `target` with the keys of `overlay` in place of its own; sources are merged, and
/// those of keys that are gone with it.
static DictionaryAttr replaceKeys(DictionaryAttr target, DictionaryAttr overlay) {
  NamedAttrList keys(target);
  for (NamedAttribute entry : overlay)
    if (entry.getName() != "sources")
      keys.set(entry.getName(), entry.getValue());
  NamedAttrList sources;
  for (DictionaryAttr dict : {target.getAs<DictionaryAttr>("sources"), overlay.getAs<DictionaryAttr>("sources")})
    for (NamedAttribute source : dict ? dict.getValue() : ArrayRef<NamedAttribute>())
      sources.set(source.getName(), source.getValue());
  keys.set("sources", sources.getDictionary(target.getContext()));
  return keys.getDictionary(target.getContext());
}

/// What the description says when the device is driven through `api`.
static FailureOr<DictionaryAttr> selectApi(DictionaryAttr target, StringRef api, Location loc) {
  Attribute attr = target.get("apis");
  auto apis = dyn_cast_if_present<DictionaryAttr>(attr);
  if (attr && !apis)
    return emitError(loc, "target description: 'apis' must be an object");
  NamedAttrList keys(target);
  keys.erase("apis");
  DictionaryAttr plain = keys.getDictionary(target.getContext());
  auto own = target.getAs<StringAttr>("api");
  if (api.empty() || api == (own ? own.getValue() : "opencl"))
    return plain;
  auto overlay = apis ? apis.getAs<DictionaryAttr>(api) : DictionaryAttr();
  if (!overlay)
    return emitError(loc) << "the target description has no 'apis." << api
                          << "': it does not say how to drive the device through " << api;
  DictionaryAttr selected = replaceKeys(plain, overlay);
  keys = NamedAttrList(selected);
  keys.set("api", StringAttr::get(target.getContext(), api));
  return keys.getDictionary(target.getContext());
}

FailureOr<DictionaryAttr> mlir::burin::loadTarget(MLIRContext *context, StringRef nameOrPath, StringRef api) {
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
  return selectApi(dict, api, loc);
}
