// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-memory

// The arena's bounds, missing plans, and ranges that touch without overlapping.

// The last byte of the arena is used.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// One byte less.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1023 : i64} {
  // expected-error @below {{has a result of 512 bytes at 512, outside of the arena of 1023 bytes}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// An offset before the arena that is no mark of an output.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-error @below {{has a result of 512 bytes at -512, outside of the arena of 1024 bytes}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [-512] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// An intermediate without a place.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-error @below {{has a result of 512 bytes at -1, outside of the arena of 1024 bytes}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// An offset so large that its sum with the size wraps.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-error @below {{outside of the arena of 1024 bytes}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [9223372036854775807] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// No arena at all.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
// expected-error @below {{has no memory plan: run assign-memory first}}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// A dispatch that was added after the plan.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-error @below {{has no offsets: run assign-memory first}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// Neighbours touch: the first free byte of one is the first of the other.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 {
  gpu.func @k2(%a0: memref<128xf32>, %a1: memref<128xf32>, %a2: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %1) offsets [-1] : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// One byte of overlap.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 {
  gpu.func @k2(%a0: memref<128xf32>, %a1: memref<128xf32>, %a2: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 2}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [511, 1023) of the arena over a tensor that is still needed}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [511] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %1) offsets [-1] : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// Halves take half the bytes: 256 are free behind them.
gpu.module @h {
  gpu.func @h(%a0: memref<128xf32>, %a1: memref<128xf16>) kernel {
    gpu.return
  }
}
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 {
  gpu.func @k2(%a0: memref<128xf16>, %a1: memref<128xf32>, %a2: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 768 : i64} {
  %0 = plan.dispatch @h::@h grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf16>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [256] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %1) offsets [-1] : (tensor<128xf16>, tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// A tensor is needed until its last reader, not its first.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
gpu.module @k2 {
  gpu.func @k2(%a0: memref<128xf32>, %a1: memref<128xf32>, %a2: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 1024 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 3}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [512] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [0, 512) of the arena over a tensor that is still needed}}
  %2 = plan.dispatch @k::@k grid [1, 1, 1] (%1) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k2::@k2 grid [1, 1, 1] (%0, %2) offsets [-1] : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}

// -----

// A result that nobody reads is still written: it may not hit what lives then.
gpu.module @k {
  gpu.func @k(%a0: memref<128xf32>, %a1: memref<128xf32>) kernel {
    gpu.return
  }
}
func.func @f(%x: tensor<128xf32>) -> tensor<128xf32> attributes {plan.arena_bytes = 512 : i64} {
  // expected-note @below {{bytes [0, 512), last read by dispatch 2}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  // expected-error @below {{writes bytes [0, 512) of the arena over a tensor that is still needed}}
  %1 = plan.dispatch @k::@k grid [1, 1, 1] (%x) offsets [0] : (tensor<128xf32>) -> tensor<128xf32>
  %9 = plan.dispatch @k::@k grid [1, 1, 1] (%0) offsets [-1] : (tensor<128xf32>) -> tensor<128xf32>
  return %9 : tensor<128xf32>
}
