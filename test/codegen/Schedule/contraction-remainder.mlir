// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Three rows per item do not divide eight: loads clamp, stores are guarded.
// CHECK-LABEL: gpu.func @g
// CHECK: arith.cmpi slt
// CHECK: arith.minsi
// CHECK: scf.for
// CHECK: scf.if
// CHECK: vector.store
func.func private @g(%a: tensor<8x32xf32>, %b: tensor<32x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [3, 1, 2, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x32xf32>, %b: tensor<32x16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %b) : (tensor<8x32xf32>, tensor<32x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
