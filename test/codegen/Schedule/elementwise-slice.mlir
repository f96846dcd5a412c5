// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// A slice with offset and stride is arithmetic on coordinates.
// CHECK-LABEL: gpu.func @g
// CHECK: arith.muli
// CHECK: arith.addi
// CHECK: memref.load
// CHECK: memref.store
func.func private @g(%a: tensor<8x16xf32>) -> tensor<4x4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [1], vector = 1>} {
  %0 = tensor.extract_slice %a[1, 2] [4, 4] [1, 2] : tensor<8x16xf32> to tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>) -> tensor<4x4xf32> {
  %r = call @g(%a) : (tensor<8x16xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
