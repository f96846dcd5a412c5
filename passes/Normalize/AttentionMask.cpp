//===- AttentionMask.cpp - What is added to scores, as one mask -----------===//
#include "passes/Normalize/AttentionMask.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace mlir::burin;

/// A score of this much less than others has weight exp(-10000) = 0 in f32.
/// Exporters write -inf, the lowest f32 or f16, -1e9 or -1e4.
static constexpr double kHidden = -1e4;

int64_t mlir::burin::multiply(ArrayRef<int64_t> extents) {
  return std::accumulate(extents.begin(), extents.end(), int64_t{1},
                         std::multiplies<>());
}

Value mlir::burin::swapLastTwo(OpBuilder &builder, Location loc, Value value) {
  SmallVector<int64_t> perm(getStaticType(value).getRank());
  std::iota(perm.begin(), perm.end(), 0);
  std::swap(perm[perm.size() - 2], perm.back());
  return transposeTo(builder, loc, value, perm);
}

//===--- Reading a term
//---------------------------------------------------------===//

/// Without casts and repeats: the mask of an attention broadcasts.
static Value stripRepeats(Value value) {
  while (true) {
    Value source = stripFloatCasts(value);
    if (auto expand = source.getDefiningOp<onnx::ExpandOp>();
        expand && getStaticType(expand.getInput()))
      source = expand.getInput();
    if (source == value)
      return value;
    value = source;
  }
}

/// Where(c, 0, -inf) that is added hides scores for good.
static void simplifyTerm(MaskTerm &term) {
  term.value = stripRepeats(term.value);
  auto where = term.value.getDefiningOp<onnx::WhereOp>();
  if (!where || term.kind != MaskTerm::Kind::Additive || term.factor <= 0 ||
      !getStaticType(where.getCondition()))
    return;
  std::optional<double> x = getUniformNumber(where.getLhs()),
                        y = getUniformNumber(where.getRhs());
  if (x == 0.0 && y == -INFINITY)
    term.kind = MaskTerm::Kind::Keep;
  else if (x == -INFINITY && y == 0.0)
    term.kind = MaskTerm::Kind::Hide;
  else
    return;
  term.fill = -INFINITY;
  term.value = stripRepeats(where.getCondition());
}

/// The shape of the term's value with dimensions of size 1 in front, so that
/// its rank is that of the scores.
static SmallVector<int64_t> getPaddedShape(const MaskTerm &term) {
  ArrayRef<int64_t> shape = getStaticType(term.value).getShape();
  SmallVector<int64_t> padded(term.scores.size() - shape.size(), 1);
  llvm::append_range(padded, shape);
  return padded;
}

static bool areOnes(ArrayRef<int64_t> extents) {
  return llvm::all_of(extents, [](int64_t extent) { return extent == 1; });
}

/// [batch or 1, heads or 1, ., .] with the elements of the term in order; empty
/// when it takes part of what makes up the batch, or of the heads.
static SmallVector<int64_t> getMaskShape(const MaskTerm &term, HeadDims heads) {
  SmallVector<int64_t> padded = getPaddedShape(term);
  ArrayRef<int64_t> mask = ArrayRef(padded).drop_back(2),
                    scores = ArrayRef(term.scores).drop_back(2);
  auto make = [&](int64_t batch, int64_t head) {
    return SmallVector<int64_t>{batch, head, padded[padded.size() - 2],
                                padded.back()};
  };
  if (areOnes(mask))
    return make(1, 1);
  if (mask == scores)
    return make(heads.batch, heads.heads);
  for (size_t count = 0; count <= scores.size(); ++count) {
    ArrayRef<int64_t> batch = scores.take_front(count),
                      head = scores.drop_front(count);
    if (multiply(batch) != heads.batch || multiply(head) != heads.heads)
      continue;
    bool takesBatch = mask.take_front(count) == batch,
         takesHeads = mask.drop_front(count) == head;
    if ((takesBatch || areOnes(mask.take_front(count))) &&
        (takesHeads || areOnes(mask.drop_front(count))))
      return make(takesBatch ? heads.batch : 1, takesHeads ? heads.heads : 1);
  }
  return {};
}

namespace {
/// What a literal does to the scores.
struct LiteralEffect {
  bool isCausal = false;  ///< hides exactly the keys after the query
  bool isForever = false; ///< by -inf
  bool isNothing = false; ///< hides nothing
};
} // namespace

/// What is added to a score where the term has `element`.
static double getAddend(const MaskTerm &term, Attribute element) {
  if (term.kind == MaskTerm::Kind::Additive)
    return term.factor * cast<FloatAttr>(element).getValueAsDouble();
  bool isTrue = !cast<IntegerAttr>(element).getValue().isZero();
  return isTrue == (term.kind == MaskTerm::Kind::Keep) ? 0 : term.fill;
}

static LiteralEffect getEffect(const MaskTerm &term) {
  DenseElementsAttr literal = getLiteral(term.value);
  if (!literal || literal.getNumElements() == 0)
    return {};
  SmallVector<int64_t> shape = getPaddedShape(term);
  int64_t columns = shape.back(), rows = shape[shape.size() - 2];
  bool isFull =
      ArrayRef(shape).take_back(2) == ArrayRef(term.scores).take_back(2);
  LiteralEffect effect{isFull, true, true};
  if (literal.isSplat()) {
    double addend = getAddend(term, literal.getSplatValue<Attribute>());
    effect.isNothing = term.kind == MaskTerm::Kind::Additive
                           ? std::isfinite(addend)
                           : addend == 0;
    effect.isCausal = false;
    return effect;
  }
  for (auto [index, element] :
       llvm::enumerate(literal.getValues<Attribute>())) {
    double addend = getAddend(term, element);
    int64_t i = static_cast<int64_t>(index) / columns % rows,
            j = static_cast<int64_t>(index) % columns;
    bool isLater = term.isSwapped ? i > j : j > i;
    effect.isNothing &= addend == 0;
    effect.isCausal &= isLater ? addend <= kHidden : addend == 0;
    effect.isForever &= !isLater || addend == -INFINITY;
  }
  effect.isCausal &= !effect.isNothing;
  return effect;
}

