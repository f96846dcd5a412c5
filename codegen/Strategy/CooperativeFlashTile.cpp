//===- CooperativeFlashTile.cpp - Cooperative flash attention -------------===//
//
// Exponentials and local memory bound the schedule alike: more queries per sub-group
// read keys and values less often, larger blocks of keys have fewer barriers and
// votes, more sub-groups per compute unit hide what both wait for. All three take
// registers.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/CooperativeFlashTile.h"

#include "codegen/Strategy/CooperativeTile.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// 32-bit registers of a work item: results, queries, scores and references, units on
/// their way, addresses.
static int64_t countRegisters(const AttentionShape &shape, const CooperativeFlashLayout &layout,
                              const Target &target) {
  constexpr int64_t kAddresses = 18; // most are one with an offset
  int64_t perFragment = 16 * 16 / target.subgroupSize, rowTiles = layout.rows / 16, keyTiles = layout.keys / 16;
  int64_t accumulators = rowTiles * (layout.valueTiles + keyTiles + 1) * perFragment;
  int64_t queries = rowTiles * layout.depthTiles * perFragment / 2;
  int64_t items = target.subgroupSize * layout.subgroups;
  int64_t units = llvm::divideCeil(layout.keys * shape.size / 8, items) +
                  llvm::divideCeil(layout.keys * layout.valueSize / 8, items);
  return accumulators + queries + 4 * units + kAddresses;
}

/// Cycles of a compute unit for all of `op`; only ratios mean anything.
static double predictCycles(const AttentionShape &shape, const CooperativeFlashLayout &layout,
                            const Target &target) {
  // Per cycle of a unit: multiply-adds, bytes of local memory, exponentials; what a
  // sub-group waits for in a block of keys, and at a barrier of the work group.
  constexpr double kMultiplyAdds = 2048, kLocalBytes = 128, kExponentials = 16, kWait = 300, kBarrier = 60;
  double size = 16.0 * static_cast<double>(layout.depthTiles + layout.valueTiles);
  auto rows = static_cast<double>(layout.rows), keys = static_cast<double>(layout.keys);
  double queries = rows * static_cast<double>(layout.subgroups);
  // Weights each way; fragments of keys and values per sub-group; copies of both.
  double localBytes = 4 + 2 * size / rows + 2 * size / queries;
  double perScore = size / kMultiplyAdds + localBytes / kLocalBytes + 1 / kExponentials;
  double perBlock = queries * keys * perScore;
  double waits = kWait + kBarrier * (layout.stages == 2 ? 1 : 2);
  double blocks = std::ceil(static_cast<double>(shape.keys) / keys);
  double groups = std::ceil(static_cast<double>(shape.queries) / queries) *
                  static_cast<double>(shape.heads * shape.batch * layout.parts);
  double perUnit = std::ceil(groups / static_cast<double>(target.computeUnits));
  // Work groups that are resident work while others wait.
  auto byRegisters = static_cast<double>(target.registersPerItem * 256) /
                     static_cast<double>(countRegisters(shape, layout, target) * layout.subgroups * target.subgroupSize);
  double resident = std::min(std::max(1.0, std::floor(byRegisters)), perUnit);
  return perUnit * blocks * (perBlock + waits / resident);
}

static kernel::ConfigAttr makeConfig(MLIRContext *context, const Target &target, ArrayRef<int64_t> tile) {
  return kernel::ConfigAttr::get(context, kCooperativeFlashSchedule, {target.subgroupSize * tile[2], 1, 1}, tile, 4);
}

/// Blocks of keys that are worth trying: powers of two, and all keys at once.
static SmallVector<int64_t> getKeyBlocks(const AttentionShape &shape) {
  auto all = static_cast<int64_t>(llvm::alignTo(shape.keys, 16));
  SmallVector<int64_t> blocks;
  for (int64_t keys : {16, 32, 64, 128})
    if (keys < all)
      blocks.push_back(keys);
  if (all <= 128)
    blocks.push_back(all);
  return blocks;
}

kernel::ConfigAttr mlir::burin::codegen::selectCooperativeFlashTile(fused::AttentionOp op, const Target &target,
                                                                    bool isGroup) {
  if (!hasCooperativeMatrices(target) || !fitsMatrixFlash(op, isGroup))
    return {};
  AttentionShape shape = AttentionShape::get(op);
  kernel::ConfigAttr best;
  double bestCycles = 0;
  auto consider = [&](ArrayRef<int64_t> tile) {
    kernel::ConfigAttr config = makeConfig(op.getContext(), target, tile);
    CooperativeFlashLayout layout(shape, config);
    if (layout.bytes() > target.localMemoryBytes || target.subgroupSize * layout.subgroups > target.maxWorkgroupSize ||
        shape.valueSize % (layout.parts * 8) != 0 ||
        (target.matrixUnit != "emulated" && countRegisters(shape, layout, target) > target.registersPerItem))
      return;
    double cycles = predictCycles(shape, layout, target);
    if (!best || cycles < bestCycles)
      best = config, bestCycles = cycles;
  };
  for (int64_t parts : {1, 2, 4})
    for (int64_t rows : {16, 32})
      for (int64_t subgroups : {1, 2, 4, 8})
        for (int64_t keys : getKeyBlocks(shape))
          for (int64_t stages : {1, 2})
            if (stages == 1 || keys < shape.keys)
              consider({rows, keys, subgroups, parts, stages});
  return best;
}

LogicalResult mlir::burin::codegen::verifyCooperativeFlashTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                                               const Target &target, bool isGroup) {
  if (!hasCooperativeMatrices(target))
    return op.emitOpError("config needs cooperative matrices, target ") << target.name << " has none";
  if (!fitsMatrixFlash(op, isGroup))
    return op.emitOpError("config names the cooperative-flash-attention schedule, which needs halves, a positive "
                          "scale, and keys and values that are copied as they are in runs of 8");
  AttentionShape shape = AttentionShape::get(op);
  ArrayRef<int64_t> tile = config.getTile(), workgroup = config.getWorkgroup();
  if (tile[0] % 16 != 0 || tile[1] % 16 != 0 || config.getVector() != 4)
    return op.emitOpError("cooperative-flash-attention config needs rows and keys that are multiples of 16 and a "
                          "vector of 4");
  if (shape.valueSize % (tile[3] * 8) != 0)
    return op.emitOpError("cooperative-flash-attention config needs parts of whole runs of 8 elements");
  if (tile[4] > 2 || (tile[4] == 2 && tile[1] >= shape.keys))
    return op.emitOpError("cooperative-flash-attention config needs one stage, or two for two blocks of keys");
  if (workgroup[0] != tile[2] * target.subgroupSize || workgroup[1] != 1 || workgroup[2] != 1)
    return op.emitOpError("cooperative-flash-attention config needs ")
           << tile[2] * target.subgroupSize << " work items, one sub-group for each of " << tile[2];
  if (workgroup[0] > target.maxWorkgroupSize)
    return op.emitOpError("cooperative-flash-attention config has more work items than the ")
           << target.maxWorkgroupSize << " that target " << target.name << " allows";
  CooperativeFlashLayout layout(shape, config);
  int64_t registers = countRegisters(shape, layout, target);
  if (target.matrixUnit == "emulated" || registers <= target.registersPerItem)
    return success();
  return op.emitOpError("cooperative-flash-attention config needs ")
         << registers << " registers per item, target " << target.name << " has " << target.registersPerItem;
}
