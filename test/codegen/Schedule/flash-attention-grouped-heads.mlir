// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Four query heads read the keys of one head.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[HEAD:.*]] = gpu.block_id  y
// CHECK: arith.divui %[[HEAD]], %c4
func.func private @g(%q: tensor<1x8x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x8x32x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x8x32x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x8x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x8x32x8xf32>) -> tensor<1x8x32x8xf32>
  return %0 : tensor<1x8x32x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 8, 1]
func.func @main(%q: tensor<1x8x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x8x32x8xf32> {
  %r = call @g(%q, %k, %v) : (tensor<1x8x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x8x32x8xf32>
  return %r : tensor<1x8x32x8xf32>
}
