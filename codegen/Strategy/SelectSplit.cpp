//===- SelectSplit.cpp - Which contractions are summed in parts -----------===//
//
// More, shorter work groups fill a device that few tiles leave idle, at the price
// of partial sums that go through memory and of one more kernel. Both sides are
// costed with the model that chooses tiles. The bytes that a network moves may grow
// by some percent, as for Winograd: what saves most time per byte comes first.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/Group.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/MatrixTile.h"
#include "codegen/Strategy/MatrixVectorTile.h"
#include "codegen/Strategy/NetworkMemory.h"
#include "codegen/Strategy/RowTile.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/View.h"
#include "dialects/Kernel/KernelDialect.h"
#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTSPLITPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

/// Gains below these are within the model's error: a share, and launches (on the H100
/// the UNet of Stable Diffusion 1.5 gained about 12 us a split less than predicted).
constexpr double kGain = 0.85, kLaunches = 5;
/// Of what a contraction takes, the share that a step to more parts must save.
constexpr double kStepGain = 0.12;
/// The same as kLaunches where a norm adds the parts: of those 12 us the kernel that would add them took 5 to 6 and its
/// launch 2 to 3.
constexpr double kLaunchesOfNorm = 2;
/// Partial sums of a whole network up to here are no reason to refuse anything.
constexpr int64_t kFreeBytes = int64_t(32) << 20;

namespace {
/// A number of parts.
struct Choice {
  int64_t parts = 1;
  double nanoseconds = 0; ///< predicted, all kernels
  int64_t bytes = 0;      ///< of partial sums, written and read
};

/// One contraction, what is chosen so far and what else pays.
struct Candidate {
  linalg::LinalgOp op;
  double whole = 0; ///< predicted nanoseconds of one kernel
  Choice current;
  SmallVector<Choice> choices; ///< ascending in parts

  std::string describe(const Choice &choice) const;
};

/// Nanoseconds per byte that `choice` gains over what `candidate` has; 0: none to speak of.
double getWorth(const Candidate &candidate, const Choice &choice) {
  double gain = candidate.current.nanoseconds - choice.nanoseconds;
  int64_t bytes = choice.bytes - candidate.current.bytes;
  return gain > kStepGain * candidate.current.nanoseconds && bytes > 0 ? gain / static_cast<double>(bytes) : 0;
}

struct SelectSplitPass final : impl::SelectSplitPassBase<SelectSplitPass> {
  using SelectSplitPassBase::SelectSplitPassBase;
  void runOnOperation() override;

private:
  void visit(func::FuncOp func, const Target &target);
  void annotate(linalg::LinalgOp op, int64_t number);
};
} // namespace

static remark::RemarkOpts getRemark() { return remark::RemarkOpts::name("split").category("strategy"); }

std::string Candidate::describe(const Choice &choice) const {
  return llvm::formatv("{0} parts: predicted to take {1:f1} us, one kernel {2:f1} us; {3:f1} MB of partial sums",
                       choice.parts, choice.nanoseconds / 1e3, whole / 1e3, choice.bytes / 1e6);
}

/// Partial sums are f32, written once and read once.
static int64_t countPartialBytes(const ContractionDims &dims, int64_t parts) {
  return 8 * dims.size(dims.m) * dims.size(dims.n) * dims.size(dims.batch) * parts;
}

/// True when a group norm will add the parts of `op` (select-part-sums): views and element-wise ops
/// alone lie in between, each with one reader, but that others may read what the norm does.
static bool isAddedByNorm(linalg::LinalgOp op, const Target &target) {
  auto isAdding = [&](Operation *reader) {
    auto norm = dyn_cast<fused::GroupNormOp>(reader);
    return norm && !norm->hasAttr(kernel::kBlocksAttrName) && holdsRows(norm, target);
  };
  for (Operation *maker = op;;) {
    SmallVector<Operation *> readers = getReaders(maker->getResult(0));
    // A norm reads what is made from the sum, not the sum itself.
    if (maker != op && llvm::any_of(readers, isAdding))
      return true;
    if (readers.empty() || !llvm::all_equal(readers))
      return false;
    auto next = dyn_cast<linalg::GenericOp>(readers.front());
    if (!next || next.getNumLoops() != next.getNumParallelLoops())
      return false;
    maker = next;
  }
}

