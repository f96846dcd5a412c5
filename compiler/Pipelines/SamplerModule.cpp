//===- SamplerModule.cpp - What lies between a pipeline's networks --------===//
#include "compiler/Pipelines/SamplerModule.h"

#include "runtime/pipeline/sampler_layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Verifier.h"

#include <limits>

using namespace mlir;
using namespace mlir::burin;
using ::burin::DType;
using ::burin::TensorDesc;

//===--- Finding the tensors ------------------------------------------------===//

static FailureOr<TensorDesc> find(Location loc, const std::vector<TensorDesc> &tensors, StringRef network, StringRef name,
                                  size_t minRank, size_t maxRank) {
  const TensorDesc *found = nullptr;
  unsigned matches = 0;
  for (const TensorDesc &tensor : tensors) {
    if (tensor.shape.size() < minRank || tensor.shape.size() > maxRank)
      continue;
    if (tensor.name == name)
      return tensor;
    found = &tensor;
    ++matches;
  }
  if (matches == 1)
    return *found;
  return emitError(loc) << network << " has no tensor '" << name << "', and " << matches << " that could be meant";
}

static const ::burin::Entry *findMain(const ::burin::Plan &plan) {
  for (const ::burin::Entry &entry : plan.entries)
    if (entry.name == "main")
      return &entry;
  return nullptr;
}

FailureOr<SamplerTensors> mlir::burin::findSamplerTensors(MLIRContext &context, const ::burin::Plan &unet,
                                                          const ::burin::Plan &vaeDecoder) {
  Location loc = UnknownLoc::get(&context);
  const ::burin::Entry *unetMain = findMain(unet), *vaeMain = findMain(vaeDecoder);
  if (!unetMain || !vaeMain)
    return emitError(loc) << "UNet or VAE decoder has no entry point 'main'";
  FailureOr<TensorDesc> sample = find(loc, unetMain->inputs, "UNet", "sample", 4, 4),
                        timestep = find(loc, unetMain->inputs, "UNet", "timestep", 0, 1),
                        prediction = find(loc, unetMain->outputs, "UNet", "out_sample", 4, 4),
                        latent = find(loc, vaeMain->inputs, "VAE decoder", "latent_sample", 4, 4),
                        picture = find(loc, vaeMain->outputs, "VAE decoder", "sample", 4, 4);
  if (failed(sample) || failed(timestep) || failed(prediction) || failed(latent) || failed(picture))
    return failure();
  if (sample->shape != prediction->shape)
    return emitError(loc) << "UNet: '" << sample->name << "' and '" << prediction->name << "' differ in shape";
  if (ArrayRef<int64_t>(sample->shape).drop_front() != ArrayRef<int64_t>(latent->shape).drop_front())
    return emitError(loc) << "UNet: '" << sample->name << "' is no '" << latent->name << "' of the VAE decoder";
  if (picture->shape[1] != 3)
    return emitError(loc) << "VAE decoder: '" << picture->name << "' has " << picture->shape[1] << " channels, not 3";
  return SamplerTensors{*sample, *timestep, *prediction, *latent, *picture};
}

//===--- Building the entry points ------------------------------------------===//

namespace {
/// One function after the other; bodies see an index for each loop.
class SamplerBuilder : ImplicitLocOpBuilder {
public:
  SamplerBuilder(ModuleOp module, const SamplerTensors &tensors)
      : ImplicitLocOpBuilder(module.getLoc(), OpBuilder::atBlockEnd(module.getBody())), module(module), tensors(tensors),
        batch(tensors.sample.shape[0]), latents(tensors.sample.shape[1] * tensors.sample.shape[2] * tensors.sample.shape[3]) {}

  LogicalResult build();

private:
  struct Tensor {
    StringRef name;
    RankedTensorType type;
    bool equalHalves = false;
  };
  using Body = llvm::function_ref<Value(ValueRange indices)>;

  Type getType(DType dtype);
  RankedTensorType getType(const TensorDesc &desc);
  RankedTensorType floats(ArrayRef<int64_t> shape) { return RankedTensorType::get(shape, getF32Type()); }
  RankedTensorType stateType() { return floats({::burin::kStateRows, latents}); }
  RankedTensorType callType() { return RankedTensorType::get({1}, getI32Type()); }

