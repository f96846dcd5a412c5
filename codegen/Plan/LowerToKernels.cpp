//===- LowerToKernels.cpp - One gpu.func per group ------------------------===//
#include "codegen/Common/InPlace.h"
#include "codegen/Passes.h"
#include "codegen/Plan/BuildPlan.h"
#include "codegen/Schedule/FlashAttention.h"
#include "codegen/Schedule/Schedule.h"
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Plan/PlanDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::burin {
#define GEN_PASS_DEF_LOWERTOKERNELSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct LowerToKernelsPass final : impl::LowerToKernelsPassBase<LowerToKernelsPass> {
  void runOnOperation() override;
};
} // namespace

/// The flat global buffer that holds a tensor: booleans take one byte.
static FailureOr<MemRefType> getBufferType(func::FuncOp func, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  FailureOr<int64_t> bytes = tensor ? plan::getTensorBytes(tensor) : FailureOr<int64_t>();
  if (failed(bytes))
    return func.emitOpError("has a tensor that no buffer can hold: ") << type;
  if (tensor.getNumElements() == 0)
    return func.emitOpError("has an empty tensor: ") << type;
  // Kernels index with 32-bit integers.
  if (tensor.getNumElements() > std::numeric_limits<int32_t>::max())
    return func.emitOpError("has a tensor of more than 2^31 - 1 elements: ")
           << type << "; reduce the bound dimensions";
  Type element = tensor.getElementType();
  if (element.isInteger(1))
    element = IntegerType::get(type.getContext(), 8);
  auto space = gpu::AddressSpaceAttr::get(type.getContext(), gpu::AddressSpace::Global);
  return MemRefType::get({tensor.getNumElements()}, element, MemRefLayoutAttrInterface(), space);
}

static FailureOr<Grid> runSchedule(ScheduleContext &context) {
  StringRef schedule = context.config.getSchedule();
  if (schedule == kElementwiseSchedule)
    return buildElementwise(context);
  if (schedule == kReductionSchedule)
    return buildReduction(context);
  if (schedule == kRowSchedule)
    return buildRow(context);
  if (schedule == kContractionSchedule)
    return buildContraction(context);
  if (schedule == kMatrixContractionSchedule)
    return buildMatrixContraction(context);
  if (schedule == kMatrixVectorSchedule)
    return buildMatrixVector(context);
  if (schedule == kCooperativeContractionSchedule)
    return buildCooperativeContraction(context);
  if (schedule == kCooperativeNarrowSchedule)
    return buildCooperativeNarrow(context);
  if (schedule == kFlashSchedule)
    return buildFlashAttention(context);
  if (schedule == kFlashItemSchedule)
    return buildFlashAttentionItem(context);
  if (schedule == kMatrixFlashSchedule)
    return buildMatrixFlashAttention(context);
  if (schedule == kCooperativeFlashSchedule)
    return buildCooperativeFlashAttention(context);
  if (schedule == kWinogradSchedule)
    return buildWinograd(context);
  return context.group.func.emitOpError("names an unknown schedule '") << schedule << "'";
}

/// Floating-point operations of a group: two per multiply-accumulate, one per
/// arithmetic op of an element-wise body, five per element of a row. What is marked
/// to be computed while loading counts at every load.
static int64_t countFlops(Group &group, kernel::ConfigAttr config) {
  int64_t flops = 0;
  for (Operation &op : group.func.getBody().front()) {
    if (auto attention = dyn_cast<fused::AttentionOp>(op)) {
      flops += AttentionShape::get(attention).countFlops();
      continue;
    }
    if (isa<fused::BlockSumsOp, fused::RowSumsOp>(op)) {
      flops += 3 * cast<RankedTensorType>(op.getOperand(0).getType()).getNumElements();
      continue;
    }
    if (isa<linalg::SoftmaxOp>(op) || isa_and_present<fused::FusedDialect>(op.getDialect())) {
      Value rows = isa<fused::GroupStatisticsOp>(op) ? op.getOperand(0) : op.getResult(0);
      flops += 5 * cast<RankedTensorType>(rows.getType()).getNumElements();
      continue;
    }
    auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
    if (!linalgOp || isa<linalg::FillOp>(op))
      continue;
    int64_t points = 1, arithmetic = 0;
    for (int64_t range : linalgOp.getStaticLoopRanges())
      points *= range;
    linalgOp.getBlock()->walk([&](Operation *inner) {
      bool isMath = isa<math::MathDialect>(inner->getDialect());
      arithmetic += isMath || isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp>(inner);
    });
    bool isInline = group.root && op.hasAttr(fused::kInlineAttrName);
    flops += (isInline ? countLoads(group.root, config) : points) * arithmetic;
  }
  return flops;
}

namespace {
struct BuiltKernel {
  func::FuncOp func;
  Grid grid;
  int64_t flops;
};
} // namespace

