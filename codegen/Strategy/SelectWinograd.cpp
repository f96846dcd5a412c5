//===- SelectWinograd.cpp - Choose which convolutions use Winograd --------===//
//
// Fewer multiplications against more bytes and two more launches: the roofline
// model weighs them per convolution. Two limits keep the price down. Memory: the
// transformed tensors must fit beside what is alive, below the peak that the
// network has anyway, or below what the user grants. Traffic: the bytes that the
// network moves, weights included, may grow by some percent, unless a CPU's caches
// hold them; what saves most time per byte comes first.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/Strategy/NetworkMemory.h"
#include "codegen/Strategy/WinogradShape.h"
#include "dialects/Kernel/KernelDialect.h"

#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTWINOGRADPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

/// Least gain that is taken: transforms stay further below the roofline than matmuls
/// (1.5 to 3 times on PoCL), which the model does not know. Where tiles of matrix units
/// predict the contractions, it does: on an H200 transforms took what their bytes say, and direct
/// convolutions a tenth more than their tiles say.
constexpr double kLeastGain = 0.25, kLeastGainOfTiles = 0.1;

namespace {
struct SelectWinogradPass final : impl::SelectWinogradPassBase<SelectWinogradPass> {
  using SelectWinogradPassBase::SelectWinogradPassBase;
  void runOnOperation() override;

private:
  struct Candidate;
  void visit(func::FuncOp func, const Target &target);
  std::optional<Candidate> consider(linalg::Conv2DNhwcHwcfOp conv, const NetworkMemory &memory, const Target &target);
  bool fits(Candidate candidate, const NetworkMemory &memory, const Target &target) const;
  void annotate(const Candidate &candidate);
  bool isAuto() const { return method == "auto" || method == "precise"; }
};

/// One convolution with the better tile.
struct SelectWinogradPass::Candidate {
  linalg::Conv2DNhwcHwcfOp conv;
  WinogradShape shape;
  int64_t tile = 0;
  double direct = 0, nanoseconds = 0; ///< predicted: of the convolution, of Winograd

  int64_t getScratchBytes() const { return shape.countInputBytes(tile) + shape.countProductBytes(tile); }
  /// Transformed weights are 16 or 36 for 9.
  int64_t getWeightGrowth() const {
    int64_t planes = (tile + 2) * (tile + 2);
    return shape.countWeightBytes(tile) / planes * (planes - 9);
  }
  /// Scratch is written once and read once.
  int64_t getTrafficBytes() const { return 2 * getScratchBytes() + getWeightGrowth(); }
  std::string describe() const;
};
} // namespace

std::string SelectWinogradPass::Candidate::describe() const {
  return llvm::formatv("{0} x {1} x {2}, {3} to {4} channels: F({5}x{5}, 3x3) is predicted to take {6:f1} us, the "
                       "convolution {7:f1} us; scratch {8:f1} MiB, {9:f1} MB more traffic, of which weights {10:f1} MB",
                       shape.images, shape.height, shape.width, shape.inChannels, shape.outChannels, tile,
                       nanoseconds / 1e3, direct / 1e3, getScratchBytes() / 1048576.0, getTrafficBytes() / 1e6,
                       getWeightGrowth() / 1e6);
}

static remark::RemarkOpts getRemark() { return remark::RemarkOpts::name("winograd").category("strategy"); }

/// Whether the three kernels' tensors fit below the peak of the network, or the
/// scratch below what the user grants.
bool SelectWinogradPass::fits(Candidate candidate, const NetworkMemory &memory, const Target &target) const {
  if (!candidate.shape.isIndexable(candidate.tile))
    return false;
  if (scratchMiB >= 0)
    return candidate.getScratchBytes() <= scratchMiB << 20;
  if (!isAuto())
    return true;
  if (candidate.getScratchBytes() <= target.winogradScratchBytes)
    return true;
  NetworkMemory::Around around = memory.getAround(candidate.conv);
  int64_t transformed = candidate.shape.countInputBytes(candidate.tile);
  int64_t products = candidate.shape.countProductBytes(candidate.tile);
  int64_t most = std::max({around.input + transformed, transformed + products, products + around.result});
  return around.others + most <= memory.getAllowedBytes();
}

