//===- WriteWeights.cpp - Recipes to bytes --------------------------------===//
#include "codegen/Plan/WriteWeights.h"

#include "codegen/Common/Winograd.h"

#include "runtime/base/file.h"
#include "runtime/base/half.h"
#include "runtime/format/synthetic.h"
#include "runtime/format/writer.h"

#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;
using ::burin::ByteSpan;

namespace {
/// A tensor in host memory between two recipe steps. `bytes` views either
/// `mapped`, whose pages leave memory with it, or `storage`.
struct HostTensor {
  RankedTensorType type;
  ByteSpan bytes;
  ::burin::MappedFile mapped;
  std::vector<uint8_t> storage;

  void own(std::vector<uint8_t> data, RankedTensorType newType) {
    storage = std::move(data);
    bytes = storage;
    type = newType;
  }
};
} // namespace

//===--- Cast ---------------------------------------------------------------===//

static float clampToHalf(float value) {
  constexpr float kMaxHalf = 65504.0f;
  if (std::isfinite(value))
    return std::min(std::max(value, -kMaxHalf), kMaxHalf);
  return value;
}

template <typename T> static T readAs(const uint8_t *bytes, size_t i) {
  T value;
  std::memcpy(&value, bytes + i * sizeof(T), sizeof(T));
  return value;
}

/// Element `i` as f32. Integers beyond 2^24 lose precision, as in any cast.
static FailureOr<float> readFloat(const uint8_t *bytes, Type type, size_t i) {
  if (type.isF32())
    return readAs<float>(bytes, i);
  if (type.isF16())
    return ::burin::halfToFloat(readAs<uint16_t>(bytes, i));
  if (type.isBF16())
    return ::burin::bfloat16ToFloat(readAs<uint16_t>(bytes, i));
  auto integer = dyn_cast<IntegerType>(type);
  bool isUnsigned = integer && integer.isUnsigned();
  switch (integer ? integer.getWidth() : 0) {
  case 1:
    return static_cast<float>(bytes[i] != 0);
  case 8:
    return isUnsigned ? static_cast<float>(bytes[i]) : static_cast<float>(readAs<int8_t>(bytes, i));
  case 16:
    return isUnsigned ? static_cast<float>(readAs<uint16_t>(bytes, i)) : static_cast<float>(readAs<int16_t>(bytes, i));
  case 32:
    return isUnsigned ? static_cast<float>(readAs<uint32_t>(bytes, i)) : static_cast<float>(readAs<int32_t>(bytes, i));
  case 64:
    return isUnsigned ? static_cast<float>(readAs<uint64_t>(bytes, i)) : static_cast<float>(readAs<int64_t>(bytes, i));
  default:
    return failure();
  }
}

/// Stores `value` as one element of `type`; finite values saturate in f16.
static LogicalResult writeFloat(uint8_t *bytes, Type type, float value) {
  if (type.isF32()) {
    std::memcpy(bytes, &value, 4);
    return success();
  }
  if (!type.isF16() && !type.isBF16())
    return failure();
  uint16_t half = type.isF16() ? ::burin::floatToHalf(clampToHalf(value)) : ::burin::floatToBfloat16(value);
  std::memcpy(bytes, &half, 2);
  return success();
}

static void castF32ToF16(ByteSpan in, std::vector<uint8_t> &out) {
  size_t count = in.size() / 4;
  for (size_t i = 0; i < count; ++i) {
    uint16_t half = ::burin::floatToHalf(clampToHalf(readAs<float>(in.data(), i)));
    std::memcpy(out.data() + 2 * i, &half, 2);
  }
}

