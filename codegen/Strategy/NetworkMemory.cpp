//===- NetworkMemory.cpp - Memory of a network before it has kernels ------===//
#include "codegen/Strategy/NetworkMemory.h"

#include "dialects/Fused/View.h"
#include "dialects/Plan/PlanDialect.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// What the plan needs of the estimated peak: later phases reorder kernels and let
/// results take the place of operands (Stable Diffusion 1.5: UNet and VAE 0.75 to 0.8).
constexpr double kPeakShare = 0.75;

static int64_t getBytes(Value value) {
  FailureOr<int64_t> bytes = plan::getTensorBytes(cast<RankedTensorType>(value.getType()));
  return succeeded(bytes) ? *bytes : 0;
}

static bool isElementwise(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == generic.getNumParallelLoops();
}

/// Read through by whoever reads it.
static bool isMovement(Operation *op) {
  if (isView(op) || isa<tensor::ConcatOp, tensor::PadOp, tensor::ExtractSliceOp>(op))
    return true;
  return isElementwise(op) && llvm::hasSingleElement(*cast<linalg::GenericOp>(op).getBody());
}

/// The one element-wise op that ends every chain of movement and element-wise ops
/// from `value`; null: there are several, or others read it.
static Operation *findOnlyReader(Value value) {
  Operation *reader = nullptr;
  for (Operation *user : value.getUsers()) {
    Operation *last = nullptr;
    if (user->getNumResults() == 1)
      last = isMovement(user) || isElementwise(user) ? findOnlyReader(user->getResult(0)) : nullptr;
    if (!last && isElementwise(user) && !isMovement(user))
      last = user;
    if (!last || (reader && reader != last))
      return nullptr;
    reader = last;
  }
  return reader;
}

/// Its reader computes it, or it is a root whose kernel computes its reader.
static bool joinsReader(Value value) { return findOnlyReader(value) != nullptr; }

static bool isInlined(Operation *op) {
  return isMovement(op) || isa<tensor::EmptyOp, linalg::FillOp>(op) || op->hasTrait<OpTrait::ConstantLike>() ||
         (op->getNumResults() == 1 && joinsReader(op->getResult(0)));
}

/// Tensors in memory that an element of `value` is made from; `inlined` collects the
/// ops on the way.
SmallVector<Value> NetworkMemory::getSources(Value value, SmallVectorImpl<Operation *> &inlined) const {
  Operation *op = value.getDefiningOp();
  if (!isa<RankedTensorType>(value.getType()) || (op && isa<plan::ConstantOp>(op)))
    return {};
  if (!op || !isInlined(op))
    return {value};
  inlined.push_back(op);
  return getReads(op, inlined);
}

SmallVector<Value> NetworkMemory::getReads(Operation *op, SmallVectorImpl<Operation *> &inlined) const {
  SetVector<Value> reads;
  for (Value operand : op->getOperands())
    for (Value source : getSources(operand, inlined))
      reads.insert(source);
  return reads.takeVector();
}

void NetworkMemory::addTensor(Operation *op, int64_t position) {
  SmallVector<Operation *> inlined = {op};
  for (Value source : getReads(op, inlined)) {
    trafficBytes += getBytes(source);
    if (auto it = spans.find(source); it != spans.end())
      it->second.last = position;
  }
  for (Operation *other : inlined)
    tails[other] = op;
  for (Value result : op->getResults())
    if (isa<RankedTensorType>(result.getType())) {
      trafficBytes += getBytes(result);
      spans[result] = {getBytes(result), position, position};
    }
}

/// A result may take the memory of an operand of its size that dies with it.
int64_t NetworkMemory::getInPlaceBytes(Operation *op, int64_t position) const {
  for (Value operand : op->getOperands()) {
    while (operand.getDefiningOp() && isView(operand.getDefiningOp()))
      operand = operand.getDefiningOp()->getOperand(0);
    auto it = spans.find(operand);
    if (it != spans.end() && it->second.last == position && it->second.bytes == getBytes(op->getResult(0)))
      return it->second.bytes;
  }
  return 0;
}

int64_t NetworkMemory::getLiveBytes(int64_t position) const {
  int64_t bytes = 0;
  for (const auto &[value, span] : spans)
    if (span.first <= position && position <= span.last)
      bytes += span.bytes;
  return bytes;
}

NetworkMemory::NetworkMemory(func::FuncOp func) {
  Block &block = func.getBody().front();
  int64_t position = 0;
  SmallVector<Operation *> writers;
  for (Operation &op : block.without_terminator()) {
    if (isa<plan::ConstantOp>(op) || isInlined(&op) || op.getNumResults() == 0)
      continue;
    addTensor(&op, position++);
    writers.push_back(&op);
  }
  // Results live in the caller's memory.
  SmallVector<Operation *> inlined;
  for (Value result : getReads(block.getTerminator(), inlined))
    if (auto it = spans.find(result); it != spans.end())
      it->second.bytes = 0;
  for (auto [i, op] : llvm::enumerate(writers)) {
    auto at = static_cast<int64_t>(i);
    peakBytes = std::max(peakBytes, getLiveBytes(at) - getInPlaceBytes(op, at));
  }
}

int64_t NetworkMemory::getAllowedBytes() const {
  return std::max(static_cast<int64_t>(kPeakShare * static_cast<double>(peakBytes)), kFreeBytes);
}

NetworkMemory::Around NetworkMemory::getAround(Operation *root) const {
  Operation *tail = tails.lookup(root);
  auto it = tail ? spans.find(tail->getResult(0)) : spans.end();
  if (it == spans.end())
    return {};
  int64_t position = it->second.first;
  Around around;
  around.result = it->second.bytes;
  SmallVector<Operation *> inlined;
  for (Value source : getSources(root->getOperand(0), inlined))
    if (auto span = spans.find(source); span != spans.end() && span->second.last == position)
      around.input += span->second.bytes;
  around.others = getLiveBytes(position) - around.result - around.input;
  return around;
}
