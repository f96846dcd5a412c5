//===- SelectKernelConfig.cpp - Choose a lowering config ------------------===//
//
// One function per schedule, each a few rules over extents and the target. A
// rule states what it trades; the figures behind the defaults are in
// docs/performance.md.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/Target.h"
#include "codegen/Passes.h"
#include "codegen/Schedule/BlockSums.h"
#include "codegen/Strategy/CooperativeNarrowTile.h"
#include "codegen/Strategy/CooperativeTile.h"
#include "codegen/Strategy/FlashTile.h"
#include "codegen/Strategy/MatrixTile.h"
#include "codegen/Strategy/MatrixVectorTile.h"
#include "codegen/Strategy/RegisterTile.h"
#include "codegen/Strategy/RowTile.h"
#include "dialects/Fused/FusedDialect.h"

#include "mlir/IR/Remarks.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTKERNELCONFIGPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectKernelConfigPass final
    : impl::SelectKernelConfigPassBase<SelectKernelConfigPass> {
  void runOnOperation() override;
};
} // namespace

static bool hasWideInteger(func::FuncOp func) {
  // Vectors of 64-bit or sub-word integers cost conversions in OpenCL C and
  // are not worth them: such groups are tiny.
  bool found = false;
  func.walk([&](Operation *op) {
    for (Value value : op->getResults()) {
      auto type = dyn_cast<IntegerType>(getElementTypeOrSelf(value.getType()));
      found |= type && type.getWidth() != 1 && type.getWidth() != 32;
    }
  });
  return found;
}

static kernel::ConfigAttr makeConfig(MLIRContext *context, StringRef schedule,
                                     ArrayRef<int64_t> workgroup, ArrayRef<int64_t> tile,
                                     int64_t vector) {
  return kernel::ConfigAttr::get(context, schedule, workgroup, tile, vector);
}

/// Lanes of a work item that makes neighbouring elements of `type`: fewer where they would leave less than
/// `itemsPerUnit` work items to a processor of a GPU, which then mostly waits.
static int64_t selectLanes(RankedTensorType type, int64_t itemsPerUnit, const Target &target) {
  int64_t width = largestDivisor(type.getShape().back(), maxLanes(target));
  while (!target.isCpu && width > 1 && type.getNumElements() / width < target.computeUnits * itemsPerUnit)
    width /= 2;
  return width;
}

/// Whether an op of the result's shape reads a tensor that is the same in all rows.
static bool sharesBetweenRows(Group &group) {
  ArrayRef<int64_t> shape = group.getResultType().getShape();
  auto isShared = [&](AffineMap map) {
    return map.getNumResults() > 0 && map.getNumDims() == shape.size() && !map.isFunctionOfDim(shape.size() - 2);
  };
  return llvm::any_of(group.func.getOps<linalg::GenericOp>(), [&](linalg::GenericOp op) {
    return op.getNumResults() == 1 && cast<ShapedType>(op.getResultTypes()[0]).getShape() == shape &&
           llvm::any_of(op.getDpsInputOperands(),
                        [&](OpOperand *input) { return isShared(op.getMatchingIndexingMap(input)); });
  });
}

/// Rows of a work item, where they share something and enough work items remain. A CPU's compiler
/// vectorizes over work items.
static int64_t selectRows(Group &group, int64_t accesses, const Target &target) {
  constexpr int64_t kItemsPerUnit = 512;
  RankedTensorType type = group.getResultType();
  if (target.isCpu || type.getRank() < 2 || !sharesBetweenRows(group))
    return 1;
  for (int64_t rows : {4, 2})
    if (type.getDimSize(type.getRank() - 2) % rows == 0 && accesses / rows >= kItemsPerUnit * target.computeUnits)
      return rows;
  return 1;
}

