//===- BuildPlan.cpp - A lowered module as a plan -------------------------===//
#include "codegen/Plan/BuildPlan.h"

#include "codegen/Common/Target.h"
#include "codegen/Common/Winograd.h"
#include "codegen/OpenCL/OpenCLSource.h"
#include "codegen/OpenCL/OpenCLTypes.h"
#include "codegen/Plan/PlanMetadata.h"
#include "codegen/SPIRV/SPIRVBinary.h"
#include "codegen/Strategy/KernelConfig.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

/// Weights of white noise, one and a half taps added along each of two dimensions.
constexpr double kPolyphaseNoiseScale = 1.5;

FailureOr<::burin::DType> mlir::burin::codegen::getDType(Type type) {
  using ::burin::DType;
  if (type.isF32())
    return DType::kF32;
  if (type.isF16())
    return DType::kF16;
  if (type.isBF16())
    return DType::kBF16;
  auto integer = dyn_cast<IntegerType>(type);
  bool isUnsigned = integer && integer.isUnsigned();
  switch (integer ? integer.getWidth() : 0) {
  case 1:
    return DType::kBool;
  case 8:
    return isUnsigned ? DType::kU8 : DType::kI8;
  case 16:
    return isUnsigned ? DType::kU16 : DType::kI16;
  case 32:
    return isUnsigned ? DType::kU32 : DType::kI32;
  case 64:
    return isUnsigned ? DType::kU64 : DType::kI64;
  default:
    return failure();
  }
}

/// Names of the model's nodes inside a location, without repeats, shortened to
/// something a table can show.
static std::string getLabel(Location loc) {
  SetVector<StringRef> names;
  loc->walk([&](Location inner) {
    if (auto name = dyn_cast<NameLoc>(inner))
      names.insert(name.getName());
    return WalkResult::advance();
  });
  std::string label;
  for (StringRef name : names) {
    if (label.size() + name.size() > 240)
      return label + " ...";
    label += (label.empty() ? "" : " ") + name.str();
  }
  return label;
}

namespace {
/// Builds one plan; every member function emits its own diagnostic.
class PlanBuilder {
public:
  PlanBuilder(ModuleOp module, std::optional<Target> target)
      : module(module), metadata(std::move(target)) {}
  FailureOr<BuiltPlan> build();

private:
  LogicalResult addKernels();
  LogicalResult addConstant(plan::ConstantOp op);
  ::burin::BufferRef addState(IntegerAttr offset, uint64_t size);
  LogicalResult addEntry(func::FuncOp func);
  LogicalResult addDispatch(plan::DispatchOp op, ::burin::Entry &entry);
  uint32_t getKernelVariant(uint32_t kernel, const ::burin::Dispatch &dispatch);
  FailureOr<::burin::BufferRef> locate(Value value, Operation *user);
  FailureOr<::burin::TensorDesc> describe(func::FuncOp func, Type type, Attribute name,
                                          StringRef fallback);

  ModuleOp module;
  PlanMetadata metadata;
  BuiltPlan built;
  DenseMap<StringAttr, uint32_t> kernelNumbers;
  DenseMap<uint32_t, uint32_t> inPlaceVariants;
  DenseMap<Value, ::burin::BufferRef> places;
  DenseMap<std::pair<Attribute, Type>, uint32_t> constants;
};
} // namespace

/// Code that speaks to its sub-group is made for the target's size of it; a device
/// with several sizes must be told (docs/rationale/vulkan.md).
static FailureOr<std::string> getSubgroupOption(spirv::ModuleOp module) {
  auto needsSize = [](spirv::Capability capability) {
    return capability == spirv::Capability::CooperativeMatrixKHR ||
           (capability >= spirv::Capability::GroupNonUniform &&
            capability <= spirv::Capability::GroupNonUniformQuad);
  };
  std::optional<spirv::VerCapExtAttr> triple = module.getVceTriple();
  if (!triple || llvm::none_of(triple->getCapabilities(), needsSize))
    return std::string();
  FailureOr<Target> target = Target::get(module->getParentOfType<ModuleOp>());
  if (failed(target))
    return failure();
  return "subgroup-size=" + std::to_string(target->subgroupSize);
}

