//===- Target.cpp - What kernels may assume of a device -------------------===//
#include "codegen/Common/Target.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
/// Reads keys of the dictionary and remembers the first error.
struct Reader {
  ModuleOp module;
  DictionaryAttr dict;
  bool ok = true;
  /// Keys that exist: those read below, and those that others read.
  SmallVector<StringRef> known = {"name",      "kind",    "api",         "description",
                                  "precision", "sources", "vulkan",      "matrix_unit",
                                  "matrix_tiles", "half_vectors"};

  void fail(StringRef key, const Twine &why) {
    ok = false;
    module.emitError("target description: '") << key << "' " << why;
  }
  void positive(StringRef key, int64_t &value) {
    known.push_back(key);
    auto attr = dict.getAs<IntegerAttr>(key);
    if (!attr || attr.getInt() <= 0)
      return fail(key, "must be a positive integer");
    value = attr.getInt();
  }
  /// Appends what `attr` holds; false: it is no positive integer, or no array of `count` of them.
  static bool appendPositive(Attribute attr, SmallVectorImpl<int64_t> &values) {
    auto number = dyn_cast_if_present<IntegerAttr>(attr);
    if (number)
      values.push_back(number.getInt());
    return number && number.getInt() > 0;
  }
  static bool appendPositive(Attribute attr, size_t count, SmallVectorImpl<int64_t> &values) {
    auto array = dyn_cast_if_present<ArrayAttr>(attr);
    return array && array.size() == count &&
           llvm::all_of(array, [&](Attribute element) { return appendPositive(element, values); });
  }
  /// The numbers of a tile in the order of MatrixTile.
  static bool appendTile(Attribute row, SmallVectorImpl<int64_t> &values) {
    auto names = dyn_cast<DictionaryAttr>(row);
    if (!names) {
      auto array = dyn_cast<ArrayAttr>(row);
      return array && appendPositive(row, array.size() == 10 ? 10 : 9, values);
    }
    auto isPair = [&](StringRef name) { return appendPositive(names.get(name), 2, values); };
    auto isNumber = [&](StringRef name) { return appendPositive(names.get(name), values); };
    bool isFetched = names.get("fetch_ahead") != nullptr;
    return names.size() == (isFetched ? 8 : 7) && isPair("block") && isPair("subgroup") && isNumber("stages") &&
           isNumber("depth") && isNumber("groups_per_unit") && isNumber("many_permille") && isNumber("one_permille") &&
           (!isFetched || isNumber("fetch_ahead"));
  }
  void tiles(StringRef key, SmallVector<Target::MatrixTile> &tiles) {
    auto rows = dict.getAs<ArrayAttr>(key);
    if (!rows || rows.empty())
      return fail(key, "must be an array of tiles, target has a matrix_unit");
    for (Attribute row : rows) {
      SmallVector<int64_t> values;
      if (!appendTile(row, values))
        return fail(key, "must hold rows of 9 positive integers: BM, BN, WM, WN, stages, depth, work groups "
                         "per compute unit, permille of matrix_gflops, permille of that for one group, and, if wanted, the "
                         "steps that the rhs is fetched ahead; or objects "
                         "with exactly block = [BM, BN], subgroup = [WM, WN], stages, depth, groups_per_unit, "
                         "many_permille, one_permille and, if wanted, fetch_ahead");
      // Verifiers count with these before they look at them.
      if (llvm::any_of(values, [](int64_t value) { return value > 4096; }) || values[0] % values[2] ||
          values[1] % values[3] || values[2] % 16 || values[3] % 16 || values[5] % 16)
        return fail(key, "must hold rows of numbers up to 4096 with WM and WN that are multiples of 16 and divide "
                         "BM and BN, and a depth that is a multiple of 16");
      tiles.push_back({values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
                       values[8], values.size() > 9 ? values[9] : 0});
    }
  }
  /// An absent key keeps its default.
  void optional(StringRef key, int64_t &value, int64_t minimum) {
    known.push_back(key);
    Attribute attr = dict.get(key);
    if (!attr)
      return;
    auto number = dyn_cast<IntegerAttr>(attr);
    if (!number || number.getInt() < minimum)
      return fail(key, "must be an integer of at least " + std::to_string(minimum));
    value = number.getInt();
  }
  void pair(StringRef key, SmallVector<int64_t> &value) {
    known.push_back(key);
    auto attr = dict.getAs<ArrayAttr>(key);
    if (!attr || attr.size() != 2)
      return fail(key, "must be two positive integers");
    for (Attribute element : attr) {
      auto number = dyn_cast<IntegerAttr>(element);
      if (!number || number.getInt() <= 0)
        return fail(key, "must be two positive integers");
      value.push_back(number.getInt());
    }
  }
  /// A misspelled key would silently keep its default.
  void rejectUnknown() {
    for (NamedAttribute entry : dict)
      if (!llvm::is_contained(known, entry.getName().getValue()))
        fail(entry.getName(), "is no key of a target description");
  }
  /// Where the figures come from: a text for each of the keys it names.
  void sources() {
    Attribute attr = dict.get("sources");
    auto sources = dyn_cast_if_present<DictionaryAttr>(attr);
    if (attr && !sources)
      return fail("sources", "must be an object");
    for (NamedAttribute entry : sources ? sources.getValue() : ArrayRef<NamedAttribute>()) {
      auto text = dyn_cast<StringAttr>(entry.getValue());
      if (!text || text.empty() || !dict.contains(entry.getName()))
        fail("sources", "must hold a text for a key of the description, not for '" +
                            entry.getName().getValue() + "'");
    }
  }
};
} // namespace

