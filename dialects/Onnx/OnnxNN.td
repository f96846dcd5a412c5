//===- OnnxNN.td - Contractions, convolutions, norms, pooling --*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXNN_TD
#define DIALECTS_ONNX_ONNXNN_TD

include "dialects/Onnx/OnnxBase.td"

def Onnx_MatMulOp : Onnx_Binary<"MatMul">;
def Onnx_GemmOp : Onnx_Op<"Gemm"> {
  let arguments = (ins AnyTensor:$a, AnyTensor:$b, Onnx_Optional:$c,
    DefaultValuedAttr<F32Attr, "1.0f">:$alpha,
    DefaultValuedAttr<F32Attr, "1.0f">:$beta,
    DefaultValuedAttr<I64Attr, "0">:$transA,
    DefaultValuedAttr<I64Attr, "0">:$transB);
  let results = (outs AnyTensor:$y);
}
def Onnx_ConvOp : Onnx_Op<"Conv"> {
  let summary = "Convolution, any number of spatial dimensions";
  let arguments = (ins AnyTensor:$x, AnyTensor:$w, Onnx_Optional:$b,
    DefaultValuedAttr<StrAttr, "\"NOTSET\"">:$auto_pad,
    OptionalAttr<DenseI64ArrayAttr>:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$group,
    OptionalAttr<DenseI64ArrayAttr>:$kernel_shape,
    OptionalAttr<DenseI64ArrayAttr>:$pads,
    OptionalAttr<DenseI64ArrayAttr>:$strides,
    UnitAttr:$channels_last);
  let results = (outs AnyTensor:$y);
}
def Onnx_ConvTransposeOp : Onnx_Op<"ConvTranspose"> {
  let arguments = (ins AnyTensor:$x, AnyTensor:$w, Onnx_Optional:$b,
    DefaultValuedAttr<StrAttr, "\"NOTSET\"">:$auto_pad,
    OptionalAttr<DenseI64ArrayAttr>:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$group,
    OptionalAttr<DenseI64ArrayAttr>:$kernel_shape,
    OptionalAttr<DenseI64ArrayAttr>:$output_padding,
    OptionalAttr<DenseI64ArrayAttr>:$output_shape,
    OptionalAttr<DenseI64ArrayAttr>:$pads,
    OptionalAttr<DenseI64ArrayAttr>:$strides);
  let results = (outs AnyTensor:$y);
}

class Onnx_Pool<string mnemonic, dag extra> : Onnx_Op<mnemonic> {
  let arguments = !con((ins AnyTensor:$x,
    DefaultValuedAttr<StrAttr, "\"NOTSET\"">:$auto_pad,
    DefaultValuedAttr<I64Attr, "0">:$ceil_mode,
    OptionalAttr<DenseI64ArrayAttr>:$dilations,
    DenseI64ArrayAttr:$kernel_shape,
    OptionalAttr<DenseI64ArrayAttr>:$pads,
    OptionalAttr<DenseI64ArrayAttr>:$strides), extra);
  let results = (outs AnyTensor:$y);
}
def Onnx_MaxPoolOp : Onnx_Pool<"MaxPool", (ins)>;
def Onnx_AveragePoolOp : Onnx_Pool<"AveragePool",
  (ins DefaultValuedAttr<I64Attr, "0">:$count_include_pad)>;
def Onnx_GlobalAveragePoolOp : Onnx_Unary<"GlobalAveragePool">;
def Onnx_GlobalMaxPoolOp : Onnx_Unary<"GlobalMaxPool">;

def Onnx_InstanceNormalizationOp : Onnx_Op<"InstanceNormalization"> {
  let arguments = (ins AnyTensor:$input, AnyTensor:$scale, AnyTensor:$B,
    DefaultValuedAttr<F32Attr, "1e-05f">:$epsilon);
  let results = (outs AnyTensor:$output);
}
def Onnx_GroupNormalizationOp : Onnx_Op<"GroupNormalization"> {
  let summary = "Opset 21: scale and bias have one value per channel";
  let description = [{
    `x` is [N, C, ...], or [N, ..., C] with `channels_last`. Each of the
    `num_groups` groups of C / num_groups channels is normalised over its
    channels and all spatial dimensions, in f32.
  }];
  let arguments = (ins AnyTensor:$x, AnyTensor:$scale, AnyTensor:$bias,
    DefaultValuedAttr<F32Attr, "1e-05f">:$epsilon, I64Attr:$num_groups,
    UnitAttr:$channels_last);
  let results = (outs AnyTensor:$y);
}
/// The optional results mean and inv_std_dev are not modelled: the importer
/// refuses a node that uses them.
def Onnx_LayerNormalizationOp : Onnx_Op<"LayerNormalization"> {
  let arguments = (ins AnyTensor:$x, AnyTensor:$scale, Onnx_Optional:$b,
    DefaultValuedAttr<I64Attr, "-1">:$axis,
    DefaultValuedAttr<F32Attr, "1e-05f">:$epsilon);
  let results = (outs AnyTensor:$y);
}
def Onnx_RMSNormalizationOp : Onnx_Op<"RMSNormalization"> {
  let arguments = (ins AnyTensor:$x, AnyTensor:$scale,
    DefaultValuedAttr<I64Attr, "-1">:$axis,
    DefaultValuedAttr<F32Attr, "1e-05f">:$epsilon);
  let results = (outs AnyTensor:$y);
}
def Onnx_BatchNormalizationOp : Onnx_Op<"BatchNormalization"> {
  let summary = "Inference form: running statistics are operands";
  let arguments = (ins AnyTensor:$x, AnyTensor:$scale, AnyTensor:$b,
    AnyTensor:$mean, AnyTensor:$var,
    DefaultValuedAttr<F32Attr, "1e-05f">:$epsilon);
  let results = (outs AnyTensor:$y);
}
def Onnx_AttentionOp : Onnx_Op<"Attention"> {
  let summary = "Opset 23 scaled dot-product attention without cache";
  let description = [{
    Q is [B, Hq, Nq, D] (or [B, Nq, Hq*D] with q_num_heads), K and V likewise
    with Hkv heads. softmax(scale * Q K^T + mask) V, scale defaults to
    1/sqrt(D). `attn_mask` broadcasts to [B, Hq, Nq, Nk], boolean or additive.
  }];
  let arguments = (ins AnyTensor:$q, AnyTensor:$k, AnyTensor:$v,
    Onnx_Optional:$attn_mask,
    DefaultValuedAttr<I64Attr, "0">:$is_causal,
    OptionalAttr<I64Attr>:$q_num_heads, OptionalAttr<I64Attr>:$kv_num_heads,
    OptionalAttr<F32Attr>:$scale,
    DefaultValuedAttr<F32Attr, "0.0f">:$softcap);
  let results = (outs AnyTensor:$y);
}

#endif // DIALECTS_ONNX_ONNXNN_TD