  void beginFunction(StringRef name, ArrayRef<Tensor> inputs, ArrayRef<Tensor> outputs);
  Value input(unsigned i) { return func.getArgument(i); }

  /// A tensor with what `body` computes of its position.
  Value compute(RankedTensorType type, Body body);
  Value at(Value tensor, ValueRange indices) { return tensor::ExtractOp::create(*this, tensor, indices); }
  Value index(int64_t value) { return arith::ConstantIndexOp::create(*this, value); }
  Value number(double value) { return arith::ConstantOp::create(*this, getF32FloatAttr(value)); }
  Value integer(int32_t value) { return arith::ConstantOp::create(*this, getI32IntegerAttr(value)); }
  Value toFloat(Value value);
  Value fromFloat(Value value, Type type);
  Value flatten(Value tensor, int64_t rows);
  Value unflatten(Value rows, RankedTensorType type);
  Value column(Value table, Value call, Value column);

  void buildStep();
  void buildCommit();
  void buildFinish();
  void buildPicture();

  ModuleOp module;
  const SamplerTensors &tensors;
  int64_t batch, latents;
  func::FuncOp func;
};
} // namespace

Type SamplerBuilder::getType(DType dtype) {
  switch (dtype) {
  case DType::kF32:
    return getF32Type();
  case DType::kF16:
    return getF16Type();
  case DType::kBF16:
    return getBF16Type();
  case DType::kI32:
    return getI32Type();
  case DType::kI64:
    return getI64Type();
  default:
    return {};
  }
}

RankedTensorType SamplerBuilder::getType(const TensorDesc &desc) {
  return RankedTensorType::get(desc.shape, getType(desc.dtype));
}

void SamplerBuilder::beginFunction(StringRef name, ArrayRef<Tensor> inputs, ArrayRef<Tensor> outputs) {
  SmallVector<Type> argumentTypes, resultTypes;
  for (const Tensor &tensor : inputs)
    argumentTypes.push_back(tensor.type);
  for (const Tensor &tensor : outputs)
    resultTypes.push_back(tensor.type);
  setInsertionPointToEnd(module.getBody());
  func = func::FuncOp::create(*this, name, getFunctionType(argumentTypes, resultTypes));
  for (auto [i, tensor] : llvm::enumerate(inputs))
    func.setArgAttr(i, "plan.name", getStringAttr(tensor.name));
  for (auto [i, tensor] : llvm::enumerate(outputs)) {
    func.setResultAttr(i, "plan.name", getStringAttr(tensor.name));
    if (tensor.equalHalves)
      func.setResultAttr(i, "plan.equal_halves", getUnitAttr());
  }
  setInsertionPointToStart(func.addEntryBlock());
}

Value SamplerBuilder::compute(RankedTensorType type, Body body) {
  Value empty = tensor::EmptyOp::create(*this, type.getShape(), type.getElementType());
  SmallVector<utils::IteratorType> loops(type.getRank(), utils::IteratorType::parallel);
  auto op = linalg::GenericOp::create(*this, TypeRange{type}, ValueRange{}, ValueRange{empty},
                                      getMultiDimIdentityMap(type.getRank()), loops);
  OpBuilder::InsertionGuard guard(*this);
  createBlock(&op.getRegion(), {}, type.getElementType(), getLoc());
  SmallVector<Value> indices;
  for (int64_t i = 0; i < type.getRank(); ++i)
    indices.push_back(linalg::IndexOp::create(*this, i));
  linalg::YieldOp::create(*this, body(indices));
  return op.getResult(0);
}

Value SamplerBuilder::toFloat(Value value) {
  return value.getType().isF32() ? value : Value(arith::ExtFOp::create(*this, getF32Type(), value));
}

Value SamplerBuilder::fromFloat(Value value, Type type) {
  if (type.isF32())
    return value;
  if (isa<IntegerType>(type))
    return arith::FPToSIOp::create(*this, type, value);
  return arith::TruncFOp::create(*this, type, value);
}

