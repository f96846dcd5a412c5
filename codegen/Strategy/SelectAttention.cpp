//===- SelectAttention.cpp - Choose how attention is computed -------------===//
//
// The candidates' kernels are costed with the roofline model: bytes of scores and
// probabilities that go through memory against arithmetic that matrix units
// cannot take. Long sequences leave no choice: a tensor of Nq x Nk scores is
// never allocated for 1024 queries or more, unless the user asks for it.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/CostModel.h"
#include "codegen/Passes.h"
#include "codegen/Strategy/FlashTile.h"

#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_SELECTATTENTIONPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct SelectAttentionPass final : impl::SelectAttentionPassBase<SelectAttentionPass> {
  using SelectAttentionPassBase::SelectAttentionPassBase;
  void runOnOperation() override;
  kernel::ConfigAttr select(fused::AttentionOp op, const Target &target);
};

/// One way to compute an op.
struct Candidate {
  kernel::ConfigAttr config;
  double nanoseconds = 0;
  int64_t bytes = 0; ///< moved in all kernels
};
} // namespace

static Candidate sumKernels(kernel::ConfigAttr config, ArrayRef<KernelWork> kernels,
                            const Target &target) {
  Candidate candidate{config};
  for (const KernelWork &work : kernels) {
    candidate.nanoseconds += predictNanoseconds(target, work);
    candidate.bytes += work.bytes;
  }
  return candidate;
}

static kernel::ConfigAttr makeConfig(fused::AttentionOp op, StringRef schedule, int64_t queries) {
  return kernel::ConfigAttr::get(op.getContext(), schedule, {1, 1, 1}, {queries}, 1);
}

static Candidate costFlash(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  kernel::ConfigAttr config = selectFlashTile(op, target, /*isGroup=*/false);
  KernelWork work{shape.countBytes(), shape.countFlops(), config && usesMatrixUnits(config)};
  // Scores are computed once for each part of the result.
  if (work.usesMatrixUnits)
    work.flops += (countValueParts(config) - 1) * 2 * shape.countScores() * shape.size;
  return sumKernels(config, work, target);
}

/// The kernels of one block of queries, for each of `blocks`, and one more that puts
/// the blocks together.
static Candidate sumBlocks(kernel::ConfigAttr config, ArrayRef<KernelWork> block, int64_t blocks,
                           const AttentionShape &shape, const Target &target) {
  SmallVector<KernelWork> kernels;
  for (int64_t i = 0; i < blocks; ++i)
    kernels.append(block.begin(), block.end());
  if (blocks > 1)
    kernels.push_back({shape.countBytes(), 0, false});
  return sumKernels(config, kernels, target);
}

/// `queries` at a time: query, key and scores in f32; scores and probabilities;
/// probabilities, value and result.
static Candidate costPlain(fused::AttentionOp op, const Target &target, int64_t queries) {
  AttentionShape shape = AttentionShape::get(op);
  int64_t blocks = llvm::divideCeil(shape.queries, queries);
  int64_t scores = shape.countScores() / blocks, operands = shape.countBytes() / blocks;
  int64_t probabilities = scores * shape.elementBytes;
  KernelWork block[] = {{operands / 2 + 4 * scores, 2 * scores * shape.size, true},
                        {4 * scores + probabilities, 5 * scores, false},
                        {probabilities + operands / 2, 2 * scores * shape.valueSize, true}};
  return sumBlocks(makeConfig(op, kernel::kPlainAttention, queries), block, blocks, shape, target);
}

/// Queries whose scores exist at a time, in at most `bytes` where 64 of them fit.
static int64_t getQueryBlock(const AttentionShape &shape, int64_t bytes) {
  if (shape.queries < kLongSequence)
    return shape.queries;
  int64_t block = kLongSequence / 2;
  while (block > 64 && shape.batch * shape.heads * block * shape.keys * 4 > bytes)
    block /= 2;
  return block;
}

