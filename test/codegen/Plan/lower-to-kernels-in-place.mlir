// RUN: burin-opt %s -split-input-file --lower-to-kernels | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
#row = affine_map<(d0, d1) -> (d1)>

// Element by element: both inputs of the result's size may be overwritten, the
// broadcast bias may not.
// CHECK: gpu.module @add attributes {
// CHECK-SAME: plan.in_place = array<i64: 0, 1>
func.func private @add(%a: tensor<8x16xf32>, %b: tensor<8x16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b, %c : tensor<8x16xf32>, tensor<8x16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    %u = arith.addf %s, %z : f32
    linalg.yield %u : f32
  } -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
func.func @main(%a: tensor<8x16xf32>, %b: tensor<8x16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32> {
  %0 = call @add(%a, %b, %c) : (tensor<8x16xf32>, tensor<8x16xf32>, tensor<16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>

// Near miss: a transposed read meets elements that are already overwritten.
// CHECK: gpu.module @transposed
// CHECK-NOT: plan.in_place
// CHECK: gpu.func
func.func private @transposed(%a: tensor<16x16xf32>) -> tensor<16x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<16x16xf32>
  %r = linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.negf %x : f32
    linalg.yield %s : f32
  } -> tensor<16x16xf32>
  return %r : tensor<16x16xf32>
}
func.func @main(%a: tensor<16x16xf32>) -> tensor<16x16xf32> {
  %0 = call @transposed(%a) : (tensor<16x16xf32>) -> tensor<16x16xf32>
  return %0 : tensor<16x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>

// Near miss: read at the result's index and at another.
// CHECK: gpu.module @both_ways
// CHECK-NOT: plan.in_place
// CHECK: gpu.func
func.func private @both_ways(%a: tensor<16x16xf32>) -> tensor<16x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<16x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #t, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a, %a : tensor<16x16xf32>, tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<16x16xf32>
  return %r : tensor<16x16xf32>
}
func.func @main(%a: tensor<16x16xf32>) -> tensor<16x16xf32> {
  %0 = call @both_ways(%a) : (tensor<16x16xf32>) -> tensor<16x16xf32>
  return %0 : tensor<16x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Near miss: another element width.
// CHECK: gpu.module @narrower
// CHECK-NOT: plan.in_place
// CHECK: gpu.func
func.func private @narrower(%a: tensor<16x16xf32>) -> tensor<16x16xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<16x16xf16>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<16x16xf32>) outs(%e : tensor<16x16xf16>) {
  ^bb0(%x: f32, %o: f16):
    %s = arith.truncf %x : f32 to f16
    linalg.yield %s : f16
  } -> tensor<16x16xf16>
  return %r : tensor<16x16xf16>
}
func.func @main(%a: tensor<16x16xf32>) -> tensor<16x16xf16> {
  %0 = call @narrower(%a) : (tensor<16x16xf32>) -> tensor<16x16xf16>
  return %0 : tensor<16x16xf16>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A contraction reads its operands everywhere; the residual behind it only
// where the sum is stored.
// CHECK: gpu.module @residual attributes {
// CHECK-SAME: plan.in_place = array<i64: 2>
func.func private @residual(%a: tensor<16x16xf32>, %b: tensor<16x16xf32>, %c: tensor<16x16xf32>) -> tensor<16x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [4, 2, 4, 1], vector = 4>} {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %m = linalg.matmul ins(%a, %b : tensor<16x16xf32>, tensor<16x16xf32>) outs(%f : tensor<16x16xf32>) -> tensor<16x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %c : tensor<16x16xf32>, tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<16x16xf32>
  return %r : tensor<16x16xf32>
}
func.func @main(%a: tensor<16x16xf32>, %b: tensor<16x16xf32>, %c: tensor<16x16xf32>) -> tensor<16x16xf32> {
  %0 = call @residual(%a, %b, %c) : (tensor<16x16xf32>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  return %0 : tensor<16x16xf32>
}

// -----

// A norm's work group reads no row but its own; scale and bias are shared.
// CHECK: gpu.module @norm attributes {
// CHECK-SAME: plan.in_place = array<i64: 0>
func.func private @norm(%x: tensor<16x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<4x4x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<16x16xf32>
  %r = fused.layer_norm epsilon = 1.000000e-05 ins(%x, %g, %b : tensor<16x16xf32>, tensor<16xf32>, tensor<16xf32>)
      outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %v = tensor.expand_shape %r [[0, 1], [2]] output_shape [4, 4, 16] : tensor<16x16xf32> into tensor<4x4x16xf32>
  return %v : tensor<4x4x16xf32>
}
func.func @main(%x: tensor<16x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<4x4x16xf32> {
  %0 = call @norm(%x, %g, %b) : (tensor<16x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<4x4x16xf32>
  return %0 : tensor<4x4x16xf32>
}
