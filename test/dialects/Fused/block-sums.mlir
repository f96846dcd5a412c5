// RUN: burin-opt %s -split-input-file -verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @sums
// CHECK: fused.block_sums ins(%{{.*}} : tensor<2x64x8xf16>) outs(%{{.*}} : tensor<2x4x2x8xf32>) -> tensor<2x4x2x8xf32>
func.func @sums(%x: tensor<2x64x8xf16>) -> tensor<2x4x2x8xf32> {
  %e = tensor.empty() : tensor<2x4x2x8xf32>
  %0 = fused.block_sums ins(%x : tensor<2x64x8xf16>) outs(%e : tensor<2x4x2x8xf32>) -> tensor<2x4x2x8xf32>
  return %0 : tensor<2x4x2x8xf32>
}

// -----

func.func @uneven(%x: tensor<2x64x8xf16>) -> tensor<2x5x2x8xf32> {
  %e = tensor.empty() : tensor<2x5x2x8xf32>
  // expected-error @+1 {{(C1) expected static [N, S, C], [N, B, 2, C] and [N, B, 2, C] with B dividing S}}
  %0 = fused.block_sums ins(%x : tensor<2x64x8xf16>) outs(%e : tensor<2x5x2x8xf32>) -> tensor<2x5x2x8xf32>
  return %0 : tensor<2x5x2x8xf32>
}

// -----

func.func @channels(%x: tensor<2x64x8xf16>) -> tensor<2x4x2x16xf32> {
  %e = tensor.empty() : tensor<2x4x2x16xf32>
  // expected-error @+1 {{(C1) expected static}}
  %0 = fused.block_sums ins(%x : tensor<2x64x8xf16>) outs(%e : tensor<2x4x2x16xf32>) -> tensor<2x4x2x16xf32>
  return %0 : tensor<2x4x2x16xf32>
}

// -----

func.func @dynamic(%x: tensor<2x?x8xf16>) -> tensor<2x4x2x8xf32> {
  %e = tensor.empty() : tensor<2x4x2x8xf32>
  // expected-error @+1 {{(C1) expected static}}
  %0 = fused.block_sums ins(%x : tensor<2x?x8xf16>) outs(%e : tensor<2x4x2x8xf32>) -> tensor<2x4x2x8xf32>
  return %0 : tensor<2x4x2x8xf32>
}
