//===- MatrixAddresses.cpp - What of an address changes along k -----------===//
//
// An implicit GEMM reads, for a row of its tile and a step along k, one run of a
// tensor. The place of a run is nearly always a sum: what the row has (its pixel),
// which is computed once, and what the step has (the tap of the window and the
// channel), which all work items share. Whether a tap of a row is padding is a bit of
// a mask, computed once. The sum is found on affine expressions. A pixel of an upsampled
// image is no sum of row and tap; it is computed when the tap changes. Steps that
// straddle taps compute everything anew.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/MatrixTileBuilder.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/AffineExprVisitor.h"

using namespace mlir;
using namespace mlir::burin::codegen;

/// Bits that a mask of taps has.
constexpr int64_t kMostTaps = 32;

/// rest + ofTap + the sum of coefficients times the coordinates along k.
struct MatrixTileBuilder::Sum {
  AffineExpr rest;  ///< without k
  AffineExpr ofTap; ///< with k, but the last loop of it; null: nothing
  SmallVector<int64_t> steps;
};

static void appendTerms(AffineExpr expr, SmallVectorImpl<AffineExpr> &terms) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary || binary.getKind() != AffineExprKind::Add) {
    terms.push_back(expr);
    return;
  }
  appendTerms(binary.getLHS(), terms);
  appendTerms(binary.getRHS(), terms);
}

static SmallVector<AffineExpr> getTerms(AffineExpr expr) {
  SmallVector<AffineExpr> terms;
  appendTerms(expr, terms);
  return terms;
}

/// Dimension and coefficient of `term`; null: it is something else.
static std::optional<std::pair<unsigned, int64_t>> matchLinear(AffineExpr term) {
  int64_t factor = 1;
  if (auto product = dyn_cast<AffineBinaryOpExpr>(term); product && product.getKind() == AffineExprKind::Mul)
    if (auto constant = dyn_cast<AffineConstantExpr>(product.getRHS())) {
      factor = constant.getValue();
      term = product.getLHS();
    }
  auto dim = dyn_cast<AffineDimExpr>(term);
  return dim ? std::optional(std::pair(dim.getPosition(), factor)) : std::nullopt;
}

static bool dependsOn(AffineExpr expr, ArrayRef<unsigned> dims) {
  return llvm::any_of(dims, [&](unsigned dim) { return expr.isFunctionOfDim(dim); });
}

/// Whether `factors` are those of the row-major index of `shape` times the last.
static bool isRowMajor(ArrayRef<int64_t> factors, ArrayRef<int64_t> shape) {
  int64_t expected = factors.back();
  for (auto [factor, extent] : llvm::reverse(llvm::zip_equal(factors, shape))) {
    if (extent != 1 && factor != expected)
      return false;
    expected *= extent;
  }
  return true;
}

int64_t MatrixTileBuilder::countTaps() const { return k / dims.ranges[dims.k.back()]; }

std::optional<MatrixTileBuilder::Sum> MatrixTileBuilder::takeApart(AffineExpr expr) {
  Sum sum{getAffineConstantExpr(0, expr.getContext()), {}, SmallVector<int64_t>(dims.k.size(), 0)};
  for (AffineExpr term : getTerms(simplifyAffineExpr(expr, dims.ranges.size(), 0))) {
    if (!dependsOn(term, dims.k)) {
      sum.rest = sum.rest + term;
      continue;
    }
    if (auto linear = matchLinear(term))
      sum.steps[llvm::find(dims.k, linear->first) - dims.k.begin()] += linear->second;
    else if (term.isFunctionOfDim(dims.k.back()))
      return std::nullopt;
    else
      sum.ofTap = sum.ofTap ? sum.ofTap + term : term;
  }
  return sum;
}

/// Least and greatest value of `row`, where each of its terms is linear.
std::optional<std::pair<int64_t, int64_t>> MatrixTileBuilder::getBounds(AffineExpr row) {
  int64_t least = 0, greatest = 0;
  for (AffineExpr term : getTerms(row)) {
    if (auto constant = dyn_cast<AffineConstantExpr>(term)) {
      least += constant.getValue();
      greatest += constant.getValue();
      continue;
    }
    auto linear = matchLinear(term);
    if (!linear)
      return std::nullopt;
    int64_t most = linear->second * (dims.ranges[linear->first] - 1);
    (most < 0 ? least : greatest) += most;
  }
  return std::pair(least, greatest);
}

