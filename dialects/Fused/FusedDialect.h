//===- FusedDialect.h - The fused dialect ----------------------*- C++ -*-===//
#ifndef DIALECTS_FUSED_FUSEDDIALECT_H
#define DIALECTS_FUSED_FUSEDDIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/Fused/FusedDialect.h.inc"
#define GET_OP_CLASSES
#include "dialects/Fused/FusedOps.h.inc"

#endif // DIALECTS_FUSED_FUSEDDIALECT_H
