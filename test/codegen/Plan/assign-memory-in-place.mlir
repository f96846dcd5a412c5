// RUN: burin-opt %s -split-input-file --assign-memory --verify-memory | FileCheck %s
// RUN: burin-opt %s -split-input-file --assign-memory | burin-opt -split-input-file --assign-memory --verify-memory | FileCheck %s
// RUN: burin-opt %s -split-input-file --assign-memory=in-place=false --verify-memory | FileCheck %s --check-prefix=OFF

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @map attributes {plan.in_place = array<i64: 0>} {
  gpu.func @map(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}

// An input that dies lends its memory to the result.
// CHECK-LABEL: func.func @dying_input
// CHECK-SAME: plan.arena_bytes = 1024 : i64
// CHECK-SAME: plan.arena_lower_bound_bytes = 1024 : i64
// CHECK: @make::@make
// CHECK-SAME: offsets [0]
// CHECK: @map::@map
// CHECK-SAME: offsets [0]
// CHECK: offsets [-1]
// OFF-LABEL: func.func @dying_input
// OFF-SAME: plan.arena_bytes = 2048 : i64
// OFF: @make::@make
// OFF-SAME: offsets [0]
// OFF: @map::@map
// OFF-SAME: offsets [1024]
func.func @dying_input(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @map::@map grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @make::@make grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  return %2 : tensor<256xf32>
}

// -----

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @map attributes {plan.in_place = array<i64: 0>} {
  gpu.func @map(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}

// A chain of three in one place: the memory of the first lives until the last reader.
// CHECK-LABEL: func.func @chain
// CHECK-SAME: plan.arena_bytes = 1024 : i64
// CHECK-COUNT-4: offsets [0]
// CHECK: offsets [-1]
func.func @chain(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @map::@map grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @map::@map grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  %3 = plan.dispatch @map::@map grid [1, 1, 1] (%2) : (tensor<256xf32>) -> tensor<256xf32>
  %4 = plan.dispatch @make::@make grid [1, 1, 1] (%3) : (tensor<256xf32>) -> tensor<256xf32>
  return %4 : tensor<256xf32>
}

// -----

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @map attributes {plan.in_place = array<i64: 0>} {
  gpu.func @map(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}

// Near miss: the input is read again later.
// CHECK-LABEL: func.func @read_again
// CHECK-SAME: plan.arena_bytes = 3072 : i64
// CHECK: @make::@make
// CHECK-SAME: offsets [0]
// CHECK: @map::@map
// CHECK-SAME: offsets [1024]
// CHECK: @make::@make
// CHECK-SAME: offsets [2048]
func.func @read_again(%x: tensor<256xf32>) -> (tensor<256xf32>, tensor<256xf32>) {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @map::@map grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @make::@make grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  %3 = plan.dispatch @make::@make grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  %4 = plan.dispatch @make::@make grid [1, 1, 1] (%2) : (tensor<256xf32>) -> tensor<256xf32>
  return %3, %4 : tensor<256xf32>, tensor<256xf32>
}

// -----

gpu.module @map attributes {plan.in_place = array<i64: 0>} {
  gpu.func @map(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}

// Near miss: inputs of the entry point are the caller's.
// CHECK-LABEL: func.func @function_input
// CHECK-SAME: plan.arena_bytes = 1024 : i64
// CHECK: offsets [0]
// CHECK: offsets [-1]
func.func @function_input(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @map::@map grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @map::@map grid [1, 1, 1] (%0) : (tensor<256xf32>) -> tensor<256xf32>
  return %1 : tensor<256xf32>
}

// -----

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @add attributes {plan.in_place = array<i64: 0>} {
  gpu.func @add(%a: memref<256xf32>, %b: memref<256xf32>, %c: memref<256xf32>) kernel {
    gpu.return
  }
}

// Near miss: the same tensor is also read by another argument, in another order.
// CHECK-LABEL: func.func @read_twice
// CHECK-SAME: plan.arena_bytes = 2048 : i64
// CHECK: @add::@add
// CHECK-SAME: offsets [1024]
func.func @read_twice(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @add::@add grid [1, 1, 1] (%0, %0) : (tensor<256xf32>, tensor<256xf32>) -> tensor<256xf32>
  %2 = plan.dispatch @make::@make grid [1, 1, 1] (%1) : (tensor<256xf32>) -> tensor<256xf32>
  return %2 : tensor<256xf32>
}

// -----

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @add attributes {plan.in_place = array<i64: 1>} {
  gpu.func @add(%a: memref<256xf32>, %b: memref<256xf32>, %c: memref<256xf32>) kernel {
    gpu.return
  }
}

// Only the second argument may be overwritten; reached through a view.
// CHECK-LABEL: func.func @second_argument_through_view
// CHECK-SAME: plan.arena_bytes = 2048 : i64
// CHECK: @make::@make
// CHECK-SAME: offsets [[A:\[[0-9]+\]]]
// CHECK: @make::@make
// CHECK-SAME: offsets [[B:\[[0-9]+\]]]
// CHECK: @add::@add
// CHECK-SAME: offsets [[B]]
func.func @second_argument_through_view(%x: tensor<256xf32>) -> tensor<256xf32> {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %v = tensor.expand_shape %1 [[0, 1]] output_shape [16, 16] : tensor<256xf32> into tensor<16x16xf32>
  %w = tensor.collapse_shape %v [[0, 1]] : tensor<16x16xf32> into tensor<256xf32>
  %2 = plan.dispatch @add::@add grid [1, 1, 1] (%0, %w) : (tensor<256xf32>, tensor<256xf32>) -> tensor<256xf32>
  %3 = plan.dispatch @make::@make grid [1, 1, 1] (%2) : (tensor<256xf32>) -> tensor<256xf32>
  return %3 : tensor<256xf32>
}

// -----

gpu.module @make {
  gpu.func @make(%a: memref<256xf32>, %b: memref<256xf32>) kernel {
    gpu.return
  }
}
gpu.module @map attributes {plan.in_place = array<i64: 0>, plan.results = 2 : i64} {
  gpu.func @map(%a: memref<256xf32>, %b: memref<256xf32>, %c: memref<256xf32>) kernel {
    gpu.return
  }
}

// Only the first result may lie where an input dies, however large the second is.
// CHECK-LABEL: func.func @second_result
// CHECK-SAME: plan.arena_bytes = 2048 : i64
// CHECK: @make::@make
// CHECK-SAME: offsets [0]
// CHECK: @map::@map
// CHECK-SAME: offsets [0, 1024]
// OFF-LABEL: func.func @second_result
// OFF-SAME: plan.arena_bytes = 3072 : i64
func.func @second_result(%x: tensor<256xf32>) -> (tensor<256xf32>, tensor<256xf32>) {
  %0 = plan.dispatch @make::@make grid [1, 1, 1] (%x) : (tensor<256xf32>) -> tensor<256xf32>
  %1:2 = plan.dispatch @map::@map grid [1, 1, 1] (%0) : (tensor<256xf32>) -> (tensor<256xf32>, tensor<256xf32>)
  %2 = plan.dispatch @make::@make grid [1, 1, 1] (%1#0) : (tensor<256xf32>) -> tensor<256xf32>
  %3 = plan.dispatch @make::@make grid [1, 1, 1] (%1#1) : (tensor<256xf32>) -> tensor<256xf32>
  return %2, %3 : tensor<256xf32>, tensor<256xf32>
}
