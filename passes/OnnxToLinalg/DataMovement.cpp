//===- DataMovement.cpp - Reshapes, slices, pads, generators --------------===//
#include "passes/OnnxToLinalg/Patterns.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::to_linalg;

using Results = FailureOr<SmallVector<Value>>;
using P = arith::CmpIPredicate;

//===--- Same elements, another shape
//---------------------------------------===//

/// Reshape, Flatten, Squeeze, Unsqueeze: the result type says it all.
template <typename Op>
static Results lowerReshape(Op op, typename Op::Adaptor adaptor,
                            OpLowering &b) {
  Value input = adaptor.getOperands().front();
  if (getType(input).getNumElements() != b.getResultType().getNumElements())
    return b.fail("changes the number of elements");
  return one(b.reshape(input, b.getResultType().getShape()));
}

static Results lowerTranspose(onnx::TransposeOp op,
                              onnx::TransposeOp::Adaptor adaptor,
                              OpLowering &b) {
  int64_t rank = getType(adaptor.getInput()).getRank();
  SmallVector<int64_t> perm;
  if (op.getPerm()) {
    FailureOr<SmallVector<int64_t>> axes = normalizeAxes(*op.getPerm(), rank);
    if (failed(axes) || static_cast<int64_t>(axes->size()) != rank)
      return b.fail("has a perm that is no permutation");
    perm = *axes;
  } else {
    perm = llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, rank)));
  }
  return one(b.transpose(adaptor.getInput(), perm));
}

static Results lowerDepthToSpace(onnx::DepthToSpaceOp op,
                                 onnx::DepthToSpaceOp::Adaptor adaptor,
                                 OpLowering &b) {
  ArrayRef<int64_t> in = getShape(adaptor.getInput());
  int64_t size = op.getBlocksize();
  if (in.size() != 4 || size <= 0 || in[1] % (size * size) != 0)
    return b.fail(
        "needs [N, C, H, W] with C a multiple of the squared block size");
  int64_t channels = in[1] / (size * size);
  if (op.getMode() != "DCR" && op.getMode() != "CRD")
    return b.fail("has an unknown mode " + op.getMode());
  bool isDcr = op.getMode() == "DCR";
  SmallVector<int64_t> split =
      isDcr ? SmallVector<int64_t>{in[0], size, size, channels, in[2], in[3]}
            : SmallVector<int64_t>{in[0], channels, size, size, in[2], in[3]};
  SmallVector<int64_t> perm = isDcr ? SmallVector<int64_t>{0, 3, 4, 1, 5, 2}
                                    : SmallVector<int64_t>{0, 1, 4, 2, 5, 3};
  Value moved = b.transpose(b.reshape(adaptor.getInput(), split), perm);
  return one(b.reshape(moved, b.getResultType().getShape()));
}

static Results lowerSpaceToDepth(onnx::SpaceToDepthOp op,
                                 onnx::SpaceToDepthOp::Adaptor adaptor,
                                 OpLowering &b) {
  ArrayRef<int64_t> in = getShape(adaptor.getInput());
  int64_t size = op.getBlocksize();
  if (in.size() != 4 || size <= 0 || in[2] % size != 0 || in[3] % size != 0)
    return b.fail(
        "needs [N, C, H, W] with H and W multiples of the block size");
  SmallVector<int64_t> split{in[0], in[1],        in[2] / size,
                             size,  in[3] / size, size};
  Value moved =
      b.transpose(b.reshape(adaptor.getInput(), split), {0, 3, 5, 1, 2, 4});
  return one(b.reshape(moved, b.getResultType().getShape()));
}

//===--- Broadcast
//----------------------------------------------------------===//

/// ONNX broadcasting is two-way: the result type has the broadcast shape.
static Results lowerExpand(onnx::ExpandOp op, onnx::ExpandOp::Adaptor adaptor,
                           OpLowering &b) {
  return one(b.broadcast(adaptor.getInput(), b.getResultType().getShape()));
}

static Results lowerTile(onnx::TileOp op, onnx::TileOp::Adaptor adaptor,
                         OpLowering &b) {
  ArrayRef<int64_t> in = getShape(adaptor.getInput()),
                    out = b.getResultType().getShape();
  SmallVector<int64_t> withUnits, repeated;
  for (auto [from, to] : llvm::zip_equal(in, out)) {
    int64_t repeats = from == 0 ? 1 : to / from;
    if (repeats != 1) {
      withUnits.push_back(1);
      repeated.push_back(repeats);
    }
    withUnits.push_back(from);
    repeated.push_back(from);
  }
  Value tiled = b.broadcast(b.reshape(adaptor.getInput(), withUnits), repeated);
  return one(b.reshape(tiled, out));
}

