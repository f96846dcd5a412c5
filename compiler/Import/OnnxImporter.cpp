//===- OnnxImporter.cpp - ONNX model file to the onnx dialect -------------===//
#include "OnnxImporter.h"

#include "GraphImporter.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

constexpr int64_t kMinIrVersion = 3, kMaxIrVersion = 13;

/// Imports the main graph of one model.
class ModelImporter {
public:
  ModelImporter(Location loc, const ModelFile &file, StringRef path,
                const ImportOptions &options)
      : loc(loc), model(file.getModel()), graph(model.graph()),
        external(path, options.allowMissingWeights), tensors(file, external) {}

  FailureOr<OwningOpRef<ModuleOp>> run();

private:
  LogicalResult checkVersions();
  LogicalResult importInputs(func::FuncOp func, Scope &scope);
  LogicalResult importInitializers(GraphImporter &importer, Scope &scope);
  LogicalResult importOutputs(GraphImporter &importer, func::FuncOp func,
                              Scope &scope);
  FailureOr<TensorType> convertType(const proto::ValueInfoProto &value,
                                    StringRef what,
                                    SmallVectorImpl<Attribute> *dims);

  Location loc;
  const proto::ModelProto &model;
  const proto::GraphProto &graph;
  ExternalFiles external;
  TensorImporter tensors;
};

LogicalResult ModelImporter::checkVersions() {
  if (!model.has_ir_version())
    return emitError(loc) << "is not an ONNX model: it states no IR version";
  if (model.ir_version() < kMinIrVersion || model.ir_version() > kMaxIrVersion)
    return emitError(loc) << "has ONNX IR version " << model.ir_version()
                          << ", which is not supported (" << kMinIrVersion
                          << " to " << kMaxIrVersion << " are)";
  if (!model.has_graph())
    return emitError(loc) << "is not an ONNX model: it has no graph";
  if (graph.sparse_initializer_size() > 0)
    return emitError(loc) << "has sparse initializers, which are unsupported";
  return success();
}

/// The declared type. `dims` (optional) gets one string per axis.
FailureOr<TensorType>
ModelImporter::convertType(const proto::ValueInfoProto &value, StringRef what,
                           SmallVectorImpl<Attribute> *dims) {
  std::string name = (what + " '" + value.name() + "'").str();
  if (!value.type().has_tensor_type())
    return emitError(loc)
           << name
           << " is no tensor; sequences, maps and optionals are unsupported";
  const proto::TypeProto::Tensor &tensor = value.type().tensor_type();
  FailureOr<Type> element = convertElementType(loc, tensor.elem_type(), name);
  if (failed(element))
    return failure();
  if (!tensor.has_shape())
    return TensorType(UnrankedTensorType::get(*element));
  if (tensor.shape().dim_size() > kMaxRank)
    return emitError(loc) << name << " has " << tensor.shape().dim_size()
                          << " dimensions, more than " << kMaxRank;
  Builder b(loc.getContext());
  SmallVector<int64_t> shape;
  for (const auto &dim : tensor.shape().dim()) {
    if (dim.has_dim_value() && dim.dim_value() < 0)
      return emitError(loc)
             << name << " has the negative dimension " << dim.dim_value();
    shape.push_back(dim.has_dim_value() ? dim.dim_value()
                                        : ShapedType::kDynamic);
    if (dims)
      dims->push_back(b.getStringAttr(dim.has_dim_value()
                                          ? std::to_string(dim.dim_value())
                                          : dim.dim_param()));
  }
  auto type = RankedTensorType::get(shape, *element);
  if (type.hasStaticShape() && failed(plan::getTensorBytes(type)))
    return emitError(loc) << "the size of " << name << " overflows 64 bits";
  return TensorType(type);
}

LogicalResult ModelImporter::importInputs(func::FuncOp func, Scope &scope) {
  Builder b(loc.getContext());
  llvm::StringSet<> initializers;
  for (const proto::TensorProto &tensor : graph.initializer())
    initializers.insert(tensor.name());
  for (const proto::ValueInfoProto &input : graph.input()) {
    // An input with an initializer has a default value: it is a constant here.
    if (initializers.contains(input.name()))
      continue;
    if (input.name().empty())
      return emitError(loc) << "the graph has an input without a name";
    SmallVector<Attribute> dims;
    FailureOr<TensorType> type = convertType(input, "input", &dims);
    if (failed(type))
      return failure();
    auto attributes = b.getDictionaryAttr(
        {b.getNamedAttr(kNameAttrName, b.getStringAttr(input.name())),
         b.getNamedAttr(kDimsAttrName, b.getArrayAttr(dims))});
    Location argLoc = NameLoc::get(b.getStringAttr(input.name()), loc);
    if (failed(func.insertArgument(func.getNumArguments(), *type, attributes,
                                   argLoc)))
      return emitError(loc)
             << "input '" << input.name() << "' cannot be an argument";
    Value argument = func.getArguments().back();
    if (!scope.values.try_emplace(input.name(), argument).second)
      return emitError(loc)
             << "the graph has the input '" << input.name() << "' twice";
  }
  return success();
}

