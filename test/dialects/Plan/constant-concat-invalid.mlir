// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @wrong_sum() {
  // expected-error @below {{(C3) has parts that make 'tensor<4xf32>', not 'tensor<5xf32>'}}
  %0 = plan.constant "w" #plan.concat<dim = 0, [
    #plan.part<dense<1.0> : tensor<2xf32> of tensor<2xf32> recipe []>,
    #plan.part<dense<1.0> : tensor<2xf32> of tensor<2xf32> recipe []>]> of tensor<5xf32> -> tensor<5xf32>
  return
}

// -----

func.func @other_rows() {
  // expected-error @below {{(C3) has parts that do not fit: 'tensor<2x2xf32>' and 'tensor<3x2xf32>'}}
  %0 = plan.constant "w" #plan.concat<dim = 1, [
    #plan.part<dense<1.0> : tensor<2x2xf32> of tensor<2x2xf32> recipe []>,
    #plan.part<dense<1.0> : tensor<3x2xf32> of tensor<3x2xf32> recipe []>]> of tensor<2x4xf32> -> tensor<2x4xf32>
  return
}

// -----

func.func @other_type() {
  // expected-error @below {{(C3) has parts that do not fit: 'tensor<2xf32>' and 'tensor<2xf16>'}}
  %0 = plan.constant "w" #plan.concat<dim = 0, [
    #plan.part<dense<1.0> : tensor<2xf32> of tensor<2xf32> recipe []>,
    #plan.part<dense<1.0> : tensor<2xf32> of tensor<2xf32> recipe [#plan.cast<f16>]>]> of tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @no_such_dimension() {
  // expected-error @below {{(C3) has parts of rank 1 side by side in dimension 1}}
  %0 = plan.constant "w" #plan.concat<dim = 1, [
    #plan.part<dense<1.0> : tensor<2xf32> of tensor<2xf32> recipe []>]> of tensor<2xf32> -> tensor<2xf32>
  return
}

// -----

func.func @overflow() {
  // expected-error @below {{(C3) has parts that do not fit}}
  %0 = plan.constant "w" #plan.concat<dim = 0, [
    #plan.part<#plan.missing<"x"> of tensor<9223372036854775807xi8> recipe []>,
    #plan.part<#plan.missing<"x"> of tensor<1xi8> recipe []>]> of tensor<2xi8> -> tensor<2xi8>
  return
}

// -----

func.func @part_of_wrong_length() {
  // expected-error @below {{(C2) expected 8 bytes for 'tensor<2xf32>'}}
  %0 = plan.constant "w" #plan.concat<dim = 0, [
    #plan.part<#plan.file<0, offset = 0, length = 7> of tensor<2xf32> recipe []>]> of tensor<2xf32> -> tensor<2xf32>
  return
}

// -----

func.func @bad_recipe() {
  // expected-error @below {{has a transpose step that is no permutation of 2 dimensions}}
  %0 = plan.constant "w" #plan.concat<dim = 0, [
    #plan.part<dense<1.0> : tensor<2x2xf32> of tensor<2x2xf32> recipe [#plan.transpose<[0, 0]>]>]> of tensor<2x2xf32> -> tensor<2x2xf32>
  return
}
