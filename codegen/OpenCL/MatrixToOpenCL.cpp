//===- MatrixToOpenCL.cpp - Matrix instructions in OpenCL C ---------------===//
//
// OpenCL C has no matrix multiply. NVIDIA's compiler takes inline PTX; what it
// is called by here is in the prelude below, which is part of a source only
// when the kernel uses it. Fragments are plain vectors: halves in pairs, two to
// a 32-bit integer (vector<4x2xf16> is uint4), f32 accumulators float4.
//
//===----------------------------------------------------------------------===//
#include "codegen/OpenCL/OpenCLTypes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {

/// Lanes of a sub-group.
constexpr int64_t kLanes = 32;

/// Rows of a fragment that start at `first`: components of the vector.
std::string spellComponents(int64_t first, int64_t count) {
  std::string name;
  for (int64_t i = 0; i < count; ++i)
    name += std::to_string(first + i);
  return name;
}

Value callWithLiteral(ConversionPatternRewriter &rewriter, Location loc, Type type,
                      StringRef callee, StringRef literal, Value operand) {
  SmallVector<Attribute> args = {rewriter.getIndexAttr(0),
                                 emitc::OpaqueAttr::get(rewriter.getContext(), literal)};
  return emitc::CallOpaqueOp::create(rewriter, loc, type, callee, operand,
                                     rewriter.getArrayAttr(args))
      .getResult(0);
}

/// A row or an element of an accumulator, vector<2x2xf32>.
struct ExtractElements final : OpConversionPattern<vector::ExtractOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(vector::ExtractOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    VectorType source = op.getSourceVectorType();
    if (source.getRank() != 2 || op.hasDynamicPosition() || !source.getElementType().isF32())
      return rewriter.notifyMatchFailure(op, "not a part of an accumulator");
    ArrayRef<int64_t> position = op.getStaticPosition();
    bool isRow = position.size() == 1;
    int64_t first = position[0] * source.getDimSize(1) + (isRow ? 0 : position[1]);
    std::string components = spellComponents(first, isRow ? source.getDimSize(1) : 1);
    rewriter.replaceOp(op, callWithLiteral(rewriter, op.getLoc(),
                                           getTypeConverter()->convertType(op.getType()),
                                           "BURIN_LANE", components, adaptor.getSource()));
    return success();
  }
};

/// Some rows of a fragment of halves.
struct ExtractRows final : OpConversionPattern<vector::ExtractStridedSliceOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(vector::ExtractStridedSliceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<VectorType>(op.getType());
    if (type.getRank() != 2 || !type.getElementType().isF16() || op.getOffsets().size() != 1)
      return rewriter.notifyMatchFailure(op, "not some rows of a fragment of halves");
    int64_t first = cast<IntegerAttr>(op.getOffsets()[0]).getInt();
    rewriter.replaceOp(op, callWithLiteral(rewriter, op.getLoc(), getTypeConverter()->convertType(type),
                                           "BURIN_LANE", spellComponents(first, type.getDimSize(0)),
                                           adaptor.getSource()));
    return success();
  }
};

/// A call whose arguments are values or literals.
struct Call {
  SmallVector<Value> operands;
  SmallVector<Attribute> arguments;

  void add(ConversionPatternRewriter &rewriter, Value value) {
    arguments.push_back(rewriter.getIndexAttr(static_cast<int64_t>(operands.size())));
    operands.push_back(value);
  }
  void add(ConversionPatternRewriter &rewriter, int64_t literal) {
    arguments.push_back(emitc::OpaqueAttr::get(rewriter.getContext(), std::to_string(literal)));
  }
  /// Three parts of an index, to be added to a pointer one after the other: what is
  /// shared, what a work item has, a constant. Compilers keep the order of pointer
  /// sums, so that the first is added once and the last becomes part of an instruction.
  void addIndex(ConversionPatternRewriter &rewriter, Value index) {
    int64_t constant = 0;
    auto sum = index.getDefiningOp<arith::AddIOp>();
    if (std::optional<int64_t> last = sum ? getConstantIntValue(sum.getRhs()) : std::nullopt) {
      constant = *last;
      index = sum.getLhs();
      sum = index.getDefiningOp<arith::AddIOp>();
    }
    add(rewriter, rewriter.getRemappedValue(sum ? sum.getLhs() : index));
    if (sum)
      add(rewriter, rewriter.getRemappedValue(sum.getRhs()));
    else
      add(rewriter, 0);
    add(rewriter, constant);
  }
  emitc::CallOpaqueOp create(ConversionPatternRewriter &rewriter, Location loc, TypeRange types, StringRef callee) {
    return emitc::CallOpaqueOp::create(rewriter, loc, types, callee, operands, rewriter.getArrayAttr(arguments));
  }
};

