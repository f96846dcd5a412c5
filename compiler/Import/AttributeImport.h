//===- AttributeImport.h - AttributeProto to attributes --------*- C++ -*-===//
#ifndef COMPILER_IMPORT_ATTRIBUTEIMPORT_H
#define COMPILER_IMPORT_ATTRIBUTEIMPORT_H

#include "TensorImport.h"

namespace mlir::burin {

/// Converts `attribute` of a node of type `opType`: INT to i64, FLOAT to f32,
/// INTS to a dense i64 array, FLOATS to an array of f32, STRING to a string,
/// TENSOR to a literal, element type numbers (`to`, `dtype`) to a type. `what`
/// describes the node and starts every message.
FailureOr<Attribute> importAttribute(Location loc, StringRef what,
                                     StringRef opType,
                                     const proto::AttributeProto &attribute,
                                     TensorImporter &tensors);

} // namespace mlir::burin

#endif // COMPILER_IMPORT_ATTRIBUTEIMPORT_H
