// RUN: burin-opt %s --hoist-invariants=inputs=txet -verify-diagnostics

// expected-error @below {{has no input 'txet' to hoist for; its inputs are: x text}}
func.func @main(%x: tensor<4xf32> {plan.name = "x"}, %text: tensor<4xf32> {plan.name = "text"}) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
