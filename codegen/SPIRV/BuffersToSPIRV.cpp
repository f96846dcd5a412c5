//===- BuffersToSPIRV.cpp - Kernel buffers as SPIR-V variables ------------===//
//
// Logical addressing has no pointer casts, so a variable has one element type
// and upstream's conversion of vector.load, a bitcast of a pointer, is invalid
// for Vulkan (docs/rationale/spirv.md). Here a buffer that is read four lanes
// at a time is declared as an array of four-lane vectors. One that is accessed
// in several widths gets a variable for each, all with the same binding: they
// are views of one descriptor. Local memory has no descriptors; there the array
// is of vectors and a scalar access addresses a component.
//
// 8 halves that are used as four words are 16 bytes, a view of their own. A
// cooperative matrix lies in local memory that is an array of such units.
//
//===----------------------------------------------------------------------===//
#include "codegen/SPIRV/BuffersToSPIRV.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {
/// One load or store.
struct Access {
  Operation *op;
  ValueRange indices;
  Value stored; ///< null: a load
  Type type;    ///< of the loaded or stored value

  /// Elements of the buffer.
  int64_t getWidth() const {
    return isa<vector::LoadOp, vector::StoreOp>(op) ? cast<VectorType>(type).getNumElements() : 1;
  }
};

/// A memref and the variables that stand for it.
struct Buffer {
  MemRefType type;
  SmallVector<Access> accesses;
  bool isWritten = false;
  /// Storage buffers: by number of lanes. Local memory: one entry.
  llvm::SmallMapVector<int64_t, spirv::GlobalVariableOp, 2> variables;
};

class BufferConverter {
public:
  BufferConverter(gpu::GPUFuncOp kernel, spirv::ModuleOp module)
      : kernel(kernel), module(module), builder(kernel.getContext()) {}

  LogicalResult run();

private:
  LogicalResult collect(Value memref, Buffer &buffer);
  LogicalResult declareArgument(BlockArgument argument, Buffer &buffer);
  LogicalResult declareLocal(memref::AllocOp alloc, Buffer &buffer);
  void convert(const Buffer &buffer, Operation *op);
  Value linearize(MemRefType type, ValueRange indices);
  Value divide(Value index, int64_t divisor);
  Value pointerTo(const Buffer &buffer, int64_t lanes, Value index, bool isScalar);
  void convertMatrix(const Buffer &buffer, Operation *op);
  spirv::MemoryAccessAttr getMemoryOperand(Value pointer);
  Value load(Value pointer);
  void store(Value pointer, Value value);
  Value constant(int32_t value);
  Value asInteger(Value index);

  gpu::GPUFuncOp kernel;
  spirv::ModuleOp module;
  OpBuilder builder;
  Location loc = kernel.getLoc();
  unsigned numLocals = 0;
  /// Vulkan's memory model: accesses that others see after a barrier say so.
  bool isVulkanModel = module.getMemoryModel() == spirv::MemoryModel::Vulkan;
};
} // namespace

/// Halves in 16 bytes, the widest access.
constexpr int64_t kUnitHalves = 8;

static Type getLanesType(Type element, int64_t lanes) {
  if (lanes == kUnitHalves)
    return VectorType::get({4}, IntegerType::get(element.getContext(), 32));
  return lanes == 1 ? element : VectorType::get({lanes}, element);
}

/// 8 halves, loaded to be used as four words.
static vector::BitCastOp getUnitCast(Operation *op) {
  auto load = dyn_cast<vector::LoadOp>(op);
  if (!load || load.getVectorType() != VectorType::get({kUnitHalves}, Float16Type::get(op->getContext())) ||
      !load->hasOneUse())
    return {};
  auto cast = dyn_cast<vector::BitCastOp>(*load->user_begin());
  return cast && cast.getType() == getLanesType(load.getVectorType().getElementType(), kUnitHalves)
             ? cast
             : vector::BitCastOp();
}

/// Loads and stores of a matrix that a sub-group shares.
static bool isMatrixAccess(Operation *op) {
  return isa<gpu::SubgroupMmaLoadMatrixOp, gpu::SubgroupMmaStoreMatrixOp>(op);
}

/// Accesses that an aligned view of this many lanes serves.
static bool isViewWidth(int64_t width) {
  return width == 1 || width == 2 || width == 4 || width == kUnitHalves;
}

