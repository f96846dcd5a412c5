//===- SelectNormPrologues.cpp - Group norms that their reader applies ----===//
//
// A normalised tensor that its reader makes from what it loads is neither written nor
// read again; in exchange the application runs at every load. The transform of
// Winograd loads an element 2.25 or 4 times and waits for memory meanwhile. A work
// item of the portable contraction loads it for few columns of its result, so that
// SiLU would run hundreds of times per element: only narrow results pay. Matrix units
// copy operands as they are.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/RegisterTile.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/Reader.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTNORMPROLOGUESPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectNormProloguesPass final : impl::SelectNormProloguesPassBase<SelectNormProloguesPass> {
  using SelectNormProloguesPassBase::SelectNormProloguesPassBase;
  void runOnOperation() override;

private:
  void visit(fused::GroupNormOp norm, const Target &target);
};

/// FLOPs at the rate of multiply-adds.
struct ApplicationCost {
  int64_t perLoad = 0;    ///< of each element
  int64_t perChannel = 0; ///< of what the elements of a window share
};
} // namespace

/// One instruction of any kind takes the time of a multiply-add; exp, rsqrt and
/// division run at a quarter of its rate or less, with some arithmetic around them.
constexpr int64_t kSimple = 2, kTranscendental = 16;
/// The extra time may be this share of what is saved: more is within the model's error.
constexpr double kLeastGain = 0.5;

static remark::RemarkOpts getRemark() { return remark::RemarkOpts::name("norm").category("strategy"); }

static int64_t countBodyFlops(linalg::GenericOp op) {
  int64_t flops = 0;
  for (Operation &inner : op.getBody()->without_terminator()) {
    bool isSlow = isa<math::MathDialect>(inner.getDialect()) && !isa<math::FmaOp, math::AbsFOp>(inner);
    bool isFree = isa<arith::ExtFOp, arith::TruncFOp, arith::ConstantOp, linalg::IndexOp>(inner);
    flops += isSlow || isa<arith::DivFOp>(inner) ? kTranscendental : isFree ? 0 : kSimple;
  }
  return flops;
}

static ApplicationCost getCost(fused::GroupNormOp norm, const fused::Reader &reader) {
  ApplicationCost cost;
  cost.perLoad = 3 * kSimple;    // (x - mean) * factor + bias
  cost.perChannel = 5 * kSimple; // loads of four numbers, factor = inverse * scale
  if (norm->hasAttr(kernel::kBlocksAttrName)) // mean and deviation from sums
    cost.perChannel += 6 * kSimple + kTranscendental;
  for (Operation *op : reader.elementwise) {
    auto generic = cast<linalg::GenericOp>(op);
    cost.perLoad += countBodyFlops(generic) + kSimple * (generic.getNumDpsInputs() - 1);
  }
  return cost;
}

static int64_t getBytes(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  return type.getNumElements() * type.getElementTypeBitWidth() / 8;
}

/// Whether the reader would run on matrix units, which take no arithmetic in front.
static bool usesMatrixUnits(Operation *root, const Target &target) {
  if (target.matrixUnit.empty())
    return false;
  return fitsMatrixContraction(root, /*isGroup=*/false, /*allowRhsAlongK=*/true) ||
         fitsNarrowContraction(root, /*isGroup=*/false);
}

namespace {
/// The reader's kernel as it is, and what it loads.
struct ReaderWork {
  KernelWork work;
  int64_t loads = 0;  ///< elements, in all
  int64_t window = 1; ///< of them, that share a channel in one work item
};
} // namespace

static ReaderWork getReaderWork(Operation *root, const Target &target) {
  ReaderWork reader;
  for (Value value : root->getOperands().drop_back())
    reader.work.bytes += getBytes(value);
  reader.work.bytes += getBytes(root->getResult(0));
  if (auto input = dyn_cast<fused::WinogradInputOp>(root)) {
    int64_t size = static_cast<int64_t>(input.getTile()) + 2;
    reader.loads = countLoads(root, {});
    reader.window = size * size;
    reader.work.flops = 5 * reader.loads; // as in WinogradShape
    return reader;
  }
  auto op = cast<linalg::LinalgOp>(root);
  reader.loads = countLoads(root, selectRegisterTile(op, /*gates=*/false, target));
  reader.work.flops = 2;
  for (int64_t range : op.getStaticLoopRanges())
    reader.work.flops *= range;
  return reader;
}