struct AsyncCopy final : OpConversionPattern<nvgpu::DeviceAsyncCopyOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(nvgpu::DeviceAsyncCopyOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    MemRefType type = op.getSrc().getType();
    if (op.getDstElements().getSExtValue() * type.getElementTypeBitWidth() != 128 ||
        !type.getElementType().isF16() || !op.getAsyncToken().use_empty() ||
        adaptor.getSrcIndices().size() != 1 || adaptor.getDstIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not a copy of 8 halves between flat buffers");
    Call call;
    call.add(rewriter, adaptor.getDst());
    call.addIndex(rewriter, op.getDstIndices()[0]);
    call.add(rewriter, adaptor.getSrc());
    call.addIndex(rewriter, op.getSrcIndices()[0]);
    if (adaptor.getSrcElements())
      call.add(rewriter, adaptor.getSrcElements());
    call.create(rewriter, op.getLoc(), TypeRange{},
                adaptor.getSrcElements() ? "burin_copy_some_async" : "burin_copy_async");
    rewriter.eraseOp(op);
    return success();
  }
};

/// For what is copied later.
struct Fetch final : OpConversionPattern<memref::PrefetchOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(memref::PrefetchOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getIsWrite() || adaptor.getIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not a read of a flat buffer");
    Call call;
    call.add(rewriter, adaptor.getMemref());
    call.addIndex(rewriter, op.getIndices()[0]);
    call.create(rewriter, op.getLoc(), TypeRange{}, "burin_fetch");
    rewriter.eraseOp(op);
    return success();
  }
};

/// A token has no representation: the hardware counts groups.
struct AsyncGroup final : OpConversionPattern<nvgpu::DeviceAsyncCreateGroupOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(nvgpu::DeviceAsyncCreateGroupOp op, OneToNOpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    emitc::CallOpaqueOp::create(rewriter, op.getLoc(), TypeRange{}, "burin_commit_copies", ValueRange{});
    rewriter.replaceOpWithMultiple(op, ArrayRef<ValueRange>{ValueRange{}});
    return success();
  }
};

struct AsyncWait final : OpConversionPattern<nvgpu::DeviceAsyncWaitOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(nvgpu::DeviceAsyncWaitOp op, OneToNOpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    std::string groups = std::to_string(op.getNumGroups().value_or(0));
    rewriter.replaceOpWithNewOp<emitc::VerbatimOp>(op, "BURIN_WAIT_COPIES(" + groups + ");");
    return success();
  }
};

struct LoadMatrix final : OpConversionPattern<nvgpu::LdMatrixOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(nvgpu::LdMatrixOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (!type || op.getNumTiles() != 4 || adaptor.getIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not four matrices of a flat buffer");
    Call call;
    call.add(rewriter, adaptor.getSrcMemref());
    call.addIndex(rewriter, op.getIndices()[0]);
    rewriter.replaceOp(op, call.create(rewriter, op.getLoc(), type,
                                       op.getTranspose() ? "burin_load_matrices_transposed" : "burin_load_matrices"));
    return success();
  }
};

struct MultiplyMatrix final : OpConversionPattern<nvgpu::MmaSyncOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(nvgpu::MmaSyncOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (!type || op.getMmaShapeAsArray() != std::array<int64_t, 3>{16, 8, 16})
      return rewriter.notifyMatchFailure(op, "not a 16 x 8 x 16 multiplication");
    rewriter.replaceOpWithNewOp<emitc::CallOpaqueOp>(
        op, type, "burin_multiply_16x8x16",
        ValueRange{adaptor.getMatrixA(), adaptor.getMatrixB(), adaptor.getMatrixC()});
    return success();
  }
};

/// An f32 fragment as halves.
struct FragmentToHalves final : OpConversionPattern<arith::TruncFOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(arith::TruncFOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = dyn_cast<VectorType>(op.getType());
    if (!type || type.getShape() != ArrayRef<int64_t>{4, 2} || !type.getElementType().isF16())
      return rewriter.notifyMatchFailure(op, "not a fragment of 4 x 2 halves");
    rewriter.replaceOpWithNewOp<emitc::CallOpaqueOp>(op, getTypeConverter()->convertType(type),
                                                     "burin_to_halves8", adaptor.getIn());
    return success();
  }
};

