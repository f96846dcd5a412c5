//===- FlashAttention.h - What the flash schedules share -------*- C++ -*-===//
//
// Attention without its score matrix (Dao et al., "FlashAttention", 2022, and
// "FlashAttention-2", 2023): blocks of keys stream past a block of queries that
// keeps a running maximum, a running sum and an unnormalised result in f32. When
// the maximum grows, sum and result shrink by exp(old - new); the division by the
// sum comes last.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_FLASHATTENTION_H
#define CODEGEN_SCHEDULE_FLASHATTENTION_H

#include "codegen/Schedule/Schedule.h"
#include "dialects/Fused/FusedDialect.h"

namespace mlir::burin::codegen {

/// Extents of a fused.attention.
struct AttentionShape {
  int64_t batch, heads, keyHeads, queries, keys;
  int64_t size, valueSize; ///< elements of a query and key, of a value
  bool causal, hasMask;
  int64_t elementBytes;    ///< of query, key and value
  int64_t maskElements;

  static AttentionShape get(fused::AttentionOp op);
  /// Two per multiply-accumulate, five per score for the softmax.
  int64_t countFlops() const;
  /// Query, key, value, mask and result, each once.
  int64_t countBytes() const;
  int64_t countScores() const { return batch * heads * queries * keys; }
  /// Between the kernels of plain attention on `block` queries at a time: scores in f32,
  /// probabilities.
  int64_t countPlainScratch(int64_t block) const { return batch * heads * block * keys * (4 + elementBytes); }
};

/// Whether `schedule` lowers fused.attention itself.
inline bool isFlashSchedule(StringRef schedule) {
  return schedule.starts_with(kernel::kFlashAttention) || schedule == kMatrixFlashSchedule ||
         schedule == kCooperativeFlashSchedule;
}

/// How the matrix-flash-attention schedule lays out local memory: two stages, each
/// of keys [keys][keyStride] and values [keys][valueStride] in halves.
struct MatrixFlashLayout {
  int64_t rows; ///< queries per sub-group
  int64_t keys;  ///< of a block
  int64_t parts; ///< of the elements of a value
  int64_t valueSize; ///< of a part
  int64_t keyStride, valueStride;

  MatrixFlashLayout(const AttentionShape &shape, kernel::ConfigAttr config);
  int64_t stageElements() const { return keys * (keyStride + valueStride); }
  int64_t bytes() const { return 2 * 2 * stageElements(); }
};

/// How the cooperative-flash-attention schedule lays out local memory, in units of
/// 16 bytes: `stages` of a block of keys and one of values, and a place for each
/// sub-group where what has to change hands does so.
struct CooperativeFlashLayout {
  int64_t rows; ///< queries per sub-group
  int64_t keys; ///< of a block
  int64_t subgroups;
  int64_t parts;     ///< of the elements of a value
  int64_t stages;
  int64_t valueSize; ///< of a part
  int64_t depthTiles, valueTiles; ///< of 16; a row of values has a one after its last
  bool isMasked;
  int64_t keyRow, valueRow, weightRow;
  int64_t stageUnits, weightStart, total;
  int64_t queryTiles;  ///< of depth that all of local memory holds at a time
  int64_t resultUnits; ///< for a sub-group's result, when keys are no longer needed

  CooperativeFlashLayout(const AttentionShape &shape, kernel::ConfigAttr config);
  int64_t bytes() const { return total * 16; }
};

/// True when the schedules on matrix units can lower `op`: halves, keys and
/// values copied from memory as they are, in runs of 8. Outside of a group
/// (`isGroup` false) what is computed counts as memory.
bool fitsMatrixFlash(fused::AttentionOp op, bool isGroup);

/// Base of the builders: operands, masks and the online softmax, whatever the tiles.
class FlashBuilder {
public:
  explicit FlashBuilder(ScheduleContext &context);

protected:
  using Values = SmallVector<Value>;

  /// Takes batch and head from the grid: x blocks of queries, y heads, z batch.
  void placeHead();
  Grid getGrid(int64_t blockQueries) const;
  /// Position one past the last key that the block of queries may see.
  Value getKeyLimit(Value firstQuery, int64_t blockQueries);

  /// `lanes` elements of an operand in f32. Rows past the end repeat the last one.
  FailureOr<Value> loadQuery(Value query, Value d, int64_t lanes);
  FailureOr<Value> loadKey(Value key, Value d, int64_t lanes);
  FailureOr<Value> loadValue(Value key, Value d, int64_t lanes);

  /// `lanes` scores of one query from `firstKey` on, masked: -inf where the query
  /// does not see the key. `coversKeys`: blocks of keys end where the keys end.
  FailureOr<Value> maskScores(Value scores, Value query, Value firstKey, int64_t lanes,
                              bool coversKeys);
  LogicalResult storeRow(Value query, Value d, Value value, int64_t lanes);

  // The online softmax of one row, all scalar.
  /// What is subtracted in the exponent: the maximum, or 0 while that is -inf.
  Value getBase(Value max);
  /// exp(value - base); value may be a vector.
  Value shiftedExp(Value value, Value base);
  /// 1 / sum, or 0 for a row that sees no key.
  Value invert(Value sum);

  // Local memory.
  Value allocate(int64_t elements);
  Value load(Value memory, Value index, int64_t lanes);
  void store(Value value, Value memory, Value index);

  // Arithmetic.
  Value index(int64_t value) { return context.index(value); }
  Value add(Value lhs, Value rhs) { return context.add(lhs, rhs); }
  Value add(Value lhs, int64_t rhs) { return rhs ? add(lhs, index(rhs)) : lhs; }
  Value mul(Value lhs, int64_t rhs) { return context.mul(lhs, rhs); }
  Value div(Value lhs, int64_t rhs);
  Value rem(Value lhs, int64_t rhs);
  Value splat(Value scalar, int64_t lanes);
  Value lane(Value vector, int64_t i);
  Value fma(Value lhs, Value rhs, Value acc);
  Value maximum(Value lhs, Value rhs);
  Value sum(Value lhs, Value rhs);
  Value product(Value lhs, Value rhs);
  /// All lanes of `vector` into one scalar.
  Value reduceLanes(Value vector, llvm::function_ref<Value(Value, Value)> combine);

  using Body = llvm::function_ref<FailureOr<Values>(Value i, Values carried)>;
  /// A loop that carries values; a single iteration is no loop.
  FailureOr<Values> forLoop(Value lower, Value upper, int64_t step, ArrayRef<Value> init, Body body);
  FailureOr<Values> forLoop(int64_t upper, int64_t step, ArrayRef<Value> init, Body body);
  /// The largest power of two <= limit that divides `extent`.
  static int64_t getLanes(int64_t extent, int64_t limit);

  ScheduleContext &context;
  OpBuilder &b;
  Location loc;
  fused::AttentionOp op;
  AttentionShape shape;
  int64_t width; ///< lanes of the arithmetic
  Value batch, head, keyHead;
  float lowest = -std::numeric_limits<float>::infinity();

private:
  FailureOr<Value> loadMask(Value query, Value firstKey, int64_t lanes);
  Value clamp(Value position, int64_t extent) { return context.min(position, extent - 1); }
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_FLASHATTENTION_H
