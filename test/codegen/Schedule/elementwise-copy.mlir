// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// An exact fit needs no guard; a work item moves one vector.
// CHECK-LABEL: gpu.func @g
// CHECK-NOT: scf.if
// CHECK: vector.load {{.*}}vector<4xf32>
// CHECK: vector.store {{.*}}vector<4xf32>
func.func private @g(%a: tensor<8x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [1], vector = 4>} {
  return %a : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a) : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
