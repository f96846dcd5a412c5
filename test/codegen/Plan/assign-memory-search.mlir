// RUN: burin-opt %s --assign-memory --verify-memory | FileCheck %s

// Largest first places c at 0, then b above it, then a and d around them: the
// order by size alone misses the liveness bound here, the search does not.
// Sizes in units of 512 bytes: a 4 (0..3), b 5 (1..2), c 6 (3..4), d 3 (2..3).
gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 {
  gpu.func @k2(%a: memref<128xf32>, %b: memref<128xf32>, %c: memref<128xf32>) kernel {
    gpu.return
  }
}

// CHECK-LABEL: func.func @main
// CHECK-SAME: plan.arena_bytes = [[BOUND:[0-9]+]] : i64
// CHECK-SAME: plan.arena_lower_bound_bytes = [[BOUND]] : i64
func.func @main(%x: tensor<128xf32>) -> tensor<128xf32> {
  %a = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<128xf32>) -> tensor<512xf32>
  %b = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<128xf32>) -> tensor<640xf32>
  %d = plan.dispatch @k::@k grid [1, 1, 1] (%b) : (tensor<640xf32>) -> tensor<384xf32>
  %c = plan.dispatch @k2::@k2 grid [1, 1, 1] (%a, %d) : (tensor<512xf32>, tensor<384xf32>) -> tensor<768xf32>
  %e = plan.dispatch @k::@k grid [1, 1, 1] (%c) : (tensor<768xf32>) -> tensor<896xf32>
  %f = plan.dispatch @k::@k grid [1, 1, 1] (%e) : (tensor<896xf32>) -> tensor<256xf32>
  %g = plan.dispatch @k2::@k2 grid [1, 1, 1] (%e, %f) : (tensor<896xf32>, tensor<256xf32>) -> tensor<128xf32>
  return %g : tensor<128xf32>
}
