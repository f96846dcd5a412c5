//===- ElementEmitter.h - Tensor elements as scalar or vector code -*- C++ -*-===//
//
// A group is a small graph of tensor ops around at most one root. A schedule
// builds the loops; wherever it needs elements of a tensor it asks this class,
// which walks back through the group (element-wise ops, slices, pads, views)
// to loads from the kernel's buffers. Prologues and epilogues are thereby
// inlined by index maps, with no tensor in between.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_COMMON_ELEMENTEMITTER_H
#define CODEGEN_COMMON_ELEMENTEMITTER_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"

namespace mlir::burin::codegen {

/// The type that values of a storage type have in kernel code: f16 and bf16
/// compute in f32, everything else as it is.
Type getComputeType(Type elementType);

/// Elements of one vector access as a type; `width` 1 is the scalar itself.
Type getAccessType(Type elementType, int64_t width);

/// Where consecutive elements of a tensor lie in memory, without loading them.
struct ElementLocation {
  Value buffer;   ///< flat global memref
  Value index;    ///< of the first element; defined everywhere, in range where inside
  Value inside;   ///< i1: not padding; null: always
  Value selected; ///< i1: of several locations, this is the one; null: always
};

/// The same as a function of loops, which are the dims of the expressions.
struct AffineLocation {
  struct Range {
    AffineExpr coord;
    int64_t extent;
  };
  Value buffer;
  AffineExpr index;
  SmallVector<Range> inside;   ///< padding unless 0 <= coord < extent for all
  SmallVector<Range> selected; ///< not this one of several locations unless, likewise
};

/// A generic that yields its only input as it is.
bool isCopy(linalg::GenericOp op);

/// True when runs of `width` elements along the last dimension of `tensor`, from
/// multiples of `width` on, are copies of runs in memory (views, slices,
/// permutations, zero padding, concatenation), with no arithmetic in between. With
/// `isGroup` false the result of a computation counts as memory.
bool isCopiedInRuns(Value tensor, int64_t width, bool isGroup = true);

class ElementEmitter {
public:
  explicit ElementEmitter(OpBuilder &builder) : builder(builder) {}

  /// Elements of `tensor` are loaded from `buffer`, a flat global memref.
  void bindBuffer(Value tensor, Value buffer) { buffers[tensor] = buffer; }

  /// From now on the requested elements of `tensor` are `value`, whatever the
  /// coordinates: the schedule has just computed them.
  void bindValue(Value tensor, Value value) { values[tensor] = value; }
  void unbindValue(Value tensor) { values.erase(tensor); }

  /// From now on `width` pairs of `tensor` [..., 2] are the lanes of `value`, first
  /// and second of each in turn, whatever the coordinates.
  void bindPairs(Value tensor, Value value, int64_t width);
  void unbindPairs(Value tensor) { pairs.erase(tensor); }

  /// From now on the elements of `tensor` (fused.row_moments) in the row at coordinate
  /// `row`, this very value, are `values`: the schedule has them at hand.
  void bindMoments(Value tensor, Value row, const std::array<Value, 2> &values);

  /// While set, elements of `pad`'s result are read from its source without
  /// checks: the caller has made sure that they are not padding.
  void assumeInside(tensor::PadOp pad) { insidePads.insert(pad); }
  void forgetInside(tensor::PadOp pad) { insidePads.erase(pad); }

  /// While set, requested elements of `concat`'s result are those of its operand
  /// number `input`: the caller has made sure of it.
  void assumePiece(tensor::ConcatOp concat, unsigned input) { pieces[concat] = input; }
  void forgetPiece(tensor::ConcatOp concat) { pieces.erase(concat); }

  /// Whether the element of `pad`'s result at `coords` comes from its source,
  /// looking only at dimensions that `relevant` accepts. Null: always.
  Value isInside(tensor::PadOp pad, ArrayRef<Value> coords,
                 llvm::function_ref<bool(unsigned)> relevant);

  /// Emits `width` consecutive elements of `tensor` along its last dimension,
  /// the first at `coords` (index values, one per dimension), in the compute
  /// type. With width > 1 the last coordinate must be a multiple of `width`
  /// and `width` must divide the last extent. Fails with a diagnostic on ops
  /// that have no element form.
  FailureOr<Value> emit(Value tensor, ArrayRef<Value> coords, int64_t width);

  /// Stores `value` (compute type, `width` elements) to `buffer` at `coords`
  /// of a row-major tensor of `type`.
  void store(Value value, Value buffer, RankedTensorType type,
             ArrayRef<Value> coords, int64_t width);

  /// Locations of `width` consecutive elements of `tensor`, the first at `coords`:
  /// one, or one per operand of a concatenation. `isCopiedInRuns(tensor, width)` must
  /// hold; fails with a diagnostic where the elements are not neighbours in memory.
  FailureOr<SmallVector<ElementLocation>> locate(Value tensor, ArrayRef<Value> coords,
                                                 int64_t width);

