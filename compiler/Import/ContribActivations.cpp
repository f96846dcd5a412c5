//===- ContribActivations.cpp - Gelu and sums with it ---------------------===//
#include "ContribOps.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

using Results = SmallVector<Value>;

Value gelu(ContribNode &node, Value x, StringRef approximate) {
  return node.op("Gelu", {x}, {node.attribute("approximate", approximate)});
}

Results buildGelu(ContribNode &node) {
  return {gelu(node, node.input(0), "none")};
}

Results buildBiasGelu(ContribNode &node) {
  return {gelu(node, node.addInput(node.input(0), 1), "none")};
}

Results buildFastGelu(ContribNode &node) {
  return {gelu(node, node.addInput(node.input(0), 1), "tanh")};
}

/// x * sigmoid(alpha * x); alpha is 1.702 when it is not given.
Results buildQuickGelu(ContribNode &node) {
  double alpha = node.takeFloat("alpha", 1.702);
  return {
      node.op("Swish", {node.input(0)}, {node.attribute("alpha", alpha)})};
}

/// X + bias + skip
Results buildBiasAdd(ContribNode &node) {
  return {node.addInput(node.addInput(node.input(0), 1), 2)};
}

/// GEGLU: the left half of X + bias times Gelu of the right half.
Results buildBiasSplitGelu(ContribNode &node) {
  Value sum = node.addInput(node.input(0), 1);
  RankedTensorType type = node.typeOf(sum);
  if (!type)
    return {};
  int64_t rank = type.getRank();
  if (rank == 0 || type.isDynamicDim(rank - 1) ||
      type.getDimSize(rank - 1) % 2 != 0) {
    node.fail("needs a last dimension of known, even size");
    return {};
  }
  int64_t half = type.getDimSize(rank - 1) / 2;
  SmallVector<Value> parts = node.split(sum, rank - 1, {half, half});
  if (parts.empty())
    return {};
  return {node.op("Mul", {parts[0], gelu(node, parts[1], "none")})};
}

constexpr ContribOp kOps[] = {
    {"BiasAdd", 3, 3, buildBiasAdd},
    {"BiasGelu", 2, 2, buildBiasGelu},
    {"BiasSplitGelu", 2, 2, buildBiasSplitGelu},
    {"FastGelu", 1, 2, buildFastGelu},
    {"Gelu", 1, 1, buildGelu},
    {"QuickGelu", 1, 1, buildQuickGelu},
};

} // namespace

ArrayRef<ContribOp> mlir::burin::getContribActivations() { return kOps; }