//===--- What the kernel does with its buffers ------------------------------===//

static std::optional<Access> getAccess(Operation *op) {
  if (auto load = dyn_cast<memref::LoadOp>(op))
    return Access{op, load.getIndices(), {}, load.getType()};
  if (auto store = dyn_cast<memref::StoreOp>(op))
    return Access{op, store.getIndices(), store.getValue(), store.getValue().getType()};
  if (auto load = dyn_cast<vector::LoadOp>(op))
    return Access{op, load.getIndices(), {}, load.getVectorType()};
  if (auto store = dyn_cast<vector::StoreOp>(op))
    return Access{op, store.getIndices(), store.getValueToStore(), store.getVectorType()};
  if (auto load = dyn_cast<gpu::SubgroupMmaLoadMatrixOp>(op))
    return Access{op, load.getIndices(), {}, load.getType()};
  if (auto store = dyn_cast<gpu::SubgroupMmaStoreMatrixOp>(op))
    return Access{op, store.getIndices(), store.getSrc(), store.getSrc().getType()};
  return std::nullopt;
}

/// Words, halves, floats, and in local memory vectors of four of them.
static bool isStorable(MemRefType type) {
  Type element = type.getElementType();
  if (auto vector = dyn_cast<VectorType>(element)) {
    auto space = dyn_cast_if_present<gpu::AddressSpaceAttr>(type.getMemorySpace());
    if (vector.getRank() != 1 || vector.getNumElements() != 4 || !space ||
        space.getValue() != gpu::AddressSpace::Workgroup)
      return false;
    element = vector.getElementType();
  }
  return element.isF32() || element.isF16() ||
         (element.isSignlessInteger() &&
          llvm::is_contained({8u, 16u, 32u, 64u}, element.getIntOrFloatBitWidth()));
}

LogicalResult BufferConverter::collect(Value memref, Buffer &buffer) {
  buffer.type = cast<MemRefType>(memref.getType());
  if (!isStorable(buffer.type) || !buffer.type.hasStaticShape() || !buffer.type.getLayout().isIdentity())
    return emitError(loc, "kernel ") << kernel.getName() << " has a buffer of type " << buffer.type
                                     << ", which Vulkan cannot store";
  for (OpOperand &use : memref.getUses()) {
    if (isa<memref::DeallocOp>(use.getOwner()))
      continue;
    std::optional<Access> access = getAccess(use.getOwner());
    if (!access || (access->stored && access->stored == memref))
      return use.getOwner()->emitOpError(
          "has no Vulkan form: a buffer can only be loaded from and stored to");
    auto vector = dyn_cast<VectorType>(access->type);
    if (vector && (vector.getRank() != 1 || vector.getNumElements() > 4) &&
        !getUnitCast(access->op))
      return access->op->emitOpError("accesses ")
             << vector << "; Vulkan's vectors have 2 to 4 lanes: "
             << "lower the target's vector_bytes to 16";
    buffer.isWritten |= access->stored != nullptr;
    buffer.accesses.push_back(*access);
  }
  return success();
}

//===--- Variables ----------------------------------------------------------===//

LogicalResult BufferConverter::declareArgument(BlockArgument argument, Buffer &buffer) {
  Type element = buffer.type.getElementType();
  llvm::SmallSet<int64_t, 4> widths;
  for (const Access &access : buffer.accesses)
    widths.insert(isViewWidth(access.getWidth()) ? access.getWidth() : 1);
  if (widths.empty()) // keep the binding: the plan passes every argument
    widths.insert(1);
  for (int64_t lanes : {int64_t{1}, int64_t{2}, int64_t{4}, kUnitHalves}) {
    if (!widths.contains(lanes))
      continue;
    unsigned stride = lanes * element.getIntOrFloatBitWidth() / 8;
    auto array = spirv::RuntimeArrayType::get(getLanesType(element, lanes), stride);
    auto block = spirv::StructType::get({array}, {0});
    std::string name = "arg" + std::to_string(argument.getArgNumber());
    if (lanes > 1)
      name += "_by" + std::to_string(lanes);
    auto variable = spirv::GlobalVariableOp::create(
        builder, loc, spirv::PointerType::get(block, spirv::StorageClass::StorageBuffer), name,
        /*descriptorSet=*/0, /*binding=*/argument.getArgNumber());
    // Without it a compiler may move a load of one view over a store to another.
    if (widths.size() > 1 && buffer.isWritten)
      variable->setAttr("aliased", builder.getUnitAttr());
    // Read-only loads need no order among them.
    if (!buffer.isWritten)
      variable->setAttr("non_writable", builder.getUnitAttr());
    buffer.variables[lanes] = variable;
  }
  return success();
}

