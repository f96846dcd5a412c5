//===- Schedule.h - From a group to a loop nest ----------------*- C++ -*-===//
//
// A schedule builds the body of one kernel from a group and its
// #kernel.config. It decides nothing: a strategy chose the config and
// verify-kernel-config checked it against the target.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_SCHEDULE_H
#define CODEGEN_SCHEDULE_SCHEDULE_H

#include "codegen/Common/ElementEmitter.h"
#include "codegen/Common/Group.h"
#include "dialects/Kernel/KernelDialect.h"

#include <array>
#include <functional>

namespace mlir::burin::codegen {

/// Names that #kernel.config may hold.
constexpr llvm::StringLiteral kElementwiseSchedule = "elementwise";
constexpr llvm::StringLiteral kReductionSchedule = "reduction";
constexpr llvm::StringLiteral kRowSchedule = "row";
constexpr llvm::StringLiteral kContractionSchedule = "contraction";
constexpr llvm::StringLiteral kMatrixContractionSchedule = "matrix-contraction";
constexpr llvm::StringLiteral kMatrixVectorSchedule = "matrix-vector";
constexpr llvm::StringLiteral kCooperativeContractionSchedule = "cooperative-contraction";
constexpr llvm::StringLiteral kCooperativeNarrowSchedule = "cooperative-narrow";
constexpr llvm::StringLiteral kFlashSchedule = "flash-attention";
constexpr llvm::StringLiteral kFlashItemSchedule = "flash-attention-item";
constexpr llvm::StringLiteral kMatrixFlashSchedule = "matrix-flash-attention";
constexpr llvm::StringLiteral kCooperativeFlashSchedule = "cooperative-flash-attention";
constexpr llvm::StringLiteral kWinogradSchedule = "winograd-transform";

/// What a schedule works with. The insertion point is inside the kernel.
struct ScheduleContext {
  Group &group;
  kernel::ConfigAttr config;
  OpBuilder &builder;
  ElementEmitter &emitter;
  Value output; ///< flat global memref of the group's result
  Value second; ///< of its block or row sums or of the input that it keeps; null: none
  /// Where set, storeResult hands over what it stores, as it is stored, in f32.
  std::function<void(Value)> onStore;
  /// A run of the result.
  struct Store {
    Value value;
    SmallVector<Value> coords;
    int64_t width;
  };
  /// Where set, storeResult appends what it would store, for `commit`: no store lies
  /// between the loads of several runs.
  SmallVectorImpl<Store> *deferred = nullptr;

  Location getLoc() { return group.func.getLoc(); }
  int64_t getWorkgroupItems() const;

  /// Marks the kernel: its loops are meant as they are.
  void keepLoops();

  /// Index of this work item in dimension `dim` over the whole grid.
  Value globalId(gpu::Dimension dim);
  /// The same inside its work group, and of its work group.
  Value localId(gpu::Dimension dim);
  Value groupId(gpu::Dimension dim);

  Value index(int64_t value) { return emitter.constantIndex(getLoc(), value); }
  Value add(Value lhs, Value rhs);
  Value mul(Value lhs, int64_t rhs);
  Value min(Value lhs, int64_t rhs);
  Value f32(float value, int64_t width = 1);

