//===- PlanBase.td - The plan dialect and its attributes -------*- tablegen -*-===//

#ifndef DIALECTS_PLAN_PLANBASE_TD
#define DIALECTS_PLAN_PLANBASE_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"

def Plan_Dialect : Dialect {
  let name = "plan";
  let cppNamespace = "::mlir::burin::plan";
  let summary = "What the runtime sees: constants, dispatches, planned memory";
  let description = [{
    `plan.constant` names weight bytes where they lie (file, offset, length)
    and the recipe that turns them into the bytes the kernels read; the IR
    never holds them. After the Kernels phase `plan.dispatch` is one kernel
    launch. Files are listed once in the module attribute `plan.files`
    (an array of path strings), sources refer to them by index.
  }];
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
}

class Plan_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Plan_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

//===--- Sources: where the bytes of a constant are ------------------------===//

def Plan_FileSourceAttr : Plan_Attr<"FileSource", "file"> {
  let summary = "`length` bytes at `offset` of file `index` of `plan.files`, row-major, little-endian";
  let parameters = (ins "int64_t":$index, "int64_t":$offset, "int64_t":$length);
  let assemblyFormat = "`<` $index `,` `offset` `=` $offset `,` `length` `=` $length `>`";
}
def Plan_SyntheticSourceAttr : Plan_Attr<"SyntheticSource", "synthetic"> {
  let summary = "Seeded noise from N(mean, stddev), generated where the plan runs";
  let parameters = (ins "uint64_t":$seed, "::mlir::FloatAttr":$mean, "::mlir::FloatAttr":$stddev);
  let assemblyFormat = "`<` `seed` `=` $seed `,` `mean` `=` $mean `,` `stddev` `=` $stddev `>`";
}
def Plan_MissingSourceAttr : Plan_Attr<"MissingSource", "missing"> {
  let summary = "The model names a file that is not there; only --synthetic-weights can fill it";
  let parameters = (ins StringRefParameter<"why the bytes are missing">:$reason);
  let assemblyFormat = "`<` $reason `>`";
}

def Plan_PartAttr : Plan_Attr<"Part", "part"> {
  let summary = "One of the tensors that a #plan.concat joins: a source, its type and its own recipe";
  let parameters = (ins "::mlir::Attribute":$source, "::mlir::RankedTensorType":$type,
                        "::mlir::ArrayAttr":$recipe);
  let assemblyFormat = "`<` $source `of` $type `recipe` $recipe `>`";
}
def Plan_ConcatSourceAttr : Plan_Attr<"ConcatSource", "concat"> {
  let summary = "Parts side by side along dimension `dim`, equal in everything else";
  let description = [{
    ```mlir
    #plan.concat<dim = 1, [
      #plan.part<#plan.file<0, offset = 0, length = 32> of tensor<2x4xf32> recipe []>,
      #plan.part<#plan.file<0, offset = 64, length = 32> of tensor<4x2xf32> recipe [#plan.transpose<[1, 0]>]>]>
    ```
    is a tensor<2x8xf32>. A `#plan.synthetic` part is noise in the layout behind its recipe.
  }];
  let parameters = (ins "int64_t":$dim, ArrayRefParameter<"::mlir::burin::plan::PartAttr">:$parts);
  let assemblyFormat = "`<` `dim` `=` $dim `,` `[` $parts `]` `>`";
}

//===--- Recipe steps, applied in order when weights are written -----------===//

def Plan_CastStepAttr : Plan_Attr<"CastStep", "cast"> {
  let summary = "Element type conversion, round to nearest even, finite values saturate in f16";
  let parameters = (ins "::mlir::Type":$to);
  let assemblyFormat = "`<` $to `>`";
}
def Plan_TransposeStepAttr : Plan_Attr<"TransposeStep", "transpose"> {
  let summary = "result[i0, i1, ...] = source indexed so that result dim d is source dim perm[d]";
  let parameters = (ins ArrayRefParameter<"int64_t">:$perm);
  let assemblyFormat = "`<` custom<DimList>($perm) `>`";
}
def Plan_ReshapeStepAttr : Plan_Attr<"ReshapeStep", "reshape"> {
  let summary = "Same elements in row-major order, new shape";
  let parameters = (ins ArrayRefParameter<"int64_t">:$shape);
  let assemblyFormat = "`<` custom<DimList>($shape) `>`";
}
def Plan_PadStepAttr : Plan_Attr<"PadStep", "pad"> {
  let summary = "Zeros after the data: dimension d grows by high[d]";
  let parameters = (ins ArrayRefParameter<"int64_t">:$high);
  let assemblyFormat = "`<` custom<DimList>($high) `>`";
}

def Plan_WinogradStepAttr : Plan_Attr<"WinogradStep", "winograd"> {
  let summary = "Weights of a 3x3 convolution for Winograd's F(tile x tile, 3x3)";
  let description = [{
    [3, 3, Cin, Cout] becomes [(tile + 2)^2, Cin, Cout]: G g G^T of each 3x3 kernel g,
    rows first, computed in f32 and rounded once. tile is 2 or 4; elements are
    floats. A synthetic source keeps its distribution, scaled so that the
    convolution of white noise has the variance it had before.
  }];
  let parameters = (ins "int64_t":$tile);
  let assemblyFormat = "`<` $tile `>`";
}

def Plan_PolyphaseStepAttr : Plan_Attr<"PolyphaseStep", "polyphase"> {
  let summary = "Weights of a 3x3 convolution of an image upsampled by 2, for the image itself";
  let description = [{
    [3, 3, Cin, Cout] becomes [2, 2, 2, 2, Cin, Cout]: for rows and columns of each parity (the
    first two dimensions) the kernel whose windows of 2x2 pixels, from one pixel before on where
    the parity is 0, give what the 3x3 windows give after nearest upsampling by 2 and padding by
    1. Taps that fall on one pixel are added, in f32, and rounded once; elements are floats. A
    synthetic source keeps its distribution, scaled so that the convolution has the variance it
    had before.
  }];
}

def Plan_MultiplyStepAttr : Plan_Attr<"MultiplyStep", "multiply"> {
  let summary = "result[i, ...] = source[i, ...] * factors[i], in f32";
  let description = [{
    `factors` is a tensor of one dimension after its recipe, as long as the
    source's outermost dimension. Scales what a normalisation applies to each channel
    into the weight that reads it.
  }];
  let parameters = (ins "::mlir::burin::plan::PartAttr":$factors);
  let assemblyFormat = "`<` $factors `>`";
}

def Plan_ProductStepAttr : Plan_Attr<"ProductStep", "product"> {
  let summary = "The matrix product of the source [M, K] and `factor` [K, N], in f32";
  let parameters = (ins "::mlir::burin::plan::PartAttr":$factor);
  let assemblyFormat = "`<` $factor `>`";
}

def Plan_SumStepAttr : Plan_Attr<"SumStep", "sum"> {
  let summary = "The sum over the outermost dimension, computed in f64, stored as f32";
  let assemblyFormat = "";
}

#endif // DIALECTS_PLAN_PLANBASE_TD
