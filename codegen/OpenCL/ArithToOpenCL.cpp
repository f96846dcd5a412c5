//===- ArithToOpenCL.cpp - arith, math and vector values to OpenCL C ------===//
#include "codegen/OpenCL/OpenCLTypes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::burin::codegen;

namespace {

/// `callee(operands...)` of type `result`.
Value call(ConversionPatternRewriter &rewriter, Location loc, Type result, const Twine &callee,
           ValueRange operands) {
  return emitc::CallOpaqueOp::create(rewriter, loc, TypeRange{result}, callee.str(), operands)
      .getResult(0);
}

bool isVector(Type type) { return isa<VectorType>(type); }
bool isBool(Type type) { return getElementTypeOrSelf(type).isInteger(1); }
std::string lanesOf(Type type) { return std::to_string(cast<VectorType>(type).getDimSize(0)); }

/// Base of all patterns here: the converted result type, or a match failure.
template <typename Op>
struct OpenCLPattern : OpConversionPattern<Op> {
  using OpConversionPattern<Op>::OpConversionPattern;
  using Adaptor = typename OpConversionPattern<Op>::OpAdaptor;

  virtual FailureOr<Value> convert(Op op, Adaptor adaptor, Type type,
                                   ConversionPatternRewriter &rewriter) const = 0;

  LogicalResult matchAndRewrite(Op op, Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = this->getTypeConverter()->convertType(op->getResult(0).getType());
    if (!type)
      return rewriter.notifyMatchFailure(op, "result type has no OpenCL C spelling");
    FailureOr<Value> value = convert(op, adaptor, type, rewriter);
    if (failed(value))
      return rewriter.notifyMatchFailure(op, "no OpenCL C form");
    rewriter.replaceOp(op, *value);
    return success();
  }
};

/// a OP b through one EmitC op.
template <typename Op, typename Target>
struct Binary final : OpenCLPattern<Op> {
  using OpenCLPattern<Op>::OpenCLPattern;
  FailureOr<Value> convert(Op op, typename Binary::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    return Target::create(rewriter, op.getLoc(), type, adaptor.getOperands()[0],
                          adaptor.getOperands()[1])
        .getResult();
  }
};

/// callee(operands...).
template <typename Op>
struct Call final : OpenCLPattern<Op> {
  Call(const TypeConverter &converter, MLIRContext *context, StringRef callee)
      : OpenCLPattern<Op>(converter, context), callee(callee) {}
  FailureOr<Value> convert(Op op, typename Call::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    return call(rewriter, op.getLoc(), type, callee, adaptor.getOperands());
  }
  StringRef callee;
};

/// a OP b on the operands' bits as unsigned.
template <typename Op, typename Target>
struct Unsigned final : OpenCLPattern<Op> {
  using OpenCLPattern<Op>::OpenCLPattern;
  FailureOr<Value> convert(Op op, typename Unsigned::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    std::string spelling = spellUnsigned(op.getType());
    Type unsignedType = opaque(rewriter.getContext(), spelling);
    Value lhs = call(rewriter, loc, unsignedType, "as_" + spelling, adaptor.getOperands()[0]);
    Value rhs = call(rewriter, loc, unsignedType, "as_" + spelling, adaptor.getOperands()[1]);
    Value result = Target::create(rewriter, loc, unsignedType, lhs, rhs);
    return call(rewriter, loc, type, "as_" + *spellType(op.getType()), result);
  }
};

/// callee(a, b) on the operands' bits as unsigned.
template <typename Op>
struct UnsignedCall final : OpenCLPattern<Op> {
  UnsignedCall(const TypeConverter &converter, MLIRContext *context, StringRef callee)
      : OpenCLPattern<Op>(converter, context), callee(callee) {}
  FailureOr<Value> convert(Op op, typename UnsignedCall::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    std::string spelling = spellUnsigned(op.getType());
    Type unsignedType = opaque(rewriter.getContext(), spelling);
    SmallVector<Value> operands;
    for (Value operand : adaptor.getOperands())
      operands.push_back(call(rewriter, loc, unsignedType, "as_" + spelling, operand));
    Value result = call(rewriter, loc, unsignedType, callee, operands);
    return call(rewriter, loc, type, "as_" + *spellType(op.getType()), result);
  }
  StringRef callee;
};

//===--- Constants ----------------------------------------------------------===//

std::string spellFloat(const APFloat &value) {
  if (value.isNaN())
    return "NAN";
  if (value.isInfinity())
    return value.isNegative() ? "-INFINITY" : "INFINITY";
  // Nine significant digits identify every f32.
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.9g", value.convertToDouble());
  if (text.find_first_of(".e") == std::string::npos)
    text += ".0";
  return text + "f";
}

FailureOr<std::string> spellConstant(Attribute attr) {
  if (auto number = dyn_cast<FloatAttr>(attr))
    return spellFloat(number.getValue());
  auto integer = dyn_cast<IntegerAttr>(attr);
  if (!integer)
    return failure();
  if (integer.getType().isInteger(1))
    return std::string(integer.getValue().isZero() ? "0" : "-1");
  int64_t value = integer.getValue().getSExtValue();
  if (!integer.getType().isInteger(64))
    // The minimum has no literal: -2147483648 is the negation of a long.
    return value == std::numeric_limits<int32_t>::min() ? std::string("(-2147483647 - 1)")
                                                        : std::to_string(value);
  return value == std::numeric_limits<int64_t>::min() ? std::string("(-9223372036854775807L - 1)")
                                                      : std::to_string(value) + "L";
}

struct Constant final : OpenCLPattern<arith::ConstantOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::ConstantOp op, OpAdaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Attribute attr = op.getValue();
    if (type.isInteger(1))
      return emitc::ConstantOp::create(rewriter, op.getLoc(), type, attr).getResult();
    auto dense = dyn_cast<DenseElementsAttr>(attr);
    if (dense && !dense.isSplat())
      return spellDense(op, dense, type, rewriter);
    FailureOr<std::string> text =
        spellConstant(dense ? dense.getSplatValue<Attribute>() : attr);
    if (failed(text))
      return failure();
    if (dense)
      text = "(" + *spellType(op.getType()) + ")(" + *text + ")";
    return emitc::ConstantOp::create(rewriter, op.getLoc(), type,
                                     emitc::OpaqueAttr::get(getContext(), *text))
        .getResult();
  }

  FailureOr<Value> spellDense(arith::ConstantOp op, DenseElementsAttr dense, Type type,
                              ConversionPatternRewriter &rewriter) const {
    std::string text = "(" + *spellType(op.getType()) + ")(";
    for (auto [i, element] : llvm::enumerate(dense.getValues<Attribute>())) {
      FailureOr<std::string> lane = spellConstant(element);
      if (failed(lane))
        return failure();
      text += (i ? ", " : "") + *lane;
    }
    return emitc::ConstantOp::create(rewriter, op.getLoc(), type,
                                     emitc::OpaqueAttr::get(getContext(), text + ")"))
        .getResult();
  }
};

