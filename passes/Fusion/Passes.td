//===- Passes.td - Passes of the Fuse and Outline phases -------*- tablegen -*-===//

#ifndef PASSES_FUSION_PASSES_TD
#define PASSES_FUSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def FuseElementwiseChainsPass : Pass<"fuse-elementwise-chains", "::mlir::func::FuncOp"> {
  let summary = "Merge element-wise ops with their only element-wise consumer";
  let description = [{
    `linalg.generic` ops whose iterators are all parallel and whose result has
    one user, itself such an op, become one `linalg.generic`.

    ```mlir
    %1 = linalg.generic {exp} ins(%0)
    %2 = linalg.generic {mul} ins(%0, %1)
    // becomes
    %2 = linalg.generic {exp, mul} ins(%0)
    ```
    Reductions and contractions keep their form, which schedules recognise. Where two
    roots meet (a residual sum of two convolutions), the ops in between stay apart:
    each root keeps its own epilogue. Ops marked `fused.inline` merge with each other
    only, and stay marked.
    Runs before `fold-transposes`. Idempotent.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::affine::AffineDialect"];
}

def InterleaveGatesPass : Pass<"interleave-gates", "::mlir::func::FuncOp"> {
  let summary = "Alternate the columns of the halves of a gated unit";
  let description = [{
    An element-wise op of both halves of a contraction's result (GEGLU: one half
    times GELU of the other) reads neighbours instead, so that it can join the
    contraction's kernel. The columns of the weight, and of the bias and whatever
    else varies along columns on the way, are permuted by their recipes; they must
    be `plan.constant`.

    ```mlir
    %y = linalg.matmul ins(%x, %w) // 8x64 . 64x256
    %a = tensor.extract_slice %y[0, 0] [8, 128] [1, 1]
    %b = tensor.extract_slice %y[0, 128] [8, 128] [1, 1]
    %g = linalg.generic {a * gelu(b)} ins(%a, %b)
    // becomes
    %y = linalg.matmul ins(%x, %w_permuted)
    %p = tensor.expand_shape %y [[0], [1, 2]] output_shape [8, 128, 2]
    %g = linalg.generic {a * gelu(b), (m, n) -> (m, n, 0), (m, n) -> (m, n, 1)} ins(%p, %p)
    ```
    Remarks: category `fusion`, name `gate`. Runs after `fuse-elementwise-chains`.
    Idempotent.
  }];
  let statistics = [Statistic<"numGates", "num-gates", "Number of gated units">];
  let dependentDialects = [
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect", "::mlir::burin::plan::PlanDialect"];
}

def SplitNormsPass : Pass<"split-norms", "::mlir::func::FuncOp"> {
  let summary = "Sum the statistics of large group norms in blocks";
  let description = [{
    A `fused.group_norm` with `kernel.blocks = B` becomes sums of x and of x * x over
    the positions of each of B blocks, channel by channel; sums of these per group;
    and an element-wise op that applies them, which other element-wise ops can join.
    With `kernel.statistics = "producer"` the first sums are a `fused.block_sums`, which
    the kernel that makes the input can write (`outline-groups`), one for each part of a
    concatenation of channels.
    B must divide the number of positions; anything else is an error. The variance
    is mean(x^2) - mean(x)^2 in f32, not less than 0.

    ```mlir
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-6 {kernel.blocks = 64} ...
    // becomes
    %p = linalg.generic {sum of x, x * x} ins(%blocks) -> tensor<1x64x2x256xf32>
    %s = linalg.generic {sum} ins(%p) -> tensor<1x2x32xf32>
    %0 = linalg.generic {(x - mean) * rsqrt(variance + epsilon) * scale + bias} ...
    ```
    With `kernel.norm_prologue` as well, the application is marked as in `fold-group-norms`.
    Runs before `fuse-elementwise-chains`. Emits a `passed` remark in category
    `fusion`. Idempotent.
  }];
  let statistics = [Statistic<"numSplit", "num-split", "Number of norms split">];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::math::MathDialect", "::mlir::arith::ArithDialect"];
}

def FoldGroupNormsPass : Pass<"fold-group-norms", "::mlir::func::FuncOp"> {
  let summary = "Group norms are applied by the kernel that reads their result";
  let description = [{
    A `fused.group_norm` with `kernel.norm_prologue` becomes its statistics and an
    element-wise op that applies them. That op and those between it and the root that
    reads it (SiLU) are marked `fused.inline`: `outline-groups` takes them into the
    root's group, and the normalised tensor is never written. The annotation on a norm
    without such a root is an error. A norm with `kernel.blocks` is left to
    `split-norms`, which marks its application in the same way.

    ```mlir
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%x, %scale, %bias) {kernel.norm_prologue}
    %1 = linalg.generic {silu} ins(%0)
    %2 = tensor.pad %1 low[0, 1, 1, 0] high[0, 1, 1, 0] {0}
    %3 = linalg.conv_2d_nhwc_hwcf ins(%2, %w)
    // becomes
    %s = fused.group_statistics epsilon = 1.0e-5 ins(%x) -> tensor<2x2x32xf32>
    %0 = linalg.generic {(x - s[n, 0, c / 10]) * s[n, 1, c / 10] * scale[c] + bias[c]} {fused.inline}
    %1 = linalg.generic {silu} ins(%0) {fused.inline}
    ```
    Obeys `select-norm-prologues`; runs before `fuse-elementwise-chains`. Remarks:
    category `fusion`, name `norm`. Idempotent.
  }];
  let statistics = [Statistic<"numFolded", "num-folded", "Number of norms applied by their reader">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::fused::FusedDialect"];
}

def ComposeLinearsPass : Pass<"compose-linears", "::mlir::func::FuncOp"> {
  let summary = "Two linear layers with a residual sum in between become one";
  let description = [{
    (h V + b + r) W, with stored V, b and W and nobody else reading the sum, becomes
    [h, r] [V W; W] + b W: one contraction over a concatenation, as long as W is not
    wider than its input (it would multiply more). V W and b W are made by recipes,
    in f32. In a transformer block: the second feed-forward layer and the output
    projection.

    ```mlir
    %p = linalg.matmul ins(%h, %v)
    %s = linalg.generic {p + bias + r}
    %y = linalg.matmul ins(%s, %w)
    // becomes
    %c = tensor.concat dim(1) %h, %r
    %p = linalg.matmul ins(%c, %vw)
    %y = linalg.generic {p + bias_w}
    ```
    Remarks: category `fusion`, name `linear`. Runs after `fuse-elementwise-chains`.
    Idempotent.
  }];
  let statistics = [Statistic<"numComposed", "num-composed", "Number of layers composed">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::plan::PlanDialect"];
}

def FoldLayerNormsPass : Pass<"fold-layer-norms", "::mlir::func::FuncOp"> {
  let summary = "Layer norm in front of matmuls becomes their epilogue";
  let description = [{
    Where every user of a `fused.layer_norm` multiplies it with a stored weight, the
    contraction reads the norm's input instead. The gain goes into the weight, the
    shift through the weight into a bias, both by recipes; mean and deviation of
    each row are applied to the product.

    ```mlir
    %n = fused.layer_norm ins(%x, %gain, %shift)
    %y = linalg.matmul ins(%n, %w)
    // becomes
    %s = fused.row_statistics ins(%x)
    %p = linalg.matmul ins(%x, %w_scaled)
    %y = linalg.generic {s[m, 1] * (p[m, n] - s[m, 0] * columns[n]) + t[n]} ins(%p, ...)
    ```
    Remarks: category `fusion`, name `norm`. Runs after `merge-matmuls`, so that
    query, key and value are one user. Idempotent.
  }];
  let statistics = [Statistic<"numFolded", "num-folded", "Number of norms folded">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::fused::FusedDialect", "::mlir::burin::plan::PlanDialect"];
}

def SplitRowStatisticsPass : Pass<"split-row-statistics", "::mlir::func::FuncOp"> {
  let summary = "Statistics of rows become sums by who makes them and moments by who reads them";
  let description = [{
    A `fused.row_statistics` with `kernel.blocks = B` becomes a `fused.row_sums` over B
    blocks of columns, which the kernel that makes the input can write
    (`outline-groups`), and a `fused.row_moments`, which kernels inline. B must divide
    the number of columns; anything else is an error.

    ```mlir
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8192x320xf16>) ... {kernel.blocks = 5}
    // becomes
    %p = fused.row_sums ins(%x : tensor<8192x320xf16>) ... -> tensor<5x8192x2xf32>
    %s = fused.row_moments columns = 320 epsilon = 1.0e-5 ins(%p : tensor<5x8192x2xf32>) ...
    ```
    Obeys `select-row-sums`. Remarks: category `fusion`, name `norm`. Idempotent.
  }];
  let statistics = [Statistic<"numSplit", "num-split", "Number of ops split">];
  let dependentDialects = ["::mlir::tensor::TensorDialect", "::mlir::burin::fused::FusedDialect"];
}

def SplitContractionsPass : Pass<"split-contractions", "::mlir::func::FuncOp"> {
  let summary = "Sum long contractions in parts";
  let description = [{
    A contraction with `kernel.split = P` becomes one with a parallel loop over P
    parts of its innermost reduction loop, and a reduction over the partial results. P must divide the loop's extent, and the loop must index both operands
    alone; anything else is an error.

    ```mlir
    %y = linalg.matmul {kernel.split = 4} ins(%a, %b : tensor<128x1280xf16>, tensor<1280x320xf16>)
    // becomes
    %p = linalg.generic {(s, m, n, k)} ins(tensor<128x4x320xf16>, tensor<4x320x320xf16>) -> tensor<4x128x320xf32>
    %y = linalg.generic {sum over s} ins(%p) -> tensor<128x320xf32>
    ```
    Obeys `select-split`. Remarks: category `fusion`, name `split`. Idempotent.
  }];
  let statistics = [Statistic<"numSplit", "num-split", "Number of contractions split">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::kernel::KernelDialect"];
}

def InlinePartSumsPass : Pass<"inline-part-sums", "::mlir::func::FuncOp"> {
  let summary = "Add what is summed in parts in the kernel of the group norm that reads it";
  let description = [{
    For a `fused.group_norm` with `kernel.part_sums` the reduction over the parts becomes an
    element-wise op with one operand per part, marked `fused.inline`, and so is the op that makes
    the norm's input from it. Where other ops read that input, too, the norm is marked
    `fused.keeps_input` instead: `outline-groups` makes it a second result of the norm's group.
    A norm whose input is made otherwise is an error.

    ```mlir
    %s = linalg.generic {sum over p} ins(%parts : tensor<2x512x1280xf32>)
    %x = linalg.generic {+ bias} ins(%s, %bias)
    %n = fused.group_norm groups = 32 ... ins(%x, ...) {kernel.part_sums}
    // becomes
    %s = linalg.generic {%parts[0, ...] + %parts[1, ...]} ins(%parts, %parts) {fused.inline}
    %x = linalg.generic {+ bias} ins(%s, %bias) {fused.inline}
    %n = fused.group_norm groups = 32 ... ins(%x, ...)
    ```
    Obeys `select-part-sums`. Remarks: category `fusion`, name `norm`. Idempotent.
  }];
  let statistics = [Statistic<"numInlined", "num-inlined", "Number of sums inlined">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

def FoldTransposesPass : Pass<"fold-transposes", "::mlir::func::FuncOp"> {
  let summary = "Read a transposed operand of a contraction where it lies";
  let description = [{
    A contraction whose operand is a pure permutation (a `linalg.generic` that
    yields its input) becomes a `linalg.generic` contraction that indexes the
    permutation's input, so that the schedule sees which loop is contiguous.

    ```mlir
    %t = linalg.generic {permutation (b, n, k) -> (b, k, n)} ins(%key)
    %s = linalg.batch_matmul ins(%query, %t)
    // becomes
    %s = linalg.generic {(b, m, k), (b, n, k) -> (b, m, n)} ins(%query, %key)
    ```
    Runs after `fuse-elementwise-chains`, before `outline-groups`. Idempotent.
  }];
  let statistics = [
    Statistic<"numFolded", "num-folded", "Number of permutations folded into contractions">
  ];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def DecomposeAttentionPass : Pass<"decompose-attention", "::mlir::func::FuncOp"> {
  let summary = "Take attention apart where its annotation says so";
  let description = [{
    A `fused.attention` annotated `plain-attention` becomes two contractions around
    a softmax. One annotated `partial-attention` writes scores, and per row only
    their maximum and 1 / sum; the second contraction computes probabilities while
    it loads scores ("Speed Is All You Need", section 3.2.1). Where its tile has
    fewer queries than the op, blocks of queries are computed one after the other,
    so that no tensor holds all scores.

    ```mlir
    %0 = fused.attention ... ins(%q, %k, %v) {kernel.attention =
      #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [64], vector = 1>}
    // becomes
    %s = linalg.batch_matmul ins(%q, %k)
    %m = linalg.generic {scale, mask} ins(%s)
    %t = fused.softmax_statistics ins(%m)
    %p = linalg.generic {exp(x - max) * inverse} ins(%m, %t) {fused.inline}
    %0 = linalg.batch_matmul ins(%p, %v)
    ```
    Everything else stays: flash schedules lower the op itself. Runs after
    `verify-attention`, before `fuse-elementwise-chains`. Idempotent.
  }];
  let statistics = [
    Statistic<"numPlain", "num-plain", "Number of ops taken apart into three steps">,
    Statistic<"numPartial", "num-partial", "Number of ops with partially fused softmax">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect", "::mlir::burin::fused::FusedDialect"];
}

def DecomposeWinogradPass : Pass<"decompose-winograd", "::mlir::func::FuncOp"> {
  let summary = "3x3 convolutions as transforms around a batch of matmuls, where annotated";
  let description = [{
    A convolution annotated with `kernel.winograd` becomes Winograd's F(2x2, 3x3) or
    F(4x4, 3x3): transformed windows of the input, one matmul for each of their
    (tile + 2)^2 elements, and the transform back. The weights' part is a step of their
    recipe. Windows past the edge read zeros.

    ```mlir
    %0 = linalg.conv_2d_nhwc_hwcf {kernel.winograd = #kernel.config<schedule = "winograd", ..., tile = [4], ...>}
      ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>)
    // becomes
    %v = fused.winograd_input tile = 4 ins(%x) -> tensor<36x256x128xf16>
    %m = linalg.batch_matmul ins(%v, %transformed_w) -> tensor<36x256x128xf32>, converted to f16
    %0 = fused.winograd_output tile = 4 ins(%m) -> tensor<1x64x64x128xf32>
    ```
    Runs after `verify-winograd`, before `fuse-elementwise-chains`. Idempotent.
  }];
  let statistics = [
    Statistic<"numDecomposed", "num-decomposed", "Number of convolutions taken apart">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::fused::FusedDialect", "::mlir::burin::plan::PlanDialect"];
}

def DecomposeUpsampledConvolutionsPass : Pass<"decompose-upsampled-convolutions", "::mlir::func::FuncOp"> {
  let summary = "3x3 convolutions after nearest upsampling by 2 as 2x2 ones of the image itself";
  let description = [{
    For rows and columns of each parity the nine taps of a window fall on 2x2 pixels of the image
    before upsampling. Their weights are added when weights are written (a step of the recipe), and
    4 of 9 products are left (polyphase decomposition). The image may be transposed on the way;
    the convolution has stride 1, zeros around the image and constant weights.

    ```mlir
    %u = linalg.generic {map (n, y, x, c) -> (n, y floordiv 2, x floordiv 2, c)} ins(%x : tensor<1x8x8x64xf16>)
    %p = tensor.pad %u low[0, 1, 1, 0] high[0, 1, 1, 0]
    %0 = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x18x18x64xf16>, tensor<3x3x64x32xf16>)
    // becomes
    %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0]
    %q = linalg.generic ins(%p, %added_w : tensor<1x10x10x64xf16>, tensor<2x2x2x2x64x32xf16>)
           -> tensor<1x8x2x8x2x32xf32>
    %0 = tensor.collapse_shape %q -> tensor<1x16x16x32xf32>
    ```
    Convolutions that are to be Winograd's are taken apart before (`decompose-winograd`). Idempotent.
    Remarks: category `fusion`, name `polyphase`.
  }];
  let statistics = [
    Statistic<"numDecomposed", "num-decomposed", "Number of convolutions that read the image before upsampling">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::plan::PlanDialect"];
}

def ExternalizeConstantsPass : Pass<"externalize-constants", "::mlir::func::FuncOp"> {
  let summary = "Tables become constants of the plan, splats stay literals";
  let description = [{
    A dense `arith.constant` that is not a splat cannot be inlined into a kernel
    as a literal: it becomes a `plan.constant` with the literal as its source.
    Runs before `outline-groups`. Idempotent.
  }];
  let dependentDialects = ["::mlir::burin::plan::PlanDialect"];
}

def MergeMatmulsPass : Pass<"merge-matmuls", "::mlir::func::FuncOp"> {
  let summary = "Matmuls that read one activation become one";
  let description = [{
    `linalg.matmul` and `linalg.conv_2d_nhwc_hwcf` ops of one activation and constant
    weights become one op on the weights side by side, together with an epilogue that is
    the same in all and reads constants only (bias, rounding). The results are slices of
    its result: index maps, no copies.

    ```mlir
    %q = linalg.matmul ins(%x, %wq)
    %k = linalg.matmul ins(%x, %wk)
    // becomes
    %w = plan.constant "wq+wk" #plan.concat<dim = 1, [...]>
    %m = linalg.matmul ins(%x, %w)
    %q = tensor.extract_slice %m[0, 0] [77, 320] [1, 1]
    %k = tensor.extract_slice %m[0, 320] [77, 320] [1, 1]
    ```
    Results of more than `small-bytes` in all are merged only where one op reads them
    (query, key and value) or where no other kernel runs in between: the memory of all is
    needed until the last is read. Not merged: results whose width is no multiple of 16
    (vector accesses would straddle slices), and those whose epilogue reads activations
    (it would lose its kernel). Remarks in category `fusion`, with the bytes saved.
    Runs after `externalize-constants`, before `select-split`. Idempotent.
  }];
  let options = [
    Option<"smallBytes", "small-bytes", "int64_t", /*default=*/"262144",
           "Bytes that may be live for the whole program for the sake of fewer kernels">
  ];
  let statistics = [
    Statistic<"numMerged", "num-merged", "Number of ops that became part of another">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::plan::PlanDialect"];
}

def OutlineGroupsPass : Pass<"outline-groups", "::mlir::ModuleOp"> {
  let summary = "Every op joins one group; a group becomes a private function";
  let description = [{
    Groups grow backwards from the values that must exist in memory. A group has
    at most one root (`fused::isRootOp`), a chain of element-wise consumers with
    one user each behind it (the epilogue), and whatever can be inlined in front
    (prologue): views, pads, slices and permutations for any root, cheap
    single-use arithmetic for reductions and norms. Views that no group takes
    stay in the caller, where they cost nothing.

    ```mlir
    %1 = linalg.matmul ins(%a, %b) outs(%zero)
    %2 = linalg.generic {add} ins(%1, %bias)
    // becomes
    %2 = call @matmul_0(%a, %b, %bias)
    ```
    An element-wise op behind a root joins the kernel that makes its operand rather
    than the one that reads its result: the root's raw f32 result is then never
    stored. A `fused.block_sums` of a group's result becomes its second result where
    the root can sum blocks and the epilogue keeps rows and channels; else it is a
    group of its own. Remarks in category `fusion`: `epilogue` and `prologue`, passed with the
    bytes saved, missed with the reason.
    Runs after `externalize-constants`; afterwards the entry function holds only
    calls, views and plan.constant.
  }];
  let options = [
    Option<"epilogues", "epilogues", "bool", "true", "Let element-wise consumers join the group of a root">,
    Option<"prologues", "prologues", "bool", "true",
           "Inline arithmetic and data movement in front of a root; views and padding always are">
  ];
  let statistics = [
    Statistic<"numGroups", "num-groups", "Number of groups">
  ];
  let dependentDialects = ["::mlir::func::FuncDialect", "::mlir::linalg::LinalgDialect"];
}

def VerifyGroupsPass : Pass<"verify-groups", "::mlir::ModuleOp"> {
  let summary = "Contract of the Outline phase";
  let description = [{
    Public functions hold only calls of private functions, reshapes,
    `plan.constant` and `return`. Anything else is an error that names the op.
  }];
}

#endif // PASSES_FUSION_PASSES_TD
