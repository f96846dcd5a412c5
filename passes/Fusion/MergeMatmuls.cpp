//===- MergeMatmuls.cpp - Matmuls that read one activation become one -----===//
//
// What is merged is a matmul or convolution together with its epilogue, as far as
// that reads constants only: the result is then stored once, rounded, with its
// bias added, and what read one of the results reads a slice.
//
//===----------------------------------------------------------------------===//
#include "passes/Fusion/ConcatConstants.h"
#include "passes/Fusion/Epilogue.h"
#include "passes/Fusion/Passes.h"

#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/EquivalenceClasses.h"

namespace mlir::burin {
#define GEN_PASS_DEF_MERGEMATMULSPASS
#include "passes/Fusion/Passes.h.inc"

namespace {
struct MergeMatmulsPass final : impl::MergeMatmulsPassBase<MergeMatmulsPass> {
  using MergeMatmulsPassBase::MergeMatmulsPassBase;
  void runOnOperation() override;
};

/// A matmul with constant weights and the element-wise ops behind it.
struct Member {
  linalg::LinalgOp root;
  SmallVector<Operation *> epilogue; ///< in order; the last is no view
  unsigned position = 0;             ///< among the root ops of the block

  Value getInput() { return root->getOperand(0); }
  Value getWeight() { return root->getOperand(1); }
  Value getResult() { return epilogue.empty() ? root->getResult(0) : epilogue.back()->getResult(0); }
  int64_t getColumns() { return cast<RankedTensorType>(getResult().getType()).getShape().back(); }
};

/// How an operand of an epilogue takes part in merging.
enum class OperandRole { kResult, kColumns, kShared, kOther };
} // namespace

/// Vector accesses have up to 16 elements: slices that start between them would
/// be read element by element.
constexpr int64_t kColumnAlignment = 16;

//===--- Members ------------------------------------------------------------===//

static bool isZeroInit(Value init) {
  if (auto fill = init.getDefiningOp<linalg::FillOp>())
    return matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
  return false;
}

static RankedTensorType withColumns(Type type, int64_t columns) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getShape());
  shape.back() = columns;
  return tensor.clone(shape);
}

/// A view that keeps the last dimension by itself.
static bool keepsColumns(Operation *op) {
  if (!isView(op))
    return false;
  auto reassociation = isa<tensor::ExpandShapeOp>(op)
                           ? cast<tensor::ExpandShapeOp>(op).getReassociationIndices()
                           : cast<tensor::CollapseShapeOp>(op).getReassociationIndices();
  return !reassociation.empty() && reassociation.back().size() == 1;
}

static OperandRole getRole(linalg::GenericOp op, OpOperand &operand, Value result) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  unsigned last = op.getNumLoops() - 1;
  AffineExpr column = getAffineDimExpr(last, op.getContext());
  if (operand.get() == result)
    return map.isIdentity() ? OperandRole::kResult : OperandRole::kOther;
  if (!map.isFunctionOfDim(last))
    return OperandRole::kShared;
  bool byColumn = map.getResults().back() == column &&
                  llvm::none_of(map.getResults().drop_back(),
                                [&](AffineExpr expr) { return expr.isFunctionOfDim(last); });
  return byColumn && isConcatenable(operand.get()) ? OperandRole::kColumns : OperandRole::kOther;
}

/// An op that can be computed on several results side by side.
static bool isColumnwise(Operation *user, Value result) {
  auto op = dyn_cast<linalg::GenericOp>(user);
  if (!op || !isElementwise(op) || op.getNumLoops() == 0)
    return false;
  for (OpOperand *operand : op.getDpsInputOperands())
    if (getRole(op, *operand, result) == OperandRole::kOther)
      return false;
  bool readsPlace = !op.getBody()->getOps<linalg::IndexOp>().empty() ||
                    !op.getBody()->getOps<tensor::ExtractOp>().empty();
  return !readsPlace && op.getMatchingBlockArgument(op.getDpsInitOperand(0)).use_empty();
}

/// Whether `value` goes on into an op that would be its epilogue, were it not merged.
static bool hasMoreEpilogue(Value value) {
  while (hasSingleUser(value) && isView(*value.user_begin()))
    value = (*value.user_begin())->getResult(0);
  if (!hasSingleUser(value))
    return false;
  auto user = dyn_cast<linalg::GenericOp>(*value.user_begin());
  return user && isElementwise(user) && !llvm::hasSingleElement(*user.getBody()) &&
         isBijectiveUse(user, value);
}