//===--- Comparison and selection -------------------------------------------===//

/// A comparison of vectors yields a mask as wide as its operands; ours is int.
Value compare(ConversionPatternRewriter &rewriter, Location loc, Type operandType, Type type,
              emitc::CmpPredicate predicate, Value lhs, Value rhs) {
  auto vector = dyn_cast<VectorType>(operandType);
  unsigned bits = vector && !vector.getElementType().isIndex()
                      ? (isa<FloatType>(vector.getElementType()) ? 32 : vector.getElementTypeBitWidth())
                      : 32;
  if (!vector || bits == 32)
    return emitc::CmpOp::create(rewriter, loc, type, predicate, lhs, rhs);
  std::string mask = (bits == 64 ? "long" : bits == 16 ? "short" : "char") + lanesOf(operandType);
  Value wide = emitc::CmpOp::create(rewriter, loc, opaque(rewriter.getContext(), mask), predicate, lhs, rhs);
  return call(rewriter, loc, type, "convert_int" + lanesOf(operandType), wide);
}

Value negate(ConversionPatternRewriter &rewriter, Location loc, Type type, Value mask) {
  if (type.isInteger(1))
    return emitc::LogicalNotOp::create(rewriter, loc, type, mask);
  return emitc::BitwiseNotOp::create(rewriter, loc, type, mask);
}

