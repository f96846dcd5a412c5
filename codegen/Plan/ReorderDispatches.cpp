//===- ReorderDispatches.cpp - Which order needs the least memory ---------===//
//
// A local search: one dispatch at a time moves to the place between its producers
// and its consumers where the peak of the live bytes, and behind it the sum of
// their squares, is lowest. Networks are nearly chains, so most dispatches have
// nowhere to go and a few rounds suffice; what does move is a skip convolution
// that reads a tensor before a norm overwrites it, or a projection of a small
// input that need not exist before it is read.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/Plan/Liveness.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"

namespace mlir::burin {
#define GEN_PASS_DEF_REORDERDISPATCHESPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct ReorderDispatchesPass final : impl::ReorderDispatchesPassBase<ReorderDispatchesPass> {
  using ReorderDispatchesPassBase::ReorderDispatchesPassBase;
  void runOnOperation() override;
};

/// How far from its place a dispatch is tried, beside the ends of its range:
/// bounds the time on networks of thousands of dispatches.
constexpr int64_t kReach = 32;
constexpr int kMaxRounds = 4;

/// A dispatch as the search sees it. It writes the tensor of its own number.
struct Node {
  plan::DispatchOp op;
  SmallVector<unsigned> inputs;   ///< nodes whose results it reads, each once
  SmallVector<unsigned> overlays; ///< inputs that its result may overwrite
  SmallVector<unsigned> users;
  int64_t bytes = 0; ///< of its first result in the arena
  int64_t more = 0;  ///< of others: taken to live as long
};

/// Lower is better: the peak decides.
struct Cost {
  int64_t peak = 0;
  double squares = 0; ///< over time, of live bytes
  bool operator<(const Cost &other) const {
    return peak != other.peak ? peak < other.peak : squares < other.squares;
  }
};

class Scheduler {
public:
  Scheduler(func::FuncOp func, bool inPlace) : func(func), inPlace(inPlace) {}
  LogicalResult build();
  /// Returns how many dispatches moved; `before` and `after` are the peaks.
  unsigned run(int64_t &before, int64_t &after);
  void apply();

private:
  Cost evaluate();
  bool improve(unsigned node, Cost &best);
  void moveTo(int64_t from, int64_t to);

  func::FuncOp func;
  bool inPlace;
  SmallVector<Node> nodes;
  SmallVector<unsigned> order;    ///< node at each position
  SmallVector<int64_t> position;  ///< of each node
  SmallVector<int64_t> lastRead;  ///< scratch of evaluate()
  SmallVector<bool> overwritten;  ///< scratch of evaluate()
};
} // namespace

LogicalResult Scheduler::build() {
  SymbolTable symbols(func->getParentOfType<ModuleOp>());
  FailureOr<SmallVector<LiveTensor>> tensors = computeLiveTensors(func, /*alignment=*/1, /*inPlace=*/false);
  if (failed(tensors))
    return failure();
  DenseMap<Operation *, int64_t> bytes;
  DenseMap<Operation *, int64_t> more;
  for (const LiveTensor &tensor : *tensors) {
    OpResult result = tensor.results.front();
    (result.getResultNumber() ? more : bytes)[result.getOwner()] += tensor.bytes;
  }
  DenseMap<Operation *, unsigned> numbers;
  func.walk([&](plan::DispatchOp op) {
    unsigned number = nodes.size();
    numbers[op] = number;
    Node node;
    node.op = op;
    node.bytes = bytes.lookup(op);
    node.more = more.lookup(op);
    SmallVector<unsigned> perInput; // ~0u: no first result of a dispatch
    for (Value input : op.getInputs()) {
      Operation *producer = getViewSource(input).getDefiningOp();
      auto found = numbers.find(producer);
      bool isFirst = found != numbers.end() && getViewSource(input) == producer->getResult(0);
      perInput.push_back(isFirst ? found->second : ~0u);
      if (found != numbers.end() && !llvm::is_contained(node.inputs, found->second)) {
        node.inputs.push_back(found->second);
        nodes[found->second].users.push_back(number);
      }
    }
    for (int64_t input : inPlace ? getOverlayCandidates(op, symbols) : SmallVector<int64_t>())
      if (unsigned other = perInput[input]; other != ~0u && llvm::count(perInput, other) == 1)
        node.overlays.push_back(other);
    nodes.push_back(std::move(node));
  });
  for (unsigned i = 0; i < nodes.size(); ++i) {
    order.push_back(i);
    position.push_back(i);
  }
  lastRead.resize(nodes.size());
  overwritten.resize(nodes.size());
  return success();
}