/// The device code of a converted kernel module, and how many arguments it takes.
static FailureOr<unsigned> buildCode(gpu::GPUModuleOp module, ::burin::Module &code) {
  if (spirv::ModuleOp spirvModule = getSPIRVModule(module)) {
    FailureOr<std::string> words = serializeSPIRV(module);
    FailureOr<std::string> options = getSubgroupOption(spirvModule);
    if (failed(words) || failed(options))
      return failure();
    code.format = ::burin::CodeFormat::kSPIRV;
    code.code = std::move(*words);
    code.buildOptions = std::move(*options);
    return countBindings(spirvModule);
  }
  auto functions = module.getOps<emitc::FuncOp>();
  FailureOr<std::string> text = printOpenCL(module);
  if (failed(text) || functions.empty())
    return failure();
  // Only what needs inline PTX contains it: other compilers must take the rest.
  bool usesMatrixUnits = StringRef(*text).contains("burin_multiply_");
  FailureOr<Target> target = Target::get(module->getParentOfType<ModuleOp>());
  if (failed(target))
    return failure();
  code.buildOptions = "-cl-std=CL1.2";
  bool usesPtx = usesMatrixUnits || (target->convertsHalvesByPtx && StringRef(*text).contains("_HALF("));
  code.code = getOpenCLPrelude().str() + "\n" + getHalfPrelude(usesPtx).str() +
              (usesMatrixUnits ? getMatrixPrelude().str() : "") + *text;
  return (*functions.begin()).getNumArguments();
}

LogicalResult PlanBuilder::addKernels() {
  for (auto gpuModule : module.getOps<gpu::GPUModuleOp>()) {
    ::burin::Module code;
    code.name = gpuModule.getName().str();
    FailureOr<unsigned> arguments = buildCode(gpuModule, code);
    auto size = gpuModule->getAttrOfType<DenseI32ArrayAttr>("plan.workgroup");
    auto local = gpuModule->getAttrOfType<IntegerAttr>("plan.local_memory_bytes");
    if (failed(arguments) || *arguments == 0 || !size || !local)
      return gpuModule.emitOpError("is no converted kernel module");
    ::burin::Kernel kernel;
    kernel.name = gpuModule.getName().str();
    kernel.module = built.plan.modules.size();
    for (unsigned i = 0; i < 3; ++i)
      kernel.workgroupSize[i] = size[i];
    kernel.localMemoryBytes = local.getInt();
    kernel.args.assign(*arguments, ::burin::Access::kRead);
    auto results = gpuModule->getAttrOfType<IntegerAttr>(kResultsAttrName);
    for (int64_t i = 0, count = results ? results.getInt() : 1; i < count; ++i)
      kernel.args[*arguments - 1 - i] = ::burin::Access::kWrite;
    kernelNumbers[gpuModule.getNameAttr()] = built.plan.kernels.size();
    built.plan.modules.push_back(std::move(code));
    built.plan.kernels.push_back(std::move(kernel));
    metadata.addKernel(gpuModule->getAttrOfType<kernel::ConfigAttr>(kernel::kConfigAttrName));
  }
  return success();
}

LogicalResult PlanBuilder::addConstant(plan::ConstantOp op) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  // Entry points share what they both read.
  auto [known, inserted] = constants.try_emplace({op->getPropertiesAsAttribute(), type}, built.plan.constants.size());
  if (!inserted) {
    places[op.getResult()] = {::burin::Space::kConstant, known->second, 0, built.plan.constants[known->second].size};
    return success();
  }
  FailureOr<::burin::DType> dtype = getDType(type.getElementType());
  FailureOr<int64_t> bytes = plan::getTensorBytes(type);
  if (failed(dtype) || failed(bytes))
    return op.emitOpError("has a type that a plan cannot store: ") << type;
  ::burin::Constant constant;
  constant.name = op.getName().str();
  constant.dtype = *dtype;
  constant.shape.assign(type.getShape().begin(), type.getShape().end());
  constant.size = *bytes;
  if (auto synthetic = dyn_cast<plan::SyntheticSourceAttr>(op.getSource())) {
    constant.kind = ::burin::ConstantKind::kSynthetic;
    constant.seed = synthetic.getSeed();
    constant.mean = synthetic.getMean().getValueAsDouble();
    constant.stddev = synthetic.getStddev().getValueAsDouble();
    for (Attribute step : op.getRecipe())
      if (auto winograd = dyn_cast<plan::WinogradStepAttr>(step))
        constant.stddev *= Winograd::get(winograd.getTile()).getNoiseScale();
      else if (isa<plan::PolyphaseStepAttr>(step))
        constant.stddev *= kPolyphaseNoiseScale;
  }
  uint64_t size = *bytes;
  places[op.getResult()] = {::burin::Space::kConstant,
                            static_cast<uint32_t>(built.plan.constants.size()), 0, size};
  built.plan.largestBufferBytes = std::max(built.plan.largestBufferBytes, size);
  built.plan.constants.push_back(std::move(constant));
  built.constants.push_back(op);
  return success();
}