LogicalResult ModelImporter::importInitializers(GraphImporter &importer,
                                                Scope &scope) {
  for (const proto::TensorProto &tensor : graph.initializer()) {
    if (tensor.name().empty())
      return emitError(loc) << "the graph has an initializer without a name";
    Location tensorLoc =
        NameLoc::get(StringAttr::get(loc.getContext(), tensor.name()), loc);
    FailureOr<Value> value =
        tensors.import(importer.builder, tensorLoc, tensor, tensor.name());
    if (failed(value) || failed(importer.define(tensorLoc, "an initializer",
                                                tensor.name(), *value, scope)))
      return failure();
  }
  return external.verifyNoOverlap(loc);
}

/// Whether a declared output type can describe the inferred one.
bool isCompatible(TensorType declared, TensorType inferred) {
  return declared.getElementType() == inferred.getElementType() &&
         succeeded(verifyCompatibleShape(declared, inferred));
}

LogicalResult ModelImporter::importOutputs(GraphImporter &importer,
                                           func::FuncOp func, Scope &scope) {
  if (graph.output_size() == 0)
    return emitError(loc) << "the graph has no output";
  SmallVector<Value> results;
  SmallVector<Attribute> attributes;
  Builder &b = importer.builder;
  for (const proto::ValueInfoProto &output : graph.output()) {
    FailureOr<Value> value =
        importer.lookup(loc, "graph output", output.name(), scope);
    if (failed(value))
      return failure();
    auto inferred = dyn_cast<TensorType>(value->getType());
    FailureOr<TensorType> declared =
        output.has_type() ? convertType(output, "output", nullptr) : inferred;
    if (failed(declared))
      return failure();
    if (!inferred || !isCompatible(*declared, inferred))
      return emitError(loc)
             << "output '" << output.name() << "' is declared as " << *declared
             << ", but the graph computes " << value->getType();
    results.push_back(*value);
    attributes.push_back(b.getDictionaryAttr(
        {b.getNamedAttr(kNameAttrName, b.getStringAttr(output.name()))}));
  }
  func::ReturnOp::create(importer.builder, loc, results);
  func.setFunctionType(b.getFunctionType(func.getFunctionType().getInputs(),
                                         ValueRange(results).getTypes()));
  func.setAllResultAttrs(attributes);
  return success();
}

FailureOr<OwningOpRef<ModuleOp>> ModelImporter::run() {
  Scope scope;
  if (failed(checkVersions()) ||
      failed(readOpsets(loc, model.opset_import(), scope.opsets)))
    return failure();
  OpBuilder builder(loc.getContext());
  OwningOpRef<ModuleOp> module(ModuleOp::create(loc));
  builder.setInsertionPointToStart(module->getBody());
  auto func = func::FuncOp::create(builder, loc, "main",
                                   builder.getFunctionType({}, {}));
  builder.setInsertionPointToStart(func.addEntryBlock());

  GraphImporter importer(builder, loc, model, tensors);
  scope.nodes = &graph.node();
  for (const proto::ValueInfoProto &output : graph.output())
    scope.used.insert(output.name());
  if (failed(importer.indexFunctions()) || failed(importInputs(func, scope)) ||
      failed(importInitializers(importer, scope)) ||
      failed(importer.importNodes(scope)) ||
      failed(importOutputs(importer, func, scope)))
    return failure();

  SmallVector<StringRef> paths(external.getPaths().begin(),
                               external.getPaths().end());
  (*module)->setAttr(plan::kFilesAttrName, builder.getStrArrayAttr(paths));
  if (failed(verify(*module)))
    return failure();
  return module;
}

} // namespace

FailureOr<OwningOpRef<ModuleOp>>
mlir::burin::importOnnxModel(MLIRContext &context, StringRef path,
                             const ImportOptions &options) {
  context
      .loadDialect<func::FuncDialect, onnx::OnnxDialect, plan::PlanDialect>();
  Location loc = FileLineColLoc::get(&context, path, 0, 0);
  FailureOr<std::unique_ptr<ModelFile>> file = ModelFile::open(loc, path);
  if (failed(file))
    return failure();
  return ModelImporter(loc, **file, path, options).run();
}