static kernel::ConfigAttr selectElementwise(Group &group, const Target &target) {
  RankedTensorType type = group.getResultType();
  int64_t width = 1;
  if (type.getRank() > 0 && !hasWideInteger(group.func))
    width = selectLanes(type, /*itemsPerUnit=*/64, target);
  int64_t accesses = type.getNumElements() / width;
  int64_t items = std::min<int64_t>(target.workgroupItems,
                                    llvm::PowerOf2Ceil(std::max<int64_t>(accesses, 1)));
  int64_t rows = selectRows(group, accesses, target);
  SmallVector<int64_t> tile;
  if (rows > 1)
    tile.push_back(rows);
  return makeConfig(type.getContext(), kElementwiseSchedule, {items, 1, 1}, tile, width);
}

/// Work groups that keep a processor of a GPU busy with one result each, and loads of a
/// work item that are worth the tree behind them.
constexpr int64_t kGroupsPerUnit = 16, kLeastLoads = 4;

/// Items that share a result where an item each would leave most of a GPU idle; 0: none.
static int64_t selectSharingItems(Group &group, int64_t outputs, const Target &target) {
  if (target.isCpu || outputs > kGroupsPerUnit * target.computeUnits || !findCombiner(group.root))
    return 0;
  auto op = cast<linalg::LinalgOp>(group.root);
  SmallVector<unsigned> reduced;
  op.getReductionDims(reduced);
  int64_t steps = 1;
  for (unsigned dim : reduced)
    steps *= op.getStaticLoopRanges()[dim];
  int64_t items = llvm::bit_floor(static_cast<uint64_t>(std::min(target.workgroupItems, steps / kLeastLoads)));
  return items >= target.subgroupSize ? items : 0;
}

/// Lanes of a work item that makes neighbouring results, where enough items remain. A
/// CPU's compiler vectorizes over work items.
static int64_t selectReductionWidth(Group &group, const Target &target) {
  if (target.isCpu || hasWideInteger(group.func) || !canReduceLanes(group.root))
    return 1;
  return selectLanes(group.getRootType(), /*itemsPerUnit=*/256, target);
}

static kernel::ConfigAttr selectReduction(Group &group, const Target &target) {
  int64_t outputs = group.getRootType().getNumElements();
  if (isa<fused::BlockSumsOp, fused::RowSumsOp>(group.root))
    outputs /= 2; // both sums of a channel or row
  MLIRContext *context = group.func.getContext();
  if (int64_t items = selectSharingItems(group, outputs, target))
    return makeConfig(context, kReductionSchedule, {items, 1, 1}, {items}, 1);
  int64_t width = selectReductionWidth(group, target);
  int64_t items = std::min<int64_t>(target.workgroupItems,
                                    llvm::PowerOf2Ceil(std::max<int64_t>(outputs / width, 1)));
  return makeConfig(context, kReductionSchedule, {items, 1, 1}, {}, width);
}

/// Work items hold a whole window: its vectors must fit the registers. A CPU core
/// spills to its first cache, which costs less than narrow accesses.
/// `windows`: of all images.
static kernel::ConfigAttr selectWinograd(Group &group, int64_t tile, int64_t windows, const Target &target) {
  // A transform waits for memory: items for a processor, and work groups, so that none idles.
  constexpr int64_t kItemsPerUnit = 256, kGroupsPerUnit = 4, kLeastLanes = 2;
  RankedTensorType type = group.getRootType();
  int64_t channels = type.getShape().back(), width = maxLanes(target), window = (tile + 2) * (tile + 2);
  while (!target.isCpu && width > 1 && window * width > target.registersPerItem)
    width /= 2;
  width = largestDivisor(channels, width);
  auto countItems = [&] { return windows * channels / width; };
  while (!target.isCpu && width > kLeastLanes && countItems() < kItemsPerUnit * target.computeUnits)
    width /= 2;
  int64_t items = target.workgroupItems;
  while (!target.isCpu && items > target.subgroupSize && countItems() / items < kGroupsPerUnit * target.computeUnits)
    items /= 2;
  return makeConfig(type.getContext(), kWinogradSchedule, {items, 1, 1}, {}, width);
}

