//===- CooperativeTile.cpp - Tiles of cooperative-contraction -------------===//
//
// Limits are this schedule's own; which tile is fastest is the question of every
// schedule on matrix units (MatrixTile.h).
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/CooperativeTile.h"

#include "codegen/Schedule/BlockSums.h"
#include "codegen/Schedule/CooperativeRows.h"
#include "codegen/Strategy/MatrixTile.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

using Tile = Target::MatrixTile;

bool mlir::burin::codegen::hasCooperativeMatrices(const Target &target) {
  return target.matrixUnit == "cooperative-matrix" || target.matrixUnit == "emulated";
}

static bool fitsStages(int64_t stages) { return stages == 1 || stages == 2; }
static int64_t countItems(const Tile &tile, const Target &target) {
  return tile.blockM / tile.warpM * (tile.blockN / tile.warpN) * target.subgroupSize;
}
static SmallVector<int64_t> asArray(const Tile &tile) {
  return {tile.blockM, tile.blockN, tile.warpM, tile.warpN, tile.depth, tile.stages};
}

static bool fitsSchedule(Operation *root) {
  return fitsMatrixContraction(root, /*isGroup=*/true, /*allowRhsAlongK=*/true);
}
/// Whether the rhs is contiguous along k.
static bool isAlongK(Operation *root) {
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  return ContractionDims::isContiguous(op, dims.rhs, dims.k.back());
}

/// Each work item makes the same number of copies of each operand; of a rhs along n those that copy at all.
static bool isCopiedEvenly(const Tile &tile, int64_t items, bool rhsAlongK) {
  auto isEven = [&](int64_t rows, int64_t units) { return items % units == 0 && rows % (items / units) == 0; };
  return isEven(tile.blockM, tile.depth / 8) &&
         (rhsAlongK ? isEven(tile.blockN, tile.depth / 8) : countRhsRowsAtOnce(items, tile.blockN, tile.depth) > 0);
}

/// 32-bit registers of a work item: accumulators, fragments of halves for these products and
/// the next, copies on their way, and addresses.
static int64_t countRegisters(const Tile &tile, const Target &target, bool rhsAlongK) {
  int64_t accumulators = tile.warpM * tile.warpN / target.subgroupSize;
  int64_t fragments = (tile.warpM + tile.warpN) * 16 / 2 / target.subgroupSize;
  int64_t items = countItems(tile, target);
  int64_t rhs = rhsAlongK ? tile.blockN * tile.depth / 8 / items
                          : tile.depth / countRhsRowsAtOnce(items, tile.blockN, tile.depth);
  int64_t copies = 4 * (tile.blockM * tile.depth / 8 / items + rhs);
  return accumulators + 2 * fragments + copies + 32;
}

static bool fitsRegisters(const Tile &tile, const Target &target, bool rhsAlongK) {
  return target.matrixUnit == "emulated" || countRegisters(tile, target, rhsAlongK) <= target.registersPerItem;
}

/// The fastest of those that fit the target and that `accepts` takes; null: none.
static const Tile *findBestTile(Operation *root, const Target &target, llvm::function_ref<bool(const Tile &)> accepts) {
  bool rhsAlongK = isAlongK(root);
  return findFastestTile(ContractionDims::get(cast<linalg::LinalgOp>(root)), target, [&](const Tile &tile) {
    int64_t items = countItems(tile, target);
    return fitsStages(tile.stages) && items <= target.maxWorkgroupSize &&
           countCooperativeLocalBytes(asArray(tile), rhsAlongK) <= target.localMemoryBytes &&
           isCopiedEvenly(tile, items, rhsAlongK) && fitsRegisters(tile, target, rhsAlongK) && accepts(tile);
  });
}

static bool canSumBlocks(const Tile &tile, const Target &target) {
  return canSumCooperativeBlocks(asArray(tile), target.subgroupSize);
}

int64_t mlir::burin::codegen::selectCooperativeBlockRows(Operation *root, const Target &target) {
  if (!hasCooperativeMatrices(target) || !fitsMatrixContraction(root, /*isGroup=*/false))
    return 0;
  const Tile *best = findBestTile(root, target, [&](const Tile &tile) { return canSumBlocks(tile, target); });
  return best ? best->warpM : 0;
}

/// A sub-group's columns are one block of its rows' sums.
static bool canSumRows(const Tile &tile, int64_t columns, const Target &target) {
  return tile.warpN == columns && canSumCooperativeRows(asArray(tile), target.subgroupSize);
}

