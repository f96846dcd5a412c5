//===- SelectAttention.cpp - Choose how attention is computed -------------===//
//
// The candidates' kernels are costed with the roofline model: bytes of scores and
// probabilities that go through memory against arithmetic that matrix units
// cannot take, or take more than once. Scores of long sequences may grow without
// bound: from 1024 queries on they exist for blocks of queries only, as large as the
// target grants and as fit below the peak that the network has anyway, unless the
// user asks for all of them.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/FlashTile.h"
#include "codegen/Strategy/MatrixTile.h"
#include "codegen/Strategy/NetworkMemory.h"

#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTATTENTIONPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

/// Of the rate of matrix units, what flash attention reaches: the exponentials go between
/// its products. Measured on the H100: 0.26 to 0.33 where it has many keys.
constexpr double kFlashShare = 0.3;
/// Queries of a block, at least, and what its size is a multiple of.
constexpr int64_t kLeastBlock = 64;

namespace {
/// One way to compute an op.
struct Candidate {
  kernel::ConfigAttr config;
  double nanoseconds = 0;
  int64_t bytes = 0; ///< moved in all kernels

  void add(const KernelWork &work, const Target &target, double leastNanoseconds = 0) {
    nanoseconds += std::max(predictNanoseconds(target, work), leastNanoseconds);
    bytes += work.bytes;
  }
};

struct SelectAttentionPass final : impl::SelectAttentionPassBase<SelectAttentionPass> {
  using SelectAttentionPassBase::SelectAttentionPassBase;
  void runOnOperation() override;

private:
  void visit(func::FuncOp func, const Target &target);
  kernel::ConfigAttr select(fused::AttentionOp op, const Target &target, const NetworkMemory &memory);
};
} // namespace

static kernel::ConfigAttr makeConfig(fused::AttentionOp op, StringRef schedule, int64_t queries) {
  return kernel::ConfigAttr::get(op.getContext(), schedule, {1, 1, 1}, {queries}, 1);
}

static Candidate costFlash(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  Candidate candidate{selectFlashTile(op, target, /*isGroup=*/false)};
  KernelWork work{shape.countBytes(), shape.countFlops(), candidate.config && usesMatrixUnits(candidate.config)};
  // Scores are computed once for each part of the result.
  if (work.usesMatrixUnits) {
    work.flops += (countValueParts(candidate.config) - 1) * 2 * shape.countScores() * shape.size;
    work.flops = static_cast<int64_t>(static_cast<double>(work.flops) / kFlashShare);
  }
  candidate.add(work, target);
  return candidate;
}

/// Whether matrix units take both products: halves that are copied in runs of 8.
static bool fitsMatrixUnits(fused::AttentionOp op, const Target &target) {
  constexpr int64_t kRun = 8;
  AttentionShape shape = AttentionShape::get(op);
  auto isCopied = [](Value value) { return isCopiedInRuns(value, kRun, /*isGroup=*/false); };
  return !target.matrixUnit.empty() && op.getQuery().getType().getElementType().isF16() && shape.size % kRun == 0 &&
         shape.valueSize % kRun == 0 && shape.keys % kRun == 0 && isCopied(op.getQuery()) &&
         isCopied(op.getKey()) && isCopied(op.getValue());
}

/// One of the products for `block` queries at a time: [block, depth] times [depth, columns].
static void addProduct(Candidate &candidate, const AttentionShape &shape, int64_t block, int64_t columns, int64_t depth,
                       int64_t bytes, bool usesMatrixUnits, const Target &target) {
  int64_t matrices = shape.batch * shape.keyHeads, rows = shape.heads / shape.keyHeads * block;
  double least = 0;
  if (usesMatrixUnits)
    least = predictBestMatrixTile(rows, columns, depth, matrices, target) + target.launchNanoseconds;
  candidate.add({bytes, 2 * matrices * rows * columns * depth, usesMatrixUnits}, target, least);
}

/// What puts blocks of queries together.
static void addConcat(Candidate &candidate, int64_t blocks, const AttentionShape &shape, const Target &target) {
  if (blocks > 1)
    candidate.add({shape.countBytes(), 0, false}, target);
}

