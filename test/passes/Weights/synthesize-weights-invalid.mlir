// RUN: burin-opt %s -split-input-file -verify-diagnostics --synthesize-weights

func.func @indices() -> tensor<4xi64> {
  // expected-error @below {{has no bytes and is not floating-point: noise cannot stand in for 'ids'}}
  %0 = plan.constant "ids" #plan.missing<"gone"> of tensor<4xi64> -> tensor<4xi64>
  return %0 : tensor<4xi64>
}
