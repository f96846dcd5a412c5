//===- VerifyKernelConfig.cpp - Configs that schedules can obey -----------===//
#include "codegen/Common/Target.h"
#include "codegen/Passes.h"
#include "codegen/Schedule/BlockSums.h"
#include "codegen/Strategy/CooperativeNarrowTile.h"
#include "codegen/Strategy/CooperativeTile.h"
#include "codegen/Strategy/FlashTile.h"
#include "codegen/Strategy/KernelConfig.h"
#include "codegen/Strategy/MatrixTile.h"
#include "codegen/Strategy/MatrixVectorTile.h"
#include "codegen/Strategy/RowTile.h"
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"

#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYKERNELCONFIGPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct VerifyKernelConfigPass final
    : impl::VerifyKernelConfigPassBase<VerifyKernelConfigPass> {
  void runOnOperation() override;
};
} // namespace

/// More accumulators than this cannot stay in registers anywhere.
constexpr int64_t kMaxAccumulators = 64;

static LogicalResult verifyLimits(func::FuncOp func, kernel::ConfigAttr config,
                                  const Target &target) {
  if (config.getWorkgroup().size() != 3)
    return func.emitOpError("config needs three work-group extents");
  int64_t items = 1;
  for (int64_t extent : config.getWorkgroup()) {
    if (extent < 1)
      return func.emitOpError("config has a work-group extent below one");
    if (llvm::MulOverflow(items, extent, items) || items > target.maxWorkgroupSize)
      return func.emitOpError("config has more work items than the ")
             << target.maxWorkgroupSize << " that target " << target.name << " allows";
  }
  if (!llvm::is_contained({1, 2, 4, 8, 16}, config.getVector()))
    return func.emitOpError("config has a vector of ")
           << config.getVector() << " elements: OpenCL C has 1, 2, 4, 8 and 16";
  if (target.api == Api::kVulkan && config.getVector() > 4)
    return func.emitOpError("config has a vector of ")
           << config.getVector() << " elements: SPIR-V for Vulkan has at most 4";
  return success();
}

static LogicalResult verifyContraction(Group &group, kernel::ConfigAttr config, const Target &target) {
  func::FuncOp func = group.func;
  if (!group.root || !isContraction(group.root))
    return func.emitOpError("config names the contraction schedule, but the root is no contraction");
  ArrayRef<int64_t> tile = config.getTile();
  if (tile.size() != 4 || tile[0] < 1 || tile[1] < 1 || tile[2] < 1 || (tile[3] != 0 && tile[3] != 1))
    return func.emitOpError("contraction config needs tile = [rows, columns, unroll, rowsFirst]");
  if (tile[0] * tile[1] > kMaxAccumulators)
    return func.emitOpError("contraction config has ")
           << tile[0] * tile[1] << " accumulators, more than " << kMaxAccumulators;
  // The lhs is read in accesses of as many elements as the loop is unrolled by.
  if (target.api == Api::kVulkan && tile[2] > 4)
    return func.emitOpError("contraction config unrolls by ") << tile[2] << ", Vulkan's vectors have at most 4 elements";
  auto op = cast<linalg::LinalgOp>(group.root);
  ContractionDims dims = ContractionDims::get(op);
  int64_t innerK = dims.ranges[dims.k.back()];
  if (innerK % tile[2] != 0 || !llvm::is_contained({1, 2, 4, 8, 16}, tile[2]))
    return func.emitOpError("contraction config unrolls by ")
           << tile[2] << ", which does not divide " << innerK;
  int64_t itemsM = config.getWorkgroup()[tile[3] ? 0 : 1], itemsN = config.getWorkgroup()[tile[3] ? 1 : 0];
  if (failed(verifyBlockRows(group, tile[0] * itemsM)))
    return failure();
  int64_t width = config.getVector();
  bool alongN = dims.runsAlongN(op);
  int64_t sumBytes = group.sums ? countBlockBytes(itemsM, itemsN, tile[1] * (alongN ? width : 1)) : 0;
  if (sumBytes > target.localMemoryBytes)
    return func.emitOpError("config needs ") << sumBytes << " bytes of local memory for block sums, target "
                                             << target.name << " has " << target.localMemoryBytes;
  if (group.gate && width % 2 != 0)
    return func.emitOpError("contraction config has a vector of ")
           << width << ", but the group gates pairs of neighbours";
  if (width == 1)
    return success();
  if (alongN && dims.ranges[dims.n.back()] % width == 0)
    return success();
  bool alongK = ContractionDims::isContiguous(op, dims.lhs, dims.k.back()) &&
                ContractionDims::isContiguous(op, dims.rhs, dims.k.back());
  if (!alongN && alongK && tile[2] == width)
    return success();
  return func.emitOpError("contraction config has a vector of ")
         << width << " that neither n nor k can be read with";
}

