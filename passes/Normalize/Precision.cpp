//===- Precision.cpp - Which values stay f32 ------------------------------===//
#include "passes/Normalize/Precision.h"

using namespace mlir;
using namespace mlir::burin;

FloatType mlir::burin::getStorageType(MLIRContext *context,
                                      StringRef precision) {
  if (precision == "f16")
    return Float16Type::get(context);
  if (precision == "f32")
    return Float32Type::get(context);
  return {};
}

/// Ops that only move, select or repeat elements.
static bool movesData(Operation *op) {
  return isa<onnx::ReshapeOp, onnx::FlattenOp, onnx::SqueezeOp,
             onnx::UnsqueezeOp, onnx::ExpandOp, onnx::TileOp, onnx::TransposeOp,
             onnx::ConcatOp, onnx::SplitOp, onnx::SliceOp, onnx::GatherOp,
             onnx::IdentityOp>(op);
}

static bool isFloatCast(Operation *op) {
  return isa<onnx::CastOp>(op) && isFloatTensor(op->getOperand(0)) &&
         isFloatTensor(op->getResult(0));
}

/// Ops that a slice back from a seed may pass through.
static bool isTransparent(Operation *op) {
  return movesData(op) ||
         isa<onnx::CastOp, onnx::AddOp, onnx::SubOp, onnx::MulOp, onnx::DivOp,
             onnx::PowOp, onnx::NegOp, onnx::AbsOp, onnx::ExpOp, onnx::LogOp,
             onnx::SqrtOp, onnx::ReciprocalOp, onnx::FloorOp, onnx::CeilOp,
             onnx::RoundOp, onnx::SinOp, onnx::CosOp, onnx::MinOp, onnx::MaxOp,
             onnx::ClipOp, onnx::WhereOp, onnx::ModOp, onnx::RangeOp,
             onnx::MatMulOp, onnx::ConstantOfShapeOp>(op);
}

static bool isConstant(Operation *op) {
  return isa<onnx::ConstantOp, plan::ConstantOp, onnx::NoValueOp>(op);
}

Islands::Islands(func::FuncOp func) {
  func.walk([&](Operation *op) {
    bool isIndexCast = isa<onnx::CastOp>(op) &&
                       isFloatTensor(op->getOperand(0)) &&
                       !isFloatTensor(op->getResult(0));
    bool isRange = isa<onnx::RangeOp>(op) && isFloatTensor(op->getResult(0));
    if (isa<onnx::SinOp, onnx::CosOp>(op) || isIndexCast || isRange)
      addSlice(op);
  });
  growForward(func);
}

void Islands::addSlice(Operation *seed) {
  llvm::SetVector<Operation *> slice;
  slice.insert(seed);
  for (size_t i = 0; i < slice.size(); ++i)
    for (Value operand : slice[i]->getOperands()) {
      Operation *op = operand.getDefiningOp();
      if (!op || isConstant(op) || !isFloatTensor(operand))
        continue;
      if (!isTransparent(op))
        return; // computed by the network: storage precision, as its producer
      slice.insert(op);
    }
  ops.insert(slice.begin(), slice.end());
}

void Islands::growForward(func::FuncOp func) {
  func.walk([&](Operation *op) { // operands come first in a block
    if (contains(op) || !movesData(op) || op->getNumResults() == 0 ||
        !isFloatTensor(op->getResult(0)))
      return;
    bool readsIsland = false;
    for (Value operand : op->getOperands()) {
      Operation *source = operand.getDefiningOp();
      if (!isFloatTensor(operand))
        continue;
      if (!source || (!contains(source) && !isConstant(source)))
        return;
      readsIsland |= contains(source);
    }
    if (readsIsland)
      ops.insert(op);
  });
}

bool Islands::contains(BlockArgument argument) const {
  return !argument.use_empty() &&
         llvm::all_of(argument.getUsers(),
                      [&](Operation *user) { return contains(user); });
}

bool Islands::readsF32(OpOperand &operand) const {
  if (isa<onnx::ResizeOp>(operand.getOwner()))
    return operand.getOperandNumber() == 1 || operand.getOperandNumber() == 2;
  return contains(operand.getOwner());
}

bool Islands::readsAny(OpOperand &operand) {
  return isFloatCast(operand.getOwner());
}
