//===- OnnxReduction.td - Reductions and scans -----------------*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXREDUCTION_TD
#define DIALECTS_ONNX_ONNXREDUCTION_TD

include "dialects/Onnx/OnnxBase.td"

foreach name = ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin",
                "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
                "ReduceLogSumExp", "ReduceSumSquare"] in
  def Onnx_#name#Op : Onnx_Reduce<name>;

class Onnx_ArgReduce<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins AnyTensor:$data,
    DefaultValuedAttr<I64Attr, "0">:$axis,
    DefaultValuedAttr<I64Attr, "1">:$keepdims,
    DefaultValuedAttr<I64Attr, "0">:$select_last_index);
  let results = (outs AnyTensor:$reduced);
}
def Onnx_ArgMaxOp : Onnx_ArgReduce<"ArgMax">;
def Onnx_ArgMinOp : Onnx_ArgReduce<"ArgMin">;

class Onnx_SoftmaxBase<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins AnyTensor:$input, DefaultValuedAttr<I64Attr, "-1">:$axis);
  let results = (outs AnyTensor:$output);
}
def Onnx_SoftmaxOp : Onnx_SoftmaxBase<"Softmax">;
def Onnx_LogSoftmaxOp : Onnx_SoftmaxBase<"LogSoftmax">;

/// Cumulative sum along `axis`, a constant i32 or i64 scalar tensor.
def Onnx_CumSumOp : Onnx_Op<"CumSum"> {
  let arguments = (ins AnyTensor:$x, AnyTensor:$axis,
    DefaultValuedAttr<I64Attr, "0">:$exclusive,
    DefaultValuedAttr<I64Attr, "0">:$reverse);
  let results = (outs AnyTensor:$y);
}

#endif // DIALECTS_ONNX_ONNXREDUCTION_TD
