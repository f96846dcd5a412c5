// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// A residual sum of two matmuls is the epilogue of one; the other is read.
// CHECK-LABEL: func.func @main
// CHECK-NEXT: %[[SECOND:.*]] = call @matmul_0(
// CHECK-NEXT: %[[R:.*]] = call @matmul_1({{.*}}%[[SECOND]]
// CHECK-NEXT: return %[[R]]
// CHECK: func.func private @matmul_0
// CHECK-COUNT-1: linalg.matmul
// CHECK-NOT: arith.addf
// CHECK: func.func private @matmul_1
// CHECK-COUNT-1: linalg.matmul
// CHECK: arith.addf
func.func @main(%a: tensor<4x16xf32>, %b: tensor<16x8xf32>, %c: tensor<16x8xf32>) -> tensor<4x8xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %m = linalg.matmul ins(%a, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  %n = linalg.matmul ins(%a, %c : tensor<4x16xf32>, tensor<16x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %n : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %s = arith.addf %i0, %i1 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
