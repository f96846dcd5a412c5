//===- MatrixTile.h - Tiles of the matrix-contraction schedule -*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_MATRIXTILE_H
#define CODEGEN_STRATEGY_MATRIXTILE_H

#include "codegen/Common/Target.h"
#include "codegen/Schedule/Schedule.h"

namespace mlir::burin::codegen {

/// `tile` of a matrix-contraction config.
SmallVector<int64_t> getMatrixExtents(const Target::MatrixTile &tile);

/// The config with the least predicted time for `group`'s contraction on the
/// matrix units of `target`; null when there are none or the group does not fit.
kernel::ConfigAttr selectMatrixTile(Group &group, const Target &target);

/// Predicted nanoseconds of a contraction with `tile`, without the launch.
double predictMatrixTile(const Target::MatrixTile &tile, int64_t m, int64_t n, int64_t k, int64_t batch,
                         const Target &target);

/// The tile of `target` that is predicted to take least time for a contraction, among those that
/// `accepts` takes; null: it takes none.
const Target::MatrixTile *findFastestTile(const ContractionDims &dims, const Target &target,
                                          llvm::function_ref<bool(const Target::MatrixTile &)> accepts);

/// The least over the target's tiles; infinite where none fits it.
double predictBestMatrixTile(int64_t m, int64_t n, int64_t k, int64_t batch, const Target &target);

/// Nanoseconds of a contraction that is summed in `parts` along k, all launches and the kernel that adds them included;
/// infinite where no tile fits.
double predictSplitContraction(int64_t m, int64_t n, int64_t k, int64_t batch, int64_t parts, const Target &target);

/// Numbers of parts that are worth looking at, above 1.
constexpr int64_t kSplitParts[] = {2, 3, 4, 5, 6, 8, 10, 16};
/// Elements of k that a part is a multiple of: whole stages of runs of 8 halves.
constexpr int64_t kSplitRun = 32;

/// Rows that the matrix-contraction schedule would sum as one block next to `root`'s
/// result (fused.block_sums): those of a sub-group in the best of the target's tiles that
/// can. 0: none can, or the root does not fit.
int64_t selectMatrixBlockRows(Operation *root, const Target &target);

/// Blocks of columns in which the schedule would sum the rows of `root`'s result
/// (fused.row_sums): each has those of a sub-group in the best of the target's tiles. 0: they
/// do not divide the result's, or the root does not fit.
int64_t selectMatrixRowBlocks(Operation *root, const Target &target);

/// Checks a matrix-contraction config against the schedule's rules and the
/// target's local memory; emits a diagnostic.
LogicalResult verifyMatrixTile(Group &group, kernel::ConfigAttr config, const Target &target);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_MATRIXTILE_H
