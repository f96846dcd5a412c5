//===- ExpandMatrixOps.cpp - Cooperative matrices in plain registers ------===//
//
// A lane of a sub-group of S holds 16 / S rows of operand a and of the
// accumulator, and all of operand b, each row as four vectors of four f32: rows
// of the product then need no other lane. What lanes exchange goes through local
// memory, as it does on matrix units. The driver knows nothing of these sub-groups:
// their barriers and their votes are the work group's, so that all get there.
//
//===----------------------------------------------------------------------===//
#include "codegen/Common/PackHalves.h"
#include "codegen/Common/Target.h"
#include "codegen/Passes.h"
#include "dialects/Kernel/KernelDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Patterns.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mlir::burin {
#define GEN_PASS_DEF_EXPANDMATRIXOPSPASS
#include "codegen/Passes.h.inc"

using namespace codegen;

namespace {
struct ExpandMatrixOpsPass final : impl::ExpandMatrixOpsPassBase<ExpandMatrixOpsPass> {
  void runOnOperation() override;
};

using Values = SmallVector<Value>;

constexpr int64_t kEdge = 16;
constexpr int64_t kQuads = kEdge / 4; ///< vectors of four in a row

/// Rows of a matrix that one lane holds.
int64_t countRows(gpu::MMAMatrixType type, int64_t lanes) {
  return type.getOperand() == "BOp" ? kEdge : kEdge / lanes;
}

/// Base of the patterns: code at the place of one op.
template <typename Op> struct Expand : OpConversionPattern<Op> {
  Expand(const TypeConverter &converter, MLIRContext *context, int64_t lanes)
      : OpConversionPattern<Op>(converter, context), lanes(lanes) {}

  static Value index(OpBuilder &b, Location loc, int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }
  static Value addTo(OpBuilder &b, Location loc, Value lhs, int64_t rhs) {
    return b.createOrFold<arith::AddIOp>(loc, lhs, index(b, loc, rhs));
  }
  Value getLane(OpBuilder &b, Location loc) const {
    Value item = gpu::ThreadIdOp::create(b, loc, gpu::Dimension::x);
    return b.createOrFold<arith::RemUIOp>(loc, item, index(b, loc, lanes));
  }
  /// Where this lane's first row starts.
  Value getFirstUnit(OpBuilder &b, Location loc, gpu::MMAMatrixType type, Value start,
                     int64_t rowUnits) const {
    if (type.getOperand() == "BOp")
      return start;
    Value offset = b.createOrFold<arith::MulIOp>(loc, getLane(b, loc),
                                                 index(b, loc, countRows(type, lanes) * rowUnits));
    return b.createOrFold<arith::AddIOp>(loc, start, offset);
  }

  int64_t lanes;
};

/// A flat array of 16-byte units of local memory, as the schedules allocate it.
bool isUnits(MemRefType type) {
  auto unit = dyn_cast<VectorType>(type.getElementType());
  return type.getRank() == 1 && unit && unit.getRank() == 1 && unit.getNumElements() == 4 &&
         unit.getElementType().isSignlessInteger(32);
}

bool isSquare(gpu::MMAMatrixType type) { return type.getShape() == ArrayRef<int64_t>{kEdge, kEdge}; }

/// The 16 halves of a row in f32.
Values loadHalves(OpBuilder &b, Location loc, Value memory, Value at) {
  auto pairType = VectorType::get({2}, b.getF16Type());
  auto floats = VectorType::get({2}, b.getF32Type()), quad = VectorType::get({4}, b.getF32Type());
  Values elements, quads;
  for (int64_t unit = 0; unit < 2; ++unit) {
    Value index = b.createOrFold<arith::AddIOp>(loc, at, arith::ConstantIndexOp::create(b, loc, unit));
    Value words = memref::LoadOp::create(b, loc, memory, index);
    for (int64_t w = 0; w < 4; ++w) {
      Value word = vector::ExtractOp::create(b, loc, words, ArrayRef<int64_t>{w});
      word = vector::BroadcastOp::create(b, loc, VectorType::get({1}, b.getI32Type()), word);
      Value pair = vector::BitCastOp::create(b, loc, pairType, word);
      pair = arith::ExtFOp::create(b, loc, floats, pair);
      for (int64_t half : {0, 1})
        elements.push_back(vector::ExtractOp::create(b, loc, pair, ArrayRef<int64_t>{half}));
    }
  }
  for (int64_t i = 0; i < kEdge; i += 4)
    quads.push_back(vector::FromElementsOp::create(b, loc, quad, ArrayRef(elements).slice(i, 4)));
  return quads;
}

/// Sixteen rows of a transposed matrix: element j of row k is element k of row j.
Values transposeRows(OpBuilder &b, Location loc, ArrayRef<Value> quads) {
  auto quad = VectorType::get({4}, b.getF32Type());
  Values result;
  for (int64_t k = 0; k < kEdge; ++k)
    for (int64_t j = 0; j < kEdge; j += 4) {
      Values elements;
      for (int64_t i = 0; i < 4; ++i)
        elements.push_back(vector::ExtractOp::create(b, loc, quads[(j + i) * kQuads + k / 4],
                                                     ArrayRef<int64_t>{k % 4}));
      result.push_back(vector::FromElementsOp::create(b, loc, quad, elements));
    }
  return result;
}

/// The 16 f32 of a row.
Values loadFloats(OpBuilder &b, Location loc, Value memory, Value at) {
  Values quads;
  for (int64_t unit = 0; unit < kQuads; ++unit) {
    Value index = b.createOrFold<arith::AddIOp>(loc, at, arith::ConstantIndexOp::create(b, loc, unit));
    Value words = memref::LoadOp::create(b, loc, memory, index);
    quads.push_back(vector::BitCastOp::create(b, loc, VectorType::get({4}, b.getF32Type()), words));
  }
  return quads;
}

struct ExpandLoad final : Expand<gpu::SubgroupMmaLoadMatrixOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaLoadMatrixOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<gpu::MMAMatrixType>(op.getType());
    bool isFloat = type.getOperand() == "COp" && type.getElementType().isF32();
    bool isTransposed = op.getTranspose().value_or(false);
    if (!isUnits(op.getSrcMemref().getType()) || !isSquare(type) ||
        (isTransposed && type.getOperand() != "BOp") || !(isFloat || type.getElementType().isF16()))
      return rewriter.notifyMatchFailure(op, "not a 16 x 16 matrix of halves in units of local memory");
    Location loc = op.getLoc();
    int64_t rowUnits = op.getLeadDimension().getSExtValue();
    Value start = getFirstUnit(rewriter, loc, type, op.getIndices()[0], rowUnits);
    Values quads;
    for (int64_t row = 0; row < countRows(type, lanes); ++row) {
      Value at = addTo(rewriter, loc, start, row * rowUnits);
      llvm::append_range(quads, isFloat ? loadFloats(rewriter, loc, op.getSrcMemref(), at)
                                        : loadHalves(rewriter, loc, op.getSrcMemref(), at));
    }
    if (isTransposed)
      quads = transposeRows(rewriter, loc, quads);
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{quads});
    return success();
  }
};

