//===- PackHalves.h - Eight halves in 16 bytes -----------------*- C++ -*-===//
#ifndef CODEGEN_COMMON_PACKHALVES_H
#define CODEGEN_COMMON_PACKHALVES_H

#include "mlir/IR/Builders.h"

namespace mlir::burin::codegen {

/// Eight f32, in two vectors of four, as halves in a vector<4xi32>.
Value packHalves(OpBuilder &builder, Location loc, Value low, Value high);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_PACKHALVES_H