/// As plain, but probabilities never exist.
static Candidate costPartial(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  int64_t block = getQueryBlock(shape, int64_t(256) << 20), blocks = llvm::divideCeil(shape.queries, block);
  int64_t scores = shape.countScores() / blocks, operands = shape.countBytes() / blocks;
  // The exponential is repeated for each column tile of the result.
  int64_t repeats = std::max<int64_t>(shape.valueSize / 16, 1);
  KernelWork kernels[] = {{operands / 2 + 4 * scores, 2 * scores * shape.size, true},
                          {4 * scores, 3 * scores, false},
                          {4 * scores + operands / 2, scores * (2 * shape.valueSize + 4 * repeats), false}};
  return sumBlocks(makeConfig(op, kernel::kPartialAttention, block), kernels, blocks, shape, target);
}

static std::string describe(kernel::ConfigAttr config) {
  std::string text = config.getSchedule().str() + " [";
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(config.getTile(), stream);
  stream << "]";
  return text;
}

static void explain(fused::AttentionOp op, const Candidate &chosen, const Candidate &plain,
                    StringRef why) {
  AttentionShape shape = AttentionShape::get(op);
  std::string size = std::to_string(shape.queries) + " x " + std::to_string(shape.keys) + ", d " +
                     std::to_string(shape.size);
  remark::passed(op.getLoc(), remark::RemarkOpts::name("attention").category("strategy"))
      << size + ": " + describe(chosen.config) + ", " + why.str() + "; " +
             std::to_string(plain.bytes - chosen.bytes) + " bytes fewer than three kernels";
}

kernel::ConfigAttr SelectAttentionPass::select(fused::AttentionOp op, const Target &target) {
  AttentionShape shape = AttentionShape::get(op);
  Candidate flash = costFlash(op, target), partial = costPartial(op, target);
  Candidate plain = costPlain(op, target, shape.queries);
  // The same three kernels, without ever holding all scores of a long sequence.
  Candidate blocks = costPlain(op, target, getQueryBlock(shape, int64_t(16) << 20));
  auto missed = [&](StringRef why) {
    remark::missed(op.getLoc(), remark::RemarkOpts::name("attention").category("strategy")) << why.str();
  };
  auto choose = [&](const Candidate &candidate, StringRef why) {
    explain(op, candidate, plain, why);
    return candidate.config;
  };
  if (!flash.config)
    missed("no flash tile fits the local memory and registers of target " + target.name);
  if (method == "plain")
    return choose(plain, "as asked");
  if (method == "partial")
    return choose(partial, "as asked");
  if (flash.config && method == "flash")
    return choose(flash, "as asked");
  if (shape.queries >= kLongSequence && target.matrixUnit == "mma.sync" &&
      blocks.nanoseconds < partial.nanoseconds &&
      (!flash.config || blocks.nanoseconds < flash.nanoseconds))
    return choose(blocks, "matrix units take the products of blocks of queries");
  if (flash.config && shape.queries >= kLongSequence)
    return choose(flash, "scores of a long sequence would not fit memory");
  if (flash.config && flash.nanoseconds <= std::min(partial.nanoseconds, plain.nanoseconds))
    return choose(flash, "predicted fastest");
  if (shape.queries >= kLongSequence || partial.nanoseconds <= plain.nanoseconds)
    return choose(partial, flash.config ? "predicted fastest" : "without a flash tile");
  return choose(plain, "predicted fastest");
}

void SelectAttentionPass::runOnOperation() {
  if (!llvm::is_contained({"auto", "flash", "partial", "plain"}, method)) {
    getOperation().emitError("select-attention: method must be auto, flash, partial or plain, got '")
        << method << "'";
    return signalPassFailure();
  }
  SmallVector<fused::AttentionOp> ops;
  getOperation().walk([&](fused::AttentionOp op) {
    if (!op->hasAttr(kernel::kAttentionAttrName))
      ops.push_back(op);
  });
  if (ops.empty())
    return;
  FailureOr<Target> target = Target::get(getOperation());
  if (failed(target))
    return signalPassFailure();
  for (fused::AttentionOp op : ops) {
    op->setAttr(kernel::kAttentionAttrName, select(op, *target));
    ++numSelected;
  }
}

} // namespace mlir::burin