struct CmpF final : OpenCLPattern<arith::CmpFOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::CmpFOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    using P = arith::CmpFPredicate;
    using C = emitc::CmpPredicate;
    Location loc = op.getLoc();
    Value lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
    auto plain = [&](C predicate) {
      return compare(rewriter, loc, op.getLhs().getType(), type, predicate, lhs, rhs);
    };
    switch (op.getPredicate()) {
    case P::OEQ: return plain(C::eq);
    case P::OGT: return plain(C::gt);
    case P::OGE: return plain(C::ge);
    case P::OLT: return plain(C::lt);
    case P::OLE: return plain(C::le);
    case P::UNE: return plain(C::ne);
    // An unordered comparison is the negation of its ordered opposite.
    case P::UGT: return negate(rewriter, loc, type, plain(C::le));
    case P::UGE: return negate(rewriter, loc, type, plain(C::lt));
    case P::ULT: return negate(rewriter, loc, type, plain(C::ge));
    case P::ULE: return negate(rewriter, loc, type, plain(C::gt));
    case P::ONE: return call(rewriter, loc, type, "islessgreater", {lhs, rhs});
    case P::UEQ: return negate(rewriter, loc, type, call(rewriter, loc, type, "islessgreater", {lhs, rhs}));
    case P::ORD: return call(rewriter, loc, type, "isordered", {lhs, rhs});
    case P::UNO: return call(rewriter, loc, type, "isunordered", {lhs, rhs});
    default: return failure();
    }
  }
};

struct CmpI final : OpenCLPattern<arith::CmpIOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::CmpIOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    using P = arith::CmpIPredicate;
    using C = emitc::CmpPredicate;
    Location loc = op.getLoc();
    Value lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
    Type operandType = op.getLhs().getType();
    P predicate = op.getPredicate();
    bool isUnsigned = predicate == P::ult || predicate == P::ule || predicate == P::ugt || predicate == P::uge;
    // True is 1 in a scalar and -1 in a mask: only equality means the same in both.
    if (isBool(operandType) && predicate != P::eq && predicate != P::ne)
      return failure();
    if (isUnsigned) {
      std::string spelling = spellUnsigned(operandType);
      Type unsignedType = opaque(getContext(), spelling);
      lhs = call(rewriter, loc, unsignedType, "as_" + spelling, lhs);
      rhs = call(rewriter, loc, unsignedType, "as_" + spelling, rhs);
    }
    C target = predicate == P::eq                          ? C::eq
               : predicate == P::ne                        ? C::ne
               : predicate == P::slt || predicate == P::ult ? C::lt
               : predicate == P::sle || predicate == P::ule ? C::le
               : predicate == P::sgt || predicate == P::ugt ? C::gt
                                                           : C::ge;
    return compare(rewriter, loc, operandType, type, target, lhs, rhs);
  }
};

struct Select final : OpenCLPattern<arith::SelectOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::SelectOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value mask = adaptor.getCondition();
    if (!isVector(op.getCondition().getType()))
      return emitc::ConditionalOp::create(rewriter, loc, type, mask, adaptor.getTrueValue(),
                                          adaptor.getFalseValue())
          .getResult();
    Type element = getElementTypeOrSelf(op.getType());
    unsigned bits = isa<FloatType>(element) || element.isIndex() || element.isInteger(1)
                        ? 32
                        : element.getIntOrFloatBitWidth();
    if (bits != 32) {
      std::string name = (bits == 64 ? "long" : bits == 16 ? "short" : "char") + lanesOf(op.getType());
      mask = call(rewriter, loc, opaque(getContext(), name), "convert_" + name, mask);
    }
    return call(rewriter, loc, type, "select", {adaptor.getFalseValue(), adaptor.getTrueValue(), mask});
  }
};

//===--- Conversions --------------------------------------------------------===//

/// Value conversion to `type`: a cast for scalars, convert_T for vectors.
Value convertTo(ConversionPatternRewriter &rewriter, Location loc, Type source, Type type, Value value) {
  if (value.getType() == type)
    return value;
  if (!isVector(source))
    return emitc::CastOp::create(rewriter, loc, type, value);
  return call(rewriter, loc, type, "convert_" + cast<emitc::OpaqueType>(type).getValue(), value);
}

