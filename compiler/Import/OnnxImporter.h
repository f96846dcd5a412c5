//===- OnnxImporter.h - ONNX model file to the onnx dialect ----*- C++ -*-===//
#ifndef COMPILER_IMPORT_ONNXIMPORTER_H
#define COMPILER_IMPORT_ONNXIMPORTER_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace mlir::burin {

/// Argument and result attribute of `main`: the name in the ONNX graph.
constexpr llvm::StringLiteral kNameAttrName = "plan.name";
/// Argument attribute of `main`: one string per axis, a number, the name of a
/// symbolic dimension, or "" for an unnamed dynamic dimension.
constexpr llvm::StringLiteral kDimsAttrName = "plan.dims";

struct ImportOptions {
  /// An external weight file that does not exist becomes `#plan.missing`
  /// instead of an error.
  bool allowMissingWeights = false;
};

/// Reads the ONNX model at `path` into a module with one `func.func @main`:
/// one `onnx` operation per node, located by its name. Weights stay in their
/// files (`plan.constant` with `#plan.file`; `plan.files` lists the files, the
/// model itself first). Every failure is a diagnostic that names the file,
/// node or tensor; the model file is untrusted and never aborts the process.
FailureOr<OwningOpRef<ModuleOp>>
importOnnxModel(MLIRContext &context, StringRef path,
                const ImportOptions &options = {});

} // namespace mlir::burin

#endif // COMPILER_IMPORT_ONNXIMPORTER_H
