//===- Passes.td - Passes of the Normalize phase ----------------*- tablegen -*-===//
//
// Order: onnx-simplify, onnx-fold-weights, onnx-raise-group-norm,
// onnx-raise-layer-norm, onnx-raise-attention, onnx-raise-activations,
// onnx-raise-upsampling, onnx-raise-time-embedding, onnx-convert-precision,
// onnx-channels-last, onnx-fold-weights, onnx-verify-normalized. Every pass is
// idempotent and leaves a graph that the ones before it do not change.
//
//===----------------------------------------------------------------------===//

#ifndef PASSES_NORMALIZE_PASSES_TD
#define PASSES_NORMALIZE_PASSES_TD

include "mlir/Pass/PassBase.td"

class Normalize_Pass<string argument> : Pass<argument, "::mlir::func::FuncOp"> {
  let dependentDialects = ["::mlir::burin::onnx::OnnxDialect", "::mlir::burin::plan::PlanDialect"];
}

def OnnxSimplifyPass : Normalize_Pass<"onnx-simplify"> {
  let summary = "One spelling for data movement; operations that do nothing go";
  let description = [{
    Identity, Dropout, casts to the same or from an exactly wider type and back,
    shape operations that change nothing, Concat and Split of one, Mul/Div/Pow by
    1, Add/Sub of 0 and a Slice that is one operand of a Concat disappear. Squeeze, Unsqueeze, Flatten and chains of them
    become one Reshape with a literal shape; transposes are composed, and one
    that moves only dimensions of size 1 becomes a Reshape.

    Runs first, on static shapes with shape arithmetic folded; the passes after
    it rely on its spelling. Dropping `+ 0` keeps a -0 that IEEE addition would turn into +0.

    ```mlir
    %1 = onnx.Unsqueeze %x, %axes : (tensor<2x8xf32>, tensor<1xi64>) -> tensor<2x8x1xf32>
    %2 = onnx.Transpose %1 {perm = array<i64: 0, 2, 1>} : (tensor<2x8x1xf32>) -> tensor<2x1x8xf32>
    // becomes
    %s = onnx.Constant dense<[2, 1, 8]> : tensor<3xi64>
    %2 = onnx.Reshape %x, %s : (tensor<2x8xf32>, tensor<3xi64>) -> tensor<2x1x8xf32>
    ```
  }];
  let statistics = [Statistic<"numOpsRemoved", "ops-removed", "Operations less than before">];
}

def OnnxFoldWeightsPass : Normalize_Pass<"onnx-fold-weights"> {
  let summary = "Transposes, reshapes and casts of weights become recipe steps";
  let description = [{
    After it no weight is transposed, reshaped or cast at run time: onnx.Constant
    is folded, plan.constant gets a step; neighbouring steps are merged. Gemm's
    transA and transB of constants become 0. MatMul weights stay [K, N]. What a
    graph computes from weights (Mul, Add, Slice) stays. Runs after
    onnx-simplify, and again after onnx-channels-last.

    ```mlir
    %w = plan.constant "w" #plan.file<0, offset = 0, length = 96> of tensor<6x4xf32> -> tensor<6x4xf32>
    %y = onnx.Gemm %x, %w, %b {transB = 1 : i64} : ...
    // becomes
    %w = plan.constant "w" #plan.file<0, offset = 0, length = 96> of tensor<6x4xf32>
           recipe [#plan.transpose<[1, 0]>] -> tensor<4x6xf32>
    %y = onnx.Gemm %x, %w, %b : ...
    ```
  }];
  let statistics = [Statistic<"numRecipeSteps", "recipe-steps", "Recipe steps of all weights">];
}