LogicalResult BufferConverter::declareLocal(memref::AllocOp alloc, Buffer &buffer) {
  auto space = dyn_cast_if_present<gpu::AddressSpaceAttr>(buffer.type.getMemorySpace());
  if (!space || space.getValue() != gpu::AddressSpace::Workgroup)
    return alloc.emitOpError("has no Vulkan form: only local memory can be allocated");
  int64_t lanes = 0;
  for (const Access &access : buffer.accesses) {
    int64_t width = access.getWidth();
    if (width == 1)
      continue;
    if (!isViewWidth(width) || (lanes && lanes != width)) {
      lanes = 1; // several widths: lane by lane
      break;
    }
    lanes = width;
  }
  if (lanes == 0 || buffer.type.getNumElements() % lanes != 0)
    lanes = 1;
  Type element = getLanesType(buffer.type.getElementType(), lanes);
  auto array = spirv::ArrayType::get(element, buffer.type.getNumElements() / lanes);
  buffer.variables[lanes] = spirv::GlobalVariableOp::create(
      builder, loc, spirv::PointerType::get(array, spirv::StorageClass::Workgroup),
      "local" + std::to_string(numLocals++));
  return success();
}

//===--- Addresses ----------------------------------------------------------===//

Value BufferConverter::constant(int32_t value) {
  return spirv::ConstantOp::create(builder, loc, builder.getI32Type(),
                                   builder.getI32IntegerAttr(value));
}

Value BufferConverter::asInteger(Value index) {
  return arith::IndexCastOp::create(builder, loc, builder.getI32Type(), index);
}

Value BufferConverter::linearize(MemRefType type, ValueRange indices) {
  Value linear;
  for (auto [extent, index] : llvm::zip_equal(type.getShape(), indices)) {
    if (!linear) {
      linear = index;
      continue;
    }
    Value factor = arith::ConstantIndexOp::create(builder, loc, extent);
    linear = builder.createOrFold<arith::MulIOp>(loc, linear, factor);
    linear = builder.createOrFold<arith::AddIOp>(loc, linear, index);
  }
  return linear ? linear : arith::ConstantIndexOp::create(builder, loc, 0).getResult();
}

/// `index` / `divisor` for an index that is a multiple of it; null if that does
/// not follow from how the index is computed. Sums and products of 32-bit
/// indices into a buffer do not wrap, so the division distributes.
static Value divideExactly(OpBuilder &builder, Location loc, Value index, int64_t divisor) {
  if (std::optional<int64_t> number = getConstantIntValue(index)) {
    if (*number % divisor != 0)
      return {};
    return arith::ConstantIndexOp::create(builder, loc, *number / divisor);
  }
  if (auto product = index.getDefiningOp<arith::MulIOp>()) {
    std::optional<int64_t> factor = getConstantIntValue(product.getRhs());
    if (!factor || *factor % divisor != 0)
      return {};
    if (*factor == divisor)
      return product.getLhs();
    Value rest = arith::ConstantIndexOp::create(builder, loc, *factor / divisor);
    return arith::MulIOp::create(builder, loc, product.getLhs(), rest);
  }
  if (auto sum = index.getDefiningOp<arith::AddIOp>()) {
    Value lhs = divideExactly(builder, loc, sum.getLhs(), divisor);
    Value rhs = lhs ? divideExactly(builder, loc, sum.getRhs(), divisor) : Value();
    if (rhs)
      return arith::AddIOp::create(builder, loc, lhs, rhs);
  }
  return {};
}

Value BufferConverter::divide(Value index, int64_t divisor) {
  if (divisor == 1)
    return index;
  if (Value exact = divideExactly(builder, loc, index, divisor))
    return exact;
  Value shift = arith::ConstantIndexOp::create(builder, loc, llvm::Log2_64(divisor));
  return arith::ShRUIOp::create(builder, loc, index, shift);
}

