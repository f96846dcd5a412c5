//===- ProtoReader.h - Model file to ModelProto ----------------*- C++ -*-===//
//
// Weights make up nearly all of a model file. They are not parsed: the file is
// mapped, one walk over the wire format records where the bytes of each tensor
// lie, and libprotobuf parses what remains.
//
//===----------------------------------------------------------------------===//
#ifndef COMPILER_IMPORT_PROTOREADER_H
#define COMPILER_IMPORT_PROTOREADER_H

#include "onnx.pb.h"

#include "mlir/IR/Location.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <vector>

namespace mlir::burin {

namespace proto = ::onnx;

/// Bytes of the model file, [offset, offset + length).
struct ByteRange {
  uint64_t offset = 0;
  uint64_t length = 0;
};

/// A parsed model. `raw_data` of every tensor in `model` holds a token instead
/// of the data; `getRawRange` turns it into a range of the file.
class ModelFile {
public:
  /// Maps and parses `path`. Emits an error at `loc` and fails when it is no
  /// regular file, too large for protobuf or malformed.
  static FailureOr<std::unique_ptr<ModelFile>> open(Location loc,
                                                    StringRef path);

  const proto::ModelProto &getModel() const { return model; }
  /// Where the raw data of `tensor` lies; `tensor.has_raw_data()` is required.
  ByteRange getRawRange(const proto::TensorProto &tensor) const;
  /// `range` comes from getRawRange, so it lies inside the file.
  StringRef getBytes(ByteRange range) const {
    return buffer->getBuffer().substr(range.offset, range.length);
  }

private:
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  proto::ModelProto model;
  std::vector<ByteRange> ranges;
};

} // namespace mlir::burin

#endif // COMPILER_IMPORT_PROTOREADER_H
