// RUN: burin-opt %s -split-input-file -verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @groups
// CHECK: fused.group_statistics epsilon = 9.99999974E-6 ins(%{{.*}} : tensor<2x64x40xf16>) outs(%{{.*}} : tensor<2x2x4xf32>) -> tensor<2x2x4xf32>
func.func @groups(%x: tensor<2x64x40xf16>, %e: tensor<2x2x4xf32>) -> tensor<2x2x4xf32> {
  %0 = fused.group_statistics epsilon = 1.0e-5 ins(%x : tensor<2x64x40xf16>) outs(%e : tensor<2x2x4xf32>) -> tensor<2x2x4xf32>
  return %0 : tensor<2x2x4xf32>
}

// -----

func.func @uneven(%x: tensor<2x64x40xf16>, %e: tensor<2x2x3xf32>) -> tensor<2x2x3xf32> {
  // expected-error@+1 {{(C1) expected static [N, S, C], [N, 2, G] and [N, 2, G] with G dividing C}}
  %0 = fused.group_statistics epsilon = 1.0e-5 ins(%x : tensor<2x64x40xf16>) outs(%e : tensor<2x2x3xf32>) -> tensor<2x2x3xf32>
  return %0 : tensor<2x2x3xf32>
}

// -----

func.func @images(%x: tensor<2x64x40xf16>, %e: tensor<1x2x4xf32>) -> tensor<1x2x4xf32> {
  // expected-error@+1 {{(C1) expected static}}
  %0 = fused.group_statistics epsilon = 1.0e-5 ins(%x : tensor<2x64x40xf16>) outs(%e : tensor<1x2x4xf32>) -> tensor<1x2x4xf32>
  return %0 : tensor<1x2x4xf32>
}

// -----

func.func @negative(%x: tensor<2x64x40xf16>, %e: tensor<2x2x4xf32>) -> tensor<2x2x4xf32> {
  // expected-error@+1 {{(C2) expected epsilon to be non-negative}}
  %0 = fused.group_statistics epsilon = -1.0 ins(%x : tensor<2x64x40xf16>) outs(%e : tensor<2x2x4xf32>) -> tensor<2x2x4xf32>
  return %0 : tensor<2x2x4xf32>
}
