//===- GroupFormer.cpp - Which ops become one kernel ----------------------===//
//
// Groups are formed backwards from the values that must exist in memory: the
// function's results first, then whatever finished groups read. An op that no
// group demands in memory exists only inside the groups that inlined it, so
// cheap data movement may be cloned into several. O(#ops) up to those clones.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/GroupFormer.h"

#include "passes/Fusion/Epilogue.h"

#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::burin;

namespace {
/// What may be inlined in front of an op.
enum class Prologue {
  kAddress,  ///< views, pads, slices, permutations, upsampling: any number of reads is free
  kMovement, ///< also concatenation: a choice of addresses per run of elements
  kCheap,    ///< also single-use arithmetic without transcendentals (read a few times)
  kAny,      ///< any single-use element-wise op (read once)
};

class GroupFormer {
public:
  GroupFormer(func::FuncOp func, bool epilogues, bool prologues)
      : func(func), epilogues(epilogues), prologues(prologues) {}
  /// Forms all groups of the function; in order of their tails.
  SmallVector<GroupOps> run();

private:
  void demand(Value value);
  GroupOps grow(Operation *tail);
  void addSpine(GroupOps &group, Operation *op);
  void addRootInputs(GroupOps &group, Operation *root);
  void addOperands(GroupOps &group, Operation *op, Prologue prologue, Value except);
  bool absorb(GroupOps &group, Value value, Prologue prologue);
  /// `isShared`: through a view that several ops read.
  bool canAbsorb(Value value, Prologue prologue, bool isShared = false);
  void explainRefusal(GroupOps &group, Value value, Prologue prologue);
  void take(GroupOps &group, Operation *op, Prologue prologue);
  bool joinProducer(Operation *sums, MutableArrayRef<GroupOps> groups);
  bool keepInput(GroupOps &group, ArrayRef<GroupOps> groups);

  func::FuncOp func;
  bool epilogues, prologues;
  SetVector<Operation *> tails;
};
} // namespace

//===--- Classification -----------------------------------------------------===//

/// Yields one of its inputs as it is.
static bool isPermutation(Operation *op) {
  if (!isElementwise(op))
    return false;
  auto generic = cast<linalg::GenericOp>(op);
  return llvm::hasSingleElement(*generic.getBody()) && generic.getNumDpsInputs() == 1;
}

static bool isMovement(Operation *op) {
  return isa_and_present<tensor::PadOp, tensor::ExtractSliceOp>(op) || isPermutation(op);
}

bool mlir::burin::isLiteral(Operation *op) {
  if (isa_and_present<tensor::EmptyOp, linalg::FillOp>(op))
    return true;
  DenseElementsAttr dense;
  return op && matchPattern(op, m_Constant(&dense)) && dense.isSplat();
}

/// Sums of blocks of its first operand, which the kernel that makes that may write as well.
static bool isSums(Operation *op) { return isa<fused::BlockSumsOp, fused::RowSumsOp>(op); }

static bool hasTranscendental(Operation *op) {
  bool found = false;
  op->walk([&](Operation *inner) {
    found |= isa<math::MathDialect>(inner->getDialect()) && !isa<math::FmaOp, math::AbsFOp>(inner);
    found |= isa<tensor::ExtractOp>(inner);
  });
  return found;
}

/// A permutation of an attention's result that keeps runs: stores put them anywhere, but whatever
/// reads them would have to find its rows in pieces.
static bool mergesHeads(Operation *op) {
  if (!isPermutation(op))
    return false;
  auto generic = cast<linalg::GenericOp>(op);
  AffineMap map = generic.getMatchingIndexingMap(generic.getDpsInputOperand(0));
  bool keepsRuns = map.isPermutation() && map.getResults().back() == getAffineDimExpr(map.getNumDims() - 1, map.getContext());
  return keepsRuns && isa_and_present<fused::AttentionOp>(findEpilogueRoot(op->getResult(0)));
}

//===--- Growing ------------------------------------------------------------===//

