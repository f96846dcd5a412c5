//===- OnnxBindDims.cpp - Sizes of dynamic input dimensions ---------------===//
#include "passes/Shape/Passes.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"

namespace mlir::burin {
#define GEN_PASS_DEF_ONNXBINDDIMS
#include "passes/Shape/Passes.h.inc"
} // namespace mlir::burin

using namespace mlir;
using namespace mlir::burin;

namespace {

constexpr StringLiteral kNameAttrName = "plan.name",
                        kDimsAttrName = "plan.dims";

/// One option value, `target=size`.
struct Binding {
  StringRef target;
  int64_t size;
};

struct OnnxBindDims : mlir::burin::impl::OnnxBindDimsBase<OnnxBindDims> {
  using OnnxBindDimsBase::OnnxBindDimsBase;

  void runOnOperation() override;

private:
  FailureOr<Binding> parse(StringRef text);
  LogicalResult apply(func::FuncOp func, Binding binding);
  /// Binds the axes of argument `index` that `binding` names; counts them.
  LogicalResult bindArgument(func::FuncOp func, unsigned index, Binding binding,
                             unsigned &numBound);
};

FailureOr<Binding> OnnxBindDims::parse(StringRef text) {
  auto [target, number] = text.rsplit('=');
  int64_t size;
  if (target.empty() || number.empty() || number.getAsInteger(10, size) ||
      size < 1 || size > std::numeric_limits<int32_t>::max())
    return getOperation().emitError()
           << "the binding '" << text
           << "' is not of the form NAME=SIZE or INPUT.AXIS=SIZE with a "
              "positive 31-bit size";
  return Binding{target, size};
}

std::string describeChoices(func::FuncOp func) {
  SmallVector<std::string> choices;
  for (unsigned index = 0; index < func.getNumArguments(); ++index) {
    auto name = func.getArgAttrOfType<StringAttr>(index, kNameAttrName);
    auto dims = func.getArgAttrOfType<ArrayAttr>(index, kDimsAttrName);
    for (auto [axis, dim] :
         llvm::enumerate(dims ? dims.getValue() : ArrayRef<Attribute>())) {
      auto symbol = dyn_cast<StringAttr>(dim);
      if (!symbol || !name || llvm::all_of(symbol.getValue(), llvm::isDigit))
        if (!symbol || !symbol.empty())
          continue;
      std::string choice = symbol.empty()
                               ? (name.getValue() + "." + Twine(axis)).str()
                               : symbol.getValue().str();
      if (!llvm::is_contained(choices, choice))
        choices.push_back(choice);
    }
  }
  return choices.empty() ? "nothing, all inputs are static"
                         : llvm::join(choices, ", ");
}

LogicalResult OnnxBindDims::bindArgument(func::FuncOp func, unsigned index,
                                         Binding binding, unsigned &numBound) {
  auto type = dyn_cast<RankedTensorType>(func.getArgument(index).getType());
  auto name = func.getArgAttrOfType<StringAttr>(index, kNameAttrName);
  auto dims = func.getArgAttrOfType<ArrayAttr>(index, kDimsAttrName);
  if (!type)
    return success();
  SmallVector<int64_t> shape(type.getShape());
  for (auto [axis, dim] : llvm::enumerate(shape)) {
    auto symbol = dims && axis < dims.size() ? dyn_cast<StringAttr>(dims[axis])
                                             : StringAttr();
    bool isNamed = symbol && !symbol.empty() &&
                   symbol.getValue() == binding.target &&
                   !llvm::all_of(symbol.getValue(), llvm::isDigit);
    bool isPosition =
        name && binding.target == (name.getValue() + "." + Twine(axis)).str();
    if (!isNamed && !isPosition)
      continue;
    if (dim != ShapedType::kDynamic && dim != binding.size)
      return func.emitError()
             << "the binding " << binding.target << "=" << binding.size
             << " contradicts axis " << axis << " of input "
             << (name ? name.getValue() : "") << ", which has size " << dim;
    dim = binding.size;
    ++numBound;
  }
  func.getArgument(index).setType(type.clone(shape));
  return success();
}

LogicalResult OnnxBindDims::apply(func::FuncOp func, Binding binding) {
  unsigned numBound = 0;
  for (unsigned index = 0; index < func.getNumArguments(); ++index)
    if (failed(bindArgument(func, index, binding, numBound)))
      return failure();
  if (numBound == 0)
    return func.emitError()
           << "the binding " << binding.target << "=" << binding.size
           << " names no dimension of an input; can be bound: "
           << describeChoices(func);
  return success();
}

void OnnxBindDims::runOnOperation() {
  auto func = getOperation().lookupSymbol<func::FuncOp>("main");
  if (!func || func.isExternal()) {
    getOperation().emitError("has no function @main");
    return signalPassFailure();
  }
  for (const std::string &text : bindings) {
    FailureOr<Binding> binding = parse(text);
    if (failed(binding) || failed(apply(func, *binding)))
      return signalPassFailure();
  }
  // An argument may be returned as it is.
  Block &body = func.getBody().front();
  func.setFunctionType(
      FunctionType::get(func.getContext(), body.getArgumentTypes(),
                        body.getTerminator()->getOperandTypes()));
}

} // namespace
