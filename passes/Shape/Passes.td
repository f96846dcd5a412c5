//===- Passes.td - Passes of the Shape phase ----------------*- tablegen -*-===//

#ifndef PASSES_SHAPE_PASSES_TD
#define PASSES_SHAPE_PASSES_TD

include "mlir/Pass/PassBase.td"

def OnnxBindDims : Pass<"onnx-bind-dims", "::mlir::ModuleOp"> {
  let summary = "Gives the dynamic dimensions of the inputs their sizes";
  let description = [{
    Each binding is `name=value` for a symbolic dimension (`batch=2`; every
    input that names it is bound) or `input.axis=value` (`sample.2=64`). The
    names come from the argument attributes `plan.dims` and `plan.name` that
    the importer sets. A binding that names nothing, or contradicts a known
    size, is an error that lists what can be bound. Dimensions without a
    binding stay dynamic.
  }];
  let options = [
    ListOption<"bindings", "bind", "std::string", "Sizes: name=value or input.axis=value">
  ];
}

def OnnxInferShapes : Pass<"onnx-infer-shapes", "::mlir::ModuleOp"> {
  let summary = "Infers result types and folds shape arithmetic";
  let description = [{
    One walk in order over each function: infers the result types of an
    operation, then replaces it by `onnx.Constant` when its operands are
    literals and the results have at most 2^20 elements. Updates function
    signatures and removes operations that have lost their uses.
    `plan.constant` is never folded: its elements are not in the IR.
  }];
  let dependentDialects = ["::mlir::burin::onnx::OnnxDialect"];
  let statistics = [
    Statistic<"numFolded", "folded", "Operations replaced by constants">
  ];
}

def OnnxVerifyStatic : Pass<"onnx-verify-static", "::mlir::ModuleOp"> {
  let summary = "Checks the contract at the exit of the Shape phase";
  let description = [{
    Every value has a static shape of less than 64 GiB, no operation that
    computes shapes is left, and every operation is one of the onnx or plan
    dialect. Changes nothing.
  }];
}

#endif // PASSES_SHAPE_PASSES_TD
