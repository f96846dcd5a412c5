//===- OnnxInterfaces.td - Interfaces of onnx operations -------*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXINTERFACES_TD
#define DIALECTS_ONNX_ONNXINTERFACES_TD

include "mlir/IR/OpBase.td"

def ShapeInferenceInterface : OpInterface<"ShapeInferenceInterface"> {
  let cppNamespace = "::mlir::burin::onnx";
  let description = [{
    Sets the result types from the operand types and from operands that are
    constants (shapes, axes, pads). Fails with a diagnostic that names the op
    when the operands contradict the operator's definition or a size overflows;
    leaves a dimension dynamic, or a result unranked, when it cannot be known yet.
  }];
  let methods = [
    InterfaceMethod<"Infers and sets the result types.",
                    "::llvm::LogicalResult", "inferResultTypes", (ins)>
  ];
}

#endif // DIALECTS_ONNX_ONNXINTERFACES_TD
