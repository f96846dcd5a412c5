//===- AssignMemory.cpp - Offsets of intermediate tensors -----------------===//
#include "codegen/Passes.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ASSIGNMEMORYPASS
#include "codegen/Passes.h.inc"

namespace {
struct AssignMemoryPass final : impl::AssignMemoryPassBase<AssignMemoryPass> {
  using AssignMemoryPassBase::AssignMemoryPassBase;
  void runOnOperation() override;
};

/// A result in the arena: written at `first`, last read at `last` (positions of
/// dispatches in program order).
struct Interval {
  OpResult result;
  int64_t bytes = 0, first = 0, last = 0, offset = 0;

  bool overlapsInTime(const Interval &other) const {
    return first <= other.last && other.first <= last;
  }
};
} // namespace

/// Views alias: follows reshapes to every dispatch that reads the bytes.
static void collectReaders(Value value, const DenseMap<Operation *, int64_t> &position,
                           int64_t &last, bool &returned) {
  for (Operation *user : value.getUsers()) {
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(user))
      collectReaders(user->getResult(0), position, last, returned);
    else if (user->hasTrait<OpTrait::IsTerminator>())
      returned = true;
    else if (auto it = position.find(user); it != position.end())
      last = std::max(last, it->second);
  }
}

static int64_t computeLowerBound(ArrayRef<Interval> intervals, int64_t positions) {
  SmallVector<int64_t> change(positions + 2, 0);
  for (const Interval &interval : intervals) {
    change[interval.first] += interval.bytes;
    change[interval.last + 1] -= interval.bytes;
  }
  int64_t live = 0, bound = 0;
  for (int64_t delta : change)
    bound = std::max(bound, live += delta);
  return bound;
}

/// The lowest offset at which `interval` meets no placed interval in time and space.
static int64_t findOffset(const Interval &interval, ArrayRef<Interval *> placed) {
  int64_t offset = 0;
  for (const Interval *other : placed) { // sorted by offset
    if (!interval.overlapsInTime(*other))
      continue;
    if (offset + interval.bytes <= other->offset)
      break;
    offset = std::max(offset, other->offset + other->bytes);
  }
  return offset;
}

static int64_t placeBySize(MutableArrayRef<Interval> intervals) {
  SmallVector<Interval *> order;
  for (Interval &interval : intervals)
    order.push_back(&interval);
  llvm::stable_sort(order, [](Interval *a, Interval *b) { return a->bytes > b->bytes; });
  SmallVector<Interval *> placed;
  int64_t arena = 0;
  for (Interval *interval : order) {
    interval->offset = findOffset(*interval, placed);
    arena = std::max(arena, interval->offset + interval->bytes);
    auto at = llvm::upper_bound(placed, interval, [](Interval *a, Interval *b) {
      return a->offset < b->offset;
    });
    placed.insert(at, interval);
  }
  return arena;
}

void AssignMemoryPass::runOnOperation() {
  func::FuncOp func = getOperation();
  DenseMap<Operation *, int64_t> position;
  SmallVector<plan::DispatchOp> dispatches;
  func.walk([&](plan::DispatchOp dispatch) {
    position[dispatch] = dispatches.size();
    dispatches.push_back(dispatch);
  });
  SmallVector<Interval> intervals;
  for (plan::DispatchOp dispatch : dispatches) {
    dispatch.setOffsets(SmallVector<int64_t>(dispatch.getNumResults(), -1));
    for (OpResult result : dispatch.getResults()) {
      int64_t first = position[dispatch], last = first;
      bool returned = false;
      collectReaders(result, position, last, returned);
      FailureOr<int64_t> bytes = plan::getTensorBytes(cast<RankedTensorType>(result.getType()));
      if (failed(bytes)) {
        dispatch.emitOpError("has a result without a size: ") << result.getType();
        return signalPassFailure();
      }
      if (!returned)
        intervals.push_back({result, static_cast<int64_t>(llvm::alignTo(*bytes, alignment)), first, last});
    }
  }
  int64_t arena = placeBySize(intervals);
  numTensors += intervals.size();
  for (const Interval &interval : intervals) {
    auto dispatch = cast<plan::DispatchOp>(interval.result.getOwner());
    SmallVector<int64_t> offsets(*dispatch.getOffsets());
    offsets[interval.result.getResultNumber()] = interval.offset;
    dispatch.setOffsets(offsets);
  }
  Builder builder(&getContext());
  func->setAttr("plan.arena_bytes", builder.getI64IntegerAttr(arena));
  func->setAttr("plan.arena_lower_bound_bytes",
                builder.getI64IntegerAttr(computeLowerBound(intervals, dispatches.size())));
}

} // namespace mlir::burin
