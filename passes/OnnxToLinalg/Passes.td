//===- Passes.td - Passes of the OnnxToLinalg phase ----------------*- tablegen -*-===//

#ifndef PASSES_ONNXTOLINALG_PASSES_TD
#define PASSES_ONNXTOLINALG_PASSES_TD

include "mlir/Pass/PassBase.td"

def OnnxToLinalg : Pass<"onnx-to-linalg", "::mlir::ModuleOp"> {
  let summary = "Lower every onnx op to linalg, tensor, arith, math and fused ops";
  let description = [{
    Expects static ranked tensors. Element-wise ops and data movement become
    `linalg.generic` with parallel iterators and an identity output map (or
    plain `tensor` ops), contractions the named linalg ops with an f32 result,
    normalisations and attention `fused` ops. Bodies compute in f32. `plan.constant` passes
    through; unsigned element types become signless ones, and the ops chosen
    keep the unsigned meaning.

    Fails with one error per op that cannot be lowered, which says why.
  }];
  let options = [
    Option<"decomposeNorms", "decompose-norms", "bool", "false",
           "Lower normalisations to generics even where a fused op fits">,
    Option<"decomposeAttention", "decompose-attention", "bool", "false",
           "Take attention apart even where fused.attention fits">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect",
    "::mlir::burin::fused::FusedDialect"];
}

def VerifyLinalg : Pass<"verify-linalg", "::mlir::ModuleOp"> {
  let summary = "Check the contract at the exit of the Linalg phase";
  let description = [{
    Only linalg, tensor, arith, math, fused, `plan.constant` and functions of
    static tensors with storable signless elements are left.
  }];
}

#endif // PASSES_ONNXTOLINALG_PASSES_TD
