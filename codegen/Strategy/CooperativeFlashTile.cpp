//===- CooperativeFlashTile.cpp - Cooperative flash attention -------------===//
//
// Scores pass through local memory, which is what bounds the schedule: larger
// blocks of keys have fewer barriers, more sub-groups read keys and values less
// often, and both take local memory that would hold another work group.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/CooperativeFlashTile.h"

#include "codegen/Strategy/CooperativeTile.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// 32-bit registers of a work item: results, queries that are held, scores of one
/// row, units on their way, addresses.
static int64_t countRegisters(const AttentionShape &shape, const CooperativeFlashLayout &layout,
                              const Target &target) {
  int64_t perFragment = 16 * 16 / target.subgroupSize, rowTiles = layout.rows / 16;
  int64_t results = rowTiles * llvm::divideCeil(shape.valueSize, 16) * perFragment;
  int64_t queries = layout.holdsQueries ? rowTiles * llvm::divideCeil(shape.size, 16) * perFragment / 2 : 0;
  int64_t units = llvm::divideCeil(layout.keys * shape.size / 8, target.subgroupSize * layout.subgroups) +
                  llvm::divideCeil(layout.keys * shape.valueSize / 8, target.subgroupSize * layout.subgroups);
  return results + queries + layout.keys + 4 * units + 36;
}

/// Cycles of a compute unit for all of `op`; only ratios mean anything.
static double predictCycles(const AttentionShape &shape, const CooperativeFlashLayout &layout,
                            const Target &target) {
  // Per cycle of a unit: multiply-adds, bytes of local memory, exponentials; four
  // barriers per block of keys.
  constexpr double kMultiplyAdds = 1024, kLocalBytes = 128, kExponentials = 12, kBarriers = 400;
  auto size = static_cast<double>(llvm::alignTo(shape.size, 16) + llvm::alignTo(shape.valueSize, 16));
  auto rows = static_cast<double>(layout.rows), keys = static_cast<double>(layout.keys);
  double queries = rows * static_cast<double>(layout.subgroups);
  // Scores and weights each way, fragments of keys and values per sub-group.
  double localBytes = 12 + 2 * size / rows + (layout.holdsQueries ? 0 : size / keys);
  double perScore = size / kMultiplyAdds + localBytes / kLocalBytes + 1 / kExponentials;
  double perBlock = queries * keys * perScore + kBarriers;
  double blocks = std::ceil(static_cast<double>(shape.keys) / keys);
  double groups = std::ceil(static_cast<double>(shape.queries) / queries) *
                  static_cast<double>(shape.heads * shape.batch);
  double rounds = std::ceil(groups / static_cast<double>(target.computeUnits));
  // Sub-groups that are resident hide each other's latency.
  auto byRegisters = static_cast<double>(target.registersPerItem * 256) /
                     static_cast<double>(countRegisters(shape, layout, target) * layout.subgroups * target.subgroupSize);
  double resident = std::min(std::max(1.0, std::floor(byRegisters)), rounds) * static_cast<double>(layout.subgroups);
  return rounds * blocks * perBlock * (1 + 2 / resident);
}

kernel::ConfigAttr mlir::burin::codegen::selectCooperativeFlashTile(fused::AttentionOp op, const Target &target,
                                                                    bool isGroup) {
  if (!hasCooperativeMatrices(target) || !fitsMatrixFlash(op, isGroup))
    return {};
  AttentionShape shape = AttentionShape::get(op);
  int64_t rows = std::max<int64_t>(16, target.subgroupSize);
  kernel::ConfigAttr best;
  double bestCycles = 0;
  for (int64_t subgroups : {1, 2, 4, 8})
    for (int64_t keys : {16, 32, 64, 128}) {
      auto config = kernel::ConfigAttr::get(op.getContext(), kCooperativeFlashSchedule,
                                            {target.subgroupSize * subgroups, 1, 1}, {rows, keys, subgroups}, 4);
      CooperativeFlashLayout layout(shape, config);
      if (keys > static_cast<int64_t>(llvm::alignTo(shape.keys, 16)) || layout.bytes() > target.localMemoryBytes ||
          target.subgroupSize * subgroups > target.maxWorkgroupSize ||
          (target.matrixUnit != "emulated" && countRegisters(shape, layout, target) > target.registersPerItem))
        continue;
      double cycles = predictCycles(shape, layout, target);
      if (!best || cycles < bestCycles)
        best = config, bestCycles = cycles;
    }
  return best;
}

LogicalResult mlir::burin::codegen::verifyCooperativeFlashTile(fused::AttentionOp op, kernel::ConfigAttr config,
                                                               const Target &target, bool isGroup) {
  if (!hasCooperativeMatrices(target))
    return op.emitOpError("config needs cooperative matrices, target ") << target.name << " has none";
  if (!fitsMatrixFlash(op, isGroup))
    return op.emitOpError("config names the cooperative-flash-attention schedule, which needs halves, a positive "
                          "scale, and keys and values that are copied as they are in runs of 8");
  ArrayRef<int64_t> tile = config.getTile(), workgroup = config.getWorkgroup();
  if (tile[0] % 16 != 0 || tile[0] % target.subgroupSize != 0 || tile[1] % 16 != 0 || config.getVector() != 4)
    return op.emitOpError("cooperative-flash-attention config needs rows that are a multiple of 16 and of the "
                          "sub-group, keys that are a multiple of 16 and a vector of 4");
  if (workgroup[0] != tile[2] * target.subgroupSize || workgroup[1] != 1 || workgroup[2] != 1)
    return op.emitOpError("cooperative-flash-attention config needs ")
           << tile[2] * target.subgroupSize << " work items, one sub-group for each of " << tile[2];
  if (workgroup[0] > target.maxWorkgroupSize)
    return op.emitOpError("cooperative-flash-attention config has more work items than the ")
           << target.maxWorkgroupSize << " that target " << target.name << " allows";
  CooperativeFlashLayout layout(AttentionShape::get(op), config);
  int64_t registers = countRegisters(AttentionShape::get(op), layout, target);
  if (target.matrixUnit == "emulated" || registers <= target.registersPerItem)
    return success();
  return op.emitOpError("cooperative-flash-attention config needs ")
         << registers << " registers per item, target " << target.name << " has " << target.registersPerItem;
}