//===--- Concat, Split, Slice
//-----------------------------------------------===//

static Results lowerConcat(onnx::ConcatOp op, onnx::ConcatOp::Adaptor adaptor,
                           OpLowering &b) {
  RankedTensorType type = b.getResultType();
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), type.getRank());
  if (failed(axis))
    return b.fail("has an axis out of range");
  SmallVector<Value> inputs;
  for (Value input : adaptor.getInputs())
    if (getShape(input)[*axis] != 0)
      inputs.push_back(input);
  if (inputs.empty())
    return one(b.empty(type.getShape(), type.getElementType()));
  if (inputs.size() == 1)
    return one(inputs.front());
  return one(tensor::ConcatOp::create(b.getBuilder(), b.getLoc(), type, *axis,
                                      inputs));
}

static Results lowerSplit(onnx::SplitOp op, onnx::SplitOp::Adaptor adaptor,
                          OpLowering &b) {
  ArrayRef<int64_t> in = getShape(adaptor.getInput());
  FailureOr<int64_t> axis = normalizeAxis(op.getAxis(), in.size());
  if (failed(axis))
    return b.fail("has an axis out of range");
  SmallVector<int64_t> offsets(in.size(), 0), strides(in.size(), 1);
  SmallVector<Value> parts;
  for (unsigned i = 0; i < op->getNumResults(); ++i) {
    ArrayRef<int64_t> shape = b.getResultType(i).getShape();
    if (offsets[*axis] + shape[*axis] > in[*axis])
      return b.fail("has parts that are larger than the input");
    parts.push_back(b.slice(adaptor.getInput(), offsets, shape, strides));
    offsets[*axis] += shape[*axis];
  }
  return parts;
}

namespace {
struct SliceBounds {
  SmallVector<int64_t> offsets, steps;
  bool hasNegativeStep = false;
};
} // namespace

/// First element along an axis, clamped as ONNX says.
static int64_t getSliceStart(int64_t start, int64_t step, int64_t size) {
  if (start < 0)
    start += size;
  return step > 0
             ? std::clamp<int64_t>(start, 0, size)
             : std::clamp<int64_t>(start, 0, std::max<int64_t>(size - 1, 0));
}

static FailureOr<SliceBounds> getSliceBounds(onnx::SliceOp op, OpLowering &b,
                                             ArrayRef<int64_t> shape) {
  int64_t rank = shape.size();
  FailureOr<SmallVector<int64_t>> starts = getIntegers(op.getStarts());
  if (failed(starts))
    return b.fail("needs literal starts");
  SmallVector<int64_t> axes =
      llvm::to_vector(llvm::seq<int64_t>(0, starts->size()));
  if (!onnx::isAbsent(op.getAxes())) {
    FailureOr<SmallVector<int64_t>> given = getIntegers(op.getAxes());
    if (failed(given))
      return b.fail("needs literal axes");
    axes = *given;
  }
  FailureOr<SmallVector<int64_t>> normalized = normalizeAxes(axes, rank);
  if (failed(normalized) || normalized->size() != starts->size())
    return b.fail("has axes that do not fit its starts or its input");
  SmallVector<int64_t> steps(starts->size(), 1);
  if (!onnx::isAbsent(op.getSteps())) {
    FailureOr<SmallVector<int64_t>> given = getIntegers(op.getSteps());
    if (failed(given) || given->size() != starts->size())
      return b.fail("needs literal steps, one per axis");
    steps = *given;
  }
  SliceBounds bounds{SmallVector<int64_t>(rank, 0),
                     SmallVector<int64_t>(rank, 1)};
  for (auto [axis, start, step] :
       llvm::zip_equal(*normalized, *starts, steps)) {
    if (step == 0)
      return b.fail("has a step of zero");
    bounds.offsets[axis] = getSliceStart(start, step, shape[axis]);
    bounds.steps[axis] = step;
    bounds.hasNegativeStep |= step < 0;
  }
  return bounds;
}

