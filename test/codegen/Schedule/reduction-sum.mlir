// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// One work item sums one row.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: memref.load
// CHECK: arith.addf
// CHECK: memref.store
func.func private @g(%a: tensor<8x16xf32>) -> tensor<8xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [1], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%a : tensor<8x16xf32>) outs(%z : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>) -> tensor<8xf32> {
  %r = call @g(%a) : (tensor<8x16xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