/// `value` must exist in memory: its producer becomes the tail of a group.
void GroupFormer::demand(Value value) {
  Operation *op = skipViews(value).getDefiningOp();
  if (op && !isa<plan::ConstantOp>(op))
    tails.insert(op);
}

bool GroupFormer::canAbsorb(Value value, Prologue prologue, bool isShared) {
  Operation *op = value.getDefiningOp();
  if (!op || isa<plan::ConstantOp>(op) || fused::isRootOp(op))
    return false;
  if (isLiteral(op))
    return true;
  if (isView(op))
    return canAbsorb(op->getOperand(0), prologue, isShared || !hasSingleUser(value));
  if (isa<tensor::ConcatOp>(op))
    return prologues && prologue != Prologue::kAddress;
  if (epilogues && mergesHeads(op))
    return false;
  // Padding has no kernel that would gain by being separate.
  if (isMovement(op) && (prologues || isa<tensor::PadOp>(op)))
    return true;
  if (!prologues)
    return false;
  // A few numbers per row, for which nothing is worth a kernel.
  if (isa<fused::RowMomentsOp>(op))
    return prologue == Prologue::kAny;
  if (isShared || !hasSingleUser(value))
    return false;
  if (op->hasAttr(fused::kInlineAttrName))
    return isElementwise(op);
  if (prologue == Prologue::kAddress || prologue == Prologue::kMovement)
    return false;
  if (!isElementwise(op) || (prologue == Prologue::kCheap && hasTranscendental(op)))
    return false;
  return !epilogues || !isBetterAsEpilogue(value);
}

void mlir::burin::addReason(GroupOps &group, StringRef kind, Operation *op, const Twine &text) {
  StringRef node;
  op->getLoc()->walk([&](Location inner) {
    auto name = dyn_cast<NameLoc>(inner);
    node = name ? name.getName().getValue() : node;
    return name ? WalkResult::interrupt() : WalkResult::advance();
  });
  std::string at = node.empty() ? "" : " (" + node.str() + ")";
  group.reasons.push_back((kind + ": " + text).str() + at);
}

/// A remark on an op that could have joined `group` and did not.
void GroupFormer::explainRefusal(GroupOps &group, Value value, Prologue prologue) {
  Operation *op = skipViews(value).getDefiningOp();
  if (!op || !group.root || !(isElementwise(op) || isa<tensor::ConcatOp>(op)))
    return;
  StringRef why = "its kernel reads each element many times";
  if (!prologues)
    why = "prologues are disabled";
  else if (isBetterAsEpilogue(op->getResult(0)))
    why = "it is the epilogue of its own operand";
  else if (!hasSingleUser(value))
    why = "other ops read it as well";
  else if (prologue == Prologue::kCheap && hasTranscendental(op))
    why = "its transcendental functions would be computed more than once";
  std::string text = ("not in the kernel of " + group.root->getName().getStringRef() + ": " + why +
                      "; would save " + Twine(2 * getTensorBytes(value)) + " bytes")
                         .str();
  remark::missed(op->getLoc(), remark::RemarkOpts::name("prologue").category("fusion")) << text;
  addReason(group, "missed", op, text);
}

void GroupFormer::take(GroupOps &group, Operation *op, Prologue prologue) {
  if (!group.ops.insert(op))
    return;
  addOperands(group, op, prologue, {});
}

bool GroupFormer::absorb(GroupOps &group, Value value, Prologue prologue) {
  if (!canAbsorb(value, prologue))
    return false;
  take(group, value.getDefiningOp(), prologue);
  return true;
}

/// Operands of `op` and tensors that its body reads: inlined or inputs.
void GroupFormer::addOperands(GroupOps &group, Operation *op, Prologue prologue, Value except) {
  SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  for (Value value : values) {
    if (value == except)
      continue;
    Operation *def = value.getDefiningOp();
    if (!isa<RankedTensorType>(value.getType())) { // scalar constants
      if (def)
        group.ops.insert(def);
      continue;
    }
    if (group.ops.contains(def) || absorb(group, value, prologue))
      continue;
    if (group.inputs.insert(value))
      explainRefusal(group, value, prologue);
    demand(value);
  }
}

