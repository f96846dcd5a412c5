//===- PlanDialect.cpp - The plan dialect ---------------------------------===//
//
// Recipes are checked here once, so that passes may append steps freely and
// the weight writer may trust what it executes.
//
//===----------------------------------------------------------------------===//
#include "dialects/Plan/PlanDialect.h"

#include "dialects/DimList.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::plan;

#include "dialects/Plan/PlanDialect.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/Plan/PlanAttrs.cpp.inc"
#define GET_OP_CLASSES
#include "dialects/Plan/PlanOps.cpp.inc"

void PlanDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/Plan/PlanAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/Plan/PlanOps.cpp.inc"
      >();
}

//===--- Sizes --------------------------------------------------------------===//

FailureOr<int64_t> mlir::burin::plan::getElementBytes(Type type) {
  if (type.isInteger(1))
    return 1;
  if (auto integer = dyn_cast<IntegerType>(type))
    if (llvm::is_contained({8u, 16u, 32u, 64u}, integer.getWidth()))
      return integer.getWidth() / 8;
  if (type.isF32())
    return 4;
  if (type.isF16() || type.isBF16())
    return 2;
  return failure();
}

FailureOr<int64_t> mlir::burin::plan::getTensorBytes(RankedTensorType type) {
  FailureOr<int64_t> bytes = getElementBytes(type.getElementType());
  if (failed(bytes) || !type.hasStaticShape())
    return failure();
  int64_t size = *bytes;
  for (int64_t dim : type.getShape())
    if (llvm::MulOverflow(size, dim, size))
      return failure();
  return size;
}

//===--- Recipes ------------------------------------------------------------===//

static FailureOr<RankedTensorType>
applyTranspose(RankedTensorType type, ArrayRef<int64_t> perm,
               function_ref<InFlightDiagnostic()> emit) {
  llvm::SmallBitVector seen(type.getRank());
  SmallVector<int64_t> shape;
  for (int64_t dim : perm) {
    if (dim < 0 || dim >= type.getRank() || seen.test(dim))
      return emit() << "has a transpose step that is no permutation of "
                    << type.getRank() << " dimensions";
    seen.set(dim);
    shape.push_back(type.getDimSize(dim));
  }
  if (static_cast<int64_t>(shape.size()) != type.getRank())
    return emit() << "has a transpose step of " << shape.size()
                  << " dimensions on a tensor of rank " << type.getRank();
  return type.clone(shape);
}

/// Defined with the verifiers: steps may hold a source of its own.
static FailureOr<RankedTensorType> applyMultiply(RankedTensorType type, PartAttr factors,
                                                 function_ref<InFlightDiagnostic()> emit);
static FailureOr<RankedTensorType> applyProduct(RankedTensorType type, PartAttr factor,
                                                function_ref<InFlightDiagnostic()> emit);

FailureOr<RankedTensorType>
mlir::burin::plan::applyStepType(RankedTensorType type, Attribute step,
                                 function_ref<InFlightDiagnostic()> emit) {
  if (auto cast = dyn_cast<CastStepAttr>(step)) {
    if (failed(getElementBytes(cast.getTo())))
      return emit() << "cannot store elements of type " << cast.getTo();
    return RankedTensorType::get(type.getShape(), cast.getTo());
  }
  if (auto transpose = dyn_cast<TransposeStepAttr>(step))
    return applyTranspose(type, transpose.getPerm(), emit);
  if (auto reshape = dyn_cast<ReshapeStepAttr>(step)) {
    if (llvm::any_of(reshape.getShape(), [](int64_t d) { return d < 0; }))
      return emit() << "has a reshape step with a negative dimension";
    RankedTensorType result = type.clone(reshape.getShape());
    FailureOr<int64_t> before = getTensorBytes(type), after = getTensorBytes(result);
    if (failed(before) || failed(after) || *before != *after)
      return emit() << "has a reshape step from " << type << " to " << result;
    return result;
  }
  if (auto pad = dyn_cast<PadStepAttr>(step)) {
    if (static_cast<int64_t>(pad.getHigh().size()) != type.getRank())
      return emit() << "has a pad step of another rank than " << type;
    SmallVector<int64_t> shape(type.getShape());
    for (auto [dim, high] : llvm::zip_equal(shape, pad.getHigh()))
      if (high < 0 || llvm::AddOverflow(dim, high, dim))
        return emit() << "has a pad step that is negative or overflows";
    return type.clone(shape);
  }
  if (auto winograd = dyn_cast<WinogradStepAttr>(step)) {
    int64_t size = winograd.getTile() + 2;
    if (winograd.getTile() != 2 && winograd.getTile() != 4)
      return emit() << "has a winograd step of tile " << winograd.getTile() << ", expected 2 or 4";
    if (type.getRank() != 4 || type.getDimSize(0) != 3 || type.getDimSize(1) != 3 ||
        !isa<FloatType>(type.getElementType()))
      return emit() << "has a winograd step on " << type << ", expected floats of [3, 3, Cin, Cout]";
    return RankedTensorType::get({size * size, type.getDimSize(2), type.getDimSize(3)}, type.getElementType());
  }
  if (isa<PolyphaseStepAttr>(step)) {
    if (type.getRank() != 4 || type.getDimSize(0) != 3 || type.getDimSize(1) != 3 ||
        !isa<FloatType>(type.getElementType()))
      return emit() << "has a polyphase step on " << type << ", expected floats of [3, 3, Cin, Cout]";
    return RankedTensorType::get({2, 2, 2, 2, type.getDimSize(2), type.getDimSize(3)}, type.getElementType());
  }
  if (auto multiply = dyn_cast<MultiplyStepAttr>(step))
    return applyMultiply(type, multiply.getFactors(), emit);
  if (auto product = dyn_cast<ProductStepAttr>(step))
    return applyProduct(type, product.getFactor(), emit);
  if (isa<SumStepAttr>(step)) {
    if (type.getRank() == 0 || !isa<FloatType>(type.getElementType()))
      return emit() << "has a sum step on " << type;
    return RankedTensorType::get(type.getShape().drop_front(), Float32Type::get(type.getContext()));
  }
  return emit() << "has an unknown recipe step " << step;
}

