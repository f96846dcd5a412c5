//===- ContribOps.cpp - Fused operators of ONNX Runtime -------------------===//
#include "ContribOps.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mlir::burin;

//===--- Reading a node
//--------------------------------------------------------===//

Value ContribNode::input(size_t index) const {
  if (index >= draft.operands.size() || onnx::isAbsent(draft.operands[index]))
    return {};
  return draft.operands[index];
}

Value ContribNode::fail(const Twine &why) {
  if (!hasFailed)
    draft.emitError() << why;
  hasFailed = true;
  return {};
}

int64_t ContribNode::takeInt(StringRef name, int64_t byDefault) {
  Attribute attribute = takeAttribute(draft, name);
  if (!attribute)
    return byDefault;
  if (auto number = dyn_cast<IntegerAttr>(attribute))
    return number.getInt();
  fail("attribute '" + name + "' is no integer");
  return byDefault;
}

int64_t ContribNode::takeRequiredInt(StringRef name) {
  if (!draft.attributes.get(name))
    fail("has no attribute '" + name + "'");
  return takeInt(name, 0);
}

double ContribNode::takeFloat(StringRef name, double byDefault) {
  Attribute attribute = takeAttribute(draft, name);
  if (!attribute)
    return byDefault;
  if (auto number = dyn_cast<FloatAttr>(attribute))
    return number.getValueAsDouble();
  fail("attribute '" + name + "' is no float");
  return byDefault;
}

std::string ContribNode::takeString(StringRef name) {
  Attribute attribute = takeAttribute(draft, name);
  if (!attribute)
    return {};
  if (auto text = dyn_cast<StringAttr>(attribute))
    return text.str();
  fail("attribute '" + name + "' is no string");
  return {};
}

SmallVector<double> ContribNode::takeFloats(StringRef name) {
  SmallVector<double> numbers;
  Attribute attribute = takeAttribute(draft, name);
  if (!attribute)
    return numbers;
  auto list = dyn_cast<ArrayAttr>(attribute);
  for (Attribute element : list ? list.getValue() : ArrayRef<Attribute>())
    if (auto number = dyn_cast<FloatAttr>(element))
      numbers.push_back(number.getValueAsDouble());
  if (!list || numbers.size() != list.size())
    fail("attribute '" + name + "' is no list of floats");
  return numbers;
}

SmallVector<int64_t> ContribNode::takeIntegers(StringRef name) {
  auto list = takeInts(draft, name, /*isRequired=*/false);
  hasFailed |= failed(list);
  return succeeded(list) && *list ? **list : SmallVector<int64_t>();
}

RankedTensorType ContribNode::typeOf(Value value) {
  if (hasFailed || !value)
    return {};
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type)
    fail("has an operand of unknown rank");
  return type;
}

//===--- Building
//--------------------------------------------------------------===//

NamedAttribute ContribNode::attribute(StringRef name, int64_t value) const {
  Builder &b = builder.builder;
  return b.getNamedAttr(name, b.getI64IntegerAttr(value));
}

NamedAttribute ContribNode::attribute(StringRef name, double value) const {
  Builder &b = builder.builder;
  return b.getNamedAttr(name, b.getF32FloatAttr(static_cast<float>(value)));
}

NamedAttribute ContribNode::attribute(StringRef name, StringRef value) const {
  Builder &b = builder.builder;
  return b.getNamedAttr(name, b.getStringAttr(value));
}

Value ContribNode::op(StringRef type, ArrayRef<Value> operands,
                      ArrayRef<NamedAttribute> attributes) {
  if (hasFailed || llvm::is_contained(operands, Value()))
    return fail("lacks an operand");
  FailureOr<Value> value = builder.create(draft, type, operands, attributes);
  hasFailed |= failed(value);
  return succeeded(value) ? *value : Value();
}

Value ContribNode::castLike(Value value, Value like) {
  if (hasFailed)
    return {};
  Type element = getElementTypeOrSelf(like.getType());
  if (getElementTypeOrSelf(value.getType()) == element)
    return value;
  return op("Cast", {value},
            {builder.builder.getNamedAttr("to", TypeAttr::get(element))});
}

Value ContribNode::addInput(Value value, size_t index) {
  if (hasFailed || !has(index))
    return value;
  return op("Add", {value, castLike(input(index), value)});
}

