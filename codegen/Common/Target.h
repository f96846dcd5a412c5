//===- Target.h - What kernels may assume of a device ----------*- C++ -*-===//
#ifndef CODEGEN_COMMON_TARGET_H
#define CODEGEN_COMMON_TARGET_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::burin::codegen {

/// Module attribute: the target description, a dictionary with the keys of the
/// target files (compiler/Target/data).
constexpr llvm::StringLiteral kTargetAttrName = "burin.target";

/// What runs the kernels, and so what they are written in.
enum class Api { kOpenCL, kVulkan };

/// The part of a target description that code generation reads.
struct Target {
  std::string name;
  bool isCpu = false;                ///< "kind": "cpu" or "gpu"
  Api api = Api::kOpenCL;            ///< "api": "opencl" (default) or "vulkan"
  int64_t localMemoryBytes = 32768;  ///< per work group
  int64_t maxWorkgroupSize = 256;    ///< work items
  int64_t subgroupSize = 32;
  int64_t vectorBytes = 16;          ///< best width of one access; Vulkan: at most 16
  int64_t workgroupItems = 64;       ///< preferred work items of element-wise kernels
  SmallVector<int64_t> registerTile; ///< rows, accesses per work item of a contraction
  SmallVector<int64_t> contractionWorkgroup; ///< work items in n and m
  /// A tile of the schedule on matrix units that is worth trying.
  struct MatrixTile {
    int64_t blockM, blockN, warpM, warpN;
    int64_t stages;   ///< steps in local memory
    int64_t depth;    ///< of a step along k
    int64_t perUnit;  ///< work groups that a compute unit holds at once
    int64_t permille; ///< of a unit's share of `matrixGflops` that many work groups reach
    int64_t alone;    ///< permille of that which one work group on a unit reaches
    int64_t ahead = 0; ///< steps by which the rhs is fetched into the cache before it is copied (mma.sync)
  };
  SmallVector<MatrixTile> matrixTiles;
  /// What multiplies 16 x 16 tiles: "mma.sync" (OpenCL on NVIDIA), "cooperative-matrix"
  /// (Vulkan), "emulated" (cooperative matrices in plain registers) or empty.
  std::string matrixUnit;
  /// How OpenCL C reads and writes vectors of halves: by vload_halfN and vstore_halfN, or
  /// as 32-bit words that inline PTX converts ("half_vectors": "builtin" or "ptx").
  bool convertsHalvesByPtx = false;
  int64_t computeUnits = 1;          ///< processors that run work groups
  // What the cost model reads; optional keys.
  int64_t registersPerItem = 64;     ///< 32-bit registers a work item may use
  int64_t bandwidthMBps = 30000;     ///< memory, MB/s (10^6 bytes)
  int64_t f32Gflops = 1000;          ///< multiply-adds count two
  int64_t f16Gflops = 0;             ///< of f16 arithmetic without matrix units; 0: as f32
  int64_t matrixGflops = 0;          ///< matrix units, f16 in, f32 out; 0: none
  int64_t launchNanoseconds = 5000;  ///< from the end of a kernel to the start of the next
  /// What long attention may hold between its kernels, scores and probabilities. The
  /// default suits phones: 512 queries of 4096 keys take 12 MiB, all 4096 would take 96.
  int64_t attentionScratchBytes = int64_t(24) << 20;
  /// By how much partial sums may raise the bytes that a network moves. The default suits devices whose
  /// caches do not hold them.
  int64_t splitTrafficPercent = 8;
  /// By how much Winograd may raise the bytes that a network moves, grown weights among them.
  int64_t winogradTrafficPercent = 5;
  /// What a Winograd convolution may hold between its kernels; 0: what the network leaves free.
  int64_t winogradScratchBytes = 0;

  /// Reads `burin.target` of `module`; fails with a diagnostic when it is
  /// missing or a key has the wrong type or range.
  static FailureOr<Target> get(ModuleOp module);
};

} // namespace mlir::burin::codegen

#endif // CODEGEN_COMMON_TARGET_H
