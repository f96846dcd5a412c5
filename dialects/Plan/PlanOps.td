//===- PlanOps.td - Operations of the plan dialect -------------*- tablegen -*-===//

#ifndef DIALECTS_PLAN_PLANOPS_TD
#define DIALECTS_PLAN_PLANOPS_TD

include "dialects/Plan/PlanBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Plan_Op<string mnemonic, list<Trait> traits = []>
    : Op<Plan_Dialect, mnemonic, traits>;

def Plan_ConstantOp : Plan_Op<"constant", [Pure]> {
  let summary = "A weight: bytes that stay where they are, and a recipe";
  let description = [{
    The value is `source`, read as a tensor of `source_type`, after each step
    of `recipe`. `source` is `#plan.file`, `#plan.synthetic`, `#plan.missing`,
    a dense elements attribute (small literals only) or a `#plan.concat` of those.

    Constraints:
    * (C1) the steps turn `source_type` into the result type.
    * (C2) the length of a file source is the byte size of `source_type`.
    * (C3) the parts of a concat source differ in dimension `dim` at most, and add
      up to `source_type`.

    ```mlir
    %w = plan.constant "conv_in.weight" #plan.file<0, offset = 4096, length = 46080>
           of tensor<320x4x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>]
           -> tensor<3x3x4x320xf16>
    ```
  }];
  let arguments = (ins StrAttr:$name, AnyAttr:$source, TypeAttrOf<AnyRankedTensor>:$source_type,
                   DefaultValuedAttr<ArrayAttr, "{}">:$recipe);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $name $source `of` $source_type (`recipe` $recipe^)? attr-dict `->` type($result)
  }];
  let hasVerifier = 1;
}

def Plan_DispatchOp : Plan_Op<"dispatch", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "One kernel launch";
  let description = [{
    Launches `kernel` (a `gpu.func` in a `gpu.module`) over `grid` work groups.
    The kernel's buffer arguments are the inputs, then one destination for each
    result. Operands are tensors: memory is decided by the offsets that
    `plan-assign-memory` writes into `offsets` (bytes in the arena, one per
    result; -1 when the result is an output of the entry point).
  }];
  let arguments = (ins SymbolRefAttr:$kernel, DenseI64ArrayAttr:$grid,
                   Variadic<AnyRankedTensor>:$inputs,
                   OptionalAttr<DenseI64ArrayAttr>:$offsets);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    $kernel `grid` $grid `(` $inputs `)` (`offsets` $offsets^)? attr-dict
    `:` functional-type($inputs, $results)
  }];
  let hasVerifier = 1;
}

#endif // DIALECTS_PLAN_PLANOPS_TD