Value ContribNode::transpose(Value value, ArrayRef<int64_t> perm) {
  RankedTensorType type = typeOf(value);
  if (!type)
    return {};
  if (type.getRank() != static_cast<int64_t>(perm.size()))
    return fail("has an operand of rank " + Twine(type.getRank()) +
                ", expected " + Twine(perm.size()));
  Builder &b = builder.builder;
  return op("Transpose", {value},
            {b.getNamedAttr("perm", b.getDenseI64ArrayAttr(perm))});
}

Value ContribNode::reshape(Value value, ArrayRef<int64_t> shape) {
  return hasFailed ? Value() : op("Reshape", {value, integers(shape)});
}

SmallVector<Value> ContribNode::split(Value value, int64_t axis,
                                      ArrayRef<int64_t> sizes) {
  SmallVector<Value> parts;
  int64_t start = 0;
  for (int64_t size : sizes) {
    if (hasFailed)
      return {};
    Value part = op("Slice", {value, integers({start}), integers({start + size}),
                              integers({axis})});
    parts.push_back(part);
    start += size;
  }
  return hasFailed ? SmallVector<Value>() : parts;
}

Value ContribNode::scalarLike(Value like, double number) {
  if (hasFailed)
    return {};
  auto type = dyn_cast<FloatType>(getElementTypeOrSelf(like.getType()));
  if (!type)
    return fail("has an operand that is no float tensor");
  return builder.getLiteral(
      draft.loc, DenseElementsAttr::get(RankedTensorType::get({}, type),
                                        FloatAttr::get(type, number)));
}

Value ContribNode::activate(Value value, StringRef name,
                            ArrayRef<double> parameters) {
  size_t expected = name == "LeakyRelu"                       ? 1
                    : name == "HardSigmoid" || name == "Clip" ? 2
                                                              : 0;
  if (hasFailed || name.empty())
    return value;
  if (parameters.size() != expected)
    return fail("activation " + name + " has " + Twine(parameters.size()) +
                " parameters, expected " + Twine(expected));
  if (name == "Relu" || name == "Sigmoid" || name == "Tanh")
    return op(name, {value});
  if (name == "LeakyRelu")
    return op(name, {value}, {attribute("alpha", parameters[0])});
  if (name == "HardSigmoid")
    return op(
        name, {value},
        {attribute("alpha", parameters[0]), attribute("beta", parameters[1])});
  if (name == "Clip")
    return op(name, {value, scalarLike(value, parameters[0]),
                     scalarLike(value, parameters[1])});
  return fail("activation '" + name + "' is not supported");
}

//===--- The table
//-------------------------------------------------------------===//

bool mlir::burin::isContribDomain(StringRef domain) {
  return domain == "com.microsoft";
}

const ContribOp *mlir::burin::findContribOp(StringRef domain, StringRef name) {
  if (domain.empty() || domain == "ai.onnx") {
    if (name == "Einsum")
      return &getEinsum().front();
    // ONNX Runtime files this one under the default domain.
    if (name != "SimplifiedLayerNormalization")
      return nullptr;
  } else if (!isContribDomain(domain)) {
    return nullptr;
  }
  for (ArrayRef<ContribOp> table :
       {getContribActivations(), getContribNorms(), getContribProducts(),
        getContribAttention()})
    for (const ContribOp &op : table)
      if (op.name == name)
        return &op;
  return nullptr;
}

FailureOr<SmallVector<Value>>
mlir::burin::buildContribOp(const ContribOp &op, NodeDraft &draft,
                            DraftBuilder &builder) {
  ContribNode node(draft, builder);
  if (draft.operands.size() > op.numOperands)
    return draft.emitError()
           << "has " << draft.operands.size() << " inputs, at most "
           << op.numOperands << " are supported";
  for (unsigned index = 0; index < op.numRequired; ++index)
    if (!node.has(index))
      return draft.emitError()
             << "input " << index << " is required but absent";
  SmallVector<Value> results = op.build(node);
  if (node.isFailed())
    return failure();
  if (!draft.attributes.empty())
    return draft.emitError()
           << "attribute '"
           << draft.attributes.getAttrs().front().getName().getValue()
           << "' is unknown or unsupported";
  return results;
}
