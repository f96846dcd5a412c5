// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

// A contraction reads its input often: branches in front of it do not pay.
// CHECK-LABEL: func.func @main
// CHECK-NEXT: %[[C:.*]] = call @elementwise_0(
// CHECK-NEXT: %[[R:.*]] = call @matmul_1({{.*}}%[[C]]
// CHECK-NEXT: return %[[R]]
// CHECK: func.func private @elementwise_0
// CHECK: tensor.concat
func.func @main(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>, %b: tensor<16x8xf32>) -> tensor<4x8xf32> {
  %z = arith.constant 0.0 : f32
  %c = tensor.concat dim(1) %x, %y : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x16xf32>
  %e = tensor.empty() : tensor<4x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = linalg.matmul ins(%c, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
