//===- OnnxOps.td - All operations of the onnx dialect ---------*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXOPS_TD
#define DIALECTS_ONNX_ONNXOPS_TD

include "dialects/Onnx/OnnxBase.td"
include "dialects/Onnx/OnnxElementwise.td"
include "dialects/Onnx/OnnxReduction.td"
include "dialects/Onnx/OnnxTensor.td"
include "dialects/Onnx/OnnxNN.td"

#endif // DIALECTS_ONNX_ONNXOPS_TD
