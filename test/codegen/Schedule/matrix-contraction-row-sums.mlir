// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse --split-input-file | FileCheck %s

// Four lanes share a row: they add what each has stored of it, and the first stores both
// sums of the sub-group's 32 columns. No local memory, no barrier after the loop.
// CHECK-LABEL: gpu.func @g(
// CHECK: nvgpu.mma.sync
// CHECK: scf.yield
// CHECK-NOT: gpu.barrier
// CHECK: vector.from_elements %[[FIRST:.*]], %[[SECOND:.*]], %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : vector<8xf32>
// CHECK: vector.store %{{.*}}, %arg2[
// CHECK: %[[SQUARE:.*]] = arith.mulf %[[FIRST]], %[[FIRST]] : f32
// CHECK: arith.addf %[[FIRST]], %[[SECOND]] : f32
// CHECK: math.fma %[[SECOND]], %[[SECOND]], %[[SQUARE]]
// CHECK-COUNT-3: vector.store %{{.*}}, %arg2[
// CHECK: %[[OTHER:.*]], %{{.*}} = gpu.shuffle xor %[[SUM:.*]], %c1
// CHECK: %[[TWO:.*]] = arith.addf %[[SUM]], %[[OTHER]]
// CHECK: gpu.shuffle xor %[[TWO]], %c2
// CHECK: arith.cmpi eq
// CHECK: scf.if
// CHECK-NOT: scf.if
// CHECK-COUNT-4: vector.store %{{.*}}, %arg3[{{.*}} vector<2xf32>
// CHECK-NOT: vector.store
// CHECK: gpu.return
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  %e = tensor.empty() : tensor<2x128x2xf32>
  %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
  return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
}
func.func @main(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) {
  %r:2 = call @g(%a, %b) : (tensor<128x64xf16>, tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>)
  return %r#0, %r#1 : tensor<128x64xf32>, tensor<2x128x2xf32>
}

// -----

// Halves are rounded before they are summed; columns that are no multiple of 32 are stored in
// runs of four; rows past the end, and tiles past the last column, are not stored.
// CHECK-LABEL: gpu.func @uneven(
// CHECK: arith.andi %{{.*}}, %cst{{.*}} : vector<4xi32>
// CHECK: scf.if
// CHECK: scf.if
// CHECK: vector.store %{{.*}}, %arg3[{{.*}} vector<2xf32>
func.func private @uneven(%a: tensor<100x64xf16>, %b: tensor<64x80xf16>) -> (tensor<100x80xf16>, tensor<5x100x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [256, 1, 1], tile = [64, 64, 32, 16, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<100x80xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<100x64xf16>, tensor<64x80xf16>) outs(%z : tensor<100x80xf32>) -> tensor<100x80xf32>
  %h = tensor.empty() : tensor<100x80xf16>
  %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<100x80xf32>) outs(%h : tensor<100x80xf16>) {
  ^bb0(%i: f32, %o: f16):
    %t = arith.truncf %i : f32 to f16
    linalg.yield %t : f16
  } -> tensor<100x80xf16>
  %e = tensor.empty() : tensor<5x100x2xf32>
  %s = fused.row_sums ins(%1 : tensor<100x80xf16>) outs(%e : tensor<5x100x2xf32>) -> tensor<5x100x2xf32>
  return %1, %s : tensor<100x80xf16>, tensor<5x100x2xf32>
}
func.func @main(%a: tensor<100x64xf16>, %b: tensor<64x80xf16>) -> (tensor<100x80xf16>, tensor<5x100x2xf32>) {
  %r:2 = call @uneven(%a, %b) : (tensor<100x64xf16>, tensor<64x80xf16>) -> (tensor<100x80xf16>, tensor<5x100x2xf32>)
  return %r#0, %r#1 : tensor<100x80xf16>, tensor<5x100x2xf32>
}
