//===- PlaceTensors.cpp - Offsets in the arena ----------------------------===//
//
// Greedy by size (Pisarchyk and Lee, "Efficient Memory Management for Deep
// Neural Net Inference", 2020): tensors in some order, each at the lowest offset
// that is free during its whole life. The result depends on the order only, so
// when the paper's order misses the liveness bound, a hill climb over orders
// (random transpositions from a fixed seed) goes on from the best of several.
//
//===----------------------------------------------------------------------===//
#include "codegen/Plan/Liveness.h"

#include <random>

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
using Order = SmallVector<LiveTensor *>;

/// Transpositions that the hill climb tries; a UNet's 300 tensors take 1 ms each.
constexpr int kMaxAttempts = 1500;
} // namespace

/// The lowest offset at which `tensor` meets no placed tensor in time and space.
static int64_t findOffset(const LiveTensor &tensor, ArrayRef<LiveTensor *> placed) {
  int64_t offset = 0;
  for (const LiveTensor *other : placed) { // sorted by offset
    if (!tensor.overlapsInTime(*other))
      continue;
    if (offset + tensor.bytes <= other->offset)
      break;
    offset = std::max(offset, other->offset + other->bytes);
  }
  return offset;
}

static int64_t placeInOrder(ArrayRef<LiveTensor *> order) {
  Order placed;
  int64_t arena = 0;
  for (LiveTensor *tensor : order) {
    tensor->offset = findOffset(*tensor, placed);
    arena = std::max(arena, tensor->offset + tensor->bytes);
    auto at = llvm::upper_bound(placed, tensor, [](LiveTensor *a, LiveTensor *b) {
      return a->offset < b->offset;
    });
    placed.insert(at, tensor);
  }
  return arena;
}

static Order sortedBy(MutableArrayRef<LiveTensor> tensors,
                      llvm::function_ref<int64_t(const LiveTensor &)> key) {
  Order order;
  for (LiveTensor &tensor : tensors)
    order.push_back(&tensor);
  // Tensors of one key stay in the order of their array.
  llvm::sort(order, [&](LiveTensor *a, LiveTensor *b) {
    return std::make_pair(key(*b), a) < std::make_pair(key(*a), b);
  });
  return order;
}

int64_t mlir::burin::codegen::placeTensors(MutableArrayRef<LiveTensor> tensors) {
  const int64_t bound = computeLivenessBound(tensors);
  Order best = sortedBy(tensors, [](const LiveTensor &t) { return t.bytes; });
  int64_t arena = placeInOrder(best);
  for (Order order : {sortedBy(tensors, [](const LiveTensor &t) { return t.last - t.first; }),
                      sortedBy(tensors, [](const LiveTensor &t) { return t.bytes * (t.last - t.first + 1); }),
                      sortedBy(tensors, [](const LiveTensor &t) { return -t.first; })})
    if (int64_t size = arena > bound ? placeInOrder(order) : arena; size < arena) {
      arena = size;
      best = order;
    }
  std::mt19937 random(1); // the standard fixes its sequence: plans are reproducible
  for (int attempt = 0; attempt < kMaxAttempts && arena > bound; ++attempt) {
    Order order = best;
    std::swap(order[random() % order.size()], order[random() % order.size()]);
    if (int64_t size = placeInOrder(order); size <= arena) {
      arena = size;
      best = order;
    }
  }
  return placeInOrder(best);
}
