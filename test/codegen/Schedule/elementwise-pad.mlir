// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Padding reads at clamped coordinates and selects.
// CHECK-LABEL: gpu.func @g
// CHECK: arith.cmpi ult
// CHECK: arith.select
// CHECK: memref.load
// CHECK: arith.select
// CHECK: memref.store
func.func private @g(%a: tensor<4x4xf32>) -> tensor<6x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [1], vector = 1>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %z : f32
  } : tensor<4x4xf32> to tensor<6x6xf32>
  return %0 : tensor<6x6xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<4x4xf32>) -> tensor<6x6xf32> {
  %r = call @g(%a) : (tensor<4x4xf32>) -> tensor<6x6xf32>
  return %r : tensor<6x6xf32>
}