int64_t mlir::burin::codegen::selectCooperativeRowBlocks(Operation *root, const Target &target) {
  if (!hasCooperativeMatrices(target) || !fitsMatrixContraction(root, /*isGroup=*/false))
    return 0;
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(root));
  int64_t n = dims.size(dims.n);
  const Tile *best = findBestTile(root, target, [](const Tile &) { return true; });
  return best && n % best->warpN == 0 && canSumRows(*best, best->warpN, target) ? n / best->warpN : 0;
}

kernel::ConfigAttr mlir::burin::codegen::selectCooperativeTile(Group &group, const Target &target) {
  if (!hasCooperativeMatrices(target) || !fitsSchedule(group.root))
    return {};
  if ((group.sums || group.rowSums) && isAlongK(group.root))
    return {};
  const Tile *best = findBestTile(group.root, target, [&](const Tile &tile) {
    int64_t bytes = countCooperativeLocalBytes(asArray(tile), isAlongK(group.root)) + countRowMomentBytes(group, tile.blockM);
    return bytes <= target.localMemoryBytes &&
           (!group.rowSums || canSumRows(tile, group.rowSums.getColumns(), target)) &&
           (!group.sums || (canSumBlocks(tile, target) && tile.warpM == group.sums.getRows()));
  });
  if (!best)
    return {};
  return kernel::ConfigAttr::get(group.func.getContext(), kCooperativeContractionSchedule,
                                 {countItems(*best, target), 1, 1}, asArray(*best), 4);
}

LogicalResult mlir::burin::codegen::verifyCooperativeTile(Group &group, kernel::ConfigAttr config,
                                                          const Target &target) {
  func::FuncOp func = group.func;
  if (!hasCooperativeMatrices(target))
    return func.emitOpError("config needs cooperative matrices, target ") << target.name << " has none";
  if (!fitsSchedule(group.root))
    return func.emitOpError("config names the cooperative-contraction schedule, which needs halves "
                            "that are copied as they are in runs of 8");
  ArrayRef<int64_t> tile = config.getTile();
  auto isExtent = [](int64_t extent) { return extent >= 16 && extent % 16 == 0; };
  if (tile.size() != 6 || !llvm::all_of(tile.drop_back(), isExtent) || !fitsStages(tile[5]))
    return func.emitOpError("cooperative-contraction config needs tile = [BM, BN, WM, WN, depth, stages], "
                            "extents that are multiples of 16 and 1 or 2 stages");
  if (tile[0] % tile[2] || tile[1] % tile[3] || config.getVector() != 4)
    return func.emitOpError("cooperative-contraction config needs WM and WN that divide BM and BN, "
                            "and a vector of 4");
  Tile shape{tile[0], tile[1], tile[2], tile[3], tile[5], tile[4], 1, 1, 1};
  if (failed(verifyBlockRows(group, shape.warpM)))
    return failure();
  bool rhsAlongK = isAlongK(group.root);
  if ((group.sums || group.rowSums) && rhsAlongK)
    return func.emitOpError("cooperative-contraction config needs a rhs that runs along n, for block or row sums");
  if (group.sums && !canSumBlocks(shape, target))
    return func.emitOpError("cooperative-contraction config has sub-groups of ")
           << target.subgroupSize << " items, which cannot sum the columns of its tiles";
  if (group.rowSums && !canSumRows(shape, group.rowSums.getColumns(), target))
    return func.emitOpError("cooperative-contraction config has sub-groups of ")
           << target.subgroupSize << " items and " << shape.warpN << " columns, which cannot sum rows in blocks of "
           << group.rowSums.getColumns();
  int64_t items = countItems(shape, target);
  ArrayRef<int64_t> workgroup = config.getWorkgroup();
  if (workgroup[0] != items || workgroup[1] != 1 || workgroup[2] != 1)
    return func.emitOpError("cooperative-contraction config needs ")
           << items << " work items, one sub-group for each WM x WN";
  if (!isCopiedEvenly(shape, items, rhsAlongK) || (tile[3] % 32 == 0 ? 128 : 64) % target.subgroupSize)
    return func.emitOpError("cooperative-contraction config has tiles that its work items do not copy evenly");
  if (!fitsRegisters(shape, target, rhsAlongK))
    return func.emitOpError("cooperative-contraction config needs more registers than target ")
           << target.name << " has";
  int64_t bytes = countCooperativeLocalBytes(tile, rhsAlongK) + countRowMomentBytes(group, shape.blockM);
  if (bytes > target.localMemoryBytes)
    return func.emitOpError("config needs ") << bytes << " bytes of local memory, target "
                                             << target.name << " has " << target.localMemoryBytes;
  return success();
}