static std::optional<Member> getMember(Operation *op) {
  if (!isa<linalg::MatmulOp, linalg::Conv2DNhwcHwcfOp>(op) || !isZeroInit(op->getOperand(2)) ||
      !op->getOperand(1).getDefiningOp<plan::ConstantOp>())
    return std::nullopt;
  Member member;
  member.root = cast<linalg::LinalgOp>(op);
  if (auto matmul = dyn_cast<linalg::MatmulOp>(op); matmul && matmul.hasUserDefinedMaps())
    return std::nullopt;
  Value value = op->getResult(0);
  while (hasSingleUser(value)) {
    Operation *user = *value.user_begin();
    if (!keepsColumns(user) && !isColumnwise(user, value))
      break;
    member.epilogue.push_back(user);
    value = user->getResult(0);
  }
  while (!member.epilogue.empty() && isView(member.epilogue.back()))
    member.epilogue.pop_back();
  return member;
}

//===--- Equality -----------------------------------------------------------===//

static bool equalButColumns(Type a, Type b) {
  return withColumns(a, 1) == withColumns(b, 1);
}

static bool equalEpilogueOps(Operation *a, Operation *b, Value resultA, Value resultB) {
  if (a->getName() != b->getName() ||
      !equalButColumns(a->getResult(0).getType(), b->getResult(0).getType()))
    return false;
  auto first = dyn_cast<linalg::GenericOp>(a), second = dyn_cast<linalg::GenericOp>(b);
  if (!first)
    return cast<RankedTensorType>(a->getOperand(0).getType()).getRank() ==
           cast<RankedTensorType>(b->getOperand(0).getType()).getRank();
  if (first.getIndexingMapsArray() != second.getIndexingMapsArray() ||
      first->getNumOperands() != second->getNumOperands() ||
      !OperationEquivalence::isRegionEquivalentTo(&first.getRegion(), &second.getRegion(),
                                                  OperationEquivalence::IgnoreLocations))
    return false;
  for (auto [x, y] : llvm::zip_equal(first.getDpsInputOperands(), second.getDpsInputOperands())) {
    OperandRole role = getRole(first, *x, resultA);
    if (role != getRole(second, *y, resultB) ||
        (role == OperandRole::kShared && x->get() != y->get()) ||
        (role == OperandRole::kColumns && !equalButColumns(x->get().getType(), y->get().getType())))
      return false;
  }
  return true;
}

/// Whether one op can compute both.
static bool areAlike(Member &a, Member &b) {
  if (a.root->getName() != b.root->getName() || a.getInput() != b.getInput() ||
      a.root->getDiscardableAttrDictionary() != b.root->getDiscardableAttrDictionary() ||
      a.root->getPropertiesAsAttribute() != b.root->getPropertiesAsAttribute() ||
      !equalButColumns(a.getWeight().getType(), b.getWeight().getType()) ||
      a.epilogue.size() != b.epilogue.size())
    return false;
  Value x = a.root->getResult(0), y = b.root->getResult(0);
  for (auto [first, second] : llvm::zip_equal(a.epilogue, b.epilogue)) {
    if (!equalEpilogueOps(first, second, x, y))
      return false;
    x = first->getResult(0), y = second->getResult(0);
  }
  return true;
}

//===--- Choice -------------------------------------------------------------===//

/// The ops that read `value`, behind movement.
static void collectReaders(Value value, SmallPtrSetImpl<Operation *> &readers) {
  for (Operation *user : value.getUsers()) {
    auto generic = dyn_cast<linalg::GenericOp>(user);
    bool moves = isView(user) || isa<tensor::ExtractSliceOp>(user) ||
                 (generic && isElementwise(user) && llvm::hasSingleElement(*generic.getBody()));
    if (moves)
      collectReaders(user->getResult(0), readers);
    else if (!user->hasTrait<OpTrait::IsTerminator>())
      readers.insert(user);
  }
}

