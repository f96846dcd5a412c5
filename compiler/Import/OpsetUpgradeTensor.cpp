//===- OpsetUpgradeTensor.cpp - Shapes, bounds and axes as operands -------===//
#include "OpsetUpgrade.h"

#include "dialects/Onnx/OnnxDialect.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

constexpr int64_t kAnyOpset = std::numeric_limits<int64_t>::max();

/// Squeeze, Unsqueeze, Split, Reduce*: an integer list became operand 1.
template <bool isRequired>
LogicalResult moveList(NodeDraft &draft, DraftBuilder &builder,
                       StringRef name) {
  if (failed(checkMaxOperands(draft, 1)))
    return failure();
  auto list = takeInts(draft, name, isRequired);
  if (failed(list))
    return failure();
  if (draft.operands.size() == 1 && *list)
    draft.operands.push_back(builder.getInts(draft.loc, **list));
  return success();
}

LogicalResult moveAxes(NodeDraft &draft, DraftBuilder &builder) {
  return moveList<false>(draft, builder, "axes");
}

LogicalResult moveRequiredAxes(NodeDraft &draft, DraftBuilder &builder) {
  return moveList<true>(draft, builder, "axes");
}

LogicalResult moveSplit(NodeDraft &draft, DraftBuilder &builder) {
  return moveList<false>(draft, builder, "split");
}

LogicalResult upgradeSlice(NodeDraft &draft, DraftBuilder &builder) {
  if (failed(checkMaxOperands(draft, 1)))
    return failure();
  auto starts = takeInts(draft, "starts", /*isRequired=*/true);
  auto ends = takeInts(draft, "ends", /*isRequired=*/true);
  auto axes = takeInts(draft, "axes", /*isRequired=*/false);
  if (failed(starts) || failed(ends) || failed(axes))
    return failure();
  if (draft.operands.empty())
    return success();
  draft.operands.push_back(builder.getInts(draft.loc, **starts));
  draft.operands.push_back(builder.getInts(draft.loc, **ends));
  if (*axes)
    draft.operands.push_back(builder.getInts(draft.loc, **axes));
  return success();
}

/// A rank-0 literal with the element type of `like`, a float tensor.
FailureOr<Value> makeScalarLike(NodeDraft &draft, DraftBuilder &builder,
                                Value like, Attribute value, StringRef name) {
  auto number = dyn_cast<FloatAttr>(value);
  auto tensor = dyn_cast<TensorType>(like.getType());
  auto type =
      tensor ? dyn_cast<FloatType>(tensor.getElementType()) : FloatType();
  if (!number || !type)
    return draft.emitError() << "attribute '" << name
                             << "' needs a float value and a float input";
  APFloat converted = number.getValue();
  bool losesInfo;
  converted.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
  return builder.getLiteral(
      draft.loc,
      DenseElementsAttr::get(RankedTensorType::get({}, type), converted));
}

LogicalResult upgradePad(NodeDraft &draft, DraftBuilder &builder) {
  if (failed(checkMaxOperands(draft, 1)))
    return failure();
  auto pads = takeInts(draft, "pads", /*isRequired=*/true);
  if (failed(pads))
    return failure();
  Attribute value = takeAttribute(draft, "value");
  if (draft.operands.empty())
    return success();
  draft.operands.push_back(builder.getInts(draft.loc, **pads));
  if (!value)
    return success();
  FailureOr<Value> scalar =
      makeScalarLike(draft, builder, draft.operands[0], value, "value");
  if (failed(scalar))
    return failure();
  draft.operands.push_back(*scalar);
  return success();
}

LogicalResult upgradeClip(NodeDraft &draft, DraftBuilder &builder) {
  if (failed(checkMaxOperands(draft, 1)))
    return failure();
  Attribute bounds[] = {takeAttribute(draft, "min"),
                        takeAttribute(draft, "max")};
  if (draft.operands.empty())
    return success();
  for (auto [bound, name] :
       llvm::zip_equal(bounds, ArrayRef<StringRef>{"min", "max"})) {
    if (!bound) {
      draft.operands.push_back(builder.getNoValue(draft.loc));
      continue;
    }
    FailureOr<Value> scalar =
        makeScalarLike(draft, builder, draft.operands[0], bound, name);
    if (failed(scalar))
      return failure();
    draft.operands.push_back(*scalar);
  }
  return success();
}

/// Opset 6 broadcasts the second input only when `broadcast` is set. Without
/// `axis` that is what the newest form does.
LogicalResult upgradeBroadcast(NodeDraft &draft, DraftBuilder &builder) {
  auto broadcast =
      dyn_cast_or_null<IntegerAttr>(takeAttribute(draft, "broadcast"));
  Attribute axis = takeAttribute(draft, "axis");
  if (axis && broadcast && broadcast.getInt() != 0)
    return draft.emitError()
           << "broadcasting along 'axis' (opset 6) is unsupported; export with "
              "opset 7 or newer";
  return success();
}

