//===- FlashTile.cpp - Tiles of the flash-attention schedules -------------===//
//
// Larger blocks of queries read keys and values less often, larger register
// tiles read local memory less often; both are bounded by local memory and
// registers. Head sizes differ by more than ten, so that the bounds bite at
// different places: candidates are enumerated and costed, not tabulated.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/FlashTile.h"

#include "codegen/Strategy/CooperativeFlashTile.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
/// A tile of the flash-attention schedule; see there.
struct GroupTile {
  int64_t columnItems, rowItems, rows, columns, depth, keys, lanes, width;

  explicit GroupTile(kernel::ConfigAttr config)
      : columnItems(config.getWorkgroup()[0]), rowItems(config.getWorkgroup()[1]),
        rows(config.getTile()[0]), columns(config.getTile()[1]), depth(config.getTile()[2]),
        keys(config.getTile()[3]), lanes(config.getTile()[4]), width(config.getVector()) {}
  GroupTile() = default;

  int64_t items() const { return columnItems * rowItems; }
  int64_t blockQueries() const { return rows * rowItems; }
  int64_t blockKeys() const { return columns * columnItems * width; }
  int64_t accesses(const AttentionShape &shape) const { return shape.valueSize / (columnItems * width); }
  int64_t localBytes(const AttentionShape &shape) const;
  int64_t registers(const AttentionShape &shape) const;
  double cost(const AttentionShape &shape, const Target &target) const;
};
} // namespace

/// Arrays begin at multiples of 128 bytes.
static int64_t sumLocalBytes(ArrayRef<int64_t> elements) {
  int64_t bytes = 0;
  for (int64_t count : elements)
    bytes += llvm::alignTo(count * 4, 128);
  return bytes;
}

int64_t GroupTile::localBytes(const AttentionShape &shape) const {
  return sumLocalBytes({blockQueries() * (depth + 4),
                        std::max(depth * blockKeys(), keys * shape.valueSize),
                        blockQueries() * (blockKeys() + 4), blockQueries() * columnItems});
}

/// Accumulators, scores, one set of operands of a product, statistics, addresses.
int64_t GroupTile::registers(const AttentionShape &shape) const {
  int64_t accumulators = rows * accesses(shape) * width, scores = rows * columns * width;
  int64_t operands = (rows + std::max(columns, accesses(shape))) * width;
  return accumulators + scores + operands + 3 * rows + 24;
}

/// Multiply-adds of a work group per score, everything else counted in them.
double GroupTile::cost(const AttentionShape &shape, const Target &target) const {
  // One access to local memory, one barrier and the loads that it waits for, one
  // element on its way to local memory, in multiply-adds of an item: measured on
  // no device, only their order matters.
  constexpr double kAccess = 2, kBarrier = 150, kElement = 8, kSoftmax = 16;
  double size = shape.size, valueSize = shape.valueSize;
  double columnAccesses = accesses(shape), queries = blockQueries(), keyBlock = blockKeys();
  double loads = size / width * (rows + width * columns) / (rows * columns * width);
  loads += columnItems * (rows + width * columnAccesses) / (rows * width);
  double staging = (size + valueSize) / queries + (depth != shape.size ? size / keyBlock : 0);
  double barriers = 1 + 2.0 * size / depth + 2.0 * keyBlock / keys;
  double perScore = size + valueSize + kSoftmax + kAccess * width * loads + kElement * staging +
                    2.0 * columnItems / (columns * width) + kBarrier * barriers * items() / (queries * keyBlock);
  // Rows and keys past the end are computed, too.
  double blocks = llvm::divideCeil(shape.queries, blockQueries());
  perScore *= blocks * queries / shape.queries;
  perScore *= llvm::divideCeil(shape.keys, blockKeys()) * keyBlock / shape.keys;
  // Work groups that share a compute unit hide each other's latency; fewer work
  // groups than compute units leave some idle, small ones idle lanes.
  double perUnit = std::min<double>(target.localMemoryBytes / std::max<int64_t>(localBytes(shape), 1), 4);
  double busy = std::min(1.0, blocks * shape.heads * shape.batch / target.computeUnits);
  double lanes = std::min(1.0, items() / (2.0 * target.subgroupSize));
  return perScore / ((0.7 + 0.1 * std::min(perUnit, 3.0)) * busy * lanes);
}

