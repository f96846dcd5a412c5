//===- Passes.td - From groups to kernels and the plan ---------*- tablegen -*-===//

#ifndef CODEGEN_PASSES_TD
#define CODEGEN_PASSES_TD

include "mlir/Pass/PassBase.td"

def SelectSplitPass : Pass<"select-split", "::mlir::ModuleOp"> {
  let summary = "Choose contractions that are summed in parts";
  let description = [{
    Writes `kernel.split`, a number of parts, on contractions of few tiles and long
    sums, where the target has matrix units and the predicted time falls by more
    than the model's error. Partial sums may add `split_traffic_percent` of the target (8 %
    by default) to the bytes that the network moves: what saves most time per byte comes first, step by step from few parts to
    more. Few rows that the matrix-vector schedule takes stay whole. Only annotates;
    `split-contractions` obeys.

    ```mlir
    %0 = linalg.matmul ins(%a, %b : tensor<128x11520xf16>, tensor<11520x1280xf16>) ...
    // becomes
    %0 = linalg.matmul {kernel.split = 8} ins(%a, %b : tensor<128x11520xf16>, tensor<11520x1280xf16>) ...
    ```
    Emits a `passed` remark in category `strategy` per op, `missed` where only the
    bytes are in the way. With `parts` every contraction whose sum divides into them is
    annotated, whatever it costs (`burinc --split-parts`). Idempotent.
  }];
  let options = [
    Option<"parts", "parts", "int64_t", /*default=*/"0", "parts of every contraction that can be split; 0: the cost model decides">
  ];
  let statistics = [Statistic<"numSelected", "num-selected", "Number of contractions annotated">];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def SelectNormBlocksPass : Pass<"select-norm-blocks", "::mlir::ModuleOp"> {
  let summary = "Choose group norms whose statistics are summed in blocks";
  let description = [{
    Writes `kernel.blocks`, a number of blocks of spatial positions, on each
    `fused.group_norm` that one work group per group of channels would compute on a
    mostly idle device: few groups, many positions. Both forms are costed with the
    roofline model. Only annotates; `split-norms` obeys.

    ```mlir
    %0 = fused.group_norm groups = 32 ... ins(%x, ... : tensor<1x262144x256xf16>, ...) ...
    // becomes
    %0 = fused.group_norm groups = 32 ... {kernel.blocks = 512} ...
    ```
    With `producer-statistics`, a contraction that makes the input, or all of them that
    make the parts that it concatenates, may sum the blocks themselves: `kernel.statistics = "producer"`, and as many blocks as its tiles give.
    Emits a `passed` remark in category `strategy` per op. Idempotent.
  }];
  let options = [Option<"producerStatistics", "producer-statistics", "bool", "true",
    "Let the kernel that makes a norm's input sum its blocks">];
  let statistics = [Statistic<"numSelected", "num-selected", "Number of norms annotated">,
    Statistic<"numInProducer", "num-in-producer", "Number of norms whose input's kernel sums them">];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def SelectRowSumsPass : Pass<"select-row-sums", "::mlir::ModuleOp"> {
  let summary = "Choose statistics of rows that the kernels around them compute";
  let description = [{
    Writes `kernel.blocks`, a number of blocks of columns, on each `fused.row_statistics`
    whose input one contraction on matrix units makes, with no other root above it, and
    whose result only epilogues of such contractions read, where the cost model finds that
    cheaper than a kernel of its own. A block has the columns of a sub-group in the best
    tile of the target. Only annotates; `split-row-statistics` obeys.

    ```mlir
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8192x320xf16>) ...
    // becomes
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8192x320xf16>) ... {kernel.blocks = 5}
    ```
    Runs after `fold-layer-norms` and `split-contractions`. Emits a `passed` remark in
    category `strategy` per op. Idempotent.
  }];
  let statistics = [Statistic<"numSelected", "num-selected", "Number of ops annotated">];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def SelectPartSumsPass : Pass<"select-part-sums", "::mlir::ModuleOp"> {
  let summary = "Choose group norms whose kernels add what is summed in parts";
  let description = [{
    Writes `kernel.part_sums` on each `fused.group_norm` whose input an element-wise op
    makes from the sum of a contraction in parts, where items keep their elements from
    the first pass over a row to the last, and the cost model finds a kernel in between
    dearer than reading the parts on the norm's few processors. Only annotates;
    `inline-part-sums` obeys.

    ```mlir
    %n = fused.group_norm groups = 32 ... ins(%x, ...)
    // becomes
    %n = fused.group_norm groups = 32 ... ins(%x, ...) {kernel.part_sums}
    ```
    Runs after `split-contractions` and `fuse-elementwise-chains`. Emits a `passed` remark in
    category `strategy` per op. Idempotent.
  }];
  let statistics = [Statistic<"numSelected", "num-selected", "Number of norms annotated">];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def SelectNormProloguesPass : Pass<"select-norm-prologues", "::mlir::ModuleOp"> {
  let summary = "Choose group norms that the kernel reading their result applies";
  let description = [{
    Writes `kernel.norm_prologue` on each `fused.group_norm` whose result becomes,
    through views, zero padding and element-wise ops that nobody else reads, the first
    operand of one contraction or convolution, or of Winograd's input transform, where
    that is predicted to take less time. Saved is one write and one read of the tensor;
    the price is the application at every load, and transcendental functions weigh
    more. Not where the reader runs on matrix units, which copy operands as they are.
    Only annotates; `fold-group-norms` and `split-norms` obey.

    ```mlir
    %0 = fused.group_norm groups = 32 ... ins(%x, ... : tensor<2x4096x320xf16>, ...) ...
    %1 = linalg.generic {silu} ins(%0)
    %2 = tensor.pad %1 ...
    %3 = fused.winograd_input tile = 4 ins(%2)
    // becomes
    %0 = fused.group_norm groups = 32 ... {kernel.norm_prologue} ...
    ```
    Remarks in category `strategy`, name `norm`, passed and missed, hold the figures.
    Runs after `decompose-winograd` and `select-norm-blocks`. Idempotent.
  }];
  let options = [
    Option<"method", "method", "std::string", /*default=*/"\"auto\"",
           "auto (cost model), always (wherever one kernel reads it) or off">
  ];
  let statistics = [Statistic<"numSelected", "num-selected", "Number of norms annotated">];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def SelectAttentionPass : Pass<"select-attention", "::mlir::ModuleOp"> {
  let summary = "Choose flash, partially fused or plain attention, and tiles";
  let description = [{
    Writes `kernel.attention` on each `fused.attention` that has none, from the
    op's shape and the module's target description (`burin.target`). Only
    annotates: a tuner may write other configs first.

    ```mlir
    %0 = fused.attention scale = 0.158 ins(%q, %k, %v : tensor<2x8x4096x40xf16>, ...)
    // becomes
    %0 = fused.attention scale = 0.158 ins(%q, %k, %v : tensor<2x8x4096x40xf16>, ...) {kernel.attention =
      #kernel.config<schedule = "flash-attention", workgroup = [10, 8, 1], tile = [4, 1, 40, 40, 8], vector = 4>}
    ```
    `plain-attention` and `partial-attention` are taken apart by
    `decompose-attention`, flash schedules lower the op itself. From 1024 queries
    on, scores exist only where matrix units take the products, for blocks of queries
    whose scores and probabilities fit `attention_scratch_bytes` of the target and the
    memory that the network leaves, unless `method` is plain. Emits a `passed` remark
    in category `strategy` per op: what, why, predicted time, bytes; `missed` where no
    flash tile fits the target and for blocks that would be faster but do not fit.
    Runs first in the Fuse phase, before `verify-attention`. Idempotent.
  }];
  let options = [
    Option<"method", "method", "std::string", /*default=*/"\"auto\"",
           "auto (cost model), flash, partial or plain">
  ];
  let statistics = [
    Statistic<"numSelected", "num-selected", "Number of attention ops annotated">
  ];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def VerifyAttentionPass : Pass<"verify-attention", "::mlir::ModuleOp"> {
  let summary = "Check how attention is to be computed against the target's limits";
  let description = [{
    Every `fused.attention` has a `kernel.attention` that names a known schedule;
    a flash tile fits the operands and the target's local memory, registers and
    work groups; blocks of `partial-attention` have fewer than 1024 queries, those of
    `plain-attention` too, or else scores and probabilities that fit
    `attention_scratch_bytes` of the target. All queries at once are the baseline of
    comparisons and may need whatever they need. Runs before `decompose-attention`,
    which trusts what it reads.
  }];
}

def SelectWinogradPass : Pass<"select-winograd", "::mlir::ModuleOp"> {
  let summary = "Choose the convolutions that Winograd computes, and its tile";
  let description = [{
    Writes `kernel.winograd` on channels-last 3x3 convolutions of stride 1 with
    constant weights that F(2x2, 3x3) or F(4x4, 3x3) computes in less predicted time.
    Only annotates: a tuner may write other annotations first.

    ```mlir
    %0 = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) ...
    // becomes
    %0 = linalg.conv_2d_nhwc_hwcf {kernel.winograd =
      #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ...
    ```
    With `auto` the transformed input and the products must fit below the network's
    peak of live memory, in the target's `winograd_scratch_bytes` or in `scratch`, and the network's traffic grows by at most
    `traffic` percent. `f2` and `f4` take every convolution that fits `scratch`.
    Remarks in category `strategy`, passed and missed, hold the figures. Runs after
    `decompose-attention`, before `verify-winograd`. Idempotent.
  }];
  let options = [
    Option<"method", "method", "std::string", /*default=*/"\"auto\"",
           "auto (cost model), precise (the same, but F(4x4, 3x3) in f32 only), off, f2 or f4">,
    Option<"scratchMiB", "scratch", "int64_t", /*default=*/"-1",
           "most MiB that transformed input and products of one convolution may take; -1: what the network leaves free">,
    Option<"trafficPercent", "traffic", "int64_t", /*default=*/"-1",
           "percent by which auto may raise the bytes that the network moves; -1: the target's winograd_traffic_percent (5), or any where a CPU's caches hold them">
  ];
  let statistics = [
    Statistic<"numSelected", "num-selected", "Number of convolutions annotated">
  ];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def VerifyWinogradPass : Pass<"verify-winograd", "::mlir::ModuleOp"> {
  let summary = "Check that annotated convolutions can be computed with Winograd";
  let description = [{
    `kernel.winograd` stands on a channels-last 3x3 convolution of stride and dilation 1
    with constant weights, says tile = [2] or [4], and makes no tensor that kernels
    cannot index. Runs before `decompose-winograd`, which trusts what it reads.
  }];
}

def ApplyTuningPass : Pass<"apply-tuning", "::mlir::ModuleOp"> {
  let summary = "Use the configs that were measured on a device";
  let description = [{
    Writes `kernel.config` on each group function whose signature (a hash of what
    it computes, see codegen/Strategy/KernelConfig.h) the module's `burin.tuning`
    knows. A text that is no config, or one that its schedule or the target cannot
    obey, is left out: `missed` remarks in category `strategy`, never errors,
    because the file may be of another version. Without `burin.tuning` nothing
    happens.

    ```mlir
    module attributes {burin.tuning = {g17b0c33e95ae0a9f =
        "#kernel.config<schedule = \22row\22, workgroup = [64, 1, 1], tile = [], vector = 4>"}} {
    func.func private @softmax_3(...)
    // becomes
    func.func private @softmax_3(...) attributes {kernel.config =
      #kernel.config<schedule = "row", workgroup = [64, 1, 1], tile = [], vector = 4>}
    ```
    Runs before `select-kernel-config`, which chooses the rest. Idempotent.
  }];
  let statistics = [
    Statistic<"numTuned", "num-tuned", "Number of groups whose config was measured">,
    Statistic<"numUnknown", "num-unknown", "Number of groups that nobody measured">,
    Statistic<"numRefused", "num-refused", "Number of measured configs that do not verify">
  ];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def EnumerateCandidatesPass : Pass<"enumerate-candidates", "::mlir::ModuleOp"> {
  let summary = "Replace the model by a program that compares configs of its kernels";
  let description = [{
    For each group that is called: one public function, named by the group's
    signature, that calls up to `limit` copies of it on the same noise. The copies
    differ in their configs; the first has the strategy's choice. Groups with
    integer operands, or without a second config that verifies, are left out. How
    often the model calls a group is kept in `burin.candidate_calls`.

    ```mlir
    func.func @main(...) { ... call @softmax_3(%0) ... call @softmax_3(%5) ... }
    // becomes
    func.func @g17b0c33e95ae0a9f() -> (tensor<8x77xf32>, tensor<8x77xf32>) {
      %0 = plan.constant "g17b0c33e95ae0a9f.0" #plan.synthetic<...> of tensor<8x77xf32> -> tensor<8x77xf32>
      %1 = call @softmax_3_c0(%0) : ...
      %2 = call @softmax_3_c1(%0) : ...
      return %1, %2
    }
    ```
    Runs after `verify-kernel-config`, before `lower-to-kernels`, and only for
    `--emit-candidates`. `burin tune` measures the plan that results.
  }];
  let options = [
    Option<"limit", "limit", "int64_t", /*default=*/"8", "Most configs of one group">,
    ListOption<"schedules", "schedules", "std::string", "Only groups that the strategy gives one of these schedules">
  ];
  let statistics = [
    Statistic<"numCandidates", "num-candidates", "Number of kernels to compare">
  ];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect", "::mlir::burin::plan::PlanDialect"];
}

def SelectKernelConfigPass : Pass<"select-kernel-config", "::mlir::ModuleOp"> {
  let summary = "Choose a lowering config for every group";
  let description = [{
    Writes `kernel.config` on each group function that has none, from the
    group's root and the module's target description (`burin.target`). Only
    annotates: a tuner may write other configs first.

    ```mlir
    func.func private @group_3(...)
    // becomes
    func.func private @group_3(...) attributes {kernel.config =
      #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [6, 2, 4, 1], vector = 8>}
    ```
    Runs after `outline-groups`, before `verify-kernel-config`. Idempotent.
    Emits an `analysis` remark in category `strategy` per group.
  }];
  let dependentDialects = ["::mlir::burin::kernel::KernelDialect"];
}

def VerifyKernelConfigPass : Pass<"verify-kernel-config", "::mlir::ModuleOp"> {
  let summary = "Check every config against its group and the target's limits";
  let description = [{
    A config that a schedule cannot obey, or that exceeds the target's
    work-group size or local memory, is an error that names the kernel and the
    limit. Runs before `lower-to-kernels`, which trusts what it reads.
  }];
}

def LowerToKernelsPass : Pass<"lower-to-kernels", "::mlir::ModuleOp"> {
  let summary = "Build one gpu.func per group and dispatch it";
  let description = [{
    Each group function becomes a `gpu.module` with one kernel, built by the
    schedule that its config names; calls become `plan.dispatch`.

    ```mlir
    %1 = call @group_3(%0, %w) : (tensor<2x8xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
    // becomes
    %1 = plan.dispatch @group_3::@group_3 grid [1, 1, 1] (%0, %w) : ...
    ```
    Runs after `verify-kernel-config`.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::nvgpu::NVGPUDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
    "::mlir::burin::plan::PlanDialect"];
}

def PoisonLocalMemoryPass : Pass<"poison-local-memory", "::mlir::gpu::GPUModuleOp"> {
  let summary = "Local memory that starts as NaN, to find reads of what nobody wrote";
  let description = [{
    For finding faults: drivers for CPUs hand out local memory that is zero, GPUs
    what the last kernel left. All items of a work group set all bits of it, which
    is NaN in every float type, and meet at a barrier before the kernel begins.

    ```mlir
    %m = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
    // becomes, in front of the kernel's body, with 16 items
    %m = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
    scf.for %i = %item to %c64 step %c16 {
      memref.store %nan, %m[%i] : ...
    }
    gpu.barrier
    ```
    Runs last in the Kernels phase (`burinc --poison-local`). Idempotent; kernels
    without local memory are left alone.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def ExpandMatrixOpsPass : Pass<"expand-matrix-ops", "::mlir::gpu::GPUModuleOp"> {
  let summary = "Cooperative matrices in plain registers";
  let description = [{
    For targets whose `matrix_unit` is `emulated`, 16 x 16 matrices that a
    sub-group shares become vectors of four f32 of each of its lanes: rows of the
    left operand and of the accumulator are spread over the lanes, the right
    operand is in all of them. A kernel of the cooperative schedules then runs on
    any device, with the same accesses to memory.

    ```mlir
    %2 = gpu.subgroup_mma_compute %0, %1, %acc : ...
    // becomes, with a sub-group size of 8, for each of the lane's two rows
    %3 = vector.broadcast %a : f32 to vector<4xf32>
    %4 = math.fma %3, %b, %sum : vector<4xf32>
    ```
    Runs first after `lower-to-kernels`. Idempotent; other targets are left alone.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
    "::mlir::vector::VectorDialect"];
}

def ConvertGpuToOpenCLPass : Pass<"convert-gpu-to-opencl", "::mlir::gpu::GPUModuleOp"> {
  let summary = "gpu.func to OpenCL C, as EmitC";
  let description = [{
    Rewrites each kernel of a `gpu.module` into an `emitc.func` whose types are
    the opaque spellings of OpenCL C. Halves are storage only: they are loaded
    and stored with vload_half and vstore_half, which need no extension.
    Upstream's convert-to-emitc drops address spaces and is not used
    (docs/rationale/opencl.md).
  }];
  let dependentDialects = ["::mlir::emitc::EmitCDialect"];
}

def ConvertGpuToVulkanPass : Pass<"convert-gpu-to-vulkan", "::mlir::gpu::GPUModuleOp"> {
  let summary = "gpu.func to SPIR-V for Vulkan";
  let description = [{
    Puts a `spirv.module` with the entry point in place of the kernel of a
    `gpu.module`, ready to be serialized. Argument k of the kernel is the
    storage buffer at set 0, binding k. A buffer that is accessed in vectors is
    declared as an array of vectors, because logical addressing has no pointer
    casts (docs/rationale/spirv.md); accesses must be aligned to their width.
    Everything else goes through upstream's patterns in one conversion.

    ```mlir
    gpu.module @k {
      gpu.func @k(%x: memref<64xf16, #gpu.address_space<global>>) kernel
          attributes {known_block_size = array<i32: 16, 1, 1>} {
        %i = gpu.thread_id x
        ...
        %v = vector.load %x[%i4] : memref<64xf16, ...>, vector<4xf16>
    // becomes
    gpu.module @k {
      spirv.module @k Logical GLSL450 requires #spirv.vce<v1.3, [...], [...]> {
        spirv.GlobalVariable @arg0_by4 bind(0, 0) : !spirv.ptr<!spirv.struct<...>, StorageBuffer>
        spirv.func @k() "None" { ... }
        spirv.EntryPoint "GLCompute" @k, @LocalInvocationId
        spirv.ExecutionMode @k "LocalSize", 16, 1, 1
    ```
    Runs after `lower-to-kernels` for targets whose `api` is `vulkan`; the
    target's `vulkan` dictionary lists the capabilities that it has, and a kernel
    that needs another is an error.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::spirv::SPIRVDialect", "::mlir::vector::VectorDialect"];
}

def ReorderDispatchesPass : Pass<"reorder-dispatches", "::mlir::func::FuncOp"> {
  let summary = "Put dispatches in the order that needs the least memory";
  let description = [{
    A local search over orders that keep every dispatch behind its producers:
    least peak of live bytes, with results in place of inputs that die as
    `assign-memory` will put them, then least sum of the squares of the live bytes.
    Remarks: category `memory`, name `reorder`.

    ```mlir
    %n = plan.dispatch @norm::@norm grid [4, 1, 1] (%x) : ... // may work in place
    %h = plan.dispatch @conv::@conv grid [4, 1, 1] (%n) : ...
    %s = plan.dispatch @skip::@skip grid [4, 1, 1] (%x) : ... // the smaller result
    // becomes: the norm may overwrite %x
    %s = plan.dispatch @skip::@skip grid [4, 1, 1] (%x) : ...
    %n = plan.dispatch @norm::@norm grid [4, 1, 1] (%x) : ...
    %h = plan.dispatch @conv::@conv grid [4, 1, 1] (%n) : ...
    ```
    Runs before `assign-memory`. Deterministic.
  }];
  let options = [
    Option<"inPlace", "in-place", "bool", /*default=*/"true", "Results may overlay inputs that die">
  ];
  let statistics = [Statistic<"numMoved", "num-moved", "Number of dispatches that moved">];
}

def AssignMemoryPass : Pass<"assign-memory", "::mlir::func::FuncOp"> {
  let summary = "Give every dispatch result an offset in the arena";
  let description = [{
    Greedy by size (Pisarchyk and Lee, "Efficient Memory Management for Deep
    Neural Net Inference", 2020): largest tensor first, at the lowest offset
    that is free during its whole life; where that misses the liveness bound, a
    search over orders goes on. A result may overlay an input that dies at its
    dispatch when the kernel allows it (`plan.in_place` of its gpu.module).
    Writes `offsets` on each dispatch and `plan.arena_bytes`,
    `plan.arena_lower_bound_bytes` (the maximum over time of the live bytes) on
    the function. Results that the function returns live in output buffers and
    get offset -1. Remarks: category `memory`, name `in-place`.

    ```mlir
    %0 = plan.dispatch @conv::@conv grid [4, 1, 1] (%x) : ...
    %1 = plan.dispatch @silu::@silu grid [4, 1, 1] (%0) : ... // may work in place
    %2 = plan.dispatch @conv::@conv grid [4, 1, 1] (%1) : ...
    // becomes
    %0 = plan.dispatch @conv::@conv grid [4, 1, 1] (%x) offsets [0] : ...
    %1 = plan.dispatch @silu::@silu grid [4, 1, 1] (%0) offsets [0] : ...
    %2 = plan.dispatch @conv::@conv grid [4, 1, 1] (%1) offsets [1024] : ...
    ```
    Runs after `lower-to-kernels`, before `verify-memory`. Idempotent.
  }];
  let options = [
    Option<"alignment", "alignment", "int64_t", /*default=*/"512", "Alignment of offsets in bytes">,
    Option<"inPlace", "in-place", "bool", /*default=*/"true", "Let results overlay inputs that die">
  ];
  let statistics = [
    Statistic<"numTensors", "num-tensors", "Number of tensors placed in the arena">,
    Statistic<"numInPlace", "num-in-place", "Number of tensors that overlay an input">
  ];
}

def VerifyMemoryPass : Pass<"verify-memory", "::mlir::func::FuncOp"> {
  let summary = "Prove that no two live tensors share memory";
  let description = [{
    Looks at every pair of dispatch results that are live at the same time. It is
    an error when their bytes overlap, unless the later is computed in place of
    the earlier by a kernel that allows it, and when a result lies outside of the
    arena. Knows nothing of how `assign-memory` chose the offsets. Runs last.
  }];
}

#endif // CODEGEN_PASSES_TD
