// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// The variance is taken around the mean, in a pass of its own.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: scf.for
// CHECK: arith.subf
// CHECK: math.rsqrt
// CHECK: scf.for
// CHECK: arith.subf
// CHECK: vector.store
func.func private @g(%a: tensor<8x16xf32>, %b: tensor<16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [0], vector = 4>} {
  %e = tensor.empty() : tensor<8x16xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %b, %c : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>, %b: tensor<16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %b, %c) : (tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
