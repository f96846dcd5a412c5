//===- ContribProducts.cpp - Convolutions and products with more in them --===//
#include "ContribOps.h"

#include <numeric>

using namespace mlir;
using namespace mlir::burin;

namespace {

using Results = SmallVector<Value>;

/// The attributes that are left, which are those of the plain operator: what it
/// does not know is refused when it is built.
SmallVector<NamedAttribute> takeRest(ContribNode &node) {
  SmallVector<NamedAttribute> rest(node.draft.attributes.getAttrs());
  node.draft.attributes = {};
  return rest;
}

/// `value` with its last two dimensions exchanged.
Value swapLast(ContribNode &node, Value value) {
  RankedTensorType type = node.typeOf(value);
  if (!type)
    return {};
  if (type.getRank() < 2) // as in the operator: a vector stays as it is
    return value;
  SmallVector<int64_t> perm(type.getRank());
  std::iota(perm.begin(), perm.end(), 0);
  std::swap(perm[perm.size() - 2], perm.back());
  return node.transpose(value, perm);
}

/// alpha * A' B', either of them with its last two dimensions exchanged.
Results buildFusedMatMul(ContribNode &node) {
  if (node.takeInt("transBatchA", 0) != 0 || node.takeInt("transBatchB", 0) != 0)
    return {node.fail("transBatchA and transBatchB are not supported")};
  double alpha = node.takeFloat("alpha", 1);
  bool swapsA = node.takeInt("transA", 0) != 0,
       swapsB = node.takeInt("transB", 0) != 0;
  Value a = swapsA ? swapLast(node, node.input(0)) : node.input(0);
  Value b = swapsB ? swapLast(node, node.input(1)) : node.input(1);
  if (node.isFailed())
    return {};
  Value product = node.op("MatMul", {a, b});
  if (alpha == 1 || !product)
    return {product};
  return {node.op("Mul", {product, node.scalarLike(product, alpha)})};
}

/// activation(conv(X, W, B) + Z)
Results buildFusedConv(ContribNode &node) {
  std::string activation = node.takeString("activation");
  SmallVector<double> parameters = node.takeFloats("activation_params");
  if (node.isFailed())
    return {};
  Value bias = node.has(2) ? node.input(2) : node.absent();
  Value y =
      node.op("Conv", {node.input(0), node.input(1), bias}, takeRest(node));
  if (y)
    y = node.addInput(y, 3);
  return {y ? node.activate(y, activation, parameters) : y};
}

/// activation(alpha A' B' + beta C)
Results buildFusedGemm(ContribNode &node) {
  std::string activation = node.takeString("activation");
  SmallVector<double> parameters;
  for (StringRef name : {"activation_alpha", "activation_beta"})
    if (node.draft.attributes.get(name))
      parameters.push_back(node.takeFloat(name, 0));
  if (node.isFailed())
    return {};
  Value bias = node.has(2) ? node.input(2) : node.absent();
  Value y =
      node.op("Gemm", {node.input(0), node.input(1), bias}, takeRest(node));
  return {y ? node.activate(y, activation, parameters) : y};
}

/// A convolution of [N, H, W, C] by [M, kH, kW, C]. The operator's page says
/// [M, C, kH, kW]; what the optimizer writes and the kernels read is this.
Results buildNhwcConv(ContribNode &node) {
  constexpr int64_t kToFirst[] = {0, 3, 1, 2}, kToLast[] = {0, 2, 3, 1};
  Value x = node.transpose(node.input(0), kToFirst);
  Value weights = node.transpose(node.input(1), kToFirst);
  if (node.isFailed())
    return {};
  Value bias = node.has(2) ? node.input(2) : node.absent();
  Value y = node.op("Conv", {x, weights, bias}, takeRest(node));
  return {y ? node.transpose(y, kToLast) : y};
}

constexpr ContribOp kOps[] = {
    {"FusedConv", 2, 4, buildFusedConv},
    {"FusedGemm", 2, 3, buildFusedGemm},
    {"FusedMatMul", 2, 2, buildFusedMatMul},
    {"NhwcConv", 2, 3, buildNhwcConv},
};

} // namespace

ArrayRef<ContribOp> mlir::burin::getContribProducts() { return kOps; }