static SmallVector<int64_t> getDivisors(int64_t value, int64_t multipleOf) {
  SmallVector<int64_t> divisors;
  for (int64_t i = multipleOf; i <= value; i += multipleOf)
    if (value % i == 0)
      divisors.push_back(i);
  return divisors;
}

static bool fits(const GroupTile &tile, const AttentionShape &shape, const Target &target) {
  return tile.items() <= std::min<int64_t>(target.maxWorkgroupSize, 256) &&
         tile.registers(shape) <= target.registersPerItem &&
         tile.localBytes(shape) <= target.localMemoryBytes;
}

/// The largest parts of D and of a block of keys that local memory holds.
static bool chooseParts(GroupTile &tile, const AttentionShape &shape, const Target &target) {
  SmallVector<int64_t> depths = getDivisors(shape.size, shape.size % 4 == 0 ? 4 : 1);
  SmallVector<int64_t> parts = getDivisors(tile.blockKeys(), tile.blockKeys() % 4 == 0 ? 4 : 1);
  for (int64_t depth : llvm::reverse(depths))
    for (int64_t keys : llvm::reverse(parts)) {
      tile.depth = depth, tile.keys = keys;
      if (fits(tile, shape, target))
        return true;
    }
  return false;
}

static kernel::ConfigAttr selectGroupTile(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  int64_t width = 4;
  while (shape.valueSize % width != 0)
    width /= 2;
  int64_t lanes = std::min(target.vectorBytes, int64_t(16)) / shape.elementBytes;
  if (target.api == Api::kVulkan) // vectors have at most four lanes
    lanes = std::min<int64_t>(lanes, 4);
  std::optional<GroupTile> best;
  double bestCost = 0;
  for (int64_t columnItems : getDivisors(shape.valueSize / width, 1))
    for (int64_t rowItems : {1, 2, 4, 8, 16, 32, 64})
      for (int64_t rows : {1, 2, 4, 8})
        for (int64_t columns : {1, 2, 4}) {
          GroupTile tile;
          tile.columnItems = columnItems, tile.rowItems = rowItems;
          tile.rows = rows, tile.columns = columns, tile.width = width;
          if (tile.items() > target.maxWorkgroupSize || !chooseParts(tile, shape, target))
            continue;
          double cost = tile.cost(shape, target);
          if (!best || cost < bestCost)
            best = tile, bestCost = cost;
        }
  if (!best)
    return {};
  return kernel::ConfigAttr::get(op.getContext(), kFlashSchedule,
                                 {best->columnItems, best->rowItems, 1},
                                 {best->rows, best->columns, best->depth, best->keys, lanes}, width);
}

//===--- One item per block -------------------------------------------------===//

static int64_t getItemLocalBytes(const AttentionShape &shape, ArrayRef<int64_t> tile) {
  int64_t queries = tile[0], keys = tile[1], rows = tile[2];
  return sumLocalBytes({queries * shape.size, shape.size * keys, keys * shape.valueSize,
                        queries * shape.valueSize, queries, queries, rows * keys});
}

static kernel::ConfigAttr selectItemTile(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  int64_t width = llvm::bit_floor(static_cast<uint64_t>(std::clamp<int64_t>(target.vectorBytes / 4, 1, 16)));
  while (shape.valueSize % width != 0)
    width /= 2;
  int64_t rows = std::min(target.registerTile[0], shape.queries), columns = target.registerTile[1];
  // Keys and values of a block stay in a core's cache while all queries pass.
  int64_t blockKeys = 0, blockQueries = 0;
  double bestCost = 0;
  for (int64_t tiles : {1, 2, 4, 8, 16})
    for (int64_t keys = width * columns; keys <= 128; keys += width * columns) {
      int64_t queries = tiles * rows;
      if (getItemLocalBytes(shape, {queries, keys, rows, columns}) > target.localMemoryBytes / 2)
        continue;
      double padded = static_cast<double>(llvm::alignTo(shape.queries, queries)) / shape.queries *
                      llvm::alignTo(shape.keys, keys) / shape.keys;
      // Staging is element by element; the result is read and written per block.
      double size = shape.size + shape.valueSize;
      double cost = padded * (size + 8.0 * size / queries + 4.0 * shape.valueSize / keys + 24);
      if (!blockKeys || cost < bestCost)
        blockKeys = keys, blockQueries = queries, bestCost = cost;
    }
  if (!blockKeys)
    return {};
  return kernel::ConfigAttr::get(op.getContext(), kFlashItemSchedule, {1, 1, 1},
                                 {blockQueries, blockKeys, rows, columns}, width);
}

