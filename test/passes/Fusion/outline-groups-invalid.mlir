// RUN: burin-opt %s -split-input-file -verify-diagnostics --outline-groups

// expected-error @below {{is no straight-line function}}
func.func @blocks(%x: tensor<4xf32>) -> tensor<4xf32> {
  cf.br ^bb1
^bb1:
  return %x : tensor<4xf32>
}
