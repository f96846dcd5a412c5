// RUN: burin-opt %s --share-guidance-halves=inputs=smaple -verify-diagnostics

// expected-error @below {{has no input 'smaple' with equal halves; its inputs are: sample}}
func.func @main(%x: tensor<4xf32> {plan.name = "sample"}) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