/// What `row` grows by from a row of the tile to the next, where that is always the same.
std::optional<int64_t> MatrixTileBuilder::getRowStride(const Copies &copies, AffineExpr row) {
  SmallVector<int64_t> factors(copies.fixedDims.size(), 0);
  for (AffineExpr term : getTerms(row)) {
    if (!dependsOn(term, copies.fixedDims))
      continue;
    auto linear = matchLinear(term);
    if (!linear)
      return std::nullopt;
    factors[llvm::find(copies.fixedDims, linear->first) - copies.fixedDims.begin()] += linear->second;
  }
  // The last loop may have one iteration and no factor.
  SmallVector<int64_t> shape = extents(copies.fixedDims);
  while (shape.size() > 1 && shape.back() == 1) {
    shape.pop_back();
    factors.pop_back();
  }
  return isRowMajor(factors, shape) ? std::optional(factors.back()) : std::nullopt;
}

SmallVector<Value> MatrixTileBuilder::getCoords(const Copies &copies, unsigned i) {
  SmallVector<Value> coords(current);
  for (auto [dim, coord] : llvm::zip_equal(copies.fixedDims, copies.fixed[i]))
    coords[dim] = coord;
  return coords;
}

Value MatrixTileBuilder::evaluateRow(const Copies &copies, unsigned i, AffineExpr row) {
  return context.emitter.applyExpr(loc, row, getCoords(copies, i));
}

/// The constant term of `expr`, which is taken off.
static int64_t takeConstant(AffineExpr &expr) {
  int64_t constant = 0;
  AffineExpr rest = getAffineConstantExpr(0, expr.getContext());
  for (AffineExpr term : getTerms(expr)) {
    if (auto value = dyn_cast<AffineConstantExpr>(term))
      constant += value.getValue();
    else
      rest = rest + term;
  }
  expr = rest;
  return constant;
}

bool MatrixTileBuilder::splitIndex(const Copies &copies, AffineExpr index, Addresses &addresses) {
  std::optional<Sum> sum = takeApart(index);
  if (!sum)
    return false;
  addresses.steps = sum->steps;
  needsCoords |= !isRowMajor(sum->steps, extents(dims.k));
  int64_t last = sum->steps.back(), constant = takeConstant(sum->rest);
  Value lane = context.mul(copies.depth.front(), last);
  std::optional<int64_t> stride;
  if (!sum->ofTap)
    stride = getRowStride(copies, sum->rest);
  AffineExpr common = getAffineConstantExpr(0, index.getContext());
  for (AffineExpr term : getTerms(sum->rest))
    if (!dependsOn(term, copies.fixedDims))
      common = common + term;
  for (auto [i, row] : llvm::enumerate(addresses.rows)) {
    auto number = static_cast<int64_t>(i);
    row.offset = constant;
    if (sum->ofTap) {
      row.ofTap = tapBases.size();
      tapBases.push_back({getCoords(copies, i), sum->ofTap + sum->rest, lane});
      needsCoords = true;
    } else if (stride) {
      row.base = add(add(context.mul(copies.place, *stride), evaluateRow(copies, i, common)), lane);
    } else {
      row.base = add(evaluateRow(copies, i, sum->rest), lane);
    }
    if (!copies.alongK)
      row.offset += number * copies.rowsAtOnce * last;
    else if (stride)
      row.offset += number * copies.rowsAtOnce * *stride;
  }
  return true;
}

/// Whether `least` <= value < `end`; null: the bounds of the value say so.
Value MatrixTileBuilder::isBetween(Value value, std::optional<std::pair<int64_t, int64_t>> bounds, int64_t least,
                                   int64_t end) {
  Value ok;
  if (!bounds || bounds->first < least)
    ok = b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::sge, value, context.index(least));
  if (!bounds || bounds->second >= end)
    ok = both(ok, b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, value, context.index(end)));
  return ok;
}