static Results lowerSlice(onnx::SliceOp op, onnx::SliceOp::Adaptor adaptor,
                          OpLowering &b) {
  RankedTensorType type = b.getResultType();
  ArrayRef<int64_t> in = getShape(adaptor.getData());
  FailureOr<SliceBounds> bounds = getSliceBounds(op, b, in);
  if (failed(bounds))
    return failure();
  if (type.getNumElements() == 0)
    return one(b.empty(type.getShape(), type.getElementType()));
  SmallVector<AffineExpr> exprs;
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    int64_t step = bounds->steps[dim], offset = bounds->offsets[dim], last;
    // A step may be as large as INT64_MAX when one element is taken.
    if (type.getDimSize(dim) == 1)
      bounds->steps[dim] = step = step > 0 ? 1 : -1;
    if (llvm::MulOverflow(type.getDimSize(dim) - 1, step, last) ||
        last + offset < 0 || last + offset >= in[dim])
      return b.fail("reads outside its input");
    exprs.push_back(b.getBuilder().getAffineDimExpr(dim) * step + offset);
  }
  if (!bounds->hasNegativeStep)
    return one(b.slice(adaptor.getData(), bounds->offsets, type.getShape(),
                       bounds->steps));
  AffineMap map = AffineMap::get(type.getRank(), 0, exprs, b.getContext());
  return one(
      b.parallel({adaptor.getData()}, {map}, type,
                 [](BodyBuilder &, ValueRange args) { return args[0]; }));
}

//===--- Pad
//----------------------------------------------------------------===//

namespace {
struct PadAmounts {
  SmallVector<int64_t> low, high;
};
} // namespace

static FailureOr<PadAmounts> getPadAmounts(onnx::PadOp op, OpLowering &b,
                                           int64_t rank) {
  FailureOr<SmallVector<int64_t>> pads = getIntegers(op.getPads());
  if (failed(pads))
    return b.fail("needs literal pads");
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  if (!onnx::isAbsent(op.getAxes())) {
    FailureOr<SmallVector<int64_t>> given = getIntegers(op.getAxes());
    if (failed(given))
      return b.fail("needs literal axes");
    axes = *given;
  }
  FailureOr<SmallVector<int64_t>> normalized = normalizeAxes(axes, rank);
  if (failed(normalized) || pads->size() != 2 * normalized->size())
    return b.fail("has pads that do not fit its axes");
  PadAmounts amounts{SmallVector<int64_t>(rank, 0),
                     SmallVector<int64_t>(rank, 0)};
  for (auto [i, axis] : llvm::enumerate(*normalized)) {
    amounts.low[axis] = (*pads)[i];
    amounts.high[axis] = (*pads)[i + normalized->size()];
  }
  return amounts;
}

/// Negative pads cut the input first.
static Value cropByNegativePads(OpLowering &b, Value value,
                                PadAmounts &amounts) {
  SmallVector<int64_t> offsets, sizes;
  for (auto [size, low, high] :
       llvm::zip_equal(getShape(value), amounts.low, amounts.high)) {
    offsets.push_back(std::max<int64_t>(-low, 0));
    sizes.push_back(size - offsets.back() - std::max<int64_t>(-high, 0));
    low = std::max<int64_t>(low, 0);
    high = std::max<int64_t>(high, 0);
  }
  if (ArrayRef<int64_t>(sizes) == getShape(value))
    return value;
  return b.slice(value, offsets, sizes, SmallVector<int64_t>(sizes.size(), 1));
}

static Results padConstant(onnx::PadOp op, onnx::PadOp::Adaptor adaptor,
                           OpLowering &b, PadAmounts &amounts) {
  Value input = cropByNegativePads(b, adaptor.getData(), amounts);
  if (onnx::isAbsent(op.getConstantValue()))
    return one(b.pad(input, amounts.low, amounts.high));
  DenseElementsAttr literal = getLiteral(op.getConstantValue());
  if (!literal)
    return b.fail("needs a literal constant_value");
  if (literal.getNumElements() == 0)
    return one(b.pad(input, amounts.low, amounts.high));
  if (literal.getNumElements() != 1)
    return b.fail("needs a scalar constant_value");
  Type type = b.getResultType().getElementType();
  if (literal.getElementType() != type)
    literal = literal.bitcast(type);
  Value fill = arith::ConstantOp::create(
      b.getBuilder(), b.getLoc(),
      cast<TypedAttr>(literal.getSplatValue<Attribute>()));
  return one(b.pad(input, amounts.low, amounts.high, fill));
}

