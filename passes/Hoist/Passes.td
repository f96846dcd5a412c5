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

#endif // PASSES_HOIST_PASSES_TD
