// RUN: burin-opt %s --lower-to-kernels --cse | FileCheck %s

// A work item writes 4 lanes of two rows that follow each other: 32 items for 64 x 4, not 64. The scale
// of the channels is read once for both, and nothing is stored before everything is read.
// CHECK-LABEL: gpu.func @scaled
// CHECK-COUNT-1: vector.load %arg1
// CHECK-NOT: vector.load %arg1
// CHECK: vector.store
// CHECK-NOT: vector.load
// CHECK: vector.store
// CHECK-NOT: vector.store
// CHECK: gpu.return
func.func private @scaled(%x: tensor<2x8x16xf32>, %s: tensor<2x16xf32>) -> tensor<2x8x16xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [2], vector = 4>} {
  %e = tensor.empty() : tensor<2x8x16xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %s : tensor<2x8x16xf32>, tensor<2x16xf32>) outs(%e : tensor<2x8x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %1 = arith.mulf %a, %b : f32
    linalg.yield %1 : f32
  } -> tensor<2x8x16xf32>
  return %0 : tensor<2x8x16xf32>
}
// CHECK: plan.dispatch @scaled::@scaled grid [1, 1, 1]
func.func @main(%x: tensor<2x8x16xf32>, %s: tensor<2x16xf32>) -> tensor<2x8x16xf32> {
  %r = call @scaled(%x, %s) : (tensor<2x8x16xf32>, tensor<2x16xf32>) -> tensor<2x8x16xf32>
  return %r : tensor<2x8x16xf32>
}