/// Every schedule builds one kind of root.
static LogicalResult verifySchedule(Group &group, kernel::ConfigAttr config) {
  StringRef schedule = config.getSchedule();
  bool fits = false;
  if (schedule == kElementwiseSchedule)
    fits = !group.root;
  else if (schedule == kReductionSchedule)
    fits = isa_and_present<linalg::LinalgOp, fused::BlockSumsOp, fused::RowSumsOp>(group.root);
  else if (schedule == kRowSchedule)
    fits = isa_and_present<linalg::SoftmaxOp, fused::GroupNormOp, fused::LayerNormOp,
                           fused::SoftmaxStatisticsOp, fused::RowStatisticsOp, fused::GroupStatisticsOp>(group.root);
  else if (schedule == kWinogradSchedule)
    fits = isa_and_present<fused::WinogradInputOp, fused::WinogradOutputOp>(group.root);
  else if (isFlashSchedule(schedule))
    fits = isa_and_present<fused::AttentionOp>(group.root);
  else if (schedule == kContractionSchedule || schedule == kMatrixContractionSchedule ||
           schedule == kCooperativeContractionSchedule || schedule == kCooperativeNarrowSchedule ||
           schedule == kMatrixVectorSchedule)
    return success(); // verifyTile looks at the root
  else
    return group.func.emitOpError("config names an unknown schedule '") << schedule << "'";
  if (fits && !group.sums)
    return success();
  if (group.sums)
    return group.func.emitOpError("config names the ") << schedule << " schedule, which writes no block sums";
  return group.func.emitOpError("config names the ")
         << schedule << " schedule, which does not build the group's root";
}

static LogicalResult verifyWidth(Group &group, kernel::ConfigAttr config) {
  int64_t extent = 1;
  if (group.getRootType().getRank())
    extent = group.getRootType().getShape().back();
  if (int64_t contiguous = RowShape::get(group.root).contiguous)
    extent = contiguous;
  if (extent % config.getVector() == 0)
    return success();
  func::FuncOp func = group.func;
  return func.emitOpError("config has a vector of ")
         << config.getVector() << ", which does not divide the contiguous extent " << extent;
}

/// Rows are coordinates of the dimension before the last.
static LogicalResult verifyElementwise(Group &group, kernel::ConfigAttr config) {
  constexpr int64_t kMostRows = 16;
  ArrayRef<int64_t> tile = config.getTile();
  RankedTensorType type = group.getResultType();
  if (tile.empty() || (tile.size() == 1 && tile[0] == 1))
    return success();
  if (tile.size() == 1 && tile[0] > 1 && tile[0] <= kMostRows && type.getRank() >= 2 &&
      type.getDimSize(type.getRank() - 2) % tile[0] == 0)
    return success();
  return group.func.emitOpError("elementwise config needs tile = [] or [rows], at most ")
         << kMostRows << " that divide the dimension before the last";
}

/// A work group that shares a result combines powers of two of parts in local memory.
static LogicalResult verifyReduction(Group &group, kernel::ConfigAttr config, const Target &target) {
  ArrayRef<int64_t> tile = config.getTile();
  func::FuncOp func = group.func;
  if (config.getVector() > 1 && (!tile.empty() || !canReduceLanes(group.root)))
    return func.emitOpError("reduction config has a vector of ")
           << config.getVector() << ", but the group's neighbouring results are not made side by side";
  if (tile.empty())
    return success();
  if (tile.size() != 1 || tile[0] != config.getWorkgroup()[0] || config.getWorkgroup()[1] * config.getWorkgroup()[2] != 1 ||
      !llvm::isPowerOf2_64(tile[0]) || tile[0] * 4 > target.localMemoryBytes)
    return func.emitOpError("reduction config needs tile = [] or [items], all of the work group along x: a power of two, "
                            "4 bytes of local memory each");
  if (!findCombiner(group.root))
    return func.emitOpError("reduction config shares a result among work items, but it is no f32 sum from zero or extremum");
  return success();
}

