//===- ContribNorms.cpp - Norms with a skip, a bias or an activation ------===//
#include "ContribOps.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

using Results = SmallVector<Value>;

constexpr int64_t kToFirst[] = {0, 3, 1, 2}, kToLast[] = {0, 2, 3, 1};

/// GroupNorm of `x`, with the attributes of the node.
Value groupNorm(ContribNode &node, Value x, bool isChannelsLast) {
  double epsilon = node.takeFloat("epsilon", 1e-5);
  int64_t groups = node.takeRequiredInt("groups");
  int64_t activation = node.takeRequiredInt("activation");
  if (activation != 0 && activation != 1)
    return node.fail("activation " + Twine(activation) +
                     " is unknown; 0 (none) and 1 (SiLU) are supported");
  Value first = isChannelsLast ? node.transpose(x, kToFirst) : x;
  if (node.isFailed())
    return {};
  Value y = node.op(
      "GroupNormalization",
      {first, node.castLike(node.input(1), x), node.castLike(node.input(2), x)},
      {node.attribute("epsilon", epsilon), node.attribute("num_groups", groups)});
  if (activation == 1 && y)
    y = node.op("Swish", {y}, {node.attribute("alpha", 1.0)});
  return isChannelsLast && y ? node.transpose(y, kToLast) : y;
}

Results buildGroupNorm(ContribNode &node) {
  bool isChannelsLast = node.takeInt("channels_last", 1) != 0;
  return {groupNorm(node, node.input(0), isChannelsLast)};
}

/// S = X + skip + bias and GroupNorm(S). The skip is [N, H, W, C], or one value
/// per image and channel: [N, 1, 1, C] or [N, C].
Results buildSkipGroupNorm(ContribNode &node) {
  bool isChannelsLast = node.takeInt("channels_last", 1) != 0;
  Value x = node.input(0), skip = node.input(3);
  RankedTensorType type = node.typeOf(skip);
  if (!type)
    return {};
  SmallVector<int64_t> axes =
      isChannelsLast ? SmallVector<int64_t>{1, 2} : SmallVector<int64_t>{2, 3};
  if (type.getRank() == 2)
    skip = node.op("Unsqueeze", {skip, node.integers(axes)});
  else if (!isChannelsLast && type.getRank() == 4 && type.getDimSize(1) == 1)
    return {node.fail("a skip of [N, 1, 1, C] needs channels_last")};
  Value bias = node.input(4);
  if (bias && !isChannelsLast)
    bias = node.op("Unsqueeze", {bias, node.integers({1, 2})});
  if (node.isFailed())
    return {};
  Value sum = node.op("Add", {x, node.castLike(skip, x)});
  if (bias && sum)
    sum = node.op("Add", {sum, node.castLike(bias, sum)});
  if (!sum)
    return {};
  return {groupNorm(node, sum, isChannelsLast), sum};
}

/// Outputs of a norm with a skip: mean and deviation are for training.
Results withSum(Value y, Value sum) { return {y, {}, {}, sum}; }

Results buildSkipLayerNorm(ContribNode &node) {
  double epsilon = node.takeFloat("epsilon", 1e-12);
  Value sum = node.addInput(node.addInput(node.input(0), 1), 4);
  if (node.isFailed())
    return {};
  Value bias = node.has(3) ? node.castLike(node.input(3), sum) : node.absent();
  return withSum(node.op("LayerNormalization",
                         {sum, node.castLike(node.input(2), sum), bias},
                         {node.attribute("axis", int64_t(-1)),
                          node.attribute("epsilon", epsilon)}),
                 sum);
}

Results buildSkipRMSNorm(ContribNode &node) {
  double epsilon = node.takeFloat("epsilon", 1e-12);
  Value sum = node.addInput(node.addInput(node.input(0), 1), 3);
  if (node.isFailed())
    return {};
  return withSum(node.op("RMSNormalization",
                         {sum, node.castLike(node.input(2), sum)},
                         {node.attribute("axis", int64_t(-1)),
                          node.attribute("epsilon", epsilon)}),
                 sum);
}

Results buildRMSNorm(ContribNode &node) {
  double epsilon = node.takeFloat("epsilon", 1e-5);
  int64_t axis = node.takeInt("axis", -1);
  if (node.takeInt("stash_type", 1) != 1)
    node.fail("attribute 'stash_type' must be 1, other values are unsupported");
  if (node.isFailed())
    return {};
  return {node.op("RMSNormalization",
                  {node.input(0), node.castLike(node.input(1), node.input(0))},
                  {node.attribute("axis", axis),
                   node.attribute("epsilon", epsilon)})};
}

/// Rows of the tables of words, positions and segments, added and normalized.
Results buildEmbedLayerNorm(ContribNode &node) {
  double epsilon = node.takeFloat("epsilon", 1e-12);
  if (node.takeInt("mask_index_type", 0) != 0 || node.has(7))
    return {node.fail("a mask is not supported")};
  if (node.has(1) != node.has(4))
    return {node.fail("needs both segment_ids and segment_embedding, or none")};
  if (!node.has(2) || !node.has(3) || !node.has(5) || !node.has(6))
    return {node.fail("needs word_embedding, position_embedding, gamma, beta")};
  Value sum = node.op("Gather", {node.input(2), node.input(0)});
  Value positions;
  if (node.has(8)) {
    positions = node.op("Gather", {node.input(3), node.input(8)});
  } else { // the first rows, one per word
    Value length =
        node.op("Shape", {node.input(0)},
                {node.attribute("start", int64_t(1)),
                 node.attribute("end", int64_t(2))});
    positions = node.op("Slice", {node.input(3), node.integers({0}), length,
                                  node.integers({0})});
  }
  sum = node.op("Add", {sum, positions});
  if (node.has(1))
    sum = node.op("Add", {sum, node.op("Gather", {node.input(4),
                                                  node.input(1)})});
  Value y = node.op("LayerNormalization", {sum, node.input(5), node.input(6)},
                    {node.attribute("axis", int64_t(-1)),
                     node.attribute("epsilon", epsilon)});
  return {y, {}, sum};
}

constexpr ContribOp kOps[] = {
    {"EmbedLayerNormalization", 1, 9, buildEmbedLayerNorm},
    {"GroupNorm", 3, 3, buildGroupNorm},
    {"SimplifiedLayerNormalization", 2, 2, buildRMSNorm},
    {"SkipGroupNorm", 4, 5, buildSkipGroupNorm},
    {"SkipLayerNormalization", 3, 5, buildSkipLayerNorm},
    {"SkipSimplifiedLayerNormalization", 3, 4, buildSkipRMSNorm},
};

} // namespace

ArrayRef<ContribOp> mlir::burin::getContribNorms() { return kOps; }