/// The input position that output position `i` shows.
static int64_t getPadSource(int64_t i, int64_t size, StringRef mode) {
  if (mode == "edge")
    return std::clamp<int64_t>(i, 0, size - 1);
  if (mode == "wrap")
    return (i % size + size) % size;
  if (size == 1)
    return 0;
  int64_t period = 2 * (size - 1);
  i = (i % period + period) % period;
  return i < size ? i : period - i;
}

/// reflect, edge and wrap read through one table of positions per padded axis.
static Results padByTables(onnx::PadOp op, Value input, OpLowering &b,
                           const PadAmounts &amounts) {
  RankedTensorType type = b.getResultType();
  SmallVector<Value> tables;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> tableOfDim(type.getRank(), -1);
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    if (amounts.low[dim] == 0 && amounts.high[dim] == 0)
      continue;
    if (getShape(input)[dim] == 0)
      return b.fail("pads an empty dimension with mode " + op.getMode());
    SmallVector<int32_t> table;
    for (int64_t i = 0; i < type.getDimSize(dim); ++i)
      table.push_back(getPadSource(i - amounts.low[dim], getShape(input)[dim],
                                   op.getMode()));
    tableOfDim[dim] = tables.size();
    tables.push_back(b.i32Table(table));
    maps.push_back(b.getProjection(type.getRank(), {dim}));
  }
  return one(
      b.parallel(tables, maps, type, [&](BodyBuilder &body, ValueRange args) {
        SmallVector<Value> indices;
        for (auto [dim, table] : llvm::enumerate(tableOfDim))
          indices.push_back(table < 0
                                ? body.position(dim)
                                : Value(arith::IndexCastOp::create(
                                      body, body.getIndexType(), args[table])));
        return body.extract(input, indices);
      }));
}

static Results lowerPad(onnx::PadOp op, onnx::PadOp::Adaptor adaptor,
                        OpLowering &b) {
  FailureOr<PadAmounts> amounts =
      getPadAmounts(op, b, getType(adaptor.getData()).getRank());
  if (failed(amounts))
    return failure();
  auto result = b.getResultType().getShape();
  for (auto [dim, size] : llvm::enumerate(getShape(adaptor.getData())))
    if (size + amounts->low[dim] + amounts->high[dim] != result[dim])
      return b.fail("has pads that do not give its result shape");
  if (op.getMode() == "constant")
    return padConstant(op, adaptor, b, *amounts);
  if (op.getMode() == "reflect" || op.getMode() == "edge" ||
      op.getMode() == "wrap") {
    Value cropped = cropByNegativePads(b, adaptor.getData(), *amounts);
    if (llvm::all_of(llvm::concat<int64_t>(amounts->low, amounts->high),
                     [](int64_t n) { return n == 0; }))
      return one(cropped);
    return padByTables(op, cropped, b, *amounts);
  }
  return b.fail("has an unknown mode " + op.getMode());
}

//===--- Generators
//---------------------------------------------------------===//

static Results lowerShape(onnx::ShapeOp op, onnx::ShapeOp::Adaptor adaptor,
                          OpLowering &b) {
  ArrayRef<int64_t> shape = getShape(adaptor.getData());
  int64_t rank = shape.size();
  auto clampAxis = [&](int64_t axis) {
    return std::clamp<int64_t>(axis < 0 ? axis + rank : axis, 0, rank);
  };
  int64_t start = clampAxis(op.getStart()),
          end = clampAxis(op.getEnd().value_or(rank));
  ArrayRef<int64_t> part =
      shape.slice(start, std::max<int64_t>(end - start, 0));
  if (b.getResultType() !=
      RankedTensorType::get({static_cast<int64_t>(part.size())},
                            b.getBuilder().getI64Type()))
    return b.fail("does not have the result type of a shape");
  return one(b.constant(DenseElementsAttr::get(b.getResultType(), part)));
}

static Results lowerSize(onnx::SizeOp op, onnx::SizeOp::Adaptor adaptor,
                         OpLowering &b) {
  return one(b.constant(DenseElementsAttr::get(
      b.getResultType(), b.getBuilder().getI64IntegerAttr(
                             getType(adaptor.getInput()).getNumElements()))));
}

static Results lowerConstantOfShape(onnx::ConstantOfShapeOp op,
                                    onnx::ConstantOfShapeOp::Adaptor,
                                    OpLowering &b) {
  RankedTensorType type = b.getResultType();
  if (!op.getValue())
    return one(b.splat(type.getShape(), type.getElementType(), 0));
  auto value = dyn_cast<DenseElementsAttr>(*op.getValue());
  if (!value || value.getNumElements() != 1)
    return b.fail("needs a value of one element");
  if (value.getElementType() != type.getElementType())
    value = value.bitcast(type.getElementType());
  return one(b.constant(
      DenseElementsAttr::get(type, value.getSplatValue<Attribute>())));
}

