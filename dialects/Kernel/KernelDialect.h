//===- KernelDialect.h - The kernel dialect --------------------*- C++ -*-===//
#ifndef DIALECTS_KERNEL_KERNELDIALECT_H
#define DIALECTS_KERNEL_KERNELDIALECT_H

#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"

#include "dialects/Kernel/KernelDialect.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/Kernel/KernelAttrs.h.inc"

namespace mlir::burin::kernel {

/// Function attribute that holds the group's #kernel.config.
constexpr llvm::StringLiteral kConfigAttrName = "kernel.config";

/// Attribute of a contraction: the number of parts that `split-contractions` sums
/// it in, an integer of at least 2.
constexpr llvm::StringLiteral kSplitAttrName = "kernel.split";

/// Attribute of a fused.group_norm: the number of blocks of spatial positions that
/// `split-norms` sums apart, an integer of at least 2. Of a fused.row_statistics: the
/// number of blocks of columns (`split-row-statistics`), at least 1.
constexpr llvm::StringLiteral kBlocksAttrName = "kernel.blocks";

/// String attribute of such a norm: who sums the blocks. kProducerStatistics: the
/// kernel that makes its input, where it can; absent: a kernel of its own.
constexpr llvm::StringLiteral kStatisticsAttrName = "kernel.statistics";
constexpr llvm::StringLiteral kProducerStatistics = "producer";

/// Unit attribute of a fused.group_norm: the one kernel that reads its result applies
/// the statistics to what it loads (`fold-group-norms`, `split-norms`).
constexpr llvm::StringLiteral kNormPrologueAttrName = "kernel.norm_prologue";

/// Unit attribute of a fused.group_norm: its kernel adds the partial sums of a split contraction
/// that its input is made from (`inline-part-sums`).
constexpr llvm::StringLiteral kPartSumsAttrName = "kernel.part_sums";

/// Attribute of a fused.attention: the #kernel.config that says how it is
/// computed. A flash schedule becomes the config of its kernel; the other two
/// name how `decompose-attention` takes it apart, tile = [queries per block].
constexpr llvm::StringLiteral kAttentionAttrName = "kernel.attention";
constexpr llvm::StringLiteral kPlainAttention = "plain-attention";
constexpr llvm::StringLiteral kPartialAttention = "partial-attention";
/// Flash schedules have names that start so.
constexpr llvm::StringLiteral kFlashAttention = "flash-attention";

/// Attribute of a convolution that `decompose-winograd` takes apart into
/// transforms and matmuls: a #kernel.config of this schedule, tile = [2 or 4].
constexpr llvm::StringLiteral kWinogradAttrName = "kernel.winograd";
constexpr llvm::StringLiteral kWinograd = "winograd";

/// Unit attribute of a gpu.barrier on targets with cooperative matrices: items wait for
/// those of their sub-group only.
constexpr llvm::StringLiteral kSubgroupAttrName = "kernel.subgroup";
/// On a kernel: loops that multiply matrices are meant as they are. Drivers unroll them many times,
/// and the code of a large network is not in their caches when it runs.
constexpr llvm::StringLiteral kKeepLoopsAttrName = "kernel.keep_loops";

} // namespace mlir::burin::kernel

#endif // DIALECTS_KERNEL_KERNELDIALECT_H
