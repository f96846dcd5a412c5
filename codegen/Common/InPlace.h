//===- InPlace.h - Which inputs a kernel may overwrite ---------*- C++ -*-===//
#ifndef CODEGEN_COMMON_INPLACE_H
#define CODEGEN_COMMON_INPLACE_H

#include "codegen/Common/Group.h"

namespace mlir::burin::codegen {

/// Attribute of a gpu.module: numbers of the kernel's inputs whose memory its
/// result may share (array of i64).
constexpr llvm::StringLiteral kInPlaceAttrName = "plan.in_place";

/// Numbers of the group's arguments that the result may overlay: of the size
/// and element width of the result, and read only where the result is written,
/// by the work item (or, for a row, the work group) that writes it, and before.
SmallVector<int64_t> getInPlaceInputs(Group &group);

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_INPLACE_H
