//===- GraphImporter.h - Nodes to operations -------------------*- C++ -*-===//
#ifndef COMPILER_IMPORT_GRAPHIMPORTER_H
#define COMPILER_IMPORT_GRAPHIMPORTER_H

#include "ContribOps.h"
#include "OpsetUpgrade.h"
#include "TensorImport.h"

#include "llvm/ADT/StringSet.h"

namespace mlir::burin {

/// Opsets of the default domain; the onnx dialect follows the newest.
constexpr int64_t kMinOpset = 6, kMaxOpset = 26;

/// Names visible in one graph or function body.
struct Scope {
  /// SSA values by name; a value of type `none` is an absent optional input.
  llvm::StringMap<Value> values;
  /// Names that the graph reads; an output outside of it is unused.
  llvm::StringSet<> used;
  /// Attributes of the function call, for references from the body.
  llvm::StringMap<const proto::AttributeProto *> attributes;
  /// Version of each imported operator set, by domain ("" is the default).
  llvm::StringMap<int64_t> opsets;
  const google::protobuf::RepeatedPtrField<proto::NodeProto> *nodes = nullptr;
  /// Functions on the call stack, innermost last.
  SmallVector<const proto::FunctionProto *> callStack;
};

/// Reads the opset list of a model or function. Emits an error for versions
/// outside of [kMinOpset, kMaxOpset].
LogicalResult
readOpsets(Location loc,
           const google::protobuf::RepeatedPtrField<proto::OperatorSetIdProto>
               &imports,
           llvm::StringMap<int64_t> &opsets);

/// Builds operations for nodes, inlining model-local functions.
class GraphImporter : public DraftBuilder {
public:
  GraphImporter(OpBuilder builder, Location fileLoc,
                const proto::ModelProto &model, TensorImporter &tensors)
      : DraftBuilder(builder), fileLoc(fileLoc), model(model),
        tensors(tensors) {}

  /// Indexes the model's functions; fails on duplicates.
  LogicalResult indexFunctions();
  /// Imports `scope.nodes` in order.
  LogicalResult importNodes(Scope &scope);
  /// The value named `name`, or a diagnostic that says why there is none.
  FailureOr<Value> lookup(Location loc, StringRef what, StringRef name,
                          const Scope &scope);
  LogicalResult define(Location loc, StringRef what, StringRef name,
                       Value value, Scope &scope);

  FailureOr<Value> create(NodeDraft draft) override;

private:
  LogicalResult importNode(const proto::NodeProto &node, size_t index,
                           Scope &scope);
  LogicalResult importConstant(const proto::NodeProto &node, NodeDraft &draft,
                               Scope &scope);
  LogicalResult importOperator(const proto::NodeProto &node, NodeDraft &draft,
                               Scope &scope);
  LogicalResult importContribOp(const proto::NodeProto &node, NodeDraft &draft,
                                const ContribOp &op, Scope &scope);
  LogicalResult importCall(const proto::NodeProto &node, NodeDraft &draft,
                           const proto::FunctionProto &function, Scope &scope);
  LogicalResult collectOperands(const proto::NodeProto &node, NodeDraft &draft,
                                Scope &scope);
  LogicalResult collectAttributes(const proto::NodeProto &node,
                                  NodeDraft &draft, Scope &scope);
  /// The attribute itself, or what a reference to the caller's stands for
  /// (null: the caller does not give it).
  FailureOr<const proto::AttributeProto *>
  resolveAttribute(const NodeDraft &draft,
                   const proto::AttributeProto &attribute, const Scope &scope);
  FailureOr<Operation *> build(NodeDraft &draft);

  Location fileLoc;
  const proto::ModelProto &model;
  TensorImporter &tensors;
  llvm::StringMap<const proto::FunctionProto *> functions;
  size_t numNodes = 0;
};

} // namespace mlir::burin

#endif // COMPILER_IMPORT_GRAPHIMPORTER_H
