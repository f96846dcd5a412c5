//===- Passes.td - Passes about where weights come from --------*- tablegen -*-===//

#ifndef PASSES_WEIGHTS_PASSES_TD
#define PASSES_WEIGHTS_PASSES_TD

include "mlir/Pass/PassBase.td"

def SynthesizeWeightsPass : Pass<"synthesize-weights", "::mlir::func::FuncOp"> {
  let summary = "Give constants without bytes seeded noise";
  let description = [{
    A `#plan.missing` source becomes `#plan.synthetic`, scaled by the constant's
    first use so that activations stay of order one: N(0, 1/fan_in) for
    weights, N(1, 0.05) for norm scales, N(0, 0.02) for other vectors. The seed
    of a constant is a hash of its name and the option.

    ```mlir
    %w = plan.constant "w" #plan.missing<"no such file"> of tensor<8x4x3x3xf32> -> ...
    // becomes
    %w = plan.constant "w" #plan.synthetic<seed = 77, mean = 0.0, stddev = 0.166> of ...
    ```
    Runs after import, before `onnx-fold-weights`. Idempotent.
  }];
  let options = [
    Option<"seed", "seed", "uint64_t", /*default=*/"0", "Seed of the whole model">
  ];
  let statistics = [
    Statistic<"numSynthetic", "num-synthetic", "Number of constants that became synthetic">
  ];
  let dependentDialects = ["::mlir::burin::plan::PlanDialect"];
}

#endif // PASSES_WEIGHTS_PASSES_TD
