// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// The last work group has items past the end.
// CHECK-LABEL: gpu.func @g
// CHECK: arith.cmpi slt
// CHECK: scf.if
// CHECK: memref.load
// CHECK: memref.store
func.func private @g(%a: tensor<3x5xf32>) -> tensor<3x5xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<3x5xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %r = call @g(%a) : (tensor<3x5xf32>) -> tensor<3x5xf32>
  return %r : tensor<3x5xf32>
}