/// The op whose result the kernel of `root` is to compute and to write; null: none.
static Operation *findKept(Operation *root) {
  if (!isa<fused::GroupNormOp>(root) || !root->hasAttr(fused::kKeepsInputAttrName))
    return nullptr;
  Operation *op = skipViews(root->getOperand(0)).getDefiningOp();
  return isElementwise(op) ? op : nullptr;
}

void GroupFormer::addRootInputs(GroupOps &group, Operation *root) {
  group.root = root;
  group.ops.insert(root);
  bool readsOften = !isa<linalg::SoftmaxOp, fused::GroupNormOp, fused::LayerNormOp,
                          fused::SoftmaxStatisticsOp, fused::RowStatisticsOp, fused::GroupStatisticsOp,
                          fused::BlockSumsOp, fused::RowSumsOp>(root);
  if (auto generic = dyn_cast<linalg::GenericOp>(root); generic && !linalg::isaContractionOpInterface(generic))
    readsOften = false;
  if (Operation *kept = prologues ? findKept(root) : nullptr) {
    group.kept = kept;
    for (Value view = root->getOperand(0); view.getDefiningOp() != kept; view = view.getDefiningOp()->getOperand(0))
      group.ops.insert(view.getDefiningOp());
    take(group, kept, Prologue::kCheap);
  }
  Prologue often = isa<fused::AttentionOp>(root) ? Prologue::kAddress : Prologue::kMovement;
  addOperands(group, root, readsOften ? often : Prologue::kCheap, {});
}

/// The tensor that a root reads for each element of its result: its first operand,
/// before padding.
static Value getActivation(Operation *root) {
  Value input = root->getOperand(0);
  while (isView(input.getDefiningOp()) || input.getDefiningOp<tensor::PadOp>())
    input = input.getDefiningOp()->getOperand(0);
  return input;
}

/// The operand of `op` whose root computes `op` as its epilogue; null: none has one.
/// Where two roots meet, one of them is stored and read as a residual. The root
/// that starts first (a skip convolution) is the better one to store when its result
/// is no larger than what it reads: that may then be overwritten while the longer
/// branch runs. Otherwise it waits for the longer branch.
static Value selectSpine(linalg::GenericOp op) {
  Value first, other;
  auto startsBefore = [](Value a, Value b) {
    Operation *from = getActivation(findEpilogueRoot(a)).getDefiningOp();
    Operation *to = getActivation(findEpilogueRoot(b)).getDefiningOp();
    return to && (!from || from->isBeforeInBlock(to));
  };
  for (Value input : op.getDpsInputs()) {
    if (!isEpilogueUse(op, input) || !findEpilogueRoot(input) || input == first)
      continue;
    if (!first || startsBefore(input, first)) {
      other = first;
      first = input;
    } else if (!other) {
      other = input;
    }
  }
  if (!other)
    return first;
  bool isSmall = getTensorBytes(first) <= getTensorBytes(getActivation(findEpilogueRoot(first)));
  return isSmall ? other : first;
}

/// `op` is on the way from the root to the tail: follows one operand towards a
/// root if there is one, inlines the others.
void GroupFormer::addSpine(GroupOps &group, Operation *op) {
  if (fused::isRootOp(op))
    return addRootInputs(group, op);
  group.ops.insert(op);
  Value spine;
  if (isView(op)) {
    spine = op->getOperand(0);
  } else if (epilogues && isElementwise(op)) {
    spine = selectSpine(cast<linalg::GenericOp>(op));
  }
  if (spine) {
    if (!isView(op))
      group.spine.push_back(spine);
    addSpine(group, spine.getDefiningOp());
  }
  addOperands(group, op, Prologue::kAny, spine);
}

GroupOps GroupFormer::grow(Operation *tail) {
  GroupOps group;
  group.tail = tail;
  addSpine(group, tail);
  return group;
}

