// RUN: burin-opt %s -split-input-file -verify-diagnostics

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @two_extents(%x: tensor<4xf32>) {
  // expected-error @below {{expected a grid of three positive 32-bit extents}}
  %0 = plan.dispatch @k::@k grid [2, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @empty_grid(%x: tensor<4xf32>) {
  // expected-error @below {{expected a grid of three positive 32-bit extents}}
  %0 = plan.dispatch @k::@k grid [2, 0, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @too_many_groups(%x: tensor<4xf32>) {
  // expected-error @below {{expected a grid of three positive 32-bit extents}}
  %0 = plan.dispatch @k::@k grid [4294967296, 1, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @offset_count(%x: tensor<4xf32>) {
  // expected-error @below {{expected one offset per result, got 2 for 1}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0, 512] : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @no_kernel(%x: tensor<4xf32>) {
  // expected-error @below {{refers to no kernel function named @k::@k}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @buffer_count(%x: tensor<4xf32>) {
  // expected-error @below {{passes 2 buffers to @k::@k, which takes 1}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<4xf32>) -> tensor<4xf32>
  return
}
