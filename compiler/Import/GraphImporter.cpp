//===- GraphImporter.cpp - Nodes to operations ----------------------------===//
#include "GraphImporter.h"

#include "AttributeImport.h"
#include "OpSchema.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

/// Inlining may multiply nodes: this bounds the operations of one model.
constexpr size_t kMaxNodes = 1 << 17;
constexpr size_t kMaxCallDepth = 64;
constexpr size_t kMaxFunctions = 10000;
constexpr size_t kMaxResults = 1024;

bool isDefaultDomain(StringRef domain) {
  return domain.empty() || domain == "ai.onnx";
}

std::string getFunctionKey(StringRef domain, StringRef name,
                           StringRef overload) {
  // A NUL cannot be forged: it separates whatever bytes the names hold.
  return (isDefaultDomain(domain) ? Twine() : Twine(domain)).str() + '\0' +
         name.str() + '\0' + overload.str();
}

/// Attributes of the onnx dialect that are not ONNX attributes.
bool isInternalAttribute(StringRef name) { return name == "channels_last"; }

LogicalResult checkOperandCount(const NodeDraft &draft,
                                const OpSchema &schema) {
  if (draft.operands.size() > schema.numOperands)
    return draft.emitError()
           << "has " << draft.operands.size() << " inputs, at most "
           << schema.numOperands << " are supported";
  bool isVariadic = schema.numOperands == OpSchema::kVariadic;
  if (draft.operands.size() < schema.numRequired)
    return draft.emitError()
           << "has " << draft.operands.size() << " inputs, at least "
           << schema.numRequired << " are required";
  for (auto [index, operand] : llvm::enumerate(draft.operands))
    if ((isVariadic || index < schema.numRequired) &&
        mlir::burin::onnx::isAbsent(operand))
      return draft.emitError()
             << "input " << index << " is required but absent";
  return success();
}

LogicalResult checkAttributes(const NodeDraft &draft, const OpSchema &schema,
                              RegisteredOperationName name,
                              NamedAttrList &attributes) {
  for (NamedAttribute attribute : attributes)
    if (isInternalAttribute(attribute.getName()) ||
        !llvm::is_contained(name.getAttributeNames(), attribute.getName()))
      return draft.emitError()
             << "attribute '" << attribute.getName().getValue()
             << "' is unknown or unsupported";
  SmallVector<StringRef> required;
  schema.requiredAttributes.split(required, ',', -1, /*KeepEmpty=*/false);
  for (StringRef attribute : required)
    if (!attributes.get(attribute))
      return draft.emitError() << "has no attribute '" << attribute << "'";
  return name.verifyInherentAttrs(attributes,
                                  [&] { return draft.emitError(); });
}

} // namespace

LogicalResult mlir::burin::readOpsets(
    Location loc,
    const google::protobuf::RepeatedPtrField<proto::OperatorSetIdProto>
        &imports,
    llvm::StringMap<int64_t> &opsets) {
  for (const proto::OperatorSetIdProto &import : imports) {
    StringRef domain =
        isDefaultDomain(import.domain()) ? StringRef() : import.domain();
    auto [it, isNew] = opsets.try_emplace(domain, import.version());
    if (!isNew && it->second != import.version())
      return emitError(loc) << "the operator set of domain '" << domain
                            << "' is imported in two versions";
  }
  auto it = opsets.find("");
  if (it == opsets.end())
    return emitError(loc)
           << "no version of the default operator set is imported";
  if (it->second < kMinOpset || it->second > kMaxOpset)
    return emitError(loc)
           << "uses ONNX operator set " << it->second
           << ", which is not supported (" << kMinOpset << " to " << kMaxOpset
           << " are); export the model with another opset version";
  return success();
}

LogicalResult GraphImporter::indexFunctions() {
  if (static_cast<size_t>(model.functions_size()) > kMaxFunctions)
    return emitError(fileLoc)
           << "has " << model.functions_size()
           << " model-local functions, more than " << kMaxFunctions;
  for (const proto::FunctionProto &function : model.functions()) {
    std::string key =
        getFunctionKey(function.domain(), function.name(), function.overload());
    if (!functions.try_emplace(key, &function).second)
      return emitError(fileLoc)
             << "defines the function '" << function.name() << "' twice";
  }
  return success();
}

//===--- Names
//--------------------------------------------------------------===//

