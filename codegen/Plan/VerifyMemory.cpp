//===- VerifyMemory.cpp - No two live tensors share memory ----------------===//
//
// Knows nothing of how offsets were chosen: it looks at every pair of results
// that are live at the same time. Two may share memory only where a dispatch
// reads one for the last time and writes the other over it, as its kernel allows.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/Plan/Liveness.h"
#include "codegen/Common/InPlace.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace mlir::burin {
#define GEN_PASS_DEF_VERIFYMEMORYPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct VerifyMemoryPass final : impl::VerifyMemoryPassBase<VerifyMemoryPass> {
  void runOnOperation() override;
};
} // namespace

/// `later` is computed by a kernel that may overwrite `earlier`, at the same offset.
static bool isInPlace(const LiveTensor &earlier, const LiveTensor &later,
                      const SymbolTable &symbols) {
  auto dispatch = cast<plan::DispatchOp>(later.results.front().getOwner());
  auto kernel = symbols.lookup<gpu::GPUModuleOp>(dispatch.getKernel().getRootReference());
  auto inputs = kernel ? kernel->getAttrOfType<DenseI64ArrayAttr>(kInPlaceAttrName) : nullptr;
  if (!inputs || later.results.front().getResultNumber() != 0 || earlier.last != later.first || earlier.offset != later.offset ||
      earlier.bytes != later.bytes)
    return false;
  for (auto [i, input] : llvm::enumerate(dispatch.getInputs()))
    if (getViewSource(input) == earlier.results.front() &&
        !llvm::is_contained(inputs.asArrayRef(), static_cast<int64_t>(i)))
      return false;
  return true;
}

static LogicalResult readOffsets(func::FuncOp func, MutableArrayRef<LiveTensor> tensors) {
  auto arena = func->getAttrOfType<IntegerAttr>("plan.arena_bytes");
  if (!arena)
    return func.emitOpError("has no memory plan: run assign-memory first");
  for (LiveTensor &tensor : tensors) {
    OpResult result = tensor.results.front();
    auto dispatch = cast<plan::DispatchOp>(result.getOwner());
    if (!dispatch.getOffsets())
      return dispatch.emitOpError("has no offsets: run assign-memory first");
    tensor.offset = (*dispatch.getOffsets())[result.getResultNumber()];
    if (tensor.offset < 0 || tensor.bytes > arena.getInt() - tensor.offset)
      return dispatch.emitOpError("has a result of ")
             << tensor.bytes << " bytes at " << tensor.offset << ", outside of the arena of "
             << arena.getInt() << " bytes";
  }
  return success();
}

void VerifyMemoryPass::runOnOperation() {
  func::FuncOp func = getOperation();
  FailureOr<SmallVector<LiveTensor>> tensors =
      computeLiveTensors(func, /*alignment=*/1, /*inPlace=*/false);
  if (failed(tensors) || failed(readOffsets(func, *tensors)))
    return signalPassFailure();
  SymbolTable symbols(func->getParentOfType<ModuleOp>());
  for (auto [i, a] : llvm::enumerate(*tensors)) // in program order: a is older than b
    for (const LiveTensor &b : ArrayRef(*tensors).drop_front(i + 1)) {
      if (!a.overlapsInTime(b) || !a.overlapsInSpace(b) || isInPlace(a, b, symbols))
        continue;
      InFlightDiagnostic error = b.results.front().getOwner()->emitOpError("writes bytes [")
                                 << b.offset << ", " << b.offset + b.bytes
                                 << ") of the arena over a tensor that is still needed";
      error.attachNote(a.results.front().getLoc())
          << "bytes [" << a.offset << ", " << a.offset + a.bytes << "), last read by dispatch "
          << a.last;
      return signalPassFailure();
    }
}

} // namespace mlir::burin