/// `block` queries at a time: query, key and scores in f32; scores and probabilities;
/// probabilities, value and result.
static Candidate costPlain(fused::AttentionOp op, const Target &target, int64_t block) {
  AttentionShape shape = AttentionShape::get(op);
  Candidate candidate{makeConfig(op, kernel::kPlainAttention, block)};
  bool usesMatrixUnits = fitsMatrixUnits(op, target);
  auto blocks = static_cast<int64_t>(llvm::divideCeil(shape.queries, block));
  int64_t scores = shape.countScores() / blocks, operands = shape.countBytes() / blocks;
  int64_t probabilities = scores * shape.elementBytes;
  for (int64_t i = 0; i < blocks; ++i) {
    addProduct(candidate, shape, block, shape.keys, shape.size, operands / 2 + 4 * scores, usesMatrixUnits, target);
    candidate.add({4 * scores + probabilities, 5 * scores, false}, target);
    addProduct(candidate, shape, block, shape.valueSize, shape.keys, probabilities + operands / 2, usesMatrixUnits, target);
  }
  addConcat(candidate, blocks, shape, target);
  return candidate;
}

/// Queries whose scores exist at a time where probabilities never do.
static int64_t getPartialBlock(const AttentionShape &shape) {
  constexpr int64_t kMostBytes = int64_t(256) << 20;
  if (shape.queries < kLongSequence)
    return shape.queries;
  int64_t block = kLongSequence / 2;
  while (block > kLeastBlock && shape.batch * shape.heads * block * shape.keys * 4 > kMostBytes)
    block /= 2;
  return block;
}

/// As plain, but probabilities never exist.
static Candidate costPartial(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  int64_t block = getPartialBlock(shape);
  Candidate candidate{makeConfig(op, kernel::kPartialAttention, block)};
  auto blocks = static_cast<int64_t>(llvm::divideCeil(shape.queries, block));
  int64_t scores = shape.countScores() / blocks, operands = shape.countBytes() / blocks;
  // The exponential is repeated for each column tile of the result.
  int64_t repeats = std::max<int64_t>(shape.valueSize / 16, 1);
  for (int64_t i = 0; i < blocks; ++i) {
    addProduct(candidate, shape, block, shape.keys, shape.size, operands / 2 + 4 * scores, fitsMatrixUnits(op, target), target);
    candidate.add({4 * scores, 3 * scores, false}, target);
    candidate.add({4 * scores + operands / 2, scores * (2 * shape.valueSize + 4 * repeats), false}, target);
  }
  addConcat(candidate, blocks, shape, target);
  return candidate;
}

static std::string describe(kernel::ConfigAttr config) {
  std::string text = config.getSchedule().str() + " [";
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(config.getTile(), stream);
  stream << "]";
  return text;
}

static remark::RemarkOpts getRemark() { return remark::RemarkOpts::name("attention").category("strategy"); }

static std::string describeSize(const AttentionShape &shape) {
  return llvm::formatv("{0} x {1}, d {2}", shape.queries, shape.keys, shape.size);
}

static void explain(fused::AttentionOp op, const Candidate &chosen, StringRef why) {
  remark::passed(op.getLoc(), getRemark()) << llvm::formatv(
      "{0}: {1}, {2}; predicted {3:f1} us, {4:f1} MB", describeSize(AttentionShape::get(op)), describe(chosen.config), why,
      chosen.nanoseconds / 1e3, chosen.bytes / 1e6).str();
}

