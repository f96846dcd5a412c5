// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two work groups share a block of queries: each computes all scores, and weighs 16
// of the 32 elements of a value.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[GROUP:.*]] = gpu.block_id  x
// CHECK: %[[BLOCK:.*]] = arith.divui %[[GROUP]], %c2
// CHECK: %[[QUERY:.*]] = arith.muli %[[BLOCK]], %c16
// CHECK: %[[PART:.*]] = arith.remui %[[GROUP]], %c2
// CHECK: %[[ELEMENT:.*]] = arith.muli %[[PART]], %c16
// Rows of 5 and 3 columns of 8 halves, 16 of each, twice.
// CHECK: memref.alloc() : memref<2048xf16, #gpu.address_space<workgroup>>
// CHECK: arith.addi %[[ELEMENT]]
// CHECK: scf.for
// 2 steps along the key, 1 pair; 1 step of 16 keys, 1 pair of 8 elements.
// CHECK-COUNT-6: nvgpu.mma.sync
// CHECK-NOT: nvgpu.mma.sync
// CHECK-COUNT-4: vector.store %{{.*}}, %arg2
// CHECK-NOT: vector.store
func.func private @g(%q: tensor<1x2x64x32xf16>, %k: tensor<1x2x64x32xf16>) -> tensor<1x2x64x32xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 2], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x32xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<1x2x64x32xf16>, tensor<1x2x64x32xf16>, tensor<1x2x64x32xf16>) outs(%e : tensor<1x2x64x32xf16>) -> tensor<1x2x64x32xf16>
  return %0 : tensor<1x2x64x32xf16>
}
// CHECK: plan.dispatch @g::@g grid [8, 2, 1]
func.func @main(%q: tensor<1x2x64x32xf16>, %k: tensor<1x2x64x32xf16>) -> tensor<1x2x64x32xf16> {
  %r = call @g(%q, %k) : (tensor<1x2x64x32xf16>, tensor<1x2x64x32xf16>) -> tensor<1x2x64x32xf16>
  return %r : tensor<1x2x64x32xf16>
}