  /// The same for coordinates that are expressions of loops, without code. Null where
  /// something is computed on the way.
  std::optional<SmallVector<AffineLocation>> locateAffine(Value tensor, ArrayRef<AffineExpr> coords);

  /// One step of the reduction `op` at loop coordinates `dims` on the running
  /// value `acc`; with `width` > 1 on so many neighbours (canReduceLanes).
  FailureOr<Value> emitReductionStep(linalg::GenericOp op, ArrayRef<Value> dims, Value acc, int64_t width = 1);

  /// `width` elements of operand number `index` of `op` at loop coordinates `dims`,
  /// consecutive along its own last dimension.
  FailureOr<Value> emitOperandAt(linalg::LinalgOp op, unsigned index, ArrayRef<Value> dims,
                                 int64_t width);

  /// Row-major linear index of `coords`.
  Value linearize(Location loc, ArrayRef<int64_t> shape, ArrayRef<Value> coords);
  /// Coordinates of the row-major `index`.
  SmallVector<Value> delinearize(Location loc, ArrayRef<int64_t> shape, Value index);
  /// Value of `expr` over dimension values `dims`.
  Value applyExpr(Location loc, AffineExpr expr, ArrayRef<Value> dims);

  Value constantIndex(Location loc, int64_t value);

private:
  struct LaneValue; // in ElementEmitter.cpp
  /// What `delinearize` did: lets `linearize` undo it without arithmetic.
  struct Delinearization {
    SmallVector<int64_t> shape;
    SmallVector<Value> coords;
    Value index;
  };

  using Locations = FailureOr<SmallVector<ElementLocation>>;
  std::optional<SmallVector<AffineLocation>> locateAffineConcat(tensor::ConcatOp op, ArrayRef<AffineExpr> coords);
  Locations locatePad(tensor::PadOp op, ArrayRef<Value> coords, int64_t width);
  Locations locateConcat(tensor::ConcatOp op, ArrayRef<Value> coords, int64_t width);
  Locations locateSlice(tensor::ExtractSliceOp op, ArrayRef<Value> coords, int64_t width);
  Locations locateCopy(linalg::GenericOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitGeneric(linalg::GenericOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitOperand(Value tensor, AffineMap map, ArrayRef<Value> dims, int64_t width);
  FailureOr<Value> emitTwoGroups(Value tensor, AffineMap map, ArrayRef<Value> dims, int64_t size, int64_t width);
  FailureOr<Value> emitBody(linalg::GenericOp op, ArrayRef<Value> coords,
                            ArrayRef<Value> inputs, int64_t width);
  /// Re-creates `op` on `operands` with `width` lanes (1: scalar) and half
  /// precision types replaced by f32. Conversions between equal types vanish.
  FailureOr<Value> cloneScalarOp(Operation *op, ValueRange operands, int64_t width);
  FailureOr<Value> emitLanes(Value tensor, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitExtract(tensor::ExtractOp op, ArrayRef<LaneValue> indices, int64_t width,
                               bool &isUniform);
  FailureOr<Value> emitConcat(tensor::ConcatOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitPad(tensor::PadOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitSlice(tensor::ExtractSliceOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitExpand(tensor::ExpandShapeOp op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitCollapse(tensor::CollapseShapeOp op, ArrayRef<Value> coords, int64_t width);
  SmallVector<Value> mapThroughSlice(tensor::ExtractSliceOp op, ArrayRef<Value> coords);
  SmallVector<Value> mapThroughExpand(tensor::ExpandShapeOp op, ArrayRef<Value> coords);
  SmallVector<Value> mapThroughCollapse(tensor::CollapseShapeOp op, ArrayRef<Value> coords);
  FailureOr<Value> emitMoments(Operation *op, ArrayRef<Value> coords, int64_t width);
  FailureOr<Value> emitLoad(Value tensor, Value buffer, ArrayRef<Value> coords, int64_t width);
  const Delinearization *findPrefix(ArrayRef<int64_t> shape, ArrayRef<Value> coords) const;
  Value emitScalarLoad(Location loc, Value buffer, Value index, int64_t width);
  Value splat(Location loc, Value scalar, int64_t width);
  Value fromLanes(Location loc, ArrayRef<Value> lanes);
  Value toVector(Location loc, const LaneValue &value, int64_t width);

  OpBuilder &builder;
  SmallVector<Delinearization> delinearizations;
  DenseMap<Value, Value> buffers;
  DenseMap<Value, Value> values;
  DenseMap<Value, std::array<Value, 2>> pairs; ///< all firsts, all seconds
  struct BoundMoments {
    Value row;
    std::array<Value, 2> values;
  };
  DenseMap<Value, BoundMoments> moments;
  DenseSet<Operation *> insidePads;
  DenseMap<Operation *, unsigned> pieces;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_ELEMENTEMITTER_H
