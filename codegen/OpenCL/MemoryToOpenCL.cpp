//===- MemoryToOpenCL.cpp - Buffers and work items to OpenCL C ------------===//
#include "codegen/OpenCL/OpenCLTypes.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::burin::codegen;

static bool isLocalBuffer(MemRefType type) {
  auto space = dyn_cast_if_present<gpu::AddressSpaceAttr>(type.getMemorySpace());
  return space && space.getValue() == gpu::AddressSpace::Workgroup;
}

namespace {

/// `callee(literal, operands...)`, the shape of the prelude's access macros.
emitc::CallOpaqueOp access(ConversionPatternRewriter &rewriter, Location loc, TypeRange results,
                           StringRef callee, StringRef literal, ValueRange operands) {
  SmallVector<Attribute> args = {emitc::OpaqueAttr::get(rewriter.getContext(), literal)};
  for (unsigned i = 0; i < operands.size(); ++i)
    args.push_back(rewriter.getIndexAttr(i));
  return emitc::CallOpaqueOp::create(rewriter, loc, results, callee, operands,
                                     rewriter.getArrayAttr(args));
}


Value subscript(ConversionPatternRewriter &rewriter, Location loc, Value buffer, Value index, Type element) {
  return emitc::SubscriptOp::create(rewriter, loc, emitc::LValueType::get(element), buffer,
                                    ValueRange{index});
}

struct Load final : OpConversionPattern<memref::LoadOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(memref::LoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (!type || adaptor.getIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not a flat buffer of a known type");
    Location loc = op.getLoc();
    Value index = adaptor.getIndices()[0];
    if (isHalfBuffer(op.getMemRefType())) {
      rewriter.replaceOpWithNewOp<emitc::CallOpaqueOp>(op, TypeRange{type}, "vload_half",
                                                       ValueRange{index, adaptor.getMemref()});
      return success();
    }
    Value element = subscript(rewriter, loc, adaptor.getMemref(), index, type);
    rewriter.replaceOpWithNewOp<emitc::LoadOp>(op, type, element);
    return success();
  }
};

struct Store final : OpConversionPattern<memref::StoreOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(memref::StoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (adaptor.getIndices().size() != 1 || !isa<emitc::OpaqueType>(adaptor.getValue().getType()))
      return rewriter.notifyMatchFailure(op, "not a flat buffer of a known type");
    Value index = adaptor.getIndices()[0];
    if (isHalfBuffer(op.getMemRefType())) {
      rewriter.replaceOpWithNewOp<emitc::CallOpaqueOp>(
          op, TypeRange{}, "vstore_half", ValueRange{adaptor.getValue(), index, adaptor.getMemref()});
      return success();
    }
    Value element = subscript(rewriter, op.getLoc(), adaptor.getMemref(), index, adaptor.getValue().getType());
    rewriter.replaceOpWithNewOp<emitc::AssignOp>(op, element, adaptor.getValue());
    return success();
  }
};

struct VectorLoad final : OpConversionPattern<vector::LoadOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(vector::LoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    FailureOr<std::string> spelling = spellType(op.getVectorType());
    if (failed(spelling) || adaptor.getIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not a flat buffer of a known type");
    bool isHalf = isHalfBuffer(op.getMemRefType()), isLocal = isLocalBuffer(op.getMemRefType());
    std::string literal = isHalf ? std::to_string(op.getVectorType().getDimSize(0)) : *spelling;
    rewriter.replaceOp(op, access(rewriter, op.getLoc(), opaque(getContext(), *spelling),
                                  isHalf    ? (isLocal ? "BURIN_LOAD_LOCAL_HALF" : "BURIN_LOAD_HALF")
                                  : isLocal ? "BURIN_LOAD_LOCAL"
                                            : "BURIN_LOAD",
                                  literal,
                                  {adaptor.getBase(), adaptor.getIndices()[0]}));
    return success();
  }
};

struct VectorStore final : OpConversionPattern<vector::StoreOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(vector::StoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    FailureOr<std::string> spelling = spellType(op.getVectorType());
    if (failed(spelling) || adaptor.getIndices().size() != 1)
      return rewriter.notifyMatchFailure(op, "not a flat buffer of a known type");
    bool isHalf = isHalfBuffer(op.getMemRefType()), isLocal = isLocalBuffer(op.getMemRefType());
    std::string literal = isHalf ? std::to_string(op.getVectorType().getDimSize(0)) : *spelling;
    access(rewriter, op.getLoc(), {},
           isHalf    ? (isLocal ? "BURIN_STORE_LOCAL_HALF" : "BURIN_STORE_HALF")
           : isLocal ? "BURIN_STORE_LOCAL"
                     : "BURIN_STORE",
           literal,
           {adaptor.getBase(), adaptor.getIndices()[0], adaptor.getValueToStore()});
    rewriter.eraseOp(op);
    return success();
  }
};

