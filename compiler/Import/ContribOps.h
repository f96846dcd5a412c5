//===- ContribOps.h - Fused operators of ONNX Runtime ----------*- C++ -*-===//
//
// ONNX Runtime's graph optimizers write operators of the domain com.microsoft.
// Each is taken apart into operations of the onnx dialect here, in the form
// that the raising passes make, so a model gives the same plan before and after
// those optimizers. Semantics: ContribOperators.md of ONNX Runtime. Einsum, whose
// meaning is in a string, is taken apart the same way.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_IMPORT_CONTRIBOPS_H
#define COMPILER_IMPORT_CONTRIBOPS_H

#include "OpsetUpgrade.h"

namespace mlir::burin {

/// Builds what one fused node computes. Every step takes and gives null once
/// something has failed (the error is out by then), so a builder reads as
/// straight-line code.
class ContribNode {
public:
  ContribNode(NodeDraft &draft, DraftBuilder &builder)
      : draft(draft), builder(builder) {}

  /// Operand `index`; null when it is absent.
  Value input(size_t index) const;
  bool has(size_t index) const { return static_cast<bool>(input(index)); }

  /// Removes an attribute and returns it; `byDefault` when it is absent. An
  /// attribute of another kind is an error.
  int64_t takeInt(StringRef name, int64_t byDefault);
  int64_t takeRequiredInt(StringRef name);
  double takeFloat(StringRef name, double byDefault);
  std::string takeString(StringRef name);
  SmallVector<double> takeFloats(StringRef name);
  SmallVector<int64_t> takeIntegers(StringRef name);

  /// One operation of the onnx dialect; its first result.
  Value op(StringRef type, ArrayRef<Value> operands,
           ArrayRef<NamedAttribute> attributes = {});
  /// `value` with the element type of `like`.
  Value castLike(Value value, Value like);
  /// `value` + operand `index`, or `value` when that is absent.
  Value addInput(Value value, size_t index);
  Value transpose(Value value, ArrayRef<int64_t> perm);
  Value reshape(Value value, ArrayRef<int64_t> shape);
  /// `count` parts of the sizes `sizes` along `axis`; empty on failure.
  SmallVector<Value> split(Value value, int64_t axis, ArrayRef<int64_t> sizes);
  /// A rank-0 literal with the element type of `like`.
  Value scalarLike(Value like, double number);
  /// One of the activations that FusedConv and FusedGemm name.
  Value activate(Value value, StringRef name, ArrayRef<double> parameters);

  /// The type of `value`; an error when it has no rank.
  RankedTensorType typeOf(Value value);
  NamedAttribute attribute(StringRef name, int64_t value) const;
  NamedAttribute attribute(StringRef name, double value) const;
  NamedAttribute attribute(StringRef name, StringRef value) const;
  Value absent() { return builder.getNoValue(draft.loc); }
  Value integers(ArrayRef<int64_t> values) {
    return builder.getInts(draft.loc, values);
  }

  /// Reports that the node cannot be imported, and why.
  Value fail(const Twine &why);
  bool isFailed() const { return hasFailed; }

  NodeDraft &draft;
  DraftBuilder &builder;

private:
  bool hasFailed = false;
};

/// A fused operator: operand counts, and its outputs as values (null: an output
/// that is not supported).
struct ContribOp {
  StringRef name;
  unsigned numRequired, numOperands;
  SmallVector<Value> (*build)(ContribNode &);
};

/// Null when `domain` has no such operator, or none that is supported.
const ContribOp *findContribOp(StringRef domain, StringRef name);
/// Whether `domain` is one of those that findContribOp knows.
bool isContribDomain(StringRef domain);

/// The outputs of `draft`. Fails with a diagnostic on operand counts that `op`
/// does not have and on attributes that it does not know.
FailureOr<SmallVector<Value>>
buildContribOp(const ContribOp &op, NodeDraft &draft, DraftBuilder &builder);

// Parts of the table, by file.
ArrayRef<ContribOp> getContribActivations();
ArrayRef<ContribOp> getContribNorms();
ArrayRef<ContribOp> getContribProducts();
ArrayRef<ContribOp> getContribAttention();
ArrayRef<ContribOp> getEinsum();

} // namespace mlir::burin

#endif // COMPILER_IMPORT_CONTRIBOPS_H