/// Nanoseconds of a contraction in `parts`, all kernels; infinite where no tile fits.
static double predictParts(const ContractionDims &dims, int64_t parts, bool addedByNorm, const Target &target) {
  double time = predictSplitContraction(dims.size(dims.m), dims.size(dims.n), dims.size(dims.k), dims.size(dims.batch),
                                        parts, target);
  return parts > 1 && addedByNorm ? time - static_cast<double>(target.launchNanoseconds) : time;
}

/// A part is read in runs of 8 halves and in whole stages.
static bool canSplit(linalg::LinalgOp op, int64_t parts) {
  return op.getStaticLoopRanges()[ContractionDims::get(op).k.back()] % (parts * kSplitRun) == 0;
}

static Candidate consider(linalg::LinalgOp op, const Target &target) {
  ContractionDims dims = ContractionDims::get(op);
  bool addedByNorm = isAddedByNorm(op, target);
  double whole = predictParts(dims, 1, addedByNorm, target);
  double least = (addedByNorm ? kLaunchesOfNorm : kLaunches) * static_cast<double>(target.launchNanoseconds);
  Candidate candidate{op, whole, {1, whole, 0}, {}};
  for (int64_t parts : kSplitParts) {
    if (!canSplit(op, parts))
      continue;
    double time = predictParts(dims, parts, addedByNorm, target);
    if (time < kGain * whole && whole - time > least)
      candidate.choices.push_back({parts, time, countPartialBytes(dims, parts)});
  }
  return candidate;
}

/// Takes steps to more parts, always the one that gains most per byte, until no other
/// fits into `bytes` of partial sums. Of equal steps the function's first is taken.
static void choose(MutableArrayRef<Candidate> candidates, int64_t bytes) {
  while (true) {
    Candidate *best = nullptr;
    Choice next;
    double most = 0;
    for (Candidate &candidate : candidates)
      for (const Choice &choice : candidate.choices)
        if (double worth = getWorth(candidate, choice);
            worth > most && choice.bytes - candidate.current.bytes <= bytes)
          best = &candidate, next = choice, most = worth;
    if (!best)
      return;
    bytes -= next.bytes - best->current.bytes;
    best->current = next;
  }
}

void SelectSplitPass::annotate(linalg::LinalgOp op, int64_t number) {
  op->setAttr(kernel::kSplitAttrName, OpBuilder(op).getI64IntegerAttr(number));
  ++numSelected;
}

void SelectSplitPass::visit(func::FuncOp func, const Target &target) {
  SmallVector<Candidate> candidates;
  int64_t spent = 0; // by those that are annotated already
  for (auto op : func.getBody().front().getOps<linalg::LinalgOp>()) {
    if (!fitsMatrixContraction(op, /*isGroup=*/false))
      continue;
    if (auto number = op->getAttrOfType<IntegerAttr>(kernel::kSplitAttrName))
      spent += countPartialBytes(ContractionDims::get(op), number.getInt());
    else if (hasMatrixVectorTile(op, target))
      continue; // its work groups share the sum already
    else if (parts && canSplit(op, parts))
      annotate(op, parts);
    else if (parts)
      continue;
    else if (Candidate candidate = consider(op, target); !candidate.choices.empty())
      candidates.push_back(candidate);
  }
  if (candidates.empty())
    return;
  int64_t allowed = std::max(NetworkMemory(func).getTrafficBytes() / 100 * target.splitTrafficPercent, kFreeBytes);
  choose(candidates, allowed - spent);
  for (Candidate &candidate : candidates) {
    if (candidate.current.parts == 1) {
      remark::missed(candidate.op.getLoc(), getRemark())
          << candidate.describe(candidate.choices.front()) + ": the network's traffic would grow by more than " +
                 std::to_string(target.splitTrafficPercent) + " % (split_traffic_percent of the target)";
      continue;
    }
    annotate(candidate.op, candidate.current.parts);
    remark::passed(candidate.op.getLoc(), getRemark()) << candidate.describe(candidate.current);
  }
}

void SelectSplitPass::runOnOperation() {
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  if (target->matrixTiles.empty() || target->matrixGflops == 0)
    return;
  if (parts < 0 || parts == 1) {
    getOperation().emitError("select-split: 'parts' must be 0 or at least 2");
    return signalPassFailure();
  }
  for (auto func : getOperation().getOps<func::FuncOp>())
    if (!func.isExternal() && func.getBody().hasOneBlock())
      visit(func, *target);
}

} // namespace mlir::burin
