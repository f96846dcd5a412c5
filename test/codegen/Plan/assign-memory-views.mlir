// RUN: burin-opt %s --assign-memory | FileCheck %s

gpu.module @k {
  gpu.func @k(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @two {
  gpu.func @two(%a: memref<256xf32>, %b: memref<256xf32>, %c: memref<256xf32>) kernel {
    gpu.return
  }
}

// The last dispatch reads the first result through a view: all three live.
// CHECK-LABEL: func.func @view_extends_life
// CHECK-SAME: plan.arena_bytes = 3072 : i64
// CHECK-SAME: plan.arena_lower_bound_bytes = 3072 : i64
// CHECK: offsets [0]
// CHECK: offsets [1024]
// CHECK: offsets [2048]
// CHECK: offsets [-1]
func.func @view_extends_life(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %v = tensor.expand_shape %0 [[0, 1]] output_shape [16, 16] : tensor<256xf32> into tensor<16x16xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  %w = tensor.collapse_shape %v [[0, 1]] : tensor<16x16xf32> into tensor<256xf32>
  %3 = plan.dispatch @two::@two grid [1, 1, 1] (%2, %w) : (tensor<256xf32>, tensor<256xf32>) -> tensor<256xf32>
  return %3 : tensor<256xf32>
}

// A view that is returned is the output buffer itself.
// CHECK-LABEL: func.func @returned_view
// CHECK-SAME: plan.arena_bytes = 0 : i64
// CHECK: offsets [-1]
func.func @returned_view(%x: tensor<256xf32>) -> tensor<16x16xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %v = tensor.expand_shape %0 [[0, 1]] output_shape [16, 16] : tensor<256xf32> into tensor<16x16xf32>
  return %v : tensor<16x16xf32>
}

// Unread results still need a place while their kernel runs.
// CHECK-LABEL: func.func @unread
// CHECK-SAME: plan.arena_bytes = 1024 : i64
func.func @unread(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  return %1 : tensor<256xf32>
}
