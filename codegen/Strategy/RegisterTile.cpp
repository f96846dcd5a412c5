//===- RegisterTile.cpp - Tiles of the contraction schedule ---------------===//
//
// Rules over extents and the target for what every device can run.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/RegisterTile.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

int64_t mlir::burin::codegen::largestDivisor(int64_t extent, int64_t limit) {
  int64_t width = llvm::bit_floor(static_cast<uint64_t>(std::max<int64_t>(limit, 1)));
  while (extent % width != 0)
    width /= 2;
  return width;
}

int64_t mlir::burin::codegen::maxLanes(const Target &target) {
  return std::min<int64_t>(target.vectorBytes / 4, 16);
}

/// Rows of a work item: `rows`, halved while the work items, `perRow` for each row of tiles, are too few to give every
/// processor of a GPU some that compute while others wait for memory.
static int64_t shortenForIdleUnits(int64_t rows, int64_t m, int64_t perRow, const Target &target) {
  constexpr int64_t kItemsPerUnit = 128;
  auto countItems = [&] { return static_cast<int64_t>(llvm::divideCeil(m, rows)) * perRow; };
  while (!target.isCpu && rows > 1 && rows % 2 == 0 && countItems() < target.computeUnits * kItemsPerUnit)
    rows /= 2;
  return rows;
}

kernel::ConfigAttr mlir::burin::codegen::selectRegisterTile(linalg::LinalgOp op, bool gates, const Target &target) {
  ContractionDims dims = ContractionDims::get(op);
  int64_t m = dims.size(dims.m), innerK = dims.ranges[dims.k.back()];
  bool lhsAlongK = ContractionDims::isContiguous(op, dims.lhs, dims.k.back());
  bool nContiguous = dims.runsAlongN(op);
  bool kContiguous = lhsAlongK && ContractionDims::isContiguous(op, dims.rhs, dims.k.back());
  int64_t width = 1, columns = target.registerTile[1], rows = target.registerTile[0];
  int64_t unroll = largestDivisor(innerK, 4);
  int64_t n = dims.size(dims.n);
  if (nContiguous) {
    // A gate needs neighbours in one access.
    int64_t lanes = std::max<int64_t>(maxLanes(target), gates ? 2 : 1);
    width = largestDivisor(dims.ranges[dims.n.back()], lanes);
    n /= width;
    // Narrow accesses: keep the number of accumulator registers.
    columns = std::max<int64_t>(1, columns * maxLanes(target) / width);
    columns = std::min<int64_t>(columns, 4);
  } else if (kContiguous) {
    width = largestDivisor(innerK, maxLanes(target));
    unroll = width;
    columns = std::min<int64_t>(4, target.registerTile[0]);
    rows = columns;
  }
  // A tile of a padded convolution that ends with an image row meets padding at
  // fewer window positions (see ContractionBuilder::buildInnerLoop).
  auto pad = op->getOperand(dims.lhs).getDefiningOp<tensor::PadOp>();
  if (pad && nContiguous && !dims.m.empty()) {
    int64_t fitting = rows;
    while (dims.ranges[dims.m.back()] % fitting != 0)
      --fitting;
    if (2 * fitting > rows) {
      columns = std::max(columns, columns * rows / fitting);
      rows = fitting;
    }
  }
  rows = std::min(rows, m);
  columns = std::min(columns, std::max<int64_t>(n, 1));
  while (n % columns != 0 && columns > 1 && nContiguous)
    --columns;
  rows = shortenForIdleUnits(rows, m, llvm::divideCeil(n, columns) * dims.size(dims.batch), target);
  int64_t rowsFirst = target.isCpu;
  int64_t itemsN = target.contractionWorkgroup[0], itemsM = target.contractionWorkgroup[1];
  // Do not launch items past the end of a small problem.
  while (itemsN > 1 && (itemsN / 2) * columns >= n)
    itemsN /= 2;
  while (itemsM > 1 && (itemsM / 2) * rows >= m)
    itemsM /= 2;
  SmallVector<int64_t> workgroup = {itemsN, itemsM, 1};
  if (rowsFirst)
    workgroup = {itemsM, itemsN, 1};
  return kernel::ConfigAttr::get(op.getContext(), kContractionSchedule, workgroup,
                    {rows, columns, unroll, rowsFirst}, width);
}