static LogicalResult verifyTile(Group &group, kernel::ConfigAttr config, const Target &target) {
  if (config.getSchedule() == kContractionSchedule)
    return verifyContraction(group, config, target);
  if (config.getSchedule() == kMatrixContractionSchedule)
    return verifyMatrixTile(group, config, target);
  if (config.getSchedule() == kMatrixVectorSchedule)
    return verifyMatrixVectorTile(group, config, target);
  if (config.getSchedule() == kCooperativeContractionSchedule)
    return verifyCooperativeTile(group, config, target);
  if (config.getSchedule() == kCooperativeNarrowSchedule)
    return verifyCooperativeNarrowTile(group, config, target);
  if (isFlashSchedule(config.getSchedule()))
    return verifyFlashTile(cast<fused::AttentionOp>(group.root), config, target, /*isGroup=*/true);
  if (config.getSchedule() == kElementwiseSchedule && failed(verifyElementwise(group, config)))
    return failure();
  if (config.getSchedule() == kReductionSchedule && failed(verifyReduction(group, config, target)))
    return failure();
  if (failed(verifyWidth(group, config)))
    return failure();
  return config.getSchedule() == kRowSchedule ? verifyRowTile(group, config, target) : success();
}

/// Whether what is summed has rows and channels of the root's result: from the root down to the
/// group's result, and through views from there to `sums`.
static bool keepsRowsAndChannels(const Group &group, Operation *sums) {
  Value value = group.root->getResult(0);
  while (value != group.result) {
    if (value.use_empty() || !llvm::all_equal(value.getUsers()))
      return false;
    Operation *user = *value.user_begin();
    if (!fused::keepsRowsAndChannels(user, value))
      return false;
    value = user->getResult(0);
  }
  for (Value view = sums->getOperand(0); view != group.result; view = view.getDefiningOp()->getOperand(0))
    if (!fused::keepsRowsAndChannels(view.getDefiningOp(), view.getDefiningOp()->getOperand(0)))
      return false;
  return true;
}

/// Whether the root makes rows in order, and no block of them has rows of two images or phases.
static bool canSumInBlocks(const Group &group) {
  fused::BlockSumsOp sums = group.sums;
  ArrayRef<int64_t> shape = sums.getInit().getType().getShape();
  return fused::canSumBlocks(group.root, shape[0], shape[1]) && keepsRowsAndChannels(group, sums);
}

static bool canSumRows(const Group &group) {
  return fused::canSumRows(group.root) && keepsRowsAndChannels(group, group.rowSums);
}

LogicalResult codegen::verifyKernelConfig(Group &group, kernel::ConfigAttr config, const Target &target) {
  bool canSum = group.root && !group.gate;
  if ((group.sums && (!canSum || !canSumInBlocks(group))) || (group.rowSums && (!canSum || !canSumRows(group))))
    return group.func.emitOpError("sums blocks of rows that its root does not make in order");
  if (group.rowSums && config.getSchedule() != kMatrixContractionSchedule &&
      config.getSchedule() != kCooperativeContractionSchedule)
    return group.func.emitOpError("config names the ")
           << config.getSchedule() << " schedule, which writes no row sums";
  if (failed(verifyLimits(group.func, config, target)) || failed(verifySchedule(group, config)))
    return failure();
  return verifyTile(group, config, target);
}

void VerifyKernelConfigPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  for (auto func : getOperation().getOps<func::FuncOp>()) {
    if (!func.isPrivate())
      continue;
    auto config = func->getAttrOfType<kernel::ConfigAttr>(kernel::kConfigAttrName);
    if (!config) {
      func.emitOpError("has no kernel.config: run select-kernel-config first");
      return signalPassFailure();
    }
    FailureOr<Group> group = Group::analyze(func);
    if (failed(group) || failed(verifyKernelConfig(*group, config, *target)))
      return signalPassFailure();
  }
}

} // namespace mlir::burin