FailureOr<Target> Target::get(ModuleOp module) {
  auto dict = module->getAttrOfType<DictionaryAttr>(kTargetAttrName);
  if (!dict)
    return module.emitError("has no target description: set ") << kTargetAttrName;
  Target target;
  Reader reader{module, dict};
  auto name = dict.getAs<StringAttr>("name"), kind = dict.getAs<StringAttr>("kind");
  if (!name || !kind || (kind != "cpu" && kind != "gpu"))
    return module.emitError("target description: 'name' and 'kind' (cpu or gpu) must be strings");
  target.name = name.str();
  target.isCpu = kind == "cpu";
  if (Attribute api = dict.get("api")) {
    auto text = dyn_cast<StringAttr>(api);
    if (!text || (text != "opencl" && text != "vulkan"))
      return module.emitError("target description: 'api' must be opencl or vulkan");
    target.api = text == "vulkan" ? Api::kVulkan : Api::kOpenCL;
  }
  reader.positive("local_memory_bytes", target.localMemoryBytes);
  reader.positive("max_workgroup_size", target.maxWorkgroupSize);
  reader.positive("subgroup_size", target.subgroupSize);
  reader.positive("vector_bytes", target.vectorBytes);
  reader.positive("workgroup_items", target.workgroupItems);
  reader.pair("register_tile", target.registerTile);
  reader.pair("contraction_workgroup", target.contractionWorkgroup);
  reader.optional("compute_units", target.computeUnits, 1);
  if (Attribute unit = dict.get("matrix_unit")) {
    auto text = dyn_cast<StringAttr>(unit);
    if (!text || !llvm::is_contained({"mma.sync", "cooperative-matrix", "emulated"}, text.getValue()))
      return module.emitError("target description: 'matrix_unit' must be \"mma.sync\", "
                              "\"cooperative-matrix\", \"emulated\" or absent");
    target.matrixUnit = text.str();
    reader.tiles("matrix_tiles", target.matrixTiles);
  }
  if (target.matrixUnit == "mma.sync" && target.api == Api::kVulkan)
    return module.emitError("target description: 'matrix_unit' is inline PTX, which api vulkan cannot have");
  if (!target.matrixUnit.empty() && target.matrixUnit != "mma.sync" && target.api != Api::kVulkan)
    return module.emitError("target description: 'matrix_unit' ") << target.matrixUnit << " needs api vulkan";
  if (Attribute halves = dict.get("half_vectors")) {
    auto text = dyn_cast<StringAttr>(halves);
    if (!text || (text != "builtin" && text != "ptx"))
      return module.emitError("target description: 'half_vectors' must be \"builtin\", \"ptx\" or absent");
    target.convertsHalvesByPtx = text == "ptx";
  }
  reader.optional("registers_per_item", target.registersPerItem, 16);
  reader.optional("bandwidth_mbps", target.bandwidthMBps, 1);
  reader.optional("f32_gflops", target.f32Gflops, 1);
  reader.optional("f16_gflops", target.f16Gflops, 0);
  reader.optional("matrix_gflops", target.matrixGflops, 0);
  reader.optional("launch_ns", target.launchNanoseconds, 0);
  reader.optional("attention_scratch_bytes", target.attentionScratchBytes, 0);
  reader.optional("split_traffic_percent", target.splitTrafficPercent, 0);
  reader.optional("winograd_traffic_percent", target.winogradTrafficPercent, 0);
  reader.optional("winograd_scratch_bytes", target.winogradScratchBytes, 0);
  reader.rejectUnknown();
  reader.sources();
  if (target.workgroupItems > target.maxWorkgroupSize)
    reader.fail("workgroup_items", "must not exceed max_workgroup_size");
  if (!reader.ok)
    return failure();
  if (target.api == Api::kVulkan) // vectors of SPIR-V have at most four lanes
    target.vectorBytes = std::min<int64_t>(target.vectorBytes, 16);
  return target;
}
