// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @cast_to_nothing_storable() {
  // expected-error @below {{(C1) cannot store elements of type 'i7'}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.cast<i7>] -> tensor<4xi7>
  return
}

// -----

func.func @no_permutation() {
  // expected-error @below {{(C1) has a transpose step that is no permutation of 2 dimensions}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4x2xf32> recipe [#plan.transpose<[0, 0]>] -> tensor<4x4xf32>
  return
}

// -----

func.func @dimension_out_of_range() {
  // expected-error @below {{(C1) has a transpose step that is no permutation of 2 dimensions}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4x2xf32> recipe [#plan.transpose<[0, 2]>] -> tensor<4x2xf32>
  return
}

// -----

func.func @short_permutation() {
  // expected-error @below {{(C1) has a transpose step of 1 dimensions on a tensor of rank 2}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4x2xf32> recipe [#plan.transpose<[0]>] -> tensor<4xf32>
  return
}

// -----

func.func @negative_shape() {
  // expected-error @below {{(C1) has a reshape step with a negative dimension}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.reshape<[-1]>] -> tensor<4xf32>
  return
}

// -----

func.func @other_count() {
  // expected-error @below {{(C1) has a reshape step from 'tensor<4xf32>' to 'tensor<3xf32>'}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.reshape<[3]>] -> tensor<3xf32>
  return
}

// -----

func.func @pad_rank() {
  // expected-error @below {{(C1) has a pad step of another rank than 'tensor<4xf32>'}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.pad<[1, 1]>] -> tensor<5xf32>
  return
}

// -----

func.func @negative_pad() {
  // expected-error @below {{(C1) has a pad step that is negative or overflows}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.pad<[-1]>] -> tensor<3xf32>
  return
}

// -----

func.func @pad_overflow() {
  // expected-error @below {{(C1) has a pad step that is negative or overflows}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.pad<[9223372036854775807]>] -> tensor<3xf32>
  return
}

// -----

func.func @unknown_step() {
  // expected-error @below {{(C1) has an unknown recipe step "shuffle"}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe ["shuffle"] -> tensor<4xf32>
  return
}

// -----

func.func @wrong_result() {
  // expected-error @below {{(C1) recipe yields 'tensor<4xf16>', not 'tensor<4xf32>'}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> recipe [#plan.cast<f16>] -> tensor<4xf32>
  return
}