FailureOr<Value> mlir::burin::plan::appendTransform(OpBuilder &builder, ConstantOp op, Attribute step,
                                                    const Twine &suffix) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  auto source = cast<RankedTensorType>(op.getSourceType());
  SmallVector<Attribute> steps(op.getRecipe().getAsRange<Attribute>());
  if (source.getElementType().isF32())
    llvm::erase_if(steps, [](Attribute step) { return isa<CastStepAttr>(step); });
  steps.push_back(step);
  if (source.getElementType().isF32() && !type.getElementType().isF32())
    steps.push_back(CastStepAttr::get(builder.getContext(), type.getElementType()));
  RankedTensorType result = source;
  for (Attribute step : steps) {
    FailureOr<RankedTensorType> next = applyStepType(result, step, [&] { return op.emitOpError(); });
    if (failed(next))
      return failure();
    result = *next;
  }
  return ConstantOp::create(builder, op.getLoc(), result, builder.getStringAttr(op.getName() + "." + suffix),
                            op.getSource(), op.getSourceTypeAttr(), builder.getArrayAttr(steps))
      .getResult();
}

FailureOr<Value> mlir::burin::plan::appendStep(OpBuilder &builder, ConstantOp op,
                                               Attribute step) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  FailureOr<RankedTensorType> result =
      applyStepType(type, step, [&] { return op.emitOpError(); });
  if (failed(result))
    return failure();
  SmallVector<Attribute> steps(op.getRecipe().begin(), op.getRecipe().end());
  steps.push_back(step);
  return ConstantOp::create(builder, op.getLoc(), *result, op.getNameAttr(),
                            op.getSource(), op.getSourceTypeAttr(),
                            builder.getArrayAttr(steps))
      .getResult();
}

//===--- Verifiers ----------------------------------------------------------===//

FailureOr<RankedTensorType>
mlir::burin::plan::applyRecipeType(RankedTensorType type, ArrayAttr recipe,
                                   function_ref<InFlightDiagnostic()> emit) {
  for (Attribute step : recipe) {
    FailureOr<RankedTensorType> next = applyStepType(type, step, emit);
    if (failed(next))
      return failure();
    type = *next;
  }
  return type;
}

/// A source holds what its type says.
static LogicalResult verifySource(Attribute source, RankedTensorType type,
                                  function_ref<InFlightDiagnostic()> emit) {
  FailureOr<int64_t> bytes = getTensorBytes(type);
  if (failed(bytes))
    return emit() << "has a source type " << type
                  << " that is dynamic, too large or not storable";
  if (auto file = dyn_cast<FileSourceAttr>(source)) {
    if (file.getLength() != *bytes || file.getOffset() < 0 || file.getIndex() < 0)
      return emit() << "(C2) expected " << *bytes << " bytes for " << type
                    << ", got " << file;
  } else if (auto dense = dyn_cast<ElementsAttr>(source)) {
    if (dense.getShapedType() != type)
      return emit() << "has a literal of type " << dense.getShapedType()
                    << " for a source of type " << type;
  } else if (auto concat = dyn_cast<ConcatSourceAttr>(source)) {
    FailureOr<RankedTensorType> joined = getConcatType(concat, emit);
    if (failed(joined))
      return failure();
    if (*joined != type)
      return emit() << "(C3) has parts that make " << *joined << ", not " << type;
  } else if (!isa<SyntheticSourceAttr, MissingSourceAttr>(source)) {
    return emit() << "has an unknown source " << source;
  }
  return success();
}

