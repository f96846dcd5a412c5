// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Keys behind the last query of the block are not visited.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[BLOCK:.*]] = gpu.block_id  x
// CHECK: %[[FIRST:.*]] = arith.muli %[[BLOCK]], %c8
// CHECK: %[[END:.*]] = arith.addi %[[FIRST]], %c8
// CHECK: %[[LIMIT:.*]] = arith.minsi %[[END]], %c64
// CHECK: scf.for %{{.*}} = %c0 to %[[LIMIT]] step %c16
func.func private @g(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [8, 16, 4, 2], vector = 8>} {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %0 = fused.attention scale = 0.5 causal ins(%q, %k, %v : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [8, 2, 1]
func.func @main(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %r : tensor<1x2x64x8xf32>
}
