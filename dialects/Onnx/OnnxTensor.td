//===- OnnxTensor.td - Shapes, constants and data movement -----*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXTENSOR_TD
#define DIALECTS_ONNX_ONNXTENSOR_TD

include "dialects/Onnx/OnnxBase.td"

def Onnx_NoValueOp : Op<Onnx_Dialect, "NoValue", [Pure]> {
  let summary = "An absent optional operand";
  let results = (outs NoneType:$none);
  let assemblyFormat = "attr-dict `:` type($none)";
}
def Onnx_ConstantOp : Op<Onnx_Dialect, "Constant", [Pure, ConstantLike, AllTypesMatch<["value", "output"]>]> {
  let summary = "A literal small enough to live in the IR";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs AnyStaticShapeTensor:$output);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

def Onnx_ShapeOp : Onnx_Op<"Shape"> {
  let arguments = (ins AnyTensor:$data,
    DefaultValuedAttr<I64Attr, "0">:$start, OptionalAttr<I64Attr>:$end);
  let results = (outs AnyTensor:$shape);
}
def Onnx_SizeOp : Onnx_Unary<"Size">;
def Onnx_ReshapeOp : Onnx_Op<"Reshape"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$shape,
    DefaultValuedAttr<I64Attr, "0">:$allowzero);
  let results = (outs AnyTensor:$reshaped);
}
def Onnx_FlattenOp : Onnx_Unary<"Flatten"> {
  let arguments = (ins AnyTensor:$input, DefaultValuedAttr<I64Attr, "1">:$axis);
}
def Onnx_SqueezeOp : Onnx_Op<"Squeeze"> {
  let arguments = (ins AnyTensor:$data, Onnx_Optional:$axes);
  let results = (outs AnyTensor:$squeezed);
}
def Onnx_UnsqueezeOp : Onnx_Op<"Unsqueeze"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$axes);
  let results = (outs AnyTensor:$expanded);
}
def Onnx_ExpandOp : Onnx_Op<"Expand"> {
  let arguments = (ins AnyTensor:$input, AnyTensor:$shape);
  let results = (outs AnyTensor:$output);
}
def Onnx_TileOp : Onnx_Op<"Tile"> {
  let arguments = (ins AnyTensor:$input, AnyTensor:$repeats);
  let results = (outs AnyTensor:$output);
}
/// perm absent: reverse the dimensions.
def Onnx_TransposeOp : Onnx_Unary<"Transpose"> {
  let arguments = (ins AnyTensor:$input, OptionalAttr<DenseI64ArrayAttr>:$perm);
}
def Onnx_ConcatOp : Onnx_Op<"Concat"> {
  let arguments = (ins Variadic<AnyTensor>:$inputs, I64Attr:$axis);
  let results = (outs AnyTensor:$concat_result);
}
/// `split` holds the sizes, or none for equal parts (as many as results, or
/// num_outputs with a smaller last part).
def Onnx_SplitOp : Onnx_Op<"Split"> {
  let arguments = (ins AnyTensor:$input, Onnx_Optional:$split,
    DefaultValuedAttr<I64Attr, "0">:$axis, OptionalAttr<I64Attr>:$num_outputs);
  let results = (outs Variadic<AnyTensor>:$outputs);
}
def Onnx_SliceOp : Onnx_Op<"Slice"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$starts, AnyTensor:$ends,
    Onnx_Optional:$axes, Onnx_Optional:$steps);
  let results = (outs AnyTensor:$output);
}
def Onnx_GatherOp : Onnx_Op<"Gather"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$indices,
    DefaultValuedAttr<I64Attr, "0">:$axis);
  let results = (outs AnyTensor:$output);
}
def Onnx_GatherElementsOp : Onnx_Op<"GatherElements"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$indices,
    DefaultValuedAttr<I64Attr, "0">:$axis);
  let results = (outs AnyTensor:$output);
}
def Onnx_GatherNDOp : Onnx_Op<"GatherND"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$indices,
    DefaultValuedAttr<I64Attr, "0">:$batch_dims);
  let results = (outs AnyTensor:$output);
}
/// mode is constant, reflect, edge or wrap.
def Onnx_PadOp : Onnx_Op<"Pad"> {
  let arguments = (ins AnyTensor:$data, AnyTensor:$pads,
    Onnx_Optional:$constant_value, Onnx_Optional:$axes,
    DefaultValuedAttr<StrAttr, "\"constant\"">:$mode);
  let results = (outs AnyTensor:$output);
}
/// `value` is a one-element tensor (absent: f32 zero).
def Onnx_ConstantOfShapeOp : Onnx_Op<"ConstantOfShape"> {
  let arguments = (ins AnyTensor:$input, OptionalAttr<ElementsAttr>:$value);
  let results = (outs AnyTensor:$output);
}
def Onnx_RangeOp : Onnx_Op<"Range"> {
  let arguments = (ins AnyTensor:$start, AnyTensor:$limit, AnyTensor:$delta);
  let results = (outs AnyTensor:$output);
}
def Onnx_EyeLikeOp : Onnx_Unary<"EyeLike"> {
  let arguments = (ins AnyTensor:$input, OptionalAttr<TypeAttr>:$dtype,
    DefaultValuedAttr<I64Attr, "0">:$k);
}
def Onnx_TriluOp : Onnx_Op<"Trilu"> {
  let arguments = (ins AnyTensor:$input, Onnx_Optional:$k,
    DefaultValuedAttr<I64Attr, "1">:$upper);
  let results = (outs AnyTensor:$output);
}
def Onnx_DepthToSpaceOp : Onnx_Unary<"DepthToSpace"> {
  let arguments = (ins AnyTensor:$input, I64Attr:$blocksize,
    DefaultValuedAttr<StrAttr, "\"DCR\"">:$mode);
}
def Onnx_SpaceToDepthOp : Onnx_Unary<"SpaceToDepth"> {
  let arguments = (ins AnyTensor:$input, I64Attr:$blocksize);
}
/// mode is nearest or linear (cubic: unsupported); roi, scales, sizes optional.
def Onnx_ResizeOp : Onnx_Op<"Resize"> {
  let arguments = (ins AnyTensor:$x, Onnx_Optional:$roi, Onnx_Optional:$scales,
    Onnx_Optional:$sizes,
    DefaultValuedAttr<StrAttr, "\"nearest\"">:$mode,
    DefaultValuedAttr<StrAttr, "\"half_pixel\"">:$coordinate_transformation_mode,
    DefaultValuedAttr<StrAttr, "\"round_prefer_floor\"">:$nearest_mode,
    OptionalAttr<DenseI64ArrayAttr>:$axes,
    DefaultValuedAttr<StrAttr, "\"stretch\"">:$keep_aspect_ratio_policy,
    DefaultValuedAttr<F32Attr, "-0.75f">:$cubic_coeff_a,
    DefaultValuedAttr<I64Attr, "0">:$exclude_outside,
    DefaultValuedAttr<I64Attr, "0">:$antialias,
    DefaultValuedAttr<F32Attr, "0.0f">:$extrapolation_value);
  let results = (outs AnyTensor:$y);
}

#endif // DIALECTS_ONNX_ONNXTENSOR_TD
