//===- ExternalData.h - Weight files beside the model ----------*- C++ -*-===//
//
// A model names the files that hold its weights. The names are untrusted: only
// regular files inside the model's folder are accepted, reached through no
// link.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_IMPORT_EXTERNALDATA_H
#define COMPILER_IMPORT_EXTERNALDATA_H

#include "ProtoReader.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::burin {

class ExternalFiles {
public:
  ExternalFiles(StringRef modelPath, bool allowMissing);

  /// The source of `tensor`, whose data has `bytes` bytes: `#plan.file`, or
  /// `#plan.missing` when the file is absent and that is allowed.
  FailureOr<Attribute> resolve(Location loc, const proto::TensorProto &tensor,
                               uint64_t bytes);
  /// Fails when two tensors overlap without being the same bytes.
  LogicalResult verifyNoOverlap(Location loc);
  /// The model file first, then the files in order of their first use.
  ArrayRef<std::string> getPaths() const { return paths; }

private:
  /// Index in `paths` and size, or index -1 for a missing file.
  struct File {
    int64_t index = -1;
    uint64_t size = 0;
  };
  FailureOr<File> open(Location loc, StringRef tensor, StringRef location);

  struct Use {
    int64_t file;
    ByteRange range;
    std::string tensor;
  };

  std::string folder;
  bool allowMissing;
  SmallVector<std::string> paths;
  llvm::StringMap<File> files;
  std::vector<Use> uses;
};

} // namespace mlir::burin

#endif // COMPILER_IMPORT_EXTERNALDATA_H
