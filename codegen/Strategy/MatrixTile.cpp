//===- MatrixTile.cpp - Tiles of the matrix-contraction schedule ----------===//
//
// Large tiles reuse what they load more often, small ones fill the device: a
// result of 512 x 1280 is 40 tiles of 128 x 128 on 132 processors. The model
// counts waves of work groups; a tile's rate with all of them busy is data of the
// target.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/MatrixTile.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

using Tile = Target::MatrixTile;

static int64_t getThreads(const Tile &tile) {
  return tile.blockM / tile.warpM * (tile.blockN / tile.warpN) * 32;
}
static int64_t getLocalBytes(const Tile &tile) {
  return tile.stages * (tile.blockM + tile.blockN) * 32 * 2;
}

/// Relative time: waves of work groups times the time of one.
static double predictTime(const Tile &tile, const ContractionDims &dims, const Target &target) {
  double groups = llvm::divideCeil(dims.size(dims.m), tile.blockM) *
                  llvm::divideCeil(dims.size(dims.n), tile.blockN) * dims.size(dims.batch);
  // Groups that share a unit share its rate: the last wave is what counts.
  double waves = std::ceil(groups / (target.computeUnits * tile.perUnit));
  double inLast = groups - (waves - 1) * target.computeUnits * tile.perUnit;
  double depth = std::ceil(inLast / target.computeUnits);
  double units = (waves - 1) * tile.perUnit + depth;
  // A unit with few groups waits for memory.
  double busy = 0.5 + 0.5 * std::min(1.0, groups / (target.computeUnits * tile.perUnit));
  return units * tile.blockM * tile.blockN / (tile.permille * busy);
}

kernel::ConfigAttr mlir::burin::codegen::selectMatrixTile(Group &group, const Target &target) {
  if (target.matrixUnit != "mma.sync" || !fitsMatrixContraction(group.root))
    return {};
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(group.root));
  const Tile *best = nullptr;
  for (const Tile &tile : target.matrixTiles)
    if (getLocalBytes(tile) <= target.localMemoryBytes && getThreads(tile) <= target.maxWorkgroupSize &&
        (!best || predictTime(tile, dims, target) < predictTime(*best, dims, target)))
      best = &tile;
  if (!best)
    return {};
  return kernel::ConfigAttr::get(
      group.func.getContext(), kMatrixContractionSchedule, {getThreads(*best), 1, 1},
      {best->blockM, best->blockN, best->warpM, best->warpN, best->stages}, 2);
}

LogicalResult mlir::burin::codegen::verifyMatrixTile(Group &group, kernel::ConfigAttr config,
                                                     const Target &target) {
  func::FuncOp func = group.func;
  if (target.matrixUnit != "mma.sync")
    return func.emitOpError("config needs matrix units, target ") << target.name << " has none";
  if (!fitsMatrixContraction(group.root))
    return func.emitOpError("config names the matrix-contraction schedule, which needs halves "
                            "that are copied as they are in runs of 8");
  ArrayRef<int64_t> tile = config.getTile();
  if (tile.size() != 5 || llvm::any_of(tile, [](int64_t extent) { return extent < 1; }))
    return func.emitOpError("matrix-contraction config needs tile = [BM, BN, WM, WN, stages]");
  if (tile[2] % 16 || tile[3] % 16 || tile[0] % tile[2] || tile[1] % tile[3] || tile[4] < 2)
    return func.emitOpError("matrix-contraction config needs WM and WN that are multiples of 16 "
                            "and divide BM and BN, and two stages");
  Tile shape{tile[0], tile[1], tile[2], tile[3], tile[4], 1, 1};
  ArrayRef<int64_t> workgroup = config.getWorkgroup();
  if (workgroup[0] != getThreads(shape) || workgroup[1] != 1 || workgroup[2] != 1)
    return func.emitOpError("matrix-contraction config needs ")
           << getThreads(shape) << " work items, 32 for each sub-tile";
  if (tile[0] % (getThreads(shape) / 4) || getThreads(shape) % (tile[1] / 8) ||
      32 % (getThreads(shape) / (tile[1] / 8)) || (getThreads(shape) / 4) % 8)
    return func.emitOpError("matrix-contraction config has tiles that its work items do not copy evenly");
  if (tile[2] / 16 * (tile[3] / 8) * 4 > target.registersPerItem / 2 + 32)
    return func.emitOpError("matrix-contraction config needs more registers than target ")
           << target.name << " has";
  if (getLocalBytes(shape) > target.localMemoryBytes)
    return func.emitOpError("config needs ")
           << getLocalBytes(shape) << " bytes of local memory, target " << target.name << " has "
           << target.localMemoryBytes;
  return success();
}
