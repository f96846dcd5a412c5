//===- NetworkMemory.h - Memory of a network before it has kernels -*- C++ -*-===//
//
// Strategies that trade memory for time run before groups are formed. This says,
// on linalg, which tensors the kernels will probably exchange and when they are
// alive: what is viewed, moved or element-wise with one reader joins a neighbour.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_STRATEGY_NETWORKMEMORY_H
#define CODEGEN_STRATEGY_NETWORKMEMORY_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::burin::codegen {

class NetworkMemory {
public:
  /// Live memory up to here is no reason to refuse anything on any device, and stays in
  /// the caches of a CPU.
  static constexpr int64_t kFreeBytes = int64_t(32) << 20;

  /// `func` is a straight line of ops on static tensors.
  explicit NetworkMemory(func::FuncOp func);

  /// Most bytes that are alive at a time, and bytes read and written in all.
  int64_t getPeakBytes() const { return peakBytes; }
  int64_t getTrafficBytes() const { return trafficBytes; }
  /// What may be alive at a time without the plan growing: its peak, or `kFreeBytes`.
  int64_t getAllowedBytes() const;

  /// Bytes alive while the kernel of `root` runs: what it reads for operand 0 and for
  /// nobody after it; what it writes; everything else.
  struct Around {
    int64_t input = 0, result = 0, others = 0;
  };
  Around getAround(Operation *root) const;

private:
  /// A tensor that exists in memory, from the op that writes it to its last reader.
  struct Span {
    int64_t bytes = 0, first = 0, last = 0;
  };

  SmallVector<Value> getSources(Value value, SmallVectorImpl<Operation *> &inlined) const;
  SmallVector<Value> getReads(Operation *op, SmallVectorImpl<Operation *> &inlined) const;
  void addTensor(Operation *op, int64_t position);
  int64_t getLiveBytes(int64_t position) const;
  int64_t getInPlaceBytes(Operation *op, int64_t position) const;

  int64_t peakBytes = 0, trafficBytes = 0;
  llvm::MapVector<Value, Span> spans;
  DenseMap<Operation *, Operation *> tails; ///< op -> the op that stores its kernel's result
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_NETWORKMEMORY_H
