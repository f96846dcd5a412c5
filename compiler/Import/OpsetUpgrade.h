//===- OpsetUpgrade.h - Older operator forms to the newest -----*- C++ -*-===//
#ifndef COMPILER_IMPORT_OPSETUPGRADE_H
#define COMPILER_IMPORT_OPSETUPGRADE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include <functional>

namespace mlir::burin {

/// A node on its way to an operation: operands and attributes as the file has
/// them, rewritten step by step to what the onnx dialect describes.
struct NodeDraft {
  Location loc;
  /// "node 'NAME' (OP)", the start of every message about the node.
  std::string what;
  std::string opType;
  int64_t opset;
  SmallVector<Value> operands;
  NamedAttrList attributes;
  /// Outputs that the rest of the graph uses: one more than the last such.
  unsigned numResults = 1;
  /// Builds what follows the operation; gets its first result.
  std::function<FailureOr<Value>(Value)> finish;

  InFlightDiagnostic emitError() const {
    return mlir::emitError(loc) << what << ": ";
  }
};

/// What an upgrade may use to build operations before and after the draft.
class DraftBuilder {
public:
  virtual ~DraftBuilder() = default;
  /// Builds one operation with inferred result types.
  virtual FailureOr<Value> create(NodeDraft draft) = 0;

  Value getNoValue(Location loc);
  /// A one-dimensional i64 literal.
  Value getInts(Location loc, ArrayRef<int64_t> values);
  Value getLiteral(Location loc, DenseElementsAttr value);
  /// One operation that belongs to the same node as `from`.
  FailureOr<Value> create(const NodeDraft &from, StringRef opType,
                          ArrayRef<Value> operands,
                          ArrayRef<NamedAttribute> attributes = {});

  explicit DraftBuilder(OpBuilder builder) : builder(builder) {}
  OpBuilder builder;
};

/// Rewrites `draft` from its opset to the newest form. Emits an error when the
/// old form has no equivalent.
LogicalResult upgradeDraft(NodeDraft &draft, DraftBuilder &builder);

/// One row of the upgrade table: nodes of `opType` below opset `below`.
struct Upgrade {
  StringRef opType;
  int64_t below;
  LogicalResult (*apply)(NodeDraft &, DraftBuilder &);
};
ArrayRef<Upgrade> getTensorUpgrades();
ArrayRef<Upgrade> getNNUpgrades();

/// Removes the attribute `name` and returns it, or null.
Attribute takeAttribute(NodeDraft &draft, StringRef name);
/// Removes an integer list attribute. Fails with a diagnostic when it is
/// required and absent, or of another type.
FailureOr<std::optional<SmallVector<int64_t>>>
takeInts(NodeDraft &draft, StringRef name, bool isRequired);
/// Fails with a diagnostic when the draft has more than `count` operands.
LogicalResult checkMaxOperands(NodeDraft &draft, size_t count);

} // namespace mlir::burin

#endif // COMPILER_IMPORT_OPSETUPGRADE_H