/// Opset 7: the scales are an attribute; opset 9: they are operand 1. Both
/// sample like an asymmetric Resize that rounds down.
LogicalResult upgradeUpsample(NodeDraft &draft, DraftBuilder &builder) {
  if (failed(checkMaxOperands(draft, draft.opset < 9 ? 1 : 2)))
    return failure();
  if (draft.opset < 9) {
    auto scales = dyn_cast_or_null<ArrayAttr>(takeAttribute(draft, "scales"));
    if (!scales || draft.operands.empty())
      return draft.emitError() << "has no input or no attribute 'scales'";
    SmallVector<float> values;
    for (Attribute scale : scales)
      values.push_back(cast<FloatAttr>(scale).getValue().convertToFloat());
    auto type = RankedTensorType::get({static_cast<int64_t>(values.size())},
                                      builder.builder.getF32Type());
    draft.operands.push_back(builder.getLiteral(
        draft.loc, DenseElementsAttr::get(type, ArrayRef(values))));
  }
  if (draft.operands.size() != 2)
    return draft.emitError() << "needs the inputs X and scales";
  draft.opType = "Resize";
  draft.operands.insert(draft.operands.begin() + 1,
                        builder.getNoValue(draft.loc));
  draft.attributes.set("coordinate_transformation_mode",
                       builder.builder.getStringAttr("asymmetric"));
  draft.attributes.set("nearest_mode", builder.builder.getStringAttr("floor"));
  if (auto mode = dyn_cast_or_null<StringAttr>(draft.attributes.get("mode"));
      mode && mode.getValue() == "bilinear")
    draft.attributes.set("mode", builder.builder.getStringAttr("linear"));
  return success();
}

/// Opset 10 does not say how downsampling rounds, so only upsampling is taken.
LogicalResult upgradeResize10(NodeDraft &draft, DraftBuilder &builder) {
  auto constant = draft.operands.size() == 2
                      ? draft.operands[1].getDefiningOp<onnx::ConstantOp>()
                      : onnx::ConstantOp();
  auto scales = constant ? dyn_cast<DenseFPElementsAttr>(constant.getValue())
                         : DenseFPElementsAttr();
  if (!scales ||
      llvm::any_of(scales.getValues<APFloat>(), [](const APFloat &scale) {
        return scale < APFloat::getOne(scale.getSemantics());
      }))
    return draft.emitError()
           << "Resize of opset 10 is supported with constant scales of at "
              "least 1; export with opset 11 or newer";
  return upgradeUpsample(draft, builder);
}

/// Opset 11 passes empty tensors for absent roi, scales and sizes.
LogicalResult normalizeResize(NodeDraft &draft, DraftBuilder &builder) {
  if (draft.opset < 11)
    return upgradeResize10(draft, builder);
  for (Value &operand :
       llvm::drop_begin(draft.operands, draft.operands.empty() ? 0 : 1)) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    if (type && type.getRank() == 1 && type.getDimSize(0) == 0)
      operand = builder.getNoValue(draft.loc);
  }
  return success();
}

constexpr Upgrade kUpgrades[] = {
    {"Add", 7, upgradeBroadcast},
    {"And", 7, upgradeBroadcast},
    {"Div", 7, upgradeBroadcast},
    {"Equal", 7, upgradeBroadcast},
    {"Gemm", 7, upgradeBroadcast},
    {"Greater", 7, upgradeBroadcast},
    {"Less", 7, upgradeBroadcast},
    {"Mul", 7, upgradeBroadcast},
    {"Or", 7, upgradeBroadcast},
    {"Pow", 7, upgradeBroadcast},
    {"Sub", 7, upgradeBroadcast},
    {"Xor", 7, upgradeBroadcast},
    {"Clip", 11, upgradeClip},
    {"Pad", 11, upgradePad},
    {"ReduceL1", 18, moveAxes},
    {"ReduceL2", 18, moveAxes},
    {"ReduceLogSum", 18, moveAxes},
    {"ReduceLogSumExp", 18, moveAxes},
    {"ReduceMax", 18, moveAxes},
    {"ReduceMean", 18, moveAxes},
    {"ReduceMin", 18, moveAxes},
    {"ReduceProd", 18, moveAxes},
    {"ReduceSum", 13, moveAxes},
    {"ReduceSumSquare", 18, moveAxes},
    {"Resize", kAnyOpset, normalizeResize},
    {"Slice", 10, upgradeSlice},
    {"Split", 13, moveSplit},
    {"Squeeze", 13, moveAxes},
    {"Unsqueeze", 13, moveRequiredAxes},
    {"Upsample", 10, upgradeUpsample},
};

} // namespace

ArrayRef<Upgrade> mlir::burin::getTensorUpgrades() { return kUpgrades; }
