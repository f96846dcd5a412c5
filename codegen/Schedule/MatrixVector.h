//===- MatrixVector.h - Few rows times a matrix ----------------*- C++ -*-===//
#ifndef CODEGEN_SCHEDULE_MATRIXVECTOR_H
#define CODEGEN_SCHEDULE_MATRIXVECTOR_H

#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// Rows up to which reading the rhs is what takes the time.
constexpr int64_t kMostVectorRows = 4;

/// True when the matrix-vector schedule can lower `root`: a matrix product of few rows
/// whose rhs and result run along n.
bool fitsMatrixVector(Operation *root);

/// Local memory that it needs for `root`.
int64_t countMatrixVectorBytes(Operation *root, kernel::ConfigAttr config);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_MATRIXVECTOR_H
