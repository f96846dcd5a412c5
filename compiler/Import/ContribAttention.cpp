//===- ContribAttention.cpp - Attention with its projections and masks ----===//
#include "ContribOps.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;

namespace {

using Results = SmallVector<Value>;

/// What Attention and MultiHeadAttention have in common.
struct Settings {
  int64_t heads = 0;
  bool isCausal = false;
  double scale = 0;  ///< 0: 1 / sqrt(head size)
  double hidden = 0; ///< what a hidden key gets added to its score
};

Settings takeSettings(ContribNode &node) {
  Settings settings;
  settings.heads = node.takeRequiredInt("num_heads");
  settings.isCausal = node.takeInt("unidirectional", 0) != 0;
  settings.scale = node.takeFloat("scale", 0);
  settings.hidden = node.takeFloat("mask_filter_value", -10000);
  if (!node.isFailed() && settings.heads <= 0)
    node.fail("attribute 'num_heads' must be positive");
  return settings;
}

/// The static size of the last dimension of `value`; 0 and an error otherwise.
int64_t getWidth(ContribNode &node, Value value) {
  RankedTensorType type = node.typeOf(value);
  if (!type)
    return 0;
  if (type.getRank() == 0 || type.isDynamicDim(type.getRank() - 1)) {
    node.fail("needs a last dimension of known size");
    return 0;
  }
  return type.getDimSize(type.getRank() - 1);
}

/// 0 where `mask` ([B, Nk] or [B, Nq, Nk], 1 keeps a key, 0 hides it) keeps,
/// else `hidden`: [B, 1, 1 or Nq, Nk].
Value getPaddingMask(ContribNode &node, Value mask, Value like, double hidden) {
  RankedTensorType type = node.typeOf(mask);
  if (!type)
    return {};
  if (type.getRank() != 2 && type.getRank() != 3)
    return node.fail("a mask of rank " + Twine(type.getRank()) +
                     " (lengths of sequences) is not supported; [batch, keys] "
                     "and [batch, queries, keys] are");
  SmallVector<int64_t> axes{1};
  if (type.getRank() == 2)
    axes.push_back(2);
  Builder &b = node.builder.builder;
  Value keeps = node.op("Cast", {mask},
                        {b.getNamedAttr("to", TypeAttr::get(b.getI1Type()))});
  if (node.isFailed())
    return {};
  keeps = node.op("Unsqueeze", {keeps, node.integers(axes)});
  if (node.isFailed())
    return {};
  return node.op("Where", {keeps, node.scalarLike(like, 0),
                           node.scalarLike(like, hidden)});
}

/// softmax(scale Q K^T + masks) V of [B, N, heads * size] tensors; `padding`
/// and `bias` may be null.
Value attend(ContribNode &node, ArrayRef<Value> qkv, Value padding, Value bias,
             const Settings &settings) {
  if (node.isFailed() || qkv.size() != 3)
    return {};
  for (Value value : qkv)
    if (int64_t width = getWidth(node, value); width % settings.heads != 0)
      return node.fail("a width of " + Twine(width) +
                       " is not divisible into " + Twine(settings.heads) +
                       " heads");
  if (node.isFailed())
    return {};
  Value mask = bias ? node.castLike(bias, qkv[0]) : Value();
  if (padding) {
    padding = getPaddingMask(node, padding, qkv[0], settings.hidden);
    mask = mask && padding ? node.op("Add", {mask, padding}) : padding;
  }
  if (node.isFailed())
    return {};
  SmallVector<NamedAttribute> attributes{
      node.attribute("q_num_heads", settings.heads),
      node.attribute("kv_num_heads", settings.heads),
      node.attribute("is_causal", int64_t(settings.isCausal))};
  if (settings.scale != 0)
    attributes.push_back(node.attribute("scale", settings.scale));
  return node.op("Attention",
                 {qkv[0], qkv[1], qkv[2], mask ? mask : node.absent()},
                 attributes);
}

/// Q, K and V from one projection of the input. `weights` is [C, Nq+Nk+Nv].
Results buildAttention(ContribNode &node) {
  Settings settings = takeSettings(node);
  SmallVector<int64_t> sizes = node.takeIntegers("qkv_hidden_sizes");
  if (node.takeInt("do_rotary", 0) != 0 ||
      node.takeInt("past_present_share_buffer", 0) != 0 || node.has(4) ||
      node.has(6))
    return {node.fail("rotary embeddings and a key/value cache are not "
                      "supported")};
  int64_t width = getWidth(node, node.input(1));
  if (sizes.empty() && width % 3 == 0)
    sizes = {width / 3, width / 3, width / 3};
  if (node.isFailed())
    return {};
  if (sizes.size() != 3 || llvm::any_of(sizes, [&](int64_t size) {
        return size <= 0 || size > width;
      }) || sizes[0] + sizes[1] + sizes[2] != width)
    return {node.fail("weights of width " + Twine(width) +
                      " are not made of qkv_hidden_sizes")};
  Value projected = node.op("MatMul", {node.input(0), node.input(1)});
  if (projected)
    projected = node.addInput(projected, 2);
  SmallVector<Value> qkv;
  if (projected)
    qkv = node.split(projected, 2, sizes);
  return {attend(node, qkv, node.input(3), node.input(5), settings)};
}

/// [B, N, heads, ..., size] -> [B, N, heads * size], where only one of the
/// dimensions from 2 on may be unknown.
Value mergeLast(ContribNode &node, Value value) {
  RankedTensorType type = node.typeOf(value);
  if (!type)
    return {};
  int64_t width = 1;
  for (int64_t size : type.getShape().drop_front(2))
    width = ShapedType::isDynamic(size) || width < 0 ? -1 : width * size;
  return node.reshape(value, {0, 0, width});
}

/// [B, N, heads, parts, size] -> `parts` tensors [B, N, heads * size].
SmallVector<Value> unpack(ContribNode &node, Value packed, int64_t parts) {
  RankedTensorType type = node.typeOf(packed);
  if (!type)
    return {};
  if (type.getDimSize(3) != parts) {
    node.fail("a packed operand needs " + Twine(parts) +
              " parts in dimension 3");
    return {};
  }
  SmallVector<Value> values =
      node.split(packed, 3, SmallVector<int64_t>(parts, 1));
  for (Value &value : values)
    value = mergeLast(node, value);
  return node.isFailed() ? SmallVector<Value>() : values;
}

/// [B, heads, N, size] -> [B, N, heads * size]; rank 3 stays.
Value mergeHeads(ContribNode &node, Value value) {
  RankedTensorType type = node.typeOf(value);
  if (!type || type.getRank() == 3)
    return value;
  return mergeLast(node, node.transpose(value, {0, 2, 1, 3}));
}

/// Q, K and V in whichever of the operator's layouts they come.
SmallVector<Value> getOperands(ContribNode &node) {
  RankedTensorType query = node.typeOf(node.input(0));
  if (!query)
    return {};
  if (query.getRank() == 5) {
    if (node.has(1) || node.has(2)) {
      node.fail("a packed query leaves no place for key and value");
      return {};
    }
    return unpack(node, node.input(0), 3);
  }
  if (!node.has(1)) {
    node.fail("needs a key, or a query with all three packed");
    return {};
  }
  SmallVector<Value> qkv{node.input(0)};
  if (node.has(2)) {
    qkv.push_back(mergeHeads(node, node.input(1)));
    qkv.push_back(mergeHeads(node, node.input(2)));
    return qkv;
  }
  RankedTensorType key = node.typeOf(node.input(1));
  if (!key || key.getRank() != 5) {
    node.fail("needs a value, or a key with both packed");
    return {};
  }
  llvm::append_range(qkv, unpack(node, node.input(1), 2));
  return qkv;
}

/// Q + bias_q, K + bias_k, V + bias_v of one [Dq + Dk + Dv] operand.
void addBias(ContribNode &node, SmallVector<Value> &qkv, Value bias) {
  SmallVector<int64_t> sizes;
  for (Value value : qkv)
    sizes.push_back(getWidth(node, value));
  int64_t width = getWidth(node, bias);
  if (!node.isFailed() && sizes[0] + sizes[1] + sizes[2] != width)
    node.fail("a bias of width " + Twine(width) +
              " does not fit query, key and value");
  SmallVector<Value> parts;
  if (!node.isFailed())
    parts = node.split(bias, 0, sizes);
  if (parts.size() != 3)
    return;
  for (auto [value, part] : llvm::zip_equal(qkv, parts))
    value = node.op("Add", {value, node.castLike(part, value)});
}

Results buildMultiHeadAttention(ContribNode &node) {
  Settings settings = takeSettings(node);
  if (node.has(6) || node.has(7) || node.has(8) || node.has(9))
    return {node.fail("a key/value cache is not supported")};
  SmallVector<Value> qkv = getOperands(node);
  if (node.isFailed() || qkv.size() != 3)
    return {};
  if (node.has(3))
    addBias(node, qkv, node.input(3));
  return {attend(node, qkv, node.input(4), node.input(5), settings)};
}

constexpr ContribOp kOps[] = {
    {"Attention", 2, 7, buildAttention},
    {"MultiHeadAttention", 1, 10, buildMultiHeadAttention},
};

} // namespace

ArrayRef<ContribOp> mlir::burin::getContribAttention() { return kOps; }
