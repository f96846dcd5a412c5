// RUN: burin-opt %s | burin-opt | FileCheck %s
// RUN: burin-opt %s --mlir-print-op-generic | burin-opt | FileCheck %s

// CHECK-LABEL: func.func @f4
// CHECK: fused.winograd_input tile = 4 ins(%{{.*}} : tensor<2x10x14x8xf16>) outs(%{{.*}} : tensor<36x12x8xf16>) -> tensor<36x12x8xf16>
// CHECK: fused.winograd_output tile = 4 ins(%{{.*}} : tensor<36x12x8xf16>) outs(%{{.*}} : tensor<2x8x12x8xf32>) -> tensor<2x8x12x8xf32>
func.func @f4(%x: tensor<2x10x14x8xf16>, %v: tensor<36x12x8xf16>, %y: tensor<2x8x12x8xf32>) -> tensor<2x8x12x8xf32> {
  %0 = fused.winograd_input tile = 4 ins(%x : tensor<2x10x14x8xf16>) outs(%v : tensor<36x12x8xf16>) -> tensor<36x12x8xf16>
  %1 = fused.winograd_output tile = 4 ins(%0 : tensor<36x12x8xf16>) outs(%y : tensor<2x8x12x8xf32>) -> tensor<2x8x12x8xf32>
  return %1 : tensor<2x8x12x8xf32>
}

// The output drops what its windows have past the edge.
// CHECK-LABEL: func.func @f2_edge
// CHECK: fused.winograd_output tile = 2 ins(%{{.*}} : tensor<16x12x8xf32>) outs(%{{.*}} : tensor<1x5x7x8xf32>)
func.func @f2_edge(%m: tensor<16x12x8xf32>, %y: tensor<1x5x7x8xf32>) -> tensor<1x5x7x8xf32> {
  %0 = fused.winograd_output tile = 2 ins(%m : tensor<16x12x8xf32>) outs(%y : tensor<1x5x7x8xf32>) -> tensor<1x5x7x8xf32>
  return %0 : tensor<1x5x7x8xf32>
}