FailureOr<Value> GraphImporter::lookup(Location loc, StringRef what,
                                       StringRef name, const Scope &scope) {
  auto it = scope.values.find(name);
  if (it != scope.values.end())
    return it->second;
  for (const proto::NodeProto &node : *scope.nodes)
    if (llvm::is_contained(node.output(), name.str()))
      return emitError(loc)
             << what << ": reads '" << name << "' before node '" << node.name()
             << "' (" << node.op_type()
             << ") makes it; the graph has a cycle or is not sorted";
  return emitError(loc) << what << ": reads '" << name
                        << "', which no node, input or initializer defines";
}

LogicalResult GraphImporter::define(Location loc, StringRef what,
                                    StringRef name, Value value, Scope &scope) {
  if (!scope.values.try_emplace(name, value).second)
    return emitError(loc) << what << ": defines '" << name
                          << "', which is already defined";
  return success();
}

//===--- Nodes
//--------------------------------------------------------------===//

LogicalResult GraphImporter::importNodes(Scope &scope) {
  for (const proto::NodeProto &node : *scope.nodes)
    for (const std::string &input : node.input())
      scope.used.insert(input);
  for (auto [index, node] : llvm::enumerate(*scope.nodes))
    if (failed(importNode(node, index, scope)))
      return failure();
  return success();
}

LogicalResult GraphImporter::importNode(const proto::NodeProto &node,
                                        size_t index, Scope &scope) {
  std::string name = node.name();
  if (name.empty())
    name = node.op_type() + "_" + std::to_string(index);
  Location loc =
      NameLoc::get(StringAttr::get(builder.getContext(), name), fileLoc);
  std::string what = "node '" + name + "' (" + node.op_type() + ")";
  if (++numNodes > kMaxNodes)
    return emitError(loc) << what << ": the model has more than " << kMaxNodes
                          << " nodes after inlining its functions";
  StringRef domain = node.domain();
  NodeDraft draft{loc, what, node.op_type(), 0, {}, {}, 1, {}};
  auto function =
      functions.find(getFunctionKey(domain, node.op_type(), node.overload()));
  if (function != functions.end())
    return importCall(node, draft, *function->second, scope);
  if (const ContribOp *op = findContribOp(domain, node.op_type()))
    return importContribOp(node, draft, *op, scope);
  if (isContribDomain(domain))
    return draft.emitError() << "operator '" << node.op_type() << "' of domain '"
                             << domain << "' is not supported";
  if (!isDefaultDomain(domain))
    return draft.emitError()
           << "operators of domain '" << domain << "' are not supported";
  draft.opset = scope.opsets.lookup("");
  if (node.op_type() == "Constant")
    return importConstant(node, draft, scope);
  return importOperator(node, draft, scope);
}

LogicalResult GraphImporter::collectOperands(const proto::NodeProto &node,
                                             NodeDraft &draft, Scope &scope) {
  for (const std::string &input : node.input()) {
    if (input.empty()) {
      draft.operands.push_back(getNoValue(draft.loc));
      continue;
    }
    FailureOr<Value> value = lookup(draft.loc, draft.what, input, scope);
    if (failed(value))
      return failure();
    draft.operands.push_back(*value);
  }
  // Trailing absent operands are the same as operands that are not listed.
  while (!draft.operands.empty() && onnx::isAbsent(draft.operands.back()))
    draft.operands.pop_back();
  return success();
}

FailureOr<const proto::AttributeProto *>
GraphImporter::resolveAttribute(const NodeDraft &draft,
                                const proto::AttributeProto &attribute,
                                const Scope &scope) {
  if (attribute.ref_attr_name().empty())
    return &attribute;
  if (scope.callStack.empty())
    return draft.emitError()
           << "attribute '" << attribute.name()
           << "' refers to a function attribute outside of a function";
  auto it = scope.attributes.find(attribute.ref_attr_name());
  const proto::AttributeProto *given =
      it == scope.attributes.end() ? nullptr : it->second;
  if (given && attribute.type() != proto::AttributeProto::UNDEFINED &&
      attribute.type() != given->type())
    return draft.emitError()
           << "attribute '" << attribute.name()
           << "' refers to a function attribute of another type";
  return given;
}

LogicalResult GraphImporter::collectAttributes(const proto::NodeProto &node,
                                               NodeDraft &draft, Scope &scope) {
  for (const proto::AttributeProto &attribute : node.attribute()) {
    if (attribute.name().empty())
      return draft.emitError() << "has an attribute without a name";
    FailureOr<const proto::AttributeProto *> source =
        resolveAttribute(draft, attribute, scope);
    if (failed(source))
      return failure();
    if (!*source)
      continue;
    FailureOr<Attribute> value;
    if ((*source)->name() == attribute.name()) {
      value = importAttribute(draft.loc, draft.what, draft.opType, **source,
                              tensors);
    } else {
      proto::AttributeProto renamed(**source);
      renamed.set_name(attribute.name());
      value = importAttribute(draft.loc, draft.what, draft.opType, renamed,
                              tensors);
    }
    if (failed(value))
      return failure();
    if (draft.attributes.get(attribute.name()))
      return draft.emitError()
             << "has the attribute '" << attribute.name() << "' twice";
    draft.attributes.set(attribute.name(), *value);
  }
  return success();
}