/// Views share the memory of what they view.
FailureOr<::burin::BufferRef> PlanBuilder::locate(Value value, Operation *user) {
  while (isa_and_present<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  auto it = places.find(value);
  if (it == places.end())
    return user->emitOpError("reads a value that has no place in memory");
  return it->second;
}

/// `kernel`, or where the dispatch works in place, the same code declared to read
/// and write its first result.
uint32_t PlanBuilder::getKernelVariant(uint32_t kernel, const ::burin::Dispatch &dispatch) {
  const std::vector<::burin::Access> &accesses = built.plan.kernels[kernel].args;
  size_t first = llvm::find(accesses, ::burin::Access::kWrite) - accesses.begin();
  const ::burin::BufferRef &result = dispatch.args[first];
  bool inPlace = llvm::any_of(ArrayRef(dispatch.args).take_front(first), [&](const ::burin::BufferRef &arg) {
    return arg.space == result.space && arg.index == result.index &&
           arg.offset < result.offset + result.size && result.offset < arg.offset + arg.size;
  });
  if (!inPlace)
    return kernel;
  auto [it, inserted] = inPlaceVariants.try_emplace(kernel, built.plan.kernels.size());
  if (inserted) {
    ::burin::Kernel variant = built.plan.kernels[kernel];
    variant.args[first] = ::burin::Access::kReadWrite;
    built.plan.kernels.push_back(std::move(variant));
    metadata.addVariant(kernel);
  }
  return it->second;
}

LogicalResult PlanBuilder::addDispatch(plan::DispatchOp op, ::burin::Entry &entry) {
  ::burin::Dispatch dispatch;
  StringAttr name = op.getKernel().getRootReference();
  auto kernel = kernelNumbers.find(name);
  if (kernel == kernelNumbers.end() || !op.getOffsets())
    return op.emitOpError("has no kernel or no memory: run assign-memory first");
  dispatch.kernel = kernel->second;
  for (unsigned i = 0; i < 3; ++i)
    dispatch.groups[i] = op.getGrid()[i];
  dispatch.label = getLabel(op.getLoc());
  if (auto flops = op->getAttrOfType<IntegerAttr>("plan.flops"))
    dispatch.flops = flops.getInt();
  for (Value input : op.getInputs()) {
    FailureOr<::burin::BufferRef> place = locate(input, op);
    if (failed(place))
      return failure();
    (place->space == ::burin::Space::kConstant ? dispatch.weightBytes : dispatch.bytesRead) += place->size;
    dispatch.args.push_back(*place);
  }
  for (auto [result, offset] : llvm::zip_equal(op.getResults(), *op.getOffsets())) {
    FailureOr<int64_t> bytes = plan::getTensorBytes(cast<RankedTensorType>(result.getType()));
    if (failed(bytes))
      return op.emitOpError("has a result without a size");
    uint64_t size = *bytes;
    if (offset >= 0)
      places[result] = {::burin::Space::kArena, 0, static_cast<uint64_t>(offset), size};
    else if (!places.count(result))
      return op.emitOpError("has a result that is neither in the arena nor an output");
    dispatch.bytesWritten += size;
    built.plan.largestBufferBytes = std::max(built.plan.largestBufferBytes, size);
    dispatch.args.push_back(places[result]);
  }
  dispatch.kernel = getKernelVariant(dispatch.kernel, dispatch);
  SmallVector<Type> types(op.getInputs().getTypes());
  llvm::append_range(types, op.getResultTypes());
  metadata.addDispatch(dispatch, op.getLoc(), types);
  entry.dispatches.push_back(std::move(dispatch));
  return success();
}

FailureOr<::burin::TensorDesc> PlanBuilder::describe(func::FuncOp func, Type type, Attribute name,
                                                     StringRef fallback) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  FailureOr<::burin::DType> dtype = tensor ? getDType(tensor.getElementType()) : FailureOr<::burin::DType>();
  if (failed(dtype) || !tensor.hasStaticShape())
    return func.emitOpError("has an input or output that a plan cannot describe: ") << type;
  ::burin::TensorDesc desc;
  auto text = dyn_cast_if_present<StringAttr>(name);
  desc.name = text ? text.str() : fallback.str();
  desc.dtype = *dtype;
  desc.shape.assign(tensor.getShape().begin(), tensor.getShape().end());
  return desc;
}

