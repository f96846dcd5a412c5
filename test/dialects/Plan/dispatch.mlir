// RUN: burin-opt %s | burin-opt | FileCheck %s

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}

// CHECK-LABEL: func.func @main
// CHECK: %[[A:.*]] = plan.dispatch @k::@k grid [2, 1, 1](%{{.*}}) : (tensor<4xf32>) -> tensor<4xf32>
// CHECK: plan.dispatch @k::@k grid [1, 1, 4294967295](%[[A]]) offsets [512] {plan.flops = 4 : i64} : (tensor<4xf32>) -> tensor<4xf32>
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = plan.dispatch @k::@k grid [2, 1, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 4294967295] (%0) offsets [512] {plan.flops = 4 : i64} : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
