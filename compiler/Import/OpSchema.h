//===- OpSchema.h - Operand and result counts of operators -----*- C++ -*-===//
//
// Checked before an operation is built: the libraries that build operations
// trust their callers.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_IMPORT_OPSCHEMA_H
#define COMPILER_IMPORT_OPSCHEMA_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace mlir::burin {

/// The newest form of an operator, as the onnx dialect describes it.
struct OpSchema {
  static constexpr unsigned kVariadic = ~0u;

  llvm::StringRef name;
  /// Leading operands that must be present.
  unsigned numRequired;
  /// All operands; absent optional ones are `none`. kVariadic: any number.
  unsigned numOperands;
  /// Modelled results; kVariadic: as many as the node has outputs.
  unsigned numResults;
  /// Comma-separated attributes without a default.
  llvm::StringRef requiredAttributes;
};

/// Null when the operator is unknown.
const OpSchema *findOpSchema(llvm::StringRef name);

/// An attribute that has no meaning for inference, or one allowed value.
struct IgnoredAttribute {
  llvm::StringRef op;
  llvm::StringRef name;
  /// Any value is fine when false, else only `value`.
  bool isChecked;
  int64_t value;
};
llvm::ArrayRef<IgnoredAttribute> getIgnoredAttributes();

} // namespace mlir::burin

#endif // COMPILER_IMPORT_OPSCHEMA_H
