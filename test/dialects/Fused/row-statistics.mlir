// RUN: burin-opt %s -split-input-file -verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @rows
// CHECK: fused.row_statistics epsilon = 9.99999974E-6 rms ins(%{{.*}} : tensor<8x64xf16>) outs(%{{.*}} : tensor<8x2xf32>) -> tensor<8x2xf32>
func.func @rows(%x: tensor<8x64xf16>) -> tensor<8x2xf32> {
  %e = tensor.empty() : tensor<8x2xf32>
  %0 = fused.row_statistics epsilon = 1.0e-5 rms ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

func.func @too_many(%x: tensor<8x64xf16>) -> tensor<8x3xf32> {
  %e = tensor.empty() : tensor<8x3xf32>
  // expected-error@+1 {{(C1) expected static [R, C], [R, 2] and [R, 2]}}
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x3xf32>) -> tensor<8x3xf32>
  return %0 : tensor<8x3xf32>
}