struct ExpandStore final : Expand<gpu::SubgroupMmaStoreMatrixOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaStoreMatrixOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<gpu::MMAMatrixType>(op.getSrc().getType());
    if (op.getTranspose() || !isUnits(op.getDstMemref().getType()) || !isSquare(type) ||
        !type.getElementType().isF32() || type.getOperand() != "COp")
      return rewriter.notifyMatchFailure(op, "not a 16 x 16 matrix of f32 to units of local memory");
    Location loc = op.getLoc();
    int64_t rowUnits = op.getLeadDimension().getSExtValue();
    Value start = getFirstUnit(rewriter, loc, type, op.getIndices()[0], rowUnits);
    auto unit = VectorType::get({4}, rewriter.getI32Type());
    for (auto [i, quad] : llvm::enumerate(adaptor.getSrc())) {
      auto number = static_cast<int64_t>(i);
      Value words = vector::BitCastOp::create(rewriter, loc, unit, quad);
      memref::StoreOp::create(rewriter, loc, words, op.getDstMemref(),
                              addTo(rewriter, loc, start, number / kQuads * rowUnits + number % kQuads));
    }
    rewriter.eraseOp(op);
    return success();
  }
};

/// The same as halves, in units of eight.
struct ExpandHalfStore final : Expand<gpu::SubgroupMmaStoreMatrixOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaStoreMatrixOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<gpu::MMAMatrixType>(op.getSrc().getType());
    if (op.getTranspose() || !isUnits(op.getDstMemref().getType()) || !isSquare(type) ||
        !type.getElementType().isF16() || type.getOperand() != "COp")
      return rewriter.notifyMatchFailure(op, "not a 16 x 16 matrix of halves to units of local memory");
    Location loc = op.getLoc();
    int64_t rowUnits = op.getLeadDimension().getSExtValue(), perRow = kQuads / 2;
    Value start = getFirstUnit(rewriter, loc, type, op.getIndices()[0], rowUnits);
    ValueRange quads = adaptor.getSrc();
    for (int64_t i = 0; i < static_cast<int64_t>(quads.size()) / 2; ++i)
      memref::StoreOp::create(rewriter, loc, packHalves(rewriter, loc, quads[2 * i], quads[2 * i + 1]),
                              op.getDstMemref(), addTo(rewriter, loc, start, i / perRow * rowUnits + i % perRow));
    rewriter.eraseOp(op);
    return success();
  }
};