/// The same 32 bits as another type.
struct Bitcast final : OpenCLPattern<arith::BitcastOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::BitcastOp op, Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    if (getElementTypeOrSelf(op.getType()).getIntOrFloatBitWidth() != 32)
      return failure(); // halves are f32 in kernel code
    auto spelling = dyn_cast<emitc::OpaqueType>(type);
    std::string name = spelling ? spelling.getValue().str() : *spellType(op.getType());
    return call(rewriter, op.getLoc(), type, "as_" + name, adaptor.getIn());
  }
};

/// f16, bf16 and f32 are one type in kernel code.
template <typename Op>
struct FloatCast final : OpenCLPattern<Op> {
  using OpenCLPattern<Op>::OpenCLPattern;
  FailureOr<Value> convert(Op, typename FloatCast::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &) const override {
    if (adaptor.getIn().getType() != type)
      return failure();
    return adaptor.getIn();
  }
};

/// Conversions that read the operand as signed.
template <typename Op>
struct SignedCast final : OpenCLPattern<Op> {
  using OpenCLPattern<Op>::OpenCLPattern;
  FailureOr<Value> convert(Op op, typename SignedCast::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Type source = op.getIn().getType();
    Value value = adaptor.getIn();
    if (isBool(source) && !isVector(source)) { // true is -1
      Type intType = opaque(rewriter.getContext(), "int");
      value = emitc::CastOp::create(rewriter, op.getLoc(), intType, value);
      value = emitc::UnaryMinusOp::create(rewriter, op.getLoc(), intType, value);
    }
    return convertTo(rewriter, op.getLoc(), source, type, value);
  }
};

/// Conversions that read the operand as unsigned.
template <typename Op>
struct UnsignedCast final : OpenCLPattern<Op> {
  using OpenCLPattern<Op>::OpenCLPattern;
  FailureOr<Value> convert(Op op, typename UnsignedCast::Adaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    Type source = op.getIn().getType();
    Value value = adaptor.getIn();
    if (isBool(source)) {
      if (isVector(source)) // true is -1 in a mask
        value = emitc::UnaryMinusOp::create(rewriter, op.getLoc(), value.getType(), value);
      return convertTo(rewriter, op.getLoc(), source, type, value);
    }
    std::string spelling = spellUnsigned(source);
    value = call(rewriter, op.getLoc(), opaque(rewriter.getContext(), spelling), "as_" + spelling, value);
    return convertTo(rewriter, op.getLoc(), source, type, value);
  }
};

struct FPToUI final : OpenCLPattern<arith::FPToUIOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::FPToUIOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    std::string spelling = spellUnsigned(op.getType());
    Type unsignedType = opaque(getContext(), spelling);
    Value value = convertTo(rewriter, op.getLoc(), op.getIn().getType(), unsignedType, adaptor.getIn());
    return call(rewriter, op.getLoc(), type, "as_" + *spellType(op.getType()), value);
  }
};

struct TruncI final : OpenCLPattern<arith::TruncIOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::TruncIOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    if (!isBool(op.getType()))
      return convertTo(rewriter, op.getLoc(), op.getIn().getType(), type, adaptor.getIn());
    if (isVector(op.getType()))
      return failure();
    Value one = emitc::ConstantOp::create(rewriter, op.getLoc(), adaptor.getIn().getType(),
                                          emitc::OpaqueAttr::get(getContext(), "1"));
    Value bit = emitc::BitwiseAndOp::create(rewriter, op.getLoc(), one.getType(), adaptor.getIn(), one);
    return emitc::CmpOp::create(rewriter, op.getLoc(), type, emitc::CmpPredicate::eq, bit, one).getResult();
  }
};

struct AbsI final : OpenCLPattern<math::AbsIOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(math::AbsIOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    // OpenCL's abs returns the unsigned type.
    std::string spelling = spellUnsigned(op.getType());
    Value value = call(rewriter, op.getLoc(), opaque(getContext(), spelling), "abs", adaptor.getOperand());
    return call(rewriter, op.getLoc(), type, "as_" + *spellType(op.getType()), value);
  }
};

struct NegF final : OpenCLPattern<arith::NegFOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(arith::NegFOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    return emitc::UnaryMinusOp::create(rewriter, op.getLoc(), type, adaptor.getOperand()).getResult();
  }
};

//===--- Vectors ------------------------------------------------------------===//

