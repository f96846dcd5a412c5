//===- MatrixVectorTile.cpp - Work items of matrix-vector -----------------===//
//
// What is on its way from memory at once decides: a work group reads whole runs of a
// row, its items as many rows at a time as they have registers for, and as many work
// groups as there are runs share the device.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/MatrixVectorTile.h"

#include "codegen/Schedule/MatrixVector.h"
#include "codegen/Strategy/RegisterTile.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Work items of a work group, and rows of the rhs that one has on its way.
constexpr int64_t kItems = 256, kMostUnroll = 8;
/// Bytes of a row that a work group reads side by side: a line, or less where that leaves
/// processors idle, down to what memory hands out at least.
constexpr int64_t kRuns[] = {128, 64, 32};
/// Shorter sums leave nothing to share.
constexpr int64_t kLeastDepth = 64;

static bool fits(Group &group) { return !group.sums && !group.rowSums && fitsMatrixVector(group.root); }

/// 32-bit registers of a work item: what is on its way, a sum per row, and addresses.
constexpr int64_t kAddressRegisters = 16;
static int64_t countRegisters(int64_t rows, int64_t unroll, int64_t width) { return (unroll + rows) * width + kAddressRegisters; }

static kernel::ConfigAttr makeConfig(linalg::LinalgOp op, int64_t columns, int64_t items, int64_t width, const Target &target) {
  ContractionDims dims = ContractionDims::get(op);
  int64_t rows = dims.size(dims.m), depth = dims.size(dims.k);
  int64_t slices = items / columns;
  while (slices > 1 && depth % slices != 0)
    slices /= 2;
  int64_t unroll = kMostUnroll;
  while (unroll > 1 && (depth / slices % unroll != 0 || countRegisters(rows, unroll, width) > target.registersPerItem))
    --unroll;
  return kernel::ConfigAttr::get(op.getContext(), kMatrixVectorSchedule, {columns, slices, 1}, {unroll}, width);
}

/// What `root` alone gets; null where nothing fits.
static kernel::ConfigAttr selectTile(Operation *root, const Target &target) {
  auto op = cast<linalg::LinalgOp>(root);
  ContractionDims dims = ContractionDims::get(op);
  int64_t n = dims.size(dims.n), width = largestDivisor(n, maxLanes(target));
  while (width > 1 && countRegisters(dims.size(dims.m), 1, width) > target.registersPerItem)
    width /= 2;
  Type element = getElementTypeOrSelf(op->getOperand(dims.rhs).getType());
  int64_t bytes = width * llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
  if (width < 2 || dims.size(dims.k) < kLeastDepth)
    return {};
  int64_t items = llvm::bit_floor(static_cast<uint64_t>(std::min(kItems, target.maxWorkgroupSize)));
  for (int64_t run : kRuns) {
    int64_t columns = std::max<int64_t>(1, run / bytes);
    if (columns > items || (run != std::end(kRuns)[-1] && n / width / columns < target.computeUnits))
      continue;
    kernel::ConfigAttr config = makeConfig(op, columns, items, width, target);
    if (config.getWorkgroup()[1] % width == 0 && countMatrixVectorBytes(root, config) <= target.localMemoryBytes)
      return config;
  }
  return {};
}

kernel::ConfigAttr mlir::burin::codegen::selectMatrixVectorTile(Group &group, const Target &target) {
  return !target.isCpu && fits(group) ? selectTile(group.root, target) : kernel::ConfigAttr();
}

bool mlir::burin::codegen::hasMatrixVectorTile(Operation *root, const Target &target) {
  return !target.isCpu && fitsMatrixVector(root) && selectTile(root, target);
}

LogicalResult mlir::burin::codegen::verifyMatrixVectorTile(Group &group, kernel::ConfigAttr config,
                                                           const Target &target) {
  func::FuncOp func = group.func;
  if (!fits(group))
    return func.emitOpError("config names the matrix-vector schedule, which needs a matrix product of at most ")
           << kMostVectorRows << " rows whose rhs and result run along n, without block or row sums";
  ArrayRef<int64_t> tile = config.getTile(), workgroup = config.getWorkgroup();
  if (tile.size() != 1 || tile[0] < 1 || tile[0] > kMostUnroll || workgroup[2] != 1)
    return func.emitOpError("matrix-vector config needs workgroup = [columns, slices, 1] and tile = [unroll], 1 to ")
           << kMostUnroll;
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(group.root));
  int64_t width = config.getVector(), n = dims.size(dims.n), depth = dims.size(dims.k);
  if (width < 2 || n % width != 0 || workgroup[1] % width != 0)
    return func.emitOpError("matrix-vector config has a vector of ")
           << width << ", which must be more than one and divide the " << n << " columns and the " << workgroup[1]
           << " slices";
  if (depth % (workgroup[1] * tile[0]) != 0)
    return func.emitOpError("matrix-vector config has ")
           << workgroup[1] << " slices of " << tile[0] << " rows at a time, which do not divide " << depth;
  if (int64_t registers = countRegisters(dims.size(dims.m), tile[0], width); registers > target.registersPerItem)
    return func.emitOpError("matrix-vector config needs ") << registers << " registers, target " << target.name << " has "
                                                           << target.registersPerItem;
  if (int64_t bytes = countMatrixVectorBytes(group.root, config); bytes > target.localMemoryBytes)
    return func.emitOpError("config needs ") << bytes << " bytes of local memory, target " << target.name << " has "
                                             << target.localMemoryBytes;
  return success();
}