/// Plain attention on the blocks of queries that are fastest, if it takes less than `limit`
/// nanoseconds, matrix units take its products, and scores and probabilities fit.
static std::optional<Candidate> selectBlocks(fused::AttentionOp op, const Target &target, const NetworkMemory &memory,
                                             double limit) {
  AttentionShape shape = AttentionShape::get(op);
  if (!fitsMatrixUnits(op, target))
    return std::nullopt;
  NetworkMemory::Around around = memory.getAround(op);
  int64_t left = memory.getAllowedBytes() - around.input - around.result - around.others;
  std::optional<Candidate> best;
  for (int64_t parts = 1, block = shape.queries; block >= kLeastBlock; parts *= 2) {
    Candidate candidate = costPlain(op, target, block);
    int64_t scratch = shape.countPlainScratch(block);
    bool isFast = candidate.nanoseconds < (best ? best->nanoseconds : limit);
    bool fits = scratch <= std::min(left, target.attentionScratchBytes);
    if (isFast && fits)
      best = candidate;
    else if (isFast)
      remark::missed(op.getLoc(), getRemark()) << llvm::formatv(
          "{0}: not {1}, predicted {2:f1} us: its scores and probabilities need {3:f1} MiB, the target grants {4:f1} "
          "(attention_scratch_bytes), the network leaves {5:f1}",
          describeSize(shape), describe(candidate.config), candidate.nanoseconds / 1e3, scratch / 1048576.0,
          target.attentionScratchBytes / 1048576.0, std::max<int64_t>(left, 0) / 1048576.0).str();
    if (block == kLeastBlock)
      break;
    block = std::max<int64_t>(llvm::alignTo(llvm::divideCeil(shape.queries, 2 * parts), kLeastBlock), kLeastBlock);
  }
  return best;
}

kernel::ConfigAttr SelectAttentionPass::select(fused::AttentionOp op, const Target &target, const NetworkMemory &memory) {
  AttentionShape shape = AttentionShape::get(op);
  Candidate flash = costFlash(op, target), partial = costPartial(op, target);
  Candidate plain = costPlain(op, target, shape.queries);
  auto choose = [&](const Candidate &candidate, StringRef why) {
    explain(op, candidate, why);
    return candidate.config;
  };
  if (!flash.config)
    remark::missed(op.getLoc(), getRemark())
        << "no flash tile fits the local memory and registers of target " + target.name;
  if (method == "plain")
    return choose(plain, "as asked");
  if (method == "partial")
    return choose(partial, "as asked");
  if (flash.config && method == "flash")
    return choose(flash, "as asked");
  if (shape.queries >= kLongSequence) {
    const Candidate &other = flash.config ? flash : partial;
    if (auto blocks = selectBlocks(op, target, memory, other.nanoseconds))
      return choose(*blocks, "predicted fastest");
    if (!flash.config)
      return choose(partial, "without a flash tile");
    return choose(flash, fitsMatrixUnits(op, target) ? "predicted fastest" : "scores of a long sequence would not fit memory");
  }
  if (flash.config && flash.nanoseconds <= std::min(partial.nanoseconds, plain.nanoseconds))
    return choose(flash, "predicted fastest");
  if (partial.nanoseconds <= plain.nanoseconds)
    return choose(partial, flash.config ? "predicted fastest" : "without a flash tile");
  return choose(plain, "predicted fastest");
}

void SelectAttentionPass::visit(func::FuncOp func, const Target &target) {
  SmallVector<fused::AttentionOp> ops;
  func.walk([&](fused::AttentionOp op) {
    if (!op->hasAttr(kernel::kAttentionAttrName))
      ops.push_back(op);
  });
  if (ops.empty())
    return;
  NetworkMemory memory(func);
  for (fused::AttentionOp op : ops) {
    op->setAttr(kernel::kAttentionAttrName, select(op, target, memory));
    ++numSelected;
  }
}

void SelectAttentionPass::runOnOperation() {
  if (!llvm::is_contained({"auto", "flash", "partial", "plain"}, method)) {
    getOperation().emitError("select-attention: method must be auto, flash, partial or plain, got '")
        << method << "'";
    return signalPassFailure();
  }
  auto isLeft = [](fused::AttentionOp op) {
    return op->hasAttr(kernel::kAttentionAttrName) ? WalkResult::advance() : WalkResult::interrupt();
  };
  if (!getOperation().walk(isLeft).wasInterrupted())
    return;
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  for (auto func : getOperation().getOps<func::FuncOp>())
    visit(func, *target);
}

} // namespace mlir::burin
