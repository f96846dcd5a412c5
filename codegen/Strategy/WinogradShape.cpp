//===- WinogradShape.cpp - Convolutions that Winograd can compute ---------===//
#include "codegen/Strategy/WinogradShape.h"

#include "codegen/Schedule/Schedule.h"
#include "codegen/Strategy/MatrixTile.h"
#include "dialects/Fused/RootOps.h"
#include "dialects/Fused/UpsampledImage.h"
#include "dialects/Plan/PlanDialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

static bool isOnes(DenseIntElementsAttr values) {
  return llvm::all_of(values.getValues<int64_t>(), [](int64_t value) { return value == 1; });
}

std::optional<WinogradShape> WinogradShape::get(linalg::Conv2DNhwcHwcfOp conv, std::string &why) {
  auto refuse = [&](StringRef text) {
    why = text.str();
    return std::nullopt;
  };
  auto input = cast<RankedTensorType>(conv.getInputs()[0].getType());
  auto weights = cast<RankedTensorType>(conv.getInputs()[1].getType());
  auto output = dyn_cast<RankedTensorType>(conv.getOutputs()[0].getType());
  if (!output || !input.hasStaticShape() || !weights.hasStaticShape() || !output.hasStaticShape())
    return refuse("its shape is not static");
  if (weights.getDimSize(0) != 3 || weights.getDimSize(1) != 3)
    return refuse("its kernel is not 3x3");
  if (!isOnes(conv.getStrides()) || !isOnes(conv.getDilations()))
    return refuse("it has strides or dilations");
  Type element = input.getElementType();
  if (!(element.isF16() || element.isF32()) || weights.getElementType() != element || !output.getElementType().isF32())
    return refuse("it does not accumulate f16 or f32 in f32");
  if (!conv.getInputs()[1].getDefiningOp<plan::ConstantOp>())
    return refuse("its weights are not constant");
  if (!fused::isZeroFill(conv.getOutputs()[0]))
    return refuse("it accumulates onto a tensor");
  WinogradShape shape;
  shape.images = output.getDimSize(0);
  shape.height = output.getDimSize(1);
  shape.width = output.getDimSize(2);
  shape.inChannels = input.getDimSize(3);
  shape.outChannels = output.getDimSize(3);
  shape.elementBytes = element.getIntOrFloatBitWidth() / 8;
  shape.isUpsampled = fused::findUpsampledImage(conv).has_value();
  return shape;
}

int64_t WinogradShape::countWindows(int64_t tile) const {
  return images * static_cast<int64_t>(llvm::divideCeil(height, tile) * llvm::divideCeil(width, tile));
}

static int64_t countPlanes(int64_t tile) { return (tile + 2) * (tile + 2); }

int64_t WinogradShape::countInputBytes(int64_t tile) const {
  return countPlanes(tile) * countWindows(tile) * inChannels * elementBytes;
}
int64_t WinogradShape::countProductBytes(int64_t tile) const {
  return countPlanes(tile) * countWindows(tile) * outChannels * elementBytes;
}
int64_t WinogradShape::countWeightBytes(int64_t tile) const {
  return countPlanes(tile) * inChannels * outChannels * elementBytes;
}

bool WinogradShape::isIndexable(int64_t tile) const {
  int64_t most = std::max({countInputBytes(tile), countProductBytes(tile), countWeightBytes(tile)});
  return most / elementBytes <= std::numeric_limits<int32_t>::max();
}

KernelWork WinogradShape::getDirect() const {
  int64_t pixels = images * height * width;
  return {elementBytes * (pixels * (inChannels + outChannels) + 9 * inChannels * outChannels),
          2 * countTaps() * pixels * inChannels * outChannels, /*usesMatrixUnits=*/inChannels % 8 == 0 && outChannels % 8 == 0};
}

SmallVector<KernelWork> WinogradShape::getWinograd(int64_t tile) const {
  int64_t pixels = images * height * width, planes = countPlanes(tile), windows = countWindows(tile);
  // About five operations per element on either side of the transforms.
  KernelWork input{elementBytes * pixels * inChannels + countInputBytes(tile), 5 * planes * windows * inChannels, false};
  KernelWork product{countInputBytes(tile) + countWeightBytes(tile) + countProductBytes(tile),
                     2 * planes * windows * inChannels * outChannels, getDirect().usesMatrixUnits};
  KernelWork output{countProductBytes(tile) + elementBytes * pixels * outChannels, 5 * planes * windows * outChannels,
                    false};
  return {input, product, output};
}

bool WinogradShape::usesMatrixTiles(const Target &target) const {
  return elementBytes == 2 && getDirect().usesMatrixUnits && target.matrixGflops > 0 && !target.matrixTiles.empty();
}

double WinogradShape::predictDirect(const Target &target) const {
  double roofline = predictNanoseconds(target, getDirect());
  if (!usesMatrixTiles(target))
    return roofline;
  int64_t phases = isUpsampled ? 4 : 1, pixels = images * height * width;
  auto predict = [&](int64_t parts) {
    return predictSplitContraction(pixels / phases, outChannels, countTaps() * inChannels, phases, parts, target);
  };
  double least = predict(1);
  for (int64_t parts : kSplitParts)
    if (inChannels % (parts * kSplitRun) == 0)
      least = std::min(least, predict(parts));
  return std::max(roofline, least);
}

double WinogradShape::predictWinograd(int64_t tile, const Target &target) const {
  SmallVector<KernelWork> works = getWinograd(tile);
  double input = predictNanoseconds(target, works[0]), product = predictNanoseconds(target, works[1]),
         output = predictNanoseconds(target, works[2]);
  if (!usesMatrixTiles(target))
    return input + product + output;
  auto launch = static_cast<double>(target.launchNanoseconds);
  // Vectors of SPIR-V have four lanes: accesses of 8 bytes reach two thirds of what those of 16 do (H200: 6.5, 8.4 and
  // 12.8 us for input transforms where the bytes say 4.7, 5.3 and 8.2).
  double transforms = target.api == Api::kVulkan ? 1.5 * (input + output - launch) : input + output;
  double tiled = predictSplitContraction(countWindows(tile), outChannels, inChannels, countPlanes(tile), 1, target);
  KernelWork statistics{elementBytes * images * height * width * outChannels, 0, false};
  return transforms + std::max(product, tiled) + predictNanoseconds(target, statistics);
}