/// True when the root of `group` makes the rows and channels of its result in the order that `sums` needs.
static bool canSum(const GroupOps &group, Operation *sums) {
  if (!group.root)
    return false;
  ArrayRef<int64_t> shape = cast<RankedTensorType>(sums->getResult(0).getType()).getShape();
  if (isa<fused::RowSumsOp>(sums) ? !fused::canSumRows(group.root) : !fused::canSumBlocks(group.root, shape[0], shape[1]))
    return false;
  for (Operation *op = group.tail; op != group.root;) {
    Value from = op->getOperand(0);
    if (!isView(op)) {
      auto onSpine = [&](Value operand) { return llvm::is_contained(group.spine, operand); };
      auto it = llvm::find_if(op->getOperands(), onSpine);
      if (it == op->getOperands().end())
        return false;
      from = *it;
    }
    if (!fused::keepsRowsAndChannels(op, from))
      return false;
    op = from.getDefiningOp();
  }
  return true;
}

/// Makes `sums` a second result of the group whose result it sums; false: none can.
bool GroupFormer::joinProducer(Operation *sums, MutableArrayRef<GroupOps> groups) {
  SmallVector<Operation *> views;
  Value source = sums->getOperand(0);
  for (; isView(source.getDefiningOp()); source = source.getDefiningOp()->getOperand(0)) {
    views.push_back(source.getDefiningOp());
    if (!fused::keepsRowsAndChannels(views.back(), views.back()->getOperand(0)))
      return false;
  }
  for (GroupOps &group : groups) {
    if (!source.getDefiningOp() || group.tail != source.getDefiningOp())
      continue;
    if (!epilogues || group.getSecond() || !isLiteral(sums->getOperand(1).getDefiningOp()) || !canSum(group, sums))
      return false;
    group.sums = sums;
    group.ops.insert_range(views);
    group.ops.insert(sums->getOperand(1).getDefiningOp());
    group.ops.insert(sums);
    StringRef kind = isa<fused::RowSumsOp>(sums) ? "row" : "block";
    std::string text = (kind + " sums joined the group of " + group.root->getName().getStringRef() + ": saves " +
                        Twine(getTensorBytes(source)) + " bytes")
                           .str();
    remark::passed(sums->getLoc(), remark::RemarkOpts::name("epilogue").category("fusion")) << text;
    addReason(group, "epilogue", sums, text);
    return true;
  }
  return false;
}

/// Whether what `group` keeps can be its second result: others want it, and all of them come later.
/// Else each of them computes it.
bool GroupFormer::keepInput(GroupOps &group, ArrayRef<GroupOps> groups) {
  if (!tails.contains(group.kept))
    return false;
  for (const GroupOps &other : groups) {
    auto isKept = [&](Value input) { return skipViews(input).getDefiningOp() == group.kept; };
    if (llvm::any_of(other.inputs, isKept) && !group.tail->isBeforeInBlock(other.tail))
      return false;
  }
  return true;
}

SmallVector<GroupOps> GroupFormer::run() {
  for (Value value : func.getBody().front().getTerminator()->getOperands())
    demand(value);
  SmallVector<GroupOps> groups;
  for (unsigned i = 0; i < tails.size(); ++i) // grows while we walk
    groups.push_back(grow(tails[i]));
  // What a norm keeps is no group of its own, nor are sums of what another group makes.
  SmallPtrSet<Operation *, 8> joined;
  for (GroupOps &group : groups) {
    if (!group.kept)
      continue;
    if (keepInput(group, groups))
      joined.insert(group.kept);
    else
      group.kept = nullptr;
  }
  llvm::erase_if(groups, [&](const GroupOps &group) { return joined.contains(group.tail); });
  for (GroupOps &group : groups)
    if (isSums(group.tail) && joinProducer(group.tail, groups))
      joined.insert(group.tail);
  llvm::erase_if(groups, [&](const GroupOps &group) { return joined.contains(group.tail); });
  llvm::sort(groups, [](const GroupOps &a, const GroupOps &b) {
    return a.tail->isBeforeInBlock(b.tail);
  });
  return groups;
}

SmallVector<GroupOps> mlir::burin::formGroups(func::FuncOp func, bool epilogues, bool prologues) {
  return GroupFormer(func, epilogues, prologues).run();
}
