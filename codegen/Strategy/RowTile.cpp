//===- RowTile.cpp - How many work items share a row ----------------------===//
//
// The time of a short row is latency: of a load, of the items that wait for each
// other. So an item makes a few accesses at once and keeps what they read, a small
// work group holds several rows, and more items share a row only where the rows alone
// leave processors idle.
//
//===----------------------------------------------------------------------===//
#include "codegen/Strategy/RowTile.h"

#include "codegen/Schedule/Schedule.h"
#include "codegen/Strategy/RegisterTile.h"
#include "dialects/Fused/FusedDialect.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Work items of a work group with several rows: waiting for few is cheap, and every
/// sub-group is full.
constexpr int64_t kGroupItems = 64;
/// Work items that share a row, at most.
constexpr int64_t kMostItems = 512;
/// Accesses that an item has in flight, and bytes that neighbours read side by side,
/// before more items are worth it.
constexpr int64_t kAccesses = 4, kRunBytes = 64;
/// Work items that keep a processor of a GPU busy with rows.
constexpr int64_t kItemsPerUnit = 64;
/// Elements of a row that an item may keep, whatever the target.
constexpr int64_t kMostHeld = 64;

RowShape RowShape::get(Operation *root) {
  RowShape shape;
  if (!isa_and_present<linalg::SoftmaxOp, fused::GroupNormOp, fused::LayerNormOp, fused::SoftmaxStatisticsOp,
                       fused::RowStatisticsOp, fused::GroupStatisticsOp>(root))
    return shape;
  auto type = cast<RankedTensorType>(root->getOperand(0).getType());
  shape.contiguous = shape.length = type.getShape().back();
  int64_t groups = 0;
  if (auto norm = dyn_cast<fused::GroupNormOp>(root))
    groups = norm.getGroups();
  if (auto statistics = dyn_cast<fused::GroupStatisticsOp>(root))
    groups = statistics.getGroups();
  if (groups) {
    shape.contiguous /= groups;
    shape.length = shape.contiguous * type.getDimSize(1);
  }
  shape.rows = type.getNumElements() / shape.length;
  shape.elementBytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  return shape;
}

/// Elements of a row that an item reads.
static int64_t countItemElements(const RowShape &shape, int64_t items, int64_t width) {
  return static_cast<int64_t>(llvm::divideCeil(shape.length, items * width)) * width;
}

static int64_t getMostHeld(const Target &target) { return std::min(kMostHeld, target.registersPerItem / 2); }

static int64_t selectItems(const RowShape &shape, int64_t width, const Target &target) {
  auto floor = [](int64_t value) { return static_cast<int64_t>(llvm::bit_floor(static_cast<uint64_t>(value))); };
  int64_t accesses = shape.length / width, most = floor(std::min({accesses, kMostItems, target.maxWorkgroupSize}));
  int64_t run = std::max<int64_t>(1, kRunBytes / (width * shape.elementBytes));
  int64_t items = floor(std::max<int64_t>(1, accesses / kAccesses));
  items = std::min(std::max(items, floor(run)), std::min<int64_t>(most, 256));
  auto holds = [&](int64_t count) { return countItemElements(shape, count, width) <= getMostHeld(target); };
  while (items < most && (shape.rows * items < target.computeUnits * kItemsPerUnit || (!holds(items) && holds(most))))
    items *= 2;
  return items;
}

/// Rows of a work group: fewer where some processors would have no work group.
static int64_t selectRows(const RowShape &shape, int64_t items, const Target &target) {
  int64_t rows = std::max<int64_t>(1, std::min(kGroupItems, target.maxWorkgroupSize) / items);
  rows = std::min<int64_t>(rows, llvm::PowerOf2Ceil(shape.rows));
  while (rows > 1 && static_cast<int64_t>(llvm::divideCeil(shape.rows, rows)) < target.computeUnits)
    rows /= 2;
  return rows;
}

kernel::ConfigAttr mlir::burin::codegen::selectRowTile(Operation *root, const Target &target) {
  MLIRContext *context = root->getContext();
  RowShape shape = RowShape::get(root);
  int64_t width = largestDivisor(shape.contiguous, maxLanes(target));
  // A CPU core runs a work group alone: more items would only add barriers, and what was
  // just read is in its first cache.
  if (target.isCpu)
    return kernel::ConfigAttr::get(context, kRowSchedule, {1, 1, 1}, {}, width);
  int64_t items = selectItems(shape, width, target);
  int64_t holds = countItemElements(shape, items, width) <= getMostHeld(target);
  return kernel::ConfigAttr::get(context, kRowSchedule, {items, selectRows(shape, items, target), 1}, {holds}, width);
}

bool mlir::burin::codegen::holdsRows(Operation *root, const Target &target) {
  ArrayRef<int64_t> tile = selectRowTile(root, target).getTile();
  return !tile.empty() && tile[0] != 0;
}

LogicalResult mlir::burin::codegen::verifyRowTile(Group &group, kernel::ConfigAttr config, const Target &target) {
  func::FuncOp func = group.func;
  int64_t items = config.getWorkgroup()[0], rows = config.getWorkgroup()[1];
  if (!llvm::isPowerOf2_64(items))
    return func.emitOpError("config needs a power of two of work items to reduce a row");
  if (config.getWorkgroup()[2] != 1)
    return func.emitOpError("row config needs workgroup = [items, rows, 1]");
  // Most rows are reduced twice, each time with one f32 per item.
  int64_t bytes = 2 * items * rows * 4;
  if (bytes > target.localMemoryBytes)
    return func.emitOpError("config needs ") << bytes << " bytes of local memory, target " << target.name << " has "
                                             << target.localMemoryBytes;
  ArrayRef<int64_t> tile = config.getTile();
  if (tile.size() > 1 || (tile.size() == 1 && tile[0] != 0 && tile[0] != 1))
    return func.emitOpError("row config needs tile = [] or [holds], 0 or 1");
  RowShape shape = RowShape::get(group.root);
  int64_t held = countItemElements(shape, items, config.getVector());
  if (tile.size() == 1 && tile[0] == 1 && held > getMostHeld(target))
    return func.emitOpError("row config holds ") << held << " elements in a work item, more than "
                                                 << getMostHeld(target);
  return success();
}
