//===- MatrixTile.cpp - Tiles of the matrix-contraction schedule ----------===//
//
// Large tiles reuse what they load more often, small ones fill the device: a
// result of 512 x 1280 is 40 tiles of 128 x 128 on 132 processors. The model
// counts waves of work groups; a tile's rates on a unit that holds one or many of
// them are data of the target.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/MatrixTile.h"

#include "codegen/Common/CostModel.h"
#include "codegen/Schedule/BlockSums.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

using Tile = Target::MatrixTile;

static bool fitsSchedule(Operation *root) {
  return fitsMatrixContraction(root, /*isGroup=*/true, /*allowRhsAlongK=*/true) || fitsNarrowContraction(root);
}
static int64_t getThreads(const Tile &tile) {
  return tile.blockM / tile.warpM * (tile.blockN / tile.warpN) * 32;
}
/// With a rhs that runs along n: along k it needs no more.
static int64_t getLocalBytes(const Tile &tile) {
  return tile.stages * (tile.blockM + getMatrixRhsRow(tile.blockN)) * tile.depth * 2;
}

/// Nanoseconds until the first tiles have arrived and after the last product: what
/// a work group does not share with others of its unit. Fitted on the H100.
constexpr double kGroupNanoseconds = 4500;

double mlir::burin::codegen::predictMatrixTile(const Tile &tile, int64_t m, int64_t n, int64_t k,
                                               int64_t batch, const Target &target) {
  double groups = static_cast<double>(llvm::divideCeil(m, tile.blockM)) *
                  llvm::divideCeil(n, tile.blockN) * batch;
  double flops = 2.0 * tile.blockM * tile.blockN * llvm::alignTo(k, tile.depth);
  double peak = static_cast<double>(std::max<int64_t>(target.matrixGflops, 1)) / target.computeUnits * tile.permille / 1000;
  // Work groups that share a unit fill each other's gaps, each less than the last.
  auto getTime = [&](double resident) {
    double rate = peak * (1 - std::pow(1 - std::min(tile.alone / 1000.0, 0.999), resident));
    return resident * flops / rate + kGroupNanoseconds;
  };
  double atOnce = static_cast<double>(target.computeUnits) * tile.perUnit;
  double waves = std::floor(groups / atOnce), rest = groups - waves * atOnce;
  return waves * getTime(tile.perUnit) + (rest > 0 ? getTime(std::ceil(rest / target.computeUnits)) : 0);
}

static bool fitsTarget(const Tile &tile, const Target &target) {
  bool hasDepth = target.matrixUnit != "mma.sync" || tile.depth == 32 || tile.depth == 64;
  return hasDepth && getLocalBytes(tile) <= target.localMemoryBytes && getThreads(tile) <= target.maxWorkgroupSize;
}

/// Runs along k of `rows` rows: every work item makes the same number of copies, of rows with one swizzle.
static bool isCopiedEvenly(const Tile &tile, int64_t rows) {
  int64_t threads = getThreads(tile), perRow = tile.depth / 8;
  return threads % perRow == 0 && threads / perRow % 8 == 0 && rows % (threads / perRow) == 0;
}

/// Whether the work items of `tile` can copy the operands of `root`, the root of a group or not yet.
static bool canCopy(const Tile &tile, Operation *root, bool isGroup) {
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  if (!isCopiedEvenly(tile, tile.blockM))
    return false;
  if (!fitsMatrixContraction(root, isGroup, /*allowRhsAlongK=*/true))
    return tile.blockN % 64 == 0 && !tile.ahead; // element by element, swizzled
  if (ContractionDims::isContiguous(op, dims.rhs, dims.k.back()))
    return isCopiedEvenly(tile, tile.blockN);
  int64_t rows = countRhsRowsAtOnce(getThreads(tile), tile.blockN, tile.depth);
  return rows > 0 && (tile.blockN % 64 != 0 || rows * (tile.blockN / 8) == getThreads(tile));
}

double mlir::burin::codegen::predictBestMatrixTile(int64_t m, int64_t n, int64_t k, int64_t batch,
                                                   const Target &target) {
  double best = std::numeric_limits<double>::infinity();
  for (const Tile &tile : target.matrixTiles)
    if (fitsTarget(tile, target))
      best = std::min(best, predictMatrixTile(tile, m, n, k, batch, target));
  return best;
}

double mlir::burin::codegen::predictSplitContraction(int64_t m, int64_t n, int64_t k, int64_t batch, int64_t parts,
                                                     const Target &target) {
  double best = predictBestMatrixTile(m, n, k / parts, batch * parts, target) + static_cast<double>(target.launchNanoseconds);
  if (parts == 1)
    return best;
  // f32 of every part is read, halves are written.
  KernelWork sum{m * n * batch * (4 * parts + 2), m * n * batch * parts, false};
  return best + predictNanoseconds(target, sum);
}

const Tile *mlir::burin::codegen::findFastestTile(const ContractionDims &dims, const Target &target,
                                                  llvm::function_ref<bool(const Tile &)> accepts) {
  const Tile *best = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const Tile &tile : target.matrixTiles) {
    if (!accepts(tile))
      continue;
    double time = predictMatrixTile(tile, dims.size(dims.m), dims.size(dims.n), dims.size(dims.k),
                                    dims.size(dims.batch), target);
    if (time < least) {
      best = &tile;
      least = time;
    }
  }
  return best;
}

