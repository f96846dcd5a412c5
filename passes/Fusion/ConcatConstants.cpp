//===- ConcatConstants.cpp - Several constants as one ---------------------===//
#include "passes/Fusion/ConcatConstants.h"

#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace mlir::burin;

/// Noise that would have to be stored because what is beside it is stored.
constexpr int64_t kMaxStoredNoiseBytes = 1 << 20;

static DenseElementsAttr getSplat(Value value) {
  DenseElementsAttr dense;
  if (matchPattern(value, m_Constant(&dense)) && dense.isSplat())
    return dense;
  return {};
}

bool mlir::burin::isConcatenable(Value value) {
  return value.getDefiningOp<plan::ConstantOp>() || getSplat(value);
}

static RankedTensorType getJoinedType(ArrayRef<Value> values) {
  auto type = cast<RankedTensorType>(values.front().getType());
  SmallVector<int64_t> shape(type.getShape());
  for (Value value : values.drop_front())
    shape.back() += cast<RankedTensorType>(value.getType()).getShape().back();
  return type.clone(shape);
}

/// The literal that all values are.
static TypedAttr getCommonSplat(ArrayRef<Value> values, RankedTensorType joined) {
  DenseElementsAttr first = getSplat(values.front());
  for (Value value : values) {
    DenseElementsAttr splat = getSplat(value);
    if (!splat || splat.getSplatValue<Attribute>() != first.getSplatValue<Attribute>())
      return {};
  }
  return first.resizeSplat(joined);
}

/// One sequence of noise instead of several of the same distribution.
static plan::SyntheticSourceAttr getCommonNoise(ArrayRef<Value> values) {
  plan::SyntheticSourceAttr first;
  std::string seeds;
  for (Value value : values) {
    auto op = value.getDefiningOp<plan::ConstantOp>();
    auto noise = op ? dyn_cast<plan::SyntheticSourceAttr>(op.getSource()) : plan::SyntheticSourceAttr();
    if (!noise || (first && (noise.getMean() != first.getMean() || noise.getStddev() != first.getStddev())))
      return {};
    first = first ? first : noise;
    seeds += std::to_string(noise.getSeed()) + " ";
  }
  return plan::SyntheticSourceAttr::get(first.getContext(), llvm::xxh3_64bits(seeds), first.getMean(),
                                        first.getStddev());
}

static plan::PartAttr getPart(Value value) {
  MLIRContext *context = value.getContext();
  if (auto op = value.getDefiningOp<plan::ConstantOp>())
    return plan::PartAttr::get(context, op.getSource(), cast<RankedTensorType>(op.getSourceType()),
                               op.getRecipe());
  return plan::PartAttr::get(context, getSplat(value), cast<RankedTensorType>(value.getType()),
                             ArrayAttr::get(context, {}));
}

/// Names are unique in a plan: all of them, or the first with a hash of all.
static std::string getName(ArrayRef<Value> values) {
  std::string all;
  StringRef first;
  for (Value value : values) {
    auto op = value.getDefiningOp<plan::ConstantOp>();
    StringRef name = op ? op.getName() : "splat";
    first = first.empty() ? name : first;
    all += (all.empty() ? "" : "+") + name.str();
  }
  if (all.size() <= 160)
    return all;
  return (first + " and " + Twine(values.size() - 1) + " more (" +
          Twine::utohexstr(llvm::xxh3_64bits(all)) + ")").str();
}

Value mlir::burin::concatConstants(OpBuilder &builder, Location loc, ArrayRef<Value> values,
                                   StringRef &reason) {
  RankedTensorType type = getJoinedType(values);
  FailureOr<int64_t> bytes = plan::getTensorBytes(type);
  if (failed(bytes)) {
    reason = "their constants are too large together";
    return {};
  }
  if (TypedAttr splat = getCommonSplat(values, type))
    return arith::ConstantOp::create(builder, loc, splat);
  StringAttr name = builder.getStringAttr(getName(values));
  if (plan::SyntheticSourceAttr noise = getCommonNoise(values))
    return plan::ConstantOp::create(builder, loc, type, name, noise, TypeAttr::get(type),
                                    builder.getArrayAttr({}));
  SmallVector<plan::PartAttr> parts;
  bool hasNoise = false;
  for (Value value : values) {
    parts.push_back(getPart(value));
    if (isa<plan::MissingSourceAttr>(parts.back().getSource())) {
      reason = "the bytes of a constant are missing";
      return {};
    }
    hasNoise |= isa<plan::SyntheticSourceAttr>(parts.back().getSource());
  }
  if (hasNoise && *bytes > kMaxStoredNoiseBytes) {
    reason = "noise would have to be stored with the weights";
    return {};
  }
  auto source = plan::ConcatSourceAttr::get(builder.getContext(), type.getRank() - 1, parts);
  return plan::ConstantOp::create(builder, loc, type, name, source, TypeAttr::get(type),
                                  builder.getArrayAttr({}));
}