/// `size` bytes of the state, which grows to hold them.
::burin::BufferRef PlanBuilder::addState(IntegerAttr offset, uint64_t size) {
  uint64_t at = offset.getInt();
  built.plan.stateBytes = std::max(built.plan.stateBytes, at + size);
  return {::burin::Space::kState, 0, at, size};
}

LogicalResult PlanBuilder::addEntry(func::FuncOp func) {
  ::burin::Entry entry;
  metadata.addEntry();
  entry.name = func.getName().str();
  for (BlockArgument argument : func.getArguments()) {
    unsigned i = argument.getArgNumber();
    FailureOr<::burin::TensorDesc> desc = describe(func, argument.getType(), func.getArgAttr(i, "plan.name"),
                                                   "input_" + std::to_string(i));
    if (failed(desc))
      return failure();
    uint64_t size = *plan::getTensorBytes(cast<RankedTensorType>(argument.getType()));
    if (auto offset = func.getArgAttrOfType<IntegerAttr>(i, "plan.state")) {
      places[argument] = addState(offset, size);
      continue;
    }
    desc->equalHalves = func.getArgAttr(i, "plan.equal_halves") != nullptr;
    places[argument] = {::burin::Space::kInput, static_cast<uint32_t>(entry.inputs.size()), 0, size};
    entry.inputs.push_back(*desc);
  }
  Operation *terminator = func.getBody().front().getTerminator();
  for (auto [i, value] : llvm::enumerate(terminator->getOperands())) {
    FailureOr<::burin::TensorDesc> desc = describe(func, value.getType(), func.getResultAttr(i, "plan.name"),
                                                   "output_" + std::to_string(i));
    if (failed(desc))
      return failure();
    Value source = value;
    while (isa_and_present<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(source.getDefiningOp()))
      source = source.getDefiningOp()->getOperand(0);
    if (!isa_and_present<plan::DispatchOp>(source.getDefiningOp()) || places.count(source))
      return func.emitOpError("returns a value that no dispatch of its own writes: run outline-groups");
    uint64_t size = *plan::getTensorBytes(cast<RankedTensorType>(value.getType()));
    if (auto offset = func.getResultAttrOfType<IntegerAttr>(i, "plan.state")) {
      places[source] = addState(offset, size);
      continue;
    }
    desc->equalHalves = func.getResultAttr(i, "plan.equal_halves") != nullptr;
    places[source] = {::burin::Space::kOutput, static_cast<uint32_t>(entry.outputs.size()), 0, size};
    entry.outputs.push_back(*desc);
  }
  for (Operation &op : func.getBody().front().without_terminator()) {
    LogicalResult added = success();
    if (auto constant = dyn_cast<plan::ConstantOp>(op))
      added = addConstant(constant);
    else if (auto dispatch = dyn_cast<plan::DispatchOp>(op))
      added = addDispatch(dispatch, entry);
    else if (!isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op))
      added = op.emitOpError("has no place in a plan");
    if (failed(added))
      return failure();
  }
  auto arena = func->getAttrOfType<IntegerAttr>("plan.arena_bytes");
  auto bound = func->getAttrOfType<IntegerAttr>("plan.arena_lower_bound_bytes");
  if (!arena || !bound)
    return func.emitOpError("has no memory plan: run assign-memory first");
  built.plan.arenaBytes = std::max<uint64_t>(built.plan.arenaBytes, arena.getInt());
  built.plan.arenaLowerBoundBytes = std::max<uint64_t>(built.plan.arenaLowerBoundBytes, bound.getInt());
  built.plan.entries.push_back(std::move(entry));
  return success();
}

FailureOr<BuiltPlan> PlanBuilder::build() {
  if (failed(addKernels()))
    return failure();
  for (auto func : module.getOps<func::FuncOp>())
    if (!func.isPrivate() && failed(addEntry(func)))
      return failure();
  for (size_t i = 0; i < built.plan.entries.size(); ++i)
    built.predictedNanoseconds.push_back(metadata.getPredictedNanoseconds(i));
  metadata.setCandidateCalls(module->getAttrOfType<DictionaryAttr>(kCandidateCallsAttrName));
  built.plan.metadata = metadata.serialize(built.plan);
  return std::move(built);
}

FailureOr<BuiltPlan> mlir::burin::codegen::buildPlan(ModuleOp module) {
  std::optional<Target> target;
  if (module->hasAttr(kTargetAttrName)) {
    FailureOr<Target> read = Target::get(module);
    if (failed(read))
      return failure();
    target = std::move(*read);
  }
  return PlanBuilder(module, std::move(target)).build();
}