//===--- Matrix units -------------------------------------------------------===//

/// Results, scores, queries as operands, one block's operand, statistics, addresses.
static int64_t getMatrixRegisters(const AttentionShape &shape, const MatrixFlashLayout &layout) {
  int64_t perTile = layout.valueSize / 2 + layout.keys / 2 + llvm::divideCeil(shape.size, 16) * 4 + 6;
  return layout.rows / 16 * perTile + 36;
}

static int64_t getSubgroups(kernel::ConfigAttr config) { return config.getWorkgroup()[0] / 32; }

/// Cycles of a compute unit for all of `op`; only ratios mean anything.
static double costMatrixTile(const AttentionShape &shape, kernel::ConfigAttr config, const Target &target) {
  // Per cycle of a unit: multiply-adds of mma.sync, bytes of local memory, bytes
  // from the L2 cache, exponentials. CUDA C++ Programming Guide, arithmetic
  // instructions of compute capability 9.0; two thirds of the peak for mma.sync.
  constexpr double kMultiplyAdds = 1365, kLocalBytes = 128, kCopiedBytes = 96, kExponentials = 12, kMask = 0.04;
  constexpr double kBlockCycles = 300; // a barrier, and loads that nothing hides
  MatrixFlashLayout layout(shape, config);
  double size = llvm::alignTo(shape.size, 16), valueSize = layout.valueSize;
  double queries = layout.rows * getSubgroups(config), keys = llvm::alignTo(shape.keys, layout.keys);
  double perScore = (size + valueSize) / kMultiplyAdds +
                    std::max(0.0, 2 * (size + valueSize) / layout.rows / kLocalBytes - (size + valueSize) / kMultiplyAdds) +
                    1 / kExponentials + 2 * (size + valueSize) / queries / kCopiedBytes;
  // Masking is decided for all blocks: comparison, selection, test for -inf.
  if (shape.hasMask || shape.causal || shape.keys % layout.keys != 0)
    perScore += kMask;
  double cycles = queries * keys * perScore + kBlockCycles * keys / layout.keys + 1000;
  // A unit holds 256 items of the full register budget at once.
  double perUnit = static_cast<double>(target.registersPerItem) * 256 /
                   (getMatrixRegisters(shape, layout) * config.getWorkgroup()[0]);
  perUnit = std::clamp(std::floor(perUnit), 1.0, 8.0);
  double groups = llvm::divideCeil(shape.queries, static_cast<int64_t>(queries)) * layout.parts * shape.heads *
                  shape.batch;
  double rounds = std::ceil(groups / target.computeUnits);
  // Few sub-groups on a unit do not hide each other's latency.
  double resident = std::min(perUnit, rounds) * getSubgroups(config);
  // Computing scores again must pay beyond the model's error.
  double doubt = layout.parts > 1 ? 1.2 : 1;
  return rounds * cycles * (1 + 2 / resident) * doubt;
}

/// Keys from which 64 rows of a sub-group pay, measured on the H100.
constexpr int64_t kManyKeys = 512;