/// Of those that this schedule can obey and that `accepts` takes.
static const Tile *findBestTile(Operation *root, const Target &target, bool isGroup,
                                llvm::function_ref<bool(const Tile &)> accepts) {
  return findFastestTile(ContractionDims::get(cast<linalg::LinalgOp>(root)), target, [&](const Tile &tile) {
    return fitsTarget(tile, target) && canCopy(tile, root, isGroup) && accepts(tile);
  });
}

int64_t mlir::burin::codegen::selectMatrixBlockRows(Operation *root, const Target &target) {
  if (target.matrixUnit != "mma.sync" || !fitsMatrixContraction(root, /*isGroup=*/false))
    return 0;
  const Tile *best = findBestTile(root, target, /*isGroup=*/false, [](const Tile &) { return true; });
  return best ? best->warpM : 0;
}

/// A sub-group's columns are one block of its rows' sums.
static bool canSumRows(const Tile &tile, fused::RowSumsOp sums) { return !sums || tile.warpN == sums.getColumns(); }

int64_t mlir::burin::codegen::selectMatrixRowBlocks(Operation *root, const Target &target) {
  if (target.matrixUnit != "mma.sync" || !fitsMatrixContraction(root, /*isGroup=*/false, /*allowRhsAlongK=*/true))
    return 0;
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(root));
  const Tile *best = findBestTile(root, target, /*isGroup=*/false, [](const Tile &) { return true; });
  return best && dims.size(dims.n) % best->warpN == 0 ? dims.size(dims.n) / best->warpN : 0;
}

SmallVector<int64_t> mlir::burin::codegen::getMatrixExtents(const Tile &tile) {
  SmallVector<int64_t> extents = {tile.blockM, tile.blockN, tile.warpM, tile.warpN, tile.stages, tile.depth};
  if (tile.ahead)
    extents.push_back(tile.ahead);
  return extents;
}

kernel::ConfigAttr mlir::burin::codegen::selectMatrixTile(Group &group, const Target &target) {
  if (target.matrixUnit != "mma.sync" || !fitsSchedule(group.root))
    return {};
  if (group.sums && !fitsMatrixContraction(group.root))
    return {};
  const Tile *best = findBestTile(group.root, target, /*isGroup=*/true, [&](const Tile &tile) {
    return canSumRows(tile, group.rowSums) && (!group.sums || tile.warpM == group.sums.getRows());
  });
  if (!best)
    return {};
  return kernel::ConfigAttr::get(group.func.getContext(), kMatrixContractionSchedule, {getThreads(*best), 1, 1},
                                 getMatrixExtents(*best), 2);
}

LogicalResult mlir::burin::codegen::verifyMatrixTile(Group &group, kernel::ConfigAttr config,
                                                     const Target &target) {
  func::FuncOp func = group.func;
  if (target.matrixUnit != "mma.sync")
    return func.emitOpError("config needs matrix units, target ") << target.name << " has none";
  if (!fitsSchedule(group.root))
    return func.emitOpError("config names the matrix-contraction schedule, which needs halves "
                            "that are copied as they are in runs of 8");
  ArrayRef<int64_t> tile = config.getTile();
  if ((tile.size() != 6 && tile.size() != 7) || llvm::any_of(tile, [](int64_t extent) { return extent < 1; }))
    return func.emitOpError("matrix-contraction config needs tile = [BM, BN, WM, WN, stages, depth] and, if wanted, "
                            "the steps that the rhs is fetched ahead");
  constexpr int64_t kMostStages = 16, kMostElements = 4096; // counted with below
  int64_t ahead = tile.size() == 7 ? tile[6] : 0;
  if (tile[4] > kMostStages || ahead > kMostStages ||
      llvm::any_of(tile, [](int64_t extent) { return extent > kMostElements; }))
    return func.emitOpError("matrix-contraction config has more than ")
           << kMostStages << " stages or steps ahead, or an extent above " << kMostElements;
  if (tile[2] % 16 || tile[3] % 16 || tile[0] % tile[2] || tile[1] % tile[3] || tile[4] < 2 ||
      (tile[5] != 32 && tile[5] != 64))
    return func.emitOpError("matrix-contraction config needs WM and WN that are multiples of 16 "
                            "and divide BM and BN, two stages, and a depth of 32 or 64");
  if (config.getVector() != 2)
    return func.emitOpError("matrix-contraction config needs a vector of 2");
  Tile shape{tile[0], tile[1], tile[2], tile[3], tile[4], tile[5], 1, 1, 1, ahead};
  if (failed(verifyBlockRows(group, shape.warpM)))
    return failure();
  if (group.sums && !fitsMatrixContraction(group.root))
    return func.emitOpError("matrix-contraction config needs a rhs that runs along n for block sums");
  if (!canSumRows(shape, group.rowSums))
    return func.emitOpError("config sums blocks of ")
           << shape.warpN << " columns, but the group's fused.row_sums has blocks of " << group.rowSums.getColumns();
  ArrayRef<int64_t> workgroup = config.getWorkgroup();
  if (workgroup[0] != getThreads(shape) || workgroup[1] != 1 || workgroup[2] != 1)
    return func.emitOpError("matrix-contraction config needs ")
           << getThreads(shape) << " work items, 32 for each sub-tile";
  if (shape.ahead && !fitsMatrixContraction(group.root, /*isGroup=*/true, /*allowRhsAlongK=*/true))
    return func.emitOpError("matrix-contraction config fetches a rhs ahead that is not copied in runs");
  if (!canCopy(shape, group.root, /*isGroup=*/true))
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
