// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Branches read only the input that holds the element.
// CHECK-LABEL: gpu.func @g
// CHECK: arith.cmpi slt
// CHECK: scf.if
// CHECK: vector.load %arg0
// CHECK: else
// CHECK: vector.load %arg1
// CHECK: vector.store
func.func private @g(%a: tensor<8x4xf32>, %b: tensor<8x12xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [1], vector = 4>} {
  %0 = tensor.concat dim(1) %a, %b : (tensor<8x4xf32>, tensor<8x12xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x4xf32>, %b: tensor<8x12xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %b) : (tensor<8x4xf32>, tensor<8x12xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
