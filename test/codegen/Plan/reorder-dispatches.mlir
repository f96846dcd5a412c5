// RUN: burin-opt %s -split-input-file --reorder-dispatches | FileCheck %s
// RUN: burin-opt %s -split-input-file --reorder-dispatches | burin-opt -split-input-file --reorder-dispatches | FileCheck %s
// RUN: burin-opt %s -split-input-file --reorder-dispatches --assign-memory --verify-memory | FileCheck %s --check-prefix=PLAN
// RUN: burin-opt %s -split-input-file --reorder-dispatches --remarks-filter=memory 2>&1 | FileCheck %s --check-prefix=REMARK

gpu.module @norm attributes {plan.in_place = array<i64: 0>} {
  gpu.func @norm(%a: memref<1024xf32>, %b: memref<1024xf32>) kernel {
    gpu.return
  }
}
gpu.module @conv {
  gpu.func @conv(%a: memref<1024xf32>, %b: memref<512xf32>) kernel {
    gpu.return
  }
}
gpu.module @add attributes {plan.in_place = array<i64: 0, 1>} {
  gpu.func @add(%a: memref<512xf32>, %b: memref<512xf32>, %c: memref<512xf32>) kernel {
    gpu.return
  }
}

// A residual block: when the skip convolution runs first, the norm may overwrite
// what both read.
// CHECK-LABEL: func.func @residual_block
// CHECK: %[[X:.*]] = plan.dispatch @norm
// CHECK: %[[S:.*]] = plan.dispatch @conv::@conv grid [2, 1, 1](%[[X]])
// CHECK: %[[N:.*]] = plan.dispatch @norm::@norm grid [4, 1, 1](%[[X]])
// CHECK: %[[H:.*]] = plan.dispatch @conv::@conv grid [1, 1, 1](%[[N]])
// CHECK: plan.dispatch @add::@add grid [1, 1, 1](%[[H]], %[[S]])
// PLAN: @residual_block
// PLAN-SAME: plan.arena_bytes = 8192
// REMARK: [Passed] reorder{{.*}}1 dispatch(es) moved: 2048 bytes less live at the peak of 10240
func.func @residual_block(%input: tensor<1024xf32>) -> tensor<512xf32> {
  %x = plan.dispatch @norm::@norm grid [3, 1, 1] (%input) : (tensor<1024xf32>) -> tensor<1024xf32>
  %n = plan.dispatch @norm::@norm grid [4, 1, 1] (%x) : (tensor<1024xf32>) -> tensor<1024xf32>
  %h = plan.dispatch @conv::@conv grid [1, 1, 1] (%n) : (tensor<1024xf32>) -> tensor<512xf32>
  %s = plan.dispatch @conv::@conv grid [2, 1, 1] (%x) : (tensor<1024xf32>) -> tensor<512xf32>
  %y = plan.dispatch @add::@add grid [1, 1, 1] (%h, %s) : (tensor<512xf32>, tensor<512xf32>) -> tensor<512xf32>
  return %y : tensor<512xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @project {
  gpu.func @project(%a: memref<16xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @add {
  gpu.func @add(%a: memref<256xf32>, %b: memref<256xf32>, %c: memref<256xf32>) kernel {
    gpu.return
  }
}

// A projection of a small input waits until it is read; its view goes with it.
// CHECK-LABEL: func.func @late_projection
// CHECK: plan.dispatch @k::@k grid [1, 1, 1]
// CHECK: plan.dispatch @k::@k grid [2, 1, 1]
// CHECK: %[[P:.*]] = plan.dispatch @project
// CHECK-NEXT: %[[V:.*]] = tensor.collapse_shape %[[P]]
// CHECK-NEXT: plan.dispatch @add::@add grid [1, 1, 1](%{{.*}}, %[[V]])
func.func @late_projection(%x: tensor<256xf32>, %prompt: tensor<16xf32>) -> tensor<256xf32> {
  %p = plan.dispatch @project::@project grid [1, 1, 1] (%prompt) : (tensor<16xf32>) -> tensor<16x16xf32>
  %v = tensor.collapse_shape %p [[0, 1]] : tensor<16x16xf32> into tensor<256xf32>
  %a = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %b = plan.dispatch @k::@k grid [2, 1, 1] (%a) : (tensor<256xf32>) -> tensor<256xf32>
  %c = plan.dispatch @add::@add grid [1, 1, 1] (%b, %v) : (tensor<256xf32>, tensor<256xf32>) -> tensor<256xf32>
  return %c : tensor<256xf32>
}

// A chain has one order.
// CHECK-LABEL: func.func @chain
// CHECK: grid [1, 1, 1]
// CHECK: grid [2, 1, 1]
func.func @chain(%x: tensor<256xf32>) -> tensor<256xf32> {
  %a = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %b = plan.dispatch @k::@k grid [2, 1, 1] (%a) : (tensor<256xf32>) -> tensor<256xf32>
  return %b : tensor<256xf32>
}
