// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Indices move as 64-bit integers.
// CHECK-LABEL: gpu.func @g
// CHECK: memref.load {{.*}}xi64
// CHECK: memref.store {{.*}}xi64
func.func private @g(%a: tensor<8xi64>) -> tensor<8xi64> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<8xi64>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8xi64>) -> tensor<8xi64> {
  %r = call @g(%a) : (tensor<8xi64>) -> tensor<8xi64>
  return %r : tensor<8xi64>
}
