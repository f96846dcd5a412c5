//===- CostModel.h - Time of a kernel from bytes and FLOPs -----*- C++ -*-===//
//
// The roofline: a kernel takes as long as its memory traffic or its arithmetic,
// whichever is longer, plus one launch. Strategies compare alternatives with
// it; only ratios of its results mean anything.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_COMMON_COSTMODEL_H
#define CODEGEN_COMMON_COSTMODEL_H

#include "codegen/Common/Target.h"

namespace mlir::burin::codegen {

/// What one kernel moves and computes.
struct KernelWork {
  int64_t bytes = 0;           ///< read and written in global memory
  int64_t flops = 0;           ///< a multiply-add counts two
  bool usesMatrixUnits = false; ///< at the rate of the matrix units where there are any
};

/// Predicted nanoseconds of one kernel on `target`, its launch included.
double predictNanoseconds(const Target &target, const KernelWork &work);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_COSTMODEL_H
