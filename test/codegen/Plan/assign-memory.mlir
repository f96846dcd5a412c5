// RUN: burin-opt %s -split-input-file --assign-memory | FileCheck %s
// RUN: burin-opt %s -split-input-file --assign-memory | burin-opt -split-input-file --assign-memory | FileCheck %s
// RUN: burin-opt %s -split-input-file --assign-memory=alignment=64 | FileCheck %s --check-prefix=ALIGN64

gpu.module @k {
  gpu.func @k(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}

// A chain needs two buffers that take turns; the result has none in the arena.
// CHECK-LABEL: func.func @chain
// CHECK-SAME: plan.arena_bytes = 2048 : i64
// CHECK-SAME: plan.arena_lower_bound_bytes = 2048 : i64
// CHECK: offsets [0]
// CHECK: offsets [1024]
// CHECK: offsets [0]
// CHECK: offsets [-1]
func.func @chain(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  %3 = plan.dispatch @k::@k grid [1, 1, 1] (%2) : (tensor<256xf32>) -> tensor<256xf32>
  return %3 : tensor<256xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<3xf32>, %b: memref<3xf32>) kernel {
    gpu.return
  }
}

// Sizes round up to the alignment.
// CHECK-LABEL: func.func @small
// CHECK-SAME: plan.arena_bytes = 1024 : i64
// ALIGN64-LABEL: func.func @small
// ALIGN64-SAME: plan.arena_bytes = 128 : i64
// ALIGN64: offsets [0]
// ALIGN64: offsets [64]
func.func @small(%x: tensor<3xf32>) -> tensor<3xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<3xf32>) -> tensor<3xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) : (tensor<3xf32>) -> tensor<3xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) : (tensor<3xf32>) -> tensor<3xf32>
  return %2 : tensor<3xf32>
}