/// Splits alike members where merging would keep memory longer than it is
/// needed: a large result is merged with those that the same op reads, or that
/// are computed one right after the other anyway.
static SmallVector<SmallVector<Member>> splitByLifetime(MutableArrayRef<Member> alike, int64_t smallBytes) {
  int64_t bytes = 0;
  for (Member &member : alike)
    bytes += getTensorBytes(member.getResult());
  if (bytes <= smallBytes)
    return {SmallVector<Member>(alike)};
  llvm::EquivalenceClasses<unsigned> classes;
  DenseMap<Operation *, unsigned> readerOf;
  for (unsigned i = 0; i < alike.size(); ++i) {
    classes.insert(i);
    if (i > 0 && alike[i].position == alike[i - 1].position + 1)
      classes.unionSets(i, i - 1);
    SmallPtrSet<Operation *, 4> readers;
    collectReaders(alike[i].getResult(), readers);
    for (Operation *reader : readers)
      if (auto [it, inserted] = readerOf.try_emplace(reader, i); !inserted)
        classes.unionSets(i, it->second);
  }
  SmallVector<SmallVector<Member>> result;
  DenseMap<unsigned, unsigned> numbers;
  for (unsigned i = 0; i < alike.size(); ++i) {
    auto [it, inserted] = numbers.try_emplace(classes.getLeaderValue(i), result.size());
    if (inserted)
      result.emplace_back();
    result[it->second].push_back(alike[i]);
  }
  return result;
}

//===--- Merging ------------------------------------------------------------===//

namespace {
class Merger {
public:
  explicit Merger(ArrayRef<Member> members)
      : members(members), builder(this->members.front().root), loc(getLocation()) {}
  /// False, with the reason, when there is no constant to merge into.
  bool run(StringRef &reason);

private:
  Location getLocation();
  bool joinConstants(StringRef &reason);
  Value cloneRoot();
  Value cloneEpilogue(unsigned index, Value result);

  SmallVector<Member> members;
  OpBuilder builder;
  Location loc;
  int64_t columns = 0;
  Value weight;
  /// By epilogue op and operand: the constant of all columns.
  SmallVector<SmallVector<Value>> operands;
};
} // namespace

Location Merger::getLocation() {
  SmallVector<Location> locations;
  for (Member &member : members)
    locations.push_back(member.root.getLoc());
  return FusedLoc::get(locations, {}, builder.getContext());
}

bool Merger::joinConstants(StringRef &reason) {
  SmallVector<Value> values;
  for (Member &member : members)
    values.push_back(member.getWeight());
  weight = concatConstants(builder, loc, values, reason);
  if (!weight)
    return false;
  Value result = members.front().root->getResult(0);
  for (auto [index, op] : llvm::enumerate(members.front().epilogue)) {
    SmallVector<Value> &joined = operands.emplace_back();
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      for (OpOperand *operand : generic.getDpsInputOperands()) {
        Value &value = joined.emplace_back();
        OperandRole role = getRole(generic, *operand, result);
        if (role == OperandRole::kShared)
          value = operand->get();
        if (role != OperandRole::kColumns)
          continue;
        values.clear();
        for (Member &member : members)
          values.push_back(member.epilogue[index]->getOperand(operand->getOperandNumber()));
        value = concatConstants(builder, loc, values, reason);
        if (!value)
          return false;
      }
    result = op->getResult(0);
  }
  return true;
}

Value Merger::cloneRoot() {
  linalg::LinalgOp first = members.front().root;
  RankedTensorType type = withColumns(first->getResult(0).getType(), columns);
  auto fill = first->getOperand(2).getDefiningOp<linalg::FillOp>();
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
  // The zero may be defined behind the place of merging.
  Value scalar = builder.clone(*fill.getInputs()[0].getDefiningOp())->getResult(0);
  Value zero = linalg::FillOp::create(builder, loc, ValueRange{scalar}, ValueRange{empty}).getResult(0);
  Operation *root = clone(builder, first, TypeRange{type}, {members.front().getInput(), weight, zero});
  return root->getResult(0);
}

Value Merger::cloneEpilogue(unsigned index, Value result) {
  Operation *first = members.front().epilogue[index];
  RankedTensorType type = withColumns(first->getResult(0).getType(), columns);
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(first))
    return tensor::ExpandShapeOp::create(builder, loc, type, result, expand.getReassociationIndices());
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(first))
    return tensor::CollapseShapeOp::create(builder, loc, type, result, collapse.getReassociationIndices());
  SmallVector<Value> inputs;
  for (Value value : operands[index])
    inputs.push_back(value ? value : result);
  inputs.push_back(tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType()));
  return clone(builder, first, TypeRange{type}, inputs)->getResult(0);
}

