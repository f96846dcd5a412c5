//===- CooperativeFlashBuilder.h - Parts of a schedule ---------*- C++ -*-===//
//
// What builds the cooperative-flash-attention schedule: its copies are in
// CooperativeFlashCopies.cpp, the rest is in CooperativeFlashAttention.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_COOPERATIVEFLASHBUILDER_H
#define CODEGEN_SCHEDULE_COOPERATIVEFLASHBUILDER_H

#include "codegen/Schedule/CooperativeUnits.h"
#include "codegen/Schedule/FlashAttention.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::burin::codegen {

constexpr float kLog2E = 1.44269504f;
constexpr int64_t kFloatUnits = kFragmentEdge / kUnitWords; ///< a row of a fragment of f32

class CooperativeFlashBuilder : FlashBuilder {
public:
  explicit CooperativeFlashBuilder(ScheduleContext &context)
      : FlashBuilder(context), layout(shape, context.config), items(context.getWorkgroupItems()),
        lanes(items / layout.subgroups), rowTiles(layout.rows / kFragmentEdge),
        keyTiles(layout.keys / kFragmentEdge), coversKeys(shape.keys % layout.keys == 0),
        isOneBlock(shape.keys <= layout.keys) {
    // A mask is added to scaled scores.
    exponentScale = layout.isMasked ? 1 : op.getScale().convertToFloat() * kLog2E;
  }
  FailureOr<Grid> build();

private:
  /// A unit of a block of keys or values that this work item copies.
  struct Copy {
    Value row, element, target; ///< key of the block, first element, unit of the stage
  };
  /// What the loop over keys carries.
  struct State {
    Values result;     ///< rowTiles x valueTiles fragments
    Values references; ///< of each row tile, negative, in powers of two
    Values stage;      ///< where this block is, if there are two

    Values flatten() const;
    static State unflatten(ArrayRef<Value> values, const State &like);
  };

  void place();
  SmallVector<Copy> placeCopies(int64_t size, int64_t rowUnits, int64_t start, Value firstElement);
  void fillRows(Value unit, int64_t count, int64_t rowUnits, int64_t start);
  void fillConstants();
  /// What this work item copies of a block, keys first.
  using Units = SmallVector<LoadedUnit>;
  LogicalResult loadOperand(ArrayRef<Copy> copies, Value operand, Value firstKey, bool isZeroPastEnd, Units &units);
  FailureOr<Units> loadBlock(Value firstKey);
  void storeBlock(ArrayRef<LoadedUnit> units, Value stage, Value firstKey);
  LogicalResult storeQueries(int64_t firstTile, int64_t tiles);
  LogicalResult loadQueries();
  Values multiplyKeys(Value stage);
  Value toPowers(Value mask);
  LogicalResult addMask(Values &scores, Value firstKey);
  Value largest(ArrayRef<Value> values);
  Value exceedsSlack(ArrayRef<Value> highest, ArrayRef<Value> references);
  void reduceRows();
  void raiseReferences(ArrayRef<Value> highest, State &state);
  void updateReferences(ArrayRef<Value> scores, State &state);
  void storeWeights(ArrayRef<Value> scores, const State &state);
  void weighValues(Value stage, State &state);
  LogicalResult multiplyBlock(Value stage, Value firstKey, State &state);
  State startLoop(ArrayRef<LoadedUnit> units);
  LogicalResult buildBlock(Value firstKey, State &state);
  FailureOr<State> buildMainLoop(ArrayRef<LoadedUnit> units);
  void divideBySums(State &state, Value place);
  LogicalResult storePiece(int64_t firstTile, int64_t tiles, Value place, int64_t rowUnits);
  LogicalResult finish(State &state);

  void barrier() { gpu::BarrierOp::create(b, loc); }
  void wait() { subgroupBarrier(context); }
  Value loadWords(Value at) { return memref::LoadOp::create(b, loc, memory, at); }
  void storeWords(Value words, Value at) { memref::StoreOp::create(b, loc, words, memory, at); }
  Value toFloats(Value words) {
    return vector::BitCastOp::create(b, loc, VectorType::get({kUnitWords}, b.getF32Type()), words);
  }
  Value toWords(Value floats) { return vector::BitCastOp::create(b, loc, getUnitType(b), floats); }
  Value zeroUnit() { return arith::ConstantOp::create(b, loc, b.getZeroAttr(getUnitType(b))); }
  /// A NaN makes its own row NaN, whichever of the two this returns.
  Value larger(Value lhs, Value rhs) {
    return arith::MaxNumFOp::create(b, loc, lhs, rhs, arith::FastMathFlags::nnan);
  }
  Value exp2(Value value) { return math::Exp2Op::create(b, loc, value, arith::FastMathFlags::afn); }
  Value map(ArrayRef<Value> fragments, llvm::function_ref<Value(ArrayRef<Value>)> compute) {
    return mapFragments(context, lanes, fragments, compute);
  }
  Value scaleFragment(Value fragment, Value factor) {
    return gpu::SubgroupMmaElementwiseOp::create(b, loc, fragment.getType(), ValueRange{fragment, factor},
                                                 gpu::MMAElementwiseOp::MULF);
  }
  /// Score minus reference, as a power of two.
  Value exponent(Value score, Value reference) { return fma(score, context.f32(exponentScale), reference); }
  Value less(Value lhs, int64_t rhs) {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lhs, index(rhs));
  }
  Value both(Value lhs, Value rhs) {
    if (!lhs || !rhs)
      return lhs ? lhs : rhs;
    return arith::AndIOp::create(b, loc, lhs, rhs);
  }
  /// Runs `body` for each row that this lane owns.
  LogicalResult forRows(llvm::function_ref<LogicalResult(Value row)> body);
  /// Of this sub-group.
  Value weightAt(int64_t row, int64_t unit) { return add(weights, row * layout.weightRow + unit); }

  CooperativeFlashLayout layout;
  int64_t items, lanes, rowTiles, keyTiles;
  bool coversKeys, isOneBlock;
  float exponentScale;
  Value firstQuery, firstElement; ///< of the work group
  Value thread, subgroup, lane;
  Value memory, weights, firstRow; ///< unit of the sub-group's weights; its first row
  Values queries;                  ///< rowTiles x depthTiles fragments
  SmallVector<Copy> keyCopies, valueCopies;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_COOPERATIVEFLASHBUILDER_H
