//===- OpenCLTypes.h - Spelling of types and helpers in OpenCL C -*- C++ -*-===//
#ifndef CODEGEN_OPENCL_OPENCLTYPES_H
#define CODEGEN_OPENCL_OPENCLTYPES_H

#include "mlir/Dialect/EmitC/IR/EmitC.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mlir::burin::codegen {

/// Types of kernel code to opaque OpenCL C spellings. f16 and bf16 values are
/// `float`: halves exist in memory only. i1 stays i1 (`bool`); a vector of i1
/// is the int mask (0 or -1 per lane) that OpenCL's relational operators yield.
/// Buffers are pointer typedefs of the prelude, one per address space and
/// element type (`gp_float`, `lp_float`): an address space inside a pointee
/// would leak into the types of locals.
class OpenCLTypeConverter : public TypeConverter {
public:
  explicit OpenCLTypeConverter(MLIRContext *context);
};

/// Spelling of a scalar or vector type that a local variable can have.
FailureOr<std::string> spellType(Type type);
/// The unsigned counterpart of an integer type or vector.
std::string spellUnsigned(Type type);
/// True when the buffer's elements are halves.
bool isHalfBuffer(MemRefType type);
inline emitc::OpaqueType opaque(MLIRContext *context, const Twine &spelling) {
  return emitc::OpaqueType::get(context, spelling.str());
}

/// Typedefs and macros that every source starts with.
StringRef getOpenCLPrelude();
/// What kernels of halves call: OpenCL C's own functions, or inline PTX for NVIDIA's
/// compiler, which makes vload_halfN N accesses; there erf has an absolute error of 2e-7
/// (Abramowitz and Stegun, 7.1.26), and is linear near zero: below a half's precision.
StringRef getHalfPrelude(bool usesPtx);

void populateArithToOpenCL(RewritePatternSet &patterns, const TypeConverter &converter);
/// Functions that stand for matrix instructions; inline PTX.
StringRef getMatrixPrelude();

void populateMatrixToOpenCL(RewritePatternSet &patterns, const TypeConverter &converter);
void populateMemoryToOpenCL(RewritePatternSet &patterns, const TypeConverter &converter);

} // namespace mlir::burin::codegen

#endif // CODEGEN_OPENCL_OPENCLTYPES_H
