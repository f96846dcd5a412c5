//===- AttentionMatcher.cpp - softmax(Q K^T) V, however spelt -------------===//
//
// A walk from the last product up to the first. A value on the way is a tensor
// of scores or probabilities whose last two dimensions are queries and keys in
// either order; the leading ones may be reshaped at will.
//
//===----------------------------------------------------------------------===//
#include "passes/Normalize/AttentionMatcher.h"

#include "mlir/IR/IRMapping.h"

#include "llvm/ADT/SetVector.h"

#include <cmath>

using namespace mlir;
using namespace mlir::burin;

//===--- Scalars
//----------------------------------------------------------------===//

std::optional<double> mlir::burin::getUniformNumber(Value value,
                                                    unsigned depth) {
  if (std::optional<double> number = getSplatNumber(value))
    return number;
  Operation *op = stripFloatCasts(value).getDefiningOp();
  if (!op || depth == 0)
    return std::nullopt;
  if (isa<onnx::ExpandOp, onnx::ReshapeOp, onnx::TransposeOp>(op))
    return getUniformNumber(op->getOperand(0), depth - 1);
  if (auto fill = dyn_cast<onnx::ConstantOfShapeOp>(op)) {
    auto number = dyn_cast_or_null<DenseElementsAttr>(fill.getValueAttr());
    if (!fill.getValueAttr() && isFloatTensor(fill.getOutput()))
      return 0.0;
    if (!number || !number.isSplat() ||
        !isa<FloatType>(number.getElementType()))
      return std::nullopt;
    return number.getSplatValue<FloatAttr>().getValueAsDouble();
  }
  if (!isa<onnx::MulOp>(op))
    return std::nullopt;
  std::optional<double> a = getUniformNumber(op->getOperand(0), depth - 1),
                        b = getUniformNumber(op->getOperand(1), depth - 1);
  return a && b ? std::optional(*a * *b) : std::nullopt;
}

namespace {

/// y = factor * input, both of one type.
struct Scaled {
  Value input;
  double factor = 1;
};

std::optional<Scaled> matchScaled(Value value) {
  Operation *op = value.getDefiningOp();
  auto isInput = [&](unsigned index) {
    return op->getOperand(index).getType() == value.getType();
  };
  if (isa_and_nonnull<onnx::MulOp, onnx::DivOp>(op)) {
    std::optional<double> factor = getScalarNumber(op->getOperand(1));
    if (factor && isInput(0)) {
      double number = isa<onnx::DivOp>(op) ? 1 / *factor : *factor;
      if (std::isfinite(number))
        return Scaled{op->getOperand(0), number};
    }
  }
  if (isa_and_nonnull<onnx::MulOp>(op))
    if (std::optional<double> factor = getScalarNumber(op->getOperand(0));
        factor && isInput(1) && std::isfinite(*factor))
      return Scaled{op->getOperand(1), *factor};
  if (isa_and_nonnull<onnx::NegOp>(op))
    return Scaled{op->getOperand(0), -1};
  return std::nullopt;
}

/// What shape change, transpose or float cast of one use `value` is.
Operation *getMovement(Value value) {
  Operation *op = value.getDefiningOp();
  bool moves =
      isa_and_nonnull<onnx::ReshapeOp, onnx::TransposeOp>(op) ||
      (isa_and_nonnull<onnx::CastOp>(op) && isFloatTensor(op->getOperand(0)));
  return moves && value.hasOneUse() ? op : nullptr;
}

} // namespace

double mlir::burin::getScalarFactor(Value value) {
  if (std::optional<Scaled> scaled = matchScaled(value))
    return scaled->factor * getScalarFactor(scaled->input);
  Operation *op = getMovement(value);
  return op ? getScalarFactor(op->getOperand(0)) : 1;
}

Value mlir::burin::dropScalars(Value value) {
  while (std::optional<Scaled> scaled = matchScaled(value))
    value = scaled->input;
  return value;
}

Value mlir::burin::dropScalarFactor(OpBuilder &builder, Value value) {
  if (std::optional<Scaled> scaled = matchScaled(value))
    return dropScalarFactor(builder, scaled->input);
  Operation *op = getMovement(value);
  if (!op)
    return value;
  Value source = dropScalarFactor(builder, op->getOperand(0));
  if (isa<onnx::CastOp>(op))
    return source;
  if (source == op->getOperand(0))
    return value;
  IRMapping mapping;
  mapping.map(op->getOperand(0), source);
  Value moved = builder.clone(*op, mapping)->getResult(0);
  moved.setType(cast<RankedTensorType>(value.getType())
                    .clone(getElementTypeOrSelf(source)));
  return moved;
}