/// Local memory: a __local array at kernel scope, named after its position.
struct Alloc final : OpConversionPattern<memref::AllocOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(memref::AllocOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = dyn_cast_if_present<emitc::OpaqueType>(getTypeConverter()->convertType(op.getType()));
    auto function = op->getParentOfType<emitc::FuncOp>();
    if (!type || !type.getValue().starts_with("lp_") || !function ||
        op->getBlock() != &function.getBody().front())
      return rewriter.notifyMatchFailure(op, "only local memory at kernel scope can be allocated");
    unsigned number = 0;
    for (Operation &other : function.getBody().front())
      if (auto verbatim = dyn_cast<emitc::VerbatimOp>(other))
        number += verbatim.getValue().starts_with("__local");
    std::string name = "local" + std::to_string(number);
    // Halves exist in memory only: an array of them needs an extension. Matrix
    // loads and asynchronous copies want lines of 128 bytes, vectors their size.
    bool isHalf = isHalfBuffer(op.getType());
    std::string element = isHalf ? "uint4" : type.getValue().drop_front(3).str();
    int64_t elements = op.getType().getNumElements();
    std::string declaration = "__local " + element + " " + name + "[" +
                              std::to_string(isHalf ? llvm::divideCeil(elements, 8) : elements) +
                              "] __attribute__((aligned(128)));";
    emitc::VerbatimOp::create(rewriter, op.getLoc(), declaration);
    rewriter.replaceOpWithNewOp<emitc::LiteralOp>(op, type, isHalf ? "((lp_half)" + name + ")" : name);
    return success();
  }
};

template <typename Op>
struct WorkItem final : OpConversionPattern<Op> {
  WorkItem(const TypeConverter &converter, MLIRContext *context, StringRef callee)
      : OpConversionPattern<Op>(converter, context), callee(callee) {}
  LogicalResult matchAndRewrite(Op op, typename Op::Adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = this->getTypeConverter()->convertType(op.getType());
    std::string dimension = std::to_string(static_cast<unsigned>(op.getDimension()));
    rewriter.replaceOp(op, access(rewriter, op.getLoc(), type, callee, dimension, {}));
    return success();
  }
  StringRef callee;
};

struct Barrier final : OpConversionPattern<gpu::BarrierOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::BarrierOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<emitc::VerbatimOp>(op, "barrier(CLK_LOCAL_MEM_FENCE);");
    return success();
  }
};

struct Return final : OpConversionPattern<gpu::ReturnOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::ReturnOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<emitc::ReturnOp>(op, Value());
    return success();
  }
};

struct Kernel final : OpConversionPattern<gpu::GPUFuncOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(gpu::GPUFuncOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    std::optional<ArrayRef<int32_t>> size = op.getKnownBlockSize();
    if (!size || size->size() != 3 || !op.getWorkgroupAttributions().empty())
      return rewriter.notifyMatchFailure(op, "needs a known block size and no attributions");
    TypeConverter::SignatureConversion signature(op.getNumArguments());
    if (failed(getTypeConverter()->convertSignatureArgs(op.getArgumentTypes(), signature)))
      return rewriter.notifyMatchFailure(op, "has an argument that OpenCL C cannot take");
    auto type = rewriter.getFunctionType(signature.getConvertedTypes(), {});
    auto function = emitc::FuncOp::create(rewriter, op.getLoc(), op.getName(), type);
    std::string required = "__attribute__((reqd_work_group_size(" + std::to_string((*size)[0]) + ", " +
                           std::to_string((*size)[1]) + ", " + std::to_string((*size)[2]) + ")))";
    function.setSpecifiersAttr(rewriter.getStrArrayAttr({"__kernel", required}));
    rewriter.inlineRegionBefore(op.getBody(), function.getBody(), function.end());
    if (failed(rewriter.convertRegionTypes(&function.getBody(), *getTypeConverter(), &signature)))
      return failure();
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void mlir::burin::codegen::populateMemoryToOpenCL(RewritePatternSet &patterns,
                                                  const TypeConverter &converter) {
  MLIRContext *context = patterns.getContext();
  patterns.add<Load, Store, VectorLoad, VectorStore, Alloc, Barrier, Return, Kernel>(converter, context);
  patterns.add<WorkItem<gpu::ThreadIdOp>>(converter, context, "get_local_id");
  patterns.add<WorkItem<gpu::BlockIdOp>>(converter, context, "get_group_id");
}
