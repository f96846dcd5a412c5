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

#endif // DIALECTS_FUSED_FUSEDOPS_TD