static LogicalResult runCast(plan::ConstantOp op, HostTensor &tensor, Type to, RankedTensorType type) {
  Type from = tensor.type.getElementType();
  if (from == to)
    return success();
  std::vector<uint8_t> out(*plan::getTensorBytes(type));
  size_t count = type.getNumElements();
  if (from.isF32() && to.isF16()) {
    castF32ToF16(tensor.bytes, out);
    tensor.own(std::move(out), type);
    return success();
  }
  for (size_t i = 0; i < count; ++i) {
    FailureOr<float> value = readFloat(tensor.bytes.data(), from, i);
    if (failed(value))
      return op.emitOpError("cannot cast weights from ") << from;
    if (failed(writeFloat(out.data() + *plan::getElementBytes(to) * i, to, *value)))
      return op.emitOpError("cannot cast weights to ") << to;
  }
  tensor.own(std::move(out), type);
  return success();
}

//===--- Transpose and pad --------------------------------------------------===//

/// Copies elements of `Size` bytes in the order of the result: the innermost
/// result dimension walks the source with one stride.
template <size_t Size>
static void permute(const uint8_t *in, uint8_t *out, ArrayRef<int64_t> shape, ArrayRef<int64_t> strides) {
  int64_t rank = shape.size();
  int64_t inner = rank ? shape[rank - 1] : 1, innerStride = rank ? strides[rank - 1] : 0;
  SmallVector<int64_t> index(rank, 0);
  int64_t total = 1;
  for (int64_t extent : shape)
    total *= extent;
  int64_t base = 0;
  for (int64_t done = 0; done < total; done += inner) {
    const uint8_t *source = in + base * static_cast<int64_t>(Size);
    for (int64_t i = 0; i < inner; ++i, out += Size, source += innerStride * static_cast<int64_t>(Size))
      std::memcpy(out, source, Size);
    for (int64_t d = rank - 2; d >= 0; --d) { // odometer over the outer dimensions
      base += strides[d];
      if (++index[d] < shape[d])
        break;
      base -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
}

static void runTranspose(HostTensor &tensor, ArrayRef<int64_t> perm, RankedTensorType type) {
  SmallVector<int64_t> sourceStrides(perm.size(), 1), strides;
  for (int64_t d = static_cast<int64_t>(perm.size()) - 2; d >= 0; --d)
    sourceStrides[d] = sourceStrides[d + 1] * tensor.type.getDimSize(d + 1);
  for (int64_t dim : perm)
    strides.push_back(sourceStrides[dim]);
  std::vector<uint8_t> out(tensor.bytes.size());
  const uint8_t *in = tensor.bytes.data();
  switch (*plan::getElementBytes(type.getElementType())) {
  case 1:
    permute<1>(in, out.data(), type.getShape(), strides);
    break;
  case 2:
    permute<2>(in, out.data(), type.getShape(), strides);
    break;
  case 4:
    permute<4>(in, out.data(), type.getShape(), strides);
    break;
  default:
    permute<8>(in, out.data(), type.getShape(), strides);
  }
  tensor.own(std::move(out), type);
}

static void runPad(HostTensor &tensor, RankedTensorType type) {
  std::vector<uint8_t> out(*plan::getTensorBytes(type), 0);
  int64_t element = *plan::getElementBytes(type.getElementType()), rank = type.getRank();
  int64_t row = rank ? tensor.type.getDimSize(rank - 1) * element : element;
  int64_t rows = row ? static_cast<int64_t>(tensor.bytes.size()) / row : 0;
  for (int64_t r = 0; r < rows; ++r) {
    int64_t rest = r, target = 0, stride = rank ? type.getDimSize(rank - 1) : 1;
    for (int64_t d = rank - 2; d >= 0; --d) {
      target += rest % tensor.type.getDimSize(d) * stride;
      rest /= tensor.type.getDimSize(d);
      stride *= type.getDimSize(d);
    }
    std::memcpy(out.data() + target * element, tensor.bytes.data() + r * row, row);
  }
  tensor.own(std::move(out), type);
}

//===--- Kernels of 3 x 3 taps ----------------------------------------------===//

/// G g G^T of the kernels of one input channel, `count` output channels at a time:
/// `in` is [9, count], `out` [size * size, count].
static void transformKernels(const Winograd &winograd, const std::vector<float> &in, std::vector<float> &out,
                             size_t count) {
  size_t size = winograd.size;
  std::vector<float> half(size * 3 * count); // G g
  auto accumulate = [&](float *to, const float *from, float factor) {
    if (factor != 0.0f)
      for (size_t i = 0; i < count; ++i)
        to[i] += factor * from[i];
  };
  std::fill(out.begin(), out.end(), 0.0f);
  for (size_t i = 0; i < size; ++i)
    for (size_t k = 0; k < 3; ++k)
      for (size_t j = 0; j < 3; ++j)
        accumulate(&half[(i * 3 + j) * count], &in[(k * 3 + j) * count], static_cast<float>(winograd.weights[i][k]));
  for (size_t i = 0; i < size; ++i)
    for (size_t j = 0; j < size; ++j)
      for (size_t k = 0; k < 3; ++k)
        accumulate(&out[(i * size + j) * count], &half[(i * 3 + k) * count], static_cast<float>(winograd.weights[j][k]));
}

/// The kernels of one input channel: adds `in`, [3, 3, count], up to `out`, [2, 2, 2, 2, count].
static void addPhases(const std::vector<float> &in, std::vector<float> &out, size_t count) {
  // Upsampled row `parity + tap - 1` lies in pixel row `getTap(parity, tap) + parity - 1`.
  auto getTap = [](size_t parity, size_t tap) { return (parity + tap + 1) / 2 - parity; };
  std::fill(out.begin(), out.end(), 0.0f);
  for (size_t phase = 0; phase < 4; ++phase)
    for (size_t tap = 0; tap < 9; ++tap) {
      size_t row = getTap(phase / 2, tap / 3), column = getTap(phase % 2, tap % 3);
      for (size_t i = 0; i < count; ++i)
        out[(phase * 4 + row * 2 + column) * count + i] += in[tap * count + i];
    }
}

/// Replaces a [taps..., channels, count] tensor, one channel after the other, by `planes` planes of channels.
static LogicalResult transformTaps(plan::ConstantOp op, HostTensor &tensor, size_t planes, RankedTensorType type,
                                   llvm::function_ref<void(const std::vector<float> &, std::vector<float> &, size_t)> run) {
  Type element = type.getElementType();
  size_t rank = type.getRank(), channels = type.getDimSize(rank - 2), count = type.getDimSize(rank - 1);
  size_t bytes = *plan::getElementBytes(element);
  std::vector<uint8_t> result(*plan::getTensorBytes(type));
  std::vector<float> in(9 * count), out(planes * count);
  for (size_t channel = 0; channel < channels; ++channel) {
    for (size_t tap = 0; tap < 9; ++tap)
      for (size_t i = 0; i < count; ++i) {
        FailureOr<float> value = readFloat(tensor.bytes.data(), element, (tap * channels + channel) * count + i);
        if (failed(value))
          return op.emitOpError("cannot transform weights of ") << element;
        in[tap * count + i] = *value;
      }
    run(in, out, count);
    for (size_t plane = 0; plane < planes; ++plane)
      for (size_t i = 0; i < count; ++i)
        if (failed(writeFloat(result.data() + ((plane * channels + channel) * count + i) * bytes, element,
                              out[plane * count + i])))
          return op.emitOpError("cannot transform weights of ") << element;
  }
  tensor.own(std::move(result), type);
  return success();
}

//===--- Sources ------------------------------------------------------------===//

/// Raw bytes of a literal; booleans one byte each.
static std::vector<uint8_t> getLiteralBytes(DenseElementsAttr dense) {
  auto type = cast<RankedTensorType>(dense.getType());
  std::vector<uint8_t> bytes(*plan::getTensorBytes(type));
  if (type.getElementType().isInteger(1)) {
    size_t i = 0;
    for (bool value : dense.getValues<bool>())
      bytes[i++] = value;
    return bytes;
  }
  ArrayRef<char> raw = dense.getRawData();
  size_t element = *plan::getElementBytes(type.getElementType());
  for (size_t at = 0; at < bytes.size(); at += element) // a splat stores one element
    std::memcpy(bytes.data() + at, raw.data() + (dense.isSplat() ? 0 : at), element);
  return bytes;
}

static FailureOr<StringRef> getSourcePath(ModuleOp module, plan::ConstantOp op, int64_t index) {
  auto files = module->getAttrOfType<ArrayAttr>(plan::kFilesAttrName);
  if (!files || index < 0 || index >= static_cast<int64_t>(files.size()) || !isa<StringAttr>(files[index]))
    return op.emitOpError("refers to file ") << index << ", which " << plan::kFilesAttrName << " does not list";
  return cast<StringAttr>(files[index]).getValue();
}

static LogicalResult makeTensor(ModuleOp module, plan::ConstantOp op, Attribute source,
                                RankedTensorType type, ArrayAttr recipe, HostTensor &tensor);

//===--- Arithmetic ---------------------------------------------------------===//

static LogicalResult widen(plan::ConstantOp op, HostTensor &tensor) {
  Type f32 = Float32Type::get(op.getContext());
  return runCast(op, tensor, f32, RankedTensorType::get(tensor.type.getShape(), f32));
}

static LogicalResult runMultiply(ModuleOp module, plan::ConstantOp op, plan::PartAttr part,
                                 HostTensor &tensor) {
  HostTensor factors;
  if (failed(makeTensor(module, op, part.getSource(), part.getType(), part.getRecipe(), factors)) ||
      failed(widen(op, factors)) || failed(widen(op, tensor)))
    return failure();
  std::vector<uint8_t> out(tensor.bytes.size());
  size_t rows = tensor.type.getDimSize(0), row = rows ? out.size() / 4 / rows : 0;
  for (size_t i = 0; i < out.size() / 4; ++i) {
    float value = readAs<float>(tensor.bytes.data(), i) * readAs<float>(factors.bytes.data(), i / row);
    std::memcpy(out.data() + 4 * i, &value, 4);
  }
  tensor.own(std::move(out), tensor.type);
  return success();
}

/// Four rows at a time share what they read of the factor, and walk it in order.
static LogicalResult runProduct(ModuleOp module, plan::ConstantOp op, plan::PartAttr part,
                                HostTensor &tensor, RankedTensorType type) {
  HostTensor factor;
  if (failed(makeTensor(module, op, part.getSource(), part.getType(), part.getRecipe(), factor)) ||
      failed(widen(op, factor)) || failed(widen(op, tensor)))
    return failure();
  constexpr int64_t kRows = 4;
  const int64_t rows = type.getDimSize(0), columns = type.getDimSize(1), depth = tensor.type.getDimSize(1);
  std::vector<float> right(depth * columns), sums(kRows * columns);
  std::memcpy(right.data(), factor.bytes.data(), 4 * right.size());
  std::vector<uint8_t> out(4 * rows * columns);
  for (int64_t row = 0; row < rows; row += kRows) {
    const int64_t count = std::min(kRows, rows - row);
    std::fill(sums.begin(), sums.end(), 0.0f);
    for (int64_t k = 0; k < depth; ++k) {
      const float *from = right.data() + k * columns;
      for (int64_t i = 0; i < count; ++i) {
        const float left = readAs<float>(tensor.bytes.data(), (row + i) * depth + k);
        float *to = sums.data() + i * columns;
        for (int64_t n = 0; n < columns; ++n)
          to[n] += left * from[n];
      }
    }
    std::memcpy(out.data() + 4 * row * columns, sums.data(), 4 * count * columns);
  }
  tensor.own(std::move(out), type);
  return success();
}

static LogicalResult runSum(plan::ConstantOp op, HostTensor &tensor, RankedTensorType type) {
  if (failed(widen(op, tensor)))
    return failure();
  std::vector<double> sums(type.getNumElements(), 0.0);
  for (size_t i = 0; i < tensor.bytes.size() / 4; ++i)
    sums[i % sums.size()] += readAs<float>(tensor.bytes.data(), i);
  std::vector<uint8_t> out(4 * sums.size());
  for (auto [i, sum] : llvm::enumerate(sums)) {
    float value = static_cast<float>(sum);
    std::memcpy(out.data() + 4 * i, &value, 4);
  }
  tensor.own(std::move(out), type);
  return success();
}

static LogicalResult runRecipe(ModuleOp module, plan::ConstantOp op, ArrayAttr recipe,
                               HostTensor &tensor) {
  for (Attribute step : recipe) {
    FailureOr<RankedTensorType> type = plan::applyStepType(tensor.type, step, [&] { return op.emitOpError(); });
    if (failed(type))
      return failure();
    if (auto cast = dyn_cast<plan::CastStepAttr>(step)) {
      if (failed(runCast(op, tensor, cast.getTo(), *type)))
        return failure();
    } else if (auto transpose = dyn_cast<plan::TransposeStepAttr>(step)) {
      runTranspose(tensor, transpose.getPerm(), *type);
    } else if (isa<plan::PadStepAttr>(step)) {
      runPad(tensor, *type);
    } else if (auto taps = dyn_cast<plan::WinogradStepAttr>(step)) {
      Winograd winograd = Winograd::get(taps.getTile());
      auto transform = [&](const std::vector<float> &in, std::vector<float> &out, size_t count) {
        transformKernels(winograd, in, out, count);
      };
      if (failed(transformTaps(op, tensor, type->getDimSize(0), *type, transform)))
        return failure();
    } else if (isa<plan::PolyphaseStepAttr>(step)) {
      if (failed(transformTaps(op, tensor, 16, *type, addPhases)))
        return failure();
    } else if (auto multiply = dyn_cast<plan::MultiplyStepAttr>(step)) {
      if (failed(runMultiply(module, op, multiply.getFactors(), tensor)))
        return failure();
    } else if (auto product = dyn_cast<plan::ProductStepAttr>(step)) {
      if (failed(runProduct(module, op, product.getFactor(), tensor, *type)))
        return failure();
    } else if (isa<plan::SumStepAttr>(step)) {
      if (failed(runSum(op, tensor, *type)))
        return failure();
    } else { // a reshape moves nothing
      tensor.type = *type;
    }
  }
  return success();
}

/// Noise is defined in the layout behind the recipe (docs/plan_format.md).
static LogicalResult makeNoise(plan::ConstantOp op, plan::SyntheticSourceAttr noise,
                               RankedTensorType type, ArrayAttr recipe, HostTensor &tensor) {
  FailureOr<RankedTensorType> result =
      plan::applyRecipeType(type, recipe, [&] { return op.emitOpError(); });
  FailureOr<::burin::DType> dtype = failed(result) ? FailureOr<::burin::DType>()
                                                   : getDType(result->getElementType());
  if (failed(dtype))
    return op.emitOpError("has noise of a type that a plan cannot store");
  ::burin::Constant constant;
  constant.dtype = *dtype;
  constant.seed = noise.getSeed();
  constant.mean = noise.getMean().getValueAsDouble();
  constant.stddev = noise.getStddev().getValueAsDouble();
  std::vector<uint8_t> bytes(*plan::getTensorBytes(*result));
  ::burin::Status status = ::burin::generateSynthetic(constant, 0, bytes);
  if (!status.ok())
    return op.emitOpError("has noise that cannot be made: ") << status.toString();
  tensor.own(std::move(bytes), *result);
  return success();
}

/// One part after the other is in memory beside the whole.
static LogicalResult makeConcat(ModuleOp module, plan::ConstantOp op,
                                plan::ConcatSourceAttr concat, RankedTensorType type,
                                HostTensor &tensor) {
  std::vector<uint8_t> whole(*plan::getTensorBytes(type));
  int64_t inner = *plan::getElementBytes(type.getElementType());
  for (int64_t extent : type.getShape().drop_front(concat.getDim() + 1))
    inner *= extent;
  const int64_t row = inner * type.getDimSize(concat.getDim());
  int64_t at = 0;
  for (plan::PartAttr part : concat.getParts()) {
    HostTensor piece;
    if (failed(makeTensor(module, op, part.getSource(), part.getType(), part.getRecipe(), piece)))
      return failure();
    const int64_t run = inner * piece.type.getDimSize(concat.getDim());
    for (int64_t from = 0, to = at; run && to < static_cast<int64_t>(whole.size()); from += run, to += row)
      std::memcpy(whole.data() + to, piece.bytes.data() + from, run);
    at += run;
  }
  tensor.own(std::move(whole), type);
  return success();
}

/// The bytes of `source` after `recipe`.
static LogicalResult makeTensor(ModuleOp module, plan::ConstantOp op, Attribute source,
                                RankedTensorType type, ArrayAttr recipe, HostTensor &tensor) {
  tensor.type = type;
  if (auto file = dyn_cast<plan::FileSourceAttr>(source)) {
    FailureOr<StringRef> path = getSourcePath(module, op, file.getIndex());
    if (failed(path))
      return failure();
    auto opened = ::burin::MappedFile::open(::burin::FileRange(path->str(), file.getOffset(), file.getLength()));
    if (!opened.ok())
      return op.emitOpError("cannot read its bytes: ") << opened.status().toString();
    tensor.mapped = std::move(*opened);
    tensor.bytes = tensor.mapped.bytes();
  } else if (auto dense = dyn_cast<DenseElementsAttr>(source)) {
    tensor.own(getLiteralBytes(dense), tensor.type);
  } else if (auto noise = dyn_cast<plan::SyntheticSourceAttr>(source)) {
    return makeNoise(op, noise, type, recipe, tensor);
  } else if (auto concat = dyn_cast<plan::ConcatSourceAttr>(source)) {
    if (failed(makeConcat(module, op, concat, type, tensor)))
      return failure();
  } else {
    return op.emitOpError("has no bytes: ") << source << "; pass --synthetic-weights to fill it with noise";
  }
  return runRecipe(module, op, recipe, tensor);
}

static LogicalResult makeBytes(ModuleOp module, plan::ConstantOp op, ::burin::WeightsWriter &writer,
                               ::burin::Constant &constant) {
  HostTensor tensor;
  if (failed(makeTensor(module, op, op.getSource(), cast<RankedTensorType>(op.getSourceType()),
                        op.getRecipe(), tensor)))
    return failure();
  auto placed = writer.addConstant(tensor.bytes);
  if (!placed.ok())
    return op.emitOpError("cannot be written: ") << placed.status().toString();
  constant.fileOffset = placed->fileOffset;
  constant.size = placed->size;
  constant.checksum = placed->checksum;
  return success();
}

LogicalResult mlir::burin::codegen::writeWeights(ModuleOp module, BuiltPlan &built, StringRef path,
                                                 llvm::function_ref<void(size_t)> progress) {
  bool anyStored = llvm::any_of(built.plan.constants, [](const ::burin::Constant &constant) {
    return constant.kind == ::burin::ConstantKind::kStored;
  });
  if (!anyStored)
    return success();
  auto writer = ::burin::WeightsWriter::create(path.str());
  if (!writer.ok())
    return module.emitError("cannot create ") << path << ": " << writer.status().toString();
  for (auto [i, op] : llvm::enumerate(built.constants)) {
    ::burin::Constant &constant = built.plan.constants[i];
    if (constant.kind == ::burin::ConstantKind::kStored && failed(makeBytes(module, op, *writer, constant)))
      return failure();
    if (progress)
      progress(i + 1);
  }
  auto size = writer->finish();
  if (!size.ok())
    return module.emitError("cannot write ") << path << ": " << size.status().toString();
  built.plan.weightsBytes = *size;
  built.plan.weightsFile = llvm::sys::path::filename(path).str();
  return success();
}