bool MatrixTileBuilder::splitInside(const Copies &copies, const AffineLocation::Range &range, Addresses &addresses) {
  std::optional<Sum> sum = takeApart(range.coord);
  if (!sum || sum->ofTap || sum->steps.back() != 0 || countTaps() > kMostTaps)
    return false;
  // How far each tap moves the row, and which taps move it so far.
  llvm::MapVector<int64_t, int64_t> tapsOfShift;
  SmallVector<int64_t> shape = extents(dims.k);
  int64_t constant = takeConstant(sum->rest);
  for (int64_t tap = 0; tap < countTaps(); ++tap) {
    int64_t shift = constant, rest = tap;
    for (auto d = static_cast<int64_t>(shape.size()) - 2; d >= 0; rest /= shape[d--])
      shift += rest % shape[d] * sum->steps[d];
    tapsOfShift[shift] |= int64_t(1) << tap;
  }
  std::optional<std::pair<int64_t, int64_t>> bounds = getBounds(sum->rest);
  bool dependsOnTap = tapsOfShift.size() > 1;
  for (auto [i, row] : llvm::enumerate(addresses.rows)) {
    Value place = evaluateRow(copies, i, sum->rest), taps = context.index(0);
    for (auto [shift, bits] : tapsOfShift) {
      Value ok = isBetween(place, bounds, -shift, range.extent - shift), mask = context.index(static_cast<int32_t>(bits));
      if (!dependsOnTap)
        row.inside = both(row.inside, ok);
      else
        taps = b.createOrFold<arith::OrIOp>(
            loc, taps, ok ? b.createOrFold<arith::SelectOp>(loc, ok, mask, context.index(0)) : mask);
    }
    if (dependsOnTap)
      row.taps = row.taps ? b.createOrFold<arith::AndIOp>(loc, row.taps, taps) : taps;
  }
  needsTaps |= dependsOnTap;
  needsCoords |= dependsOnTap;
  return true;
}

/// A step must lie in one operand of the concatenation as a whole.
bool MatrixTileBuilder::splitSelected(const AffineLocation::Range &range, Addresses &addresses) {
  std::optional<Sum> sum = takeApart(range.coord);
  if (!sum || sum->ofTap || sum->steps.back() != 1 || range.extent % depth != 0 || dependsOn(sum->rest, dims.m) ||
      dependsOn(sum->rest, dims.n))
    return false;
  for (AffineExpr term : getTerms(sum->rest)) {
    auto constant = dyn_cast<AffineConstantExpr>(term);
    auto linear = matchLinear(term);
    if ((!constant && !linear) || (constant ? constant.getValue() : linear->second) % depth != 0)
      return false;
  }
  for (int64_t factor : ArrayRef(sum->steps).drop_back())
    if (factor % depth != 0)
      return false;
  needsCoords |= !isRowMajor(sum->steps, extents(dims.k));
  Value base = context.emitter.applyExpr(loc, sum->rest, current);
  addresses.selected.push_back({sum->steps, base, range.extent});
  return true;
}

std::optional<MatrixTileBuilder::Addresses> MatrixTileBuilder::split(const Copies &copies, const AffineLocation &location) {
  Addresses addresses;
  addresses.buffer = location.buffer;
  for (Value inside : copies.inside)
    addresses.rows.push_back({nullptr, 0, nullptr, inside, std::nullopt});
  auto isSplit = [&](const AffineLocation::Range &range) { return splitInside(copies, range, addresses); };
  auto isUniform = [&](const AffineLocation::Range &range) { return splitSelected(range, addresses); };
  if (!splitIndex(copies, location.index, addresses) || !llvm::all_of(location.inside, isSplit) ||
      !llvm::all_of(location.selected, isUniform))
    return std::nullopt;
  // One test in the loop, not two.
  for (Addresses::Row &row : addresses.rows)
    if (row.taps && row.inside)
      row.taps = b.createOrFold<arith::SelectOp>(loc, std::exchange(row.inside, Value()), row.taps, context.index(0));
  return addresses;
}

void MatrixTileBuilder::split(Copies &copies) {
  if (dims.ranges[dims.k.back()] % depth != 0)
    return;
  OpOperand &operand = op->getOpOperand(copies.operand);
  auto locations = context.emitter.locateAffine(operand.get(), op.getMatchingIndexingMap(&operand).getResults());
  if (!locations)
    return;
  SmallVector<Addresses> all;
  size_t numBases = tapBases.size();
  for (const AffineLocation &location : *locations) {
    std::optional<Addresses> addresses = split(copies, location);
    if (!addresses)
      return tapBases.truncate(numBases);
    all.push_back(*addresses);
  }
  copies.addresses = all;
}

//===--- In every step ------------------------------------------------------===//

Value MatrixTileBuilder::sumSteps(ArrayRef<int64_t> steps, const Step &step) {
  if (isRowMajor(steps, extents(dims.k)))
    return context.mul(step.number, steps.back() * depth);
  Value sum = context.index(0);
  for (auto [factor, coord] : llvm::zip_equal(steps, step.coords))
    if (factor)
      sum = add(context.mul(coord, factor), sum);
  return sum;
}

