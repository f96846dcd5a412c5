// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// A transposed rhs: lanes run along k and are summed at the end.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: math.fma {{.*}}vector<4xf32>
// CHECK: vector.extract
// CHECK: arith.addf {{.*}} f32
// CHECK: memref.store
func.func private @g(%a: tensor<8x32xf32>, %b: tensor<16x32xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<8x32xf32>, tensor<16x32xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x32xf32>, %b: tensor<16x32xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %b) : (tensor<8x32xf32>, tensor<16x32xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