/// `tensor` as `rows` rows; their elements are one picture's.
Value SamplerBuilder::flatten(Value tensor, int64_t rows) {
  auto type = cast<RankedTensorType>(tensor.getType());
  auto flat = RankedTensorType::get({rows, type.getNumElements() / rows}, type.getElementType());
  return tensor::CollapseShapeOp::create(*this, flat, tensor, SmallVector<ReassociationIndices>{{0}, {1, 2, 3}});
}

/// The inverse of `flatten`.
Value SamplerBuilder::unflatten(Value rows, RankedTensorType type) {
  return tensor::ExpandShapeOp::create(*this, type, rows, SmallVector<ReassociationIndices>{{0}, {1, 2, 3}});
}

/// A column of the table's row for this call.
Value SamplerBuilder::column(Value table, Value call, Value column) {
  Value row = arith::IndexCastOp::create(*this, getIndexType(), at(call, index(0)));
  return at(table, {row, column});
}

void SamplerBuilder::buildStep() {
  int64_t columns = ::burin::samplerMatrixColumns(batch), scale = ::burin::kStateRows * columns;
  int64_t noiseColumn = columns - 1;
  RankedTensorType sampleType = getType(tensors.sample), timestepType = getType(tensors.timestep);
  beginFunction("step",
                {{"state", stateType()},
                 {"prediction", getType(tensors.prediction)},
                 {"noise", floats({latents})},
                 {"table", floats({::burin::kTableCalls, ::burin::samplerTableColumns(batch)})},
                 {"call", callType()}},
                {{"next_state", stateType()},
                 // Every row is the same sample.
                 {"sample", sampleType, /*equalHalves=*/batch % 2 == 0},
                 {"timestep", timestepType},
                 {"next_call", callType()}});
  Value state = input(0), prediction = flatten(input(1), batch), noise = input(2), table = input(3), call = input(4);
  Value next = compute(stateType(), [&](ValueRange at) {
    Value first = arith::MulIOp::create(*this, at[0], index(columns));
    Value sum;
    for (int64_t k = 0; k < columns; ++k) {
      Value factor = column(table, call, arith::AddIOp::create(*this, first, index(k)));
      Value term = k < ::burin::kStateRows ? this->at(state, {index(k), at[1]})
                   : k < noiseColumn       ? toFloat(this->at(prediction, {index(k - ::burin::kStateRows), at[1]}))
                                           : this->at(noise, at[1]);
      Value product = arith::MulFOp::create(*this, factor, term);
      sum = sum ? Value(arith::AddFOp::create(*this, sum, product)) : product;
    }
    return sum;
  });
  auto rowsType = RankedTensorType::get({batch, latents}, sampleType.getElementType());
  Value sample = compute(rowsType, [&](ValueRange at) {
    Value scaled = arith::MulFOp::create(*this, column(table, call, index(scale)), this->at(next, {index(0), at[1]}));
    return fromFloat(scaled, rowsType.getElementType());
  });
  Value timestep = compute(timestepType, [&](ValueRange) {
    return fromFloat(column(table, call, index(scale + 1)), timestepType.getElementType());
  });
  // It stays inside of the table whatever the caller does.
  Value nextCall = compute(callType(), [&](ValueRange at) {
    Value following = arith::AddIOp::create(*this, this->at(call, at[0]), integer(1));
    return Value(arith::MinSIOp::create(*this, following, integer(::burin::kTableCalls - 1)));
  });
  func::ReturnOp::create(*this, ValueRange{next, unflatten(sample, sampleType), timestep, nextCall});
}

/// The next state becomes the state: a step reads all of it while it writes.
void SamplerBuilder::buildCommit() {
  beginFunction("commit", {{"next_state", stateType()}, {"next_call", callType()}},
                {{"state", stateType()}, {"call", callType()}});
  Value state = compute(stateType(), [&](ValueRange at) { return this->at(input(0), at); });
  Value call = compute(callType(), [&](ValueRange at) { return this->at(input(1), at); });
  func::ReturnOp::create(*this, ValueRange{state, call});
}

