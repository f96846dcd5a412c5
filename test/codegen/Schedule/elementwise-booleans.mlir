// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Booleans are bytes in memory.
// CHECK-LABEL: gpu.func @g
// CHECK: memref.load {{.*}}xi8
// CHECK: memref.store {{.*}}xi8
func.func private @g(%a: tensor<8xi1>) -> tensor<8xi1> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<8xi1>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8xi1>) -> tensor<8xi1> {
  %r = call @g(%a) : (tensor<8xi1>) -> tensor<8xi1>
  return %r : tensor<8xi1>
}