/// The tile of a group that sums blocks of rows: a work group owns one block.
static kernel::ConfigAttr fitToBlocks(Group &group, kernel::ConfigAttr config, const Target &target) {
  auto op = cast<linalg::LinalgOp>(group.root);
  ContractionDims dims = ContractionDims::get(op);
  SmallVector<int64_t> tile(config.getTile()), workgroup(config.getWorkgroup());
  int64_t &rows = tile[0], &itemsN = workgroup[tile[3] ? 1 : 0], &itemsM = workgroup[tile[3] ? 0 : 1];
  int64_t perItem = tile[1] * (dims.runsAlongN(op) ? config.getVector() : 1);
  while (group.sums.getRows() % rows != 0)
    --rows;
  itemsM = group.sums.getRows() / rows;
  while (itemsN > 1 && (itemsN * itemsM > target.maxWorkgroupSize ||
                        countBlockBytes(itemsM, itemsN, perItem) > target.localMemoryBytes))
    itemsN /= 2;
  return makeConfig(op.getContext(), config.getSchedule(), workgroup, tile, config.getVector());
}

static kernel::ConfigAttr selectContraction(Group &group, const Target &target) {
  // Where reading the rhs takes the time, matrix units have nothing to do.
  if (kernel::ConfigAttr vector = selectMatrixVectorTile(group, target))
    return vector;
  if (kernel::ConfigAttr matrix = selectMatrixTile(group, target))
    return matrix;
  if (kernel::ConfigAttr cooperative = selectCooperativeTile(group, target))
    return cooperative;
  if (kernel::ConfigAttr narrow = selectCooperativeNarrowTile(group, target))
    return narrow;
  kernel::ConfigAttr config = selectRegisterTile(cast<linalg::LinalgOp>(group.root), group.gate != nullptr, target);
  return group.sums ? fitToBlocks(group, config, target) : config;
}

static kernel::ConfigAttr selectConfig(Group &group, const Target &target) {
  if (!group.root)
    return selectElementwise(group, target);
  if (auto attention = dyn_cast<fused::AttentionOp>(group.root))
    return getFlashTile(attention, target);
  if (isa<linalg::SoftmaxOp, fused::GroupNormOp, fused::LayerNormOp, fused::SoftmaxStatisticsOp,
          fused::RowStatisticsOp, fused::GroupStatisticsOp>(group.root))
    return selectRowTile(group.root, target);
  if (auto input = dyn_cast<fused::WinogradInputOp>(group.root))
    return selectWinograd(group, input.getTile(), input.getResult().getType().getDimSize(1), target);
  if (auto output = dyn_cast<fused::WinogradOutputOp>(group.root))
    return selectWinograd(group, output.getTile(), output.getInput().getType().getDimSize(1), target);
  if (isContraction(group.root))
    return selectContraction(group, target);
  return selectReduction(group, target);
}

void SelectKernelConfigPass::runOnOperation() {
  ModuleOp module = getOperation();
  FailureOr<Target> target = Target::get(module);
  if (failed(target))
    return signalPassFailure();
  for (auto func : module.getOps<func::FuncOp>()) {
    if (!func.isPrivate() || func->hasAttr(kernel::kConfigAttrName))
      continue;
    FailureOr<Group> group = Group::analyze(func);
    if (failed(group))
      return signalPassFailure();
    kernel::ConfigAttr config = selectConfig(*group, *target);
    if (!config) {
      func.emitOpError("has a root that no schedule fits on target ") << target->name;
      return signalPassFailure();
    }
    func->setAttr(kernel::kConfigAttrName, config);
    remark::analysis(func.getLoc(), remark::RemarkOpts::name("config").category("strategy"))
        << func.getName().str() << ": " << config.getSchedule().str();
  }
}

} // namespace mlir::burin