Value MatrixTileBuilder::isSelected(const Addresses &addresses, const Step &step) {
  Value selected;
  for (const Addresses::Selection &selection : addresses.selected) {
    Value coord = add(sumSteps(selection.steps, step), selection.base);
    // One unsigned comparison also excludes what lies before.
    selected = both(selected, b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, coord,
                                                            context.index(selection.extent)));
  }
  return selected;
}

ElementLocation MatrixTileBuilder::locate(const Addresses &addresses, unsigned i, const Step &step) {
  const Addresses::Row &row = addresses.rows[i];
  Value inside = row.inside;
  if (row.taps)
    inside = b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::ne,
                                           b.createOrFold<arith::AndIOp>(loc, row.taps, step.tap), context.index(0));
  // What all work items share, what this one has, what tells its copies apart.
  Value base = row.ofTap ? step.bases[*row.ofTap] : row.base;
  Value index = add(add(sumSteps(addresses.steps, step), base), row.offset);
  return {addresses.buffer, index, inside, nullptr};
}

SmallVector<Value> MatrixTileBuilder::evaluateBases(ArrayRef<Value> kCoords) {
  SmallVector<Value> bases;
  for (const TapBase &base : tapBases) {
    SmallVector<Value> coords(base.coords);
    for (auto [dim, coord] : llvm::zip_equal(dims.k, kCoords))
      coords[dim] = coord;
    bases.push_back(add(context.emitter.applyExpr(loc, base.index, coords), base.lane));
  }
  return bases;
}

MatrixTileBuilder::Step MatrixTileBuilder::stepAt(Value number) {
  Step step{number, {}, nullptr, {}};
  if (needsCoords)
    step.coords = context.emitter.delinearize(loc, extents(dims.k), context.mul(number, depth));
  if (needsTaps)
    step.tap = b.createOrFold<arith::ShLIOp>(loc, context.index(1), div(number, dims.ranges[dims.k.back()] / depth));
  step.bases = evaluateBases(step.coords);
  return step;
}

/// Whether coordinate `d` along k has more than one value at the beginning of a step.
bool MatrixTileBuilder::isCounted(unsigned d) const {
  return dims.ranges[dims.k[d]] != (d + 1 == dims.k.size() ? depth : 1);
}

/// The coordinates count like the digits of a number.
MatrixTileBuilder::Step MatrixTileBuilder::advance(const Step &step) {
  Step next{add(step.number, 1), step.coords, step.tap, step.bases};
  Value carry, isNewTap; // null: always
  for (auto d = static_cast<int64_t>(step.coords.size()) - 1; d >= 0; --d) {
    if (!isCounted(d))
      continue;
    bool isLast = d + 1 == static_cast<int64_t>(step.coords.size());
    Value sum = add(step.coords[d], isLast ? depth : 1);
    if (carry)
      sum = b.createOrFold<arith::SelectOp>(loc, carry, sum, step.coords[d]);
    carry = b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, sum, context.index(dims.ranges[dims.k[d]]));
    next.coords[d] = b.createOrFold<arith::SelectOp>(loc, carry, context.index(0), sum);
    if (isLast)
      isNewTap = carry;
  }
  if (step.tap) {
    Value shifted = add(step.tap, step.tap);
    next.tap = isNewTap ? b.createOrFold<arith::SelectOp>(loc, isNewTap, shifted, step.tap) : shifted;
  }
  if (tapBases.empty())
    return next;
  if (!isNewTap) {
    next.bases = evaluateBases(next.coords);
    return next;
  }
  SmallVector<Type> types(step.bases.size(), b.getIndexType());
  auto branch = scf::IfOp::create(b, loc, types, isNewTap, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(b, loc, evaluateBases(next.coords));
  b.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(b, loc, step.bases);
  next.bases.assign(branch.result_begin(), branch.result_end());
  return next;
}

SmallVector<Value> MatrixTileBuilder::getCarried(const Step &step) {
  SmallVector<Value> carried(step.bases);
  for (auto [d, coord] : llvm::enumerate(step.coords))
    if (isCounted(d))
      carried.push_back(coord);
  if (step.tap)
    carried.push_back(step.tap);
  return carried;
}

MatrixTileBuilder::Step MatrixTileBuilder::resume(Value number, const Step &like, ValueRange carried) {
  Step step{number, like.coords, like.tap, like.bases};
  auto take = [&](Value &value) {
    value = carried.front();
    carried = carried.drop_front();
  };
  for (Value &base : step.bases)
    take(base);
  for (auto [d, coord] : llvm::enumerate(step.coords))
    if (isCounted(d))
      take(coord);
  if (step.tap)
    take(step.tap);
  return step;
}
