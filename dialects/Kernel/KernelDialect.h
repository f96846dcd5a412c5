//===- KernelDialect.h - The kernel dialect --------------------*- C++ -*-===//
#ifndef DIALECTS_KERNEL_KERNELDIALECT_H
#define DIALECTS_KERNEL_KERNELDIALECT_H

#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"

#include "dialects/Kernel/KernelDialect.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/Kernel/KernelAttrs.h.inc"

namespace mlir::burin::kernel {

/// Function attribute that holds the group's #kernel.config.
constexpr llvm::StringLiteral kConfigAttrName = "kernel.config";

} // namespace mlir::burin::kernel

#endif // DIALECTS_KERNEL_KERNELDIALECT_H