/// The element at `index` of the variable with `lanes` lanes: the vector that
/// starts there, or the scalar.
Value BufferConverter::pointerTo(const Buffer &buffer, int64_t lanes, Value index, bool isScalar) {
  spirv::GlobalVariableOp variable = buffer.variables.lookup(lanes);
  auto storage = cast<spirv::PointerType>(variable.getType()).getStorageClass();
  Value base = spirv::AddressOfOp::create(builder, loc, variable);
  SmallVector<Value> path;
  if (storage == spirv::StorageClass::StorageBuffer)
    path.push_back(constant(0)); // the only member of the block
  path.push_back(asInteger(divide(index, lanes)));
  Type element = getLanesType(buffer.type.getElementType(), isScalar ? 1 : lanes);
  assert((!isScalar || lanes != kUnitHalves) && "a unit has no component that is a half");
  if (isScalar && lanes > 1) {
    Value mask = arith::ConstantIndexOp::create(builder, loc, lanes - 1);
    path.push_back(asInteger(builder.createOrFold<arith::AndIOp>(loc, index, mask)));
  }
  return spirv::AccessChainOp::create(builder, loc, spirv::PointerType::get(element, storage), base,
                                      path);
}

//===--- Accesses -----------------------------------------------------------===//

/// The memory operand of an access through `pointer`; null: none.
spirv::MemoryAccessAttr BufferConverter::getMemoryOperand(Value pointer) {
  auto storage = cast<spirv::PointerType>(pointer.getType()).getStorageClass();
  if (!isVulkanModel || storage != spirv::StorageClass::Workgroup)
    return {};
  return spirv::MemoryAccessAttr::get(builder.getContext(), spirv::MemoryAccess::NonPrivatePointer);
}

Value BufferConverter::load(Value pointer) {
  return spirv::LoadOp::create(builder, loc, pointer, getMemoryOperand(pointer), IntegerAttr());
}

void BufferConverter::store(Value pointer, Value value) {
  spirv::StoreOp::create(builder, loc, pointer, value, getMemoryOperand(pointer), IntegerAttr());
}

/// The matrix itself keeps its type until the conversion of all else.
void BufferConverter::convertMatrix(const Buffer &buffer, Operation *op) {
  Access access = *getAccess(op);
  Value index = linearize(buffer.type, access.indices);
  Value pointer = pointerTo(buffer, buffer.variables.begin()->first, index, /*isScalar=*/true);
  auto matrix = cast<gpu::MMAMatrixType>(access.type);
  auto use = llvm::StringSwitch<spirv::CooperativeMatrixUseKHR>(matrix.getOperand())
                 .Case("AOp", spirv::CooperativeMatrixUseKHR::MatrixA)
                 .Case("BOp", spirv::CooperativeMatrixUseKHR::MatrixB)
                 .Default(spirv::CooperativeMatrixUseKHR::MatrixAcc);
  Type type = spirv::CooperativeMatrixType::get(matrix.getElementType(), matrix.getShape()[0],
                                                matrix.getShape()[1], spirv::Scope::Subgroup, use);
  auto layoutOf = [](bool isTransposed) {
    return isTransposed ? spirv::CooperativeMatrixLayoutKHR::ColumnMajor
                        : spirv::CooperativeMatrixLayoutKHR::RowMajor;
  };
  if (auto loadOp = dyn_cast<gpu::SubgroupMmaLoadMatrixOp>(op)) {
    Value stride = constant(static_cast<int32_t>(loadOp.getLeadDimension().getSExtValue()));
    Value loaded = spirv::KHRCooperativeMatrixLoadOp::create(
        builder, loc, type, pointer, layoutOf(loadOp.getTranspose().value_or(false)), stride,
        getMemoryOperand(pointer), IntegerAttr());
    auto cast = UnrealizedConversionCastOp::create(builder, loc, matrix, loaded);
    op->replaceAllUsesWith(cast);
  } else {
    auto storeOp = cast<gpu::SubgroupMmaStoreMatrixOp>(op);
    Value stride = constant(static_cast<int32_t>(storeOp.getLeadDimension().getSExtValue()));
    auto value = UnrealizedConversionCastOp::create(builder, loc, type, access.stored);
    spirv::KHRCooperativeMatrixStoreOp::create(builder, loc, pointer, value.getResult(0),
                                               layoutOf(storeOp.getTranspose().value_or(false)), stride,
                                               getMemoryOperand(pointer), IntegerAttr());
  }
  op->erase();
}