/// start + i * delta, computed for integers in their type and for floats in
/// f32.
static Results lowerRange(onnx::RangeOp op, onnx::RangeOp::Adaptor adaptor,
                          OpLowering &b) {
  SmallVector<Value> inputs;
  for (Value input : {adaptor.getStart(), adaptor.getDelta()}) {
    if (getType(input).getNumElements() != 1)
      return b.fail("needs scalar bounds");
    inputs.push_back(b.reshape(input, {}));
  }
  return one(b.elementwise(
      inputs, b.getResultType(), [](BodyBuilder &body, ValueRange args) {
        Type type = args[0].getType();
        Type integer = isa<FloatType>(type) ? body.getI32Type() : type;
        Value i = arith::IndexCastOp::create(body, integer, body.position(0));
        return body.add(args[0],
                        body.mul(body.cast(i, false, type, false), args[1]));
      }));
}

/// row + k compared with column, both taken from the last two dimensions.
static Value compareDiagonal(BodyBuilder &b, int64_t rank, int64_t k,
                             P predicate) {
  Value diagonal = b.add(b.position(rank - 2), b.index(k));
  return b.compare(predicate, b.position(rank - 1), diagonal);
}

static Results lowerEyeLike(onnx::EyeLikeOp op, onnx::EyeLikeOp::Adaptor,
                            OpLowering &b) {
  RankedTensorType type = b.getResultType();
  if (type.getRank() != 2)
    return b.fail("needs a matrix");
  return one(b.parallel({}, {}, type, [&](BodyBuilder &body, ValueRange) {
    Type element = type.getElementType();
    return body.select(compareDiagonal(body, 2, op.getK(), P::eq),
                       body.constant(element, 1), body.constant(element, 0));
  }));
}

static Results lowerTrilu(onnx::TriluOp op, onnx::TriluOp::Adaptor adaptor,
                          OpLowering &b) {
  RankedTensorType type = b.getResultType();
  int64_t k = 0, rank = type.getRank();
  if (!onnx::isAbsent(op.getK())) {
    FailureOr<SmallVector<int64_t>> literal = getIntegers(op.getK());
    if (failed(literal) || literal->size() != 1)
      return b.fail("needs a literal k");
    k = literal->front();
  }
  if (rank < 2)
    return b.fail("needs at least two dimensions");
  P predicate = op.getUpper() ? P::sge : P::sle;
  return one(b.parallel({adaptor.getInput()}, {b.getIdentity(rank)}, type,
                        [&](BodyBuilder &body, ValueRange args) {
                          return body.select(
                              compareDiagonal(body, rank, k, predicate),
                              args[0], body.constant(type.getElementType(), 0));
                        }));
}

void mlir::burin::to_linalg::populateDataMovementPatterns(PatternCollector &p) {
  p.add<onnx::ReshapeOp>(lowerReshape<onnx::ReshapeOp>);
  p.add<onnx::FlattenOp>(lowerReshape<onnx::FlattenOp>);
  p.add<onnx::SqueezeOp>(lowerReshape<onnx::SqueezeOp>);
  p.add<onnx::UnsqueezeOp>(lowerReshape<onnx::UnsqueezeOp>);
  p.add<onnx::TransposeOp>(lowerTranspose);
  p.add<onnx::DepthToSpaceOp>(lowerDepthToSpace);
  p.add<onnx::SpaceToDepthOp>(lowerSpaceToDepth);
  p.add<onnx::ExpandOp>(lowerExpand);
  p.add<onnx::TileOp>(lowerTile);
  p.add<onnx::ConcatOp>(lowerConcat);
  p.add<onnx::SplitOp>(lowerSplit);
  p.add<onnx::SliceOp>(lowerSlice);
  p.add<onnx::PadOp>(lowerPad);
  p.add<onnx::ShapeOp>(lowerShape);
  p.add<onnx::SizeOp>(lowerSize);
  p.add<onnx::ConstantOfShapeOp>(lowerConstantOfShape);
  p.add<onnx::RangeOp>(lowerRange);
  p.add<onnx::EyeLikeOp>(lowerEyeLike);
  p.add<onnx::TriluOp>(lowerTrilu);
}