struct ExpandCompute final : Expand<gpu::SubgroupMmaComputeOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaComputeOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getATranspose() || op.getBTranspose() || !isSquare(cast<gpu::MMAMatrixType>(op.getType())))
      return rewriter.notifyMatchFailure(op, "not a 16 x 16 x 16 multiplication");
    Location loc = op.getLoc();
    Values sums(adaptor.getOpC());
    auto quad = VectorType::get({4}, rewriter.getF32Type());
    for (int64_t row = 0; row < static_cast<int64_t>(sums.size()) / kQuads; ++row)
      for (int64_t k = 0; k < kEdge; ++k) {
        Value a = vector::ExtractOp::create(rewriter, loc, adaptor.getOpA()[row * kQuads + k / 4],
                                            ArrayRef<int64_t>{k % 4});
        a = vector::BroadcastOp::create(rewriter, loc, quad, a);
        for (int64_t j = 0; j < kQuads; ++j) {
          Value &sum = sums[row * kQuads + j];
          sum = math::FmaOp::create(rewriter, loc, a, adaptor.getOpB()[k * kQuads + j], sum);
        }
      }
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{sums});
    return success();
  }
};

struct ExpandProduct final : Expand<gpu::SubgroupMmaElementwiseOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaElementwiseOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getOpType() == gpu::MMAElementwiseOp::EXTF) { // a change of type: stores round
      rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{adaptor.getArgs()[0]});
      return success();
    }
    if (op.getOpType() != gpu::MMAElementwiseOp::MULF || adaptor.getArgs().size() != 2)
      return rewriter.notifyMatchFailure(op, "not a product element by element");
    Values quads;
    for (auto [lhs, rhs] : llvm::zip_equal(adaptor.getArgs()[0], adaptor.getArgs()[1]))
      quads.push_back(arith::MulFOp::create(rewriter, op.getLoc(), lhs, rhs));
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{quads});
    return success();
  }
};

/// Element number `indices` of those that a lane holds.
std::optional<int64_t> getElement(ValueRange indices) {
  return indices.size() == 1 ? getConstantIntValue(indices[0]) : std::nullopt;
}

struct ExpandExtract final : Expand<gpu::SubgroupMmaExtractThreadLocalOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaExtractThreadLocalOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    std::optional<int64_t> element = getElement(op.getIndices());
    if (!element || !op.getType().isF32())
      return rewriter.notifyMatchFailure(op, "not a constant element of f32");
    rewriter.replaceOpWithNewOp<vector::ExtractOp>(op, adaptor.getMatrix()[*element / 4],
                                                   ArrayRef<int64_t>{*element % 4});
    return success();
  }
};

struct ExpandInsert final : Expand<gpu::SubgroupMmaInsertThreadLocalOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaInsertThreadLocalOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    std::optional<int64_t> element = getElement(op.getIndices());
    if (!element || !op.getValue().getType().isF32())
      return rewriter.notifyMatchFailure(op, "not a constant element of f32");
    Values quads(adaptor.getMatrix());
    Value &quad = quads[*element / 4];
    quad = vector::InsertOp::create(rewriter, op.getLoc(), adaptor.getValue()[0], quad,
                                    ArrayRef<int64_t>{*element % 4});
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{quads});
    return success();
  }
};

/// A vote of the whole work group, through local memory: where sub-groups vote, all of them
/// do, since the schedules' loops over blocks are the same for a work group.
struct ExpandVote final : Expand<gpu::SubgroupReduceOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupReduceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto kernel = op->getParentOfType<gpu::GPUFuncOp>();
    if (op.getOp() != gpu::AllReduceOperation::OR || !op.getType().isInteger(1) || !kernel)
      return rewriter.notifyMatchFailure(op, "not a vote");
    Location loc = op.getLoc();
    Value votes = allocateVotes(kernel, rewriter);
    Value first = arith::ConstantIndexOp::create(rewriter, loc, 0);
    auto write = [&](int64_t value, Value condition) {
      auto branch = scf::IfOp::create(rewriter, loc, condition);
      OpBuilder::InsertionGuard guard(rewriter);
      rewriter.setInsertionPointToStart(branch.thenBlock());
      Value word = arith::ConstantIntOp::create(rewriter, loc, value, 32);
      memref::StoreOp::create(rewriter, loc, word, votes, first);
    };
    Value item = gpu::ThreadIdOp::create(rewriter, loc, gpu::Dimension::x);
    gpu::BarrierOp::create(rewriter, loc); // the vote before has been read
    write(0, arith::CmpIOp::create(rewriter, loc, arith::CmpIPredicate::eq, item, first));
    gpu::BarrierOp::create(rewriter, loc);
    write(1, adaptor.getValue());
    gpu::BarrierOp::create(rewriter, loc);
    Value word = memref::LoadOp::create(rewriter, loc, votes, first);
    Value none = arith::ConstantIntOp::create(rewriter, loc, 0, 32);
    rewriter.replaceOpWithNewOp<arith::CmpIOp>(op, arith::CmpIPredicate::ne, word, none);
    return success();
  }