//===--- The walk
//---------------------------------------------------------------===//

namespace {

/// A value that the walk has come to.
struct Cursor {
  Value value;
  bool isSwapped = false; ///< the last two dimensions are [Nk, Nq]
  double factor = 1;      ///< the final scores hold `factor` times the value
};

class Matcher {
public:
  std::optional<AttentionMatch> match(onnx::MatMulOp root, bool isResultSwapped,
                                      bool &isUsedElsewhere);

private:
  /// Goes up through float casts, transposes of the last two dimensions, and
  /// reshapes of the others.
  Cursor skipMovement(Cursor cursor);
  /// Where(IsNaN(p), 0, p) -> p: rows without keys, which are zero anyway.
  Cursor skipNanGuard(Cursor cursor);
  /// From the operand of Softmax to Q and K; depth first over sums.
  bool matchScores(Cursor cursor, unsigned depth);
  bool matchProduct(const Cursor &cursor, onnx::MatMulOp product);
  bool matchSum(const Cursor &cursor, Operation *sum, unsigned depth);
  bool matchWhere(const Cursor &cursor, onnx::WhereOp where, unsigned depth);
  /// Goes on at `next` with `term` noted; forgets it when that fails.
  bool matchMasked(Cursor next, MaskTerm term, Operation *op, unsigned depth);
  void noteLeading(Value value);