static kernel::ConfigAttr selectMatrixTile(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  kernel::ConfigAttr best;
  double bestCost = 0;
  for (int64_t rows : {16, 32, 64})
    for (int64_t subgroups : {1, 2, 4, 8})
      for (int64_t block = 0; block < 32; ++block) {
        int64_t keys = 16 * (block % 8 + 1), parts = int64_t(1) << block / 8;
        if (rows == 64 && shape.keys < kManyKeys)
          continue;
        if (keys > static_cast<int64_t>(llvm::alignTo(shape.keys, 16)) || shape.valueSize % (parts * 8) != 0)
          continue;
        auto config = kernel::ConfigAttr::get(op.getContext(), kMatrixFlashSchedule,
                                              {32 * subgroups, 1, 1}, {rows, keys, parts}, 2);
        MatrixFlashLayout layout(shape, config);
        if (layout.bytes() > target.localMemoryBytes || 32 * subgroups > target.maxWorkgroupSize ||
            getMatrixRegisters(shape, layout) > target.registersPerItem)
          continue;
        double cost = costMatrixTile(shape, config, target);
        if (!best || cost < bestCost)
          best = config, bestCost = cost;
      }
  return best;
}

static LogicalResult verifyMatrixTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                      const Target &target, bool isGroup) {
  if (target.matrixUnit != "mma.sync")
    return op.emitOpError("config needs matrix units, target ") << target.name << " has none";
  if (!fitsMatrixFlash(op, isGroup))
    return op.emitOpError("config names the matrix-flash-attention schedule, which needs halves, a positive "
                          "scale, and keys and values that are copied as they are in runs of 8");
  ArrayRef<int64_t> workgroup = config.getWorkgroup();
  if (config.getTile()[0] % 16 != 0 || config.getTile()[1] % 16 != 0 ||
      op.getValue().getType().getDimSize(3) % (config.getTile()[2] * 8) != 0 || workgroup[0] % 32 != 0 ||
      workgroup[1] != 1 || workgroup[2] != 1 || config.getVector() != 2)
    return op.emitOpError("matrix-flash-attention config needs rows and keys that are multiples of 16, "
                          "parts of whole runs of 8 elements, "
                          "workgroup = [32 * sub-groups, 1, 1] and a vector of 2");
  AttentionShape shape = AttentionShape::get(op);
  int64_t registers = getMatrixRegisters(shape, MatrixFlashLayout(shape, config));
  if (registers <= target.registersPerItem)
    return success();
  return op.emitOpError("matrix-flash-attention config needs ")
         << registers << " registers per item, target " << target.name << " has "
         << target.registersPerItem;
}

//===--- Entry points -------------------------------------------------------===//

kernel::ConfigAttr mlir::burin::codegen::selectFlashTile(fused::AttentionOp op, const Target &target,
                                                         bool isGroup) {
  if (target.matrixUnit == "mma.sync" && fitsMatrixFlash(op, isGroup))
    if (kernel::ConfigAttr config = selectMatrixTile(op, target))
      return config;
  if (kernel::ConfigAttr config = selectCooperativeFlashTile(op, target, isGroup))
    return config;
  // Devices whose contractions have work groups of one item run each on a core.
  bool isCore = target.contractionWorkgroup[0] * target.contractionWorkgroup[1] == 1;
  return isCore ? selectItemTile(op, target) : selectGroupTile(op, target);
}

kernel::ConfigAttr mlir::burin::codegen::getFlashTile(fused::AttentionOp op, const Target &target) {
  auto config = op->getAttrOfType<kernel::ConfigAttr>(kernel::kAttentionAttrName);
  // Keys or values that turned out to be computed inside of the group.
  bool fits = config && (!usesMatrixUnits(config) || fitsMatrixFlash(op, /*isGroup=*/true));
  return fits ? config : selectFlashTile(op, target, /*isGroup=*/true);
}

int64_t mlir::burin::codegen::getFlashLocalBytes(const AttentionShape &shape, kernel::ConfigAttr config) {
  if (config.getSchedule() == kFlashItemSchedule)
    return getItemLocalBytes(shape, config.getTile());
  if (config.getSchedule() == kMatrixFlashSchedule)
    return MatrixFlashLayout(shape, config).bytes();
  if (config.getSchedule() == kCooperativeFlashSchedule)
    return CooperativeFlashLayout(shape, config).bytes();
  return GroupTile(config).localBytes(shape);
}

bool mlir::burin::codegen::usesMatrixUnits(kernel::ConfigAttr config) {
  return config.getSchedule() != kFlashSchedule && config.getSchedule() != kFlashItemSchedule;
}

