// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @too_few_factors() {
  // expected-error@+1 {{has a multiply step by 'tensor<3xf32>' on 'tensor<4x3xf32>'}}
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<4x3xf32> recipe [#plan.multiply<<#plan.file<0, offset = 64, length = 12> of tensor<3xf32> recipe []>>] -> tensor<4x3xf32>
  return
}

// -----

func.func @factors_of_rank_two() {
  // expected-error@+1 {{has a multiply step by 'tensor<4x1xf32>' on 'tensor<4x3xf32>'}}
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<4x3xf32> recipe [#plan.multiply<<#plan.file<0, offset = 64, length = 16> of tensor<4x1xf32> recipe []>>] -> tensor<4x3xf32>
  return
}

// -----

// The factors' own source is checked like any other.
func.func @factors_of_wrong_length() {
  // expected-error@+1 {{expected 16 bytes}}
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<4x3xf32> recipe [#plan.multiply<<#plan.file<0, offset = 64, length = 12> of tensor<4xf32> recipe []>>] -> tensor<4x3xf32>
  return
}

// -----

func.func @sum_of_integers() {
  // expected-error@+1 {{has a sum step on 'tensor<4xi32>'}}
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 16> of tensor<4xi32> recipe [#plan.sum] -> tensor<f32>
  return
}

// -----

func.func @product_of_other_depth() {
  // expected-error@+1 {{has a product step by 'tensor<4x3xf32>' on 'tensor<4x3xf32>'}}
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<4x3xf32> recipe [#plan.product<<#plan.file<0, offset = 64, length = 48> of tensor<4x3xf32> recipe []>>] -> tensor<4x3xf32>
  return
}
