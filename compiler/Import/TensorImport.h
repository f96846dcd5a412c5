//===- TensorImport.h - TensorProto to constants ---------------*- C++ -*-===//
#ifndef COMPILER_IMPORT_TENSORIMPORT_H
#define COMPILER_IMPORT_TENSORIMPORT_H

#include "ExternalData.h"
#include "ProtoReader.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::burin {

/// More dimensions than this are refused everywhere.
constexpr int64_t kMaxRank = 64;

/// Printable name of an ONNX element type, e.g. "FLOAT16".
std::string getDataTypeName(int32_t dataType);
/// The MLIR type of an ONNX element type. Signed integers are signless,
/// unsigned ones are not. With `narrowDouble` f64 becomes f32: exporters insert
/// f64 for scalars of half-precision models, and the onnx dialect computes in
/// f32. Emits an error that starts with `what` for unsupported types.
FailureOr<Type> convertElementType(Location loc, int32_t dataType,
                                   const Twine &what,
                                   bool narrowDouble = false);

/// Turns tensors of the model into constants of the IR.
class TensorImporter {
public:
  TensorImporter(const ModelFile &file, ExternalFiles &external)
      : file(file), external(external) {}

  /// A literal (`onnx.Constant`) when small, else a `plan.constant` that refers
  /// to the bytes where they lie.
  FailureOr<Value> import(OpBuilder &builder, Location loc,
                          const proto::TensorProto &tensor, StringRef name);
  /// The elements of a tensor that must be small and inline.
  FailureOr<DenseElementsAttr>
  importLiteral(Location loc, const proto::TensorProto &tensor, StringRef name);

private:
  /// Type and size after all checks that need no data.
  struct Header {
    RankedTensorType type;
    uint64_t bytes = 0;
    bool isExternal = false;
    bool isRaw = false;
    /// Stored as f64, literals only; `type` is f32 and `bytes` counts f64.
    bool isDouble = false;
  };
  FailureOr<Header> readHeader(Location loc, const proto::TensorProto &tensor,
                               StringRef name);
  FailureOr<DenseElementsAttr> readElements(Location loc,
                                            const proto::TensorProto &tensor,
                                            StringRef name,
                                            const Header &header);

  const ModelFile &file;
  ExternalFiles &external;
};

} // namespace mlir::burin

#endif // COMPILER_IMPORT_TENSORIMPORT_H