/// A lane of a boolean vector as an int mask.
Value toMask(ConversionPatternRewriter &rewriter, Location loc, Value boolean) {
  Type type = opaque(rewriter.getContext(), "int");
  Value value = emitc::CastOp::create(rewriter, loc, type, boolean);
  return emitc::UnaryMinusOp::create(rewriter, loc, type, value);
}

struct Broadcast final : OpenCLPattern<vector::BroadcastOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(vector::BroadcastOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    if (isVector(op.getSource().getType()))
      return failure();
    Value scalar = adaptor.getSource();
    if (isBool(op.getType()))
      scalar = toMask(rewriter, op.getLoc(), scalar);
    return call(rewriter, op.getLoc(), type, "(" + *spellType(op.getType()) + ")", scalar);
  }
};

struct FromElements final : OpenCLPattern<vector::FromElementsOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(vector::FromElementsOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    SmallVector<Value> lanes(adaptor.getElements());
    if (isBool(op.getType()))
      for (Value &lane : lanes)
        lane = toMask(rewriter, op.getLoc(), lane);
    return call(rewriter, op.getLoc(), type, "(" + *spellType(op.getType()) + ")", lanes);
  }
};

struct Extract final : OpenCLPattern<vector::ExtractOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(vector::ExtractOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    if (op.getStaticPosition().size() != 1 || !op.getDynamicPosition().empty() ||
        isVector(op.getType()))
      return failure();
    // Lanes are named s0 to s9, sa to sf.
    char lane = llvm::hexdigit(op.getStaticPosition()[0], /*LowerCase=*/true);
    Type laneType = type.isInteger(1) ? Type(opaque(getContext(), "int")) : type;
    Value vector = adaptor.getSource();
    ArrayAttr args = rewriter.getArrayAttr(
        {rewriter.getIndexAttr(0), emitc::OpaqueAttr::get(getContext(), StringRef(&lane, 1))});
    Value value = emitc::CallOpaqueOp::create(rewriter, op.getLoc(), TypeRange{laneType},
                                              "BURIN_LANE", ValueRange{vector}, args)
                      .getResult(0);
    if (type.isInteger(1))
      value = emitc::CastOp::create(rewriter, op.getLoc(), type, value);
    return value;
  }
};

/// With the flag for approximate functions the device's instruction will do.
struct Exp2 final : OpenCLPattern<math::Exp2Op> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(math::Exp2Op op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    bool isNative = arith::bitEnumContainsAny(op.getFastmath(), arith::FastMathFlags::afn);
    return call(rewriter, op.getLoc(), type, isNative ? "native_exp2" : "exp2", adaptor.getOperand());
  }
};

/// A macro with the number of lanes, which a prelude may map to functions of its own.
struct Erf final : OpenCLPattern<math::ErfOp> {
  using OpenCLPattern::OpenCLPattern;
  FailureOr<Value> convert(math::ErfOp op, OpAdaptor adaptor, Type type,
                           ConversionPatternRewriter &rewriter) const override {
    auto vector = dyn_cast<VectorType>(op.getType());
    std::string lanes = std::to_string(vector ? vector.getNumElements() : 1);
    ArrayAttr args = rewriter.getArrayAttr({emitc::OpaqueAttr::get(getContext(), lanes), rewriter.getIndexAttr(0)});
    return emitc::CallOpaqueOp::create(rewriter, op.getLoc(), TypeRange{type}, "BURIN_ERF",
                                       ValueRange{adaptor.getOperand()}, args)
        .getResult(0);
  }
};

template <typename Op>
void addCall(RewritePatternSet &patterns, const TypeConverter &converter, StringRef callee) {
  patterns.add<Call<Op>>(converter, patterns.getContext(), callee);
}

} // namespace