//===--- The mask
//---------------------------------------------------------------===//

/// Whether the term may be added: its values are free, a fill is not.
static bool isMask(const MaskTerm &term) {
  RankedTensorType type = getStaticType(term.value);
  if (!type || type.getRank() > static_cast<int64_t>(term.scores.size()) ||
      !std::isfinite(term.factor))
    return false;
  if (term.kind == MaskTerm::Kind::Additive)
    return isa<FloatType>(type.getElementType());
  return type.getElementType().isInteger(1) && term.fill <= kHidden;
}

std::optional<AttentionMask> AttentionMask::get(ArrayRef<MaskTerm> terms,
                                                HeadDims heads) {
  AttentionMask mask;
  SmallVector<LiteralEffect> effects;
  for (MaskTerm term : terms) {
    if (!getStaticType(term.value))
      return std::nullopt;
    simplifyTerm(term);
    if (!isMask(term))
      return std::nullopt;
    // The same number on every score changes no probability.
    std::optional<double> uniform = term.kind == MaskTerm::Kind::Additive
                                        ? getUniformNumber(term.value)
                                        : std::nullopt;
    LiteralEffect effect = getEffect(term);
    if ((uniform && std::isfinite(*uniform * term.factor)) || effect.isNothing)
      continue;
    SmallVector<int64_t> shape = getMaskShape(term, heads);
    if (shape.empty())
      return std::nullopt;
    mask.terms.push_back({term, shape});
    effects.push_back(effect);
  }
  // A finite fill counts where all keys of a query are hidden, which a causal
  // mask alone never does.
  size_t count = mask.terms.size();
  for (size_t index = count; index-- > 0;)
    if (effects[index].isCausal && (count == 1 || effects[index].isForever)) {
      mask.causal = true;
      mask.terms.erase(mask.terms.begin() + index);
    }
  return mask;
}

Value AttentionMask::buildValue(OpBuilder &builder, Location loc,
                                const Term &term) {
  Value value = reshapeTo(builder, loc, term.term.value, term.shape);
  return term.term.isSwapped ? swapLastTwo(builder, loc, value) : value;
}

/// `number` as a scalar of type `element`; finite numbers stay finite.
static Value createScalar(OpBuilder &builder, Location loc, Type element,
                          double number) {
  if (std::isfinite(number) && element.isF16())
    number = std::clamp(number, -65504.0, 65504.0);
  if (std::isfinite(number) && element.isF32())
    number = std::clamp(number, -3.4028234663852886e38, 3.4028234663852886e38);
  return createSplat(builder, loc, RankedTensorType::get({}, element), number);
}

Value AttentionMask::buildAdditive(OpBuilder &builder, Location loc,
                                   const Term &term, Type element) {
  Value value = buildValue(builder, loc, term);
  const MaskTerm &mask = term.term;
  if (mask.kind == MaskTerm::Kind::Additive) {
    if (mask.factor == 1)
      return value;
    Type own = getElementTypeOrSelf(value);
    return onnx::MulOp::create(builder, loc, value.getType(), value,
                               createScalar(builder, loc, own, mask.factor));
  }
  Value zero = createScalar(builder, loc, element, 0),
        fill = createScalar(builder, loc, element, mask.fill);
  if (mask.kind == MaskTerm::Kind::Hide)
    std::swap(zero, fill);
  return onnx::WhereOp::create(
      builder, loc, cast<RankedTensorType>(value.getType()).clone(element),
      value, zero, fill);
}

static Value combine(OpBuilder &builder, Location loc, Value a, Value b,
                     bool adds) {
  if (!a)
    return b;
  RankedTensorType left = getStaticType(a), right = getStaticType(b);
  SmallVector<int64_t> shape;
  for (auto [x, y] : llvm::zip_equal(left.getShape(), right.getShape()))
    shape.push_back(std::max(x, y));
  RankedTensorType type = left.clone(shape);
  if (!adds)
    return onnx::AndOp::create(builder, loc, type, a, b);
  return onnx::AddOp::create(builder, loc, type, a,
                             castTo(builder, loc, b, left.getElementType()));
}

Value AttentionMask::buildKeep(OpBuilder &builder, Location loc) const {
  Value keep;
  for (const Term &term : terms) {
    Value value = buildValue(builder, loc, term);
    if (term.term.kind == MaskTerm::Kind::Hide)
      value = onnx::NotOp::create(builder, loc, value.getType(), value);
    keep = combine(builder, loc, keep, value, /*adds=*/false);
  }
  return keep;
}

Value AttentionMask::build(OpBuilder &builder, Location loc,
                           Type element) const {
  if (terms.empty())
    return onnx::NoValueOp::create(builder, loc, builder.getNoneType());
  if (llvm::all_of(terms, [](const Term &term) {
        return term.term.kind != MaskTerm::Kind::Additive &&
               term.term.fill == -INFINITY;
      }))
    return buildKeep(builder, loc);
  Value sum;
  for (const Term &term : terms)
    sum = combine(builder, loc, sum, buildAdditive(builder, loc, term, element),
                  /*adds=*/true);
  return sum;
}