bool Merger::run(StringRef &reason) {
  for (Member &member : members)
    columns += member.getColumns();
  if (!joinConstants(reason))
    return false;
  Value result = cloneRoot();
  for (unsigned i = 0; i < operands.size(); ++i)
    result = cloneEpilogue(i, result);
  int64_t offset = 0;
  for (Member &member : members) {
    Value old = member.getResult();
    auto type = cast<RankedTensorType>(old.getType());
    SmallVector<OpFoldResult> offsets(type.getRank(), builder.getIndexAttr(0)), sizes,
        strides(type.getRank(), builder.getIndexAttr(1));
    for (int64_t extent : type.getShape())
      sizes.push_back(builder.getIndexAttr(extent));
    offsets.back() = builder.getIndexAttr(offset);
    old.replaceAllUsesWith(tensor::ExtractSliceOp::create(builder, old.getLoc(), type, result, offsets,
                                                          sizes, strides));
    offset += type.getShape().back();
  }
  for (Member &member : members) {
    for (Operation *op : llvm::reverse(member.epilogue))
      op->erase();
    member.root->erase();
  }
  return true;
}

/// What an epilogue shares must be there where the first member is: constants
/// move, of anything else nothing is known.
static bool makeAvailable(Member &first) {
  Value result = first.root->getResult(0);
  for (Operation *op : first.epilogue) {
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      for (OpOperand *operand : generic.getDpsInputOperands()) {
        Operation *def = operand->get().getDefiningOp();
        if (getRole(generic, *operand, result) != OperandRole::kShared || !def ||
            def->isBeforeInBlock(first.root))
          continue;
        if (!isConcatenable(operand->get()))
          return false;
        def->moveBefore(first.root);
      }
    result = op->getResult(0);
  }
  return true;
}

//===--- The pass -----------------------------------------------------------===//

static remark::RemarkOpts named() { return remark::RemarkOpts::name("merge-matmuls").category("fusion"); }

/// Members that could be merged but for `reason`.
static void explainMiss(ArrayRef<Member> members, StringRef reason) {
  Operation *first = Member(members.front()).root;
  remark::missed(first->getLoc(), named())
      << (Twine(members.size()) + " ops read the same activation and stay apart: " + reason).str();
}

/// Returns how many ops became part of another.
static unsigned merge(ArrayRef<Member> members) {
  Member first = members.front();
  Location loc = first.root.getLoc();
  int64_t saved = static_cast<int64_t>(members.size() - 1) * getTensorBytes(first.getInput());
  StringRef reason;
  if (!makeAvailable(first))
    reason = "the first is computed before what its epilogue reads";
  if (!reason.empty() || !Merger(members).run(reason)) {
    explainMiss(members, reason);
    return 0;
  }
  remark::passed(loc, named()) << (Twine(members.size()) +
                                   " ops that read the same activation became one: saves " +
                                   Twine(members.size() - 1) + " kernel(s) and " + Twine(saved) +
                                   " bytes")
                                      .str();
  return members.size();
}

static SmallVector<SmallVector<Member>> collect(func::FuncOp func) {
  SmallVector<SmallVector<Member>> families;
  DenseMap<Value, SmallVector<unsigned>> byInput;
  unsigned position = 0;
  for (Operation &op : func.getBody().front()) {
    if (fused::isRootOp(&op))
      ++position;
    std::optional<Member> member = getMember(&op);
    if (!member)
      continue;
    member->position = position;
    auto &candidates = byInput[member->getInput()];
    auto found = llvm::find_if(candidates, [&](unsigned i) { return areAlike(families[i].front(), *member); });
    if (found != candidates.end()) {
      families[*found].push_back(*member);
      continue;
    }
    candidates.push_back(families.size());
    families.push_back({*member});
  }
  return families;
}

void MergeMatmulsPass::runOnOperation() {
  func::FuncOp func = getOperation();
  if (func.isExternal() || !func.getBody().hasOneBlock())
    return;
  for (SmallVector<Member> &family : collect(func)) {
    if (family.size() < 2)
      continue;
    // One odd width would shift all that follow it.
    auto rest = llvm::partition(family, [](Member &member) {
      return member.getColumns() % kColumnAlignment == 0 && !hasMoreEpilogue(member.getResult());
    });
    size_t left = family.end() - rest;
    if (family.size() - left < 2)
      explainMiss(family, "slices would not start at a vector, or an epilogue reads other activations");
    MutableArrayRef<Member> fitting = MutableArrayRef(family).drop_back(left);
    llvm::sort(fitting, [](const Member &a, const Member &b) { return a.position < b.position; });
    for (SmallVector<Member> &members : splitByLifetime(fitting, smallBytes))
      if (members.size() > 1)
        numMerged += merge(members);
  }
}

} // namespace mlir::burin
