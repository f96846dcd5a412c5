//===- OpsetUpgrade.cpp - Older operator forms to the newest --------------===//
#include "OpsetUpgrade.h"

#include "OpSchema.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mlir::burin;

Value DraftBuilder::getNoValue(Location loc) {
  return onnx::NoValueOp::create(builder, loc, builder.getNoneType())
      .getResult();
}

Value DraftBuilder::getInts(Location loc, ArrayRef<int64_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())},
                                    builder.getI64Type());
  return getLiteral(loc, DenseElementsAttr::get(type, values));
}

Value DraftBuilder::getLiteral(Location loc, DenseElementsAttr value) {
  return onnx::ConstantOp::create(builder, loc, value.getType(), value)
      .getResult();
}

FailureOr<Value> DraftBuilder::create(const NodeDraft &from, StringRef opType,
                                      ArrayRef<Value> operands,
                                      ArrayRef<NamedAttribute> attributes) {
  NodeDraft draft{from.loc,
                  from.what,
                  opType.str(),
                  from.opset,
                  SmallVector<Value>(operands),
                  NamedAttrList(attributes),
                  1,
                  {}};
  return create(std::move(draft));
}

Attribute mlir::burin::takeAttribute(NodeDraft &draft, StringRef name) {
  return draft.attributes.erase(name);
}

FailureOr<std::optional<SmallVector<int64_t>>>
mlir::burin::takeInts(NodeDraft &draft, StringRef name, bool isRequired) {
  Attribute attribute = takeAttribute(draft, name);
  if (!attribute && isRequired)
    return draft.emitError() << "has no attribute '" << name << "'";
  if (!attribute)
    return std::optional<SmallVector<int64_t>>();
  auto ints = dyn_cast<DenseI64ArrayAttr>(attribute);
  if (!ints)
    return draft.emitError()
           << "attribute '" << name << "' is no list of integers";
  return std::optional(SmallVector<int64_t>(ints.asArrayRef()));
}

LogicalResult mlir::burin::checkMaxOperands(NodeDraft &draft, size_t count) {
  if (draft.operands.size() > count)
    return draft.emitError()
           << "has " << draft.operands.size() << " inputs, but opset "
           << draft.opset << " allows " << count;
  return success();
}

/// Drops attributes without meaning for inference; refuses training forms.
static LogicalResult dropIgnoredAttributes(NodeDraft &draft) {
  for (const IgnoredAttribute &ignored : getIgnoredAttributes()) {
    if (ignored.op != draft.opType)
      continue;
    Attribute value = takeAttribute(draft, ignored.name);
    if (!value || !ignored.isChecked)
      continue;
    auto number = dyn_cast<IntegerAttr>(value);
    if (!number || number.getInt() != ignored.value)
      return draft.emitError()
             << "attribute '" << ignored.name << "' must be " << ignored.value
             << ", other values are unsupported";
  }
  return success();
}

LogicalResult mlir::burin::upgradeDraft(NodeDraft &draft,
                                        DraftBuilder &builder) {
  if (failed(dropIgnoredAttributes(draft)))
    return failure();
  for (ArrayRef<Upgrade> table : {getTensorUpgrades(), getNNUpgrades()})
    for (const Upgrade &upgrade : table)
      if (upgrade.opType == draft.opType && draft.opset < upgrade.below)
        // An upgrade goes to the newest form in one step.
        return upgrade.apply(draft, builder);
  return success();
}
