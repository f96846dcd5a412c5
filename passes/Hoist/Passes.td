//===- Passes.td - Passes about how often values change --------*- tablegen -*-===//

#ifndef PASSES_HOIST_PASSES_TD
#define PASSES_HOIST_PASSES_TD

include "mlir/Pass/PassBase.td"

def HoistInvariantsPass : Pass<"hoist-invariants", "::mlir::ModuleOp"> {
  let summary = "What depends only on inputs that change rarely gets an entry point of its own";
  let description = [{
    Splits `main` by how often values change: ops that read nothing but constants and
    the inputs named in `inputs` move to a function before it. What `main` reads of
    them lies in the plan's state, which outlives runs: a result of the new function
    and an argument of `main` with the same offset in `plan.state`.

    ```mlir
    func.func @main(%x {plan.name = "x"}, %text {plan.name = "text"}) {
      %k = linalg.matmul ins(%text, %w)
      %y = linalg.generic ins(%x, %k)
    // becomes, with inputs=text
    func.func @prompt(%text {plan.name = "text"}) -> (tensor<..> {plan.state = 0 : i64}) {
      %k = linalg.matmul ins(%text, %w)
    func.func @main(%x {plan.name = "x"}, %text {plan.name = "text"}, %k {plan.state = 0 : i64}) {
      %y = linalg.generic ins(%x, %k)
    ```
    `main` keeps all its inputs: it can be run like the plan of a module that was not
    split, and the runtime runs the other entry point when its inputs change. Slices,
    views and permutations stay in `main`, where they are index maps. Nothing moves
    where nothing but data movement would. A remark in category `hoist` says what a run
    of `main` saves, and what state it needs.
    Runs after `merge-matmuls`, before `outline-groups`. Idempotent.
  }];
  let options = [
    ListOption<"inputs", "inputs", "std::string", "Inputs that change rarely, by name">,
    Option<"entry", "entry", "std::string", /*default=*/"\"prompt\"", "Name of the new function">,
    Option<"ignoreUnknown", "ignore-unknown", "bool", /*default=*/"false",
           "A name that is no input of main is no error">
  ];
  let statistics = [
    Statistic<"numHoisted", "num-hoisted", "Number of ops that left main">
  ];
  let dependentDialects = ["::mlir::func::FuncDialect", "::mlir::burin::plan::PlanDialect"];
}

def ShareGuidanceHalvesPass : Pass<"share-guidance-halves", "::mlir::ModuleOp"> {
  let summary = "What is equal in both halves of the batch is computed for one";
  let description = [{
    Classifier-free guidance runs a network on two halves of a batch that differ in the
    prompt only. Where `inputs` names inputs whose halves are equal (x[i] == x[i + N / 2]
    along dimension 0 of size N), so is every value that depends on them and on what has
    no batch. Ops that make such values, up to the first that reads something else,
    run on the first half; where the whole batch is read, a broadcast gives it back.

    ```mlir
    func.func @main(%x: tensor<2x8xf32> {plan.name = "x"}, %text: tensor<2x8xf32>)
      %y = linalg.matmul ins(%x, %w)
      %z = linalg.generic ins(%y, %text)
    // becomes, with inputs=x
    func.func @main(%x: tensor<2x8xf32> {plan.equal_halves, plan.name = "x"}, %text: tensor<2x8xf32>)
      %x_half = tensor.extract_slice %x[0, 0] [1, 8] [1, 1]
      %y_half = linalg.matmul ins(%x_half, %w)
      %y = linalg.generic {reads (d0, d1) -> (0, d1)} ins(%y_half)
      %z = linalg.generic ins(%y, %text)
    ```
    `plan.equal_halves` becomes part of the plan: a runtime refuses an input whose halves
    differ. Nothing changes where an op is not understood, where the batch is odd, and
    where no contraction, norm or attention would be saved. A remark in category `hoist`
    says what is shared.
    Runs before `select-attention`, so that all strategies see the smaller ops. Idempotent.
  }];
  let options = [
    ListOption<"inputs", "inputs", "std::string", "Inputs with two equal halves, by name">,
    Option<"ignoreUnknown", "ignore-unknown", "bool", /*default=*/"false",
           "A name that is no input of main is no error">
  ];
  let statistics = [
    Statistic<"numShared", "num-shared", "Number of ops on half the batch">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect", "::mlir::burin::plan::PlanDialect"];
}

#endif // PASSES_HOIST_PASSES_TD
