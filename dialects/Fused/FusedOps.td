//===- FusedOps.td - Aggregates that linalg does not have ------*- tablegen -*-===//

#ifndef DIALECTS_FUSED_FUSEDOPS_TD
#define DIALECTS_FUSED_FUSEDOPS_TD

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Fused_Dialect : Dialect {
  let name = "fused";
  let cppNamespace = "::mlir::burin::fused";
  let summary = "Aggregate operations with a schedule of their own";
  let description = [{
    An operation belongs here only if (1) it cannot be written as one
    `linalg.generic`, (2) running it as a whole saves memory traffic that
    fusing its parts cannot save, and (3) a schedule in codegen/Schedule lowers
    it. Operations are in destination style on static tensors. Arithmetic is
    f32 whatever the element type.
  }];
}

class Fused_Op<string mnemonic, list<Trait> traits = []>
    : Op<Fused_Dialect, mnemonic, traits # [Pure, DestinationStyleOpInterface]> {
  let hasVerifier = 1;
}

def Fused_GroupNormOp : Fused_Op<"group_norm"> {
  let summary = "Group normalisation, channels last";
  let description = [{
    y[n, s, c] = (x[n, s, c] - mean[n, g]) * rsqrt(var[n, g] + epsilon) * scale[c] + bias[c],
    g = c / (C / groups); mean and (biased) variance over the spatial positions
    and channels of the group.

    Constraints:
    * (C1) input and init are [N, S, C], scale and bias are [C].
    * (C2) groups divides C; epsilon is not negative.
  }];
  let arguments = (ins 3DTensorOf<[F16, F32]>:$input /*group_norm_c1*/,
    1DTensorOf<[F16, F32]>:$scale, 1DTensorOf<[F16, F32]>:$bias,
    3DTensorOf<[F16, F32]>:$init, I64Attr:$groups, F32Attr:$epsilon);
  let results = (outs 3DTensorOf<[F16, F32]>:$result);
  let assemblyFormat = [{
    `groups` `=` $groups `epsilon` `=` $epsilon
    `ins` `(` $input `,` $scale `,` $bias `:` type($input) `,` type($scale) `,` type($bias) `)`
    `outs` `(` $init `:` type($init) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_LayerNormOp : Fused_Op<"layer_norm"> {
  let summary = "Layer (or RMS) normalisation of the rows of a matrix";
  let description = [{
    y[r, c] = (x[r, c] - mean[r]) * rsqrt(var[r] + epsilon) * scale[c] + bias[c].
    With `rms` the mean is not subtracted and var is the mean square.

    Constraints:
    * (C1) input and init are [R, C], scale and bias are [C].
  }];
  let arguments = (ins 2DTensorOf<[F16, F32]>:$input,
    1DTensorOf<[F16, F32]>:$scale, 1DTensorOf<[F16, F32]>:$bias,
    2DTensorOf<[F16, F32]>:$init, F32Attr:$epsilon, UnitAttr:$rms);
  let results = (outs 2DTensorOf<[F16, F32]>:$result);
  let assemblyFormat = [{
    `epsilon` `=` $epsilon (`rms` $rms^)?
    `ins` `(` $input `,` $scale `,` $bias `:` type($input) `,` type($scale) `,` type($bias) `)`
    `outs` `(` $init `:` type($init) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_AttentionOp : Fused_Op<"attention"> {
  let summary = "Scaled dot-product attention";
  let description = [{
    y[b, h, q, :] = sum over k of p[b, h, q, k] * value[b, h / (H / Hk), k, :],
    p = softmax over k of (scale * query[b, h, q, :] . key[b, h / (H / Hk), k, :] + mask).

    A boolean mask lets a key through where it is true, a number is added. With
    `causal` query q sees the keys up to q. A query that sees no key is zero.
    Operands usually are views of [B, N, H * D] tensors: schedules read them, and
    write a transposed result, where they lie.

    Constraints:
    * (C1) query is [B, H, Nq, D], key [B, Hk, Nk, D], value [B, Hk, Nk, Dv], init
      and result [B, H, Nq, Dv], all static; Hk divides H.
    * (C2) query, key and value have one element type.
    * (C3) every extent of the mask is 1 or that of [B, H, Nq, Nk].
    * (C4) scale is finite.

    ```mlir
    %0 = fused.attention scale = 0.125 causal ins(%q, %k, %v : tensor<2x8x77x64xf16>,
      tensor<2x8x77x64xf16>, tensor<2x8x77x64xf16>) outs(%init : tensor<2x8x77x64xf16>)
      -> tensor<2x8x77x64xf16>
    ```
  }];
  let arguments = (ins 4DTensorOf<[F16, F32]>:$query /*attention_c1*/,
    4DTensorOf<[F16, F32]>:$key, 4DTensorOf<[F16, F32]>:$value,
    Optional<4DTensorOf<[I1, F16, F32]>>:$mask /*attention_c3*/,
    4DTensorOf<[F16, F32]>:$init, F32Attr:$scale /*attention_c4*/, UnitAttr:$causal);
  let results = (outs 4DTensorOf<[F16, F32]>:$result);
  let assemblyFormat = [{
    `scale` `=` $scale (`causal` $causal^)?
    `ins` `(` $query `,` $key `,` $value (`,` $mask^)? `:` type($query) `,` type($key) `,`
    type($value) (`,` type($mask)^)? `)`
    `outs` `(` $init `:` type($init) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_SoftmaxStatisticsOp : Fused_Op<"softmax_statistics"> {
  let summary = "What turns logits into probabilities: maximum and 1 / sum per row";
  let description = [{
    y[r, 0] = max of x[r, :], y[r, 1] = 1 / sum of exp(x[r, :] - y[r, 0]), so that
    exp(x[r, c] - y[r, 0]) * y[r, 1] is the softmax of row r. A row of -inf gives
    (0, 0): its probabilities are zero.

    Constraints:
    * (C1) input is [R, C], init and result are [R, 2].
  }];
  let arguments = (ins 2DTensorOf<[F16, F32]>:$input, 2DTensorOf<[F32]>:$init);
  let results = (outs 2DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `ins` `(` $input `:` type($input) `)` `outs` `(` $init `:` type($init) `)` attr-dict
    `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_RowStatisticsOp : Fused_Op<"row_statistics"> {
  let summary = "What normalises rows: mean and 1 / standard deviation";
  let description = [{
    y[r, 0] = mean of x[r, :], y[r, 1] = rsqrt(var + epsilon) with the (biased) variance
    around the mean. With `rms` the mean is given as 0 and var is the mean square.

    Constraints:
    * (C1) input is [R, C], init and result are [R, 2].
  }];
  let arguments = (ins 2DTensorOf<[F16, F32]>:$input, 2DTensorOf<[F32]>:$init,
    F32Attr:$epsilon, UnitAttr:$rms);
  let results = (outs 2DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `epsilon` `=` $epsilon (`rms` $rms^)? `ins` `(` $input `:` type($input) `)`
    `outs` `(` $init `:` type($init) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_BlockSumsOp : Fused_Op<"block_sums"> {
  let summary = "Sums of x and x * x per block of positions and channel";
  let description = [{
    y[n, b, 0, c] and y[n, b, 1, c] are the sums of x[n, s, c] and of its square over
    the S / B positions s of block b. Which positions form a block is up to the kernel
    that computes them: only the sum over all blocks of an image means anything.
    x is taken as it is stored. A kernel that makes x can write y as a second result
    (`outline-groups`); else it is a reduction.

    Constraints:
    * (C1) input is [N, S, C], init and result are [N, B, 2, C]; B divides S.

    ```mlir
    %p = fused.block_sums ins(%x : tensor<2x4096x320xf16>) outs(%init : tensor<2x64x2x320xf32>)
      -> tensor<2x64x2x320xf32>
    ```
  }];
  let arguments = (ins 3DTensorOf<[F16, F32]>:$input /*block_sums_c1*/, 4DTensorOf<[F32]>:$init);
  let results = (outs 4DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `ins` `(` $input `:` type($input) `)` `outs` `(` $init `:` type($init) `)` attr-dict
    `->` type($result)
  }];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    /// Positions per block.
    int64_t getRows() { return getInput().getType().getDimSize(1) / getInit().getType().getDimSize(1); }
  }];
}

def Fused_RowSumsOp : Fused_Op<"row_sums"> {
  let summary = "Sums of x and x * x per row and block of columns";
  let description = [{
    y[b, r, 0] and y[b, r, 1] are the sums of x[r, c] and of its square over the C / B
    columns c of block b. x is taken as it is stored. A kernel that makes x can write y
    as a second result (`outline-groups`); else it is a reduction.

    Constraints:
    * (C1) input is [R, C], init and result are [B, R, 2]; B divides C.

    ```mlir
    %p = fused.row_sums ins(%x : tensor<8192x320xf16>) outs(%init : tensor<5x8192x2xf32>)
      -> tensor<5x8192x2xf32>
    ```
  }];
  let arguments = (ins 2DTensorOf<[F16, F32]>:$input /*row_sums_c1*/, 3DTensorOf<[F32]>:$init);
  let results = (outs 3DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `ins` `(` $input `:` type($input) `)` `outs` `(` $init `:` type($init) `)` attr-dict
    `->` type($result)
  }];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    /// Columns per block.
    int64_t getColumns() { return getInput().getType().getDimSize(1) / getInit().getType().getDimSize(0); }
  }];
}

def Fused_RowMomentsOp : Fused_Op<"row_moments"> {
  let summary = "What normalises rows, from their sums: mean and 1 / standard deviation";
  let description = [{
    The y of `fused.row_statistics` for rows of `columns` elements whose sums over blocks
    are x[b, r, 0], and of whose squares x[b, r, 1]: the variance is the mean of the
    squares less the square of the mean, not less than 0. No root: a few numbers per
    row, which every kernel that reads y adds itself. An epilogue may do so many times;
    `matrix-contraction` adds them once.

    Constraints:
    * (C1) input is [B, R, 2], init and result are [R, 2].
    * (C2) columns is positive, epsilon is not negative.

    ```mlir
    %s = fused.row_moments columns = 320 epsilon = 1.0e-5 ins(%p : tensor<5x8192x2xf32>)
      outs(%init : tensor<8192x2xf32>) -> tensor<8192x2xf32>
    ```
  }];
  let arguments = (ins 3DTensorOf<[F32]>:$input /*row_moments_c1*/, 2DTensorOf<[F32]>:$init,
    I64Attr:$columns, F32Attr:$epsilon, UnitAttr:$rms);
  let results = (outs 2DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `columns` `=` $columns `epsilon` `=` $epsilon (`rms` $rms^)? `ins` `(` $input `:` type($input) `)`
    `outs` `(` $init `:` type($init) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_GroupStatisticsOp : Fused_Op<"group_statistics"> {
  let summary = "What normalises groups of channels: mean and 1 / standard deviation";
  let description = [{
    y[n, 0, g] = mean of x over the positions and the channels of group g of image n,
    y[n, 1, g] = rsqrt(var + epsilon) with the (biased) variance around the mean.

    Constraints:
    * (C1) input is [N, S, C], init and result are [N, 2, G]; G divides C.
    * (C2) epsilon is not negative.

    ```mlir
    %s = fused.group_statistics epsilon = 1.0e-5 ins(%x : tensor<2x4096x320xf16>)
      outs(%init : tensor<2x2x32xf32>) -> tensor<2x2x32xf32>
    ```
  }];
  let arguments = (ins 3DTensorOf<[F16, F32]>:$input /*group_statistics_c1*/, 3DTensorOf<[F32]>:$init,
    F32Attr:$epsilon);
  let results = (outs 3DTensorOf<[F32]>:$result);
  let assemblyFormat = [{
    `epsilon` `=` $epsilon `ins` `(` $input `:` type($input) `)` `outs` `(` $init `:` type($init) `)`
    attr-dict `->` type($result)
  }];
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    int64_t getGroups() { return getInit().getType().getDimSize(2); }
  }];
}

class Fused_WinogradOp<string mnemonic> : Fused_Op<mnemonic> {
  let assemblyFormat = [{
    `tile` `=` $tile `ins` `(` $input `:` type($input) `)` `outs` `(` $init `:` type($init) `)`
    attr-dict `->` type($result)
  }];
  let extraClassDeclaration = "MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }";
}

def Fused_WinogradInputOp : Fused_WinogradOp<"winograd_input"> {
  let summary = "Input of Winograd's F(tile x tile, 3x3), channels last";
  let description = [{
    y[i * (tile + 2) + j, t, c] = (B^T d B)[i, j], where d is the window of
    (tile + 2) x (tile + 2) elements of channel c that starts at row tile * h, column
    tile * w of image n, and t = (n * H' + h) * W' + w counts the H' x W' windows of
    each image (docs/rationale/winograd.md). Neighbouring windows overlap by two.

    Constraints:
    * (C1) tile is 2 or 4.
    * (C2) input is [N, tile * H' + 2, tile * W' + 2, C]; init and result are
      [(tile + 2)^2, N * H' * W', C].

    ```mlir
    %v = fused.winograd_input tile = 4 ins(%x : tensor<2x66x66x320xf16>)
      outs(%init : tensor<36x512x320xf16>) -> tensor<36x512x320xf16>
    ```
  }];
  let arguments = (ins I64Attr:$tile /*winograd_input_c1*/, 4DTensorOf<[F16, F32]>:$input,
    3DTensorOf<[F16, F32]>:$init);
  let results = (outs 3DTensorOf<[F16, F32]>:$result);
}

def Fused_WinogradOutputOp : Fused_WinogradOp<"winograd_output"> {
  let summary = "Output of Winograd's F(tile x tile, 3x3), channels last";
  let description = [{
    y[n, tile * h + i, tile * w + j, c] = (A^T m A)[i, j], where m is the matrix of
    input[:, t, c] and t = (n * H' + h) * W' + w counts the tiles of tile x tile elements;
    H' and W' round up: elements past the edge are dropped.

    Constraints:
    * (C1) tile is 2 or 4.
    * (C2) init and result are [N, H, W, C]; input is
      [(tile + 2)^2, N * ceil(H / tile) * ceil(W / tile), C].

    ```mlir
    %y = fused.winograd_output tile = 4 ins(%m : tensor<36x512x320xf16>)
      outs(%init : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    ```
  }];
  let arguments = (ins I64Attr:$tile /*winograd_output_c1*/, 3DTensorOf<[F16, F32]>:$input,
    4DTensorOf<[F16, F32]>:$init);
  let results = (outs 4DTensorOf<[F16, F32]>:$result);
}

#endif // DIALECTS_FUSED_FUSEDOPS_TD
