//===- TargetFile.h - Target descriptions as data --------------*- C++ -*-===//
#ifndef COMPILER_TARGET_TARGETFILE_H
#define COMPILER_TARGET_TARGETFILE_H

#include "mlir/IR/BuiltinAttributes.h"

namespace mlir::burin {

/// Reads a target description: the name of a shipped target, or the path of a
/// JSON file with the same keys. `api` (opencl or vulkan; empty: the target's own)
/// selects how the device is driven: what the file's `apis` says of it replaces the
/// keys of the same name. Emits a diagnostic that lists the shipped names when there
/// is neither name nor file, or that names the key at fault.
FailureOr<DictionaryAttr> loadTarget(MLIRContext *context, StringRef nameOrPath, StringRef api = {});

/// Names of the shipped targets, sorted.
SmallVector<StringRef> getTargetNames();

} // namespace mlir::burin

#endif // COMPILER_TARGET_TARGETFILE_H