def OnnxRaiseGroupNormPass : Normalize_Pass<"onnx-raise-group-norm"> {
  let summary = "GroupNormalization from a reshaped InstanceNormalization or primitives";
  let description = [{
    Matches [N, C, ...] -> [N, G, ...] -> normalization over all but the first
    two dimensions -> [N, C, ...], the normalization being an
    InstanceNormalization (its scale and bias per group are literals, usually 1
    and 0) or spelt out in means and square roots; then a constant factor and a
    constant term per channel ([C, 1, 1] or [1, C, 1, 1], either side), or both
    before the reshape back, split into groups. Spelt out, channels may also be
    last, as in TensorFlow and Flax: [N, ..., C] -> [N, ..., G, C/G]. An
    InstanceNormalization of rank 4 and more by itself becomes one with G = C.
    Float casts in between do not matter: the op computes in f32. A factor or
    term that is no such constant stays behind the norm.

    Runs after onnx-simplify and onnx-fold-weights, and before
    onnx-raise-layer-norm, which would take the spelt-out form. Remarks:
    category `raise`, name `group-norm`.

    ```mlir
    %1 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
    %2 = onnx.InstanceNormalization %1, %ones, %zeros : ...
    %3 = onnx.Reshape %2, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
    %4 = onnx.Mul %3, %gamma : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
    %5 = onnx.Add %4, %beta : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
    // becomes, with gamma and beta of shape [8],
    %5 = onnx.GroupNormalization %x, %gamma, %beta {num_groups = 4 : i64} : ...
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "GroupNormalizations made">];
}

def OnnxRaiseLayerNormPass : Normalize_Pass<"onnx-raise-layer-norm"> {
  let summary = "LayerNormalization and RMSNormalization from primitives";
  let description = [{
    Matches (x - mean) / sqrt(mean((x - mean)^2) + epsilon) over the last
    dimensions, then a constant scale and bias of their shape; without the means
    it is an RMSNormalization. Division, Reciprocal and Pow(-0.5), Pow(2) and a
    product, means and sums divided by their size, mean(x^2) - mean(x)^2 for the
    variance, factors in any order, statistics with or without kept dimensions,
    and float casts anywhere are one formula. An intermediate value that is used
    elsewhere keeps the graph as it is; a scale or bias that is no constant of
    the normalized shape stays behind the norm.

    Runs after onnx-raise-group-norm. Remarks: category `raise`, name
    `layer-norm`.

    ```mlir
    %m = onnx.ReduceMean %x, %axes : (tensor<2x77x64xf32>, tensor<1xi64>) -> tensor<2x77x1xf32>
    %d = onnx.Sub %x, %m : ...
    %q = onnx.Pow %d, %two : ...
    %v = onnx.ReduceMean %q, %axes : ...
    %e = onnx.Add %v, %eps : ...
    %s = onnx.Sqrt %e : ...
    %n = onnx.Div %d, %s : ...
    %g = onnx.Mul %n, %gamma : ...
    %y = onnx.Add %g, %beta : ...
    // becomes
    %y = onnx.LayerNormalization %x, %gamma, %beta {axis = -1 : i64} : ...
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "Normalizations made">];
}

def OnnxRaiseAttentionPass : Normalize_Pass<"onnx-raise-attention"> {
  let summary = "Attention from two products around a softmax";
  let description = [{
    Matches softmax(scale * Q K^T + mask) V, or its transpose V^T softmax(...)^T,
    over leading dimensions that are batch and heads, their product, or none.
    Between the products there may be float casts, reshapes of the leading
    dimensions, transposes of the last two, scalar factors and quotients, and
    masks: sums, differences, and Where with -inf or another number that hides a
    score. Scalar factors of Q and K, also before the heads were split, join the
    scale. A literal mask that hides exactly the keys after each query becomes
    `is_causal`, one that hides nothing goes; conditions with -inf stay boolean.
    A softmax in primitives counts, and so does Where(IsNaN(p), 0, p) around it.

    The result reads and makes [batch, heads, length, size]; splitting and
    merging heads stays outside as reshapes and transposes, and the transpose of
    K is merged with the one that split its heads. An onnx.Attention that the
    graph has already takes the same form. Scores or probabilities that are used
    elsewhere keep the graph as it is.

    Runs after onnx-raise-layer-norm, before onnx-convert-precision (Attention
    computes in f32 inside, whatever is stored). Remarks: category `raise`, name
    `attention`.

    ```mlir
    %t = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : ...
    %s = onnx.MatMul %q, %t : (tensor<2x8x64x40xf32>, tensor<2x8x40x77xf32>) -> tensor<2x8x64x77xf32>
    %c = onnx.Mul %s, %scale : (tensor<2x8x64x77xf32>, tensor<f32>) -> tensor<2x8x64x77xf32>
    %p = onnx.Softmax %c : (tensor<2x8x64x77xf32>) -> tensor<2x8x64x77xf32>
    %y = onnx.MatMul %p, %v : (tensor<2x8x64x77xf32>, tensor<2x8x77x40xf32>) -> tensor<2x8x64x40xf32>
    // becomes
    %none = onnx.NoValue : none
    %y = onnx.Attention %q, %k, %v, %none {scale = 0.158113882 : f32} : ...
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "Attentions made">];
}

def OnnxRaiseActivationsPass : Normalize_Pass<"onnx-raise-activations"> {
  let summary = "Swish (SiLU, QuickGELU) and Gelu (erf, tanh) from primitives";
  let description = [{
    Expands sums and products over a value x and one Sigmoid, Erf or Tanh of a
    polynomial in x, and compares coefficients: x sigmoid(alpha x) is Swish,
    x/2 (1 + erf(x / sqrt 2)) is Gelu, with sqrt(2/pi) (x + 0.044715 x^3) in a
    Tanh its approximation. 1 / (1 + exp(-z)) and exp(z) / (1 + exp(z)) count as
    a Sigmoid, and a Sigmoid as (1 + tanh(z / 2)) / 2. Constants may
    be off by as much as storing them in the graph's element type costs. An
    intermediate value that is used elsewhere keeps the graph as it is.

    Runs after the norms. Remarks: category `raise`, name `activation`.

    ```mlir
    %s = onnx.Sigmoid %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
    %y = onnx.Mul %x, %s : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
    // becomes
    %y = onnx.Swish %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "Activations made">];
}

def OnnxRaiseUpsamplingPass : Normalize_Pass<"onnx-raise-upsampling"> {
  let summary = "Nearest upsampling by whole factors from any repetition";
  let description = [{
    Output position o of a dimension that reads input position o / factor is
    nearest upsampling. It is spelt as a Resize with any rounding and coordinate
    rule that comes to the same for these sizes, with scales or sizes and with
    axes or without; as a reshape to [..., H, 1, W, 1], Expand, Tile or a Concat
    of equal operands, and a reshape back; or as a Gather. All become one Resize:
    nearest, asymmetric, floor, scales for every dimension. Later passes read it
    as an index map. One dimension after the other is merged.

    A Resize that repeats some elements more often than others, a Tile that
    repeats rows instead of elements, and repetition of the batch stay. A
    repetition that is used elsewhere keeps the graph as it is.

    Runs after onnx-raise-attention (heads that share keys are repeated too) and
    before onnx-channels-last. Remarks: category `raise`, name `upsampling`.

    ```mlir
    %0 = onnx.Reshape %x, %s0 : (tensor<1x4x8x8xf32>, tensor<6xi64>) -> tensor<1x4x8x1x8x1xf32>
    %1 = onnx.Expand %0, %s1 : (tensor<1x4x8x1x8x1xf32>, tensor<6xi64>) -> tensor<1x4x8x2x8x2xf32>
    %2 = onnx.Reshape %1, %s2 : (tensor<1x4x8x2x8x2xf32>, tensor<4xi64>) -> tensor<1x4x16x16xf32>
    // becomes
    %scales = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
    %2 = onnx.Resize %x, %none, %scales, %none {coordinate_transformation_mode = "asymmetric",
                                                nearest_mode = "floor"} : ...
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "Upsamplings made">];
}

def OnnxRaiseTimeEmbeddingPass : Normalize_Pass<"onnx-raise-time-embedding"> {
  let summary = "Sine and cosine halves of an embedding become one expression";
  let description = [{
    Matches Concat(sin(a), cos(a)) in the last dimension, either order, where the
    angles a are element-wise in literals and what broadcasts along the last
    dimension (a timestep times frequencies, with any scale and shift). The
    literals are repeated, and the halves chosen by a literal mask: two sines per
    element cost nothing next to a kernel, and the values are the same to the
    last bit. Halves that exporters turn round afterwards are in order already:
    onnx-simplify drops such slices.

    A sine or cosine that is used elsewhere, halves of different angles and
    frequencies that are weights keep the graph as it is.

    Runs after onnx-simplify, before onnx-convert-precision. Remarks: category
    `raise`, name `time-embedding`.

    ```mlir
    %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x160xf32>) -> tensor<2x160xf32>
    %s = onnx.Sin %a : (tensor<2x160xf32>) -> tensor<2x160xf32>
    %c = onnx.Cos %a : (tensor<2x160xf32>) -> tensor<2x160xf32>
    %y = onnx.Concat %c, %s {axis = -1 : i64} : ... -> tensor<2x320xf32>
    // becomes
    %a = onnx.Mul %t, %ff : (tensor<2x1xf32>, tensor<1x320xf32>) -> tensor<2x320xf32>
    %s = onnx.Sin %a : (tensor<2x320xf32>) -> tensor<2x320xf32>
    %c = onnx.Cos %a : (tensor<2x320xf32>) -> tensor<2x320xf32>
    %y = onnx.Where %is_second, %s, %c : ... -> tensor<2x320xf32>
    ```
  }];
  let statistics = [Statistic<"numRaised", "raised", "Embeddings made">];
}

def OnnxConvertPrecisionPass : Normalize_Pass<"onnx-convert-precision"> {
  let summary = "Every floating-point tensor gets the storage type, except f32 islands";
  let description = [{
    Function arguments, results, values and constants of any floating-point type
    become f16 or f32; finite constants saturate to +-65504 in f16, weights get a
    #plan.cast step, and casts between floating-point types vanish. Computation
    is in f32 whatever the storage type, so only what is *stored* changes.

    f32 islands. Sin, Cos, floating-point Range and casts from floating point to
    integers are seeds. When all that a seed is computed from, back to function
    arguments and constants, is element-wise, data movement or MatMul, these
    values stay f32: a timestep up to 999 times a frequency table is exact, and
    so are indices. The island goes on over data movement (Concat, Slice, ...) of
    its values and ends in one cast per value that leaves it. A function argument
    is f32 when all its uses are in islands, otherwise it has the storage type
    and is cast where it enters one. What the network itself computes (a sine of
    activations) is no island. Scales and roi of Resize are always f32. Integers
    and booleans do not change.

    Runs after the raising passes (which accept any float type) and before
    onnx-channels-last. Remarks: category `precision`.

    ```mlir
    func.func @main(%t: tensor<1xf16>) -> tensor<1x4xf16> {
      %a = onnx.Cast %t {to = f32} : (tensor<1xf16>) -> tensor<1xf32>
      %b = onnx.Mul %a, %frequencies : (tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
      %c = onnx.Sin %b : (tensor<1x4xf32>) -> tensor<1x4xf32>
      %d = onnx.Relu %c : (tensor<1x4xf32>) -> tensor<1x4xf32>
    // becomes
    func.func @main(%t: tensor<1xf32>) -> tensor<1x4xf16> {
      %b = onnx.Mul %t, %frequencies : (tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
      %c = onnx.Sin %b : (tensor<1x4xf32>) -> tensor<1x4xf32>
      %x = onnx.Cast %c {to = f16} : (tensor<1x4xf32>) -> tensor<1x4xf16>
      %d = onnx.Relu %x : (tensor<1x4xf16>) -> tensor<1x4xf16>
    ```
  }];
  let options = [Option<"precision", "precision", "std::string", "\"f16\"", "Storage type: f16 or f32">];
  let statistics = [
    Statistic<"numF32Ops", "f32-ops", "Operations in f32 islands">,
    Statistic<"numConstantsConverted", "constants", "Constants converted">,
    Statistic<"numCastsInserted", "casts-inserted", "Casts at island borders">,
    Statistic<"numCastsRemoved", "casts-removed", "Casts without effect removed">];
}

def OnnxChannelsLastPass : Normalize_Pass<"onnx-channels-last"> {
  let summary = "Activations become N...C, transposes only where the graph has a border";
  let description = [{
    2-d convolutions of one group (weights take the recipe OIHW -> HWIO) and
    group norms are rewritten to `channels_last` between two transposes. Then
    each transpose from channels last to first sinks below its users:
    element-wise ops (constants follow by recipe, [N, C, 1, 1] values by a
    reshape), Concat, Split, Slice, Pad, Resize, Softmax, reductions, Expand,
    Tile, and reshapes that keep neighbours together ([N, C, H, W] to [N, C,
    H*W]). An op on one transposed and one other run-time operand follows only
    when that leaves no more transposes. Grouped, depthwise and 1-d or 3-d
    convolutions and pooling windows stay as they are; so do the transposes of
    attention heads.

    What remains are transposes at the graph's inputs and outputs and next to
    ops that cannot follow; each is a remark of category `layout`. Runs after
    onnx-convert-precision; onnx-fold-weights after it finds nothing new except
    weights that were transposed at run time.

    ```mlir
    %y = onnx.Conv %x, %w, %b : (tensor<1x4x8x8xf16>, tensor<6x4x3x3xf16>, tensor<6xf16>) -> tensor<1x6x8x8xf16>
    %z = onnx.Relu %y : (tensor<1x6x8x8xf16>) -> tensor<1x6x8x8xf16>
    // becomes
    %0 = onnx.Transpose %x {perm = array<i64: 0, 2, 3, 1>} : (tensor<1x4x8x8xf16>) -> tensor<1x8x8x4xf16>
    %1 = onnx.Conv %0, %w, %b {channels_last} : (tensor<1x8x8x4xf16>, tensor<3x3x4x6xf16>, tensor<6xf16>) -> tensor<1x8x8x6xf16>
    %2 = onnx.Relu %1 : (tensor<1x8x8x6xf16>) -> tensor<1x8x8x6xf16>
    %z = onnx.Transpose %2 {perm = array<i64: 0, 3, 1, 2>} : (tensor<1x8x8x6xf16>) -> tensor<1x6x8x8xf16>
    ```
  }];
  let statistics = [
    Statistic<"numConvs", "convs", "Convolutions converted">,
    Statistic<"numNorms", "norms", "Group norms converted">,
    Statistic<"numTransposesLeft", "transposes-left", "Transposes left, all kinds">,
    Statistic<"numLayoutTransposesLeft", "layout-transposes-left",
              "Transposes left between channels first and last">];
}

def OnnxVerifyNormalizedPass : Normalize_Pass<"onnx-verify-normalized"> {
  let summary = "The contract at the exit of the Normalize phase";
  let description = [{
    Fails, with the op and the pass that is missing, on: shapes that are not
    static or computed at run time, non-canonical shape changes, a weight that is
    transposed, reshaped or cast at run time, and a floating-point type that the
    precision rule (onnx-convert-precision) does not allow. Changes nothing.
  }];
  let options = [Option<"precision", "precision", "std::string", "\"f16\"", "Storage type: f16 or f32">];
}

#endif // PASSES_NORMALIZE_PASSES_TD