int64_t mlir::burin::codegen::countValueParts(kernel::ConfigAttr config) {
  if (!usesMatrixUnits(config))
    return 1;
  return config.getTile()[config.getSchedule() == kMatrixFlashSchedule ? 2 : 3];
}

static LogicalResult verifyGroupTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                     const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  GroupTile tile(config);
  if (!llvm::is_contained({1, 2, 4, 8, 16}, tile.lanes))
    return op.emitOpError("flash-attention config needs accesses of 1, 2, 4, 8 or 16 elements");
  if (target.api == Api::kVulkan && tile.lanes > 4)
    return op.emitOpError("flash-attention config needs accesses of at most 4 elements for Vulkan");
  if (tile.width > 4)
    return op.emitOpError("flash-attention config needs a vector of at most 4: rows in local memory "
                          "are padded by as much");
  if (config.getWorkgroup()[2] != 1 || shape.valueSize % (tile.columnItems * tile.width) != 0)
    return op.emitOpError("flash-attention config needs workgroup = [CG, RG, 1] where CG * vector "
                          "divides the value size ")
           << shape.valueSize;
  if (shape.size % tile.depth != 0 || tile.blockKeys() % tile.keys != 0)
    return op.emitOpError("flash-attention config needs a depth that divides ")
           << shape.size << " and keys that divide " << tile.blockKeys();
  if (tile.items() > target.maxWorkgroupSize)
    return op.emitOpError("flash-attention config has more work items than the ")
           << target.maxWorkgroupSize << " that target " << target.name << " allows";
  if (tile.registers(shape) > target.registersPerItem)
    return op.emitOpError("flash-attention config needs ")
           << tile.registers(shape) << " registers per item, target " << target.name << " has "
           << target.registersPerItem;
  return success();
}

static LogicalResult verifyItemTile(fused::AttentionOp op, kernel::ConfigAttr config) {
  AttentionShape shape = AttentionShape::get(op);
  ArrayRef<int64_t> tile = config.getTile();
  if (llvm::any_of(config.getWorkgroup(), [](int64_t extent) { return extent != 1; }))
    return op.emitOpError("flash-attention-item config needs workgroup = [1, 1, 1]");
  if (tile[0] % tile[2] != 0 || tile[1] % config.getVector() != 0 ||
      shape.valueSize % config.getVector() != 0)
    return op.emitOpError("flash-attention-item config needs rows that divide the queries, and a "
                          "vector that divides the keys and the value size ")
           << shape.valueSize;
  return success();
}

LogicalResult mlir::burin::codegen::verifyFlashTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                                    const Target &target, bool isGroup) {
  bool isItem = config.getSchedule() == kFlashItemSchedule;
  bool isMatrix = config.getSchedule() == kMatrixFlashSchedule;
  bool isCooperative = config.getSchedule() == kCooperativeFlashSchedule;
  if (!isItem && !isMatrix && !isCooperative && config.getSchedule() != kFlashSchedule)
    return op.emitOpError("config names an unknown schedule '") << config.getSchedule() << "'";
  size_t extents = isItem ? 4 : isMatrix ? 3 : 5;
  if (config.getTile().size() != extents || config.getWorkgroup().size() != 3 ||
      llvm::any_of(config.getTile(), [](int64_t extent) { return extent < 1 || extent > 65536; }) ||
      llvm::any_of(config.getWorkgroup(), [](int64_t extent) { return extent < 1 || extent > 65536; }) ||
      !llvm::is_contained({1, 2, 4, 8, 16}, config.getVector()))
    return op.emitOpError("flash config needs ")
           << extents
           << " positive extents in its tile, three in its work group and a vector of 1, 2, 4, 8 or 16";
  if (failed(isItem          ? verifyItemTile(op, config)
             : isMatrix      ? verifyMatrixTile(op, config, target, isGroup)
             : isCooperative ? verifyCooperativeFlashTile(op, config, target, isGroup)
                             : verifyGroupTile(op, config, target)))
    return failure();
  int64_t bytes = getFlashLocalBytes(AttentionShape::get(op), config);
  if (bytes <= target.localMemoryBytes)
    return success();
  return op.emitOpError("config needs ") << bytes << " bytes of local memory, target " << target.name
                                         << " has " << target.localMemoryBytes;
}
