//===- CooperativeNarrowTile.cpp - Tiles of cooperative-narrow ------------===//
//
// Few columns have little to multiply: reading the left operand takes the time, and
// deep steps keep more of it on its way. Rows are as many as still fill the device.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/CooperativeNarrowTile.h"

#include "codegen/Strategy/CooperativeTile.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

static constexpr int64_t kSubgroups = 4, kGroupsPerUnit = 2;

static bool fits(Group &group) { return !group.sums && !group.gate && fitsNarrowContraction(group.root); }

/// Each work item makes the same number of copies of the lhs, and has whole rows of the rhs.
static bool isCopiedEvenly(ArrayRef<int64_t> tile, int64_t items) {
  int64_t perRow = tile[2] / 8;
  return items % perRow == 0 && tile[0] % (items / perRow) == 0 && (tile[2] <= items || tile[2] % items == 0);
}

kernel::ConfigAttr mlir::burin::codegen::selectCooperativeNarrowTile(Group &group, const Target &target) {
  if (!hasCooperativeMatrices(target) || !fits(group) || kSubgroups * target.subgroupSize > target.maxWorkgroupSize)
    return {};
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(group.root));
  int64_t rows = dims.size(dims.m) * dims.size(dims.batch);
  int64_t blockM = rows >= 128 * kGroupsPerUnit * target.computeUnits ? 128 : 64;
  for (int64_t depth : {64, 32, 16}) {
    SmallVector<int64_t> tile = {blockM, blockM / kSubgroups, depth};
    if (countCooperativeNarrowBytes(tile) <= target.localMemoryBytes &&
        isCopiedEvenly(tile, kSubgroups * target.subgroupSize))
      return kernel::ConfigAttr::get(group.func.getContext(), kCooperativeNarrowSchedule,
                                     {kSubgroups * target.subgroupSize, 1, 1}, tile, 1);
  }
  return {};
}

LogicalResult mlir::burin::codegen::verifyCooperativeNarrowTile(Group &group, kernel::ConfigAttr config,
                                                                const Target &target) {
  func::FuncOp func = group.func;
  if (!hasCooperativeMatrices(target))
    return func.emitOpError("config needs cooperative matrices, target ") << target.name << " has none";
  if (!fits(group))
    return func.emitOpError("config names the cooperative-narrow schedule, which needs halves, at most 8 columns and "
                            "a left operand that is copied as it is in runs of 8");
  ArrayRef<int64_t> tile = config.getTile(), workgroup = config.getWorkgroup();
  if (tile.size() != 3 || llvm::any_of(tile, [](int64_t extent) { return extent < 16 || extent % 16; }) ||
      tile[0] % tile[1] || config.getVector() != 1)
    return func.emitOpError("cooperative-narrow config needs tile = [BM, WM, depth], all multiples of 16, WM that "
                            "divides BM and a vector of 1");
  int64_t items = tile[0] / tile[1] * target.subgroupSize;
  if (workgroup[0] != items || workgroup[1] != 1 || workgroup[2] != 1)
    return func.emitOpError("cooperative-narrow config needs ") << items << " work items, one sub-group for each WM rows";
  if (!isCopiedEvenly(tile, items))
    return func.emitOpError("cooperative-narrow config has tiles that its work items do not copy evenly");
  if (int64_t bytes = countCooperativeNarrowBytes(tile); bytes > target.localMemoryBytes)
    return func.emitOpError("config needs ") << bytes << " bytes of local memory, target " << target.name << " has "
                                             << target.localMemoryBytes;
  return success();
}
