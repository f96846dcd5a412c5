// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Which arguments a kernel may overwrite: those of the result's size that are read
// where the result is written, or by the work group of their row only.

// Twice at the same place is no harm.
// CHECK: gpu.module @twice attributes {{{.*}}plan.in_place = array<i64: 0>
func.func private @twice(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.mulf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
func.func @run_twice(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %r = call @twice(%a) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Integers of 32 bits may become floats in place.
// CHECK: gpu.module @same_bits attributes {{{.*}}plan.in_place = array<i64: 0>
func.func private @same_bits(%a: tensor<4x8xi32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xi32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: i32, %o: f32):
    %s = arith.sitofp %x : i32 to f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
func.func @run_same_bits(%a: tensor<4x8xi32>) -> tensor<4x8xf32> {
  %r = call @same_bits(%a) : (tensor<4x8xi32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A slice is smaller than its source.
// CHECK: gpu.module @sliced attributes {
// CHECK-NOT: plan.in_place
// CHECK: gpu.func @sliced(
func.func private @sliced(%a: tensor<4x8xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %0 = tensor.extract_slice %a[0, 0] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
func.func @run_sliced(%a: tensor<4x8xf32>) -> tensor<4x4xf32> {
  %r = call @sliced(%a) : (tensor<4x8xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// A reshape keeps the order of memory.
// CHECK: gpu.module @reshaped attributes {{{.*}}plan.in_place = array<i64: 0>
func.func private @reshaped(%a: tensor<4x8xf32>) -> tensor<32xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %c = tensor.collapse_shape %a [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %e = tensor.empty() : tensor<32xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%c : tensor<32xf32>) outs(%e : tensor<32xf32>) {
  ^bb0(%x: f32, %o: f32):
    %n = arith.negf %x : f32
    linalg.yield %n : f32
  } -> tensor<32xf32>
  return %0 : tensor<32xf32>
}
func.func @run_reshaped(%a: tensor<4x8xf32>) -> tensor<32xf32> {
  %r = call @reshaped(%a) : (tensor<4x8xf32>) -> tensor<32xf32>
  return %r : tensor<32xf32>
}

// A concatenation of slices moves elements, although all are there.
// CHECK: gpu.module @swapped_halves attributes {
// CHECK-NOT: plan.in_place
// CHECK: gpu.func @swapped_halves(
func.func private @swapped_halves(%a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %p = tensor.extract_slice %a[0, 4] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  %q = tensor.extract_slice %a[0, 0] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  %0 = tensor.concat dim(1) %p, %q : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
func.func @run_swapped_halves(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = call @swapped_halves(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A table that is read anywhere is never overwritten; the indices are, having its size.
// CHECK: gpu.module @looked_up attributes {{{.*}}plan.in_place = array<i64: 1>
func.func private @looked_up(%t: tensor<8xf32>, %a: tensor<8xi32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: i32, %o: f32):
    %j = arith.index_cast %x : i32 to index
    %s = tensor.extract %t[%j] : tensor<8xf32>
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
func.func @run_looked_up(%t: tensor<8xf32>, %a: tensor<8xi32>) -> tensor<8xf32> {
  %r = call @looked_up(%t, %a) : (tensor<8xf32>, tensor<8xi32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// A row is read before it is written, by its own work group.
// CHECK: gpu.module @softmax attributes {{{.*}}plan.in_place = array<i64: 0>
func.func private @softmax(%a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
func.func @run_softmax(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = call @softmax(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// The rows, not the gain, although the gain has as many elements.
// CHECK: gpu.module @norm attributes {{{.*}}plan.in_place = array<i64: 0>
func.func private @norm(%a: tensor<1x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<1x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<1x8xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<1x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x8xf32>) -> tensor<1x8xf32>
  return %0 : tensor<1x8xf32>
}
func.func @run_norm(%a: tensor<1x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<1x8xf32> {
  %r = call @norm(%a, %g, %b) : (tensor<1x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x8xf32>
  return %r : tensor<1x8xf32>
}

// Statistics are fewer than their row, unless it has two elements: even then its kernel may not.
// CHECK: gpu.module @statistics attributes {
// CHECK-NOT: plan.in_place
// CHECK: gpu.func @statistics(
func.func private @statistics(%a: tensor<4x2xf32>) -> tensor<4x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x2xf32>
  %0 = fused.softmax_statistics ins(%a : tensor<4x2xf32>) outs(%e : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}
func.func @run_statistics(%a: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %r = call @statistics(%a) : (tensor<4x2xf32>) -> tensor<4x2xf32>
  return %r : tensor<4x2xf32>
}

// Rows of a product are read by many items.
// CHECK: gpu.module @product attributes {
// CHECK-NOT: plan.in_place
// CHECK: gpu.func @product(
func.func private @product(%a: tensor<8x8xf32>, %b: tensor<8x8xf32>) -> tensor<8x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x8xf32>, tensor<8x8xf32>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}
func.func @run_product(%a: tensor<8x8xf32>, %b: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %r = call @product(%a, %b) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  return %r : tensor<8x8xf32>
}
