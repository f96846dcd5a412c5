// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

// The root names the group.
// CHECK-LABEL: func.func @main
// CHECK: call @layer_norm_0(
// CHECK: call @group_norm_1(
// CHECK: call @matmul_2(
// CHECK: call @reduce_3(
func.func @main(%x: tensor<4x8xf32>, %y: tensor<1x4x8xf32>, %s: tensor<8xf32>) -> (tensor<4x8xf32>, tensor<1x4x8xf32>, tensor<4x4xf32>, tensor<4xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %g = tensor.empty() : tensor<1x4x8xf32>
  %h = tensor.empty() : tensor<4x4xf32>
  %v = tensor.empty() : tensor<4xf32>
  %hz = linalg.fill ins(%z : f32) outs(%h : tensor<4x4xf32>) -> tensor<4x4xf32>
  %vz = linalg.fill ins(%z : f32) outs(%v : tensor<4xf32>) -> tensor<4xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%x, %s, %s : tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %1 = fused.group_norm groups = 2 epsilon = 1.0e-5 ins(%y, %s, %s : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%g : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  %2 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
    ins(%x, %x : tensor<4x8xf32>, tensor<4x8xf32>) outs(%hz : tensor<4x4xf32>) -> tensor<4x4xf32>
  %3 = linalg.reduce { arith.addf } ins(%x : tensor<4x8xf32>) outs(%vz : tensor<4xf32>) dimensions = [1]
  return %0, %1, %2, %3 : tensor<4x8xf32>, tensor<1x4x8xf32>, tensor<4x4xf32>, tensor<4xf32>
}