LogicalResult GraphImporter::importOperator(const proto::NodeProto &node,
                                            NodeDraft &draft, Scope &scope) {
  // Upsample has become Resize.
  const OpSchema *schema =
      findOpSchema(draft.opType == "Upsample" ? "Resize" : draft.opType);
  if (!schema)
    return draft.emitError()
           << "operator '" << draft.opType << "' is not supported";
  if (failed(collectOperands(node, draft, scope)) ||
      failed(collectAttributes(node, draft, scope)))
    return failure();
  if (static_cast<size_t>(node.output_size()) > kMaxResults)
    return draft.emitError() << "has " << node.output_size() << " outputs";

  bool isVariadic = schema->numResults == OpSchema::kVariadic;
  draft.numResults = isVariadic ? node.output_size() : 0;
  for (auto [index, output] : llvm::enumerate(node.output())) {
    bool isUsed = !output.empty() && scope.used.contains(output);
    if (isUsed && index >= schema->numResults)
      return draft.emitError() << "output " << index << " ('" << output
                               << "') is used but not supported";
    if (isUsed)
      draft.numResults = std::max<unsigned>(draft.numResults, index + 1);
  }
  if (node.output_size() == 0)
    return draft.emitError() << "has no output";

  if (failed(upgradeDraft(draft, *this)))
    return failure();
  auto finish = draft.finish;
  FailureOr<Operation *> op = build(draft);
  if (failed(op))
    return failure();
  SmallVector<Value> results((*op)->getResults());
  if (finish) {
    FailureOr<Value> finished = finish(results[0]);
    if (failed(finished))
      return failure();
    results[0] = *finished;
  }
  for (auto [output, result] : llvm::zip(node.output(), results))
    if (!output.empty() && !isa<NoneType>(result.getType()) &&
        failed(define(draft.loc, draft.what, output, result, scope)))
      return failure();
  return success();
}

LogicalResult GraphImporter::importContribOp(const proto::NodeProto &node,
                                             NodeDraft &draft,
                                             const ContribOp &op,
                                             Scope &scope) {
  if (failed(collectOperands(node, draft, scope)) ||
      failed(collectAttributes(node, draft, scope)))
    return failure();
  if (node.output_size() == 0)
    return draft.emitError() << "has no output";
  FailureOr<SmallVector<Value>> results = buildContribOp(op, draft, *this);
  if (failed(results))
    return failure();
  for (auto [index, output] : llvm::enumerate(node.output())) {
    Value result = index < results->size() ? (*results)[index] : Value();
    if (!result && !output.empty() && scope.used.contains(output))
      return draft.emitError() << "output " << index << " ('" << output
                               << "') is used but not supported";
    if (result && !output.empty() &&
        failed(define(draft.loc, draft.what, output, result, scope)))
      return failure();
  }
  return success();
}

FailureOr<Value> GraphImporter::create(NodeDraft draft) {
  FailureOr<Operation *> op = build(draft);
  if (failed(op))
    return failure();
  return (*op)->getResult(0);
}

FailureOr<Operation *> GraphImporter::build(NodeDraft &draft) {
  const OpSchema *schema = findOpSchema(draft.opType);
  auto name = RegisteredOperationName::lookup("onnx." + draft.opType,
                                              builder.getContext());
  if (!schema || !name)
    return draft.emitError()
           << "operator '" << draft.opType << "' is not supported";
  while (draft.operands.size() < schema->numOperands &&
         schema->numOperands != OpSchema::kVariadic)
    draft.operands.push_back(getNoValue(draft.loc));
  // Absent operands were appended, so the count is right; presence is checked.
  if (failed(checkOperandCount(draft, *schema)) ||
      failed(checkAttributes(draft, *schema, *name, draft.attributes)))
    return failure();

  OperationState state(draft.loc, *name);
  state.addOperands(draft.operands);
  state.addAttributes(draft.attributes);
  bool isVariadic = schema->numResults == OpSchema::kVariadic;
  unsigned numResults = isVariadic ? draft.numResults : schema->numResults;
  // Placeholders: inference sets the types.
  for (unsigned i = 0; i < numResults; ++i)
    state.addTypes(isVariadic || i == 0 || i < draft.numResults
                       ? Type(UnrankedTensorType::get(builder.getF32Type()))
                       : Type(builder.getNoneType()));
  Operation *op = builder.create(state);
  if (failed(cast<onnx::ShapeInferenceInterface>(op).inferResultTypes()))
    return failure();
  return op;
}

