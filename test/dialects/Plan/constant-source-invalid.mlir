// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @dynamic() {
  // expected-error @below {{has a source type 'tensor<?xf32>' that is dynamic, too large or not storable}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<?xf32> -> tensor<?xf32>
  return
}

// -----

func.func @too_large() {
  // expected-error @below {{that is dynamic, too large or not storable}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4294967296x4294967296xf32> -> tensor<4294967296x4294967296xf32>
  return
}

// -----

func.func @not_storable() {
  // expected-error @below {{has a source type 'tensor<4xi7>' that is dynamic, too large or not storable}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xi7> -> tensor<4xi7>
  return
}

// -----

func.func @length() {
  // expected-error @below {{(C2) expected 16 bytes for 'tensor<4xf32>', got #plan.file<0, offset = 0, length = 8>}}
  %0 = plan.constant "w" #plan.file<0, offset = 0, length = 8> of tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @negative_offset() {
  // expected-error @below {{(C2) expected 16 bytes}}
  %0 = plan.constant "w" #plan.file<0, offset = -4, length = 16> of tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @negative_file() {
  // expected-error @below {{(C2) expected 16 bytes}}
  %0 = plan.constant "w" #plan.file<-1, offset = 0, length = 16> of tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @literal_of_another_type() {
  // expected-error @below {{has a literal of type 'tensor<2xf32>' for a source of type 'tensor<4xf32>'}}
  %0 = plan.constant "w" dense<[1.0, 2.0]> : tensor<2xf32> of tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @unknown_source() {
  // expected-error @below {{has an unknown source "somewhere"}}
  %0 = plan.constant "w" "somewhere" of tensor<4xf32> -> tensor<4xf32>
  return
}