  /// Takes `width` elements of the root (at `coords`, along its last dimension,
  /// compute type) through the epilogue and stores them in the result.
  /// Where the group gates pairs, `width` must be even.
  LogicalResult storeResult(ArrayRef<Value> coords, Value value, int64_t width);
  /// The same from `source`, a tensor of the epilogue.
  LogicalResult storeFrom(Value source, ArrayRef<Value> coords, Value value, int64_t width);
  void commit(const Store &store);
  /// `value` (f32) with no more digits than the group's result keeps.
  Value roundAsStored(Value value);
  /// Stores `width` sums of rows (f32, channels from `channel` on), `power` 0 or 1, of
  /// block `block`, counted over all images.
  void storeBlockSums(Value block, int64_t power, Value channel, Value sums, int64_t width);
  /// Stores both sums (f32) of row `row` in block `block` of columns.
  void storeRowSums(Value block, Value row, Value sum, Value squares);
  /// Stores `width` elements of the input of the group's norm (compute type) where the group keeps it.
  void storeKept(ArrayRef<Value> coords, Value value, int64_t width);
  /// Runs `body` where `condition` holds; a null condition is always true.
  LogicalResult guarded(Value condition, llvm::function_ref<LogicalResult()> body);
};

using Grid = std::array<int64_t, 3>;

/// Each builds the kernel's body and returns the number of work groups.
FailureOr<Grid> buildElementwise(ScheduleContext &context);
FailureOr<Grid> buildReduction(ScheduleContext &context);
FailureOr<Grid> buildRow(ScheduleContext &context);
FailureOr<Grid> buildContraction(ScheduleContext &context);
FailureOr<Grid> buildMatrixContraction(ScheduleContext &context);
FailureOr<Grid> buildMatrixVector(ScheduleContext &context);
FailureOr<Grid> buildCooperativeContraction(ScheduleContext &context);
FailureOr<Grid> buildCooperativeNarrow(ScheduleContext &context);
FailureOr<Grid> buildFlashAttention(ScheduleContext &context);
FailureOr<Grid> buildFlashAttentionItem(ScheduleContext &context);
FailureOr<Grid> buildMatrixFlashAttention(ScheduleContext &context);
FailureOr<Grid> buildCooperativeFlashAttention(ScheduleContext &context);
FailureOr<Grid> buildWinograd(ScheduleContext &context);

/// `combine` of what the `items` items of a row of the work group hold (`partial`, an f32),
/// known to each of them: a tree of two levels in local memory, for all `rows` at once.
/// `items` is a power of two, a null `row` is zero; every item gets here.
Value combineItems(ScheduleContext &context, Value item, int64_t items, Value partial,
                   llvm::function_ref<Value(Value, Value)> combine, Value row = {}, int64_t rows = 1);

/// How a work group can share one result of `root`: the op that combines two partial
/// results, if `root` is a sum that starts with zeros or an extremum, in f32; else null.
Operation *findCombiner(Operation *root);

/// True when the reduction schedule can make neighbours along the last dimension of
/// `root`'s result in the lanes of vectors: all inputs have them side by side, too, and
/// the body is arithmetic on floats alone.
bool canReduceLanes(Operation *root);

/// Local memory of a cooperative-contraction with `tile` = [BM, BN, WM, WN, depth, stages],
/// whose rhs is contiguous along k or along n.
int64_t countCooperativeLocalBytes(ArrayRef<int64_t> tile, bool rhsAlongK);

/// The same of a cooperative-narrow with `tile` = [BM, WM, depth].
int64_t countCooperativeNarrowBytes(ArrayRef<int64_t> tile);

/// True when sub-groups of `subgroupSize` items can sum the rows of such a tile: each
/// item keeps its columns, and all sums fit where the result leaves.
bool canSumCooperativeBlocks(ArrayRef<int64_t> tile, int64_t subgroupSize);

/// The same of each row of such a tile's sub-groups.
bool canSumCooperativeRows(ArrayRef<int64_t> tile, int64_t subgroupSize);

/// True when the schedules on matrix units can lower `root`: both operands are
/// halves that are copied from memory as they are (isCopiedInRuns), in runs of 8.
/// Outside of a group (`isGroup` false) what is computed counts as memory. The rhs
/// runs along n, or along k (a transposed rhs) where `allowRhsAlongK`.
bool fitsMatrixContraction(Operation *root, bool isGroup = true, bool allowRhsAlongK = false);

/// True when the schedules on matrix units can lower `root` though its result has
/// too few columns for runs: at most 8, the lhs as above, the rhs whatever.
bool fitsNarrowContraction(Operation *root, bool isGroup = true);

/// Rows of a tile of `depth` x `blockN` halves that `items` work items copy at once, 16 bytes
/// each: divides `depth`. Items that are left over copy nothing. 0: a row needs more items.
int64_t countRhsRowsAtOnce(int64_t items, int64_t blockN, int64_t depth);

/// Elements of local memory from a row of such a tile of the matrix-contraction schedule to the
/// next. Rows of whole 128 bytes are swizzled; others are an odd number of 16-byte columns long,
/// so that the rows that one matrix load reads lie in different banks.
int64_t getMatrixRhsRow(int64_t blockN);

/// Elements of the first operand of `root` that the kernel of `config` loads in all,
/// each as often as work items load it: arithmetic in front of it runs so often. Where
/// the schedule loads elements once, their number.
int64_t countLoads(Operation *root, kernel::ConfigAttr config);

/// What `op` makes elements from at their own coordinates: the source of a padding, the
/// first input of an element-wise op where that is read so (a norm that is applied
/// while loading). Null: nothing.
Value getElementwiseSource(Operation *op);

/// The loops of a contraction by role. Matmul, batch matmul and convolution
/// differ only in their indexing maps.
struct ContractionDims {
  SmallVector<unsigned> batch, m, n, k;
  SmallVector<int64_t> ranges; ///< extent of every loop
  unsigned lhs = 0, rhs = 1;   ///< operand numbers: lhs has the m dims

  int64_t size(ArrayRef<unsigned> dims) const;
  /// True when consecutive elements of `operand` run along loop `dim`.
  static bool isContiguous(linalg::LinalgOp op, unsigned operand, unsigned dim);
  static ContractionDims get(linalg::LinalgOp op);
  /// True when consecutive elements of the rhs and of the result run along the last n dim.
  bool runsAlongN(linalg::LinalgOp op) const;
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_SCHEDULE_H
