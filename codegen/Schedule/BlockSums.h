//===- BlockSums.h - Block sums next to a kernel's result ------*- C++ -*-===//
//
// A work group that owns whole blocks of rows of its group's result also sums them,
// channel by channel, with their squares (fused.block_sums): each work item what it
// stores, in the order in which it stores; then the items that share channels in the
// order of their rows. No atomics: the same sums on every run.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_BLOCKSUMS_H
#define CODEGEN_SCHEDULE_BLOCKSUMS_H

#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// While it lives, the sums of what ScheduleContext::storeResult stores, and of the
/// squares: lane by lane, all stores of one width. Only one at a time.
class StoredSums {
public:
  explicit StoredSums(ScheduleContext &context);
  ~StoredSums() { context.onStore = nullptr; }
  StoredSums(const StoredSums &) = delete;
  StoredSums &operator=(const StoredSums &) = delete;

  /// Both sums; null before anything is stored.
  std::array<Value, 2> get() const { return sums; }

private:
  ScheduleContext &context;
  std::array<Value, 2> sums;
};

/// How the work items of a work group lie over the block of rows that it owns.
struct BlockItems {
  int64_t rows, columns;  ///< work items along each
  Value row, column;      ///< this work item
  int64_t perItem;        ///< neighbouring channels of a work item
  Value firstChannel;     ///< of the work group
  int64_t channels;       ///< of the whole result
  Value block;            ///< of the work group, counted over all images
};

/// Adds the sums of the work items of a work group that differ in rows. Items bring
/// the sums of their channels in accesses, then all of them meet and store the totals.
class BlockCombiner {
public:
  /// Allocates local memory unless one work item owns all rows.
  BlockCombiner(ScheduleContext &context, const BlockItems &items);
  /// This item's sums of its channels from number `first` on, `width` of them.
  void add(const std::array<Value, 2> &sums, int64_t first, int64_t width);
  /// A barrier: every work item must get here, after its last add.
  void finish();

private:
  Value getSlot(Value row, int64_t power, Value channel, Value column);

  ScheduleContext &context;
  OpBuilder &builder;
  Location loc;
  BlockItems items;
  Value memory; ///< [row][power][channel of the item][column]; null: one row
};

/// Local memory of BlockCombiner in bytes.
inline int64_t countBlockBytes(int64_t rows, int64_t columns, int64_t perItem) {
  return rows > 1 ? 8 * rows * columns * perItem : 0;
}

/// Positions per block that `group`'s kernel sums with tiles of `rows` rows: an error
/// with the number that its block sums need, unless they agree.
LogicalResult verifyBlockRows(Group &group, int64_t rows);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_BLOCKSUMS_H
