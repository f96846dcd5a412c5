// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-memory

gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
// Two tensors that are never live at once may share memory.
func.func @disjoint_lives(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %3 = plan.dispatch @k::@k grid [1, 1, 1] (%2) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %3 : tensor<128xf32>
}

// -----

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
func.func @overlap(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 2}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [256, 768) of the arena over a tensor that is still needed}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [256] : (tensor<128xf32>) -> tensor<128xf32>
  %2 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %1) offsets [-1] : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  return %2 : tensor<128xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
// A kernel that may not work in place does.
func.func @not_in_place(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 512 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 1}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [0, 512) of the arena over a tensor that is still needed}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %2 : tensor<128xf32>
}

// -----

gpu.module @k attributes {plan.in_place = array<i64: 0>} {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
// The same with a kernel that may.
func.func @in_place(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 512 : i64} {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %2 : tensor<128xf32>
}

// -----

gpu.module @k attributes {plan.in_place = array<i64: 0>} {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 attributes {plan.in_place = array<i64: 0>} {
  gpu.func @k2(%a: memref<128xf32>, %b: memref<128xf32>, %c: memref<128xf32>) kernel {
    gpu.return
  }
}
// In place, but of the wrong argument.
func.func @wrong_argument(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-note @below {{bytes [512, 1024), last read by dispatch 2}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [512, 1024) of the arena over a tensor that is still needed}}
  %2 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %1) offsets [512] : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  %3 = plan.dispatch @k::@k grid [1, 1, 1] (%2) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %3 : tensor<128xf32>
}

// -----

gpu.module @k attributes {plan.in_place = array<i64: 0>} {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
// In place needs the same range, not only the same bytes somewhere.
func.func @shifted(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 1}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [128, 640) of the arena over a tensor that is still needed}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [128] : (tensor<128xf32>) -> tensor<128xf32>
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %2 : tensor<128xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @outside(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 512 : i64} {
  // expected-error @below {{has a result of 512 bytes at 128, outside of the arena of 512 bytes}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [128] : (tensor<128xf32>) -> tensor<128xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %1 : tensor<128xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
// expected-error @below {{has no memory plan: run assign-memory first}}
func.func @no_plan(%x: tensor<128xf32>) -> tensor<128xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<128xf32>) -> tensor<128xf32>
  return %0 : tensor<128xf32>
}

// -----

gpu.module @k {
  gpu.func @k(%a: memref<128xf32>, %b: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @two attributes {plan.in_place = array<i64: 0>, plan.results = 2 : i64} {
  gpu.func @two(%a: memref<128xf32>, %b: memref<128xf32>, %c: memref<128xf32>) kernel {
    gpu.return
  }
}
// A kernel may overwrite its input with its first result, never with the second.
func.func @second_result(%x: tensor<128xf32>) -> (tensor<128xf32>, tensor<128xf32>) attributes {plan.arena_bytes = 1024 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 1}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [0, 512) of the arena over a tensor that is still needed}}
  %1:2 = plan.dispatch @two::@two grid [1, 1, 1] (%0) offsets [512, 0] : (tensor<128xf32>) -> (tensor<128xf32>, tensor<128xf32>)
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1#0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  %3 = plan.dispatch @k::@k grid [1, 1, 1] (%1#1) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %2, %3 : tensor<128xf32>, tensor<128xf32>
}
