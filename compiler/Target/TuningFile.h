//===- TuningFile.h - Configs that were measured on a device ---*- C++ -*-===//
//
// What `burin tune` writes (docs/rationale/tuning.md): for each group of a model,
// by signature, the config that was fastest.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_TARGET_TUNINGFILE_H
#define COMPILER_TARGET_TUNINGFILE_H

#include "mlir/IR/BuiltinAttributes.h"

namespace mlir::burin {

/// Signatures and configs as text of the tuning file at `path`. Emits a diagnostic
/// when it is no tuning file, or one of another target or api ("opencl",
/// "vulkan"). The configs are not looked at: `apply-tuning` does that.
FailureOr<DictionaryAttr> loadTuning(MLIRContext *context, StringRef path, StringRef target, StringRef api);

/// The same of the file that the compiler carries for `target` and `api`; null
/// when there is none.
FailureOr<DictionaryAttr> loadShippedTuning(MLIRContext *context, StringRef target, StringRef api);

/// Reads `text`; `name` stands for it in diagnostics.
FailureOr<DictionaryAttr> parseTuning(MLIRContext *context, StringRef text, StringRef name, StringRef target,
                                      StringRef api);

} // namespace mlir::burin

#endif // COMPILER_TARGET_TUNINGFILE_H