void BufferConverter::convert(const Buffer &buffer, Operation *op) {
  // Anew: converting a load replaces the value that a store stores.
  Access access = *getAccess(op);
  builder.setInsertionPoint(op);
  loc = access.op->getLoc();
  if (isMatrixAccess(op))
    return convertMatrix(buffer, op);
  Value index = linearize(buffer.type, access.indices);
  int64_t width = access.getWidth();
  bool isWhole = buffer.variables.contains(width);
  // A storage buffer has a view of each width; local memory has one array.
  int64_t lanes = isWhole ? width : buffer.variables.begin()->first;
  // vector<1xT> is T in SPIR-V.
  if (isWhole && width > 1) {
    Value pointer = pointerTo(buffer, lanes, index, /*isScalar=*/false);
    vector::BitCastOp unit = getUnitCast(op);
    if (access.stored)
      store(pointer, access.stored);
    else
      (unit ? unit.getOperation() : access.op)->replaceAllUsesWith(ValueRange(load(pointer)));
    if (unit)
      unit.erase();
    access.op->erase();
    return;
  }
  SmallVector<Value> scalars;
  bool isVector = isa<vector::LoadOp, vector::StoreOp>(op);
  for (int64_t lane = 0; lane < width; ++lane) {
    Value offset = arith::ConstantIndexOp::create(builder, loc, lane);
    Value at = lane ? builder.createOrFold<arith::AddIOp>(loc, index, offset) : index;
    Value pointer = pointerTo(buffer, lanes, at, /*isScalar=*/true);
    if (!access.stored) {
      scalars.push_back(load(pointer));
      continue;
    }
    Value scalar = access.stored;
    if (isVector)
      scalar = vector::ExtractOp::create(builder, loc, scalar, ArrayRef<int64_t>{lane});
    store(pointer, scalar);
  }
  if (!access.stored) {
    Value value = scalars.front();
    if (isVector)
      value = vector::FromElementsOp::create(builder, loc, cast<VectorType>(access.type), scalars);
    access.op->replaceAllUsesWith(ValueRange(value));
  }
  access.op->erase();
}

LogicalResult BufferConverter::run() {
  if (!kernel.getWorkgroupAttributions().empty() || !kernel.getPrivateAttributions().empty())
    return kernel.emitOpError(
        "has memory attributions, which Vulkan kernels cannot have: allocate local memory");
  SmallVector<Buffer> buffers;
  builder.setInsertionPointToStart(module.getBody());
  for (BlockArgument argument : kernel.getArguments()) {
    auto type = dyn_cast<MemRefType>(argument.getType());
    auto space = type ? dyn_cast_if_present<gpu::AddressSpaceAttr>(type.getMemorySpace())
                      : gpu::AddressSpaceAttr();
    if (!space || space.getValue() != gpu::AddressSpace::Global)
      return kernel.emitOpError("has an argument that is no global buffer: ") << argument.getType();
    buffers.emplace_back();
    if (failed(collect(argument, buffers.back())) ||
        failed(declareArgument(argument, buffers.back())))
      return failure();
  }
  SmallVector<memref::AllocOp> allocs;
  kernel.walk([&](memref::AllocOp alloc) { allocs.push_back(alloc); });
  for (memref::AllocOp alloc : allocs) {
    buffers.emplace_back();
    if (failed(collect(alloc, buffers.back())) || failed(declareLocal(alloc, buffers.back())))
      return failure();
  }
  for (const Buffer &buffer : buffers)
    for (const Access &access : buffer.accesses)
      convert(buffer, access.op);
  for (memref::AllocOp alloc : allocs) {
    for (Operation *user : llvm::make_early_inc_range(alloc->getUsers()))
      user->erase(); // deallocations
    alloc.erase();
  }
  return kernel.eraseArguments(llvm::BitVector(kernel.getNumArguments(), true));
}

LogicalResult mlir::burin::codegen::convertBuffersToSPIRV(gpu::GPUFuncOp kernel,
                                                          spirv::ModuleOp module) {
  return BufferConverter(kernel, module).run();
}
