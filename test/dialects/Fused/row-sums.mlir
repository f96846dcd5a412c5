// RUN: burin-opt %s -split-input-file -verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @sums
// CHECK: fused.row_sums ins(%{{.*}} : tensor<8x64xf16>) outs(%{{.*}} : tensor<4x8x2xf32>) -> tensor<4x8x2xf32>
func.func @sums(%x: tensor<8x64xf16>) -> tensor<4x8x2xf32> {
  %e = tensor.empty() : tensor<4x8x2xf32>
  %0 = fused.row_sums ins(%x : tensor<8x64xf16>) outs(%e : tensor<4x8x2xf32>) -> tensor<4x8x2xf32>
  return %0 : tensor<4x8x2xf32>
}

// -----

// CHECK-LABEL: func.func @moments
// CHECK: fused.row_moments columns = 64 epsilon = 9.99999974E-6 rms ins(%{{.*}} : tensor<4x8x2xf32>) outs(%{{.*}} : tensor<8x2xf32>) -> tensor<8x2xf32>
func.func @moments(%x: tensor<4x8x2xf32>) -> tensor<8x2xf32> {
  %e = tensor.empty() : tensor<8x2xf32>
  %0 = fused.row_moments columns = 64 epsilon = 1.0e-5 rms ins(%x : tensor<4x8x2xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

func.func @uneven(%x: tensor<8x64xf16>) -> tensor<5x8x2xf32> {
  %e = tensor.empty() : tensor<5x8x2xf32>
  // expected-error @+1 {{(C1) expected static [R, C], [B, R, 2] and [B, R, 2] with B dividing C}}
  %0 = fused.row_sums ins(%x : tensor<8x64xf16>) outs(%e : tensor<5x8x2xf32>) -> tensor<5x8x2xf32>
  return %0 : tensor<5x8x2xf32>
}

// -----

func.func @rows(%x: tensor<8x64xf16>) -> tensor<4x16x2xf32> {
  %e = tensor.empty() : tensor<4x16x2xf32>
  // expected-error @+1 {{(C1) expected static [R, C]}}
  %0 = fused.row_sums ins(%x : tensor<8x64xf16>) outs(%e : tensor<4x16x2xf32>) -> tensor<4x16x2xf32>
  return %0 : tensor<4x16x2xf32>
}

// -----

func.func @dynamic(%x: tensor<8x?xf16>) -> tensor<4x8x2xf32> {
  %e = tensor.empty() : tensor<4x8x2xf32>
  // expected-error @+1 {{(C1) expected static [R, C]}}
  %0 = fused.row_sums ins(%x : tensor<8x?xf16>) outs(%e : tensor<4x8x2xf32>) -> tensor<4x8x2xf32>
  return %0 : tensor<4x8x2xf32>
}

// -----

func.func @other_rows(%x: tensor<4x8x2xf32>) -> tensor<16x2xf32> {
  %e = tensor.empty() : tensor<16x2xf32>
  // expected-error @+1 {{(C1) expected static [B, R, 2], [R, 2] and [R, 2]}}
  %0 = fused.row_moments columns = 64 epsilon = 1.0e-5 ins(%x : tensor<4x8x2xf32>) outs(%e : tensor<16x2xf32>) -> tensor<16x2xf32>
  return %0 : tensor<16x2xf32>
}

// -----

func.func @no_columns(%x: tensor<4x8x2xf32>) -> tensor<8x2xf32> {
  %e = tensor.empty() : tensor<8x2xf32>
  // expected-error @+1 {{(C2) expected columns to be positive and epsilon to be non-negative}}
  %0 = fused.row_moments columns = 0 epsilon = 1.0e-5 ins(%x : tensor<4x8x2xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}