/// Nanoseconds of the kernels that make and use the normalised tensor.
static double predictSeparate(fused::GroupNormOp norm, const KernelWork &reader, const Target &target) {
  int64_t bytes = getBytes(norm.getResult());
  double time = predictNanoseconds(target, reader);
  if (norm->hasAttr(kernel::kBlocksAttrName)) // the sums are the same either way
    return time + predictNanoseconds(target, {2 * bytes, 0, false});
  return time + predictNanoseconds(target, {3 * bytes, 0, false});
}

static double predictPrologue(fused::GroupNormOp norm, const KernelWork &reader, const Target &target) {
  double time = predictNanoseconds(target, reader);
  if (norm->hasAttr(kernel::kBlocksAttrName))
    return time;
  return time + predictNanoseconds(target, {getBytes(norm.getResult()), 0, false});
}

void SelectNormProloguesPass::visit(fused::GroupNormOp norm, const Target &target) {
  auto refuse = [&](const Twine &why) {
    remark::missed(norm.getLoc(), getRemark()) << ("written by a kernel of its own: " + why).str();
  };
  fused::Reader reader = fused::findReader(norm.getResult());
  if (!reader.root)
    return refuse(reader.why);
  if (auto op = dyn_cast<linalg::LinalgOp>(reader.root); op && !isContraction(op))
    return refuse("its reader has no contraction schedule");
  bool always = method == "always";
  if (!always && usesMatrixUnits(reader.root, target))
    return refuse("its reader runs on matrix units, which copy operands as they are");
  // H200, 2 x 32 x 32 x 640: F(4x4)'s transform took 27.4 us with norm and SiLU, 6.6 without, and the kernel that applies both 5.6.
  if (!always && isa<fused::WinogradInputOp>(reader.root) && !target.matrixTiles.empty())
    return refuse("a transform before matrix units takes longer with it than both kernels");
  ReaderWork work = getReaderWork(reader.root, target);
  ApplicationCost cost = getCost(norm, reader);
  KernelWork applying = work.work;
  applying.flops += work.loads * cost.perLoad + work.loads / work.window * cost.perChannel;
  double separate = predictSeparate(norm, work.work, target), prologue = predictPrologue(norm, applying, target);
  double extra = predictNanoseconds(target, applying) - predictNanoseconds(target, work.work);
  int64_t elements = norm.getResult().getType().getNumElements();
  std::string text = llvm::formatv("applied by its reader at {0:f2} loads per element it is predicted to take {1:f1} us "
                                   "with its reader, {2:f1} us apart; saves {3:f1} MB",
                                   static_cast<double>(work.loads) / static_cast<double>(elements), prologue / 1e3,
                                   separate / 1e3, 2e-6 * static_cast<double>(getBytes(norm.getResult())))
                         .str();
  if (!always && extra > kLeastGain * (extra + separate - prologue))
    return refuse(text);
  norm->setAttr(kernel::kNormPrologueAttrName, UnitAttr::get(&getContext()));
  ++numSelected;
  remark::passed(norm.getLoc(), getRemark()) << text;
}

void SelectNormProloguesPass::runOnOperation() {
  if (!llvm::is_contained({"auto", "always", "off"}, method)) {
    getOperation().emitError("select-norm-prologues: method must be auto, always or off, got '") << method << "'";
    return signalPassFailure();
  }
  if (method == "off")
    return;
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  getOperation().walk([&](fused::GroupNormOp norm) {
    if (!norm->hasAttr(kernel::kNormPrologueAttrName))
      visit(norm, *target);
  });
}

} // namespace mlir::burin
