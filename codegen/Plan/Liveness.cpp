//===- Liveness.cpp - Which tensors need memory, and when -----------------===//
#include "codegen/Plan/Liveness.h"

#include "codegen/Common/InPlace.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

Value mlir::burin::codegen::getViewSource(Value value) {
  while (isa_and_present<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

SmallVector<int64_t> mlir::burin::codegen::getOverlayCandidates(plan::DispatchOp dispatch,
                                                                const SymbolTable &symbols) {
  auto kernel = symbols.lookup<gpu::GPUModuleOp>(dispatch.getKernel().getRootReference());
  auto candidates = kernel ? kernel->getAttrOfType<DenseI64ArrayAttr>(kInPlaceAttrName) : nullptr;
  if (!candidates)
    return {};
  int64_t inputs = dispatch.getInputs().size();
  return llvm::filter_to_vector(candidates.asArrayRef(),
                                [&](int64_t input) { return input >= 0 && input < inputs; });
}

namespace {
class LivenessBuilder {
public:
  LivenessBuilder(func::FuncOp func, int64_t alignment, bool inPlace)
      : alignment(alignment), inPlace(inPlace), symbols(func->getParentOfType<ModuleOp>()) {
    func.walk([&](plan::DispatchOp dispatch) {
      positions[dispatch] = dispatches.size();
      dispatches.push_back(dispatch);
    });
  }
  FailureOr<SmallVector<LiveTensor>> run();

private:
  LogicalResult add(OpResult result, int64_t position);
  void collectReaders(Value value, int64_t &last, bool &returned);
  std::optional<unsigned> findOverlay(OpResult result, int64_t position, int64_t bytes);

  int64_t alignment;
  bool inPlace;
  SymbolTable symbols;
  DenseMap<Operation *, int64_t> positions;
  SmallVector<plan::DispatchOp> dispatches;
  SmallVector<LiveTensor> tensors;
  DenseMap<Value, unsigned> tensorOf;
};
} // namespace

/// Views alias: follows them to every dispatch that reads the bytes.
void LivenessBuilder::collectReaders(Value value, int64_t &last, bool &returned) {
  for (Operation *user : value.getUsers()) {
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(user))
      collectReaders(user->getResult(0), last, returned);
    else if (user->hasTrait<OpTrait::IsTerminator>())
      returned = true;
    else if (auto it = positions.find(user); it != positions.end())
      last = std::max(last, it->second);
  }
}

/// A tensor that dies where `result` is made and that `result` may overlay.
std::optional<unsigned> LivenessBuilder::findOverlay(OpResult result, int64_t position,
                                                     int64_t bytes) {
  auto dispatch = cast<plan::DispatchOp>(result.getOwner());
  if (!inPlace || result.getResultNumber() != 0)
    return std::nullopt;
  for (int64_t input : getOverlayCandidates(dispatch, symbols)) {
    Value source = getViewSource(dispatch.getInputs()[input]);
    auto found = tensorOf.find(source);
    if (found == tensorOf.end())
      continue;
    const LiveTensor &tensor = tensors[found->second];
    int64_t reads = llvm::count_if(dispatch.getInputs(), [&](Value other) {
      auto it = tensorOf.find(getViewSource(other));
      return it != tensorOf.end() && it->second == found->second;
    });
    if (tensor.last == position && tensor.bytes == bytes && reads == 1)
      return found->second;
  }
  return std::nullopt;
}

LogicalResult LivenessBuilder::add(OpResult result, int64_t position) {
  FailureOr<int64_t> size = plan::getTensorBytes(cast<RankedTensorType>(result.getType()));
  if (failed(size))
    return result.getOwner()->emitOpError("has a result without a size: ") << result.getType();
  int64_t last = position, bytes = llvm::alignTo(*size, alignment);
  bool returned = false;
  collectReaders(result, last, returned);
  if (returned)
    return success();
  std::optional<unsigned> overlay = findOverlay(result, position, bytes);
  if (!overlay) {
    overlay = tensors.size();
    tensors.push_back({{}, bytes, position, last, 0});
  }
  LiveTensor &tensor = tensors[*overlay];
  tensor.results.push_back(result);
  tensor.last = std::max(tensor.last, last);
  tensorOf[result] = *overlay;
  return success();
}

FailureOr<SmallVector<LiveTensor>> LivenessBuilder::run() {
  for (auto [position, dispatch] : llvm::enumerate(dispatches))
    for (OpResult result : dispatch.getResults())
      if (failed(add(result, position)))
        return failure();
  return std::move(tensors);
}

FailureOr<SmallVector<LiveTensor>>
mlir::burin::codegen::computeLiveTensors(func::FuncOp func, int64_t alignment, bool inPlace) {
  return LivenessBuilder(func, alignment, inPlace).run();
}

int64_t mlir::burin::codegen::computeLivenessBound(ArrayRef<LiveTensor> tensors) {
  int64_t positions = 0;
  for (const LiveTensor &tensor : tensors)
    positions = std::max(positions, tensor.last + 1);
  SmallVector<int64_t> change(positions + 1, 0);
  for (const LiveTensor &tensor : tensors) {
    change[tensor.first] += tensor.bytes;
    change[tensor.last + 1] -= tensor.bytes;
  }
  int64_t live = 0, bound = 0;
  for (int64_t delta : change)
    bound = std::max(bound, live += delta);
  return bound;
}
