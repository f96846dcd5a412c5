// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-groups

// Calls, views, constants and return are all that an entry holds.
func.func private @group_0(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = arith.constant dense<1.0> : tensor<8xf32>
  return %0 : tensor<8xf32>
}
func.func @main(%a: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %w = plan.constant "w" #plan.missing<"no file"> of tensor<8xf32> -> tensor<8xf32>
  %0 = tensor.collapse_shape %a [[0, 1]] : tensor<2x4xf32> into tensor<8xf32>
  %1 = call @group_0(%w) : (tensor<8xf32>) -> tensor<8xf32>
  %2 = call @group_0(%0) : (tensor<8xf32>) -> tensor<8xf32>
  %3 = tensor.expand_shape %2 [[0, 1]] output_shape [2, 4] : tensor<8xf32> into tensor<2x4xf32>
  return %3 : tensor<2x4xf32>
}

// -----

func.func @main(%a: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{'tensor.empty' op is left outside of any group (docs/phases.md, Outline)}}
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

func.func @main(%a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{'linalg.exp' op is left outside of any group}}
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%b : tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
