//===- OpenCLTypes.cpp - Spelling of types and helpers in OpenCL C --------===//
#include "codegen/OpenCL/OpenCLTypes.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"

using namespace mlir;
using namespace mlir::burin::codegen;

static StringRef spellScalar(Type type, bool isUnsigned = false) {
  if (type.isF32() || type.isF16() || type.isBF16())
    return "float";
  if (type.isIndex())
    return isUnsigned ? "uint" : "int";
  auto integer = dyn_cast<IntegerType>(type);
  switch (integer ? integer.getWidth() : 0) {
  case 8:
    return isUnsigned ? "uchar" : "char";
  case 16:
    return isUnsigned ? "ushort" : "short";
  case 32:
    return isUnsigned ? "uint" : "int";
  case 64:
    return isUnsigned ? "ulong" : "long";
  default:
    return "";
  }
}

/// A matrix fragment: rows of two halves, each a 32-bit integer, or f32.
static FailureOr<std::string> spellFragment(VectorType type) {
  bool isPair = type.getRank() == 2 && type.getDimSize(1) == 2;
  if (isPair && type.getElementType().isF16())
    return "uint" + std::to_string(type.getDimSize(0));
  if (isPair && type.getElementType().isF32())
    return "float" + std::to_string(type.getNumElements());
  return failure();
}

FailureOr<std::string> mlir::burin::codegen::spellType(Type type) {
  auto vector = dyn_cast<VectorType>(type);
  if (vector && vector.getRank() != 1)
    return spellFragment(vector);
  Type element = vector ? vector.getElementType() : type;
  StringRef scalar = vector && element.isInteger(1) ? "int" : spellScalar(element);
  if (scalar.empty())
    return failure();
  return vector ? (scalar + Twine(vector.getDimSize(0))).str() : scalar.str();
}

std::string mlir::burin::codegen::spellUnsigned(Type type) {
  auto vector = dyn_cast<VectorType>(type);
  StringRef scalar = spellScalar(vector ? vector.getElementType() : type, /*isUnsigned=*/true);
  return vector ? (scalar + Twine(vector.getDimSize(0))).str() : scalar.str();
}

bool mlir::burin::codegen::isHalfBuffer(MemRefType type) { return type.getElementType().isF16(); }

static std::optional<Type> convertBuffer(MemRefType type) {
  auto space = dyn_cast_if_present<gpu::AddressSpaceAttr>(type.getMemorySpace());
  if (!space || type.getRank() != 1 || type.getElementType().isBF16())
    return std::nullopt;
  StringRef prefix = space.getValue() == gpu::AddressSpace::Global      ? "gp_"
                     : space.getValue() == gpu::AddressSpace::Workgroup ? "lp_"
                                                                        : "";
  StringRef element = isHalfBuffer(type) ? "half" : spellScalar(type.getElementType());
  if (prefix.empty() || element.empty())
    return std::nullopt;
  return opaque(type.getContext(), prefix + element);
}

OpenCLTypeConverter::OpenCLTypeConverter(MLIRContext *context) {
  addConversion([context](Type type) -> std::optional<Type> {
    if (type.isInteger(1) || isa<emitc::OpaqueType>(type))
      return type;
    FailureOr<std::string> spelling = spellType(type);
    if (failed(spelling))
      return std::nullopt;
    return opaque(context, *spelling);
  });
  // Waiting counts groups of copies; which group a token stands for is not needed.
  addConversion([](nvgpu::DeviceAsyncTokenType, SmallVectorImpl<Type> &) -> std::optional<LogicalResult> {
    return success();
  });
  addConversion([](MemRefType type) -> std::optional<Type> { return convertBuffer(type); });
  // Inside one conversion a value has exactly one spelling: casts between a
  // type and its spelling cancel out.
  auto materialize = [](OpBuilder &builder, Type type, ValueRange inputs, Location loc) -> Value {
    if (inputs.size() != 1)
      return {};
    return UnrealizedConversionCastOp::create(builder, loc, type, inputs).getResult(0);
  };
  addSourceMaterialization(materialize);
  addTargetMaterialization(materialize);
}

StringRef mlir::burin::codegen::getOpenCLPrelude() {
  return R"(typedef __global float *restrict gp_float;
typedef __global half *restrict gp_half;
typedef __global char *restrict gp_char;
typedef __global short *restrict gp_short;
typedef __global int *restrict gp_int;
typedef __global long *restrict gp_long;
typedef __local float *lp_float;
typedef __local half *lp_half;
#define BURIN_FMA(a, b, c) ((a) * (b) + (c))
#define BURIN_MAXIMUM(a, b) select(fmax(a, b), (a) + (b), isunordered(a, b))
#define BURIN_MINIMUM(a, b) select(fmin(a, b), (a) + (b), isunordered(a, b))
#define BURIN_LANE(v, i) ((v).s##i)
#define BURIN_LOAD(n, p, i) (*(__global const n *)((p) + (i)))
#define BURIN_STORE(n, p, i, v) (*(__global n *)((p) + (i)) = (v))
#define BURIN_LOAD_LOCAL(n, p, i) (*(__local const n *)((p) + (i)))
#define BURIN_STORE_LOCAL(n, p, i, v) (*(__local n *)((p) + (i)) = (v))
#define BURIN_LOAD_HALF(n, p, i) vloada_half##n(0, (p) + (i))
#define BURIN_STORE_HALF(n, p, i, v) vstorea_half##n(v, 0, (p) + (i)))";
}