/// Walks the current order as LivenessBuilder would.
Cost Scheduler::evaluate() {
  for (auto [i, node] : llvm::enumerate(nodes)) {
    lastRead[i] = position[i];
    overwritten[i] = false;
    for (unsigned user : node.users)
      lastRead[i] = std::max(lastRead[i], position[user]);
  }
  Cost cost;
  int64_t live = 0;
  for (auto [at, number] : llvm::enumerate(order)) {
    const Node &node = nodes[number];
    bool isOverlay = false;
    for (unsigned other : node.overlays)
      if (!isOverlay && node.bytes && nodes[other].bytes == node.bytes &&
          lastRead[other] == static_cast<int64_t>(at))
        isOverlay = overwritten[other] = true;
    live += node.more + (isOverlay ? 0 : node.bytes);
    cost.peak = std::max(cost.peak, live);
    cost.squares += static_cast<double>(live) * static_cast<double>(live);
    for (unsigned input : node.inputs)
      if (lastRead[input] == static_cast<int64_t>(at))
        live -= nodes[input].more + (overwritten[input] ? 0 : nodes[input].bytes);
    if (lastRead[number] == static_cast<int64_t>(at))
      live -= node.bytes + node.more; // nobody reads it
  }
  return cost;
}

void Scheduler::moveTo(int64_t from, int64_t to) {
  unsigned node = order[from];
  order.erase(order.begin() + from);
  order.insert(order.begin() + to, node);
  for (int64_t at = std::min(from, to); at <= std::max(from, to); ++at)
    position[order[at]] = at;
}

/// Moves one node to its best place; false: it is there.
bool Scheduler::improve(unsigned node, Cost &best) {
  int64_t first = 0, last = static_cast<int64_t>(nodes.size()) - 1, home = position[node];
  for (unsigned input : nodes[node].inputs)
    first = std::max(first, position[input] + 1);
  for (unsigned user : nodes[node].users)
    last = std::min(last, position[user] - 1);
  int64_t bestAt = home;
  for (int64_t at = first; at <= last; ++at) {
    if (at == home || (at != first && at != last && std::abs(at - home) > kReach))
      continue;
    int64_t now = position[node];
    moveTo(now, at);
    if (Cost cost = evaluate(); cost < best) {
      best = cost;
      bestAt = at;
    }
  }
  moveTo(position[node], bestAt);
  return bestAt != home;
}

unsigned Scheduler::run(int64_t &before, int64_t &after) {
  Cost best = evaluate();
  before = best.peak;
  for (int round = 0; round < kMaxRounds; ++round) {
    bool changed = false;
    for (unsigned node = 0; node < nodes.size(); ++node)
      changed |= improve(node, best);
    if (!changed)
      break;
  }
  after = best.peak;
  return llvm::count_if(llvm::seq<unsigned>(1, order.size()),
                        [&](unsigned at) { return order[at] < order[at - 1]; });
}

/// Puts the dispatches in order, each followed by the views of its results.
void Scheduler::apply() {
  Operation *terminator = func.getBody().front().getTerminator();
  auto moveViews = [&](auto &self, Operation *op) -> void {
    for (Operation *user : SmallVector<Operation *>(op->getUsers()))
      if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(user)) {
        user->moveBefore(terminator);
        self(self, user);
      }
  };
  for (unsigned number : order) {
    nodes[number].op->moveBefore(terminator);
    moveViews(moveViews, nodes[number].op);
  }
}

void ReorderDispatchesPass::runOnOperation() {
  func::FuncOp func = getOperation();
  if (func.isExternal())
    return;
  Scheduler scheduler(func, inPlace);
  if (failed(scheduler.build()))
    return signalPassFailure();
  int64_t before = 0, after = 0;
  unsigned moved = scheduler.run(before, after);
  if (!moved)
    return;
  numMoved += moved;
  scheduler.apply();
  std::string text = (Twine(moved) + " dispatch(es) moved: " + Twine(before - after) +
                      " bytes less live at the peak of " + Twine(before))
                         .str();
  remark::passed(func.getLoc(), remark::RemarkOpts::name("reorder").category("memory")) << text;
}

} // namespace mlir::burin