/// An exchange inside a sub-group of 32 where everybody takes part.
struct Shuffle final : OpConversionPattern<gpu::ShuffleOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::ShuffleOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    bool isIndex = op.getMode() == gpu::ShuffleMode::IDX;
    if ((!isIndex && op.getMode() != gpu::ShuffleMode::XOR) || !op.getValue().getType().isF32() ||
        getConstantIntValue(op.getWidth()) != kLanes || !op.getValid().use_empty())
      return rewriter.notifyMatchFailure(op, "not an exchange of f32 with another lane of 32");
    Value value = emitc::CallOpaqueOp::create(rewriter, op.getLoc(),
                                              getTypeConverter()->convertType(op.getValue().getType()),
                                              isIndex ? "burin_shuffle_index" : "burin_shuffle_xor",
                                              ValueRange{adaptor.getValue(), adaptor.getOffset()})
                      .getResult(0);
    Value valid = emitc::ConstantOp::create(rewriter, op.getLoc(), rewriter.getI1Type(),
                                            rewriter.getBoolAttr(true));
    rewriter.replaceOp(op, {value, valid});
    return success();
  }
};

} // namespace

void mlir::burin::codegen::populateMatrixToOpenCL(RewritePatternSet &patterns,
                                                  const TypeConverter &converter) {
  patterns.add<ExtractElements, ExtractRows, AsyncCopy, Fetch, AsyncGroup, AsyncWait, LoadMatrix, MultiplyMatrix,
               FragmentToHalves, Shuffle>(
      converter, patterns.getContext());
}

StringRef mlir::burin::codegen::getMatrixPrelude() {
  return R"(#define BURIN_SHARED(p) ((uint)(size_t)(p))
#define BURIN_WAIT_COPIES(n) __asm__ volatile("cp.async.wait_group " #n ";" ::: "memory")
static inline __attribute__((unused)) void burin_copy_async(lp_half to, int stage, int at, int next, gp_half from, int step, int row, int offset) {
  __asm__ volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(BURIN_SHARED(to + stage + at + next)),
                   "l"(from + step + row + offset)
                   : "memory");
}
static inline __attribute__((unused)) void burin_copy_some_async(lp_half to, int stage, int at, int next, gp_half from, int step, int row, int offset, int elements) {
  __asm__ volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(BURIN_SHARED(to + stage + at + next)),
                   "l"(from + step + row + offset), "r"(elements * 2)
                   : "memory");
}
static inline __attribute__((unused)) void burin_fetch(gp_half from, int step, int row, int offset) {
  __asm__ volatile("prefetch.global.L2 [%0];" ::"l"(from + step + row + offset));
}
static inline __attribute__((unused)) void burin_commit_copies(void) {
  __asm__ volatile("cp.async.commit_group;" ::: "memory");
}
static inline __attribute__((unused)) uint4 burin_load_matrices(lp_half from, int stage, int at, int next) {
  uint4 r;
  __asm__ volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3},[%4];"
                   : "=r"(r.x), "=r"(r.y), "=r"(r.z), "=r"(r.w)
                   : "r"(BURIN_SHARED(from + stage + at + next))
                   : "memory");
  return r;
}
static inline __attribute__((unused)) uint4 burin_load_matrices_transposed(lp_half from, int stage, int at, int next) {
  uint4 r;
  __asm__ volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3},[%4];"
                   : "=r"(r.x), "=r"(r.y), "=r"(r.z), "=r"(r.w)
                   : "r"(BURIN_SHARED(from + stage + at + next))
                   : "memory");
  return r;
}
static inline __attribute__((unused)) float4 burin_multiply_16x8x16(uint4 a, uint2 b, float4 c) {
  __asm__("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
          : "+f"(c.x), "+f"(c.y), "+f"(c.z), "+f"(c.w)
          : "r"(a.x), "r"(a.y), "r"(a.z), "r"(a.w), "r"(b.x), "r"(b.y));
  return c;
}
static inline __attribute__((unused)) float burin_exp2(float x) {
  float r;
  __asm__("ex2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x));
  return r;
}
#define native_exp2(x) burin_exp2(x)
static inline __attribute__((unused)) float burin_shuffle_xor(float value, int distance) {
  float r;
  __asm__ volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=f"(r) : "f"(value), "r"(distance));
  return r;
}
static inline __attribute__((unused)) float burin_shuffle_index(float value, int lane) {
  float r;
  __asm__ volatile("shfl.sync.idx.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=f"(r) : "f"(value), "r"(lane));
  return r;
}
)";
}
