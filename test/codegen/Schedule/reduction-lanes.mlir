// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// vector = 4: an item makes four neighbours, the parts of a split sum in vectors, and so
// what follows it.
// CHECK-LABEL: gpu.func @parts(
// CHECK: %[[IN:.*]] = arith.remui %{{.*}}, %c10
// CHECK: %[[FIRST:.*]] = arith.muli %[[IN]], %c4
// CHECK: scf.for %{{.*}} = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}}) -> (vector<4xf32>)
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: arith.addf %[[ACC]], %[[LOADED]] : vector<4xf32>
// CHECK: vector.load %arg1[%[[FIRST]]] {{.*}}, vector<4xf16>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf16>
// CHECK: plan.dispatch @parts::@parts grid [2, 1, 1]
func.func private @parts(%a: tensor<5x8x40xf32>, %b: tensor<40xf16>) -> tensor<8x40xf16>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 4>} {
  %i = arith.constant dense<0.0> : tensor<8x40xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(p, m, n) -> (p, m, n)>, affine_map<(p, m, n) -> (m, n)>], iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%a : tensor<5x8x40xf32>) outs(%i : tensor<8x40xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %o, %x : f32
    linalg.yield %s : f32
  } -> tensor<8x40xf32>
  %e = tensor.empty() : tensor<8x40xf16>
  %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%0, %b : tensor<8x40xf32>, tensor<40xf16>) outs(%e : tensor<8x40xf16>) {
  ^bb0(%x: f32, %y: f16, %o: f16):
    %w = arith.extf %y : f16 to f32
    %s = arith.addf %x, %w : f32
    %h = arith.truncf %s : f32 to f16
    linalg.yield %h : f16
  } -> tensor<8x40xf16>
  return %1 : tensor<8x40xf16>
}
func.func @run_parts(%a: tensor<5x8x40xf32>, %b: tensor<40xf16>) -> tensor<8x40xf16> {
  %r = call @parts(%a, %b) : (tensor<5x8x40xf32>, tensor<40xf16>) -> tensor<8x40xf16>
  return %r : tensor<8x40xf16>
}

// Windows of a pooling are as far apart as they like: channels run along the lanes.
// CHECK-LABEL: gpu.func @pool(
// CHECK: scf.for
// CHECK: scf.for
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: arith.maximumf %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK: vector.store
func.func private @pool(%a: tensor<8x8x12xf32>) -> tensor<4x4x12xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %i = arith.constant dense<0xFF800000> : tensor<4x4x12xf32>
  %k = tensor.empty() : tensor<2x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(h, w, c, i, j) -> (h * 2 + i, w * 2 + j, c)>, affine_map<(h, w, c, i, j) -> (i, j)>, affine_map<(h, w, c, i, j) -> (h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%a, %k : tensor<8x8x12xf32>, tensor<2x2xf32>) outs(%i : tensor<4x4x12xf32>) {
  ^bb0(%x: f32, %window: f32, %o: f32):
    %s = arith.maximumf %o, %x : f32
    linalg.yield %s : f32
  } -> tensor<4x4x12xf32>
  return %0 : tensor<4x4x12xf32>
}
func.func @run_pool(%a: tensor<8x8x12xf32>) -> tensor<4x4x12xf32> {
  %r = call @pool(%a) : (tensor<8x8x12xf32>) -> tensor<4x4x12xf32>
  return %r : tensor<4x4x12xf32>
}