private:
  /// Local memory is allocated at kernel scope.
  static Value allocateVotes(gpu::GPUFuncOp kernel, OpBuilder &builder) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&kernel.getBody().front());
    auto space = gpu::AddressSpaceAttr::get(builder.getContext(), gpu::AddressSpace::Workgroup);
    return memref::AllocOp::create(builder, kernel.getLoc(),
                                   MemRefType::get({1}, builder.getI32Type(), AffineMap(), space));
  }
};

struct ExpandConstant final : Expand<gpu::SubgroupMmaConstantMatrixOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupMmaConstantMatrixOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<gpu::MMAMatrixType>(op.getType());
    if (!type.getElementType().isF32())
      return rewriter.notifyMatchFailure(op, "not a matrix of f32");
    Value quad = vector::BroadcastOp::create(
        rewriter, op.getLoc(), VectorType::get({4}, rewriter.getF32Type()), adaptor.getValue());
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{Values(countRows(type, lanes) * kQuads, quad)});
    return success();
  }
};

struct ExpandLaneId final : Expand<gpu::LaneIdOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::LaneIdOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, getLane(rewriter, op.getLoc()));
    return success();
  }
};

struct ExpandSubgroupId final : Expand<gpu::SubgroupIdOp> {
  using Expand::Expand;
  LogicalResult matchAndRewrite(gpu::SubgroupIdOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value item = gpu::ThreadIdOp::create(rewriter, op.getLoc(), gpu::Dimension::x);
    rewriter.replaceOpWithNewOp<arith::DivUIOp>(op, item, index(rewriter, op.getLoc(), lanes));
    return success();
  }
};
} // namespace

void ExpandMatrixOpsPass::runOnOperation() {
  gpu::GPUModuleOp module = getOperation();
  FailureOr<Target> target = Target::get(module->getParentOfType<ModuleOp>());
  if (failed(target))
    return signalPassFailure();
  if (target->matrixUnit != "emulated")
    return;
  MLIRContext *context = &getContext();
  int64_t lanes = target->subgroupSize;
  if (kEdge % lanes != 0) {
    module.emitError("emulated matrices need a subgroup_size that divides 16, target ")
        << target->name << " has " << lanes;
    return signalPassFailure();
  }
  TypeConverter converter;
  converter.addConversion([](Type type) { return type; });
  converter.addConversion([lanes](gpu::MMAMatrixType type, SmallVectorImpl<Type> &types) {
    auto quad = VectorType::get({4}, Float32Type::get(type.getContext()));
    types.append(countRows(type, lanes) * kQuads, quad);
    return success();
  });
  ConversionTarget legal(*context);
  legal.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
  legal.addIllegalOp<gpu::SubgroupMmaLoadMatrixOp, gpu::SubgroupMmaStoreMatrixOp,
                     gpu::SubgroupMmaComputeOp, gpu::SubgroupMmaConstantMatrixOp,
                     gpu::SubgroupMmaElementwiseOp, gpu::SubgroupMmaExtractThreadLocalOp,
                     gpu::SubgroupMmaInsertThreadLocalOp, gpu::SubgroupReduceOp, gpu::LaneIdOp,
                     gpu::SubgroupIdOp>();
  module.walk([](gpu::BarrierOp barrier) { barrier->removeAttr(kernel::kSubgroupAttrName); });
  RewritePatternSet patterns(context);
  scf::populateSCFStructuralTypeConversionsAndLegality(converter, patterns, legal);
  patterns.add<ExpandLoad, ExpandStore, ExpandHalfStore, ExpandCompute, ExpandConstant, ExpandProduct, ExpandExtract,
               ExpandInsert, ExpandVote, ExpandLaneId, ExpandSubgroupId>(converter, context, lanes);
  if (failed(applyPartialConversion(module, legal, std::move(patterns))))
    signalPassFailure();
}

} // namespace mlir::burin