void mlir::burin::codegen::populateArithToOpenCL(RewritePatternSet &patterns,
                                                 const TypeConverter &converter) {
  MLIRContext *context = patterns.getContext();
  patterns.add<Constant, CmpF, CmpI, Select, FPToUI, TruncI, AbsI, NegF, Broadcast, FromElements,
               Bitcast, Extract, Exp2, Erf, FloatCast<arith::ExtFOp>, FloatCast<arith::TruncFOp>,
               SignedCast<arith::SIToFPOp>, SignedCast<arith::FPToSIOp>, SignedCast<arith::ExtSIOp>,
               SignedCast<arith::IndexCastOp>, UnsignedCast<arith::UIToFPOp>,
               UnsignedCast<arith::ExtUIOp>, UnsignedCast<arith::IndexCastUIOp>,
               Binary<arith::AddFOp, emitc::AddOp>, Binary<arith::SubFOp, emitc::SubOp>,
               Binary<arith::MulFOp, emitc::MulOp>, Binary<arith::DivFOp, emitc::DivOp>,
               Binary<arith::AddIOp, emitc::AddOp>, Binary<arith::SubIOp, emitc::SubOp>,
               Binary<arith::MulIOp, emitc::MulOp>, Binary<arith::DivSIOp, emitc::DivOp>,
               Binary<arith::RemSIOp, emitc::RemOp>, Binary<arith::AndIOp, emitc::BitwiseAndOp>,
               Binary<arith::OrIOp, emitc::BitwiseOrOp>, Binary<arith::XOrIOp, emitc::BitwiseXorOp>,
               Binary<arith::ShLIOp, emitc::BitwiseLeftShiftOp>,
               Binary<arith::ShRSIOp, emitc::BitwiseRightShiftOp>>(converter, context);
  patterns.add<Unsigned<arith::DivUIOp, emitc::DivOp>, Unsigned<arith::RemUIOp, emitc::RemOp>,
               Unsigned<arith::ShRUIOp, emitc::BitwiseRightShiftOp>>(converter, context);
  patterns.add<UnsignedCall<arith::MaxUIOp>>(converter, context, "max");
  patterns.add<UnsignedCall<arith::MinUIOp>>(converter, context, "min");
  addCall<arith::RemFOp>(patterns, converter, "fmod");
  addCall<arith::MaximumFOp>(patterns, converter, "BURIN_MAXIMUM");
  addCall<arith::MinimumFOp>(patterns, converter, "BURIN_MINIMUM");
  addCall<arith::MaxNumFOp>(patterns, converter, "fmax");
  addCall<arith::MinNumFOp>(patterns, converter, "fmin");
  addCall<arith::MaxSIOp>(patterns, converter, "max");
  addCall<arith::MinSIOp>(patterns, converter, "min");
  addCall<math::FmaOp>(patterns, converter, "BURIN_FMA");
  addCall<math::ExpOp>(patterns, converter, "exp");
  addCall<math::ExpM1Op>(patterns, converter, "expm1");
  addCall<math::LogOp>(patterns, converter, "log");
  addCall<math::Log2Op>(patterns, converter, "log2");
  addCall<math::Log1pOp>(patterns, converter, "log1p");
  addCall<math::SqrtOp>(patterns, converter, "sqrt");
  addCall<math::RsqrtOp>(patterns, converter, "rsqrt");
  addCall<math::SinOp>(patterns, converter, "sin");
  addCall<math::CosOp>(patterns, converter, "cos");
  addCall<math::TanOp>(patterns, converter, "tan");
  addCall<math::AsinOp>(patterns, converter, "asin");
  addCall<math::AcosOp>(patterns, converter, "acos");
  addCall<math::AtanOp>(patterns, converter, "atan");
  addCall<math::SinhOp>(patterns, converter, "sinh");
  addCall<math::CoshOp>(patterns, converter, "cosh");
  addCall<math::TanhOp>(patterns, converter, "tanh");
  addCall<math::AsinhOp>(patterns, converter, "asinh");
  addCall<math::AcoshOp>(patterns, converter, "acosh");
  addCall<math::AtanhOp>(patterns, converter, "atanh");
  addCall<math::FloorOp>(patterns, converter, "floor");
  addCall<math::CeilOp>(patterns, converter, "ceil");
  addCall<math::RoundOp>(patterns, converter, "round");
  addCall<math::RoundEvenOp>(patterns, converter, "rint");
  addCall<math::TruncOp>(patterns, converter, "trunc");
  addCall<math::AbsFOp>(patterns, converter, "fabs");
  addCall<math::PowFOp>(patterns, converter, "pow");
  addCall<math::CopySignOp>(patterns, converter, "copysign");
  addCall<math::IsNaNOp>(patterns, converter, "isnan");
  addCall<math::IsInfOp>(patterns, converter, "isinf");
}