FailureOr<RankedTensorType>
mlir::burin::plan::getConcatType(ConcatSourceAttr concat,
                                 function_ref<InFlightDiagnostic()> emit) {
  RankedTensorType joined;
  int64_t dim = concat.getDim();
  for (PartAttr part : concat.getParts()) {
    if (failed(verifySource(part.getSource(), part.getType(), emit)))
      return failure();
    FailureOr<RankedTensorType> type = applyRecipeType(part.getType(), part.getRecipe(), emit);
    if (failed(type))
      return failure();
    if (dim < 0 || dim >= type->getRank())
      return emit() << "(C3) has parts of rank " << type->getRank()
                    << " side by side in dimension " << dim;
    if (!joined) {
      joined = *type;
      continue;
    }
    SmallVector<int64_t> shape(joined.getShape());
    int64_t extent = 0;
    if (type->getRank() != joined.getRank() ||
        llvm::AddOverflow(shape[dim], type->getDimSize(dim), extent))
      return emit() << "(C3) has parts that do not fit: " << joined << " and " << *type;
    shape[dim] = type->getDimSize(dim);
    if (joined.clone(shape) != *type)
      return emit() << "(C3) has parts that do not fit: " << joined << " and " << *type;
    shape[dim] = extent;
    joined = joined.clone(shape);
  }
  if (!joined)
    return emit() << "(C3) has a concat source without parts";
  return joined;
}

/// The type of a part behind its recipe.
static FailureOr<RankedTensorType> getPartType(PartAttr part, function_ref<InFlightDiagnostic()> emit) {
  if (failed(verifySource(part.getSource(), part.getType(), emit)))
    return failure();
  return applyRecipeType(part.getType(), part.getRecipe(), emit);
}

static FailureOr<RankedTensorType> applyProduct(RankedTensorType type, PartAttr part,
                                                function_ref<InFlightDiagnostic()> emit) {
  FailureOr<RankedTensorType> factor = getPartType(part, emit);
  if (failed(factor))
    return failure();
  if (type.getRank() != 2 || factor->getRank() != 2 || factor->getDimSize(0) != type.getDimSize(1) ||
      !isa<FloatType>(type.getElementType()) || !isa<FloatType>(factor->getElementType()))
    return emit() << "has a product step by " << *factor << " on " << type;
  return RankedTensorType::get({type.getDimSize(0), factor->getDimSize(1)},
                               Float32Type::get(type.getContext()));
}

static FailureOr<RankedTensorType> applyMultiply(RankedTensorType type, PartAttr factors,
                                                 function_ref<InFlightDiagnostic()> emit) {
  FailureOr<RankedTensorType> factor = getPartType(factors, emit);
  if (failed(factor))
    return failure();
  if (type.getRank() == 0 || factor->getRank() != 1 || factor->getDimSize(0) != type.getDimSize(0) ||
      !isa<FloatType>(type.getElementType()) || !isa<FloatType>(factor->getElementType()))
    return emit() << "has a multiply step by " << *factor << " on " << type;
  return RankedTensorType::get(type.getShape(), Float32Type::get(type.getContext()));
}

LogicalResult ConstantOp::verify() {
  auto type = cast<RankedTensorType>(getSourceType());
  if (failed(verifySource(getSource(), type, [&] { return emitOpError(); })))
    return failure();
  FailureOr<RankedTensorType> result =
      applyRecipeType(type, getRecipe(), [&] { return emitOpError("(C1) "); });
  if (failed(result))
    return failure();
  if (*result != getResult().getType())
    return emitOpError() << "(C1) recipe yields " << *result << ", not "
                         << getResult().getType();
  return success();
}

LogicalResult DispatchOp::verify() {
  if (getGrid().size() != 3 || llvm::any_of(getGrid(), [](int64_t n) {
        return n <= 0 || n > std::numeric_limits<uint32_t>::max();
      }))
    return emitOpError("expected a grid of three positive 32-bit extents");
  if (getOffsets() && getOffsets()->size() != getNumResults())
    return emitOpError() << "expected one offset per result, got "
                         << getOffsets()->size() << " for " << getNumResults();
  return success();
}

LogicalResult DispatchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *symbol = symbols.lookupNearestSymbolFrom(*this, getKernelAttr());
  // A kernel in SPIR-V is a module of its own, whose variables are the buffers.
  if (symbol && symbol->hasTrait<OpTrait::SymbolTable>())
    return success();
  auto kernel = dyn_cast_if_present<FunctionOpInterface>(symbol);
  if (!kernel)
    return emitOpError() << "refers to no kernel function named " << getKernelAttr();
  if (kernel.getNumArguments() != getNumOperands() + getNumResults())
    return emitOpError() << "passes " << getNumOperands() + getNumResults()
                         << " buffers to " << getKernelAttr() << ", which takes "
                         << kernel.getNumArguments();
  return success();
}