  llvm::SmallSetVector<Operation *, 16> ops;
  AttentionMatch result;
};

constexpr unsigned kMaxDepth = 12;

void Matcher::noteLeading(Value value) {
  result.leading.emplace_back(getStaticType(value).getShape().drop_back(2));
}

bool swapsLastTwo(ArrayRef<int64_t> perm) {
  size_t rank = perm.size();
  return rank >= 2 && isIdentity(perm.drop_back(2)) &&
         perm[rank - 2] == static_cast<int64_t>(rank) - 1 &&
         perm[rank - 1] == static_cast<int64_t>(rank) - 2;
}

bool keepsLastTwo(RankedTensorType from, RankedTensorType to) {
  return from && to && from.getRank() >= 2 && to.getRank() >= 2 &&
         from.getShape().take_back(2) == to.getShape().take_back(2);
}

Cursor Matcher::skipMovement(Cursor cursor) {
  while (Operation *op = cursor.value.getDefiningOp()) {
    if (auto transpose = dyn_cast<onnx::TransposeOp>(op)) {
      if (!swapsLastTwo(getPermutation(transpose)))
        break;
      cursor.isSwapped = !cursor.isSwapped;
    } else if (isa<onnx::ReshapeOp>(op)) {
      if (!keepsLastTwo(getStaticType(op->getOperand(0)),
                        getStaticType(cursor.value)))
        break;
    } else if (!isa<onnx::CastOp>(op) || !isFloatTensor(op->getOperand(0))) {
      break;
    }
    ops.insert(op);
    cursor.value = op->getOperand(0);
  }
  return cursor;
}

Cursor Matcher::skipNanGuard(Cursor cursor) {
  auto where = cursor.value.getDefiningOp<onnx::WhereOp>();
  auto isNan =
      where ? where.getCondition().getDefiningOp<onnx::IsNaNOp>() : nullptr;
  if (!isNan || getUniformNumber(where.getLhs()) != 0.0 ||
      isNan.getInput() != where.getRhs() ||
      where.getRhs().getType() != where.getOutput().getType())
    return cursor;
  ops.insert(where);
  ops.insert(isNan);
  cursor.value = where.getRhs();
  return cursor;
}

bool Matcher::matchMasked(Cursor next, MaskTerm term, Operation *op,
                          unsigned depth) {
  RankedTensorType type = getStaticType(next.value);
  if (!type || type != op->getResult(0).getType() || type.getRank() < 2)
    return false;
  auto savedOps = ops;
  AttentionMatch saved = result;
  ops.insert(op);
  term.scores = SmallVector<int64_t>(type.getShape());
  term.isSwapped = next.isSwapped;
  result.masks.push_back(std::move(term));
  if (matchScores(next, depth - 1))
    return true;
  ops = savedOps;
  result = saved;
  return false;
}

bool Matcher::matchSum(const Cursor &cursor, Operation *sum, unsigned depth) {
  for (unsigned side : {0, 1}) {
    bool isSub = isa<onnx::SubOp>(sum);
    Cursor next = cursor;
    next.value = sum->getOperand(side);
    next.factor *= isSub && side == 1 ? -1 : 1;
    MaskTerm term;
    term.value = sum->getOperand(1 - side);
    term.factor = cursor.factor * (isSub && side == 0 ? -1 : 1);
    if (matchMasked(next, term, sum, depth))
      return true;
  }
  return false;
}

bool Matcher::matchWhere(const Cursor &cursor, onnx::WhereOp where,
                         unsigned depth) {
  for (bool keeps : {true, false}) {
    std::optional<double> fill =
        getUniformNumber(keeps ? where.getRhs() : where.getLhs());
    if (!fill)
      continue;
    Cursor next = cursor;
    next.value = keeps ? where.getLhs() : where.getRhs();
    MaskTerm term;
    term.kind = keeps ? MaskTerm::Kind::Keep : MaskTerm::Kind::Hide;
    term.value = where.getCondition();
    term.fill = *fill * cursor.factor;
    if (matchMasked(next, term, where, depth))
      return true;
  }
  return false;
}

bool Matcher::matchProduct(const Cursor &cursor, onnx::MatMulOp product) {
  RankedTensorType type = getStaticType(product.getOutput()),
                   lhs = getStaticType(product.getLhs()),
                   rhs = getStaticType(product.getRhs());
  if (!type || !lhs || !rhs || lhs.getRank() < 2 || rhs.getRank() < 2)
    return false;
  ops.insert(product);
  noteLeading(product.getOutput());
  result.scale = cursor.factor;
  // [Nq, D] x [D, Nk], or [Nk, D] x [D, Nq].
  AttentionMatch::Operand left{product.getLhs(), false},
      right{product.getRhs(), true};
  result.q = cursor.isSwapped ? right : left;
  result.k = cursor.isSwapped ? left : right;
  return true;
}

bool Matcher::matchScores(Cursor cursor, unsigned depth) {
  cursor = skipMovement(cursor);
  if (depth == 0 || !cursor.value.getDefiningOp())
    return false;
  Operation *op = cursor.value.getDefiningOp();
  if (auto product = dyn_cast<onnx::MatMulOp>(op))
    return matchProduct(cursor, product);
  if (std::optional<Scaled> scaled = matchScaled(cursor.value)) {
    ops.insert(op);
    Cursor next = cursor;
    next.value = scaled->input;
    next.factor *= scaled->factor;
    return matchScores(next, depth - 1);
  }
  if (isa<onnx::AddOp, onnx::SubOp>(op))
    return matchSum(cursor, op, depth);
  if (auto where = dyn_cast<onnx::WhereOp>(op))
    return matchWhere(cursor, where, depth);
  return false;
}

int64_t getAxis(onnx::SoftmaxOp op, int64_t rank) {
  int64_t axis = op.getAxis(); // the accessor is unsigned
  return axis < 0 ? axis + rank : axis;
}

std::optional<AttentionMatch> Matcher::match(onnx::MatMulOp root,
                                             bool isResultSwapped,
                                             bool &isUsedElsewhere) {
  // P V, or V^T P^T.
  Cursor cursor{isResultSwapped ? root.getRhs() : root.getLhs(),
                isResultSwapped};
  result.v = {isResultSwapped ? root.getLhs() : root.getRhs(), isResultSwapped};
  result.isResultSwapped = isResultSwapped;
  cursor = skipMovement(skipNanGuard(skipMovement(cursor)));
  auto softmax = cursor.value.getDefiningOp<onnx::SoftmaxOp>();
  RankedTensorType type = getStaticType(cursor.value);
  if (!softmax || !type || type.getRank() < 2 ||
      !getStaticType(root.getOutput()) || !getStaticType(result.v.value) ||
      getStaticType(root.getOutput()).getRank() < 2 ||
      getStaticType(result.v.value).getRank() < 2 ||
      getAxis(softmax, type.getRank()) !=
          type.getRank() - (cursor.isSwapped ? 2 : 1))
    return std::nullopt;
  noteLeading(root.getOutput());
  noteLeading(cursor.value);
  ops.insert(softmax);
  cursor.value = softmax.getInput();
  if (!matchScores(cursor, kMaxDepth))
    return std::nullopt;
  if (!areUsedOnlyWithin(ops.getArrayRef(), root)) {
    isUsedElsewhere = true;
    return std::nullopt;
  }
  result.ops = llvm::to_vector(ops);
  return result;
}

} // namespace

std::optional<AttentionMatch>
mlir::burin::matchAttention(onnx::MatMulOp root, bool &isUsedElsewhere) {
  isUsedElsewhere = false;
  for (bool isResultSwapped : {false, true})
    if (std::optional<AttentionMatch> match =
            Matcher().match(root, isResultSwapped, isUsedElsewhere))
      return match;
  return std::nullopt;
}
