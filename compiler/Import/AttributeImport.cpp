//===- AttributeImport.cpp - AttributeProto to attributes -----------------===//
#include "AttributeImport.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

StringRef getAttributeTypeName(proto::AttributeProto::AttributeType type) {
  switch (type) {
  case proto::AttributeProto::GRAPH:
  case proto::AttributeProto::GRAPHS:
    return "subgraph";
  case proto::AttributeProto::SPARSE_TENSOR:
  case proto::AttributeProto::SPARSE_TENSORS:
    return "sparse tensor";
  case proto::AttributeProto::TYPE_PROTO:
  case proto::AttributeProto::TYPE_PROTOS:
    return "type";
  case proto::AttributeProto::STRINGS:
    return "string list";
  case proto::AttributeProto::TENSORS:
    return "tensor list";
  default:
    return "undefined";
  }
}

/// Whether the field that `type` announces is there, for single values.
bool hasValue(const proto::AttributeProto &attribute) {
  switch (attribute.type()) {
  case proto::AttributeProto::INT:
    return attribute.has_i();
  case proto::AttributeProto::FLOAT:
    return attribute.has_f();
  case proto::AttributeProto::STRING:
    return attribute.has_s();
  case proto::AttributeProto::TENSOR:
    return attribute.has_t();
  default:
    return true;
  }
}

bool isElementTypeNumber(StringRef opType, StringRef name) {
  return (opType == "Cast" && name == "to") ||
         (opType == "EyeLike" && name == "dtype");
}

} // namespace

FailureOr<Attribute>
mlir::burin::importAttribute(Location loc, StringRef what, StringRef opType,
                             const proto::AttributeProto &attribute,
                             TensorImporter &tensors) {
  Builder b(loc.getContext());
  StringRef name = attribute.name();
  if (!hasValue(attribute))
    return emitError(loc) << what << ": attribute '" << name
                          << "' does not hold a value of the type it announces";
  switch (attribute.type()) {
  case proto::AttributeProto::INT:
    if (isElementTypeNumber(opType, name)) {
      int64_t number = attribute.i();
      if (number != static_cast<int32_t>(number))
        number = -1;
      FailureOr<Type> type =
          convertElementType(loc, static_cast<int32_t>(number),
                             what + ": attribute '" + name + "'",
                             /*narrowDouble=*/true);
      if (failed(type))
        return failure();
      return Attribute(TypeAttr::get(*type));
    }
    return Attribute(b.getI64IntegerAttr(attribute.i()));
  case proto::AttributeProto::FLOAT:
    return Attribute(b.getF32FloatAttr(attribute.f()));
  case proto::AttributeProto::STRING:
    return Attribute(b.getStringAttr(attribute.s()));
  case proto::AttributeProto::INTS:
    return Attribute(b.getDenseI64ArrayAttr(SmallVector<int64_t>(
        attribute.ints().begin(), attribute.ints().end())));
  case proto::AttributeProto::FLOATS:
    return Attribute(b.getF32ArrayAttr(SmallVector<float>(
        attribute.floats().begin(), attribute.floats().end())));
  case proto::AttributeProto::TENSOR: {
    FailureOr<DenseElementsAttr> literal = tensors.importLiteral(
        loc, attribute.t(), (what + ": attribute " + name).str());
    if (failed(literal))
      return failure();
    return Attribute(*literal);
  }
  default:
    return emitError(loc) << what << ": attribute '" << name
                          << "' is of the unsupported type "
                          << getAttributeTypeName(attribute.type());
  }
}
