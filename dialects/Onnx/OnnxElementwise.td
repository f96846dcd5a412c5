//===- OnnxElementwise.td - Element-wise operators -------------*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXELEMENTWISE_TD
#define DIALECTS_ONNX_ONNXELEMENTWISE_TD

include "dialects/Onnx/OnnxBase.td"

foreach name = ["Abs", "Neg", "Ceil", "Floor", "Round", "Sign", "Reciprocal",
                "Sqrt", "Exp", "Log", "Erf", "Sin", "Cos", "Tan", "Asin",
                "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
                "Tanh", "Sigmoid", "Relu", "HardSwish", "Softplus", "Softsign",
                "Mish", "Not", "Identity"] in
  def Onnx_#name#Op : Onnx_Unary<name>;

def Onnx_LeakyReluOp : Onnx_UnaryAlpha<"LeakyRelu", "0.01f">;
def Onnx_EluOp : Onnx_UnaryAlpha<"Elu", "1.0f">;
def Onnx_CeluOp : Onnx_UnaryAlpha<"Celu", "1.0f">;
def Onnx_ThresholdedReluOp : Onnx_UnaryAlpha<"ThresholdedRelu", "1.0f">;
/// x * sigmoid(alpha * x): SiLU with alpha 1, QuickGELU with alpha 1.702.
def Onnx_SwishOp : Onnx_UnaryAlpha<"Swish", "1.0f">;
def Onnx_SeluOp : Onnx_Unary<"Selu"> {
  let arguments = (ins AnyTensor:$input,
    DefaultValuedAttr<F32Attr, "1.67326319217681884765625f">:$alpha,
    DefaultValuedAttr<F32Attr, "1.05070102214813232421875f">:$gamma);
}
def Onnx_HardSigmoidOp : Onnx_Unary<"HardSigmoid"> {
  let arguments = (ins AnyTensor:$input,
    DefaultValuedAttr<F32Attr, "0.2f">:$alpha,
    DefaultValuedAttr<F32Attr, "0.5f">:$beta);
}
/// GELU, `approximate` is "none" (erf) or "tanh".
def Onnx_GeluOp : Onnx_Unary<"Gelu"> {
  let arguments = (ins AnyTensor:$input,
    DefaultValuedAttr<StrAttr, "\"none\"">:$approximate);
}
/// Element type conversion; the result type carries `to`.
def Onnx_CastOp : Onnx_Unary<"Cast"> {
  let arguments = (ins AnyTensor:$input, TypeAttr:$to);
}
def Onnx_CastLikeOp : Onnx_Op<"CastLike"> {
  let arguments = (ins AnyTensor:$input, AnyTensor:$target_type);
  let results = (outs AnyTensor:$output);
}
def Onnx_IsNaNOp : Onnx_Unary<"IsNaN">;
def Onnx_IsInfOp : Onnx_Unary<"IsInf"> {
  let arguments = (ins AnyTensor:$input,
    DefaultValuedAttr<I64Attr, "1">:$detect_negative,
    DefaultValuedAttr<I64Attr, "1">:$detect_positive);
}

foreach name = ["Add", "Sub", "Mul", "Div", "Pow", "PRelu", "And", "Or", "Xor"] in
  def Onnx_#name#Op : Onnx_Binary<name>;
def Onnx_ModOp : Onnx_Binary<"Mod"> {
  let arguments = (ins AnyTensor:$lhs, AnyTensor:$rhs,
    DefaultValuedAttr<I64Attr, "0">:$fmod);
}
foreach name = ["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"] in
  def Onnx_#name#Op : Onnx_Compare<name>;
foreach name = ["Max", "Min", "Sum", "Mean"] in
  def Onnx_#name#Op : Onnx_Variadic<name>;

def Onnx_WhereOp : Onnx_Op<"Where"> {
  let arguments = (ins AnyTensor:$condition, AnyTensor:$lhs, AnyTensor:$rhs);
  let results = (outs AnyTensor:$output);
}
/// `min` and `max` are scalars or none.
def Onnx_ClipOp : Onnx_Op<"Clip"> {
  let arguments = (ins AnyTensor:$input, Onnx_Optional:$min, Onnx_Optional:$max);
  let results = (outs AnyTensor:$output);
}
/// Inference form: output is input, mask is all true (unused: none).
def Onnx_DropoutOp : Onnx_Op<"Dropout"> {
  let arguments = (ins AnyTensor:$data, Onnx_Optional:$ratio, Onnx_Optional:$training_mode);
  let results = (outs AnyTensor:$output, Onnx_Optional:$mask);
}

#endif // DIALECTS_ONNX_ONNXELEMENTWISE_TD
