//===- OpsetUpgradeNN.cpp - Softmax, norms, dropout, attention ------------===//
#include "OpsetUpgrade.h"

#include "dialects/Onnx/OnnxDialect.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

constexpr int64_t kAnyOpset = std::numeric_limits<int64_t>::max();

/// Before opset 13 the input is viewed as 2-D: dimensions before `axis` by
/// dimensions from `axis` on. That is the same as the newest form only when
/// `axis` is the last dimension.
LogicalResult upgradeSoftmax(NodeDraft &draft, DraftBuilder &builder) {
  int64_t axis = 1;
  if (Attribute attribute = takeAttribute(draft, "axis")) {
    auto number = dyn_cast<IntegerAttr>(attribute);
    if (!number)
      return draft.emitError() << "attribute 'axis' is no integer";
    axis = number.getInt();
  }
  Builder &b = builder.builder;
  if (draft.operands.size() != 1)
    return success();
  auto type = dyn_cast<RankedTensorType>(draft.operands[0].getType());
  if (type && (axis < -type.getRank() || axis > type.getRank()))
    return draft.emitError()
           << "axis " << axis << " is out of range for rank " << type.getRank();
  if (axis == -1 || (type && (axis < 0 ? axis + type.getRank() : axis) ==
                                 type.getRank() - 1)) {
    draft.attributes.set("axis", b.getI64IntegerAttr(-1));
    return success();
  }
  FailureOr<Value> shape = builder.create(draft, "Shape", {draft.operands[0]});
  FailureOr<Value> flat =
      builder.create(draft, "Flatten", {draft.operands[0]},
                     {b.getNamedAttr("axis", b.getI64IntegerAttr(axis))});
  if (failed(shape) || failed(flat))
    return failure();
  draft.operands[0] = *flat;
  draft.attributes.set("axis", b.getI64IntegerAttr(-1));
  draft.finish = [from = draft, shape = *shape, &builder](Value result) {
    return builder.create(from, "Reshape", {result, shape});
  };
  return success();
}

/// Opset 18 has one scale and bias per group: repeat them for each channel.
FailureOr<Value> repeatPerChannel(NodeDraft &draft, DraftBuilder &builder,
                                  Value perGroup, int64_t numGroups,
                                  int64_t channelsPerGroup) {
  FailureOr<Value> column = builder.create(
      draft, "Unsqueeze", {perGroup, builder.getInts(draft.loc, {1})});
  if (failed(column))
    return failure();
  FailureOr<Value> table = builder.create(
      draft, "Expand",
      {*column, builder.getInts(draft.loc, {numGroups, channelsPerGroup})});
  if (failed(table))
    return failure();
  return builder.create(draft, "Reshape",
                        {*table, builder.getInts(draft.loc, {-1})});
}

LogicalResult upgradeGroupNormalization(NodeDraft &draft,
                                        DraftBuilder &builder) {
  auto groups =
      dyn_cast_or_null<IntegerAttr>(draft.attributes.get("num_groups"));
  auto type = draft.operands.size() == 3
                  ? dyn_cast<RankedTensorType>(draft.operands[0].getType())
                  : RankedTensorType();
  if (!groups || !type || type.getRank() < 2 || type.isDynamicDim(1))
    return draft.emitError()
           << "GroupNormalization of opset 18 needs num_groups and an input "
              "with a known number of channels";
  int64_t channels = type.getDimSize(1), numGroups = groups.getInt();
  if (numGroups <= 0 || channels % numGroups != 0)
    return draft.emitError() << channels << " channels are not divisible into "
                             << numGroups << " groups";
  for (unsigned index : {1u, 2u}) {
    FailureOr<Value> repeated = repeatPerChannel(
        draft, builder, draft.operands[index], numGroups, channels / numGroups);
    if (failed(repeated))
      return failure();
    draft.operands[index] = *repeated;
  }
  return success();
}

/// Opset 6 trains unless `is_test` says otherwise.
LogicalResult checkIsTest(NodeDraft &draft, DraftBuilder &builder) {
  auto isTest = dyn_cast_or_null<IntegerAttr>(takeAttribute(draft, "is_test"));
  if (!isTest || isTest.getInt() == 0)
    return draft.emitError()
           << "is in training mode (is_test is 0); export the model for "
              "inference";
  return success();
}

/// Only the inference form: training_mode absent or a constant false.
LogicalResult checkDropout(NodeDraft &draft, DraftBuilder &builder) {
  if (draft.opset < 7)
    return checkIsTest(draft, builder);
  if (draft.operands.size() < 3 || onnx::isAbsent(draft.operands[2]))
    return success();
  auto constant = draft.operands[2].getDefiningOp<onnx::ConstantOp>();
  auto flag = constant ? dyn_cast<DenseIntElementsAttr>(constant.getValue())
                       : DenseIntElementsAttr();
  if (!flag || llvm::any_of(flag.getValues<APInt>(),
                            [](APInt v) { return !v.isZero(); }))
    return draft.emitError()
           << "is in training mode, or may be; export the model for inference";
  return success();
}

/// The key/value cache and per-batch lengths are not supported.
LogicalResult checkAttention(NodeDraft &draft, DraftBuilder &builder) {
  while (draft.operands.size() > 4 && onnx::isAbsent(draft.operands.back()))
    draft.operands.pop_back();
  if (draft.operands.size() > 4)
    return draft.emitError()
           << "a key/value cache (past_key, past_value) is unsupported";
  return success();
}

constexpr Upgrade kUpgrades[] = {
    {"Attention", kAnyOpset, checkAttention},
    {"BatchNormalization", 7, checkIsTest},
    {"Dropout", kAnyOpset, checkDropout},
    {"GroupNormalization", 21, upgradeGroupNormalization},
    {"LogSoftmax", 13, upgradeSoftmax},
    {"Softmax", 13, upgradeSoftmax},
};

} // namespace

ArrayRef<Upgrade> mlir::burin::getNNUpgrades() { return kUpgrades; }