//===--- Constants
//----------------------------------------------------------===//

LogicalResult GraphImporter::importConstant(const proto::NodeProto &node,
                                            NodeDraft &draft, Scope &scope) {
  if (node.input_size() != 0 || node.output_size() != 1 ||
      node.output(0).empty() || node.attribute_size() != 1)
    return draft.emitError()
           << "a Constant has no input, one output and one attribute";
  FailureOr<const proto::AttributeProto *> attribute =
      resolveAttribute(draft, node.attribute(0), scope);
  if (failed(attribute))
    return failure();
  if (!*attribute)
    return draft.emitError()
           << "its value is a function attribute that the caller does not give";
  FailureOr<Value> value = failure();
  if ((*attribute)->type() == proto::AttributeProto::TENSOR &&
      (*attribute)->has_t()) {
    value =
        tensors.import(builder, draft.loc, (*attribute)->t(), node.output(0));
  } else {
    FailureOr<Attribute> number = importAttribute(
        draft.loc, draft.what, draft.opType, **attribute, tensors);
    if (failed(number))
      return failure();
    DenseElementsAttr elements;
    if (auto ints = dyn_cast<DenseI64ArrayAttr>(*number))
      elements = DenseElementsAttr::get(
          RankedTensorType::get({ints.size()}, builder.getI64Type()),
          ints.asArrayRef());
    else if (auto list = dyn_cast<ArrayAttr>(*number))
      elements = DenseElementsAttr::get(
          RankedTensorType::get({static_cast<int64_t>(list.size())},
                                builder.getF32Type()),
          list.getValue());
    else if (auto scalar = dyn_cast<TypedAttr>(*number);
             scalar && !isa<StringAttr>(*number))
      elements =
          DenseElementsAttr::get(RankedTensorType::get({}, scalar.getType()),
                                 ArrayRef<Attribute>(*number));
    else
      return draft.emitError()
             << "attribute '" << (*attribute)->name() << "' is unsupported";
    value = getLiteral(draft.loc, elements);
  }
  if (failed(value))
    return failure();
  return define(draft.loc, draft.what, node.output(0), *value, scope);
}

//===--- Functions
//----------------------------------------------------------===//

LogicalResult GraphImporter::importCall(const proto::NodeProto &node,
                                        NodeDraft &draft,
                                        const proto::FunctionProto &function,
                                        Scope &scope) {
  if (llvm::is_contained(scope.callStack, &function))
    return draft.emitError()
           << "function '" << function.name() << "' calls itself";
  if (scope.callStack.size() >= kMaxCallDepth)
    return draft.emitError()
           << "functions are nested more than " << kMaxCallDepth << " deep";
  if (node.input_size() > function.input_size() ||
      node.output_size() > function.output_size())
    return draft.emitError() << "passes more inputs or outputs than function '"
                             << function.name() << "' has";
  Scope body;
  body.nodes = &function.node();
  body.callStack = scope.callStack;
  body.callStack.push_back(&function);
  if (failed(readOpsets(draft.loc, function.opset_import(), body.opsets)))
    return failure();
  for (const proto::AttributeProto &attribute : function.attribute_proto())
    body.attributes[attribute.name()] = &attribute;
  for (const proto::AttributeProto &attribute : node.attribute()) {
    auto resolved = resolveAttribute(draft, attribute, scope);
    if (failed(resolved))
      return failure();
    if (*resolved)
      body.attributes[attribute.name()] = *resolved;
  }
  if (failed(collectOperands(node, draft, scope)))
    return failure();
  for (auto [index, input] : llvm::enumerate(function.input())) {
    Value value = index < draft.operands.size() ? draft.operands[index]
                                                : getNoValue(draft.loc);
    if (failed(define(draft.loc, draft.what, input, value, body)))
      return failure();
  }
  for (const std::string &output : function.output())
    body.used.insert(output);
  if (failed(importNodes(body)))
    return failure();
  for (auto [index, output] : llvm::enumerate(node.output())) {
    if (output.empty())
      continue;
    FailureOr<Value> value = lookup(
        draft.loc, draft.what, function.output(static_cast<int>(index)), body);
    if (failed(value) ||
        failed(define(draft.loc, draft.what, output, *value, scope)))
      return failure();
  }
  return success();
}