/// Builds the kernel of `func` next to it.
static FailureOr<BuiltKernel> buildKernel(func::FuncOp func) {
  FailureOr<Group> group = Group::analyze(func);
  auto config = func->getAttrOfType<kernel::ConfigAttr>(kernel::kConfigAttrName);
  if (failed(group))
    return failure();
  if (!config)
    return func.emitOpError("has no kernel.config: run select-kernel-config first");
  SmallVector<Type> types;
  for (Type type : func.getFunctionType().getInputs()) {
    FailureOr<MemRefType> buffer = getBufferType(func, type);
    if (failed(buffer))
      return failure();
    types.push_back(*buffer);
  }
  for (Type type : func.getResultTypes()) {
    FailureOr<MemRefType> output = getBufferType(func, type);
    if (failed(output))
      return failure();
    types.push_back(*output);
  }

  OpBuilder builder(func);
  auto module = gpu::GPUModuleOp::create(builder, func.getLoc(), func.getName());
  builder.setInsertionPointToStart(module.getBody());
  auto kernel = gpu::GPUFuncOp::create(builder, func.getLoc(), func.getName(),
                                       builder.getFunctionType(types, {}));
  kernel->setAttr(gpu::GPUDialect::getKernelFuncAttrName(), builder.getUnitAttr());
  SmallVector<int32_t> workgroup(config.getWorkgroup());
  kernel.setKnownBlockSizeAttr(builder.getDenseI32ArrayAttr(workgroup));
  builder.setInsertionPointToStart(&kernel.getBody().front());
  ElementEmitter emitter(builder);
  for (auto [argument, buffer] : llvm::zip(func.getArguments(), kernel.getArguments()))
    emitter.bindBuffer(argument, buffer);
  ValueRange outputs = kernel.getArguments().drop_front(func.getNumArguments());
  ScheduleContext context{*group, config, builder, emitter, outputs[0], {}, {}};
  if (outputs.size() == 2)
    context.second = outputs[1];
  FailureOr<Grid> grid = runSchedule(context);
  if (failed(grid)) {
    module.erase();
    return failure();
  }
  gpu::ReturnOp::create(builder, func.getLoc());
  int64_t localBytes = 0;
  kernel.walk([&](memref::AllocOp alloc) {
    auto lanes = dyn_cast<VectorType>(alloc.getType().getElementType());
    localBytes += alloc.getType().getNumElements() * (lanes ? lanes.getNumElements() : 1) *
                  getElementTypeOrSelf(alloc.getType().getElementType()).getIntOrFloatBitWidth() / 8;
  });
  module->setAttr("plan.workgroup", builder.getDenseI32ArrayAttr(workgroup));
  module->setAttr("plan.local_memory_bytes", builder.getI64IntegerAttr(localBytes));
  module->setAttr(kernel::kConfigAttrName, config);
  if (outputs.size() != 1)
    module->setAttr(kResultsAttrName, builder.getI64IntegerAttr(outputs.size()));
  if (SmallVector<int64_t> inputs = getInPlaceInputs(*group); !inputs.empty())
    module->setAttr(kInPlaceAttrName, builder.getDenseI64ArrayAttr(inputs));
  return BuiltKernel{func, *grid, countFlops(*group, config)};
}

void LowerToKernelsPass::runOnOperation() {
  ModuleOp module = getOperation();
  SymbolTable symbols(module);
  llvm::MapVector<StringAttr, BuiltKernel> kernels;
  SmallVector<func::CallOp> calls;
  module.walk([&](func::CallOp call) { calls.push_back(call); });
  for (func::CallOp call : calls) {
    auto func = symbols.lookup<func::FuncOp>(call.getCallee());
    if (!func || !func.isPrivate()) {
      call.emitOpError("calls no group function");
      return signalPassFailure();
    }
    auto it = kernels.find(func.getNameAttr());
    if (it == kernels.end()) {
      FailureOr<BuiltKernel> kernel = buildKernel(func);
      if (failed(kernel))
        return signalPassFailure();
      it = kernels.insert({func.getNameAttr(), *kernel}).first;
    }
    OpBuilder builder(call);
    auto kernel = SymbolRefAttr::get(func.getNameAttr(), FlatSymbolRefAttr::get(func.getNameAttr()));
    auto dispatch = plan::DispatchOp::create(
        builder, call.getLoc(), call.getResultTypes(), kernel,
        builder.getDenseI64ArrayAttr(it->second.grid), call.getOperands(), nullptr);
    dispatch->setDiscardableAttrs(call->getDiscardableAttrDictionary());
    dispatch->setAttr("plan.flops", builder.getI64IntegerAttr(it->second.flops));
    call.replaceAllUsesWith(dispatch.getResults());
    call.erase();
  }
  for (auto &[name, entry] : kernels)
    entry.func.erase();
}

} // namespace mlir::burin