std::optional<SelectWinogradPass::Candidate>
SelectWinogradPass::consider(linalg::Conv2DNhwcHwcfOp conv, const NetworkMemory &memory, const Target &target) {
  std::string why;
  std::optional<WinogradShape> shape = WinogradShape::get(conv, why);
  if (!shape) {
    remark::missed(conv.getLoc(), getRemark()) << "no Winograd: " + why;
    return std::nullopt;
  }
  std::optional<Candidate> best;
  for (int64_t tile : {2, 4}) {
    bool isRough = tile == 4 && shape->elementBytes < 4; // five times the rounding error of the convolution
    if ((method == "f2" && tile == 4) || (method == "f4" && tile == 2) || (method == "precise" && isRough))
      continue;
    Candidate candidate{conv, *shape, tile, shape->predictDirect(target), shape->predictWinograd(tile, target)};
    double leastGain = shape->usesMatrixTiles(target) ? kLeastGainOfTiles : kLeastGain;
    std::string reason;
    if (!fits(candidate, memory, target))
      reason = "its scratch does not fit";
    else if (isAuto() && candidate.nanoseconds > (1 - leastGain) * candidate.direct)
      reason = "it saves no time";
    if (!reason.empty())
      remark::missed(conv.getLoc(), getRemark()) << candidate.describe() + ": " + reason;
    else if (!best || candidate.nanoseconds < best->nanoseconds)
      best = candidate;
  }
  return best;
}

void SelectWinogradPass::annotate(const Candidate &candidate) {
  auto config = kernel::ConfigAttr::get(&getContext(), kernel::kWinograd, {1, 1, 1}, {candidate.tile}, 1);
  linalg::Conv2DNhwcHwcfOp conv = candidate.conv;
  conv->setAttr(kernel::kWinogradAttrName, config);
  remark::passed(conv.getLoc(), getRemark()) << candidate.describe();
  ++numSelected;
}

void SelectWinogradPass::visit(func::FuncOp func, const Target &target) {
  SmallVector<linalg::Conv2DNhwcHwcfOp> convolutions;
  for (auto conv : func.getBody().front().getOps<linalg::Conv2DNhwcHwcfOp>())
    if (!conv->hasAttr(kernel::kWinogradAttrName))
      convolutions.push_back(conv);
  if (convolutions.empty())
    return;
  NetworkMemory memory(func);
  remark::analysis(func.getLoc(), getRemark())
      << llvm::formatv("{0}: estimated peak of live memory {1:f1} MiB, {2:f1} MB of traffic", func.getName(),
                       memory.getPeakBytes() / 1048576.0, memory.getTrafficBytes() / 1e6)
             .str();
  SmallVector<Candidate> candidates;
  for (linalg::Conv2DNhwcHwcfOp conv : convolutions)
    if (std::optional<Candidate> candidate = consider(conv, memory, target))
      candidates.push_back(*candidate);
  bool isCached = target.isCpu && memory.getPeakBytes() <= NetworkMemory::kFreeBytes;
  int64_t percent = trafficPercent >= 0 || isCached ? trafficPercent : target.winogradTrafficPercent;
  if (!isAuto() || percent < 0) {
    llvm::for_each(candidates, [&](const Candidate &candidate) { annotate(candidate); });
    return;
  }
  auto getWorth = [](const Candidate &candidate) {
    return (candidate.direct - candidate.nanoseconds) / static_cast<double>(candidate.getTrafficBytes());
  };
  // Candidates of one worth stay in the order of the function.
  llvm::sort(candidates, [&](const Candidate &a, const Candidate &b) {
    double worthA = getWorth(a), worthB = getWorth(b);
    linalg::Conv2DNhwcHwcfOp convA = a.conv;
    return worthA != worthB ? worthA > worthB : convA->isBeforeInBlock(b.conv);
  });
  int64_t left = memory.getTrafficBytes() / 100 * percent;
  for (Candidate &candidate : candidates) {
    if (candidate.getTrafficBytes() > left) {
      remark::missed(candidate.conv.getLoc(), getRemark())
          << candidate.describe() + ": the network's traffic would grow by more than " + std::to_string(percent) + " %";
      continue;
    }
    left -= candidate.getTrafficBytes();
    annotate(candidate);
  }
}

void SelectWinogradPass::runOnOperation() {
  if (!llvm::is_contained({"auto", "precise", "off", "f2", "f4"}, method)) {
    getOperation().emitError("select-winograd: method must be auto, precise, off, f2 or f4, got '") << method << "'";
    return signalPassFailure();
  }
  SmallVector<func::FuncOp> functions;
  for (auto func : getOperation().getOps<func::FuncOp>())
    if (!func.isExternal() && func.getBody().hasOneBlock() &&
        !func.getBody().front().getOps<linalg::Conv2DNhwcHwcfOp>().empty())
      functions.push_back(func);
  if (method == "off" || functions.empty())
    return;
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  for (func::FuncOp func : functions)
    visit(func, *target);
}

} // namespace mlir::burin
