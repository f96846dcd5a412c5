//===- EvaluateReduction.cpp - Constant reductions and scans --------------===//
#include "Evaluator.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mlir::burin;

namespace {

enum class Reduction { Sum, Mean, Max, Min, Prod };

/// Strides into the result that are zero along reduced axes.
SmallVector<int64_t> getReducedStrides(const Literal &data,
                                       ArrayRef<int64_t> axes) {
  SmallVector<int64_t> kept(data.shape());
  for (int64_t axis : axes)
    kept[axis] = 1;
  SmallVector<int64_t> strides = getStrides(kept);
  for (int64_t axis : axes)
    strides[axis] = 0;
  return strides;
}

template <typename OpTy> SmallVector<int64_t> getAxes(Evaluation &e) {
  int64_t rank = e.operand(0).type.getRank();
  SmallVector<int64_t> axes;
  if (e.hasOperand(1))
    for (int64_t axis : e.operand(1).ints)
      axes.push_back(axis < 0 ? axis + rank : axis);
  if (axes.empty() && !cast<OpTy>(e.op).getNoopWithEmptyAxes())
    llvm::append_range(axes, llvm::seq<int64_t>(0, rank));
  return axes;
}

double combineFloat(Reduction kind, double a, double b) {
  switch (kind) {
  case Reduction::Max:
    return std::isnan(a) || std::isnan(b) ? NAN : std::max(a, b);
  case Reduction::Min:
    return std::isnan(a) || std::isnan(b) ? NAN : std::min(a, b);
  case Reduction::Prod:
    return a * b;
  default:
    return a + b;
  }
}

bool combineInt(Reduction kind, int64_t a, int64_t b, int64_t &c) {
  switch (kind) {
  case Reduction::Max:
    return c = std::max(a, b), true;
  case Reduction::Min:
    return c = std::min(a, b), true;
  case Reduction::Prod:
    return !llvm::MulOverflow(a, b, c);
  default:
    return !llvm::AddOverflow(a, b, c);
  }
}

/// Sums are kept in f64 and rounded once.
template <typename OpTy, Reduction kind> bool evaluateReduce(Evaluation &e) {
  const Literal &data = e.operand(0);
  Literal &result = e.result();
  if (result.size() == 0 || data.size() == 0)
    return false;
  SmallVector<int64_t> strides = getReducedStrides(data, getAxes<OpTy>(e));
  int64_t count = data.size() / result.size();
  Type type = result.type.getElementType();
  std::vector<bool> seen(result.size());
  bool isFine = true;
  forEachIndex(data.shape(), [&](int64_t linear,
                                 ArrayRef<int64_t> coordinates) {
    int64_t to = 0;
    for (auto [coordinate, stride] : llvm::zip_equal(coordinates, strides))
      to += coordinate * stride;
    if (!seen[to])
      result.copy(to, data, linear);
    else if (result.isFloat())
      result.floats[to] =
          combineFloat(kind, result.floats[to], data.floats[linear]);
    else
      isFine &=
          combineInt(kind, result.ints[to], data.ints[linear], result.ints[to]);
    seen[to] = true;
  });
  for (int64_t i = 0; i < result.size(); ++i) {
    if (result.isFloat())
      result.floats[i] =
          roundTo(type, kind == Reduction::Mean ? result.floats[i] / count
                                                : result.floats[i]);
    else if (kind == Reduction::Mean)
      result.ints[i] /= count;
    isFine &= result.isFloat() || fitsIn(type, result.ints[i]);
  }
  return isFine;
}

bool evaluateCumSum(Evaluation &e) {
  auto op = cast<onnx::CumSumOp>(e.op);
  const Literal &x = e.operand(0);
  Literal &result = e.result();
  int64_t rank = x.type.getRank(), axis = e.operand(1).ints[0];
  axis = axis < 0 ? axis + rank : axis;
  if (rank == 0)
    return false;
  int64_t stride = getStrides(x.shape())[axis], size = x.shape()[axis];
  bool isReverse = op.getReverse() != 0, isExclusive = op.getExclusive() != 0,
       isFine = true;
  Type type = result.type.getElementType();
  forEachIndex(x.shape(), [&](int64_t linear, ArrayRef<int64_t> coordinates) {
    if (coordinates[axis] != 0)
      return;
    double floatSum = 0;
    int64_t intSum = 0;
    for (int64_t step = 0; step < size; ++step) {
      int64_t i = linear + (isReverse ? size - 1 - step : step) * stride;
      double floatBefore = floatSum;
      int64_t intBefore = intSum;
      if (x.isFloat())
        floatSum = roundTo(type, floatSum + x.floats[i]);
      else
        isFine &= !llvm::AddOverflow(intSum, x.ints[i], intSum) &&
                  fitsIn(type, intSum);
      if (x.isFloat())
        result.floats[i] = isExclusive ? floatBefore : floatSum;
      else
        result.ints[i] = isExclusive ? intBefore : intSum;
    }
  });
  return isFine;
}

} // namespace

void mlir::burin::addReductionEvaluators(EvaluatorTable &table) {
  table["ReduceSum"] = evaluateReduce<onnx::ReduceSumOp, Reduction::Sum>;
  table["ReduceMean"] = evaluateReduce<onnx::ReduceMeanOp, Reduction::Mean>;
  table["ReduceMax"] = evaluateReduce<onnx::ReduceMaxOp, Reduction::Max>;
  table["ReduceMin"] = evaluateReduce<onnx::ReduceMinOp, Reduction::Min>;
  table["ReduceProd"] = evaluateReduce<onnx::ReduceProdOp, Reduction::Prod>;
  table["CumSum"] = evaluateCumSum;
}