void SamplerBuilder::buildFinish() {
  ArrayRef<int64_t> shape = tensors.sample.shape;
  RankedTensorType latentType = getType(tensors.latent), plainType = floats(shape.drop_front());
  beginFunction("finish", {{"state", stateType()}, {"factors", floats({2})}},
                {{"latent", latentType}, {"latents", plainType}});
  Value state = input(0), factors = input(1);
  auto rowsType = RankedTensorType::get({latentType.getDimSize(0), latents}, latentType.getElementType());
  Value latent = compute(rowsType, [&](ValueRange at) {
    Value scaled = arith::MulFOp::create(*this, this->at(state, {index(0), at[1]}), this->at(factors, index(0)));
    Value shifted = arith::AddFOp::create(*this, scaled, this->at(factors, index(1)));
    return fromFloat(shifted, rowsType.getElementType());
  });
  Value plain = compute(floats({latents}), [&](ValueRange at) { return this->at(state, {index(0), at[0]}); });
  Value shaped = tensor::ExpandShapeOp::create(*this, plainType, plain, SmallVector<ReassociationIndices>{{0, 1, 2}});
  func::ReturnOp::create(*this, ValueRange{unflatten(latent, latentType), shaped});
}

void SamplerBuilder::buildPicture() {
  RankedTensorType planesType = getType(tensors.picture);
  auto pixelsType = RankedTensorType::get(planesType.getShape().drop_front(2), getI32Type());
  beginFunction("picture", {{"planes", planesType}}, {{"pixels", pixelsType}});
  Value pixels = compute(pixelsType, [&](ValueRange at) {
    Value pixel = integer(0), isFinite;
    for (int32_t channel = 0; channel < 3; ++channel) {
      Value value = toFloat(this->at(input(0), {index(0), index(channel), at[0], at[1]}));
      // Neither an infinity nor, in an ordered comparison, a NaN.
      Value finite = arith::CmpFOp::create(*this, arith::CmpFPredicate::OLE, math::AbsFOp::create(*this, value),
                                           number(std::numeric_limits<float>::max()));
      isFinite = isFinite ? Value(arith::AndIOp::create(*this, isFinite, finite)) : finite;
      Value unit = arith::AddFOp::create(*this, arith::MulFOp::create(*this, value, number(0.5)), number(0.5));
      Value clamped = arith::MinNumFOp::create(*this, arith::MaxNumFOp::create(*this, unit, number(0)), number(1));
      Value level = math::RoundEvenOp::create(*this, arith::MulFOp::create(*this, clamped, number(255)));
      Value byte = arith::FPToSIOp::create(*this, getI32Type(), level);
      pixel = arith::OrIOp::create(*this, pixel, arith::ShLIOp::create(*this, byte, integer(8 * channel)));
    }
    Value mark = arith::SelectOp::create(*this, isFinite, integer(int32_t(0xFF000000u)), integer(0));
    return Value(arith::OrIOp::create(*this, pixel, mark));
  });
  func::ReturnOp::create(*this, pixels);
}

LogicalResult SamplerBuilder::build() {
  for (const TensorDesc *desc : {&tensors.sample, &tensors.prediction, &tensors.latent, &tensors.picture})
    if (!isa_and_present<FloatType>(getType(desc->dtype)))
      return emitError() << "the sampler's tensor '" << desc->name << "' is of no float type";
  if (!getType(tensors.timestep.dtype))
    return emitError() << "the sampler's tensor '" << tensors.timestep.name << "' has a type that no timestep has";
  buildStep();
  buildCommit();
  buildFinish();
  buildPicture();
  return verify(module);
}

FailureOr<OwningOpRef<ModuleOp>> mlir::burin::buildSamplerModule(MLIRContext &context, const SamplerTensors &tensors) {
  context.loadDialect<arith::ArithDialect, func::FuncDialect, linalg::LinalgDialect, math::MathDialect,
                      tensor::TensorDialect>();
  OwningOpRef<ModuleOp> module = ModuleOp::create(NameLoc::get(StringAttr::get(&context, "sampler")));
  if (failed(SamplerBuilder(*module, tensors).build()))
    return failure();
  return module;
}
